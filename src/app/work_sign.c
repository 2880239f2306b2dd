/*
 * Signing: one transaction for the signed session, the episode it belongs to, the next appointment and the end of the
 * draft. Either all of it is on disk when this returns true, or nothing changed.
 */
#include "work_internal.h"

#include "fascia/model/words.h"

#include <string.h>

enum { AT_MOST = 3, NUMBERS_ASKED = 200, CLOCK_SLACK_MS = 24 * 60 * 60 * 1000 };

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

/* A wrong clock dates the record wrongly, and changes of before would seem to come after it. */
static bool clock_fits(bool *behind, struct work *w, struct err *e)
{
    struct store_facts facts;
    if (!store_facts(&facts, w->app->store, e))
        return false;
    struct instant now = clock_now(), last = {.ms = facts.last_ms, .offset = now.offset};
    *behind = last.ms - now.ms > CLOCK_SLACK_MS;
    if (!*behind || w->clock_told)
        return true;
    char here[16], there[16];
    date_format_short(here, instant_date(now));
    date_format_short(there, instant_date(last));
    w->clock_told = true;
    return err_set(e, ERR_REFUSED,
                   "the clock of this machine says %s, the record goes on to %s: set the clock; if it is right, sign "
                   "again",
                   here, there);
}

static bool nothing_missing(const struct session *s, const struct catalogue *c, struct arena *a, struct err *e)
{
    struct missing *missing;
    size_t len;
    session_missing(s, c, &missing, &len, a);
    return len == 0 || err_set(e, ERR_REFUSED, "cannot sign yet: %s", missing[0].text);
}

/* Half a line that was typed and never accepted would be gone with the draft. */
static bool nothing_typed(const struct work *w, struct err *e)
{
    return w->pending.len == 0 ||
           err_set(e, ERR_REFUSED, "cannot sign yet: text is typed but not added: add it with Enter or clear it");
}

static bool may_sign(bool *behind, struct work *w, struct arena *a, struct err *e)
{
    return work_may_change(w, e) && app_may(w->app, ROLE_THERAPIST, "sign a session", e) && nothing_typed(w, e) &&
           nothing_missing(&w->session, w->app->catalogue, a, e) && clock_fits(behind, w, e);
}

/* Two people may have begun their sessions side by side, and both were the client's seventh. */
static bool choose_number(struct work *w, struct session *s, struct arena *a, struct err *e)
{
    struct session_filter filter = {.client = s->client, .signed_only = true};
    struct session_row *rows;
    size_t len;
    int highest = 0;
    bool taken = false;
    if (!session_page(&rows, &len, w->app->store, &filter, 0, NUMBERS_ASKED, a, e))
        return false;
    for (size_t i = 0; i < len; i++) {
        highest = rows[i].session.number > highest ? rows[i].session.number : highest;
        taken = taken || rows[i].session.number == s->number;
    }
    s->number = taken ? highest + 1 : s->number;
    return true;
}

/* The treatment ended now only if this is still the day of it: a draft of yesterday does not say when. */
static struct instant end_of(const struct session *s, struct instant now)
{
    if (s->ended.ms || now.ms < s->started.ms || date_compare(instant_date(now), instant_date(s->started)) != 0)
        return s->ended;
    return now;
}

static bool own_row(const struct work *w, struct err *e)
{
    bool ours = true;
    if (w->draft.version && !work_owns_row(&ours, w, e))
        return false;
    return ours || err_set(e, ERR_CONFLICT, "the draft was written by another window");
}

/* All that signing writes, inside the transaction: what it reads cannot change under it. */
static bool write(struct work *w, struct session *next, struct signing *batch, bool behind, struct arena *a,
                  struct err *e)
{
    struct store *store = w->app->store;
    struct sealer by = app_sealer(w->app);
    if (!own_row(w, e) || !choose_number(w, next, a, e) || !choose_episode(w, next, batch, a, e))
        return false;
    plan_next(next, batch);
    add(batch,
        (struct entry_new){
            .kind = CHANGE_SESSION, .entity = w->draft.entity, .parent = w->draft.parent, .must_sign = true},
        session_encode(next));
    return session_check(next, w->app->catalogue, e) && log_append(store, &by, batch->entries, batch->len, e) &&
           (!behind || app_record_access(w->app, "clock jump", next->client, NULL, e)) &&
           (w->draft.version == 0 || draft_drop(store, w->draft.id, e));
}

static bool sign(struct work *w, struct err *e)
{
    struct arena scratch = {0};
    struct signing batch = {0};
    struct session next;
    session_copy(&next, &w->session, &scratch);
    next.status = SESSION_SIGNED;
    next.ended = end_of(&next, clock_now());
    bool behind = false;
    bool begun = may_sign(&behind, w, &scratch, e) && store_begin(w->app->store, e);
    bool ok = begun && write(w, &next, &batch, behind, &scratch, e);
    if (begun && !ok)
        store_rollback(w->app->store);
    ok = ok && store_commit(w->app->store, e);
    for (size_t i = 0; i < batch.len; i++)
        json_decref(batch.bodies[i]);
    arena_release(&scratch);
    return ok;
}

bool work_sign(struct work *w, struct err *e)
{
    if (!sign(w, e)) {
        struct err failed = {0};
        if (e->code != ERR_CONFLICT)
            return false;
        if (!work_set_apart(w, &failed)) {
            *e = failed;
            return false;
        }
        return err_set(e, ERR_CONFLICT,
                       "not signed: this session was changed elsewhere; what is here is now a draft of its own: look "
                       "at both, sign one, put the other away");
    }
    w->session.status = SESSION_SIGNED;
    w->draft.version = 0;
    w->dirty = false;
    w->pending_since = 0;
    return true;
}
