/* Setup and teardown: see fixture.h. */
#include "screens/fixture.h"

#include <stdlib.h>

int screen_group_setup(void **state)
{
    if (scratch_setup(state) != 0)
        return -1;
    struct scratch *s = *state;
    struct screen_fixture *f = calloc(1, sizeof *f);
    if (!f)
        abort();
    s->own = f;
    practice_make(&f->practice, s->dir);
    practice_furnish(&f->practice);
    return 0;
}

int screen_teardown(void **state)
{
    struct screen_fixture *f = screen_fixture(state);
    harness_stop(f->h);
    f->h = NULL;
    return 0;
}

int screen_group_teardown(void **state)
{
    struct screen_fixture *f = screen_fixture(state);
    practice_release(&f->practice);
    free(f);
    return scratch_teardown(state);
}

struct screen_fixture *screen_fixture(void **state)
{
    struct scratch *s = *state;
    return s->own;
}
