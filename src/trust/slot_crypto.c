/*
 * The cryptography of one slot, and of the trailer over all of them.
 *
 *   passphrase --Argon2id--> KEK --XChaCha20-Poly1305--> seed --crypto_kdf--> signing pair, box pair
 *   store key --sealed box to the box pair--> slot        store key --crypto_kdf--> key of the trailer
 *
 * The wrap vouches for the practice and for the slot's own fields up to the salt, so a slot cannot be moved to another
 * practice, given another login or made cheaper. It does not vouch for the epoch: a rekey copies the wrap of people
 * whose passphrase nobody else knows, and the trailer covers the rest.
 *
 * The library leaves pieces of keys on the stack (after Argon2id, the key itself: tests/trust/slow_wipe.c found it), so
 * every function here wipes the stack below it.
 */
#include "keyslots_internal.h"

#include "fascia/base/hash.h"
#include "fascia/base/secret.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(((struct keyslot *)0)->nonce) == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce");
_Static_assert(sizeof(((struct keyslot *)0)->wrapped_seed) == KEY_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES,
               "wrap");
_Static_assert(sizeof(((struct keyslot *)0)->sealed_key) == KEY_BYTES + crypto_box_SEALBYTES, "seal");
_Static_assert(sizeof(((struct keyslot *)0)->salt) == crypto_pwhash_SALTBYTES, "salt");

/* Tests open hundreds of slots. The variable lowers the cost of what is made and accepted, and a release has no trace
 * of it: tests/build checks that. */
static bool kdf_is_for_tests(void)
{
#ifdef FASCIA_TEST_BUILD
    const char *wish = getenv("FASCIA_TEST_KDF");
    return wish && strcmp(wish, "min") == 0;
#else
    return false;
#endif
}

struct kdf_cost kdf_floor(void)
{
    if (kdf_is_for_tests())
        return (struct kdf_cost){crypto_pwhash_argon2id_OPSLIMIT_MIN, crypto_pwhash_argon2id_MEMLIMIT_MIN / 1024};
    return (struct kdf_cost){crypto_pwhash_argon2id_OPSLIMIT_MODERATE, crypto_pwhash_argon2id_MEMLIMIT_MODERATE / 1024};
}

/* Above this a forged slot would only keep the reader waiting: 1 GiB sixteen times is about twelve seconds. */
struct kdf_cost kdf_ceiling(void)
{
    return (struct kdf_cost){16, 1024 * 1024};
}

bool slot_kek(uint8_t kek[KEY_BYTES], const struct keyslot *slot, const char *passphrase, size_t len, struct err *e)
{
    int bad = crypto_pwhash(kek, KEY_BYTES, passphrase, len, slot->salt, slot->ops, (size_t)slot->mem_kib * 1024,
                            crypto_pwhash_ALG_ARGON2ID13);
    secret_wipe_stack();
    if (bad)
        return err_set(e, ERR_IO, "cannot check a passphrase: it needs %u MiB of free memory; close other programs",
                       slot->mem_kib / 1024);
    return true;
}

/* Practice id, then the slot's first 76 bytes. */
static void bound_bytes(struct buf *out, const struct keyslot *slot, struct id practice)
{
    buf_add(out, practice.b, sizeof(practice.b));
    struct buf all = {0};
    slot_format(&all, slot);
    buf_add(out, all.data, SLOT_BOUND_BYTES);
    buf_release(&all);
}

void slot_wrap(struct keyslot *slot, struct id practice, const uint8_t kek[KEY_BYTES], const uint8_t seed[KEY_BYTES])
{
    struct buf bound = {0};
    bound_bytes(&bound, slot, practice);
    randombytes_buf(slot->nonce, sizeof(slot->nonce));
    crypto_aead_xchacha20poly1305_ietf_encrypt(slot->wrapped_seed, NULL, seed, KEY_BYTES,
                                               (const unsigned char *)bound.data, bound.len, NULL, slot->nonce, kek);
    secret_wipe_stack();
    buf_release(&bound);
}

bool slot_unwrap(uint8_t seed[KEY_BYTES], const struct keyslot *slot, struct id practice, const uint8_t kek[KEY_BYTES])
{
    struct buf bound = {0};
    bound_bytes(&bound, slot, practice);
    int bad =
        crypto_aead_xchacha20poly1305_ietf_decrypt(seed, NULL, NULL, slot->wrapped_seed, sizeof(slot->wrapped_seed),
                                                   (const unsigned char *)bound.data, bound.len, slot->nonce, kek);
    secret_wipe_stack();
    buf_release(&bound);
    return bad == 0;
}

void slot_seal(struct keyslot *slot, const uint8_t box_public[KEY_BYTES], const uint8_t store_key[KEY_BYTES])
{
    if (crypto_box_seal(slot->sealed_key, store_key, KEY_BYTES, box_public) != 0)
        BUG("sealing to a box key that is no key");
    secret_wipe_stack();
}

bool slot_unseal(uint8_t store_key[KEY_BYTES], const struct keyslot *slot, const struct public_keys *public,
                 const struct key_secrets *secret)
{
    int bad = crypto_box_seal_open(store_key, slot->sealed_key, sizeof(slot->sealed_key), public->box, secret->box);
    secret_wipe_stack();
    return bad == 0;
}

void seed_expand(struct public_keys *public, struct key_secrets *secret)
{
    uint8_t *part = secret_alloc(KEY_BYTES);
    crypto_kdf_derive_from_key(part, KEY_BYTES, 1, "fascsign", secret->seed);
    crypto_sign_seed_keypair(public->sign, secret->sign, part);
    crypto_kdf_derive_from_key(part, KEY_BYTES, 1, "fasc_box", secret->seed);
    crypto_box_seed_keypair(public->box, secret->box, part);
    secret_wipe_stack();
    secret_free(part);
}

struct hash keyslots_trailer(const struct keyslots *s, const uint8_t store_key[KEY_BYTES])
{
    struct buf body = {0};
    keyslots_format_body(&body, s);
    uint8_t *key = secret_alloc(KEY_BYTES);
    crypto_kdf_derive_from_key(key, KEY_BYTES, 1, "fascslot", store_key);
    struct hash h = hash_keyed(body.data, body.len, key, KEY_BYTES);
    secret_wipe_stack();
    secret_free(key);
    buf_release(&body);
    return h;
}
