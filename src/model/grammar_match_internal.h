/*
 * The lower half of the entry grammar: the words of a line, and which rows of the catalogue they may mean.
 */
#ifndef FASCIA_MODEL_GRAMMAR_MATCH_INTERNAL_H
#define FASCIA_MODEL_GRAMMAR_MATCH_INTERNAL_H

#include "fascia/model/grammar.h"

enum token_kind {
    TOKEN_WORD,
    TOKEN_NUMBER, /* 10.5, -3, and the grades 4- and 2+ */
    TOKEN_GRADE,  /* + ++ +++ n/t */
    TOKEN_UNIT,   /* % ° /10 /5, after a number */
    TOKEN_ABOVE,  /* > */
    TOKEN_AT,     /* @ */
    TOKEN_OTHER   /* anything else: never dropped, never understood */
};

/* The catalogue's terms that start with the words from one token to another; the exact ones come first. */
struct range {
    size_t start, count, exact;
};

struct token {
    enum token_kind kind;
    size_t from, to;      /* bytes of the line */
    const char *text;     /* what may be part of a typed form, as term_fold makes it; "" if nothing */
    const char *value;    /* TOKEN_NUMBER, _GRADE, _UNIT: as value_parse reads it */
    bool glued;           /* touches the token before: joins it without a blank */
    bool joined;          /* a hyphen or slash ties it to the token before: no value, for "ext-10" may mean minus */
    bool spaced;          /* a blank or the start of the entry is before it */
    struct range *ranges; /* [n]: terms of the n + 1 tokens from here; as many as have any */
    size_t ranges_len;
};

struct tokens {
    struct token *items;
    size_t len;
};

/* One line being read. */
struct parse {
    const char *line;
    struct grammar_context context; /* a copy, carried from entry to entry of the line */
    const struct entry *entries;    /* read so far from this line */
    size_t entries_len;
    struct arena *arena;
};

struct hit {
    enum term_kind kind;
    size_t index;
};

/* The rows that the longest typed form at a place may mean. */
struct match {
    size_t len; /* tokens; 0 = none */
    bool exact;
    bool listed; /* a short form that is never resolved silently, even with one hit */
    struct hit *hits;
    size_t hits_len;
    const struct region *place; /* whose form the text is as well, exactly; or NULL */
    bool place_own;             /* its id or its name, not an alias */
};

#define KIND(kind) (1U << (kind))

/* What may stand in the entry that is tried. */
struct frame {
    unsigned kinds;              /* KIND(...) of typed forms */
    unsigned fallback;           /* tried where none of `kinds` fits */
    const char *const *groups;   /* of TERM_WORD, NULL-ended */
    const struct scale **scales; /* whose grades are values */
    size_t scales_len;
    bool release;     /* types and doses, else values */
    bool types_first; /* "wb df" is a type and a movement, not the movement "wb df" */
};

/* grammar_tokens.c: the entry at line[from..to), with the ranges of the catalogue. */
void tokens_read(struct tokens *out, const struct parse *p, size_t from, size_t to);

bool word_is(const struct tokens *tokens, size_t at, const char *word);
enum side side_typed(const char *text);
enum release_type type_typed(const struct tokens *tokens, size_t at, size_t *len);

/* grammar_match.c */
void match_find(struct match *out, const struct parse *p, const struct tokens *tokens, size_t at,
                const struct frame *frame);
/* Leaves only the hits that `good` accepts, if it accepts any; false when it accepts none. */
bool match_keep(struct match *m, const struct parse *p, bool (*good)(const struct parse *, struct hit, const void *),
                const void *what);
bool match_has(const struct match *m, unsigned kinds);
void match_add(struct match *m, struct hit h, struct arena *a); /* unless it is there */
/* Only where every typed place is the answer: the structures of m->place, unless one stands for all of it. */
void match_place(struct match *m, const struct parse *p);
const struct region *hit_region(const struct catalogue *c, struct hit h); /* NULL for words and kinds of finding */
unsigned hit_sides(const struct catalogue *c, struct hit h);              /* bits 1u << enum side; 0 likewise */
const char *hit_label(const struct catalogue *c, struct hit h);
const char *hit_id(const struct catalogue *c, struct hit h);
const char *hit_text(const struct catalogue *c, struct hit h, struct arena *a); /* a form that means this row alone */

#endif
