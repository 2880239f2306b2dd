/* Setup and teardown: see fixture.h. */
#include "screens/fixture.h"

#include <stdlib.h>

int screen_group_setup(void **state)
{
    if (scratch_setup(state) != 0)
        return -1;
    struct scratch *s = *state;
    struct clinic *p = calloc(1, sizeof *p);
    if (!p)
        abort();
    s->own = p;
    clinic_make(p, s->dir);
    clinic_furnish(p);
    return 0;
}

int screen_group_teardown(void **state)
{
    struct clinic *p = screen_clinic(state);
    clinic_release(p);
    free(p);
    return scratch_teardown(state);
}

struct clinic *screen_clinic(void **state)
{
    struct scratch *s = *state;
    return s->own;
}
