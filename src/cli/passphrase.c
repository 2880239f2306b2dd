/*
 * Where a passphrase comes from without ever being an argument or a plain variable: an open file, a private file, or
 * the terminal with echo off.
 */
#include "fascia/cli/cli.h"

#include "fascia/base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum { PASSPHRASE_ROOM = 1032 };

/* While the terminal does not echo, a signal to end waits until it does again. */
static volatile sig_atomic_t stopped_by;

static void on_stop(int signal)
{
    stopped_by = signal;
}

static const int stops[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP};

/* Blocked but while we wait for a key: one that came just before the read would else be seen only after the next key.
 */
static void catch_stops(struct sigaction before[ARRAY_LEN(stops)], sigset_t *mask)
{
    struct sigaction action = {.sa_handler = on_stop};
    sigset_t blocked;
    stopped_by = 0;
    sigemptyset(&blocked);
    for (size_t i = 0; i < ARRAY_LEN(stops); i++)
        (void)sigaddset(&blocked, stops[i]);
    (void)sigprocmask(SIG_BLOCK, &blocked, mask);
    for (size_t i = 0; i < ARRAY_LEN(stops); i++)
        (void)sigaction(stops[i], &action, &before[i]);
}

static void release_stops(const struct sigaction before[ARRAY_LEN(stops)], const sigset_t *mask)
{
    for (size_t i = 0; i < ARRAY_LEN(stops); i++)
        (void)sigaction(stops[i], &before[i], NULL);
    (void)sigprocmask(SIG_SETMASK, mask, NULL);
    if (stopped_by)
        (void)raise(stopped_by);
}

/* Waits until there is something to read; false when a signal to end came instead. mask NULL: the read itself waits. */
static bool wait_for_key(int fd, const sigset_t *mask)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    while (mask && !stopped_by && ppoll(&ready, 1, NULL, mask) < 0 && errno == EINTR)
        continue;
    return !mask || !stopped_by;
}

/* The first line of an open file, byte by byte, so that what follows it stays for the next reader. */
static bool read_line(char *into, size_t *len, int fd, const sigset_t *mask, const char *from, struct err *e)
{
    size_t used = 0;
    for (;;) {
        char c;
        if (!wait_for_key(fd, mask))
            return err_set(e, ERR_LOCKED, "the question for the passphrase was interrupted");
        ssize_t n = read(fd, &c, 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_errno(e, errno, "cannot read the passphrase from %s", from);
        if (n == 0 || c == '\n')
            break;
        if (used + 1 >= PASSPHRASE_ROOM)
            return err_set(e, ERR_RANGE, "the passphrase from %s is longer than %d bytes", from, PASSPHRASE_ROOM - 1);
        into[used++] = c;
    }
    into[used] = '\0';
    *len = used;
    return true;
}

static bool from_file(char *into, size_t *len, const char *path, struct err *e)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return err_errno(e, errno, "cannot open FASCIA_PASSPHRASE_FILE '%s'", path);
    bool ok = fstat(fd, &st) == 0 || err_errno(e, errno, "cannot look at '%s'", path);
    if (ok && (st.st_uid != geteuid() || (st.st_mode & 077)))
        ok = err_set(e, ERR_REFUSED, "others can read '%s': chmod 600 it, and choose a new passphrase", path);
    ok = ok && read_line(into, len, fd, NULL, "FASCIA_PASSPHRASE_FILE", e);
    (void)close(fd);
    return ok;
}

static bool from_terminal(char *into, size_t *len, const char *prompt, struct err *e)
{
    struct termios before;
    struct termios silent;
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (tty < 0 || tcgetattr(tty, &before) != 0) {
        if (tty >= 0)
            (void)close(tty);
        return err_set(e, ERR_LOCKED,
                       "no terminal to ask the passphrase on: use --passphrase-fd or FASCIA_PASSPHRASE_FILE");
    }
    struct sigaction signals[ARRAY_LEN(stops)];
    sigset_t mask;
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    catch_stops(signals, &mask);
    (void)tcsetattr(tty, TCSAFLUSH, &silent);
    (void)!write(tty, prompt, strlen(prompt));
    bool ok = read_line(into, len, tty, &mask, "the terminal", e);
    (void)tcsetattr(tty, TCSAFLUSH, &before);
    (void)!write(tty, "\n", 1);
    (void)close(tty);
    release_stops(signals, &mask);
    return ok;
}

bool cli_passphrase(char **out, size_t *len, const struct options *o, const char *prompt, struct err *e)
{
    const char *file = getenv("FASCIA_PASSPHRASE_FILE");
    char *into = secret_alloc(PASSPHRASE_ROOM);
    size_t used = 0;
    bool ok = true;
    if (o->passphrase_fd >= 0)
        ok = read_line(into, &used, o->passphrase_fd, NULL, "--passphrase-fd", e);
    else if (file && file[0])
        ok = from_file(into, &used, file, e);
    else if (prompt)
        ok = from_terminal(into, &used, prompt, e);
    if (!ok || (o->passphrase_fd < 0 && !(file && file[0]) && !prompt)) {
        secret_free(into);
        if (!ok)
            return false;
        into = NULL;
    }
    *out = into;
    *len = used;
    return true;
}
