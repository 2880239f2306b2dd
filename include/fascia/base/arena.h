/**
 * Arena: memory that is given back all at once, and wiped, because rows are health data.
 *
 * A view has one, a command has one, a query writes its result into the one its caller passed. Pointers are valid
 * until arena_release. Out of memory aborts: the draft is already on disk. Zero-initialise to use: `struct arena a =
 * {0};`
 */
#ifndef FASCIA_BASE_ARENA_H
#define FASCIA_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *head;
};

/** n zeroed bytes, aligned for any type; never NULL. n == 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t n);

/** count * size zeroed bytes; aborts on overflow. */
void *arena_array(struct arena *a, size_t count, size_t size);

/**
 * Makes room for one more element in a growing array and returns it zeroed.
 *
 * @param items  address of the array pointer (NULL to begin with); may move
 * @param len    elements in use; is counted up by one
 * @param size   bytes of one element
 * The capacity follows from *len (8, then powers of two), so no third field is needed: only arrays that began as NULL
 * with *len 0 may be pushed to. Shortening *len is fine. When it moves, the old array stays until arena_release.
 */
void *arena_push(struct arena *a, void *items, size_t *len, size_t size);

char *arena_strdup(struct arena *a, const char *text);            /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *text, size_t n); /* at most n bytes, NUL added */
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/** Wipes and frees everything. The arena is empty and usable again. */
void arena_release(struct arena *a);

#endif
