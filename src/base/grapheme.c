/*
 * What a reader takes for one character, and the columns it fills.
 *
 * A terminal gives a cluster the width of its widest code point; that rule covers combining marks, Hangul syllables in
 * parts. Some shapes are wider than their parts: a flag of two regional letters, joined pictures, a letter with a vowel
 * sign beside it, and a picture or a keycap that is asked for in colour by U+FE0F. What would be invisible (a control,
 * a lone mark, a direction override) is drawn as a visible sign by whoever draws, so it takes one column here: text on
 * the screen hides nothing.
 */
#include "fascia/base/utf8.h"

#include <string.h>
#include <utf8proc.h>

enum { JOINER = 0x200D, EMOJI_STYLE = 0xFE0F };

static bool is_ascii_text(char c)
{
    return c >= 0x20 && c < 0x7F;
}

size_t grapheme_len(const char *text, size_t len)
{
    uint32_t code, next;
    utf8proc_int32_t state = 0;
    if (len == 0)
        return 0;
    if (is_ascii_text(text[0]) && (len == 1 || is_ascii_text(text[1])))
        return 1;
    size_t at = utf8_decode(text, len, &code);
    if (at == 0)
        return 1;
    while (at < len) {
        size_t n = utf8_decode(text + at, len - at, &next);
        if (n == 0 || utf8proc_grapheme_break_stateful((utf8proc_int32_t)code, (utf8proc_int32_t)next, &state))
            break;
        at += n;
        code = next;
    }
    return at;
}

static bool is_picture(uint32_t code)
{
    return utf8proc_get_property((utf8proc_int32_t)code)->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

static bool is_keycap(uint32_t code)
{
    return code == '#' || code == '*' || (code >= '0' && code <= '9');
}

/* A vowel sign with a column of its own; U+0E33 and U+0EB3 are letters by category and marks by use. */
static bool is_spacing_mark(uint32_t code)
{
    return code == 0x0E33 || code == 0x0EB3 || utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_MC;
}

static bool is_regional(uint32_t code)
{
    return code >= 0x1F1E6 && code <= 0x1F1FF;
}

int grapheme_width(const char *text, size_t len)
{
    uint32_t code, last = 0;
    int widest = 1;
    if (len == 0)
        return 0;
    if (len == 1)
        return 1;
    for (size_t at = 0, n; at < len; at += n, last = code) {
        n = utf8_decode(text + at, len - at, &code);
        if (n == 0)
            return widest;
        bool pair = is_regional(last) && is_regional(code);
        bool styled = code == EMOJI_STYLE && (is_picture(last) || is_keycap(last));
        bool joined = last == JOINER && is_picture(code);
        bool beside = at > 0 && is_spacing_mark(code);
        if (pair || styled || joined || beside || utf8proc_charwidth((utf8proc_int32_t)code) == 2)
            widest = 2;
    }
    return widest;
}

int text_width(const char *text)
{
    int width = 0;
    size_t len = strlen(text);
    for (size_t at = 0, n; at < len; at += n) {
        n = grapheme_len(text + at, len - at);
        width += grapheme_width(text + at, n);
    }
    return width;
}

size_t text_fit(const char *text, int columns)
{
    size_t len = strlen(text), at = 0;
    while (at < len) {
        size_t n = grapheme_len(text + at, len - at);
        columns -= grapheme_width(text + at, n);
        if (columns < 0)
            break;
        at += n;
    }
    return at;
}
