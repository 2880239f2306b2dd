/** A practice with two people and a recovery key, at the lowest cost of guessing, for the tests of this layer. */
#ifndef FASCIA_TESTS_TRUST_FIXTURE_H
#define FASCIA_TESTS_TRUST_FIXTURE_H

#include "fascia/base/secret.h"
#include "fascia/trust/keyslots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ANA_PASSPHRASE "velvet orbit canyon drum"
#define BEN_PASSPHRASE "marble tunic fjord happy"
#define NEW_PASSPHRASE "copper lantern swims north"

struct fixture {
    struct keyslots slots;
    struct keys ana;      /* unlocked */
    struct keys recovery; /* locked */
    struct id ben_id;
    struct public_keys ben;
    uint8_t *recovery_key;
};

/* The message is shown when a call that must work does not. */
#define assert_ok(call, e)                                                                                             \
    do {                                                                                                               \
        if (!(call))                                                                                                   \
            fail_msg("%s: %s", #call, (e).text);                                                                       \
    } while (0)

/* The call fails with this code and says something. */
#define assert_refused(call, e, want)                                                                                  \
    do {                                                                                                               \
        (e) = (struct err){0};                                                                                         \
        assert_false(call);                                                                                            \
        print_message("  %s\n", (e).text);                                                                             \
        assert_int_equal((e).code, want);                                                                              \
        assert_true((e).text[0] != '\0');                                                                              \
    } while (0)

static inline struct slot_request request(struct id user, const char *login, const char *passphrase)
{
    return (struct slot_request){user, login, passphrase, strlen(passphrase)};
}

static inline bool unlock(struct keys *out, const struct keyslots *s, const char *login, const char *passphrase,
                          struct err *e)
{
    return keyslots_unlock(out, s, login, passphrase, strlen(passphrase), e);
}

static inline int fixture_setup(void **state)
{
    struct err e = {0};
    assert_int_equal(setenv("FASCIA_TEST_KDF", "min", 1), 0);
    struct fixture *f = test_calloc(1, sizeof(*f));
    f->recovery_key = secret_alloc(KEY_BYTES);
    f->ben_id = id_random();
    struct slot_request ana = request(id_random(), "ana", ANA_PASSPHRASE);
    struct slot_request ben = request(f->ben_id, "ben", BEN_PASSPHRASE);
    assert_ok(keyslots_create(&f->slots, &f->ana, &f->recovery, f->recovery_key, id_random(), &ana, &e), e);
    assert_ok(keyslots_add_user(&f->slots, &f->ben, &f->ana, &ben, &e), e);
    *state = f;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    struct fixture *f = *state;
    keys_release(&f->ana);
    keys_release(&f->recovery);
    secret_free(f->recovery_key);
    test_free(f);
    unsetenv("FASCIA_TEST_KDF");
    return 0;
}

#define fixture_test(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

static inline void assert_same_slots(const struct keyslots *x, const struct keyslots *y)
{
    struct buf a = {0};
    struct buf b = {0};
    keyslots_format(&a, x);
    keyslots_format(&b, y);
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.data, b.data, a.len);
    buf_release(&a);
    buf_release(&b);
}

#endif
