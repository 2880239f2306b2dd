/*
 * Graphemes for terminals that cannot draw them: in ASCII where the locale or --ascii asks for it, or only without the
 * symbols that the font of a Linux console lacks. A replacement takes exactly the columns of what it replaces, or
 * tables would shift.
 */
#include "fascia/base/glyph.h"
#include "fascia/base/utf8.h"
#include "fascia/tui/canvas.h"

#include <string.h>

struct twin {
    uint32_t code;
    char ascii;
    bool console; /* the usual console fonts have it */
};

static const struct twin twins[] = {
    {0x00a0, ' ', true},  {0x00b0, 'o', true},  {0x00b1, '+', true},  {0x00b5, 'u', true},   {0x00b7, '.', true},
    {0x00d7, 'x', true},  {0x00f7, '/', true},  {0x0394, 'd', false}, {0x2010, '-', false},  {0x2011, '-', false},
    {0x2012, '-', false}, {0x2013, '-', false}, {0x2014, '-', false}, {0x2018, '\'', false}, {0x2019, '\'', false},
    {0x201c, '"', false}, {0x201d, '"', false}, {0x2022, '*', true},  {0x2026, '~', false},  {0x2039, '<', false},
    {0x203a, '>', false}, {0x2190, '<', true},  {0x2191, '^', true},  {0x2192, '>', true},   {0x2193, 'v', true},
    {0x2212, '-', false}, {0x2248, '~', false}, {0x2260, '!', false}, {0x2264, '<', true},   {0x2265, '>', true},
    {0x2500, '-', true},  {0x2502, '|', true},  {0x2504, '-', false}, {0x2506, '|', false},  {0x250c, '+', true},
    {0x2510, '+', true},  {0x2514, '+', true},  {0x2518, '+', true},  {0x251c, '+', true},   {0x2524, '+', true},
    {0x252c, '+', true},  {0x2534, '+', true},  {0x253c, '+', true},  {0x2581, '.', false},  {0x2582, '.', false},
    {0x2583, ':', false}, {0x2584, '-', true},  {0x2585, '=', false}, {0x2586, '+', false},  {0x2587, '*', false},
    {0x2588, '#', true},  {0x258c, '_', true},  {0x25af, '?', false}, {0x25b2, '^', true},   {0x25b6, '>', false},
    {0x25bc, 'v', true},  {0x25c0, '<', false}, {0x25cb, 'o', false}, {0x25cc, '?', false},  {0x25cf, '*', false},
    {0x26a0, '!', false}, {0x2713, '*', false}, {0x2717, 'x', false}, {0xfffd, '?', false},
};

static const struct twin *twin_of(uint32_t code)
{
    size_t low = 0, high = ARRAY_LEN(twins);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (twins[middle].code == code)
            return &twins[middle];
        if (twins[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* A braille pattern by how much of it is dots. */
static char braille(uint32_t code)
{
    static const char ramp[] = " ..:++*##";
    return ramp[__builtin_popcount(code & 0xff)];
}

static char ascii_of(uint32_t code, const struct twin *twin)
{
    if (twin)
        return twin->ascii;
    if (code >= 0x2800 && code <= 0x28ff)
        return braille(code);
    char plain = glyph_plain(code);
    return plain ? plain : '?';
}

void canvas_ascii(char out[CANVAS_CELL_BYTES], const struct cell *cell, bool letters)
{
    uint32_t code = 0;
    memcpy(out, cell->text, CANVAS_CELL_BYTES);
    size_t n = utf8_decode(cell->text, strlen(cell->text), &code);
    if (n == 0 || (code < 0x7f && cell->text[n] == '\0'))
        return;
    const struct twin *twin = twin_of(code);
    bool symbol = (twin && !twin->console) || (code >= 0x2800 && code <= 0x28ff);
    if (!letters && !symbol)
        return;
    memset(out, 0, CANVAS_CELL_BYTES);
    out[0] = ascii_of(code, twin);
    if (cell->width == 2)
        out[1] = out[0] == '?' ? '?' : ' ';
}
