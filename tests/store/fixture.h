/*
 * What the store's tests share: a practice folder with a record in it, and a raw connection beside it that the store
 * knows nothing of.
 */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include "store_internal.h"

#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const uint8_t test_key[32] = {0x5a, 0x01, 0xff, 0x10, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88};
static const struct id test_practice = {{0x0a, 0x0b, 0x0c, [15] = 1}};

#define ASSERT_OK(call, e)                                                                                             \
    do {                                                                                                               \
        if (!(call))                                                                                                   \
            fail_msg("%s: %s", #call, (e).text);                                                                       \
    } while (0)

static inline struct store *make_store(struct scratch *scratch)
{
    struct err e = {0};
    struct store *s;
    ASSERT_OK(store_create(&s, scratch->dir, test_key, test_practice, &e), e);
    return s;
}

static inline struct store *open_store(struct scratch *scratch)
{
    struct err e = {0};
    struct store *s;
    ASSERT_OK(store_open(&s, scratch->dir, test_key, STORE_OPEN, &e), e);
    return s;
}

/* A second connection with the key and none of the store's rules: somebody with the key and a program of his own. */
static inline sqlite3 *raw_open(struct scratch *scratch)
{
    sqlite3 *db;
    const char *key = "x'5a01ff1022334455667788000000000000000000000000000000000000000000'";
    assert_int_equal(sqlite3_open(scratch_path(scratch, "record.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_key(db, key, (int)strlen(key)), SQLITE_OK);
    sqlite3_busy_timeout(db, 2000);
    return db;
}

static inline void raw_exec(sqlite3 *db, const char *sql)
{
    char *text = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &text) != SQLITE_OK)
        fail_msg("%s: %s", sql, text);
}

static inline int64_t raw_i64(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t v = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return v;
}

#endif
