/*
 * The demo practice: invented people over three years, written through the same log as real use, only faster: in large
 * transactions. The last part is about today: some plans, some done, some drafts.
 */
#include "demo_internal.h"

#include "fascia/store/draft.h"
#include "fascia/store/people.h"
#include "fascia/trust/keyslots.h"
#include "fascia/trust/sign.h"

#include <string.h>

struct therapist {
    struct keys keys;
    const struct keys *by; /* own keys, or the app's for the first */
    struct id id;
};

struct written {
    struct id client;
    struct id episode;
    uint32_t episode_number; /* + 1; 0 = no episode yet */
    int sessions;
};

struct demo {
    struct app *app;
    const struct demo_options *want;
    struct therapist therapists[DEMO_THERAPISTS];
    struct written *clients;
    int next_number;
    int32_t first_day;    /* days since 2000 */
    struct arena scratch; /* of one visit */
};

static bool sign_as(void *who, uint8_t sig[64], const struct hash *hash, struct err *e)
{
    return sign_hash(sig, hash, who, e);
}

static struct sealer sealer_of(const struct therapist *t)
{
    void *who;
    memcpy(&who, &t->by, sizeof(who)); /* the sealer's context is untyped; sign_as only reads it */
    return (struct sealer){.sign = sign_as, .who = who, .author = t->id};
}

struct instant demo_beginning(void)
{
    struct date today = instant_date(clock_now());
    return instant_of(date_from_days(date_days(today) - DEMO_DAYS - 1), 8 * 60);
}

static struct instant moment(const struct demo *d, int32_t day, int minute)
{
    return instant_of(date_from_days(d->first_day + day), minute);
}

static bool add_therapist(struct demo *d, size_t i, const char *login, const char *name, const char *passphrase,
                          size_t len, struct err *e)
{
    struct keyslots slots;
    struct public_keys made;
    struct therapist *t = &d->therapists[i];
    t->id = id_from_hlc(hlc_next(0, clock_now().ms));
    struct slot_request who = {.user = t->id, .login = login, .passphrase = passphrase, .passphrase_len = len};
    if (!keyslots_read(&slots, d->app->folder, e) || !keyslots_add_user(&slots, &made, &d->app->keys, &who, e) ||
        !keyslots_write(&slots, d->app->folder, e) || !keyslots_unlock(&t->keys, &slots, login, passphrase, len, e))
        return false;
    t->by = &t->keys;
    struct user user = {.id = t->id, .login = login, .name = name, .roles = ROLE_THERAPIST, .from = demo_beginning()};
    memcpy(user.sign_key, made.sign, KEY_BYTES);
    memcpy(user.box_key, made.box, KEY_BYTES);
    json_t *body = user_encode(&user);
    struct entry_new entry = {
        .kind = CHANGE_USER, .entity = t->id, .body = body, .must_sign = true, .at = demo_beginning()};
    struct sealer by = app_sealer(d->app);
    bool ok = log_append(d->app->store, &by, &entry, 1, e);
    json_decref(body);
    return ok;
}

static bool append(struct demo *d, const struct therapist *by, struct entry_new entry, json_t *body, struct err *e)
{
    struct sealer sealer = sealer_of(by);
    entry.body = body;
    bool ok = log_append(d->app->store, &sealer, &entry, 1, e);
    json_decref(body);
    return ok;
}

static bool write_client(struct demo *d, const struct demo_visit *v, struct err *e)
{
    struct written *w = &d->clients[v->client];
    struct client client;
    struct instant at = moment(d, v->day, v->minute - 5);
    if (!id_is_null(w->client))
        return true;
    demo_client(&client, d->want, v->client, instant_date(clock_now()), &d->scratch);
    client.id = id_from_hlc(hlc_next(0, at.ms));
    client.number = d->next_number++;
    client.consent_at = at;
    client.consent_by = d->therapists[v->therapist].id;
    w->client = client.id;
    struct entry_new entry = {.kind = CHANGE_CLIENT, .entity = client.id, .at = at};
    return append(d, &d->therapists[v->therapist], entry, client_encode(&client), e);
}

