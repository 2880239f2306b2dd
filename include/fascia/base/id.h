/** 16-byte identities: UUIDv7 by the hybrid clock, shown as lower-case dashed text. */
#ifndef FASCIA_BASE_ID_H
#define FASCIA_BASE_ID_H

#include "fascia/base/err.h"

#include <stdint.h>

#define ID_TEXT 37 /* 36 characters and NUL */

struct id {
    uint8_t b[16];
};

struct id id_random(void); /* UUIDv4 from the system's random source */
struct id
id_from_hlc(uint64_t hlc); /* UUIDv7: ms = hlc >> 16, rand_a = the 12-bit counter, 62 random bits; BUG if not valid */
bool id_is_null(struct id id); /* all zero = "none" */
bool id_equal(struct id a, struct id b);
int id_compare(struct id a, struct id b); /* <0, 0, >0; for ids of one device the order they were made in */
void id_format(char out[ID_TEXT], struct id id);
MUST_USE bool id_parse(struct id *out, const char *text, struct err *e); /* upper-case digits are taken too */

/**
 * A clock value: ms since 1970 << 16, with a counter 0..4095. Valid: counter in range, ms below 2^47, so that it fits a
 * signed 64-bit column. Check values from outside before they become `last`.
 */
bool hlc_valid(uint64_t hlc);

/** next = max(now << 16, last + 1); the counter has 12 bits, a full one borrows a millisecond. Always valid. */
uint64_t hlc_next(uint64_t last, int64_t now_ms);

#endif
