/**
 * JSON by jansson. Bodies of changes are canonical: keys sorted, no spaces, integers only, absent instead of null.
 * Call json_init once, before anything of jansson's: it gives it an allocator that wipes. So what jansson allocates
 * must never go to free(): write with json_canonical, json_dumpf or json_dump_callback, not json_dumps.
 */
#ifndef FASCIA_BASE_JSON_H
#define FASCIA_BASE_JSON_H

#include "fascia/base/arena.h"
#include "fascia/base/buf.h"
#include "fascia/base/err.h"

#include <jansson.h>

void json_init(void);

/**
 * Parses one object. ERR_INVALID for duplicate keys, NUL, invalid UTF-8 and trailing text; ERR_RANGE for nesting over
 * 32 and text over 1 MiB. Messages name the place, never the content. Free with json_decref.
 */
MUST_USE bool json_parse(json_t **out, const char *text, size_t len, struct err *e);

/**
 * Appends the canonical bytes: exactly one spelling for a value, and json_parse reads all of them.
 * Escapes are \" \\ \n and \t only. ERR_INVALID for reals, nulls, other control characters below U+0020 and keys
 * outside [a-z0-9_]+; ERR_RANGE for integers of 2^53 and more, nesting over 32 and more than 1 MiB of text.
 */
MUST_USE bool json_canonical(struct buf *out, const json_t *value, struct err *e);

/*
 * Setters that leave an absent value absent: for NULL, "", false or (json_put_int) the `absent` value the key is not
 * there afterwards. Text must be valid UTF-8: anything else is a bug of the caller and aborts, rather than lose it.
 */
void json_put_text(json_t *object, const char *key, const char *text);
void json_put_int(json_t *object, const char *key, int64_t value, int64_t absent);
void json_put_bool(json_t *object, const char *key, bool value);

/* Getters; a value of another type counts as absent. */
const char *json_get_text(const json_t *object, const char *key, struct arena *a); /* copied; NULL if absent */
int64_t json_get_int(const json_t *object, const char *key, int64_t absent);
bool json_get_bool(const json_t *object, const char *key);

#endif
