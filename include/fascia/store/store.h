/**
 * The store: one SQLCipher file, `record.db`, in a private folder, opened with a raw key.
 *
 * Writers of all processes queue at the turnstile (the file `turn`), hold no lock while a person thinks, and check
 * versions at save. One connection a process, never across fork. The store knows no passphrase: trust hands app the
 * key. Nobody may open `record.db` by other means while a store is open: closing that descriptor drops SQLite's locks.
 */
#ifndef FASCIA_STORE_STORE_H
#define FASCIA_STORE_STORE_H

#include "fascia/base/err.h"
#include "fascia/base/hash.h"
#include "fascia/base/id.h"

#include <stdint.h>

struct store;

enum store_mode { STORE_OPEN, STORE_READ_ONLY };

/**
 * Progress of long work: called at most a few times a second, and at the end.
 * @param total  0 = not known
 * @return false asks to stop: the work ends with ERR_REFUSED and nothing changed
 */
struct progress {
    bool (*step)(void *who, const char *what, uint64_t done, uint64_t total);
    void *who;
};

/** Once in a process, before anything else of SQLite: an allocator that wipes what it frees. Again is harmless. */
MUST_USE bool store_library_init(struct err *e);

/**
 * A new store with an empty record.
 *
 * @param folder    exists, 0700 and ours, on a local file system: else ERR_REFUSED with what to do
 * @param key       32 random bytes; borrowed for the call
 * @param practice  id of the practice, kept for good
 * @return false with ERR_CONFLICT when there is a record already; no file of ours is left behind on failure
 */
MUST_USE bool store_create(struct store **out, const char *folder, const uint8_t key[32], struct id practice,
                           struct err *e);

/**
 * Opens what is there; STORE_OPEN migrates an older schema first.
 *
 * Errors: ERR_NOT_FOUND (no record.db), ERR_REFUSED (folder not private, or not local), ERR_DAMAGED (wrong key or
 * damaged page, and which of the two if it can be told), ERR_VERSION (newer schema), ERR_READ_ONLY, ERR_BUSY.
 */
MUST_USE bool store_open(struct store **out, const char *folder, const uint8_t key[32], enum store_mode mode,
                         struct err *e);

/** Rolls back what is open, closes, wipes. NULL is fine. */
void store_close(struct store *s);

/**
 * A write transaction behind the turnstile. Calls nest by counting; only the outermost commits. An inner rollback dooms
 * the whole: the outermost store_commit then rolls back and fails. A failed store_commit has rolled back.
 */
MUST_USE bool store_begin(struct store *s, struct err *e);
MUST_USE bool store_commit(struct store *s, struct err *e);
void store_rollback(struct store *s);

/**
 * A load of very many changes begins (or ends): a page cache of 256 MB. Quickest in transactions of some 20,000
 * changes, which touch each page of the index once instead of a thousand times.
 */
MUST_USE bool store_bulk(struct store *s, bool on, struct err *e);

int store_schema(const struct store *s);
struct id store_device(const struct store *s);
struct id store_practice(const struct store *s);

/**
 * The file turned out to be a copy (another machine or another file than it was made in), so this open gave it a new
 * device id: two stores must never count on in one chain. The caller records an access change that says so.
 */
bool store_device_is_new(const struct store *s);

struct store_facts {
    int64_t clients;           /* counts are kept in a row, never counted */
    int64_t sessions;          /* draft and signed, not voided */
    int64_t unsigned_sessions; /* draft */
    int64_t changes;
    int64_t bytes;    /* of the file */
    int64_t last_ms;  /* time of the latest change; a clock more than a day behind it asks before signing */
    struct hash head; /* of this device's chain; zeros while it is empty */
    uint64_t head_seq;
};
MUST_USE bool store_facts(struct store_facts *out, struct store *s, struct err *e);

/** cipher_integrity_check and integrity_check of every page; the first finding is the message (ERR_DAMAGED). */
MUST_USE bool store_check_pages(struct store *s, struct err *e);

#endif
