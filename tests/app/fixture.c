/* See fixture.h. */
#include "fixture.h"

#include "fascia/base/secret.h"
#include "fascia/store/record.h"
#include "fascia/trust/keyslots.h"
#include "fascia/trust/sign.h"

#include <sys/stat.h>

static void environment(struct scratch *scratch)
{
    assert_int_equal(setenv("FASCIA_TEST_KDF", "min", 1), 0);
    assert_int_equal(setenv("FASCIA_NOW", "2026-11-23T10:00:00+00:00", 1), 0);
    assert_int_equal(setenv("TZ", "UTC", 1), 0);
    assert_int_equal(setenv("XDG_CONFIG_HOME", scratch_path(scratch, "config"), 1), 0);
    assert_int_equal(setenv("XDG_DATA_HOME", scratch_path(scratch, "data"), 1), 0);
    assert_int_equal(unsetenv("FASCIA_PRACTICE"), 0);
}

int fixture_setup(void **state)
{
    struct err e = {0};
    void *scratch;
    char recovery[RECOVERY_TEXT];
    char owner_check[9];
    if (scratch_setup(&scratch) != 0)
        return -1;
    struct fixture *f = calloc(1, sizeof(*f));
    assert_non_null(f);
    f->scratch = scratch;
    f->folder = scratch_path(f->scratch, "practice");
    environment(f->scratch);
    json_init();
    assert_ok(store_library_init(&e), e);
    app_init(&f->ana);
    struct practice_new want = {.folder = f->folder,
                                .name = "Quay Street",
                                .user_name = "Ana Lima",
                                .login = "ana",
                                .passphrase = ANA_PASSPHRASE,
                                .passphrase_len = strlen(ANA_PASSPHRASE)};
    assert_ok(practice_create(&f->ana, recovery, owner_check, &want, &e), e);
    f->client = add_client(f, "Maria", "Santos");
    *state = f;
    return 0;
}

/* Whatever a test did: the log is whole and the index is its fold. */
void assert_verifies(struct app *a)
{
    struct err e = {0};
    struct arena scratch = {0};
    struct verify_result result;
    assert_ok(record_verify(&result, a->store, verify_hash, NULL, 0, NULL, &scratch, &e), e);
    for (size_t i = 0; i < result.bad_len; i++)
        print_message("  %s: %s\n", result.bad[i].what, result.bad[i].text);
    assert_int_equal(result.bad_len, 0);
    assert_true(result.changes > 0 && result.signatures > 0);
    arena_release(&scratch);
}

int fixture_teardown(void **state)
{
    struct fixture *f = *state;
    void *scratch = f->scratch;
    if (f->ana.store)
        assert_verifies(&f->ana);
    app_release(&f->ana);
    arena_release(&f->a);
    free(f);
    return scratch_teardown(&scratch);
}

struct id add_user(struct fixture *f, const char *login, unsigned roles)
{
    struct err e = {0};
    struct keyslots slots;
    struct public_keys made;
    struct slot_request who = {
        .user = id_random(), .login = login, .passphrase = BEN_PASSPHRASE, .passphrase_len = strlen(BEN_PASSPHRASE)};
    assert_ok(keyslots_read(&slots, f->folder, &e), e);
    assert_ok(keyslots_add_user(&slots, &made, &f->ana.keys, &who, &e), e);
    assert_ok(keyslots_write(&slots, f->folder, &e), e);
    struct user user = {.id = who.user, .login = login, .name = login, .roles = roles, .from = clock_now()};
    memcpy(user.sign_key, made.sign, KEY_BYTES);
    memcpy(user.box_key, made.box, KEY_BYTES);
    json_t *body = user_encode(&user);
    struct entry_new entry = {.kind = CHANGE_USER, .entity = who.user, .body = body, .must_sign = true};
    struct sealer by = app_sealer(&f->ana);
    assert_ok(log_append(f->ana.store, &by, &entry, 1, &e), e);
    json_decref(body);
    return who.user;
}

void unlock_as(struct app *out, struct fixture *f, const char *login, const char *passphrase)
{
    struct err e = {0};
    app_init(out);
    assert_ok(app_choose(out, f->folder, &e), e);
    assert_ok(app_unlock(out, login, passphrase, strlen(passphrase), &e), e);
}

struct id add_client(struct fixture *f, const char *given, const char *family)
{
    struct err e = {0};
    struct client_row row;
    struct client want = {.given = given, .family = family, .born = {1985, 4, 12}, .alerts = "warfarin"};
    assert_ok(client_create(&row, &f->ana, &want, &f->a, &e), e);
    return row.client.id;
}

void add_line(struct work *w, const char *line)
{
    struct err e = {0};
    struct arena a = {0};
    struct reading reading;
    assert_ok(work_line(w, &reading, line, &a, &e), e);
    if (reading.problem.kind != PROBLEM_NONE)
        fail_msg("'%s': %s", line, reading.problem.message);
    arena_release(&a);
}

void fill(struct work *w)
{
    struct err e = {0};
    add_line(w, "l knee flex 90");
    assert_ok(work_set_cell(w, 1, true, "110", &e), e);
    add_line(w, "l gastroc wb 3x");
    assert_ok(work_confirm(w, true, "none-seen", &e), e);
}

struct id sign_one(struct fixture *f)
{
    struct err e = {0};
    struct work w;
    assert_ok(work_open(&w, &f->ana, f->client, WORK_EMPTY, (struct id){0}, &e), e);
    fill(&w);
    assert_ok(work_sign(&w, &e), e);
    struct id session = w.session.id;
    work_release(&w);
    return session;
}

int64_t changes(struct app *a)
{
    struct err e = {0};
    struct store_facts facts;
    assert_ok(store_facts(&facts, a->store, &e), e);
    return facts.changes;
}

size_t live_drafts(struct draft **out, struct fixture *f, struct app *a)
{
    struct err e = {0};
    size_t len;
    assert_ok(draft_list(out, &len, a->store, a->user.id, false, &f->a, &e), e);
    return len;
}
