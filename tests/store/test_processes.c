/* Several processes at one store: nothing is lost, nobody starves, a full disk and a killed writer leave it whole. */
#include "fixture.h"

#include "fascia/store/record.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 3, APPENDS = 15 };

static void assert_clean(struct store *s)
{
    struct err e = {0};
    struct arena a = {0};
    struct verify_result r;
    assert_ok(record_verify(&r, s, check_signature, NULL, 0, NULL, &a, &e), e);
    for (size_t i = 0; i < r.bad_len; i++)
        print_message("%s: %s\n", r.bad[i].what, r.bad[i].text);
    assert_int_equal(r.bad_len, 0);
    assert_ok(store_check_pages(s, &e), e);
    arena_release(&a);
}

/* In a child: its own connection, appends without a pause. Whoever starved would be refused after 5 s. */
static void append_some(struct practice_fixture *f, struct id client, int n)
{
    struct err e = {0};
    bool ok = store_open(&f->s, f->scratch->dir, test_key, STORE_OPEN, &e);
    for (int i = 0; ok && i < n; i++) {
        struct session s;
        session_fill(&s, f, client, 1 + i % 28, SESSION_SIGNED);
        json_t *body = session_encode(&s);
        struct entry_new entry = {.kind = CHANGE_SESSION, .body = body};
        ok = log_append(f->s, &f->ana.sealer, &entry, 1, &e);
        json_decref(body);
        arena_release(&f->a);
    }
    if (!ok) {
        fprintf(stderr, "%s\n", e.text);
        _exit(1);
    }
    store_close(f->s);
}

static void processes_that_append_at_once_lose_nothing(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    struct store_facts facts;
    practice_make(&f, *state);
    struct id client = add_client(&f, 1, "Maria", "Santos");
    store_close(f.s); /* a connection does not cross a fork */
    for (int i = 0; i < PROCESSES; i++)
        if (fork() == 0) {
            append_some(&f, client, APPENDS);
            _exit(0);
        }
    for (int i = 0; i < PROCESSES; i++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    f.s = open_store(f.scratch);
    assert_ok(store_facts(&facts, f.s, &e), e);
    assert_int_equal(facts.changes, 2 + PROCESSES * APPENDS);
    assert_int_equal(facts.head_seq, 2 + PROCESSES * APPENDS);
    assert_int_equal(facts.sessions, PROCESSES * APPENDS);
    assert_clean(f.s);
    practice_end(&f);
}

/* Verify must not cry wolf: differences that only come from being overtaken are no findings. */
static void a_record_that_grows_meanwhile_verifies_clean(void **state)
{
    enum { TIMES = 5 };
    struct practice_fixture f;
    int64_t seen = 0;
    practice_make(&f, *state);
    struct id client = add_client(&f, 1, "Maria", "Santos");
    store_close(f.s);
    pid_t pid = fork();
    if (pid == 0)
        for (;;)
            append_some(&f, client, APPENDS);
    f.s = open_store(f.scratch);
    for (int grown = 0; grown < TIMES;) {
        struct err e = {0};
        struct verify_result r;
        assert_ok(record_verify(&r, f.s, check_signature, NULL, 0, NULL, &f.a, &e), e);
        for (size_t k = 0; k < r.bad_len; k++)
            print_message("%s: %s\n", r.bad[k].what, r.bad[k].text);
        assert_int_equal(r.bad_len, 0);
        grown += (int64_t)r.changes > seen;
        seen = (int64_t)r.changes;
        arena_release(&f.a);
    }
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    practice_end(&f);
}

/* Appends until the disk is full; the record is then what it was after the last append that was acknowledged. */
static void fill_up(struct practice_fixture *f, struct id client)
{
    struct err e = {0};
    struct store_facts facts;
    int64_t done = 0;
    for (bool ok = true; ok; done += ok) {
        struct session s;
        session_fill(&s, f, client, 1 + (int)(done % 28), SESSION_SIGNED);
        json_t *body = session_encode(&s);
        struct entry_new entry = {.kind = CHANGE_SESSION, .body = body};
        ok = log_append(f->s, &f->ana.sealer, &entry, 1, &e);
        json_decref(body);
        arena_release(&f->a);
    }
    print_message("full after %lld sessions: %s\n", (long long)done, e.text);
    assert_int_equal(e.code, ERR_FULL);
    assert_non_null(strstr(e.text, "free some space"));
    assert_true(done > 0);
    assert_ok(store_facts(&facts, f->s, &e), e);
    assert_int_equal(facts.sessions, done);
    assert_clean(f->s);
}

static void ignore_signal(int number)
{
    (void)number;
}

static void a_file_that_may_not_grow_is_a_full_disk(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    struct stat st;
    struct rlimit old, limit;
    practice_make(&f, *state);
    struct id client = add_client(&f, 1, "Maria", "Santos");
    assert_int_equal(stat(scratch_path(f.scratch, "record.db"), &st), 0);
    signal(SIGXFSZ, ignore_signal);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    limit = old;
    limit.rlim_cur = (rlim_t)st.st_size + 100 * 1024;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    fill_up(&f, client);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    struct session s;
    session_fill(&s, &f, client, 3, SESSION_SIGNED);
    add_session(&f, &s, NULL); /* space again: it goes on */
    assert_clean(f.s);
    assert_ok(store_begin(f.s, &e), e);
    store_rollback(f.s);
    practice_end(&f);
}

static bool write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (fd >= 0)
        close(fd);
    return ok;
}

