/*
 * Any text typed into a cell or as a name: it is refused, or it is taken exactly - what is shown for it is read back as
 * the same value, within the limits of its scale.
 */
#include "fascia/model/client.h"
#include "fascia/model/words.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_value(const char *text, const struct scale *scale, struct arena *a)
{
    struct err e = {0};
    struct value v = {0}, back = {0};
    if (!value_parse(&v, text, scale, &e))
        return;
    if (!value_check(&v, scale, &e) || !value_parse(&back, value_format(&v, scale, a), scale, &e))
        abort();
    if (back.kind != v.kind || back.tenths != v.tenths)
        abort();
    value_phrase(&v, scale, a);
}

static void check_name(const char *text, struct arena *a)
{
    struct err e = {0};
    struct client c = {0}, back = {0};
    if (!client_name_parse(&c, text, a, &e))
        return;
    if (c.family && (!client_name_parse(&back, client_name(&c, a), a, &e) || strcmp(back.family, c.family) != 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    const struct catalogue *c = catalogue_shipped();
    const char *text = arena_strndup(&a, (const char *)data, size);
    for (size_t i = 0; i < c->tests_len; i++)
        check_value(text, &c->tests[i].scale, &a);
    for (size_t i = 0; i < c->findings_len; i++)
        if (c->findings[i].scale.kind != SCALE_NONE)
            check_value(text, &c->findings[i].scale, &a);
    check_name(text, &a);
    arena_release(&a);
    return 0;
}
