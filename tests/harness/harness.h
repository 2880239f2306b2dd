/**
 * Drives a program on a terminal: a pty, a terminal model (libvterm), keys in, cells out.
 *
 * Nothing sleeps. The program, with FASCIA_TEST=1 in a test build, says after each drawing how many bytes of input it
 * has handled and at which size it drew; harness_wait waits for exactly that. Whatever goes wrong fails the test with
 * the screen as it is. The program gets a clean environment: PATH, TERM, LC_ALL=C.UTF-8, TZ=UTC, FASCIA_TEST=1, what
 * sanitizers and coverage need, and what the options add.
 *
 * Key notation: characters type themselves; blanks only separate. ⏎ Enter ⇥ Tab ⇤ S-Tab ␣ Space ⎋ Esc ⌫ Backspace ⌦ Del
 * ↑↓←→ ⇞ PgUp ⇟ PgDn ⇱ Home ⇲ End, ^s Ctrl-S (^^ a circumflex), <F10> any name of app/key.h (<< a less-than sign).
 */
#ifndef HARNESS_HARNESS_H
#define HARNESS_HARNESS_H

#include "fascia/base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct harness;

struct harness_options {
    const char *const *argv; /* NULL-ended; argv[0] is the program's path */
    const char *const *env;  /* "NAME=value", NULL-ended; later ones win over the defaults; NULL = none */
    const char *term;        /* NULL = xterm-256color */
    int width, height;       /* 0 = 80x24 */
    bool input_null;         /* standard input is /dev/null */
    const char *folder;      /* where it runs; NULL = where the test does */
};

/* A cell as a terminal shows it. Dim is not modelled by libvterm. */
struct harness_cell {
    char text[32]; /* "" for the right half of a wide character */
    int width;
    int colour; /* palette index, -1 = the terminal's own */
    bool bold, underline, reverse, italic;
};

struct harness *harness_start(const struct harness_options *o); /* does not wait */
void harness_stop(struct harness *h);                           /* kills what still runs; NULL is fine */

/** How long to wait before a test fails; 5 s unless told; only a failing test waits that long. */
void harness_patience(struct harness *h, int ms);

/** Waits until everything that was sent has been handled and drawn at the present size. */
void harness_wait(struct harness *h);

void harness_keys(struct harness *h, const char *notation);        /* one by one, waiting after each; counted */
bool harness_type(struct harness *h, const char *notation);        /* the same; false as soon as the program ends */
void harness_paste(struct harness *h, const char *text);           /* bracketed; counts as one key */
void harness_send(struct harness *h, const void *bytes, size_t n); /* as fast as it goes: no wait, not counted */
void harness_press(struct harness *h, const char *notation);       /* the same for keys; counted */
size_t harness_count(const struct harness *h);                     /* keys sent since the start or the last reset */
void harness_count_reset(struct harness *h);
size_t harness_sent(const struct harness *h); /* bytes */

void harness_resize(struct harness *h, int width, int height); /* waits */
void harness_resize_now(struct harness *h, int width, int height);
void harness_signal(struct harness *h, int signal);
void harness_hang_up(struct harness *h); /* the terminal is gone */
pid_t harness_pid(const struct harness *h);
int harness_exit(struct harness *h); /* waits for the end: status as of waitpid */
bool harness_running(struct harness *h);

/** Waits for a text to be on the screen, on one row (its blanks are single there). */
void harness_expect(struct harness *h, const char *text);
void harness_absent(struct harness *h, const char *text); /* after harness_wait: is not on the screen */
bool harness_find(struct harness *h, const char *text, int *y, int *x);
const char *harness_row(struct harness *h, int y); /* trailing spaces cut; valid until harness_stop */
void harness_dump(struct harness *h);              /* the screen to stderr */
struct harness_cell harness_cell(struct harness *h, int y, int x);
void harness_size(const struct harness *h, int *width, int *height);

bool harness_cursor(const struct harness *h, int *y, int *x); /* is it shown? */
bool harness_alternate(const struct harness *h);              /* alternate screen on? */
bool harness_termios_same(const struct harness *h);           /* as before the program started? */
const struct buf *harness_log(const struct harness *h);       /* every byte the program wrote */
size_t harness_frames(const struct harness *h);               /* idle marks so far */

/**
 * Compares text, attributes and cursor with tests/screens/NAME.screen; FASCIA_ACCEPT=1 writes it instead. Review the
 * diff.
 */
void harness_golden(struct harness *h, const char *name);

/** What a golden file must not depend on: '#' is any digit and becomes 0, anything else stands for itself. Borrowed. */
void harness_mask(struct harness *h, const char *pattern);

/**
 * Runs a scenario: one step a line, '#' comments. A failure names file and line.
 *
 *     keys r 10.5⏎ ⇥           paste "two words"        resize 60x18        golden NAME
 *     expect "Saved"           absent "Santos"          wait
 *     cell 3,45 = "11.5" bold  (bold underline reverse italic plain; row and column from 0)
 *     cursor 3,45              cursor off
 *     count reset              count <= 30              (prints the count)
 */
void harness_script(struct harness *h, const char *path);
void harness_script_text(struct harness *h, const char *name, const char *text);

#endif
