/* What the files of the store share: the struct, the turnstile, the mapping of SQLite's errors. */
#ifndef FASCIA_STORE_INTERNAL_H
#define FASCIA_STORE_INTERNAL_H

#include "fascia/store/store.h"
#include "stmt.h"

#define SQLITE_HAS_CODEC 1 /* declares sqlite3_key */
#include <sqlcipher/sqlite3.h>

enum { WAIT_MS = 5000 }; /* longest wait for another process, at the turnstile and for SQLite's lock */

/* turn.c: the queue of writers, and who has the store open. */
struct turn {
    int fd; /* -1: no queue (read only, or in memory) */
    int wait_ms;
};

MUST_USE bool turn_open(struct turn *t, const char *folder, bool read_only, struct err *e);
void turn_close(struct turn *t);
MUST_USE bool turn_take(struct turn *t, struct err *e);
void turn_free(struct turn *t);

struct stmt {
    struct store *store;
    sqlite3_stmt *raw;
    enum query_id id;
    int rc;      /* SQLITE_OK, or the first error since store_stmt */
    bool in_use; /* between store_stmt and stmt_end */
};

/*
 * What the present transaction wrote last. SQLite reports a failed COMMIT also when only the sync after its end did not
 * work; then all of it is there, and saying "nothing was saved" would make a person write it twice. So it is looked
 * for.
 */
struct witness {
    struct id change; /* null: none was appended */
    struct id draft;  /* null: none was written */
    int64_t version;  /* of that draft; 0 = it was dropped */
};

struct store {
    sqlite3 *db;
    struct turn turn;
    enum store_mode mode;
    int depth;   /* of nested store_begin */
    bool doomed; /* an inner part rolled back */
    struct witness witness;
    bool device_is_new;
    int schema;
    struct id practice, device;
    int wait_ms;        /* longest wait for SQLite's lock */
    int64_t busy_since; /* monotonic ms at which the present one began */
    struct stmt stmts[QUERIES];
};

/* place.c: is this a folder and a file that may hold a record? */
MUST_USE bool place_check(char *path, size_t size, const char *folder, bool write, struct err *e);
MUST_USE bool place_check_file(const char *path, struct err *e);
bool place_is_remote(unsigned long magic); /* f_type of statfs */

/* fail.c */
bool store_fail(struct err *e, sqlite3 *db, int rc); /* always false */

/* connect.c: an open, keyed connection with every setting asserted; and its end. No schema is looked at. */
MUST_USE bool connect_open(struct store *s, const char *path, const uint8_t key[32], int flags, struct err *e);
void connect_close(struct store *s);
MUST_USE bool connect_memory(struct store *s, struct err *e);

/** A store of its own in memory, with the schema and nothing in it, for a fold to compare with. */
MUST_USE bool store_in_memory(struct store **out, struct err *e);

/* migrate.c */
MUST_USE bool store_migrate(struct store *s, struct err *e);

/* meta.c: the one row of meta; a new device when the file was copied. */
MUST_USE bool meta_create(struct store *s, const char *path, struct id practice, struct err *e);
MUST_USE bool meta_load(struct store *s, const char *path, struct err *e);

/** Ends an inner transaction that wrote nothing without dooming the outer one; the outermost rolls back. */
void store_leave(struct store *s);

/** Allocated by SQLite's allocator, zeroed. */
MUST_USE bool store_new(struct store **out, struct err *e);

#endif
