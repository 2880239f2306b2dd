/*
 * A file that was compiled into the program (cmake/Embed.cmake makes the tables). The layer that owns a table declares
 * it:
 *
 *     extern const struct embed migrations[];
 *     extern const size_t migrations_count;
 */
#ifndef FASCIA_BASE_EMBED_H
#define FASCIA_BASE_EMBED_H

#include <stddef.h>

struct embed {
    const char *name;          /* file name without its folder */
    const unsigned char *data; /* the bytes, then one 0 that is not counted in *len */
    const size_t *len;         /* a pointer, because another object file's constant is no constant expression */
};

#endif
