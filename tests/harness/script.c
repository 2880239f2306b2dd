/* Scenarios: steps as lines of text, so that a budget of keys is a test that a therapist could read. */
#include "harness/internal.h"

#include "fascia/base/err.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text between the first and the last quotation mark. */
static const char *quoted(struct harness *h, const char *rest)
{
    const char *first = strchr(rest, '"'), *last = strrchr(rest, '"');
    if (!first || first == last)
        harness_fail(h, "a text in \"...\" is missing");
    return arena_strndup(&h->memory, first + 1, (size_t)(last - first - 1));
}

static const char *number(struct harness *h, const char *text, int *out)
{
    char *end;
    errno = 0;
    long n = strtol(text, &end, 10);
    if (end == text || errno != 0 || n < -100000 || n > 100000)
        harness_fail(h, "a number is missing before '%s'", text);
    *out = (int)n;
    return end;
}

static void step_keys(struct harness *h, const char *rest)
{
    harness_keys(h, rest);
}

static void step_paste(struct harness *h, const char *rest)
{
    harness_paste(h, quoted(h, rest));
}

static void step_expect(struct harness *h, const char *rest)
{
    harness_expect(h, quoted(h, rest));
}

static void step_absent(struct harness *h, const char *rest)
{
    harness_absent(h, quoted(h, rest));
}

static void step_wait(struct harness *h, const char *rest)
{
    (void)rest;
    harness_wait(h);
}

static void step_golden(struct harness *h, const char *rest)
{
    harness_golden(h, rest);
}

static void step_resize(struct harness *h, const char *rest)
{
    int width, height;
    rest = number(h, rest, &width);
    number(h, rest + (rest[0] == 'x'), &height);
    harness_resize(h, width, height);
}

static void check_style(struct harness *h, const struct harness_cell *cell, const char *word)
{
    const struct {
        const char *word;
        bool has;
    } styles[] = {
        {"bold", cell->bold},
        {"underline", cell->underline},
        {"reverse", cell->reverse},
        {"italic", cell->italic},
        {"plain", !cell->bold && !cell->underline && !cell->reverse && !cell->italic},
    };
    for (size_t i = 0; i < ARRAY_LEN(styles); i++)
        if (strcmp(styles[i].word, word) == 0) {
            if (!styles[i].has)
                harness_fail(h, "the cell is not %s", word);
            return;
        }
    harness_fail(h, "no style is called '%s'", word);
}

static void check_styles(struct harness *h, int y, int x, const char *words)
{
    struct harness_cell cell = harness_cell(h, y, x);
    while (words[0] != '\0') {
        size_t n = strcspn(words, " ");
        if (n > 0)
            check_style(h, &cell, arena_strndup(&h->memory, words, n));
        words += n + (words[n] == ' ');
    }
}

static void step_cell(struct harness *h, const char *rest)
{
    int y, x;
    rest = number(h, rest, &y);
    rest = number(h, rest + (rest[0] == ','), &x);
    const char *want = quoted(h, rest);
    struct buf have = {0};
    harness_wait(h);
    for (int at = x; at < h->width && have.len < strlen(want); at++)
        buf_puts(&have, harness_cell(h, y, at).text);
    const char *got = arena_strdup(&h->memory, buf_text(&have));
    buf_release(&have);
    if (strcmp(got, want) != 0)
        harness_fail(h, "at %d,%d is '%s', wanted '%s'", y, x, got, want);
    check_styles(h, y, x, strrchr(rest, '"') + 1);
}

static void step_cursor(struct harness *h, const char *rest)
{
    int y, x, have_y, have_x;
    harness_wait(h);
    bool shown = harness_cursor(h, &have_y, &have_x);
    if (strcmp(rest, "off") == 0) {
        if (shown)
            harness_fail(h, "the cursor is shown");
        return;
    }
    rest = number(h, rest, &y);
    number(h, rest + (rest[0] == ','), &x);
    if (!shown || y != have_y || x != have_x)
        harness_fail(h, "the cursor is %s %d,%d, wanted %d,%d", shown ? "at" : "hidden at", have_y, have_x, y, x);
}

static void step_count(struct harness *h, const char *rest)
{
    int most;
    if (strcmp(rest, "reset") == 0) {
        harness_count_reset(h);
        return;
    }
    if (strncmp(rest, "<= ", 3) != 0)
        harness_fail(h, "count is followed by reset or <= N");
    number(h, rest + 3, &most);
    printf("%s: %zu keys, at most %d allowed\n", h->where, h->keys, most);
    if (h->keys > (size_t)most)
        harness_fail(h, "%zu keys, more than %d", h->keys, most);
}

static void run_step(struct harness *h, const char *line)
{
    static const struct {
        const char *word;
        void (*run)(struct harness *h, const char *rest);
    } steps[] = {
        {"keys", step_keys},     {"paste", step_paste},   {"expect", step_expect}, {"absent", step_absent},
        {"wait", step_wait},     {"cell", step_cell},     {"cursor", step_cursor}, {"count", step_count},
        {"resize", step_resize}, {"golden", step_golden},
    };
    line += strspn(line, " ");
    size_t n = strcspn(line, " ");
    if (n == 0 || line[0] == '#')
        return;
    for (size_t i = 0; i < ARRAY_LEN(steps); i++)
        if (strlen(steps[i].word) == n && strncmp(steps[i].word, line, n) == 0) {
            steps[i].run(h, line + n + strspn(line + n, " "));
            return;
        }
    harness_fail(h, "no step is called '%.*s'", (int)n, line);
}

void harness_script_text(struct harness *h, const char *name, const char *text)
{
    for (int line = 1; text[0] != '\0'; line++) {
        size_t n = strcspn(text, "\n");
        h->where = arena_printf(&h->memory, "%s:%d", name, line);
        run_step(h, arena_strndup(&h->memory, text, n));
        text += n + (text[n] == '\n');
    }
    h->where = NULL;
}

void harness_script(struct harness *h, const char *path)
{
    struct buf text = {0};
    char bytes[4096];
    FILE *file = fopen(path, "r");
    if (!file)
        harness_fail(h, "cannot read '%s': %s", path, strerror(errno));
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, file)) > 0;)
        buf_add(&text, bytes, n);
    (void)fclose(file);
    const char *copy = arena_strdup(&h->memory, buf_text(&text));
    buf_release(&text);
    harness_script_text(h, path, copy);
}
