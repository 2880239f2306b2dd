/*
 * Who can open a practice: making, opening, changing and removing slots, in memory. Files are keyslots_file.c.
 *
 * Every change is built on a copy and put in place at the end, so a failure leaves the caller's slots as they were.
 * No function asks for a role: whoever may do this is decided above, from the log's `user` changes.
 */
#include "keyslots_internal.h"

#include "fascia/base/arena.h"
#include "fascia/base/clock.h"
#include "fascia/base/hash.h"
#include "fascia/base/secret.h"
#include "fascia/base/utf8.h"
#include "fascia/trust/passphrase.h"

#include <sodium.h>
#include <string.h>

bool keyslots_rekeying(const struct keyslots *s)
{
    for (size_t i = 0; i < s->len; i++)
        if (s->slots[i].epoch != s->epoch)
            return true;
    return false;
}

struct keyslot *keyslots_find(struct keyslots *s, struct id user, uint32_t epoch)
{
    for (size_t i = 0; i < s->len; i++)
        if (s->slots[i].epoch == epoch && id_equal(s->slots[i].user, user))
            return &s->slots[i];
    return NULL;
}

/* The slot of the current epoch with this login; "" is the recovery key's. */
static const struct keyslot *find_login(const struct keyslots *s, const char *login)
{
    for (size_t i = 0; i < s->len; i++)
        if (s->slots[i].epoch == s->epoch && strcmp(s->slots[i].login, login) == 0)
            return &s->slots[i];
    return NULL;
}

size_t keyslots_logins(const char *out[KEYSLOTS_HOLDERS_MAX], const struct keyslots *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->len; i++)
        if (s->slots[i].epoch == s->epoch && s->slots[i].kdf != KDF_RECOVERY)
            out[n++] = s->slots[i].login;
    return n;
}

void keyslots_renew(struct keyslots *s, const uint8_t store_key[KEY_BYTES])
{
    s->generation++;
    struct hash trailer = keyslots_trailer(s, store_key);
    memcpy(s->trailer, trailer.b, sizeof(s->trailer));
}

static bool trailer_is_right(const struct keyslots *s, const uint8_t store_key[KEY_BYTES])
{
    struct hash want = keyslots_trailer(s, store_key);
    return sodium_memcmp(want.b, s->trailer, sizeof(s->trailer)) == 0;
}

bool keyslots_check_editor(const struct keyslots *s, const struct keys *by, struct err *e)
{
    if (!keys_unlocked(by))
        return err_set(e, ERR_LOCKED, "cannot change who may unlock: locked; unlock with the passphrase first");
    if (!id_equal(s->practice, by->practice) || s->epoch != by->epoch)
        return err_set(e, ERR_CONFLICT, "the keys are of another practice or were replaced; unlock again");
    if (!trailer_is_right(s, by->secret->store))
        return err_set(e, ERR_DAMAGED, "the slot file was changed without the store key; put back a copy of it");
    return true;
}

/* For all but the rekey itself: two sets of slots are two places for every change, and one would be forgotten. */
static bool check_plain_editor(const struct keyslots *s, const struct keys *by, struct err *e)
{
    if (keyslots_rekeying(s))
        return err_set(e, ERR_REFUSED, "a change of the store key is under way; finish or cancel it first");
    return keyslots_check_editor(s, by, e);
}

/* ---- unlocking ---- */

/* The seed is there: everything else follows from it, or the file is damaged. */
static bool open_store_keys(struct keys *k, const struct keyslots *s, const struct keyslot *slot, struct err *e)
{
    seed_expand(&k->public, k->secret);
    if (!slot_unseal(k->secret->store, slot, &k->public, k->secret))
        return err_set(e, ERR_DAMAGED, "the store key in the slot file does not open; put back a copy of the file");
    if (!trailer_is_right(s, k->secret->store))
        return err_set(e, ERR_DAMAGED, "the slot file was changed without the store key; put back a copy of it");
    for (size_t i = 0; i < s->len; i++) {
        const struct keyslot *next = &s->slots[i];
        if (next->epoch == s->epoch || !id_equal(next->user, slot->user))
            continue;
        if (!slot_unseal(k->secret->store_next, next, &k->public, k->secret))
            return err_set(e, ERR_DAMAGED, "the next store key in the slot file does not open");
        k->has_next = true;
    }
    return true;
}

