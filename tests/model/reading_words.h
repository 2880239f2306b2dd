/* A reading of the entry grammar in the notation of grammar-cases.txt, which says how each thing is written. */
#ifndef FASCIA_TESTS_MODEL_READING_WORDS_H
#define FASCIA_TESTS_MODEL_READING_WORDS_H

#include "fascia/model/grammar.h"

/** All entries, "; " between, or the problem. */
const char *reading_words(const struct reading *r, const char *line, const struct catalogue *c, struct arena *a);
const char *query_words(const struct query *q, const char *line, struct arena *a);
const char *chips_words(const struct chip *chips, size_t len, struct arena *a);

#endif
