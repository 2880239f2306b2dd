/* Instants and days: round trips over two centuries, both clock changes, and strict reading. */
#include "fascia/base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void zone(const char *name)
{
    assert_int_equal(setenv("TZ", name, 1), 0);
    tzset();
}

static struct date day(int y, int m, int d)
{
    return (struct date){.year = (int16_t)y, .month = (int8_t)m, .day = (int8_t)d};
}

static void assert_day(struct date got, struct date want)
{
    assert_int_equal(got.year, want.year);
    assert_int_equal(got.month, want.month);
    assert_int_equal(got.day, want.day);
}

/* timegm is the independent witness for every day. */
static void days_count_on_from_1900_to_2100(void **state)
{
    (void)state;
    int32_t last = date_days(day(1900, 1, 1));
    for (int32_t n = last; n <= date_days(day(2100, 12, 31)); n++) {
        struct date d = date_from_days(n);
        struct tm tm = {.tm_year = d.year - 1900, .tm_mon = d.month - 1, .tm_mday = d.day};
        assert_true(date_valid(d));
        assert_int_equal(date_days(d), n);
        assert_int_equal(timegm(&tm), ((int64_t)n + 10957) * 86400);
        assert_int_equal(date_weekday(d), (tm.tm_wday + 6) % 7);
        assert_int_equal(tm.tm_mday, d.day);
    }
}

static void the_calendar_ends_at_years_1_and_9999(void **state)
{
    (void)state;
    assert_int_equal(date_days(day(2000, 1, 1)), 0);
    int32_t first = date_days(day(1, 1, 1)), last = date_days(day(9999, 12, 31));
    assert_day(date_from_days(first), day(1, 1, 1));
    assert_day(date_from_days(last), day(9999, 12, 31));
    assert_day(date_from_days(first - 1), day(0, 0, 0));
    assert_day(date_from_days(last + 1), day(0, 0, 0));
    assert_day(date_from_days(INT32_MIN), day(0, 0, 0));
    assert_day(date_from_days(INT32_MAX), day(0, 0, 0));
    for (int32_t n = first; n <= last; n += 97)
        assert_int_equal(date_days(date_from_days(n)), n);
}

static void adding_months_keeps_to_the_month(void **state)
{
    (void)state;
    static const struct {
        struct date from;
        int months;
        struct date to;
    } rows[] = {
        {{2026, 1, 31}, 1, {2026, 2, 28}},    {{2028, 1, 31}, 1, {2028, 2, 29}},    {{2026, 11, 22}, 2, {2027, 1, 22}},
        {{2026, 3, 31}, -1, {2026, 2, 28}},   {{2026, 1, 15}, -1, {2025, 12, 15}},  {{2024, 2, 29}, 96, {2032, 2, 29}},
        {{2024, 2, 29}, 12, {2025, 2, 28}},   {{2026, 5, 5}, 0, {2026, 5, 5}},      {{9999, 12, 1}, 1, {0, 0, 0}},
        {{1, 1, 1}, -1, {0, 0, 0}},           {{1, 2, 1}, -1, {1, 1, 1}},           {{0, 0, 0}, 3, {0, 0, 0}},
        {{2026, 1, 1}, INT32_MAX, {0, 0, 0}}, {{2026, 1, 1}, INT32_MIN, {0, 0, 0}},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        print_message("row %zu\n", i);
        assert_day(date_add_months(rows[i].from, rows[i].months), rows[i].to);
    }
}

static void an_age_changes_on_the_birthday(void **state)
{
    (void)state;
    static const struct {
        struct date born, today;
        int age;
    } rows[] = {
        {{1980, 11, 23}, {2026, 11, 22}, 45}, {{1980, 11, 23}, {2026, 11, 23}, 46}, {{2026, 11, 23}, {2026, 11, 23}, 0},
        {{2004, 2, 29}, {2026, 2, 28}, 21},   {{2004, 2, 29}, {2026, 3, 1}, 22},    {{2004, 2, 29}, {2028, 2, 29}, 24},
        {{2026, 11, 24}, {2026, 11, 23}, -1}, {{0, 0, 0}, {2026, 11, 23}, -1},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        print_message("row %zu\n", i);
        assert_int_equal(date_age(rows[i].born, rows[i].today), rows[i].age);
    }
}

static void iso_days_are_read_in_one_shape(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ok;
    } rows[] = {
        {"2026-11-22", true},   {"2024-02-29", true},   {"0001-01-01", true},  {"9999-12-31", true},
        {"2026-02-29", false},  {"1900-02-29", false},  {"2026-13-01", false}, {"2026-00-01", false},
        {"2026-01-00", false},  {"2026-01-32", false},  {"0000-01-01", false}, {"2026-1-1", false},
        {"2026-11-22 ", false}, {" 2026-11-22", false}, {"", false},           {"2026/11/22", false},
        {"-026-11-22", false},  {"2026-11-2", false},   {"20261122", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        struct date d = {7, 7, 7};
        char back[16];
        print_message("row %zu '%s'\n", i, rows[i].text);
        assert_int_equal(date_parse_iso(&d, rows[i].text, &e), rows[i].ok);
        date_format(back, d);
        assert_string_equal(back, rows[i].ok ? rows[i].text : "0007-07-07");
        assert_int_equal(e.code, rows[i].ok ? ERR_NONE : ERR_INVALID);
    }
}

