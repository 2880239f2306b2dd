/** One furnished practice for all tests of a program, in their order; each test starts fascia on a terminal of its own.
 */
#ifndef FASCIA_TESTS_SCREENS_FIXTURE_H
#define FASCIA_TESTS_SCREENS_FIXTURE_H

#include "harness/clinic.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

int screen_group_setup(void **state);
int screen_group_teardown(void **state);

/** Of a running test. */
struct clinic *screen_clinic(void **state);

#define screen_run(tests) cmocka_run_group_tests(tests, screen_group_setup, screen_group_teardown)

#endif
