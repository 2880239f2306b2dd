/*
 * The loop: waits for keys, signals, deadlines and pipes, and draws when something changed.
 *
 * A signal handler may do next to nothing, so ours write one byte and the loop does the work. The one that says "end"
 * also starts an alarm: if the program hangs, the alarm's handler (restore.c) gives the terminal back and ends it.
 *
 * A hang-up comes twice, as SIGHUP and as the end of input, in any order. Both lead to the same place: every view
 * saves.
 */
#include "fascia/tui/loop.h"

#include "fascia/base/clock.h"
#include "fascia/base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

static int signal_pipe[2] = {-1, -1};
static volatile sig_atomic_t ending; /* the signal that asked for the end */

static void on_signal(int number)
{
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    if (number == SIGTERM || number == SIGHUP || number == SIGINT) {
        ending = number;
        alarm(LOOP_END_SECONDS);
    }
    ssize_t n = write(signal_pipe[1], &byte, 1);
    (void)n; /* full: then the loop has bytes enough to wake up */
    errno = saved;
}

static bool handle(int number, void (*handler)(int), struct err *e)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL) == 0 || err_errno(e, errno, "cannot handle signal %d", number);
}

bool loop_signals(struct err *e)
{
    static const int numbers[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT};
    if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_NONBLOCK | O_CLOEXEC) != 0)
        return err_errno(e, errno, "cannot prepare for signals");
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        if (!handle(numbers[i], on_signal, e))
            return false;
    return handle(SIGPIPE, SIG_IGN, e);
}

bool loop_watch(struct loop *l, int fd, void (*ready)(void *data, int fd), void *data)
{
    for (size_t i = 0; i < LOOP_WATCH_MAX; i++)
        if (l->watches[i].fd < 0) {
            l->watches[i] = (struct watch){.fd = fd, .ready = ready, .data = data};
            return true;
        }
    return false;
}

void loop_unwatch(struct loop *l, int fd)
{
    for (size_t i = 0; i < LOOP_WATCH_MAX; i++)
        if (l->watches[i].fd == fd)
            l->watches[i].fd = -1;
}

static void draw(struct loop *l)
{
    struct tui *t = l->tui;
    int width, height;
    if (!t->dirty && !t->redraw)
        return;
    term_size(l->term, &width, &height);
    canvas_resize(&l->screen, width, height);
    tui_draw(t, &l->screen);
    term_draw(l->term, &l->screen, t->redraw);
    t->dirty = t->redraw = false;
}

static void suspend(struct loop *l)
{
    struct tui *t = l->tui;
    struct err e = {0};
    t->suspend = false;
    t->redraw = true;
    if (t->ops->stop && !t->ops->stop(t, &e)) {
        tui_say(t, LOOK_ERROR, "%s", e.text);
        return;
    }
    term_suspend(l->term);
    if (!handle(SIGTSTP, on_signal, &e))
        tui_say(t, LOOK_ERROR, "%s", e.text);
}

static void take_signals(struct loop *l)
{
    unsigned char numbers[256];
    bool resized = false;
    ssize_t n = read(signal_pipe[0], numbers, sizeof numbers);
    for (ssize_t i = 0; i < n; i++) {
        resized = resized || numbers[i] == SIGWINCH;
        if (numbers[i] == SIGTSTP)
            l->tui->suspend = true;
        if (numbers[i] == SIGCONT)
            term_continued(l->term);
        l->tui->dirty = true;
    }
    if (resized) /* however many there were */
        term_resized(l->term);
}

static void give_keys(struct loop *l, const struct key *keys, size_t n)
{
    for (size_t i = 0; i < n && !l->tui->quit; i++)
        tui_key(l->tui, &keys[i]);
}

/* False at the end of input. */
static bool take_input(struct loop *l)
{
    unsigned char bytes[4096];
    struct key keys[INPUT_KEYS_MAX];
    size_t n = term_read(l->term, bytes, sizeof bytes);
    l->last_byte = clock_monotonic_ms();
    for (size_t i = 0; i < n; i++)
        give_keys(l, keys, input_byte(term_input(l->term), bytes[i], keys));
    secret_wipe(bytes, sizeof bytes); /* they may have been a passphrase */
    secret_wipe(keys, sizeof keys);
    return n > 0;
}

/* Milliseconds from now to the earlier of two moments; -1 = neither. */
static int time_left(int64_t a, int64_t b)
{
    int64_t first = a < 0 || (b >= 0 && b < a) ? b : a;
    if (first < 0)
        return -1;
    int64_t left = first - clock_monotonic_ms();
    return left <= 0 ? 0 : left < INT_MAX ? (int)left : INT_MAX;
}

/* When what is pending in the decoder has waited long enough; -1 = nothing is. */
static int64_t input_deadline(const struct loop *l)
{
    int wait = input_wait_ms(term_input(l->term));
    return wait < 0 ? -1 : l->last_byte + wait;
}

static bool due(int64_t deadline)
{
    return deadline >= 0 && deadline <= clock_monotonic_ms();
}

static void take_watches(struct loop *l, const struct pollfd *fds)
{
    for (size_t i = 0; i < LOOP_WATCH_MAX; i++)
        if (fds[i].revents != 0 && l->watches[i].fd == fds[i].fd && fds[i].fd >= 0) {
            l->watches[i].ready(l->watches[i].data, fds[i].fd);
            l->tui->dirty = true;
        }
}

/* Waits and does what came; false at the end of input. */
static bool step(struct loop *l)
{
    enum { TTY, SIGNALS, WATCHES };
    struct pollfd fds[WATCHES + LOOP_WATCH_MAX] = {
        [TTY] = {.fd = term_fd(l->term), .events = POLLIN},
        [SIGNALS] = {.fd = signal_pipe[0], .events = POLLIN},
    };
    struct key keys[INPUT_KEYS_MAX];
    for (size_t i = 0; i < LOOP_WATCH_MAX; i++)
        fds[WATCHES + i] = (struct pollfd){.fd = l->watches[i].fd, .events = POLLIN};
    if (poll(fds, ARRAY_LEN(fds), time_left(tui_deadline(l->tui), input_deadline(l))) < 0)
        return errno == EINTR;
    if (fds[TTY].revents == 0 && due(input_deadline(l)))
        give_keys(l, keys, input_timeout(term_input(l->term), keys));
    if (due(tui_deadline(l->tui)))
        tui_tick(l->tui); /* also while keys keep coming: a draft must not wait for a pause */
    if (fds[SIGNALS].revents != 0)
        take_signals(l);
    take_watches(l, fds + WATCHES);
    return fds[TTY].revents == 0 || take_input(l);
}

int loop_run(struct tui *tui, struct term *term)
{
    struct loop l = {.tui = tui, .term = term};
    for (size_t i = 0; i < LOOP_WATCH_MAX; i++)
        l.watches[i].fd = -1;
    tui->loop = &l;
    tui->dirty = true;
    bool input = true;
    while (input && !ending && !tui->quit && tui_top(tui)) {
        if (tui->suspend)
            suspend(&l);
        draw(&l);
        term_idle(term);
        input = step(&l);
    }
    tui_leave(tui);
    tui->loop = NULL;
    canvas_release(&l.screen);
    return ending;
}

void loop_raise(int number)
{
    if (number == 0)
        return;
    alarm(0);
    signal(number, SIG_DFL);
    raise(number);
}
