/**
 * The record in words: short forms for columns, sentences for reading back and for letters. Pure; names come from the
 * catalogue, and an id that it does not know is shown as it is. Left and right are spelled out in sentences.
 *
 * Everything returned lives in the arena, in the catalogue or in the row; nothing is ever NULL.
 */
#ifndef FASCIA_MODEL_WORDS_H
#define FASCIA_MODEL_WORDS_H

#include "fascia/model/session.h"

/** "10.5", "62", "4-", "positive", "n/t"; "" for no value. Decimals by the scale's step; scale may be NULL. */
const char *value_format(const struct value *v, const struct scale *scale, struct arena *a);

/** With its unit: "10.5 cm", "78°", "6 of 10", "2 (moderate)", "positive", "not tested (declined)"; "" for no value. */
const char *value_phrase(const struct value *v, const struct scale *scale, struct arena *a);

/**
 * Text typed into a cell. Comma as point; a unit is allowed if it is the scale's (mm and cm convert; /10 where 10 is
 * the maximum); +, ++, +++, pos, neg, n/t; grades with blanks for hyphens. The grade of *out belongs to the scale.
 * ERR_INVALID, or ERR_RANGE naming the limits; *out untouched on failure.
 */
MUST_USE bool value_parse(struct value *out, const char *text, const struct scale *scale, struct err *e);

/** Change pre -> post for the delta column: "+1.0", "-2", "pos>neg", "same"; "" without both values.
 * *direction +1 better, -1 worse, 0 same or not judged. scale may be NULL. */
const char *finding_change(const struct finding *f, const struct scale *scale, int *direction, struct arena *a);

/* "knee-to-wall", "calf tightness", "shoulder external rotation, passive": without side and value, for lists. */
const char *finding_label(const struct catalogue *c, const struct finding *f, struct arena *a);

/* "L KTW 10.5>11.5": for columns. */
const char *finding_short(const struct catalogue *c, const struct finding *f, struct arena *a);

/* "Left weight-bearing lunge (knee to wall)": what was examined and how, for tables of a letter. */
const char *finding_subject(const struct catalogue *c, const struct finding *f, struct arena *a);

/* "Left weight-bearing lunge (knee to wall) 10.5 cm before, 11.5 cm after." */
const char *finding_sentence(const struct catalogue *c, const struct finding *f, struct arena *a);

/* "gastrocnemius" */
const char *release_label(const struct catalogue *c, const struct release *r, struct arena *a);

/* "4x5 60 s @4", "3x", "3x30 s", "60 s deep"; "" when nothing was recorded */
const char *release_dose(const struct release *r, struct arena *a);

/* "L gastroc WB 3x" */
const char *release_short(const struct catalogue *c, const struct release *r, struct arena *a);

/* "Weight-bearing release of the left gastrocnemius: 3 repetitions." */
const char *release_sentence(const struct catalogue *c, const struct release *r, struct arena *a);

/* "L calf" and "left calf" */
const char *place_label(const struct catalogue *c, struct place p, struct arena *a);
const char *place_phrase(const struct catalogue *c, struct place p, struct arena *a);

/** The whole session, one sentence a line, as it is read back at signing. "" for an empty one. */
const char *session_sentences(const struct catalogue *c, const struct session *s, struct arena *a);

/** One line for lists: releases grouped ("WB L gastroc 3x · A L soleus 3x"), or why there is none. */
const char *session_summary(const struct catalogue *c, const struct session *s, struct arena *a);

#endif
