/**
 * JSON by jansson. Bodies of changes are canonical: keys sorted, no spaces, integers only, absent instead of null.
 * Call json_init once at start: it gives jansson an allocator that wipes.
 */
#ifndef FASCIA_BASE_JSON_H
#define FASCIA_BASE_JSON_H

#include "fascia/base/arena.h"
#include "fascia/base/buf.h"
#include "fascia/base/err.h"

#include <jansson.h>

void json_init(void);

/** Parses one object; duplicate keys, NUL, trailing text, depth over 32 and text over 1 MiB are refused. Free with
 * json_decref. */
MUST_USE bool json_parse(json_t **out, const char *text, size_t len, struct err *e);

/** Appends the canonical bytes. False with ERR_INVALID for reals, nulls, keys outside [a-z0-9_]+ or integers of 2^53
 * and more. */
MUST_USE bool json_canonical(struct buf *out, const json_t *value, struct err *e);

/* Setters that leave an absent value absent: nothing is written for NULL, "" or (json_put_int) the `absent` value. */
void json_put_text(json_t *object, const char *key, const char *text);
void json_put_int(json_t *object, const char *key, int64_t value, int64_t absent);
void json_put_bool(json_t *object, const char *key, bool value); /* false is left out */

const char *json_get_text(const json_t *object, const char *key, struct arena *a); /* copied; NULL if absent */
int64_t json_get_int(const json_t *object, const char *key, int64_t absent);
bool json_get_bool(const json_t *object, const char *key);

#endif
