/** Clients, episodes, users and the practice, as lists and by id: read from the index, long text from the head change.
 */
#ifndef FASCIA_STORE_PEOPLE_H
#define FASCIA_STORE_PEOPLE_H

#include "fascia/model/client.h"
#include "fascia/store/store.h"

struct client_row {
    struct client client; /* identity and alerts only in lists; whole in client_get */
    struct id head;       /* the change it was read from */
    int64_t sessions;
    struct date last_seen;    /* latest signed session; year 0 = never */
    const char *last_regions; /* "L calf": of the latest session; NULL */
};

MUST_USE bool client_get(struct client_row *out, struct store *s, struct id client, struct arena *a, struct err *e);
MUST_USE bool client_by_number(struct client_row *out, struct store *s, int number, struct arena *a, struct err *e);
/**
 * Clients whose family, given or preferred name, phone tail or number start with every word of `folded` (text_fold),
 * best first: family-name prefix, then given; recently seen first within. "" lists the recently seen. At most limit (<=
 * 200) rows; keyset by `after` (null: from the start).
 */
MUST_USE bool client_search(struct client_row **out, size_t *len, struct store *s, const char *folded, struct id after,
                            int limit, struct arena *a, struct err *e);
/** The next free clinic number. */
MUST_USE bool client_next_number(int *out, struct store *s, struct err *e);

struct episode_row {
    struct episode episode;
    struct id head;
    int64_t sessions;
};
MUST_USE bool episode_list(struct episode_row **out, size_t *len, struct store *s, struct id client, struct arena *a,
                           struct err *e);

struct user_row {
    struct user user;
    struct id head;
};
MUST_USE bool user_list(struct user_row **out, size_t *len, struct store *s, struct arena *a, struct err *e);
MUST_USE bool user_get(struct user_row *out, struct store *s, struct id user, struct arena *a, struct err *e);
/** Why the user's present state may not be believed: a short reason, or NULL when an owner in force (or, for the first
 * user, that person) made it. Signatures are verify's business. */
MUST_USE bool user_objection(const char **out, struct store *s, struct id user, struct err *e);
MUST_USE bool practice_get(struct practice *out, struct id *head, struct store *s, struct arena *a, struct err *e);

#endif
