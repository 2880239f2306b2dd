/* Signatures: only the holder of the unlocked key makes them, and they are for one hash and one person. */
#include "fixture.h"

#include "fascia/trust/sign.h"

static void a_signature_is_for_one_hash_and_one_person(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    uint8_t sig[SIGNATURE_BYTES];
    struct hash h = hash_bytes("a change", 8);
    struct hash other = hash_bytes("another", 7);
    assert_ok(sign_hash(sig, &h, &f->ana, &e), e);
    assert_true(verify_hash(sig, &h, f->ana.public.sign));
    assert_false(verify_hash(sig, &other, f->ana.public.sign));
    assert_false(verify_hash(sig, &h, f->ben.sign));
    for (size_t i = 0; i < sizeof(sig); i++) {
        sig[i] ^= 4;
        assert_false(verify_hash(sig, &h, f->ana.public.sign));
        sig[i] ^= 4;
    }
    assert_true(verify_hash(sig, &h, f->ana.public.sign));
}

static void locked_keys_sign_nothing(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    uint8_t sig[SIGNATURE_BYTES] = {9};
    uint8_t before[SIGNATURE_BYTES] = {9};
    struct hash h = hash_bytes("a change", 8);
    keys_lock(&f->ana);
    assert_refused(sign_hash(sig, &h, &f->ana, &e), e, ERR_LOCKED);
    assert_memory_equal(sig, before, sizeof(sig));
}

/* Zeros are what an empty column holds; no key and no signature may be among them. */
static void zeros_verify_nothing(void **state)
{
    struct fixture *f = *state;
    static const uint8_t zero[SIGNATURE_BYTES];
    struct hash h = hash_bytes("a change", 8);
    assert_false(verify_hash(zero, &h, f->ana.public.sign));
    assert_false(verify_hash(zero, &h, zero));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(a_signature_is_for_one_hash_and_one_person),
        fixture_test(locked_keys_sign_nothing),
        fixture_test(zeros_verify_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
