/*
 * Sessions in the index: one row, and rows for its findings, releases and regions.
 *
 * The key is the day of treatment times 8192 plus a number, so that key order is date order whenever a session arrives.
 * A session that changes is taken out and put in again; it keeps its key while its day stays. What the client's row
 * says (how many, when last) moves with it. Verify folds into a store of its own and asks the record for the key: which
 * number of its day a session has is local and means nothing.
 */
#include "fold.h"

#include "fascia/base/clock.h"
#include "fascia/model/session.h"
#include "keys.h"

#include <string.h>

struct row {
    bool found;
    int64_t key, head;
    struct id client;
    int status, amendments;
    bool voided;
};

static bool row_find(struct row *out, struct store *s, struct id session, struct err *e)
{
    *out = (struct row){0};
    struct stmt *q = store_stmt(s, Q_SESSION_ROW);
    stmt_bind_id(q, "$id", session);
    if (stmt_row(q))
        *out = (struct row){.found = true,
                            .key = stmt_i64(q, 0),
                            .head = stmt_i64(q, 1),
                            .client = stmt_id(q, 2),
                            .status = (int)stmt_i64(q, 3),
                            .amendments = (int)stmt_i64(q, 4),
                            .voided = stmt_i64(q, 5) != 0};
    return stmt_end(q, e);
}

static bool is_attended(const struct row *r)
{
    return r->found && !r->voided && (r->status == SESSION_DRAFT || r->status == SESSION_SIGNED);
}

static bool is_draft(const struct row *r)
{
    return is_attended(r) && r->status == SESSION_DRAFT;
}

/* What lists say about a client: attended sessions, and the latest signed one. */
static bool client_moves(struct fold *f, struct id client, int sessions, struct err *e)
{
    struct stmt *q = store_stmt(f->index, Q_CLIENT_SESSIONS);
    stmt_bind_id(q, "$id", client);
    stmt_bind_i64(q, "$sessions", sessions);
    return stmt_run(q, e);
}

static bool counts_move(struct fold *f, const struct row *before, const struct row *after, struct err *e)
{
    int was = is_attended(before), is = is_attended(after);
    if (!fold_count(f->index, 0, is - was, is_draft(after) - is_draft(before), e))
        return false;
    if (was && is && id_equal(before->client, after->client))
        return client_moves(f, after->client, 0, e);
    return (!was || client_moves(f, before->client, -1, e)) && (!is || client_moves(f, after->client, 1, e));
}

static struct date day_of(const struct session *s, const struct change *c)
{
    struct instant entered = {c->entered_at, c->entered_offset};
    if (s->started.ms != 0)
        return instant_date(s->started);
    return s->planned_day.year != 0 ? s->planned_day : instant_date(entered);
}

static bool key_is_free(bool *out, struct store *index, int64_t key, struct err *e)
{
    bool taken;
    int64_t head;
    struct stmt *q = store_stmt(index, Q_SESSION_BY_KEY);
    stmt_bind_i64(q, "$key", key);
    if (!stmt_get_i64(&head, &taken, q, e))
        return false;
    *out = !taken;
    return true;
}

static bool next_key(int64_t *out, struct store *index, struct date day, struct err *e)
{
    int64_t first = key_first(day), last = first - 1;
    char text[16];
    bool found;
    struct stmt *q = store_stmt(index, Q_SESSION_LAST_KEY);
    stmt_bind_i64(q, "$first", first);
    stmt_bind_i64(q, "$last", first + KEYS_A_DAY - 1);
    if (!stmt_get_i64(&last, &found, q, e))
        return false;
    date_format(text, day);
    if (last + 1 >= first + KEYS_A_DAY)
        return err_set(e, ERR_RANGE, "there are %d sessions on %s already: no more fit on one day", KEYS_A_DAY, text);
    *out = last + 1;
    return true;
}

static bool choose_key(int64_t *out, struct fold *f, struct id session, const struct row *before, struct date day,
                       struct err *e)
{
    struct row recorded = {0};
    bool is_free = false;
    if (before->found && key_day(before->key) == date_days(day)) {
        *out = before->key;
        return true;
    }
    if (f->log != f->index && !row_find(&recorded, f->log, session, e))
        return false;
    if (recorded.found && key_day(recorded.key) == date_days(day) && !key_is_free(&is_free, f->index, recorded.key, e))
        return false;
    if (!is_free)
        return next_key(out, f->index, day, e);
    *out = recorded.key;
    return true;
}

static bool take_out(struct store *index, int64_t key, struct err *e)
{
    static const enum query_id all[] = {Q_SESSION_DROP, Q_FINDING_DROP, Q_RELEASE_DROP, Q_REGION_USE_DROP};
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        struct stmt *q = store_stmt(index, all[i]);
        stmt_bind_i64(q, "$key", key);
        if (!stmt_run(q, e))
            return false;
    }
    return true;
}

static void bind_value(struct stmt *q, const char *name, const struct value *v)
{
    if (v->kind == VALUE_NUMBER)
        stmt_bind_i64(q, name, v->tenths);
}

static bool add_finding(struct store *index, int64_t key, size_t row, const struct finding *x, struct err *e)
{
    struct stmt *q = store_stmt(index, Q_FINDING_ADD);
    stmt_bind_i64(q, "$session", key);
    stmt_bind_i64(q, "$row", (int64_t)row + 1);
    stmt_bind_text(q, "$kind", x->kind);
    stmt_bind_text(q, "$target", x->target);
    stmt_bind_text(q, "$region", x->region);
    stmt_bind_i64(q, "$side", x->side);
    bind_value(q, "$pre", &x->pre);
    bind_value(q, "$post", &x->post);
    return stmt_run(q, e);
}

