/*
 * The program under test and its terminal.
 *
 * Synchronising is the point of this file. A program on a pty gives no sign of having read a key, and every sleep is
 * either too short on a busy machine or too long everywhere else. So the program reports how many bytes it has handled,
 * we know how many we sent, and the two being equal is the end of a step; nothing is ever guessed from silence.
 */
#include "harness/internal.h"

#include "fascia/base/clock.h"
#include "fascia/base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include <cmocka.h>

void harness_fail(struct harness *h, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s%s", h->where ? h->where : "", h->where ? ": " : "");
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    harness_dump(h);
    harness_stop(h);
    _fail(__FILE__, __LINE__);
    abort(); /* outside a cmocka test */
}

static const char mark_begin[] = "\033]7777;idle;"; /* then BYTES;80x24 and a bell */

static void read_mark(struct harness *h, const char *text)
{
    char *at;
    h->idle.handled = strtoul(text, &at, 10);
    h->idle.width = (int)strtol(at + (*at == ';'), &at, 10);
    h->idle.height = (int)strtol(at + (*at == 'x'), &at, 10);
    h->idle.frames++;
}

/* How many bytes at the end may be the beginning of a mark. */
static size_t mark_tail(const char *data, size_t n)
{
    size_t len = n < sizeof mark_begin - 2 ? n : sizeof mark_begin - 2;
    while (len > 0 && memcmp(data + n - len, mark_begin, len) != 0)
        len--;
    return len;
}

/* The terminal model gets everything but the marks: libvterm 0.1.4 loses an OSC that comes in two pieces. */
static void feed(struct harness *h)
{
    for (;;) {
        const char *data = h->log.data + h->fed;
        size_t n = h->log.len - h->fed;
        const char *mark = memmem(data, n, mark_begin, sizeof mark_begin - 1);
        size_t plain = mark ? (size_t)(mark - data) : n - mark_tail(data, n);
        vterm_input_write(h->vt, data, plain);
        h->fed += plain;
        const char *end = mark ? memchr(mark, '\a', n - plain) : NULL;
        if (!end)
            return;
        read_mark(h, mark + sizeof mark_begin - 1);
        h->fed += (size_t)(end + 1 - mark);
    }
}

static int on_cursor(VTermPos now, VTermPos before, int visible, void *user)
{
    struct harness *h = user;
    (void)before;
    (void)visible;
    h->cursor = now;
    return 1;
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct harness *h = user;
    if (property == VTERM_PROP_CURSORVISIBLE)
        h->cursor_shown = value->boolean;
    if (property == VTERM_PROP_ALTSCREEN)
        h->alternate = value->boolean;
    return 1;
}

static void make_terminal(struct harness *h)
{
    static const VTermScreenCallbacks callbacks = {.movecursor = on_cursor, .settermprop = on_property};
    h->vt = vterm_new(h->height, h->width);
    vterm_set_utf8(h->vt, 1);
    h->screen = vterm_obtain_screen(h->vt);
    vterm_screen_set_callbacks(h->screen, &callbacks, h);
    vterm_screen_enable_altscreen(h->screen, 1);
    vterm_screen_reset(h->screen, 1);
    h->cursor_shown = true;
}

static void keep_environment(struct arena *a, char ***env, size_t *len)
{
    static const char *const kept[] = {
        "PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LLVM_PROFILE_FILE", "GCOV_PREFIX", "TMPDIR"};
    for (size_t i = 0; i < ARRAY_LEN(kept); i++)
        if (getenv(kept[i]))
            *(char **)arena_push(a, env, len, sizeof **env) = arena_printf(a, "%s=%s", kept[i], getenv(kept[i]));
}

/* A later value of the same name takes the place of the earlier one. */
static void set_environment(struct arena *a, char ***env, size_t *len, const char *pair)
{
    size_t name = strcspn(pair, "=") + 1;
    for (size_t i = 0; i < *len; i++)
        if (strncmp((*env)[i], pair, name) == 0) {
            (*env)[i] = arena_strdup(a, pair);
            return;
        }
    *(char **)arena_push(a, env, len, sizeof **env) = arena_strdup(a, pair);
}

