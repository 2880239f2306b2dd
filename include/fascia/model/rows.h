/** The rows of the catalogue, one struct a file of config/. What all of them share is said in catalogue.h. */
#ifndef FASCIA_MODEL_ROWS_H
#define FASCIA_MODEL_ROWS_H

#include "fascia/model/scale.h"

#include <stdbool.h>
#include <stdint.h>

struct region {
    const char *id, *name, *caution; /* caution: NULL or a line shown when a lock is logged here */
    const struct region *parent;     /* NULL for whole-body */
    const char *const *aliases;
    size_t aliases_len;
    unsigned sides; /* bits 1u << enum side */
    unsigned views; /* 1 anterior, 2 posterior */
    uint16_t order; /* head to foot */
    bool retired;
};

enum feasible { FEASIBLE_NONE, FEASIBLE_POSSIBLE, FEASIBLE_TYPICAL };

struct structure {
    const char *id, *name, *kind, *group, *caution; /* group: id or NULL; caution may be NULL */
    const struct region *region;
    const char *const *aliases, *const *actions, *const *contra, *const *stretch, *const *positions; /* ids */
    size_t aliases_len, actions_len, contra_len, stretch_len, positions_len;
    enum feasible passive, active, weight_bearing;
    uint16_t order;
    bool retired;
};

struct movement {
    const char *id, *name, *abbr, *joint, *device, *opposite; /* abbr, device, opposite may be NULL */
    const struct region *region;
    struct scale scale;     /* SCALE_NONE when it has no routine measurement (rom: false) */
    int normal;             /* tenths, never a pass mark; -1 = no accepted reference */
    const char *mdc_device; /* the instrument that scale.mdc belongs to; NULL with mdc -1 */
    uint16_t order;
    bool sided, retired;
};

struct test {
    const char *id, *name, *suggests; /* what a positive or short result points towards, never a diagnosis */
    const struct region *region;
    const char *const *aliases;
    size_t aliases_len;
    struct scale scale;
    uint16_t order;
    bool sided, retired;
};

struct measure {
    const char *id, *name, *licence;
    const struct region *region;
    const char *const *aliases;
    size_t aliases_len;
    struct scale scale;
    int mcid, percent; /* tenths; percent of baseline (whole); -1 = none */
    uint16_t order;
    bool is_change, retest, every_session, retired;
};

/** What a kind of finding may be about, as bits. */
enum target_bit { ON_STRUCTURE = 1, ON_REGION = 2, ON_MOVEMENT = 4, ON_TEST = 8, ON_MEASURE = 16 };

/** A row of config/findings.yaml, sorted by id, then quality. */
struct finding_kind {
    const char *id, *label;
    const char *quality; /* for kinds that share a kind id in the record, e.g. tightness of kind quality; else NULL */
    unsigned targets;    /* enum target_bit */
    struct scale scale;  /* SCALE_NONE: that of the target (rom, test, measure) */
    const char *const *aliases; /* words of fast entry: t, tight */
    size_t aliases_len;
    uint16_t order;
    bool retest, retired; /* retest: has a POST cell */
};

/** A word of a release or of a finding's circumstances: group "contact", id "thumb". Sorted by group, then id. */
struct word {
    const char *group; /* contact medium depth speed site layer position mode device */
    const char *id, *label;
    const char *const *aliases;
    size_t aliases_len;
    uint16_t order; /* within all words, so also within the group */
    bool retired;
};

enum gate { GATE_INFORM, GATE_WARN, GATE_BLOCK };

/** A question before treatment, and what follows from a yes. */
struct contraindication {
    const char *id, *name;
    const char *kind, *scope; /* absolute or relative; general or local */
    const char *urgency;      /* 999 same-day urgent-gp gp none */
    const char *ask, *reason, *action;
    enum gate gate;
    int recheck; /* days until it is asked again: 0 = every session, -1 = only when the client reports a change */
    uint16_t order;
    bool red_flag, retired;
};

#endif
