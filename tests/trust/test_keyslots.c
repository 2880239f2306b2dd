/* Who can unlock, and who still or no longer can after slots were added, reset, changed and removed. */
#include "fixture.h"

static void everyone_unlocks_the_same_store_key(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keys ana = {0};
    struct keys ben = {0};
    struct keys paper = {0};
    assert_ok(unlock(&ana, &f->slots, "ana", ANA_PASSPHRASE, &e), e);
    assert_ok(unlock(&ben, &f->slots, "ben", BEN_PASSPHRASE, &e), e);
    assert_ok(keyslots_unlock_recovery(&paper, &f->slots, f->recovery_key, &e), e);
    assert_memory_equal(ana.secret->store, f->ana.secret->store, KEY_BYTES);
    assert_memory_equal(ben.secret->store, f->ana.secret->store, KEY_BYTES);
    assert_memory_equal(paper.secret->store, f->ana.secret->store, KEY_BYTES);
    keys_release(&ana);
    keys_release(&ben);
    keys_release(&paper);
}

static void each_person_has_keys_of_their_own(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keys ben = {0};
    struct keys paper = {0};
    assert_ok(unlock(&ben, &f->slots, "ben", BEN_PASSPHRASE, &e), e);
    assert_ok(keyslots_unlock_recovery(&paper, &f->slots, f->recovery_key, &e), e);
    assert_memory_equal(&ben.public, &f->ben, sizeof(f->ben)); /* as keyslots_add_user said */
    assert_memory_equal(&paper.public, &f->recovery.public, sizeof(f->ben));
    assert_memory_not_equal(ben.secret->seed, f->ana.secret->seed, KEY_BYTES);
    assert_memory_not_equal(ben.public.sign, f->ana.public.sign, KEY_BYTES);
    assert_memory_not_equal(ben.public.box, f->ana.public.box, KEY_BYTES);
    assert_string_equal(ben.login, "ben");
    assert_true(id_equal(ben.user, f->ben_id));
    assert_true(id_equal(ben.practice, f->slots.practice));
    assert_false(ben.recovery);
    assert_true(paper.recovery);
    assert_string_equal(paper.login, "");
    assert_false(keys_unlocked(&f->recovery));
    keys_release(&ben);
    keys_release(&paper);
}

static void a_wrong_passphrase_opens_nothing(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *login, *passphrase;
        enum err_code code;
        const char *text;
    } rows[] = {
        {"ana", BEN_PASSPHRASE, ERR_LOCKED, "wrong passphrase"},
        {"ana", "", ERR_LOCKED, "wrong passphrase"},
        {"ana", ANA_PASSPHRASE " ", ERR_LOCKED, "wrong passphrase"},
        {"ana", "Velvet orbit canyon drum", ERR_LOCKED, "wrong passphrase"},
        {"Ana", ANA_PASSPHRASE, ERR_NOT_FOUND, "nobody has the login 'Ana' in this practice"},
        {"", ANA_PASSPHRASE, ERR_NOT_FOUND, "nobody has the login '' in this practice"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        struct keys k = {0};
        print_message("row %zu\n", i);
        assert_refused(unlock(&k, &f->slots, rows[i].login, rows[i].passphrase, &e), e, rows[i].code);
        assert_string_equal(e.text, rows[i].text);
        assert_false(keys_unlocked(&k));
        assert_true(id_is_null(k.user));
    }
}

static void a_wrong_recovery_key_opens_nothing(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keys k = {0};
    f->recovery_key[31] ^= 1;
    assert_refused(keyslots_unlock_recovery(&k, &f->slots, f->recovery_key, &e), e, ERR_LOCKED);
    assert_false(keys_unlocked(&k));
}

/* A generator that stood still would give every practice the same keys. */
static void no_two_practices_share_a_key(void **state)
{
    struct fixture *f = *state;
    void *other;
    fixture_setup(&other);
    struct fixture *g = other;
    static const uint8_t zero[KEY_BYTES];
    assert_memory_not_equal(f->ana.secret->store, g->ana.secret->store, KEY_BYTES);
    assert_memory_not_equal(f->ana.secret->seed, g->ana.secret->seed, KEY_BYTES);
    assert_memory_not_equal(f->recovery_key, g->recovery_key, KEY_BYTES);
    assert_memory_not_equal(f->ana.secret->store, zero, KEY_BYTES);
    assert_memory_not_equal(f->slots.slots[0].salt, g->slots.slots[0].salt, sizeof(f->slots.slots[0].salt));
    fixture_teardown(&other);
}

