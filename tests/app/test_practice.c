/* Making a practice, opening it, and closing it: what fails leaves nothing behind, and locked means locked. */
#include "fixture.h"

#include "fascia/base/file.h"
#include "fascia/store/record.h"
#include "fascia/trust/anchors.h"
#include "fascia/trust/keyslots.h"
#include "fascia/trust/sign.h"
#include "fascia/trust/tries.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SQLITE_HAS_CODEC 1 /* declares sqlite3_key */
#include <sqlcipher/sqlite3.h>

static struct practice_new wanted(const char *folder)
{
    return (struct practice_new){.folder = folder,
                                 .name = "Harbour",
                                 .user_name = "Bo Lund",
                                 .login = "bo",
                                 .passphrase = BEN_PASSPHRASE,
                                 .passphrase_len = strlen(BEN_PASSPHRASE)};
}

static void a_new_practice_is_whole_and_open(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct app a;
    char recovery[RECOVERY_TEXT], check[9];
    struct practice_new want = wanted(scratch_path(f->scratch, "data/new"));
    struct user_row *users;
    struct stat st;
    size_t len;
    app_init(&a);
    assert_ok(practice_create(&a, recovery, check, &want, &e), e);
    assert_string_equal(a.practice.name, "Harbour");
    assert_string_equal(a.user.login, "bo");
    assert_int_equal(a.user.roles, ROLE_OWNER | ROLE_THERAPIST);
    assert_int_equal(strlen(check), 8);
    assert_ok(user_list(&users, &len, a.store, &a.arena, &e), e);
    assert_int_equal(len, 2); /* and the recovery key */
    static const char *const files[] = {"record.db", "keyslots", "keyslots.prev", "turn"};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        char path[600];
        (void)snprintf(path, sizeof(path), "%s/%s", want.folder, files[i]);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
    app_release(&a);
    app_init(&a);
    assert_ok(app_choose(&a, want.folder, &e), e);
    assert_ok(app_unlock(&a, NULL, BEN_PASSPHRASE, strlen(BEN_PASSPHRASE), &e), e); /* the only login */
    app_release(&a);
}

static void what_cannot_be_made_leaves_nothing_behind(void **state)
{
    struct fixture *f = *state;
    char recovery[RECOVERY_TEXT] = "untouched", check[9] = "";
    const char *folder = scratch_path(f->scratch, "data/refused");
    const struct {
        const char *login, *passphrase;
        enum err_code code;
    } rows[] = {
        {"bo", "short", ERR_INVALID}, {"two words", BEN_PASSPHRASE, ERR_INVALID}, {"", BEN_PASSPHRASE, ERR_INVALID}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        struct app a;
        struct practice_new want = wanted(folder);
        want.login = rows[i].login;
        want.passphrase = rows[i].passphrase;
        want.passphrase_len = strlen(rows[i].passphrase);
        app_init(&a);
        assert_refused(practice_create(&a, recovery, check, &want, &e), e, rows[i].code);
        assert_null(a.store);
        assert_null(a.folder);
        assert_false(keys_unlocked(&a.keys));
        assert_string_equal(recovery, "untouched");
        assert_int_equal(access(folder, F_OK), -1);
        app_release(&a);
    }
}

static void assert_content(const char *path, const char *want)
{
    struct err e = {0};
    struct buf bytes = {0};
    assert_ok(file_read(&bytes, path, 1000, &e), e);
    assert_string_equal(buf_text(&bytes), want);
    buf_release(&bytes);
}

/* A folder with a record whose slot file got lost is somebody's record, not an empty folder. */
static void a_folder_with_something_of_a_practice_in_it_is_left_alone(void **state)
{
    static const char *const names[] = {"record.db", "keyslots", "keyslots.prev", "anchors"};
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct err e = {0};
        struct app a;
        char recovery[RECOVERY_TEXT], check[9], name[40];
        (void)snprintf(name, sizeof(name), "left%zu", i);
        struct practice_new want = wanted(scratch_path(f->scratch, name));
        assert_int_equal(mkdir(want.folder, 0700), 0);
        (void)snprintf(name, sizeof(name), "left%zu/%s", i, names[i]);
        const char *path = scratch_path(f->scratch, name);
        assert_ok(file_create(path, "precious", 8, &e), e);
        app_init(&a);
        assert_refused(practice_create(&a, recovery, check, &want, &e), e, ERR_CONFLICT);
        assert_content(path, "precious");
        app_release(&a);
    }
}

static void an_empty_folder_of_ones_own_stays_after_a_failure(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct app a;
    char recovery[RECOVERY_TEXT], check[9];
    struct practice_new want = wanted(scratch_path(f->scratch, "mine"));
    assert_int_equal(mkdir(want.folder, 0700), 0);
    want.passphrase = "short";
    want.passphrase_len = 5;
    app_init(&a);
    assert_refused(practice_create(&a, recovery, check, &want, &e), e, ERR_INVALID);
    assert_int_equal(access(want.folder, F_OK), 0);
    app_release(&a);
}

