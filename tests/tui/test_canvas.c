/* The grid: what untrusted text becomes, cutting, clipping, wide characters, wrapping, ASCII, dumps. */
#include "fascia/tui/canvas.h"

#include "fascia/base/utf8.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ACUTE "\xCC\x81"
#define SHAN "\xE5\xB1\xB1" /* two columns */
#define MORE "\xE2\x80\xA6"

static void assert_row(const struct canvas *c, int y, const char *expected)
{
    struct buf text = {0};
    canvas_dump_text(&text, c);
    char *row = text.data;
    for (int i = 0; i < y; i++)
        row = strchr(row, '\n') + 1;
    *strchr(row, '\n') = '\0';
    assert_string_equal(row, expected);
    buf_release(&text);
}

static void text_is_cut_with_an_ellipsis_at_a_grapheme_border(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int columns, used;
        const char *row;
    } rows[] = {
        {"", 5, 0, ""},
        {"abc", 5, 3, "abc"},
        {"abcde", 5, 5, "abcde"},
        {"abcdef", 5, 5, "abcd" MORE},
        {"abcdef", 1, 1, MORE},
        {"abcdef", 0, 0, ""},
        {"abcdef", -3, 0, ""},
        {"abcdefghijklmnop", INT_MAX, 8, "abcdefg" MORE},
        {"ae" ACUTE "io", 3, 3, "ae" ACUTE MORE},
        {SHAN SHAN SHAN, 6, 6, SHAN SHAN SHAN},
        {SHAN SHAN SHAN, 5, 5, SHAN SHAN MORE},
        {SHAN SHAN SHAN, 4, 4, SHAN MORE},
        {SHAN, 1, 1, MORE},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct canvas c = {0};
        canvas_resize(&c, 8, 2);
        print_message("row %zu '%s'\n", i, rows[i].text);
        assert_int_equal(canvas_text(&c, 1, 0, rows[i].columns, LOOK_TITLE, rows[i].text), rows[i].used);
        assert_row(&c, 0, "");
        assert_row(&c, 1, rows[i].row);
        canvas_release(&c);
    }
}

