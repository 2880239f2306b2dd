/*
 * BLAKE2b-256 and hex, both from libsodium.
 *
 * Writing hex runs in constant time, because keys pass through it; reading says only that the digits are wrong and
 * never repeats them, for the same reason.
 */
#include "fascia/base/hash.h"

#include <sodium.h>
#include <string.h>

struct hash hash_bytes(const void *bytes, size_t n)
{
    struct hash out;
    if (crypto_generichash(out.b, sizeof out.b, bytes, n, NULL, 0) != 0)
        BUG("hash of %zu bytes failed", n);
    return out;
}

struct hash hash_keyed(const void *bytes, size_t n, const uint8_t *key, size_t key_len)
{
    struct hash out;
    if (key_len < crypto_generichash_KEYBYTES_MIN || key_len > crypto_generichash_KEYBYTES_MAX)
        BUG("hash key of %zu bytes", key_len);
    if (crypto_generichash(out.b, sizeof out.b, bytes, n, key, key_len) != 0)
        BUG("keyed hash of %zu bytes failed", n);
    return out;
}

bool hash_equal(struct hash a, struct hash b)
{
    return sodium_memcmp(a.b, b.b, sizeof a.b) == 0;
}

void hex_format(char *out, const void *bytes, size_t n)
{
    sodium_bin2hex(out, 2 * n + 1, bytes, n);
}

bool hex_parse(void *out, size_t n, const char *text, struct err *e)
{
    size_t len = strnlen(text, 2 * n + 1);
    if (len != 2 * n)
        return err_set(e, ERR_INVALID, "need %zu hex digits, got %s%zu", 2 * n, len > 2 * n ? "more than " : "",
                       len > 2 * n ? 2 * n : len);
    size_t digits = strspn(text, "0123456789abcdefABCDEF");
    if (digits != len)
        return err_set(e, ERR_INVALID, "character %zu is not a hex digit", digits + 1);
    if (sodium_hex2bin(out, n, text, len, NULL, NULL, NULL) != 0)
        BUG("hex digits that were checked do not decode");
    return true;
}