static bool write_episode(struct demo *d, const struct demo_visit *v, struct err *e)
{
    struct written *w = &d->clients[v->client];
    if (w->episode_number == v->episode + 1)
        return true;
    struct instant at = moment(d, v->day, v->minute);
    struct episode episode = {.id = id_from_hlc(hlc_next(0, at.ms)),
                              .client = w->client,
                              .problem = demo_problem(v, &d->scratch),
                              .opened = instant_date(at)};
    w->episode = episode.id;
    w->episode_number = v->episode + 1;
    struct entry_new entry = {.kind = CHANGE_EPISODE, .entity = episode.id, .at = at};
    return append(d, &d->therapists[v->therapist], entry, episode_encode(&episode), e);
}

static void fill_session(struct demo *d, struct session *s, const struct demo_visit *v, enum session_status status)
{
    struct written *w = &d->clients[v->client];
    session_init(s);
    s->client = w->client;
    s->episode = w->episode;
    s->therapist = d->therapists[v->therapist].id;
    s->status = status;
    s->started = moment(d, v->day, v->minute);
    s->id = id_from_hlc(hlc_next(0, s->started.ms));
    if (status == SESSION_DNA) {
        s->planned_day = instant_date(s->started);
        s->planned_minute = v->minute;
        return;
    }
    s->number = ++w->sessions;
    s->ended = moment(d, v->day, v->minute + 30);
    demo_session(s, d->app->catalogue, v, d->want->seed, &d->scratch);
}

static bool write_visit(struct demo *d, const struct demo_visit *v, struct err *e)
{
    struct session session;
    arena_release(&d->scratch);
    if (!write_client(d, v, e) || !write_episode(d, v, e))
        return false;
    fill_session(d, &session, v, v->dna ? SESSION_DNA : SESSION_SIGNED);
    struct entry_new entry = {
        .kind = CHANGE_SESSION, .entity = session.id, .at = moment(d, v->day, v->minute + 33), .must_sign = !v->dna};
    return append(d, &d->therapists[v->therapist], entry, session_encode(&session), e);
}

enum { BATCH = 16384, TOLD_EVERY = 64 };

/* Many visits, one transaction: each append seals its own, so several authors may follow one another. */
static bool write_batch(struct demo *d, const struct demo_visit *visits, size_t from, size_t to, size_t len,
                        const struct progress *p, struct err *e)
{
    struct store *store = d->app->store;
    bool ok = store_begin(store, e);
    if (!ok)
        return false;
    for (size_t i = from; ok && i < to; i++) {
        ok = write_visit(d, &visits[i], e);
        if (ok && p && i % TOLD_EVERY == 0 && !p->step(p->who, "sessions", i, len))
            ok = err_set(e, ERR_REFUSED, "stopped: the demo practice is only partly filled, remove its folder");
    }
    if (ok)
        return store_commit(store, e);
    store_rollback(store);
    return false;
}

static bool write_years(struct demo *d, const struct demo_visit *visits, size_t len, const struct progress *p,
                        struct err *e)
{
    bool ok = store_bulk(d->app->store, true, e);
    for (size_t at = 0; ok && at < len; at += BATCH)
        ok = write_batch(d, visits, at, at + BATCH < len ? at + BATCH : len, len, p, e);
    return ok && store_bulk(d->app->store, false, e);
}

/* The latest visits of the owner's clients, each client once: the people of today and of the drafts. */
static size_t recent_visits(const struct demo_visit **out, size_t room, const struct demo_visit *visits, size_t len)
{
    size_t found = 0;
    for (size_t i = len; i-- > 0 && found < room;) {
        bool fresh = visits[i].therapist == 0 && !visits[i].dna && visits[i].visit + 1 < visits[i].visits;
        for (size_t k = 0; k < found && fresh; k++)
            fresh = out[k]->client != visits[i].client;
        if (fresh)
            out[found++] = &visits[i];
    }
    return found;
}

static bool write_today(struct demo *d, const struct demo_visit *last, int minute, bool done, struct err *e)
{
    struct demo_visit v = *last;
    struct session session;
    v.day = DEMO_DAYS + 1;
    v.minute = (int16_t)minute;
    v.visit++;
    fill_session(d, &session, &v, done ? SESSION_SIGNED : SESSION_DNA);
    session.planned_day = instant_date(session.started);
    session.planned_minute = minute;
    if (!done) {
        session.status = SESSION_PLANNED;
        session.started = (struct instant){0};
    }
    struct entry_new entry = {.kind = CHANGE_SESSION, .entity = session.id, .must_sign = done};
    return append(d, &d->therapists[0], entry, session_encode(&session), e);
}

