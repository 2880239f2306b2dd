/**
 * YAML from a file a person wrote: read by libyaml events into a plain tree, with caps before and while parsing
 * (256 KiB, depth 16, 20,000 events; no aliases, no tags, no duplicate keys). Every error says file:line.
 */
#ifndef FASCIA_BASE_YAML_H
#define FASCIA_BASE_YAML_H

#include "fascia/base/arena.h"
#include "fascia/base/err.h"

enum yaml_kind { YAML_TEXT, YAML_LIST, YAML_MAP };

struct yaml_node {
    enum yaml_kind kind;
    int line;                /* 1-based */
    bool plain;              /* a scalar without quotes: null, true, 12 have their YAML meaning */
    const char *text;        /* YAML_TEXT */
    struct yaml_node *items; /* YAML_LIST: values; YAML_MAP: values, with keys beside them */
    const char **keys;       /* YAML_MAP */
    size_t len;
};

/** @param file  name used in messages only */
MUST_USE bool yaml_parse(struct yaml_node **out, const char *file, const char *text, size_t len, struct arena *a,
                         struct err *e);

/** Value of a key, or NULL. */
const struct yaml_node *yaml_find(const struct yaml_node *map, const char *key);

/** Typed access: false with file:line when missing or of another kind. `null` counts as missing in the *_or forms. */
MUST_USE bool yaml_text(const char **out, const char *file, const struct yaml_node *map, const char *key,
                        struct err *e);
MUST_USE bool yaml_text_or(const char **out, const char *file, const struct yaml_node *map, const char *key,
                           const char *fallback, struct err *e);
MUST_USE bool yaml_bool_or(bool *out, const char *file, const struct yaml_node *map, const char *key, bool fallback,
                           struct err *e);
/** Decimal number in tenths: 10.5 -> 105. More than one decimal is an error. *present is false for null or missing. */
MUST_USE bool yaml_tenths(int *out, bool *present, const char *file, const struct yaml_node *map, const char *key,
                          struct err *e);
/** List of scalars; *out is NULL-ended and lives in a; missing = empty. */
MUST_USE bool yaml_texts(const char *const **out, size_t *len, const char *file, const struct yaml_node *map,
                         const char *key, struct arena *a, struct err *e);

#endif
