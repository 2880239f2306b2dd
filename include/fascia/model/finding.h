/**
 * One finding of a session: what was examined, where, and its value before and after the treatment.
 *
 * All text is borrowed. Catalogue references are ids. A measured value is an integer of tenths of the catalogue's unit.
 * `extra` holds, as canonical JSON text, keys that this version does not know: they survive a read and a write.
 */
#ifndef FASCIA_MODEL_FINDING_H
#define FASCIA_MODEL_FINDING_H

#include "fascia/base/err.h"
#include "fascia/model/catalogue.h"

enum value_kind { VALUE_NONE, VALUE_NUMBER, VALUE_GRADE, VALUE_NOT_TESTED };

struct value {
    enum value_kind kind;
    int tenths;        /* VALUE_NUMBER */
    const char *grade; /* VALUE_GRADE: the catalogue's word; VALUE_NOT_TESTED: the reason or NULL */
    bool carried;      /* taken over from the last session by an explicit `=`; shown and stored as such */
};

/** Where a line of a session came from: never a value, only its shape is copied from an earlier session. */
enum origin { ORIGIN_NEW, ORIGIN_CARRIED, ORIGIN_EDITED };

struct finding {
    const char *kind;    /* id of config/findings.yaml: rom, test, measure, quality, pain, palpation-tenderness ... */
    const char *quality; /* kind quality only: tightness, weakness, swelling, spasm, numbness */
    enum target_bit on;  /* what `target` is an id of */
    const char *target;
    const char *about;  /* nprs-movement: the movement or test it was felt on; else NULL */
    const char *region; /* NULL for measures of the whole person */
    enum side side;
    /* ids of words, or NULL; mode and device of rom default to active and the movement's */
    const char *mode, *device, *position;
    struct value pre, post;
    const char *note;
    enum origin origin;
    const char *extra;
};

/** The scale that a finding's value is measured on, from its target or its kind; never NULL for a finding that passed
 * session_check. */
const struct scale *finding_scale(const struct catalogue *c, const struct finding *f);
/** May it have a POST value in the form? False for scores recalled over hours or days. */
bool finding_retests(const struct catalogue *c, const struct finding *f);

/** Is the value of the scale's kind, within its limits and on its step? ERR_RANGE or ERR_INVALID names the limit. */
MUST_USE bool value_check(const struct value *v, const struct scale *scale, struct err *e);

/** Shape limits of one row (ids known, side allowed, value in range). ERR_RANGE or ERR_INVALID names the limit. */
MUST_USE bool finding_check(const struct catalogue *c, const struct finding *f, struct err *e);

#endif
