/* Every typed form of the vocabulary, in a line where it may stand: it is read as its row, or its row is offered. */
#include "fascia/model/grammar.h"

#include "fascia/model/words.h"
#include "reading_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct typist {
    const struct catalogue *c;
    struct arena arena;
    struct grammar_context context;
};

static struct typist typist(void)
{
    struct typist t = {.c = catalogue_shipped()};
    t.context = (struct grammar_context){.catalogue = t.c, .today = {2026, 11, 23}};
    return t;
}

/* A side that the region has, with a blank. */
static const char *side_in(unsigned sides)
{
    return sides & (1U << SIDE_LEFT) ? "l " : sides & (1U << SIDE_MIDLINE) ? "m " : "";
}

static const char *value_on(const struct scale *scale, struct arena *a)
{
    const struct value v = {.kind = VALUE_NUMBER, .tenths = scale->max};
    return scale->kind == SCALE_GRADES ? scale->grades[0] : value_format(&v, scale, a);
}

static bool offers(const struct problem *p, enum term_kind kind, const char *id)
{
    for (size_t i = 0; i < p->candidates_len; i++)
        if (p->candidates[i].kind == kind && strcmp(p->candidates[i].id, id) == 0)
            return true;
    return false;
}

static bool same(const char *x, const char *y)
{
    return x && y && strcmp(x, y) == 0;
}

/* One entry whose structure, target or detail is `id`; or the list that has it. */
static bool reads(const struct reading *r, enum term_kind kind, const char *id)
{
    if (r->problem.kind == PROBLEM_AMBIGUOUS)
        return offers(&r->problem, kind, id);
    if (r->problem.kind != PROBLEM_NONE || r->entries_len != 1)
        return false;
    const struct release *x = &r->entries[0].release;
    const struct finding *f = &r->entries[0].finding;
    const char *const ids[] = {x->structure, x->depth, x->contact, x->medium, x->position, x->speed,  x->site,
                               x->layer,     f->kind,  f->target,  f->mode,   f->device,   f->quality};
    for (size_t i = 0; i < ARRAY_LEN(ids); i++)
        if (same(ids[i], id))
            return true;
    return false;
}

static const char *structure_line(struct typist *t, const struct structure *s, const char *text)
{
    bool anywhere = s->region->parent == NULL;
    return arena_printf(&t->arena, "%s%s p 60s%s", side_in(s->region->sides), text, anywhere ? " calf" : "");
}

static const char *sign_line(struct typist *t, bool sided, const struct scale *scale, const char *text)
{
    if (scale->kind == SCALE_NONE)
        return arena_printf(&t->arena, "%s%s pain 3", sided ? "l " : "", text);
    return arena_printf(&t->arena, "%s%s %s", sided ? "l " : "", text, value_on(scale, &t->arena));
}

static const char *finding_line(struct typist *t, const struct finding_kind *k, const char *text)
{
    const char *of = k->targets & ON_REGION ? "l thigh" : k->targets & ON_STRUCTURE ? "l gastroc" : "l knee flexion";
    const char *gap = text[1] == '\0' ? "" : " "; /* one letter stands for something only where a digit touches it */
    return arena_printf(&t->arena, "%s %s%s%s", of, text, gap, value_on(&k->scale, &t->arena));
}

static const char *word_line(struct typist *t, const struct word *w, const char *text)
{
    bool finding = strcmp(w->group, "mode") == 0 || strcmp(w->group, "device") == 0;
    return arena_printf(&t->arena, finding ? "l df %s 8" : "l gastroc p %s", text);
}

