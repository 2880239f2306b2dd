/**
 * Dates as people type them; one parser everywhere. `2026-11-29`; `29nov [2026]`; day first `29/11/26`, `29.11.2026`;
 * for a birth date `120485`; `today t yd t+3 +2w -1m mon`. Never month first.
 */
#ifndef FASCIA_MODEL_WHEN_H
#define FASCIA_MODEL_WHEN_H

#include "fascia/base/arena.h"
#include "fascia/base/clock.h"
#include "fascia/base/err.h"

struct span {
    struct date first, last; /* inclusive; equal for one day; first.year 0 = none */
};

enum when_use {
    WHEN_PAST,   /* a missing year, a month or weekday alone: the nearest past one */
    WHEN_FUTURE, /* after `next`: the nearest future one */
    WHEN_BIRTH,  /* the latest that is not in the future; `120485` = 12 Apr 1985 */
    WHEN_SEARCH, /* as past, but a month or year alone is the whole span (`mar` = the latest March) */
};

/** Parses the whole text. ERR_INVALID says which forms are understood. */
MUST_USE bool when_parse(struct span *out, const char *text, enum when_use use, struct date today, struct err *e);

/** Reads as many leading words (blank-separated, at most 3) as form a date: *used bytes, 0 when none does. */
void when_read(struct span *out, size_t *used, const char *text, enum when_use use, struct date today);

/** `10`, `10:30`, `1030` to minutes since midnight. */
MUST_USE bool hour_parse(int *out, const char *text, struct err *e);

#endif
