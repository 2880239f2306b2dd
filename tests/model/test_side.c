/* Sides: every word reads back as its side, nothing else does, and only left and right have another side. */
#include "fascia/model/side.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const enum side all[] = {SIDE_NONE, SIDE_LEFT, SIDE_RIGHT, SIDE_BILATERAL, SIDE_MIDLINE};

static void every_word_reads_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        struct err e = {0};
        enum side out = SIDE_NONE;
        assert_true(side_parse(&out, side_word(all[i]), &e));
        assert_int_equal(out, all[i]);
    }
}

static void other_words_are_refused_and_change_nothing(void **state)
{
    (void)state;
    const char *const bad[] = {"Left", "L", "left ", "both", "none", "lef"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct err e = {0};
        enum side out = SIDE_MIDLINE;
        assert_false(side_parse(&out, bad[i], &e));
        assert_int_equal(e.code, ERR_INVALID);
        assert_int_equal(out, SIDE_MIDLINE);
    }
}

static void the_other_side_of_left_is_right(void **state)
{
    (void)state;
    assert_int_equal(side_other(SIDE_LEFT), SIDE_RIGHT);
    assert_int_equal(side_other(SIDE_RIGHT), SIDE_LEFT);
    assert_int_equal(side_other(SIDE_NONE), SIDE_NONE);
    assert_int_equal(side_other(SIDE_BILATERAL), SIDE_BILATERAL);
    assert_int_equal(side_other(SIDE_MIDLINE), SIDE_MIDLINE);
}

static void the_column_form_is_one_letter(void **state)
{
    (void)state;
    assert_string_equal(side_short(SIDE_NONE), " ");
    assert_string_equal(side_short(SIDE_LEFT), "L");
    assert_string_equal(side_short(SIDE_BILATERAL), "B");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_reads_back),
        cmocka_unit_test(other_words_are_refused_and_change_nothing),
        cmocka_unit_test(the_other_side_of_left_is_right),
        cmocka_unit_test(the_column_form_is_one_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
