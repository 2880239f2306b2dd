/* A program that hangs while it is told to end: after the grace period the terminal is given back all the same. */
#include "demo_run.h"

#include "fascia/tui/loop.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/wait.h>

#include <cmocka.h>

static const char demo[] = FASCIA_BIN_DIR "/tui_demo";

static void a_hanging_program_ends_and_gives_the_terminal_back(void **state)
{
    (void)state;
    struct harness *h = demo_start(demo);
    int y, x;
    harness_wait(h);
    harness_press(h, "H");
    harness_signal(h, SIGTERM);
    harness_patience(h, (LOOP_END_SECONDS + 3) * 1000);
    int status = harness_exit(h);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGALRM);
    assert_false(harness_alternate(h));
    assert_true(harness_termios_same(h));
    assert_false(harness_find(h, "Santos", &y, &x));
    harness_stop(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_hanging_program_ends_and_gives_the_terminal_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
