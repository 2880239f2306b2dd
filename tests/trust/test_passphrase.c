/* Which passphrases are taken, and that generated ones are drawn from the whole list. */
#include "fixture.h"

#include "fascia/trust/passphrase.h"

#include <stdio.h>

extern const unsigned char word_list[];
extern const size_t word_list_len;

static const char *const names[] = {"ana", "Riverside Clinic", "Ana Lima", NULL, ""};

static bool check(const char *text, struct err *e)
{
    return passphrase_check(text, strlen(text), names, ARRAY_LEN(names), e);
}

static void long_and_mixed_is_enough(void **state)
{
    (void)state;
    static const char *const good[] = {
        "velvet orbit canyon drum",  "my cat eats 9 mice a day",        "qV7#pk2!mZx9",
        "correcthorsebatterystaple", "ana went to the river on a mule", /* a name in it is no harm while enough is left
                                                                         */
        "één lange zin met ümlaut",  "пароль из многих слов",           "1234 velvet orbit",
    };
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        struct err e = {0};
        print_message("row %zu '%s'\n", i, good[i]);
        assert_ok(check(good[i], &e), e);
    }
}

/* A login of one or two letters is in every text. */
static void names_that_say_nothing_are_passed_over(void **state)
{
    (void)state;
    struct err e = {0};
    char endless[PASSPHRASE_MAX + 2];
    memset(endless, 'v', sizeof(endless));
    endless[sizeof(endless) - 1] = '\0';
    const char *const odd[] = {"e", "v", "n", "av", "s", NULL, "", " . ", endless};
    const char *text = "seven eaves of eleven hives";
    assert_ok(passphrase_check(text, strlen(text), odd, ARRAY_LEN(odd), &e), e);
}

static void what_a_guesser_tries_first_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *says;
    } rows[] = {
        {"", "too short"},
        {"qV7#pk2!mZx", "too short"},
        {"ééééééééééé", "too short"}, /* characters count, not bytes */
        {"194501172038", "only digits"},
        {"17-01-1945 20.38", "only digits"},
        {"+44 1632 960961", "only digits"},
        {"xkcdxkcdxkcdxkcd", "repeated"},
        {"XkcdxKcdxkCdxkcDx", "repeated"},
        {"aaaaaaaaaaaaaaaa", "repeated"},
        {"hellotheheloehell", "few different"},
        {"abcdefghijklmnop", "row of keys"},
        {"qwertyuiopasdf", "row of keys"},
        {"ponmlkjihgfedcba", "row of keys"},
        {"1234567890qwert", "row of keys"},
        {"RiversideClinic", "a name"},
        {"riverside-clinic 1", "a name"},
        {"analima analima1", "a name"},
        {"Password2026!", "well-known word"},
        {"letmein-welcome7", "well-known word"},
        {"velvet orbit\ncanyon", "control character"},
        {"velvet orbit\x7f canyon", "control character"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        print_message("row %zu '%s'\n", i, rows[i].text);
        assert_refused(check(rows[i].text, &e), e, ERR_INVALID);
        assert_non_null(strstr(e.text, rows[i].says));
        assert_null(strlen(rows[i].text) > 5 ? strstr(e.text, rows[i].text) : NULL); /* never shown */
    }
}

static void a_length_without_end_is_refused(void **state)
{
    (void)state;
    struct err e = {0};
    char text[PASSPHRASE_MAX + 1];
    uint32_t x = 1;
    for (size_t i = 0; i < sizeof(text); i++) {
        x = x * 1664525 + 1013904223;
        text[i] = (char)('a' + (x >> 16) % 26);
    }
    assert_refused(passphrase_check(text, sizeof(text), NULL, 0, &e), e, ERR_RANGE);
    assert_ok(passphrase_check(text, PASSPHRASE_MAX, NULL, 0, &e), e);
    assert_refused(passphrase_check("velvet\0orbit canyon", 19, NULL, 0, &e), e, ERR_INVALID);
}

/* The strength of a generated one is the length of the list: 7,776 words, each one once. */
static void the_list_is_whole(void **state)
{
    (void)state;
    size_t lines = 0;
    char last[64] = "";
    for (const char *p = (const char *)word_list; p < (const char *)word_list + word_list_len; lines++) {
        char word[64];
        int used = 0;
        assert_int_equal(sscanf(p, "%*5[1-6]\t%63[a-z-]\n%n", word, &used), 1);
        assert_true(used > 0);
        assert_true(strcmp(last, word) < 0); /* sorted, so each is there once */
        assert_true(strlen(word) >= 3 && strlen(word) <= 9);
        memcpy(last, word, sizeof(last));
        p += used;
    }
    assert_int_equal(lines, 7776);
}

static size_t count_words(const char *text)
{
    size_t n = 1;
    for (; *text; text++)
        n += *text == ' ';
    return n;
}

static void generated_ones_pass_and_differ(void **state)
{
    (void)state;
    char before[PASSPHRASE_TEXT] = "";
    size_t late = 0; /* words of the second half of the list */
    for (int i = 0; i < 500; i++) {
        struct err e = {0};
        char text[PASSPHRASE_TEXT];
        int words = PASSPHRASE_WORDS_MIN + i % (PASSPHRASE_WORDS_MAX - PASSPHRASE_WORDS_MIN + 1);
        passphrase_generate(text, words);
        assert_ok(passphrase_check(text, strlen(text), names, ARRAY_LEN(names), &e), e);
        assert_int_equal(count_words(text), words);
        assert_string_not_equal(text, before);
        memcpy(before, text, sizeof(before));
        late += text[0] >= 'n';
    }
    assert_in_range(late, 150, 350); /* about half of them */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_and_mixed_is_enough),
        cmocka_unit_test(names_that_say_nothing_are_passed_over),
        cmocka_unit_test(what_a_guesser_tries_first_is_refused),
        cmocka_unit_test(a_length_without_end_is_refused),
        cmocka_unit_test(the_list_is_whole),
        cmocka_unit_test(generated_ones_pass_and_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
