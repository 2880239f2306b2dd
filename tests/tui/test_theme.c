/* Looks: letters of the goldens, and which depth of colour is used. */
#include "fascia/tui/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void every_look_has_a_letter_of_its_own(void **state)
{
    (void)state;
    bool seen[128] = {false};
    for (int look = 0; look < LOOKS; look++) {
        char letter = look_letter((enum look)look);
        assert_true(letter > ' ' && letter < 0x7f);
        assert_false(seen[(int)letter]);
        seen[(int)letter] = true;
    }
    assert_int_equal(look_letter(LOOK_TEXT), '.');
}

static void without_colour_nothing_has_one(void **state)
{
    (void)state;
    for (int look = 0; look < LOOKS; look++) {
        assert_int_equal(theme_style((enum look)look, DEPTH_MONO).colour, -1);
        assert_true(theme_style((enum look)look, DEPTH_16).colour < 8);
        assert_true(theme_style((enum look)look, DEPTH_256).colour < 256);
    }
    assert_int_equal(theme_style(LOOK_HEAT_4, DEPTH_256).colour, 160);
    assert_true(theme_style(LOOK_ALERT, DEPTH_MONO).reverse);
    assert_true(theme_style(LOOK_FOCUS, DEPTH_MONO).underline);
}

static void the_user_s_wish_beats_the_environment_and_the_terminal_limits_both(void **state)
{
    (void)state;
    static const struct {
        const char *wanted, *no_colour;
        int colours;
        bool ok;
        enum depth depth;
    } rows[] = {
        {NULL, NULL, 256, true, DEPTH_256},     {NULL, NULL, 16777216, true, DEPTH_256},
        {NULL, NULL, 88, true, DEPTH_16},       {NULL, NULL, 8, true, DEPTH_16},
        {NULL, NULL, 0, true, DEPTH_MONO},      {NULL, NULL, -1, true, DEPTH_MONO},
        {NULL, "1", 256, true, DEPTH_MONO},     {NULL, "", 256, true, DEPTH_256},
        {"auto", "1", 256, true, DEPTH_MONO},   {"256", "1", 256, true, DEPTH_256},
        {"256", NULL, 8, true, DEPTH_16},       {"16", NULL, 256, true, DEPTH_16},
        {"never", NULL, 256, true, DEPTH_MONO}, {"true", NULL, 256, true, DEPTH_256},
        {"true", NULL, 0, true, DEPTH_MONO},    {"yes", NULL, 256, false, DEPTH_MONO},
        {"", NULL, 256, false, DEPTH_MONO},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        enum depth got = (enum depth)99;
        print_message("row %zu\n", i);
        assert_int_equal(theme_depth(&got, rows[i].wanted, rows[i].no_colour, rows[i].colours, &e), rows[i].ok);
        assert_int_equal(got, rows[i].ok ? rows[i].depth : (enum depth)99);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_look_has_a_letter_of_its_own),
        cmocka_unit_test(without_colour_nothing_has_one),
        cmocka_unit_test(the_user_s_wish_beats_the_environment_and_the_terminal_limits_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
