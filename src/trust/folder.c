/*
 * A lock on the folder itself, by flock on its descriptor: no lock file to leave behind, and a killed holder frees it.
 * It is a try with short pauses, not a wait, because a stopped holder must not stop everybody else.
 */
#include "folder_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { LOCK_TRIES = 200, LOCK_PAUSE_NS = 5 * 1000 * 1000 };

bool folder_path(char out[PATH_MAX], const char *folder, const char *name, struct err *e)
{
    int n = snprintf(out, PATH_MAX, "%s/%s", folder, name);
    if (n < 0 || n >= PATH_MAX)
        return err_set(e, ERR_RANGE, "the path of '%s' is too long", name);
    return true;
}

static bool lock_soon(int fd)
{
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return true;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return false;
        nanosleep(&(struct timespec){.tv_nsec = LOCK_PAUSE_NS}, NULL);
    }
    errno = EWOULDBLOCK;
    return false;
}

bool folder_lock(int *lock, const char *folder, struct err *e)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return err_set(e, ERR_NOT_FOUND, "no folder '%s'", folder);
    if (fd < 0)
        return err_errno(e, errno, "cannot open the folder '%s'", folder);
    if (lock_soon(fd)) {
        *lock = fd;
        return true;
    }
    int why = errno;
    close(fd);
    if (why == EWOULDBLOCK)
        return err_set(e, ERR_BUSY, "another fascia is writing in '%s'; try again", folder);
    return err_errno(e, why, "cannot lock the folder '%s'", folder);
}

void folder_unlock(int lock)
{
    close(lock);
}
