/*
 * What a release and a finding have in common: the side, the words for how it was done, strangers, and the chips.
 */
#include "grammar_internal.h"

#include <string.h>

static const enum side sides[] = {SIDE_LEFT, SIDE_RIGHT, SIDE_BILATERAL, SIDE_MIDLINE};

enum side typed_side(const struct attempt *t)
{
    for (size_t i = 0; i < t->parts_len; i++)
        if (t->parts[i].kind == PART_SIDE)
            return t->parts[i].side;
    return SIDE_NONE;
}

static enum side side_of_parts(struct attempt *t)
{
    struct part *first = NULL;
    for (size_t i = 0; i < t->parts_len; i++) {
        struct part *part = &t->parts[i];
        if (part->kind != PART_SIDE)
            continue;
        if (first && first->side != part->side)
            part_problem(t, part, PROBLEM_INVALID, NULL,
                         "'%s' is a second side: write one entry for each, or b for both", part_text(t, part));
        first = first ? first : part;
    }
    return first ? first->side : SIDE_NONE;
}

static void side_ask(struct attempt *t, unsigned allowed, const char *name)
{
    struct problem *problem =
        attempt_problem(t, PROBLEM_INCOMPLETE, "side", attempt_from(t), attempt_from(t), "'%s' needs a side: l, r%s%s",
                        name, allowed & (1U << SIDE_BILATERAL) ? ", b for both" : "",
                        allowed & (1U << SIDE_MIDLINE) ? " or m for the midline" : "");
    for (size_t i = 0; problem && i < ARRAY_LEN(sides); i++) {
        static const char *const letters[] = {"l ", "r ", "b ", "m "};
        const char *word = side_word(sides[i]);
        if (allowed & (1U << sides[i]))
            candidate_add(problem, t->parse->arena, (struct candidate){TERM_WORD, word, word, letters[i]});
    }
}

static struct part *side_part(struct attempt *t)
{
    for (size_t i = 0; i < t->parts_len; i++)
        if (t->parts[i].kind == PART_SIDE)
            return &t->parts[i];
    return NULL;
}

/* One value for both sides is typed on purpose or not at all. */
static bool may_carry(const struct attempt *t, enum side before)
{
    return before == SIDE_LEFT || before == SIDE_RIGHT || (before == SIDE_BILATERAL && t->entry.kind == ENTRY_RELEASE);
}

void attempt_side(struct attempt *t, enum side *out, unsigned allowed, const char *name)
{
    const unsigned paired = 1U << SIDE_LEFT | 1U << SIDE_RIGHT, midline = 1U << SIDE_MIDLINE;
    enum side before = t->parse->context.side;
    *out = side_of_parts(t);
    if (*out != SIDE_NONE) {
        if (!(allowed & (1U << *out)) && allowed == midline)
            part_problem(t, side_part(t), PROBLEM_INVALID, NULL, "'%s' has no side: leave it out", name);
        else if (!(allowed & (1U << *out)))
            part_problem(t, side_part(t), PROBLEM_INVALID, NULL, "'%s' has no side '%s'", name, side_word(*out));
    } else if (allowed == midline) {
        *out = SIDE_MIDLINE;
    } else if ((allowed & paired) == paired && !(allowed & midline) && may_carry(t, before)) {
        *out = before;
        t->carried = before;
    } else {
        side_ask(t, allowed, name);
    }
}

bool part_widen(struct attempt *t, struct part *part)
{
    const struct catalogue *c = t->parse->context.catalogue;
    struct match *m = &part->match;
    if (match_has(m, KIND(TERM_MOVEMENT)))
        return true;
    if (!match_has(m, KIND(TERM_STRUCTURE))) {
        if (m->hits_len > 1) {
            part_ambiguous(t, part, "place", "may be");
            return false;
        }
        m->place = &c->regions[m->hits[0].index];
        m->exact = false;
    }
    match_place(m, t->parse);
    part_resolved(part, c);
    if (m->hits_len == 0)
        part_problem(t, part, PROBLEM_INVALID, NULL, "'%s' is a place: name the structure", part_text(t, part));
    return m->hits_len > 0;
}

