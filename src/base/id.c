/*
 * Identities and the hybrid logical clock they are made from.
 *
 * A clock value is milliseconds since 1970 in the upper 48 bits and a counter of 0..4095 in the lower 16. It only
 * grows, even when the wall clock is set back, so ids made from it sort in the order in which a device made them. The
 * top bit stays clear, because the value is stored as a signed 64-bit integer: that lasts until the year 6429.
 */
#include "fascia/base/id.h"

#include "fascia/base/hash.h"

#include <sodium.h>
#include <string.h>

#define MS_MOST ((INT64_C(1) << 47) - 1)
#define COUNTER_MOST UINT64_C(4095)

struct id id_random(void)
{
    struct id id;
    randombytes_buf(id.b, sizeof id.b);
    id.b[6] = (uint8_t)((id.b[6] & 0x0F) | 0x40);
    id.b[8] = (uint8_t)((id.b[8] & 0x3F) | 0x80);
    return id;
}

struct id id_from_hlc(uint64_t hlc)
{
    if (!hlc_valid(hlc))
        BUG("clock value %llx is none that hlc_next gives", (unsigned long long)hlc);
    struct id id;
    randombytes_buf(id.b, sizeof id.b);
    for (size_t i = 0; i < 6; i++)
        id.b[i] = (uint8_t)(hlc >> (56 - 8 * i));
    id.b[6] = (uint8_t)(0x70 | ((hlc >> 8) & 0x0F));
    id.b[7] = (uint8_t)hlc;
    id.b[8] = (uint8_t)((id.b[8] & 0x3F) | 0x80);
    return id;
}

bool id_is_null(struct id id)
{
    return sodium_is_zero(id.b, sizeof id.b) == 1;
}

bool id_equal(struct id a, struct id b)
{
    return id_compare(a, b) == 0;
}

int id_compare(struct id a, struct id b)
{
    return memcmp(a.b, b.b, sizeof a.b);
}

static bool dash_before(size_t byte)
{
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

void id_format(char out[ID_TEXT], struct id id)
{
    size_t at = 0;
    for (size_t i = 0; i < sizeof id.b; i++) {
        if (dash_before(i))
            out[at++] = '-';
        hex_format(out + at, &id.b[i], 1); /* its NUL is overwritten by the next digit, the last one ends the text */
        at += 2;
    }
}

bool id_parse(struct id *out, const char *text, struct err *e)
{
    char digits[2 * sizeof out->b + 1];
    size_t at = 0;
    if (strnlen(text, ID_TEXT) != ID_TEXT - 1)
        return err_set(e, ERR_INVALID, "id '%.40s' must have 36 characters", text);
    for (size_t i = 0; i < sizeof out->b; i++) {
        if (dash_before(i) && text[at++] != '-')
            return err_set(e, ERR_INVALID, "id '%s' must have the shape 8-4-4-4-12", text);
        memcpy(digits + 2 * i, text + at, 2);
        at += 2;
    }
    digits[sizeof digits - 1] = '\0';
    if (!hex_parse(out->b, sizeof out->b, digits, e))
        return err_set(e, ERR_INVALID, "id '%s' must be hex digits and dashes", text);
    return true;
}

bool hlc_valid(uint64_t hlc)
{
    return hlc >> 16 <= (uint64_t)MS_MOST && (hlc & 0xFFFF) <= COUNTER_MOST;
}

uint64_t hlc_next(uint64_t last, int64_t now_ms)
{
    if (now_ms < 0)
        now_ms = 0;
    if (now_ms > MS_MOST)
        now_ms = MS_MOST;
    uint64_t now = (uint64_t)now_ms << 16;
    if (last < now)
        return now;
    uint64_t next = (last & 0xFFFF) < COUNTER_MOST ? last + 1 : ((last >> 16) + 1) << 16;
    if (!hlc_valid(next) || next <= last)
        BUG("clock value %llx has no successor", (unsigned long long)last);
    return next;
}
