/**
 * The catalogue from YAML: the shipped files, and a practice's own on top of them (docs/guide/vocabulary.md).
 *
 * A file is known by its name: a later source of the same name adds rows and replaces fields of rows that are there.
 * Everything is checked at load; every problem says file:line.
 */
#ifndef FASCIA_MODEL_CATALOGUE_LOAD_H
#define FASCIA_MODEL_CATALOGUE_LOAD_H

#include "fascia/model/catalogue.h"

/** The folder part of `name` is only for messages: "own/tests.yaml" is a tests.yaml. */
struct catalogue_source {
    const char *name, *text;
    size_t len;
};

/** The shipped files, as they are embedded. */
void catalogue_shipped_sources(const struct catalogue_source **out, size_t *len, struct arena *a);

/** ERR_INVALID: the first problem, and how many more there are. *out and everything in it live in a. */
MUST_USE bool catalogue_load(struct catalogue *out, const struct catalogue_source *sources, size_t len, struct arena *a,
                             struct err *e);

/** What is wrong with the sources, one "file:line: message" each (at most 200, then how many more), or none. */
void catalogue_problems(const char ***out, size_t *out_len, const struct catalogue_source *sources, size_t len,
                        struct arena *a);

/**
 * The catalogue of a practice: the shipped one, without parsing anything, when `folder` holds no file of these names
 * (or is not there); else a loaded one in a.
 */
MUST_USE bool catalogue_load_with_overrides(const struct catalogue **out, const char *folder, struct arena *a,
                                            struct err *e);

/** For `fascia config check`: problems of the shipped files with those of the folder, unreadable files among them. */
void catalogue_check(const char ***out, size_t *out_len, const char *folder, struct arena *a);

#endif
