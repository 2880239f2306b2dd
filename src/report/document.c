/* Blocks of text without any form: appending to a list, and counting. */
#include "fascia/report/document.h"

#include "fascia/base/err.h"

#include <string.h>

void document_init(struct document *d, struct arena *a)
{
    *d = (struct document){.arena = a};
}

static struct block *add_block(struct document *d, enum block_kind kind, size_t columns)
{
    struct block *b = arena_push(d->arena, &d->blocks, &d->blocks_len, sizeof *b);
    b->kind = kind;
    b->columns = columns;
    return b;
}

void document_heading(struct document *d, int level, const char *text)
{
    struct block *b = add_block(d, BLOCK_HEADING, 1);
    b->level = level;
    b->text = text;
}

void document_paragraph(struct document *d, const char *text)
{
    if (text && *text)
        add_block(d, BLOCK_PARAGRAPH, 1)->text = text;
}

void document_list(struct document *d, bool ordered)
{
    add_block(d, BLOCK_LIST, 1)->ordered = ordered;
}

void document_pairs(struct document *d)
{
    add_block(d, BLOCK_PAIRS, 2);
}

void document_table(struct document *d, const char *const *heads, size_t columns, unsigned right)
{
    add_block(d, BLOCK_TABLE, columns)->right = right;
    document_row(d, heads);
}

void document_box(struct document *d, const char *title)
{
    add_block(d, BLOCK_BOX, 1)->text = title;
}

/* The block that rows go to: the last one. */
static struct block *open_block(struct document *d)
{
    struct block *b = d->blocks_len > 0 ? &d->blocks[d->blocks_len - 1] : NULL;
    if (!b || b->kind == BLOCK_HEADING || b->kind == BLOCK_PARAGRAPH)
        BUG("a row without a table, list or box");
    return b;
}

static void add_cells(struct document *d, const char *const *cells, size_t len)
{
    struct block *b = open_block(d);
    if (b->columns != len)
        BUG("%zu cells in a block of %zu columns", len, b->columns);
    for (size_t i = 0; i < len; i++)
        *(const char **)arena_push(d->arena, &b->cells, &b->cells_len, sizeof *b->cells) = cells[i] ? cells[i] : "";
}

void document_row(struct document *d, const char *const *cells)
{
    add_cells(d, cells, open_block(d)->columns);
}

void document_item(struct document *d, const char *text)
{
    add_cells(d, &text, 1);
}

void document_pair(struct document *d, const char *key, const char *value)
{
    if (value && *value)
        add_cells(d, (const char *const[]){key, value}, 2);
}

bool block_is_empty(const struct block *b)
{
    return (b->kind == BLOCK_LIST || b->kind == BLOCK_PAIRS) && b->cells_len == 0;
}

static size_t words_of(const char *text)
{
    size_t words = 0;
    while (text && *text) {
        text += strspn(text, " \n\t");
        words += *text != '\0';
        text += strcspn(text, " \n\t");
    }
    return words;
}

size_t document_words(const struct document *d)
{
    size_t words = 0;
    for (size_t i = 0; i < d->blocks_len; i++) {
        const struct block *b = &d->blocks[i];
        words += words_of(b->text);
        for (size_t k = 0; k < b->cells_len; k++)
            words += words_of(b->cells[k]);
    }
    return words;
}
