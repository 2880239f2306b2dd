/*
 * A document as CommonMark, with the table extension.
 *
 * Everything typed is escaped with backslashes: whatever starts markup inside a line always, whatever starts a block
 * only at the start of a line, where it would be noise elsewhere ("10.5" keeps its point). A bare address would be made
 * a link by some readers, so its colon or point is escaped too. There is no HTML in the output, and none gets through.
 */
#include "fascia/report/markdown.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* Where in a line a text stands. */
enum place { AT_START, INSIDE };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool ends_marker(char c)
{
    return c == '\0' || c == ' ' || c == '\t' || c == '\n';
}

/* "12." or "12)" and a blank at the start of a line would begin a list: the length of the digits, else 0. */
static size_t list_number(const char *text)
{
    size_t n = 0;
    while (is_digit(text[n]))
        n++;
    bool marker = n > 0 && (text[n] == '.' || text[n] == ')') && ends_marker(text[n + 1]);
    return marker ? n : 0;
}

/* A list, a rule, or the underline of a heading. "-10" is none of them. */
static bool starts_block(const char *text)
{
    return *text == '=' || ((*text == '-' || *text == '+') && (ends_marker(text[1]) || text[1] == *text));
}

static bool is_inline_markup(char c)
{
    return strchr("\\`*_[]<>&|~!#$^{}", c) != NULL;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The colon of "https://" or "mailto:x", the point of "www.": `text` is where the line starts. */
static bool starts_link(const char *at, const char *text)
{
    if (*at == ':')
        return at > text && is_letter(at[-1]) && at[1] && at[1] != ' ' && at[1] != '\n';
    return *at == '.' && at - text >= 3 && strncasecmp(at - 3, "www", 3) == 0;
}

/* One line, to a line feed or the end; returns its bytes. */
static size_t add_line(struct buf *out, const char *text, enum place place)
{
    size_t at = strspn(text, " \t"); /* four blanks would be code, and others change nothing */
    size_t end = strcspn(text, "\n");
    size_t number = place == AT_START ? list_number(text + at) : 0;
    if (at > end)
        at = end;
    if (place == AT_START && at < end && starts_block(text + at))
        buf_putc(out, '\\');
    buf_add(out, text + at, number);
    if (number > 0)
        buf_putc(out, '\\');
    for (at += number; at < end; at++) {
        if (is_inline_markup(text[at]) || starts_link(text + at, text))
            buf_putc(out, '\\');
        buf_putc(out, text[at] == '\t' ? ' ' : text[at]);
    }
    while (out->len > 0 && out->data[out->len - 1] == ' ')
        out->data[--out->len] = '\0';
    return end;
}

/* Without blanks and empty lines at its ends: there they would end a paragraph, or stand where a break must not. */
static struct buf trimmed(const char *text)
{
    struct buf copy = {0};
    text += strspn(text, " \t\n");
    size_t len = strlen(text);
    while (len > 0 && strchr(" \t\n", text[len - 1]))
        len--;
    buf_add(&copy, text, len);
    return copy;
}

/* A cell of a table, a heading: all in one line. */
static void add_inline(struct buf *out, const char *text)
{
    struct buf copy = trimmed(text);
    for (const char *at = buf_text(&copy); *at;) {
        at += add_line(out, at, INSIDE);
        if (*at == '\n') {
            buf_putc(out, ' ');
            at++;
        }
    }
    buf_release(&copy);
}

/* Lines with hard breaks; those after the first are indented, to stay in a list item. */
static void add_lines(struct buf *out, const char *text, const char *indent)
{
    struct buf copy = trimmed(text);
    for (const char *at = buf_text(&copy); *at;) {
        at += add_line(out, at, AT_START);
        if (*at == '\n') {
            buf_printf(out, "\\\n%s", indent);
            at++;
        }
    }
    buf_putc(out, '\n');
    buf_release(&copy);
}

static void add_heading(struct buf *out, const struct block *b)
{
    for (int i = 0; i < b->level; i++)
        buf_putc(out, '#');
    buf_putc(out, ' ');
    add_inline(out, b->text);
    buf_putc(out, '\n');
}

static void add_list(struct buf *out, const struct block *b)
{
    for (size_t i = 0; i < b->cells_len; i++) {
        if (b->ordered)
            buf_printf(out, "%zu. ", i + 1);
        else
            buf_puts(out, "- ");
        add_lines(out, b->cells[i], b->ordered ? "   " : "  ");
    }
}

static void add_pairs(struct buf *out, const struct block *b)
{
    for (size_t i = 0; i < b->cells_len; i += 2) {
        buf_puts(out, "- **");
        add_inline(out, b->cells[i]);
        buf_puts(out, ":** ");
        add_inline(out, b->cells[i + 1]);
        buf_putc(out, '\n');
    }
}

static void add_table_row(struct buf *out, const struct block *b, size_t row)
{
    for (size_t i = 0; i < b->columns; i++) {
        buf_puts(out, "| ");
        add_inline(out, b->cells[row * b->columns + i]);
        buf_putc(out, ' ');
    }
    buf_puts(out, "|\n");
}

static void add_table(struct buf *out, const struct block *b)
{
    for (size_t row = 0; row < b->cells_len / b->columns; row++) {
        add_table_row(out, b, row);
        for (size_t i = 0; row == 0 && i < b->columns; i++)
            buf_puts(out, b->right & (1U << i) ? "| ---: " : "| --- ");
        if (row == 0)
            buf_puts(out, "|\n");
    }
}

static void add_box(struct buf *out, const struct block *b)
{
    buf_puts(out, "> **");
    add_inline(out, b->text);
    buf_puts(out, "**\n");
    for (size_t i = 0; i < b->cells_len; i++) {
        buf_puts(out, ">\n> ");
        add_lines(out, b->cells[i], "> ");
    }
}

static void add_block(struct buf *out, const struct block *b)
{
    switch (b->kind) {
    case BLOCK_HEADING:
        add_heading(out, b);
        break;
    case BLOCK_PARAGRAPH:
        add_lines(out, b->text, "");
        break;
    case BLOCK_LIST:
        add_list(out, b);
        break;
    case BLOCK_PAIRS:
        add_pairs(out, b);
        break;
    case BLOCK_TABLE:
        add_table(out, b);
        break;
    case BLOCK_BOX:
        add_box(out, b);
        break;
    }
}

void document_markdown(struct buf *out, const struct document *d)
{
    for (size_t i = 0; i < d->blocks_len; i++) {
        if (block_is_empty(&d->blocks[i]))
            continue;
        if (i > 0)
            buf_putc(out, '\n');
        add_block(out, &d->blocks[i]);
    }
    if (!d->footer)
        return;
    buf_puts(out, "\n---\n\n");
    add_lines(out, d->footer, "");
}
