/* The harness itself: its notation, its scenarios, its goldens; and that each of them can fail. */
#include "demo_run.h"

#include "fascia/base/err.h"
#include "support/scratch.h"

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

static const char demo[] = FASCIA_BIN_DIR "/tui_demo";

static void every_key_of_the_notation_is_one_key(void **state)
{
    (void)state;
    static const struct {
        const char *keys;
        size_t count;
        const char *line;
    } rows[] = {
        {"a b c", 3, "abc"}, {"a␣b", 3, "a b"},         {"a^^<<é", 4, "a^<é"},   {"abc⌫", 4, "ab"},
        {"abc⇱⌦", 5, "bc"},  {"abc←←x⇲y→", 9, "axbcy"}, {"one␣two^w", 8, "one"}, {"ab<Home>x<Spc><End>y", 7, "x aby"},
        {"ab<^U>c", 4, "c"}, {"<F10>⇥⇤↑↓⇞⇟a", 8, "a"},
    };
    struct harness *h = demo_start(demo);
    harness_keys(h, "⏎");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char shown[64];
        print_message("row %zu\n", i);
        harness_count_reset(h);
        harness_keys(h, rows[i].keys);
        assert_int_equal(harness_count(h), rows[i].count);
        snprintf(shown, sizeof shown, "   %s", rows[i].line);
        assert_string_equal(harness_row(h, 2), shown);
        harness_keys(h, "^e^u");
    }
    harness_stop(h);
}

static void run_scenario(void **state)
{
    struct harness *h = demo_start(demo);
    harness_patience(h, 500);
    harness_script_text(h, "scenario", *state);
    harness_stop(h);
}

/* Runs a scenario as the only test of a process of its own: 0 if it passed. */
static int outcome(const char *scenario)
{
    char copy[200];
    snprintf(copy, sizeof copy, "%s", scenario);
    (void)fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stderr) || !freopen("/dev/null", "w", stdout))
            _exit(99);
        const struct CMUnitTest test[] = {cmocka_unit_test_prestate(run_scenario, copy)};
        _exit(cmocka_run_group_tests(test, NULL, NULL));
    }
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void a_scenario_that_is_not_so_fails(void **state)
{
    (void)state;
    static const struct {
        const char *scenario;
        bool passes;
    } rows[] = {
        {"# nothing\n\nwait\n", true},
        {"expect \"Santos, Maria\"", true},
        {"expect \"Santos, Mario\"", false},
        {"wait\nabsent \"Mario\"", true},
        {"wait\nabsent \"Maria\"", false},
        {"cell 2,1 = \"row one\" reverse", true},
        {"cell 2,1 = \"row one\" plain", false},
        {"cell 2,1 = \"row two\"", false},
        {"cell 99,1 = \"x\"", false},
        {"cursor off", true},
        {"cursor 1,1", false},
        {"keys ↓↓\ncount <= 2", true},
        {"keys ↓↓\ncount <= 1", false},
        {"keys ↓↓\ncount reset\ncount <= 0", true},
        {"keys <Nokey>", false},
        {"resize 100x30\nexpect \"Santos\"", true},
        {"jump 3", false},
        {"expect Santos", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        print_message("row %zu: %s\n", i, rows[i].scenario);
        assert_int_equal(outcome(rows[i].scenario) == 0, rows[i].passes);
    }
}

static void a_golden_is_accepted_once_and_then_compared(void **state)
{
    struct scratch *s = *state;
    const char *source = getenv("FASCIA_SOURCE_DIR");
    char *before = source ? strdup(source) : NULL;
    assert_int_equal(mkdir(scratch_path(s, "tests"), 0700), 0);
    assert_int_equal(mkdir(scratch_path(s, "tests/screens"), 0700), 0);
    setenv("FASCIA_SOURCE_DIR", s->dir, 1);
    assert_int_not_equal(outcome("golden list"), 0);
    setenv("FASCIA_ACCEPT", "1", 1);
    assert_int_equal(outcome("golden list"), 0);
    unsetenv("FASCIA_ACCEPT");
    assert_int_equal(outcome("golden list"), 0);
    assert_int_not_equal(outcome("keys ↓\ngolden list"), 0);       /* text and attributes */
    assert_int_not_equal(outcome("resize 81x24\ngolden list"), 0); /* size */
    char text[4096] = "";
    FILE *file = fopen(scratch_path(s, "tests/screens/list.screen"), "r");
    assert_non_null(file);
    assert_true(fread(text, 1, sizeof text - 1, file) > 0);
    (void)fclose(file);
    assert_non_null(strstr(text, "80x24\n demo  0 keys\n"));
    assert_non_null(strstr(text, "\n2: r*80\n"));
    assert_non_null(strstr(text, "\ncursor off\n"));
    if (before)
        setenv("FASCIA_SOURCE_DIR", before, 1);
    free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_of_the_notation_is_one_key),
        cmocka_unit_test(a_scenario_that_is_not_so_fails),
        cmocka_unit_test_setup_teardown(a_golden_is_accepted_once_and_then_compared, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
