/**
 * The terminal: the only module that knows curses. It draws a canvas, reads bytes, and above all gives the terminal
 * back: on return, on a crash, on a signal, with nothing of a client left on it.
 */
#ifndef FASCIA_TUI_TERM_H
#define FASCIA_TUI_TERM_H

#include "fascia/tui/canvas.h"
#include "fascia/tui/input.h"

struct term_options {
    const char *color; /* value of --color; NULL = auto */
    bool ascii;        /* --ascii */
    int escape_ms;     /* 25..200; 0 = ESCDELAY of the environment, else 25 */
};

struct term; /* one at a time */

/**
 * Takes over standard input and output: alternate screen, raw keys, bracketed paste, focus reports, crash handlers.
 * ERR_USAGE: not a terminal, or its type (TERM) is unknown or cannot place the cursor; the message says what to try.
 * Sets LC_CTYPE from the environment (no other category: numbers keep their point).
 */
MUST_USE bool term_open(struct term **out, const struct term_options *o, struct err *e);

/** Wipes the screen and gives the terminal back as it was. NULL is fine. */
void term_close(struct term *t);

int term_fd(const struct term *t);
void term_size(const struct term *t, int *width, int *height);
void term_resized(struct term *t); /* after SIGWINCH: asks the system, tells curses */

/** Brings the canvas to the screen; only what differs is sent. all: paint every cell. */
void term_draw(struct term *t, const struct canvas *c, bool all);

/** Up to n bytes that were typed; 0 at end of file or when the terminal is gone. Call when poll says so. */
size_t term_read(struct term *t, unsigned char *bytes, size_t n);

struct input *term_input(struct term *t); /* with this terminal's sequences bound */

void term_suspend(struct term *t); /* gives the terminal back, stops the process, takes it again when continued */

void term_continued(struct term *t); /* after SIGCONT: somebody else had the terminal; draw everything next */

/** Test builds with FASCIA_TEST=1: tells the harness that every byte so far has been handled and drawn. Else nothing.
 */
void term_idle(struct term *t);

#endif
