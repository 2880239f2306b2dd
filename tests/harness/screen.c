/*
 * What is on the screen: cells, rows, needles, and golden files.
 *
 * A golden file is the screen as a person would read it: the rows, then where the attributes change, then the cursor.
 * It is made by the program (FASCIA_ACCEPT=1) and reviewed as a diff.
 */
#include "harness/internal.h"

#include "fascia/base/clock.h"
#include "fascia/base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int colour_of(const VTermColor *colour)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(colour) || !VTERM_COLOR_IS_INDEXED(colour))
        return -1;
    return colour->indexed.idx;
}

struct harness_cell harness_cell(struct harness *h, int y, int x)
{
    struct harness_cell cell = {.colour = -1};
    VTermScreenCell got;
    if (y < 0 || x < 0 || y >= h->height || x >= h->width ||
        !vterm_screen_get_cell(h->screen, (VTermPos){.row = y, .col = x}, &got))
        harness_fail(h, "there is no cell %d,%d", y, x);
    size_t len = 0;
    bool covered = got.chars[0] == (uint32_t)-1;
    for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && got.chars[i] != 0 && !covered; i++)
        len += utf8_encode(got.chars[i], cell.text + len);
    if (len == 0 && !covered)
        cell.text[len++] = ' ';
    cell.text[len] = '\0';
    cell.width = covered ? 0 : got.width;
    cell.colour = colour_of(&got.fg);
    cell.bold = got.attrs.bold;
    cell.underline = got.attrs.underline != 0;
    cell.reverse = got.attrs.reverse;
    cell.italic = got.attrs.italic;
    return cell;
}

void harness_size(const struct harness *h, int *width, int *height)
{
    *width = h->width;
    *height = h->height;
}

bool harness_cursor(const struct harness *h, int *y, int *x)
{
    *y = h->cursor.row;
    *x = h->cursor.col;
    return h->cursor_shown;
}

bool harness_alternate(const struct harness *h)
{
    return h->alternate;
}

const char *harness_row(struct harness *h, int y)
{
    struct buf row = {0};
    for (int x = 0; x < h->width; x++)
        buf_puts(&row, harness_cell(h, y, x).text);
    while (row.len > 0 && row.data[row.len - 1] == ' ')
        row.data[--row.len] = '\0';
    const char *text = arena_strdup(&h->memory, buf_text(&row));
    buf_release(&row);
    return text;
}

void harness_dump(struct harness *h)
{
    fprintf(stderr, "screen %dx%d, cursor %d,%d%s, %zu bytes sent, %zu handled\n", h->width, h->height, h->cursor.row,
            h->cursor.col, h->cursor_shown ? "" : " hidden", h->sent, h->idle.handled);
    for (int y = 0; y < h->height; y++)
        fprintf(stderr, "%3d|%s\n", y, harness_row(h, y));
}

/* A row with runs of blanks as one, so that a needle need not know the columns; columns gets the column of each byte.
 */
static void squeeze(struct harness *h, int y, struct buf *text, struct buf *columns)
{
    for (int x = 0; x < h->width; x++) {
        struct harness_cell cell = harness_cell(h, y, x);
        if (strcmp(cell.text, " ") == 0 && text->len > 0 && text->data[text->len - 1] == ' ')
            continue;
        buf_puts(text, cell.text);
        while (columns->len < text->len * 2)
            buf_u16(columns, (uint16_t)x);
    }
}

static bool find_in_row(struct harness *h, const char *needle, int y, int *x)
{
    struct buf text = {0}, columns = {0};
    squeeze(h, y, &text, &columns);
    const char *found = strstr(buf_text(&text), needle);
    if (found) {
        const char *at = columns.data + (found - buf_text(&text)) * 2;
        *x = (unsigned char)at[0] << 8 | (unsigned char)at[1];
    }
    buf_release(&text);
    buf_release(&columns);
    return found != NULL;
}

bool harness_find(struct harness *h, const char *text, int *y, int *x)
{
    for (int row = 0; row < h->height; row++)
        if (find_in_row(h, text, row, x)) {
            *y = row;
            return true;
        }
    return false;
}

void harness_expect(struct harness *h, const char *text)
{
    int y, x;
    int64_t begin = clock_monotonic_ms();
    while (!harness_find(h, text, &y, &x)) {
        int64_t left = begin + h->patience_ms - clock_monotonic_ms();
        if (left <= 0 || (h->master < 0 && !harness_pump(h, 0)))
            harness_fail(h, "'%s' is not on the screen", text);
        harness_pump(h, (int)left);
    }
}

void harness_absent(struct harness *h, const char *text)
{
    int y, x;
    harness_wait(h);
    if (harness_find(h, text, &y, &x))
        harness_fail(h, "'%s' is on the screen, at %d,%d", text, y, x);
}

