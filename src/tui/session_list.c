/*
 * Pages are read by key, so a list of a hundred sessions and one of a million cost the same to open. What was read
 * stays until the list is loaded afresh; a page that could not be read changes nothing.
 */
#include "session_list.h"

#include "fascia/app/day.h"

#include <string.h>

enum { PAGE_ROWS = 60, AHEAD = 20 };

static bool read_page(struct session_list *l, struct app *a, struct err *e)
{
    struct session_row *page;
    size_t len;
    int64_t before = l->len ? l->rows[l->len - 1].key : 0;
    if (!find_page(&page, &len, a, &l->filter, before, PAGE_ROWS, &l->memory, e))
        return false;
    for (size_t i = 0; i < len; i++)
        *(struct session_row *)arena_push(&l->memory, &l->rows, &l->len, sizeof(*l->rows)) = page[i];
    l->whole = len < PAGE_ROWS;
    return true;
}

static bool read_ahead(struct session_list *l, struct app *a, size_t wanted, struct err *e)
{
    while (!l->whole && l->len < wanted)
        if (!read_page(l, a, e))
            return false;
    return true;
}

bool session_list_load(struct session_list *l, struct app *a, struct err *e)
{
    struct session_list fresh = {.filter = l->filter};
    if (!read_ahead(&fresh, a, l->cursor + AHEAD, e)) {
        arena_release(&fresh.memory);
        return false;
    }
    arena_release(&l->memory);
    l->memory = fresh.memory;
    l->rows = fresh.rows;
    l->len = fresh.len;
    l->whole = fresh.whole;
    if (l->cursor >= l->len)
        l->cursor = l->len ? l->len - 1 : 0;
    return true;
}

void session_list_release(struct session_list *l)
{
    arena_release(&l->memory);
    arena_release(&l->marks_memory);
    memset(l, 0, sizeof(*l));
}

bool session_list_move(struct session_list *l, struct app *a, long by, struct err *e)
{
    size_t wanted = l->cursor;
    if (by < 0)
        wanted -= (size_t)-by < wanted ? (size_t)-by : wanted;
    else
        wanted += (size_t)by;
    if (!read_ahead(l, a, wanted + AHEAD, e))
        return false;
    if (l->len)
        l->cursor = wanted < l->len ? wanted : l->len - 1;
    return true;
}

const struct session_row *session_list_current(const struct session_list *l)
{
    return l->cursor < l->len ? &l->rows[l->cursor] : NULL;
}

static size_t mark_of(const struct session_list *l, struct id session)
{
    size_t i = 0;
    while (i < l->marks_len && !id_equal(l->marks[i], session))
        i++;
    return i;
}

bool session_list_marked(const struct session_list *l, struct id session)
{
    return mark_of(l, session) < l->marks_len;
}

bool session_list_mark(struct session_list *l, struct err *e)
{
    const struct session_row *row = session_list_current(l);
    if (!row)
        return true;
    size_t i = mark_of(l, row->session.id);
    if (i < l->marks_len) {
        l->marks[i] = l->marks[--l->marks_len];
        return true;
    }
    if (row->session.status != SESSION_SIGNED)
        return err_set(e, ERR_REFUSED, "only signed sessions go into a letter: sign this one first");
    if (l->marks_len && !id_equal(l->marked_client, row->session.client))
        return err_set(e, ERR_REFUSED, "a letter is about one client: take the marks off the other client first");
    l->marked_client = row->session.client;
    *(struct id *)arena_push(&l->marks_memory, &l->marks, &l->marks_len, sizeof(*l->marks)) = row->session.id;
    return true;
}

static void same_client(struct id **ids, size_t *len, const struct session_list *l, struct id client, struct arena *a)
{
    for (size_t i = 0; i < l->len; i++) {
        const struct session *s = &l->rows[i].session;
        if (s->status == SESSION_SIGNED && id_equal(s->client, client))
            *(struct id *)arena_push(a, ids, len, sizeof(**ids)) = s->id;
    }
}

bool session_list_letter(struct letter_arg *out, const struct session_list *l, struct arena *a, struct err *e)
{
    const struct session_row *row = session_list_current(l);
    if (l->marks_len) {
        *out = (struct letter_arg){.client = l->marked_client, .sessions = l->marks, .sessions_len = l->marks_len};
        return true;
    }
    struct id *ids = NULL;
    size_t len = 0;
    if (row)
        same_client(&ids, &len, l, row->session.client, a);
    if (len == 0)
        return err_set(e, ERR_REFUSED, "a letter needs a signed session, and there is none here");
    *out = (struct letter_arg){.client = row->session.client, .sessions = ids, .sessions_len = len};
    return true;
}

bool session_list_open(const struct session_list *l, struct view *v, struct err *e)
{
    struct arena scratch = {0};
    const struct session_row *row = session_list_current(l);
    struct draft draft;
    bool found = false;
    bool ok = true;
    if (!row)
        return true;
    if (row->session.status == SESSION_DRAFT)
        ok = draft_find(&draft, &found, v->app->store, v->app->user.id, row->session.client, &scratch, e);
    if (ok && found && id_equal(draft.entity, row->session.id)) {
        struct session_arg arg = {.client = row->session.client, .draft = draft.id};
        ok = view_push(v, &session_view, &arg, e);
    } else if (ok) {
        ok = view_push(v, &read_view, &row->session.id, e);
    }
    arena_release(&scratch);
    return ok;
}
