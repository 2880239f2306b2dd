/** The client's side. A side is a field of a record, never part of an id. */
#ifndef FASCIA_MODEL_SIDE_H
#define FASCIA_MODEL_SIDE_H

#include "fascia/base/err.h"

enum side { SIDE_NONE, SIDE_LEFT, SIDE_RIGHT, SIDE_BILATERAL, SIDE_MIDLINE };

const char *side_word(enum side s);  /* "left" ...; "" for none: the form in records and JSON */
const char *side_short(enum side s); /* "L" "R" "B" "M"; " " for none: the form in narrow columns */
MUST_USE bool side_parse(enum side *out, const char *word, struct err *e); /* exactly a side_word */
enum side side_other(enum side s);                                         /* left <-> right; others unchanged */

#endif
