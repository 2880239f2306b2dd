/*
 * Classes of code points for drawing.
 *
 * utf8proc's categories say nearly all of it. Written out are the exceptions: characters whose category says letter or
 * mark, but which draw nothing, and the letters that Unicode does not decompose although a reader sees a stroke through
 * a letter.
 */
#include "fascia/base/glyph.h"

#include "fascia/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <utf8proc.h>

struct range {
    uint32_t first, last;
};

static const struct range joiners[] = {
    {0x034f, 0x034f}, {0x180b, 0x180d}, {0x180f, 0x180f}, {0x200c, 0x200d}, {0xfe00, 0xfe0f}, {0xe0100, 0xe01ef},
};
static const struct range fillers[] = {{0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x3164, 0x3164}, {0xffa0, 0xffa0}};
static const struct range drawn_on[] = {
    {0x0e33, 0x0e33}, {0x0eb3, 0x0eb3}, {0x1161, 0x11ff}, {0xd7b0, 0xd7c6}, {0xd7cb, 0xd7fb}};

static bool in_ranges(const struct range *ranges, size_t len, uint32_t code)
{
    for (size_t i = 0; i < len; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

enum glyph glyph_of(uint32_t code)
{
    if (code >= 0x20 && code < 0x7f)
        return GLYPH_SPACING;
    if (in_ranges(joiners, ARRAY_LEN(joiners), code))
        return GLYPH_JOINER;
    if (in_ranges(fillers, ARRAY_LEN(fillers), code))
        return GLYPH_INVISIBLE;
    if (in_ranges(drawn_on, ARRAY_LEN(drawn_on), code))
        return GLYPH_MARK;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return GLYPH_MARK;
    case UTF8PROC_CATEGORY_CF:
        return GLYPH_INVISIBLE;
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return GLYPH_NONE;
    default:
        return GLYPH_SPACING;
    }
}

char glyph_plain(uint32_t code)
{
    static const struct {
        uint32_t code;
        char plain;
    } stroked[] = {
        {0xc6, 'A'},  {0xe6, 'a'},  {0xd0, 'D'},  {0xf0, 'd'},  {0xd8, 'O'},  {0xf8, 'o'},  {0xde, 'T'},  {0xfe, 't'},
        {0xdf, 's'},  {0x110, 'D'}, {0x111, 'd'}, {0x126, 'H'}, {0x127, 'h'}, {0x131, 'i'}, {0x141, 'L'}, {0x142, 'l'},
        {0x14a, 'N'}, {0x14b, 'n'}, {0x152, 'O'}, {0x153, 'o'}, {0x166, 'T'}, {0x167, 't'},
    };
    for (size_t i = 0; i < ARRAY_LEN(stroked); i++)
        if (stroked[i].code == code)
            return stroked[i].plain;
    utf8proc_int32_t parts[32];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)code, parts, (utf8proc_ssize_t)ARRAY_LEN(parts),
                                                 UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
    return n > 0 && parts[0] >= 0x20 && parts[0] < 0x7f ? (char)parts[0] : '\0';
}
