/* Text from outside: what is let in, what cleaning leaves, what compares alike, and how wide it is drawn. */
#include "fascia/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FAMILY "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"
#define EYE_IN_BUBBLE "\xF0\x9F\x91\x81\xE2\x80\x8D\xF0\x9F\x97\xA8" /* narrow pictures, joined */
#define FLAG_FR "\xF0\x9F\x87\xAB\xF0\x9F\x87\xB7"
#define FLAG_DE "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA"
#define HEART "\xE2\x9D\xA4"
#define IN_COLOUR "\xEF\xB8\x8F"
#define ACUTE "\xCC\x81"
#define OVERRIDE "\xE2\x80\xAE" /* U+202E */

static void only_harmless_text_is_let_in(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool line, note;
        const char *says; /* part of the message of a line */
    } rows[] = {
        {"", true, true, NULL},
        {"Zo\xC3\xAB \xE5\xB1\xB1\xE7\x94\xB0 " FAMILY " \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D", true, true, NULL},
        {"zero\xE2\x80\x8D\xE2\x80\x8Cwidth" OVERRIDE, true, true, NULL}, /* kept; drawn as a mark */
        {"a\nb\tc", false, true, "U+000A at column 2"},
        {"a\tb", false, true, "U+0009 at column 2"},
        {"a\rb", false, false, "U+000D at column 2"},
        {"\xC3\xA9\x1B[31m", false, false, "U+001B at column 2"},
        {"a\x7F", false, false, "U+007F at column 2"},
        {"a\xC2\x85", false, false, "U+0085 at column 2"},
        {"a\xC2\x9B", false, false, "U+009B at column 2"},
        {"a\xC2\xA0", true, true, NULL},
        {"\xEF\xBB\xBF"
         "a",
         false, false, "U+FEFF at column 1"},
        {"\xC0\xAF", false, false, "byte 0xC0 at column 1"},         /* overlong */
        {"ab\xE0\x80\xAF", false, false, "byte 0xE0 at column 3"},   /* overlong */
        {"\xF0\x80\x80\x80", false, false, "byte 0xF0 at column 1"}, /* overlong */
        {"\xED\xA0\x80", false, false, "byte 0xED at column 1"},     /* surrogate */
        {"\xF4\x90\x80\x80", false, false, "byte 0xF4 at column 1"}, /* past U+10FFFF */
        {"\xF4\x8F\xBF\xBF", true, true, NULL},                      /* U+10FFFF */
        {"abc\xE2\x82", false, false, "byte 0xE2 at column 4"},      /* truncated */
        {"abc\xC3", false, false, "byte 0xC3 at column 4"},
        {"\x80", false, false, "byte 0x80 at column 1"},
        {"\xFF", false, false, "byte 0xFF at column 1"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        size_t len = strlen(rows[i].text);
        print_message("row %zu\n", i);
        assert_int_equal(text_check(rows[i].text, len, TEXT_NOTE, 100, &e), rows[i].note);
        assert_int_equal(text_check(rows[i].text, len, TEXT_LINE, 100, &e), rows[i].line);
        if (rows[i].says)
            assert_non_null(strstr(e.text, rows[i].says));
        assert_int_equal(e.code, rows[i].line ? ERR_NONE : ERR_INVALID);
    }
}

static void nul_and_length_are_checked(void **state)
{
    (void)state;
    struct err e = {0};
    assert_false(text_check("a\0b", 3, TEXT_NOTE, 100, &e));
    assert_non_null(strstr(e.text, "U+0000 at column 2"));
    assert_true(text_check("12345", 5, TEXT_LINE, 5, &e));
    assert_false(text_check("123456", 6, TEXT_LINE, 5, &e));
    assert_int_equal(e.code, ERR_RANGE);
    assert_false(text_check("one\n\xC3\xA9t\n\xC3\xA9\x01", 11, TEXT_NOTE, 100, &e));
    assert_non_null(strstr(e.text, "U+0001 at line 3, column 2"));
}

