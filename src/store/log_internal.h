/* Reading and writing rows of the log, for the files that walk it. */
#ifndef FASCIA_STORE_LOG_INTERNAL_H
#define FASCIA_STORE_LOG_INTERNAL_H

#include "fascia/store/log.h"
#include "store_internal.h"

/**
 * The change in the present row, columns as CHANGE_COLUMNS of queries.def. The body is borrowed until the next step.
 * False when a column does not hold what it must; *out is then what could be read.
 */
bool change_peek(struct change *out, struct stmt *q);

/** The same with the body copied; a bad column is ERR_DAMAGED. */
MUST_USE bool change_read(struct change *out, struct stmt *q, struct arena *a, struct err *e);

MUST_USE bool change_insert(struct store *s, struct change *c, struct err *e); /* sets c->seq */

#endif
