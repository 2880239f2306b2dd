/*
 * The stack of views and the way of a key through it.
 *
 * A view may open another or close itself while one of its own functions runs, so nothing is taken away before that
 * function has returned: closing only marks, and settle() does it. The two lines below every view are drawn here, so
 * that the hints come from the command table and the message is always at the same place.
 */
#include "fascia/tui/tui.h"

#include "fascia/app/keymap.h"
#include "fascia/base/clock.h"
#include "fascia/base/utf8.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void tui_init(struct tui *t, const struct tui_ops *ops, struct app *app)
{
    *t = (struct tui){.ops = ops, .app = app, .dirty = true, .last_key = clock_monotonic_ms()};
}

void tui_say(struct tui *t, enum look look, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(t->message, sizeof t->message, format, args);
    va_end(args);
    t->message_look = look;
    t->dirty = true;
}

void view_say(struct view *v, const char *format, ...)
{
    char text[sizeof v->tui->message];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    tui_say(v->tui, LOOK_MESSAGE, "%s", text);
}

static void say_error(struct tui *t, const struct err *e)
{
    tui_say(t, LOOK_ERROR, "%s", e->text);
}

static void release(struct view *v)
{
    if (v->ops->close)
        v->ops->close(v);
    arena_release(&v->arena);
    *v = (struct view){0};
}

static struct view *free_slot(struct tui *t)
{
    for (size_t i = 0; i < TUI_DEPTH_MAX; i++)
        if (!t->slots[i].ops)
            return &t->slots[i];
    return NULL;
}

/* Opens a view at place `at` of the stack; those above move up. */
static bool insert(struct tui *t, size_t at, const struct view_ops *ops, const void *arg, struct err *e)
{
    struct view *v = free_slot(t);
    if (!v)
        return err_set(e, ERR_REFUSED, "too many screens are open: go back with Esc first");
    *v = (struct view){.ops = ops, .tui = t, .app = t->app};
    v->state = arena_alloc(&v->arena, ops->state_size);
    if (ops->open && !ops->open(v, arg, e)) {
        arena_release(&v->arena);
        *v = (struct view){0};
        return false;
    }
    for (size_t i = t->depth++; i > at; i--)
        t->stack[i] = t->stack[i - 1];
    t->stack[at] = v;
    t->dirty = true;
    return true;
}

static size_t place_of(const struct view *v)
{
    const struct tui *t = v->tui;
    for (size_t i = 0; i < t->depth; i++)
        if (t->stack[i] == v)
            return i;
    BUG("view '%s' is not open", v->ops ? v->ops->name : "?");
}

bool tui_push(struct tui *t, const struct view_ops *ops, const void *arg, struct err *e)
{
    return insert(t, t->depth, ops, arg, e);
}

bool view_push(struct view *v, const struct view_ops *ops, const void *arg, struct err *e)
{
    return insert(v->tui, place_of(v) + 1, ops, arg, e);
}

bool view_replace(struct view *v, const struct view_ops *ops, const void *arg, struct err *e)
{
    if (!insert(v->tui, place_of(v) + 1, ops, arg, e))
        return false;
    v->phase = VIEW_REPLACED;
    return true;
}

void view_close(struct view *v, int value, const void *data)
{
    v->result = (struct view_result){.from = v->ops, .value = value, .data = data};
    v->phase = VIEW_CLOSING;
}

struct view *tui_top(const struct tui *t)
{
    for (size_t i = t->depth; i-- > 0;)
        if (t->stack[i]->phase == VIEW_OPEN)
            return t->stack[i];
    return NULL;
}

static struct view *take_closed(struct tui *t, size_t *at)
{
    for (size_t i = t->depth; i-- > 0;) {
        struct view *v = t->stack[i];
        if (v->phase == VIEW_OPEN)
            continue;
        t->depth--;
        for (size_t k = i; k < t->depth; k++)
            t->stack[k] = t->stack[k + 1];
        *at = i;
        return v;
    }
    return NULL;
}

/* Takes away what was closed, top first, and tells the view below: not while the door is locked, because then there is
 * nothing to read anew; that is told when the door opens. */
