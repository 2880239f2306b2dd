/*
 * History of a form: a list of whole states, each the canonical bytes of the session. A session is a few kilobytes, so
 * whole states are cheaper than inverse operations and cannot drift: undoing everything gives the first bytes again. A
 * step that cannot be saved is not taken.
 */
#include "work_internal.h"

#include "fascia/base/json.h"

#include <string.h>

enum { KEPT_STATES = 12 }; /* in the draft row: what survives a crash */

/* The session of a body, which itself does not say which session it is. */
static bool decode(struct session *out, const struct work *w, const char *body, struct arena *rows, struct err *e)
{
    json_t *json;
    if (!json_parse(&json, body, strlen(body), e))
        return false;
    bool ok = session_decode(out, json, rows, e);
    json_decref(json);
    out->id = w->draft.entity;
    return ok;
}

bool work_show(struct work *w, const char *body, struct err *e)
{
    struct arena rows = {0};
    struct session session;
    if (!decode(&session, w, body, &rows, e)) {
        arena_release(&rows);
        return err_wrap(e, "the draft cannot be read");
    }
    arena_release(&w->rows);
    w->rows = rows;
    w->session = session;
    return true;
}

const char *work_body(const struct work *w)
{
    return w->undo[w->undo_at].body;
}

static void push(struct work *w, const char *body, const char *what)
{
    w->undo_len = w->undo_len ? w->undo_at + 1 : 0; /* what was undone is gone once something new is done */
    struct snapshot *s = arena_push(&w->history, &w->undo, &w->undo_len, sizeof(*w->undo));
    s->body = arena_strdup(&w->history, body);
    s->what = arena_strdup(&w->history, what);
    w->undo_at = w->undo_len - 1;
}

static bool canonical(struct buf *out, const struct session *s, struct err *e)
{
    json_t *json = session_encode(s);
    bool ok = json_canonical(out, json, e);
    json_decref(json);
    return ok;
}

/* Where the history stood before a step, with the state that a push overwrites. */
struct past {
    struct snapshot *undo, next;
    size_t len, at;
};

static struct past past_of(const struct work *w)
{
    struct past p = {.undo = w->undo, .len = w->undo_len, .at = w->undo_at};
    if (p.at + 1 < p.len)
        p.next = w->undo[p.at + 1];
    return p;
}

static void go_back(struct work *w, const struct past *p)
{
    w->undo = p->undo;
    w->undo_len = p->len;
    w->undo_at = p->at;
    if (p->at + 1 < p->len)
        w->undo[p->at + 1] = p->next;
}

/* Shows and saves the state that the history is at now; if either cannot be, all is as it was. */
static bool enter(struct work *w, const struct past *was, struct err *e)
{
    struct arena rows = {0}, old_rows = w->rows;
    struct session session, old_session = w->session;
    bool was_dirty = w->dirty;
    if (!decode(&session, w, work_body(w), &rows, e)) {
        arena_release(&rows);
        go_back(w, was);
        return false;
    }
    w->rows = rows;
    w->session = session;
    w->dirty = true;
    if (work_save(w, e)) {
        arena_release(&old_rows);
        return true;
    }
    arena_release(&w->rows);
    w->rows = old_rows;
    w->session = old_session;
    w->dirty = was_dirty;
    go_back(w, was);
    return false;
}

bool work_commit(struct work *w, const struct session *next, const char *what, struct err *e)
{
    struct buf body = {0};
    bool ok = work_may_change(w, e) && canonical(&body, next, e);
    if (ok && strcmp(buf_text(&body), work_body(w)) != 0) {
        struct past was = past_of(w);
        push(w, buf_text(&body), what);
        ok = enter(w, &was, e);
    }
    buf_release(&body);
    return ok;
}

bool work_commit_typed(struct work *w, const struct session *next, const char *what, struct err *e)
{
    struct buf typed = w->pending;
    int64_t since = w->pending_since;
    w->pending = (struct buf){0};
    if (typed.len && since == 0) /* on disk already: it must go from there, too, if nothing else changes */
        w->pending_since = clock_monotonic_ms();
    if (work_commit(w, next, what, e)) {
        buf_release(&typed);
        return true;
    }
    w->pending = typed;
    w->pending_since = since;
    return false;
}

bool work_history_begin(struct work *w, struct err *e)
{
    struct buf body = {0};
    bool ok = canonical(&body, &w->session, e);
    if (ok)
        push(w, buf_text(&body), "");
    buf_release(&body);
    return ok && work_show(w, work_body(w), e);
}

/* A draft without a history, or with one that cannot be read, still opens: the present state is all that matters then.
 */
bool work_history_load(struct work *w, const char *text, struct err *e)
{
    json_t *json = NULL;
    struct err unreadable = {0};
    if (text && json_parse(&json, text, strlen(text), &unreadable)) {
        size_t i;
        json_t *state;
        json_array_foreach(json_object_get(json, "states"), i, state)
        {
            const char *body = json_get_text(state, "body", &w->history);
            const char *what = json_get_text(state, "what", &w->history);
            if (body)
                push(w, body, what ? what : "");
        }
        size_t at = (size_t)json_get_int(json, "at", 0);
        w->undo_at = at < w->undo_len ? at : w->undo_at;
        json_decref(json);
    }
    struct buf body = {0};
    bool ok = canonical(&body, &w->session, e);
    if (ok && (w->undo_len == 0 || strcmp(work_body(w), buf_text(&body)) != 0))
        push(w, buf_text(&body), "");
    buf_release(&body);
    return ok;
}

void work_history_format(struct buf *out, const struct work *w)
{
    size_t first = w->undo_at + 1 > KEPT_STATES ? w->undo_at + 1 - KEPT_STATES : 0;
    size_t end = w->undo_len < first + 2 * KEPT_STATES ? w->undo_len : first + 2 * KEPT_STATES;
    json_t *json = json_object();
    json_t *states = json_array();
    for (size_t i = first; i < end; i++) {
        json_t *state = json_object();
        json_put_text(state, "body", w->undo[i].body);
        json_put_text(state, "what", w->undo[i].what);
        json_array_append_new(states, state);
    }
    json_put_int(json, "at", (int64_t)(w->undo_at - first), 0);
    json_object_set_new(json, "states", states);
    struct err lost = {0}; /* without a history the draft is whole all the same */
    if (!json_canonical(out, json, &lost))
        buf_clear(out);
    json_decref(json);
}

/* To the state one before or after the present one. */
static bool move(struct work *w, const char **what, size_t to, size_t named, struct err *e)
{
    struct past was = past_of(w);
    *what = NULL;
    if (!work_may_change(w, e))
        return false;
    w->undo_at = to;
    if (!enter(w, &was, e))
        return false;
    *what = w->undo[named].what;
    return true;
}

bool work_undo(struct work *w, const char **what, struct err *e)
{
    *what = NULL;
    return w->undo_at == 0 || move(w, what, w->undo_at - 1, w->undo_at, e);
}

bool work_redo(struct work *w, const char **what, struct err *e)
{
    *what = NULL;
    return w->undo_at + 1 >= w->undo_len || move(w, what, w->undo_at + 1, w->undo_at + 1, e);
}