static void dangerous_text_becomes_visible_marks(void **state)
{
    (void)state;
    static const struct {
        const char *text, *row;
    } rows[] = {
        {"a\x1b[31mb", "a\xEF\xBF\xBD[31mb"},
        {"a\nb\tc\rd", "a\xEF\xBF\xBD"
                       "b\xEF\xBF\xBD"
                       "c\xEF\xBF\xBD"
                       "d"},
        {"\x7f\xC2\x9B"
         "1m",
         "\xEF\xBF\xBD\xEF\xBF\xBD"
         "1m"},
        {"\xFF\xC0\x80z", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz"},
        {"a\xE2\x80\xAE"
         "b",
         "a\xE2\x96\xAF"
         "b"},                                                      /* override */
        {"\xE2\x81\xA6x\xE2\x81\xA9", "\xE2\x96\xAFx\xE2\x96\xAF"}, /* isolates */
        {"a\xE2\x80\x8B"
         "b",
         "a\xE2\x96\xAF"
         "b"},                                  /* zero width space */
        {"Ma\xE2\x80\x8Dria", "Ma\xCC\xB2ria"}, /* joiner in a Latin name */
        {ACUTE "a", "\xE2\x97\x8C" ACUTE "a"},  /* mark without a letter */
        {"e" ACUTE ACUTE ACUTE ACUTE ACUTE ACUTE ".", "e" ACUTE ACUTE ACUTE ACUTE "."},
        {"\xEE\x80\x80", "\xEF\xBF\xBD"}, /* private use */
        {"\xC3\x85se", "\xC3\x85se"},
        {"\xE0\xA4\x95\xE0\xA4\xBF.", "\xE0\xA4\x95\xE0\xA4\xBF."},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct canvas c = {0};
        canvas_resize(&c, 20, 1);
        print_message("row %zu\n", i);
        assert_int_equal(canvas_text(&c, 0, 0, 20, LOOK_TEXT, rows[i].text), text_width(rows[i].text));
        assert_row(&c, 0, rows[i].row);
        canvas_release(&c);
    }
}

static void what_is_outside_the_grid_is_clipped(void **state)
{
    (void)state;
    struct canvas c = {0};
    canvas_resize(&c, 6, 2);
    assert_int_equal(canvas_text(&c, -1, 0, 9, LOOK_TEXT, "above"), 0);
    assert_int_equal(canvas_text(&c, 2, 0, 9, LOOK_TEXT, "below"), 0);
    assert_int_equal(canvas_text(&c, 0, 6, 9, LOOK_TEXT, "right"), 0);
    canvas_text(&c, 0, -2, 9, LOOK_TEXT, "left");
    canvas_fill(&c, -5, -5, 100, 100, LOOK_TEXT);
    canvas_look(&c, 1, -3, INT_MAX, LOOK_CURSOR);
    canvas_look(&c, 7, 0, 3, LOOK_CURSOR);
    canvas_rule(&c, 9, 0, 6, "x");
    assert_row(&c, 0, "");
    assert_null(canvas_cell(&c, 2, 0));
    assert_null(canvas_cell(&c, 0, -1));
    canvas_text(&c, 0, -1, 9, LOOK_TEXT, SHAN "b"); /* half of it would be outside */
    assert_row(&c, 0, " b");
    canvas_cursor(&c, 99, -4);
    assert_int_equal(c.cursor_y, 1);
    assert_int_equal(c.cursor_x, 0);
    canvas_release(&c);
}

static void half_a_wide_character_never_stays(void **state)
{
    (void)state;
    struct canvas c = {0};
    canvas_resize(&c, 6, 1);
    canvas_text(&c, 0, 0, 6, LOOK_TEXT, SHAN SHAN SHAN);
    canvas_text(&c, 0, 1, 1, LOOK_TEXT, "x");
    assert_row(&c, 0, " x" SHAN SHAN);
    canvas_text(&c, 0, 2, 1, LOOK_TEXT, "y");
    assert_row(&c, 0, " xy " SHAN);
    canvas_text(&c, 0, 3, 2, LOOK_TEXT, SHAN);
    assert_row(&c, 0, " xy" SHAN);
    for (int x = 0, width; x < 6; x += width) {
        width = canvas_cell(&c, 0, x)->width;
        assert_in_range(width, 1, 2);
    }
    canvas_release(&c);
}

static void right_text_ends_where_it_should(void **state)
{
    (void)state;
    struct canvas c = {0};
    canvas_resize(&c, 8, 1);
    assert_int_equal(canvas_text_right(&c, 0, 8, 5, LOOK_TEXT, "abc"), 5);
    assert_row(&c, 0, "     abc");
    assert_int_equal(canvas_text_right(&c, 0, 5, 3, LOOK_TEXT, "vwxyz"), 2);
    assert_row(&c, 0, "  vw" MORE "abc");
    canvas_release(&c);
}

static void words_wrap_and_the_rest_is_said_to_be_missing(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int height, used;
        const char *rows[3];
    } rows[] = {
        {"", 3, 0, {"", "", ""}},
        {"one two", 3, 1, {"one two", "", ""}},
        {"one two three", 3, 2, {"one two", "three", ""}},
        {"one\ntwo", 3, 2, {"one", "two", ""}},
        {"one\n\ntwo", 3, 3, {"one", "", "two"}},
        {"abcdefghijkl", 3, 2, {"abcdefgh", "ijkl", ""}},
        {"one two three four", 2, 2, {"one two", "three" MORE, ""}},
        {"a\x1b[0m b", 3, 1, {"a\xEF\xBF\xBD[0m b", "", ""}},
        {SHAN SHAN SHAN SHAN SHAN, 3, 2, {SHAN SHAN SHAN SHAN, SHAN, ""}},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct canvas c = {0};
        canvas_resize(&c, 10, 4);
        print_message("row %zu\n", i);
        assert_int_equal(canvas_wrap(&c, 0, 0, rows[i].height, 8, LOOK_TEXT, rows[i].text), rows[i].used);
        for (int y = 0; y < 3; y++)
            assert_row(&c, y, rows[i].rows[y]);
        assert_row(&c, 3, "");
        canvas_release(&c);
    }
}

