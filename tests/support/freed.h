/**
 * Memory of this process read from outside, through /proc/self/mem: so a test can look at what was freed without
 * touching it itself, which sanitizers and valgrind would rightly report.
 */
#ifndef FASCIA_TESTS_SUPPORT_FREED_H
#define FASCIA_TESTS_SUPPORT_FREED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Are the n bytes at this address still there and still hold `text` anywhere? Fails the test when it cannot look. */
bool freed_holds(uintptr_t address, size_t n, const char *text);

#endif
