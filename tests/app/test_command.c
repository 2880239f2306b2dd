/* The table of commands: unique names, good keys, no key twice in one view, and the words of the command line. */
#include "fascia/app/command.h"
#include "fascia/app/key.h"
#include "fascia/app/keymap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void every_row_has_a_name_of_its_own_and_a_help(void **state)
{
    (void)state;
    for (int i = CMD_NONE + 1; i < COMMANDS; i++) {
        const struct command *c = command_get((enum command_id)i);
        assert_true(c->name[0] != '\0');
        assert_true(strlen(c->help) > 6);
        assert_true(c->help[strlen(c->help) - 1] != '.');
        assert_true(c->where != 0);
        for (int k = i + 1; k < COMMANDS; k++)
            assert_string_not_equal(c->name, command_get((enum command_id)k)->name);
    }
}

static void no_key_means_two_things_in_one_view(void **state)
{
    struct keymap m;
    (void)state;
    keymap_init(&m);
    for (size_t i = 0; i < m.len; i++)
        for (size_t k = i + 1; k < m.len; k++) {
            const struct command *x = command_get(m.bindings[i].command);
            const struct command *y = command_get(m.bindings[k].command);
            unsigned both = x->where & y->where & (unsigned)IN_ALL;
            if (m.bindings[i].code == m.bindings[k].code && both)
                fail_msg("'%s' and '%s' share a key in views %x", x->name, y->name, both);
        }
    keymap_release(&m);
}

static void the_longest_name_wins(void **state)
{
    static const struct {
        const char *words[3];
        size_t len;
        enum command_id id;
        size_t used;
    } rows[] = {
        {{"today"}, 1, CMD_TODAY, 1},
        {{"today", "add", "x"}, 3, CMD_TODAY_ADD, 2},
        {{"today", "2026-11-22"}, 2, CMD_TODAY, 1},
        {{"find", "ham"}, 2, CMD_FIND, 1},
        {{"client", "find"}, 2, CMD_CLIENT_FIND, 2},
        {{"client"}, 1, CMD_NONE, 0},
        {{"quit"}, 1, CMD_NONE, 0}, /* a key of a screen is no subcommand */
        {{"nonsense"}, 1, CMD_NONE, 0},
        {{"todayadd"}, 1, CMD_NONE, 0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t used = 99;
        print_message("row %zu '%s'\n", i, rows[i].words[0]);
        assert_int_equal(command_find(rows[i].words, rows[i].len, &used), rows[i].id);
        assert_int_equal(used, rows[i].used);
    }
}

static void a_key_finds_its_command_only_where_it_works(void **state)
{
    struct keymap m;
    (void)state;
    keymap_init(&m);
    assert_int_equal(keymap_find(&m, IN_TODAY, 'r'), CMD_REPEAT);
    assert_int_equal(keymap_find(&m, IN_SESSION, 'r'), CMD_NONE);
    assert_int_equal(keymap_find(&m, IN_SESSION, key_ctrl('s')), CMD_SIGN);
    assert_int_equal(keymap_find(&m, IN_SEARCH, '?'), CMD_HELP);
    assert_int_equal(keymap_find(&m, IN_SESSION, KEYC_ENTER), CMD_CELL_ACCEPT);
    keymap_release(&m);
}

static void help_is_the_first_hint_everywhere(void **state)
{
    (void)state;
    for (unsigned bit = 1; bit <= (unsigned)IN_READ; bit <<= 1) {
        assert_string_equal(keymap_hint(bit, 0), "?:help");
        size_t i = 0;
        while (keymap_hint(bit, i))
            i++;
        assert_true(i > 0 && i < 20);
    }
}

static void where_letters_are_typed_no_letter_is_shown_as_a_key(void **state)
{
    static const struct {
        enum command_id id;
        unsigned where;
        const char *key;
    } cases[] = {{CMD_HELP, IN_TODAY, "?"},         {CMD_HELP, IN_FORM, "F1"},   {CMD_CLIENT_NEW, IN_TODAY, "n"},
                 {CMD_CLIENT_NEW, IN_PICKER, "^N"}, {CMD_QUIT, IN_UNLOCK, "^C"}, {CMD_BACK, IN_FORM, "Esc"},
                 {CMD_DISCARD, IN_SESSION, ""},     {CMD_FIND, IN_PICKER, ""}};
    char key[16];
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        keymap_key_in(key, cases[i].id, cases[i].where);
        assert_string_equal(key, cases[i].key);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_letters_are_typed_no_letter_is_shown_as_a_key),
        cmocka_unit_test(every_row_has_a_name_of_its_own_and_a_help),
        cmocka_unit_test(no_key_means_two_things_in_one_view),
        cmocka_unit_test(the_longest_name_wins),
        cmocka_unit_test(a_key_finds_its_command_only_where_it_works),
        cmocka_unit_test(help_is_the_first_hint_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
