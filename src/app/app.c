/*
 * Opening and locking a practice. This is the one place where keys meet the store: trust opens the slots, the store
 * gets the raw key, and the log gets a sealer that signs with the person's own key.
 *
 * Unlocking records itself, and the failed tries since the last time, before anything of the record is shown.
 */
#include "fascia/app/app.h"

#include "paths.h"

#include "fascia/model/catalogue_load.h"
#include "fascia/store/draft.h"
#include "fascia/store/people.h"
#include "fascia/trust/anchors.h"
#include "fascia/trust/keyslots.h"
#include "fascia/trust/sign.h"
#include "fascia/trust/tries.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void app_init(struct app *a)
{
    memset(a, 0, sizeof(*a));
    a->catalogue = catalogue_shipped();
}

bool app_load_catalogue(struct app *a, struct err *e)
{
    return catalogue_load_with_overrides(&a->catalogue, paths_config(&a->arena), &a->arena, e);
}

void app_release(struct app *a)
{
    app_lock(a);
    keys_release(&a->keys);
    arena_release(&a->arena);
    memset(a, 0, sizeof(*a));
}

void app_config_problems(const char ***out, size_t *len, struct arena *arena)
{
    catalogue_check(out, len, paths_config(arena), arena);
}

bool app_default_folder(const char **out, const char *practice_name, struct arena *arena, struct err *e)
{
    const char *home;
    const char *wanted = getenv("FASCIA_PRACTICE");
    if (wanted && wanted[0]) {
        *out = arena_strdup(arena, wanted);
        return true;
    }
    if (!paths_data_home(&home, arena, e))
        return false;
    const char *slug = paths_slug(practice_name, 40, arena);
    *out = arena_printf(arena, "%s/%s", home, slug[0] ? slug : "practice");
    return true;
}

/* Several practices and none named: the message lists them, so that the next command can be typed from it. */
static bool several(const char **found, size_t count, struct err *e)
{
    struct buf names = {0};
    for (size_t i = 0; i < count && i < 8; i++)
        buf_printf(&names, "%s%s", i ? ", " : "", strrchr(found[i], '/') + 1);
    err_set(e, ERR_AMBIGUOUS, "several practices (%s): give --practice DIR or set FASCIA_PRACTICE", buf_text(&names));
    buf_release(&names);
    return false;
}

bool app_choose(struct app *a, const char *asked, struct err *e)
{
    const char *wanted = asked ? asked : getenv("FASCIA_PRACTICE");
    if (wanted && wanted[0]) {
        if (!paths_is_practice(wanted, &a->arena))
            return err_set(e, ERR_NOT_FOUND, "no practice in '%s': make one with 'fascia practice init'", wanted);
        a->folder = arena_strdup(&a->arena, wanted);
        return true;
    }
    const char *home;
    const char **found;
    size_t count;
    if (!paths_data_home(&home, &a->arena, e) || !paths_practices(&found, &count, home, &a->arena, e))
        return false;
    if (count == 0)
        return err_set(e, ERR_NOT_FOUND, "no practice in '%s': make one with 'fascia practice init'", home);
    if (count > 1)
        return several(found, count, e);
    a->folder = found[0];
    return true;
}

bool app_logins(const char ***out, size_t *len, const struct app *a, struct arena *arena, struct err *e)
{
    struct keyslots slots;
    const char *logins[KEYSLOTS_HOLDERS_MAX];
    if (!keyslots_read(&slots, a->folder, e))
        return false;
    size_t count = keyslots_logins(logins, &slots);
    const char **copy = arena_array(arena, count, sizeof(*copy));
    for (size_t i = 0; i < count; i++)
        copy[i] = arena_strdup(arena, logins[i]);
    *out = copy;
    *len = count;
    return true;
}

