/*
 * Any JSON object as the body of a session: it decodes or it is damaged, and what decodes can be written, and written
 * again, as the same bytes.
 */
#include "fascia/model/session.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    json_init();
    return 0;
}

static void canonical(struct buf *out, json_t *body)
{
    struct err e = {0};
    if (!json_canonical(out, body, &e))
        abort();
    json_decref(body);
}

static void decode_again(const struct buf *bytes)
{
    struct arena a = {0};
    struct err e = {0};
    struct buf again = {0};
    struct session s;
    json_t *body;
    if (!json_parse(&body, bytes->data, bytes->len, &e) || !session_decode(&s, body, &a, &e))
        abort();
    canonical(&again, session_encode(&s));
    if (again.len != bytes->len || memcmp(again.data, bytes->data, bytes->len) != 0)
        abort();
    json_decref(body);
    buf_release(&again);
    arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct err e = {0};
    struct session s, copy;
    json_t *body;
    if (!json_parse(&body, (const char *)data, size, &e))
        return 0;
    if (session_decode(&s, body, &a, &e)) {
        struct buf bytes = {0};
        session_copy(&copy, &s, &a);
        canonical(&bytes, session_encode(&copy));
        decode_again(&bytes);
        buf_release(&bytes);
    } else if (e.code != ERR_DAMAGED && e.code != ERR_VERSION) {
        abort();
    }
    json_decref(body);
    arena_release(&a);
    return 0;
}
