/* The turnstile: one writer at a time, in turn, and a wait that ends with a name. Children stand for other processes.
 */
#include "fixture.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct peer {
    pid_t pid;
    int go, said; /* a byte written to go, a byte read from said */
};

static void say(int fd)
{
    assert_int_equal(write(fd, "x", 1), 1);
}

static void hear(int fd)
{
    char c;
    assert_int_equal(read(fd, &c, 1), 1);
}

/* A child that runs `act` on a turnstile of its own between two bytes: it says when it is done, and ends when told. */
static struct peer peer_start(const char *folder, bool (*act)(struct turn *, struct err *))
{
    int go[2], said[2];
    assert_int_equal(pipe(go), 0);
    assert_int_equal(pipe(said), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid > 0) {
        close(go[0]);
        close(said[1]);
        struct peer p = {pid, go[1], said[0]};
        hear(p.said);
        return p;
    }
    struct err e;
    struct turn t;
    bool ok = turn_open(&t, folder, false, &e) && act(&t, &e);
    if (write(said[1], "x", 1) != 1 || read(go[0], said, 1) < 0)
        _exit(2);
    _exit(ok ? 0 : 1);
}

static int peer_end(struct peer *p, int signal)
{
    int status;
    if (signal)
        assert_int_equal(kill(p->pid, signal), 0);
    else
        say(p->go);
    assert_int_equal(waitpid(p->pid, &status, 0), p->pid);
    close(p->go);
    close(p->said);
    return status;
}

static bool take(struct turn *t, struct err *e)
{
    return turn_take(t, e);
}

static bool only_open(struct turn *t, struct err *e)
{
    (void)t;
    (void)e;
    return true;
}

static void who_waits_too_long_is_told_who_writes(void **state)
{
    struct scratch *scratch = *state;
    struct err e = {0};
    struct turn t;
    char expected[64];
    struct peer p = peer_start(scratch->dir, take);
    assert_ok(turn_open(&t, scratch->dir, false, &e), e);
    t.wait_ms = 30;
    assert_false(turn_take(&t, &e));
    assert_int_equal(e.code, ERR_BUSY);
    snprintf(expected, sizeof expected, "process %ld", (long)p.pid);
    if (!strstr(e.text, expected))
        fail_msg("'%s' does not say '%s'", e.text, expected);
    assert_int_equal(peer_end(&p, 0), 0);
    assert_ok(turn_take(&t, &e), e);
    turn_free(&t);
    turn_close(&t);
}

static void a_killed_writer_frees_the_way(void **state)
{
    struct scratch *scratch = *state;
    struct err e = {0};
    struct turn t;
    struct peer p = peer_start(scratch->dir, take);
    assert_ok(turn_open(&t, scratch->dir, false, &e), e);
    assert_true(WIFSIGNALED(peer_end(&p, SIGKILL)));
    assert_ok(turn_take(&t, &e), e);
    turn_close(&t);
}

static void who_has_it_open_can_be_seen(void **state)
{
    struct scratch *scratch = *state;
    struct err e = {0};
    struct turn t;
    assert_ok(turn_open(&t, scratch->dir, false, &e), e);
    struct flock alone = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 2, .l_len = 1};
    assert_int_equal(fcntl(t.fd, F_OFD_SETLK, &alone), 0);
    turn_close(&t);
    struct peer p = peer_start(scratch->dir, only_open);
    assert_ok(turn_open(&t, scratch->dir, false, &e), e); /* shared: several may have it open */
    assert_int_not_equal(fcntl(t.fd, F_OFD_SETLK, &alone), 0);
    assert_int_equal(peer_end(&p, 0), 0);
    assert_int_equal(fcntl(t.fd, F_OFD_SETLK, &alone), 0);
    struct turn late;
    assert_false(turn_open(&late, scratch->dir, false, &e));
    assert_int_equal(e.code, ERR_BUSY);
    turn_close(&t);
}

/* A counter that every round reads, and writes back plus one: without the turnstile rounds of the others get lost. */
enum { PEERS = 3, ROUNDS = 150 };

static void count_up(const char *folder, const char *counter)
{
    struct err e;
    struct turn t;
    if (!turn_open(&t, folder, false, &e))
        _exit(1);
    int fd = open(counter, O_RDWR);
    for (int i = 0; i < ROUNDS; i++) {
        int n = 0;
        if (!turn_take(&t, &e) || pread(fd, &n, sizeof n, 0) != sizeof n)
            _exit(2);
        sched_yield();
        n++;
        if (pwrite(fd, &n, sizeof n, 0) != sizeof n)
            _exit(3);
        turn_free(&t);
    }
    _exit(0);
}

static void several_writers_lose_nothing(void **state)
{
    struct scratch *scratch = *state;
    const char *counter = scratch_path(scratch, "counter");
    int n = 0, fd = open(counter, O_RDWR | O_CREAT | O_EXCL, 0600);
    assert_int_equal(write(fd, &n, sizeof n), sizeof n);
    for (int i = 0; i < PEERS; i++)
        if (fork() == 0)
            count_up(scratch->dir, counter);
    for (int i = 0; i < PEERS; i++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(pread(fd, &n, sizeof n, 0), sizeof n);
    assert_int_equal(n, PEERS * ROUNDS);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(who_waits_too_long_is_told_who_writes),
        STORE_TEST(a_killed_writer_frees_the_way),
        STORE_TEST(who_has_it_open_can_be_seen),
        STORE_TEST(several_writers_lose_nothing),
    };
    return cmocka_run_group_tests_name("turn", tests, NULL, NULL);
}
