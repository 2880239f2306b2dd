/**
 * One soft-tissue release of a session: which structure, how it was locked and moved, and the dose.
 *
 * All text is borrowed; catalogue references are ids; `extra` as in finding.h.
 */
#ifndef FASCIA_MODEL_RELEASE_H
#define FASCIA_MODEL_RELEASE_H

#include "fascia/base/arena.h"
#include "fascia/base/err.h"
#include "fascia/model/catalogue.h"
#include "fascia/model/finding.h"

enum release_type { RELEASE_NONE, RELEASE_PASSIVE, RELEASE_ACTIVE, RELEASE_WEIGHT_BEARING };

/** Limits of a dose; each starts at 1, and 0 stands for not recorded. */
enum {
    RELEASE_LOCKS_MOST = 30, /* lock points */
    RELEASE_REPS_MOST = 20,  /* repetitions a point */
    RELEASE_SECONDS_MOST = 5400,
    RELEASE_PRESSURE_MOST = 10, /* as the client rates it */
};

struct release {
    const char *structure, *region; /* region: the structure's, unless corrected */
    enum side side;
    enum release_type type;
    int locks, reps, seconds; /* 0 = not recorded */
    int pressure;             /* client-rated; 0 = not recorded */
    const char *depth;        /* light, moderate, deep: only when no number was given; else NULL */
    const char *contact, *medium, *movement, *position, *speed, *site, *layer; /* ids of words / movement, or NULL */
    const char *note;
    enum origin origin;
    const char *extra;
};

const char *release_type_word(enum release_type t);  /* passive, active, weight-bearing */
const char *release_type_short(enum release_type t); /* P, A, WB */
MUST_USE bool release_type_parse(enum release_type *out, const char *word, struct err *e);

/** Shape limits of one row (ids known, side allowed, dose in range). ERR_RANGE or ERR_INVALID names the limit. */
MUST_USE bool release_check(const struct catalogue *c, const struct release *r, struct err *e);

/** What to be shown when it is entered: the structure's caution, or that it is not released this way; NULL = nothing.
 * Never a reason to refuse. */
const char *release_caution(const struct catalogue *c, const struct release *r, struct arena *a);

#endif
