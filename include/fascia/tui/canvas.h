/**
 * A grid of cells: what a screen shows, without a terminal. Views draw into it, term.c carries it to curses, tests
 * print it.
 *
 * canvas_text is the only way from text to cells, and text from outside is untrusted. So no cell ever holds a control
 * character, a bidi control, an invisible character or more marks than a terminal bears; everything outside the grid is
 * clipped. Drawing never fails.
 */
#ifndef FASCIA_TUI_CANVAS_H
#define FASCIA_TUI_CANVAS_H

#include "fascia/base/arena.h"
#include "fascia/base/buf.h"
#include "fascia/tui/theme.h"

#include <stdint.h>

enum { CANVAS_CELL_BYTES = 24, CANVAS_MARKS_MAX = 4, CANVAS_COLUMNS_MAX = 500, CANVAS_ROWS_MAX = 300 };

struct cell {
    char text[CANVAS_CELL_BYTES]; /* one grapheme, NUL-ended: a character and at most CANVAS_MARKS_MAX marks; "" =
                      covered by the left one */
    uint8_t width;                /* 1 or 2 columns; 0 = covered */
    uint8_t look;                 /* enum look */
};

struct canvas {
    int width, height;
    struct cell *cells;     /* height rows of width */
    bool cursor;            /* is the hardware cursor shown? */
    int cursor_y, cursor_x; /* always inside while it is shown */
    struct arena memory;
};

/** Zero-initialise first. Sizes are cut to 1..CANVAS_COLUMNS_MAX and 1..CANVAS_ROWS_MAX. What it showed is wiped. */
void canvas_resize(struct canvas *c, int width, int height);
void canvas_release(struct canvas *c);
void canvas_clear(struct canvas *c); /* all spaces, LOOK_TEXT, no cursor */

const struct cell *canvas_cell(const struct canvas *c, int y, int x); /* NULL outside */

/**
 * Writes text from column x, at most `columns` wide (INT_MAX: to the edge), and returns the columns used.
 *
 * Too long: cut at a grapheme border, and the last column says "…". A wide character that would stick out is replaced.
 * Controls and invalid bytes become U+FFFD, bidi controls and invisible characters U+25AF, marks beyond
 * CANVAS_MARKS_MAX go. A line feed or tab is a control here: wrap first.
 */
int canvas_text(struct canvas *c, int y, int x, int columns, enum look look, const char *text);
int canvas_printf(struct canvas *c, int y, int x, int columns, enum look look, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/** The same, ending before column `end`; returns the column it began at. */
int canvas_text_right(struct canvas *c, int y, int end, int columns, enum look look, const char *text);

/** Words wrapped to `columns`, obeying line feeds, at most `height` rows (then the last ends in "…"); rows used. */
int canvas_wrap(struct canvas *c, int y, int x, int height, int columns, enum look look, const char *text);

/** How canvas_wrap breaks: the bytes of the first line of text, and in *next where the one after it begins. */
size_t canvas_line(size_t *next, const char *text, int columns);

/** A rule "─ title ─────"; title NULL or "": only the rule. */
void canvas_rule(struct canvas *c, int y, int x, int columns, const char *title);

void canvas_fill(struct canvas *c, int y, int x, int height, int columns, enum look look); /* spaces */
void canvas_look(struct canvas *c, int y, int x, int columns, enum look look);             /* keeps the text */
void canvas_cursor(struct canvas *c, int y, int x);                                        /* clamped to the grid */

/**
 * The same grapheme in ASCII and in as many columns: drawing characters by a table, letters without their accents, else
 * '?'. letters false: letters stay, only symbols that plain fonts lack are replaced (the Linux console).
 */
void canvas_ascii(char out[CANVAS_CELL_BYTES], const struct cell *cell, bool letters);

/** The rows as text, trailing spaces cut, one line feed each. */
void canvas_dump_text(struct buf *out, const struct canvas *c);
/** Rows that are not all LOOK_TEXT as "y: letter*count ..." and the cursor as "cursor y,x" or "cursor off". */
void canvas_dump_looks(struct buf *out, const struct canvas *c);

#endif