static bool only_login(const char **login, struct app *a, struct arena *scratch, struct err *e)
{
    const char **logins;
    size_t count;
    if (!app_logins(&logins, &count, a, scratch, e))
        return false;
    if (count == 1) {
        *login = logins[0];
        return true;
    }
    struct buf names = {0};
    for (size_t i = 0; i < count; i++)
        buf_printf(&names, "%s%s", i ? ", " : "", logins[i]);
    err_set(e, ERR_USAGE, "who is it? give --as USER, one of: %s", buf_text(&names));
    buf_release(&names);
    return false;
}

static bool open_keys(struct app *a, const char *login, const char *passphrase, size_t len, struct err *e)
{
    struct keyslots slots;
    if (keyslots_open(&slots, &a->keys, a->folder, login, passphrase, len, e)) {
        a->keyslots_from_copy = slots.from_copy;
        return true;
    }
    struct err ignored = {0}; /* the failed try is the news; that it could not be noted is not */
    if ((e->code == ERR_LOCKED || e->code == ERR_NOT_FOUND) && keyslots_read(&slots, a->folder, &ignored))
        (void)!tries_add(a->folder, &slots, login, clock_now().ms, &ignored);
    return false;
}

/* During a rekey the store may be under either key: the one of the present epoch first. */
static bool open_store(struct app *a, struct err *e)
{
    if (store_open(&a->store, a->folder, a->keys.secret->store, STORE_OPEN, e))
        return true;
    return a->keys.has_next && e->code == ERR_DAMAGED &&
           store_open(&a->store, a->folder, a->keys.secret->store_next, STORE_OPEN, e);
}

static bool load_person(struct app *a, struct err *e)
{
    struct user_row user;
    struct id head;
    if (!user_get(&user, a->store, a->keys.user, &a->person, e) ||
        !practice_get(&a->practice, &head, a->store, &a->person, e))
        return false;
    a->user = user.user;
    const char *objection;
    if (!user_objection(&objection, a->store, a->keys.user, e))
        return false;
    if (objection)
        return err_set(e, ERR_REFUSED,
                       "user '%s' is not to be believed (%s): ask the owner to do 'fascia record verify'",
                       a->user.login, objection);
    if (a->user.until.ms && a->user.until.ms <= clock_now().ms)
        return err_set(e, ERR_REFUSED, "user '%s' is disabled: ask the owner", a->user.login);
    if (a->keys.recovery || !memcmp(a->user.sign_key, a->keys.public.sign, KEY_BYTES))
        return true;
    return err_set(e, ERR_DAMAGED, "the key of '%s' is not the one in the record: restore 'keyslots' from a backup",
                   a->user.login);
}

static bool record_unlock(struct app *a, struct err *e)
{
    struct arena scratch = {0};
    struct tries tries = {0};
    bool ok = tries_list(&tries, a->folder, &scratch, e);
    const char *detail = NULL;
    if (ok && tries.len > 0) {
        char when[32];
        instant_format(when, (struct instant){.ms = tries.items[tries.len - 1].at_ms});
        detail = arena_printf(&scratch, "%zu failed, the last at %s", tries.len, when);
    }
    if (ok && store_device_is_new(a->store))
        ok = app_record_access(a, "new device", (struct id){0}, "the store was copied or moved", e);
    if (ok && a->rolled_back)
        ok = app_record_access(a, "rollback seen", (struct id){0}, "the record ends before a change that was noted", e);
    ok = ok && app_record_access(a, "unlock", (struct id){0}, detail, e);
    struct err ignored = {0}; /* at worst they are recorded twice: no reason to keep a person out */
    if (ok && tries.len > 0)
        (void)!tries_clear(a->folder, &tries, &ignored);
    arena_release(&scratch);
    return ok;
}

/* Was the whole store put back to an older state? Then a change that was noted outside of it is not in its chain. */
static bool check_anchors(struct app *a, struct err *e)
{
    struct arena scratch = {0};
    struct anchors noted = {0};
    struct err unreadable = {0}; /* verify says so; it is no reason to keep a person out */
    bool ok = true;
    if (!anchors_list(&noted, a->folder, &scratch, &unreadable))
        noted.len = 0;
    a->rolled_back = false;
    for (size_t i = 0; ok && i < noted.len; i++) {
        const struct anchor *x = &noted.items[i];
        bool held = true;
        ok = log_chain_holds(&held, a->store, x->device, x->device_seq, &x->head, e);
        a->rolled_back = a->rolled_back || !held;
    }
    arena_release(&scratch);
    return ok;
}