/* Yesterday's work that was left unsigned: a session change with status draft, and the draft that continues it. */
static bool write_draft(struct demo *d, const struct demo_visit *last, struct err *e)
{
    struct demo_visit v = *last;
    struct session session;
    struct buf body = {0};
    v.day = DEMO_DAYS;
    v.visit++;
    fill_session(d, &session, &v, SESSION_DRAFT);
    session.consent = false;
    session.reaction = NULL;
    session.ended = (struct instant){0};
    for (size_t i = 0; i < session.findings_len; i++)
        session.findings[i].post = (struct value){0};
    json_t *json = session_encode(&session);
    struct sealer by = app_sealer(d->app);
    struct entry_new entry = {
        .kind = CHANGE_SESSION, .entity = session.id, .body = json, .at = moment(d, v.day, v.minute + 20)};
    struct draft draft = {.id = id_random(),
                          .user = d->app->user.id,
                          .client = session.client,
                          .entity = session.id,
                          .saved = moment(d, v.day, v.minute + 20)};
    bool ok = log_append(d->app->store, &by, &entry, 1, e) && json_canonical(&body, json, e);
    if (ok) {
        draft.parent = entry.id;
        draft.body = buf_text(&body);
        ok = draft_save(d->app->store, &draft, e);
    }
    buf_release(&body);
    json_decref(json);
    return ok;
}

enum { BOOKED = 5, DONE = 2, DRAFTS = 2 };

static bool write_now(struct demo *d, const struct demo_visit *visits, size_t len, struct err *e)
{
    const struct demo_visit *recent[BOOKED + DRAFTS];
    size_t found = recent_visits(recent, ARRAY_LEN(recent), visits, len);
    int now = instant_minute(clock_now()) / 15 * 15;
    int first = now - 45 * DONE < 0 ? 0 : now - 45 * DONE;
    for (size_t i = BOOKED; i < found; i++) { /* yesterday before today, as they would have been written */
        arena_release(&d->scratch);
        if (!write_draft(d, recent[i], e))
            return false;
    }
    for (size_t i = 0; i < found && i < BOOKED; i++) {
        int minute = first + 45 * (int)i;
        arena_release(&d->scratch);
        if (minute < 24 * 60 && !write_today(d, recent[i], minute, i < DONE && minute <= now, e))
            return false;
    }
    return true;
}

static bool fill(struct demo *d, const char *passphrase, size_t len, const struct progress *p, struct arena *plan,
                 struct err *e)
{
    struct demo_visit *visits;
    size_t visits_len;
    demo_plan(&visits, &visits_len, d->want, plan);
    d->clients = arena_array(plan, (size_t)d->want->clients, sizeof(*d->clients));
    return add_therapist(d, 1, "ben", "Ben Achterberg", passphrase, len, e) &&
           add_therapist(d, 2, "kim", "Kim Lindholm", passphrase, len, e) && write_years(d, visits, visits_len, p, e) &&
           write_now(d, visits, visits_len, e) && app_record_access(d->app, "unlock", (struct id){0}, "demo made", e);
}

bool demo_fill(struct app *a, const struct demo_options *want, const char *passphrase, size_t passphrase_len,
               const struct progress *p, struct err *e)
{
    struct arena plan = {0};
    struct demo d = {.app = a, .want = want, .next_number = 1};
    if (!a->practice.synthetic)
        return err_set(e, ERR_REFUSED, "this is not a demo practice: invented people never go beside real ones");
    d.first_day = date_days(instant_date(clock_now())) - DEMO_DAYS - 1;
    d.therapists[0] = (struct therapist){.by = &a->keys, .id = a->keys.user};
    bool ok = fill(&d, passphrase, passphrase_len, p, &plan, e);
    for (size_t i = 1; i < DEMO_THERAPISTS; i++)
        keys_release(&d.therapists[i].keys);
    arena_release(&d.scratch);
    arena_release(&plan);
    return ok;
}
