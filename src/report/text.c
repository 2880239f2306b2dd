/*
 * A document as plain text.
 *
 * Headings are underlined, boxes framed in ASCII, so that meaning never hangs on a font. A paragraph is broken at 78
 * columns: what a terminal, a mail and a printed page all show without breaking it again.
 */
#include "fascia/report/text.h"

#include "text_internal.h"
#include "wrap_internal.h"

#include <string.h>

void text_repeat(struct buf *out, char c, int n)
{
    for (int i = 0; i < n; i++)
        buf_putc(out, c);
}

/* A tab has no width of its own here: it was measured as a blank. */
static void add_visible(struct buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        buf_putc(out, text[i] == '\t' ? ' ' : text[i]);
}

void text_line(struct buf *out, int indent, const char *line, size_t len)
{
    if (len > 0) {
        text_repeat(out, ' ', indent);
        add_visible(out, line, len);
    }
    while (out->len > 0 && out->data[out->len - 1] == ' ') /* of a mark or a key before an empty line */
        out->data[--out->len] = '\0';
    buf_putc(out, '\n');
}

/* Wrapped text; the first line goes on where the caller has already written `indent` columns. */
static void add_hanging(struct buf *out, int indent, const char *text)
{
    const char *line;
    size_t len;
    bool first = true;
    while (wrap_next(&line, &len, &text, TEXT_COLUMNS - indent)) {
        text_line(out, first ? 0 : indent, line, len);
        first = false;
    }
    if (first)
        buf_putc(out, '\n');
}

static void add_wrapped(struct buf *out, const char *text)
{
    const char *line;
    size_t len;
    while (wrap_next(&line, &len, &text, TEXT_COLUMNS))
        text_line(out, 0, line, len);
}

static void add_heading(struct buf *out, const struct block *b)
{
    size_t start = out->len;
    add_wrapped(out, b->text);
    if (b->level > 2 || out->len == start)
        return;
    int columns = longest_line(buf_text(out) + start);
    text_repeat(out, b->level == 1 ? '=' : '-', columns);
    buf_putc(out, '\n');
}

static void add_list(struct buf *out, const struct block *b)
{
    for (size_t i = 0; i < b->cells_len; i++) {
        size_t start = out->len;
        if (b->ordered)
            buf_printf(out, "%2zu. ", i + 1);
        else
            buf_puts(out, "- ");
        add_hanging(out, (int)(out->len - start), b->cells[i]);
    }
}

static void add_pairs(struct buf *out, const struct block *b)
{
    int widest = 0;
    for (size_t i = 0; i < b->cells_len; i += 2) {
        int columns = longest_line(b->cells[i]);
        widest = columns > widest && columns <= TEXT_COLUMNS / 2 ? columns : widest;
    }
    for (size_t i = 0; i < b->cells_len; i += 2) {
        int used = longest_line(b->cells[i]);
        if (used > widest) { /* a key too long for the column has lines of its own */
            add_wrapped(out, b->cells[i]);
            used = 0;
        } else {
            add_visible(out, b->cells[i], strlen(b->cells[i]));
        }
        text_repeat(out, ' ', widest + 2 - used);
        add_hanging(out, widest + 2, b->cells[i + 1]);
    }
}

static void add_box_line(struct buf *out, const char *line, size_t len)
{
    buf_puts(out, "| ");
    add_visible(out, line, len);
    text_repeat(out, ' ', TEXT_COLUMNS - 4 - columns_of(line, len));
    buf_puts(out, " |\n");
}

static void add_box_rule(struct buf *out)
{
    buf_putc(out, '+');
    text_repeat(out, '-', TEXT_COLUMNS - 2);
    buf_puts(out, "+\n");
}

static void add_box_text(struct buf *out, const char *text)
{
    const char *line;
    size_t len;
    while (wrap_next(&line, &len, &text, TEXT_COLUMNS - 4))
        add_box_line(out, line, len);
}

static void add_box(struct buf *out, const struct block *b)
{
    add_box_rule(out);
    add_box_text(out, b->text);
    for (size_t i = 0; i < b->cells_len; i++)
        add_box_text(out, b->cells[i]);
    add_box_rule(out);
}

static void add_block(struct buf *out, const struct block *b)
{
    switch (b->kind) {
    case BLOCK_HEADING:
        add_heading(out, b);
        break;
    case BLOCK_PARAGRAPH:
        add_wrapped(out, b->text);
        break;
    case BLOCK_LIST:
        add_list(out, b);
        break;
    case BLOCK_PAIRS:
        add_pairs(out, b);
        break;
    case BLOCK_TABLE:
        text_table(out, b);
        break;
    case BLOCK_BOX:
        add_box(out, b);
        break;
    }
}

void document_text(struct buf *out, const struct document *d)
{
    for (size_t i = 0; i < d->blocks_len; i++) {
        if (block_is_empty(&d->blocks[i]))
            continue;
        bool after_heading = i > 0 && d->blocks[i - 1].kind == BLOCK_HEADING && d->blocks[i - 1].level > 1;
        if (i > 0 && !after_heading)
            buf_putc(out, '\n');
        add_block(out, &d->blocks[i]);
    }
    if (!d->footer)
        return;
    buf_putc(out, '\n');
    text_repeat(out, '-', TEXT_COLUMNS);
    buf_putc(out, '\n');
    add_wrapped(out, d->footer);
}
