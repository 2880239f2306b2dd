/*
 * The client file: alerts pinned on top, then the sessions newest first with the one under the cursor opened out, or
 * the profile. Opening it is recorded before anything is shown. Sessions are read a page at a time.
 */
#include "session_list.h"

#include "fascia/app/day.h"
#include "fascia/base/utf8.h"
#include "fascia/model/words.h"
#include "fascia/tui/tui.h"

#include <string.h>

enum { LIST_TOP = 3, LABEL_COLUMNS = 11, STATUS_COLUMNS = 12 };

struct client_state {
    struct id id;
    struct client_row client;
    struct arena client_memory;
    struct episode_row *episodes;
    size_t episodes_len;
    struct session_list list;
    bool profile;
};

static struct client_state *state(const struct view *v)
{
    return v->state;
}

/* Called again after a session was signed: the access was recorded when the file was opened. */
static bool load(struct view *v, struct err *e)
{
    struct client_state *s = state(v);
    struct arena memory = {0};
    struct client_row client;
    struct episode_row *episodes;
    size_t len;
    if (!client_get(&client, v->app->store, s->id, &memory, e) ||
        !episode_list(&episodes, &len, v->app->store, s->id, &memory, e) || !session_list_load(&s->list, v->app, e)) {
        arena_release(&memory);
        return false;
    }
    arena_release(&s->client_memory);
    s->client_memory = memory;
    s->client = client;
    s->episodes = episodes;
    s->episodes_len = len;
    return true;
}

static bool tell_draft(struct view *v, struct err *e)
{
    struct arena scratch = {0};
    struct draft draft;
    bool found;
    bool ok = draft_find(&draft, &found, v->app->store, v->app->user.id, state(v)->id, &scratch, e);
    if (ok && found)
        view_say(v, "a draft of yours is open for this client: s continues it");
    arena_release(&scratch);
    return ok;
}

static bool client_view_open(struct view *v, const void *arg, struct err *e)
{
    struct client_state *s = state(v);
    struct client_row opened;
    s->id = *(const struct id *)arg;
    s->list.filter.client = s->id;
    return client_open(&opened, v->app, s->id, &v->arena, e) && tell_draft(v, e) && load(v, e);
}

static bool client_resume(struct view *v, const struct view_result *r, struct err *e)
{
    (void)r;
    return load(v, e);
}

/* The timeline is a column of lines: rows, the opened-out row, and rules between episodes. */
struct page {
    const struct view *v;
    const struct client_state *s;
    struct canvas *c;
    struct arena arena;
    int top, line, height;
    int focus; /* last line of the opened-out row, found while measuring */
    bool measuring;
};

static int place_line(struct page *p)
{
    int at = p->line++ - p->top;
    return p->measuring || at < 0 || at >= p->height ? -1 : LIST_TOP + at;
}

static const char *findings_line(struct page *p, const struct session *session)
{
    struct buf text = {0};
    for (size_t i = 0; i < session->findings_len; i++)
        buf_printf(&text, "%s%s", i ? "   " : "",
                   finding_short(p->v->app->catalogue, &session->findings[i], &p->arena));
    const char *line = arena_strdup(&p->arena, buf_text(&text));
    buf_release(&text);
    return line;
}

static const char *status_text(const struct session_row *row, struct arena *a)
{
    const char *mark = row->session.status == SESSION_SIGNED ? "✓ " : "";
    const char *more = row->amendments ? arena_printf(a, " +%d", row->amendments) : "";
    return arena_printf(a, "%s%s%s", mark, session_status_word(row->session.status), more);
}

static int text_column(const struct page *p)
{
    return p->c->width >= 80 ? 32 : 18; /* narrow: without the therapist */
}

static void draw_row(struct page *p, size_t i)
{
    const struct session_row *row = &p->s->list.rows[i];
    bool cursor = i == p->s->list.cursor;
    int y = place_line(p);
    if (y < 0)
        return;
    bool wide = p->c->width >= 80;
    int status = p->c->width - STATUS_COLUMNS;
    int text = text_column(p);
    enum look look = cursor ? LOOK_CURSOR : LOOK_TEXT;
    char day[16] = "";
    if (row->session.started.ms)
        date_format_short(day, instant_date(row->session.started));
    if (cursor) {
        canvas_fill(p->c, y, 0, 1, p->c->width, LOOK_CURSOR);
        canvas_cursor(p->c, y, 0);
    }
    canvas_text(p->c, y, 0, 1, look, cursor ? "▶" : " ");
    canvas_text(p->c, y, 1, 11, look, day);
    if (row->session.number)
        canvas_printf(p->c, y, 13, 4, look, "#%d", row->session.number);
    if (wide)
        canvas_text(p->c, y, 18, text - 20, look, row->therapist);
    canvas_text(p->c, y, text, status - text - 1, look, findings_line(p, &row->session));
    canvas_text(p->c, y, status, STATUS_COLUMNS, look, status_text(row, &p->arena));
    if (session_list_marked(&p->s->list, row->session.id))
        canvas_text(p->c, y, 12, 1, cursor ? look : LOOK_ALERT, "*");
}

