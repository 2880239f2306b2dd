/**
 * What a change from before to after may be called. Words, never a judgement that the numbers do not carry: without a
 * published error of measurement for the same way of measuring there is no verdict.
 *
 * The limits are the catalogue's (scale.mdc, scale.threshold; sources in the YAML rows).
 */
#ifndef FASCIA_REPORT_VERDICT_H
#define FASCIA_REPORT_VERDICT_H

#include "fascia/model/catalogue.h"
#include "fascia/model/finding.h"

enum verdict {
    VERDICT_NONE,         /* no limit is known for this way of measuring, or nothing was measured before */
    VERDICT_NOT_RETESTED, /* a value before, none after */
    VERDICT_WITHIN_ERROR, /* smaller than the error of measurement, or the same grade */
    VERDICT_CHANGED,      /* more than the error: not known to be better or worse, or not by as much as matters */
    VERDICT_IMPROVED,     /* better, and by as much as matters */
    VERDICT_WORSE,
};

/** "within measurement error", "improved, worthwhile" ...; "" for VERDICT_NONE. */
const char *verdict_word(enum verdict v);

/** Of one finding, pre to post. Ordinal grades count by one whole grade. */
enum verdict finding_verdict(const struct catalogue *c, const struct finding *f);

#endif
