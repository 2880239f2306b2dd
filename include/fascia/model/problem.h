/** What the entry grammar and the search have to say about a line: how its pieces were understood, and what is wrong.
 */
#ifndef FASCIA_MODEL_PROBLEM_H
#define FASCIA_MODEL_PROBLEM_H

#include "fascia/model/terms.h"

#include <stddef.h>

enum chip_state { CHIP_SURE, CHIP_CARRIED, CHIP_UNKNOWN, CHIP_AMBIGUOUS };

/** One recognised piece of the line, for showing the interpretation while typing. In the order of the line. */
struct chip {
    size_t from, to; /* bytes of the line; equal for what was not typed but carried over */
    enum chip_state state;
    const char *label; /* "L", "Tibialis posterior", "ACTIVE", "2x" */
};

struct candidate {
    enum term_kind kind; /* TERM_WORD for what is no row: a side, a way of release */
    const char *id;
    const char *label;       /* what a pick list shows */
    const char *replacement; /* text for bytes from..to of the problem that makes the line read this way */
};

enum problem_kind {
    PROBLEM_NONE,
    PROBLEM_UNKNOWN,    /* a word is not known; candidates: at most three that look alike */
    PROBLEM_AMBIGUOUS,  /* more than one reading; candidates: all of them, in no order of likelihood */
    PROBLEM_INCOMPLETE, /* `missing` says what; from == to: candidates are text to put in there */
    PROBLEM_RANGE,      /* a number outside its limits */
    PROBLEM_INVALID     /* understood, but not allowed */
};

struct problem {
    enum problem_kind kind;
    const char *message; /* in the form of struct err */
    /* AMBIGUOUS and INCOMPLETE: side type structure place joint movement test quality target value date text; else NULL
     */
    const char *missing;
    size_t from, to; /* bytes of the line */
    struct candidate *candidates;
    size_t candidates_len;
};

#endif
