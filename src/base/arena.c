/*
 * Arena: a chain of blocks, each twice the size of the one before up to 1 MiB, filled from the front.
 *
 * An allocation that does not fit the newest block opens a new one; what is left of the old one is given up. Nothing
 * is ever freed alone. Blocks come zeroed and are wiped on release, so that neither a read row nor a copy that an
 * array left behind when it moved stays in the heap. Out of memory aborts: no caller could do better, and the draft
 * is on disk.
 */
#include "fascia/base/arena.h"

#include "fascia/base/err.h"

#include <sodium.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_FIRST = 4096, BLOCK_MOST = 1 << 20, PUSH_FIRST = 8 };

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t cap;
    alignas(max_align_t) unsigned char data[];
};

static size_t align_up(size_t n)
{
    const size_t step = alignof(max_align_t);
    if (n > SIZE_MAX / 2)
        BUG("arena: %zu bytes asked for", n);
    return n == 0 ? step : (n + step - 1) / step * step;
}

static void arena_grow(struct arena *a, size_t n)
{
    size_t cap = a->head ? a->head->cap * 2 : BLOCK_FIRST;
    if (cap > BLOCK_MOST)
        cap = BLOCK_MOST;
    if (cap < n)
        cap = n;
    struct arena_block *block = calloc(1, sizeof *block + cap);
    if (!block)
        BUG("arena: out of memory for %zu bytes", cap);
    block->cap = cap;
    block->next = a->head;
    a->head = block;
}

void *arena_alloc(struct arena *a, size_t n)
{
    n = align_up(n);
    if (!a->head || a->head->cap - a->head->used < n)
        arena_grow(a, n);
    a->head->used += n;
    return a->head->data + a->head->used - n;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        BUG("arena: array of %zu times %zu bytes asked for", count, size);
    return arena_alloc(a, bytes);
}

void *arena_push(struct arena *a, void *items, size_t *len, size_t size)
{
    unsigned char *array; /* items points to a pointer of any type: memcpy, since void ** would alias it */
    memcpy(&array, items, sizeof array);
    bool full = *len == 0 || (*len >= PUSH_FIRST && (*len & (*len - 1)) == 0);
    if (full) {
        size_t cap = *len == 0 ? PUSH_FIRST : *len * 2;
        unsigned char *bigger = arena_array(a, cap, size);
        if (*len > 0)
            memcpy(bigger, array, *len * size);
        array = bigger;
        memcpy(items, &array, sizeof array);
    }
    unsigned char *slot = array + *len * size;
    memset(slot, 0, size);
    (*len)++;
    return slot;
}

char *arena_strdup(struct arena *a, const char *text)
{
    return text ? arena_strndup(a, text, strlen(text)) : NULL;
}

char *arena_strndup(struct arena *a, const char *text, size_t n)
{
    size_t len = strnlen(text, n);
    char *copy = arena_alloc(a, len + 1);
    memcpy(copy, text, len);
    return copy;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(a, format, args);
    va_end(args);
    return text;
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (len < 0)
        BUG("arena: cannot format '%s'", format);
    char *text = arena_alloc(a, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, args);
    return text;
}

void arena_release(struct arena *a)
{
    struct arena_block *next;
    for (struct arena_block *block = a->head; block; block = next) {
        next = block->next;
        sodium_memzero(block->data, block->used);
        free(block);
    }
    a->head = NULL;
}
