/**
 * A document: blocks of text without any form. Letters and reports are built as one, and text.h, markdown.h and what is
 * to come give it a form. No markup exists inside a text: every character stands for itself.
 *
 * Text is borrowed and must live as long as the document; line feeds in it are line breaks. Blocks live in the arena.
 */
#ifndef FASCIA_REPORT_DOCUMENT_H
#define FASCIA_REPORT_DOCUMENT_H

#include "fascia/base/arena.h"

#include <stdbool.h>

enum block_kind {
    BLOCK_HEADING,   /* text, level 1 (the document's title) to 3 */
    BLOCK_PARAGRAPH, /* text */
    BLOCK_LIST,      /* cells: one item a row; ordered = numbered */
    BLOCK_PAIRS,     /* cells: key and value of each row */
    BLOCK_TABLE,     /* cells: rows of `columns`, the first row the heads */
    BLOCK_BOX,       /* text: its title; cells: one line a row. What must be seen first */
};

struct block {
    enum block_kind kind;
    int level;
    bool ordered;
    const char *text;
    size_t columns;     /* cells in a row; at least 1 */
    unsigned right;     /* BLOCK_TABLE: bit i = column i holds numbers, aligned to the right */
    const char **cells; /* never NULL inside */
    size_t cells_len;   /* rows * columns */
};

struct document {
    struct arena *arena;
    const char *footer; /* for every page: whom it is about; NULL = none */
    struct block *blocks;
    size_t blocks_len;
};

/** Zero-initialises; everything that is added goes into a. */
void document_init(struct document *d, struct arena *a);

void document_heading(struct document *d, int level, const char *text);
void document_paragraph(struct document *d, const char *text); /* nothing is added for NULL and "" */

/* Opens a block that rows are added to. */
void document_list(struct document *d, bool ordered);
void document_pairs(struct document *d);
void document_table(struct document *d, const char *const *heads, size_t columns, unsigned right);
void document_box(struct document *d, const char *title);

/** Adds a row to the last block: as many cells as it has columns; NULL stands for "". */
void document_row(struct document *d, const char *const *cells);
void document_item(struct document *d, const char *text); /* list, box */
void document_pair(struct document *d, const char *key,
                   const char *value); /* nothing is added when value is NULL or "" */

/** A list or pairs to which nothing was added: shown as nothing. */
bool block_is_empty(const struct block *b);

/** Words in all blocks, as a measure of length: one A4 side holds about 400. */
size_t document_words(const struct document *d);

#endif
