/** Pieces of the record's wording that several files need. Only for src/model. */
#ifndef FASCIA_MODEL_WORDS_INTERNAL_H
#define FASCIA_MODEL_WORDS_INTERNAL_H

#include "fascia/model/words.h"

/** A catalogue name inside a sentence: "Weight-bearing lunge (knee to wall)" -> "weight-bearing lunge (knee to wall)".
 * Names of people and abbreviations keep their capital. */
const char *name_phrase(const char *name, struct arena *a);

/** The same without what stands in brackets. */
const char *name_plain(const char *name, struct arena *a);

/** With a capital first letter. */
const char *sentence_case(const char *text, struct arena *a);

/** Text as an item of a sentence: without the full stop at its end. */
const char *without_stop(const char *text, struct arena *a);

/** As value_format, with "pos", "neg" and "equiv". */
const char *value_short(const struct value *v, const struct scale *scale, struct arena *a);

const char *movement_phrase(const struct catalogue *c, const char *id, struct arena *a);
const char *target_phrase(const struct catalogue *c, const struct finding *f, struct arena *a); /* for sentences */
const char *target_label(const struct catalogue *c, const struct finding *f, struct arena *a);  /* for lists */
const char *target_short(const struct catalogue *c, const struct finding *f, struct arena *a);  /* for columns */
const char *structure_phrase(const struct catalogue *c, const char *id, struct arena *a);
const char *structure_short(const struct catalogue *c, const char *id);
const char *region_phrase(const struct catalogue *c, const char *id, struct arena *a);
const char *word_label(const struct catalogue *c, const char *group, const char *id);

/** "L " or "" where there is no side to show. */
const char *side_prefix(enum side side, struct arena *a);

#endif
