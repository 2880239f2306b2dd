/* Golden texts: see golden.h. */
#include "support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void open_path(char path[1024], const char *name)
{
    const char *root = getenv("FASCIA_SOURCE_DIR");
    int n = snprintf(path, 1024, "%s/tests/%s", root ? root : ".", name);
    assert_in_range(n, 1, 1023);
}

struct buf golden_read(const char *name)
{
    char path[1024], chunk[4096];
    struct buf text = {0};
    open_path(path, name);
    FILE *f = fopen(path, "r");
    if (!f)
        fail_msg("cannot open %s; FASCIA_SOURCE_DIR is the root of the tree", path);
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&text, chunk, n);
    fclose(f);
    return text;
}

static void accept_text(const char *name, const char *actual)
{
    char path[1024];
    open_path(path, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(actual, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void show_difference(const char *name, const char *expected, const char *actual)
{
    size_t line = 1, start = 0, at = 0;
    for (; expected[at] && expected[at] == actual[at]; at++) {
        if (expected[at] == '\n') {
            line++;
            start = at + 1;
        }
    }
    print_error("%s:%zu:\n  expected: %.*s\n  got:      %.*s\n", name, line, (int)strcspn(expected + start, "\n"),
                expected + start, (int)strcspn(actual + start, "\n"), actual + start);
}

void golden_check(const char *name, const char *actual)
{
    if (getenv("FASCIA_ACCEPT")) {
        accept_text(name, actual);
        return;
    }
    struct buf expected = golden_read(name);
    bool same = strcmp(buf_text(&expected), actual) == 0;
    if (!same)
        show_difference(name, buf_text(&expected), actual);
    buf_release(&expected);
    if (!same)
        fail_msg("%s differs; FASCIA_ACCEPT=1 rewrites it", name);
}