static const char *line_of(struct typist *t, const struct term *term, const char *text, const char **id)
{
    const struct catalogue *c = t->c;
    switch (term->kind) {
    case TERM_REGION:
        *id = c->regions[term->index].id;
        return arena_printf(&t->arena, "%s%s tight 2", side_in(c->regions[term->index].sides), text);
    case TERM_STRUCTURE:
        *id = c->structures[term->index].id;
        return structure_line(t, &c->structures[term->index], text);
    case TERM_MOVEMENT:
        *id = c->movements[term->index].id;
        return sign_line(t, c->movements[term->index].sided, &c->movements[term->index].scale, text);
    case TERM_TEST:
        *id = c->tests[term->index].id;
        return sign_line(t, c->tests[term->index].sided, &c->tests[term->index].scale, text);
    case TERM_MEASURE:
        *id = c->measures[term->index].id;
        return arena_printf(&t->arena, "%s%s%s", text, text[1] == '\0' ? "" : " ",
                            value_on(&c->measures[term->index].scale, &t->arena));
    case TERM_FINDING:
        *id = c->findings[term->index].id;
        return finding_line(t, &c->findings[term->index], text);
    case TERM_WORD:
        *id = c->words[term->index].id;
        return word_line(t, &c->words[term->index], text);
    case TERM_AMBIGUOUS:
        break;
    }
    *id = NULL;
    return arena_printf(&t->arena, "l %s p 60s", text);
}

static bool short_form_reads(const struct typist *t, const struct reading *r, const struct ambiguous *a)
{
    bool all = r->problem.kind == PROBLEM_AMBIGUOUS && r->problem.candidates_len == a->candidates_len;
    for (size_t i = 0; all && i < a->candidates_len; i++)
        all = strcmp(r->problem.candidates[i].id, a->candidates[i]->id) == 0;
    (void)t;
    return all;
}

static void form_check(struct typist *t, const struct term *term, const char *text)
{
    struct reading r;
    const char *id;
    const char *line = line_of(t, term, text, &id);
    grammar_read(&r, line, &t->context, &t->arena);
    bool good = id ? reads(&r, term->kind, id) : short_form_reads(t, &r, &t->c->ambiguous[term->index]);
    if (!good)
        fail_msg("'%s' is not %s: %s", line, id ? id : "a question", reading_words(&r, line, t->c, &t->arena));
}

/* nprs is felt on something; this makes the line complete. */
static const struct finding latest = {.kind = "test", .on = ON_TEST, .target = "slr", .side = SIDE_LEFT};

static void every_form_is_read_as_its_row_or_offers_it(void **state)
{
    (void)state;
    struct typist t = typist();
    struct finding row = latest;
    const struct session session = {.findings = &row, .findings_len = 1};
    t.context.session = &session;
    assert_true(t.c->terms_len > 1500);
    for (size_t i = 0; i < t.c->terms_len; i++)
        form_check(&t, &t.c->terms[i], t.c->terms[i].text);
    arena_release(&t.arena);
}

/* The name as it is printed, with its capitals, brackets and hyphens. */
static void every_name_may_be_typed_as_it_is_shown(void **state)
{
    (void)state;
    struct typist t = typist();
    for (size_t i = 0; i < t.c->structures_len; i++)
        form_check(&t, &(struct term){.kind = TERM_STRUCTURE, .index = (uint16_t)i}, t.c->structures[i].name);
    for (size_t i = 0; i < t.c->regions_len; i++)
        form_check(&t, &(struct term){.kind = TERM_REGION, .index = (uint16_t)i}, t.c->regions[i].name);
    for (size_t i = 0; i < t.c->movements_len; i++)
        form_check(&t, &(struct term){.kind = TERM_MOVEMENT, .index = (uint16_t)i}, t.c->movements[i].name);
    for (size_t i = 0; i < t.c->tests_len; i++)
        if (!strchr(t.c->tests[i].name, ';')) /* ends an entry */
            form_check(&t, &(struct term){.kind = TERM_TEST, .index = (uint16_t)i}, t.c->tests[i].name);
    arena_release(&t.arena);
}

static bool has_id(const char *const *ids, size_t len, const char *id)
{
    for (size_t i = 0; i < len; i++)
        if (strcmp(ids[i], id) == 0)
            return true;
    return false;
}