static struct keys keys_of_slot(const struct keyslots *s, const struct keyslot *slot)
{
    struct keys k = {.practice = s->practice, .user = slot->user, .epoch = s->epoch};
    memcpy(k.login, slot->login, sizeof(k.login));
    k.recovery = slot->kdf == KDF_RECOVERY;
    k.secret = secret_alloc(sizeof(*k.secret));
    return k;
}

static bool unlock_with_kek(struct keys *out, const struct keyslots *s, const struct keyslot *slot,
                            const uint8_t kek[KEY_BYTES], const char *wrong, struct err *e)
{
    struct keys k = keys_of_slot(s, slot);
    bool ok = slot_unwrap(k.secret->seed, slot, s->practice, kek) || err_set(e, ERR_LOCKED, "%s", wrong);
    if (!ok || !open_store_keys(&k, s, slot, e)) {
        keys_release(&k);
        return false;
    }
    keys_release(out);
    *out = k;
    return true;
}

bool keyslots_unlock(struct keys *out, const struct keyslots *s, const char *login, const char *passphrase,
                     size_t passphrase_len, struct err *e)
{
    const struct keyslot *slot = login[0] ? find_login(s, login) : NULL;
    if (!slot)
        return err_set(e, ERR_NOT_FOUND, "nobody has the login '%s' in this practice", login);
    uint8_t *kek = secret_alloc(KEY_BYTES);
    bool ok =
        slot_kek(kek, slot, passphrase, passphrase_len, e) && unlock_with_kek(out, s, slot, kek, "wrong passphrase", e);
    secret_free(kek);
    return ok;
}

bool keyslots_unlock_recovery(struct keys *out, const struct keyslots *s, const uint8_t recovery_key[KEY_BYTES],
                              struct err *e)
{
    const struct keyslot *slot = find_login(s, "");
    if (!slot)
        return err_set(e, ERR_NOT_FOUND, "this practice has no recovery key");
    return unlock_with_kek(out, s, slot, recovery_key, "the recovery key is not the one of this practice", e);
}

/* ---- making slots ---- */

/* What the slots that are being made have in common. */
struct maker {
    struct id practice;
    struct id by;
    uint32_t epoch;
    const uint8_t *store_key;
};

static struct maker maker_of(const struct keys *by)
{
    return (struct maker){by->practice, by->user, by->epoch, by->secret->store};
}

/* A new seed under `kek`, and the store key sealed to it. `person` is filled with the new keys. */
static void slot_fill(struct keyslot *slot, struct public_keys *public, struct key_secrets *person,
                      const struct maker *m, const uint8_t kek[KEY_BYTES])
{
    slot->epoch = m->epoch;
    slot->made_by = m->by;
    slot->made_ms = clock_now().ms;
    randombytes_buf(person->seed, KEY_BYTES);
    seed_expand(public, person);
    slot_wrap(slot, m->practice, kek, person->seed);
    slot_seal(slot, public->box, m->store_key);
}

static bool request_check(const struct slot_request *who, struct err *e)
{
    if (id_is_null(who->user))
        BUG("a slot for nobody");
    return login_check(who->login, e) && passphrase_check(who->passphrase, who->passphrase_len, &who->login, 1, e);
}

