/**
 * One thread, one poll(): terminal, signals, deadlines, children. Signal handlers only write a byte; the work is done
 * here.
 */
#ifndef FASCIA_TUI_LOOP_H
#define FASCIA_TUI_LOOP_H

#include "fascia/tui/term.h"
#include "fascia/tui/tui.h"

enum { LOOP_WATCH_MAX = 8, LOOP_END_SECONDS = 5 };

struct watch {
    int fd;                            /* -1 = free */
    void (*ready)(void *data, int fd); /* readable or hung up; must read, or loop_unwatch */
    void *data;
};

struct loop {
    struct tui *tui;
    struct term *term;
    struct canvas screen;
    struct watch watches[LOOP_WATCH_MAX];
    int64_t last_byte; /* clock_monotonic_ms of the last input */
};

/**
 * Installs the handlers of SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP and SIGCONT, and ignores SIGPIPE: before
 * term_open. A program that is told to end and has not done so after LOOP_END_SECONDS gives the terminal back and dies.
 */
MUST_USE bool loop_signals(struct err *e);

/**
 * Runs until no view is left, `tui->quit`, end of input, or a signal to end; then every view has been told to leave
 * (drafts are saved). Returns 0, or the signal: close everything, then raise it again with loop_raise.
 */
int loop_run(struct tui *tui, struct term *term);

/** A child's pipe; false when all places are taken. */
bool loop_watch(struct loop *l, int fd, void (*ready)(void *data, int fd), void *data);
void loop_unwatch(struct loop *l, int fd);

/** Ends the process by the signal, so that the caller of fascia sees the truth. Returns for 0. */
void loop_raise(int signal);

#endif
