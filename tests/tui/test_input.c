/* Bytes to keys: every terminal's forms, broken input, and what the clock decides. */
#include "fascia/tui/input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void add_key(struct buf *out, const struct key *k)
{
    char name[16];
    key_format(name, k->code);
    if (out->len > 0)
        buf_putc(out, ' ');
    if (k->code == KEYC_PASTE)
        buf_printf(out, "[%.*s]", (int)k->len, k->text);
    else if (k->code == KEYC_UNKNOWN)
        buf_puts(out, "??");
    else
        buf_puts(out, k->code == KEYC_FOCUS_IN ? "in" : k->code == KEYC_FOCUS_OUT ? "out" : name);
}

/* The keys that bytes give, by name; "..." behind them while something is pending. */
static void feed(struct buf *out, struct input *in, const char *bytes, size_t len)
{
    struct key keys[INPUT_KEYS_MAX];
    for (size_t i = 0; i < len; i++) {
        size_t n = input_byte(in, (unsigned char)bytes[i], keys);
        for (size_t k = 0; k < n; k++)
            add_key(out, &keys[k]);
    }
}

static void time_out(struct buf *out, struct input *in)
{
    struct key keys[INPUT_KEYS_MAX];
    size_t n = input_timeout(in, keys);
    for (size_t k = 0; k < n; k++)
        add_key(out, &keys[k]);
}

static void assert_keys(size_t row, const char *bytes, const char *expected)
{
    struct input in;
    struct buf out = {0};
    input_init(&in, 0);
    feed(&out, &in, bytes, strlen(bytes));
    print_message("row %zu\n", row);
    assert_string_equal(buf_text(&out), expected);
    assert_int_equal(input_wait_ms(&in), -1);
    input_release(&in);
    buf_release(&out);
}

