/*
 * What surrounds the views: the keymap, the commands that work everywhere (help, lock, privacy, redraw, quit), and the
 * idle lock. Locking pushes the unlock screen over whatever is open, with the keys wiped and the store closed, so that
 * the form is still there afterwards and nothing of it is on the screen meanwhile.
 */
#include "fascia/tui/shell.h"

#include "shell_internal.h"

#include "fascia/tui/loop.h"
#include "fascia/tui/views.h"

#include <string.h>

enum { IDLE_LOCK_MS = 5 * 60 * 1000 };

static struct shell *own(const struct tui *t)
{
    return t->own;
}

static enum command_id shell_find(const struct tui *t, unsigned where, const struct key *k)
{
    return keymap_find(&own(t)->keymap, where, k->code);
}

static const char *shell_hint(const struct tui *t, unsigned where, size_t i)
{
    (void)t;
    return keymap_hint(where, i);
}

static bool can_lock(const struct tui *t)
{
    const struct view *top = tui_top(t);
    return t->app->store && top && top->ops != &unlock_view && top->ops != &first_run_view;
}

static bool lock(struct tui *t, struct err *e)
{
    static const bool from_lock = true;
    if (!can_lock(t))
        return true;
    tui_leave(t); /* every draft is on disk before the keys go */
    app_lock(t->app);
    return tui_push(t, &unlock_view, &from_lock, e);
}

static unsigned where_of(const struct tui *t)
{
    const struct view *top = tui_top(t);
    return top && top->ops->where ? top->ops->where : IN_ALL;
}

static enum reply shell_command(struct tui *t, enum command_id id, struct err *e)
{
    unsigned where = where_of(t);
    switch (id) {
    case CMD_HELP:
    case CMD_PALETTE:
        return tui_push(t, &help_view, &where, e) ? REPLY_DONE : REPLY_FAILED;
    case CMD_REDRAW:
        t->redraw = true;
        return REPLY_DONE;
    case CMD_BLANK:
        own(t)->blank = true;
        return REPLY_DONE;
    case CMD_LOCK:
        return lock(t, e) ? REPLY_DONE : REPLY_FAILED;
    case CMD_QUIT:
        t->quit = true;
        return REPLY_DONE;
    default:
        return REPLY_IGNORED;
    }
}

static enum reply shell_before(struct tui *t, const struct key *k, struct err *e)
{
    (void)e;
    if (!own(t)->blank || k->code == KEYC_FOCUS_IN || k->code == KEYC_FOCUS_OUT)
        return REPLY_IGNORED;
    own(t)->blank = false;
    t->redraw = true;
    return REPLY_DONE;
}

static int64_t shell_deadline(const struct tui *t)
{
    return own(t)->no_lock || !can_lock(t) ? -1 : t->last_key + IDLE_LOCK_MS;
}

static bool shell_tick(struct tui *t, struct err *e)
{
    if (clock_monotonic_ms() - t->last_key < IDLE_LOCK_MS)
        return true;
    own(t)->blank = false;
    return lock(t, e);
}

static bool shell_cover(const struct tui *t, struct canvas *c)
{
    if (!own(t)->blank)
        return false;
    canvas_clear(c);
    canvas_text(c, c->height - 1, 1, c->width - 1, LOOK_HINT, "?:any key shows the screen again");
    return true;
}

const struct tui_ops shell_ops = {
    .find = shell_find,
    .hint = shell_hint,
    .command = shell_command,
    .before = shell_before,
    .deadline = shell_deadline,
    .tick = shell_tick,
    .stop = lock,
    .cover = shell_cover,
};

static const struct view_ops *first_view(const struct app *a)
{
    if (a->store)
        return &today_view;
    return a->folder ? &unlock_view : &first_run_view;
}

static bool run_on(struct term *term, int *signal, struct app *a, const struct options *o, struct err *e)
{
    struct shell shell = {.no_lock = o->no_lock};
    struct tui tui;
    keymap_init(&shell.keymap);
    tui_init(&tui, &shell_ops, a);
    tui.own = &shell;
    bool ok = tui_push(&tui, first_view(a), NULL, e);
    if (ok)
        *signal = loop_run(&tui, term);
    tui_release(&tui);
    keymap_release(&shell.keymap);
    return ok;
}

bool shell_run(int *signal, struct app *a, const struct options *o, struct err *e)
{
    static const char *const colours[] = {
        [COLOR_AUTO] = "auto", [COLOR_NEVER] = "never", [COLOR_16] = "16", [COLOR_256] = "256", [COLOR_TRUE] = "true"};
    struct term_options wanted = {.color = colours[o->color], .ascii = o->ascii};
    struct term *term;
    if (!loop_signals(e) || !term_open(&term, &wanted, e))
        return false;
    bool ok = run_on(term, signal, a, o, e);
    term_close(term);
    return ok;
}
