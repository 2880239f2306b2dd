/* Opening: what is refused and why, what is asserted, and that a refusal leaves everything as it was. */
#include "fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void assert_refused(struct scratch *scratch, const uint8_t *key, enum store_mode mode, enum err_code code,
                           const char *says)
{
    struct err e = {0};
    struct store *s = NULL;
    bool opened = store_open(&s, scratch->dir, key, mode, &e);
    if (opened)
        fail_msg("it opened, although it must say '%s'", says);
    assert_null(s);
    print_message("%s\n", e.text);
    assert_int_equal(e.code, code);
    if (!strstr(e.text, says))
        fail_msg("'%s' does not say '%s'", e.text, says);
}

static void a_new_store_opens_again_with_its_ids(void **state)
{
    struct scratch *scratch = *state;
    struct store *s = make_store(scratch);
    assert_int_equal(store_schema(s), 1);
    assert_true(id_equal(store_practice(s), test_practice));
    struct id device = store_device(s);
    assert_false(id_is_null(device));
    store_close(s);
    s = open_store(scratch);
    assert_true(id_equal(store_device(s), device));
    assert_true(id_equal(store_practice(s), test_practice));
    assert_false(store_device_is_new(s));
    store_close(s);
}

static void a_second_record_is_not_made_over_the_first(void **state)
{
    struct scratch *scratch = *state;
    struct err e = {0};
    struct store *s = NULL;
    store_close(make_store(scratch));
    struct stat before, after;
    assert_int_equal(stat(scratch_path(scratch, "record.db"), &before), 0);
    assert_false(store_create(&s, scratch->dir, test_key, test_practice, &e));
    assert_int_equal(e.code, ERR_CONFLICT);
    assert_int_equal(stat(scratch_path(scratch, "record.db"), &after), 0);
    assert_int_equal(before.st_size, after.st_size);
    store_close(open_store(scratch));
}

