/**
 * The recovery key as a person writes it down: 256 random bits and 24 check bits, 8 groups of 7 letters and digits
 * (Crockford's base 32: no I, L, O, U), each with a check character, joined by dashes.
 */
#ifndef FASCIA_TRUST_RECOVERY_H
#define FASCIA_TRUST_RECOVERY_H

#include "fascia/trust/keys.h"

#define RECOVERY_GROUPS 8
#define RECOVERY_GROUP_LEN 8                                       /* 7 and the check character */
#define RECOVERY_TEXT (RECOVERY_GROUPS * (RECOVERY_GROUP_LEN + 1)) /* 71 characters and NUL */

/** The caller keeps `out` in locked memory, and wipes it: it opens the practice. */
void recovery_format(char out[RECOVERY_TEXT], const uint8_t key[KEY_BYTES]);

/**
 * Takes lower case, o for 0, i and l for 1, and blanks and dashes anywhere.
 * @return false with ERR_INVALID that names the group (1 to 8) which is wrong; never shows what was typed
 */
MUST_USE bool recovery_parse(uint8_t key[KEY_BYTES], const char *text, struct err *e);

/** The drill at set-up: is `text` group number `group` (1 to 8) of this key? As forgiving as recovery_parse. */
bool recovery_group_matches(const uint8_t key[KEY_BYTES], int group, const char *text);

#endif
