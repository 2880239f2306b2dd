/* The line editor, key by key. '|' in an expectation is the cursor. */
#include "fascia/tui/line_edit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ACUTE "\xCC\x81"
#define SHAN "\xE5\xB1\xB1"

static uint32_t special(char letter)
{
    static const struct {
        char letter;
        uint32_t code;
    } keys[] = {{'<', KEYC_LEFT}, {'>', KEYC_RIGHT},     {'H', KEYC_HOME},
                {'E', KEYC_END},  {'B', KEYC_BACKSPACE}, {'D', KEYC_DELETE}};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (keys[i].letter == letter)
            return keys[i].code;
    fail_msg("no key for '@%c'", letter);
    return KEYC_NONE;
}

/* Keys of a test: characters and control bytes stand for themselves; @ and a letter for a key without one. */
static void press(struct line_edit *l, const char *keys)
{
    for (; *keys; keys++) {
        struct key k = {.code = (unsigned char)*keys};
        if (*keys == '@')
            k.code = special(*++keys);
        (void)line_edit_key(l, &k);
    }
}

static void type_code(struct line_edit *l, uint32_t code)
{
    struct key k = {.code = code};
    assert_true(line_edit_key(l, &k));
}

static void paste(struct line_edit *l, const char *text)
{
    struct key k = {.code = KEYC_PASTE, .text = text, .len = strlen(text)};
    assert_true(line_edit_key(l, &k));
}

static void assert_line(const struct line_edit *l, const char *expected)
{
    char got[256];
    snprintf(got, sizeof got, "%.*s|%s", (int)l->cursor, line_edit_text(l), line_edit_text(l) + l->cursor);
    assert_string_equal(got, expected);
    assert_int_equal(strlen(line_edit_text(l)), l->len);
}

static void keys_edit_the_line(void **state)
{
    (void)state;
    static const struct {
        const char *keys, *line;
    } rows[] = {
        {"", "|"},
        {"abc", "abc|"},
        {"abc@<@<x", "ax|bc"},
        {"abc@<@<@<@<x", "x|abc"},
        {"abc@Hx@E", "xabc|"},
        {"abc\x01x\x05y", "xabcy|"},
        {"abc@B@B", "a|"},
        {"@B@D@<@>", "|"},
        {"abc@H@D", "|bc"},
        {"one two  \x17", "one |"},
        {"one two\x17\x17", "|"},
        {"one two@<@<@<\x15", "|two"},
        {"one two@<@<@<\x0b", "one |"},
        {"ab@>c", "abc|"},
        {"one two\x17\x1a", "one two|"}, /* undo of a deleted word */
        {"one two\x1a", "one |"},        /* a word is one step */
        {"one two\x1a\x1a", "|"},
        {"one two\x1a\x1a\x19", "one |"}, /* redo */
        {"one two\x1a\x1a\x19\x19\x19", "one two|"},
        {"one two\x1ax\x19", "one x|"}, /* typing drops what could be redone */
        {"ab@<c\x1a", "a|b"},           /* moving ends the step; undo puts the cursor where it was typed */
        {"abcd@B@B\x1a", "abcd|"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena a = {0};
        struct line_edit l;
        line_edit_init(&l, &a, 40, false);
        print_message("row %zu\n", i);
        press(&l, rows[i].keys);
        assert_line(&l, rows[i].line);
        line_edit_release(&l);
        arena_release(&a);
    }
}

static void the_cursor_moves_by_graphemes(void **state)
{
    (void)state;
    struct arena a = {0};
    struct line_edit l;
    line_edit_init(&l, &a, 60, false);
    line_edit_set(&l, "ae" ACUTE SHAN "z");
    press(&l, "@<@<");
    assert_line(&l, "ae" ACUTE "|" SHAN "z");
    press(&l, "@<");
    assert_line(&l, "a|e" ACUTE SHAN "z");
    press(&l, "@D");
    assert_line(&l, "a|" SHAN "z");
    press(&l, "@>@B");
    assert_line(&l, "a|z");
    type_code(&l, 0x301); /* an accent typed after its letter joins it */
    assert_line(&l, "a" ACUTE "|z");
    press(&l, "@B");
    assert_line(&l, "|z");
    type_code(&l, 0x1f600);
    assert_line(&l, "\xF0\x9F\x98\x80|z");
    line_edit_release(&l);
    arena_release(&a);
}

static void other_keys_are_left_to_the_caller(void **state)
{
    (void)state;
    static const uint32_t codes[] = {
        KEYC_ENTER, KEYC_TAB,      KEYC_BACKTAB, KEYC_ESC,    KEYC_UP, KEYC_DOWN,
        KEYC_F1,    KEYC_FOCUS_IN, KEYC_UNKNOWN, 19 /* ^S */, 26 /* ^Z: nothing to undo */};
    struct arena a = {0};
    struct line_edit l;
    line_edit_init(&l, &a, 10, false);
    line_edit_set(&l, "abc");
    for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
        struct key k = {.code = codes[i]};
        assert_false(line_edit_key(&l, &k));
        assert_line(&l, "abc|");
    }
    line_edit_release(&l);
    arena_release(&a);
}

