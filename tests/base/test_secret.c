/* Guarded memory and the hardening of the process, the latter in children so that this one stays as it is. */
#include "fascia/base/secret.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#define SANITIZED __has_feature(address_sanitizer)
#else
#define SANITIZED 0
#endif

static int child_status(void (*work)(void))
{
    int status = -1;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        work();
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void check_hardening(void)
{
    struct err e = {0};
    struct rlimit core = {1, 1};
    if (!secret_init(&e))
        _exit(1);
    if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_cur != 0 || core.rlim_max != 0)
        _exit(2);
    if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != SANITIZED)
        _exit(3);
    if (umask(0) != 077)
        _exit(4);
    _exit(0);
}

static void init_closes_the_process(void **state)
{
    (void)state;
    assert_int_equal(child_status(check_hardening), 0);
}

static void memory_is_zeroed_and_writable(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 32, 4096, 100001};
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        unsigned char *p = secret_alloc(sizes[i]);
        assert_non_null(p);
        for (size_t n = 0; n < sizes[i]; n++)
            assert_int_equal(p[n], 0);
        memset(p, 0xA5, sizes[i]);
        secret_free(p);
    }
    secret_free(NULL);
}

static void wipe_clears(void **state)
{
    (void)state;
    char key[] = "correct horse";
    secret_wipe(key, sizeof key);
    for (size_t i = 0; i < sizeof key; i++)
        assert_int_equal(key[i], 0);
}

static void write_past_the_end(void)
{
    struct err e = {0};
    if (!secret_init(&e))
        _exit(1);
    signal(SIGSEGV, SIG_DFL); /* not the sanitizer's report */
    volatile char *p = secret_alloc(32);
    p[32] = 1;
    _exit(2);
}

static void a_write_past_the_end_stops_the_process(void **state)
{
    (void)state;
    int status = child_status(write_past_the_end);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGSEGV);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(init_closes_the_process),
        cmocka_unit_test(memory_is_zeroed_and_writable),
        cmocka_unit_test(wipe_clears),
        cmocka_unit_test(a_write_past_the_end_stops_the_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
