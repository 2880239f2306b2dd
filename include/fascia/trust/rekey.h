/**
 * A new store key, sealed to everyone who stays, without knowing their passphrases.
 *
 * Order for the caller: begin -> keyslots_write -> copy the store under secret->store_next, rename it -> finish ->
 * keyslots_write. A crash between leaves a file that opens both epochs; cancel or finish goes on from there.
 */
#ifndef FASCIA_TRUST_REKEY_H
#define FASCIA_TRUST_REKEY_H

#include "fascia/trust/keyslots.h"

/** One who stays: the box key must come from the owner-signed `user` change, never from the slot file. */
struct rekey_member {
    struct id user;
    uint8_t box[KEY_BYTES];
};

/** Adds slots of epoch + 1 and puts the new key in keys (has_next). ERR_REFUSED: one is under way, or `keys` not among
 * them. */
MUST_USE bool keyslots_rekey_begin(struct keyslots *s, struct keys *keys, const struct rekey_member *stay, size_t n,
                                   struct err *e);

/** Drops the old epoch's slots (and so everyone who does not stay); keys move to the new epoch. */
MUST_USE bool keyslots_rekey_finish(struct keyslots *s, struct keys *keys, struct err *e);

/** Drops the new epoch's slots again. */
MUST_USE bool keyslots_rekey_cancel(struct keyslots *s, struct keys *keys, struct err *e);

#endif
