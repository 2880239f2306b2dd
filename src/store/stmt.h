/**
 * Prepared statements: every SQL text is a row of queries.def, prepared once and cached by its id. Errors stick to the
 * statement and are looked at once, at the end. No statement stays open while anything else happens.
 *
 *     struct stmt *q = store_stmt(s, Q_SESSION_FINDINGS);
 *     stmt_bind_i64(q, "$session", session);
 *     while (stmt_row(q))
 *         ... stmt_text(q, 0, a) ...
 *     return stmt_end(q, e);
 *
 * Parameters are named; a name that the statement does not have is a mistake of the programmer (BUG). Private to the
 * store: no other layer holds SQL.
 */
#ifndef FASCIA_STORE_STMT_INTERNAL_H
#define FASCIA_STORE_STMT_INTERNAL_H

#include "fascia/base/arena.h"
#include "fascia/store/store.h"

enum query_id {
#define QUERY(id, sql) Q_##id,
#include "queries.def"
#undef QUERY
    QUERIES
};

struct stmt;

const char *query_text(enum query_id id);

/** Ready to bind and step. It must have been ended since its last use: a query never runs inside its own loop (BUG). */
struct stmt *store_stmt(struct store *s, enum query_id id);

void stmt_bind_i64(struct stmt *q, const char *name, int64_t v);
void stmt_bind_text(struct stmt *q, const char *name, const char *text); /* NULL binds null; borrowed until stmt_end */
void stmt_bind_blob(struct stmt *q, const char *name, const void *bytes, size_t n); /* likewise */
void stmt_bind_id(struct stmt *q, const char *name, struct id id);                  /* the null id binds null; copied */

struct sqlite3_value;
void stmt_bind_value(struct stmt *q, const char *name, struct sqlite3_value *v);

bool stmt_row(struct stmt *q); /* false at the end and on error */

bool stmt_is_null(struct stmt *q, int column);
int64_t stmt_i64(struct stmt *q, int column);                       /* 0 for null */
const char *stmt_text(struct stmt *q, int column, struct arena *a); /* NULL for null; copied */
const char *stmt_peek(struct stmt *q, int column, size_t *len);     /* NULL for null; until the next step */
struct id stmt_id(struct stmt *q, int column);                      /* null id for null */
size_t stmt_blob(struct stmt *q, int column, void *out, size_t n);  /* exactly n bytes, or 0 and *out untouched */

MUST_USE bool stmt_end(struct stmt *q, struct err *e); /* resets and clears q; false if it stopped on an error */
MUST_USE bool stmt_run(struct stmt *q, struct err *e); /* steps to the end, then stmt_end */

/** Runs a statement of at most one row and one number; *found may be NULL when the row must be there (ERR_DAMAGED). */
MUST_USE bool stmt_get_i64(int64_t *out, bool *found, struct stmt *q, struct err *e);

#endif
