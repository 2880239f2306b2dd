/*
 * Small whole files. After a crash at any moment a file is the old one or the new one, never half.
 *
 * Links are not followed at the last step, and only regular files are read: a name in our folder must not lead
 * elsewhere, and a pipe must not hold us up. New content is read back before it takes the place of the old. Two
 * processes must not replace the same file at once; whoever calls holds a lock.
 */
#include "fascia/base/file.h"

#include "fascia/base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool cannot_open(struct err *e, int errnum, const char *path)
{
    if (errnum == ENOENT)
        return err_set(e, ERR_NOT_FOUND, "cannot open '%s': there is no such file", path);
    if (errnum == ELOOP)
        return err_set(e, ERR_REFUSED, "cannot open '%s': it is a symbolic link; give the file itself", path);
    return err_errno(e, errnum, "cannot open '%s'", path);
}

static bool read_all(struct buf *out, int fd, const char *path, size_t limit, struct err *e)
{
    char chunk[4096];
    ssize_t n;
    bool ok = true;
    while (ok && (n = read(fd, chunk, sizeof chunk)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            ok = err_errno(e, errno, "cannot read '%s'", path);
        else if ((size_t)n > limit - out->len)
            ok = err_set(e, ERR_RANGE, "cannot read '%s': it is larger than %zu bytes", path, limit);
        else
            buf_add(out, chunk, (size_t)n);
    }
    sodium_memzero(chunk, sizeof chunk);
    return ok;
}

bool file_read(struct buf *out, const char *path, size_t limit, struct err *e)
{
    struct stat st;
    struct buf content = {0};
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return cannot_open(e, errno, path);
    bool ok = fstat(fd, &st) == 0 || err_errno(e, errno, "cannot read '%s'", path);
    if (ok && !S_ISREG(st.st_mode))
        ok = err_set(e, ERR_INVALID, "cannot read '%s': it is not a regular file", path);
    ok = ok && read_all(&content, fd, path, limit, e);
    close(fd);
    if (ok)
        buf_add(out, content.data, content.len);
    buf_release(&content);
    return ok;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, bytes, n);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            bytes += written;
            n -= (size_t)written;
        }
    }
    return true;
}

/* The folder's own entry must be on disk too, or the file may be gone after a power cut. */
static bool sync_folder_of(const char *path, struct err *e)
{
    struct arena a = {0};
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? arena_strndup(&a, path, slash == path ? 1 : (size_t)(slash - path)) : ".";
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (!ok)
        (void)err_errno(e, errno, "cannot write folder '%s' to disk", folder);
    if (fd >= 0)
        close(fd);
    arena_release(&a);
    return ok;
}

static bool write_new(const char *path, const void *bytes, size_t n, struct err *e)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return err_set(e, ERR_CONFLICT, "cannot create '%s': it is there already; choose another name", path);
    if (fd < 0)
        return err_errno(e, errno, "cannot create '%s'", path);
    bool ok = write_all(fd, bytes, n) && fsync(fd) == 0;
    int errnum = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        errnum = errno;
    }
    if (ok)
        return true;
    unlink(path);
    return err_errno(e, errnum, "cannot write '%s'", path);
}

bool file_create(const char *path, const void *bytes, size_t n, struct err *e)
{
    if (!write_new(path, bytes, n, e))
        return false;
    if (sync_folder_of(path, e))
        return true;
    unlink(path);
    return false;
}

static bool reads_back(const char *path, const void *bytes, size_t n, struct err *e)
{
    struct buf back = {0};
    bool ok = file_read(&back, path, n, e);
    if (ok && (back.len != n || (n > 0 && memcmp(back.data, bytes, n) != 0)))
        ok = err_set(e, ERR_DAMAGED, "cannot write '%s': it reads back differently; check the disk", path);
    buf_release(&back);
    return ok;
}

/* Through a link of another name and a rename, so that `previous` is there at every moment. */
static bool keep_previous(const char *path, const char *previous, struct arena *a, struct err *e)
{
    struct stat st;
    if (lstat(path, &st) != 0 && errno == ENOENT)
        return true;
    const char *link_name = arena_printf(a, "%s.new", previous);
    unlink(link_name);
    if (link(path, link_name) != 0)
        return err_errno(e, errno, "cannot keep the old '%s' as '%s'", path, previous);
    bool ok =
        rename(link_name, previous) == 0 || err_errno(e, errno, "cannot keep the old '%s' as '%s'", path, previous);
    unlink(link_name); /* rename leaves it when both names are one file already */
    return ok;
}

bool file_replace(const char *path, const char *previous, const void *bytes, size_t n, struct err *e)
{
    struct arena a = {0};
    const char *fresh = arena_printf(&a, "%s.new", path);
    unlink(fresh); /* left by a crash */
    bool ok = write_new(fresh, bytes, n, e);
    ok = ok && reads_back(fresh, bytes, n, e) && (!previous || keep_previous(path, previous, &a, e));
    if (ok && rename(fresh, path) != 0)
        ok = err_errno(e, errno, "cannot replace '%s'", path);
    if (!ok)
        unlink(fresh);
    ok = ok && sync_folder_of(path, e);
    arena_release(&a);
    return ok;
}

bool folder_check_private(const char *path, struct err *e)
{
    struct stat st;
    if (lstat(path, &st) != 0 && errno == ENOENT)
        return err_set(e, ERR_NOT_FOUND, "there is no folder '%s'", path);
    if (lstat(path, &st) != 0)
        return err_errno(e, errno, "cannot look at folder '%s'", path);
    if (!S_ISDIR(st.st_mode))
        return err_set(e, ERR_REFUSED, "'%s' must be a folder, and no symbolic link", path);
    if (st.st_uid != geteuid())
        return err_set(e, ERR_REFUSED, "folder '%s' belongs to user %u, not to you: run chown, or use your own", path,
                       (unsigned)st.st_uid);
    if ((st.st_mode & 077) != 0)
        return err_set(e, ERR_REFUSED, "folder '%s' is open to other users: run chmod 700 '%s'", path, path);
    return true;
}

bool folder_make(const char *path, struct err *e)
{
    struct arena a = {0};
    struct stat st;
    char *partial = arena_strdup(&a, path);
    bool ok = true;
    for (char *at = partial; ok && *at; at++) {
        if (at == partial || *at != '/')
            continue;
        *at = '\0';
        ok = mkdir(partial, 0700) == 0 || errno == EEXIST;
        *at = '/';
    }
    ok = ok && (mkdir(partial, 0700) == 0 || errno == EEXIST);
    if (!ok)
        (void)err_errno(e, errno, "cannot make folder '%s'", path);
    else if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
        ok = err_set(e, ERR_INVALID, "cannot make folder '%s': a file is in its place", path);
    arena_release(&a);
    return ok;
}
