/* Hashes against published and independently computed values, and strict hex. */
#include "fascia/base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_hash(struct hash h, const char *want)
{
    char hex[2 * HASH_BYTES + 1];
    hex_format(hex, h.b, sizeof h.b);
    assert_string_equal(hex, want);
}

/* Values from Python: hashlib.blake2b(data, digest_size=32, key=key).hexdigest() */
static void hashes_are_blake2b_256(void **state)
{
    (void)state;
    uint8_t key[64];
    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (uint8_t)i;
    assert_hash(hash_bytes("", 0), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    assert_hash(hash_bytes(NULL, 0), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    assert_hash(hash_bytes("abc", 3), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    assert_hash(hash_keyed("abc", 3, key, 16), "3fd8fd31501cdbe942607b204368e3dc4ebce5744de1a955a6025f5c9848bb20");
    assert_hash(hash_keyed("abc", 3, key, 64), "dff38c978666dff5631db35ca15535520d134f5c8060ea569c6a178ad393719f");
}

static void hashes_compare_whole(void **state)
{
    (void)state;
    struct hash a = hash_bytes("abc", 3), b = a;
    assert_true(hash_equal(a, b));
    for (size_t i = 0; i < HASH_BYTES; i++) {
        b = a;
        b.b[i] ^= 0x80;
        assert_false(hash_equal(a, b));
    }
}

static void hex_is_exactly_2n_digits(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ok;
    } rows[] = {
        {"00ff7a", true},   {"00FF7a", true},    {"", false},          {"00ff7", false},
        {"00ff7a0", false}, {"00ff7a00", false}, {"00ff7g", false},    {"0 ff7a", false},
        {"0x0f7a", false},  {"00:f7a", false},   {"00ff7\xC3", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        uint8_t got[3] = {1, 2, 3};
        print_message("row %zu '%s'\n", i, rows[i].text);
        assert_int_equal(hex_parse(got, sizeof got, rows[i].text, &e), rows[i].ok);
        assert_memory_equal(got, rows[i].ok ? "\x00\xFF\x7A" : "\x01\x02\x03", 3);
        assert_int_equal(e.code, rows[i].ok ? ERR_NONE : ERR_INVALID);
    }
}

static void hex_errors_never_repeat_the_digits(void **state)
{
    (void)state;
    struct err e = {0};
    uint8_t got[4];
    assert_false(hex_parse(got, sizeof got, "deadbeeg", &e));
    assert_null(strstr(e.text, "dead"));
    assert_false(hex_parse(got, sizeof got, "deadbee", &e));
    assert_null(strstr(e.text, "dead"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_blake2b_256),
        cmocka_unit_test(hashes_compare_whole),
        cmocka_unit_test(hex_is_exactly_2n_digits),
        cmocka_unit_test(hex_errors_never_repeat_the_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
