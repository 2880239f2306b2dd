/*
 * A session being written: opening, saving, leaving. work_edit.c changes it, work_undo.c keeps its history, work_sign.c
 * ends it.
 *
 * The session in memory is always what would be saved: a change is made on a copy, made canonical, and decoded again,
 * so that what is shown is what a reader will find. Typed text that is not accepted yet is kept beside it (`pending`).
 */
#include "work_internal.h"

#include "fascia/app/day.h"
#include "fascia/base/id.h"

#include <stdlib.h>
#include <string.h>

enum { TYPING_KEYS = 20, TYPING_MS = 2000, RETRY_MS = 2000 };

static bool load_last(struct work *w, struct err *e)
{
    return session_last(&w->last, &w->has_last, w->app->store, w->client.client.id, 0, &w->people, e);
}

static bool begin(struct work *w, struct app *a, struct id client, struct err *e)
{
    memset(w, 0, sizeof(*w));
    w->app = a;
    return app_may(a, ROLE_THERAPIST, "write a session", e) && client_open(&w->client, a, client, &w->people, e) &&
           load_last(w, e);
}

static void take_text(struct work *w, const char *pending)
{
    buf_clear(&w->pending);
    if (pending)
        buf_puts(&w->pending, pending);
}

static bool take_draft(struct work *w, const struct draft *found, struct err *e)
{
    w->draft = *found;
    w->draft.body = NULL;
    w->draft.undo = NULL;
    w->draft.pending = NULL;
    w->resumed = true;
    take_text(w, found->pending);
    return work_show(w, found->body, e) && work_history_load(w, found->undo, e);
}

static bool planned_entry(struct work *w, struct id planned, struct err *e)
{
    struct session_row row;
    if (!session_get(&row, w->app->store, planned, &w->people, e))
        return false;
    if (row.session.status != SESSION_PLANNED || !id_equal(row.session.client, w->client.client.id))
        return err_set(e, ERR_CONFLICT, "the plan is no longer open: choose the client again");
    w->session.id = planned;
    w->session.planned_day = row.session.planned_day;
    w->session.planned_minute = row.session.planned_minute;
    w->draft.parent = row.head;
    return true;
}

/* However the form was reached, a plan for this client and day is the one that it fulfils. */
static bool plan_of_today(struct id *out, struct work *w, struct err *e)
{
    struct arena scratch = {0};
    struct session_row *rows;
    size_t len;
    bool ok = session_day(&rows, &len, w->app->store, instant_date(clock_now()), &scratch, e);
    for (size_t i = 0; ok && i < len && id_is_null(*out); i++)
        if (rows[i].session.status == SESSION_PLANNED && id_equal(rows[i].session.client, w->client.client.id))
            *out = rows[i].session.id;
    arena_release(&scratch);
    return ok;
}

static bool start(struct work *w, enum work_shape shape, struct id planned, struct err *e)
{
    struct session *s = &w->session;
    s->planned_minute = -1;
    s->next_minute = -1;
    if (id_is_null(planned) && !plan_of_today(&planned, w, e))
        return false;
    if (!id_is_null(planned) && !planned_entry(w, planned, e))
        return false;
    if (id_is_null(s->id))
        s->id = id_from_hlc(hlc_next(0, clock_now().ms));
    s->client = w->client.client.id;
    s->therapist = w->app->user.id;
    s->status = SESSION_DRAFT;
    s->started = clock_now();
    s->number = (int)w->client.sessions + 1;
    if (shape == WORK_REPEAT && w->has_last)
        session_copy_shape(s, &w->last.session, &w->rows);
    w->draft.id = id_random();
    w->draft.user = w->app->user.id;
    w->draft.client = s->client;
    w->draft.entity = s->id;
    return work_history_begin(w, e);
}

bool work_open(struct work *w, struct app *a, struct id client, enum work_shape shape, struct id planned, struct err *e)
{
    struct draft found;
    bool is_there = false;
    bool ok = begin(w, a, client, e) && draft_find(&found, &is_there, a->store, a->user.id, client, &w->people, e);
    if (ok)
        ok = is_there ? take_draft(w, &found, e) : start(w, shape, planned, e);
    if (!ok)
        work_release(w);
    return ok;
}

