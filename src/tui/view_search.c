/*
 * Search over all sessions, in the words of fast entry. The hits follow the typing. Enter goes down to the hits, where
 * letters are keys; `/` comes back to the line. What a word was understood as stands under the line, never guessed
 * silently.
 */
#include "session_list.h"

#include "fascia/app/day.h"
#include "fascia/model/words.h"
#include "fascia/tui/line_edit.h"
#include "fascia/tui/tui.h"

#include <string.h>

enum { LIST_TOP = 4, LINE_LIMIT = 400 };

struct search_state {
    struct line_edit line;
    bool in_hits; /* the hits have the keys, not the line */
    struct arena query_memory;
    struct query query;
    char problem[160]; /* why there are no hits for this line; "" */
    struct session_list list;
};

static struct search_state *state(const struct view *v)
{
    return v->state;
}

/* Words that do not make a search are told beside the line; only what the store cannot do is a failure. */
static bool is_about_the_line(const struct err *e)
{
    return e->code == ERR_INVALID || e->code == ERR_NOT_FOUND || e->code == ERR_RANGE || e->code == ERR_AMBIGUOUS;
}

static bool look_up(struct view *v, struct err *e)
{
    struct search_state *s = state(v);
    struct session_filter filter = {0};
    struct err refused = {0};
    arena_release(&s->query_memory);
    s->query = (struct query){0};
    s->problem[0] = '\0';
    s->list.filter = (struct session_filter){0};
    if (find_filter(&s->query, &filter, v->app, line_edit_text(&s->line), &s->query_memory, &refused)) {
        s->list.filter = filter;
        s->list.cursor = 0;
        return session_list_load(&s->list, v->app, e);
    }
    if (!is_about_the_line(&refused)) {
        *e = refused;
        return false;
    }
    (void)snprintf(s->problem, sizeof(s->problem), "%.*s", (int)sizeof(s->problem) - 1, refused.text);
    arena_release(&s->list.memory);
    s->list.rows = NULL;
    s->list.len = s->list.cursor = 0;
    s->list.whole = true;
    return true;
}

static bool search_open(struct view *v, const void *arg, struct err *e)
{
    struct search_state *s = state(v);
    line_edit_init(&s->line, &v->arena, LINE_LIMIT, false);
    if (arg)
        line_edit_set(&s->line, arg);
    if (look_up(v, e))
        return true;
    line_edit_release(&s->line);
    arena_release(&s->query_memory);
    return false;
}

static bool search_resume(struct view *v, const struct view_result *r, struct err *e)
{
    (void)r;
    return session_list_load(&state(v)->list, v->app, e);
}

static void draw_chips(const struct search_state *s, struct canvas *c, int y)
{
    int x = 3;
    if (s->problem[0]) {
        canvas_printf(c, y, x, c->width - x, LOOK_ERROR, "! %s", s->problem);
        return;
    }
    if (line_edit_empty(&s->line))
        canvas_text(c, y, x, c->width - x - 1, LOOK_DIM,
                    "side, muscle, region, type, test, month, @therapist, #number, name");
    for (size_t i = 0; i < s->query.chips_len && x < c->width - 4; i++) {
        const struct chip *chip = &s->query.chips[i];
        enum look look = chip->state == CHIP_SURE ? LOOK_CHIP : LOOK_CHIP_GUESS;
        x += canvas_printf(c, y, x, c->width - x, look, "[%s]", chip->label) + 1;
    }
}

static const char *summary_of(const struct view *v, const struct session *session, struct arena *a)
{
    struct buf text = {0};
    buf_puts(&text, session_summary(v->app->catalogue, session, a));
    for (size_t i = 0; i < session->findings_len && i < 3; i++)
        buf_printf(&text, "%s%s", text.len ? "   " : "", finding_short(v->app->catalogue, &session->findings[i], a));
    const char *line = arena_strdup(a, buf_text(&text));
    buf_release(&text);
    return line;
}

static void draw_hit(const struct view *v, struct canvas *c, int y, size_t i, struct arena *a)
{
    const struct search_state *s = state(v);
    const struct session_row *row = &s->list.rows[i];
    bool cursor = s->in_hits && i == s->list.cursor;
    enum look look = cursor ? LOOK_CURSOR : LOOK_TEXT;
    int text = c->width >= 80 ? 41 : 34;
    char day[16] = "";
    if (row->session.started.ms)
        date_format_short(day, instant_date(row->session.started));
    if (cursor) {
        canvas_fill(c, y, 0, 1, c->width, LOOK_CURSOR);
        canvas_cursor(c, y, 0);
    }
    canvas_text(c, y, 0, 1, look, cursor ? "▶" : " ");
    canvas_text(c, y, 1, 11, look, day);
    if (session_list_marked(&s->list, row->session.id))
        canvas_text(c, y, 12, 1, cursor ? look : LOOK_ALERT, "*");
    canvas_text(c, y, 13, text - 20, look, row->client_name);
    canvas_printf(c, y, text - 6, 5, look, "#%04d", row->client_number);
    canvas_printf(c, y, text, c->width - text - 1, look, "%s%s",
                  row->session.status == SESSION_SIGNED ? "" : "draft: ", summary_of(v, &row->session, a));
}

