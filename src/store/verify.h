/* What the parts of verify share: findings, the users of all times, the comparison of the index. */
#ifndef FASCIA_STORE_VERIFY_H
#define FASCIA_STORE_VERIFY_H

#include "fascia/store/record.h"
#include "fold.h"

/* Keeps at most BAD_MOST. */
struct report {
    struct verify_result *result;
    struct arena *a;
};
void report_add(struct report *r, const struct change *c, const char *what, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* users.c: who was who, when: all user changes in fold order. */
struct user_state {
    struct change at; /* hlc and device say from when */
    struct id user;
    uint8_t sign_key[32];
    unsigned roles;
    int64_t until;
};

struct user_history {
    struct user_state *items;
    size_t len;
};

MUST_USE bool users_read(struct user_history *out, struct store *s, struct arena *a, struct err *e);

/** The user as of this change, itself included; NULL when there was none. */
const struct user_state *users_at(const struct user_history *h, struct id user, const struct change *c);

/** May the author have written it? NULL if so, else why not. */
const char *users_object(const struct user_history *h, const struct change *c);

/* compare.c: adds a finding for every row that the index has and the fold has not, or the other way round. */
MUST_USE bool compare_index(struct report *r, struct store *index, struct store *fresh, struct err *e);

/* pace.c: progress a few times a second. */
struct pace {
    const struct progress *to; /* NULL: nobody wants to know */
    const char *what;
    uint64_t done, total;
    int64_t next_ms;
};
MUST_USE bool pace_step(struct pace *p, uint64_t done, struct err *e); /* ERR_REFUSED when asked to stop */
MUST_USE bool pace_end(struct pace *p, struct err *e);

#endif