static bool person_slot(struct keyslot *out, struct public_keys *public, struct key_secrets *person,
                        const struct maker *m, const struct slot_request *who, struct err *e)
{
    struct kdf_cost cost = kdf_floor();
    struct keyslot slot = {.user = who->user, .kdf = KDF_ARGON2ID13, .ops = cost.ops, .mem_kib = cost.mem_kib};
    memcpy(slot.login, who->login, strlen(who->login)); /* login_check saw that it fits */
    randombytes_buf(slot.salt, sizeof(slot.salt));
    uint8_t *kek = secret_alloc(KEY_BYTES);
    bool ok = slot_kek(kek, &slot, who->passphrase, who->passphrase_len, e);
    if (ok) {
        slot_fill(&slot, public, person, m, kek);
        *out = slot;
    }
    secret_free(kek);
    return ok;
}

/* `recovery` keeps the public half only; its secrets are needed again when somebody types the key. */
static void recovery_slot(struct keyslot *slot, struct keys *recovery, uint8_t *recovery_key, const struct maker *m)
{
    struct keys k = {.practice = m->practice, .user = id_random(), .recovery = true, .epoch = m->epoch};
    k.secret = secret_alloc(sizeof(*k.secret));
    randombytes_buf(recovery_key, KEY_BYTES);
    *slot = (struct keyslot){.user = k.user, .kdf = KDF_RECOVERY};
    slot_fill(slot, &k.public, k.secret, m, recovery_key);
    keys_lock(&k);
    *recovery = k;
}

bool keyslots_create(struct keyslots *out, struct keys *keys, struct keys *recovery, uint8_t *recovery_key,
                     struct id practice, const struct slot_request *first, struct err *e)
{
    if (id_is_null(practice))
        BUG("a practice without an id");
    if (!request_check(first, e))
        return false;
    struct keyslots s = {.practice = practice, .epoch = 1, .len = 2};
    struct keys k = {.practice = practice, .user = first->user, .epoch = 1};
    memcpy(k.login, first->login, strlen(first->login));
    k.secret = secret_alloc(sizeof(*k.secret));
    randombytes_buf(k.secret->store, KEY_BYTES);
    struct maker m = maker_of(&k);
    if (!person_slot(&s.slots[0], &k.public, k.secret, &m, first, e)) {
        keys_release(&k);
        return false;
    }
    recovery_slot(&s.slots[1], recovery, recovery_key, &m);
    keyslots_renew(&s, k.secret->store);
    keys_release(keys);
    *keys = k;
    *out = s;
    return true;
}

/* ---- changing slots ---- */

static size_t people(const struct keyslots *s)
{
    const char *logins[KEYSLOTS_HOLDERS_MAX];
    return keyslots_logins(logins, s);
}

/* Makes the slot of `who` in place number `at` and renews the trailer. */
static bool put_person(struct keyslots *s, size_t at, struct public_keys *made, const struct keys *by,
                       const struct slot_request *who, struct err *e)
{
    struct keyslots next = *s;
    struct public_keys public;
    struct maker m = maker_of(by);
    struct key_secrets *person = secret_alloc(sizeof(*person));
    bool ok = person_slot(&next.slots[at], &public, person, &m, who, e);
    secret_free(person);
    if (!ok)
        return false;
    if (at == next.len)
        next.len++;
    keyslots_renew(&next, by->secret->store);
    *s = next;
    *made = public;
    return true;
}

/* 'Ana' beside 'ana' would be two people whom nobody can tell apart on the unlock screen. */
static bool check_login_free(const struct keyslots *s, const struct slot_request *who, struct err *e)
{
    struct arena a = {0};
    const char *wanted = text_fold(&a, who->login);
    bool is_free = true;
    for (size_t i = 0; i < s->len && is_free; i++)
        is_free = id_equal(s->slots[i].user, who->user) || strcmp(text_fold(&a, s->slots[i].login), wanted) != 0;
    arena_release(&a);
    return is_free || err_set(e, ERR_CONFLICT, "the login '%s' is taken; choose another", who->login);
}

