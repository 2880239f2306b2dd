/* Ids and the hybrid clock: shape, order, and that the clock never runs back. */
#include "fascia/base/id.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void random_ids_are_version_4_and_differ(void **state)
{
    (void)state;
    struct id last = {0};
    for (int i = 0; i < 1000; i++) {
        struct id id = id_random();
        assert_int_equal(id.b[6] >> 4, 4);
        assert_int_equal(id.b[8] >> 6, 2);
        assert_false(id_equal(id, last));
        last = id;
    }
}

static void an_id_carries_its_clock_value(void **state)
{
    (void)state;
    char text[ID_TEXT];
    struct id id = id_from_hlc((UINT64_C(0x017F22E279B0) << 16) | 0xABC);
    id_format(text, id);
    text[19] = '?'; /* variant and random bits follow */
    assert_memory_equal(text, "017f22e2-79b0-7abc-?", 20);
    assert_int_equal(id.b[8] >> 6, 2);
}

static void ids_of_one_clock_only_grow(void **state)
{
    (void)state;
    static const int64_t now[] = {1000, 1000, 1001, 999, 0, -5, 1002, 70000, 1, INT64_C(1795000000000)};
    uint64_t hlc = 0;
    struct id last = {0};
    for (size_t i = 0; i < 200000; i++) {
        uint64_t next = hlc_next(hlc, now[(i / 20000) % ARRAY_LEN(now)]);
        assert_true(next > hlc);
        assert_true(hlc_valid(next));
        struct id id = id_from_hlc(next);
        assert_true(id_compare(last, id) < 0);
        last = id;
        hlc = next;
    }
}

static void the_clock_takes_now_or_counts_on(void **state)
{
    (void)state;
    static const struct {
        uint64_t last;
        int64_t now;
        uint64_t next;
    } rows[] = {
        {0, 5, 5 << 16},                   /* first */
        {5 << 16, 5, (5 << 16) + 1},       /* same millisecond */
        {(5 << 16) + 9, 6, 6 << 16},       /* time went on */
        {(9 << 16) + 3, 6, (9 << 16) + 4}, /* clock set back */
        {(5 << 16) + 4095, 5, 6 << 16},    /* counter full: borrows a millisecond */
        {(5 << 16) + 4095, 6, 6 << 16},    /* and the borrowed one arrives */
        {6 << 16, 6, (6 << 16) + 1},
        {7, -1, 8},                                      /* before 1970 */
        {0, INT64_MAX, ((UINT64_C(1) << 47) - 1) << 16}, /* a nonsense clock stays storable */
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        print_message("row %zu\n", i);
        assert_true(hlc_next(rows[i].last, rows[i].now) == rows[i].next);
    }
}

static void clock_values_out_of_range_are_known(void **state)
{
    (void)state;
    assert_true(hlc_valid(0));
    assert_true(hlc_valid((UINT64_C(5) << 16) + 4095));
    assert_true(hlc_valid((((UINT64_C(1) << 47) - 1) << 16) + 4095));
    assert_false(hlc_valid((UINT64_C(5) << 16) + 4096));
    assert_false(hlc_valid(UINT64_C(1) << 63));
    assert_false(hlc_valid(UINT64_MAX));
}

static void text_and_id_are_the_same_both_ways(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct err e = {0};
        struct id id = id_random(), got;
        char text[ID_TEXT];
        id_format(text, id);
        assert_int_equal(strlen(text), ID_TEXT - 1);
        assert_true(id_parse(&got, text, &e));
        assert_true(id_equal(id, got));
    }
}

static void id_parse_takes_one_shape_only(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ok;
    } rows[] = {
        {"00112233-4455-6677-8899-aabbccddeeff", true},
        {"00112233-4455-6677-8899-AABBCCDDEEFF", true},
        {"", false},
        {"00112233", false},
        {"00112233445566778899aabbccddeeff", false},
        {"00112233-4455-6677-8899-aabbccddeef", false},
        {"00112233-4455-6677-8899-aabbccddeeff0", false},
        {"001122334-455-6677-8899-aabbccddeeff", false},
        {"00112233-4455-6677-8899-aabbccddeefg", false},
        {"{0112233-4455-6677-8899-aabbccddeef}", false},
        {"00112233-4455-6677-8899-aabbccddee f", false},
    };
    static const struct id want = {
        {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        struct id got = {{9}};
        print_message("row %zu '%s'\n", i, rows[i].text);
        assert_int_equal(id_parse(&got, rows[i].text, &e), rows[i].ok);
        assert_true(id_equal(got, rows[i].ok ? want : (struct id){{9}}));
        assert_int_equal(e.code, rows[i].ok ? ERR_NONE : ERR_INVALID);
    }
}

static void only_all_zeros_is_null(void **state)
{
    (void)state;
    struct id id = {0};
    assert_true(id_is_null(id));
    for (size_t i = 0; i < sizeof id.b; i++) {
        id = (struct id){0};
        id.b[i] = 1;
        assert_false(id_is_null(id));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_ids_are_version_4_and_differ), cmocka_unit_test(an_id_carries_its_clock_value),
        cmocka_unit_test(ids_of_one_clock_only_grow),          cmocka_unit_test(the_clock_takes_now_or_counts_on),
        cmocka_unit_test(clock_values_out_of_range_are_known), cmocka_unit_test(text_and_id_are_the_same_both_ways),
        cmocka_unit_test(id_parse_takes_one_shape_only),       cmocka_unit_test(only_all_zeros_is_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
