/*
 * Signatures. What is signed is always a 32-byte BLAKE2b hash whose bytes begin with what they are ("fascia change 1",
 * a manifest's own words), so a signature over one kind of thing can never be shown as one over another.
 */
#include "fascia/trust/sign.h"

#include "fascia/base/secret.h"

#include <sodium.h>

_Static_assert(SIGNATURE_BYTES == crypto_sign_BYTES, "an Ed25519 signature is 64 bytes");

bool sign_hash(uint8_t signature[SIGNATURE_BYTES], const struct hash *hash, const struct keys *keys, struct err *e)
{
    if (!keys_unlocked(keys))
        return err_set(e, ERR_LOCKED, "cannot sign: locked; unlock with the passphrase first");
    crypto_sign_detached(signature, NULL, hash->b, sizeof(hash->b), keys->secret->sign); /* has no failure */
    secret_wipe_stack();
    return true;
}

bool verify_hash(const uint8_t signature[SIGNATURE_BYTES], const struct hash *hash,
                 const uint8_t sign_public[KEY_BYTES])
{
    return crypto_sign_verify_detached(signature, hash->b, sizeof(hash->b), sign_public) == 0;
}
