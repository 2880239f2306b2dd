/*
 * The cache of prepared statements. A statement is compiled at its first use and kept; its errors stick until stmt_end,
 * so that a query loop needs one check and cannot forget it.
 */
#include "store_internal.h"

#include <string.h>

static const char *const texts[QUERIES] = {
#define QUERY(id, sql) [Q_##id] = (sql),
#include "queries.def"
#undef QUERY
};

const char *query_text(enum query_id id)
{
    return texts[id];
}

static void note(struct stmt *q, int rc)
{
    if (q->rc == SQLITE_OK && rc != SQLITE_OK)
        q->rc = rc;
}

struct stmt *store_stmt(struct store *s, enum query_id id)
{
    struct stmt *q = &s->stmts[id];
    if (q->in_use)
        BUG("query %d is used inside its own loop: %s", (int)id, texts[id]);
    q->store = s;
    q->id = id;
    q->in_use = true;
    q->rc = SQLITE_OK;
    if (!q->raw)
        note(q, sqlite3_prepare_v3(s->db, texts[id], -1, SQLITE_PREPARE_PERSISTENT, &q->raw, NULL));
    return q;
}

static int parameter(struct stmt *q, const char *name)
{
    int at = sqlite3_bind_parameter_index(q->raw, name);
    if (at == 0)
        BUG("no parameter '%s' in: %s", name, texts[q->id]);
    return at;
}

void stmt_bind_i64(struct stmt *q, const char *name, int64_t v)
{
    if (q->raw)
        note(q, sqlite3_bind_int64(q->raw, parameter(q, name), v));
}

void stmt_bind_text(struct stmt *q, const char *name, const char *text)
{
    if (q->raw)
        note(q, sqlite3_bind_text(q->raw, parameter(q, name), text, -1, SQLITE_STATIC));
}

void stmt_bind_blob(struct stmt *q, const char *name, const void *bytes, size_t n)
{
    if (q->raw)
        note(q, sqlite3_bind_blob64(q->raw, parameter(q, name), bytes, n, SQLITE_STATIC));
}

void stmt_bind_id(struct stmt *q, const char *name, struct id id)
{
    if (!q->raw)
        return;
    if (id_is_null(id))
        note(q, sqlite3_bind_null(q->raw, parameter(q, name)));
    else
        note(q, sqlite3_bind_blob64(q->raw, parameter(q, name), id.b, sizeof id.b, SQLITE_TRANSIENT));
}

void stmt_bind_value(struct stmt *q, const char *name, struct sqlite3_value *v)
{
    if (q->raw)
        note(q, sqlite3_bind_value(q->raw, parameter(q, name), v));
}

bool stmt_row(struct stmt *q)
{
    if (q->rc != SQLITE_OK)
        return false;
    int rc = sqlite3_step(q->raw);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        note(q, rc);
    return rc == SQLITE_ROW;
}

bool stmt_is_null(struct stmt *q, int column)
{
    return sqlite3_column_type(q->raw, column) == SQLITE_NULL;
}

int64_t stmt_i64(struct stmt *q, int column)
{
    return sqlite3_column_int64(q->raw, column);
}

const char *stmt_peek(struct stmt *q, int column, size_t *len)
{
    const char *text = (const char *)sqlite3_column_text(q->raw, column);
    if (len)
        *len = (size_t)sqlite3_column_bytes(q->raw, column);
    return text;
}

const char *stmt_text(struct stmt *q, int column, struct arena *a)
{
    size_t len;
    const char *text = stmt_peek(q, column, &len);
    return text ? arena_strndup(a, text, len) : NULL;
}

size_t stmt_blob(struct stmt *q, int column, void *out, size_t n)
{
    const void *bytes = sqlite3_column_blob(q->raw, column);
    if (!bytes || sqlite3_column_bytes(q->raw, column) != (int)n)
        return 0;
    memcpy(out, bytes, n);
    return n;
}

struct id stmt_id(struct stmt *q, int column)
{
    struct id id = {0};
    stmt_blob(q, column, id.b, sizeof id.b);
    return id;
}

bool stmt_end(struct stmt *q, struct err *e)
{
    int rc = q->rc;
    bool ok = rc == SQLITE_OK || store_fail(e, q->store->db, rc); /* before the reset, which clears the message */
    if (q->raw) {
        sqlite3_reset(q->raw);
        sqlite3_clear_bindings(q->raw);
    }
    q->in_use = false;
    return ok;
}

bool stmt_run(struct stmt *q, struct err *e)
{
    while (stmt_row(q))
        continue;
    return stmt_end(q, e);
}

bool stmt_get_i64(int64_t *out, bool *found, struct stmt *q, struct err *e)
{
    int64_t value = 0;
    bool row = stmt_row(q);
    if (row)
        value = stmt_i64(q, 0);
    if (!stmt_end(q, e))
        return false;
    if (!row && !found)
        return err_set(e, ERR_DAMAGED, "a row that every record has is missing: run 'fascia record rebuild'");
    if (row)
        *out = value;
    if (found)
        *found = row;
    return true;
}