static bool add_release(struct store *index, int64_t key, size_t row, const struct release *x, struct err *e)
{
    struct stmt *q = store_stmt(index, Q_RELEASE_ADD);
    stmt_bind_i64(q, "$session", key);
    stmt_bind_i64(q, "$row", (int64_t)row + 1);
    stmt_bind_text(q, "$structure", x->structure);
    stmt_bind_text(q, "$region", x->region);
    stmt_bind_i64(q, "$side", x->side);
    stmt_bind_i64(q, "$type", x->type);
    stmt_bind_i64(q, "$locks", x->locks);
    stmt_bind_i64(q, "$reps", x->reps);
    stmt_bind_i64(q, "$seconds", x->seconds);
    stmt_bind_i64(q, "$pressure", x->pressure);
    return stmt_run(q, e);
}

static bool is_removed(const struct session *s, const char *region, enum side side)
{
    for (size_t i = 0; i < s->removed_len; i++)
        if (s->removed[i].side == side && strcmp(s->removed[i].region, region) == 0)
            return true;
    return false;
}

static bool add_region(struct store *index, int64_t key, const struct session *s, const char *region, enum side side,
                       struct err *e)
{
    if (!region || is_removed(s, region, side))
        return true;
    struct stmt *q = store_stmt(index, Q_REGION_USE_ADD); /* once each: the rest is ignored */
    stmt_bind_i64(q, "$session", key);
    stmt_bind_text(q, "$region", region);
    stmt_bind_i64(q, "$side", side);
    return stmt_run(q, e);
}

static bool add_rows(struct store *index, int64_t key, const struct session *s, struct err *e)
{
    for (size_t i = 0; i < s->findings_len; i++)
        if (!add_finding(index, key, i, &s->findings[i], e) ||
            !add_region(index, key, s, s->findings[i].region, s->findings[i].side, e))
            return false;
    for (size_t i = 0; i < s->releases_len; i++)
        if (!add_release(index, key, i, &s->releases[i], e) ||
            !add_region(index, key, s, s->releases[i].region, s->releases[i].side, e))
            return false;
    for (size_t i = 0; i < s->added_len; i++)
        if (!add_region(index, key, s, s->added[i].region, s->added[i].side, e))
            return false;
    return true;
}

static bool put_in(struct store *index, const struct row *r, const struct session *s, struct id author, struct err *e)
{
    struct stmt *q = store_stmt(index, Q_SESSION_ADD);
    stmt_bind_i64(q, "$key", r->key);
    stmt_bind_id(q, "$id", s->id);
    stmt_bind_i64(q, "$head", r->head);
    stmt_bind_id(q, "$client", s->client);
    stmt_bind_id(q, "$episode", s->episode);
    stmt_bind_id(q, "$therapist", id_is_null(s->therapist) ? author : s->therapist);
    stmt_bind_i64(q, "$status", r->status);
    stmt_bind_i64(q, "$amendments", r->amendments);
    stmt_bind_i64(q, "$voided", r->voided);
    return stmt_run(q, e) && add_rows(index, r->key, s, e);
}

bool fold_session(struct fold *f, const struct change *c, const json_t *body, struct err *e)
{
    struct session s;
    struct row before = {0};
    if (!session_decode(&s, body, &f->scratch, e))
        return false;
    s.id = c->entity;
    if (!id_equal(c->entity, c->id) && !row_find(&before, f->index, s.id, e))
        return false;
    struct row after = before;
    after.found = true;
    after.head = c->seq;
    after.client = s.client;
    after.status = (int)s.status;
    if (!choose_key(&after.key, f, s.id, &before, day_of(&s, c), e))
        return false;
    if (before.found && !take_out(f->index, before.key, e))
        return false;
    return put_in(f->index, &after, &s, c->author, e) && counts_move(f, &before, &after, e);
}

/* The session that an amendment or a voiding is about; one that is not here (yet) is left alone. */
static bool about(struct row *out, struct fold *f, const json_t *body, struct err *e)
{
    const char *text = json_string_value(json_object_get(body, "session"));
    struct id session;
    if (!text)
        return err_set(e, ERR_INVALID, "it does not say which session it is about");
    return id_parse(&session, text, e) && row_find(out, f->index, session, e);
}

static bool mark(struct fold *f, const struct row *r, struct err *e)
{
    struct stmt *q = store_stmt(f->index, Q_SESSION_MARK);
    stmt_bind_i64(q, "$key", r->key);
    stmt_bind_i64(q, "$amendments", r->amendments);
    stmt_bind_i64(q, "$voided", r->voided);
    return stmt_run(q, e);
}

bool fold_amendment(struct fold *f, const struct change *c, const json_t *body, struct err *e)
{
    struct row r;
    if (!about(&r, f, body, e))
        return false;
    if (!r.found || !id_is_null(c->parent))
        return true;
    r.amendments++;
    return mark(f, &r, e);
}

bool fold_void(struct fold *f, const struct change *c, const json_t *body, struct err *e)
{
    struct row r;
    (void)c;
    if (!about(&r, f, body, e))
        return false;
    if (!r.found || r.voided)
        return true;
    struct row after = r;
    after.voided = true;
    return mark(f, &after, e) && counts_move(f, &r, &after, e);
}