static void days_are_shown_in_two_ways(void **state)
{
    (void)state;
    char text[16];
    date_format(text, day(2026, 3, 5));
    assert_string_equal(text, "2026-03-05");
    date_format_short(text, day(2026, 11, 22));
    assert_string_equal(text, "22 Nov 2026");
    date_format_short(text, day(2026, 3, 5));
    assert_string_equal(text, "5 Mar 2026");
    date_format(text, day(0, 0, 0));
    assert_string_equal(text, "");
    date_format_short(text, day(2026, 2, 30));
    assert_string_equal(text, "");
}

static void days_compare_by_the_calendar(void **state)
{
    (void)state;
    assert_true(date_compare(day(2026, 1, 31), day(2026, 2, 1)) < 0);
    assert_true(date_compare(day(2027, 1, 1), day(2026, 12, 31)) > 0);
    assert_int_equal(date_compare(day(2026, 5, 5), day(2026, 5, 5)), 0);
    assert_true(date_compare(day(0, 0, 0), day(1, 1, 1)) < 0);
}

static void instants_are_rfc_3339(void **state)
{
    (void)state;
    static const struct {
        const char *text, *back; /* NULL: refused */
        int64_t ms;
        int16_t offset;
    } rows[] = {
        {"2026-11-22T09:30:00+00:00", "2026-11-22T09:30:00+00:00", 1795339800000, 0},
        {"2026-11-22T09:30:00Z", "2026-11-22T09:30:00+00:00", 1795339800000, 0},
        {"2026-07-01T00:15:00.250+01:00", "2026-07-01T00:15:00.250+01:00", 1782861300250, 60},
        {"2026-07-01T00:15:00.2504999+01:00", "2026-07-01T00:15:00.250+01:00", 1782861300250, 60},
        {"2026-07-01T00:15:00.5Z", "2026-07-01T00:15:00.500+00:00", 1782864900500, 0},
        {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999+00:00", -1, 0},
        {"1970-01-01T00:00:00-03:30", "1970-01-01T00:00:00-03:30", 12600000, -210},
        {"2026-11-22T09:30:00", NULL, 0, 0},
        {"2026-11-22 09:30:00Z", NULL, 0, 0},
        {"2026-11-22T24:00:00Z", NULL, 0, 0},
        {"2026-11-22T09:60:00Z", NULL, 0, 0},
        {"2026-11-22T09:30:60Z", NULL, 0, 0},
        {"2026-02-29T09:30:00Z", NULL, 0, 0},
        {"2026-11-22T09:30:00.Z", NULL, 0, 0},
        {"2026-11-22T09:30:00+1:00", NULL, 0, 0},
        {"2026-11-22T09:30:00+24:00", NULL, 0, 0},
        {"2026-11-22T09:30:00Z ", NULL, 0, 0},
        {"2026-11-22T09:30:00.1234567890Z", NULL, 0, 0},
        {"2026-11-22T09:30:00+01:6", NULL, 0, 0},
        {"", NULL, 0, 0},
        {"2026-11-22", NULL, 0, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        struct instant t = {.ms = 77, .offset = 7};
        char back[32];
        print_message("row %zu '%s'\n", i, rows[i].text);
        assert_int_equal(instant_parse(&t, rows[i].text, &e), rows[i].back != NULL);
        assert_int_equal(t.ms, rows[i].back ? rows[i].ms : 77);
        assert_int_equal(t.offset, rows[i].back ? rows[i].offset : 7);
        instant_format(back, t);
        if (rows[i].back)
            assert_string_equal(back, rows[i].back);
        assert_int_equal(e.code, rows[i].back ? ERR_NONE : ERR_INVALID);
    }
}

static void an_instant_falls_on_its_own_local_day(void **state)
{
    (void)state;
    struct instant t = {.ms = 1782861300250, .offset = 60};
    assert_day(instant_date(t), day(2026, 7, 1));
    assert_int_equal(instant_minute(t), 15);
    t.offset = 0;
    assert_day(instant_date(t), day(2026, 6, 30));
    assert_int_equal(instant_minute(t), 23 * 60 + 15);
    assert_day(instant_date((struct instant){.ms = -1}), day(1969, 12, 31));
    assert_int_equal(instant_minute((struct instant){.ms = -1}), 1439);
    static const int64_t beyond[] = {INT64_MAX, INT64_MIN, 253402300800000, -62135596800001};
    for (size_t i = 0; i < ARRAY_LEN(beyond); i++) {
        char text[32] = "?";
        struct instant never = {.ms = beyond[i], .offset = 0};
        assert_day(instant_date(never), day(0, 0, 0));
        instant_format(text, never);
        assert_string_equal(text, "");
    }
}

static void wall_time_follows_the_clock_changes(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        struct date day;
        int hour, minute;
        const char *instant;
    } rows[] = {
        {"Europe/London", {2026, 1, 15}, 9, 30, "2026-01-15T09:30:00+00:00"},
        {"Europe/London", {2026, 7, 15}, 9, 30, "2026-07-15T09:30:00+01:00"},
        {"Europe/London", {2026, 3, 29}, 0, 59, "2026-03-29T00:59:00+00:00"},
        {"Europe/London", {2026, 3, 29}, 1, 30, "2026-03-29T02:30:00+01:00"}, /* an hour that is not there */
        {"Europe/London", {2026, 3, 29}, 2, 0, "2026-03-29T02:00:00+01:00"},
        {"Europe/London", {2026, 3, 29}, 23, 59, "2026-03-29T23:59:00+01:00"},
        {"Europe/London", {2026, 10, 25}, 0, 30, "2026-10-25T00:30:00+01:00"},
        {"Europe/London", {2026, 10, 25}, 1, 30, "2026-10-25T01:30:00+01:00"}, /* comes twice: the first */
        {"Europe/London", {2026, 10, 25}, 2, 0, "2026-10-25T02:00:00+00:00"},
        {"America/St_Johns", {2026, 7, 1}, 12, 0, "2026-07-01T12:00:00-02:30"},
        {"Australia/Lord_Howe", {2026, 10, 4}, 2, 15, "2026-10-04T02:45:00+11:00"}, /* changes by half an hour */
        {"Pacific/Kiritimati", {2026, 1, 1}, 0, 0, "2026-01-01T00:00:00+14:00"},
        {"Pacific/Pago_Pago", {2026, 1, 1}, 23, 59, "2026-01-01T23:59:00-11:00"},
        {"UTC", {2026, 3, 29}, 1, 30, "2026-03-29T01:30:00+00:00"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char text[32];
        zone(rows[i].zone);
        print_message("row %zu %s %d:%02d\n", i, rows[i].zone, rows[i].hour, rows[i].minute);
        instant_format(text, instant_of(rows[i].day, rows[i].hour * 60 + rows[i].minute));
        assert_string_equal(text, rows[i].instant);
    }
    zone("UTC");
}

/* Every quarter of an hour of two years: the wall time comes back, save in the hour that is not there. */
static void wall_time_comes_back(void **state)
{
    (void)state;
    int missing = 0;
    zone("Europe/London");
    for (int32_t n = date_days(day(2026, 1, 1)); n < date_days(day(2028, 1, 1)); n++)
        for (int minute = 0; minute < 1440; minute += 15) {
            struct instant t = instant_of(date_from_days(n), minute);
            assert_int_equal(date_days(instant_date(t)), n);
            missing += instant_minute(t) != minute;
        }
    assert_int_equal(missing, 2 * 4);
    zone("UTC");
}

static void assert_true_now(void)
{
    int64_t witness = (int64_t)time(NULL) * 1000;
    assert_in_range(clock_now().ms, witness - 60000, witness + 60000);
}

static void now_can_be_set_in_test_builds_only(void **state)
{
    (void)state;
    assert_true_now();
    assert_int_equal(setenv("FASCIA_NOW", "2026-07-01T09:00:00Z", 1), 0);
    zone("Europe/London");
#ifdef FASCIA_TEST_BUILD
    struct instant a = clock_now();
    assert_in_range(a.ms, 1782896400000, 1782896400000 + 60000);
    assert_int_equal(a.offset, 60);
    int64_t start = clock_monotonic_ms();
    while (clock_monotonic_ms() < start + 3)
        continue;
    assert_in_range(clock_now().ms, a.ms + 2, a.ms + 60000); /* it ticks on */
#else
    assert_true_now();
#endif
    assert_int_equal(unsetenv("FASCIA_NOW"), 0);
    assert_true_now();
    zone("UTC");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_on_from_1900_to_2100),
        cmocka_unit_test(the_calendar_ends_at_years_1_and_9999),
        cmocka_unit_test(adding_months_keeps_to_the_month),
        cmocka_unit_test(an_age_changes_on_the_birthday),
        cmocka_unit_test(iso_days_are_read_in_one_shape),
        cmocka_unit_test(days_are_shown_in_two_ways),
        cmocka_unit_test(days_compare_by_the_calendar),
        cmocka_unit_test(instants_are_rfc_3339),
        cmocka_unit_test(an_instant_falls_on_its_own_local_day),
        cmocka_unit_test(wall_time_follows_the_clock_changes),
        cmocka_unit_test(wall_time_comes_back),
        cmocka_unit_test(now_can_be_set_in_test_builds_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
