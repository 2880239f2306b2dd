/* Setup and teardown: see fixture.h. */
#include "screens/fixture.h"

#include <stdlib.h>

int screen_group_setup(void **state)
{
    if (scratch_setup(state) != 0)
        return -1;
    struct scratch *s = *state;
    struct practice *p = calloc(1, sizeof *p);
    if (!p)
        abort();
    s->own = p;
    practice_make(p, s->dir);
    practice_furnish(p);
    return 0;
}

int screen_group_teardown(void **state)
{
    struct practice *p = screen_practice(state);
    practice_release(p);
    free(p);
    return scratch_teardown(state);
}

struct practice *screen_practice(void **state)
{
    struct scratch *s = *state;
    return s->own;
}
