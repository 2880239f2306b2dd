/** Small whole files, read with a cap and replaced so that a crash leaves the old or the new one, never half. */
#ifndef FASCIA_BASE_FILE_H
#define FASCIA_BASE_FILE_H

#include "fascia/base/buf.h"
#include "fascia/base/err.h"

/** Whole file into *out (appended); ERR_NOT_FOUND, ERR_RANGE above `limit`, ERR_REFUSED for a symbolic link at the last
 * step, ERR_INVALID for what is no regular file, ERR_IO. */
MUST_USE bool file_read(struct buf *out, const char *path, size_t limit, struct err *e);

/** New file only (mode 0600; ERR_CONFLICT if the name is taken), written and fsynced with its folder; removed on
 * failure. */
MUST_USE bool file_create(const char *path, const void *bytes, size_t n, struct err *e);

/**
 * path.new -> fsync -> read back -> hard link of the old to `previous` (NULL: none) -> rename -> fsync folder. On
 * failure the old content is there, except when only the last fsync failed. The caller holds a lock: two at once would
 * mix their .new.
 */
MUST_USE bool file_replace(const char *path, const char *previous, const void *bytes, size_t n, struct err *e);

/** Folder exists (else ERR_NOT_FOUND), is ours, and nobody else can enter: else ERR_REFUSED with what to do ("chmod 700
 * ..."). */
MUST_USE bool folder_check_private(const char *path, struct err *e);

/** mkdir -p with mode 0700 for what is new. */
MUST_USE bool folder_make(const char *path, struct err *e);

#endif