/* Drafts that were put away long ago. What cannot be swept now is swept the next time. */
static void sweep(struct app *a)
{
    struct err ignored = {0};
    (void)!draft_sweep(a->store, clock_now(), &ignored);
}

bool app_unlock(struct app *a, const char *login, const char *passphrase, size_t len, struct err *e)
{
    struct arena scratch = {0};
    bool ok = app_load_catalogue(a, e) && (login || only_login(&login, a, &scratch, e));
    ok = ok && open_keys(a, login, passphrase, len, e);
    ok = ok && open_store(a, e) && load_person(a, e) && check_anchors(a, e) && record_unlock(a, e);
    arena_release(&scratch);
    if (ok)
        sweep(a);
    else
        app_lock(a);
    return ok;
}

/* The head of the chain is noted outside the store, so that a store put back to an older state is seen. Once it was
 * seen the note stays as it is: it is the proof. */
static void note_head(struct app *a)
{
    struct store_facts facts;
    struct err ignored = {0}; /* an anchor that could not be written weakens verify, it must not stop the lock */
    if (a->rolled_back || !store_facts(&facts, a->store, &ignored) || facts.head_seq == 0)
        return;
    struct anchor head = {
        .device = store_device(a->store), .device_seq = facts.head_seq, .head = facts.head, .at_ms = clock_now().ms};
    (void)!anchors_note(a->folder, &head, &ignored);
}

void app_lock(struct app *a)
{
    if (a->store)
        note_head(a);
    store_close(a->store);
    a->store = NULL;
    keys_lock(&a->keys);
    arena_release(&a->person);
    a->unfinished = NULL;
    memset(&a->user, 0, sizeof(a->user));
    memset(&a->practice, 0, sizeof(a->practice));
}

static bool sign_with_keys(void *who, uint8_t sig[64], const struct hash *hash, struct err *e)
{
    return sign_hash(sig, hash, who, e);
}

struct sealer app_sealer(struct app *a)
{
    return (struct sealer){.sign = sign_with_keys, .who = &a->keys, .author = a->keys.user};
}

bool app_may(const struct app *a, unsigned roles, const char *act, struct err *e)
{
    static const struct {
        unsigned role;
        const char *word;
    } names[] = {
        {ROLE_OWNER, "owner"}, {ROLE_THERAPIST, "therapist"}, {ROLE_RECEPTION, "reception"}, {ROLE_AUDITOR, "auditor"}};
    if (!a->store)
        return err_set(e, ERR_LOCKED, "'%s' needs the practice unlocked", act);
    if (roles == 0 || (a->user.roles & roles))
        return true;
    char who[80] = "";
    size_t used = 0;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (!(roles & names[i].role) || used >= sizeof(who))
            continue;
        int n = snprintf(who + used, sizeof(who) - used, "%s%s", used ? " or " : "", names[i].word);
        used += n > 0 ? (size_t)n : 0;
    }
    return err_set(e, ERR_REFUSED, "'%s' is not allowed for '%s': it needs the role %s", act, a->user.login, who);
}

bool app_record_access(struct app *a, const char *what, struct id about, const char *detail, struct err *e)
{
    json_t *body = json_object();
    json_put_text(body, "what", what);
    if (!id_is_null(about)) {
        char text[ID_TEXT];
        id_format(text, about);
        json_put_text(body, "about", text);
    }
    json_put_text(body, "detail", detail);
    struct sealer by = app_sealer(a);
    struct entry_new entry = {.kind = CHANGE_ACCESS, .body = body};
    bool ok = log_append(a->store, &by, &entry, 1, e);
    json_decref(body);
    return ok ? true : err_wrap(e, "cannot record the access");
}
