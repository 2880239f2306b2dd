/*
 * Calendar days by arithmetic alone: no zone, no locale, no library.
 *
 * The calendar is the Gregorian one, carried backwards too. Days are counted in eras of 400 years that begin on 1
 * March, so that the leap day is the last of its year and month lengths follow one straight line: 153 days in five
 * months.
 */
#include "fascia/base/clock.h"

#include <stdio.h>

enum {
    DAYS_AN_ERA = 146097,  /* 400 years */
    DAYS_TO_2000 = 730425, /* 0000-03-01 to 2000-01-01 */
    DAYS_FIRST = -730119,  /* 0001-01-01 */
    DAYS_LAST = 2921939,   /* 9999-12-31 */
    WEEKDAY_2000 = 5,      /* a Saturday */
};

static const char month_names[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static bool leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && leap_year(year));
}

bool date_valid(struct date d)
{
    return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
           d.day <= month_days(d.year, d.month);
}

int date_compare(struct date a, struct date b)
{
    int left = (a.year * 16 + a.month) * 32 + a.day;
    int right = (b.year * 16 + b.month) * 32 + b.day;
    return (left > right) - (left < right);
}

int32_t date_days(struct date d)
{
    if (!date_valid(d))
        BUG("days of no date: %d-%d-%d", d.year, d.month, d.day);
    int year = d.month > 2 ? d.year : d.year - 1;
    int month = d.month > 2 ? d.month - 3 : d.month + 9; /* 0 = March */
    int in_year = (153 * month + 2) / 5 + d.day - 1;
    return year * 365 + year / 4 - year / 100 + year / 400 + in_year - DAYS_TO_2000;
}

struct date date_from_days(int32_t days)
{
    if (days < DAYS_FIRST || days > DAYS_LAST)
        return (struct date){0};
    int since = days + DAYS_TO_2000; /* 0000-03-01; not negative, since year 1 is the first */
    int era = since / DAYS_AN_ERA;
    int in_era = since % DAYS_AN_ERA;
    int year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int in_year = in_era - (365 * year + year / 4 - year / 100);
    int month = (5 * in_year + 2) / 153; /* 0 = March */
    int day = in_year - (153 * month + 2) / 5 + 1;
    month = month < 10 ? month + 3 : month - 9;
    year += era * 400 + (month <= 2);
    return (struct date){.year = (int16_t)year, .month = (int8_t)month, .day = (int8_t)day};
}

struct date date_add_months(struct date d, int months)
{
    enum { MONTHS_MOST = 12 * 10000 };
    if (!date_valid(d) || months > MONTHS_MOST || months < -MONTHS_MOST)
        return (struct date){0};
    int count = d.year * 12 + d.month - 1 + months;
    int year = count / 12;
    if (count < 12 || year > 9999)
        return (struct date){0};
    int month = count % 12 + 1;
    int last = month_days(year, month);
    return (struct date){.year = (int16_t)year, .month = (int8_t)month, .day = (int8_t)(d.day < last ? d.day : last)};
}

int date_weekday(struct date d)
{
    return ((date_days(d) + WEEKDAY_2000) % 7 + 7) % 7;
}

int date_age(struct date born, struct date today)
{
    if (!date_valid(born) || !date_valid(today) || date_compare(born, today) > 0)
        return -1;
    bool to_come = today.month * 32 + today.day < born.month * 32 + born.day;
    return today.year - born.year - to_come;
}

void date_format(char out[16], struct date d)
{
    out[0] = '\0';
    if (date_valid(d))
        snprintf(out, 16, "%04u-%02u-%02u", (unsigned)d.year % 10000, (unsigned)d.month % 100, (unsigned)d.day % 100);
}

void date_format_short(char out[16], struct date d)
{
    out[0] = '\0';
    if (date_valid(d))
        snprintf(out, 16, "%u %s %04u", (unsigned)d.day % 100, month_names[d.month - 1], (unsigned)d.year % 10000);
}

static int digits(const char *text, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

bool date_parse_iso(struct date *out, const char *text, struct err *e)
{
    static const char shape[] = "0000-00-00";
    for (size_t i = 0; i < sizeof shape; i++) {
        bool fits = shape[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == shape[i];
        if (!fits)
            return err_set(e, ERR_INVALID, "date '%.40s' must be written YYYY-MM-DD", text);
    }
    struct date d = {
        .year = (int16_t)digits(text, 4), .month = (int8_t)digits(text + 5, 2), .day = (int8_t)digits(text + 8, 2)};
    if (!date_valid(d))
        return err_set(e, ERR_INVALID, "there is no day '%s' in the calendar", text);
    *out = d;
    return true;
}
