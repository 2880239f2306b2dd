/*
 * However the program ends, the terminal is as it was, no client is left on it, and what was being typed is on disk.
 */
#include "demo_run.h"

#include "fascia/base/err.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

static const char demo[] = FASCIA_BIN_DIR "/tui_demo";

/* Sanitizers would otherwise turn a crash into an exit of their own. */
#define NO_SANITIZER_HANDLERS                                                                                          \
    "ASAN_OPTIONS=handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0",                       \
        "UBSAN_OPTIONS=handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0"

static void assert_given_back(struct harness *h)
{
    int y, x;
    assert_false(harness_alternate(h));
    assert_true(harness_cursor(h, &y, &x));
    assert_true(harness_termios_same(h));
    assert_false(harness_find(h, "Santos", &y, &x));
    assert_false(harness_find(h, "Lindqvist", &y, &x));
    const char *log = harness_log(h)->data;
    static const char *const off[] = {"\033[?2004l", "\033[?1004l"}, *const on[] = {"\033[?2004h", "\033[?1004h"};
    for (size_t i = 0; i < ARRAY_LEN(off); i++) {
        const char *last_on = NULL;
        for (const char *at = log; (at = strstr(at, on[i])); at++)
            last_on = at;
        assert_non_null(last_on);
        assert_non_null(strstr(last_on, off[i]));
    }
}

static void assert_died_of(struct harness *h, int number)
{
    int status = harness_exit(h);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), number);
}

static void a_crash_gives_the_terminal_back(void **state)
{
    (void)state;
    static const char *const env[] = {NO_SANITIZER_HANDLERS, NULL};
    static const char *const terms[] = {"xterm-256color", "tmux-256color", "screen-256color", "linux", "vt220"};
    static const struct {
        const char *keys; /* NULL: the signal is sent */
        int signal;
    } rows[] = {{"X", SIGSEGV}, {"A", SIGABRT}, {NULL, SIGSEGV}, {NULL, SIGABRT},
                {NULL, SIGBUS}, {NULL, SIGFPE}, {NULL, SIGILL},  {NULL, SIGQUIT}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const char *term = terms[i % ARRAY_LEN(terms)];
        struct harness *h = demo_start_with(demo, (struct harness_options){.env = env, .term = term});
        print_message("row %zu, signal %d on %s\n", i, rows[i].signal, term);
        harness_wait(h);
        harness_expect(h, "Santos, Maria");
        if (rows[i].keys)
            harness_press(h, rows[i].keys);
        else
            harness_signal(h, rows[i].signal);
        assert_died_of(h, rows[i].signal);
        assert_given_back(h);
        harness_stop(h);
    }
}

static void assert_file(const char *path, const char *expected)
{
    char have[200] = "";
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t n = fread(have, 1, sizeof have - 1, file);
    (void)fclose(file);
    assert_int_equal(n, strlen(expected));
    assert_string_equal(have, expected);
}

static struct harness *typing(struct scratch *s, char draft[256])
{
    snprintf(draft, 256, "DEMO_DRAFT=%s", scratch_path(s, "draft"));
    const char *const env[] = {draft, NULL};
    struct harness *h = demo_start_with(demo, (struct harness_options){.env = env});
    harness_keys(h, "⏎half␣a␣se");
    harness_press(h, "ntence");
    return h;
}

static void a_signal_to_end_saves_what_was_typed(void **state)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT};
    for (size_t i = 0; i < ARRAY_LEN(signals); i++) {
        char draft[256];
        struct harness *h = typing(*state, draft);
        harness_wait(h);
        harness_signal(h, signals[i]);
        assert_died_of(h, signals[i]);
        assert_given_back(h);
        assert_file(scratch_path(*state, "draft"), "half a sentence");
        harness_stop(h);
    }
}

static void two_signals_at_once_do_not_cut_the_saving_short(void **state)
{
    char draft[256];
    struct harness *h = typing(*state, draft);
    harness_wait(h);
    harness_signal(h, SIGSTOP); /* so that both are there when it goes on */
    harness_signal(h, SIGHUP);
    harness_signal(h, SIGTERM);
    harness_signal(h, SIGCONT);
    int status = harness_exit(h);
    assert_true(WIFSIGNALED(status));
    assert_file(scratch_path(*state, "draft"), "half a sentence");
    assert_given_back(h);
    harness_stop(h);
}

static void a_terminal_that_goes_away_saves_what_was_typed(void **state)
{
    char draft[256];
    struct harness *h = typing(*state, draft);
    harness_wait(h);
    harness_hang_up(h);
    int status = harness_exit(h);
    assert_true(WIFSIGNALED(status) || WIFEXITED(status));
    assert_file(scratch_path(*state, "draft"), "half a sentence");
    harness_stop(h);
}

static void quitting_leaves_nothing_behind(void **state)
{
    (void)state;
    struct harness *h = demo_start(demo);
    harness_keys(h, "↓");
    harness_press(h, "q");
    assert_int_equal(harness_exit(h), 0);
    assert_given_back(h);
    harness_stop(h);
}

static void a_signal_before_the_first_key_is_as_good(void **state)
{
    (void)state;
    struct harness *h = demo_start(demo);
    harness_wait(h);
    harness_signal(h, SIGTERM);
    assert_died_of(h, SIGTERM);
    assert_given_back(h);
    harness_stop(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_crash_gives_the_terminal_back),
        cmocka_unit_test_setup_teardown(a_signal_to_end_saves_what_was_typed, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(two_signals_at_once_do_not_cut_the_saving_short, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_terminal_that_goes_away_saves_what_was_typed, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test(quitting_leaves_nothing_behind),
        cmocka_unit_test(a_signal_before_the_first_key_is_as_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
