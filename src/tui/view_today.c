/*
 * Today, the home of the program: who comes, what was done last time, what is unsigned. The cursor starts on the next
 * unfinished client, so that `r` alone is the usual first key.
 */
#include "fascia/app/day.h"
#include "fascia/model/words.h"
#include "fascia/tui/tui.h"
#include "fascia/tui/views.h"

#include <string.h>

struct today_state {
    struct day_list day;
    struct arena rows; /* of the day; renewed at every load */
    size_t cursor, top;
    struct session_row last; /* of the client under the cursor */
    bool has_last;
    struct client_row client;
    bool has_client;
    struct arena pane;
    struct session_arg arg; /* kept while the session is open */
    bool warned;            /* quitting with unsigned work was asked once */
};

static struct today_state *state(const struct view *v)
{
    return v->state;
}

static const struct day_row *current(const struct today_state *s)
{
    return s->cursor < s->day.len ? &s->day.rows[s->cursor] : NULL;
}

/* What stands below the list: the client under the cursor and the last session. */
static bool load_pane(struct view *v, struct err *e)
{
    struct today_state *s = state(v);
    const struct day_row *row = current(s);
    arena_release(&s->pane);
    s->has_last = s->has_client = false;
    if (!row || !(v->app->user.roles & ROLES_CLINICAL))
        return true;
    if (!client_get(&s->client, v->app->store, row->client, &s->pane, e) ||
        !session_last(&s->last, &s->has_last, v->app->store, row->client, 0, &s->pane, e))
        return false;
    s->has_client = true;
    return true;
}

static bool load(struct view *v, struct date day, struct err *e)
{
    struct today_state *s = state(v);
    struct arena rows = {0};
    struct day_list list;
    if (!day_load(&list, v->app, day, &rows, e)) {
        arena_release(&rows);
        return false;
    }
    arena_release(&s->rows);
    s->rows = rows;
    s->day = list;
    s->cursor = list.next < list.len ? list.next : 0;
    s->top = 0;
    return load_pane(v, e);
}

static bool today_open(struct view *v, const void *arg, struct err *e)
{
    (void)arg;
    if (!load(v, instant_date(clock_now()), e))
        return false;
    if (state(v)->day.unsigned_before)
        view_say(v, "%d unsigned from earlier days · d: drafts", state(v)->day.unsigned_before);
    return true;
}

static bool today_resume(struct view *v, const struct view_result *r, struct err *e)
{
    (void)r;
    state(v)->warned = false;
    return load(v, state(v)->day.day, e);
}

static enum look status_look(enum day_status status)
{
    return status == DAY_SIGNED ? LOOK_DIM : status == DAY_NEXT ? LOOK_BETTER : LOOK_TEXT;
}

/* A narrow screen goes without the day of the last visit; the status is always there. */
struct columns {
    int seen, last, status;
};

static struct columns columns_of(const struct canvas *c)
{
    bool narrow = c->width < 80;
    return (struct columns){.seen = narrow ? 0 : 29, .last = narrow ? 29 : 41, .status = c->width - 11};
}

static void draw_row(const struct today_state *s, struct canvas *c, int y, size_t i, struct arena *a)
{
    const struct day_row *row = &s->day.rows[i];
    bool cursor = i == s->cursor;
    char hour[16] = "";
    char seen[16] = "new";
    if (row->minute >= 0)
        (void)snprintf(hour, sizeof(hour), "%02d:%02d", row->minute / 60, row->minute % 60);
    if (row->last_seen.year) {
        date_format_short(seen, row->last_seen);
        if (row->last_seen.year == s->day.day.year)
            seen[strlen(seen) - 5] = '\0'; /* the year says nothing new */
    }
    struct columns at = columns_of(c);
    enum look look = cursor ? LOOK_CURSOR : LOOK_TEXT;
    if (cursor)
        canvas_fill(c, y, 0, 1, c->width, LOOK_CURSOR);
    canvas_text(c, y, 0, 1, look, cursor ? "▶" : " ");
    canvas_text(c, y, 1, 5, look, hour);
    canvas_text(c, y, 8, 20, look, row->client_name);
    if (at.seen)
        canvas_text(c, y, at.seen, 11, look, seen);
    canvas_text(c, y, at.last, at.status - at.last - 1, look, row->last_plan);
    canvas_text(c, y, at.status, 11, cursor ? look : status_look(row->status),
                arena_printf(a, "%s%s", row->status == DAY_SIGNED ? "✓ " : "", day_status_word(row->status)));
    if (cursor)
        canvas_cursor(c, y, 0);
}