static void cleaning_keeps_all_that_can_be_kept(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *note;
        size_t note_dropped;
        const char *line;
        size_t line_dropped;
    } rows[] = {
        {"plain", "plain", 0, "plain", 0},
        {"a\r\nb\rc\nd\te", "a\nb\nc\nd\te", 0, "a b c d e", 0},
        {"\r\r\n\n", "\n\n\n", 0, "   ", 0},
        {"\x1B[31mred\x07", "[31mred", 2, "[31mred", 2},
        {"\xEF\xBB\xBF"
         "bom",
         "bom", 1, "bom", 1},
        {"x\xFF\xC3(\xED\xA0\x80y", "x(y", 5, "x(y", 5},
        {"\xC2\x9B"
         "c1\x7F",
         "c1", 2, "c1", 2},
        {"cut\xE2\x82", "cut", 2, "cut", 2},
        {OVERRIDE FAMILY, OVERRIDE FAMILY, 0, OVERRIDE FAMILY, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena a = {0};
        size_t len = strlen(rows[i].text), dropped = 99;
        print_message("row %zu\n", i);
        assert_string_equal(text_clean(&a, rows[i].text, len, TEXT_NOTE, &dropped), rows[i].note);
        assert_int_equal(dropped, rows[i].note_dropped);
        assert_string_equal(text_clean(&a, rows[i].text, len, TEXT_LINE, &dropped), rows[i].line);
        assert_int_equal(dropped, rows[i].line_dropped);
        arena_release(&a);
    }
}

/* 20,000 strings, half of them of bytes that matter to a terminal or a decoder; the seed is fixed. */
static void cleaned_text_always_passes_the_check(void **state)
{
    (void)state;
    static const unsigned char odd[] = {0x1B, 0x0D, 0x0A, 0x80, 0x9B, 0xC2, 0xE2, 0xED,
                                        0xA0, 0xF0, 0xEF, 0xBB, 0xBF, 0xFF, 0};
    srand(20261123);
    for (int n = 0; n < 20000; n++) {
        struct arena a = {0};
        struct err e = {0};
        char text[40];
        size_t len = (size_t)rand() % sizeof text;
        for (size_t i = 0; i < len; i++)
            text[i] = (char)(rand() % 2 ? odd[(size_t)rand() % sizeof odd] : (unsigned char)rand());
        for (int kind = TEXT_LINE; kind <= TEXT_NOTE; kind++) {
            const char *clean = text_clean(&a, text, len, (enum text_kind)kind, NULL);
            if (!text_check(clean, strlen(clean), (enum text_kind)kind, sizeof text, &e))
                fail_msg("run %d: %s", n, e.text);
        }
        arena_release(&a);
    }
}

/* All code points of planes 0 and 1, where nearly all letters and pictures are, and a sample of the rest. */
static uint32_t next_code(uint32_t code)
{
    return code + (code < 0x20000 ? 1 : 61);
}

static void every_code_point_is_encoded_and_decoded(void **state)
{
    (void)state;
    char bytes[4];
    for (uint32_t code = 0; code <= 0x110100; code = next_code(code)) {
        uint32_t got = 0;
        bool real = code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
        size_t n = utf8_encode(code, bytes);
        assert_int_equal(utf8_decode(bytes, n, &got), n);
        assert_int_equal(got, real ? code : 0xFFFD);
        for (size_t cut = 0; cut < n; cut++)
            assert_int_equal(utf8_decode(bytes, cut, &got), 0);
    }
}