/* A mount namespace of our own: as root at once, else inside a user namespace where we keep our ids. */
static bool own_mounts(void)
{
    char users[64], groups[64];
    snprintf(users, sizeof users, "%u %u 1", geteuid(), geteuid());
    snprintf(groups, sizeof groups, "%u %u 1", getegid(), getegid());
    bool ok = unshare(CLONE_NEWNS) == 0;
    if (!ok)
        ok = unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && write_file("/proc/self/uid_map", users) &&
             write_file("/proc/self/setgroups", "deny") && write_file("/proc/self/gid_map", groups);
    return ok && mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) == 0;
}

/* A file system of 448 KiB, where the kernel lets us have one. */
static bool small_disk(const char *dir)
{
    return own_mounts() && mount("none", dir, "tmpfs", MS_NOSUID | MS_NODEV, "size=448k,mode=700") == 0;
}

static void a_full_disk_leaves_the_record_whole(void **state)
{
    struct scratch *scratch = *state;
    pid_t pid = fork();
    if (pid == 0) {
        struct practice_fixture f;
        if (!small_disk(scratch->dir))
            _exit(77);
        practice_make(&f, scratch);
        fill_up(&f, add_client(&f, 1, "Maria", "Santos"));
        practice_end(&f);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        skip();
    assert_int_equal(status, 0);
}

/* A child killed inside its transaction: the next one finds a hot journal, and what was there before. */
static void a_writer_killed_in_its_transaction_leaves_nothing_behind(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    struct store_facts facts;
    int ready[2];
    practice_make(&f, *state);
    struct id client = add_client(&f, 1, "Maria", "Santos");
    store_close(f.s);
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        if (!store_open(&f.s, f.scratch->dir, test_key, STORE_OPEN, &e) || !store_begin(f.s, &e))
            _exit(1);
        /* A cache of one page: the changes are on the disk before the commit. */
        raw_exec(f.s->db, "PRAGMA cache_size = 1; PRAGMA cache_spill = 1");
        for (int i = 0; i < 200; i++) {
            struct session s;
            session_fill(&s, &f, client, 1 + i % 28, SESSION_SIGNED);
            add_session(&f, &s, NULL);
        }
        if (write(ready[1], "x", 1) == 1)
            pause();
        _exit(1);
    }
    char c;
    assert_int_equal(read(ready[0], &c, 1), 1);
    struct stat journal;
    assert_int_equal(stat(scratch_path(f.scratch, "record.db-journal"), &journal), 0);
    assert_true(journal.st_size > 0);
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    f.s = open_store(f.scratch);
    assert_ok(store_facts(&facts, f.s, &e), e);
    assert_int_equal(facts.changes, 2);
    assert_clean(f.s);
    practice_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(processes_that_append_at_once_lose_nothing),
        STORE_TEST(a_record_that_grows_meanwhile_verifies_clean),
        STORE_TEST(a_file_that_may_not_grow_is_a_full_disk),
        STORE_TEST(a_full_disk_leaves_the_record_whole),
        STORE_TEST(a_writer_killed_in_its_transaction_leaves_nothing_behind),
    };
    return cmocka_run_group_tests_name("processes", tests, NULL, NULL);
}
