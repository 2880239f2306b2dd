/* Lines of fast entry and of search from any bytes: what holds of every reading, and that reading twice is the same. */
#include "fascia/model/grammar.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void chips_check(const struct chip *chips, size_t len, size_t line)
{
    for (size_t i = 0; i < len; i++)
        if (chips[i].from > chips[i].to || chips[i].to > line || !chips[i].label)
            BUG("chip %zu", i);
}

static void problem_check(const struct problem *p, size_t line)
{
    if (p->kind == PROBLEM_NONE)
        return;
    if (p->from > p->to || p->to > line || !p->message)
        BUG("problem");
    for (size_t i = 0; i < p->candidates_len; i++)
        if (!p->candidates[i].id || !p->candidates[i].label || !p->candidates[i].replacement)
            BUG("candidate %zu", i);
}

static void entry_check(const struct entry *e, const struct catalogue *c, size_t line)
{
    struct err err;
    if (e->from >= e->to || e->to > line)
        BUG("entry at %zu", e->from);
    if (e->kind == ENTRY_FINDING && !finding_check(c, &e->finding, &err))
        BUG("%s", err.text);
    if (e->kind == ENTRY_RELEASE && !release_check(c, &e->release, &err))
        BUG("%s", err.text);
    if ((e->kind == ENTRY_NOTE || e->kind == ENTRY_HOMECARE) && (!e->text || e->text[0] == '\0'))
        BUG("no text");
    if (e->kind == ENTRY_NEXT && (!date_valid(e->day) || e->minute < -1 || e->minute > 1439))
        BUG("day");
}

static void read_check(const char *line, const struct grammar_context *context, struct arena *a)
{
    struct reading r, again;
    size_t len = strlen(line);
    grammar_read(&r, line, context, a);
    grammar_read(&again, line, context, a);
    if (r.problem.kind != PROBLEM_NONE && r.entries_len > 0)
        BUG("entries beside a problem");
    if (r.entries_len != again.entries_len || r.chips_len != again.chips_len || r.problem.kind != again.problem.kind)
        BUG("read twice");
    chips_check(r.chips, r.chips_len, len);
    problem_check(&r.problem, len);
    for (size_t i = 0; i < r.entries_len; i++)
        entry_check(&r.entries[i], context->catalogue, len);
}

/* The first byte is what the lines before may have left behind. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct finding rows[] = {{.kind = "test", .on = ON_TEST, .target = "slr", .side = SIDE_LEFT},
                             {.kind = "test", .on = ON_TEST, .target = "spurling", .side = SIDE_LEFT}};
    const struct session session = {.findings = rows, .findings_len = 2};
    struct grammar_context context = {.catalogue = catalogue_shipped(), .today = {2026, 11, 23}};
    struct arena arena = {0};
    if (size == 0 || size > GRAMMAR_LINE_MAX + 1)
        return 0;
    context.side = (enum side)(data[0] % 5);
    context.mode = data[0] & 8 ? "passive" : NULL;
    context.device = data[0] & 16 ? "tape" : NULL;
    context.session = data[0] & 32 ? &session : NULL;
    const char *line = arena_strndup(&arena, (const char *)data + 1, size - 1);
    read_check(line, &context, &arena);
    struct query q;
    grammar_query(&q, line, &context, &arena);
    chips_check(q.chips, q.chips_len, strlen(line));
    problem_check(&q.problem, strlen(line));
    arena_release(&arena);
    return 0;
}
