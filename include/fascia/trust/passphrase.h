/** What a new passphrase must be, and a generator of ones that are strong and can be remembered. */
#ifndef FASCIA_TRUST_PASSPHRASE_H
#define FASCIA_TRUST_PASSPHRASE_H

#include "fascia/base/err.h"

#define PASSPHRASE_MIN 12   /* characters */
#define PASSPHRASE_MAX 1024 /* bytes */
#define PASSPHRASE_WORDS_MIN 4
#define PASSPHRASE_WORDS_MAX 8
#define PASSPHRASE_TEXT 128 /* bytes for any generated one, with NUL */

/**
 * At least 12 characters; not only digits, not a repeated pattern, not a row of neighbours (abcdef, 654321), at least 6
 * different characters, and not mainly one of `names` (login, practice, own name; NULL entries are passed over).
 * Length is what counts: no rule asks for capitals or signs. ERR_INVALID says which rule; the text is never shown.
 */
MUST_USE bool passphrase_check(const char *text, size_t len, const char *const *names, size_t n_names, struct err *e);

/** `words` (4 to 8) of 7,776, blanks between: 12.9 bits each. `out` is the caller's locked memory. */
void passphrase_generate(char out[PASSPHRASE_TEXT], int words);

#endif