static void files_are_for_their_owner_only(void **state)
{
    struct scratch *scratch = *state;
    static const char *const names[] = {"record.db", "turn", "record.db-journal"};
    mode_t old = umask(0);
    struct store *s = make_store(scratch);
    struct err e = {0};
    assert_ok(store_begin(s, &e), e);
    assert_ok(meta_create(s, "x", test_practice, &e) || true, e);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct stat st;
        assert_int_equal(stat(scratch_path(scratch, names[i]), &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
    umask(old);
    store_close(s);
}

static void the_header_tells_nothing(void **state)
{
    struct scratch *scratch = *state;
    store_close(make_store(scratch));
    char bytes[8192];
    FILE *f = fopen(scratch_path(scratch, "record.db"), "rb");
    assert_int_equal(fread(bytes, 1, sizeof bytes, f), sizeof bytes);
    fclose(f);
    assert_null(memmem(bytes, sizeof bytes, "SQLite", 6));
    assert_null(memmem(bytes, sizeof bytes, "CREATE", 6));
}

static void a_wrong_key_reads_nothing(void **state)
{
    struct scratch *scratch = *state;
    uint8_t wrong[32];
    store_close(make_store(scratch));
    for (size_t i = 0; i < sizeof wrong; i += 7) {
        memcpy(wrong, test_key, sizeof wrong);
        wrong[i] ^= 1;
        assert_refused(scratch, wrong, STORE_OPEN, ERR_DAMAGED, "wrong key, or its first page is damaged");
        assert_refused(scratch, wrong, STORE_READ_ONLY, ERR_DAMAGED, "wrong key");
    }
    store_close(open_store(scratch));
}

static void a_missing_record_is_not_made_by_opening(void **state)
{
    struct scratch *scratch = *state;
    assert_refused(scratch, test_key, STORE_OPEN, ERR_NOT_FOUND, "there is no record here");
    assert_int_not_equal(access(scratch_path(scratch, "record.db"), F_OK), 0);
}

static void a_folder_that_others_may_enter_is_refused(void **state)
{
    struct scratch *scratch = *state;
    static const mode_t modes[] = {0710, 0701, 0750, 0755, 0777};
    store_close(make_store(scratch));
    for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
        assert_int_equal(chmod(scratch->dir, modes[i]), 0);
        assert_refused(scratch, test_key, STORE_OPEN, ERR_REFUSED, "chmod 700");
        assert_refused(scratch, test_key, STORE_READ_ONLY, ERR_REFUSED, "chmod 700");
    }
    assert_int_equal(chmod(scratch->dir, 0700), 0);
    store_close(open_store(scratch));
}

static void a_file_that_others_may_read_is_refused(void **state)
{
    struct scratch *scratch = *state;
    store_close(make_store(scratch));
    assert_int_equal(chmod(scratch_path(scratch, "record.db"), 0640), 0);
    assert_refused(scratch, test_key, STORE_OPEN, ERR_REFUSED, "chmod 600");
}

static void a_link_in_the_place_of_the_record_is_refused(void **state)
{
    struct scratch *scratch = *state;
    store_close(make_store(scratch));
    const char *path = scratch_path(scratch, "record.db"), *other = scratch_path(scratch, "other.db");
    assert_int_equal(rename(path, other), 0);
    assert_int_equal(symlink(other, path), 0);
    assert_refused(scratch, test_key, STORE_OPEN, ERR_REFUSED, "not a file of yours");
}

static void a_read_only_folder_opens_to_read_only(void **state)
{
    struct scratch *scratch = *state;
    store_close(make_store(scratch));
    assert_int_equal(chmod(scratch->dir, 0500), 0);
    assert_refused(scratch, test_key, STORE_OPEN, ERR_READ_ONLY, "cannot be written");
    struct err e = {0};
    struct store *s;
    assert_ok(store_open(&s, scratch->dir, test_key, STORE_READ_ONLY, &e), e);
    struct store_facts facts;
    assert_ok(store_facts(&facts, s, &e), e);
    assert_false(store_begin(s, &e));
    assert_int_equal(e.code, ERR_READ_ONLY);
    store_close(s);
    assert_int_equal(chmod(scratch->dir, 0700), 0);
}

static void network_file_systems_are_known_by_their_magic(void **state)
{
    (void)state;
    static const unsigned long remote[] = {0x6969, 0xff534d42, 0xfe534d42, 0x517b, 0x01021997};
    static const unsigned long local[] = {0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0};
    for (size_t i = 0; i < ARRAY_LEN(remote); i++)
        assert_true(place_is_remote(remote[i]));
    for (size_t i = 0; i < ARRAY_LEN(local); i++)
        assert_false(place_is_remote(local[i]));
}

static void a_newer_schema_is_refused_untouched(void **state)
{
    struct scratch *scratch = *state;
    store_close(make_store(scratch));
    sqlite3 *db = raw_open(scratch);
    raw_exec(db, "PRAGMA user_version = 99");
    sqlite3_close(db);
    assert_refused(scratch, test_key, STORE_OPEN, ERR_VERSION, "schema 99");
    db = raw_open(scratch);
    assert_int_equal(raw_i64(db, "PRAGMA user_version"), 99);
    sqlite3_close(db);
}

static void a_record_that_was_not_finished_is_refused(void **state)
{
    struct scratch *scratch = *state;
    int fd = open(scratch_path(scratch, "record.db"), O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(fd >= 0);
    close(fd);
    assert_refused(scratch, test_key, STORE_OPEN, ERR_DAMAGED, "holds no practice");
}

static void settings_are_what_they_were_asked_to_be(void **state)
{
    struct scratch *scratch = *state;
    struct store *s = make_store(scratch);
    assert_int_equal(raw_i64(s->db, "PRAGMA temp_store"), 2);
    assert_int_equal(raw_i64(s->db, "PRAGMA synchronous"), 3);
    assert_int_equal(raw_i64(s->db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(raw_i64(s->db, "PRAGMA secure_delete"), 1);
    assert_int_equal(raw_i64(s->db, "PRAGMA mmap_size"), 0);
    assert_int_equal(raw_i64(s->db, "SELECT journal_mode = 'truncate' FROM pragma_journal_mode"), 1);
    /* Defensive: the schema cannot be written behind SQLite's back; no extension can be loaded. */
    assert_int_not_equal(sqlite3_exec(s->db, "PRAGMA writable_schema=ON; DELETE FROM sqlite_schema", NULL, NULL, NULL),
                         SQLITE_OK);
    assert_int_not_equal(sqlite3_exec(s->db, "SELECT load_extension('x')", NULL, NULL, NULL), SQLITE_OK);
    struct err e = {0};
    assert_int_equal(raw_i64(s->db, "PRAGMA cache_size"), -16384);
    assert_ok(store_bulk(s, true, &e), e);
    assert_int_equal(raw_i64(s->db, "PRAGMA cache_size"), -262144);
    assert_ok(store_bulk(s, false, &e), e);
    assert_int_equal(raw_i64(s->db, "PRAGMA cache_size"), -16384);
    store_close(s);
}

/* SQLCipher reports a bad MAC on stderr unless told not to: that would land in the middle of a screen. */
static void nothing_is_printed_when_pages_are_bad(void **state)
{
    struct scratch *scratch = *state;
    store_close(make_store(scratch));
    uint8_t wrong[32] = {0};
    const char *log = scratch_path(scratch, "stderr");
    fflush(stderr);
    int saved = dup(2), fd = open(log, O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(dup2(fd, 2), 2);
    struct err e = {0};
    struct store *s;
    bool opened = store_open(&s, scratch->dir, wrong, STORE_OPEN, &e);
    assert_int_equal(dup2(saved, 2), 2);
    close(saved);
    assert_false(opened);
    struct stat st;
    assert_int_equal(fstat(fd, &st), 0);
    close(fd);
    assert_int_equal(st.st_size, 0);
}

static void flip(const char *path, off_t at)
{
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    char c;
    assert_int_equal(pread(fd, &c, 1, at), 1);
    c = (char)(c ^ 0x40);
    assert_int_equal(pwrite(fd, &c, 1, at), 1);
    close(fd);
}

static void every_damaged_page_is_found(void **state)
{
    struct scratch *scratch = *state;
    store_close(make_store(scratch));
    const char *path = scratch_path(scratch, "record.db");
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_true(st.st_size / 4096 > 20);
    for (off_t page = 0; page < st.st_size / 4096; page++) {
        off_t at = page * 4096 + (page * 37) % 4096;
        flip(path, at);
        struct err e = {0};
        struct store *s;
        bool opened = store_open(&s, scratch->dir, test_key, STORE_READ_ONLY, &e);
        if (opened) {
            if (store_check_pages(s, &e))
                fail_msg("page %ld: a flipped bit was not seen", (long)page + 1);
            store_close(s);
        }
        assert_int_equal(e.code, ERR_DAMAGED);
        flip(path, at);
    }
    struct err e = {0};
    struct store *s = open_store(scratch);
    assert_ok(store_check_pages(s, &e), e);
    store_close(s);
}

/* Opening sees whole pages missing; the last page cut short is left to the check, since a crash can leave one that the
 * journal will mend. */
static void a_cut_file_is_found(void **state)
{
    struct scratch *scratch = *state;
    store_close(make_store(scratch));
    const char *path = scratch_path(scratch, "record.db");
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    struct err e = {0};
    struct store *s;
    assert_int_equal(truncate(path, st.st_size - 100), 0);
    if (store_open(&s, scratch->dir, test_key, STORE_OPEN, &e)) {
        assert_false(store_check_pages(s, &e));
        store_close(s);
    }
    assert_int_equal(e.code, ERR_DAMAGED);
    const off_t cuts[] = {st.st_size - 4096, 8192, 4096 + 17};
    for (size_t i = 0; i < ARRAY_LEN(cuts); i++) {
        assert_int_equal(truncate(path, cuts[i]), 0);
        assert_refused(scratch, test_key, STORE_OPEN, ERR_DAMAGED, "damaged");
    }
}

static void a_copied_file_gets_a_device_of_its_own(void **state)
{
    struct scratch *scratch = *state;
    struct store *s = make_store(scratch);
    struct id device = store_device(s);
    store_close(s);
    const char *path = scratch_path(scratch, "record.db"), *copy = scratch_path(scratch, "copy");
    char bytes[4096];
    int from = open(path, O_RDONLY), to = open(copy, O_WRONLY | O_CREAT | O_EXCL, 0600);
    for (ssize_t n; (n = read(from, bytes, sizeof bytes)) > 0;)
        assert_int_equal(write(to, bytes, (size_t)n), n);
    close(from);
    close(to);
    assert_int_equal(rename(path, scratch_path(scratch, "original")), 0); /* keeps its inode in use */
    assert_int_equal(rename(copy, path), 0);
    s = open_store(scratch);
    assert_true(store_device_is_new(s));
    struct id renewed = store_device(s);
    assert_false(id_equal(renewed, device));
    store_close(s);
    s = open_store(scratch);
    assert_false(store_device_is_new(s));
    assert_true(id_equal(store_device(s), renewed));
    store_close(s);
}

static void transactions_nest_and_an_inner_rollback_dooms_them(void **state)
{
    struct scratch *scratch = *state;
    struct store *s = make_store(scratch);
    struct err e = {0};
    const char *count = "SELECT clients FROM counts";
    for (int doom = 0; doom < 2; doom++) {
        assert_ok(store_begin(s, &e), e);
        raw_exec(s->db, "UPDATE counts SET clients = clients + 1");
        assert_ok(store_begin(s, &e), e);
        if (doom)
            store_rollback(s);
        else
            assert_ok(store_commit(s, &e), e);
        assert_false(sqlite3_get_autocommit(s->db));
        assert_int_equal(store_commit(s, &e), !doom);
        assert_true(sqlite3_get_autocommit(s->db));
        assert_int_equal(raw_i64(s->db, count), 1);
    }
    assert_int_equal(e.code, ERR_REFUSED);
    assert_ok(store_begin(s, &e), e);
    raw_exec(s->db, "UPDATE counts SET clients = 7");
    store_close(s); /* rolls back */
    s = open_store(scratch);
    assert_int_equal(raw_i64(s->db, count), 1);
    store_close(s);
}

static void who_waits_for_a_lock_in_vain_is_told(void **state)
{
    struct scratch *scratch = *state;
    struct err e = {0};
    struct store *s = make_store(scratch);
    s->wait_ms = 30;
    sqlite3 *db = raw_open(scratch);
    raw_exec(db, "BEGIN IMMEDIATE"); /* another writer, past the turnstile */
    assert_false(store_begin(s, &e));
    assert_int_equal(e.code, ERR_BUSY);
    raw_exec(db, "COMMIT; BEGIN; SELECT count(*) FROM change"); /* a reader: it holds up the commit only */
    assert_ok(store_begin(s, &e), e);
    raw_exec(s->db, "UPDATE counts SET clients = 7");
    assert_false(store_commit(s, &e));
    assert_int_equal(e.code, ERR_BUSY);
    raw_exec(db, "COMMIT");
    assert_int_equal(raw_i64(s->db, "SELECT clients FROM counts"), 0);
    assert_ok(store_begin(s, &e), e); /* nothing is stuck */
    raw_exec(s->db, "UPDATE counts SET clients = 8");
    assert_ok(store_commit(s, &e), e);
    assert_int_equal(raw_i64(db, "SELECT clients FROM counts"), 8);
    sqlite3_close(db);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(a_new_store_opens_again_with_its_ids),
        STORE_TEST(a_second_record_is_not_made_over_the_first),
        STORE_TEST(files_are_for_their_owner_only),
        STORE_TEST(the_header_tells_nothing),
        STORE_TEST(a_wrong_key_reads_nothing),
        STORE_TEST(a_missing_record_is_not_made_by_opening),
        STORE_TEST(a_folder_that_others_may_enter_is_refused),
        STORE_TEST(a_file_that_others_may_read_is_refused),
        STORE_TEST(a_link_in_the_place_of_the_record_is_refused),
        STORE_TEST(a_read_only_folder_opens_to_read_only),
        STORE_TEST(network_file_systems_are_known_by_their_magic),
        STORE_TEST(a_newer_schema_is_refused_untouched),
        STORE_TEST(a_record_that_was_not_finished_is_refused),
        STORE_TEST(settings_are_what_they_were_asked_to_be),
        STORE_TEST(nothing_is_printed_when_pages_are_bad),
        STORE_TEST(every_damaged_page_is_found),
        STORE_TEST(a_cut_file_is_found),
        STORE_TEST(a_copied_file_gets_a_device_of_its_own),
        STORE_TEST(who_waits_for_a_lock_in_vain_is_told),
        STORE_TEST(transactions_nest_and_an_inner_rollback_dooms_them),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
