/** Short forms spelled out where a reader first meets them. Only for src/report. */
#ifndef FASCIA_REPORT_ABBREVIATIONS_INTERNAL_H
#define FASCIA_REPORT_ABBREVIATIONS_INTERNAL_H

#include "fascia/base/arena.h"

/** Which are known to the reader already: bit i of the table. Zero-initialise, one a document. */
struct abbreviations {
    unsigned long long met;
};

/** "SLR" becomes "SLR (straight leg raise)", "(NPRS)" becomes "(numeric pain rating scale, NPRS)", once a document.
 * NULL gives NULL. */
const char *abbreviations_expand(struct abbreviations *known, const char *text, struct arena *a);

#endif
