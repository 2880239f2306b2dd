/** Memory for keys and passphrases: sodium_malloc (locked, guarded, wiped), and hardening of the process. */
#ifndef FASCIA_BASE_SECRET_H
#define FASCIA_BASE_SECRET_H

#include "fascia/base/err.h"

#include <stddef.h>

/** sodium_init, no core dumps (RLIMIT_CORE 0, PR_SET_DUMPABLE 0), umask 077. Once, first thing in main. */
MUST_USE bool secret_init(struct err *e);

void *secret_alloc(size_t n); /* zeroed; never NULL (aborts) */
void secret_free(void *p);    /* wiped; NULL is fine */
void secret_wipe(void *p, size_t n);

/** Overwrites the stack below the caller, where a library that was handed a key may have left copies of it. */
void secret_wipe_stack(void);

#endif
