/*
 * The schema's versions: migrations/NNNN_name.sql, embedded in the program, one transaction each. A migration ends by
 * setting user_version to its own number, so that no SQL is put together at run time; that it did is checked here.
 */
#include "store_internal.h"

#include "fascia/base/embed.h"

extern const struct embed migrations[];
extern const size_t migrations_count;

static bool read_version(struct store *s, struct err *e)
{
    int64_t version;
    if (!stmt_get_i64(&version, NULL, store_stmt(s, Q_SCHEMA_VERSION), e))
        return false;
    s->schema = (int)version;
    return true;
}

static bool apply(struct store *s, int version, struct err *e)
{
    const char *sql = (const char *)migrations[version].data; /* ends with 0 */
    int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        return store_fail(e, s->db, rc);
    if (!read_version(s, e))
        return false;
    if (s->schema != version + 1)
        BUG("migration '%s' leaves schema %d", migrations[version].name, s->schema);
    return true;
}

/* Another process may have migrated while this one waited at the turnstile: then there is nothing left to do. */
static bool step(struct store *s, struct err *e)
{
    if (!store_begin(s, e))
        return false;
    if (read_version(s, e) && (s->schema >= (int)migrations_count || apply(s, s->schema, e)))
        return store_commit(s, e);
    store_rollback(s);
    return err_wrap(e, "cannot bring the record up to schema %d", (int)migrations_count);
}

bool store_migrate(struct store *s, struct err *e)
{
    if (!read_version(s, e))
        return false;
    if (s->mode == STORE_READ_ONLY && s->schema < (int)migrations_count)
        return err_set(e, ERR_READ_ONLY,
                       "the record has the older schema %d and cannot be brought up to date while it is read only: "
                       "open it once for writing",
                       s->schema);
    while (s->schema < (int)migrations_count)
        if (!step(s, e))
            return false;
    if (s->schema > (int)migrations_count)
        return err_set(e, ERR_VERSION, "the record has schema %d, this fascia knows only up to %d: install a newer one",
                       s->schema, (int)migrations_count);
    return true;
}