static void draw_head(const struct view *v, struct canvas *c, struct arena *a)
{
    const struct search_state *s = state(v);
    const char *marks = s->list.marks_len ? arena_printf(a, "%zu marked · ", s->list.marks_len) : "";
    canvas_text(c, 0, 1, c->width / 2, LOOK_TITLE, "Search  all clients");
    canvas_text_right(c, 0, c->width, c->width / 2, LOOK_DIM,
                      arena_printf(a, "%s%zu%s %s", marks, s->list.len, s->list.whole ? "" : " or more",
                                   s->list.len == 1 && s->list.whole ? "hit" : "hits"));
    canvas_text(c, 1, 1, 1, LOOK_LABEL, "/");
}

static void search_draw(const struct view *v, struct canvas *c)
{
    const struct search_state *s = state(v);
    struct arena scratch = {0};
    int room = c->height - LIST_TOP;
    size_t top = s->in_hits && s->list.cursor >= (size_t)room ? s->list.cursor + 1 - (size_t)room : 0;
    draw_head(v, c, &scratch);
    draw_chips(s, c, 2);
    canvas_rule(c, 3, 0, c->width, "");
    for (int i = 0; i < room && top + (size_t)i < s->list.len; i++)
        draw_hit(v, c, LIST_TOP + i, top + (size_t)i, &scratch);
    if (s->list.len == 0 && !s->problem[0])
        canvas_text(c, LIST_TOP + 1, 1, c->width - 2, LOOK_DIM, "No session has all of these.");
    line_edit_draw(&s->line, c, 1, 3, c->width - 4, LOOK_TEXT, !s->in_hits);
    arena_release(&scratch);
}

static enum reply to_hits(struct view *v)
{
    struct search_state *s = state(v);
    if (s->list.len)
        s->in_hits = true;
    else
        view_say(v, "nothing is found: change the line");
    return REPLY_DONE;
}

static enum reply search_key(struct view *v, const struct key *k, struct err *e)
{
    struct search_state *s = state(v);
    if (s->in_hits)
        return REPLY_IGNORED;
    if (k->code == KEYC_ENTER || k->code == KEYC_DOWN || k->code == KEYC_TAB)
        return to_hits(v);
    if (k->code == '?' && line_edit_empty(&s->line))
        return REPLY_IGNORED; /* nothing is typed: the key is a command */
    struct arena before = {0};
    const char *was = arena_strdup(&before, line_edit_text(&s->line));
    bool taken = line_edit_key(&s->line, k);
    bool changed = strcmp(was, line_edit_text(&s->line)) != 0;
    arena_release(&before);
    if (!taken)
        return key_is_text(k) ? REPLY_DONE : REPLY_IGNORED;
    return !changed || look_up(v, e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply move(struct view *v, long by, struct err *e)
{
    struct search_state *s = state(v);
    s->in_hits = s->list.len > 0 && (by > 0 || s->list.cursor > 0); /* above the first hit is the line */
    return session_list_move(&s->list, v->app, by, e) ? REPLY_DONE : REPLY_FAILED;
}

/* The search that somebody was found by is recorded when a hit is opened, not at every letter. */
static bool found(struct view *v, struct err *e)
{
    const char *line = line_edit_text(&state(v)->line);
    return !line[0] || !session_list_current(&state(v)->list) || find_record(v->app, line, e);
}

static enum reply letter(struct view *v, struct err *e)
{
    struct arena scratch = {0};
    struct letter_arg arg;
    bool ok = session_list_letter(&arg, &state(v)->list, &scratch, e) && view_push(v, &letter_view, &arg, e);
    arena_release(&scratch);
    return ok ? REPLY_DONE : REPLY_FAILED;
}

static enum reply client_file(struct view *v, struct err *e)
{
    const struct session_row *row = session_list_current(&state(v)->list);
    return !row || view_push(v, &client_view, &row->session.client, e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply back(struct view *v)
{
    if (state(v)->in_hits)
        state(v)->in_hits = false;
    else
        view_close(v, 0, NULL);
    return REPLY_DONE;
}

static enum reply search_command(struct view *v, enum command_id id, struct err *e)
{
    struct search_state *s = state(v);
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
        return found(v, e) && session_list_open(&s->list, v, e) ? REPLY_DONE : REPLY_FAILED;
    case CMD_MARK:
        return session_list_mark(&s->list, e) ? REPLY_DONE : REPLY_FAILED;
    case CMD_LETTER:
        return found(v, e) ? letter(v, e) : REPLY_FAILED;
    case CMD_CLIENT_FILE:
        return found(v, e) ? client_file(v, e) : REPLY_FAILED;
    case CMD_FIND:
        s->in_hits = false;
        return REPLY_DONE;
    case CMD_LEAVE:
    case CMD_BACK:
        return back(v);
    default:
        return REPLY_IGNORED;
    }
}

static const char *search_hints(const struct view *v)
{
    const struct search_state *s = state(v);
    if (s->in_hits)
        return "?:help  Enter:open  m:mark  L:letter  c:client file  /:the line  Esc:back";
    return line_edit_empty(&s->line) ? "?:help  type:search  Enter:to the hits  Esc:back"
                                     : "F1:help  Enter:to the hits  Esc:back";
}

static void search_close(struct view *v)
{
    struct search_state *s = state(v);
    line_edit_release(&s->line);
    arena_release(&s->query_memory);
    session_list_release(&s->list);
}

const struct view_ops search_view = {
    .name = "search",
    .where = IN_SEARCH,
    .state_size = sizeof(struct search_state),
    .open = search_open,
    .draw = search_draw,
    .key = search_key,
    .command = search_command,
    .resume = search_resume,
    .hints = search_hints,
    .close = search_close,
};
