/*
 * Memory for keys and passphrases, and the hardening of the process that holds them.
 *
 * libsodium's guarded pages are used: they are locked against swap as far as the limit allows, a write past the end
 * faults at once, and freeing wipes. When the limit on locked memory is reached libsodium still hands out the pages,
 * unlocked: better than refusing to open the record.
 *
 * A sanitizer build stays dumpable: its leak check attaches to its own process at exit, which a process that cannot be
 * dumped refuses unless it is root's.
 */
#include "fascia/base/secret.h"

#include <errno.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#ifdef __has_feature
#define HAS_FEATURE(f) __has_feature(f)
#else
#define HAS_FEATURE(f) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || HAS_FEATURE(address_sanitizer) || HAS_FEATURE(memory_sanitizer)
enum { DUMPABLE = 1 };
#else
enum { DUMPABLE = 0 };
#endif

bool secret_init(struct err *e)
{
    if (sodium_init() < 0)
        return err_set(e, ERR_IO, "cannot start libsodium: no source of random numbers");
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0)
        return err_errno(e, errno, "cannot switch core dumps off");
    if (prctl(PR_SET_DUMPABLE, DUMPABLE, 0, 0, 0) != 0)
        return err_errno(e, errno, "cannot close this process to debuggers");
    umask(077);
    return true;
}

void *secret_alloc(size_t n)
{
    if (sodium_init() < 0) /* again is cheap, and without it sodium_malloc does not know the page size */
        BUG("libsodium does not start");
    void *p = sodium_malloc(n);
    if (!p)
        BUG("no guarded memory for %zu bytes", n);
    sodium_memzero(p, n);
    return p;
}

void secret_free(void *p)
{
    sodium_free(p);
}

void secret_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}

/* The deepest user of the stack here, Argon2id, needs about 8 KiB of it. */
void secret_wipe_stack(void)
{
    enum { STACK_BYTES = 32 * 1024 };
    sodium_stackzero(STACK_BYTES);
}
