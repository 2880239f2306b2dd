/*
 * kill -9 at random moments while a process saves drafts and signs: whatever was acknowledged before the signal is
 * there, nothing is half there, and the record verifies. The moment of the kill is what is drawn at random, so this
 * test waits by the clock.
 */
#include "fixture.h"

#include "fascia/store/draft.h"
#include "fascia/store/record.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 200, LONGEST_US = 15000 };

struct acknowledged {
    int64_t signed_sessions, draft_version;
};

/* Until killed: three saves of a draft, then the session is signed and the draft dropped, in one transaction. */
static void work_on(struct practice_fixture *f, struct id client, int tell)
{
    struct err e = {0};
    struct acknowledged done = {0};
    struct draft d = {0};
    if (!store_open(&f->s, f->scratch->dir, test_key, STORE_OPEN, &e))
        _exit(1);
    for (int i = 0;; i++) {
        struct session s;
        session_fill(&s, f, client, 1 + i % 28, SESSION_SIGNED);
        if (i % 4 == 0)
            d = (struct draft){.id = id_random(), .user = f->ana.id, .client = client, .entity = id_random()};
        d.body = "{\"v\":1}";
        bool ok;
        if (i % 4 < 3) {
            ok = draft_save(f->s, &d, &e);
            done.draft_version = d.version;
        } else {
            json_t *body = session_encode(&s);
            struct entry_new entry = {.kind = CHANGE_SESSION, .body = body};
            ok = store_begin(f->s, &e) && log_append(f->s, &f->ana.sealer, &entry, 1, &e) &&
                 draft_drop(f->s, d.id, &e) && store_commit(f->s, &e);
            done.signed_sessions++;
            done.draft_version = 0;
            json_decref(body);
        }
        arena_release(&f->a);
        if (!ok || write(tell, &done, sizeof done) != (ssize_t)sizeof done)
            _exit(1);
    }
}

static struct acknowledged last_word(int from)
{
    struct acknowledged done = {0}, next;
    while (read(from, &next, sizeof next) == (ssize_t)sizeof next)
        done = next;
    return done;
}

static void wait_us(unsigned us)
{
    struct timespec t = {.tv_nsec = (long)us * 1000};
    nanosleep(&t, NULL);
}

static void check_round(struct practice_fixture *f, const struct acknowledged *done, int64_t *sessions)
{
    struct err e = {0};
    struct verify_result r;
    f->s = open_store(f->scratch);
    int64_t now = raw_i64(f->s->db, "SELECT sessions FROM counts");
    int64_t draft = raw_i64(f->s->db, "SELECT coalesce((SELECT version FROM draft ORDER BY rowid DESC LIMIT 1), 0)");
    int64_t drafts = raw_i64(f->s->db, "SELECT count(*) FROM draft");
    int64_t signed_now = now - *sessions;
    /* One more than was acknowledged may have got through: its word was not said yet. */
    assert_in_range(signed_now, done->signed_sessions, done->signed_sessions + 1);
    assert_in_range(drafts, 0, 1);
    if (signed_now == done->signed_sessions)
        assert_in_range(draft, done->draft_version, done->draft_version + 1);
    assert_ok(record_verify(&r, f->s, check_signature, NULL, 0, NULL, &f->a, &e), e);
    assert_int_equal(r.bad_len, 0);
    *sessions = now;
    raw_exec(f->s->db, "DELETE FROM draft");
    store_close(f->s);
    arena_release(&f->a);
}

static void what_was_acknowledged_survives_a_kill(void **state)
{
    struct practice_fixture f;
    practice_make(&f, *state);
    struct id client = add_client(&f, 1, "Maria", "Santos");
    store_close(f.s);
    int64_t sessions = 0;
    unsigned random = 1;
    for (int round = 0; round < ROUNDS; round++) {
        int words[2], status;
        char first[sizeof(struct acknowledged)];
        assert_int_equal(pipe(words), 0);
        pid_t pid = fork();
        if (pid == 0) {
            close(words[0]);
            work_on(&f, client, words[1]);
        }
        close(words[1]);
        assert_int_equal(read(words[0], first, sizeof first), sizeof first); /* it is at work */
        random = random * 1664525u + 1013904223u;
        wait_us((random >> 8) % LONGEST_US);
        assert_int_equal(kill(pid, SIGKILL), 0);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status));
        struct acknowledged done = last_word(words[0]);
        if (done.signed_sessions == 0 && done.draft_version == 0)
            memcpy(&done, first, sizeof done);
        close(words[0]);
        check_round(&f, &done, &sessions);
    }
    print_message("%d kills, %lld sessions signed\n", ROUNDS, (long long)sessions);
    assert_true(sessions > 0);
    f.s = open_store(f.scratch);
    struct err e = {0};
    assert_ok(store_check_pages(f.s, &e), e);
    practice_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {STORE_TEST(what_was_acknowledged_survives_a_kill)};
    return cmocka_run_group_tests_name("kill", tests, NULL, NULL);
}
