/** Making a practice, and filling one with invented people. */
#ifndef FASCIA_APP_PRACTICE_H
#define FASCIA_APP_PRACTICE_H

#include "fascia/app/app.h"
#include "fascia/trust/recovery.h"

struct practice_new {
    const char *folder;            /* must not hold a practice yet */
    const char *name;              /* of the practice */
    const char *user_name, *login; /* first user: owner and therapist */
    const char *registration;      /* or NULL */
    const char *passphrase;
    size_t passphrase_len;
    bool synthetic;      /* invented people only: every screen and letter says so */
    struct instant made; /* when it claims to have been made; ms 0 = now. For the demo, whose record begins years ago */
};

/**
 * Creates folder, keyslots, store, the first user (who signs itself), the recovery user, settings. On failure nothing
 * is left behind. recovery: to be shown once and wiped; owner_check: first 8 hex digits of the first user change. `a`
 * is unlocked afterwards.
 */
MUST_USE bool practice_create(struct app *a, char recovery[RECOVERY_TEXT], char owner_check[9],
                              const struct practice_new *want, struct err *e);

/** A login from a person's name: "Ana Ruiz" -> "ana". Lower-case ASCII, 1 to 32 bytes. */
const char *login_suggest(const char *user_name, struct arena *arena);

struct demo_options {
    int clients, sessions; /* default 60 and 1500 */
    uint64_t seed;         /* default 1 */
};

/** Where the demo's record begins: give it as `made` of the practice that is to be filled. */
struct instant demo_beginning(void);

/**
 * Fills a practice that was just made, synthetic and unlocked, with invented people over three years up to now, through
 * log_append. Adds two therapists, who have the passphrase of the one who is unlocked.
 */
MUST_USE bool demo_fill(struct app *a, const struct demo_options *want, const char *passphrase, size_t passphrase_len,
                        const struct progress *p, struct err *e);

#endif
