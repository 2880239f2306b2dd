/**
 * The file `keyslots`: who can open a practice. One slot a person, and one for the recovery key.
 *
 * A passphrase (Argon2id) or the recovery key opens the wrap of that person's seed; the seed opens the store key that
 * is sealed to it. Layout, costs and what a thief can do: docs/security.md. Nothing in this struct is secret. Roles are
 * not here: authority is in the log's `user` changes.
 *
 * The functions that change a struct keyslots need unlocked keys of the same practice and epoch, count `generation` up
 * and renew the trailer; on failure the struct is unchanged. Nothing reaches the disk before keyslots_write.
 */
#ifndef FASCIA_TRUST_KEYSLOTS_H
#define FASCIA_TRUST_KEYSLOTS_H

#include "fascia/base/buf.h"
#include "fascia/trust/keys.h"

#define KEYSLOTS_MAX 64         /* slots in a file */
#define KEYSLOTS_HOLDERS_MAX 32 /* people and the recovery key: a rekey holds each of them twice */

enum kdf { KDF_RECOVERY = 0, KDF_ARGON2ID13 = 1 };

struct keyslot {
    struct id user;
    char login[LOGIN_MAX + 1]; /* "" for the recovery key */
    enum kdf kdf;
    uint32_t ops;     /* Argon2id passes; 0 for recovery */
    uint32_t mem_kib; /* 0 for recovery */
    uint8_t salt[16];
    uint32_t epoch;
    uint8_t nonce[24];
    uint8_t wrapped_seed[48];
    uint8_t sealed_key[80];
    int64_t made_ms;
    struct id made_by;
};

struct keyslots {
    struct id practice;
    uint32_t epoch; /* slots are of this one; during a rekey also of the next */
    uint64_t generation;
    size_t len;
    struct keyslot slots[KEYSLOTS_MAX];
    uint8_t trailer[KEY_BYTES];
    uint64_t on_disk; /* generation of the file it was read from, 0 = new; keyslots_write compares */
    bool from_copy;   /* `keyslots` was missing or damaged, `keyslots.prev` was used: warn, then keyslots_write */
};

/** A person to make a slot for. The caller owns the passphrase and wipes it. */
struct slot_request {
    struct id user;
    const char *login;      /* login_check */
    const char *passphrase; /* bytes as typed; passphrase_check with the login is applied */
    size_t passphrase_len;
};

/** 1 to 32 bytes of UTF-8 without blanks and control characters. */
MUST_USE bool login_check(const char *login, struct err *e);

/* Reading and writing. keyslots_parse needs no key: it checks sizes, magic, padding, kdf, cost floor, UTF-8, doubles
 * (ERR_DAMAGED, or ERR_VERSION for a newer format). The trailer is checked by unlocking. */
MUST_USE bool keyslots_parse(struct keyslots *out, const void *bytes, size_t n, struct err *e);
void keyslots_format(struct buf *out, const struct keyslots *s); /* appends the exact bytes of the file */

/** Folder's `keyslots`; when that is missing or damaged its copy `keyslots.prev` (from_copy). ERR_NOT_FOUND: neither.
 */
MUST_USE bool keyslots_read(struct keyslots *out, const char *folder, struct err *e);

/**
 * Both files, one after the other, so that a power cut leaves at least one whole and no old passphrase stays behind.
 * ERR_CONFLICT: another process wrote since it was read (read again, repeat). ERR_BUSY: is writing right now.
 */
MUST_USE bool keyslots_write(struct keyslots *s, const char *folder, struct err *e);

/** Logins of the current epoch in file order, borrowed from s; returns how many. */
size_t keyslots_logins(const char *out[KEYSLOTS_HOLDERS_MAX], const struct keyslots *s);

/* Unlocking costs about half a second by design. ERR_LOCKED `wrong passphrase`; ERR_NOT_FOUND unknown login;
 * ERR_DAMAGED when the trailer shows slots changed, added or removed. *out must be locked or zero. */
MUST_USE bool keyslots_unlock(struct keys *out, const struct keyslots *s, const char *login, const char *passphrase,
                              size_t passphrase_len, struct err *e);
MUST_USE bool keyslots_unlock_recovery(struct keys *out, const struct keyslots *s,
                                       const uint8_t recovery_key[KEY_BYTES], struct err *e);

/** keyslots_read and keyslots_unlock; a file that only unlocking shows to be damaged falls back to the copy, too. */
MUST_USE bool keyslots_open(struct keyslots *s, struct keys *out, const char *folder, const char *login,
                            const char *passphrase, size_t passphrase_len, struct err *e);

/**
 * A new practice: fresh store key, first person, recovery slot.
 * @param keys          the first person's keys, unlocked
 * @param recovery      locked: user id and public keys for the recovery user's `user` change
 * @param recovery_key  KEY_BYTES of locked memory of the caller; show it once (recovery.h), then free it
 */
MUST_USE bool keyslots_create(struct keyslots *out, struct keys *keys, struct keys *recovery, uint8_t *recovery_key,
                              struct id practice, const struct slot_request *first, struct err *e);

/** ERR_CONFLICT: login or user is there already; ERR_RANGE: full. *made: the new person's public keys. */
MUST_USE bool keyslots_add_user(struct keyslots *s, struct public_keys *made, const struct keys *by,
                                const struct slot_request *who, struct err *e);

/** Lost passphrase: the slot of who->user is made anew with a new seed; signatures of the old one stay valid. */
MUST_USE bool keyslots_reset_user(struct keyslots *s, struct public_keys *made, const struct keys *by,
                                  const struct slot_request *who, struct err *e);

/** Only the own wrap changes. Copies of the file in backups still answer to the old passphrase: say so. */
MUST_USE bool keyslots_change_passphrase(struct keyslots *s, const struct keys *own, const char *passphrase,
                                         size_t passphrase_len, struct err *e);

/** Not safe against somebody who kept a copy of the file: that needs a rekey. The last person cannot be removed. */
MUST_USE bool keyslots_remove_user(struct keyslots *s, const struct keys *by, struct id user, struct err *e);

/** A new recovery key in place of the old; parameters as in keyslots_create. */
MUST_USE bool keyslots_replace_recovery(struct keyslots *s, struct keys *recovery, uint8_t *recovery_key,
                                        const struct keys *by, struct err *e);

#endif
