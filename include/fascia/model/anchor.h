/** The head of one device's chain as somebody saw it: what `verify` compares the log with to find a rollback. */
#ifndef FASCIA_MODEL_ANCHOR_H
#define FASCIA_MODEL_ANCHOR_H

#include "fascia/base/hash.h"
#include "fascia/base/id.h"

struct anchor {
    struct id device;
    uint64_t device_seq; /* from 1 */
    struct hash head;    /* hash of that change */
    int64_t at_ms;       /* when it was seen, UTC ms; 0 = not known */
};

#endif
