/* What the catalogue is made of, as data: its tables, their fields, and what a field may hold. See
 * catalogue_fields.def. */
#ifndef FASCIA_MODEL_CATALOGUE_FIELDS_H
#define FASCIA_MODEL_CATALOGUE_FIELDS_H

#include <stddef.h>

/* Tables of rows with fields come first. */
enum table {
    TABLE_REGION,
    TABLE_STRUCTURE,
    TABLE_MOVEMENT,
    TABLE_TEST,
    TABLE_MEASURE,
    TABLE_FINDING,
    TABLE_WORD,
    TABLE_CONTRAINDICATION,
    TABLES_OF_ROWS,
    TABLE_AMBIGUOUS = TABLES_OF_ROWS,
    TABLE_JOINT_WORDS,
    TABLE_TAILS,
    TABLES
};

enum field_kind {
    FIELD_KNOWN,  /* a key that a scale reads, or that is written for people; not in the struct by itself */
    FIELD_TEXT,   /* const char *, required */
    FIELD_MAYBE,  /* const char *, null or missing = NULL */
    FIELD_TEXTS,  /* const char *const *, with MEMBER_len */
    FIELD_BOOL,   /* bool, required; with a domain of two words: is it the second? */
    FIELD_FLAG,   /* bool, missing = false */
    FIELD_TENTHS, /* int, null or missing = -1 */
    FIELD_WHOLE,  /* int, null or missing = -1; the value itself, no tenths */
    FIELD_CHOICE, /* an enum: index of the word in its domain */
    FIELD_SET,    /* unsigned: a bit for each word, 1u << index in its domain */
    FIELD_REGION, /* const struct region *, required */
    FIELD_PARENT, /* const struct region *, null = NULL */
    FIELD_SCALE,  /* struct scale */
    FIELD_PART,   /* const char *: the part of the key before the id */
    FIELD_ORDER,  /* uint16_t: place in the file */
};

/* What a text may be: a word of a fixed list, an id, or the id of another row. */
enum domain {
    ANY,
    ID,
    KIND_OF_STRUCTURE,
    FEASIBLE,
    SIDES,
    VIEWS,
    TARGETS,
    GATE,
    ABSOLUTE_RELATIVE,
    GENERAL_LOCAL,
    URGENCY,
    WHEN,
    WORD_GROUP,
    UNIT_OF_MOVEMENT,
    UNIT,
    BETTER,
    A_REGION,
    A_STRUCTURE,
    A_MOVEMENT,
    A_POSITION,
    A_DEVICE,
};

struct field {
    enum table table;
    const char *key;    /* in YAML; NULL: no key of its own */
    const char *member; /* in C; NULL: FIELD_KNOWN */
    enum field_kind kind;
    enum domain domain;
    size_t offset, len_offset;
};

/* What a table is made of; see catalogue_fields.c. */
struct table_info {
    const char *file, *section; /* "structures.yaml", "structures" */
    const char *row;            /* name of the struct, NULL for tables without rows */
    const char *member;         /* of struct catalogue */
    size_t size;                /* of one struct */
    size_t offset, len_offset;  /* of the array and its length in struct catalogue */
    size_t retired_offset;
};

extern const struct table_info table_infos[TABLES];
extern const struct field fields[];
extern const size_t fields_len;

/* The words of a fixed list, and how many; *len 0 for other domains. */
const char *const *domain_words(enum domain d, size_t *len);

#endif
