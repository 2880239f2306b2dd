/* Names of keys: both directions, and what has no name. */
#include "fascia/app/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void every_name_leads_to_its_key_and_back(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint32_t code;
    } rows[] = {
        {"a", 'a'},
        {"?", '?'},
        {"^", '^'},
        {"F", 'F'},
        {"+", '+'},
        {"\xC3\xA9", 0xe9},
        {"^A", 1},
        {"^S", 19},
        {"^Z", 26},
        {"F1", KEYC_F1},
        {"F10", KEYC_F1 + 9},
        {"F12", KEYC_F12},
        {"Enter", KEYC_ENTER},
        {"Tab", KEYC_TAB},
        {"S-Tab", KEYC_BACKTAB},
        {"Esc", KEYC_ESC},
        {"Spc", ' '},
        {"Del", KEYC_DELETE},
        {"PgDn", KEYC_PAGE_DOWN},
        {"Up", KEYC_UP},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        uint32_t code = 12345;
        char name[16];
        print_message("row %zu '%s'\n", i, rows[i].name);
        assert_true(key_parse(&code, rows[i].name, &e));
        assert_int_equal(code, rows[i].code);
        key_format(name, code);
        assert_string_equal(name, rows[i].name);
    }
}

static void what_is_no_key_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    static const char *const rows[] = {"",     "ab",    "^s",    "^1",   "F0",       "F13", "F1x",
                                       "F123", "enter", "Space", " ",    "^^",       "\t",  "\x1b",
                                       "^M",   "^I",    "^H",    "\xFF", "\xCC\x81", "^SS", "\xE2\x80\xAE"};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        uint32_t code = 12345;
        print_message("row %zu\n", i);
        assert_false(key_parse(&code, rows[i], &e));
        assert_int_equal(code, 12345);
        assert_int_equal(e.code, ERR_INVALID);
    }
}

static void what_cannot_be_bound_has_no_name(void **state)
{
    (void)state;
    static const uint32_t rows[] = {KEYC_NONE, KEYC_PASTE, KEYC_FOCUS_IN, KEYC_UNKNOWN, 8,      9,
                                    13,        0x7f,       0x9b,          0x202e,       0xd800, 0xffffffff};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char name[16] = "x";
        key_format(name, rows[i]);
        assert_string_equal(name, "");
    }
}

static void text_keys_are_those_that_type(void **state)
{
    (void)state;
    static const struct {
        uint32_t code;
        bool text;
    } rows[] = {{'a', true}, {' ', true}, {0x1f600, true}, {1, false}, {0x7f, false}, {KEYC_ENTER, false}, {0, false}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct key k = {.code = rows[i].code};
        assert_int_equal(key_is_text(&k), rows[i].text);
    }
    assert_int_equal(key_ctrl('s'), 19);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_leads_to_its_key_and_back),
        cmocka_unit_test(what_is_no_key_is_refused_and_changes_nothing),
        cmocka_unit_test(what_cannot_be_bound_has_no_name),
        cmocka_unit_test(text_keys_are_those_that_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
