/** One furnished practice for all tests of a program, in their order; each test starts fascia on a terminal of its own.
 */
#ifndef FASCIA_TESTS_SCREENS_FIXTURE_H
#define FASCIA_TESTS_SCREENS_FIXTURE_H

#include "harness/practice.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct screen_fixture {
    struct practice practice;
    struct harness *h; /* the test starts it */
};

int screen_group_setup(void **state);
int screen_group_teardown(void **state);
int screen_teardown(void **state); /* of one test: its terminal goes */

/** The fixture of a running test. */
struct screen_fixture *screen_fixture(void **state);

#define screen_test(f) cmocka_unit_test_setup_teardown(f, NULL, screen_teardown)
#define screen_run(tests) cmocka_run_group_tests(tests, screen_group_setup, screen_group_teardown)

#endif
