/* The keys of sessions: days since 2000-01-01 of the treatment x 8192 + n, so that key order is date order. */
#ifndef FASCIA_STORE_KEYS_H
#define FASCIA_STORE_KEYS_H

#include "fascia/base/clock.h"

#include <stdint.h>

enum { KEYS_A_DAY = 8192 };

static inline int64_t key_first(struct date day)
{
    return (int64_t)date_days(day) * KEYS_A_DAY;
}

static inline int32_t key_day(int64_t key) /* days before 2000 are negative: rounded down */
{
    return (int32_t)(key >= 0 ? key / KEYS_A_DAY : -((KEYS_A_DAY - 1 - key) / KEYS_A_DAY));
}

#endif
