/* Text longer than the screen: all of it can be reached, and what is below is said. */
#include "pager.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char ten_lines[] = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";

static void expect(const struct pager *p, int height, int columns, const char *rows)
{
    struct canvas c = {0};
    struct buf text = {0};
    canvas_resize(&c, columns, height);
    canvas_clear(&c);
    pager_draw(p, &c, 0, 0, height, columns);
    canvas_dump_text(&text, &c);
    assert_string_equal(buf_text(&text), rows);
    buf_release(&text);
    canvas_release(&c);
}

static void the_last_row_says_how_much_is_below(void **state)
{
    (void)state;
    struct pager p = {.text = ten_lines};
    expect(&p, 4, 20, "one\ntwo\nthree\n      ▼ 7 more lines\n");
    pager_move(&p, 3, 4, 20);
    expect(&p, 4, 20, "four\nfive\nsix\n      ▼ 4 more lines\n");
}

static void moving_ends_at_both_ends(void **state)
{
    (void)state;
    struct pager p = {.text = ten_lines};
    pager_move(&p, 1000, 4, 20);
    expect(&p, 4, 20, "seven\neight\nnine\nten\n");
    pager_move(&p, -1, 4, 20);
    expect(&p, 4, 20, "six\nseven\neight\n      ▼ 2 more lines\n");
    pager_move(&p, -1000, 4, 20);
    assert_int_equal(p.top, 0);
}

static void a_short_text_does_not_move(void **state)
{
    (void)state;
    struct pager p = {.text = "one\ntwo"};
    pager_move(&p, 5, 4, 20);
    assert_int_equal(p.top, 0);
    expect(&p, 4, 20, "one\ntwo\n\n\n");
}

static void a_larger_screen_shows_the_end_without_a_gap(void **state)
{
    (void)state;
    struct pager p = {.text = ten_lines};
    pager_move(&p, 1000, 3, 20);
    expect(&p, 10, 20, ten_lines);
}

static void a_fixed_text_is_cut_and_moves_sideways_as_far_as_it_goes(void **state)
{
    (void)state;
    struct pager p = {.text = "Sign      Before    After\nÅse       1         2\n", .fixed = true};
    expect(&p, 2, 12, "Sign      B…\nÅse       1…\n");
    pager_shift(&p, 10, 12);
    expect(&p, 2, 12, "Before    A…\n1         2\n");
    pager_shift(&p, 1000, 12);
    assert_int_equal(p.left, 25 - 12);
    pager_shift(&p, -1000, 12);
    assert_int_equal(p.left, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_row_says_how_much_is_below),
        cmocka_unit_test(moving_ends_at_both_ends),
        cmocka_unit_test(a_short_text_does_not_move),
        cmocka_unit_test(a_larger_screen_shows_the_end_without_a_gap),
        cmocka_unit_test(a_fixed_text_is_cut_and_moves_sideways_as_far_as_it_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
