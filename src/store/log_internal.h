/* Reading and writing rows of the log, for the files that walk it. */
#ifndef FASCIA_STORE_LOG_INTERNAL_H
#define FASCIA_STORE_LOG_INTERNAL_H

#include "fascia/store/log.h"
#include "store_internal.h"

/**
 * The change in the present row, columns as CHANGE_COLUMNS of queries.def. With an arena the body is copied, without it
 * is borrowed until the next step. False (error filled): a column does not hold what it must.
 */
MUST_USE bool change_read(struct change *out, struct stmt *q, struct arena *a, struct err *e);

MUST_USE bool change_insert(struct store *s, struct change *c, struct err *e); /* sets c->seq */

#endif
