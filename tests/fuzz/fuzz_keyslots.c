/* Slot files from anybody: what is read is written back byte for byte, and what is refused leaves nothing behind. */
#include "fascia/trust/keyslots.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct keyslots nothing;
    static const uint8_t recovery_key[KEY_BYTES] = "a key that opens no such slot..";
    struct keyslots s = {0};
    struct err e = {0};
    if (!keyslots_parse(&s, data, size, &e)) {
        if (memcmp(&s, &nothing, sizeof(s)) != 0 || (e.code != ERR_DAMAGED && e.code != ERR_VERSION))
            BUG("refused with code %d, or something left behind", (int)e.code);
        return 0;
    }
    struct buf again = {0};
    keyslots_format(&again, &s);
    if (again.len != size || memcmp(again.data, data, size) != 0)
        BUG("reads what it would not write");
    buf_release(&again);

    const char *logins[KEYSLOTS_HOLDERS_MAX];
    struct keys k = {0};
    if (keyslots_logins(logins, &s) > KEYSLOTS_HOLDERS_MAX || keyslots_unlock_recovery(&k, &s, recovery_key, &e))
        BUG("opened, or too many logins");
    return 0;
}