static void locking_wipes_the_keys_and_remembers_who(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keys k = {0};
    assert_ok(unlock(&k, &f->slots, "ben", BEN_PASSPHRASE, &e), e);
    keys_lock(&k);
    assert_false(keys_unlocked(&k));
    assert_string_equal(k.login, "ben");
    assert_memory_equal(&k.public, &f->ben, sizeof(f->ben));
    keys_lock(&k); /* again is fine */
    assert_refused(keyslots_remove_user(&f->slots, &k, f->ana.user, &e), e, ERR_LOCKED);
    keys_release(&k);
    assert_string_equal(k.login, "");
    assert_true(id_is_null(k.user));
}

static void logins_are_listed_without_a_key(void **state)
{
    struct fixture *f = *state;
    const char *logins[KEYSLOTS_HOLDERS_MAX];
    assert_int_equal(keyslots_logins(logins, &f->slots), 2);
    assert_string_equal(logins[0], "ana");
    assert_string_equal(logins[1], "ben");
}

static void a_changed_passphrase_replaces_the_old_one(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keys k = {0};
    uint64_t generation = f->slots.generation;
    struct keyslot before = f->slots.slots[0];
    assert_ok(keyslots_change_passphrase(&f->slots, &f->ana, NEW_PASSPHRASE, strlen(NEW_PASSPHRASE), &e), e);
    assert_int_equal(f->slots.generation, generation + 1);
    assert_memory_not_equal(f->slots.slots[0].salt, before.salt, sizeof(before.salt)); /* one salt, one passphrase */
    assert_memory_not_equal(f->slots.slots[0].nonce, before.nonce, sizeof(before.nonce));
    assert_refused(unlock(&k, &f->slots, "ana", ANA_PASSPHRASE, &e), e, ERR_LOCKED);
    assert_ok(unlock(&k, &f->slots, "ana", NEW_PASSPHRASE, &e), e);
    assert_memory_equal(&k.public, &f->ana.public, sizeof(k.public)); /* a wrap was changed, not the person's keys */
    assert_ok(unlock(&k, &f->slots, "ben", BEN_PASSPHRASE, &e), e);
    keys_release(&k);
}

static void a_weak_passphrase_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keyslots before = f->slots;
    struct public_keys made;
    struct slot_request weak = request(id_random(), "cleo", "12345");
    assert_refused(keyslots_change_passphrase(&f->slots, &f->ana, "12345", 5, &e), e, ERR_INVALID);
    assert_refused(keyslots_add_user(&f->slots, &made, &f->ana, &weak, &e), e, ERR_INVALID);
    assert_same_slots(&f->slots, &before);
    struct keyslots fresh = {0};
    struct keys k = {0};
    struct keys recovery = {0};
    uint8_t key[KEY_BYTES] = {7};
    assert_refused(keyslots_create(&fresh, &k, &recovery, key, id_random(), &weak, &e), e, ERR_INVALID);
    assert_int_equal(fresh.len, 0);
    assert_int_equal(key[0], 7);
    assert_false(keys_unlocked(&k));
}

static void a_removed_person_is_out(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keys k = {0};
    static const struct keyslot nothing;
    assert_ok(keyslots_remove_user(&f->slots, &f->ana, f->ben_id, &e), e);
    assert_int_equal(f->slots.len, 2);
    assert_memory_equal(&f->slots.slots[2], &nothing, sizeof(nothing));
    assert_refused(unlock(&k, &f->slots, "ben", BEN_PASSPHRASE, &e), e, ERR_NOT_FOUND);
    assert_ok(unlock(&k, &f->slots, "ana", ANA_PASSPHRASE, &e), e);
    assert_ok(keyslots_unlock_recovery(&k, &f->slots, f->recovery_key, &e), e);
    keys_release(&k);
}

static void the_last_person_and_the_recovery_key_stay(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    assert_ok(keyslots_remove_user(&f->slots, &f->ana, f->ben_id, &e), e);
    struct keyslots before = f->slots;
    assert_refused(keyslots_remove_user(&f->slots, &f->ana, f->ana.user, &e), e, ERR_REFUSED);
    assert_refused(keyslots_remove_user(&f->slots, &f->ana, f->recovery.user, &e), e, ERR_NOT_FOUND);
    assert_refused(keyslots_remove_user(&f->slots, &f->ana, f->ben_id, &e), e, ERR_NOT_FOUND);
    assert_same_slots(&f->slots, &before);
}

