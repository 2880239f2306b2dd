/*
 * Drafts: the one mutable table beside the log. A save names the version it read, so that two processes which have the
 * same form open cannot overwrite each other: the second is told, and keeps its text.
 */
#include "fascia/store/draft.h"

#include "store_internal.h"

enum { KEEP_DISCARDED_DAYS = 30 };

static const int64_t day_ms = INT64_C(86400000);

static struct draft read_row(struct stmt *q, struct arena *a)
{
    return (struct draft){.id = stmt_id(q, 0),
                          .user = stmt_id(q, 1),
                          .client = stmt_id(q, 2),
                          .entity = stmt_id(q, 3),
                          .parent = stmt_id(q, 4),
                          .version = stmt_i64(q, 5),
                          .body = stmt_text(q, 6, a),
                          .pending = stmt_text(q, 7, a),
                          .undo = stmt_text(q, 8, a),
                          .saved = {stmt_i64(q, 9), (int16_t)stmt_i64(q, 10)},
                          .discarded = {stmt_i64(q, 11), (int16_t)stmt_i64(q, 12)}};
}

static void bind_content(struct stmt *q, const struct draft *d)
{
    stmt_bind_id(q, "$id", d->id);
    stmt_bind_id(q, "$parent", d->parent);
    stmt_bind_text(q, "$body", d->body);
    stmt_bind_text(q, "$pending", d->pending);
    stmt_bind_text(q, "$undo", d->undo);
    stmt_bind_i64(q, "$saved_at", d->saved.ms);
    stmt_bind_i64(q, "$saved_offset", d->saved.offset);
}

static bool insert(struct store *s, const struct draft *d, struct err *e)
{
    struct stmt *q = store_stmt(s, Q_DRAFT_ADD);
    bind_content(q, d);
    stmt_bind_id(q, "$user", d->user);
    stmt_bind_id(q, "$client", d->client);
    stmt_bind_id(q, "$entity", d->entity);
    return stmt_run(q, e);
}

static bool update(struct store *s, const struct draft *d, struct err *e)
{
    char text[ID_TEXT];
    struct stmt *q = store_stmt(s, Q_DRAFT_SET);
    bind_content(q, d);
    stmt_bind_i64(q, "$version", d->version);
    if (!stmt_run(q, e))
        return false;
    id_format(text, d->id);
    if (sqlite3_changes64(s->db) != 1)
        return err_set(e, ERR_CONFLICT,
                       "draft '%s' was written by another window or process since: open it again to see both", text);
    return true;
}

static void note_witness(struct store *s, struct id draft, int64_t version)
{
    s->witness.draft = draft;
    s->witness.version = version;
}

bool draft_save(struct store *s, struct draft *d, struct err *e)
{
    if (!store_begin(s, e))
        return false;
    if (!(d->version == 0 ? insert : update)(s, d, e)) {
        store_leave(s);
        return false;
    }
    note_witness(s, d->id, d->version + 1);
    if (!store_commit(s, e))
        return false;
    d->version++;
    return true;
}

static bool read_one(struct draft *out, bool *found, struct stmt *q, struct arena *a, struct err *e)
{
    struct draft d;
    bool row = stmt_row(q);
    if (row)
        d = read_row(q, a);
    if (!stmt_end(q, e))
        return false;
    if (row)
        *out = d;
    *found = row;
    return true;
}

bool draft_get(struct draft *out, struct store *s, struct id draft, struct arena *a, struct err *e)
{
    bool found;
    char text[ID_TEXT];
    struct stmt *q = store_stmt(s, Q_DRAFT);
    stmt_bind_id(q, "$id", draft);
    if (!read_one(out, &found, q, a, e))
        return false;
    id_format(text, draft);
    return found || err_set(e, ERR_NOT_FOUND, "there is no draft '%s'", text);
}

bool draft_find(struct draft *out, bool *found, struct store *s, struct id user, struct id client, struct arena *a,
                struct err *e)
{
    struct stmt *q = store_stmt(s, Q_DRAFT_OF_CLIENT);
    stmt_bind_id(q, "$user", user);
    stmt_bind_id(q, "$client", client);
    return read_one(out, found, q, a, e);
}

bool draft_list(struct draft **out, size_t *len, struct store *s, struct id user, bool discarded, struct arena *a,
                struct err *e)
{
    struct draft *list = NULL;
    size_t n = 0;
    struct stmt *q = store_stmt(s, Q_DRAFTS);
    stmt_bind_id(q, "$user", user);
    stmt_bind_i64(q, "$discarded", discarded);
    while (stmt_row(q)) {
        struct draft d = read_row(q, a);
        *(struct draft *)arena_push(a, &list, &n, sizeof *list) = d;
    }
    if (!stmt_end(q, e))
        return false;
    *out = list;
    *len = n;
    return true;
}

/* One statement that must meet one row. */
static bool change_one(struct store *s, struct stmt *q, struct id draft, struct err *e)
{
    char text[ID_TEXT];
    if (!stmt_run(q, e))
        return false;
    id_format(text, draft);
    return sqlite3_changes64(s->db) == 1 || err_set(e, ERR_NOT_FOUND, "there is no draft '%s'", text);
}

bool draft_discard(struct store *s, struct id draft, bool discard, struct err *e)
{
    struct instant at = discard ? clock_now() : (struct instant){0};
    if (!store_begin(s, e))
        return false;
    struct stmt *q = store_stmt(s, Q_DRAFT_DISCARD);
    stmt_bind_id(q, "$id", draft);
    stmt_bind_i64(q, "$at", at.ms);
    stmt_bind_i64(q, "$offset", at.offset);
    int64_t version;
    bool ok = change_one(s, q, draft, e);
    if (ok) {
        q = store_stmt(s, Q_DRAFT_VERSION);
        stmt_bind_id(q, "$id", draft);
        ok = stmt_get_i64(&version, NULL, q, e);
    }
    if (ok) {
        note_witness(s, draft, version);
        return store_commit(s, e);
    }
    store_leave(s);
    return false;
}

bool draft_drop(struct store *s, struct id draft, struct err *e)
{
    if (!store_begin(s, e))
        return false;
    struct stmt *q = store_stmt(s, Q_DRAFT_DROP);
    stmt_bind_id(q, "$id", draft);
    if (change_one(s, q, draft, e)) {
        note_witness(s, draft, 0);
        return store_commit(s, e);
    }
    store_leave(s);
    return false;
}

bool draft_sweep(struct store *s, struct instant now, struct err *e)
{
    if (!store_begin(s, e))
        return false;
    struct stmt *q = store_stmt(s, Q_DRAFT_SWEEP);
    stmt_bind_i64(q, "$before", now.ms - KEEP_DISCARDED_DAYS * day_ms);
    if (stmt_run(q, e))
        return store_commit(s, e);
    store_leave(s);
    return false;
}
