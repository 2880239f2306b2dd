/*
 * The grid of cells and everything that writes into it.
 *
 * One function, put, changes a cell, and it keeps the grid whole: half a wide character never stays behind when the
 * other half is overwritten. One function, glyph_cell, decides what a grapheme looks like, and it is the place where
 * untrusted text stops being dangerous. A terminal is not known here, so all of this is tested and fuzzed as plain
 * data.
 *
 * Emoji of several parts are drawn as their first part: terminals disagree on the width of the whole, and a table that
 * shifts by a column puts a value under the wrong name. The text itself is never changed.
 */
#include "fascia/tui/canvas.h"

#include "fascia/base/glyph.h"
#include "fascia/base/secret.h"
#include "fascia/base/utf8.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char replacement[] = "\uFFFD"; /* a control or an invalid byte stood here */
static const char invisible[] = "\u25AF";   /* something that draws nothing stood here */
static const char lone_base[] = "\u25CC";   /* carries a mark that has no letter */
static const char joiner_mark[] = "\u0332"; /* underlines a Latin letter that a joiner was glued to */
static const char ellipsis[] = "\u2026";

static int clamp(int value, int least, int most)
{
    if (value < least)
        return least;
    return value > most ? most : value;
}

static struct cell *cell_at(const struct canvas *c, int y, int x)
{
    return &c->cells[(size_t)y * (size_t)c->width + (size_t)x];
}

const struct cell *canvas_cell(const struct canvas *c, int y, int x)
{
    bool inside = y >= 0 && x >= 0 && y < c->height && x < c->width;
    return inside ? cell_at(c, y, x) : NULL;
}

static void blank(struct cell *cell, enum look look)
{
    *cell = (struct cell){.text = " ", .width = 1, .look = (uint8_t)look};
}

void canvas_clear(struct canvas *c)
{
    for (size_t i = 0; i < (size_t)c->width * (size_t)c->height; i++)
        blank(&c->cells[i], LOOK_TEXT);
    c->cursor = false;
}

void canvas_resize(struct canvas *c, int width, int height)
{
    arena_release(&c->memory);
    c->width = clamp(width, 1, CANVAS_COLUMNS_MAX);
    c->height = clamp(height, 1, CANVAS_ROWS_MAX);
    c->cells = arena_array(&c->memory, (size_t)c->width * (size_t)c->height, sizeof *c->cells);
    canvas_clear(c);
}

void canvas_release(struct canvas *c)
{
    arena_release(&c->memory);
    *c = (struct canvas){0};
}

/* Writes one cell where it fits. What is left of a wide character that it cuts in half becomes a space. */
static void put(struct canvas *c, int y, int x, const struct cell *cell)
{
    int end = x + cell->width;
    if (y < 0 || y >= c->height || x < 0 || end > c->width)
        return;
    if (cell_at(c, y, x)->width == 0)
        blank(cell_at(c, y, x - 1), cell_at(c, y, x - 1)->look);
    if (end < c->width && cell_at(c, y, end)->width == 0)
        blank(cell_at(c, y, end), cell_at(c, y, end)->look);
    *cell_at(c, y, x) = *cell;
    if (cell->width == 2)
        *cell_at(c, y, x + 1) = (struct cell){.width = 0, .look = cell->look};
}

static void append(struct cell *cell, const char *bytes, size_t n)
{
    size_t used = strlen(cell->text);
    if (used + n < sizeof cell->text)
        memcpy(cell->text + used, bytes, n);
}

/* The marks of a grapheme after its first character, as far as a terminal bears them. */
static void add_marks(struct cell *cell, const char *text, size_t len, bool latin)
{
    int marks = 0;
    bool joined = false;
    for (size_t at = 0, n; at < len && marks < CANVAS_MARKS_MAX; at += n) {
        uint32_t code;
        n = utf8_decode(text + at, len - at, &code);
        if (n == 0)
            return;
        enum glyph glyph = glyph_of(code);
        if (glyph == GLYPH_MARK) {
            append(cell, text + at, n);
            marks++;
        }
        if (glyph == GLYPH_JOINER && latin && !joined) {
            append(cell, joiner_mark, sizeof joiner_mark - 1);
            joined = true;
            marks++;
        }
    }
}

/* What one grapheme of untrusted text looks like. */
static struct cell glyph_cell(const char *text, size_t len, enum look look)
{
    struct cell cell = {.width = (uint8_t)grapheme_width(text, len), .look = (uint8_t)look};
    uint32_t code = 0;
    size_t n = utf8_decode(text, len, &code);
    enum glyph glyph = n > 0 ? glyph_of(code) : GLYPH_NONE;
    switch (glyph) {
    case GLYPH_SPACING:
        append(&cell, text, n);
        add_marks(&cell, text + n, len - n, code < 0x300);
        break;
    case GLYPH_MARK:
        append(&cell, lone_base, sizeof lone_base - 1);
        add_marks(&cell, text, len, false);
        break;
    case GLYPH_JOINER:
    case GLYPH_INVISIBLE:
        append(&cell, invisible, sizeof invisible - 1);
        break;
    case GLYPH_NONE:
        append(&cell, replacement, sizeof replacement - 1);
        break;
    }
    return cell;
}

