/* Dates as people type them: what each form means in each use, how much of a text is one, and what is refused. */
#include "fascia/model/when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define PARSED_SIZE 40 /* two dates and the dots between them */

/* A Monday. */
static const struct date today = {2026, 11, 23};

/* The day, or first..last of a span; "" when the whole text is no date. */
static const char *parsed(char out[PARSED_SIZE], const char *text, enum when_use use, struct date now)
{
    struct span s = {0};
    struct err e = {0};
    char first[16], last[16];
    if (!when_parse(&s, text, use, now, &e)) {
        assert_int_equal(e.code, ERR_INVALID);
        assert_non_null(strstr(e.text, "write "));
        assert_int_equal(s.first.year, 0);
        return "";
    }
    date_format(first, s.first);
    date_format(last, s.last);
    snprintf(out, PARSED_SIZE, "%s%s%s", first, date_compare(s.first, s.last) ? ".." : "",
             date_compare(s.first, s.last) ? last : "");
    return out;
}

struct row {
    const char *text, *past, *future, *birth, *search;
};

static void each_form_means_one_thing_in_each_use(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"2026-11-29", "2026-11-29", "2026-11-29", "", "2026-11-29"},
        {"29nov", "2025-11-29", "2026-11-29", "", "2025-11-29"},
        {"29 nov", "2025-11-29", "2026-11-29", "", "2025-11-29"},
        {"29 November 2025", "2025-11-29", "", "2025-11-29", "2025-11-29"},
        {"29nov2024", "2024-11-29", "2024-11-29", "2024-11-29", "2024-11-29"},
        {"29nov 2027", "2027-11-29", "2027-11-29", "", "2027-11-29"},
        {"29nov27", "2027-11-29", "2027-11-29", "1927-11-29", "2027-11-29"},
        {"8nov", "2026-11-08", "2027-11-08", "", "2026-11-08"},
        {"23nov", "2026-11-23", "2026-11-23", "", "2026-11-23"},
        {"29feb", "2024-02-29", "2028-02-29", "", "2024-02-29"},
        {"29/11/26", "2026-11-29", "2026-11-29", "1926-11-29", "2026-11-29"},
        {"29/11/2026", "2026-11-29", "2026-11-29", "", "2026-11-29"},
        {"29.11.2025", "2025-11-29", "2025-11-29", "2025-11-29", "2025-11-29"},
        {"3/4/25", "2025-04-03", "2025-04-03", "2025-04-03", "2025-04-03"},
        {"3/4", "2026-04-03", "2027-04-03", "", "2026-04-03"},
        {"1/1/98", "1998-01-01", "1998-01-01", "1998-01-01", "1998-01-01"},
        {"120485", "", "", "1985-04-12", ""},
        {"231126", "", "", "2026-11-23", ""},
        {"241126", "", "", "1926-11-24", ""},
        {"12041985", "", "", "1985-04-12", ""},
        {"today", "2026-11-23", "2026-11-23", "2026-11-23", "2026-11-23"},
        {"T", "2026-11-23", "2026-11-23", "2026-11-23", "2026-11-23"},
        {"yd", "2026-11-22", "2026-11-22", "2026-11-22", "2026-11-22"},
        {"tomorrow", "2026-11-24", "2026-11-24", "", "2026-11-24"},
        {"t+3", "2026-11-26", "2026-11-26", "", "2026-11-26"},
        {"+2w", "2026-12-07", "2026-12-07", "", "2026-12-07"},
        {"-1m", "2026-10-23", "2026-10-23", "2026-10-23", "2026-10-23"},
        {"t-10d", "2026-11-13", "2026-11-13", "2026-11-13", "2026-11-13"},
        {"mon", "2026-11-16", "2026-11-30", "", "2026-11-16"},
        {"tuesday", "2026-11-17", "2026-11-24", "", "2026-11-17"},
        {"last sun", "2026-11-22", "", "", "2026-11-22"},
        {"mar", "2026-03-31", "2027-03-01", "", "2026-03-01..2026-03-31"},
        {"dec", "2025-12-31", "2026-12-01", "", "2025-12-01..2025-12-31"},
        {"nov", "2026-11-23", "2027-11-01", "", "2026-11-01..2026-11-30"},
        {"last nov", "2025-11-30", "", "", "2025-11-01..2025-11-30"},
        {"last mar", "2026-03-31", "", "", "2026-03-01..2026-03-31"},
        {"mar 2024", "", "", "", "2024-03-01..2024-03-31"},
        {"2024-02", "", "", "", "2024-02-01..2024-02-29"},
        {"2025", "", "", "", "2025-01-01..2025-12-31"},
        {"sept", "2026-09-30", "2027-09-01", "", "2026-09-01..2026-09-30"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char out[PARSED_SIZE];
        const struct row *r = &rows[i];
        const char *const want[] = {r->past, r->future, r->birth, r->search};
        for (int use = WHEN_PAST; use <= WHEN_SEARCH; use++) {
            const char *got = parsed(out, r->text, (enum when_use)use, today);
            if (strcmp(got, want[use]) != 0)
                fail_msg("'%s' in use %d: '%s', want '%s'", r->text, use, got, want[use]);
        }
    }
}

