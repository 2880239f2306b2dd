/**
 * The program on a screen, without the screen: the stack of views, the message and hint lines, where keys go.
 *
 * It takes keys and gives a canvas, so tests and fuzzers drive it directly; loop.h ties it to a terminal and to time.
 */
#ifndef FASCIA_TUI_TUI_H
#define FASCIA_TUI_TUI_H

#include "fascia/tui/view.h"

enum {
    TUI_DEPTH_MAX = 16,
    TUI_COLUMNS_MIN = 60, /* below, a page says so and keys go nowhere; every state is kept */
    TUI_ROWS_MIN = 18,
};

struct loop;

/** What the views do not know: the keymap, and the commands that work everywhere. */
struct tui_ops {
    /** The command of a key in `where`; CMD_NONE if none. */
    enum command_id (*find)(const struct tui *t, unsigned where, const struct key *k);
    /** The i-th hint of `where` by priority, "Enter:open", `?` first; NULL after the last. */
    const char *(*hint)(const struct tui *t, unsigned where, size_t i);
    /** A command that no view took. */
    enum reply (*command)(struct tui *t, enum command_id id, struct err *e);
    /** Sees every key first, before the views (privacy blank: any key unblanks). Optional. */
    enum reply (*before)(struct tui *t, const struct key *k, struct err *e);
    /** As of a view: for the idle lock. Optional. */
    int64_t (*deadline)(const struct tui *t);
    bool (*tick)(struct tui *t, struct err *e);
    /** Before the shell gets the terminal (suspend, or SIGTSTP from outside): lock. False: it stays here. Optional. */
    bool (*stop)(struct tui *t, struct err *e);
    /** Draws instead of the views when it returns true (privacy blank). Optional. */
    bool (*cover)(const struct tui *t, struct canvas *c);
};

struct tui {
    const struct tui_ops *ops;
    struct app *app;
    void *own;                        /* whatever the ops keep */
    struct loop *loop;                /* set while it runs: loop_watch */
    struct view slots[TUI_DEPTH_MAX]; /* ops NULL = free */
    struct view *stack[TUI_DEPTH_MAX];
    size_t depth;
    char message[768];
    enum look message_look;
    int running;                       /* calls into views that have not returned */
    int64_t last_key;                  /* clock_monotonic_ms */
    unsigned keys;                     /* since the start; the session header shows them */
    bool dirty, redraw, quit, suspend; /* redraw: paint every cell (^L); suspend: to the shell, once drawn */
    int width, height;                 /* of the last tui_draw: PgUp and PgDn */
};

void tui_init(struct tui *t, const struct tui_ops *ops, struct app *app);
void tui_release(struct tui *t); /* closes all views, top first */

MUST_USE bool tui_push(struct tui *t, const struct view_ops *ops, const void *arg, struct err *e);
struct view *tui_top(const struct tui *t); /* not closing; NULL when none is left: then the loop ends */

void tui_key(struct tui *t, const struct key *k);
/** Runs a command as if its key had been pressed (help and palette), also where that key is the view's own. */
void tui_command(struct tui *t, enum command_id id);
int64_t tui_deadline(const struct tui *t); /* earliest of all; -1 = none */
void tui_tick(struct tui *t);              /* calls every tick that is due */
void tui_leave(struct tui *t);             /* every view saves; nothing is asked */
void tui_say(struct tui *t, enum look look, const char *format, ...) __attribute__((format(printf, 3, 4)));

/** The whole screen into c, whatever its size: the view on top, message, hints. Notes the size; nothing else changes.
 */
void tui_draw(struct tui *t, struct canvas *c);

#endif
