/**
 * Fast entry: one line of typed text to entries. The TUI Add line, `fascia log`, the plain mode and search share this
 * one parser. Pure: line + catalogue + what the line before said -> entries, chips, and at most one problem.
 *
 * Nothing is guessed: an ambiguous or incomplete line yields candidates and no entries; an unknown word is an error and
 * is never dropped; `:` is the only free text. All entries of a line are good or none is returned.
 */
#ifndef FASCIA_MODEL_GRAMMAR_H
#define FASCIA_MODEL_GRAMMAR_H

#include "fascia/model/problem.h"
#include "fascia/model/query.h"
#include "fascia/model/session.h"
#include "fascia/model/when.h"

#define GRAMMAR_LINE_MAX 4096 /* bytes */

struct grammar_context {
    const struct catalogue *catalogue;
    struct date today;
    enum side side;            /* of the entry before, inherited when a paired target names none; SIDE_NONE at first */
    const char *mode, *device; /* sticky: last typed in this session, or NULL */
    /* rows that `3>4` and `-6` speak of, and the latest movement or test for nprs; may be NULL */
    const struct session *session;
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
    struct release release;    /* ENTRY_RELEASE; region derived from the structure */
    struct finding finding;    /* ENTRY_FINDING; ENTRY_POST: only .post */
    bool side_carried;         /* the side was inherited: shown dim */
    const char *mode, *device; /* ENTRY_FINDING: as typed here; NULL when not, though finding has a default */
    int row;                   /* ENTRY_POST, ENTRY_REMOVE: 1.., as the rows stood before this line */
    const char *text;          /* ENTRY_NOTE, ENTRY_HOMECARE */
    struct date day;           /* ENTRY_NEXT; ENTRY_COPY: year 0 = the last session */
    int minute;                /* ENTRY_NEXT: since midnight, -1 = none */
    size_t from, to;           /* bytes of the line it was read from */
};

struct reading {
    struct entry *entries;
    size_t entries_len;
    struct chip *chips;
    size_t chips_len;
    struct problem problem; /* kind PROBLEM_NONE: the entries may be committed; an empty line has none */
};

/**
 * Never fails: a line that is no good has a problem and no entries. Bytes that text_check refuses, and lines over
 * GRAMMAR_LINE_MAX, are a PROBLEM_INVALID. Strings of the reading live in a or in the catalogue.
 */
void grammar_read(struct reading *out, const char *line, const struct grammar_context *context, struct arena *a);

/**
 * Posts and removals of a reading, on the session that it was read with. Before its other entries: those add rows, and
 * rows are numbered as they stood before the line. ERR_NOT_FOUND (s is then half done): it is another session.
 */
MUST_USE bool grammar_apply_rows(struct session *s, const struct reading *r, struct err *e);

/** What the next line inherits from an entry that was committed: its side, and mode and device if they were typed. */
void grammar_carry(struct grammar_context *context, const struct entry *entry);

#endif
