/** The record as a whole: proving that nobody changed it unseen, and making its index anew. */
#ifndef FASCIA_STORE_RECORD_H
#define FASCIA_STORE_RECORD_H

#include "fascia/base/arena.h"
#include "fascia/model/anchor.h"
#include "fascia/store/store.h"

/** One thing that is not as it must be. */
struct finding_bad {
    struct id change; /* null when it is about a row of the index or a chain as a whole */
    int64_t seq;      /* of that change, 0 = none */
    const char *what; /* "body", "hash", "signature", "chain", "gap", "author", "order", "index", "anchor" */
    const char *text; /* names change, device, or table and row */
};

/** How a signature is checked; app passes trust's verify_hash. */
typedef bool verify_fn(const uint8_t sig[64], const struct hash *hash, const uint8_t public_key[32]);

enum { BAD_MOST = 1000 };

struct verify_result {
    uint64_t changes, signatures; /* read and checked */
    struct finding_bad *bad;
    size_t bad_len;  /* at most BAD_MOST are kept */
    size_t bad_more; /* found beyond these */
    bool anchored;   /* at least one anchor matched: without one, a rollback of the whole file cannot be seen */
};

/**
 * Every chain without a gap, every hash and signature right, authors users in force at the time, every row of the index
 * equal to a fresh fold, no chain behind its anchor. Other processes may go on writing meanwhile.
 *
 * @return true also when something is wrong: see bad_len. False: it could not be checked (ERR_DAMAGED for an
 *         unreadable page, ERR_REFUSED when progress asked to stop).
 */
MUST_USE bool record_verify(struct verify_result *out, struct store *s, verify_fn *check, const struct anchor *anchors,
                            size_t anchors_len, const struct progress *p, struct arena *a, struct err *e);

/** Drops and refolds the index tables, in one transaction: others who want to write wait, and give up after 5 s. */
MUST_USE bool record_rebuild(struct store *s, const struct progress *p, struct err *e);

#endif
