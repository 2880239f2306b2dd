/*
 * A new practice: folder, key slots, store, and the first changes of its log. The first user signs itself; everybody
 * else is vouched for by a user in force. What was made is taken away again if a later step fails.
 */
#include "fascia/app/practice.h"

#include "paths.h"

#include "fascia/base/file.h"
#include "fascia/base/secret.h"
#include "fascia/store/people.h"
#include "fascia/trust/keyslots.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *login_suggest(const char *user_name, struct arena *arena)
{
    const char *end = user_name + strcspn(user_name, " \t,");
    const char *first = arena_strndup(arena, user_name, (size_t)(end - user_name));
    const char *slug = paths_slug(first, LOGIN_MAX, arena);
    return slug[0] ? slug : "me";
}

static const char *const file_names[] = {"record.db", "record.db-journal", "keyslots", "keyslots.prev", "turn", "tries",
                                         "anchors"};

/* None of these may be there before: a record whose slot file got lost is still somebody's record, and taking back what
 * was made here would remove it. */
static bool check_free(const char *folder, struct arena *scratch, struct err *e)
{
    struct stat st;
    for (size_t i = 0; i < ARRAY_LEN(file_names); i++)
        if (lstat(arena_printf(scratch, "%s/%s", folder, file_names[i]), &st) == 0)
            return err_set(e, ERR_CONFLICT, "'%s' holds '%s' of a practice already: choose another folder", folder,
                           file_names[i]);
    return true;
}

static void take_back(const char *folder, bool existed, struct arena *scratch)
{
    for (size_t i = 0; i < ARRAY_LEN(file_names); i++)
        (void)unlink(arena_printf(scratch, "%s/%s", folder, file_names[i]));
    if (!existed)
        (void)rmdir(folder);
}

static json_t *first_user(const struct app *a, const struct practice_new *want, struct instant now)
{
    struct user user = {.id = a->keys.user,
                        .login = want->login,
                        .name = want->user_name,
                        .registration = want->registration,
                        .roles = ROLE_OWNER | ROLE_THERAPIST,
                        .from = now};
    memcpy(user.sign_key, a->keys.public.sign, KEY_BYTES);
    memcpy(user.box_key, a->keys.public.box, KEY_BYTES);
    return user_encode(&user);
}

static json_t *recovery_user(const struct keys *recovery, struct instant now)
{
    struct user user = {
        .id = recovery->user, .login = "recovery", .name = "Recovery key", .roles = ROLE_RECOVERY, .from = now};
    memcpy(user.sign_key, recovery->public.sign, KEY_BYTES);
    memcpy(user.box_key, recovery->public.box, KEY_BYTES);
    return user_encode(&user);
}

static bool first_changes(struct app *a, char owner_check[9], const struct keys *recovery,
                          const struct practice_new *want, struct err *e)
{
    struct instant now = want->made.ms ? want->made : clock_now();
    struct practice practice = {
        .id = a->keys.practice, .name = want->name, .country = "GB", .synthetic = want->synthetic};
    json_t *bodies[] = {first_user(a, want, now), recovery_user(recovery, now), practice_encode(&practice)};
    struct entry_new entries[] = {
        {.kind = CHANGE_USER, .entity = a->keys.user, .body = bodies[0], .must_sign = true, .at = now},
        {.kind = CHANGE_USER, .entity = recovery->user, .body = bodies[1], .must_sign = true, .at = now},
        {.kind = CHANGE_SETTINGS, .entity = practice.id, .body = bodies[2], .must_sign = true, .at = now},
    };
    struct sealer by = app_sealer(a);
    struct arena scratch = {0};
    struct change head;
    bool ok = log_append(a->store, &by, entries, ARRAY_LEN(entries), e) &&
              log_head(&head, a->store, a->keys.user, &scratch, e);
    if (ok)
        hex_format(owner_check, head.hash.b, 4);
    arena_release(&scratch);
    for (size_t i = 0; i < ARRAY_LEN(bodies); i++)
        json_decref(bodies[i]);
    return ok;
}

static bool load_first(struct app *a, bool made_now, struct err *e)
{
    struct user_row user;
    struct id head;
    if (!user_get(&user, a->store, a->keys.user, &a->person, e) ||
        !practice_get(&a->practice, &head, a->store, &a->person, e))
        return false;
    a->user = user.user;
    /* a record that begins in the past must not hold a change of today yet: the clock of the log only goes forward */
    return !made_now || app_record_access(a, "unlock", (struct id){0}, "practice made", e);
}

static bool make(struct app *a, char recovery_text[RECOVERY_TEXT], char owner_check[9], const struct practice_new *want,
                 struct err *e)
{
    struct keyslots slots;
    struct keys recovery = {0};
    struct slot_request first = {.user = id_from_hlc(hlc_next(0, clock_now().ms)),
                                 .login = want->login,
                                 .passphrase = want->passphrase,
                                 .passphrase_len = want->passphrase_len};
    uint8_t *key = secret_alloc(KEY_BYTES);
    struct id practice = id_from_hlc(hlc_next(0, clock_now().ms));
    bool ok = keyslots_create(&slots, &a->keys, &recovery, key, practice, &first, e) &&
              keyslots_write(&slots, a->folder, e) &&
              store_create(&a->store, a->folder, a->keys.secret->store, practice, e) &&
              first_changes(a, owner_check, &recovery, want, e) && load_first(a, want->made.ms == 0, e);
    if (ok)
        recovery_format(recovery_text, key);
    secret_free(key);
    keys_release(&recovery);
    return ok;
}

bool practice_create(struct app *a, char recovery[RECOVERY_TEXT], char owner_check[9], const struct practice_new *want,
                     struct err *e)
{
    struct arena scratch = {0};
    bool existed = access(want->folder, F_OK) == 0;
    bool ok = app_load_catalogue(a, e) && check_free(want->folder, &scratch, e) && folder_make(want->folder, e) &&
              folder_check_private(want->folder, e);
    a->folder = arena_strdup(&a->arena, want->folder);
    if (ok && !make(a, recovery, owner_check, want, e)) {
        ok = false;
        app_lock(a);
        keys_release(&a->keys);
        take_back(want->folder, existed, &scratch);
    }
    a->folder = ok ? a->folder : NULL;
    arena_release(&scratch);
    return ok ? true : err_wrap(e, "cannot make the practice");
}
