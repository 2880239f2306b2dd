/*
 * The ways out of a session being written that do not sign it: leaving it for later, putting it away, and going on as a
 * session of its own when the one it began from is no longer there for it.
 *
 * Two windows may have the same draft open, and what a draft began from may be signed, cancelled or taken meanwhile.
 * Then nothing is merged by guessing: both texts are kept, as two drafts, and the person signs one.
 */
#include "work_internal.h"

#include "fascia/base/id.h"

struct work_before work_before_of(const struct work *w)
{
    return (struct work_before){.draft = w->draft,
                                .dirty = w->dirty,
                                .apart = w->apart,
                                .pending_keys = w->pending_keys,
                                .pending_since = w->pending_since};
}

void work_put_back(struct work *w, const struct work_before *b)
{
    w->draft = b->draft;
    w->session.id = b->draft.entity;
    w->dirty = b->dirty;
    w->apart = b->apart;
    w->pending_keys = b->pending_keys;
    w->pending_since = b->pending_since;
}

void work_begin_apart(struct work *w)
{
    w->draft.id = id_random();
    w->draft.entity = id_from_hlc(hlc_next(0, clock_now().ms));
    w->draft.parent = (struct id){0};
    w->draft.version = 0;
    w->session.id = w->draft.entity;
    w->dirty = true;
    w->apart = true;
}

bool work_owns_row(bool *out, const struct work *w, struct err *e)
{
    struct arena scratch = {0};
    struct draft row;
    struct err missing = {0};
    bool ok = draft_get(&row, w->app->store, w->draft.id, &scratch, &missing);
    *out = ok && row.version == w->draft.version && row.discarded.ms == 0;
    arena_release(&scratch);
    if (!ok && missing.code != ERR_NOT_FOUND) {
        *e = missing;
        return false;
    }
    return true;
}

bool work_set_apart(struct work *w, struct err *e)
{
    struct work_before was = work_before_of(w);
    bool ours;
    if (!store_begin(w->app->store, e))
        return false;
    bool ok = work_owns_row(&ours, w, e) && (!ours || draft_drop(w->app->store, was.draft.id, e));
    if (ok) {
        work_begin_apart(w);
        ok = work_save(w, e);
    }
    if (!ok)
        store_rollback(w->app->store);
    ok = ok && store_commit(w->app->store, e);
    if (!ok)
        work_put_back(w, &was);
    return ok;
}

/* The session as the log has it; *found false when it is not there yet. */
static bool recorded(struct session_row *out, bool *found, const struct work *w, struct arena *a, struct err *e)
{
    struct err missing = {0};
    *found = session_get(out, w->app->store, w->draft.entity, a, &missing);
    if (!*found && missing.code != ERR_NOT_FOUND) {
        *e = missing;
        return false;
    }
    return true;
}

static bool has_content(const struct session *s)
{
    return session_rows(s) || s->added_len || s->removed_len || s->homecare_len || s->subjective || s->note ||
           s->plan || s->no_finding_reason || s->not_treated_reason || s->next_day.year || s->consent || s->reaction;
}

/* Nothing was entered, or all of it taken back: there is nothing to keep. */
static bool is_untouched(const struct work *w)
{
    bool at_start = !w->resumed && w->undo_at == 0;
    return w->pending.len == 0 && (at_start || !has_content(&w->session));
}

static bool keep(struct work *w, struct arena *a, struct err *e)
{
    struct session_row row;
    bool found;
    if (!recorded(&row, &found, w, a, e))
        return false;
    bool is_draft = found && row.session.status == SESSION_DRAFT;
    if (!is_draft && is_untouched(w)) {
        bool ok = draft_drop(w->app->store, w->draft.id, e);
        w->draft.version = ok ? 0 : w->draft.version;
        return ok;
    }
    if (found && session_equal(&row.session, &w->session))
        return true;
    if (work_append(w, e))
        return true;
    return e->code == ERR_CONFLICT && work_set_apart(w, e) && work_append(w, e);
}

bool work_leave(struct work *w, struct err *e)
{
    struct arena scratch = {0};
    bool ours = false;
    if (!work_save(w, e))
        return false;
    if (w->draft.version == 0) /* nothing was ever accepted, or it is signed */
        return true;
    if (!work_may_change(w, e) || !work_owns_row(&ours, w, e))
        return false;
    bool ok = !ours || keep(w, &scratch, e); /* not ours: whoever wrote the row since has all that is here */
    arena_release(&scratch);
    return ok;
}

static bool append(struct work *w, const struct session *state, struct err *e)
{
    json_t *body = session_encode(state);
    struct entry_new entry = {
        .kind = CHANGE_SESSION, .entity = w->draft.entity, .parent = w->draft.parent, .body = body};
    struct sealer by = app_sealer(w->app);
    bool ok = log_append(w->app->store, &by, &entry, 1, e);
    json_decref(body);
    if (ok)
        w->draft.parent = entry.id;
    return ok;
}

/* The draft row and the change go together: a crash between them would leave a draft whose parent is not the head. */
static bool append_and_save(struct work *w, const struct session *state, bool discard, struct err *e)
{
    struct store *store = w->app->store;
    struct work_before was = work_before_of(w);
    if (!store_begin(store, e))
        return false;
    bool ok = append(w, state, e);
    w->dirty = true;
    ok = ok && work_save(w, e) && (!discard || draft_discard(store, w->draft.id, true, e));
    if (!ok)
        store_rollback(store);
    ok = ok && store_commit(store, e);
    if (!ok)
        work_put_back(w, &was);
    return ok;
}

bool work_append(struct work *w, struct err *e)
{
    return append_and_save(w, &w->session, false, e);
}

/* What the lists show of a session whose draft was put away: its plan if it had one, else an entry that is cancelled.
 */
static struct session withdrawn(const struct session *s)
{
    struct session left = *s;
    left.status = SESSION_CANCELLED;
    if (!s->planned_day.year)
        return left;
    session_init(&left);
    left.client = s->client;
    left.therapist = s->therapist;
    left.status = SESSION_PLANNED;
    left.planned_day = s->planned_day;
    left.planned_minute = s->planned_minute;
    return left;
}

bool work_discard(struct work *w, struct err *e)
{
    struct arena scratch = {0};
    struct session_row row;
    bool found = false, ours = false;
    if (!work_save(w, e))
        return false;
    if (w->draft.version == 0)
        return true;
    bool ok = work_may_change(w, e) && work_owns_row(&ours, w, e);
    ok = ok && (!ours || recorded(&row, &found, w, &scratch, e));
    struct session left = withdrawn(&w->session);
    if (ok && found && row.session.status == SESSION_DRAFT && id_equal(row.head, w->draft.parent))
        ok = append_and_save(w, &left, true, e);
    else if (ok && ours)
        ok = draft_discard(w->app->store, w->draft.id, true, e);
    arena_release(&scratch);
    return ok;
}