static void names_compare_as_people_type_them(void **state)
{
    (void)state;
    static const struct {
        const char *text, *folded;
    } rows[] = {
        {"", ""},
        {"Smith", "smith"},
        {"JOS\xC3\x89", "jose"},
        {"Jose" ACUTE, "jose"},
        {"S\xC3\xB8ren \xC3\x86r\xC3\xB8", "soren aero"},
        {"\xC3\x98RSTED", "orsted"},
        {"\xC7\xBF", "o"}, /* o with stroke and acute */
        {"\xC5\x81ukasz \xC5\xBB\xC3\xB3\xC5\x82\xC4\x87", "lukasz zolc"},
        {"\xC4\x90or\xC4\x91"
         "e",
         "dorde"},
        {"Stra\xC3\x9F"
         "e STRA\xE1\xBA\x9E"
         "E",
         "strasse strasse"},
        {"\xC5\x92uvre", "oeuvre"},
        {"\xC3\x9Eor \xC3\xB0", "thor d"},
        {"\xC4\xB0stanbul D\xC4\xB1\xC5\x9F", "istanbul dis"},
        {"\xC4\xA6\xC4\xA7", "hh"},
        {"Nguy\xE1\xBB\x85n", "nguyen"},
        {"O\xE2\x80\x99"
         "Brien\xE2\x80\x93Lee",
         "o'brien-lee"},
        {"\xCE\x9F\xCE\xB4\xCF\x85\xCF\x83\xCF\x83\xCE\xAD\xCF\x85\xCF\x82",
         "\xCE\xBF\xCE\xB4\xCF\x85\xCF\x83\xCF\x83\xCE\xB5\xCF\x85\xCF\x83"},
        {"\xEA\xB9\x80", "\xEA\xB9\x80"},                         /* Hangul stays composed */
        {"\xE1\x84\x80\xE1\x85\xB5\xE1\x86\xB7", "\xEA\xB9\x80"}, /* and is composed from its parts */
        {"\xE3\x81\x8C", "\xE3\x81\x8C"},                         /* ga is not ka */
        {"\xE0\xA4\x95\xE0\xA4\xBF", "\xE0\xA4\x95\xE0\xA4\xBF"}, /* ki keeps its vowel */
        {"\xD7\xA9\xD6\xB8\xD7\x9C\xD7\x95\xD6\xB9\xD7\x9D", "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"}, /* points go */
        {"a\xE2\x80\x8D"
         "b\xC2\xAD"
         "c",
         "abc"},
        {"bad \xFF"
         "byte",
         "bad byte"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena a = {0};
        print_message("row %zu '%s'\n", i, rows[i].text);
        assert_string_equal(text_fold(&a, rows[i].text), rows[i].folded);
        arena_release(&a);
    }
}

static void folding_twice_changes_nothing(void **state)
{
    (void)state;
    struct arena a = {0};
    for (uint32_t code = 1; code <= 0x10FFFF; code = next_code(code)) {
        char text[8] = {0};
        if (code % 4096 == 0)
            arena_release(&a);
        utf8_encode(code, text);
        const char *once = text_fold(&a, text);
        if (strcmp(text_fold(&a, once), once) != 0)
            fail_msg("U+%04X folds to '%s', and that to something else", code, once);
    }
    arena_release(&a);
}

static void clusters_are_what_a_reader_counts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len; /* of the first cluster */
        int width;
    } rows[] = {
        {"a", 1, 1},
        {"ab", 1, 1},
        {"e" ACUTE "x", 3, 1},
        {"\xC3\xA9x", 2, 1},
        {"\xE5\xB1\xB1\xE7\x94\xB0", 3, 2},             /* CJK */
        {"\xEF\xBC\xA1", 3, 2},                         /* full-width A */
        {"\xEF\xBD\xB1", 3, 1},                         /* half-width katakana */
        {"\xEA\xB0\x81", 3, 2},                         /* Hangul */
        {"\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", 9, 2}, /* the same in parts */
        {FAMILY "x", 18, 2},
        {EYE_IN_BUBBLE, 11, 2},
        {"\xF0\x9F\x91\x8B\xF0\x9F\x8F\xBD", 8, 2}, /* hand, skin tone */
        {FLAG_FR FLAG_DE, 8, 2},
        {"\xF0\x9F\x87\xAB", 4, 1}, /* half a flag */
        {HEART, 3, 1},
        {HEART IN_COLOUR, 6, 2},
        {"1" IN_COLOUR "\xE2\x83\xA3", 7, 2}, /* keycap */
        {"a" IN_COLOUR, 4, 1},                /* no picture to colour */
        {"\xE0\xA4\x95\xE0\xA4\xBF", 6, 2},   /* Devanagari ki: the vowel sign has a column of its own */
        {"\xE0\xB8\x81\xE0\xB8\xB3", 6, 2},   /* Thai kam */
        {"\xD7\xA9\xD6\xB8\xD7\x9C", 4, 1},   /* Hebrew with a point */
        {ACUTE, 2, 1},                        /* alone: drawn as a mark */
        {OVERRIDE "abc", 3, 1},
        {"\xE2\x80\x8B", 3, 1}, /* zero width space */
        {"\n", 1, 1},
        {"\r\n", 2, 1},
        {"\t", 1, 1},
        {"\x1B[m", 1, 1},
        {"\xFF\xFE", 1, 1},
        {"\xE2\x82", 1, 1},
        {"a\xFF", 1, 1},
        {"\xE5\xB1\xB1\xFF", 3, 2},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        print_message("row %zu\n", i);
        size_t len = grapheme_len(rows[i].text, strlen(rows[i].text));
        assert_int_equal(len, rows[i].len);
        assert_int_equal(grapheme_width(rows[i].text, len), rows[i].width);
    }
    assert_int_equal(grapheme_len("", 0), 0);
    assert_int_equal(grapheme_width("", 0), 0);
}

