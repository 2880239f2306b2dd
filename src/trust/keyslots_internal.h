/**
 * What the files of the slot file share: sizes, the cost of guessing, and the cryptography of one slot.
 *
 * Secrets are written only to memory the caller got from secret_alloc.
 */
#ifndef FASCIA_TRUST_KEYSLOTS_INTERNAL_H
#define FASCIA_TRUST_KEYSLOTS_INTERNAL_H

#include "fascia/trust/keyslots.h"

#define SLOT_HEADER_BYTES 64
#define SLOT_BYTES 256
#define SLOT_BOUND_BYTES 76 /* user id to salt: what the wrap vouches for */
#define KEYSLOTS_BYTES_MAX (SLOT_HEADER_BYTES + KEYSLOTS_MAX * SLOT_BYTES + KEY_BYTES)

struct kdf_cost {
    uint32_t ops;
    uint32_t mem_kib;
};

/** What a new slot gets, and the least that is accepted. */
struct kdf_cost kdf_floor(void);
struct kdf_cost kdf_ceiling(void);

/* keyslots_format.c */
void slot_format(struct buf *out, const struct keyslot *slot);
void keyslots_format_body(struct buf *out, const struct keyslots *s); /* all before the trailer */

/* slot_crypto.c */
MUST_USE bool slot_kek(uint8_t kek[KEY_BYTES], const struct keyslot *slot, const char *passphrase, size_t len,
                       struct err *e);
void slot_wrap(struct keyslot *slot, struct id practice, const uint8_t kek[KEY_BYTES], const uint8_t seed[KEY_BYTES]);
MUST_USE bool slot_unwrap(uint8_t seed[KEY_BYTES], const struct keyslot *slot, struct id practice,
                          const uint8_t kek[KEY_BYTES]);
void slot_seal(struct keyslot *slot, const uint8_t box_public[KEY_BYTES], const uint8_t store_key[KEY_BYTES]);
MUST_USE bool slot_unseal(uint8_t store_key[KEY_BYTES], const struct keyslot *slot, const struct public_keys *public,
                          const struct key_secrets *secret);
void seed_expand(struct public_keys *public, struct key_secrets *secret); /* sign and box keys from secret->seed */
struct hash keyslots_trailer(const struct keyslots *s, const uint8_t store_key[KEY_BYTES]);

/* keyslots.c */
bool keyslots_rekeying(const struct keyslots *s); /* it holds slots of the next epoch, too */
struct keyslot *keyslots_find(struct keyslots *s, struct id user, uint32_t epoch); /* or NULL */

/** Counts the generation up and renews the trailer. */
void keyslots_renew(struct keyslots *s, const uint8_t store_key[KEY_BYTES]);

/**
 * May these keys change these slots? Unlocked, same practice and epoch, and the trailer is right: renewing it over
 * slots that somebody else put there would vouch for them.
 */
MUST_USE bool keyslots_check_editor(const struct keyslots *s, const struct keys *by, struct err *e);

#endif
