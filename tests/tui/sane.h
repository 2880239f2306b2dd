/* What must be true of every canvas, whatever was drawn into it. */
#ifndef TUI_SANE_H
#define TUI_SANE_H

#include "fascia/base/glyph.h"
#include "fascia/base/utf8.h"
#include "fascia/tui/canvas.h"

#include <string.h>

/* A character that draws something, and at most CANVAS_MARKS_MAX marks on it. */
static inline bool cell_text_is_sane(const struct cell *cell)
{
    size_t len = strnlen(cell->text, sizeof cell->text), marks = 0;
    if (len == sizeof cell->text)
        return false;
    for (size_t at = 0, n; at < len; at += n) {
        uint32_t code;
        n = utf8_decode(cell->text + at, len - at, &code);
        enum glyph glyph = n > 0 ? glyph_of(code) : GLYPH_NONE;
        if (glyph != (at == 0 ? GLYPH_SPACING : GLYPH_MARK))
            return false;
        marks += at > 0;
    }
    return marks <= CANVAS_MARKS_MAX && (cell->width == 0) == (len == 0);
}

static inline bool ascii_is_sane(const struct cell *cell)
{
    char out[CANVAS_CELL_BYTES];
    canvas_ascii(out, cell, true);
    for (const char *at = out; *at; at++)
        if (*at < 0x20 || *at > 0x7e)
            return false;
    return strlen(out) == cell->width;
}

static inline bool canvas_is_sane(const struct canvas *c)
{
    if (c->cursor && (c->cursor_y < 0 || c->cursor_y >= c->height || c->cursor_x < 0 || c->cursor_x >= c->width))
        return false;
    for (int y = 0; y < c->height; y++)
        for (int x = 0; x < c->width; x++) {
            const struct cell *cell = canvas_cell(c, y, x), *right = canvas_cell(c, y, x + 1);
            bool covers = right && right->width == 0;
            if (!cell_text_is_sane(cell) || !ascii_is_sane(cell) || cell->look >= LOOKS || cell->width > 2)
                return false;
            if ((cell->width == 2) != covers)
                return false;
        }
    return canvas_cell(c, 0, 0)->width > 0;
}

#endif