static void draw_pane(const struct view *v, struct canvas *c, int y, struct arena *a)
{
    const struct today_state *s = state(v);
    if (!s->has_client) {
        canvas_rule(c, y, 0, c->width, "");
        canvas_text(c, y + 1, 1, c->width - 2, LOOK_TEXT,
                    s->day.len ? "" : "Nobody is planned. f finds a client, n registers a new one.");
        return;
    }
    canvas_rule(c, y, 0, c->width, client_header(&s->client.client, a));
    if (s->client.client.alerts)
        canvas_printf(c, y + 1, 1, c->width - 2, LOOK_ALERT, "! %s", s->client.client.alerts);
    if (!s->has_last) {
        canvas_text(c, y + 2, 1, c->width - 2, LOOK_DIM, "No signed session yet.");
        return;
    }
    char day[16];
    date_format_short(day, instant_date(s->last.session.started));
    canvas_printf(c, y + 2, 1, c->width - 2, LOOK_TEXT, "Sessions %lld   Last (%s): %s", (long long)s->client.sessions,
                  day, session_summary(v->app->catalogue, &s->last.session, a));
    struct buf found = {0};
    for (size_t i = 0; i < s->last.session.findings_len; i++)
        buf_printf(&found, "%s%s", i ? "   " : "", finding_short(v->app->catalogue, &s->last.session.findings[i], a));
    canvas_text(c, y + 3, 1, c->width - 2, LOOK_TEXT, buf_text(&found));
    buf_release(&found);
    if (s->last.session.note)
        canvas_wrap(c, y + 4, 1, 2, c->width - 2, LOOK_DIM, s->last.session.note);
}

static void draw_head(const struct view *v, struct canvas *c, struct arena *a)
{
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const struct today_state *s = state(v);
    char day[16];
    date_format_short(day, s->day.day);
    bool today = date_compare(s->day.day, instant_date(clock_now())) == 0;
    int used = canvas_printf(c, 0, 1, c->width - 1, LOOK_TITLE, "fascia  %s  %s %s", today ? "Today" : "Day",
                             weekdays[date_weekday(s->day.day)], day);
    canvas_text_right(c, 0, c->width, c->width - used - 3, LOOK_DIM,
                      arena_printf(a, "%s%d planned · %d done · %s", v->app->practice.synthetic ? "DEMO · " : "",
                                   s->day.planned, s->day.signed_count, v->app->user.name));
    struct columns at = columns_of(c);
    canvas_text(c, 2, 1, 5, LOOK_HEAD, "Time");
    canvas_text(c, 2, 8, 20, LOOK_HEAD, "Client");
    if (at.seen)
        canvas_text(c, 2, at.seen, 11, LOOK_HEAD, "Last seen");
    canvas_text(c, 2, at.last, 26, LOOK_HEAD, "Last time");
    canvas_text(c, 2, at.status, 11, LOOK_HEAD, "Status");
    canvas_rule(c, 3, 0, c->width, "");
}

enum { LIST_TOP = 4, PANE_ROWS = 7 };

static void today_draw(const struct view *v, struct canvas *c)
{
    const struct today_state *s = state(v);
    struct arena scratch = {0};
    int room = c->height - LIST_TOP - PANE_ROWS;
    size_t top = s->cursor >= (size_t)room ? s->cursor + 1 - (size_t)room : 0;
    draw_head(v, c, &scratch);
    for (int i = 0; i < room && top + (size_t)i < s->day.len; i++)
        draw_row(s, c, LIST_TOP + i, top + (size_t)i, &scratch);
    draw_pane(v, c, c->height - PANE_ROWS, &scratch);
    arena_release(&scratch);
}