int canvas_text(struct canvas *c, int y, int x, int columns, enum look look, const char *text)
{
    if (x >= c->width || columns <= 0 || y < 0 || y >= c->height)
        return 0;
    int room = columns < c->width - x ? columns : c->width - x;
    bool cut = text_width(text) > room;
    int usable = cut ? room - 1 : room, used = 0;
    for (size_t n, len = strlen(text); len > 0; text += n, len -= n) {
        n = grapheme_len(text, len);
        struct cell cell = glyph_cell(text, n, look);
        if (used + cell.width > usable)
            break;
        put(c, y, x + used, &cell);
        used += cell.width;
    }
    if (!cut)
        return used;
    struct cell more = glyph_cell(ellipsis, sizeof ellipsis - 1, look);
    put(c, y, x + used, &more);
    canvas_fill(c, y, x + used + 1, 1, room - used - 1, look);
    return room;
}

int canvas_printf(struct canvas *c, int y, int x, int columns, enum look look, const char *format, ...)
{
    struct arena scratch = {0};
    va_list args;
    va_start(args, format);
    int used = canvas_text(c, y, x, columns, look, arena_vprintf(&scratch, format, args));
    va_end(args);
    arena_release(&scratch);
    return used;
}

int canvas_text_right(struct canvas *c, int y, int end, int columns, enum look look, const char *text)
{
    int need = text_width(text);
    int begin = end - (need < columns ? need : columns);
    canvas_text(c, y, begin, columns, look, text);
    return begin;
}

size_t canvas_line(size_t *next, const char *text, int columns)
{
    size_t at = 0, space = 0, len = strcspn(text, "\n");
    int used = 0;
    while (at < len) {
        size_t n = grapheme_len(text + at, len - at);
        int width = grapheme_width(text + at, n);
        if (text[at] == ' ')
            space = at;
        if (used + width > columns && (at > 0 || text[at] == ' ')) {
            size_t cut = space > 0 ? space : at;
            *next = cut + (text[cut] == ' ' ? 1 : 0);
            return cut;
        }
        used += width;
        at += n;
    }
    *next = len + (text[len] == '\n' ? 1 : 0);
    return len;
}

int canvas_wrap(struct canvas *c, int y, int x, int height, int columns, enum look look, const char *text)
{
    struct arena scratch = {0};
    int row = 0;
    while (columns > 0 && row < height && text[0] != '\0') {
        size_t next = 0, len = canvas_line(&next, text, columns);
        bool last = row + 1 == height && text[next] != '\0';
        const char *line =
            last ? arena_printf(&scratch, "%.*s%s", (int)len, text, ellipsis) : arena_strndup(&scratch, text, len);
        canvas_text(c, y + row, x, columns, look, line);
        text += next;
        row++;
    }
    arena_release(&scratch);
    return row;
}

void canvas_rule(struct canvas *c, int y, int x, int columns, const char *title)
{
    for (int i = 0; i < columns; i++)
        canvas_text(c, y, x + i, 1, LOOK_HEAD, "\u2500");
    if (title && title[0] != '\0' && columns > 4)
        canvas_printf(c, y, x + 1, columns - 2, LOOK_HEAD, " %s ", title);
}

void canvas_fill(struct canvas *c, int y, int x, int height, int columns, enum look look)
{
    struct cell space;
    blank(&space, look);
    int last = x + columns < c->width ? x + columns : c->width;
    for (int row = clamp(y, 0, c->height); row < y + height && row < c->height; row++)
        for (int column = x < 0 ? 0 : x; column < last; column++)
            put(c, row, column, &space);
}

void canvas_look(struct canvas *c, int y, int x, int columns, enum look look)
{
    if (y < 0 || y >= c->height)
        return;
    int last = columns > c->width - x ? c->width : x + columns;
    for (int column = x < 0 ? 0 : x; column < last; column++)
        cell_at(c, y, column)->look = (uint8_t)look;
}

void canvas_cursor(struct canvas *c, int y, int x)
{
    c->cursor = true;
    c->cursor_y = clamp(y, 0, c->height - 1);
    c->cursor_x = clamp(x, 0, c->width - 1);
}

void canvas_dump_text(struct buf *out, const struct canvas *c)
{
    for (int y = 0; y < c->height; y++) {
        int last = c->width;
        while (last > 0 && strcmp(cell_at(c, y, last - 1)->text, " ") == 0)
            last--;
        for (int x = 0; x < last; x++)
            buf_puts(out, cell_at(c, y, x)->text);
        buf_putc(out, '\n');
    }
}

void canvas_dump_looks(struct buf *out, const struct canvas *c)
{
    for (int y = 0; y < c->height; y++) {
        struct buf line = {0};
        bool plain = true;
        for (int x = 0, run; x < c->width; x += run) {
            uint8_t look = cell_at(c, y, x)->look;
            for (run = 1; x + run < c->width && cell_at(c, y, x + run)->look == look; run++)
                continue;
            plain = plain && look == LOOK_TEXT;
            buf_printf(&line, " %c*%d", look_letter(look), run);
        }
        if (!plain)
            buf_printf(out, "%d:%s\n", y, buf_text(&line));
        buf_release(&line);
    }
    if (c->cursor)
        buf_printf(out, "cursor %d,%d\n", c->cursor_y, c->cursor_x);
    else
        buf_puts(out, "cursor off\n");
}
