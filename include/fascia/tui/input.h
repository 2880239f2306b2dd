/**
 * Bytes of a terminal to keys. Pure: no terminal, no clock, no allocation beyond the paste.
 *
 * It knows the sequences of xterm, tmux, screen, the Linux console, vt220 and rxvt at once, in both cursor modes, plus
 * what terminfo adds (input_bind). An unknown sequence is one KEYC_UNKNOWN, never letters in a field. A paste is one
 * key.
 */
#ifndef FASCIA_TUI_INPUT_H
#define FASCIA_TUI_INPUT_H

#include "fascia/app/key.h"
#include "fascia/base/buf.h"

enum {
    INPUT_ESC_MS = 25,         /* after a lone ESC: it was the Esc key */
    INPUT_SEQUENCE_MS = 250,   /* after the beginning of a sequence: the rest will not come */
    INPUT_PASTE_MS = 1000,     /* after the last byte of a paste whose end mark was lost */
    INPUT_PASTE_MAX = 1 << 20, /* bytes; more is dropped and the key says so by its length */
    INPUT_PENDING_MAX = 32,
    INPUT_KEYS_MAX = 2, /* one byte may end Esc and be a key itself */
    INPUT_BINDINGS_MAX = 64,
};

struct input_binding {
    char sequence[12];
    uint32_t code;
};

struct input {
    unsigned char pending[INPUT_PENDING_MAX]; /* bytes that are no whole key yet */
    size_t len;
    bool pasting; /* then the first len bytes of the end mark have been seen */
    struct buf paste;
    int escape_ms;
    struct input_binding bindings[INPUT_BINDINGS_MAX];
    size_t bindings_len;
};

void input_init(struct input *in, int escape_ms); /* 25..200; else INPUT_ESC_MS */
void input_release(struct input *in);             /* wipes the paste */

/** A sequence that terminfo names. Ignored: NULL, too long or short, not beginning with ESC. */
void input_bind(struct input *in, const char *sequence, uint32_t code);

/** Takes one byte; fills and counts the keys that it completes. A paste's text is borrowed until the next call. */
size_t input_byte(struct input *in, unsigned char byte, struct key keys[INPUT_KEYS_MAX]);

/** How long after the last byte to wait for more, before input_timeout; -1 = nothing pending. */
int input_wait_ms(const struct input *in);

/** The wait is over: what is pending was all. */
size_t input_timeout(struct input *in, struct key keys[INPUT_KEYS_MAX]);

#endif
