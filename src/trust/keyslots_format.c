/*
 * The bytes of the file `keyslots`: fixed fields, big-endian, one way to write each state.
 *
 *   header 64   magic 8, version u16, slots u16, epoch u32, generation u64, practice 16, zero 24
 *   slot 256    user 16, login 32, kdf u8, zero 3, ops u32, mem KiB u32, salt 16, epoch u32, nonce 24, wrap 48,
 *               seal 80, made u64, made by 16
 *   trailer 32  keyed BLAKE2b of all before it; needs the store key, so it is checked by unlocking
 *
 * Reading is strict: a file that parses is exactly what keyslots_format writes for it, byte for byte. So nothing can
 * be hidden in padding, and whatever a key cannot check (the cost of guessing, above all) is checked here.
 */
#include "keyslots_internal.h"

#include "fascia/base/utf8.h"

#include <string.h>

static const char magic[8] = {'F', 'A', 'S', 'C', 'K', 'E', 'Y', '1'};
enum { FORMAT_VERSION = 1, HEADER_ZERO = 24, SLOT_ZERO = 3 };

static void add_zero(struct buf *out, size_t n)
{
    while (n-- > 0)
        buf_u8(out, 0);
}

void slot_format(struct buf *out, const struct keyslot *slot)
{
    size_t login_len = strnlen(slot->login, LOGIN_MAX);
    buf_add(out, slot->user.b, sizeof(slot->user.b));
    buf_add(out, slot->login, login_len);
    add_zero(out, LOGIN_MAX - login_len);
    buf_u8(out, (uint8_t)slot->kdf);
    add_zero(out, SLOT_ZERO);
    buf_u32(out, slot->ops);
    buf_u32(out, slot->mem_kib);
    buf_add(out, slot->salt, sizeof(slot->salt));
    buf_u32(out, slot->epoch);
    buf_add(out, slot->nonce, sizeof(slot->nonce));
    buf_add(out, slot->wrapped_seed, sizeof(slot->wrapped_seed));
    buf_add(out, slot->sealed_key, sizeof(slot->sealed_key));
    buf_u64(out, (uint64_t)slot->made_ms);
    buf_add(out, slot->made_by.b, sizeof(slot->made_by.b));
}

void keyslots_format_body(struct buf *out, const struct keyslots *s)
{
    buf_add(out, magic, sizeof(magic));
    buf_u16(out, FORMAT_VERSION);
    buf_u16(out, (uint16_t)s->len);
    buf_u32(out, s->epoch);
    buf_u64(out, s->generation);
    buf_add(out, s->practice.b, sizeof(s->practice.b));
    add_zero(out, HEADER_ZERO);
    for (size_t i = 0; i < s->len; i++)
        slot_format(out, &s->slots[i]);
}

void keyslots_format(struct buf *out, const struct keyslots *s)
{
    keyslots_format_body(out, s);
    buf_add(out, s->trailer, sizeof(s->trailer));
}

/* A cursor over bytes whose number was checked before: no read can run past the end. */
struct reader {
    const uint8_t *at;
};

static uint64_t take_number(struct reader *r, size_t bytes)
{
    uint64_t v = 0;
    while (bytes-- > 0)
        v = v << 8 | *r->at++;
    return v;
}

static void take_bytes(struct reader *r, void *out, size_t n)
{
    memcpy(out, r->at, n);
    r->at += n;
}

static bool take_zero(struct reader *r, size_t n)
{
    uint8_t seen = 0;
    while (n-- > 0)
        seen |= *r->at++;
    return seen == 0;
}

/* The login and the zeros after it. */
static bool take_login(struct reader *r, char out[LOGIN_MAX + 1])
{
    take_bytes(r, out, LOGIN_MAX);
    out[LOGIN_MAX] = '\0';
    size_t len = strnlen(out, LOGIN_MAX);
    struct reader rest = {(const uint8_t *)out + len};
    return take_zero(&rest, LOGIN_MAX - len);
}

bool login_check(const char *login, struct err *e)
{
    size_t len = strlen(login);
    if (len == 0)
        return err_set(e, ERR_INVALID, "a login cannot be empty; take a short word such as 'ana'");
    if (!text_check(login, len, TEXT_LINE, LOGIN_MAX, e))
        return err_wrap(e, "login");
    if (strchr(login, ' '))
        return err_set(e, ERR_INVALID, "login '%s' holds a blank; join the words, as in 'ana.lima'", login);
    return true;
}

static bool slot_damaged(struct err *e, size_t number, const char *what)
{
    return err_set(e, ERR_DAMAGED, "slot %zu %s", number, what);
}

/* Guessing must cost what it costs us; and an absurd cost would only keep us waiting. */
static bool check_cost(const struct keyslot *slot, size_t number, struct err *e)
{
    static const uint8_t no_salt[sizeof(slot->salt)];
    if (slot->kdf == KDF_RECOVERY) {
        if (slot->ops || slot->mem_kib || memcmp(slot->salt, no_salt, sizeof(no_salt)) != 0)
            return slot_damaged(e, number, "is for the recovery key, yet has a cost");
        return true;
    }
    struct kdf_cost low = kdf_floor();
    struct kdf_cost high = kdf_ceiling();
    if (slot->ops < low.ops || slot->mem_kib < low.mem_kib)
        return slot_damaged(e, number, "is cheaper to guess than allowed: somebody may have changed it");
    if (slot->ops > high.ops || slot->mem_kib > high.mem_kib)
        return slot_damaged(e, number, "asks for more memory or time than allowed");
    return true;
}

