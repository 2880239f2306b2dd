/**
 * The catalogue: what can be recorded. Regions, structures, movements, tests, measures, kinds of finding, and the words
 * of a release, read from config/ (YAML), cross-checked at load, and immutable afterwards.
 *
 * The shipped files are compiled into the program as constant tables (docs/adr/0010), so that start-up pays nothing.
 * All arrays are sorted by id (strcmp). All text is UTF-8 and lives as long as the catalogue. Values and limits are
 * integers of tenths of the unit (10.5 cm = 105). Clinical numbers carry their source in the YAML row.
 */
#ifndef FASCIA_MODEL_CATALOGUE_H
#define FASCIA_MODEL_CATALOGUE_H

#include "fascia/base/arena.h"
#include "fascia/base/err.h"
#include "fascia/model/side.h"

#include <stdint.h>

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

enum term_kind {
    TERM_REGION,
    TERM_STRUCTURE,
    TERM_MOVEMENT,
    TERM_TEST,
    TERM_MEASURE,
    TERM_FINDING,
    TERM_WORD,
    TERM_AMBIGUOUS
};

/** One typed form of one row, folded (text_fold, punctuation dropped, hyphens as spaces). Sorted by text, then kind,
 * index. */
struct term {
    const char *text;
    enum term_kind kind;
    uint16_t index; /* into the array of that kind */
    bool own;       /* the row's own id or name (implicit alias), not a listed one */
};

/** A short form with more than one everyday meaning: never resolved silently. */
struct ambiguous {
    const char *text;
    const struct structure *const *candidates;
    size_t candidates_len;
};

struct catalogue {
    const struct region *regions;
    const struct structure *structures;
    const struct movement *movements;
    const struct test *tests;
    const struct measure *measures;
    const struct finding_kind *findings;
    const struct word *words;
    const struct ambiguous *ambiguous;
    const struct term *terms;
    size_t regions_len, structures_len, movements_len, tests_len, measures_len, findings_len, words_len, ambiguous_len,
        terms_len;
};

/** The compiled form of the shipped files. */
const struct catalogue *catalogue_shipped(void);

/* NULL when there is no such id. */
const struct region *catalogue_region(const struct catalogue *c, const char *id);
const struct structure *catalogue_structure(const struct catalogue *c, const char *id);
const struct movement *catalogue_movement(const struct catalogue *c, const char *id);
const struct test *catalogue_test(const struct catalogue *c, const char *id);
const struct measure *catalogue_measure(const struct catalogue *c, const char *id);
const struct finding_kind *catalogue_finding(const struct catalogue *c, const char *id, const char *quality);
const struct word *catalogue_word(const struct catalogue *c, const char *group, const char *id);

/** Is `inner` the region itself or one of its descendants? */
bool region_within(const struct region *inner, const struct region *outer);

/** Terms that equal (prefix == false) or start with `folded`: index of the first, *count of them; *count 0 if none. */
size_t catalogue_terms(const struct catalogue *c, const char *folded, bool prefix, size_t *count);

/** A copy of text as terms are written: text_fold, punctuation dropped, hyphens and runs of blanks as one space. */
char *term_fold(struct arena *a, const char *text);

#endif
