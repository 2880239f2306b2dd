/*
 * The list of a day, put together from its sessions and this therapist's drafts. One row a client: a draft outranks the
 * plan that it fulfils. The next unfinished row is where the cursor starts.
 */
#include "fascia/app/day.h"

#include "fascia/model/words.h"
#include "fascia/store/draft.h"

#include <stdlib.h>

static enum day_status status_of(const struct session_row *row)
{
    switch (row->session.status) {
    case SESSION_PLANNED:
        return DAY_PLANNED;
    case SESSION_SIGNED:
        return DAY_SIGNED;
    case SESSION_DNA:
        return DAY_DNA;
    case SESSION_CANCELLED:
        return DAY_CANCELLED;
    case SESSION_DRAFT:
    case SESSION_CONTACT:
        return DAY_DRAFT;
    }
    BUG("session status %d", (int)row->session.status);
}

static int minute_of(const struct session *s)
{
    if (s->planned_day.year)
        return s->planned_minute;
    return s->started.ms ? instant_minute(s->started) : -1;
}

/* What was done last time: the reason why somebody looks at the list before the client comes in. */
static bool fill_last(struct day_row *row, struct app *a, struct arena *arena, struct err *e)
{
    struct session_row last;
    bool found;
    row->last_plan = "";
    if (!(a->user.roles & ROLES_CLINICAL))
        return true;
    if (!session_last(&last, &found, a->store, row->client, 0, arena, e))
        return false;
    row->last_plan = "first visit";
    if (found) {
        row->last_seen = instant_date(last.session.started);
        row->last_plan = session_summary(a->catalogue, &last.session, arena);
    }
    return true;
}

static bool add_sessions(struct day_list *out, struct app *a, struct arena *arena, struct err *e)
{
    struct session_row *sessions;
    size_t len;
    if (!session_day(&sessions, &len, a->store, out->day, arena, e))
        return false;
    for (size_t i = 0; i < len; i++) {
        struct day_row *row = arena_push(arena, &out->rows, &out->len, sizeof(*row));
        row->minute = minute_of(&sessions[i].session);
        row->status = status_of(&sessions[i]);
        row->client = sessions[i].session.client;
        row->session = sessions[i].session.id;
        row->client_name = sessions[i].client_name;
        row->client_number = sessions[i].client_number;
        row->therapist = sessions[i].therapist;
        out->signed_count += row->status == DAY_SIGNED;
        out->planned += row->status != DAY_CANCELLED;
        if (!fill_last(row, a, arena, e))
            return false;
    }
    return true;
}

static struct day_row *row_of_draft(struct day_list *out, const struct draft *d)
{
    for (size_t i = 0; i < out->len; i++)
        if (id_equal(out->rows[i].session, d->entity))
            return &out->rows[i];
    return NULL;
}

/* NULL: it could not be read. */
static struct day_row *add_draft_row(struct day_list *out, struct app *a, const struct draft *d, struct arena *arena,
                                     struct err *e)
{
    struct client_row client;
    if (!client_get(&client, a->store, d->client, arena, e))
        return NULL;
    struct day_row *row = arena_push(arena, &out->rows, &out->len, sizeof(*row));
    row->minute = instant_minute(d->saved);
    row->client = d->client;
    row->session = d->entity;
    row->client_name = client_name(&client.client, arena);
    row->client_number = client.client.number;
    row->therapist = arena_strdup(arena, a->user.name); /* the day outlives a lock, the user's rows do not */
    out->planned++;
    return fill_last(row, a, arena, e) ? row : NULL;
}

/* A form that was open when the power went has a draft row and no session change yet: it must be seen all the same. */
static bool add_drafts(struct day_list *out, struct app *a, struct arena *arena, struct err *e)
{
    struct draft *drafts;
    size_t len;
    if (!draft_list(&drafts, &len, a->store, a->user.id, false, arena, e))
        return false;
    for (size_t i = 0; i < len; i++) {
        int order = date_compare(instant_date(drafts[i].saved), out->day);
        struct day_row *row = row_of_draft(out, &drafts[i]);
        out->unsigned_before += order < 0;
        if (!row && order == 0) {
            row = add_draft_row(out, a, &drafts[i], arena, e);
            if (!row)
                return false;
        }
        if (row && row->status != DAY_SIGNED) {
            row->draft = drafts[i].id;
            row->status = DAY_DRAFT;
        }
    }
    return true;
}

static int compare_rows(const void *x, const void *y)
{
    const struct day_row *left = x;
    const struct day_row *right = y;
    if (left->minute != right->minute)
        return left->minute < right->minute ? -1 : 1;
    return id_compare(left->session, right->session);
}

static size_t next_unfinished(const struct day_list *list)
{
    for (size_t i = 0; i < list->len; i++)
        if (list->rows[i].status == DAY_PLANNED || list->rows[i].status == DAY_DRAFT)
            return i;
    return list->len;
}

bool day_load(struct day_list *out, struct app *a, struct date day, struct arena *arena, struct err *e)
{
    struct day_list list = {.day = day};
    if (!app_may(a, ROLES_IDENTITY, "today", e) || !add_sessions(&list, a, arena, e) || !add_drafts(&list, a, arena, e))
        return err_wrap(e, "cannot load the day");
    if (list.len > 0)
        qsort(list.rows, list.len, sizeof(*list.rows), compare_rows);
    list.next = next_unfinished(&list);
    if (list.next < list.len && list.rows[list.next].status == DAY_PLANNED)
        list.rows[list.next].status = DAY_NEXT;
    *out = list;
    return true;
}

static bool append_session(struct app *a, const struct session *s, struct id parent, struct err *e)
{
    json_t *body = session_encode(s);
    struct entry_new entry = {.kind = CHANGE_SESSION, .entity = s->id, .parent = parent, .body = body};
    struct sealer by = app_sealer(a);
    bool ok = log_append(a->store, &by, &entry, 1, e);
    json_decref(body);
    return ok;
}

bool day_plan(struct id *out, struct app *a, struct id client, struct date day, int minute, struct err *e)
{
    struct session planned = {.id = id_from_hlc(hlc_next(0, clock_now().ms)),
                              .client = client,
                              .therapist = a->user.id,
                              .status = SESSION_PLANNED,
                              .planned_day = day,
                              .planned_minute = minute,
                              .next_minute = -1};
    struct arena scratch = {0};
    struct client_row row;
    bool ok = app_may(a, ROLES_IDENTITY, "today add", e) && client_get(&row, a->store, client, &scratch, e) &&
              append_session(a, &planned, (struct id){0}, e);
    arena_release(&scratch);
    if (ok)
        *out = planned.id;
    return ok;
}

bool day_drop(struct app *a, struct id planned, struct err *e)
{
    struct arena scratch = {0};
    struct session_row row;
    bool ok = app_may(a, ROLES_IDENTITY, "today drop", e) && session_get(&row, a->store, planned, &scratch, e);
    if (ok && row.session.status != SESSION_PLANNED)
        ok = err_set(e, ERR_REFUSED, "only a plan can be dropped: this session is '%s'",
                     session_status_word(row.session.status));
    if (ok) {
        row.session.status = SESSION_CANCELLED;
        ok = append_session(a, &row.session, row.head, e);
    }
    arena_release(&scratch);
    return ok;
}

const char *day_status_word(enum day_status s)
{
    static const char *const words[] = {[DAY_PLANNED] = "planned", [DAY_NEXT] = "next", [DAY_DRAFT] = "draft",
                                        [DAY_SIGNED] = "signed",   [DAY_DNA] = "DNA",   [DAY_CANCELLED] = "cancelled"};
    return words[s];
}