/* Label and text over as many lines as it takes, at most `most`. */
static void draw_part(struct page *p, const char *label, const char *text, int most)
{
    int columns = p->c->width - 6 - LABEL_COLUMNS - 1;
    for (int i = 0; i < most && text && text[0]; i++) {
        size_t next;
        size_t len = canvas_line(&next, text, columns);
        bool cut = i + 1 == most && text[next];
        int y = place_line(p);
        if (y >= 0 && i == 0)
            canvas_text(p->c, y, 6, LABEL_COLUMNS, LOOK_LABEL, label);
        if (y >= 0)
            canvas_printf(p->c, y, 6 + LABEL_COLUMNS, columns, LOOK_TEXT, "%.*s%s", (int)len, text, cut ? "…" : "");
        text += next;
    }
}

static void draw_opened(struct page *p, const struct session *session)
{
    const char *findings = findings_line(p, session);
    if (text_width(findings) >= p->c->width - STATUS_COLUMNS - text_column(p))
        draw_part(p, "findings", findings, 2);
    draw_part(p, "releases", session_summary(p->v->app->catalogue, session, &p->arena), 2);
    for (size_t i = 0; i < session->homecare_len && i < 2; i++)
        draw_part(p, "home", session->homecare[i], 1);
    draw_part(p, "note", session->note, 2);
    p->focus = p->line - 1;
}

static const struct episode *episode_of(const struct client_state *s, struct id id)
{
    for (size_t i = 0; i < s->episodes_len; i++)
        if (id_equal(s->episodes[i].episode.id, id))
            return &s->episodes[i].episode;
    return NULL;
}

static void draw_episode(struct page *p, const struct episode *x)
{
    char day[16];
    int y = place_line(p);
    if (y < 0 || !x)
        return;
    date_format_short(day, x->opened);
    canvas_rule(p->c, y, 0, p->c->width,
                arena_printf(&p->arena, "%s · from %s%s%s", x->problem, day, x->outcome ? " · " : "",
                             x->outcome ? x->outcome : ""));
}

static void draw_timeline(struct page *p)
{
    const struct session_list *list = &p->s->list;
    p->line = 0;
    for (size_t i = 0; i < list->len; i++) {
        struct id episode = list->rows[i].session.episode;
        if (i > 0 && !id_is_null(episode) && !id_equal(episode, list->rows[i - 1].session.episode))
            draw_episode(p, episode_of(p->s, episode));
        draw_row(p, i);
        if (i == list->cursor)
            draw_opened(p, &list->rows[i].session);
    }
}

static void draw_sessions(struct page *p)
{
    if (p->s->list.len == 0) {
        canvas_text(p->c, LIST_TOP + 1, 1, p->c->width - 2, LOOK_DIM, "No session yet: s starts the first one.");
        return;
    }
    p->measuring = true;
    draw_timeline(p);
    p->measuring = false;
    p->top = p->focus >= p->height ? p->focus - p->height + 1 : 0;
    draw_timeline(p);
    if (!p->s->list.whole || p->line - p->top > p->height)
        canvas_text_right(p->c, LIST_TOP + p->height - 1, p->c->width, 14, LOOK_DIM, " ▼ older below");
}

static void draw_profile(struct page *p)
{
    const struct client *x = &p->s->client.client;
    char born[16];
    date_format_short(born, x->born);
    int age = date_age(x->born, instant_date(clock_now()));
    const struct {
        const char *label, *text;
    } parts[] = {{"born", arena_printf(&p->arena, "%s (%d)", born, age)},
                 {"preferred", x->preferred},
                 {"pronouns", x->pronouns},
                 {"phone", x->phone},
                 {"email", x->email},
                 {"address", x->address},
                 {"GP", x->gp},
                 {"occupation", x->occupation},
                 {"consent", x->consent_assessment ? "given at registration" : "not noted at registration"},
                 {"alerts", x->alerts},
                 {"note", x->note}};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        draw_part(p, parts[i].label, parts[i].text, 3);
    canvas_cursor(p->c, LIST_TOP, 0);
}

