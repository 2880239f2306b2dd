/*
 * Nothing that a record, a file or a keyboard holds reaches the terminal as a command: the bytes that the program
 * writes are taken apart, and every control sequence must be one that drawing needs.
 */
#include "demo_run.h"

#include "fascia/base/err.h"
#include "fascia/base/glyph.h"
#include "fascia/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char demo[] = FASCIA_BIN_DIR "/tui_demo";

/* Bytes of one control sequence at text[0] == ESC; 0 if it is none that drawing needs. */
static size_t sequence_len(const char *text)
{
    static const char osc[] = "\033]7777;idle;", titles[] = "\033[22;0;0t"; /* part of smcup; 23 of rmcup */
    if (strncmp(text, osc, sizeof osc - 1) == 0)
        return strcspn(text, "\a") + 1;
    if (strncmp(text, titles, 3) == 0 && (text[3] == '2' || text[3] == '3') && strncmp(text + 4, titles + 4, 5) == 0)
        return sizeof titles - 1;
    if (text[1] != '\0' && strchr("78=>M", text[1]))
        return 2;
    if ((text[1] == '(' || text[1] == ')') && (text[2] == 'B' || text[2] == '0'))
        return 3;
    if (text[1] != '[')
        return 0;
    size_t n = 2 + strspn(text + 2, "0123456789;?");
    return text[n] != '\0' && strchr("ABCDGHJKLMPSTXdhlmrb@", text[n]) ? n + 1 : 0;
}

static bool is_shown(uint32_t code)
{
    enum glyph glyph = glyph_of(code);
    return glyph == GLYPH_SPACING || glyph == GLYPH_MARK;
}

/* Bytes of what is fine at the beginning of a text; 0 if nothing is. */
static size_t fine_len(const char *text, size_t len)
{
    uint32_t code;
    if (text[0] == '\033')
        return sequence_len(text);
    if (text[0] != '\0' && strchr("\r\n\b\t\x0e\x0f", text[0]))
        return 1;
    size_t n = utf8_decode(text, len, &code);
    return n > 0 && is_shown(code) ? n : 0;
}

/* The place of the first byte that should not be there; the length if there is none. */
static size_t first_wrong(const char *text, size_t len)
{
    size_t at = 0;
    for (size_t n; at < len && (n = fine_len(text + at, len - at)) > 0; at += n)
        continue;
    return at;
}

static void the_check_itself_finds_what_it_should(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool fine;
    } rows[] = {
        {"plain \033[1;2H\033[0m\033(B\r\n", true},
        {"\033[?1049h", true},
        {"\033]52;c;AAAA\a", false},
        {"\033]0;title\a", false},
        {"\033Pq\033\\", false},
        {"\033[22;0;0t\033[23;0;0t", true},
        {"\033[8;1;1t", false},
        {"\033[5n", false},
        {"\033c", false},
        {"\xC2\x9B"
         "31m",
         false},
        {"a\xE2\x80\xAE"
         "b",
         false},
        {"\xE2\x80\x8B", false},
        {"\x07", false},
        {"\x7f", false},
        {"\xff", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t len = strlen(rows[i].text);
        print_message("row %zu\n", i);
        assert_int_equal(first_wrong(rows[i].text, len) == len, rows[i].fine);
    }
}

static void assert_clean(struct harness *h)
{
    const struct buf *log = harness_log(h);
    size_t wrong = first_wrong(log->data, log->len);
    if (wrong < log->len)
        fail_msg("byte %zu of %zu: %02x %02x %02x", wrong, log->len, (unsigned char)log->data[wrong],
                 (unsigned char)log->data[wrong + 1], (unsigned char)log->data[wrong + 2]);
}

