/*
 * What is left of the program after a crash has one job: a terminal that can be used, with no client on it.
 *
 * Only async-signal-safe calls: one write, one tcsetattr. The bytes were put together at start-up. Then the disposition
 * from before is put back, so that a fault happens again on return and a debugger or sanitizer sees it at its place; a
 * signal that was sent by somebody is raised again. The handlers have a stack of their own, for the case that the other
 * is used up.
 */
#include "restore_internal.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const int fatal[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGALRM};

/* File statics, because a signal handler is given nothing. */
static volatile sig_atomic_t armed;
static int terminal;
static struct termios modes;
static char bytes_out[RESTORE_BYTES_MAX];
static size_t bytes_len;
static struct sigaction before[ARRAY_LEN(fatal)];
static char stack[65536];

static void on_fatal(int number, siginfo_t *info, void *context)
{
    (void)context;
    if (armed) {
        armed = 0;
        ssize_t written = write(terminal, bytes_out, bytes_len);
        (void)written; /* there is nobody left to tell */
        tcsetattr(terminal, TCSANOW, &modes);
    }
    for (size_t i = 0; i < ARRAY_LEN(fatal); i++)
        if (fatal[i] == number)
            sigaction(number, &before[i], NULL);
    bool sent = info->si_code <= 0 || number == SIGALRM;
    if (sent)
        raise(number);
}

static bool install(struct err *e)
{
    static bool installed;
    if (installed)
        return true;
    stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
    if (sigaltstack(&own, NULL) != 0)
        return err_errno(e, errno, "cannot prepare for a crash");
    struct sigaction action = {.sa_sigaction = on_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < ARRAY_LEN(fatal); i++)
        if (sigaction(fatal[i], &action, &before[i]) != 0)
            return err_errno(e, errno, "cannot prepare for a crash");
    installed = true;
    return true;
}

bool restore_arm(int fd, const struct termios *saved, const char *bytes, size_t len, struct err *e)
{
    if (len > sizeof bytes_out)
        BUG("%zu bytes to restore a terminal, at most %zu are kept", len, sizeof bytes_out);
    armed = 0;
    if (!install(e))
        return false;
    terminal = fd;
    modes = *saved;
    memcpy(bytes_out, bytes, len);
    bytes_len = len;
    armed = 1;
    return true;
}

void restore_disarm(void)
{
    armed = 0;
}