static void client_draw(const struct view *v, struct canvas *c)
{
    const struct client_state *s = state(v);
    struct page p = {.v = v, .s = s, .c = c, .height = c->height - LIST_TOP};
    const char *tabs = s->profile ? "1 Timeline  [2 Profile]" : "[1 Timeline]  2 Profile";
    canvas_text(c, 0, 1, c->width - 2, LOOK_TITLE, client_header(&s->client.client, &p.arena));
    if (s->client.client.alerts)
        canvas_printf(c, 1, 1, c->width - 2, LOOK_ALERT, "! %s", s->client.client.alerts);
    else
        canvas_text(c, 1, 1, c->width - 2, LOOK_DIM, "no alerts noted");
    canvas_rule(c, 2, 0, c->width, tabs);
    if (s->list.marks_len)
        canvas_text_right(c, 2, c->width - 2, 30, LOOK_HEAD,
                          arena_printf(&p.arena, " * %zu marked for a letter ", s->list.marks_len));
    if (s->profile)
        draw_profile(&p);
    else
        draw_sessions(&p);
    arena_release(&p.arena);
}

static enum reply start(struct view *v, enum work_shape shape, struct err *e)
{
    struct session_arg arg = {.client = state(v)->id, .shape = shape};
    return view_push(v, &session_view, &arg, e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply search(struct view *v, struct err *e)
{
    char text[24];
    (void)snprintf(text, sizeof(text), "#%04d ", state(v)->client.client.number);
    return view_push(v, &search_view, text, e) ? REPLY_DONE : REPLY_FAILED;
}

/* Without marks the letter takes the latest episode by itself. */
static enum reply letter(struct view *v, struct err *e)
{
    struct client_state *s = state(v);
    struct letter_arg arg = {.client = s->id, .sessions = s->list.marks, .sessions_len = s->list.marks_len};
    return view_push(v, &letter_view, &arg, e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply move(struct view *v, long by, struct err *e)
{
    struct client_state *s = state(v);
    return s->profile || session_list_move(&s->list, v->app, by, e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply open_or_mark(struct view *v, enum command_id id, struct err *e)
{
    struct client_state *s = state(v);
    if (s->profile)
        return REPLY_DONE;
    bool ok = id == CMD_MARK ? session_list_mark(&s->list, e) : session_list_open(&s->list, v, e);
    return ok ? REPLY_DONE : REPLY_FAILED;
}

static enum reply client_command(struct view *v, enum command_id id, struct err *e)
{
    switch (id) {
    case CMD_UP:
        return move(v, -1, e);
    case CMD_DOWN:
        return move(v, 1, e);
    case CMD_PAGE_UP:
        return move(v, -10, e);
    case CMD_PAGE_DOWN:
        return move(v, 10, e);
    case CMD_ACCEPT:
    case CMD_MARK:
        return open_or_mark(v, id, e);
    case CMD_TAB_TIMELINE:
    case CMD_TAB_PROFILE:
        state(v)->profile = id == CMD_TAB_PROFILE;
        return REPLY_DONE;
    case CMD_REPEAT:
        return start(v, WORK_REPEAT, e);
    case CMD_SESSION_NEW:
        return start(v, WORK_EMPTY, e);
    case CMD_CLIENT_FIND:
        return view_replace(v, &client_pick_view, NULL, e) ? REPLY_DONE : REPLY_FAILED;
    case CMD_FIND:
        return search(v, e);
    case CMD_LETTER:
        return letter(v, e);
    case CMD_LEAVE:
    case CMD_BACK:
        view_close(v, 0, NULL);
        return REPLY_DONE;
    default:
        return REPLY_IGNORED;
    }
}

static void client_close(struct view *v)
{
    arena_release(&state(v)->client_memory);
    session_list_release(&state(v)->list);
}

const struct view_ops client_view = {
    .name = "client file",
    .where = IN_CLIENT,
    .state_size = sizeof(struct client_state),
    .open = client_view_open,
    .draw = client_draw,
    .command = client_command,
    .resume = client_resume,
    .close = client_close,
};