static void a_lost_passphrase_is_reset_with_new_keys(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keys paper = {0};
    struct keys ana = {0};
    struct public_keys made;
    struct slot_request again = request(f->ana.user, "ana", NEW_PASSPHRASE);
    struct slot_request nobody = request(id_random(), "cleo", NEW_PASSPHRASE);
    struct slot_request not_a_person = request(f->recovery.user, "paper", NEW_PASSPHRASE);
    assert_ok(keyslots_unlock_recovery(&paper, &f->slots, f->recovery_key, &e), e);
    assert_refused(keyslots_reset_user(&f->slots, &made, &paper, &nobody, &e), e, ERR_NOT_FOUND);
    assert_refused(keyslots_reset_user(&f->slots, &made, &paper, &not_a_person, &e), e, ERR_NOT_FOUND);
    assert_ok(keyslots_reset_user(&f->slots, &made, &paper, &again, &e), e);
    assert_int_equal(f->slots.len, 3);
    assert_refused(unlock(&ana, &f->slots, "ana", ANA_PASSPHRASE, &e), e, ERR_LOCKED);
    assert_ok(unlock(&ana, &f->slots, "ana", NEW_PASSPHRASE, &e), e);
    assert_memory_equal(&ana.public, &made, sizeof(made));
    assert_memory_not_equal(made.sign, f->ana.public.sign, KEY_BYTES);
    assert_memory_equal(ana.secret->store, f->ana.secret->store, KEY_BYTES);
    keys_release(&ana);
    keys_release(&paper);
}

static void a_new_recovery_key_replaces_the_old_one(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keys k = {0};
    struct keys recovery = {0};
    uint8_t *fresh = secret_alloc(KEY_BYTES);
    assert_ok(keyslots_replace_recovery(&f->slots, &recovery, fresh, &f->ana, &e), e);
    assert_refused(keyslots_unlock_recovery(&k, &f->slots, f->recovery_key, &e), e, ERR_LOCKED);
    assert_ok(keyslots_unlock_recovery(&k, &f->slots, fresh, &e), e);
    assert_memory_equal(&k.public, &recovery.public, sizeof(k.public));
    assert_int_equal(f->slots.len, 3);
    keys_release(&k);
    secret_free(fresh);
}

static void a_login_is_one_persons(void **state)
{
    struct fixture *f = *state;
    struct keyslots before = f->slots;
    struct err e = {0};
    struct public_keys made;
    const struct {
        struct id user;
        const char *login;
        enum err_code code;
    } rows[] = {
        {id_random(), "ben", ERR_CONFLICT},     {id_random(), "Ben", ERR_CONFLICT},
        {f->ben_id, "benedict", ERR_CONFLICT},  {id_random(), "", ERR_INVALID},
        {id_random(), "ana lima", ERR_INVALID}, {id_random(), "an\tna", ERR_INVALID},
        {id_random(), "an\xff", ERR_INVALID},   {id_random(), "a-login-of-more-than-32-bytes-in-all", ERR_RANGE},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct slot_request r = request(rows[i].user, rows[i].login, NEW_PASSPHRASE);
        print_message("row %zu '%s'\n", i, rows[i].login);
        assert_refused(keyslots_add_user(&f->slots, &made, &f->ana, &r, &e), e, rows[i].code);
    }
    struct slot_request taken = request(f->ana.user, "BEN", NEW_PASSPHRASE);
    assert_refused(keyslots_reset_user(&f->slots, &made, &f->ana, &taken, &e), e, ERR_CONFLICT);
    assert_same_slots(&f->slots, &before);
}

static void thirty_one_people_and_the_recovery_key_fit(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct public_keys made;
    struct keys k = {0};
    struct keyslots again = {0};
    char login[] = "user-a0";
    while (f->slots.len < KEYSLOTS_HOLDERS_MAX) {
        login[5] = (char)('a' + f->slots.len / 10);
        login[6] = (char)('0' + f->slots.len % 10);
        struct slot_request r = request(id_random(), login, NEW_PASSPHRASE);
        assert_ok(keyslots_add_user(&f->slots, &made, &f->ana, &r, &e), e);
    }
    struct slot_request more = request(id_random(), "more", NEW_PASSPHRASE);
    assert_refused(keyslots_add_user(&f->slots, &made, &f->ana, &more, &e), e, ERR_RANGE);
    struct buf bytes = {0};
    keyslots_format(&bytes, &f->slots);
    assert_ok(keyslots_parse(&again, bytes.data, bytes.len, &e), e);
    assert_ok(unlock(&k, &again, login, NEW_PASSPHRASE, &e), e);
    keys_release(&k);
    buf_release(&bytes);
}

