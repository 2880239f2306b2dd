/* A furnished practice: see clinic.h. Commands are run with a pipe for what they print; standard error is the test's.
 */
#include "harness/clinic.h"

#include "fascia/base/buf.h"
#include "fascia/base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { VARIABLES = 24 };

static const char *program(void)
{
    const char *path = getenv("FASCIA_BIN");
    if (!path)
        fail_msg("FASCIA_BIN is not set: it is the path of the program");
    return path;
}

static void write_private(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(close(fd), 0);
}

/* What the program needs of the environment; the harness adds locale, time zone and terminal. */
static void environment(struct clinic *p, const char *out[VARIABLES])
{
    size_t n = 0;
    const struct {
        const char *name, *value;
    } all[] = {{"HOME", p->root},
               {"FASCIA_PRACTICE", p->folder},
               {"FASCIA_PASSPHRASE_FILE", arena_printf(&p->memory, "%s/passphrase", p->root)},
               {"FASCIA_NOW", p->now},
               {"FASCIA_TEST_KDF", "min"},
               {"LC_ALL", "C.UTF-8"},
               {"TZ", "UTC"}};
    static const char *const kept[] = {"PATH",         "ASAN_OPTIONS",      "UBSAN_OPTIONS",
                                       "LSAN_OPTIONS", "LLVM_PROFILE_FILE", "GCOV_PREFIX"};
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        out[n++] = arena_printf(&p->memory, "%s=%s", all[i].name, all[i].value);
    for (size_t i = 0; i < ARRAY_LEN(kept); i++)
        if (getenv(kept[i]))
            out[n++] = arena_printf(&p->memory, "%s=%s", kept[i], getenv(kept[i]));
    if (p->more)
        out[n++] = p->more;
    out[n] = NULL;
}

static _Noreturn void run_child(const char *const *argv, const char *const *env, int output)
{
    int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    execve(argv[0], (char *const *)argv, (char *const *)env);
    _exit(127);
}

static const char *read_all(struct clinic *p, int fd)
{
    struct buf text = {0};
    char bytes[4096];
    for (ssize_t n; (n = read(fd, bytes, sizeof bytes)) > 0;)
        buf_add(&text, bytes, (size_t)n);
    const char *copy = arena_strdup(&p->memory, buf_text(&text));
    buf_release(&text);
    return copy;
}

int clinic_try(struct clinic *p, const char **out, const char *const *words)
{
    const char *env[VARIABLES];
    const char **argv = NULL;
    size_t len = 0;
    int pipes[2], status;
    environment(p, env);
    *(const char **)arena_push(&p->memory, &argv, &len, sizeof *argv) = program();
    for (size_t i = 0; words[i]; i++)
        *(const char **)arena_push(&p->memory, &argv, &len, sizeof *argv) = words[i];
    arena_push(&p->memory, &argv, &len, sizeof *argv);
    assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
    pid_t child = fork();
    if (child == 0)
        run_child(argv, env, pipes[1]);
    assert_true(child > 0);
    close(pipes[1]);
    const char *text = read_all(p, pipes[0]);
    close(pipes[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (out)
        *out = text;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

const char *clinic_run(struct clinic *p, const char *const *words)
{
    const char *out;
    int status = clinic_try(p, &out, words);
    if (status != 0)
        fail_msg("fascia %s %s ...: exit status %d\n%s", words[0], words[1] ? words[1] : "", status, out);
    return out;
}

void clinic_make(struct clinic *p, const char *root)
{
    *p = (struct clinic){.root = root, .now = CLINIC_BEGINS};
    p->folder = arena_printf(&p->memory, "%s/practice", root);
    write_private(arena_printf(&p->memory, "%s/passphrase", root), CLINIC_PASSPHRASE "\n");
    CLINIC_RUN(p, "practice", "init", "--name", "Harbour Soft Tissue", "--user", "Ana Ruiz", "--no-drill");
    p->now = CLINIC_NOW;
}

void clinic_release(struct clinic *p)
{
    arena_release(&p->memory);
}

struct harness *clinic_open_as(struct clinic *p, const char *const *arguments, int width, int height)
{
    const char *env[VARIABLES];
    const char *argv[16] = {program()};
    environment(p, env);
    for (size_t i = 0; arguments && arguments[i]; i++)
        argv[i + 1] = arguments[i];
    struct harness *h = harness_start(
        &(struct harness_options){.argv = argv, .env = env, .folder = p->root, .width = width, .height = height});
    harness_patience(h, 10000);
    harness_wait(h);
    return h;
}

struct harness *clinic_open(struct clinic *p)
{
    return clinic_open_as(p, (const char *const[]){"--no-lock", NULL}, 80, 24);
}

static void client(struct clinic *p, const char *name, const char *born)
{
    CLINIC_RUN(p, "client", "new", "--name", name, "--born", born, "--consent");
}

static void session(struct clinic *p, const char *now, const char *const *lines)
{
    const char *words[24] = {"log"};
    size_t n = 1;
    for (size_t i = 0; lines[i]; i++)
        words[n++] = lines[i];
    words[n++] = "--sign";
    words[n++] = "--consent";
    words[n++] = "--reaction=none-seen";
    p->now = now;
    clinic_run(p, words);
}
#define SESSION(p, now, ...) session(p, now, (const char *const[]){__VA_ARGS__, NULL})

void clinic_furnish(struct clinic *p)
{
    const char *now = p->now;
    p->now = CLINIC_BEGINS;
    client(p, "Maria Santos", "1985-04-12");
    client(p, "Paolo Reyes", "1971-09-30");
    client(p, "Åse Lindqvist", "1990-01-05");
    client(p, "Ben Okafor", "1964-12-24");
    SESSION(p, "2026-03-04T09:00:00+00:00", "santos", "r slr 58>66", "nprs 5>3", "r ham p 90s", ": slipped on ice");
    SESSION(p, "2026-03-18T09:00:00+00:00", "santos", "r slr 74>82", "nprs 2>1", "r ham p 90s", "r ham a 3x");
    SESSION(p, "2026-03-22T11:30:00+00:00", "reyes", "b ql tender 3>1", "b ql p 90s");
    SESSION(p, "2026-06-15T09:15:00+00:00", "lindqvist", "r shoulder er 40>55", "r infra a 3x", "r pec minor p 60s");
    SESSION(p, "2026-10-25T10:00:00+00:00", "santos", "l ktw 7>8", "l slr 60>66", "l calf tight 3>2", "nprs 7>6",
            "l gastroc wb 3x", "l soleus a 3x", "l ham p 45s");
    SESSION(p, "2026-11-15T10:00:00+00:00", "santos", "l ktw 9.5>11", "l slr 70>80", "l calf tight 2>1", "nprs 4>3",
            "l gastroc wb 3x", "l soleus a 3x", "l ham p 60s @4", ": ran 4 km without stopping",
            "hw eccentric drops 2x15", "next 23nov 2026 10");
    SESSION(p, "2026-11-23T08:30:00+00:00", "okafor", "l ktw 8>9", "l gastroc wb 3x");
    p->now = now;
}
