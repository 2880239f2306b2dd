/** Paths in a practice's folder, and the lock for its small files. */
#ifndef FASCIA_TRUST_FOLDER_INTERNAL_H
#define FASCIA_TRUST_FOLDER_INTERNAL_H

#include "fascia/base/err.h"

#include <limits.h>

MUST_USE bool folder_path(char out[PATH_MAX], const char *folder, const char *name, struct err *e);

/**
 * Exclusive among the processes that change `keyslots`, `tries` or `anchors` of this folder; held for milliseconds.
 * *lock is a descriptor for folder_unlock. ERR_BUSY after a second, ERR_IO, ERR_NOT_FOUND.
 */
MUST_USE bool folder_lock(int *lock, const char *folder, struct err *e);
void folder_unlock(int lock);

#endif
