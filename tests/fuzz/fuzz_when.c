/* Dates and hours from any bytes: what is read is a valid span within the text, and reads back as itself. */
#include "fascia/model/when.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *text, enum when_use use)
{
    const struct date today = {2026, 11, 23};
    struct span s = {0}, again = {0};
    struct err e = {0};
    size_t used = 0;
    when_read(&s, &used, text, use, today);
    if (used > strlen(text) || (used > 0) != (s.first.year != 0))
        BUG("used %zu", used);
    if (used > 0 && (!date_valid(s.first) || !date_valid(s.last) || date_compare(s.first, s.last) > 0))
        BUG("no span");
    if (used > 0 && use == WHEN_BIRTH && date_compare(s.first, today) > 0)
        BUG("born in the future");
    if (!when_parse(&again, text, use, today, &e))
        return;
    char iso[16];
    date_format(iso, again.first);
    if (!when_parse(&s, iso, use, today, &e) || date_compare(s.first, again.first) != 0)
        BUG("'%s' does not read back", iso);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[64];
    if (size >= sizeof text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    for (int use = WHEN_PAST; use <= WHEN_SEARCH; use++)
        check(text, (enum when_use)use);
    struct err e = {0};
    int minute;
    if (hour_parse(&minute, text, &e) && (minute < 0 || minute > 1439))
        BUG("minute %d", minute);
    return 0;
}
