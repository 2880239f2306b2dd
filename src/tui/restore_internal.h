/* Giving the terminal back when the program dies: everything is prepared beforehand, because a crash can allocate
 * nothing. */
#ifndef TUI_RESTORE_INTERNAL_H
#define TUI_RESTORE_INTERNAL_H

#include "fascia/base/err.h"

#include <termios.h>

enum { RESTORE_BYTES_MAX = 512 };

/**
 * From now on a crash writes these bytes to fd and sets these modes, then dies of its signal. Handlers are installed by
 * the first call. ERR_IO: they could not be.
 */
MUST_USE bool restore_arm(int fd, const struct termios *saved, const char *bytes, size_t len, struct err *e);

/** The terminal is not ours (any more): a crash leaves it alone. */
void restore_disarm(void);

#endif
