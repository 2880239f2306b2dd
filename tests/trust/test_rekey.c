/* A new store key: those who stay open it with the passphrase they have, the others never. */
#include "fixture.h"
#include "keyslots_internal.h"

#include "fascia/trust/rekey.h"

static struct rekey_member member(struct id user, const struct public_keys *public)
{
    struct rekey_member m = {.user = user};
    memcpy(m.box, public->box, sizeof(m.box));
    return m;
}

/* The slots as another process would read them. */
static struct keyslots reread(const struct keyslots *s)
{
    struct err e = {0};
    struct keyslots again = {0};
    struct buf b = {0};
    keyslots_format(&b, s);
    assert_ok(keyslots_parse(&again, b.data, b.len, &e), e);
    buf_release(&b);
    return again;
}

static void those_who_stay_get_the_new_key(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keys ben = {0};
    uint8_t old[KEY_BYTES];
    uint8_t next[KEY_BYTES];
    memcpy(old, f->ana.secret->store, KEY_BYTES);
    const struct rekey_member stay[] = {member(f->ana.user, &f->ana.public), member(f->ben_id, &f->ben),
                                        member(f->recovery.user, &f->recovery.public)};
    assert_ok(keyslots_rekey_begin(&f->slots, &f->ana, stay, 3, &e), e);
    assert_true(f->ana.has_next);
    memcpy(next, f->ana.secret->store_next, KEY_BYTES);
    static const uint8_t zero[KEY_BYTES];
    assert_memory_not_equal(old, next, KEY_BYTES);
    assert_memory_not_equal(zero, next, KEY_BYTES);

    struct keyslots between = reread(&f->slots); /* a crash here: both keys are to be had */
    assert_int_equal(between.len, 6);
    assert_ok(unlock(&ben, &between, "ben", BEN_PASSPHRASE, &e), e);
    assert_int_equal(ben.epoch, 1);
    assert_true(ben.has_next);
    assert_memory_equal(ben.secret->store, old, KEY_BYTES);
    assert_memory_equal(ben.secret->store_next, next, KEY_BYTES);
    const char *logins[KEYSLOTS_HOLDERS_MAX];
    assert_int_equal(keyslots_logins(logins, &between), 2);

    assert_ok(keyslots_rekey_finish(&f->slots, &f->ana, &e), e);
    assert_int_equal(f->ana.epoch, 2);
    assert_false(f->ana.has_next);
    assert_memory_equal(f->ana.secret->store_next, zero, KEY_BYTES);
    assert_refused(keyslots_remove_user(&f->slots, &ben, f->ben_id, &e), e, ERR_CONFLICT); /* keys of the old epoch */
    struct keyslots after = reread(&f->slots);
    assert_int_equal(after.len, 3);
    assert_int_equal(after.epoch, 2);
    assert_ok(unlock(&ben, &after, "ben", BEN_PASSPHRASE, &e), e);
    assert_int_equal(ben.epoch, 2);
    assert_memory_equal(ben.secret->store, next, KEY_BYTES);
    assert_memory_equal(&ben.public, &f->ben, sizeof(f->ben));
    assert_ok(keyslots_unlock_recovery(&ben, &after, f->recovery_key, &e), e);
    assert_memory_equal(ben.secret->store, next, KEY_BYTES);
    keys_release(&ben);
}

/* With the old file, the old passphrase and the store key of the past: nothing leads to the new key. */
static void a_leaver_gets_the_new_key_nowhere(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keys ben = {0};
    struct keyslots kept = f->slots;
    const struct rekey_member stay[] = {member(f->ana.user, &f->ana.public),
                                        member(f->recovery.user, &f->recovery.public)};
    assert_ok(keyslots_rekey_begin(&f->slots, &f->ana, stay, 2, &e), e);
    struct keyslots between = reread(&f->slots);
    assert_ok(unlock(&ben, &between, "ben", BEN_PASSPHRASE, &e), e);
    assert_false(ben.has_next);
    assert_ok(keyslots_rekey_finish(&f->slots, &f->ana, &e), e);
    assert_refused(unlock(&ben, &f->slots, "ben", BEN_PASSPHRASE, &e), e, ERR_NOT_FOUND);
    assert_ok(unlock(&ben, &kept, "ben", BEN_PASSPHRASE, &e), e); /* the old copy still opens the old store: known */
    assert_memory_not_equal(ben.secret->store, f->ana.secret->store, KEY_BYTES);
    keys_release(&ben);
}

