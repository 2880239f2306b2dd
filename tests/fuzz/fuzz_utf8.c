/*
 * Any bytes as text: cleaned text passes the check, good text is cleaned to itself, clusters cover the text, widths add
 * up, a cut fits, and folding twice changes nothing.
 */
#include "fascia/base/utf8.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_clusters(const char *text)
{
    size_t len = strlen(text), at = 0;
    int width = 0;
    while (at < len) {
        size_t n = grapheme_len(text + at, len - at);
        int columns = grapheme_width(text + at, n);
        if (n < 1 || n > len - at || columns < 1 || columns > 2)
            BUG("cluster of %zu bytes and %d columns at %zu", n, columns, at);
        if (text_fit(text, width) != at)
            BUG("%d columns do not end at byte %zu", width, at);
        at += n;
        width += columns;
    }
    if (text_width(text) != width)
        BUG("width %d is not the sum %d", text_width(text), width);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct err e = {0};
    if (size > 2000) /* check_clusters measures each prefix */
        size = 2000;
    for (int kind = TEXT_LINE; kind <= TEXT_NOTE; kind++) {
        const char *raw = arena_strndup(&a, (const char *)data, size);
        bool good = text_check((const char *)data, size, (enum text_kind)kind, size, &e);
        size_t dropped = 0;
        const char *clean = text_clean(&a, (const char *)data, size, (enum text_kind)kind, &dropped);
        if (!text_check(clean, strlen(clean), (enum text_kind)kind, size, &e))
            BUG("cleaned text is refused: %s", e.text);
        if (good && (dropped != 0 || strlen(clean) != size || memcmp(clean, data, size) != 0))
            BUG("good text was changed");
        const char *folded = text_fold(&a, clean);
        if (strcmp(text_fold(&a, folded), folded) != 0)
            BUG("folding twice gives something else");
        check_clusters(raw);
        check_clusters(clean);
    }
    arena_release(&a);
    return 0;
}
