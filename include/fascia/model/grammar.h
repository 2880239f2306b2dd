/**
 * Fast entry: one line of typed text to entries. The TUI Add line, `fascia log`, the plain mode and search share this
 * one parser. Pure: line + catalogue + what the line before said -> entries, chips, and at most one problem.
 *
 * Nothing is guessed: an ambiguous or incomplete line yields candidates and no entries; an unknown word is an error and
 * is never dropped; `:` is the only free text. All entries of a line are good or none is returned.
 */
#ifndef FASCIA_MODEL_GRAMMAR_H
#define FASCIA_MODEL_GRAMMAR_H

#include "fascia/model/session.h"
#include "fascia/model/when.h"

struct grammar_context {
    const struct catalogue *catalogue;
    struct date today;
    enum side side;            /* of the entry before, inherited when a paired target names none; SIDE_NONE at first */
    const char *mode, *device; /* sticky: last typed in this session, or NULL */
    const struct session
        *session; /* rows that `3>4` and `-6` speak of, and the latest movement or test for nprs; may be NULL */
};

enum entry_kind {
    ENTRY_RELEASE,
    ENTRY_FINDING,
    ENTRY_POST,
    ENTRY_REMOVE,
    ENTRY_NOTE,
    ENTRY_HOMECARE,
    ENTRY_NEXT,
    ENTRY_COPY
};

struct entry {
    enum entry_kind kind;
    struct release release; /* ENTRY_RELEASE; region derived from the structure */
    struct finding finding; /* ENTRY_FINDING; ENTRY_POST: only .post */
    bool side_carried;      /* the side was inherited: shown dim */
    int row;                /* ENTRY_POST, ENTRY_REMOVE: 1.. */
    const char *text;       /* ENTRY_NOTE, ENTRY_HOMECARE */
    struct date day;        /* ENTRY_NEXT; ENTRY_COPY: year 0 = the last session */
    int minute;             /* ENTRY_NEXT: since midnight, -1 = none */
    size_t from, to;        /* bytes of the line it was read from */
};

enum chip_state { CHIP_SURE, CHIP_CARRIED, CHIP_UNKNOWN, CHIP_AMBIGUOUS };

/** One recognised piece of the line, for showing the interpretation while typing. */
struct chip {
    size_t from, to;
    enum chip_state state;
    const char *label; /* "L", "tibialis posterior", "ACTIVE", "2x" */
};

struct candidate {
    enum term_kind kind;
    const char *id;
    const char *label;       /* what a pick list shows */
    const char *replacement; /* text that stands for bytes from..to of the problem and is no longer ambiguous */
};

enum problem_kind {
    PROBLEM_NONE,
    PROBLEM_UNKNOWN,
    PROBLEM_AMBIGUOUS,
    PROBLEM_INCOMPLETE,
    PROBLEM_RANGE,
    PROBLEM_INVALID
};

struct problem {
    enum problem_kind kind;
    const char *message; /* in the form of struct err */
    const char *missing; /* PROBLEM_INCOMPLETE and -AMBIGUOUS: "side", "type", "structure", "joint", "value", "movement"
                            ...; else NULL */
    size_t from, to;     /* bytes of the line */
    struct candidate *candidates;
    size_t candidates_len;
};

struct reading {
    struct entry *entries;
    size_t entries_len;
    struct chip *chips;
    size_t chips_len;
    struct problem problem; /* kind PROBLEM_NONE: the entries may be committed */
};

/** Never fails: a line that is no good has a problem. Bytes outside text_check are a PROBLEM_INVALID. Line at most 4
 * KiB. */
void grammar_read(struct reading *out, const char *line, const struct grammar_context *context, struct arena *a);

/** A search line, same words: filters that must all hold. */
struct query {
    enum side side;
    const struct region **regions;
    size_t regions_len; /* any of them, with descendants */
    const struct structure **structures;
    size_t structures_len; /* any of them, with members of a group */
    const char *test;      /* test, movement or measure id; or NULL */
    enum release_type type;
    struct span when;      /* first.year 0 = any day */
    const char *therapist; /* after @, folded; or NULL */
    int number;            /* after #; 0 = any client */
    const char **words;
    size_t words_len; /* folded: names and text that nothing else claimed */
    struct chip *chips;
    size_t chips_len;
    struct problem problem;
};
void grammar_query(struct query *out, const char *line, const struct grammar_context *context, struct arena *a);

#endif
