/**
 * The catalogue: what can be recorded. Regions, structures, movements, tests, measures, kinds of finding, the words of
 * a release, and what is asked before one; read from config/ (YAML), cross-checked at load, and immutable afterwards.
 *
 * The shipped files are compiled into the program as constant tables (docs/adr/0010), so that start-up pays nothing.
 * Every array is sorted by id (strcmp); `order` is the place in the file, for lists shown to people. All text is UTF-8,
 * never NULL unless said so, and lives as long as the catalogue. A retired row is found by its id, so that old records
 * read, but has no terms and belongs in no list to choose from. Clinical numbers carry their source in the YAML row.
 */
#ifndef FASCIA_MODEL_CATALOGUE_H
#define FASCIA_MODEL_CATALOGUE_H

#include "fascia/base/err.h"
#include "fascia/model/rows.h"
#include "fascia/model/side.h"
#include "fascia/model/terms.h"

struct catalogue {
    const struct region *regions;
    const struct structure *structures;
    const struct movement *movements;
    const struct test *tests;
    const struct measure *measures;
    const struct finding_kind *findings;
    const struct word *words;
    const struct contraindication *contraindications;
    const struct ambiguous *ambiguous;
    const struct term *terms;
    size_t regions_len, structures_len, movements_len, tests_len, measures_len, findings_len, words_len,
        contraindications_len, ambiguous_len, terms_len;
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
const struct contraindication *catalogue_contraindication(const struct catalogue *c, const char *id);

/** Is `inner` the region itself or one of its descendants? */
bool region_within(const struct region *inner, const struct region *outer);

#endif
