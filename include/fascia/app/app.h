/**
 * One practice, open or locked: the store, the keys of the person who unlocked it, the catalogue. TUI and CLI hold one
 * each; nothing below knows which of the two called.
 */
#ifndef FASCIA_APP_APP_H
#define FASCIA_APP_APP_H

#include "fascia/model/catalogue.h"
#include "fascia/model/client.h"
#include "fascia/store/log.h"
#include "fascia/store/store.h"
#include "fascia/trust/keys.h"

struct app {
    const char *folder; /* of the practice; lives in arena */
    const struct catalogue *catalogue;
    struct arena arena;  /* as long as the app */
    struct store *store; /* NULL while locked */
    struct keys keys;    /* locked: keys_unlocked() is false */
    struct arena person; /* user and practice below; wiped on lock */
    struct user user;
    struct practice practice;
    const char *const
        *unfinished;         /* a registration that was left unsaved, field by field as typed; in person; or NULL */
    bool keyslots_from_copy; /* the current keyslots file was unreadable, the one before was used: say so */
    bool rolled_back;        /* the store was put back to an older state than was noted outside of it: say so */
};

/** No practice yet, and the shipped catalogue. */
void app_init(struct app *a);
/** The catalogue with the person's own YAML on top. Unlocking and making a practice do this: a broken file stops both.
 */
MUST_USE bool app_load_catalogue(struct app *a, struct err *e);
void app_release(struct app *a); /* locks, wipes */

/**
 * Which practice: `asked` (--practice), else FASCIA_PRACTICE, else the only folder under $XDG_DATA_HOME/fascia.
 * ERR_NOT_FOUND: none (says how to make one); ERR_AMBIGUOUS: several (lists their names). Sets a->folder.
 */
MUST_USE bool app_choose(struct app *a, const char *asked, struct err *e);

/** What is wrong with the YAML in force, one "file:line: message" each; len 0 = nothing. */
void app_config_problems(const char ***out, size_t *len, struct arena *arena);

/** Folder that a new practice of this name gets: FASCIA_PRACTICE, else $XDG_DATA_HOME/fascia/<slug>. */
MUST_USE bool app_default_folder(const char **out, const char *practice_name, struct arena *arena, struct err *e);

/** Logins that can unlock, from the keyslots file, without a key. */
MUST_USE bool app_logins(const char ***out, size_t *len, const struct app *a, struct arena *arena, struct err *e);

/**
 * Opens the keys, then the store, and reads user and practice. login NULL = the only one (else ERR_USAGE lists them).
 * Records the unlock, and the failed tries since the last one. A wrong passphrase: ERR_LOCKED, an unknown login:
 * ERR_NOT_FOUND, both noted in `tries`. Drafts put away more than 30 days ago go.
 */
MUST_USE bool app_unlock(struct app *a, const char *login, const char *passphrase, size_t len, struct err *e);
void app_lock(struct app *a);

/** What log_append needs; valid while unlocked. */
struct sealer app_sealer(struct app *a);

/* Who sees what: names, contacts and plans; and what was found and done. Nobody hides names for an auditor yet, so an
 * auditor sees neither. */
enum { ROLES_CLINICAL = ROLE_OWNER | ROLE_THERAPIST, ROLES_IDENTITY = ROLES_CLINICAL | ROLE_RECEPTION };

/** Has the person who unlocked one of these roles (enum role bits; 0 = anybody)? ERR_REFUSED names the act and who may;
 * ERR_LOCKED.
 */
MUST_USE bool app_may(const struct app *a, unsigned roles, const char *act, struct err *e);

/** Appends an access change: what ("open client", "export", "unlock"), about whom (null id: nobody). */
MUST_USE bool app_record_access(struct app *a, const char *what, struct id about, const char *detail, struct err *e);

#endif
