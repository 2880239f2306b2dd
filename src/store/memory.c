/*
 * SQLite's memory, wiped when it is given back: pages, rows and statements hold health data, and a heap that is only
 * freed keeps them readable for as long as the process lives.
 *
 * Each block carries its size in front, so that freeing knows how much to wipe and growing how much to copy. Growing
 * always moves: realloc would leave the old bytes behind. SQLCipher's own switch for this (cipher_memory_security) also
 * locks every page, which runs into the limit on locked memory and makes writing many times slower.
 */
#include "store_internal.h"

#include "fascia/base/secret.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD = 16 }; /* keeps the alignment of malloc */

static int block_size(void *p)
{
    size_t n = 0;
    if (p)
        memcpy(&n, (char *)p - HEAD, sizeof n);
    return (int)n;
}

static void *block_alloc(int wanted)
{
    if (wanted <= 0)
        return NULL;
    size_t n = (size_t)wanted;
    char *block = malloc(HEAD + n);
    if (!block)
        return NULL;
    memcpy(block, &n, sizeof n);
    return block + HEAD;
}

static void block_free(void *p)
{
    if (!p)
        return;
    secret_wipe(p, (size_t)block_size(p));
    free((char *)p - HEAD);
}

static void *block_grow(void *p, int wanted)
{
    void *bigger = block_alloc(wanted);
    if (!bigger)
        return NULL;
    int have = block_size(p);
    if (p)
        memcpy(bigger, p, (size_t)(have < wanted ? have : wanted));
    block_free(p);
    return bigger;
}

static int round_up(int n)
{
    return (n + 7) & ~7;
}

static int start(void *unused)
{
    (void)unused;
    return SQLITE_OK;
}

static void stop(void *unused)
{
    (void)unused;
}

bool store_library_init(struct err *e)
{
    static const sqlite3_mem_methods wiping = {
        .xMalloc = block_alloc,
        .xFree = block_free,
        .xRealloc = block_grow,
        .xSize = block_size,
        .xRoundup = round_up,
        .xInit = start,
        .xShutdown = stop,
    };
    static bool done;
    if (done)
        return true;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &wiping) != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) != SQLITE_OK || sqlite3_initialize() != SQLITE_OK)
        return err_set(e, ERR_IO, "cannot start SQLite: it was used before its settings were made");
    done = true;
    return true;
}

bool store_new(struct store **out, struct err *e)
{
    if (!store_library_init(e))
        return false;
    struct store *s = sqlite3_malloc64(sizeof *s);
    if (!s)
        BUG("out of memory for a store");
    memset(s, 0, sizeof *s);
    s->turn.fd = -1;
    s->wait_ms = WAIT_MS;
    *out = s;
    return true;
}
