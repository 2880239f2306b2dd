/* What the parts of the harness share. */
#ifndef HARNESS_INTERNAL_H
#define HARNESS_INTERNAL_H

#include "fascia/base/arena.h"
#include "harness/harness.h"

#include <stdint.h>
#include <termios.h>
#include <vterm.h>

struct harness {
    pid_t child;
    int master; /* -1 after a hang-up or the end of output */
    int status; /* of waitpid, once `ended` */
    bool ended;
    int patience_ms;
    int width, height;
    struct termios before, after; /* after: when the program let go of the terminal */
    VTerm *vt;
    VTermScreen *screen;
    VTermPos cursor;
    bool cursor_shown, alternate;
    size_t keys, sent;
    struct {
        size_t handled, frames;
        int width, height;
    } idle;
    struct buf log;
    size_t fed; /* of the log: seen by the terminal model */
    struct arena memory;
    const char *mask;  /* NULL = none */
    const char *where; /* file and line of a scenario step, for failures */
};

/* Prints what failed and the screen, then fails the test. */
_Noreturn void harness_fail(struct harness *h, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Takes in what the program writes, for at most ms; false when there was nothing. */
bool harness_pump(struct harness *h, int ms);

/* The bytes of the next key of a notation, and its length there; 0 at the end. */
size_t harness_next_key(struct harness *h, const char **notation, char bytes[16]);

#endif