static void fifty_marks_are_one_cluster(void **state)
{
    (void)state;
    char text[120] = "o";
    for (size_t i = 0; i < 50; i++)
        memcpy(text + 1 + 2 * i, ACUTE, 2);
    assert_int_equal(grapheme_len(text, strlen(text)), 101);
    assert_int_equal(grapheme_width(text, 101), 1);
    assert_int_equal(text_width(text), 1);
}

static void strings_are_measured_and_cut_between_clusters(void **state)
{
    (void)state;
    const char *text = "Zo"
                       "e\xCC\x88 \xE5\xB1\xB1" FAMILY "!";
    assert_int_equal(text_width(""), 0);
    assert_int_equal(text_width("abc"), 3);
    assert_int_equal(text_width(text), 9);
    static const struct {
        int columns;
        size_t bytes;
    } rows[] = {{-1, 0}, {0, 0}, {1, 1}, {2, 2}, {3, 5}, {4, 6}, {5, 6}, {6, 9}, {7, 9}, {8, 27}, {9, 28}, {1000, 28}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        print_message("row %zu: %d columns\n", i, rows[i].columns);
        assert_int_equal(text_fit(text, rows[i].columns), rows[i].bytes);
    }
    assert_int_equal(text_fit("", 5), 0);
    assert_int_equal(text_fit("\xFF\xFF\xFF", 2), 2);
}

static void every_code_point_takes_one_or_two_columns(void **state)
{
    (void)state;
    for (uint32_t code = 1; code <= 0x10FFFF; code = next_code(code)) {
        char text[8] = {0};
        size_t n = utf8_encode(code, text);
        assert_in_range(grapheme_width(text, n), 1, 2);
        assert_int_equal(grapheme_len(text, n), n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_harmless_text_is_let_in),
        cmocka_unit_test(nul_and_length_are_checked),
        cmocka_unit_test(cleaning_keeps_all_that_can_be_kept),
        cmocka_unit_test(cleaned_text_always_passes_the_check),
        cmocka_unit_test(every_code_point_is_encoded_and_decoded),
        cmocka_unit_test(names_compare_as_people_type_them),
        cmocka_unit_test(folding_twice_changes_nothing),
        cmocka_unit_test(clusters_are_what_a_reader_counts),
        cmocka_unit_test(fifty_marks_are_one_cluster),
        cmocka_unit_test(strings_are_measured_and_cut_between_clusters),
        cmocka_unit_test(every_code_point_takes_one_or_two_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
