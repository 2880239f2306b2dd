/**
 * What a code point is when it is to be drawn. Text from outside may hold characters that draw nothing, or that change
 * how their neighbours are drawn; whoever draws must know them. Tables come from utf8proc.
 */
#ifndef FASCIA_BASE_GLYPH_H
#define FASCIA_BASE_GLYPH_H

#include <stdint.h>

enum glyph {
    GLYPH_SPACING,   /* has columns of its own */
    GLYPH_MARK,      /* drawn on the character before it: accents, vowel signs, conjoining Hangul */
    GLYPH_JOINER,    /* shapes its neighbours and draws nothing: ZWJ, ZWNJ, variation selectors */
    GLYPH_INVISIBLE, /* draws nothing, or turns the writing direction */
    GLYPH_NONE,      /* control, unassigned, private use: there is nothing to draw */
};

enum glyph glyph_of(uint32_t code);

/** The ASCII letter that a letter is built on (a for á, A for Å, o for ø), itself for ASCII, 0 when there is none. */
char glyph_plain(uint32_t code);

#endif
