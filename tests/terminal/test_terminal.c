/* Terminal and loop on a real pty: keys in, cells out, sizes, pastes, colours, languages, kinds of terminals. */
#include "demo_run.h"

#include "fascia/base/clock.h"
#include "fascia/base/err.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

static const char demo[] = FASCIA_BIN_DIR "/tui_demo";

static void assert_quits(struct harness *h)
{
    harness_keys(h, ""); /* wait */
    harness_press(h, "q");
    assert_int_equal(harness_exit(h), 0);
    assert_false(harness_alternate(h));
    assert_true(harness_termios_same(h));
    harness_stop(h);
}

static void keys_reach_the_views_and_their_drawings_the_screen(void **state)
{
    (void)state;
    struct harness *h = demo_start(demo);
    harness_script_text(h, "typing",
                        "cell 2,0 = \"▶\" reverse\n"
                        "cursor off\n"
                        "keys ↓\n"
                        "cell 3,0 = \"▶Lindqvist, Åse\" reverse\n"
                        "cell 2,1 = \"row one\" plain\n"
                        "cell 23,1 = \"?:help  Enter:open  q:quit  ^L:redraw\"\n"
                        "keys ⏎ hé␣山 ← x\n"
                        "cell 2,3 = \"hé x山\" underline\n"
                        "cursor 2,7\n"
                        "keys ⏎\n"
                        "expect \"got: hé x山\"\n"
                        "cursor off\n"
                        "count <= 9\n");
    assert_quits(h);
}

static void esc_is_known_within_a_moment(void **state)
{
    (void)state;
    struct harness *h = demo_start(demo);
    harness_keys(h, "⏎ab");
    int64_t begin = clock_monotonic_ms();
    harness_keys(h, "⎋");
    int64_t took = clock_monotonic_ms() - begin;
    harness_expect(h, "left without a text");
    print_message("Esc took %d ms\n", (int)took);
    assert_in_range(took, 20, 250);
    assert_quits(h);
}

static void both_cursor_modes_work_on_every_terminal(void **state)
{
    (void)state;
    static const struct {
        const char *term;
        bool alternate; /* has one that libvterm models too: xterm-mono's is older */
    } rows[] = {{"xterm-256color", true}, {"tmux-256color", true}, {"screen-256color", true},
                {"linux", false},         {"vt220", false},        {"xterm-mono", false},
                {"xterm", true}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        print_message("%s\n", rows[i].term);
        struct harness *h = demo_start_with(demo, (struct harness_options){.term = rows[i].term});
        harness_expect(h, "Santos, Maria");
        assert_int_equal(harness_alternate(h), rows[i].alternate);
        harness_send(h, "\033[B\033OB", 6);
        harness_wait(h);
        assert_true(harness_cell(h, 4, 1).reverse);
        harness_send(h, "\033[A\033OA", 6);
        harness_wait(h);
        assert_true(harness_cell(h, 2, 1).reverse);
        harness_press(h, "q");
        assert_int_equal(harness_exit(h), 0);
        int y, x;
        assert_false(harness_find(h, "Santos", &y, &x));
        assert_true(harness_cursor(h, &y, &x));
        assert_true(harness_termios_same(h));
        harness_stop(h);
    }
}

static void a_terminal_that_cannot_draw_is_refused_with_advice(void **state)
{
    (void)state;
    /* Curses forgets what it allocated for a terminal that it then does not know. */
    static const char *const env[] = {"ASAN_OPTIONS=detect_leaks=0", NULL};
    static const char *const terms[] = {"no-such-terminal", "dumb", ""};
    for (size_t i = 0; i < ARRAY_LEN(terms); i++) {
        struct harness *h = demo_start_with(demo, (struct harness_options){.term = terms[i], .env = env});
        int status = harness_exit(h);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 2);
        harness_expect(h, "try TERM=xterm-256color");
        assert_true(harness_termios_same(h));
        harness_stop(h);
    }
}

static void without_input_the_program_ends_at_once(void **state)
{
    (void)state;
    struct harness *h = demo_start_with(demo, (struct harness_options){.input_null = true});
    int status = harness_exit(h);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 2);
    harness_expect(h, "not a terminal");
    harness_stop(h);
}

