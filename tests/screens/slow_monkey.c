/*
 * Somebody leans on the keyboard: random keys, words, pastes and sizes, under
 * the sanitizers. The program may refuse anything, but it never dies, never
 * hangs, never ends without being asked to, always says how to get help, and
 * leaves a record that verifies. FASCIA_SEED repeats a run.
 */
#include "screens/fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

enum { KEYS = 10000, RUNS_MOST = 400 };

/* What leads somewhere is pressed more often than chance would. */
static const char *const pieces[] = {"⏎",
                                     "⏎",
                                     "⏎",
                                     "⏎",
                                     "⎋",
                                     "⎋",
                                     "⇥",
                                     "⇤",
                                     "↑",
                                     "↓",
                                     "↓",
                                     "←",
                                     "→",
                                     "⇞",
                                     "⇟",
                                     "⇱",
                                     "⇲",
                                     "⌫",
                                     "⌫",
                                     "⌦",
                                     "␣",
                                     "s",
                                     "r",
                                     "n",
                                     "f",
                                     "/",
                                     "d",
                                     "m",
                                     "c",
                                     "L",
                                     "w",
                                     "t",
                                     "k",
                                     "e",
                                     "?",
                                     "?",
                                     "a",
                                     "[",
                                     "]",
                                     "1",
                                     "2",
                                     "9",
                                     "0",
                                     ".",
                                     "-1",
                                     "=",
                                     "+1",
                                     "-",
                                     ":",
                                     ";",
                                     ",",
                                     ">",
                                     "@",
                                     "#",
                                     "x",
                                     "^S",
                                     "^S",
                                     "^Z",
                                     "^Z",
                                     "^Y",
                                     "^P",
                                     "^L",
                                     "^R",
                                     "^N",
                                     "^A",
                                     "^E",
                                     "^K",
                                     "^U",
                                     "^W",
                                     "^B",
                                     "^G",
                                     "^T",
                                     "<F1>",
                                     "<F2>",
                                     "<F3>",
                                     "<F4>",
                                     "<F5>",
                                     "<F10>",
                                     "<F11>",
                                     "santos⏎",
                                     "reyes⏎",
                                     "é",
                                     "ß",
                                     "中",
                                     "👩",
                                     "ا",
                                     "́",
                                     "l␣ktw␣10.5⏎",
                                     "r␣slr␣65>80⏎",
                                     "nprs␣3⏎",
                                     "l␣calf␣tight␣2⏎",
                                     "l␣gastroc␣wb␣3x⏎",
                                     "b␣ql␣p␣90s⏎",
                                     "l␣ta␣a␣3x⏎",
                                     "2>5⏎",
                                     "-2⏎",
                                     "same⏎",
                                     "same␣15nov⏎",
                                     ":␣looser⏎",
                                     "hw␣drops⏎",
                                     "next␣29nov␣10⏎",
                                     "r␣ham␣mar⏎",
                                     "?discard⏎",
                                     "?lock",
                                     "10.5⏎",
                                     "78⏎",
                                     "Ann␣Example⇥010190⇥␣⏎",
                                     "neck␣p␣60s⏎",
                                     "r␣shoulder␣er␣prom␣40>55⏎",
                                     "⎋⎋⎋⎋⎋",
                                     "⎋⎋⎋⎋⎋",
                                     "⎋⎋⎋⎋fsan⏎",
                                     "⎋⎋⎋⎋/ham⏎",
                                     "⎋⎋⎋⎋/r␣ham␣mar⏎L",
                                     "⎋⎋⎋⎋d",
                                     "⎋⎋⎋⎋n",
                                     "⎋⎋⎋⎋fsan⏎sl␣ktw␣9⏎l␣gastroc␣wb␣3x⏎^S⏎",
                                     "⎋⎋⎋⎋fsan⏎r^S",
                                     "⎋⎋⎋⎋s^S",
                                     "⎋⎋⎋⎋⏎2",
                                     "⎋⎋⎋⎋⏎⏎"};

static uint64_t seed;

static size_t draw(size_t below)
{
    uint64_t z = (seed += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (size_t)((z ^ (z >> 31)) % below);
}

static void resize(struct harness *h)
{
    static const int sizes[][2] = {{80, 24}, {80, 24}, {120, 40}, {200, 60}, {60, 18},
                                   {59, 17}, {20, 5},  {1, 1},    {300, 4}};
    size_t i = draw(sizeof sizes / sizeof *sizes);
    harness_resize(h, sizes[i][0], sizes[i][1]);
}

static void paste(struct harness *h)
{
    static const char *const texts[] = {
        "l ktw 10.5", "two\nlines\r\nand \x1b[31m more",
        "x",          "\xff\xfe broken",
        "",           "a very long line that is pasted at once, longer than most fields"};
    const char *text = texts[draw(sizeof texts / sizeof *texts)];
    harness_send(h, "\033[200~", 6);
    harness_send(h, text, strlen(text));
    harness_send(h, "\033[201~", 6);
}

/* Nothing happens on a window that is too small: it does not stay so for long.
 */
static void grow(struct harness *h)
{
    int width, height;
    harness_size(h, &width, &height);
    if ((width < 60 || height < 18) && draw(5) == 0)
        harness_resize(h, 80, 24);
}

/* Locked by chance: the passphrase is known here. */
static void unlock(struct harness *h)
{
    int y, x;
    if (harness_find(h, "Passphrase", &y, &x))
        (void)harness_type(h, "⎋^Uvelvet␣orbit␣canyon␣drum⏎");
}

static void look(struct harness *h)
{
    int width, height;
    harness_size(h, &width, &height);
    if (width < 80 || height < 24)
        return;
    const char *hints = harness_row(h, height - 1);
    if (!strstr(hints, ":"))
        fail_msg("no hints in the last line: '%s'", hints);
}

/* Until it is asked to end, or for this many steps; how many were made. */
static int lean_on(struct harness *h, int steps)
{
    for (int i = 0; i < steps; i++) {
        size_t what = draw(100);
        if (what == 0)
            resize(h);
        else if (what == 1)
            paste(h);
        else if (!harness_type(h, pieces[draw(sizeof pieces / sizeof *pieces)]))
            return i + 1;
        grow(h);
        if (what == 2)
            unlock(h);
        if (what < 10 && harness_running(h))
            look(h);
    }
    return steps;
}

static void leaning_on_the_keyboard_breaks_nothing(void **state)
{
    struct clinic *c = screen_clinic(state);
    int left = KEYS;
    for (int run = 0; left > 0 && run < RUNS_MOST; run++) {
        print_message("run %d: FASCIA_SEED=%llu\n", run, (unsigned long long)seed);
        struct harness *h = clinic_open(c);
        harness_patience(h, 20000);
        left -= lean_on(h, left < 1000 ? left : 1000);
        if (harness_running(h))
            harness_signal(h, SIGTERM);
        int status = harness_exit(h);
        if (!(WIFEXITED(status) && WEXITSTATUS(status) == 0) && !(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM)) {
            harness_dump(h);
            fail_msg("it ended with status %#x", (unsigned)status);
        }
        assert_false(harness_alternate(h));
        assert_true(harness_termios_same(h));
        harness_stop(h);
    }
    print_message("%s", CLINIC_RUN(c, "practice", "info"));
    CLINIC_RUN(c, "record", "verify");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(leaning_on_the_keyboard_breaks_nothing)};
    const char *wish = getenv("FASCIA_SEED");
    seed = wish ? strtoull(wish, NULL, 10) : (uint64_t)time(NULL);
    return screen_run(tests);
}
