/* The toy program on a terminal, for the tests of this folder. */
#ifndef TERMINAL_DEMO_RUN_H
#define TERMINAL_DEMO_RUN_H

#include "harness/harness.h"

#include <stddef.h>

/* Its rows; the last name is what must never be left on a screen. */
#define DEMO_ROWS "row one", "Lindqvist, \xC3\x85se", "Santos, Maria"

static inline struct harness *demo_start_with(const char *program, struct harness_options o)
{
    const char *const argv[] = {program, DEMO_ROWS, NULL};
    if (!o.argv)
        o.argv = argv;
    return harness_start(&o);
}

static inline struct harness *demo_start(const char *program)
{
    return demo_start_with(program, (struct harness_options){0});
}

#endif
