/**
 * Text from outside, made safe: validity, comparing, graphemes, width in cells.
 *
 * Text is kept as entered. Only copies made for comparing are folded (case, accents, NFC). Tables come from utf8proc.
 */
#ifndef FASCIA_BASE_UTF8_H
#define FASCIA_BASE_UTF8_H

#include "fascia/base/arena.h"
#include "fascia/base/err.h"

#include <stdint.h>

enum text_kind {
    TEXT_LINE, /* one line: no control character at all */
    TEXT_NOTE, /* LF and TAB allowed */
};

/**
 * Is this text that a record may hold? Valid UTF-8, no C0 (but LF and TAB in notes), DEL, C1 or U+FEFF; at most `limit`
 * bytes.
 * @return false with ERR_INVALID (names the character as U+XXXX and its column, counted in characters from 1) or
 * ERR_RANGE.
 */
MUST_USE bool text_check(const char *text, size_t len, enum text_kind kind, size_t limit, struct err *e);

/**
 * A copy that text_check takes: what it refuses is left out (invalid bytes too), CRLF and CR become LF, and in a
 * TEXT_LINE a break or TAB becomes a space. *dropped (or NULL) counts what went, a byte each if invalid. The length is
 * not limited.
 */
char *text_clean(struct arena *a, const char *text, size_t len, enum text_kind kind, size_t *dropped);

/** Decodes one code point at text[0..len): its byte length 1..4, or 0 when the bytes are not valid there. */
size_t utf8_decode(const char *text, size_t len, uint32_t *code);

/** Encodes one code point; returns 1..4 bytes written to out. What is no code point becomes U+FFFD. */
size_t utf8_encode(uint32_t code, char out[4]);

/**
 * Case-folded, accents stripped, NFC: for comparing only. Also maps the letters that do not decompose (ø o, ł l, đ d,
 * æ ae, ß ss), curly quotes and dashes to plain ones, and leaves out what is invisible. Folding twice changes nothing.
 */
char *text_fold(struct arena *a, const char *text);

/** Byte length of the grapheme cluster at text[0..len); at least 1 while len > 0. Invalid bytes are clusters of one
 * byte. */
size_t grapheme_len(const char *text, size_t len);

/** Columns (0, 1 or 2) that one grapheme cluster takes on a terminal. Never -1; what cannot be drawn counts as its
 * replacement, 1. */
int grapheme_width(const char *text, size_t len);

/** Columns of a whole string. */
int text_width(const char *text);

/** Longest prefix, at a grapheme border, of at most `columns` columns: its byte length. */
size_t text_fit(const char *text, int columns);

#endif