static bool finds(const struct query *q, enum term_kind kind, const char *id)
{
    if (kind == TERM_MOVEMENT || kind == TERM_TEST || kind == TERM_MEASURE)
        return has_id(q->tests, q->tests_len, id);
    for (size_t i = 0; kind == TERM_STRUCTURE && i < q->structures_len; i++)
        if (strcmp(q->structures[i]->id, id) == 0)
            return true;
    for (size_t i = 0; kind == TERM_REGION && i < q->regions_len; i++)
        if (strcmp(q->regions[i]->id, id) == 0)
            return true;
    return false;
}

/* "pf" is two structures and a movement: a search takes the structures. */
static bool also_short_form(const struct catalogue *c, const char *text)
{
    for (size_t i = 0; i < c->ambiguous_len; i++)
        if (strcmp(c->ambiguous[i].text, text) == 0)
            return true;
    return false;
}

static void every_form_finds_its_row(void **state)
{
    (void)state;
    struct typist t = typist();
    for (size_t i = 0; i < t.c->terms_len; i++) {
        const struct term *term = &t.c->terms[i];
        struct query q;
        const char *id;
        if (term->kind >= TERM_FINDING || strlen(term->text) < 2 || also_short_form(t.c, term->text))
            continue;
        (void)line_of(&t, term, term->text, &id);
        grammar_query(&q, term->text, &t.context, &t.arena);
        if (!finds(&q, term->kind, id) || q.words_len > 0)
            fail_msg("'%s' does not find %s: %s", term->text, id, query_words(&q, term->text, &t.arena));
    }
    arena_release(&t.arena);
}

static void every_short_form_finds_all_that_it_may_mean(void **state)
{
    (void)state;
    struct typist t = typist();
    for (size_t i = 0; i < t.c->ambiguous_len; i++) {
        struct query q;
        grammar_query(&q, t.c->ambiguous[i].text, &t.context, &t.arena);
        for (size_t k = 0; k < t.c->ambiguous[i].candidates_len; k++)
            if (!finds(&q, TERM_STRUCTURE, t.c->ambiguous[i].candidates[k]->id))
                fail_msg("'%s'", t.c->ambiguous[i].text);
    }
    arena_release(&t.arena);
}

/* "adductor l" is the adductors, left, on the way to "adductor longus". */
static bool ends_in_letter(const char *text, size_t len)
{
    return text[len - 1] == ' ' || (len > 1 && text[len - 2] == ' ' && strchr("lrbmapw", text[len - 1]));
}

/* While a form is typed letter by letter nothing is ever added that is not its row or a longer one's. */
static void no_start_of_a_form_is_an_entry_without_being_the_only_one(void **state)
{
    (void)state;
    struct typist t = typist();
    for (size_t i = 0; i < t.c->terms_len; i++) {
        const struct term *term = &t.c->terms[i];
        if (term->kind != TERM_STRUCTURE)
            continue;
        for (size_t len = 1; len < strlen(term->text); len++) {
            struct reading r;
            const char *text = arena_strndup(&t.arena, term->text, len);
            const char *line = structure_line(&t, &t.c->structures[term->index], text);
            grammar_read(&r, line, &t.context, &t.arena);
            const char *got = r.entries_len > 0 ? r.entries[0].release.structure : NULL;
            size_t count, start = catalogue_terms(t.c, text, false, &count);
            bool exact = count > 0 && start < t.c->terms_len;
            if (got && !exact && strcmp(got, t.c->structures[term->index].id) != 0 && !ends_in_letter(text, len))
                fail_msg("'%s' became %s", line, got);
        }
        arena_release(&t.arena);
    }
    arena_release(&t.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_is_read_as_its_row_or_offers_it),
        cmocka_unit_test(every_name_may_be_typed_as_it_is_shown),
        cmocka_unit_test(every_form_finds_its_row),
        cmocka_unit_test(every_short_form_finds_all_that_it_may_mean),
        cmocka_unit_test(no_start_of_a_form_is_an_entry_without_being_the_only_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
