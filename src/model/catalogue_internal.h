/*
 * What the parts of the catalogue loader share. Data flows one way: sources -> rows (catalogue_rows.c) -> structs
 * (catalogue_build.c, by the field table of catalogue_fields.c) -> terms (catalogue_terms.c) and checks
 * (catalogue_checks.c).
 */
#ifndef FASCIA_MODEL_CATALOGUE_INTERNAL_H
#define FASCIA_MODEL_CATALOGUE_INTERNAL_H

#include "catalogue_fields.h"

#include "fascia/base/yaml.h"
#include "fascia/model/catalogue_load.h"

/* A map that says something about a row, and the file it stands in. */
struct layer {
    const char *file;
    const struct yaml_node *node;
    size_t source; /* of two places that do not agree, the one of the later source is named */
};

/* One row with what overrides said about it: the last layer that has a key gives its value. */
struct row {
    const char *key;       /* unique in its table; first part, U+0001 and id where an id has two parts */
    const char *id, *part; /* part: quality of a finding, group of a word; else NULL */
    struct layer *layers;
    size_t layers_len;
    size_t order; /* the place in reading order */
};

struct loader {
    struct arena *arena;
    struct row *rows[TABLES]; /* sorted by key once read */
    size_t rows_len[TABLES];
    size_t next_order, next_source;
    const char **problems;
    size_t problems_len; /* all, also those beyond the limit that are not kept */
    struct catalogue *out;
};

enum { PROBLEMS_KEPT = 200 };

void problem_add(struct loader *l, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The message of a reader that has named file and line already. */
void problem_add_err(struct loader *l, const struct err *e);

/* catalogue_load.c */
void loader_run(struct loader *l, const struct catalogue_source *sources, size_t len);
void loader_problems(struct loader *l, const char ***out, size_t *out_len);

/* catalogue_rows.c */
void loader_read(struct loader *l, const struct catalogue_source *source);
void loader_merge(struct loader *l);
const struct row *loader_row(const struct loader *l, enum table t, const char *key);
/* The value of a key, NULL when no layer has it; *file is then that of the latest layer, and so is row_line. */
const struct yaml_node *row_value(const struct row *r, const char *key, const char **file);
struct layer row_layer(const struct row *r, const char *key);
/* The value of a key with its file, the row itself when there is none: for pointing at. */
struct layer row_place(const struct row *r, const char *key);
int row_line(const struct row *r);
bool node_is_null(const struct yaml_node *n);

/* catalogue_build.c */
void loader_build(struct loader *l);
/* catalogue_scale.c: reads the scale of a row of table t. */
void loader_scale(struct loader *l, struct scale *out, const struct row *r, enum table t);
/* catalogue_terms.c, catalogue_checks.c */
void loader_terms(struct loader *l);
void loader_check(struct loader *l);

/* Is it a text that one line of a screen may show? Adds a problem if not. */
bool loader_text_ok(struct loader *l, const char *file, const struct yaml_node *n);

#endif
