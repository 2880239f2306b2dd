/**
 * The store: one SQLCipher file in a private folder, opened with a raw key.
 *
 * Order at open (docs/record.md): key, busy handler, cipher log off, temp_store=MEMORY asserted, TRUNCATE journal,
 * EXTRA. Writers of all processes queue at the turnstile (`turn`), hold no lock while a person thinks, and check
 * versions at save. One connection a process, never across fork. The store knows no passphrase: trust hands app the
 * key.
 */
#ifndef FASCIA_STORE_STORE_H
#define FASCIA_STORE_STORE_H

#include "fascia/base/err.h"
#include "fascia/base/hash.h"
#include "fascia/base/id.h"

#include <stdint.h>

struct store;

enum store_mode { STORE_OPEN, STORE_CREATE, STORE_READ_ONLY };

/** Progress of long work: called at most a few times a second; false asks to stop (ERR_REFUSED, nothing changed). total
 * 0 = not known. */
struct progress {
    bool (*step)(void *who, const char *what, uint64_t done, uint64_t total);
    void *who;
};

/** Once in a process, before anything else of SQLite: zero-on-free allocator, no memory statistics. */
MUST_USE bool store_library_init(struct err *e);

/**
 * @param folder  the practice's folder: 0700 and ours, not on a network file system, else ERR_REFUSED with what to do
 * @param key     32 bytes; borrowed for the call
 * Errors: ERR_NOT_FOUND (no record.db), ERR_DAMAGED (wrong key or damaged page, said as such), ERR_VERSION (newer
 * schema), ERR_READ_ONLY, ERR_BUSY. An older schema is migrated (STORE_OPEN).
 */
MUST_USE bool store_open(struct store **out, const char *folder, const uint8_t key[32], enum store_mode mode,
                         struct err *e);
void store_close(struct store *s); /* NULL is fine */

/** A write transaction behind the turnstile; nests by counting, only the outermost commits. */
MUST_USE bool store_begin(struct store *s, struct err *e);
MUST_USE bool store_commit(struct store *s, struct err *e);
void store_rollback(struct store *s);

/** Idle work: one step of full-text merging and the like. Cheap; safe to call at any time outside a transaction. */
void store_idle(struct store *s);

int store_schema(const struct store *s);
struct id store_device(const struct store *s);
struct id store_practice(const struct store *s);

struct store_facts {
    int64_t clients, sessions, unsigned_sessions, changes, bytes; /* counts are kept in a row, never counted */
    struct hash head;                                             /* of this device's chain */
    uint64_t head_seq;
};
MUST_USE bool store_facts(struct store_facts *out, struct store *s, struct err *e);

/** integrity_check and cipher_integrity_check; the first finding is the message. */
MUST_USE bool store_check_pages(struct store *s, const struct progress *p, struct err *e);

#endif