/* Renewing the trailer over a slot that somebody slipped in would vouch for it. */
static void slots_that_were_tampered_with_are_not_edited(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct public_keys made;
    struct slot_request cleo = request(id_random(), "cleo", NEW_PASSPHRASE);
    f->slots.slots[1].made_ms++;
    struct keyslots before = f->slots;
    assert_refused(keyslots_add_user(&f->slots, &made, &f->ana, &cleo, &e), e, ERR_DAMAGED);
    assert_refused(keyslots_remove_user(&f->slots, &f->ana, f->ben_id, &e), e, ERR_DAMAGED);
    assert_refused(keyslots_change_passphrase(&f->slots, &f->ana, NEW_PASSPHRASE, strlen(NEW_PASSPHRASE), &e), e,
                   ERR_DAMAGED);
    assert_same_slots(&f->slots, &before);
}

static void keys_of_another_practice_change_nothing(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct public_keys made;
    struct slot_request cleo = request(id_random(), "cleo", NEW_PASSPHRASE);
    struct keyslots before = f->slots;
    f->ana.practice = id_random();
    assert_refused(keyslots_add_user(&f->slots, &made, &f->ana, &cleo, &e), e, ERR_CONFLICT);
    assert_same_slots(&f->slots, &before);
}

/* A slot cannot be carried to another practice, given to another person or made cheaper: the wrap does not open. */
static void a_slot_that_was_moved_or_weakened_does_not_open(void **state)
{
    struct fixture *f = *state;
    for (int row = 0; row < 6; row++) {
        struct err e = {0};
        struct keys k = {0};
        struct keyslots moved = f->slots;
        struct keyslot *ana = &moved.slots[0];
        const char *login = "ana";
        print_message("row %d\n", row);
        switch (row) {
        case 0:
            moved.practice = id_random();
            break;
        case 1:
            ana->user = f->ben_id;
            moved.slots[2].user = id_random();
            break;
        case 2:
            memcpy(ana->login, "eve", 4);
            login = "eve";
            break;
        case 3:
            ana->ops++;
            break;
        case 4:
            ana->mem_kib++;
            break;
        default:
            ana->salt[0] ^= 1;
            break;
        }
        assert_refused(unlock(&k, &moved, login, ANA_PASSPHRASE, &e), e, ERR_LOCKED);
    }
}

/* Whoever takes out or adds a slot without the store key is seen by the next one who unlocks. */
static void slots_added_or_removed_without_the_key_are_seen(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keys k = {0};
    struct keyslots fewer = f->slots;
    fewer.len--;
    assert_refused(unlock(&k, &fewer, "ana", ANA_PASSPHRASE, &e), e, ERR_DAMAGED);
    struct keyslots more = f->slots;
    more.slots[more.len] = more.slots[2];
    more.slots[more.len].user = id_random();
    memcpy(more.slots[more.len++].login, "eve", 4);
    assert_refused(unlock(&k, &more, "ana", ANA_PASSPHRASE, &e), e, ERR_DAMAGED);
    struct keyslots turned = f->slots;
    turned.slots[0] = f->slots.slots[2];
    turned.slots[2] = f->slots.slots[0];
    assert_refused(unlock(&k, &turned, "ana", ANA_PASSPHRASE, &e), e, ERR_DAMAGED);
    struct keyslots swapped = f->slots;
    memcpy(swapped.slots[0].sealed_key, f->slots.slots[2].sealed_key, sizeof(f->slots.slots[2].sealed_key));
    assert_refused(unlock(&k, &swapped, "ana", ANA_PASSPHRASE, &e), e, ERR_DAMAGED);
    assert_false(keys_unlocked(&k));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(everyone_unlocks_the_same_store_key),
        fixture_test(each_person_has_keys_of_their_own),
        fixture_test(a_wrong_passphrase_opens_nothing),
        fixture_test(a_wrong_recovery_key_opens_nothing),
        fixture_test(no_two_practices_share_a_key),
        fixture_test(locking_wipes_the_keys_and_remembers_who),
        fixture_test(logins_are_listed_without_a_key),
        fixture_test(a_changed_passphrase_replaces_the_old_one),
        fixture_test(a_weak_passphrase_changes_nothing),
        fixture_test(a_removed_person_is_out),
        fixture_test(the_last_person_and_the_recovery_key_stay),
        fixture_test(a_lost_passphrase_is_reset_with_new_keys),
        fixture_test(a_new_recovery_key_replaces_the_old_one),
        fixture_test(a_login_is_one_persons),
        fixture_test(thirty_one_people_and_the_recovery_key_fit),
        fixture_test(slots_that_were_tampered_with_are_not_edited),
        fixture_test(keys_of_another_practice_change_nothing),
        fixture_test(a_slot_that_was_moved_or_weakened_does_not_open),
        fixture_test(slots_added_or_removed_without_the_key_are_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
