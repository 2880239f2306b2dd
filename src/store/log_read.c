/* Rows of the log as structs and back. A column of another length than it must have is damage, and is said as such. */
#include "log_internal.h"

#include <string.h>

enum { PAGE_MOST = 1000 };

static bool blob(struct stmt *q, int column, void *out, size_t n)
{
    return stmt_blob(q, column, out, n) == n;
}

static bool read_columns(struct change *c, struct stmt *q)
{
    c->seq = stmt_i64(q, 0);
    c->device_seq = (uint64_t)stmt_i64(q, 3);
    c->hlc = (uint64_t)stmt_i64(q, 5);
    c->entered_at = stmt_i64(q, 6);
    c->entered_offset = (int16_t)stmt_i64(q, 7);
    c->parent = stmt_id(q, 11);
    c->is_signed = !stmt_is_null(q, 16);
    return blob(q, 1, c->id.b, sizeof c->id.b) && blob(q, 2, c->device.b, sizeof c->device.b) &&
           blob(q, 4, c->prev_hash.b, sizeof c->prev_hash.b) && blob(q, 8, c->author.b, sizeof c->author.b) &&
           blob(q, 10, c->entity.b, sizeof c->entity.b) && (stmt_is_null(q, 11) || !id_is_null(c->parent)) &&
           (stmt_is_null(q, 13) || blob(q, 13, c->salt, sizeof c->salt)) &&
           blob(q, 14, c->body_hash.b, sizeof c->body_hash.b) && blob(q, 15, c->hash.b, sizeof c->hash.b) &&
           (!c->is_signed || blob(q, 16, c->sig, sizeof c->sig));
}

bool change_peek(struct change *out, struct stmt *q)
{
    struct err ignored;
    struct change c = {0};
    const char *kind = stmt_peek(q, 9, NULL);
    bool good = kind && change_kind_parse(&c.kind, kind, &ignored);
    good = read_columns(&c, q) && good;
    c.body = stmt_peek(q, 12, NULL);
    *out = c;
    return good;
}

bool change_read(struct change *out, struct stmt *q, struct arena *a, struct err *e)
{
    struct change c;
    if (!change_peek(&c, q))
        return err_set(e, ERR_DAMAGED, "change %lld: a column does not hold what it must: run 'fascia record verify'",
                       (long long)stmt_i64(q, 0));
    c.body = stmt_text(q, 12, a);
    *out = c;
    return true;
}

bool change_insert(struct store *s, struct change *c, struct err *e)
{
    struct stmt *q = store_stmt(s, Q_CHANGE_INSERT);
    stmt_bind_id(q, "$id", c->id);
    stmt_bind_id(q, "$device", c->device);
    stmt_bind_i64(q, "$device_seq", (int64_t)c->device_seq);
    stmt_bind_blob(q, "$prev_hash", c->prev_hash.b, sizeof c->prev_hash.b);
    stmt_bind_i64(q, "$hlc", (int64_t)c->hlc);
    stmt_bind_i64(q, "$entered_at", c->entered_at);
    stmt_bind_i64(q, "$entered_offset", c->entered_offset);
    stmt_bind_id(q, "$author", c->author);
    stmt_bind_text(q, "$kind", change_kind_word(c->kind));
    stmt_bind_id(q, "$entity", c->entity);
    stmt_bind_id(q, "$parent", c->parent);
    stmt_bind_text(q, "$body", c->body);
    stmt_bind_blob(q, "$salt", c->salt, sizeof c->salt);
    stmt_bind_blob(q, "$body_hash", c->body_hash.b, sizeof c->body_hash.b);
    stmt_bind_blob(q, "$hash", c->hash.b, sizeof c->hash.b);
    if (c->is_signed)
        stmt_bind_blob(q, "$sig", c->sig, sizeof c->sig);
    if (!stmt_run(q, e))
        return false;
    c->seq = sqlite3_last_insert_rowid(s->db);
    return true;
}

static bool read_all(struct change **out, size_t *len, struct stmt *q, struct arena *a, struct err *e)
{
    struct change *list = NULL;
    size_t n = 0;
    bool ok = true;
    while (ok && stmt_row(q))
        ok = change_read(arena_push(a, &list, &n, sizeof *list), q, a, e);
    struct err end;
    if (!stmt_end(q, ok ? e : &end) || !ok)
        return false;
    *out = list;
    *len = n;
    return true;
}

bool log_head(struct change *out, struct store *s, struct id entity, struct arena *a, struct err *e)
{
    struct change *list;
    size_t len;
    char text[ID_TEXT];
    struct stmt *q = store_stmt(s, Q_HEAD);
    stmt_bind_id(q, "$entity", entity);
    if (!read_all(&list, &len, q, a, e))
        return false;
    id_format(text, entity);
    if (len == 0)
        return err_set(e, ERR_NOT_FOUND, "there is nothing with id '%s'", text);
    *out = list[0];
    return true;
}

bool log_page(struct change **out, size_t *len, struct store *s, int64_t after, int limit, struct arena *a,
              struct err *e)
{
    if (limit < 1 || limit > PAGE_MOST)
        BUG("a page of %d changes", limit);
    struct stmt *q = store_stmt(s, Q_LOG_PAGE);
    stmt_bind_i64(q, "$after", after);
    stmt_bind_i64(q, "$limit", limit);
    return read_all(out, len, q, a, e);
}

bool log_history(struct change **out, size_t *len, struct store *s, struct id entity, struct arena *a, struct err *e)
{
    struct stmt *q = store_stmt(s, Q_HISTORY);
    stmt_bind_id(q, "$entity", entity);
    return read_all(out, len, q, a, e);
}

bool log_chain_holds(bool *out, struct store *s, struct id device, uint64_t device_seq, const struct hash *hash,
                     struct err *e)
{
    struct hash have;
    struct stmt *q = store_stmt(s, Q_CHANGE_OF_CHAIN);
    stmt_bind_id(q, "$device", device);
    stmt_bind_i64(q, "$device_seq", (int64_t)device_seq);
    bool held = stmt_row(q) && stmt_blob(q, 0, have.b, sizeof have.b) == sizeof have.b && hash_equal(have, *hash);
    if (!stmt_end(q, e))
        return false;
    *out = held;
    return true;
}
