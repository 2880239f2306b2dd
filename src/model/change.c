/*
 * A change as bytes: the words of the kinds, the two hashes, and the order in which changes fold.
 *
 * The hashed bytes are written field by field with fixed widths, never by copying a struct, so that they are the same
 * on every machine and can be recomputed by any other program (tests/vectors/check_changes.py does). The body stands in
 * them only as its keyed hash: when a body and its salt are lawfully erased, hash, chain and signature still hold, and
 * nobody can guess a short body from the hash that stays. Nothing here checks a signature or reads a store.
 */
#include "fascia/model/change.h"

#include <string.h>

static const char domain[] = "fascia change 1"; /* hashed with its NUL: no other use of the hash starts like this */

/* Frozen: the words are hashed. A kind is never renamed; a new one is added at the end. */
static const char *const words[CHANGE_KINDS] = {
    [CHANGE_CLIENT] = "client",       [CHANGE_HEALTH] = "health",
    [CHANGE_SCREEN] = "screen",       [CHANGE_CONSENT] = "consent",
    [CHANGE_EPISODE] = "episode",     [CHANGE_SESSION] = "session",
    [CHANGE_AMENDMENT] = "amendment", [CHANGE_VOID] = "void",
    [CHANGE_EVENT] = "event",         [CHANGE_COMMUNICATION] = "communication",
    [CHANGE_LETTER] = "letter",       [CHANGE_REQUEST] = "request",
    [CHANGE_USER] = "user",           [CHANGE_SETTINGS] = "settings",
    [CHANGE_IMPORT] = "import",       [CHANGE_MERGE] = "merge",
    [CHANGE_ACCESS] = "access",       [CHANGE_ERASE] = "erase",
};

const char *change_kind_word(enum change_kind k)
{
    if ((unsigned)k >= CHANGE_KINDS)
        BUG("no change kind %d", (int)k);
    return words[k];
}

bool change_kind_parse(enum change_kind *out, const char *word, struct err *e)
{
    for (int k = 0; k < CHANGE_KINDS; k++) {
        if (strcmp(words[k], word) == 0) {
            *out = (enum change_kind)k;
            return true;
        }
    }
    return err_set(e, ERR_INVALID, "unknown kind of change '%s'", word);
}

bool change_must_sign(enum change_kind k, bool session_is_signed)
{
    switch (k) {
    case CHANGE_SESSION:
        return session_is_signed;
    case CHANGE_AMENDMENT:
    case CHANGE_VOID:
    case CHANGE_USER:
    case CHANGE_ERASE:
        return true;
    default:
        return false;
    }
}

struct hash change_body_hash(const char *body, size_t len, const uint8_t salt[16])
{
    return hash_keyed(body, len, salt, 16);
}

void change_bytes(struct buf *out, const struct change *c)
{
    const char *kind = change_kind_word(c->kind);
    size_t kind_len = strlen(kind);
    buf_add(out, domain, sizeof domain);
    buf_add(out, c->id.b, sizeof c->id.b);
    buf_add(out, c->device.b, sizeof c->device.b);
    buf_u64(out, c->device_seq);
    buf_add(out, c->prev_hash.b, sizeof c->prev_hash.b);
    buf_u64(out, c->hlc);
    buf_u64(out, (uint64_t)c->entered_at);
    buf_u16(out, (uint16_t)c->entered_offset); /* two's complement */
    buf_add(out, c->author.b, sizeof c->author.b);
    buf_u8(out, (uint8_t)kind_len);
    buf_add(out, kind, kind_len);
    buf_add(out, c->entity.b, sizeof c->entity.b);
    buf_add(out, c->parent.b, sizeof c->parent.b);
    buf_add(out, c->body_hash.b, sizeof c->body_hash.b);
}

struct hash change_hash(const struct change *c)
{
    struct buf bytes = {0};
    change_bytes(&bytes, c);
    struct hash h = hash_bytes(bytes.data, bytes.len);
    buf_release(&bytes);
    return h;
}

static int compare_u64(uint64_t x, uint64_t y)
{
    return (x > y) - (x < y);
}

int change_compare(const struct change *x, const struct change *y)
{
    int order = compare_u64(x->hlc, y->hlc);
    if (order == 0)
        order = id_compare(x->device, y->device);
    if (order == 0)
        order = compare_u64(x->device_seq, y->device_seq);
    return order;
}
