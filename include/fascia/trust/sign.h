/** Ed25519 signatures over the 32-byte hash of a change or a manifest. */
#ifndef FASCIA_TRUST_SIGN_H
#define FASCIA_TRUST_SIGN_H

#include "fascia/base/hash.h"
#include "fascia/trust/keys.h"

#define SIGNATURE_BYTES 64

/** ERR_LOCKED when the keys are locked. 23 us on the reference machine. */
MUST_USE bool sign_hash(uint8_t signature[SIGNATURE_BYTES], const struct hash *hash, const struct keys *keys,
                        struct err *e);

/** Is it the signature of the holder of `sign_public` (public_keys.sign) over *hash? 51 us. Fits the store's verify_fn.
 */
MUST_USE bool verify_hash(const uint8_t signature[SIGNATURE_BYTES], const struct hash *hash,
                          const uint8_t sign_public[KEY_BYTES]);

#endif
