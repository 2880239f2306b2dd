/** A document as CommonMark with tables. Nothing that anybody typed can become markup or HTML (docs/adr/0060). */
#ifndef FASCIA_REPORT_MARKDOWN_H
#define FASCIA_REPORT_MARKDOWN_H

#include "fascia/base/buf.h"
#include "fascia/report/document.h"

/** Appends the document, ending with one line feed. */
void document_markdown(struct buf *out, const struct document *d);

#endif
