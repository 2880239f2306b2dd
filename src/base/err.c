/*
 * Errors as values, and the end of the road for mistakes of the programmer.
 *
 * A message is built in a local array first, because its arguments may point into the very error that is being filled.
 * It is cut at a UTF-8 border, so that what is printed stays valid text however long the subject was. Nothing here
 * allocates or prints, except bug_at, which has nobody left to report to.
 */
#include "fascia/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#undef err_set /* macros where the analyzer looks, see err.h */
#undef err_errno
#undef err_wrap

static const struct {
    const char *word;
    int exit_status;
} codes[] = {
    [ERR_NONE] = {"none", 0},         [ERR_USAGE] = {"usage", 2},         [ERR_INVALID] = {"invalid", 3},
    [ERR_RANGE] = {"range", 3},       [ERR_AMBIGUOUS] = {"ambiguous", 3}, [ERR_REFUSED] = {"refused", 3},
    [ERR_CONFLICT] = {"conflict", 3}, [ERR_NOT_FOUND] = {"not-found", 1}, [ERR_LOCKED] = {"locked", 4},
    [ERR_BUSY] = {"busy", 5},         [ERR_READ_ONLY] = {"read-only", 5}, [ERR_VERSION] = {"version", 5},
    [ERR_DAMAGED] = {"damaged", 5},   [ERR_FULL] = {"full", 6},           [ERR_IO] = {"io", 6},
};

/* vsnprintf may cut a character in two: drop the half of it that is left. */
static void cut_at_border(char *text, size_t len)
{
    size_t start = len;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t want = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    if (len - start < want)
        text[start - 1] = '\0';
}

static void fill(struct err *e, enum err_code code, const char *context, const char *separator, const char *message)
{
    char text[sizeof e->text];
    int n = snprintf(text, sizeof text, "%s%s%s", context, separator, message);
    if (n >= (int)sizeof text)
        cut_at_border(text, sizeof text - 1);
    e->code = code;
    memcpy(e->text, text, sizeof e->text);
}

__attribute__((format(printf, 3, 0))) static void format_text(char *out, size_t size, const char *format, va_list args)
{
    int n = vsnprintf(out, size, format, args);
    if (n < 0)
        out[0] = '\0';
    else if ((size_t)n >= size)
        cut_at_border(out, size - 1);
}

bool err_set(struct err *e, enum err_code code, const char *format, ...)
{
    char text[sizeof e->text];
    va_list args;
    va_start(args, format);
    format_text(text, sizeof text, format, args);
    va_end(args);
    fill(e, code, text, "", "");
    return false;
}

bool err_errno(struct err *e, int errnum, const char *format, ...)
{
    char text[sizeof e->text];
    va_list args;
    va_start(args, format);
    format_text(text, sizeof text, format, args);
    va_end(args);

    enum err_code code = ERR_IO;
    if (errnum == ENOSPC || errnum == EDQUOT)
        code = ERR_FULL;
    else if (errnum == EROFS)
        code = ERR_READ_ONLY;
    fill(e, code, text, ": ", strerror(errnum));
    return false;
}

bool err_wrap(struct err *e, const char *format, ...)
{
    char text[sizeof e->text];
    va_list args;
    va_start(args, format);
    format_text(text, sizeof text, format, args);
    va_end(args);
    fill(e, e->code, text, ": ", e->text);
    return false;
}

const char *err_word(enum err_code code)
{
    if ((size_t)code >= ARRAY_LEN(codes))
        BUG("no error code %d", (int)code);
    return codes[code].word;
}

int err_exit_status(enum err_code code)
{
    if ((size_t)code >= ARRAY_LEN(codes))
        BUG("no error code %d", (int)code);
    return codes[code].exit_status;
}

void bug_at(const char *file, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: ", file, line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    abort();
}