bool keyslots_add_user(struct keyslots *s, struct public_keys *made, const struct keys *by,
                       const struct slot_request *who, struct err *e)
{
    if (!check_plain_editor(s, by, e) || !request_check(who, e) || !check_login_free(s, who, e))
        return false;
    if (keyslots_find(s, who->user, s->epoch))
        return err_set(e, ERR_CONFLICT, "this person has a slot already; give it a new passphrase instead");
    if (s->len >= KEYSLOTS_HOLDERS_MAX)
        return err_set(e, ERR_RANGE, "the slot file is full: %d people with the recovery key; remove one first",
                       KEYSLOTS_HOLDERS_MAX);
    return put_person(s, s->len, made, by, who, e);
}

bool keyslots_reset_user(struct keyslots *s, struct public_keys *made, const struct keys *by,
                         const struct slot_request *who, struct err *e)
{
    if (!check_plain_editor(s, by, e) || !request_check(who, e) || !check_login_free(s, who, e))
        return false;
    const struct keyslot *old = keyslots_find(s, who->user, s->epoch);
    if (!old || old->kdf == KDF_RECOVERY)
        return err_set(e, ERR_NOT_FOUND, "nobody with this id has a slot; add the person instead");
    return put_person(s, (size_t)(old - s->slots), made, by, who, e);
}

bool keyslots_change_passphrase(struct keyslots *s, const struct keys *own, const char *passphrase,
                                size_t passphrase_len, struct err *e)
{
    const char *login = own->login;
    if (!check_plain_editor(s, own, e) || !passphrase_check(passphrase, passphrase_len, &login, 1, e))
        return false;
    struct keyslots next = *s;
    struct keyslot *slot = keyslots_find(&next, own->user, next.epoch);
    if (!slot || slot->kdf == KDF_RECOVERY)
        return err_set(e, ERR_NOT_FOUND, "these keys have no passphrase to change");
    struct kdf_cost cost = kdf_floor();
    slot->ops = cost.ops;
    slot->mem_kib = cost.mem_kib;
    slot->made_by = own->user;
    slot->made_ms = clock_now().ms;
    randombytes_buf(slot->salt, sizeof(slot->salt));
    uint8_t *kek = secret_alloc(KEY_BYTES);
    bool ok = slot_kek(kek, slot, passphrase, passphrase_len, e);
    if (ok) {
        slot_wrap(slot, next.practice, kek, own->secret->seed);
        keyslots_renew(&next, own->secret->store);
        *s = next;
    }
    secret_free(kek);
    return ok;
}

bool keyslots_remove_user(struct keyslots *s, const struct keys *by, struct id user, struct err *e)
{
    if (!check_plain_editor(s, by, e))
        return false;
    const struct keyslot *slot = keyslots_find(s, user, s->epoch);
    if (!slot || slot->kdf == KDF_RECOVERY)
        return err_set(e, ERR_NOT_FOUND, "nobody with this id has a slot");
    if (people(s) == 1)
        return err_set(e, ERR_REFUSED, "cannot remove the last person who can unlock; add another one first");
    struct keyslots next = *s;
    size_t at = (size_t)(slot - s->slots);
    memmove(&next.slots[at], &next.slots[at + 1], (next.len - at - 1) * sizeof(next.slots[0]));
    next.slots[--next.len] = (struct keyslot){0};
    keyslots_renew(&next, by->secret->store);
    *s = next;
    return true;
}

bool keyslots_replace_recovery(struct keyslots *s, struct keys *recovery, uint8_t *recovery_key, const struct keys *by,
                               struct err *e)
{
    if (!check_plain_editor(s, by, e))
        return false;
    const struct keyslot *old = find_login(s, "");
    if (!old && s->len >= KEYSLOTS_HOLDERS_MAX)
        return err_set(e, ERR_RANGE, "the slot file is full: %d people with the recovery key; remove one first",
                       KEYSLOTS_HOLDERS_MAX);
    struct keyslots next = *s;
    size_t at = old ? (size_t)(old - s->slots) : next.len++;
    struct maker m = maker_of(by);
    recovery_slot(&next.slots[at], recovery, recovery_key, &m);
    keyslots_renew(&next, by->secret->store);
    *s = next;
    return true;
}
