/*
 * Which rows of the catalogue the words at a place may mean. The longest typed form wins, and at equal length an exact
 * one before those that only begin so. Where a kind of row may not stand, its forms do not count at all: "pf" is no
 * structure in a line that has no place for one, and "calf" reaches the calf muscles where a place cannot stand.
 */
#include "grammar_match_internal.h"

#include <string.h>

#define STRUCTURES (KIND(TERM_STRUCTURE) | KIND(TERM_AMBIGUOUS))

static bool group_allowed(const struct frame *f, const struct parse *p, const struct term *term)
{
    if (term->kind != TERM_WORD || !f->groups)
        return true;
    const char *group = p->context.catalogue->words[term->index].group;
    for (const char *const *g = f->groups; *g; g++)
        if (strcmp(*g, group) == 0)
            return true;
    return false;
}

static bool allowed(const struct frame *f, const struct parse *p, const struct term *term, unsigned kinds)
{
    return (kinds & KIND(term->kind)) && group_allowed(f, p, term);
}

/* A form ends where a word ends; before a digit that touches it, too (t2, ktw10). */
static bool ends_at(const struct tokens *tokens, size_t next)
{
    return next >= tokens->len || !tokens->items[next].glued || tokens->items[next].kind == TOKEN_NUMBER ||
           tokens->items[next - 1].kind == TOKEN_NUMBER;
}

/* t and n are forms only where a digit touches them, and no other form has one letter. */
static bool letter_ok(const struct tokens *tokens, size_t at, size_t len)
{
    if (len > 1 || strlen(tokens->items[at].text) > 1)
        return true;
    const struct token *next = &tokens->items[at + 1];
    return at + 1 < tokens->len && next->glued && next->kind == TOKEN_NUMBER;
}

/* May what is typed be the start of a longer form? Not when its last word is a number or a word of the line itself. */
static bool may_begin(const struct tokens *tokens, size_t at, size_t len)
{
    const struct token *last = &tokens->items[at + len - 1];
    size_t type_len;
    const struct token *next = at + len < tokens->len ? last + 1 : NULL;
    bool letter = strlen(last->text) < 2;
    if (letter && (len == 1 || (next && next->glued)))
        return false;
    if (last->kind != TOKEN_WORD)
        return last->glued;
    return side_typed(last->text) == SIDE_NONE && type_typed(tokens, at + len - 1, &type_len) == RELEASE_NONE &&
           strcmp(last->text, "str") != 0;
}

static bool any_allowed(const struct frame *f, const struct parse *p, size_t start, size_t count, unsigned kinds)
{
    for (size_t i = 0; i < count; i++)
        if (allowed(f, p, &p->context.catalogue->terms[start + i], kinds))
            return true;
    return false;
}

void match_add(struct match *m, struct hit h, struct arena *a)
{
    for (size_t i = 0; i < m->hits_len; i++)
        if (m->hits[i].kind == h.kind && m->hits[i].index == h.index)
            return;
    struct hit *slot = arena_push(a, &m->hits, &m->hits_len, sizeof *slot);
    *slot = h;
}

static size_t structure_index(const struct catalogue *c, const struct structure *s)
{
    return (size_t)(s - c->structures);
}

static void add_term(struct match *m, const struct parse *p, const struct term *term)
{
    const struct catalogue *c = p->context.catalogue;
    if (term->kind != TERM_AMBIGUOUS) {
        match_add(m, (struct hit){term->kind, term->index}, p->arena);
        return;
    }
    const struct ambiguous *short_form = &c->ambiguous[term->index];
    m->listed = true;
    for (size_t i = 0; i < short_form->candidates_len; i++)
        match_add(m, (struct hit){TERM_STRUCTURE, structure_index(c, short_form->candidates[i])}, p->arena);
}

