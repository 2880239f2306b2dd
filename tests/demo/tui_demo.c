/*
 * Two toy views on the real terminal and loop, for the tests in tests/terminal: a list of the strings given as
 * arguments, and a line to type into. It can be told to crash, to hang and to suspend. Environment: DEMO_DRAFT names a
 * file that gets what is being typed when the program is told to end, DEMO_COLOR and DEMO_ASCII set the options of the
 * same names.
 */
#include "fascia/base/clock.h"
#include "fascia/base/secret.h"
#include "fascia/tui/line_edit.h"
#include "fascia/tui/loop.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct list {
    const char *const *rows;
    size_t len, cursor;
    const char *got;
    int ticks;
    int64_t next_tick;
};

struct edit {
    struct line_edit line;
};

extern const struct view_ops edit_view;

static bool list_open(struct view *v, const void *arg, struct err *e)
{
    struct list *l = v->state;
    (void)e;
    l->rows = arg;
    while (l->rows[l->len])
        l->len++;
    return true;
}

static void list_draw(const struct view *v, struct canvas *c)
{
    const struct list *l = v->state;
    canvas_printf(c, 0, 1, c->width - 1, LOOK_TITLE, "demo  %u keys", v->tui->keys);
    canvas_rule(c, 1, 0, c->width, "Rows \xE2\x94\x80 \xE2\x96\xB2 \xE2\x9C\x93");
    for (size_t i = 0; i < l->len && (int)i + 2 < c->height; i++) {
        canvas_text(c, (int)i + 2, 1, c->width - 1, LOOK_TEXT, l->rows[i]);
        if (i == l->cursor) {
            canvas_text(c, (int)i + 2, 0, 1, LOOK_TEXT, "\xE2\x96\xB6");
            canvas_look(c, (int)i + 2, 0, c->width, LOOK_CURSOR);
        }
    }
    if (l->got)
        canvas_printf(c, c->height - 1, 1, c->width - 1, LOOK_ALERT, "got: %s", l->got);
    if (l->ticks > 0)
        canvas_printf(c, c->height - 2, 1, c->width - 1, LOOK_BETTER, "ticks: %d", l->ticks);
}

/* Writes where nothing may be written; a null pointer would be caught by a sanitizer before the processor does. */
static void crash(void)
{
    int *page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *page = 1;
}

static enum reply list_key(struct view *v, const struct key *k, struct err *e)
{
    struct list *l = v->state;
    switch (k->code) {
    case 'X':
        crash();
        return REPLY_DONE;
    case 'A':
        abort();
    case 'H':
        for (volatile bool forever = true; forever;)
            continue;
        return REPLY_DONE;
    case 'Z':
        v->tui->suspend = true;
        return REPLY_DONE;
    case 'T':
        l->next_tick = clock_monotonic_ms() + 20;
        return REPLY_DONE;
    case 'E':
        return err_set(e, ERR_INVALID, "nothing is called 'E': type another letter") ? REPLY_DONE : REPLY_FAILED;
    default:
        return REPLY_IGNORED;
    }
}

static enum reply list_command(struct view *v, enum command_id id, struct err *e)
{
    struct list *l = v->state;
    switch ((int)id) {
    case CMD_UP:
        l->cursor -= l->cursor > 0;
        return REPLY_DONE;
    case CMD_DOWN:
        l->cursor += l->cursor + 1 < l->len;
        return REPLY_DONE;
    case CMD_ACCEPT:
        return view_push(v, &edit_view, l->rows[l->cursor], e) ? REPLY_DONE : REPLY_FAILED;
    default:
        return REPLY_IGNORED;
    }
}

static bool list_resume(struct view *v, const struct view_result *r, struct err *e)
{
    struct list *l = v->state;
    (void)e;
    if (r->value == 0)
        view_say(v, "left without a text");
    else
        l->got = arena_strdup(&v->arena, r->data);
    return true;
}

static int64_t list_deadline(const struct view *v)
{
    const struct list *l = v->state;
    return l->next_tick > 0 ? l->next_tick : -1;
}

static bool list_tick(struct view *v, struct err *e)
{
    struct list *l = v->state;
    (void)e;
    l->ticks++;
    l->next_tick = 0;
    return true;
}

