/**
 * Bodies by table: a struct of the model and the JSON object it is kept as, described once, row by row.
 *
 * A `body_shape` lists the keys of one kind of object. Encoding, decoding, deep copying and checking walk the same
 * rows, so they cannot drift apart. Keys that no row knows are collected as canonical JSON text in the struct's `extra`
 * and put back on encoding: what a newer fascia wrote survives an older one. Only for src/model.
 */
#ifndef FASCIA_MODEL_BODY_INTERNAL_H
#define FASCIA_MODEL_BODY_INTERNAL_H

#include "fascia/base/arena.h"
#include "fascia/base/json.h"

#include <stddef.h>

/** The member's type in C, and its form in JSON. */
enum body_type {
    BODY_NAME,    /* const char *: one line of at most 200 bytes; NULL or "" = absent */
    BODY_LINE,    /* const char *: one line of at most 4 KiB */
    BODY_NOTE,    /* const char *: lines, at most 64 KiB */
    BODY_LINES,   /* const char ** and a count: array of lines */
    BODY_INT,     /* int within min..max; `absent` is left out */
    BODY_BOOL,    /* false is left out */
    BODY_ID,      /* struct id as text; null is left out */
    BODY_DATE,    /* struct date as YYYY-MM-DD; year 0 is left out */
    BODY_INSTANT, /* struct instant: KEY is UTC ms, KEY_offset minutes east; ms 0 is left out */
    BODY_WORD,    /* an enum: words[value]; a value whose word is NULL is left out */
    BODY_SIDE,    /* enum side as its word; none is left out */
    BODY_FLAGS,   /* unsigned bits: array of words[bit number] */
    BODY_KEY,     /* uint8_t[32] as 64 hex digits; zeros are left out */
    BODY_PLACES,  /* struct place * and a count: array of "calf left" */
    BODY_VALUE,   /* struct value: KEY is tenths, a grade or "not-tested"; KEY_carried, KEY_reason */
    BODY_ROWS,    /* array of structs and a count: array of objects of `rows` */
    BODY_TYPES
};

enum {
    BODY_NAME_BYTES = 200,
    BODY_LINE_BYTES = 4096,
    BODY_NOTE_BYTES = 65536,
    BODY_COUNT_MOST = 1000000,   /* doses and counts; the rules of today are narrower, but an old body must be read */
    BODY_TENTHS_MOST = 10000000, /* a value of a million units is no measurement, and sums of a few never overflow */
};

struct body_shape;

struct body_field {
    const char *key;
    enum body_type type;
    size_t at;     /* offset of the member */
    size_t len_at; /* BODY_LINES, _PLACES, _ROWS: offset of its size_t count */
    bool required; /* absent in JSON = damaged */
    int min, max, absent;
    const char *const *words;
    size_t words_len;
    const struct body_shape *rows;
};

struct body_shape {
    const char *name; /* for messages: "session", "finding" */
    const struct body_field *fields;
    size_t fields_len;
    size_t size;     /* of the struct */
    size_t extra_at; /* offset of `const char *extra` */
    int version;     /* "v" of a whole body; 0 for rows inside one */
};

/** A new object; free with json_decref. */
json_t *body_encode(const struct body_shape *shape, const void *from);

/** Fills the whole struct; text is copied into a. ERR_DAMAGED names the key, ERR_VERSION a body that is too new; *to is
 * untouched then. */
MUST_USE bool body_decode(void *to, const struct body_shape *shape, const json_t *object, struct arena *a,
                          struct err *e);

/** A deep copy of every string and array into a. */
void body_copy(void *to, const struct body_shape *shape, const void *from, struct arena *a);

/** Text that a record may hold, within its limits; numbers within theirs. ERR_INVALID or ERR_RANGE names key and limit.
 */
MUST_USE bool body_check(const struct body_shape *shape, const void *from, struct err *e);

/* The shapes that more than one file needs. */
extern const struct body_shape finding_shape, release_shape, session_shape;

/* How one type of member does its part; `from` and `to` are the struct. Single values are in body_types.c, what needs
 * more than one key or allocates in body_lists.c. */
struct body_type_row {
    void (*put)(json_t *object, const struct body_field *f, const void *from);
    bool (*get)(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e);
    void (*copy)(void *to, const struct body_field *f, const void *from, struct arena *a); /* NULL: its bytes are all */
    bool (*check)(const struct body_field *f, const void *from, struct err *e);            /* NULL: always good */
    const char *const *suffixes; /* NULL-ended: what besides KEY itself belongs to it; NULL = nothing */
};
extern const struct body_type_row *const body_types[BODY_TYPES];
extern const struct body_type_row body_type_lines, body_type_places, body_type_value, body_type_rows;

/** ERR_DAMAGED: "key 'KEY' FAULT". Always false. */
bool body_damaged(const struct body_field *f, struct err *e, const char *fault);

#endif
