/**
 * What the store's tests share: a practice folder with a record in it, people who sign with real keys, sessions to
 * append, and a raw connection beside the store that knows nothing of its rules.
 */
#ifndef FASCIA_TESTS_STORE_FIXTURE_H
#define FASCIA_TESTS_STORE_FIXTURE_H

#include "fascia/model/client.h"
#include "fascia/model/session.h"
#include "fascia/store/log.h"
#include "store_internal.h"

#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const uint8_t test_key[32];
extern const struct id test_practice;

/* The message is shown when a call that must work does not. */
#define assert_ok(call, e)                                                                                             \
    do {                                                                                                               \
        if (!(call))                                                                                                   \
            fail_msg("%s: %s", #call, (e).text);                                                                       \
    } while (0)

/** A scratch directory with SQLite's settings made first: the setup of every test here. */
int store_setup(void **state);
#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, store_setup, scratch_teardown)

struct store *make_store(struct scratch *scratch);
struct store *open_store(struct scratch *scratch);

/** A second connection: somebody with the key and a program of his own. */
sqlite3 *raw_open(struct scratch *scratch);
void raw_exec(sqlite3 *db, const char *sql);
int64_t raw_i64(sqlite3 *db, const char *sql);

/** Somebody who signs. The sealer points into it: do not move it. */
struct person {
    struct id id;
    uint8_t secret[64], public[32];
    struct sealer sealer;
};
void person_init(struct person *p, struct id id);
bool check_signature(const uint8_t sig[64], const struct hash *hash, const uint8_t public_key[32]); /* a verify_fn */

/** A store with one owner in it, in a scratch directory. */
struct practice_fixture {
    struct scratch *scratch;
    struct store *s;
    struct person ana;
    struct arena a;
};
void practice_make(struct practice_fixture *f, struct scratch *scratch);
void practice_end(struct practice_fixture *f);

/** A `user` change: a new person by `by`, or the first one by herself. */
void add_user(struct practice_fixture *f, struct person *who, const struct person *by, unsigned roles);

/** Appends one change signed by ana; entity null = new. Returns false with *e. */
bool append(struct practice_fixture *f, enum change_kind kind, struct id *entity, struct id *head, json_t *body,
            struct err *e);

struct id add_client(struct practice_fixture *f, int number, const char *given, const char *family);

/** A session of the client with a finding and a release, on that day of November 2026 at ten. */
void session_fill(struct session *s, struct practice_fixture *f, struct id client, int day, enum session_status status);
struct id add_session(struct practice_fixture *f, const struct session *s, struct id *head);

#endif