static enum reply moved(struct view *v, long by, struct err *e)
{
    struct today_state *s = state(v);
    long at = (long)s->cursor + by;
    if (s->day.len == 0)
        return REPLY_DONE;
    at = at < 0 ? 0 : at;
    s->cursor = at >= (long)s->day.len ? s->day.len - 1 : (size_t)at;
    return load_pane(v, e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply start(struct view *v, enum work_shape shape, struct err *e)
{
    struct today_state *s = state(v);
    const struct day_row *row = current(s);
    if (!row) {
        view_say(v, "nobody is chosen: f finds a client, n registers a new one");
        return REPLY_DONE;
    }
    bool is_plan = row->status == DAY_PLANNED || row->status == DAY_NEXT;
    s->arg = (struct session_arg){.client = row->client, .shape = shape, .draft = row->draft};
    if (is_plan)
        s->arg.planned = row->session;
    return view_push(v, &session_view, &s->arg, e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply open_row(struct view *v, struct err *e)
{
    const struct day_row *row = current(state(v));
    if (!row)
        return REPLY_DONE;
    if (!id_is_null(row->draft))
        return start(v, WORK_EMPTY, e);
    return view_push(v, &client_view, &row->client, e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply other_day(struct view *v, int by, struct err *e)
{
    struct date day = date_from_days(date_days(state(v)->day.day) + by);
    return load(v, day, e) ? REPLY_DONE : REPLY_FAILED;
}

/* Nothing unsigned is left behind unseen: the first q names it, the second leaves. */
static enum reply quit(struct view *v)
{
    struct today_state *s = state(v);
    int left = s->day.unsigned_before;
    for (size_t i = 0; i < s->day.len; i++)
        left += s->day.rows[i].status == DAY_DRAFT;
    if (left == 0 || s->warned) {
        v->tui->quit = true;
        return REPLY_DONE;
    }
    s->warned = true;
    view_say(v, "%d unsigned: d lists them, q again leaves (drafts are kept)", left);
    return REPLY_DONE;
}

static enum reply push(struct view *v, const struct view_ops *ops, struct err *e)
{
    return view_push(v, ops, NULL, e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply today_command(struct view *v, enum command_id id, struct err *e)
{
    if (id != CMD_QUIT)
        state(v)->warned = false;
    switch (id) {
    case CMD_UP:
        return moved(v, -1, e);
    case CMD_DOWN:
        return moved(v, 1, e);
    case CMD_PAGE_UP:
        return moved(v, -10, e);
    case CMD_PAGE_DOWN:
        return moved(v, 10, e);
    case CMD_ACCEPT:
        return open_row(v, e);
    case CMD_REPEAT:
        return start(v, WORK_REPEAT, e);
    case CMD_SESSION_NEW:
        return start(v, WORK_EMPTY, e);
    case CMD_CLIENT_NEW:
        return push(v, &client_new_view, e);
    case CMD_CLIENT_FIND:
        return push(v, &client_pick_view, e);
    case CMD_FIND:
        return push(v, &search_view, e);
    case CMD_DRAFTS:
        return push(v, &drafts_view, e);
    case CMD_DAY_PREVIOUS:
        return other_day(v, -1, e);
    case CMD_DAY_NEXT:
        return other_day(v, 1, e);
    case CMD_QUIT:
        return quit(v);
    default:
        return REPLY_IGNORED;
    }
}

static void today_close(struct view *v)
{
    arena_release(&state(v)->rows);
    arena_release(&state(v)->pane);
}

const struct view_ops today_view = {
    .name = "today",
    .where = IN_TODAY,
    .state_size = sizeof(struct today_state),
    .open = today_open,
    .draw = today_draw,
    .command = today_command,
    .resume = today_resume,
    .close = today_close,
};
