/*
 * What is not signed yet: this person's own drafts, and below them those that were put away in the last 30 days, which
 * Enter brings back.
 */
#include "fascia/model/words.h"
#include "fascia/tui/tui.h"
#include "fascia/tui/views.h"

#include <string.h>

enum { LIST_TOP = 2, COLUMN_SAVED = 28, COLUMN_TEXT = 42 };

struct draft_row {
    struct draft draft;
    bool discarded;
    const char *client, *saved, *summary;
};

struct drafts_state {
    struct arena rows_memory;
    struct draft_row *rows;
    size_t len, cursor;
};

static struct drafts_state *state(const struct view *v)
{
    return v->state;
}

/* "12 min ago", "3 h ago", then the day. */
static const char *age_of(struct instant saved, struct arena *a)
{
    char day[16];
    int64_t minutes = (clock_now().ms - saved.ms) / 60000;
    if (minutes < 60)
        return arena_printf(a, "%lld min ago", (long long)(minutes > 0 ? minutes : 0));
    if (minutes < (int64_t)24 * 60)
        return arena_printf(a, "%lld h ago", (long long)(minutes / 60));
    date_format_short(day, instant_date(saved));
    return arena_strdup(a, day);
}

/* A draft that cannot be read any more is listed all the same: opening it says what is wrong. */
static const char *summary_of(const struct view *v, const struct draft *d, struct arena *a)
{
    struct session session;
    json_t *body;
    struct err broken = {0};
    if (!d->body || !json_parse(&body, d->body, strlen(d->body), &broken))
        return "cannot be read";
    bool ok = session_decode(&session, body, a, &broken);
    json_decref(body);
    if (!ok)
        return "cannot be read";
    const char *done = session_summary(v->app->catalogue, &session, a);
    return arena_printf(a, "%zu findings · %s", session.findings_len, done[0] ? done : "no release yet");
}

static bool add_rows(struct view *v, struct drafts_state *into, bool discarded, struct err *e)
{
    struct arena *a = &into->rows_memory;
    struct draft *drafts;
    size_t len;
    if (!draft_list(&drafts, &len, v->app->store, v->app->user.id, discarded, a, e))
        return false;
    for (size_t i = 0; i < len; i++) {
        struct client_row client;
        if (!client_get(&client, v->app->store, drafts[i].client, a, e))
            return false;
        struct draft_row *row = arena_push(a, &into->rows, &into->len, sizeof(*row));
        row->draft = drafts[i];
        row->discarded = discarded;
        row->client = arena_printf(a, "%s  #%04d", client_name(&client.client, a), client.client.number);
        row->saved = age_of(drafts[i].saved, a);
        row->summary = summary_of(v, &drafts[i], a);
    }
    return true;
}

static bool load(struct view *v, struct err *e)
{
    struct drafts_state *s = state(v);
    struct drafts_state fresh = {.cursor = s->cursor};
    if (!add_rows(v, &fresh, false, e) || !add_rows(v, &fresh, true, e)) {
        arena_release(&fresh.rows_memory);
        return false;
    }
    arena_release(&s->rows_memory);
    *s = fresh;
    if (s->cursor >= s->len)
        s->cursor = s->len ? s->len - 1 : 0;
    return true;
}

static bool drafts_open(struct view *v, const void *arg, struct err *e)
{
    (void)arg;
    return load(v, e);
}

static bool drafts_resume(struct view *v, const struct view_result *r, struct err *e)
{
    (void)r;
    return load(v, e);
}

static void draw_row(const struct draft_row *row, struct canvas *c, int y, bool cursor)
{
    enum look look = cursor ? LOOK_CURSOR : row->discarded ? LOOK_DIM : LOOK_TEXT;
    if (cursor) {
        canvas_fill(c, y, 0, 1, c->width, LOOK_CURSOR);
        canvas_cursor(c, y, 0);
    }
    canvas_text(c, y, 0, 1, look, cursor ? "▶" : " ");
    canvas_text(c, y, 1, COLUMN_SAVED - 2, look, row->client);
    canvas_text(c, y, COLUMN_SAVED, COLUMN_TEXT - COLUMN_SAVED - 1, look, row->saved);
    canvas_text(c, y, COLUMN_TEXT, c->width - COLUMN_TEXT - 1, look, row->summary);
}

static size_t live_rows(const struct drafts_state *s)
{
    size_t live = 0;
    while (live < s->len && !s->rows[live].discarded)
        live++;
    return live;
}

static void drafts_draw(const struct view *v, struct canvas *c)
{
    const struct drafts_state *s = state(v);
    size_t live = live_rows(s);
    int room = c->height - LIST_TOP - 1; /* the rule between takes one */
    size_t top = s->cursor >= (size_t)room ? s->cursor + 1 - (size_t)room : 0;
    int y = LIST_TOP;
    canvas_printf(c, 0, 1, c->width - 2, LOOK_TITLE, "Drafts of %s", v->app->user.name);
    canvas_rule(c, 1, 0, c->width, "not signed");
    if (live == 0)
        canvas_text(c, y++, 1, c->width - 2, LOOK_DIM, "Nothing is unsigned.");
    for (size_t i = top; i < s->len && y < c->height; i++) {
        if (i == live)
            canvas_rule(c, y++, 0, c->width, "put away, kept for 30 days");
        draw_row(&s->rows[i], c, y++, i == s->cursor);
    }
}

static enum reply open_row(struct view *v, struct err *e)
{
    struct drafts_state *s = state(v);
    if (s->cursor >= s->len)
        return REPLY_DONE;
    const struct draft_row *row = &s->rows[s->cursor];
    if (!row->discarded) {
        struct session_arg arg = {.client = row->draft.client, .draft = row->draft.id};
        return view_push(v, &session_view, &arg, e) ? REPLY_DONE : REPLY_FAILED;
    }
    if (!draft_discard(v->app->store, row->draft.id, false, e) || !load(v, e))
        return REPLY_FAILED;
    view_say(v, "brought back: it is among the drafts above");
    return REPLY_DONE;
}

static enum reply move(struct drafts_state *s, long by)
{
    long at = (long)s->cursor + by;
    at = at < 0 ? 0 : at;
    if (s->len)
        s->cursor = at >= (long)s->len ? s->len - 1 : (size_t)at;
    return REPLY_DONE;
}

static enum reply drafts_command(struct view *v, enum command_id id, struct err *e)
{
    switch (id) {
    case CMD_UP:
        return move(state(v), -1);
    case CMD_DOWN:
        return move(state(v), 1);
    case CMD_PAGE_UP:
        return move(state(v), -10);
    case CMD_PAGE_DOWN:
        return move(state(v), 10);
    case CMD_ACCEPT:
        return open_row(v, e);
    case CMD_LEAVE:
    case CMD_BACK:
        view_close(v, 0, NULL);
        return REPLY_DONE;
    default:
        return REPLY_IGNORED;
    }
}

static const char *drafts_hints(const struct view *v)
{
    const struct drafts_state *s = state(v);
    if (s->cursor >= s->len)
        return "?:help  Esc:back";
    return s->rows[s->cursor].discarded ? "?:help  Enter:bring back  Esc:back" : "?:help  Enter:continue  Esc:back";
}

static void drafts_close(struct view *v)
{
    arena_release(&state(v)->rows_memory);
}

const struct view_ops drafts_view = {
    .name = "drafts",
    .where = IN_DRAFTS,
    .state_size = sizeof(struct drafts_state),
    .open = drafts_open,
    .draw = drafts_draw,
    .command = drafts_command,
    .resume = drafts_resume,
    .hints = drafts_hints,
    .close = drafts_close,
};
