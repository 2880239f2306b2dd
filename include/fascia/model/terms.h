/**
 * Terms: every form that may be typed for a row of the catalogue, folded, in one sorted table. The entry grammar and
 * the pickers look here and nowhere else.
 *
 *   region, structure, test, measure   the id with blanks for hyphens, the whole name, every listed alias
 *   finding, word                      the listed aliases only
 *   movement   the id, the whole name, the abbreviation ("sh er", "df"), and from the tables `joint_words` and `tails`
 *              of movements.yaml a joint word and a tail ("shoulder er", "neck rot", "ankle df") and the tail alone
 *              ("er", "flex", "df"). A bare tail of several joints is several rows with the same text.
 *   ambiguous  the text itself. The same text may also be a row of another kind ("pf" is a movement too).
 *
 * Within a kind other than movement a text has one row. Between kinds it may have several ("forearm": a region, a
 * contact): which one is meant is for the grammar.
 */
#ifndef FASCIA_MODEL_TERMS_H
#define FASCIA_MODEL_TERMS_H

#include "fascia/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct catalogue;
struct structure;

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

/** One typed form of one row that is not retired. Sorted by text, then kind, then index. */
struct term {
    const char *text; /* as term_fold makes it */
    enum term_kind kind;
    uint16_t index; /* into the array of that kind */
    bool own;       /* the row's own id or name, not a listed or a made form */
};

/** A short form with more than one everyday meaning: never resolved silently, even where one candidate is listed. */
struct ambiguous {
    const char *text;
    const struct structure *const *candidates; /* in the order of the file */
    size_t candidates_len;
};

/** Terms that equal (prefix == false) or start with `folded`: index of the first, *count of them; *count 0 if none. */
size_t catalogue_terms(const struct catalogue *c, const char *folded, bool prefix, size_t *count);

/** A copy as terms are written: text_fold, hyphen, slash and runs of blanks as one space, other punctuation dropped. */
char *term_fold(struct arena *a, const char *text);

#endif