static void what_is_typed_ahead_is_not_lost(void **state)
{
    (void)state;
    char typed[101] = "";
    struct harness *h = demo_start(demo);
    for (int i = 0; i < 100; i++)
        typed[i] = (char)('a' + i % 26);
    harness_press(h, "⏎");
    harness_send(h, typed, 100); /* before the program has drawn anything */
    harness_press(h, "⏎");
    harness_wait(h);
    harness_expect(h, "got: abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
    assert_quits(h);
}

static void a_paste_is_text_and_never_keys(void **state)
{
    (void)state;
    struct harness *h = demo_start(demo);
    harness_paste(h, "qqq\r");
    harness_expect(h, "nothing here takes a paste");
    harness_keys(h, "⏎");
    harness_count_reset(h);
    harness_paste(h, "two\r\nlines\033[A\x03 q");
    harness_expect(h, "two lines[A q");
    harness_expect(h, "left out of the paste: 2");
    assert_int_equal(harness_count(h), 1);
    harness_keys(h, "⏎");
    assert_quits(h);
}

static void many_resizes_end_in_the_screen_of_the_last_size(void **state)
{
    (void)state;
    struct harness *h = demo_start(demo);
    const char *before[24];
    unsigned seed = 20261123;
    harness_keys(h, "↓⏎abc");
    for (int y = 0; y < 24; y++)
        before[y] = harness_row(h, y);
    print_message("seed %u\n", seed);
    for (int i = 0; i < 200; i++) {
        seed = seed * 1103515245 + 12345;
        harness_resize_now(h, 1 + (int)(seed >> 16) % 200, 1 + (int)(seed >> 8) % 60);
        if (i % 10 == 0)
            harness_wait(h);
    }
    harness_resize_now(h, 80, 24);
    harness_wait(h);
    for (int y = 0; y < 24; y++)
        assert_string_equal(harness_row(h, y), before[y]);
    harness_keys(h, "d⏎");
    harness_expect(h, "got: abcd");
    assert_quits(h);
}

static void a_tiny_terminal_is_told_and_nothing_is_lost(void **state)
{
    (void)state;
    struct harness *h = demo_start(demo);
    harness_script_text(h, "tiny",
                        "keys ⏎abc\n"
                        "resize 59x24\n"
                        "expect \"60x18 needed, have 59x24\"\n"
                        "keys x⏎\n"
                        "resize 20x5\n"
                        "expect \"60x18 needed\"\n"
                        "resize 60x18\n"
                        "expect \"abc\"\n"
                        "absent \"abcx\"\n"
                        "keys d⏎\n"
                        "expect \"got: abcd\"\n");
    assert_quits(h);
}

static void messages_say_what_happened_until_the_next_key(void **state)
{
    (void)state;
    struct harness *h = demo_start(demo);
    harness_script_text(h, "messages",
                        "keys w\n"
                        "expect \"w does nothing here\"\n"
                        "keys E\n"
                        "expect \"nothing is called 'E': type another letter\"\n"
                        "keys ↓\n"
                        "absent \"type another letter\"\n"
                        "keys T\n"
                        "expect \"ticks: 1\"\n");
    assert_quits(h);
}

static void colours_follow_the_wish_and_are_never_alone(void **state)
{
    (void)state;
    static const struct {
        const char *env[3];
        bool colour;
    } rows[] = {
        {{NULL}, true},
        {{"NO_COLOR=1", NULL}, false},
        {{"NO_COLOR=", NULL}, true},
        {{"DEMO_COLOR=never", NULL}, false},
        {{"NO_COLOR=1", "DEMO_COLOR=16", NULL}, true},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct harness *h = demo_start_with(demo, (struct harness_options){.env = rows[i].env});
        print_message("row %zu\n", i);
        harness_keys(h, "⏎x⏎");
        struct harness_cell alert = harness_cell(h, 21, 1);
        assert_string_equal(alert.text, "g");
        assert_int_equal(alert.colour, rows[i].colour ? 1 : -1);
        assert_true(alert.bold && alert.reverse);
        assert_quits(h);
    }
}

static void without_utf_8_everything_is_ascii(void **state)
{
    (void)state;
    static const char *const locale[] = {"LC_ALL=C", NULL}, *const option[] = {"DEMO_ASCII=1", NULL};
    for (int i = 0; i < 2; i++) {
        struct harness *h = demo_start_with(demo, (struct harness_options){.env = i == 0 ? locale : option});
        harness_script_text(h, "ascii",
                            "cell 1,0 = \"- Rows - ^ * ----\"\n"
                            "cell 2,0 = \">row one\"\n"
                            "cell 3,1 = \"Lindqvist, Ase\"\n"
                            "keys ⏎é␣山⏎\n"
                            "expect \"got: e ??\"\n");
        const struct buf *log = harness_log(h);
        for (size_t at = 0; at < log->len; at++)
            assert_true((unsigned char)log->data[at] < 0x80);
        assert_quits(h);
    }
}

static void redraw_repairs_a_screen_that_others_wrote_to(void **state)
{
    (void)state;
    struct harness *h = demo_start(demo);
    harness_wait(h);
    size_t before = harness_log(h)->len;
    harness_keys(h, "↓");
    size_t small = harness_log(h)->len - before;
    harness_keys(h, "^l");
    size_t whole = harness_log(h)->len - before - small;
    print_message("one key %zu bytes, redraw %zu bytes\n", small, whole);
    assert_true(whole > 300);
    assert_in_range(small, 1, 250);
    assert_quits(h);
}

static void after_a_stop_the_screen_is_back(void **state)
{
    (void)state;
    struct harness *h = demo_start(demo);
    harness_wait(h);
    size_t before = harness_log(h)->len;
    /* The process group has no shell above it, so the kernel drops the stop, and the program goes on at once. */
    harness_keys(h, "Z");
    const char *left = strstr(harness_log(h)->data + before, "\033[?1049l");
    assert_non_null(left);
    assert_non_null(strstr(left, "\033[?1049h"));
    assert_non_null(strstr(left, "\033[?2004h"));
    assert_true(harness_alternate(h));
    harness_expect(h, "Santos, Maria");
    harness_expect(h, "got: stopped");
    harness_keys(h, "⏎ok⏎");
    harness_expect(h, "got: ok");
    harness_signal(h, SIGTSTP);
    harness_expect(h, "got: stopped");
    assert_quits(h);
}

static void a_program_that_may_not_stop_stays(void **state)
{
    (void)state;
    static const char *const env[] = {"DEMO_STAYS=1", NULL};
    struct harness *h = demo_start_with(demo, (struct harness_options){.env = env});
    harness_keys(h, "Z");
    harness_expect(h, "cannot stop now");
    assert_null(strstr(harness_log(h)->data, "\033[?1049l"));
    assert_quits(h);
}

static void typing_is_cheap_over_a_slow_line(void **state)
{
    (void)state;
    struct harness *h = demo_start(demo);
    harness_keys(h, "⏎");
    size_t before = harness_log(h)->len;
    harness_keys(h, "twenty␣five␣characters␣ab");
    size_t each = (harness_log(h)->len - before) / 25;
    print_message("%zu bytes a key, the mark for the harness included\n", each);
    assert_in_range(each, 1, 100);
    harness_keys(h, "⎋");
    assert_quits(h);
}

static void the_wait_after_esc_follows_the_environment(void **state)
{
    (void)state;
    static const char *const env[] = {"ESCDELAY=150", NULL};
    struct harness *h = demo_start_with(demo, (struct harness_options){.env = env});
    harness_keys(h, "⏎");
    int64_t begin = clock_monotonic_ms();
    harness_keys(h, "⎋");
    assert_in_range(clock_monotonic_ms() - begin, 145, 1000);
    assert_quits(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_reach_the_views_and_their_drawings_the_screen),
        cmocka_unit_test(esc_is_known_within_a_moment),
        cmocka_unit_test(both_cursor_modes_work_on_every_terminal),
        cmocka_unit_test(a_terminal_that_cannot_draw_is_refused_with_advice),
        cmocka_unit_test(without_input_the_program_ends_at_once),
        cmocka_unit_test(what_is_typed_ahead_is_not_lost),
        cmocka_unit_test(a_paste_is_text_and_never_keys),
        cmocka_unit_test(many_resizes_end_in_the_screen_of_the_last_size),
        cmocka_unit_test(a_tiny_terminal_is_told_and_nothing_is_lost),
        cmocka_unit_test(messages_say_what_happened_until_the_next_key),
        cmocka_unit_test(colours_follow_the_wish_and_are_never_alone),
        cmocka_unit_test(without_utf_8_everything_is_ascii),
        cmocka_unit_test(redraw_repairs_a_screen_that_others_wrote_to),
        cmocka_unit_test(after_a_stop_the_screen_is_back),
        cmocka_unit_test(a_program_that_may_not_stop_stays),
        cmocka_unit_test(typing_is_cheap_over_a_slow_line),
        cmocka_unit_test(the_wait_after_esc_follows_the_environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
