/**
 * Drafts: one row per open form, mutable, outside the log. A draft belongs to one client for life. Saving checks the
 * version, so two processes never overwrite each other unseen.
 */
#ifndef FASCIA_STORE_DRAFT_H
#define FASCIA_STORE_DRAFT_H

#include "fascia/base/arena.h"
#include "fascia/base/clock.h"
#include "fascia/store/store.h"

struct draft {
    struct id id, user, client, entity, parent; /* entity: the session; parent: the change it started from, or null */
    int64_t version;                            /* 0 = not saved yet */
    const char *body;                           /* canonical JSON of the form's whole state (session body) */
    const char *pending;                        /* text typed but not accepted: Add line or cell; NULL */
    const char *undo;                           /* JSON of the undo list; NULL */
    struct instant saved, discarded;            /* discarded.ms 0 = alive */
};

/** Inserts (version 0) or replaces if the stored version is d->version; then d->version counts up. ERR_CONFLICT:
 * another process wrote; nothing changed. */
MUST_USE bool draft_save(struct store *s, struct draft *d, struct err *e);
MUST_USE bool draft_get(struct draft *out, struct store *s, struct id draft, struct arena *a, struct err *e);
/** The live draft of this user for this client, newest first; *found says whether there is one. */
MUST_USE bool draft_find(struct draft *out, bool *found, struct store *s, struct id user, struct id client,
                         struct arena *a, struct err *e);
MUST_USE bool draft_list(struct draft **out, size_t *len, struct store *s, struct id user, bool discarded,
                         struct arena *a, struct err *e);
MUST_USE bool draft_discard(struct store *s, struct id draft, bool discard, struct err *e); /* false brings it back */
/** Gone for good: after signing, and those discarded more than 30 days ago. Joins an open transaction. */
MUST_USE bool draft_drop(struct store *s, struct id draft, struct err *e);
MUST_USE bool draft_sweep(struct store *s, struct instant now, struct err *e);

#endif
