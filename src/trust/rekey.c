/*
 * A new store key for those who stay.
 *
 * A slot's wrap does not depend on the epoch, so each one is copied as it is and only the sealed store key is new: no
 * passphrase is needed. While both sets are in the file, its own epoch and its trailer stay the old ones, because the
 * store still is; whoever unlocks in between holds both keys.
 */
#include "fascia/trust/rekey.h"

#include "keyslots_internal.h"

#include "fascia/base/clock.h"
#include "fascia/base/secret.h"

#include <sodium.h>
#include <string.h>

/* Nobody twice and nobody without a slot, so there is room for everyone named, however many. */
static bool add_member(struct keyslots *next, const struct rekey_member *m, const struct keys *keys,
                       const uint8_t store_next[KEY_BYTES], struct err *e)
{
    const struct keyslot *old = keyslots_find(next, m->user, next->epoch);
    if (!old)
        return err_set(e, ERR_NOT_FOUND, "cannot renew the store key: one who is to stay has no slot");
    if (keyslots_find(next, m->user, next->epoch + 1))
        return err_set(e, ERR_INVALID, "cannot renew the store key: a person is named twice");
    if (id_equal(m->user, keys->user) && memcmp(m->box, keys->public.box, KEY_BYTES) != 0)
        return err_set(e, ERR_DAMAGED, "cannot renew the store key: the record has another box key for you");
    struct keyslot slot = *old;
    slot.epoch = next->epoch + 1;
    slot.made_by = keys->user;
    slot.made_ms = clock_now().ms;
    slot_seal(&slot, m->box, store_next);
    next->slots[next->len++] = slot;
    return true;
}

static bool add_members(struct keyslots *next, const struct rekey_member *stay, size_t n, const struct keys *keys,
                        const uint8_t store_next[KEY_BYTES], struct err *e)
{
    for (size_t i = 0; i < n; i++)
        if (!add_member(next, &stay[i], keys, store_next, e))
            return false;
    if (!keyslots_find(next, keys->user, next->epoch + 1))
        return err_set(e, ERR_REFUSED, "cannot renew the store key: you would not be among those who stay");
    return true;
}

bool keyslots_rekey_begin(struct keyslots *s, struct keys *keys, const struct rekey_member *stay, size_t n,
                          struct err *e)
{
    if (keyslots_rekeying(s))
        return err_set(e, ERR_REFUSED, "a change of the store key is under way; finish or cancel it first");
    if (!keyslots_check_editor(s, keys, e))
        return false;
    if (s->epoch == UINT32_MAX)
        return err_set(e, ERR_RANGE, "cannot renew the store key: it was renewed too often");
    struct keyslots next = *s;
    uint8_t *store_next = secret_alloc(KEY_BYTES);
    randombytes_buf(store_next, KEY_BYTES);
    bool ok = add_members(&next, stay, n, keys, store_next, e);
    if (ok) {
        keyslots_renew(&next, keys->secret->store);
        memcpy(keys->secret->store_next, store_next, KEY_BYTES);
        keys->has_next = true;
        *s = next;
    }
    secret_free(store_next);
    return ok;
}

static void keep_epoch(struct keyslots *s, uint32_t epoch)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->len; i++)
        if (s->slots[i].epoch == epoch)
            s->slots[kept++] = s->slots[i];
    memset(&s->slots[kept], 0, (s->len - kept) * sizeof(s->slots[0]));
    s->len = kept;
    s->epoch = epoch;
}

static bool check_under_way(const struct keyslots *s, const struct keys *keys, struct err *e)
{
    if (!keyslots_check_editor(s, keys, e))
        return false;
    if (!keyslots_rekeying(s) || !keys->has_next)
        return err_set(e, ERR_REFUSED, "no change of the store key is under way that these keys can end");
    return true;
}

bool keyslots_rekey_finish(struct keyslots *s, struct keys *keys, struct err *e)
{
    if (!check_under_way(s, keys, e))
        return false;
    keep_epoch(s, s->epoch + 1);
    memcpy(keys->secret->store, keys->secret->store_next, KEY_BYTES);
    secret_wipe(keys->secret->store_next, KEY_BYTES);
    keys->has_next = false;
    keys->epoch = s->epoch;
    keyslots_renew(s, keys->secret->store);
    return true;
}

bool keyslots_rekey_cancel(struct keyslots *s, struct keys *keys, struct err *e)
{
    if (!check_under_way(s, keys, e))
        return false;
    keep_epoch(s, s->epoch);
    secret_wipe(keys->secret->store_next, KEY_BYTES);
    keys->has_next = false;
    keyslots_renew(s, keys->secret->store);
    return true;
}
