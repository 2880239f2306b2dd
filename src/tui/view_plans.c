/* Whose plan to copy: the client's signed sessions, newest first. Leaves the chosen session's id behind. */
#include "session_list.h"

#include "fascia/model/words.h"
#include "fascia/tui/tui.h"

#include <string.h>

enum { LIST_TOP = 2, CHOSEN = 1, COLUMN_TEXT = 30 };

struct plans_state {
    struct session_list list;
    struct client_row client;
};

static struct plans_state *state(const struct view *v)
{
    return v->state;
}

static bool plans_open(struct view *v, const void *arg, struct err *e)
{
    struct plans_state *s = state(v);
    s->list.filter = (struct session_filter){.client = *(const struct id *)arg, .signed_only = true};
    return client_get(&s->client, v->app->store, s->list.filter.client, &v->arena, e) &&
           session_list_load(&s->list, v->app, e);
}

static void draw_row(const struct view *v, struct canvas *c, int y, size_t i, struct arena *a)
{
    const struct session_row *row = &state(v)->list.rows[i];
    bool cursor = i == state(v)->list.cursor;
    enum look look = cursor ? LOOK_CURSOR : LOOK_TEXT;
    char day[16];
    date_format_short(day, instant_date(row->session.started));
    if (cursor) {
        canvas_fill(c, y, 0, 1, c->width, LOOK_CURSOR);
        canvas_cursor(c, y, 0);
    }
    canvas_text(c, y, 0, 1, look, cursor ? "▶" : " ");
    canvas_text(c, y, 1, 11, look, day);
    canvas_text(c, y, 14, COLUMN_TEXT - 16, look, row->therapist);
    canvas_text(c, y, COLUMN_TEXT, c->width - COLUMN_TEXT - 1, look,
                session_summary(v->app->catalogue, &row->session, a));
}

static void plans_draw(const struct view *v, struct canvas *c)
{
    const struct plans_state *s = state(v);
    struct arena scratch = {0};
    int room = c->height - LIST_TOP;
    size_t top = s->list.cursor >= (size_t)room ? s->list.cursor + 1 - (size_t)room : 0;
    canvas_printf(c, 0, 1, c->width - 2, LOOK_TITLE, "Copy a plan  %s", client_header(&s->client.client, &scratch));
    canvas_rule(c, 1, 0, c->width, "tests, releases and exercises are copied; values are not");
    for (int i = 0; i < room && top + (size_t)i < s->list.len; i++)
        draw_row(v, c, LIST_TOP + i, top + (size_t)i, &scratch);
    if (s->list.len == 0)
        canvas_text(c, LIST_TOP + 1, 1, c->width - 2, LOOK_DIM, "There is no signed session to copy yet.");
    arena_release(&scratch);
}

static enum reply choose(struct view *v)
{
    struct plans_state *s = state(v);
    const struct session_row *row = session_list_current(&s->list);
    if (!row)
        return REPLY_DONE;
    struct id *chosen = arena_alloc(&v->arena, sizeof(*chosen));
    *chosen = row->session.id;
    view_close(v, CHOSEN, chosen);
    return REPLY_DONE;
}

static enum reply plans_command(struct view *v, enum command_id id, struct err *e)
{
    struct session_list *list = &state(v)->list;
    int page = v->tui->height - 2 - LIST_TOP;
    switch (id) {
    case CMD_UP:
    case CMD_DOWN:
        return session_list_move(list, v->app, id == CMD_DOWN ? 1 : -1, e) ? REPLY_DONE : REPLY_FAILED;
    case CMD_PAGE_UP:
    case CMD_PAGE_DOWN:
        return session_list_move(list, v->app, id == CMD_PAGE_DOWN ? page : -page, e) ? REPLY_DONE : REPLY_FAILED;
    case CMD_ACCEPT:
        return choose(v);
    case CMD_LEAVE:
    case CMD_BACK:
        view_close(v, 0, NULL);
        return REPLY_DONE;
    default:
        return REPLY_IGNORED;
    }
}

static const char *plans_hints(const struct view *v)
{
    return state(v)->list.len ? "?:help  Enter:copy this plan  Up Down:choose  Esc:back" : "?:help  Esc:back";
}

static void plans_close(struct view *v)
{
    session_list_release(&state(v)->list);
}

const struct view_ops plans_view = {
    .name = "plans",
    .where = IN_PLANS,
    .state_size = sizeof(struct plans_state),
    .open = plans_open,
    .draw = plans_draw,
    .command = plans_command,
    .hints = plans_hints,
    .close = plans_close,
};