static const struct view_ops list_view = {
    .name = "list",
    .where = IN_TODAY,
    .state_size = sizeof(struct list),
    .open = list_open,
    .draw = list_draw,
    .key = list_key,
    .command = list_command,
    .resume = list_resume,
    .deadline = list_deadline,
    .tick = list_tick,
};

static bool edit_open(struct view *v, const void *arg, struct err *e)
{
    struct edit *s = v->state;
    (void)arg;
    (void)e;
    line_edit_init(&s->line, &v->arena, 100, false);
    return true;
}

static void edit_draw(const struct view *v, struct canvas *c)
{
    const struct edit *s = v->state;
    canvas_text(c, 0, 1, c->width - 1, LOOK_TITLE, "type");
    line_edit_draw(&s->line, c, 2, 3, 30, LOOK_FOCUS, true);
    canvas_text(c, 3, 3, c->width - 3, LOOK_ERROR, s->line.notice);
}

static enum reply edit_key(struct view *v, const struct key *k, struct err *e)
{
    struct edit *s = v->state;
    (void)e;
    if (line_edit_key(&s->line, k))
        return REPLY_DONE;
    if (k->code == KEYC_ENTER)
        view_close(v, 1, line_edit_text(&s->line));
    else if (k->code == KEYC_ESC)
        view_close(v, 0, NULL);
    else
        return REPLY_IGNORED;
    return REPLY_DONE;
}

static const char *edit_hints(const struct view *v)
{
    (void)v;
    return "Enter:keep  Esc:back";
}

static bool edit_leave(struct view *v, struct err *e)
{
    const struct edit *s = v->state;
    const char *path = getenv("DEMO_DRAFT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file || fputs(line_edit_text(&s->line), file) < 0 || fclose(file) != 0)
        return err_set(e, ERR_IO, "cannot save the draft");
    return true;
}

static void edit_close(struct view *v)
{
    struct edit *s = v->state;
    line_edit_release(&s->line);
}

const struct view_ops edit_view = {
    .name = "edit",
    .where = IN_FORM,
    .state_size = sizeof(struct edit),
    .open = edit_open,
    .draw = edit_draw,
    .key = edit_key,
    .hints = edit_hints,
    .leave = edit_leave,
    .close = edit_close,
};

static enum command_id demo_find(const struct tui *t, unsigned where, const struct key *k)
{
    static const struct {
        uint32_t code;
        enum command_id id;
    } keys[] = {{KEYC_UP, CMD_UP}, {KEYC_DOWN, CMD_DOWN}, {KEYC_ENTER, CMD_ACCEPT}, {'q', CMD_QUIT}, {12, CMD_REDRAW}};
    (void)t;
    (void)where;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (keys[i].code == k->code)
            return keys[i].id;
    return CMD_NONE;
}

static const char *demo_hint(const struct tui *t, unsigned where, size_t i)
{
    static const char *const hints[] = {"?:help", "Enter:open", "q:quit", "^L:redraw"};
    (void)t;
    (void)where;
    return i < ARRAY_LEN(hints) ? hints[i] : NULL;
}

static enum reply demo_command(struct tui *t, enum command_id id, struct err *e)
{
    (void)e;
    if (id != CMD_QUIT)
        return REPLY_IGNORED;
    t->quit = true;
    return REPLY_DONE;
}

/* A real program locks here. */
static bool demo_stop(struct tui *t, struct err *e)
{
    struct list *l = t->stack[0]->state;
    l->got = "stopped";
    return !getenv("DEMO_STAYS") || err_set(e, ERR_REFUSED, "cannot stop now");
}

static const struct tui_ops demo_ops = {
    .find = demo_find, .hint = demo_hint, .command = demo_command, .stop = demo_stop};

int main(int argc, char **argv)
{
    struct err e = {0};
    struct term *term = NULL;
    struct tui tui;
    struct term_options options = {.color = getenv("DEMO_COLOR"), .ascii = getenv("DEMO_ASCII") != NULL};
    (void)argc;
    tui_init(&tui, &demo_ops, NULL);
    if (!secret_init(&e) || !loop_signals(&e) || !term_open(&term, &options, &e)) {
        fprintf(stderr, "demo: %s\n", e.text);
        return err_exit_status(e.code);
    }
    int signal = tui_push(&tui, &list_view, argv + 1, &e) ? loop_run(&tui, term) : 0;
    tui_release(&tui);
    term_close(term);
    loop_raise(signal);
    return 0;
}