static const char *const hostile[] = {
    "\033]52;c;c3RvbGVu\a",
    "\033]0;renamed\a\033[2J\033[31;7mred",
    "\033P+q544e\033\\ \033_payload\033\\",
    "\xC2\x9B\x33\x31m C1 \xC2\x9D\x30;x\xC2\x9C",
    "over\xE2\x80\xAE\x65\x64ir\xE2\x80\xACride \xE2\x81\xA6iso\xE2\x81\xA9",
    "zero\xE2\x80\x8Bwidth\xEF\xBB\xBF \xF3\xA0\x81\x81tag",
    "bell\a back\b\b\b tab\t cr\rover lf\nnew \x0e\x0f\x7f",
    "bad \xFF\xC0\xAF\xED\xA0\x80\xF4\x90\x80\x80\xE2\x82",
    "z\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81",
    "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7 family \xF0\x9F\x87\xAB\xF0\x9F\x87\xB7",
    "\xD9\x85\xD8\xB1\xD9\x8A\xD9\x85 \xE0\xB8\x81\xE0\xB8\xB3",
    "\033[?1049l\033[8;1;1t\033[6n\033c",
};

static void hostile_text_draws_harmlessly(void **state)
{
    (void)state;
    static const char *const locales[] = {"LC_ALL=C.UTF-8", "LC_ALL=C"};
    const char *argv[ARRAY_LEN(hostile) + 2] = {demo};
    memcpy(argv + 1, hostile, sizeof hostile);
    for (size_t i = 0; i < ARRAY_LEN(locales); i++) {
        const char *const env[] = {locales[i], NULL};
        struct harness *h = demo_start_with(demo, (struct harness_options){.argv = argv, .env = env});
        harness_keys(h, "↓↓⏎");
        for (size_t k = 0; k < ARRAY_LEN(hostile); k++) {
            harness_paste(h, hostile[k]);
            harness_keys(h, "^u");
        }
        harness_paste(h, hostile[4]);
        harness_keys(h, "⏎");
        harness_press(h, "q");
        assert_int_equal(harness_exit(h), 0);
        assert_clean(h);
        harness_stop(h);
    }
}

static void a_name_in_a_script_with_vowel_signs_is_whole(void **state)
{
    (void)state;
    static const char name[] = "\xE0\xA4\xAE\xE0\xA4\xBE\xE0\xA4\xB0\xE0\xA4\xBF\xE0\xA4\xAF\xE0\xA4\xBE";
    const char *const argv[] = {demo, "first", name, "after", NULL};
    struct harness *h = demo_start_with(demo, (struct harness_options){.argv = argv});
    harness_wait(h);
    assert_string_equal(harness_row(h, 4), " after");
    assert_non_null(strstr(harness_log(h)->data, name));
    harness_stop(h);
}

/* Random keys, random text, random sizes. */
static void a_monkey_at_the_keyboard_breaks_nothing(void **state)
{
    (void)state;
    static const char *const some[] = {"\r",   "\033[A",   "\033[B", "\x7f",      "\x15",
                                       "\x1a", "\xC3\xA9", "\xFF",   "\033[9;9u", "\033OP"};
    unsigned seed = 23112026;
    struct harness *h = demo_start(demo);
    print_message("seed %u\n", seed);
    harness_wait(h); /* before it is raw, the terminal itself answers to ^Z and Del */
    for (int i = 0; i < 2000; i++) {
        seed = seed * 1103515245 + 12345;
        unsigned pick = seed >> 16 & 0xff;
        char letter = (char)(' ' + pick % 95);
        bool harmless = !strchr("qXAHZ", letter); /* those end or stop the toy */
        if (pick < 100 && harmless)
            harness_send(h, &letter, 1);
        else
            harness_send(h, some[pick % ARRAY_LEN(some)], strlen(some[pick % ARRAY_LEN(some)]));
        if (pick > 250)
            harness_resize_now(h, 1 + (int)(seed >> 20) % 150, 1 + (int)(seed >> 10) % 50);
    }
    harness_resize_now(h, 80, 24);
    harness_wait(h);
    assert_clean(h);
    int y, x;
    if (harness_cursor(h, &y, &x))
        assert_true(y < 24 && x < 80);
    assert_non_null(strchr(harness_row(h, 23), ':')); /* the hints */
    harness_stop(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_check_itself_finds_what_it_should),
        cmocka_unit_test(hostile_text_draws_harmlessly),
        cmocka_unit_test(a_name_in_a_script_with_vowel_signs_is_whole),
        cmocka_unit_test(a_monkey_at_the_keyboard_breaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