static void the_limit_is_kept_and_said(void **state)
{
    (void)state;
    struct arena a = {0};
    struct line_edit l;
    line_edit_init(&l, &a, 5, false);
    press(&l, "abcde");
    assert_string_equal(l.notice, "");
    press(&l, "f");
    assert_line(&l, "abcde|");
    assert_non_null(strstr(l.notice, "full"));
    press(&l, "@B");
    assert_string_equal(l.notice, "");
    type_code(&l, 0x5c71); /* three bytes do not fit into one */
    assert_line(&l, "abcd|");
    assert_string_not_equal(l.notice, "");
    line_edit_set(&l, "abc" SHAN SHAN);
    assert_line(&l, "abc|");
    line_edit_release(&l);
    arena_release(&a);
}

static void a_paste_is_cleaned_text_and_one_step(void **state)
{
    (void)state;
    struct arena a = {0};
    struct line_edit l;
    line_edit_init(&l, &a, 20, false);
    press(&l, "x");
    paste(&l, "a\r\nb\tc\x1b[2J\n\n");
    assert_line(&l, "xa b c[2J|");
    assert_non_null(strstr(l.notice, "left out"));
    press(&l, "\x1a");
    assert_line(&l, "x|");
    paste(&l, "0123456789012345678" SHAN);
    assert_line(&l, "x0123456789012345678|");
    assert_non_null(strstr(l.notice, "cut"));
    paste(&l, "more");
    assert_line(&l, "x0123456789012345678|");
    line_edit_release(&l);
    arena_release(&a);
}

static void control_characters_cannot_be_typed(void **state)
{
    (void)state;
    struct arena a = {0};
    struct line_edit l;
    line_edit_init(&l, &a, 20, false);
    type_code(&l, 0x9b);
    assert_line(&l, "|");
    assert_non_null(strstr(l.notice, "U+009B"));
    type_code(&l, 0xfeff);
    assert_line(&l, "|");
    line_edit_release(&l);
    arena_release(&a);
}

static void undo_forgets_the_oldest_steps_only(void **state)
{
    (void)state;
    struct arena a = {0};
    struct line_edit l;
    line_edit_init(&l, &a, 400, false);
    for (int i = 0; i < 100; i++)
        press(&l, "w ");
    for (int i = 0; i < 200; i++)
        press(&l, "\x1a");
    assert_int_equal(l.len, 2 * (100 - (LINE_EDIT_STEPS - 1)));
    for (int i = 0; i < 200; i++)
        press(&l, "\x19");
    assert_int_equal(l.len, 200);
    line_edit_release(&l);
    arena_release(&a);
}

static const char *drawn(struct buf *out, const struct line_edit *l, int columns)
{
    struct canvas c = {0};
    canvas_resize(&c, columns, 1);
    line_edit_draw(l, &c, 0, 0, columns, LOOK_FOCUS, true);
    buf_clear(out);
    for (int x = 0; x < columns; x++) {
        if (x == c.cursor_x)
            buf_putc(out, '|');
        buf_puts(out, canvas_cell(&c, 0, x)->text);
    }
    assert_true(c.cursor);
    canvas_release(&c);
    return buf_text(out);
}

static void a_long_line_scrolls_so_that_the_cursor_is_seen(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf out = {0};
    struct line_edit l;
    line_edit_init(&l, &a, 60, false);
    line_edit_set(&l, "abcdef");
    assert_string_equal(drawn(&out, &l, 8), "abcdef|  ");
    line_edit_set(&l, "abcdefg");
    assert_string_equal(drawn(&out, &l, 8), "\xE2\x80\xA6"
                                            "fg|     ");
    line_edit_set(&l, "abcdefghijklmnop");
    press(&l, "\x01");
    assert_string_equal(drawn(&out, &l, 8), "|abcdefg\xE2\x80\xA6");
    for (int i = 0; i < 16; i++) {
        press(&l, "@>");
        assert_non_null(strchr(drawn(&out, &l, 8), '|'));
    }
    line_edit_set(&l, SHAN SHAN SHAN SHAN SHAN SHAN);
    for (int columns = 1; columns < 14; columns++)
        assert_non_null(strchr(drawn(&out, &l, columns), '|'));
    buf_release(&out);
    line_edit_release(&l);
    arena_release(&a);
}

static void a_secret_is_masked_and_has_no_undo(void **state)
{
    (void)state;
    struct buf out = {0};
    struct line_edit l;
    line_edit_init(&l, NULL, 40, true);
    press(&l, "pass w\x1a");
    assert_line(&l, "pass w|");
    assert_string_equal(drawn(&out, &l, 10),
                        "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2|    ");
    press(&l, "@<\x17"); /* no word shows where its blanks are */
    assert_line(&l, "|w");
    l.reveal = true;
    assert_string_equal(drawn(&out, &l, 4), "|w   ");
    paste(&l, "correct horse\n");
    assert_line(&l, "correct horse|w");
    line_edit_clear(&l);
    assert_true(line_edit_empty(&l));
    for (size_t i = 0; i < 40; i++)
        assert_int_equal(l.text[i], 0);
    buf_release(&out);
    line_edit_release(&l);
    assert_string_equal(line_edit_text(&l), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_edit_the_line),
        cmocka_unit_test(the_cursor_moves_by_graphemes),
        cmocka_unit_test(other_keys_are_left_to_the_caller),
        cmocka_unit_test(the_limit_is_kept_and_said),
        cmocka_unit_test(a_paste_is_cleaned_text_and_one_step),
        cmocka_unit_test(control_characters_cannot_be_typed),
        cmocka_unit_test(undo_forgets_the_oldest_steps_only),
        cmocka_unit_test(a_long_line_scrolls_so_that_the_cursor_is_seen),
        cmocka_unit_test(a_secret_is_masked_and_has_no_undo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
