/**
 * A key press, and its name in commands.def, help and hints: "a", "^S", "F10", "Enter", "S-Tab", "Spc".
 *
 * It lies in app because the keymap does; which bytes a terminal sends for a key is known to tui/input only.
 */
#ifndef FASCIA_APP_KEY_H
#define FASCIA_APP_KEY_H

#include "fascia/base/err.h"

#include <stdint.h>

/**
 * A key's code is the Unicode character it types (from U+0020 on), a control character (KEYC_CTRL_A + n), or one of
 * these, beyond Unicode. Enter, Tab, Esc and Backspace are never reported as ^M, ^I, ^[ and ^H. The prefix is not KEY_
 * because curses has macros of those names.
 */
enum key_code {
    KEYC_NONE = 0,
    KEYC_CTRL_A = 1,
    KEYC_CTRL_Z = 26,
    KEYC_SPACE = ' ',
    KEYC_ENTER = 0x110000,
    KEYC_TAB,
    KEYC_BACKTAB,
    KEYC_ESC,
    KEYC_BACKSPACE,
    KEYC_DELETE,
    KEYC_INSERT,
    KEYC_UP,
    KEYC_DOWN,
    KEYC_LEFT,
    KEYC_RIGHT,
    KEYC_HOME,
    KEYC_END,
    KEYC_PAGE_UP,
    KEYC_PAGE_DOWN,
    KEYC_F1,
    KEYC_F12 = KEYC_F1 + 11,
    KEYC_PASTE,    /* text and len hold what was pasted: data, never keys */
    KEYC_FOCUS_IN, /* the terminal's window got or lost the focus */
    KEYC_FOCUS_OUT,
    KEYC_UNKNOWN, /* a sequence or byte that means nothing here */
};

struct key {
    uint32_t code;
    const char
        *text; /* KEYC_PASTE: raw bytes, untrusted, not NUL-ended; borrowed while the key is handled; else NULL */
    size_t len;
};

/** The code of ^A (letter 'a') to ^Z. */
uint32_t key_ctrl(char letter);

/** Does it type a character (not a control, not a special key)? */
bool key_is_text(const struct key *k);

/**
 * Name to key. Names are one printable character, ^A to ^Z, and Enter Tab S-Tab Esc Spc Backspace Del Ins Up Down Left
 * Right Home End PgUp PgDn F1 to F12, in exactly this spelling. ERR_INVALID: no such key.
 */
MUST_USE bool key_parse(uint32_t *code, const char *name, struct err *e);

/** Key to the name that key_parse reads; "?" would be a key, so what has no name (paste, focus, unknown) gives "". */
void key_format(char out[16], uint32_t code);

#endif