static void every_terminal_s_keys_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *keys;
    } rows[] = {
        {"ab c", "a b Spc c"},
        {"\xC3\xA9\xE5\xB1\xB1\xF0\x9F\x98\x80", "\xC3\xA9 \xE5\xB1\xB1 \xF0\x9F\x98\x80"},
        {"\r\n\t\x7f\x08", "Enter Enter Tab Backspace Backspace"},
        {"\x01\x13\x1a", "^A ^S ^Z"},
        {"\033[A\033[B\033[C\033[D", "Up Down Right Left"},
        {"\033OA\033OB\033OC\033OD", "Up Down Right Left"},
        {"\033[H\033[F\033OH\033OF\033[1~\033[4~\033[7~\033[8~", "Home End Home End Home End Home End"},
        {"\033[2~\033[3~\033[5~\033[6~\033[Z", "Ins Del PgUp PgDn S-Tab"},
        {"\033OP\033OQ\033OR\033OS\033[15~\033[17~\033[21~\033[23~\033[24~", "F1 F2 F3 F4 F5 F6 F10 F11 F12"},
        {"\033[11~\033[[A\033[[E\033OM", "F1 F1 F5 Enter"},
        {"\033[I\033[O", "in out"},
        {"\033[1;5C\033[1;2A\033[5;5~", "Right Up PgUp"}, /* moving with Ctrl or Shift still moves */
        {"\033[21;2~\033[3;5~\033[1;2P", "?? ?? ??"},     /* Shift-F10 is not F10 */
        {"\033[200~a\rb\033[A\033[201~c", "[a\rb\033[A] c"},
        {"\033[200~\033[201~", "[]"},
        {"\033[200~\033[20\033[201\033[201~", "[\033[20\033[201]"},
        {"x\033[200~one\033[201~\033[200~two\033[201~", "x [one] [two]"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_keys(i, rows[i].bytes, rows[i].keys);
}

static void what_is_not_known_is_never_typed(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *keys;
    } rows[] = {
        {"\033[99~a", "?? a"},
        {"\033[1;2;3Aa", "?? a"},
        {"\033[?1;2ca", "?? a"},
        {"\033[<0;10;10Ma", "?? a"},
        {"\033[>41;366;0ca", "?? a"},
        {"\033[24;80Ra", "?? a"}, /* a cursor report */
        {"\033[a\033[Ea", "?? ?? a"},
        {"\033OXa", "?? a"},
        {"\033O5Aa", "?? a"},
        {"\033[[Za", "?? a"},
        {"\033[201~a", "?? a"},
        {"\033[111111111111111111111111111111111111111111111111111111111111~a", "?? a"},
        {"\033[1\ra", "?? Enter a"},
        {"\033[1\033[Aa", "?? Up a"},
        {"\033O\x01", "?? ^A"},
        {"\033xa", "Esc x a"}, /* Alt-x */
        {"\033\033[A", "Esc Up"},
        {"\033\r", "Esc Enter"},
        {"\xFF"
         "a",
         "?? a"},
        {"\x80"
         "a",
         "?? a"},
        {"\xC3"
         "a",
         "?? a"},
        {"\xC3\xC3\xA9", "?? \xC3\xA9"},
        {"\xC0\xAF"
         "a",
         "?? ?? a"},
        {"\xE0\x80\xAF"
         "a",
         "?? a"},
        {"\xED\xA0\x80"
         "a",
         "?? a"},
        {"\xF4\x90\x80\x80"
         "a",
         "?? a"},
        {"\xC2\x9B"
         "31m",
         "?? 3 1 m"},
        {"\x1c\x1f", "?? ??"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_keys(i, rows[i].bytes, rows[i].keys);
}

static void a_wait_that_ends_decides_what_it_was(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        int wait;
        const char *keys;
    } rows[] = {
        {"", -1, ""},
        {"a", -1, "a"},
        {"\033", 25, "Esc"},
        {"\033[", INPUT_SEQUENCE_MS, "Esc ["},
        {"\033O", INPUT_SEQUENCE_MS, "Esc O"},
        {"\033[1;", INPUT_SEQUENCE_MS, "??"},
        {"\xE5\xB1", INPUT_SEQUENCE_MS, "??"},
        {"\033[200~lost end", INPUT_PASTE_MS, "[lost end]"},
        {"\033[200~lost end\033[20", INPUT_PASTE_MS, "[lost end\033[20]"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct input in;
        struct buf out = {0};
        input_init(&in, 25);
        feed(&out, &in, rows[i].bytes, strlen(rows[i].bytes));
        print_message("row %zu\n", i);
        assert_int_equal(input_wait_ms(&in), rows[i].wait);
        time_out(&out, &in);
        assert_string_equal(buf_text(&out), rows[i].keys);
        assert_int_equal(input_wait_ms(&in), -1);
        buf_clear(&out);
        feed(&out, &in, "a", 1);
        assert_string_equal(buf_text(&out), "a");
        input_release(&in);
        buf_release(&out);
    }
}

static void the_wait_after_esc_can_be_set(void **state)
{
    (void)state;
    static const struct {
        int wanted, wait;
    } rows[] = {{0, 25}, {24, 25}, {25, 25}, {80, 80}, {200, 200}, {201, 25}, {-1, 25}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct input in;
        struct buf out = {0};
        input_init(&in, rows[i].wanted);
        feed(&out, &in, "\033", 1);
        assert_int_equal(input_wait_ms(&in), rows[i].wait);
        input_release(&in);
        buf_release(&out);
    }
}

static void terminfo_adds_its_own_sequences(void **state)
{
    (void)state;
    struct input in;
    struct buf out = {0};
    input_init(&in, 0);
    input_bind(&in, "\033?q", KEYC_F1);
    input_bind(&in, "\033[33~", KEYC_F1 + 1);
    input_bind(&in, NULL, KEYC_F1);
    input_bind(&in, "\b", KEYC_LEFT); /* would take Backspace away */
    input_bind(&in, "\033", KEYC_LEFT);
    input_bind(&in, "\033[123456789012345~", KEYC_LEFT);
    feed(&out, &in, "\033?q\033[33~\b\033[A\033?", 14);
    assert_string_equal(buf_text(&out), "F1 F2 Backspace Up");
    time_out(&out, &in);
    assert_string_equal(buf_text(&out), "F1 F2 Backspace Up Esc ?");
    input_release(&in);
    buf_release(&out);
}

static void a_paste_has_a_limit(void **state)
{
    (void)state;
    struct input in;
    struct buf out = {0};
    struct key keys[INPUT_KEYS_MAX];
    input_init(&in, 0);
    feed(&out, &in, "\033[200~", 6);
    for (int i = 0; i < INPUT_PASTE_MAX + 10; i++)
        assert_int_equal(input_byte(&in, 'x', keys), 0);
    feed(&out, &in, "\033[201", 5);
    assert_int_equal(input_byte(&in, '~', keys), 1);
    assert_int_equal(keys[0].code, KEYC_PASTE);
    assert_int_equal(keys[0].len, INPUT_PASTE_MAX);
    input_release(&in);
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_terminal_s_keys_are_known),      cmocka_unit_test(what_is_not_known_is_never_typed),
        cmocka_unit_test(a_wait_that_ends_decides_what_it_was), cmocka_unit_test(the_wait_after_esc_can_be_set),
        cmocka_unit_test(terminfo_adds_its_own_sequences),      cmocka_unit_test(a_paste_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
