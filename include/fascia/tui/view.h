/**
 * A view: one screen as a table of functions over private state. Today, the client file, the session form, a question:
 * each is a `const struct view_ops`, and the stack of views is what Esc goes back through.
 *
 * Drawing is pure: state to cells, no reading, no clock, so that a screen is a text without a terminal. Keys come in
 * this order: `key` (line editors and cells look first), then the keymap of `where` leading to `command`, then the
 * program's own commands (help, lock, quit). The last two lines belong to the program: message and hints; a view gets
 * the lines above.
 */
#ifndef FASCIA_TUI_VIEW_H
#define FASCIA_TUI_VIEW_H

#include "fascia/app/command.h"
#include "fascia/app/key.h"
#include "fascia/tui/canvas.h"

struct tui;
struct view;

enum reply {
    REPLY_IGNORED, /* not mine: try what comes next */
    REPLY_DONE,
    REPLY_FAILED, /* err is filled: it becomes the message; nothing was lost */
};

/** What a view left behind when it closed itself; valid during `resume`. */
struct view_result {
    const struct view_ops *from;
    int value;        /* its own meaning; 0 = left without a result (Esc) */
    const void *data; /* in the closed view's arena: copy what is to stay */
};

struct view_ops {
    const char *name;  /* for help and the goldens: "session" */
    unsigned where;    /* IN_* bits of app/command.h: the commands that work here; 0 = none */
    size_t state_size; /* bytes of private state, zeroed before `open` */
    /** Loads rows into v->arena. arg is what view_push was given, valid during the call. False: the view never opens.
     */
    bool (*open)(struct view *v, const void *arg, struct err *e);
    void (*draw)(const struct view *v, struct canvas *c); /* c is cleared, and is the part above the message line */
    /** All below are optional. */
    enum reply (*key)(struct view *v, const struct key *k, struct err *e);
    enum reply (*command)(struct view *v, enum command_id id, struct err *e);
    bool (*resume)(struct view *v, const struct view_result *r, struct err *e); /* the view above closed */
    const char *(*hints)(
        const struct view *v);                 /* "Enter:next  Tab:post" in this state; NULL = from the command table */
    int64_t (*deadline)(const struct view *v); /* clock_monotonic_ms at which `tick` is wanted, -1 = never; any depth */
    bool (*tick)(struct view *v, struct err *e);
    bool (*leave)(struct view *v, struct err *e); /* the program ends (hang-up, end of input): save the draft */
    void (*close)(struct view *v);                /* release what is not in the arena */
};

struct view {
    const struct view_ops *ops;
    void *state;
    struct arena arena; /* released, wiped, after `close` */
    struct tui *tui;
    struct app *app;
    struct view_result result; /* set by view_close */
    enum { VIEW_OPEN, VIEW_CLOSING, VIEW_REPLACED } phase;
};

/** Opens a view above v, which gets `resume` when it closes. False: nothing changed. */
MUST_USE bool view_push(struct view *v, const struct view_ops *ops, const void *arg, struct err *e);

/** Opens a view instead of v; whoever is below v will get its result. False: v stays. */
MUST_USE bool view_replace(struct view *v, const struct view_ops *ops, const void *arg, struct err *e);

/** Closes v once the running call returns. data must live in v->arena, or be NULL. */
void view_close(struct view *v, int value, const void *data);

/** The message line, until the next key. Put the undo offer behind it: "removed row 3 · ^Z: undo". */
void view_say(struct view *v, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
