/** Sessions: the day, a client's timeline, the search over all. Newest first, keyset pages, never OFFSET. */
#ifndef FASCIA_STORE_SESSIONS_H
#define FASCIA_STORE_SESSIONS_H

#include "fascia/model/session.h"
#include "fascia/store/store.h"

/** A row of a list. `session` is decoded from the head change's body in full. */
struct session_row {
    int64_t key;    /* days since 2000 x 8192 + n: the cursor */
    struct id head; /* the change it was read from */
    struct session session;
    const char *client_name; /* "Santos, Maria" */
    int client_number;
    const char *therapist; /* name of the user */
    int amendments;
    bool voided;              /* filed in error: shown struck through, in nothing that leaves the house */
    struct instant signed_at; /* ms 0 = unsigned */
};

/**
 * Every field that is set must hold. Zero-initialise. With a type, one release must have the type and be on one of the
 * structures, in one of the regions and on the side, as far as these are set.
 */
struct session_filter {
    struct id client, episode, therapist;
    struct date from, to;       /* inclusive; year 0 = open */
    const char *const *regions; /* region ids (the caller adds descendants); any of them */
    size_t regions_len;
    const char *const *structures; /* any of them */
    size_t structures_len;
    enum side side; /* of the region, structure or target */
    enum release_type type;
    const char *const *targets; /* tests, movements or measures; any of them */
    size_t targets_len;
    bool signed_only, unsigned_only; /* without the voided; else all but planned and cancelled */
    const char *name;                /* folded words, each the start of the client's family or given name; NULL = any */
};

/** At most limit (<= 200) rows with key < before (0: from the newest). */
MUST_USE bool session_page(struct session_row **out, size_t *len, struct store *s, const struct session_filter *f,
                           int64_t before, int limit, struct arena *a, struct err *e);
MUST_USE bool session_get(struct session_row *out, struct store *s, struct id session, struct arena *a, struct err *e);
/** The client's latest signed session before `before` (ms; 0 = any); *found. */
MUST_USE bool session_last(struct session_row *out, bool *found, struct store *s, struct id client, int64_t before,
                           struct arena *a, struct err *e);

/** One day: planned, draft and signed, by hour. */
MUST_USE bool session_day(struct session_row **out, size_t *len, struct store *s, struct date day, struct arena *a,
                          struct err *e);

/** Values of one target over a client's signed sessions, oldest first: for progress. target NULL = all. */
struct value_row {
    struct id session;
    struct date day;
    struct finding finding;
};
MUST_USE bool finding_series(struct value_row **out, size_t *len, struct store *s, struct id client, const char *target,
                             struct arena *a, struct err *e);

#endif