static size_t count_tries(struct fixture *f, const char *login)
{
    struct err e = {0};
    struct tries tries;
    size_t n = 0;
    assert_ok(tries_list(&tries, f->folder, &f->a, &e), e);
    for (size_t i = 0; i < tries.len; i++)
        n += !strcmp(tries.items[i].login, login);
    return n;
}

static struct change last_change(struct fixture *f)
{
    struct err e = {0};
    struct change *page;
    size_t len;
    assert_ok(log_page(&page, &len, f->ana.store, changes(&f->ana) - 1, 1, &f->a, &e), e);
    assert_int_equal(len, 1);
    return page[0];
}

static void a_failed_unlock_is_noted_and_moves_into_the_record(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    app_lock(&f->ana);
    assert_refused(app_unlock(&f->ana, "ana", "not her passphrase", 18, &e), e, ERR_LOCKED);
    assert_null(f->ana.store);
    assert_false(keys_unlocked(&f->ana.keys));
    assert_refused(app_unlock(&f->ana, "nobody", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e, ERR_NOT_FOUND);
    assert_int_equal(count_tries(f, "ana"), 1);
    assert_int_equal(count_tries(f, ""), 1); /* what was typed as a login may be a passphrase: it is not written */
    assert_ok(app_unlock(&f->ana, "ana", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    assert_int_equal(count_tries(f, "ana") + count_tries(f, ""), 0);
    struct change c = last_change(f);
    assert_int_equal(c.kind, CHANGE_ACCESS);
    assert_non_null(strstr(c.body, "unlock"));
    assert_non_null(strstr(c.body, "2 failed"));
    assert_null(strstr(c.body, "nobody"));
}

static void locking_wipes_who_was_in(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    app_lock(&f->ana);
    assert_null(f->ana.store);
    assert_false(keys_unlocked(&f->ana.keys));
    assert_true(id_is_null(f->ana.user.id));
    assert_int_equal(f->ana.user.roles, 0);
    assert_null(f->ana.practice.name);
    assert_refused(app_may(&f->ana, ROLE_OWNER | ROLE_THERAPIST, "anything", &e), e, ERR_LOCKED);
    app_lock(&f->ana); /* again is harmless */
    assert_ok(app_unlock(&f->ana, "ana", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    assert_string_equal(f->ana.user.name, "Ana Lima");
}

static void two_people_unlock_as_themselves(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct app ben;
    struct id ben_id = add_user(f, "ben", ROLE_THERAPIST);
    unlock_as(&ben, f, "ben", BEN_PASSPHRASE);
    assert_true(id_equal(ben.user.id, ben_id));
    assert_int_equal(ben.user.roles, ROLE_THERAPIST);
    struct change c = last_change(f);
    assert_true(id_equal(c.author, ben_id));
    assert_true(verify_hash(c.sig, &c.hash, ben.user.sign_key));
    assert_false(verify_hash(c.sig, &c.hash, f->ana.user.sign_key));
    app_release(&ben);
    app_init(&ben);
    assert_ok(app_choose(&ben, f->folder, &e), e);
    assert_refused(app_unlock(&ben, NULL, BEN_PASSPHRASE, strlen(BEN_PASSPHRASE), &e), e, ERR_USAGE);
    assert_non_null(strstr(e.text, "ana"));
    assert_refused(app_unlock(&ben, "ana", BEN_PASSPHRASE, strlen(BEN_PASSPHRASE), &e), e, ERR_LOCKED);
    app_release(&ben);
}

/* With the store key and a program of his own a therapist can write himself an owner; nobody has to believe it. */
static void who_makes_himself_an_owner_is_not_let_in(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct app ben;
    struct user_row row;
    struct id ben_id = add_user(f, "ben", ROLE_THERAPIST);
    unlock_as(&ben, f, "ben", BEN_PASSPHRASE);
    assert_ok(user_get(&row, ben.store, ben_id, &f->a, &e), e);
    row.user.roles = ROLE_OWNER | ROLE_THERAPIST;
    json_t *body = user_encode(&row.user);
    struct entry_new entry = {.kind = CHANGE_USER, .entity = ben_id, .parent = row.head, .body = body};
    struct sealer by = app_sealer(&ben);
    assert_ok(log_append(ben.store, &by, &entry, 1, &e), e);
    json_decref(body);
    app_lock(&ben);
    assert_refused(app_unlock(&ben, "ben", BEN_PASSPHRASE, strlen(BEN_PASSPHRASE), &e), e, ERR_REFUSED);
    assert_null(ben.store);
    app_release(&ben);
    app_lock(&f->ana); /* the owner gets in; verify would name the change */
    assert_ok(app_unlock(&f->ana, "ana", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    app_lock(&f->ana);
}

static void end_user(struct fixture *f, struct id user)
{
    struct err e = {0};
    struct user_row row;
    assert_ok(user_get(&row, f->ana.store, user, &f->a, &e), e);
    row.user.until = clock_now();
    json_t *body = user_encode(&row.user);
    struct entry_new entry = {.kind = CHANGE_USER, .entity = user, .parent = row.head, .body = body};
    struct sealer by = app_sealer(&f->ana);
    assert_ok(log_append(f->ana.store, &by, &entry, 1, &e), e);
    json_decref(body);
}

/* The slot file is not where authority is: a slot without a user in force opens nothing. */
static void somebody_who_left_does_not_get_in(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct app ben;
    struct id ben_id = add_user(f, "ben", ROLE_THERAPIST);
    end_user(f, ben_id);
    app_init(&ben);
    assert_ok(app_choose(&ben, f->folder, &e), e);
    int64_t before = changes(&f->ana);
    assert_refused(app_unlock(&ben, "ben", BEN_PASSPHRASE, strlen(BEN_PASSPHRASE), &e), e, ERR_REFUSED);
    assert_null(ben.store);
    assert_int_equal(changes(&f->ana), before);
    app_release(&ben);
}

/* Somebody with the key and a program of his own: the only way to make a row old here. */
static void run_sql(struct fixture *f, const char *sql)
{
    sqlite3 *db;
    char path[600], hex[2 * KEY_BYTES + 1], key[2 * KEY_BYTES + 4];
    hex_format(hex, f->ana.keys.secret->store, KEY_BYTES);
    (void)snprintf(key, sizeof(key), "x'%s'", hex);
    (void)snprintf(path, sizeof(path), "%s/record.db", f->folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_key(db, key, (int)strlen(key)), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_changes(db), 1);
    sqlite3_close(db);
}

static void drafts_put_away_long_ago_are_swept_at_unlock(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct draft *drafts;
    size_t len;
    struct draft d = {.id = id_random(),
                      .user = f->ana.user.id,
                      .client = f->client,
                      .entity = id_random(),
                      .body = "{}",
                      .saved = clock_now()};
    assert_ok(draft_save(f->ana.store, &d, &e), e);
    assert_ok(draft_discard(f->ana.store, d.id, true, &e), e);
    app_lock(&f->ana);
    assert_ok(app_unlock(&f->ana, "ana", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    assert_ok(draft_list(&drafts, &len, f->ana.store, f->ana.user.id, true, &f->a, &e), e);
    assert_int_equal(len, 1);
    run_sql(f, "UPDATE draft SET discarded_at = discarded_at - 31 * 86400000");
    app_lock(&f->ana);
    assert_ok(app_unlock(&f->ana, "ana", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    assert_ok(draft_list(&drafts, &len, f->ana.store, f->ana.user.id, true, &f->a, &e), e);
    assert_int_equal(len, 0);
}

static void write_over(const char *path, const struct buf *bytes)
{
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes->data, 1, bytes->len, file), bytes->len);
    assert_int_equal(ftruncate(fileno(file), (off_t)bytes->len), 0);
    assert_int_equal(fclose(file), 0);
}

/* The same file, an older content: pages and chain are all right, only the note outside of it knows better. */
static void a_store_put_back_to_an_older_state_is_seen_and_stays_seen(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct buf old = {0};
    struct anchors before, after;
    char path[600];
    (void)snprintf(path, sizeof(path), "%s/record.db", f->folder);
    app_lock(&f->ana);
    assert_ok(file_read(&old, path, 64 << 20, &e), e);
    assert_ok(app_unlock(&f->ana, "ana", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    assert_false(f->ana.rolled_back);
    sign_one(f);
    app_lock(&f->ana);
    assert_ok(anchors_list(&before, f->folder, &f->a, &e), e);
    assert_int_equal(before.len, 1);
    write_over(path, &old);
    assert_ok(app_unlock(&f->ana, "ana", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    assert_true(f->ana.rolled_back);
    for (int i = 0; i < 3; i++) /* work goes on beyond the number that was noted: the note must not be lost by that */
        sign_one(f);
    struct verify_result result;
    assert_ok(record_verify(&result, f->ana.store, verify_hash, before.items, before.len, NULL, &f->a, &e), e);
    assert_int_equal(result.bad_len, 1);
    assert_string_equal(result.bad[0].what, "anchor");
    app_lock(&f->ana);
    assert_ok(anchors_list(&after, f->folder, &f->a, &e), e);
    assert_int_equal(after.items[0].device_seq, before.items[0].device_seq);
    assert_ok(app_unlock(&f->ana, "ana", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    assert_true(f->ana.rolled_back);
    buf_release(&old);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        APP_TEST(a_new_practice_is_whole_and_open),
        APP_TEST(what_cannot_be_made_leaves_nothing_behind),
        APP_TEST(a_folder_with_something_of_a_practice_in_it_is_left_alone),
        APP_TEST(an_empty_folder_of_ones_own_stays_after_a_failure),
        APP_TEST(a_failed_unlock_is_noted_and_moves_into_the_record),
        APP_TEST(locking_wipes_who_was_in),
        APP_TEST(two_people_unlock_as_themselves),
        APP_TEST(who_makes_himself_an_owner_is_not_let_in),
        APP_TEST(somebody_who_left_does_not_get_in),
        APP_TEST(drafts_put_away_long_ago_are_swept_at_unlock),
        APP_TEST(a_store_put_back_to_an_older_state_is_seen_and_stays_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
