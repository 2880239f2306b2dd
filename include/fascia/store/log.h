/**
 * The log: changes are appended, folded into the index tables in the same transaction, and never edited.
 *
 * Changes of one device lie in its chain's order; changes of several devices in the order they arrived. State is the
 * fold in the order of change_compare, which does not depend on arrival.
 */
#ifndef FASCIA_STORE_LOG_H
#define FASCIA_STORE_LOG_H

#include "fascia/base/arena.h"
#include "fascia/base/clock.h"
#include "fascia/base/json.h"
#include "fascia/model/change.h"
#include "fascia/store/store.h"

/** Who vouches: app fills it from trust's keys. */
struct sealer {
    bool (*sign)(void *who, uint8_t sig[64], const struct hash *hash, struct err *e);
    void *who;
    struct id author;
};

/** One change to append. */
struct entry_new {
    enum change_kind kind;
    struct id entity;   /* null = a new entity; its id is then the change's own id and is written back here */
    struct id parent;   /* the change this state replaces; null for the first */
    const json_t *body; /* "v":1 is added when missing; made canonical here; at most 1 MiB */
    bool must_sign;     /* change_must_sign of kind and body is applied as well */
    struct instant at;  /* ms 0 = now; else the moment it claims to be entered (demo, import) */
    struct id id;       /* out: the change's id */
};

/**
 * Appends all or none, in one transaction (joins an open one; then the caller's commit decides). The last change is
 * always signed: its signature vouches for the same author's changes before it in the chain.
 *
 * ERR_CONFLICT: an entity's head is not `parent` (any more). ERR_REFUSED: a signed session, which never changes; an
 * author who is not a user in force after these entries; a kind that differs from the entity's. Nothing is written. In
 * an open transaction a failure of any but the first entry dooms it.
 */
MUST_USE bool log_append(struct store *s, const struct sealer *by, struct entry_new *entries, size_t n, struct err *e);

/** The change whose body is the entity's state: the latest head in fold order. ERR_NOT_FOUND. */
MUST_USE bool log_head(struct change *out, struct store *s, struct id entity, struct arena *a, struct err *e);

/** Changes with seq > after, at most limit (1 to 1000), in seq order. */
MUST_USE bool log_page(struct change **out, size_t *len, struct store *s, int64_t after, int limit, struct arena *a,
                       struct err *e);

/** Has the device's chain this hash at this number? False also when it does not go so far. */
MUST_USE bool log_chain_holds(bool *out, struct store *s, struct id device, uint64_t device_seq,
                              const struct hash *hash, struct err *e);

/** All changes of one entity, in fold order. */
MUST_USE bool log_history(struct change **out, size_t *len, struct store *s, struct id entity, struct arena *a,
                          struct err *e);

#endif
