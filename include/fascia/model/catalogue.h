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
#include "fascia/model/rows.h"
#include "fascia/model/side.h"

#include <stdint.h>

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
