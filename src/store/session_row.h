/* A session's row of a list, read from a statement with SESSION_COLUMNS. */
#ifndef FASCIA_STORE_SESSION_ROW_H
#define FASCIA_STORE_SESSION_ROW_H

#include "fascia/store/sessions.h"
#include "stmt.h"

MUST_USE bool session_read(struct session_row *out, struct stmt *q, struct arena *a, struct err *e);

#endif
