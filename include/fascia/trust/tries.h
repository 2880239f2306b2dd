/**
 * The file `tries`: failed unlocks, which have no key to write to the log with. The next unlock moves them there.
 *
 * At most 4 KiB; the oldest lines give way. Anyone with file access can cut or forge it: it is a help, not a proof.
 */
#ifndef FASCIA_TRUST_TRIES_H
#define FASCIA_TRUST_TRIES_H

#include "fascia/base/arena.h"
#include "fascia/trust/keyslots.h"

#define TRIES_BYTES_MAX 4096

struct try_line {
    int64_t at_ms;
    const char *login; /* "" when the login was unknown */
};

struct tries {
    struct try_line *items; /* oldest first */
    size_t len;
    size_t damaged; /* lines that do not parse and were passed over */
};

/** One failed unlock. A login that `s` does not know is not written: it may be a passphrase typed in the wrong field.
 */
MUST_USE bool tries_add(const char *folder, const struct keyslots *s, const char *login, int64_t at_ms, struct err *e);

/** No file is an empty list. */
MUST_USE bool tries_list(struct tries *out, const char *folder, struct arena *a, struct err *e);

/** Takes out what `listed` holds, once it is in the log; tries that came since stay. */
MUST_USE bool tries_clear(const char *folder, const struct tries *listed, struct err *e);

#endif
