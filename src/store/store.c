/*
 * Opening and closing the store, and its transactions.
 *
 * Everything that can refuse is asked in the order of cost: the place, the file, who is in, the key, the schema. A
 * refusal leaves nothing open and, when a store was being made, no file behind.
 */
#include "store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void discard(struct store *s)
{
    connect_close(s);
    turn_close(&s->turn);
    sqlite3_free(s);
}

static bool open_keyed(struct store *s, const char *folder, const char *path, const uint8_t key[32], struct err *e)
{
    bool read_only = s->mode == STORE_READ_ONLY;
    int flags = SQLITE_OPEN_NOFOLLOW | (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    return turn_open(&s->turn, folder, read_only, e) && connect_open(s, path, key, flags, e);
}

bool store_open(struct store **out, const char *folder, const uint8_t key[32], enum store_mode mode, struct err *e)
{
    char path[PATH_MAX];
    struct store *s;
    if (!place_check(path, sizeof path, folder, mode == STORE_OPEN, e) || !place_check_file(path, e) ||
        !store_new(&s, e))
        return false;
    s->mode = mode;
    if (open_keyed(s, folder, path, key, e) && store_migrate(s, e) && meta_load(s, path, e)) {
        *out = s;
        return true;
    }
    discard(s);
    return err_wrap(e, "cannot open the record in '%s'", folder);
}

/* Empty, and ours alone, before SQLite sees it: it would make it with the permissions of the umask. */
static bool make_file(const char *path, struct err *e)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && errno == EEXIST)
        return err_set(e, ERR_CONFLICT, "there is a record already: '%s'", path);
    if (fd < 0)
        return err_errno(e, errno, "cannot make '%s'", path);
    close(fd);
    return true;
}

static bool fill(struct store *s, const char *path, struct id practice, struct err *e)
{
    if (!store_migrate(s, e) || !store_begin(s, e))
        return false;
    if (meta_create(s, path, practice, e))
        return store_commit(s, e);
    store_rollback(s);
    return false;
}

bool store_create(struct store **out, const char *folder, const uint8_t key[32], struct id practice, struct err *e)
{
    char path[PATH_MAX];
    struct store *s;
    if (id_is_null(practice))
        BUG("a practice without an id");
    if (!place_check(path, sizeof path, folder, true, e) || !store_new(&s, e))
        return false;
    if (!make_file(path, e)) {
        discard(s);
        return false;
    }
    s->mode = STORE_OPEN;
    if (open_keyed(s, folder, path, key, e) && fill(s, path, practice, e)) {
        *out = s;
        return true;
    }
    discard(s);
    unlink(path);
    return err_wrap(e, "cannot make a record in '%s'", folder);
}

void store_close(struct store *s)
{
    if (!s)
        return;
    if (s->depth > 0) {
        s->depth = 1;
        store_rollback(s);
    }
    discard(s);
}

bool store_in_memory(struct store **out, struct err *e)
{
    struct store *s;
    if (!store_new(&s, e))
        return false;
    if (connect_memory(s, e) && store_migrate(s, e) && stmt_run(store_stmt(s, Q_BEGIN), e)) {
        *out = s; /* one transaction for its whole life: nothing is to be synced or undone */
        return true;
    }
    discard(s);
    return err_wrap(e, "cannot fold the log anew");
}

/* After some errors SQLite has rolled back by itself. Should rolling back fail as well, the journal is still there, and
 * whoever reads next plays it back first. */
static void undo(struct store *s)
{
    struct err ignored;
    bool done = sqlite3_get_autocommit(s->db) != 0 || stmt_run(store_stmt(s, Q_ROLLBACK), &ignored);
    (void)done;
    s->depth = 0;
    s->doomed = false;
    turn_free(&s->turn);
}

/* An inner part after SQLite has rolled back by itself would write outside of any transaction. */
static bool is_lost(struct store *s)
{
    s->doomed = s->doomed || (s->depth > 0 && sqlite3_get_autocommit(s->db));
    return s->doomed;
}

bool store_begin(struct store *s, struct err *e)
{
    if (s->mode == STORE_READ_ONLY)
        return err_set(e, ERR_READ_ONLY, "the record is open to read only");
    if (is_lost(s))
        return err_set(e, ERR_REFUSED, "nothing is saved: a part of it failed before");
    if (s->depth == 0) {
        s->witness = (struct witness){0};
        if (!turn_take(&s->turn, e))
            return false;
        if (!stmt_run(store_stmt(s, Q_BEGIN), e)) {
            turn_free(&s->turn);
            return false;
        }
    }
    s->depth++;
    return true;
}

/* Did the transaction whose COMMIT failed take place all the same? */
static bool is_there(struct store *s)
{
    const struct witness *w = &s->witness;
    bool found = false;
    int64_t n = 0;
    struct err unreadable;
    if (id_is_null(w->change) && id_is_null(w->draft))
        return false;
    struct stmt *q = store_stmt(s, id_is_null(w->change) ? Q_DRAFT_VERSION : Q_CHANGE_IS_THERE);
    stmt_bind_id(q, "$id", id_is_null(w->change) ? w->draft : w->change);
    if (!stmt_get_i64(&n, &found, q, &unreadable))
        return false;
    return id_is_null(w->change) ? n == w->version : found;
}

bool store_commit(struct store *s, struct err *e)
{
    if (s->depth == 0)
        BUG("commit without begin");
    if (s->depth > 1) {
        s->depth--;
        return true;
    }
    if (is_lost(s)) {
        undo(s);
        return err_set(e, ERR_REFUSED, "nothing was saved: a part of it failed");
    }
    if (!stmt_run(store_stmt(s, Q_COMMIT), e)) {
        undo(s);
        return is_there(s) || err_wrap(e, "nothing was saved");
    }
    s->depth = 0;
    turn_free(&s->turn);
    return true;
}

void store_leave(struct store *s)
{
    if (s->depth == 0)
        BUG("rollback without begin");
    is_lost(s);
    if (s->depth > 1)
        s->depth--;
    else
        undo(s);
}

void store_rollback(struct store *s)
{
    s->doomed = true;
    store_leave(s);
}

bool store_bulk(struct store *s, bool on, struct err *e)
{
    return stmt_run(store_stmt(s, on ? Q_SET_CACHE_BULK : Q_SET_CACHE_SIZE), e);
}

int store_schema(const struct store *s)
{
    return s->schema;
}

struct id store_device(const struct store *s)
{
    return s->device;
}

struct id store_practice(const struct store *s)
{
    return s->practice;
}

bool store_device_is_new(const struct store *s)
{
    return s->device_is_new;
}
