/**
 * The record in words: short forms for columns, sentences for reading back and for letters. Pure; labels come from the
 * catalogue. Left and right are spelled out in sentences.
 */
#ifndef FASCIA_MODEL_WORDS_H
#define FASCIA_MODEL_WORDS_H

#include "fascia/model/session.h"

/** "10.5", "62", "4-", "positive", "n/t"; "" for no value. Decimals by the scale's step. */
const char *value_format(const struct value *v, const struct scale *scale, struct arena *a);
/** Text typed into a cell. Comma as point; unit allowed if it is the scale's (mm and cm convert); +, ++, neg, pos, n/t.
 *  ERR_INVALID, or ERR_RANGE naming the limits; *out untouched on failure. */
MUST_USE bool value_parse(struct value *out, const char *text, const struct scale *scale, struct err *e);

/** Change pre -> post for the delta column: "+1.0", "-2", "pos>neg"; *direction +1 better, -1 worse, 0 same or not
 * judged. */
const char *finding_change(const struct finding *f, const struct scale *scale, int *direction, struct arena *a);

const char *finding_label(const struct catalogue *c, const struct finding *f,
                          struct arena *a); /* "knee-to-wall" "calf tightness" */
const char *finding_short(const struct catalogue *c, const struct finding *f, struct arena *a); /* "L KTW 10.5>11.5" */
const char *finding_sentence(const struct catalogue *c, const struct finding *f,
                             struct arena *a); /* "Left knee-to-wall 10.5 cm before, 11.5 cm after." */
const char *release_label(const struct catalogue *c, const struct release *r, struct arena *a); /* "gastrocnemius" */
const char *release_dose(const struct release *r, struct arena *a);                             /* "4x5 60 s @4" */
const char *release_short(const struct catalogue *c, const struct release *r, struct arena *a); /* "L gastroc WB 3x" */
const char *release_sentence(const struct catalogue *c, const struct release *r, struct arena *a);
const char *place_label(const struct catalogue *c, struct place p, struct arena *a); /* "L calf" */
/** The whole session, one sentence a line, as it will stand in a letter or be read back at signing. */
const char *session_sentences(const struct catalogue *c, const struct session *s, struct arena *a);
/** One line for lists: releases grouped ("WB L gastroc 3x · A L soleus 3x"). */
const char *session_summary(const struct catalogue *c, const struct session *s, struct arena *a);

#endif
