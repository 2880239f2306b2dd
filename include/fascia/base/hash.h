/** BLAKE2b-256 (libsodium), plain and keyed, and lower-case hex. */
#ifndef FASCIA_BASE_HASH_H
#define FASCIA_BASE_HASH_H

#include "fascia/base/err.h"

#include <stdint.h>

#define HASH_BYTES 32

struct hash {
    uint8_t b[HASH_BYTES];
};

struct hash hash_bytes(const void *bytes, size_t n);
struct hash hash_keyed(const void *bytes, size_t n, const uint8_t *key, size_t key_len); /* key 16..64 bytes */
bool hash_equal(struct hash a, struct hash b);                                           /* constant time */
void hex_format(char *out, const void *bytes, size_t n);                                 /* 2n characters and NUL */
MUST_USE bool hex_parse(void *out, size_t n, const char *text, struct err *e); /* exactly 2n digits, either case */

#endif
