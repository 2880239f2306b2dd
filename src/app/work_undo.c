/*
 * History of a form: a list of whole states, each the canonical bytes of the session. A session is a few kilobytes, so
 * whole states are cheaper than inverse operations and cannot drift: undoing everything gives the first bytes again.
 */
#include "work_internal.h"

#include "fascia/base/json.h"

#include <string.h>

enum { KEPT_STATES = 12 }; /* in the draft row: what survives a crash */

bool work_show(struct work *w, const char *body, struct err *e)
{
    json_t *json;
    struct arena rows = {0};
    struct session session;
    if (!json_parse(&json, body, strlen(body), e))
        return err_wrap(e, "the draft cannot be read");
    bool ok = session_decode(&session, json, &rows, e);
    json_decref(json);
    if (!ok) {
        arena_release(&rows);
        return err_wrap(e, "the draft cannot be read");
    }
    session.id = w->draft.entity; /* an entity's id stands beside its body, not in it */
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

bool work_commit(struct work *w, const struct session *next, const char *what, struct err *e)
{
    struct buf body = {0};
    bool ok = canonical(&body, next, e);
    if (ok && strcmp(buf_text(&body), work_body(w)) != 0) {
        push(w, buf_text(&body), what);
        w->dirty = true;
        ok = work_show(w, work_body(w), e) && work_save(w, e);
    }
    buf_release(&body);
    return ok;
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
    struct err never = {0};
    if (!json_canonical(out, json, &never))
        BUG("the history is not canonical: %s", never.text);
    json_decref(json);
}

bool work_undo(struct work *w, const char **what, struct err *e)
{
    *what = NULL;
    if (w->undo_at == 0)
        return true;
    *what = w->undo[w->undo_at].what;
    w->undo_at--;
    w->dirty = true;
    return work_show(w, work_body(w), e) && work_save(w, e);
}

bool work_redo(struct work *w, const char **what, struct err *e)
{
    *what = NULL;
    if (w->undo_at + 1 >= w->undo_len)
        return true;
    w->undo_at++;
    *what = w->undo[w->undo_at].what;
    w->dirty = true;
    return work_show(w, work_body(w), e) && work_save(w, e);
}