void attempt_words(struct attempt *t, const struct slot *slots, size_t len)
{
    const struct catalogue *c = t->parse->context.catalogue;
    for (size_t i = 0; i < t->parts_len; i++) {
        struct part *part = &t->parts[i];
        if (part->kind != PART_MATCH || part->match.hits_len == 0 || part->match.hits[0].kind != TERM_WORD)
            continue;
        if (part->match.hits_len > 1) {
            part_ambiguous(t, part, "word", "may be");
            continue;
        }
        const struct word *word = &c->words[part->match.hits[0].index];
        for (size_t s = 0; s < len; s++) {
            if (strcmp(slots[s].group, word->group) != 0)
                continue;
            if (*slots[s].to && strcmp(*slots[s].to, word->id) != 0)
                part_problem(t, part, PROBLEM_INVALID, NULL, "'%s' and '%s' are both a %s", *slots[s].to, word->label,
                             word->group);
            *slots[s].to = word->id;
        }
    }
}

/* What the word would be elsewhere, if it is a word at all. */
static bool known_elsewhere(struct attempt *t, struct part *part, const char *what)
{
    const struct frame all = {.kinds = ~0U};
    struct match m;
    size_t type_len;
    if (t->tokens->items[part->first].kind != TOKEN_WORD)
        return false;
    match_find(&m, t->parse, t->tokens, part->first, &all);
    const char *label = m.len > 0 && m.exact ? hit_label(t->parse->context.catalogue, m.hits[0]) : NULL;
    enum release_type type = type_typed(t->tokens, part->first, &type_len);
    if (!label && type != RELEASE_NONE)
        label = "a type of release";
    if (label)
        part_problem(t, part, PROBLEM_INVALID, NULL, "'%s' (%s) has no place in %s", part_text(t, part), label, what);
    return label != NULL;
}

static void unknown_problem(struct attempt *t, struct part *part, const struct frame *frame, const char *what)
{
    const struct token *first = &t->tokens->items[part->first];
    const char *text = part_text(t, part);
    if (first->kind == TOKEN_NUMBER && first->joined)
        part_problem(t, part, PROBLEM_INVALID, NULL, "'%s': put a blank before a number or its minus sign", text);
    else if (first->kind == TOKEN_NUMBER && frame->release)
        part_problem(t, part, PROBLEM_INVALID, NULL, "'%s' is no dose: write 60s, 3x, 4x5 or @4", text);
    else if (text[0] == ':')
        part_problem(t, part, PROBLEM_UNKNOWN, NULL, "':' begins a note only at the start or after ';'");
    else if (first->kind == TOKEN_AT)
        part_problem(t, part, PROBLEM_INCOMPLETE, "value", "'@' needs the pressure that the client rates, 1 to 10");
    else if (!known_elsewhere(t, part, what))
        candidates_alike(part_problem(t, part, PROBLEM_UNKNOWN, NULL, "'%s' is not known", text), t->parse, first->text,
                         frame->kinds);
}

void attempt_unknowns(struct attempt *t, const struct frame *frame, const char *what)
{
    for (size_t i = 0; i < t->parts_len; i++) {
        if (t->parts[i].kind != PART_UNKNOWN)
            continue;
        t->strangers++;
        unknown_problem(t, &t->parts[i], frame, what);
    }
}

static void chip_add(struct reading *out, const struct attempt *t, struct chip chip)
{
    struct chip *slot = arena_push(t->parse->arena, &out->chips, &out->chips_len, sizeof *slot);
    *slot = chip;
}

static void chip_carried(struct reading *out, const struct attempt *t, size_t at, const char *group, const char *id)
{
    const struct word *word = id ? catalogue_word(t->parse->context.catalogue, group, id) : NULL;
    if (word)
        chip_add(out, t, (struct chip){at, at, CHIP_CARRIED, word->label});
}

void chips_add(struct reading *out, const struct attempt *t)
{
    if (t->carried != SIDE_NONE)
        chip_add(out, t, (struct chip){attempt_from(t), attempt_from(t), CHIP_CARRIED, side_short(t->carried)});
    for (size_t i = 0; i < t->parts_len; i++) {
        const struct part *part = &t->parts[i];
        if (part->kind == PART_ABOVE)
            continue;
        struct chip chip = {.state = part->state, .label = part->label};
        chip.from = t->tokens->items[part->first].from;
        chip.to = t->tokens->items[part->first + part->len - 1].to;
        chip_add(out, t, chip);
    }
    chip_carried(out, t, attempt_to(t), "mode", t->carried_mode);
    chip_carried(out, t, attempt_to(t), "device", t->carried_device);
}
