/* A session as it was recorded, in sentences, with who signed it and when. Nothing can be changed here. */
#include "pager.h"

#include "fascia/app/day.h"
#include "fascia/model/words.h"
#include "fascia/tui/tui.h"
#include "fascia/tui/views.h"

enum { TEXT_TOP = 3 };

struct read_state {
    struct session_row row;
    struct client_row client;
    struct pager pager;
};

static struct read_state *state(const struct view *v)
{
    return v->state;
}

static bool read_open(struct view *v, const void *arg, struct err *e)
{
    struct read_state *s = state(v);
    if (!session_open(&s->row, v->app, *(const struct id *)arg, &v->arena, e) ||
        !client_get(&s->client, v->app->store, s->row.session.client, &v->arena, e))
        return false;
    s->pager.text = session_sentences(v->app->catalogue, &s->row.session, &v->arena);
    return true;
}

static const char *signed_line(const struct session_row *row, struct arena *a)
{
    char day[16];
    if (!row->signed_at.ms)
        return arena_printf(a, "by %s · %s, not signed", row->therapist, session_status_word(row->session.status));
    date_format_short(day, instant_date(row->signed_at));
    int minute = instant_minute(row->signed_at);
    const char *more = row->amendments ? arena_printf(a, " · %d amended", row->amendments) : "";
    return arena_printf(a, "✓ signed by %s, %s %02d:%02d%s", row->therapist, day, minute / 60, minute % 60, more);
}

static void read_draw(const struct view *v, struct canvas *c)
{
    const struct read_state *s = state(v);
    struct arena scratch = {0};
    char day[16] = "";
    if (s->row.session.started.ms)
        date_format_short(day, instant_date(s->row.session.started));
    canvas_printf(c, 0, 1, c->width - 2, LOOK_TITLE, "Session %d  %s", s->row.session.number,
                  client_header(&s->client.client, &scratch));
    canvas_printf(c, 1, 1, c->width - 2, LOOK_DIM, "%s%s%s", day, day[0] ? " · " : "", signed_line(&s->row, &scratch));
    canvas_rule(c, 2, 0, c->width, "");
    pager_draw(&s->pager, c, TEXT_TOP, 1, c->height - TEXT_TOP, c->width - 2);
    arena_release(&scratch);
}

static enum reply scroll(struct view *v, int by)
{
    int height = v->tui->height - 2 - TEXT_TOP;
    pager_move(&state(v)->pager, by, height, v->tui->width - 2);
    return REPLY_DONE;
}

static enum reply read_command(struct view *v, enum command_id id, struct err *e)
{
    int page = v->tui->height - 2 - TEXT_TOP - 1;
    (void)e;
    switch (id) {
    case CMD_UP:
        return scroll(v, -1);
    case CMD_DOWN:
        return scroll(v, 1);
    case CMD_PAGE_UP:
        return scroll(v, -page);
    case CMD_PAGE_DOWN:
        return scroll(v, page);
    case CMD_LEAVE:
    case CMD_BACK:
        view_close(v, 0, NULL);
        return REPLY_DONE;
    default:
        return REPLY_IGNORED;
    }
}

static const char *read_hints(const struct view *v)
{
    (void)v;
    return "?:help  Up Down PgUp PgDn:scroll  Esc:back";
}

const struct view_ops read_view = {
    .name = "session, read only",
    .where = IN_READ,
    .state_size = sizeof(struct read_state),
    .open = read_open,
    .draw = read_draw,
    .command = read_command,
    .hints = read_hints,
};
