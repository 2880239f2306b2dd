/** A search line: the words of fast entry as filters that must all hold, and names and text. */
#ifndef FASCIA_MODEL_QUERY_H
#define FASCIA_MODEL_QUERY_H

#include "fascia/model/problem.h"
#include "fascia/model/release.h"
#include "fascia/model/when.h"

struct grammar_context;

struct query {
    enum side side;
    const struct region **regions;
    size_t regions_len; /* any of them, with descendants */
    const struct structure **structures;
    size_t structures_len; /* any of them, with members of a group */
    const char **tests;
    size_t tests_len; /* any of them: ids of tests, movements and measures */
    enum release_type type;
    struct span when;      /* first.year 0 = any day */
    const char *therapist; /* after @, folded; or NULL */
    int number;            /* after #; 0 = any client */
    const char **words;
    size_t words_len; /* text_fold: names and text that nothing else claimed, and what stood in double quotes */
    struct chip *chips;
    size_t chips_len;
    struct problem
        problem; /* two sides, a number that is none ...; an ambiguous word is no problem here, it means any */
};

/**
 * Reads a search line of at most 4 KiB. Where a word may be several things: an exact form of the catalogue, then a day
 * or month, then the start (three letters or more) of a form, then a name or text.
 */
void grammar_query(struct query *out, const char *line, const struct grammar_context *context, struct arena *a);

#endif
