/*
 * The lifetime of unlocked keys. One block of locked memory holds every secret of a person, so that locking is one
 * wipe and nothing can be forgotten.
 */
#include "fascia/trust/keys.h"

#include "fascia/base/secret.h"

bool keys_unlocked(const struct keys *k)
{
    return k->secret != NULL;
}

void keys_lock(struct keys *k)
{
    secret_free(k->secret);
    k->secret = NULL;
    k->has_next = false;
}

void keys_release(struct keys *k)
{
    keys_lock(k);
    *k = (struct keys){0};
}
