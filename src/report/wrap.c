/*
 * Line breaking by terminal columns and graphemes.
 *
 * One grapheme at a time is measured, so that a combining mark or a joined emoji is never cut off from what it belongs
 * to. A tab is taken as a blank: its width depends on where it stands, which nothing here can know.
 */
#include "wrap_internal.h"

#include "fascia/base/utf8.h"

#include <stdbool.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* One grapheme: its bytes, and its columns. */
static size_t grapheme_at(int *columns, const char *text)
{
    size_t n = grapheme_len(text, strlen(text));
    *columns = is_blank(text[0]) ? 1 : grapheme_width(text, n);
    return n;
}

/* What fits: bytes up to a line feed, the end, or the first grapheme too many. *blank: the last blank in it, 0 = none.
 */
static size_t fit(size_t *blank, const char *text, int columns)
{
    size_t at = 0;
    int used = 0;
    *blank = 0;
    while (text[at] && text[at] != '\n') {
        int width;
        size_t n = grapheme_at(&width, text + at);
        if (used + width > columns && at > 0)
            break;
        if (is_blank(text[at]))
            *blank = at;
        used += width;
        at += n;
    }
    return at;
}

bool wrap_next(const char **line, size_t *len, const char **text, int columns)
{
    const char *from = *text;
    if (!*from)
        return false;
    while (is_blank(*from))
        from++;
    size_t blank;
    size_t end = fit(&blank, from, columns);
    bool whole = from[end] == '\0' || from[end] == '\n' || is_blank(from[end]);
    if (!whole && blank > 0)
        end = blank;
    const char *next = from + end;
    while (is_blank(*next))
        next++;
    if (*next == '\n')
        next++;
    while (end > 0 && is_blank(from[end - 1]))
        end--;
    *line = from;
    *len = end;
    *text = next;
    return true;
}

int columns_of(const char *text, size_t len)
{
    int columns = 0;
    for (size_t at = 0; at < len;) {
        int width;
        at += grapheme_at(&width, text + at);
        columns += width;
    }
    return columns;
}

int longest_line(const char *text)
{
    int longest = 0;
    while (*text) {
        size_t len = strcspn(text, "\n");
        int columns = columns_of(text, len);
        longest = columns > longest ? columns : longest;
        text += len + (text[len] == '\n');
    }
    return longest;
}

int longest_word(const char *text)
{
    int longest = 0;
    while (*text) {
        text += strspn(text, " \t\n");
        size_t len = strcspn(text, " \t\n");
        int columns = columns_of(text, len);
        longest = columns > longest ? columns : longest;
        text += len;
    }
    return longest;
}