static void collect(struct match *out, const struct parse *p, const struct frame *f, const struct range *r,
                    unsigned kinds)
{
    const struct catalogue *c = p->context.catalogue;
    size_t count = out->exact ? r->exact : r->count;
    for (size_t i = 0; i < count; i++) {
        const struct term *term = &c->terms[r->start + i];
        if (allowed(f, p, term, kinds))
            add_term(out, p, term);
    }
    for (size_t i = 0; i < r->exact; i++) {
        const struct term *term = &c->terms[r->start + i];
        if (term->kind == TERM_REGION) {
            out->place = &c->regions[term->index];
            out->place_own = term->own;
        }
    }
}

/* "shoulder" is a place, not the start of "shoulder flexion"; only to structures may its name reach further. */
static bool names_place(const struct parse *p, const struct range *r)
{
    for (size_t i = 0; i < r->exact; i++)
        if (p->context.catalogue->terms[r->start + i].kind == TERM_REGION)
            return true;
    return false;
}

static void find_kinds(struct match *out, const struct parse *p, const struct tokens *tokens, size_t at,
                       const struct frame *f, unsigned kinds)
{
    const struct token *t = &tokens->items[at];
    const struct range *best = NULL;
    *out = (struct match){0};
    if (kinds & KIND(TERM_STRUCTURE))
        kinds |= KIND(TERM_AMBIGUOUS);
    unsigned taken = kinds;
    for (size_t n = t->ranges_len; n > 0 && !best; n--) {
        const struct range *r = &t->ranges[n - 1];
        if (!ends_at(tokens, at + n) || !letter_ok(tokens, at, n))
            continue;
        out->exact = any_allowed(f, p, r->start, r->exact, kinds);
        taken = out->exact || !names_place(p, r) ? kinds : kinds & STRUCTURES;
        if (out->exact || (may_begin(tokens, at, n) && any_allowed(f, p, r->start, r->count, taken))) {
            best = r;
            out->len = n;
        }
    }
    if (best)
        collect(out, p, f, best, taken);
}

void match_find(struct match *out, const struct parse *p, const struct tokens *tokens, size_t at,
                const struct frame *frame)
{
    struct match other = {0};
    find_kinds(out, p, tokens, at, frame, frame->kinds);
    if (frame->fallback != 0)
        find_kinds(&other, p, tokens, at, frame, frame->fallback);
    if (out->len == 0 || (other.exact && other.len > out->len))
        *out = other;
}

bool match_keep(struct match *m, const struct parse *p, bool (*good)(const struct parse *, struct hit, const void *),
                const void *what)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->hits_len; i++)
        kept += good(p, m->hits[i], what);
    if (kept == 0)
        return false;
    size_t to = 0;
    for (size_t i = 0; i < m->hits_len; i++)
        if (good(p, m->hits[i], what))
            m->hits[to++] = m->hits[i];
    m->hits_len = to;
    return true;
}

bool match_has(const struct match *m, unsigned kinds)
{
    for (size_t i = 0; i < m->hits_len; i++)
        if (kinds & KIND(m->hits[i].kind))
            return true;
    return false;
}

/* Is most of what lies in its place this structure, or belongs to it? Then the place's name stands for it. */
static bool stands_for_place(const struct catalogue *c, const struct structure *s)
{
    size_t all = 0, its = 0;
    for (size_t i = 0; i < c->structures_len; i++) {
        const struct structure *other = &c->structures[i];
        if (other->region != s->region || other->retired)
            continue;
        all++;
        its += other == s || (other->group && strcmp(other->group, s->id) == 0);
    }
    return 2 * its > all;
}

/* Nerves and vessels are never offered; who types their name may record them. */
static bool released(const struct structure *s)
{
    return !s->retired &&
           (s->passive != FEASIBLE_NONE || s->active != FEASIBLE_NONE || s->weight_bearing != FEASIBLE_NONE);
}

static void sort_by_order(struct match *m, const struct catalogue *c)
{
    for (size_t i = 1; i < m->hits_len; i++) {
        struct hit h = m->hits[i];
        size_t to = i;
        for (; to > 0 && c->structures[m->hits[to - 1].index].order > c->structures[h.index].order; to--)
            m->hits[to] = m->hits[to - 1];
        m->hits[to] = h;
    }
}

