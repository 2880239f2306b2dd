/**
 * The rows of the catalogue, one struct a table: what a region, structure, movement, test, measure, kind of finding or
 * word carries. Read-only for everybody; catalogue.h holds the tables and looks rows up.
 *
 * Values and limits are integers of tenths of the unit (10.5 cm = 105). Text is UTF-8, never NULL unless said so.
 */
#ifndef FASCIA_MODEL_ROWS_H
#define FASCIA_MODEL_ROWS_H

#include <stdbool.h>
#include <stddef.h>

enum better { BETTER_NONE, BETTER_HIGHER, BETTER_LOWER };
enum scale_kind { SCALE_NONE, SCALE_NUMBER, SCALE_GRADES };

/** How a value is entered, limited and compared. */
struct scale {
    enum scale_kind kind;
    enum better better;
    const char *unit;          /* "deg", "cm", "mm", "s", "kg", "count", "points", "percent"; "" for grades */
    int min, max, step;        /* tenths, inclusive; step 10 = whole numbers, 5 = halves, 1 = tenths */
    const char *const *grades; /* words, worst first; for positive/negative tests: positive, equivocal, negative */
    size_t grades_len;
    int mdc;       /* tenths; smallest change beyond measurement error, -1 = none found */
    int threshold; /* tenths; real and worthwhile, -1 = none usable */
};

struct region {
    const char *id, *name, *caution; /* caution: NULL or a line shown when a lock is logged here */
    const struct region *parent;     /* NULL for whole-body */
    const char *const *aliases;
    size_t aliases_len;
    unsigned sides; /* bits 1u << enum side */
    unsigned views; /* 1 anterior, 2 posterior */
};

enum feasible { FEASIBLE_NONE, FEASIBLE_POSSIBLE, FEASIBLE_TYPICAL };

struct structure {
    const char *id, *name, *kind, *group, *caution; /* group: id or NULL */
    const struct region *region;
    const char *const *aliases, *const *actions, *const *contra, *const *stretch, *const *positions;
    size_t aliases_len, actions_len, contra_len, stretch_len, positions_len;
    enum feasible passive, active, weight_bearing;
};

struct movement {
    const char *id, *name, *abbr, *joint, *device, *opposite; /* abbr, device, opposite may be NULL */
    const struct region *region;
    struct scale scale; /* SCALE_NONE when it has no routine measurement (rom: false) */
    int normal;         /* tenths, -1 = no accepted reference */
    const char *mdc_device;
    bool sided;
};

struct test {
    const char *id, *name, *suggests;
    const struct region *region;
    const char *const *aliases;
    size_t aliases_len;
    struct scale scale;
    bool sided;
};

struct measure {
    const char *id, *name, *licence;
    const struct region *region;
    struct scale scale;
    int mcid, percent; /* tenths; percent of baseline (whole); -1 = none */
    bool is_change, retest, every_session;
};

/** What a kind of finding may be about, as bits. */
enum target_bit { ON_STRUCTURE = 1, ON_REGION = 2, ON_MOVEMENT = 4, ON_TEST = 8, ON_MEASURE = 16 };

/** A row of config/findings.yaml. rom, test and measure take the scale of their target; the rest have their own. */
struct finding_kind {
    const char *id, *label;
    const char *quality; /* for kinds that share a kind id in the record, e.g. tightness of kind quality; else NULL */
    unsigned targets;    /* enum target_bit */
    struct scale scale;
    const char *const *aliases; /* words of fast entry: t, tight */
    size_t aliases_len;
    bool retest; /* has a POST cell */
};

/** A word of a release or of a finding's circumstances: group "contact", id "thumb". */
struct word {
    const char *group; /* contact medium depth speed site layer position mode device */
    const char *id, *label;
    const char *const *aliases;
    size_t aliases_len;
};

#endif
