/*
 * What can be done here: the commands of the view below, then those that work everywhere, narrowed by typing. Enter
 * runs the highlighted one, so nobody has to know a key; the keys stand beside so that one learns them.
 */
#include "fascia/app/keymap.h"
#include "fascia/base/utf8.h"
#include "fascia/tui/line_edit.h"
#include "fascia/tui/tui.h"
#include "fascia/tui/views.h"

#include <string.h>

enum { LIST_TOP = 4, SYNTAX_ROWS = 8, PLACES_EVERYWHERE = 10, COLUMN_TEXT = 10 };

struct help_row {
    enum command_id id;
    char key[16];
    bool everywhere;
    const char *folded; /* all that the filter looks at */
};

struct help_state {
    unsigned where;
    const char *below; /* name of the view that was asked about */
    struct line_edit filter;
    struct help_row *rows;
    size_t len;
    const struct help_row **shown;
    size_t shown_len, cursor;
};

static struct help_state *state(const struct view *v)
{
    return v->state;
}

static bool works_everywhere(unsigned where)
{
    int places = 0;
    for (unsigned bit = 1; bit & IN_ALL; bit <<= 1)
        places += (where & bit) != 0;
    return places >= PLACES_EVERYWHERE;
}

static void add_rows(struct view *v, bool everywhere)
{
    struct help_state *s = state(v);
    for (int i = CMD_NONE + 1; i < COMMANDS; i++) {
        const struct command *c = command_get((enum command_id)i);
        bool is_this = i == CMD_HELP || i == CMD_PALETTE;
        if (!(c->where & s->where) || works_everywhere(c->where) != everywhere || is_this)
            continue;
        struct help_row *row = arena_push(&v->arena, &s->rows, &s->len, sizeof(*row));
        row->id = (enum command_id)i;
        row->everywhere = everywhere;
        keymap_key_in(row->key, row->id, s->where);
        row->folded = text_fold(&v->arena, arena_printf(&v->arena, "%s %s %s", row->key, c->name, c->help));
    }
}

/* Does every word of the filter stand somewhere in the row? */
static bool matches(const struct help_row *row, const char *folded, struct arena *a)
{
    while (*folded) {
        size_t n = strcspn(folded, " ");
        if (n > 0 && !strstr(row->folded, arena_strndup(a, folded, n)))
            return false;
        folded += n + strspn(folded + n, " ");
    }
    return true;
}

static void narrow(struct help_state *s)
{
    struct arena scratch = {0};
    const char *folded = text_fold(&scratch, line_edit_text(&s->filter));
    s->shown_len = 0;
    s->cursor = 0;
    for (size_t i = 0; i < s->len; i++)
        if (matches(&s->rows[i], folded, &scratch))
            s->shown[s->shown_len++] = &s->rows[i];
    arena_release(&scratch);
}

static bool help_open(struct view *v, const void *arg, struct err *e)
{
    struct help_state *s = state(v);
    const struct view *below = tui_top(v->tui);
    (void)e;
    s->where = *(const unsigned *)arg;
    s->below = below ? below->ops->name : "";
    line_edit_init(&s->filter, &v->arena, 80, false);
    add_rows(v, false);
    add_rows(v, true);
    s->shown = arena_array(&v->arena, s->len, sizeof(const struct help_row *));
    narrow(s);
    return true;
}

static void draw_syntax(struct canvas *c, int y)
{
    static const struct {
        const char *shape, *example;
    } lines[] = {{"side structure type dose", "l gastroc wb 3x"},
                 {"side test value[>post]", "r slr 65>80"},
                 {"side structure quality 0-3", "l calf tight 2"},
                 {"row>value   -row", "2>80   -3"},
                 {"home text   next when [hour]", "home drops 2x15   next 29nov 10"},
                 {": free text", ": felt looser on stairs"}};
    canvas_rule(c, y, 0, c->width, "What a line may say (several with ; between)");
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        canvas_text(c, y + 1 + (int)i, COLUMN_TEXT, 28, LOOK_LABEL, lines[i].shape);
        canvas_text(c, y + 1 + (int)i, COLUMN_TEXT + 30, c->width - COLUMN_TEXT - 31, LOOK_TEXT, lines[i].example);
    }
}