static void ascii_keeps_the_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text, *ascii, *console;
    } rows[] = {
        {"a", "a", "a"},
        {"\xE2\x94\x82", "|", "\xE2\x94\x82"},
        {"\xE2\x9C\x93", "*", "*"},
        {MORE, "~", "~"},
        {"\xE2\xA3\xBF", "#", "#"},
        {"\xE2\xA0\x80", " ", " "},
        {"\xC3\x85", "A", "\xC3\x85"},
        {"e" ACUTE, "e", "e" ACUTE},
        {"\xC5\x82", "l", "\xC5\x82"},
        {"\xD0\x96", "?", "\xD0\x96"},
        {SHAN, "??", SHAN},
        {"\xEF\xBC\xA1", "A ", "\xEF\xBC\xA1"},
        {"\xEF\xBF\xBD", "?", "?"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct canvas c = {0};
        char out[CANVAS_CELL_BYTES];
        canvas_resize(&c, 4, 1);
        canvas_text(&c, 0, 0, 4, LOOK_TEXT, rows[i].text);
        print_message("row %zu\n", i);
        canvas_ascii(out, canvas_cell(&c, 0, 0), true);
        assert_string_equal(out, rows[i].ascii);
        canvas_ascii(out, canvas_cell(&c, 0, 0), false);
        assert_string_equal(out, rows[i].console);
        canvas_release(&c);
    }
}

static void dumps_show_text_looks_and_cursor(void **state)
{
    (void)state;
    struct canvas c = {0};
    struct buf looks = {0};
    canvas_resize(&c, 12, 3);
    canvas_printf(&c, 0, 0, 12, LOOK_TITLE, "%s %d", "Today", 5);
    canvas_rule(&c, 1, 0, 12, "Add");
    assert_row(&c, 0, "Today 5");
    assert_row(&c, 1, "\xE2\x94\x80 Add \xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80");
    canvas_dump_looks(&looks, &c);
    assert_string_equal(buf_text(&looks), "0: T*7 .*5\n1: h*12\ncursor off\n");
    buf_clear(&looks);
    canvas_look(&c, 0, 2, 3, LOOK_ALERT);
    canvas_cursor(&c, 0, 7);
    canvas_dump_looks(&looks, &c);
    assert_string_equal(buf_text(&looks), "0: T*2 A*3 T*2 .*5\n1: h*12\ncursor 0,7\n");
    buf_release(&looks);
    canvas_release(&c);
}

static void sizes_are_kept_within_reason(void **state)
{
    (void)state;
    struct canvas c = {0};
    canvas_resize(&c, 0, -5);
    assert_int_equal(c.width, 1);
    assert_int_equal(c.height, 1);
    canvas_resize(&c, INT_MAX, INT_MAX);
    assert_int_equal(c.width, CANVAS_COLUMNS_MAX);
    assert_int_equal(c.height, CANVAS_ROWS_MAX);
    canvas_release(&c);
    assert_null(c.cells);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_cut_with_an_ellipsis_at_a_grapheme_border),
        cmocka_unit_test(dangerous_text_becomes_visible_marks),
        cmocka_unit_test(what_is_outside_the_grid_is_clipped),
        cmocka_unit_test(half_a_wide_character_never_stays),
        cmocka_unit_test(right_text_ends_where_it_should),
        cmocka_unit_test(words_wrap_and_the_rest_is_said_to_be_missing),
        cmocka_unit_test(ascii_keeps_the_columns),
        cmocka_unit_test(dumps_show_text_looks_and_cursor),
        cmocka_unit_test(sizes_are_kept_within_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