static void what_is_no_date_is_refused_in_every_use(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "11/29/26",
        "13/13/26",
        "nov 29",
        "31nov",
        "29feb2025",
        "0/1/26",
        "2026-13-1",
        "2026-02-30",
        "29/11-26",
        "29/11/261",
        "29/11/26x",
        "29nov x",
        "29nov 10",
        "t+",
        "+1000",
        "+3y",
        "ma",
        "marching",
        "last",
        "last 29nov",
        "next mon",
        "120485x",
        "1204850",
        "99/99/99",
        "2026-1-1",
        "26-11-29",
        "29 11 2026",
        "tt",
        "1850",
        "2999",
        "t +3",
        "29\tnov",
        "\xc3\xa9t\xc3\xa9",
        "\xff\xfe",
        "0000-00-00",
        "00000000000000000001/1/26",
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        for (int use = WHEN_PAST; use <= WHEN_SEARCH; use++) {
            char out[PARSED_SIZE];
            assert_string_equal(parsed(out, bad[i], (enum when_use)use, today), "");
        }
    }
}

static void a_birth_date_is_never_in_the_future_whatever_the_century(void **state)
{
    (void)state;
    static const struct {
        struct date now;
        const char *text, *want;
    } rows[] = {
        {{2026, 11, 23}, "010100", "2000-01-01"}, {{2026, 11, 23}, "311299", "1999-12-31"},
        {{2101, 1, 1}, "020101", "2001-01-02"},   {{2101, 1, 1}, "010101", "2101-01-01"},
        {{2000, 2, 29}, "290200", "2000-02-29"},  {{2000, 2, 28}, "290200", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char out[PARSED_SIZE];
        assert_string_equal(parsed(out, rows[i].text, WHEN_BIRTH, rows[i].now), rows[i].want);
    }
}

static void a_month_is_whole_at_the_turn_of_the_year_and_in_leap_years(void **state)
{
    (void)state;
    char out[PARSED_SIZE];
    const struct date new_year = {2027, 1, 1}, leap = {2028, 3, 1};
    assert_string_equal(parsed(out, "dec", WHEN_SEARCH, new_year), "2026-12-01..2026-12-31");
    assert_string_equal(parsed(out, "jan", WHEN_SEARCH, new_year), "2027-01-01..2027-01-31");
    assert_string_equal(parsed(out, "last jan", WHEN_SEARCH, new_year), "2026-01-01..2026-01-31");
    assert_string_equal(parsed(out, "feb", WHEN_SEARCH, leap), "2028-02-01..2028-02-29");
    assert_string_equal(parsed(out, "yd", WHEN_PAST, new_year), "2026-12-31");
    assert_string_equal(parsed(out, "-1m", WHEN_PAST, (struct date){2026, 3, 31}), "2026-02-28");
}

static void leading_words_are_read_and_the_rest_is_left(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum when_use use;
        size_t used;
    } rows[] = {
        {"29nov 10", WHEN_FUTURE, 5},     {"29 nov 10", WHEN_FUTURE, 6},         {"29nov 2027 10", WHEN_FUTURE, 10},
        {"29nov 2030", WHEN_FUTURE, 5},   {"29 nov 2027 10", WHEN_FUTURE, 11},   {"mar ana", WHEN_SEARCH, 3},
        {"last mar ham", WHEN_SEARCH, 8}, {"mar 2026 x", WHEN_SEARCH, 8},        {"mar 10", WHEN_SEARCH, 3},
        {"  mon  10", WHEN_FUTURE, 5},    {"ham mar", WHEN_SEARCH, 0},           {"", WHEN_SEARCH, 0},
        {"next mon", WHEN_FUTURE, 0},     {"2026-11-29 10:30", WHEN_FUTURE, 10},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct span s = {0};
        size_t used = 99;
        when_read(&s, &used, rows[i].text, rows[i].use, today);
        if (used != rows[i].used)
            fail_msg("'%s': %zu bytes, want %zu", rows[i].text, used, rows[i].used);
        assert_int_equal(s.first.year != 0, used > 0);
    }
}

static void an_hour_is_minutes_since_midnight(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int minute; /* -1 = refused */
    } rows[] = {
        {"10", 600}, {"9", 540},   {"0", 0},       {"10:30", 630}, {"1030", 630}, {"930", 570}, {"23:59", 1439},
        {"0000", 0}, {"24", -1},   {"10:60", -1},  {"10:", -1},    {"10:3", -1},  {":30", -1},  {"", -1},
        {"10a", -1}, {"2400", -1}, {"10:300", -1}, {"10300", -1},  {"-1", -1},    {"10 ", -1},  {"100:30", -1},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        int minute = -1;
        bool ok = hour_parse(&minute, rows[i].text, &e);
        if (ok != (rows[i].minute >= 0) || minute != rows[i].minute)
            fail_msg("'%s': %d, want %d", rows[i].text, minute, rows[i].minute);
        if (!ok)
            assert_int_equal(e.code, ERR_INVALID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_form_means_one_thing_in_each_use),
        cmocka_unit_test(what_is_no_date_is_refused_in_every_use),
        cmocka_unit_test(a_birth_date_is_never_in_the_future_whatever_the_century),
        cmocka_unit_test(a_month_is_whole_at_the_turn_of_the_year_and_in_leap_years),
        cmocka_unit_test(leading_words_are_read_and_the_rest_is_left),
        cmocka_unit_test(an_hour_is_minutes_since_midnight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
