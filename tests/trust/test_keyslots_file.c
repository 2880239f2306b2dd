/* The slot file and its copy on disk: what is used when one is damaged, and that nothing old comes back. */
#include "fixture.h"

#include "fascia/base/file.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

struct practice {
    struct fixture *f;
    char folder[64];
    char file[96];
    char copy[96];
};

static int practice_setup(void **state)
{
    struct err e = {0};
    void *f;
    fixture_setup(&f);
    struct practice *p = test_calloc(1, sizeof(*p));
    p->f = f;
    snprintf(p->folder, sizeof(p->folder), "/tmp/fascia-slots-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->file, sizeof(p->file), "%s/keyslots", p->folder);
    snprintf(p->copy, sizeof(p->copy), "%s/keyslots.prev", p->folder);
    assert_ok(keyslots_write(&p->f->slots, p->folder, &e), e);
    *state = p;
    return 0;
}

static int practice_teardown(void **state)
{
    struct practice *p = *state;
    void *f = p->f;
    unlink(p->file);
    unlink(p->copy);
    assert_int_equal(rmdir(p->folder), 0); /* nothing else was left behind */
    test_free(p);
    return fixture_teardown(&f);
}

static bool open_as(struct keyslots *s, struct keys *k, const struct practice *p, const char *login,
                    const char *passphrase, struct err *e)
{
    return keyslots_open(s, k, p->folder, login, passphrase, strlen(passphrase), e);
}

static void poke(const char *path, long at, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "r+");
    assert_non_null(f);
    assert_int_equal(fseek(f, at, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void flip(const char *path, long at)
{
    FILE *f = fopen(path, "r+");
    assert_non_null(f);
    assert_int_equal(fseek(f, at, SEEK_SET), 0);
    int c = fgetc(f);
    assert_int_equal(fseek(f, at, SEEK_SET), 0);
    assert_int_equal(fputc(c ^ 0x40, f), c ^ 0x40);
    assert_int_equal(fclose(f), 0);
}

static void what_is_written_opens(void **state)
{
    struct practice *p = *state;
    struct err e = {0};
    struct keyslots s = {0};
    struct keys k = {0};
    struct stat st;
    assert_ok(open_as(&s, &k, p, "ben", BEN_PASSPHRASE, &e), e);
    assert_false(s.from_copy);
    assert_int_equal(s.on_disk, p->f->slots.generation);
    assert_memory_equal(k.secret->store, p->f->ana.secret->store, KEY_BYTES);
    assert_int_equal(stat(p->file, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(p->copy, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    keys_release(&k);
}

static void a_failed_unlock_says_what_the_file_says(void **state)
{
    struct practice *p = *state;
    struct err e = {0};
    struct keyslots s = {0};
    struct keys k = {0};
    assert_refused(open_as(&s, &k, p, "ben", ANA_PASSPHRASE, &e), e, ERR_LOCKED);
    assert_string_equal(e.text, "wrong passphrase");
    assert_refused(open_as(&s, &k, p, "eve", ANA_PASSPHRASE, &e), e, ERR_NOT_FOUND);
    assert_int_equal(s.len, 0);
    assert_false(keys_unlocked(&k));
}

/* Header, login, salt, wrap, seal and trailer: whatever is damaged, the copy opens, and writing mends both. */
static void a_damaged_file_falls_back_to_its_copy(void **state)
{
    static const long places[] = {0, 10, 20, 24, 40, 64 + 16, 64 + 52, 64 + 60, 64 + 110, 64 + 160, 64 + 240, 840};
    struct practice *p = *state;
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        struct err e = {0};
        struct keyslots s = {0};
        struct keys k = {0};
        print_message("byte %ld\n", places[i]);
        flip(p->file, places[i]);
        bool practice_id = places[i] == 24; /* then the copy is of another practice, as far as anyone can tell */
        assert_int_equal(open_as(&s, &k, p, "ana", ANA_PASSPHRASE, &e), !practice_id);
        if (practice_id) {
            flip(p->file, places[i]);
            continue;
        }
        assert_true(s.from_copy);
        assert_int_equal(e.code, ERR_NONE);
        assert_ok(keyslots_write(&s, p->folder, &e), e);
        assert_false(s.from_copy);
        assert_ok(open_as(&s, &k, p, "ana", ANA_PASSPHRASE, &e), e);
        assert_false(s.from_copy);
        keys_release(&k);
    }
}

static void a_missing_file_falls_back_to_its_copy(void **state)
{
    struct practice *p = *state;
    struct err e = {0};
    struct keyslots s = {0};
    assert_int_equal(unlink(p->file), 0);
    assert_ok(keyslots_read(&s, p->folder, &e), e);
    assert_true(s.from_copy);
    assert_same_slots(&s, &p->f->slots);
    assert_int_equal(unlink(p->copy), 0);
    s = (struct keyslots){0};
    assert_refused(keyslots_read(&s, p->folder, &e), e, ERR_NOT_FOUND);
    assert_int_equal(s.len, 0);
}

static void two_damaged_files_are_refused(void **state)
{
    struct practice *p = *state;
    struct err e = {0};
    struct keyslots s = {0};
    struct keys k = {0};
    flip(p->file, 0);
    flip(p->copy, 0);
    assert_refused(open_as(&s, &k, p, "ana", ANA_PASSPHRASE, &e), e, ERR_DAMAGED);
    assert_int_equal(unlink(p->file), 0);
    assert_refused(keyslots_read(&s, p->folder, &e), e, ERR_DAMAGED);
    assert_refused(keyslots_write(&p->f->slots, p->folder, &e), e, ERR_DAMAGED); /* not over what may be mended */
}

/* The trap of every "previous" file: it must not be a way in for whoever was shut out. */
static void an_old_passphrase_is_in_no_file(void **state)
{
    struct practice *p = *state;
    struct fixture *f = p->f;
    struct err e = {0};
    struct keyslots s = {0};
    struct keys k = {0};
    assert_ok(keyslots_change_passphrase(&f->slots, &f->ana, NEW_PASSPHRASE, strlen(NEW_PASSPHRASE), &e), e);
    assert_ok(keyslots_remove_user(&f->slots, &f->ana, f->ben_id, &e), e);
    assert_ok(keyslots_write(&f->slots, p->folder, &e), e);
    for (int i = 0; i < 2; i++) { /* with the file, then with the copy alone */
        assert_refused(open_as(&s, &k, p, "ana", ANA_PASSPHRASE, &e), e, ERR_LOCKED);
        assert_refused(open_as(&s, &k, p, "ben", BEN_PASSPHRASE, &e), e, ERR_NOT_FOUND);
        assert_ok(open_as(&s, &k, p, "ana", NEW_PASSPHRASE, &e), e);
        unlink(p->file);
    }
    keys_release(&k);
}

/* As after a power cut between the two, or put there by somebody: it does not open for a passphrase the file refuses.
 */
static void an_older_copy_is_no_way_in(void **state)
{
    struct practice *p = *state;
    struct fixture *f = p->f;
    struct err e = {0};
    struct keyslots s = {0};
    struct keys k = {0};
    struct buf old = {0};
    assert_ok(file_read(&old, p->file, 1 << 16, &e), e);
    assert_ok(keyslots_change_passphrase(&f->slots, &f->ana, NEW_PASSPHRASE, strlen(NEW_PASSPHRASE), &e), e);
    assert_ok(keyslots_write(&f->slots, p->folder, &e), e);
    poke(p->copy, 0, old.data, old.len);
    assert_refused(open_as(&s, &k, p, "ana", ANA_PASSPHRASE, &e), e, ERR_LOCKED);
    assert_ok(open_as(&s, &k, p, "ana", NEW_PASSPHRASE, &e), e);
    assert_false(s.from_copy);
    keys_release(&k);
    buf_release(&old);
}

static void a_write_over_somebody_elses_is_refused(void **state)
{
    struct practice *p = *state;
    struct fixture *f = p->f;
    struct err e = {0};
    struct keyslots mine = {0};
    struct keyslots theirs = {0};
    struct keyslots now = {0};
    assert_ok(keyslots_read(&mine, p->folder, &e), e);
    assert_ok(keyslots_read(&theirs, p->folder, &e), e);
    assert_ok(keyslots_remove_user(&theirs, &f->ana, f->ben_id, &e), e);
    assert_ok(keyslots_write(&theirs, p->folder, &e), e);
    assert_ok(keyslots_change_passphrase(&mine, &f->ana, NEW_PASSPHRASE, strlen(NEW_PASSPHRASE), &e), e);
    assert_refused(keyslots_write(&mine, p->folder, &e), e, ERR_CONFLICT);
    assert_ok(keyslots_read(&now, p->folder, &e), e);
    assert_same_slots(&now, &theirs);
}

static void a_new_practice_never_replaces_one(void **state)
{
    struct practice *p = *state;
    struct err e = {0};
    void *other;
    fixture_setup(&other);
    struct fixture *f = other;
    struct keyslots now = {0};
    assert_refused(keyslots_write(&f->slots, p->folder, &e), e, ERR_CONFLICT);
    assert_ok(keyslots_read(&now, p->folder, &e), e);
    assert_same_slots(&now, &p->f->slots);
    fixture_teardown(&other);
    setenv("FASCIA_TEST_KDF", "min", 1);
}

static void a_folder_open_to_others_is_refused(void **state)
{
    struct practice *p = *state;
    struct err e = {0};
    struct keyslots s = {0};
    assert_int_equal(chmod(p->folder, 0750), 0);
    assert_refused(keyslots_read(&s, p->folder, &e), e, ERR_REFUSED);
    assert_refused(keyslots_write(&p->f->slots, p->folder, &e), e, ERR_REFUSED);
    assert_int_equal(chmod(p->folder, 0700), 0);
}

static void a_file_that_is_far_too_large_is_damaged(void **state)
{
    struct practice *p = *state;
    struct err e = {0};
    struct keyslots s = {0};
    assert_int_equal(truncate(p->file, 1 << 20), 0);
    assert_int_equal(unlink(p->copy), 0);
    assert_refused(keyslots_read(&s, p->folder, &e), e, ERR_DAMAGED);
}

/* A disk that takes no more bytes: the old state stays, whole, in both. */
static void a_write_that_fails_leaves_both_as_they_were(void **state)
{
    struct practice *p = *state;
    struct fixture *f = p->f;
    struct err e = {0};
    struct keyslots s = {0};
    struct keys k = {0};
    struct rlimit before;
    struct keyslots kept = f->slots;
    assert_ok(keyslots_change_passphrase(&f->slots, &f->ana, NEW_PASSPHRASE, strlen(NEW_PASSPHRASE), &e), e);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit small = {100, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool ok = keyslots_write(&f->slots, p->folder, &e);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(ok);
    print_message("  %s\n", e.text);
    for (int i = 0; i < 2; i++) { /* the file, then the copy */
        assert_ok(open_as(&s, &k, p, "ana", ANA_PASSPHRASE, &e), e);
        assert_same_slots(&s, &kept);
        assert_int_equal(s.from_copy, i == 1);
        unlink(p->file);
    }
    keys_release(&k);
}

#define practice_test(f) cmocka_unit_test_setup_teardown(f, practice_setup, practice_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        practice_test(what_is_written_opens),
        practice_test(a_failed_unlock_says_what_the_file_says),
        practice_test(a_damaged_file_falls_back_to_its_copy),
        practice_test(a_missing_file_falls_back_to_its_copy),
        practice_test(two_damaged_files_are_refused),
        practice_test(an_old_passphrase_is_in_no_file),
        practice_test(an_older_copy_is_no_way_in),
        practice_test(a_write_over_somebody_elses_is_refused),
        practice_test(a_new_practice_never_replaces_one),
        practice_test(a_folder_open_to_others_is_refused),
        practice_test(a_write_that_fails_leaves_both_as_they_were),
        practice_test(a_file_that_is_far_too_large_is_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
