/**
 * A directory of a test's own: empty, mode 0700, gone afterwards with all that was put into it.
 *
 *     cmocka_unit_test_setup_teardown(a_rule, scratch_setup, scratch_teardown)
 *
 * gives each test its own, with `struct scratch *s = *state`.
 */
#ifndef SUPPORT_SCRATCH_H
#define SUPPORT_SCRATCH_H

#include <stddef.h>

struct scratch {
    char *dir;    /* absolute, under TMPDIR or /tmp */
    void *own;    /* for the test's own fixture; not touched */
    char **paths; /* what scratch_path handed out */
    size_t paths_len;
};

int scratch_setup(void **state);    /* *state becomes a struct scratch; 0, or -1 when there is no directory to be had */
int scratch_teardown(void **state); /* removes the directory, symbolic links not followed */

/** dir/name, valid until teardown. Nothing is created. */
const char *scratch_path(struct scratch *s, const char *name);

#endif
