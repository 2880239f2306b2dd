/*
 * Text from outside: what a record may hold, and copies made for comparing. Width and graphemes are in grapheme.c.
 *
 * Nothing is normalised on the way in; what the therapist typed is what is kept. Only control characters go, since a
 * record must not be able to drive a terminal, and U+FEFF, which is a mark of files, not of text.
 *
 * Folding drops accents (combining class 10-35 and from 200), not every mark: the vowel signs of Indic scripts and the
 * voicing marks of Japanese are letters to those who read them, and would make different names alike.
 */
#include "fascia/base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT 0xFFFDU

size_t utf8_decode(const char *text, size_t len, uint32_t *code)
{
    utf8proc_int32_t got;
    if (len == 0)
        return 0;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text, len > 4 ? 4 : (utf8proc_ssize_t)len, &got);
    if (n <= 0)
        return 0;
    *code = (uint32_t)got;
    return (size_t)n;
}

size_t utf8_encode(uint32_t code, char out[4])
{
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = REPLACEMENT;
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)code, (utf8proc_uint8_t *)out);
}

static bool allowed(uint32_t code, enum text_kind kind)
{
    if (kind == TEXT_NOTE && (code == '\n' || code == '\t'))
        return true;
    return code >= 0x20 && !(code >= 0x7F && code <= 0x9F) && code != 0xFEFF;
}

/* "at column 7" is enough for a line; a note says which line too. */
static bool refuse(struct err *e, const char *what, int line, int column)
{
    if (line > 1)
        return err_set(e, ERR_INVALID, "%s at line %d, column %d cannot be kept: remove it", what, line, column);
    return err_set(e, ERR_INVALID, "%s at column %d cannot be kept: remove it", what, column);
}

bool text_check(const char *text, size_t len, enum text_kind kind, size_t limit, struct err *e)
{
    int line = 1, column = 1;
    char what[32];
    if (len > limit)
        return err_set(e, ERR_RANGE, "text has %zu bytes, at most %zu can be kept", len, limit);
    for (size_t at = 0, n; at < len; at += n, column++) {
        uint32_t code;
        n = utf8_decode(text + at, len - at, &code);
        if (n > 0 && allowed(code, kind)) {
            bool new_line = code == '\n';
            line += new_line;
            column = new_line ? 0 : column;
            continue;
        }
        if (n == 0)
            snprintf(what, sizeof what, "byte 0x%02X", (unsigned char)text[at]);
        else
            snprintf(what, sizeof what, "character U+%04X", code);
        return refuse(e, what, line, column);
    }
    return true;
}

/* What stands for this character in cleaned text: itself, LF for a CR, a blank for a break in a line; or 0 for nothing.
 */
static uint32_t cleaned(uint32_t code, enum text_kind kind)
{
    if (code == '\r')
        code = '\n';
    if (kind == TEXT_LINE && (code == '\n' || code == '\t'))
        return ' ';
    return allowed(code, kind) ? code : 0;
}

char *text_clean(struct arena *a, const char *text, size_t len, enum text_kind kind, size_t *dropped)
{
    char *out = arena_alloc(a, len + 1); /* nothing gets longer */
    size_t used = 0, gone = 0;
    for (size_t at = 0, n; at < len; at += n) {
        uint32_t code = 0;
        n = utf8_decode(text + at, len - at, &code);
        if (code == '\r' && at + 1 < len && text[at + 1] == '\n')
            continue; /* the LF that follows stands for both */
        uint32_t keep = n > 0 ? cleaned(code, kind) : 0;
        if (keep != 0)
            used += utf8_encode(keep, out + used);
        else
            gone++;
        n = n > 0 ? n : 1;
    }
    if (dropped)
        *dropped = gone;
    return out;
}

