/* Recovery keys as anybody may type them: what is taken is one key, whatever its spelling, and comes out the same. */
#include "fascia/trust/recovery.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every 32 bytes are a key that can be written down, read again, and whose groups the drill knows. */
static void check_key(const uint8_t key[KEY_BYTES])
{
    struct err e = {0};
    char form[RECOVERY_TEXT];
    uint8_t again[KEY_BYTES];
    recovery_format(form, key);
    if (!recovery_parse(again, form, &e) || memcmp(again, key, KEY_BYTES) != 0)
        BUG("does not read back: %s", e.text);
    for (int group = 1; group <= RECOVERY_GROUPS; group++) {
        char text[RECOVERY_GROUP_LEN + 1] = "";
        memcpy(text, form + (group - 1) * (RECOVERY_GROUP_LEN + 1), RECOVERY_GROUP_LEN);
        if (!recovery_group_matches(key, group, text))
            BUG("the drill does not know group %d", group);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = {0};
    uint8_t key[KEY_BYTES];
    char *text = calloc(1, size + 1);
    if (!text)
        BUG("no memory");
    memcpy(text, data, size);
    if (recovery_parse(key, text, &e))
        check_key(key);
    else if (e.code != ERR_INVALID || !e.text[0])
        BUG("refused with code %d", (int)e.code);
    if (size >= KEY_BYTES)
        check_key(data);
    free(text);
    return 0;
}
