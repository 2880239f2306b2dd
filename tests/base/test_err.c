/* Errors: what a caller sees, that a cut message stays valid text, and that the table of codes has no hole. */
#include "fascia/base/err.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void set_fills_code_and_text_and_returns_false(void **state)
{
    (void)state;
    struct err e = {0};
    assert_false(err_set(&e, ERR_RANGE, "pain must be 0 to 10, got %d", 11));
    assert_int_equal(e.code, ERR_RANGE);
    assert_string_equal(e.text, "pain must be 0 to 10, got 11");
}

static void an_argument_may_be_the_old_message(void **state)
{
    (void)state;
    struct err e = {0};
    (void)err_set(&e, ERR_INVALID, "inner");
    (void)err_set(&e, ERR_REFUSED, "outer (%s)", e.text);
    assert_string_equal(e.text, "outer (inner)");
}

static void wrap_puts_the_context_before_and_keeps_the_code(void **state)
{
    (void)state;
    struct err e = {0};
    (void)err_set(&e, ERR_BUSY, "record is in use");
    assert_false(err_wrap(&e, "cannot save session %d", 7));
    assert_int_equal(e.code, ERR_BUSY);
    assert_string_equal(e.text, "cannot save session 7: record is in use");
}

static void errno_chooses_the_code(void **state)
{
    (void)state;
    static const struct {
        int errnum;
        enum err_code code;
    } rows[] = {{ENOSPC, ERR_FULL}, {EDQUOT, ERR_FULL}, {EROFS, ERR_READ_ONLY}, {EACCES, ERR_IO}, {ENOENT, ERR_IO}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        char want[200];
        assert_false(err_errno(&e, rows[i].errnum, "cannot open '%s'", "x"));
        assert_int_equal(e.code, rows[i].code);
        assert_true(snprintf(want, sizeof want, "cannot open 'x': %s", strerror(rows[i].errnum)) > 0);
        assert_string_equal(e.text, want);
    }
}

/* Every length of prefix, so that the cut falls on each byte of a character of 2, 3 and 4 bytes. */
static void a_long_message_is_cut_between_characters(void **state)
{
    (void)state;
    static const char *const fills[] = {"\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x99\x82"};
    for (size_t f = 0; f < ARRAY_LEN(fills); f++) {
        size_t step = strlen(fills[f]);
        for (size_t pad = 0; pad < 4; pad++) {
            char subject[1200] = {0};
            struct err e = {0};
            memset(subject, 'x', pad);
            while (strlen(subject) + step < sizeof subject)
                memcpy(subject + strlen(subject), fills[f], step);
            (void)err_set(&e, ERR_IO, "%s", subject);
            size_t len = strlen(e.text);
            assert_in_range(len, sizeof e.text - 4, sizeof e.text - 1);
            assert_int_equal((len - pad) % step, 0);
            (void)err_wrap(&e, "abc");
            assert_int_equal((strlen(e.text) - strlen("abc: ") - pad) % step, 0);
        }
    }
}

static void every_code_has_a_word_and_an_exit_status(void **state)
{
    (void)state;
    for (int code = ERR_NONE; code <= ERR_IO; code++) {
        assert_non_null(err_word((enum err_code)code));
        int status = err_exit_status((enum err_code)code);
        assert_true(code == ERR_NONE ? status == 0 : status >= 1 && status <= 6);
        for (int other = ERR_NONE; other < code; other++)
            assert_string_not_equal(err_word((enum err_code)code), err_word((enum err_code)other));
    }
    assert_string_equal(err_word(ERR_NOT_FOUND), "not-found");
    assert_int_equal(err_exit_status(ERR_NOT_FOUND), 1);
    assert_int_equal(err_exit_status(ERR_LOCKED), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(set_fills_code_and_text_and_returns_false),
        cmocka_unit_test(an_argument_may_be_the_old_message),
        cmocka_unit_test(wrap_puts_the_context_before_and_keeps_the_code),
        cmocka_unit_test(errno_chooses_the_code),
        cmocka_unit_test(a_long_message_is_cut_between_characters),
        cmocka_unit_test(every_code_has_a_word_and_an_exit_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
