/*
 * A growing byte string that leaves no copies behind.
 *
 * realloc is not used: it would free the old block with the text still in it. A growing buf takes a new block of twice
 * the size, copies, wipes the old one and frees it. Clearing and releasing wipe the whole capacity, not only `len`,
 * since a caller may have shortened `len` by hand. Out of memory aborts.
 */
#include "fascia/base/buf.h"

#include "fascia/base/err.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAP_FIRST = 64 };

/* Room for n more bytes and the NUL. */
static void reserve(struct buf *b, size_t n)
{
    if (n > SIZE_MAX / 4 || b->len > SIZE_MAX / 4)
        BUG("buf: %zu more bytes asked for", n);
    size_t need = b->len + n + 1;
    if (need <= b->cap)
        return;
    size_t cap = b->cap ? b->cap : CAP_FIRST;
    while (cap < need)
        cap *= 2;
    char *data = malloc(cap);
    if (!data)
        BUG("buf: out of memory for %zu bytes", cap);
    if (b->data) {
        memcpy(data, b->data, b->len);
        sodium_memzero(b->data, b->cap);
        free(b->data);
    }
    data[b->len] = '\0';
    b->data = data;
    b->cap = cap;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
    if (n == 0)
        return;
    reserve(b, n);
    memcpy(b->data + b->len, bytes, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}

void buf_putc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n < 0)
        BUG("buf: cannot format '%s'", format);
    reserve(b, (size_t)n);
    vsnprintf(b->data + b->len, (size_t)n + 1, format, args);
    b->len += (size_t)n;
    va_end(args);
}

static void add_big_endian(struct buf *b, uint64_t v, size_t bytes)
{
    uint8_t out[8];
    for (size_t i = 0; i < bytes; i++)
        out[i] = (uint8_t)(v >> (8 * (bytes - 1 - i)));
    buf_add(b, out, bytes);
}

void buf_u8(struct buf *b, uint8_t v)
{
    add_big_endian(b, v, 1);
}

void buf_u16(struct buf *b, uint16_t v)
{
    add_big_endian(b, v, 2);
}

void buf_u32(struct buf *b, uint32_t v)
{
    add_big_endian(b, v, 4);
}

void buf_u64(struct buf *b, uint64_t v)
{
    add_big_endian(b, v, 8);
}

const char *buf_text(const struct buf *b)
{
    return b->data ? b->data : "";
}

void buf_clear(struct buf *b)
{
    if (b->data)
        sodium_memzero(b->data, b->cap);
    b->len = 0;
}

void buf_release(struct buf *b)
{
    buf_clear(b);
    free(b->data);
    b->data = NULL;
    b->cap = 0;
}
