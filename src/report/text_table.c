/*
 * Tables as aligned text.
 *
 * Every column gets the width of its widest line. Where that is too much for the page, the widest column gives up a
 * column at a time, down to its longest word and then below, and its cells wrap.
 */
#include "text_internal.h"

#include "fascia/base/err.h"
#include "fascia/report/text.h"
#include "wrap_internal.h"

enum { COLUMNS_MOST = 16, GAP = 2, NARROWEST = 4 };

struct layout {
    int width[COLUMNS_MOST];
    int least[COLUMNS_MOST]; /* the longest word of the column */
};

static void measure(struct layout *layout, const struct block *b)
{
    *layout = (struct layout){0};
    for (size_t i = 0; i < b->cells_len; i++) {
        size_t column = i % b->columns;
        int line = longest_line(b->cells[i]), word = longest_word(b->cells[i]);
        if (line > layout->width[column])
            layout->width[column] = line;
        if (word > layout->least[column])
            layout->least[column] = word;
    }
}

static int total(const struct layout *layout, size_t columns)
{
    int sum = GAP * ((int)columns - 1);
    for (size_t i = 0; i < columns; i++)
        sum += layout->width[i];
    return sum;
}

/* The widest column that may still shrink: first down to its longest word, then anyhow. */
static int *widest(struct layout *layout, size_t columns, bool break_words)
{
    int *found = NULL;
    for (size_t i = 0; i < columns; i++) {
        int least = break_words ? NARROWEST : layout->least[i];
        bool may = layout->width[i] > least && layout->width[i] > NARROWEST;
        if (may && (!found || layout->width[i] > *found))
            found = &layout->width[i];
    }
    return found;
}

static void shrink(struct layout *layout, size_t columns)
{
    for (int excess = total(layout, columns) - TEXT_COLUMNS; excess > 0; excess--) {
        int *column = widest(layout, columns, false);
        if (!column)
            column = widest(layout, columns, true);
        if (!column)
            return;
        (*column)--;
    }
}

/* One line of a row: the next line of each cell. False when no cell had any left. */
static bool row_line(struct buf *out, const struct layout *layout, const struct block *b, const char **rest)
{
    struct buf line = {0};
    bool any = false;
    int owed = 0; /* blanks before the next cell, so that no line ends in blanks */
    for (size_t i = 0; i < b->columns; i++) {
        const char *text = "";
        size_t len = 0;
        any = wrap_next(&text, &len, &rest[i], layout->width[i]) || any;
        int blank = layout->width[i] - columns_of(text, len);
        bool right = b->right & (1U << i);
        if (len > 0) {
            text_repeat(&line, ' ', owed + (right ? blank : 0));
            buf_add(&line, text, len);
            owed = right ? 0 : blank;
        } else {
            owed += layout->width[i];
        }
        owed += GAP;
    }
    if (any)
        text_line(out, 0, buf_text(&line), line.len);
    buf_release(&line);
    return any;
}

static void add_row(struct buf *out, const struct layout *layout, const struct block *b, size_t row)
{
    const char *rest[COLUMNS_MOST];
    for (size_t i = 0; i < b->columns; i++)
        rest[i] = b->cells[row * b->columns + i];
    while (row_line(out, layout, b, rest))
        ;
}

static void add_rule(struct buf *out, const struct layout *layout, size_t columns)
{
    for (size_t i = 0; i < columns; i++) {
        text_repeat(out, ' ', i > 0 ? GAP : 0);
        text_repeat(out, '-', layout->width[i]);
    }
    buf_putc(out, '\n');
}

void text_table(struct buf *out, const struct block *b)
{
    if (b->columns > COLUMNS_MOST)
        BUG("a table of %zu columns", b->columns);
    struct layout layout;
    measure(&layout, b);
    shrink(&layout, b->columns);
    for (size_t row = 0; row < b->cells_len / b->columns; row++) {
        add_row(out, &layout, b, row);
        if (row == 0)
            add_rule(out, &layout, b->columns);
    }
}
