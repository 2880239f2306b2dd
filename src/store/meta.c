/*
 * The one row of `meta`: which practice, which device, and on which machine and file that device was minted.
 *
 * A copied file must not count on in the chain of the original, or two different changes would carry the same number.
 * So machine and file are remembered, as keyed hashes: when either differs, the store takes a new device id before
 * anything is written. Moving within a file system keeps the file; a restore or a copy does not.
 */
#include "store_internal.h"

#include "fascia/base/file.h"

#include <sys/stat.h>

struct where {
    struct hash machine, file;
};

static struct where where_now(const char *path, struct id device)
{
    struct where w;
    struct buf machine = {0};
    struct err none;
    if (!file_read(&machine, "/etc/machine-id", 4096, &none))
        buf_clear(&machine); /* a machine without an id: the file still tells */
    w.machine = hash_keyed(buf_text(&machine), machine.len, device.b, sizeof device.b);
    buf_release(&machine);
    struct stat st = {0};
    uint64_t inode = stat(path, &st) == 0 ? (uint64_t)st.st_ino : 0;
    w.file = hash_keyed(&inode, sizeof inode, device.b, sizeof device.b);
    return w;
}

static bool save(struct store *s, enum query_id id, const char *path, struct id device, struct err *e)
{
    struct where w = where_now(path, device);
    struct stmt *q = store_stmt(s, id);
    if (id == Q_META_INSERT)
        stmt_bind_id(q, "$practice", s->practice);
    stmt_bind_id(q, "$device", device);
    stmt_bind_blob(q, "$machine", w.machine.b, sizeof w.machine.b);
    stmt_bind_blob(q, "$file", w.file.b, sizeof w.file.b);
    if (!stmt_run(q, e))
        return false;
    s->device = device;
    return true;
}

bool meta_create(struct store *s, const char *path, struct id practice, struct err *e)
{
    s->practice = practice;
    return save(s, Q_META_INSERT, path, id_random(), e);
}

static bool load(struct store *s, struct where *made, struct err *e)
{
    struct stmt *q = store_stmt(s, Q_META);
    bool found = stmt_row(q);
    if (found) {
        s->practice = stmt_id(q, 0);
        s->device = stmt_id(q, 1);
        stmt_blob(q, 2, made->machine.b, sizeof made->machine.b);
        stmt_blob(q, 3, made->file.b, sizeof made->file.b);
    }
    if (!stmt_end(q, e))
        return false;
    if (!found)
        return err_set(
            e, ERR_DAMAGED,
            "'record.db' holds no practice: it was not finished when it was made; remove it and begin again");
    return true;
}

static bool moved(const struct store *s, const struct where *made, const char *path)
{
    struct where now = where_now(path, s->device);
    return !hash_equal(now.machine, made->machine) || !hash_equal(now.file, made->file);
}

static bool renew(struct store *s, const char *path, struct err *e)
{
    struct where made = {0};
    if (!store_begin(s, e))
        return false;
    bool ok = load(s, &made, e);
    if (ok && moved(s, &made, path)) { /* unless another process was quicker */
        ok = save(s, Q_META_MOVE, path, id_random(), e);
        s->device_is_new = ok;
    }
    if (ok)
        return store_commit(s, e);
    store_rollback(s);
    return err_wrap(e, "cannot give this copy of the record a device of its own");
}

bool meta_load(struct store *s, const char *path, struct err *e)
{
    struct where made = {0};
    if (!load(s, &made, e))
        return false;
    if (s->mode == STORE_READ_ONLY || !moved(s, &made, path))
        return true;
    return renew(s, path, e);
}
