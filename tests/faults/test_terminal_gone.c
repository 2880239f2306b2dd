/*
 * The terminal goes away in the middle of a form: the line is cut, the window is closed, the machine shuts down. The
 * program ends at once, the draft is there with every key, and nothing of the client stays on the terminal.
 */
#include "fascia/base/clock.h"
#include "harness/clinic.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

enum { END_MS = 1000 };

struct place {
    const char *name, *keys; /* from Today to where it happens; less than 20 keys since the last that were accepted */
    const char *kept;        /* what the form shows when it is opened again */
};

static const struct place places[] = {
    {"a new line", "r l␣gastr", "l gastr"},
    {"a note", "s :␣slower␣on␣stairs", ": slower on stairs"},
    {"a cell", "r 10.5⏎7", "10.5"},
    {"the list of candidates", "s l␣ta␣a␣3x⏎", "l ta a 3x"},
    {"the sign page", "r 10.5⏎78⏎2⏎3⏎^S", "10.5"},
    {"help over the form", "r 10.5⏎?not", "10.5"},
    {"the regions", "r 10.5⏎<F2>", "10.5"},
};

static int setup(void **state)
{
    if (scratch_setup(state) != 0)
        return -1;
    struct scratch *s = *state;
    struct clinic *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    s->own = c;
    clinic_make(c, s->dir);
    clinic_furnish(c);
    return 0;
}

static int teardown(void **state)
{
    struct scratch *s = *state;
    clinic_release(s->own);
    free(s->own);
    return scratch_teardown(state);
}

static struct harness *open_at(struct clinic *c, const struct place *place)
{
    struct harness *h = clinic_open(c);
    harness_expect(h, "▶10:00 Santos, Maria");
    harness_keys(h, place->keys);
    return h;
}

/* Within a second; sanitizers and a busy machine get some more. */
static int end_of(struct harness *h, const char *what)
{
    int64_t begin = clock_monotonic_ms();
    int status = harness_exit(h);
    int64_t took = clock_monotonic_ms() - begin;
    print_message("%s: ended after %lld ms\n", what, (long long)took);
    assert_in_range(took, 0, 4 * END_MS);
    return status;
}

/* Reads the form again, then puts the draft away for the next. */
static void look_for_draft(struct clinic *c, const struct place *place)
{
    struct harness *h = clinic_open(c);
    harness_expect(h, "Santos, Maria");
    harness_keys(h, "r");
    harness_expect(h, "draft found");
    harness_expect(h, place->kept);
    harness_keys(h, "⎋");
    harness_wait(h);
    int y, x;
    if (!harness_find(h, "Today", &y, &x)) {
        harness_keys(h, "?discard⏎");
        harness_expect(h, "draft put away");
    } else {
        harness_keys(h, "r?discard⏎");
        harness_expect(h, "draft put away");
    }
    harness_stop(h);
}

static void nothing_is_left_on(struct harness *h)
{
    int y, x;
    assert_false(harness_alternate(h));
    assert_true(harness_termios_same(h));
    static const char *const words[] = {"Santos", "Maria", "gastr", "stairs", "knee-to-wall", "Okafor"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_false(harness_find(h, words[i], &y, &x));
}

static void by_signal(struct clinic *c, int signal, const char *name)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        print_message("%s in %s\n", name, places[i].name);
        struct harness *h = open_at(c, &places[i]);
        harness_signal(h, signal);
        int status = end_of(h, name);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), signal);
        nothing_is_left_on(h);
        harness_stop(h);
        look_for_draft(c, &places[i]);
    }
}

static struct clinic *clinic(void **state)
{
    return ((struct scratch *)*state)->own;
}

static void hung_up_by_signal_the_draft_is_there(void **state)
{
    by_signal(clinic(state), SIGHUP, "SIGHUP");
}

static void told_to_end_the_draft_is_there(void **state)
{
    by_signal(clinic(state), SIGTERM, "SIGTERM");
}

static void with_the_terminal_closed_the_draft_is_there(void **state)
{
    struct clinic *c = clinic(state);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        print_message("terminal closed in %s\n", places[i].name);
        struct harness *h = open_at(c, &places[i]);
        harness_hang_up(h);
        (void)end_of(h, "closed");
        harness_stop(h);
        look_for_draft(c, &places[i]);
    }
}

/* A fault of our own: what was accepted is there, and the terminal is given back clean. */
static void after_a_crash_the_terminal_is_clean_and_the_draft_there(void **state)
{
    struct clinic *c = clinic(state);
    static const int signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE};
    static const struct place place = {"a cell", "r 10.5⏎78⏎", "10.5"};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct harness *h = open_at(c, &place);
        harness_signal(h, signals[i]);
        int status = harness_exit(h);
        assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        nothing_is_left_on(h);
        harness_stop(h);
        look_for_draft(c, &place);
    }
}

static void after_leaving_nothing_stays_on_the_terminal(void **state)
{
    struct clinic *c = clinic(state);
    struct harness *h = clinic_open(c);
    harness_keys(h, "⏎");
    harness_expect(h, "18 Mar 2026");
    harness_keys(h, "⎋");
    harness_expect(h, "Today");
    harness_press(h, "q");
    int status = harness_exit(h);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    nothing_is_left_on(h);
    harness_stop(h);
}

static void the_record_is_whole_after_all_of_it(void **state)
{
    CLINIC_RUN(clinic(state), "record", "verify");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hung_up_by_signal_the_draft_is_there),
        cmocka_unit_test(told_to_end_the_draft_is_there),
        cmocka_unit_test(with_the_terminal_closed_the_draft_is_there),
        cmocka_unit_test(after_a_crash_the_terminal_is_clean_and_the_draft_there),
        cmocka_unit_test(after_leaving_nothing_stays_on_the_terminal),
        cmocka_unit_test(the_record_is_whole_after_all_of_it),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