static void settle(struct tui *t)
{
    size_t at;
    for (struct view *v; (v = take_closed(t, &at));) {
        struct view *below = at > 0 ? t->stack[at - 1] : NULL;
        bool locked = t->app && !t->app->store;
        bool tells = v->phase == VIEW_CLOSING && below && below->ops->resume && !locked;
        struct err e = {0};
        if (tells && !below->ops->resume(below, &v->result, &e))
            say_error(t, &e);
        release(v);
        t->dirty = true;
    }
}

void tui_release(struct tui *t)
{
    while (t->depth > 0)
        release(t->stack[--t->depth]);
}

static void answer(struct tui *t, enum reply reply, const struct err *e)
{
    if (reply == REPLY_FAILED)
        say_error(t, e);
    t->dirty = true;
    if (--t->running == 0)
        settle(t);
}

static enum reply run(struct tui *t, enum command_id id, struct err *e)
{
    struct view *v = tui_top(t);
    const struct command *command = command_get(id);
    if (t->app && t->app->store && !app_may(t->app, command->roles, command->name, e))
        return REPLY_FAILED;
    enum reply reply = v && v->ops->command ? v->ops->command(v, id, e) : REPLY_IGNORED;
    if (reply == REPLY_IGNORED && id == CMD_REDRAW) {
        t->redraw = true;
        return REPLY_DONE;
    }
    if (reply == REPLY_IGNORED && t->ops->command)
        reply = t->ops->command(t, id, e);
    return reply;
}

/* Forms, pickers and lines take their keys themselves: a command that they know by its key only is given as that key,
 * never as one that would type a character. */
static enum reply as_key(struct tui *t, enum command_id id, struct err *e)
{
    struct view *v = tui_top(t);
    struct key k = {0};
    char name[16];
    keymap_key_in(name, id, IN_TYPING);
    if (!v || !v->ops->key || strlen(name) < 2 || !key_parse(&k.code, name, e))
        return REPLY_IGNORED;
    return v->ops->key(v, &k, e);
}

void tui_command(struct tui *t, enum command_id id)
{
    struct err e = {0};
    t->running++;
    enum reply reply = run(t, id, &e);
    if (reply == REPLY_IGNORED)
        reply = as_key(t, id, &e);
    if (reply == REPLY_IGNORED)
        tui_say(t, LOOK_MESSAGE, "that does nothing here");
    answer(t, reply, &e);
}

static enum reply dispatch(struct tui *t, const struct key *k, struct err *e)
{
    struct view *v = tui_top(t);
    enum reply reply = v && v->ops->key ? v->ops->key(v, k, e) : REPLY_IGNORED;
    if (reply != REPLY_IGNORED || !v)
        return reply;
    enum command_id id = t->ops->find(t, v->ops->where, k);
    return id == CMD_NONE ? REPLY_IGNORED : run(t, id, e);
}

static void say_unknown(struct tui *t, const struct key *k)
{
    char name[16];
    key_format(name, k->code);
    if (k->code == KEYC_PASTE)
        tui_say(t, LOOK_MESSAGE, "nothing here takes a paste");
    else if (name[0] != '\0')
        tui_say(t, LOOK_MESSAGE, "%s does nothing here", name);
}

static bool too_small(const struct tui *t)
{
    return t->width > 0 && (t->width < TUI_COLUMNS_MIN || t->height < TUI_ROWS_MIN);
}

void tui_key(struct tui *t, const struct key *k)
{
    struct err e = {0};
    t->running++;
    bool pressed = k->code != KEYC_FOCUS_IN && k->code != KEYC_FOCUS_OUT;
    if (pressed) {
        t->last_key = clock_monotonic_ms();
        t->keys++;
        t->message[0] = '\0';
    }
    enum reply reply = t->ops->before ? t->ops->before(t, k, &e) : REPLY_IGNORED;
    if (reply == REPLY_IGNORED && !too_small(t))
        reply = dispatch(t, k, &e);
    if (reply == REPLY_IGNORED && pressed && !too_small(t))
        say_unknown(t, k);
    answer(t, reply, &e);
}

static int64_t earlier(int64_t a, int64_t b)
{
    if (a < 0 || b < 0)
        return a < 0 ? b : a;
    return a < b ? a : b;
}

