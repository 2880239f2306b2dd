/**
 * What a piece of text is (its look), and how a look is shown on this terminal. Views know looks only, never colours.
 *
 * Colour is never the only signal: what a look means is also said by a word, a mark or a place. Backgrounds are
 * inherited from the terminal. Golden screens store the letter of the look, so they do not depend on colours either.
 */
#ifndef FASCIA_TUI_THEME_H
#define FASCIA_TUI_THEME_H

#include "fascia/base/err.h"

enum look {
    LOOK_TEXT,
    LOOK_DIM,     /* decoration, hints beside a field, column rules */
    LOOK_TITLE,   /* first line: where am I */
    LOOK_HEAD,    /* column heads and section rules */
    LOOK_LABEL,   /* what stands before a value */
    LOOK_CURSOR,  /* the row the cursor is on */
    LOOK_FOCUS,   /* the field or cell that gets the keys */
    LOOK_GHOST,   /* a last value, shown but not entered */
    LOOK_ALERT,   /* red flags, allergies: what must not be overlooked */
    LOOK_ERROR,   /* what is wrong with what was typed */
    LOOK_MESSAGE, /* the message line */
    LOOK_HINT,    /* the hint line */
    LOOK_KEY,     /* the name of a key in a hint or in help */
    LOOK_BETTER,  /* beside a mark that says it too */
    LOOK_WORSE,
    LOOK_MATCH,        /* the part of a candidate that was typed */
    LOOK_CHIP,         /* recognised */
    LOOK_CHIP_GUESS,   /* taken over from before: dotted */
    LOOK_CHIP_UNKNOWN, /* not understood: underlined */
    LOOK_HEAT_1,       /* ramp of the body chart; its density says the same */
    LOOK_HEAT_2,
    LOOK_HEAT_3,
    LOOK_HEAT_4,
    LOOKS
};

enum depth { DEPTH_MONO, DEPTH_16, DEPTH_256 };

struct style {
    short colour; /* palette index, -1 = the terminal's own */
    bool bold, dim, underline, reverse;
};

/** One letter a look for golden screens: '.' is LOOK_TEXT; letters never change their meaning. */
char look_letter(enum look look);

struct style theme_style(enum look look, enum depth depth);

/**
 * The depth to use. `wanted` is the value of --color (auto, never, 16, 256, true) or NULL; an explicit value beats
 * NO_COLOR
 * (`no_colour`, the variable's value or NULL; empty counts as not set), which beats what the terminal can do
 * (`colours`). More than the terminal can do is never used. ERR_USAGE: unknown word.
 */
MUST_USE bool theme_depth(enum depth *out, const char *wanted, const char *no_colour, int colours, struct err *e);

#endif
