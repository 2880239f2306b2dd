/* Progress of long work, told often enough to see it move and seldom enough to cost nothing. */
#include "verify.h"

#include "fascia/base/clock.h"

enum { EVERY_MS = 200 };

static bool tell(const struct pace *p, struct err *e)
{
    if (p->to && !p->to->step(p->to->who, p->what, p->done, p->total))
        return err_set(e, ERR_REFUSED, "%s: stopped on request; nothing was changed", p->what);
    return true;
}

bool pace_step(struct pace *p, uint64_t done, struct err *e)
{
    p->done += done;
    if (p->done > p->total)
        p->total = p->done; /* others may append meanwhile */
    int64_t now = clock_monotonic_ms();
    if (now < p->next_ms)
        return true;
    p->next_ms = now + EVERY_MS;
    return tell(p, e);
}

bool pace_end(struct pace *p, struct err *e)
{
    p->total = p->done;
    return tell(p, e);
}