static char **make_environment(struct harness *h, const struct harness_options *o)
{
    static const char *const always[] = {"LC_ALL=C.UTF-8", "TZ=UTC", "FASCIA_TEST=1"};
    char **env = NULL;
    size_t len = 0;
    keep_environment(&h->memory, &env, &len);
    set_environment(&h->memory, &env, &len, arena_printf(&h->memory, "TERM=%s", o->term ? o->term : "xterm-256color"));
    for (size_t i = 0; i < ARRAY_LEN(always); i++)
        set_environment(&h->memory, &env, &len, always[i]);
    for (size_t i = 0; o->env && o->env[i]; i++)
        set_environment(&h->memory, &env, &len, o->env[i]);
    arena_push(&h->memory, &env, &len, sizeof *env);
    return env;
}

static char **copy_strings(struct arena *a, const char *const *strings)
{
    char **copy = NULL;
    size_t len = 0;
    for (size_t i = 0; strings[i]; i++)
        *(char **)arena_push(a, &copy, &len, sizeof *copy) = arena_strdup(a, strings[i]);
    arena_push(a, &copy, &len, sizeof *copy);
    return copy;
}

static _Noreturn void run_child(const struct harness_options *o, int slave, char **argv, char **env)
{
    if (login_tty(slave) != 0)
        _exit(126);
    if (o->folder && chdir(o->folder) != 0)
        _exit(126);
    if (o->input_null) {
        int null = open("/dev/null", O_RDONLY);
        dup2(null, STDIN_FILENO);
    }
    execve(argv[0], argv, env);
    _exit(127);
}

struct harness *harness_start(const struct harness_options *o)
{
    struct arena memory = {0};
    struct harness *h = arena_alloc(&memory, sizeof *h);
    h->memory = memory;
    h->patience_ms = 5000;
    h->width = o->width > 0 ? o->width : 80;
    h->height = o->height > 0 ? o->height : 24;
    make_terminal(h);
    char **env = make_environment(h, o), **argv = copy_strings(&h->memory, o->argv);
    struct winsize size = {.ws_row = (unsigned short)h->height, .ws_col = (unsigned short)h->width};
    int slave;
    if (openpty(&h->master, &slave, NULL, NULL, &size) != 0 || tcgetattr(slave, &h->before) != 0)
        harness_fail(h, "no pseudo-terminal: %s", strerror(errno));
    (void)fcntl(h->master, F_SETFD, FD_CLOEXEC);
    h->child = fork();
    if (h->child == 0)
        run_child(o, slave, argv, env);
    close(slave);
    if (h->child < 0)
        harness_fail(h, "cannot fork: %s", strerror(errno));
    return h;
}

static void reap(struct harness *h, int flags)
{
    if (!h->ended && waitpid(h->child, &h->status, flags) == h->child)
        h->ended = true;
}

void harness_stop(struct harness *h)
{
    if (!h)
        return;
    reap(h, WNOHANG);
    if (!h->ended) {
        kill(h->child, SIGKILL);
        reap(h, 0);
    }
    if (h->master >= 0)
        close(h->master);
    vterm_free(h->vt);
    buf_release(&h->log);
    struct arena memory = h->memory;
    arena_release(&memory);
}

void harness_patience(struct harness *h, int ms)
{
    h->patience_ms = ms;
}

bool harness_pump(struct harness *h, int ms)
{
    char bytes[16384];
    if (h->master < 0)
        return false;
    struct pollfd fd = {.fd = h->master, .events = POLLIN};
    if (poll(&fd, 1, ms) <= 0)
        return false;
    ssize_t n = read(h->master, bytes, sizeof bytes);
    if (n <= 0) { /* EIO: nobody holds the other side any more */
        (void)tcgetattr(h->master, &h->after);
        close(h->master);
        h->master = -1;
        return false;
    }
    buf_add(&h->log, bytes, (size_t)n);
    feed(h);
    return true;
}

static int time_left(const struct harness *h, int64_t begin)
{
    int64_t left = begin + h->patience_ms - clock_monotonic_ms();
    return left > 0 ? (int)left : 0;
}

static bool is_idle(const struct harness *h)
{
    return h->idle.frames > 0 && h->idle.handled == h->sent && h->idle.width == h->width && h->idle.height == h->height;
}

/* False when the program ends before. */
static bool settle(struct harness *h)
{
    int64_t begin = clock_monotonic_ms();
    while (!is_idle(h)) {
        int left = time_left(h, begin);
        if (h->master < 0)
            return false;
        if (left == 0)
            harness_fail(h, "the program is not idle: %zu of %zu bytes handled, drawn at %dx%d", h->idle.handled,
                         h->sent, h->idle.width, h->idle.height);
        harness_pump(h, left);
    }
    return true;
}

void harness_wait(struct harness *h)
{
    if (!settle(h))
        harness_fail(h, "the program has ended: %zu of %zu bytes handled", h->idle.handled, h->sent);
}

