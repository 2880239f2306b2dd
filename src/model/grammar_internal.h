/*
 * What the files of the entry grammar share. Data flows one way:
 *
 *   line -> tokens (grammar_tokens.c) -> typed forms found for them (grammar_match.c) -> parts of an entry
 *   (grammar_parts.c) -> a release (grammar_release.c) or a finding (grammar_finding.c, grammar_value.c)
 *
 * grammar.c splits the line, reads what is neither, and chooses between the two readings. Everything lives in the
 * arena of the caller; nothing is kept between lines.
 */
#ifndef FASCIA_MODEL_GRAMMAR_INTERNAL_H
#define FASCIA_MODEL_GRAMMAR_INTERNAL_H

#include "grammar_match_internal.h"

enum part_kind { PART_SIDE, PART_TYPE, PART_STR, PART_DOSE, PART_VALUE, PART_ABOVE, PART_MATCH, PART_UNKNOWN };

struct dose {
    int locks, reps, seconds, pressure; /* 0 = not said, -1 = said, but no number that could be one */
};

/* A run of tokens that was understood as one thing. */
struct part {
    enum part_kind kind;
    size_t first, len; /* tokens */
    enum side side;
    enum release_type type;
    struct dose dose;
    struct match match;
    const char *value;
    enum chip_state state;
    const char *label;
};

/* One way to read an entry, and how far it got. */
struct attempt {
    const struct parse *parse;
    const struct tokens *tokens;
    struct part *parts;
    size_t parts_len;
    struct entry entry;
    struct problem problem; /* the gravest so far */
    size_t strangers;       /* parts that do not belong here */
    enum side carried;      /* SIDE_NONE: none was */
    const char *carried_mode, *carried_device;
    bool has_type, has_target, has_value;
    bool by_prefix; /* the test or movement is only begun */
};

/* grammar_parts.c */
void parts_read(struct attempt *t, const struct frame *frame);
const char *part_text(const struct attempt *t, const struct part *part); /* as typed */
void part_resolved(struct part *part, const struct catalogue *c);        /* gives it the label of its one hit */
size_t attempt_from(const struct attempt *t);
size_t attempt_to(const struct attempt *t);

/* grammar_attempt.c */
enum side typed_side(const struct attempt *t);
/* The side of the entry: typed, inherited or asked for. `allowed`: bits 1u << enum side. */
void attempt_side(struct attempt *t, enum side *out, unsigned allowed, const char *name);
/* Where a place was typed but only a structure can stand: what lies there. False: a problem says why not. */
bool part_widen(struct attempt *t, struct part *part);
/* Parts that nothing claimed. `what` is read: "a release". */
void attempt_unknowns(struct attempt *t, const struct frame *frame, const char *what);
struct slot {
    const char *group;
    const char **to;
};
/* The id of each word into the slot of its group. */
void attempt_words(struct attempt *t, const struct slot *slots, size_t len);
void chips_add(struct reading *out, const struct attempt *t);

/* grammar_problem.c: the problem, to add candidates to, if it is graver than the one there is; else NULL. */
struct problem *attempt_problem(struct attempt *t, enum problem_kind kind, const char *missing, size_t from, size_t to,
                                const char *format, ...) __attribute__((format(printf, 6, 7)));
struct problem *part_problem(struct attempt *t, struct part *part, enum problem_kind kind, const char *missing,
                             const char *format, ...) __attribute__((format(printf, 5, 6)));
void part_ambiguous(struct attempt *t, struct part *part, const char *missing, const char *question);
void candidate_add(struct problem *problem, struct arena *a, struct candidate c);
void candidates_alike(struct problem *problem, const struct parse *p, const char *text, unsigned kinds);

#define SCALES_MAX 8 /* whose grades are looked for in one entry */

/* grammar_roles.c: what each part of a finding is for. */
struct roles {
    struct part *kind;   /* tight, tender ... */
    struct part *target; /* what was examined */
    struct part *about;  /* beside nprs: what it was felt on */
    struct part *place;  /* beside a target: narrows it */
    struct part *second; /* one target too many */
};
void roles_read(struct roles *out, struct attempt *t, struct frame *frame);
const struct scale *scale_of(const struct catalogue *c, struct hit h); /* NULL for what has none */
bool is_nprs(const struct attempt *t, const struct part *part);

/* grammar_release.c, grammar_finding.c */
void release_read(struct attempt *t);
void finding_read(struct attempt *t);

/* grammar_value.c */
void values_read(struct attempt *t, const struct scale *scale, const char *name);
bool value_of_parts(struct value *out, struct attempt *t, struct part *part, const struct scale *scale,
                    const char *name);

#endif