bool work_resume(struct work *w, struct app *a, struct id draft, struct err *e)
{
    struct arena scratch = {0};
    struct draft found;
    memset(w, 0, sizeof(*w));
    bool ok = draft_get(&found, a->store, draft, &scratch, e);
    if (ok && !id_equal(found.user, a->user.id))
        ok = err_set(e, ERR_REFUSED, "this draft belongs to another therapist: only its author can continue it");
    if (ok && found.discarded.ms)
        ok = err_set(e, ERR_REFUSED, "this draft was put away: bring it back first");
    if (ok)
        ok = begin(w, a, found.client, e) && take_draft(w, &found, e);
    if (!ok)
        work_release(w);
    arena_release(&scratch);
    return ok;
}

void work_release(struct work *w)
{
    arena_release(&w->people);
    arena_release(&w->rows);
    arena_release(&w->history);
    buf_release(&w->pending);
    memset(w, 0, sizeof(*w));
}

struct grammar_context work_context(const struct work *w)
{
    return (struct grammar_context){.catalogue = w->app->catalogue,
                                    .today = instant_date(clock_now()),
                                    .side = w->side,
                                    .mode = w->mode,
                                    .device = w->device,
                                    .session = &w->session};
}

bool work_may_change(const struct work *w, struct err *e)
{
    const struct app *a = w->app;
    if (!a->store)
        return err_set(e, ERR_LOCKED, "the practice is locked: unlock it, then go on");
    if (!id_equal(a->user.id, w->draft.user))
        return err_set(e, ERR_REFUSED, "this draft belongs to another therapist: only its author can continue it");
    if (w->session.status == SESSION_SIGNED)
        return err_set(e, ERR_REFUSED, "this session is signed: it never changes; amend it");
    return true;
}

bool work_typing(struct work *w, const char *text, struct err *e)
{
    if (strcmp(buf_text(&w->pending), text) == 0)
        return true;
    take_text(w, text);
    w->pending_keys++;
    if (w->pending_since == 0)
        w->pending_since = clock_monotonic_ms();
    return w->pending_keys < TYPING_KEYS || clock_monotonic_ms() < w->retry_at || work_save(w, e);
}

int work_deadline_ms(const struct work *w)
{
    if ((!w->dirty && w->pending_since == 0) || !w->app->store)
        return -1;
    int64_t due = w->dirty ? 0 : w->pending_since + TYPING_MS;
    int64_t left = (due > w->retry_at ? due : w->retry_at) - clock_monotonic_ms();
    return left > 0 ? (int)left : 0;
}

/* The control of the test that kills the program: without drafts it has to fail. A release has no trace of it. */
static bool drafts_are_off(void)
{
#ifdef FASCIA_TEST_BUILD
    return getenv("FASCIA_TEST_NO_DRAFT") != NULL;
#else
    return false;
#endif
}

/* Another window wrote this draft since: neither overwrites the other, both are kept. */
static bool save_row(struct work *w, struct err *e)
{
    struct work_before was = work_before_of(w);
    if (drafts_are_off() || draft_save(w->app->store, &w->draft, e))
        return true;
    if (e->code == ERR_CONFLICT) {
        work_begin_apart(w);
        if (draft_save(w->app->store, &w->draft, e))
            return true;
    }
    work_put_back(w, &was);
    return false;
}

bool work_save(struct work *w, struct err *e)
{
    if (!w->dirty && w->pending_since == 0)
        return true;
    if (!work_may_change(w, e))
        return false;
    struct buf undo = {0};
    work_history_format(&undo, w);
    w->draft.body = work_body(w);
    w->draft.undo = undo.len ? buf_text(&undo) : NULL;
    w->draft.pending = w->pending.len ? buf_text(&w->pending) : NULL;
    w->draft.saved = clock_now();
    bool ok = save_row(w, e);
    w->draft.body = w->draft.undo = w->draft.pending = NULL;
    buf_release(&undo);
    w->retry_at = ok ? 0 : clock_monotonic_ms() + RETRY_MS;
    if (!ok)
        return err_wrap(e, "the draft is on the screen but not saved");
    w->dirty = false;
    w->pending_keys = 0;
    w->pending_since = 0;
    return true;
}