static bool try_send(struct harness *h, const char *at, size_t n)
{
    int64_t begin = clock_monotonic_ms();
    while (n > 0) {
        if (h->master < 0)
            return false;
        if (time_left(h, begin) == 0)
            harness_fail(h, "the program takes no more input");
        struct pollfd fd = {.fd = h->master, .events = POLLIN | POLLOUT};
        if (poll(&fd, 1, time_left(h, begin)) > 0 && (fd.revents & POLLIN))
            harness_pump(h, 0); /* a program that cannot write does not read either */
        size_t piece = n < 512 ? n : 512;
        ssize_t done = h->master >= 0 && (fd.revents & POLLOUT) ? write(h->master, at, piece) : 0;
        if (done > 0) {
            at += done;
            n -= (size_t)done;
            h->sent += (size_t)done;
        }
    }
    return true;
}

void harness_send(struct harness *h, const void *bytes, size_t n)
{
    if (!try_send(h, bytes, n))
        harness_fail(h, "the program has ended and takes no more input");
}

void harness_press(struct harness *h, const char *notation)
{
    char bytes[16];
    for (size_t n; (n = harness_next_key(h, &notation, bytes)) > 0; h->keys++)
        harness_send(h, bytes, n);
}

void harness_keys(struct harness *h, const char *notation)
{
    char bytes[16];
    harness_wait(h);
    for (size_t n; (n = harness_next_key(h, &notation, bytes)) > 0; h->keys++) {
        harness_send(h, bytes, n);
        harness_wait(h);
    }
}

bool harness_type(struct harness *h, const char *notation)
{
    char bytes[16];
    for (size_t n; (n = harness_next_key(h, &notation, bytes)) > 0;) {
        if (!try_send(h, bytes, n))
            return false;
        h->keys++;
        if (!settle(h))
            return false;
    }
    return true;
}

void harness_paste(struct harness *h, const char *text)
{
    harness_send(h, "\033[200~", 6);
    harness_send(h, text, strlen(text));
    harness_send(h, "\033[201~", 6);
    h->keys++;
    harness_wait(h);
}

size_t harness_count(const struct harness *h)
{
    return h->keys;
}

void harness_count_reset(struct harness *h)
{
    h->keys = 0;
}

size_t harness_sent(const struct harness *h)
{
    return h->sent;
}

size_t harness_frames(const struct harness *h)
{
    return h->idle.frames;
}

const struct buf *harness_log(const struct harness *h)
{
    return &h->log;
}

void harness_resize_now(struct harness *h, int width, int height)
{
    struct winsize size = {.ws_row = (unsigned short)height, .ws_col = (unsigned short)width};
    h->width = width;
    h->height = height;
    vterm_set_size(h->vt, height, width);
    if (ioctl(h->master, TIOCSWINSZ, &size) != 0)
        harness_fail(h, "cannot resize: %s", strerror(errno));
}

void harness_resize(struct harness *h, int width, int height)
{
    harness_wait(h);
    harness_resize_now(h, width, height);
    harness_wait(h);
}

void harness_signal(struct harness *h, int signal)
{
    reap(h, WNOHANG);
    if (h->ended || kill(h->child, signal) != 0)
        harness_fail(h, "no process to send signal %d to", signal);
}

void harness_hang_up(struct harness *h)
{
    close(h->master);
    h->master = -1;
}

pid_t harness_pid(const struct harness *h)
{
    return h->child;
}

bool harness_running(struct harness *h)
{
    reap(h, WNOHANG);
    return !h->ended;
}

int harness_exit(struct harness *h)
{
    int64_t begin = clock_monotonic_ms();
    while (!h->ended) {
        int left = time_left(h, begin);
        if (left == 0)
            harness_fail(h, "the program does not end");
        if (!harness_pump(h, left < 10 ? left : 10) && h->master < 0)
            poll(NULL, 0, 1);
        reap(h, WNOHANG);
    }
    while (harness_pump(h, 0))
        continue;
    return h->status;
}

bool harness_termios_same(const struct harness *h)
{
    struct termios now = h->after;
    if (h->master >= 0 && tcgetattr(h->master, &now) != 0)
        return false;
    return now.c_iflag == h->before.c_iflag && now.c_oflag == h->before.c_oflag && now.c_cflag == h->before.c_cflag &&
           now.c_lflag == h->before.c_lflag && memcmp(now.c_cc, h->before.c_cc, sizeof now.c_cc) == 0;
}