static void a_rekey_that_is_cancelled_leaves_no_trace(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keys ana = {0};
    struct keyslots before = f->slots;
    const struct rekey_member stay[] = {member(f->ana.user, &f->ana.public)};
    assert_ok(keyslots_rekey_begin(&f->slots, &f->ana, stay, 1, &e), e);
    assert_ok(unlock(&ana, &f->slots, "ana", ANA_PASSPHRASE, &e), e); /* another process may end it, too */
    assert_ok(keyslots_rekey_cancel(&f->slots, &ana, &e), e);
    assert_int_equal(f->slots.len, before.len);
    assert_int_equal(f->slots.epoch, before.epoch);
    assert_memory_equal(f->slots.slots, before.slots, sizeof(before.slots));
    assert_true(f->slots.generation > before.generation);
    assert_ok(unlock(&ana, &f->slots, "ben", BEN_PASSPHRASE, &e), e);
    keys_release(&ana);
}

static void a_rekey_that_cannot_be_right_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct rekey_member ana = member(f->ana.user, &f->ana.public);
    struct rekey_member ben = member(f->ben_id, &f->ben);
    struct rekey_member forged = member(f->ana.user, &f->ben);
    struct rekey_member stranger = member(id_random(), &f->ben);
    const struct {
        struct rekey_member stay[2];
        size_t n;
        enum err_code code;
    } rows[] = {
        {{ben}, 1, ERR_REFUSED},         {{ana}, 0, ERR_REFUSED},
        {{ana, ana}, 2, ERR_INVALID},    {{ana, stranger}, 2, ERR_NOT_FOUND},
        {{ben, forged}, 2, ERR_DAMAGED},
    };
    struct keyslots before = f->slots;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        print_message("row %zu\n", i);
        assert_refused(keyslots_rekey_begin(&f->slots, &f->ana, rows[i].stay, rows[i].n, &e), e, rows[i].code);
        assert_same_slots(&f->slots, &before);
        assert_false(f->ana.has_next);
    }
    struct err e = {0};
    assert_refused(keyslots_rekey_finish(&f->slots, &f->ana, &e), e, ERR_REFUSED);
    assert_refused(keyslots_rekey_cancel(&f->slots, &f->ana, &e), e, ERR_REFUSED);
}

/* Another process ended it: keys that still hold the next store key must not end it a second time. */
static void a_rekey_ends_once(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keys other = {0};
    const struct rekey_member stay[] = {member(f->ana.user, &f->ana.public)};
    assert_ok(keyslots_rekey_begin(&f->slots, &f->ana, stay, 1, &e), e);
    assert_ok(unlock(&other, &f->slots, "ana", ANA_PASSPHRASE, &e), e);
    assert_ok(keyslots_rekey_cancel(&f->slots, &other, &e), e);
    struct keyslots before = f->slots;
    assert_true(f->ana.has_next);
    assert_refused(keyslots_rekey_finish(&f->slots, &f->ana, &e), e, ERR_REFUSED);
    assert_refused(keyslots_rekey_cancel(&f->slots, &f->ana, &e), e, ERR_REFUSED);
    assert_same_slots(&f->slots, &before);
    keys_release(&other);
}

/* The number of an epoch does not begin again at 0, where it would meet old copies. */
static void the_last_epoch_is_the_last(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    const struct rekey_member stay[] = {member(f->ana.user, &f->ana.public)};
    f->slots.epoch = f->ana.epoch = UINT32_MAX;
    for (size_t i = 0; i < f->slots.len; i++)
        f->slots.slots[i].epoch = UINT32_MAX;
    keyslots_renew(&f->slots, f->ana.secret->store);
    assert_refused(keyslots_rekey_begin(&f->slots, &f->ana, stay, 1, &e), e, ERR_RANGE);
}

static void nothing_else_changes_during_a_rekey(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct public_keys made;
    struct slot_request cleo = request(id_random(), "cleo", NEW_PASSPHRASE);
    const struct rekey_member stay[] = {member(f->ana.user, &f->ana.public)};
    assert_ok(keyslots_rekey_begin(&f->slots, &f->ana, stay, 1, &e), e);
    struct keyslots before = f->slots;
    assert_refused(keyslots_rekey_begin(&f->slots, &f->ana, stay, 1, &e), e, ERR_REFUSED);
    assert_refused(keyslots_add_user(&f->slots, &made, &f->ana, &cleo, &e), e, ERR_REFUSED);
    assert_refused(keyslots_remove_user(&f->slots, &f->ana, f->ben_id, &e), e, ERR_REFUSED);
    assert_refused(keyslots_change_passphrase(&f->slots, &f->ana, NEW_PASSPHRASE, strlen(NEW_PASSPHRASE), &e), e,
                   ERR_REFUSED);
    assert_same_slots(&f->slots, &before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(those_who_stay_get_the_new_key),
        fixture_test(a_leaver_gets_the_new_key_nowhere),
        fixture_test(a_rekey_that_is_cancelled_leaves_no_trace),
        fixture_test(a_rekey_that_cannot_be_right_changes_nothing),
        fixture_test(a_rekey_ends_once),
        fixture_test(the_last_epoch_is_the_last),
        fixture_test(nothing_else_changes_during_a_rekey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