void match_place(struct match *m, const struct parse *p)
{
    const struct catalogue *c = p->context.catalogue;
    if (!m->place || m->exact)
        return;
    if (m->place_own && m->hits_len == 1 && m->hits[0].kind == TERM_STRUCTURE && !m->listed) {
        const struct structure *s = &c->structures[m->hits[0].index];
        if (s->region == m->place && stands_for_place(c, s))
            return;
    }
    m->hits = NULL;
    m->hits_len = 0;
    m->listed = true;
    for (size_t i = 0; i < c->structures_len; i++)
        if (released(&c->structures[i]) && region_within(c->structures[i].region, m->place))
            match_add(m, (struct hit){TERM_STRUCTURE, i}, p->arena);
    sort_by_order(m, c);
}

const struct region *hit_region(const struct catalogue *c, struct hit h)
{
    switch (h.kind) {
    case TERM_REGION:
        return &c->regions[h.index];
    case TERM_STRUCTURE:
        return c->structures[h.index].region;
    case TERM_MOVEMENT:
        return c->movements[h.index].region;
    case TERM_TEST:
        return c->tests[h.index].region;
    case TERM_MEASURE:
        return c->measures[h.index].region;
    default:
        return NULL;
    }
}

unsigned hit_sides(const struct catalogue *c, struct hit h)
{
    const unsigned paired = 1U << SIDE_LEFT | 1U << SIDE_RIGHT | 1U << SIDE_BILATERAL, midline = 1U << SIDE_MIDLINE;
    switch (h.kind) {
    case TERM_REGION:
        return c->regions[h.index].sides;
    case TERM_STRUCTURE:
        return c->structures[h.index].region->sides;
    case TERM_MOVEMENT:
        return c->movements[h.index].sided ? paired : midline;
    case TERM_TEST:
        return c->tests[h.index].sided ? paired : midline;
    case TERM_MEASURE:
        return midline;
    default:
        return 0;
    }
}

const char *hit_label(const struct catalogue *c, struct hit h)
{
    switch (h.kind) {
    case TERM_REGION:
        return c->regions[h.index].name;
    case TERM_STRUCTURE:
        return c->structures[h.index].name;
    case TERM_MOVEMENT:
        return c->movements[h.index].name;
    case TERM_TEST:
        return c->tests[h.index].name;
    case TERM_MEASURE:
        return c->measures[h.index].name;
    case TERM_FINDING:
        return c->findings[h.index].label;
    case TERM_WORD:
        return c->words[h.index].label;
    case TERM_AMBIGUOUS:
        break;
    }
    return c->ambiguous[h.index].text;
}

const char *hit_id(const struct catalogue *c, struct hit h)
{
    switch (h.kind) {
    case TERM_REGION:
        return c->regions[h.index].id;
    case TERM_STRUCTURE:
        return c->structures[h.index].id;
    case TERM_MOVEMENT:
        return c->movements[h.index].id;
    case TERM_TEST:
        return c->tests[h.index].id;
    case TERM_MEASURE:
        return c->measures[h.index].id;
    case TERM_FINDING:
        return c->findings[h.index].quality ? c->findings[h.index].quality : c->findings[h.index].id;
    case TERM_WORD:
        return c->words[h.index].id;
    case TERM_AMBIGUOUS:
        break;
    }
    return c->ambiguous[h.index].text;
}

/* Kinds of finding and words have only their aliases; "active ..." of a test may read as a movement. */
const char *hit_text(const struct catalogue *c, struct hit h, struct arena *a)
{
    if (h.kind == TERM_FINDING && c->findings[h.index].aliases_len > 0)
        return c->findings[h.index].aliases[c->findings[h.index].aliases_len - 1];
    if (h.kind == TERM_WORD && c->words[h.index].aliases_len > 0)
        return c->words[h.index].aliases[0];
    const char *id = hit_id(c, h);
    bool two_ways = strncmp(id, "active-", 7) == 0 || strncmp(id, "passive-", 8) == 0;
    if (h.kind == TERM_TEST && two_ways && c->tests[h.index].aliases_len > 0)
        return c->tests[h.index].aliases[0];
    return term_fold(a, id);
}
