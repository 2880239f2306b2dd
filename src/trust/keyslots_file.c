/*
 * `keyslots` and its copy `keyslots.prev` on disk.
 *
 * The copy is written first, then the file, each by itself replaced whole: at every moment one of them is good, and
 * once both are written nothing of the older state stays behind. An older state would be worse than no copy: it
 * still answers to the old passphrase, or to somebody who has left. For the same reason the copy is used only where the
 * file is damaged, never because a passphrase does not fit, unless both claim to be the same generation: then one of
 * them has a bad byte, and a person who types the right passphrase must not be told it is wrong.
 */
#include "folder_internal.h"
#include "keyslots_internal.h"

#include "fascia/base/file.h"

#include <string.h>

static const char file_name[] = "keyslots";
static const char copy_name[] = "keyslots.prev";

static bool read_one(struct keyslots *out, const char *folder, const char *name, struct err *e)
{
    char path[PATH_MAX];
    struct buf bytes = {0};
    if (!folder_path(path, folder, name, e))
        return false;
    bool ok = file_read(&bytes, path, KEYSLOTS_BYTES_MAX, e);
    if (!ok && e->code == ERR_RANGE)
        err_set(e, ERR_DAMAGED, "it is larger than any slot file");
    ok = ok && keyslots_parse(out, bytes.data, bytes.len, e);
    buf_release(&bytes);
    if (ok)
        out->on_disk = out->generation;
    return ok || err_wrap(e, "cannot use '%s'", name);
}

/* Not when it cannot be read for another reason: then the copy would hide that the disk or the rights are at fault. */
static bool calls_for_copy(const struct err *e)
{
    return e->code == ERR_DAMAGED || e->code == ERR_NOT_FOUND;
}

bool keyslots_read(struct keyslots *out, const char *folder, struct err *e)
{
    struct err first = {0};
    struct err second = {0};
    if (!folder_check_private(folder, e))
        return false;
    if (read_one(out, folder, file_name, &first))
        return true;
    if (calls_for_copy(&first) && read_one(out, folder, copy_name, &second)) {
        out->from_copy = true;
        return true;
    }
    if (second.code == ERR_DAMAGED && first.code == ERR_NOT_FOUND)
        first = second;
    *e = first;
    return false;
}

/* The file was read, the passphrase was tried: is the copy worth a try? */
static bool copy_may_help(const struct keyslots *file, const struct keyslots *copy, const struct err *why)
{
    if (file->from_copy || !id_equal(copy->practice, file->practice))
        return false;
    if (why->code == ERR_DAMAGED)
        return true;
    if ((why->code != ERR_LOCKED && why->code != ERR_NOT_FOUND) || copy->generation != file->generation)
        return false;
    struct buf x = {0};
    struct buf y = {0};
    keyslots_format(&x, file);
    keyslots_format(&y, copy);
    bool differ = x.len != y.len || memcmp(x.data, y.data, x.len) != 0;
    buf_release(&x);
    buf_release(&y);
    return differ;
}

bool keyslots_open(struct keyslots *s, struct keys *out, const char *folder, const char *login, const char *passphrase,
                   size_t passphrase_len, struct err *e)
{
    struct keyslots file = {0};
    struct keyslots copy = {0};
    struct err ignored = {0};
    if (!keyslots_read(&file, folder, e))
        return false;
    if (keyslots_unlock(out, &file, login, passphrase, passphrase_len, e)) {
        *s = file;
        return true;
    }
    if (!read_one(&copy, folder, copy_name, &ignored) || !copy_may_help(&file, &copy, e) ||
        !keyslots_unlock(out, &copy, login, passphrase, passphrase_len, &ignored))
        return false;
    copy.from_copy = true;
    copy.on_disk = file.on_disk; /* what keyslots_write will find there */
    *s = copy;
    *e = (struct err){0};
    return true;
}

/* Is the file still the one these slots were read from? */
static bool check_unchanged(const struct keyslots *s, const char *folder, struct err *e)
{
    struct keyslots disk = {0};
    struct err why = {0};
    if (!keyslots_read(&disk, folder, &why) && why.code != ERR_NOT_FOUND) {
        *e = why;
        return false;
    }
    if (disk.on_disk == s->on_disk)
        return true;
    if (s->on_disk == 0)
        return err_set(e, ERR_CONFLICT, "this folder holds the keys of a practice already; choose another");
    return err_set(e, ERR_CONFLICT, "the slot file was changed by another process; read it and try again");
}

static bool write_both(const struct keyslots *s, const char *folder, struct err *e)
{
    char file[PATH_MAX];
    char copy[PATH_MAX];
    if (!folder_path(file, folder, file_name, e) || !folder_path(copy, folder, copy_name, e))
        return false;
    struct keyslots again;
    struct buf bytes = {0};
    keyslots_format(&bytes, s);
    bool ok = keyslots_parse(&again, bytes.data, bytes.len, e) && /* never write what could not be read */
              file_replace(copy, NULL, bytes.data, bytes.len, e) && file_replace(file, NULL, bytes.data, bytes.len, e);
    buf_release(&bytes);
    return ok;
}

bool keyslots_write(struct keyslots *s, const char *folder, struct err *e)
{
    int lock;
    if (!folder_lock(&lock, folder, e))
        return false;
    bool ok = check_unchanged(s, folder, e) && write_both(s, folder, e);
    folder_unlock(lock);
    if (ok) {
        s->on_disk = s->generation;
        s->from_copy = false;
    }
    return ok || err_wrap(e, "cannot write the slot file");
}
