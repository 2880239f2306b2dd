/** A document as plain text of at most 78 columns, for a terminal, a file or a printer. */
#ifndef FASCIA_REPORT_TEXT_H
#define FASCIA_REPORT_TEXT_H

#include "fascia/base/buf.h"
#include "fascia/report/document.h"

enum { TEXT_COLUMNS = 78 };

/**
 * Appends the document, ending with one line feed. Lines break at blanks, and inside a word only where it is wider than
 * the line, never inside a grapheme. Tables are aligned in cells of a terminal; wide columns wrap.
 */
void document_text(struct buf *out, const struct document *d);

#endif
