/*
 * Any bytes as a body: what is read and has a canonical form is written in bytes that read back as the same value and
 * give the same bytes again, and that are those of jansson's own writer.
 */
#include "fascia/base/json.h"

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

static int add_bytes(const char *bytes, size_t n, void *out)
{
    buf_add(out, bytes, n);
    return 0;
}

static void check_canonical(const json_t *value)
{
    struct err e = {0};
    struct buf first = {0}, second = {0}, witness = {0};
    json_t *back = NULL;
    if (json_canonical(&first, value, &e)) {
        if (json_dump_callback(value, add_bytes, &witness, JSON_COMPACT | JSON_SORT_KEYS) != 0)
            BUG("jansson cannot write it");
        if (!json_parse(&back, first.data, first.len, &e) || !json_canonical(&second, back, &e))
            BUG("%s", e.text);
        if (!json_equal(value, back))
            BUG("another value came back");
        if (strcmp(first.data, second.data) != 0 || strcmp(first.data, witness.data) != 0)
            BUG("one value, two spellings");
        json_decref(back);
    } else if (first.len != 0) {
        BUG("refused, but something was written");
    }
    buf_release(&first);
    buf_release(&second);
    buf_release(&witness);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = {0};
    json_t *value = NULL;
    if (json_parse(&value, (const char *)data, size, &e)) {
        check_canonical(value);
        json_decref(value);
    } else if (value) {
        BUG("refused, but there is a value");
    }
    return 0;
}