/* Letters that have no decomposition but are typed without their stroke or ligature, and typographic marks. */
static const struct {
    uint32_t code;
    char plain[3];
} plain_letters[] = {
    {0x00A0, " "}, {0x00E6, "ae"}, {0x00F0, "d"}, {0x00F8, "o"}, {0x00FE, "th"}, {0x0111, "d"},  {0x0127, "h"},
    {0x0131, "i"}, {0x0138, "k"},  {0x0142, "l"}, {0x014B, "n"}, {0x0153, "oe"}, {0x0167, "t"},  {0x0180, "b"},
    {0x0192, "f"}, {0x0197, "i"},  {0x019A, "l"}, {0x01B6, "z"}, {0x01E5, "g"},  {0x0237, "j"},  {0x023C, "c"},
    {0x0247, "e"}, {0x0249, "j"},  {0x024D, "r"}, {0x024F, "y"}, {0x0253, "b"},  {0x0256, "d"},  {0x0257, "d"},
    {0x0259, "e"}, {0x0268, "i"},  {0x0289, "u"}, {0x02BB, "'"}, {0x02BC, "'"},  {0x2010, "-"},  {0x2011, "-"},
    {0x2012, "-"}, {0x2013, "-"},  {0x2018, "'"}, {0x2019, "'"}, {0x201C, "\""}, {0x201D, "\""}, {0x202F, " "},
    {0x2212, "-"},
};

static const char *plain_letter(utf8proc_int32_t code)
{
    size_t low = 0, high = ARRAY_LEN(plain_letters);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (plain_letters[middle].code == (uint32_t)code)
            return plain_letters[middle].plain;
        if (plain_letters[middle].code < (uint32_t)code)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool is_accent(utf8proc_int32_t code)
{
    const utf8proc_property_t *p = utf8proc_get_property(code);
    bool mark = p->category == UTF8PROC_CATEGORY_MN || p->category == UTF8PROC_CATEGORY_ME;
    return mark && ((p->combining_class >= 10 && p->combining_class <= 35) || p->combining_class >= 200);
}

/* In place is not possible: a letter may become two. Returns the length; `out` has room for twice `len`. */
static size_t strip(utf8proc_int32_t *out, const utf8proc_int32_t *codes, size_t len)
{
    size_t used = 0;
    for (size_t i = 0; i < len; i++) {
        const char *plain = plain_letter(codes[i]);
        if (plain) {
            for (; *plain; plain++)
                out[used++] = (unsigned char)*plain;
        } else if (!is_accent(codes[i])) {
            out[used++] = codes[i];
        }
    }
    return used;
}

static bool plain_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

static char *fold_ascii(struct arena *a, const char *text)
{
    char *out = arena_strdup(a, text);
    for (char *at = out; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return out;
}

char *text_fold(struct arena *a, const char *text)
{
    if (plain_ascii(text))
        return fold_ascii(a, text);

    struct arena scratch = {0};
    const char *clean = text_clean(&scratch, text, strlen(text), TEXT_NOTE, NULL);
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)clean;
    const utf8proc_option_t options = UTF8PROC_NULLTERM | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    utf8proc_ssize_t count = utf8proc_decompose(bytes, 0, NULL, 0, options);
    if (count < 0)
        BUG("folding: %s", utf8proc_errmsg(count));
    utf8proc_int32_t *codes = arena_array(&scratch, (size_t)count, sizeof *codes);
    utf8proc_decompose(bytes, 0, codes, count, options);

    /* utf8proc_reencode puts the bytes in the place of the code points and a NUL after them: hence the 1 */
    utf8proc_int32_t *kept = arena_array(&scratch, 2 * (size_t)count + 1, sizeof *kept);
    size_t n = strip(kept, codes, (size_t)count);
    if (utf8proc_reencode(kept, (utf8proc_ssize_t)n, UTF8PROC_COMPOSE) < 0)
        BUG("folding: %zu code points do not encode", n);
    char *folded = arena_strdup(a, (const char *)kept);
    arena_release(&scratch);
    return folded;
}
