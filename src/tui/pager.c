/* The place is kept as a line of the wrapped text, so after a resize it is about where it was. */
#include "pager.h"

#include "fascia/base/utf8.h"

#include <string.h>

/* Bytes of the next line, and where the one after it begins. */
static size_t next_line(size_t *next, const struct pager *p, const char *text, int columns)
{
    if (!p->fixed)
        return canvas_line(next, text, columns);
    size_t len = strcspn(text, "\n");
    *next = len + (text[len] == '\n' ? 1 : 0);
    return len;
}

static int columns_of(int columns)
{
    return columns < PAGER_COLUMNS_MAX ? columns : PAGER_COLUMNS_MAX;
}

static int count_lines(const struct pager *p, int columns)
{
    int lines = 0;
    for (const char *text = p->text; text[0] && columns > 0; lines++) {
        size_t next;
        (void)next_line(&next, p, text, columns);
        text += next;
    }
    return lines;
}

static int clamped(int at, int last)
{
    return at < 0 || last < 0 ? 0 : at > last ? last : at;
}

void pager_move(struct pager *p, int by, int height, int columns)
{
    p->top = clamped(p->top + by, count_lines(p, columns_of(columns)) - height);
}

void pager_shift(struct pager *p, int by, int columns)
{
    struct arena scratch = {0};
    int longest = 0;
    for (const char *text = p->text; text[0];) {
        size_t next;
        size_t len = next_line(&next, p, text, columns);
        int width = text_width(arena_strndup(&scratch, text, len));
        longest = width > longest ? width : longest;
        text += next;
    }
    p->left = clamped(p->left + by, longest - columns);
    arena_release(&scratch);
}

void pager_draw(const struct pager *p, struct canvas *c, int y, int x, int height, int columns)
{
    int wide = columns_of(columns);
    int lines = count_lines(p, wide);
    int top = clamped(p->top, lines - height);
    int shown = lines > top + height ? height - 1 : height; /* the last row says what is below */
    const char *text = p->text;
    struct arena scratch = {0};
    for (int line = 0; line < top + shown && text[0]; line++) {
        size_t next;
        const char *whole = arena_strndup(&scratch, text, next_line(&next, p, text, wide));
        if (line >= top)
            canvas_text(c, y + line - top, x, wide, LOOK_TEXT, whole + text_fit(whole, p->left));
        text += next;
    }
    if (shown < height)
        canvas_text_right(c, y + shown, c->width, 20, LOOK_DIM,
                          arena_printf(&scratch, "▼ %d more lines", lines - top - shown));
    canvas_cursor(c, y, x);
    arena_release(&scratch);
}
