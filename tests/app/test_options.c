/* The options that every command shares: taken from anywhere before "--", everything else left in order. */
#include "fascia/app/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void what_is_not_an_option_stays_in_order(void **state)
{
    struct arena a = {0};
    struct options o;
    struct err e = {0};
    char *argv[] = {"fascia", "--json", "log",      "--practice", "here",    "#12",
                    "-6",     "--sign", "--as=ana", "--",         "--color", ": x"};
    (void)state;
    assert_true(options_parse(&o, (int)ARRAY_LEN(argv), argv, &a, &e));
    assert_true(o.json);
    assert_string_equal(o.practice, "here");
    assert_string_equal(o.as, "ana");
    static const char *const left[] = {"log", "#12", "-6", "--sign", "--", "--color", ": x"};
    assert_int_equal(o.words_len, ARRAY_LEN(left));
    for (size_t i = 0; i < ARRAY_LEN(left); i++)
        assert_string_equal(o.words[i], left[i]);
    assert_int_equal(o.passphrase_fd, -1);
    arena_release(&a);
}

static void an_option_that_is_off_is_named_and_nothing_is_set(void **state)
{
    static const struct {
        const char *word, *value, *named;
    } rows[] = {
        {"--color", "pink", "pink"},
        {"--passphrase-fd", "three", "three"},
        {"--passphrase-fd", "-1", "-1"},
        {"--practice", NULL, "--practice"},
        {"--passphrase-fd", "3x", "3x"},
        {"--color", NULL, "--color"},
        {"--passphrase-fd", "99999999999999", "99999999999999"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena a = {0};
        struct options o = {.passphrase_fd = 77};
        struct err e = {0};
        char word[32];
        char value[32];
        char *argv[] = {"fascia", word, value};
        print_message("row %zu '%s'\n", i, rows[i].word);
        (void)snprintf(word, sizeof(word), "%s", rows[i].word);
        (void)snprintf(value, sizeof(value), "%s", rows[i].value ? rows[i].value : "");
        assert_false(options_parse(&o, rows[i].value ? 3 : 2, argv, &a, &e));
        assert_int_equal(e.code, ERR_USAGE);
        assert_non_null(strstr(e.text, rows[i].named));
        assert_int_equal(o.passphrase_fd, 77);
        arena_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_an_option_stays_in_order),
        cmocka_unit_test(an_option_that_is_off_is_named_and_nothing_is_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