static int64_t view_deadline(const struct view *v)
{
    return v->ops->deadline ? v->ops->deadline(v) : -1;
}

int64_t tui_deadline(const struct tui *t)
{
    int64_t first = t->ops->deadline ? t->ops->deadline(t) : -1;
    for (size_t i = 0; i < t->depth; i++)
        first = earlier(first, view_deadline(t->stack[i]));
    return first;
}

static bool due(int64_t deadline)
{
    return deadline >= 0 && deadline <= clock_monotonic_ms();
}

void tui_tick(struct tui *t)
{
    struct err e = {0};
    t->running++;
    for (size_t i = 0; i < t->depth; i++) {
        struct view *v = t->stack[i];
        if (due(view_deadline(v)) && v->ops->tick && !v->ops->tick(v, &e))
            say_error(t, &e);
    }
    if (t->ops->deadline && due(t->ops->deadline(t)) && t->ops->tick && !t->ops->tick(t, &e))
        say_error(t, &e);
    answer(t, REPLY_DONE, &e);
}

void tui_leave(struct tui *t)
{
    struct err e = {0};
    for (size_t i = t->depth; i-- > 0;)
        if (t->stack[i]->ops->leave && !t->stack[i]->ops->leave(t->stack[i], &e))
            say_error(t, &e);
}

/* "Enter:open" at x, its key brighter than its label; the columns it took, 0 if it does not fit before `end`. */
static int draw_hint(struct canvas *c, int x, int end, const char *hint, size_t len)
{
    struct arena scratch = {0};
    const char *text = arena_strndup(&scratch, hint, len);
    const char *colon = len > 1 ? strchr(text + 1, ':') : NULL; /* the key itself may be ':' */
    int used = 0;
    if (x + text_width(text) <= end)
        used = canvas_text(c, c->height - 1, x, INT_MAX, LOOK_HINT, text);
    if (used > 0 && colon)
        canvas_look(c, c->height - 1, x, (int)(colon - text), LOOK_KEY);
    arena_release(&scratch);
    return used;
}

static void draw_given_hints(struct canvas *c, const char *hints)
{
    int x = 1;
    while (hints[0] != '\0') {
        const char *gap = strstr(hints, "  ");
        size_t len = gap ? (size_t)(gap - hints) : strlen(hints);
        int used = draw_hint(c, x, c->width, hints, len);
        if (used == 0)
            return;
        x += used + 2;
        hints += len + strspn(hints + len, " ");
    }
}

static void draw_hints(const struct tui *t, struct canvas *c, const struct view *v)
{
    const char *given = v->ops->hints ? v->ops->hints(v) : NULL;
    if (given) {
        draw_given_hints(c, given);
        return;
    }
    int x = 1;
    const char *hint;
    for (size_t i = 0; t->ops->hint && (hint = t->ops->hint(t, v->ops->where, i)); i++) {
        int used = draw_hint(c, x, c->width, hint, strlen(hint));
        if (used == 0)
            return;
        x += used + 2;
    }
}

static void draw_too_small(struct canvas *c)
{
    canvas_printf(c, c->height / 2, 0, c->width, LOOK_TEXT, "%dx%d needed, have %dx%d", TUI_COLUMNS_MIN, TUI_ROWS_MIN,
                  c->width, c->height);
    canvas_text(c, c->height / 2 + 1, 0, c->width, LOOK_DIM, "make the window larger; nothing is lost");
}

void tui_draw(struct tui *t, struct canvas *c)
{
    struct view *v = tui_top(t);
    t->width = c->width;
    t->height = c->height;
    canvas_clear(c);
    if (too_small(t)) {
        draw_too_small(c);
        return;
    }
    if ((t->ops->cover && t->ops->cover(t, c)) || !v)
        return;
    struct canvas above = *c; /* the same cells, without the last two rows */
    above.height -= 2;
    v->ops->draw(v, &above);
    c->cursor = above.cursor;
    c->cursor_y = above.cursor_y;
    c->cursor_x = above.cursor_x;
    canvas_text(c, c->height - 2, 1, c->width - 1, t->message_look, t->message);
    draw_hints(t, c, v);
}
