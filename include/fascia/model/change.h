/**
 * A change: one row of the append-only log that is the record. This module is pure: it builds the bytes that are hashed
 * and says what order changes fold in. The store appends, trust signs.
 */
#ifndef FASCIA_MODEL_CHANGE_H
#define FASCIA_MODEL_CHANGE_H

#include "fascia/base/buf.h"
#include "fascia/base/hash.h"
#include "fascia/base/id.h"

enum change_kind {
    CHANGE_CLIENT,
    CHANGE_HEALTH,
    CHANGE_SCREEN,
    CHANGE_CONSENT,
    CHANGE_EPISODE,
    CHANGE_SESSION,
    CHANGE_AMENDMENT,
    CHANGE_VOID,
    CHANGE_EVENT,
    CHANGE_COMMUNICATION,
    CHANGE_LETTER,
    CHANGE_REQUEST,
    CHANGE_USER,
    CHANGE_SETTINGS,
    CHANGE_IMPORT,
    CHANGE_MERGE,
    CHANGE_ACCESS,
    CHANGE_ERASE,
    CHANGE_KINDS /* how many */
};

struct change {
    int64_t seq; /* local arrival order; not hashed */
    struct id id, device;
    uint64_t device_seq;   /* 1, 2, 3 ... of the device */
    struct hash prev_hash; /* of the device's change before; zeros for the first */
    uint64_t hlc;
    int64_t entered_at;     /* UTC ms */
    int16_t entered_offset; /* minutes east */
    struct id author;
    enum change_kind kind;
    struct id entity, parent; /* parent zeros for none */
    const char *body;         /* canonical JSON; NULL after lawful erasure */
    uint8_t salt[16];
    struct hash body_hash; /* BLAKE2b-256 of the body keyed with salt */
    struct hash hash;
    bool is_signed;
    uint8_t sig[64];
};

const char *change_kind_word(enum change_kind k);
MUST_USE bool change_kind_parse(enum change_kind *out, const char *word, struct err *e);

/** Must a change of this kind and body carry its own signature? (signed session, amendment, void, user, erase) */
bool change_must_sign(enum change_kind k, bool session_is_signed);

struct hash change_body_hash(const char *body, size_t len, const uint8_t salt[16]);

/** The hashed bytes, in the order of docs/record.md: "fascia change 1\0", id, device, device_seq u64, prev_hash, hlc
 * u64, entered_at u64, entered_offset i16, author, kind (u8 length + ASCII), entity, parent, body_hash. Integers
 * big-endian, no padding. */
void change_bytes(struct buf *out, const struct change *c);
struct hash change_hash(const struct change *c);

/** Fold order: (hlc, device, device_seq). */
int change_compare(const struct change *x, const struct change *y);

#endif
