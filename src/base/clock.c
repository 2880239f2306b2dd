/*
 * The only place that asks the system for the time and for the zone.
 *
 * Wall time to instant is not left to mktime, whose answer for an hour that does not exist or exists twice depends on
 * the C library. Here an hour that the clocks jump over is moved forward by the jump, and of an hour that comes twice
 * the first is meant. Offsets are whole minutes; the seconds of local mean times before about 1900 are cut off,
 * everywhere alike, so an instant still falls on the day it was made for.
 */
#include "fascia/base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MS_MOST (INT64_C(1) << 60) /* far beyond year 9999, and sums with it do not overflow */

enum { MS_A_MINUTE = 60000, MS_A_DAY = 86400000, DAYS_1970_TO_2000 = 10957 };

static int64_t ms_of(clockid_t clock)
{
    struct timespec t;
    if (clock_gettime(clock, &t) != 0)
        BUG("the system has no clock %d", (int)clock);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_monotonic_ms(void)
{
    return ms_of(CLOCK_MONOTONIC);
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int16_t offset_at(int64_t ms)
{
    time_t seconds = (time_t)floor_div(ms, 1000);
    struct tm local;
    if (!localtime_r(&seconds, &local))
        return 0; /* a year beyond an int: no zone has rules for it */
    return (int16_t)(local.tm_gmtoff / 60);
}

#ifdef FASCIA_TEST_BUILD
/* FASCIA_NOW stops nothing: time goes on from it, so that timeouts and idle times can be tested. */
static bool pretended_now(int64_t *ms)
{
    static int64_t shift; /* from the monotonic clock; 0 = not read yet */
    const char *text = getenv("FASCIA_NOW");
    if (!text)
        return false;
    if (shift == 0) {
        struct instant start;
        struct err e;
        if (!instant_parse(&start, text, &e))
            BUG("FASCIA_NOW: %s", e.text);
        shift = start.ms - clock_monotonic_ms();
    }
    *ms = clock_monotonic_ms() + shift;
    return true;
}
#else
static bool pretended_now(int64_t *ms)
{
    (void)ms;
    return false;
}
#endif

struct instant clock_now(void)
{
    int64_t ms;
    if (!pretended_now(&ms))
        ms = ms_of(CLOCK_REALTIME);
    return (struct instant){.ms = ms, .offset = offset_at(ms)};
}

static int64_t local_ms(struct instant t)
{
    if (t.ms > MS_MOST || t.ms < -MS_MOST)
        return t.ms > 0 ? MS_MOST : -MS_MOST;
    return t.ms + (int64_t)t.offset * MS_A_MINUTE;
}

struct date instant_date(struct instant t)
{
    int64_t days = floor_div(local_ms(t), MS_A_DAY) - DAYS_1970_TO_2000;
    if (days < INT32_MIN || days > INT32_MAX)
        return (struct date){0};
    return date_from_days((int32_t)days);
}

static int64_t ms_of_day(struct instant t)
{
    return local_ms(t) - floor_div(local_ms(t), MS_A_DAY) * MS_A_DAY;
}

int instant_minute(struct instant t)
{
    return (int)(ms_of_day(t) / MS_A_MINUTE);
}

struct instant instant_of(struct date d, int minute)
{
    if (minute < 0 || minute > 1439)
        BUG("minute %d of a day", minute);
    int64_t wall = ((int64_t)date_days(d) + DAYS_1970_TO_2000) * MS_A_DAY + (int64_t)minute * MS_A_MINUTE;
    /* A day before and a day after surround the moment in every zone: if the clocks change, these are the two sides. */
    int16_t before = offset_at(wall - MS_A_DAY);
    int16_t after = offset_at(wall + MS_A_DAY);
    int64_t early = wall - (int64_t)before * MS_A_MINUTE;
    int64_t late = wall - (int64_t)after * MS_A_MINUTE;
    if (offset_at(early) != before && offset_at(late) == after)
        return (struct instant){.ms = late, .offset = after};
    return (struct instant){.ms = early, .offset = offset_at(early)};
}

void instant_format(char out[32], struct instant t)
{
    char day[16];
    char text[64];
    char fraction[8] = "";
    unsigned ms = (unsigned)ms_of_day(t);
    unsigned east = (unsigned)(t.offset < 0 ? -t.offset : t.offset);
    date_format(day, instant_date(t));
    out[0] = '\0';
    if (day[0] == '\0')
        return;
    if (ms % 1000 != 0)
        snprintf(fraction, sizeof fraction, ".%03u", ms % 1000);
    int len = snprintf(text, sizeof text, "%sT%02u:%02u:%02u%s%c%02u:%02u", day, ms / 3600000, ms / 60000 % 60,
                       ms / 1000 % 60, fraction, t.offset < 0 ? '-' : '+', east / 60, east % 60);
    if (len < 0 || len >= 32)
        BUG("offset of %d minutes", t.offset);
    memcpy(out, text, (size_t)len + 1);
}

/* Exactly `n` digits at *text, which moves past them; -1 if they are not there. */
static int take_digits(const char **text, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return -1;
        value = value * 10 + (**text - '0');
    }
    return value;
}

static bool take(const char **text, char c)
{
    if (**text != c)
        return false;
    (*text)++;
    return true;
}

/* "hh:mm:ss" and perhaps ".fff": milliseconds of the day, or -1. More than three decimals are read and dropped. */
static int64_t take_time(const char **text)
{
    int hour = take_digits(text, 2);
    if (hour < 0 || hour > 23 || !take(text, ':'))
        return -1;
    int minute = take_digits(text, 2);
    if (minute < 0 || minute > 59 || !take(text, ':'))
        return -1;
    int second = take_digits(text, 2);
    if (second < 0 || second > 59)
        return -1;
    int64_t ms = ((int64_t)hour * 60 + minute) * MS_A_MINUTE + (int64_t)second * 1000;
    if (!take(text, '.'))
        return ms;
    size_t decimals = strspn(*text, "0123456789");
    if (decimals == 0 || decimals > 9)
        return -1;
    for (size_t i = 0, unit = 100; i < decimals; i++, unit /= 10)
        ms += (int64_t)unit * ((*text)[i] - '0');
    *text += decimals;
    return ms;
}

/* "Z" or "+hh:mm": minutes east. */
static bool take_offset(const char **text, int16_t *offset)
{
    *offset = 0;
    if (take(text, 'Z'))
        return true;
    bool west = **text == '-';
    if (!take(text, west ? '-' : '+'))
        return false;
    int hours = take_digits(text, 2);
    if (hours < 0 || hours > 23 || !take(text, ':'))
        return false;
    int minutes = take_digits(text, 2);
    if (minutes < 0 || minutes > 59)
        return false;
    *offset = (int16_t)((hours * 60 + minutes) * (west ? -1 : 1));
    return true;
}

bool instant_parse(struct instant *out, const char *text, struct err *e)
{
    char day[11] = "";
    struct date d;
    int16_t offset;
    if (strnlen(text, 40) < 20)
        return err_set(e, ERR_INVALID, "instant '%s' must look like 2026-11-22T09:30:00+00:00", text);
    memcpy(day, text, 10);
    if (!date_parse_iso(&d, day, e))
        return false;
    const char *at = text + 10;
    int64_t ms = take(&at, 'T') ? take_time(&at) : -1;
    if (ms < 0 || !take_offset(&at, &offset) || *at != '\0')
        return err_set(e, ERR_INVALID, "instant '%.40s' must look like 2026-11-22T09:30:00+00:00", text);
    ms += ((int64_t)date_days(d) + DAYS_1970_TO_2000) * MS_A_DAY - (int64_t)offset * MS_A_MINUTE;
    *out = (struct instant){.ms = ms, .offset = offset};
    return true;
}
