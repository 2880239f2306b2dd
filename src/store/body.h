/* The body of the head change in the present row of a statement, parsed; lists read what the index does not hold. */
#ifndef FASCIA_STORE_BODY_H
#define FASCIA_STORE_BODY_H

#include "fascia/base/json.h"
#include "stmt.h"

/** False with ERR_DAMAGED when it is no JSON, ERR_NOT_FOUND when it was erased. Free with json_decref. */
MUST_USE bool stmt_body(json_t **out, struct stmt *q, int column, struct err *e);

/** Ends a loop that may have stopped on an error of its own: that one stays in *e. */
MUST_USE bool stmt_finish(struct stmt *q, bool ok, struct err *e);

#endif
