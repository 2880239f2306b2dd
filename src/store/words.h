/* The words a client is found by, and the words of a search, made the same way so that they meet. */
#ifndef FASCIA_STORE_WORDS_H
#define FASCIA_STORE_WORDS_H

#include "fascia/model/client.h"

/* Where a word came from, best first: the order of the picker. Stored; new ones are added at the end. */
enum word_rank { WORD_FAMILY, WORD_GIVEN, WORD_PREFERRED, WORD_NUMBER, WORD_PHONE };

struct word_item {
    const char *text;
    enum word_rank rank;
};

struct word_list {
    struct word_item *items; /* no text twice */
    size_t len;
};

void words_of_client(struct word_list *out, const struct client *c, struct arena *a);

/** Words of what was typed: folded, split at blanks, punctuation dropped but for the # of a number. */
void words_of_query(struct word_list *out, const char *typed, struct arena *a);

#endif
