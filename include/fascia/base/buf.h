/**
 * A growing byte string, always NUL-ended, wiped when it grows, shrinks or is released. Zero-initialise: `struct buf b
 * = {0};` `data` may be NULL only while len is 0; buf_text never returns NULL. What is added must not lie in the buf
 * itself.
 */
#ifndef FASCIA_BASE_BUF_H
#define FASCIA_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
    char *data;
    size_t len;
    size_t cap;
};

void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *text);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_u8(struct buf *b, uint8_t v); /* integers big-endian, no padding */
void buf_u16(struct buf *b, uint16_t v);
void buf_u32(struct buf *b, uint32_t v);
void buf_u64(struct buf *b, uint64_t v);
const char *buf_text(const struct buf *b); /* "" when empty */
void buf_clear(struct buf *b);             /* len 0, bytes wiped, memory kept */
void buf_release(struct buf *b);           /* wiped and freed; usable again */

#endif
