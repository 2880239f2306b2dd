/*
 * The fold's trunk: heads of entities, and which kind has rows of its own in the index.
 *
 * A change becomes a head of its entity; the one it replaces stops being one. Two changes with the same parent, made
 * while two machines were apart, leave two heads, which a later change settles by naming the other in `merges`. Kinds
 * without rows here are read by their heads. Nothing depends on the catalogue or on the clock, only on the log.
 */
#include "fold.h"

#include <string.h>

void fold_init(struct fold *f, struct store *log, struct store *index)
{
    *f = (struct fold){.log = log, .index = index};
}

void fold_release(struct fold *f)
{
    arena_release(&f->scratch);
}

static bool drop_head(struct store *index, struct id entity, struct id change, struct err *e)
{
    struct stmt *q = store_stmt(index, Q_HEAD_DROP);
    stmt_bind_id(q, "$entity", entity);
    stmt_bind_id(q, "$change", change);
    return stmt_run(q, e);
}

static bool move_head(struct fold *f, const struct change *c, const json_t *body, struct err *e)
{
    struct stmt *q = store_stmt(f->index, Q_HEAD_ADD);
    stmt_bind_id(q, "$entity", c->entity);
    stmt_bind_id(q, "$change", c->id);
    if (!stmt_run(q, e))
        return false;
    if (!id_is_null(c->parent) && !drop_head(f->index, c->entity, c->parent, e))
        return false;
    const char *merges = json_string_value(json_object_get(body, "merges"));
    struct id other;
    return !merges || (id_parse(&other, merges, e) && drop_head(f->index, c->entity, other, e));
}

static bool fold_kind(struct fold *f, const struct change *c, const json_t *body, struct err *e)
{
    switch (c->kind) {
    case CHANGE_CLIENT:
        return fold_client(f, c, body, e);
    case CHANGE_EPISODE:
        return fold_episode(f, c, body, e);
    case CHANGE_SESSION:
        return fold_session(f, c, body, e);
    case CHANGE_USER:
        return fold_user(f, c, body, e);
    case CHANGE_AMENDMENT:
        return fold_amendment(f, c, body, e);
    case CHANGE_VOID:
        return fold_void(f, c, body, e);
    default:
        return true;
    }
}

bool fold_change(struct fold *f, const struct change *c, const json_t *body, struct err *e)
{
    char text[ID_TEXT];
    bool ok = move_head(f, c, body, e) && (!body || fold_kind(f, c, body, e));
    arena_release(&f->scratch);
    id_format(text, c->id);
    return ok || err_wrap(e, "change '%s'", text);
}

bool fold_text(struct fold *f, const struct change *c, struct err *e)
{
    json_t *body = NULL;
    if (c->body && !json_parse(&body, c->body, strlen(c->body), e))
        return false;
    bool ok = fold_change(f, c, body, e);
    json_decref(body);
    return ok;
}

bool fold_count(struct store *index, int clients, int sessions, int drafts, struct err *e)
{
    if (clients == 0 && sessions == 0 && drafts == 0)
        return true;
    struct stmt *q = store_stmt(index, Q_COUNT);
    stmt_bind_i64(q, "$clients", clients);
    stmt_bind_i64(q, "$sessions", sessions);
    stmt_bind_i64(q, "$unsigned", drafts);
    return stmt_run(q, e);
}

bool fold_clear(struct store *index, struct err *e)
{
    static const enum query_id all[] = {
        Q_CLEAR_HEAD,    Q_CLEAR_USER,    Q_CLEAR_CLIENT,  Q_CLEAR_CLIENT_WORD, Q_CLEAR_EPISODE,
        Q_CLEAR_SESSION, Q_CLEAR_FINDING, Q_CLEAR_RELEASE, Q_CLEAR_REGION_USE,  Q_CLEAR_COUNTS,
    };
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        if (!stmt_run(store_stmt(index, all[i]), e))
            return false;
    return true;
}
