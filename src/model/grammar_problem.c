/*
 * What is wrong with an entry, and what could stand there instead. An attempt keeps one problem, the gravest: what is
 * not known before what has several meanings, that before what is not allowed, and last what is only not typed yet.
 */
#include "grammar_internal.h"

#include "fascia/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define ALIKE_MAX 3   /* candidates for an unknown word */
#define ALIKE_LEN 24  /* bytes; longer words are compared no more */
#define NAMES_SHOWN 3 /* of candidates, in the message */

static int gravity(enum problem_kind kind)
{
    static const int grave[] = {[PROBLEM_NONE] = 0,       [PROBLEM_UNKNOWN] = 5, [PROBLEM_AMBIGUOUS] = 4,
                                [PROBLEM_INCOMPLETE] = 1, [PROBLEM_RANGE] = 2,   [PROBLEM_INVALID] = 3};
    return grave[kind];
}

static struct problem *problem_begin(struct attempt *t, enum problem_kind kind, const char *missing, size_t from,
                                     size_t to, const char *message)
{
    t->problem = (struct problem){.kind = kind, .message = message, .missing = missing, .from = from, .to = to};
    return &t->problem;
}

struct problem *attempt_problem(struct attempt *t, enum problem_kind kind, const char *missing, size_t from, size_t to,
                                const char *format, ...)
{
    if (gravity(kind) <= gravity(t->problem.kind))
        return NULL;
    va_list args;
    va_start(args, format);
    const char *message = arena_vprintf(t->parse->arena, format, args);
    va_end(args);
    return problem_begin(t, kind, missing, from, to, message);
}

struct problem *part_problem(struct attempt *t, struct part *part, enum problem_kind kind, const char *missing,
                             const char *format, ...)
{
    part->state = kind == PROBLEM_AMBIGUOUS ? CHIP_AMBIGUOUS : CHIP_UNKNOWN;
    if (gravity(kind) <= gravity(t->problem.kind))
        return NULL;
    va_list args;
    va_start(args, format);
    const char *message = arena_vprintf(t->parse->arena, format, args);
    va_end(args);
    const struct token *first = &t->tokens->items[part->first];
    const struct token *last = &t->tokens->items[part->first + part->len - 1];
    return problem_begin(t, kind, missing, first->from, last->to, message);
}

void candidate_add(struct problem *problem, struct arena *a, struct candidate c)
{
    if (!problem)
        return;
    struct candidate *slot = arena_push(a, &problem->candidates, &problem->candidates_len, sizeof *slot);
    *slot = c;
}

static void add_hit(struct problem *problem, const struct parse *p, struct hit h, const char *replacement)
{
    const struct catalogue *c = p->context.catalogue;
    struct candidate one = {h.kind, hit_id(c, h), hit_label(c, h), replacement};
    candidate_add(problem, p->arena, one);
}

/* "Achilles tendon, Tibialis anterior" or "Masseter, Scalenes, Deltoid and 12 more" */
static const char *names(const struct match *m, const struct parse *p)
{
    const struct catalogue *c = p->context.catalogue;
    const char *text = "";
    for (size_t i = 0; i < m->hits_len && i < NAMES_SHOWN; i++)
        text = arena_printf(p->arena, "%s%s%s", text, i > 0 ? ", " : "", hit_label(c, m->hits[i]));
    if (m->hits_len > NAMES_SHOWN)
        text = arena_printf(p->arena, "%s and %zu more", text, m->hits_len - NAMES_SHOWN);
    return text;
}

void part_ambiguous(struct attempt *t, struct part *part, const char *missing, const char *question)
{
    const struct parse *p = t->parse;
    const struct match *m = &part->match;
    part->label = part_text(t, part);
    struct problem *problem =
        part_problem(t, part, PROBLEM_AMBIGUOUS, missing, "'%s' %s: %s", part->label, question, names(m, p));
    for (size_t i = 0; problem && i < m->hits_len; i++)
        add_hit(problem, p, m->hits[i], hit_text(p->context.catalogue, m->hits[i], p->arena));
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Letters to change, insert, drop or swap with the next to make one word of the other. Both at most ALIKE_LEN bytes. */
static int distance(const char *x, const char *y)
{
    int rows[3][ALIKE_LEN + 1];
    int lx = (int)strlen(x), ly = (int)strlen(y);
    for (int j = 0; j <= ly; j++)
        rows[0][j] = j;
    for (int i = 1; i <= lx; i++) {
        int *now = rows[i % 3], *before = rows[(i + 2) % 3], *older = rows[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= ly; j++) {
            now[j] = least(least(before[j], now[j - 1]) + 1, before[j - 1] + (x[i - 1] != y[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                now[j] = least(now[j], older[j - 2] + 1);
        }
    }
    return rows[lx % 3][ly];
}

/* The one with the same first letter wins over the rest, so only those are looked at: the table is sorted by text. */
void candidates_alike(struct problem *problem, const struct parse *p, const char *text, unsigned kinds)
{
    const struct catalogue *c = p->context.catalogue;
    size_t len = strlen(text), count;
    if (!problem || len < 3 || len > ALIKE_LEN)
        return;
    const char first[2] = {text[0], '\0'};
    size_t start = catalogue_terms(c, first, true, &count);
    struct match seen = {0};
    for (int far = 1; far <= (len > 4 ? 2 : 1); far++) {
        for (size_t i = start; i < start + count && seen.hits_len < ALIKE_MAX; i++) {
            const struct term *term = &c->terms[i];
            size_t other = strlen(term->text), before = seen.hits_len;
            bool near = other <= len + 2 && len <= other + 2 && other <= ALIKE_LEN && term->kind != TERM_AMBIGUOUS;
            if (!near || !(kinds & KIND(term->kind)) || distance(text, term->text) != far)
                continue;
            match_add(&seen, (struct hit){term->kind, term->index}, p->arena);
            if (seen.hits_len > before)
                add_hit(problem, p, seen.hits[before], term->text);
        }
    }
}
