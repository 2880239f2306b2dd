/**
 * What a person holds between unlock and lock: the store key and that person's own signing and box keys.
 *
 * The secrets live in one block of locked memory (base/secret) and nowhere else. A struct keys is moved by pointer;
 * never copy it: two owners of one block would free it twice. Zero-initialise to use: `struct keys k = {0};`
 */
#ifndef FASCIA_TRUST_KEYS_H
#define FASCIA_TRUST_KEYS_H

#include "fascia/base/err.h"
#include "fascia/base/id.h"

#include <stdint.h>

#define KEY_BYTES 32
#define KEY_SIGN_SECRET_BYTES 64
#define LOGIN_MAX 32 /* bytes, without the NUL */

/** The public halves: they stand in the `user` change of the log, which is where authority comes from. */
struct public_keys {
    uint8_t sign[KEY_BYTES]; /* Ed25519 */
    uint8_t box[KEY_BYTES];  /* X25519 */
};

struct key_secrets {
    uint8_t store[KEY_BYTES];      /* the store key of `epoch`: SQLCipher's raw key */
    uint8_t store_next[KEY_BYTES]; /* of `epoch + 1` while a rekey is under way, else zero */
    uint8_t seed[KEY_BYTES];       /* the person's own; sign and box come from it */
    uint8_t sign[KEY_SIGN_SECRET_BYTES];
    uint8_t box[KEY_BYTES];
};

struct keys {
    struct id practice;
    struct id user;
    char login[LOGIN_MAX + 1]; /* "" for the recovery key */
    bool recovery;             /* unlocked by the recovery key: may only make an owner */
    uint32_t epoch;            /* of secret->store */
    bool has_next;             /* secret->store_next is set: the store may already be of epoch + 1 */
    struct public_keys public;
    struct key_secrets *secret; /* NULL = locked */
};

bool keys_unlocked(const struct keys *k);

/** Wipes and frees the secrets; who it was (user, login, public keys) stays, so that the unlock screen can offer it. */
void keys_lock(struct keys *k);

/** Wipes everything; usable again. */
void keys_release(struct keys *k);

#endif
