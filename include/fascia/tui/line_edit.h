/**
 * One line of text being typed: grapheme cursor, undo, horizontal scroll, paste, and a masked form for passphrases.
 *
 * Keys: Left Right Home End ^A ^E, Backspace Del, ^W word before, ^U all before, ^K all after, ^Z undo, ^Y redo (not
 * for secrets, whose text lives in guarded memory and is never copied). Every other key is left to the caller, so
 * Enter, Tab, Esc and commands go on working. Text is kept as typed; only what text_check refuses is left out, with a
 * notice.
 */
#ifndef FASCIA_TUI_LINE_EDIT_H
#define FASCIA_TUI_LINE_EDIT_H

#include "fascia/app/key.h"
#include "fascia/tui/canvas.h"

enum { LINE_EDIT_STEPS = 64 }; /* undo steps kept; a run of typing up to a word's end is one */

struct line_step {
    char *text; /* NUL-ended; limit + 1 bytes of memory */
    size_t cursor;
};

struct line_edit {
    char *text;                /* NUL-ended UTF-8 */
    size_t len, limit, cursor; /* bytes; cursor at a grapheme border */
    bool secret, reveal;       /* reveal: a secret is shown as it is */
    char notice[80];           /* what the last key could not do; "" */
    struct arena *memory;
    struct line_step *steps; /* states, oldest first; [at] is the present one */
    size_t steps_len, at;
    enum line_run { RUN_NONE, RUN_TYPING, RUN_DELETING } run; /* what the last key began; the next joins its step */
};

/** limit in bytes. memory owns what a plain line needs and must outlive it; it may be NULL for a secret. */
void line_edit_init(struct line_edit *l, struct arena *memory, size_t limit, bool secret);
void line_edit_release(struct line_edit *l); /* wipes */

/** True if the key was for the line, even when it could not do anything (see notice). */
bool line_edit_key(struct line_edit *l, const struct key *k);

const char *line_edit_text(const struct line_edit *l); /* never NULL; valid until the next key */
bool line_edit_empty(const struct line_edit *l);
void line_edit_set(struct line_edit *l, const char *text); /* cut at the limit; cursor at the end; undo begins here */
void line_edit_clear(struct line_edit *l);                 /* one undo step */

/** Draws it scrolled so that the cursor is seen; `focused` sets the hardware cursor. Fills all `columns`. */
void line_edit_draw(const struct line_edit *l, struct canvas *c, int y, int x, int columns, enum look look,
                    bool focused);

#endif
