/*
 * Signing: one transaction for the signed session, the episode it belongs to, the next appointment and the end of the
 * draft. Either all of it is on disk when this returns true, or nothing changed.
 */
#include "work_internal.h"

#include "fascia/model/words.h"

#include <string.h>

enum { AT_MOST = 3 };

struct signing {
    struct entry_new entries[AT_MOST];
    json_t *bodies[AT_MOST];
    size_t len;
};

static void add(struct signing *s, struct entry_new entry, json_t *body)
{
    entry.body = body;
    s->bodies[s->len] = body;
    s->entries[s->len++] = entry;
}

/* "L calf, L achilles": what an episode is called until somebody gives it the client's own words. */
static const char *episode_problem(const struct work *w, struct arena *a)
{
    struct place *places;
    size_t len;
    struct buf text = {0};
    session_places(&w->session, w->app->catalogue, &places, &len, a);
    for (size_t i = 0; i < len && i < 3; i++)
        buf_printf(&text, "%s%s", i ? ", " : "", place_label(w->app->catalogue, places[i], a));
    const char *problem = arena_strdup(a, text.len ? buf_text(&text) : "assessment");
    buf_release(&text);
    return problem;
}

/* The open episode, the latest if there are several; else a new one is made with this session. */
static bool choose_episode(struct work *w, struct session *signed_session, struct signing *out, struct arena *a,
                           struct err *e)
{
    struct episode_row *rows;
    size_t len;
    if (!id_is_null(signed_session->episode))
        return true;
    if (!episode_list(&rows, &len, w->app->store, signed_session->client, a, e))
        return false;
    const struct episode *open = NULL;
    for (size_t i = 0; i < len; i++)
        if (!rows[i].episode.closed.year && (!open || date_compare(rows[i].episode.opened, open->opened) > 0))
            open = &rows[i].episode;
    if (open) {
        signed_session->episode = open->id;
        return true;
    }
    struct episode fresh = {.id = id_from_hlc(hlc_next(0, clock_now().ms)),
                            .client = signed_session->client,
                            .problem = episode_problem(w, a),
                            .opened = instant_date(signed_session->started)};
    signed_session->episode = fresh.id;
    add(out, (struct entry_new){.kind = CHANGE_EPISODE, .entity = fresh.id}, episode_encode(&fresh));
    return true;
}

static void plan_next(const struct session *s, struct signing *out)
{
    if (!s->next_day.year)
        return;
    struct session planned = {.id = id_from_hlc(hlc_next(0, clock_now().ms)),
                              .client = s->client,
                              .therapist = s->therapist,
                              .status = SESSION_PLANNED,
                              .planned_day = s->next_day,
                              .planned_minute = s->next_minute,
                              .next_minute = -1};
    add(out, (struct entry_new){.kind = CHANGE_SESSION, .entity = planned.id}, session_encode(&planned));
}

static bool commit(struct work *w, struct signing *batch, struct err *e)
{
    struct store *store = w->app->store;
    struct sealer by = app_sealer(w->app);
    if (!store_begin(store, e))
        return false;
    if (log_append(store, &by, batch->entries, batch->len, e) &&
        (w->draft.version == 0 || draft_drop(store, w->draft.id, e)))
        return store_commit(store, e);
    store_rollback(store);
    return false;
}

static bool nothing_missing(const struct work *w, struct arena *a, struct err *e)
{
    struct missing *missing;
    size_t len;
    session_missing(&w->session, w->app->catalogue, &missing, &len, a);
    return len == 0 || err_set(e, ERR_REFUSED, "cannot sign yet: %s", missing[0].text);
}

bool work_sign(struct work *w, struct err *e)
{
    struct arena scratch = {0};
    struct signing batch = {0};
    struct session next;
    session_copy(&next, &w->session, &scratch);
    next.status = SESSION_SIGNED;
    next.ended = clock_now();
    bool ok = app_may(w->app, ROLE_THERAPIST, "sign a session", e) && nothing_missing(w, &scratch, e) &&
              choose_episode(w, &next, &batch, &scratch, e);
    if (ok) {
        plan_next(&next, &batch);
        add(&batch,
            (struct entry_new){.kind = CHANGE_SESSION, .entity = next.id, .parent = w->draft.parent, .must_sign = true},
            session_encode(&next));
        ok = commit(w, &batch, e);
    }
    for (size_t i = 0; i < batch.len; i++)
        json_decref(batch.bodies[i]);
    arena_release(&scratch);
    if (!ok)
        return false;
    w->session.status = SESSION_SIGNED;
    w->draft.version = 0;
    w->dirty = false;
    w->pending_since = 0;
    return true;
}
