/*
 * Prints the raw key of a store in hex, for tests that look at it with other programs:
 *
 *     rawkey FOLDER LOGIN <passphrase
 *
 * fascia itself never shows this key.
 */
#include "fascia/base/hash.h"
#include "fascia/base/secret.h"
#include "fascia/trust/keyslots.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    struct err e = {0};
    struct keyslots slots;
    struct keys keys = {0};
    char passphrase[1024], hex[2 * KEY_BYTES + 1];
    if (argc != 3) {
        fputs("usage: rawkey FOLDER LOGIN <passphrase\n", stderr);
        return 2;
    }
    size_t len = fread(passphrase, 1, sizeof passphrase, stdin);
    if (!secret_init(&e) || !keyslots_open(&slots, &keys, argv[1], argv[2], passphrase, len, &e)) {
        fprintf(stderr, "rawkey: %s\n", e.text);
        return 1;
    }
    hex_format(hex, keys.secret->store, KEY_BYTES);
    puts(hex);
    keys_release(&keys);
    return 0;
}
