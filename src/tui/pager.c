/* The place is kept as a line of the wrapped text, so after a resize it is about where it was. */
#include "pager.h"

static int columns_of(int columns)
{
    return columns < PAGER_COLUMNS_MAX ? columns : PAGER_COLUMNS_MAX;
}

static int lines_of(const char *text, int columns)
{
    int lines = 0;
    while (text[0] && columns > 0) {
        size_t next;
        (void)canvas_line(&next, text, columns);
        text += next;
        lines++;
    }
    return lines;
}

static int clamped(int top, int lines, int height)
{
    int last = lines > height ? lines - height : 0;
    return top < 0 ? 0 : top > last ? last : top;
}

void pager_move(struct pager *p, int by, int height, int columns)
{
    p->top = clamped(p->top + by, lines_of(p->text, columns_of(columns)), height);
}

void pager_draw(const struct pager *p, struct canvas *c, int y, int x, int height, int columns)
{
    int wide = columns_of(columns);
    int lines = lines_of(p->text, wide);
    int top = clamped(p->top, lines, height);
    const char *text = p->text;
    struct arena scratch = {0};
    for (int line = 0; line < top + height && text[0]; line++) {
        size_t next;
        size_t len = canvas_line(&next, text, wide);
        if (line >= top)
            canvas_text(c, y + line - top, x, wide, LOOK_TEXT, arena_strndup(&scratch, text, len));
        text += next;
    }
    if (lines > top + height)
        canvas_text_right(c, y + height - 1, c->width, 20, LOOK_DIM,
                          arena_printf(&scratch, " ▼ %d more lines", lines - top - height));
    canvas_cursor(c, y, x);
    arena_release(&scratch);
}
