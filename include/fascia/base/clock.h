/**
 * Now, and calendar days. One place asks the system for the time; test builds (FASCIA_TEST_BUILD) obey FASCIA_NOW,
 * an RFC 3339 instant, and let it tick on from there. The offset always comes from the system's zone (TZ).
 */
#ifndef FASCIA_BASE_CLOCK_H
#define FASCIA_BASE_CLOCK_H

#include "fascia/base/err.h"

#include <stdint.h>

struct instant {
    int64_t ms;     /* UTC milliseconds since 1970 */
    int16_t offset; /* minutes east of UTC at that place and moment */
};

struct date {
    int16_t year; /* 1..9999; 0 = no date */
    int8_t month; /* 1..12 */
    int8_t day;   /* 1..31 */
};

/*
 * An instant whose local day is outside the years 1..9999 has no date ({0}) and no text (""). Of an hour that comes
 * twice when the clocks go back instant_of means the first; one that they jump over is moved forward by the jump.
 */
struct instant clock_now(void);
int64_t clock_monotonic_ms(void); /* for deadlines; never runs back, never set by FASCIA_NOW */

struct date instant_date(struct instant t);           /* the local day it falls on */
int instant_minute(struct instant t);                 /* minutes since local midnight, 0..1439 */
struct instant instant_of(struct date d, int minute); /* local wall time to an instant, by the system's zone */
void instant_format(char out[32], struct instant t);  /* RFC 3339 with offset, ms only if not zero */
MUST_USE bool instant_parse(struct instant *out, const char *text, struct err *e);

/* date_days, date_weekday and instant_of need a valid date. What would leave the years 1..9999 is no date. */
bool date_valid(struct date d);
int date_compare(struct date a, struct date b); /* <0, 0, >0 */
int32_t date_days(struct date d);               /* days since 2000-01-01, may be negative */
struct date date_from_days(int32_t days);
struct date date_add_months(struct date d, int months); /* 31 Jan + 1 month = 28 or 29 Feb */
int date_weekday(struct date d);                        /* 0 Monday .. 6 Sunday */
int date_age(struct date born, struct date today);      /* whole years, a 29 Feb counts on 1 March; -1 unknown */
void date_format(char out[16], struct date d);          /* YYYY-MM-DD; "" for no date */
void date_format_short(char out[16], struct date d);    /* 22 Nov 2026 */
MUST_USE bool date_parse_iso(struct date *out, const char *text, struct err *e); /* exactly YYYY-MM-DD */

#endif
