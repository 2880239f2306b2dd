/**
 * Expected text kept in a file of the source tree and reviewed as a diff. With FASCIA_ACCEPT=1 in the environment the
 * file is rewritten with what came out, and the test passes.
 */
#ifndef FASCIA_TESTS_SUPPORT_GOLDEN_H
#define FASCIA_TESTS_SUPPORT_GOLDEN_H

#include "fascia/base/buf.h"

/** Fails the cmocka test at the first line that differs. @param name  path below the source tree's tests folder */
void golden_check(const char *name, const char *actual);

/** The whole file; the caller releases it. */
struct buf golden_read(const char *name);

#endif
