/* Time of one key on the entry line: every line of the cases, read whole, in microseconds: median, 99th of 100, worst.
 */
#include "fascia/base/buf.h"
#include "fascia/base/file.h"
#include "fascia/model/grammar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 50, LINES_MAX = 1000 };

static double microseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *x, const void *y)
{
    const double *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static double read_once(const char *line, const struct grammar_context *context)
{
    struct arena a = {0};
    struct reading r;
    double begin = microseconds();
    grammar_read(&r, line, context, &a);
    arena_release(&a);
    return microseconds() - begin;
}

int main(void)
{
    struct grammar_context context = {.catalogue = catalogue_shipped(), .today = {2026, 11, 23}, .side = SIDE_LEFT};
    struct arena arena = {0};
    struct buf text = {0};
    struct err e;
    static double times[ROUNDS * LINES_MAX];
    size_t count = 0;
    if (!file_read(&text, FASCIA_SOURCE_DIR "/tests/model/grammar-own-cases.txt", 1 << 20, &e)) {
        fprintf(stderr, "%s\n", e.text);
        return 1;
    }
    for (const char *at = buf_text(&text); *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n') {
        const char *arrow = strstr(at, " => ");
        if (*at == '#' || !arrow || arrow > at + strcspn(at, "\n"))
            continue;
        const char *line = arena_strndup(&arena, at, (size_t)(arrow - at));
        for (int i = 0; i < ROUNDS && count < ARRAY_LEN(times); i++)
            times[count++] = read_once(line, &context);
    }
    qsort(times, count, sizeof times[0], compare);
    printf("grammar_read: %zu readings, median %.1f us, p99 %.1f us, worst %.1f us\n", count, times[count / 2],
           times[count * 99 / 100], times[count - 1]);
    buf_release(&text);
    arena_release(&arena);
    return 0;
}
