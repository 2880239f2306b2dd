/**
 * The log: changes are appended, folded into the index tables in the same transaction, and never edited.
 */
#ifndef FASCIA_STORE_LOG_H
#define FASCIA_STORE_LOG_H

#include "fascia/base/arena.h"
#include "fascia/base/clock.h"
#include "fascia/base/json.h"
#include "fascia/model/anchor.h"
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
    const json_t *body; /* "v":1 is added when missing; made canonical here */
    bool must_sign;     /* change_must_sign of kind and body is applied as well */
    struct instant at;  /* ms 0 = now; else the moment it claims to be entered (demo, import) */
    struct id id;       /* out: the change's id */
};

/**
 * Appends all or none, in one transaction (joins an open one; then the caller's commit decides). The last change is
 * signed always. A session or other entity whose head is not `parent` any more: ERR_CONFLICT, nothing written - except
 * that forks arriving from elsewhere are not appended here.
 */
MUST_USE bool log_append(struct store *s, const struct sealer *by, struct entry_new *entries, size_t n, struct err *e);

/** Head change of an entity (its whole state). ERR_NOT_FOUND. */
MUST_USE bool log_head(struct change *out, struct store *s, struct id entity, struct arena *a, struct err *e);
/** A page of changes by seq > after, at most limit (<= 1000), in seq order. */
MUST_USE bool log_page(struct change **out, size_t *len, struct store *s, int64_t after, int limit, struct arena *a,
                       struct err *e);
/** All changes of one entity, oldest first. */
MUST_USE bool log_history(struct change **out, size_t *len, struct store *s, struct id entity, struct arena *a,
                          struct err *e);

/** One finding of verify. */
struct finding_bad {
    struct id change; /* null when it is about an index row or the chain as a whole */
    int64_t seq;
    const char *what; /* "hash", "body", "signature", "chain", "gap", "author", "index", "anchor" */
    const char *text;
};
/** How a signature is checked; app passes trust's function. */
typedef bool verify_fn(const uint8_t sig[64], const struct hash *hash, const uint8_t public_key[32]);

struct verify_result {
    uint64_t changes, signatures;
    struct finding_bad *bad;
    size_t bad_len; /* at most 1000 are kept */
};
/** Every chain gapless, every hash and signature right, authors valid at the time, every index row equal to a fresh
 * fold, heads not behind anchors. */
MUST_USE bool record_verify(struct verify_result *out, struct store *s, verify_fn *check, const struct anchor *anchors,
                            size_t anchors_len, const struct progress *p, struct arena *a, struct err *e);
/** Drops and refolds the index tables, in one transaction. */
MUST_USE bool record_rebuild(struct store *s, const struct progress *p, struct err *e);

#endif