static bool check_login(const struct keyslot *slot, size_t number, struct err *e)
{
    struct err why = {0};
    if (slot->kdf == KDF_RECOVERY)
        return slot->login[0] == '\0' || slot_damaged(e, number, "is for the recovery key, yet has a login");
    return login_check(slot->login, &why) || slot_damaged(e, number, "has a login that cannot be");
}

static bool parse_slot(struct keyslot *slot, struct reader *r, size_t number, struct err *e)
{
    take_bytes(r, slot->user.b, sizeof(slot->user.b));
    if (id_is_null(slot->user))
        return slot_damaged(e, number, "has no user");
    if (!take_login(r, slot->login))
        return slot_damaged(e, number, "has bytes after its login");
    uint64_t kdf = take_number(r, 1);
    if (kdf != KDF_RECOVERY && kdf != KDF_ARGON2ID13)
        return slot_damaged(e, number, "has an unknown way to make a key");
    slot->kdf = (enum kdf)kdf;
    if (!take_zero(r, SLOT_ZERO))
        return slot_damaged(e, number, "has bytes where zeros belong");
    slot->ops = (uint32_t)take_number(r, 4);
    slot->mem_kib = (uint32_t)take_number(r, 4);
    take_bytes(r, slot->salt, sizeof(slot->salt));
    slot->epoch = (uint32_t)take_number(r, 4);
    take_bytes(r, slot->nonce, sizeof(slot->nonce));
    take_bytes(r, slot->wrapped_seed, sizeof(slot->wrapped_seed));
    take_bytes(r, slot->sealed_key, sizeof(slot->sealed_key));
    uint64_t made = take_number(r, 8);
    if (made > INT64_MAX)
        return slot_damaged(e, number, "was made at no time that can be");
    slot->made_ms = (int64_t)made;
    take_bytes(r, slot->made_by.b, sizeof(slot->made_by.b));
    if (id_is_null(slot->made_by))
        return slot_damaged(e, number, "was made by nobody");
    return check_login(slot, number, e) && check_cost(slot, number, e);
}

/* One slot a person and epoch, one login a person, one recovery key. */
static bool check_among(const struct keyslots *s, size_t i, struct err *e)
{
    const struct keyslot *slot = &s->slots[i];
    if (slot->epoch != s->epoch && (s->epoch == UINT32_MAX || slot->epoch != s->epoch + 1))
        return slot_damaged(e, i + 1, "is of an epoch that does not fit");
    for (size_t j = 0; j < i; j++) {
        const struct keyslot *other = &s->slots[j];
        if (other->epoch != slot->epoch)
            continue;
        if (id_equal(other->user, slot->user) || strcmp(other->login, slot->login) == 0)
            return slot_damaged(e, i + 1, "is there twice");
    }
    return true;
}

static bool parse_header(struct keyslots *s, struct reader *r, size_t n, struct err *e)
{
    char found[sizeof(magic)];
    take_bytes(r, found, sizeof(found));
    if (memcmp(found, magic, sizeof(magic)) != 0)
        return err_set(e, ERR_DAMAGED, "it is not a slot file of fascia");
    uint64_t version = take_number(r, 2);
    if (version > FORMAT_VERSION)
        return err_set(e, ERR_VERSION, "it is of format %u, this fascia knows only %d; install a newer one",
                       (unsigned)version, FORMAT_VERSION);
    s->len = (size_t)take_number(r, 2);
    if (version != FORMAT_VERSION || s->len > KEYSLOTS_MAX || n != SLOT_HEADER_BYTES + s->len * SLOT_BYTES + KEY_BYTES)
        return err_set(e, ERR_DAMAGED, "its header does not fit its %zu bytes", n);
    s->epoch = (uint32_t)take_number(r, 4);
    s->generation = take_number(r, 8);
    take_bytes(r, s->practice.b, sizeof(s->practice.b));
    bool zero = take_zero(r, HEADER_ZERO);
    if (s->epoch == 0 || s->generation == 0 || id_is_null(s->practice) || !zero)
        return err_set(e, ERR_DAMAGED, "its header holds what cannot be");
    return true;
}

static bool check_holders(const struct keyslots *s, struct err *e)
{
    size_t now = 0;
    for (size_t i = 0; i < s->len; i++)
        now += s->slots[i].epoch == s->epoch;
    if (now == 0)
        return err_set(e, ERR_DAMAGED, "it has no slot of its own epoch");
    if (now > KEYSLOTS_HOLDERS_MAX || s->len - now > KEYSLOTS_HOLDERS_MAX)
        return err_set(e, ERR_DAMAGED, "it has more than %d people", KEYSLOTS_HOLDERS_MAX);
    return true;
}

bool keyslots_parse(struct keyslots *out, const void *bytes, size_t n, struct err *e)
{
    if (n < SLOT_HEADER_BYTES + SLOT_BYTES + KEY_BYTES || n > KEYSLOTS_BYTES_MAX)
        return err_set(e, ERR_DAMAGED, "it has %zu bytes, which no slot file has", n);
    struct keyslots s = {0};
    struct reader r = {bytes};
    if (!parse_header(&s, &r, n, e))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!parse_slot(&s.slots[i], &r, i + 1, e) || !check_among(&s, i, e))
            return false;
    if (!check_holders(&s, e))
        return false;
    take_bytes(&r, s.trailer, sizeof(s.trailer));
    *out = s;
    return true;
}
