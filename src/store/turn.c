/*
 * The turnstile: writers of all processes queue here before they ask SQLite for its lock, which is unfair (a busy
 * neighbour made a writer wait 7 s; the queue made that 19 ms).
 *
 * The file `turn` holds two gates, byte ranges under OFD locks: take 0, take 1, free 0, write, free 1. Whoever waits
 * for gate 1 holds gate 0, so the writer that has just finished cannot be first again. Locks are tried every
 * millisecond rather than waited for: a blocking wait needs a signal to end it, and signals belong to the terminal's
 * loop. Byte 2 is held shared by every process that has the store open; what puts a new file in the store's place needs
 * it alone. From byte 16 stands the process id of the last writer, for the message. Nothing here is ever read as data.
 */
#include "store_internal.h"

#include "fascia/base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { GATE_OUTER = 0, GATE_INNER = 1, GATE_OPEN = 2, HOLDER_AT = 16, HOLDER_LEN = 24 };

static bool gate_set(const struct turn *t, int gate, short type)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = gate, .l_len = 1};
    int rc;
    do
        rc = fcntl(t->fd, F_OFD_SETLK, &lock);
    while (rc != 0 && errno == EINTR);
    return rc == 0;
}

static long holder(const struct turn *t)
{
    char text[HOLDER_LEN + 1] = {0};
    if (pread(t->fd, text, HOLDER_LEN, HOLDER_AT) <= 0)
        return 0;
    return strtol(text, NULL, 10);
}

static bool gate_wait(const struct turn *t, int gate, int64_t deadline, struct err *e)
{
    struct timespec pause = {.tv_nsec = 100 * 1000L};
    while (!gate_set(t, gate, F_WRLCK)) {
        if (errno != EAGAIN && errno != EACCES)
            return err_errno(e, errno, "cannot lock 'turn'");
        if (clock_monotonic_ms() >= deadline)
            return err_set(e, ERR_BUSY,
                           "the record is busy: process %ld has been writing for %d s; wait for it or end it, then "
                           "try again",
                           holder(t), (t->wait_ms + 999) / 1000);
        nanosleep(&pause, NULL);
        if (pause.tv_nsec < 1000 * 1000L)
            pause.tv_nsec *= 2;
    }
    return true;
}

bool turn_open(struct turn *t, const char *folder, bool read_only, struct err *e)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/turn", folder) >= (int)sizeof path)
        return err_set(e, ERR_RANGE, "the path of the practice is too long");
    int flags = read_only ? O_RDONLY : O_RDWR | O_CREAT;
    struct turn made = {.fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600), .wait_ms = WAIT_MS};
    if (made.fd < 0 && read_only && errno == ENOENT) {
        *t = made;
        return true; /* a backup has none, and nobody writes there */
    }
    if (made.fd < 0)
        return err_errno(e, errno, "cannot open 'turn'");
    if (!gate_set(&made, GATE_OPEN, F_RDLCK)) {
        close(made.fd);
        return err_set(e, ERR_BUSY, "the record is being replaced by another process: try again when it is done");
    }
    *t = made;
    return true;
}

void turn_close(struct turn *t)
{
    if (t->fd >= 0)
        close(t->fd); /* frees its locks */
    t->fd = -1;
}

bool turn_take(struct turn *t, struct err *e)
{
    if (t->fd < 0)
        return true; /* a store in memory: there is nobody to queue with */
    int64_t deadline = clock_monotonic_ms() + t->wait_ms;
    if (!gate_wait(t, GATE_OUTER, deadline, e))
        return false;
    bool inner = gate_wait(t, GATE_INNER, deadline, e);
    gate_set(t, GATE_OUTER, F_UNLCK);
    if (!inner)
        return false;
    char text[HOLDER_LEN + 1];
    snprintf(text, sizeof text, "%-*ld", HOLDER_LEN, (long)getpid());
    if (pwrite(t->fd, text, HOLDER_LEN, HOLDER_AT) < 0 && errno != ENOSPC) { /* only a message would be poorer */
        err_errno(e, errno, "cannot write 'turn'");
        turn_free(t);
        return false;
    }
    return true;
}

void turn_free(struct turn *t)
{
    if (t->fd >= 0)
        gate_set(t, GATE_INNER, F_UNLCK);
}
