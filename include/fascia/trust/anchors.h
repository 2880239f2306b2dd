/**
 * Heads of chains as last seen, kept outside the store: the store going behind its anchor is how a rollback shows.
 *
 * One line a device: id (32 hex), device_seq, head hash (64 hex), ms; blanks between. A line that is not exactly so
 * is ERR_DAMAGED with its number, because an anchor that is quietly passed over anchors nothing.
 */
#ifndef FASCIA_TRUST_ANCHORS_H
#define FASCIA_TRUST_ANCHORS_H

#include "fascia/base/arena.h"
#include "fascia/model/anchor.h"

#define ANCHORS_MAX 1024

struct anchors {
    struct anchor *items; /* by device id */
    size_t len;
};

/** The practice folder's `anchors`; no file is an empty list. */
MUST_USE bool anchors_list(struct anchors *out, const char *folder, struct arena *a, struct err *e);

const struct anchor *anchors_find(const struct anchors *list, struct id device); /* or NULL */

/** Moves one device's anchor forward; a lower device_seq changes nothing. ERR_DAMAGED: same device_seq, other hash. */
MUST_USE bool anchors_note(const char *folder, const struct anchor *head, struct err *e);

/** Writes the whole list anew, after a restore or when a device is retired. */
MUST_USE bool anchors_save(const char *folder, const struct anchors *list, struct err *e);

#endif