static void draw_row(struct canvas *c, int y, const struct help_row *row, bool cursor)
{
    if (cursor)
        canvas_fill(c, y, 0, 1, c->width, LOOK_CURSOR);
    canvas_text(c, y, 0, 1, cursor ? LOOK_CURSOR : LOOK_TEXT, cursor ? "▶" : " ");
    canvas_text(c, y, 1, COLUMN_TEXT - 2, cursor ? LOOK_CURSOR : LOOK_KEY, row->key);
    canvas_text(c, y, COLUMN_TEXT, c->width - COLUMN_TEXT - 1, cursor ? LOOK_CURSOR : LOOK_TEXT,
                command_get(row->id)->help);
}

/* The two groups with a rule before the second; returns the row after the last. */
static int draw_list(const struct help_state *s, struct canvas *c, int bottom)
{
    int room = bottom - LIST_TOP - 1; /* the rule takes one */
    size_t top = room > 0 && s->cursor >= (size_t)room ? s->cursor + 1 - (size_t)room : 0;
    int y = LIST_TOP;
    size_t i = top;
    for (; i < s->shown_len && y < bottom; i++) {
        bool second = s->shown[i]->everywhere && (i == 0 || !s->shown[i - 1]->everywhere);
        if (second && y > LIST_TOP)
            canvas_rule(c, y++, 0, c->width, "Everywhere");
        if (y < bottom)
            draw_row(c, y++, s->shown[i], i == s->cursor);
    }
    if (i < s->shown_len)
        canvas_text_right(c, y - 1, c->width, 10, LOOK_DIM, " ▼ more");
    if (s->shown_len == 0)
        canvas_text(c, y++, 1, c->width - 2, LOOK_DIM, "no command has these words: Backspace widens the list");
    return y;
}

static void help_draw(const struct view *v, struct canvas *c)
{
    const struct help_state *s = state(v);
    int after = s->where & IN_SESSION && c->height >= LIST_TOP + SYNTAX_ROWS + 8 ? SYNTAX_ROWS : 0;
    canvas_printf(c, 0, 1, c->width / 2, LOOK_TITLE, "%s › Help", s->below);
    canvas_text_right(c, 0, c->width, c->width / 2, LOOK_DIM, "type to filter");
    canvas_text(c, 1, 1, 1, LOOK_LABEL, "›");
    int y = draw_list(s, c, c->height - after);
    if (after)
        draw_syntax(c, y + 1);
    canvas_rule(c, 3, 0, c->width, s->shown_len && s->shown[0]->everywhere ? "Everywhere" : "Here");
    line_edit_draw(&s->filter, c, 1, 3, c->width - 4, LOOK_TEXT, true);
}

static enum reply run(struct view *v)
{
    struct help_state *s = state(v);
    if (s->cursor >= s->shown_len)
        return REPLY_DONE;
    enum command_id id = s->shown[s->cursor]->id;
    struct tui *t = v->tui;
    view_close(v, 0, NULL);
    tui_command(t, id);
    return REPLY_DONE;
}

static void move(struct help_state *s, long by)
{
    long at = (long)s->cursor + by;
    if (s->shown_len == 0)
        return;
    at = at < 0 ? 0 : at;
    s->cursor = at >= (long)s->shown_len ? s->shown_len - 1 : (size_t)at;
}

static enum reply help_key(struct view *v, const struct key *k, struct err *e)
{
    (void)e;
    if (k->code == KEYC_ENTER)
        return run(v);
    if (k->code == '?' || !line_edit_key(&state(v)->filter, k))
        return REPLY_IGNORED;
    narrow(state(v));
    return REPLY_DONE;
}

static enum reply help_command(struct view *v, enum command_id id, struct err *e)
{
    (void)e;
    switch (id) {
    case CMD_UP:
    case CMD_DOWN:
        move(state(v), id == CMD_DOWN ? 1 : -1);
        return REPLY_DONE;
    case CMD_PAGE_UP:
    case CMD_PAGE_DOWN:
        move(state(v), id == CMD_PAGE_DOWN ? 10 : -10);
        return REPLY_DONE;
    case CMD_HELP:
    case CMD_PALETTE:
    case CMD_BACK:
        view_close(v, 0, NULL);
        return REPLY_DONE;
    default:
        return REPLY_IGNORED;
    }
}

static const char *help_hints(const struct view *v)
{
    (void)v;
    return "?:close  type:filter  Up Down:choose  Enter:run it  Esc:back";
}

static void help_close(struct view *v)
{
    line_edit_release(&state(v)->filter);
}

const struct view_ops help_view = {
    .name = "help",
    .where = IN_HELP,
    .state_size = sizeof(struct help_state),
    .open = help_open,
    .draw = help_draw,
    .key = help_key,
    .command = help_command,
    .hints = help_hints,
    .close = help_close,
};
