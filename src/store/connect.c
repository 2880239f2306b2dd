/*
 * A connection with the settings that keep health data where it belongs: every one is asserted, because a library built
 * otherwise takes a PRAGMA it does not honour without a word.
 *
 * Order: busy handler first (a PRAGMA beside a busy writer fails at once without it), then the key, then SQLCipher's
 * log off (it writes to the terminal otherwise), then the rest. Temporary tables stay in memory: SQLCipher encrypts no
 * temporary file.
 */
#include "store_internal.h"

#include "fascia/base/clock.h"
#include "fascia/base/secret.h"

#include <string.h>
#include <time.h>

enum { KEY_BYTES = 32, KEY_TEXT = 2 + 2 * KEY_BYTES + 1 }; /* x'..' */

/* Retried every 0.5 to 2 ms; SQLite's own handler sleeps up to 100 ms and starves. */
static int wait_for_lock(void *who, int tries)
{
    struct store *s = who;
    if (tries == 0)
        s->busy_since = clock_monotonic_ms();
    else if (clock_monotonic_ms() - s->busy_since >= s->wait_ms)
        return 0;
    struct timespec pause = {.tv_nsec = tries < 4 ? 500L * 1000 * (tries + 1) : 2000L * 1000};
    nanosleep(&pause, NULL);
    return 1;
}

static bool give_key(struct store *s, const uint8_t key[32], struct err *e)
{
    char *text = secret_alloc(KEY_TEXT + 1);
    text[0] = 'x';
    text[1] = '\'';
    hex_format(text + 2, key, KEY_BYTES);
    text[KEY_TEXT - 1] = '\'';
    int rc = sqlite3_key(s->db, text, KEY_TEXT);
    secret_free(text);
    return rc == SQLITE_OK || store_fail(e, s->db, rc);
}

struct setting {
    enum query_id set, get;
    const char *want; /* what reading it back must give */
};

static bool assert_setting(struct store *s, const struct setting *row, struct err *e)
{
    if (!stmt_run(store_stmt(s, row->set), e))
        return false;
    struct stmt *q = store_stmt(s, row->get);
    const char *got = stmt_row(q) ? stmt_peek(q, 0, NULL) : NULL;
    bool as_wanted = got && strcmp(got, row->want) == 0;
    if (!stmt_end(q, e))
        return false;
    if (!as_wanted)
        return err_set(e, ERR_IO, "this build of SQLCipher does not honour '%s': use the one of the distribution",
                       query_text(row->set));
    return true;
}

static bool apply_settings(struct store *s, struct err *e)
{
    static const struct setting settings[] = {
        {Q_SET_TEMP_STORE, Q_GET_TEMP_STORE, "2"},
        {Q_SET_MMAP_SIZE, Q_GET_MMAP_SIZE, "0"},
        {Q_SET_JOURNAL_MODE, Q_GET_JOURNAL_MODE, "truncate"},
        {Q_SET_SYNCHRONOUS, Q_GET_SYNCHRONOUS, "3"},
        {Q_SET_FOREIGN_KEYS, Q_GET_FOREIGN_KEYS, "1"},
        {Q_SET_SECURE_DELETE, Q_GET_SECURE_DELETE, "1"},
        {Q_SET_CACHE_SIZE, Q_GET_CACHE_SIZE, "-16384"},
    };
    static const struct {
        int option, value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1}, {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},   {SQLITE_DBCONFIG_DQS_DDL, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(switches); i++) {
        int rc = sqlite3_db_config(s->db, switches[i].option, switches[i].value, NULL);
        if (rc != SQLITE_OK)
            return store_fail(e, s->db, rc);
    }
    for (size_t i = 0; i < ARRAY_LEN(settings); i++)
        if (!assert_setting(s, &settings[i], e))
            return false;
    return true;
}

bool connect_open(struct store *s, const char *path, const uint8_t key[32], int flags, struct err *e)
{
    int rc = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc != SQLITE_OK)
        return store_fail(e, s->db, rc);
    sqlite3_busy_handler(s->db, wait_for_lock, s);
    return give_key(s, key, e) && stmt_run(store_stmt(s, Q_SET_CIPHER_LOG), e) && apply_settings(s, e);
}

/* No key, no journal, no waiting: it is never on disk, never shared and never rolled back. */
bool connect_memory(struct store *s, struct err *e)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
    int rc = sqlite3_open_v2(":memory:", &s->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc != SQLITE_OK)
        return store_fail(e, s->db, rc);
    return stmt_run(store_stmt(s, Q_SET_TEMP_STORE), e) && stmt_run(store_stmt(s, Q_SET_JOURNAL_OFF), e);
}

void connect_close(struct store *s)
{
    for (size_t i = 0; i < QUERIES; i++)
        sqlite3_finalize(s->stmts[i].raw);
    if (sqlite3_close(s->db) != SQLITE_OK)
        BUG("a statement outlived its store: %s", sqlite3_errmsg(s->db));
    s->db = NULL;
}