static bool same_style(const struct harness_cell *a, const struct harness_cell *b)
{
    return a->bold == b->bold && a->underline == b->underline && a->reverse == b->reverse && a->italic == b->italic &&
           a->colour == b->colour;
}

static void add_style(struct buf *out, const struct harness_cell *cell, int run)
{
    struct harness_cell plain = {.colour = -1};
    buf_putc(out, ' ');
    if (same_style(cell, &plain))
        buf_putc(out, '.');
    buf_printf(out, "%s%s%s%s", cell->bold ? "b" : "", cell->underline ? "u" : "", cell->reverse ? "r" : "",
               cell->italic ? "i" : "");
    if (cell->colour >= 0)
        buf_printf(out, "%d", cell->colour);
    buf_printf(out, "*%d", run);
}

static void add_row_styles(struct buf *out, struct harness *h, int y)
{
    struct harness_cell plain = {.colour = -1};
    struct buf line = {0};
    bool any = false;
    for (int x = 0, run; x < h->width; x += run) {
        struct harness_cell first = harness_cell(h, y, x);
        for (run = 1; x + run < h->width; run++) {
            struct harness_cell next = harness_cell(h, y, x + run);
            if (!same_style(&first, &next))
                break;
        }
        any = any || !same_style(&first, &plain);
        add_style(&line, &first, run);
    }
    if (any)
        buf_printf(out, "%d:%s\n", y, buf_text(&line));
    buf_release(&line);
}

static bool matches(const char *text, const char *pattern)
{
    for (; *pattern; text++, pattern++)
        if (*pattern == '#' ? *text < '0' || *text > '9' : *text != *pattern)
            return false;
    return true;
}

/* Digits where the mask says so are zeros: a clock that runs on is not part of the picture. */
static void mask_row(char *row, const char *mask)
{
    for (char *at = row; *at; at++)
        for (size_t i = 0; matches(at, mask) && mask[i]; i++)
            if (mask[i] == '#')
                at[i] = '0';
}

void harness_mask(struct harness *h, const char *pattern)
{
    h->mask = pattern;
}

static void describe(struct buf *out, struct harness *h)
{
    buf_printf(out, "%dx%d\n", h->width, h->height);
    for (int y = 0; y < h->height; y++) {
        char *row = arena_strdup(&h->memory, harness_row(h, y));
        if (h->mask)
            mask_row(row, h->mask);
        buf_printf(out, "%s\n", row);
    }
    buf_puts(out, "--\n");
    for (int y = 0; y < h->height; y++)
        add_row_styles(out, h, y);
    if (h->cursor_shown)
        buf_printf(out, "cursor %d,%d\n", h->cursor.row, h->cursor.col);
    else
        buf_puts(out, "cursor off\n");
}

static bool read_text(struct buf *out, const char *path)
{
    char bytes[4096];
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, file)) > 0;)
        buf_add(out, bytes, n);
    (void)fclose(file);
    return true;
}

static void accept_golden(struct harness *h, const char *path, const struct buf *screen)
{
    FILE *file = fopen(path, "w");
    if (!file || fwrite(screen->data, 1, screen->len, file) != screen->len || fclose(file) != 0)
        harness_fail(h, "cannot write '%s': %s", path, strerror(errno));
    fprintf(stderr, "accepted %s\n", path);
}

/* Prints the first line that differs. */
static void explain(const char *have, const char *want)
{
    for (int line = 1; *have || *want; line++) {
        size_t n = strcspn(have, "\n"), m = strcspn(want, "\n");
        if (n != m || strncmp(have, want, n) != 0) {
            fprintf(stderr, "line %d\n  is     %.*s\n  wanted %.*s\n", line, (int)n, have, (int)m, want);
            return;
        }
        have += n + (have[n] != '\0');
        want += m + (want[m] != '\0');
    }
}

void harness_golden(struct harness *h, const char *name)
{
    const char *root = getenv("FASCIA_SOURCE_DIR"), *accept = getenv("FASCIA_ACCEPT");
    const char *path = arena_printf(&h->memory, "%s/tests/screens/%s.screen", root ? root : ".", name);
    struct buf screen = {0}, golden = {0};
    harness_wait(h);
    describe(&screen, h);
    bool known = read_text(&golden, path);
    bool same = known && strcmp(buf_text(&screen), buf_text(&golden)) == 0;
    if (!same && accept && accept[0] == '1') {
        accept_golden(h, path, &screen);
        same = true;
    }
    if (!same && known)
        explain(buf_text(&screen), buf_text(&golden));
    buf_release(&screen);
    buf_release(&golden);
    if (!same)
        harness_fail(h, "the screen is not that of %s; FASCIA_ACCEPT=1 accepts it", path);
}
