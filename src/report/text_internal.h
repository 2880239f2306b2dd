/** Pieces of plain text that its two files share. Only for src/report. */
#ifndef FASCIA_REPORT_TEXT_INTERNAL_H
#define FASCIA_REPORT_TEXT_INTERNAL_H

#include "fascia/base/buf.h"
#include "fascia/report/document.h"

void text_repeat(struct buf *out, char c, int n);
void text_line(struct buf *out, int indent, const char *line, size_t len); /* an empty one without its indent */
void text_table(struct buf *out, const struct block *b);

#endif
