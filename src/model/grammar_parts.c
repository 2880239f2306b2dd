/*
 * An entry in parts: sides, types, doses, values, and typed forms of the catalogue, one after the other from the left.
 * What is none of these is a part as well, so that nothing is dropped. One-letter words are never read otherwise: a p w
 * are types, l r b m sides.
 */
#include "grammar_internal.h"

#include "fascia/base/utf8.h"

#include <stdlib.h>
#include <string.h>

static const struct token *token(const struct attempt *t, size_t at)
{
    return &t->tokens->items[at];
}

static const char *type_label(enum release_type type)
{
    static const char *const labels[] = {"", "PASSIVE", "ACTIVE", "WEIGHT-BEARING"};
    return labels[type];
}

const char *part_text(const struct attempt *t, const struct part *part)
{
    size_t from = token(t, part->first)->from, to = token(t, part->first + part->len - 1)->to;
    const char *text = arena_strndup(t->parse->arena, t->parse->line + from, to - from);
    return arena_strndup(t->parse->arena, text, text_fit(text, 40));
}

size_t attempt_from(const struct attempt *t)
{
    return t->tokens->len > 0 ? token(t, 0)->from : 0;
}

size_t attempt_to(const struct attempt *t)
{
    return t->tokens->len > 0 ? token(t, t->tokens->len - 1)->to : 0;
}

/* A whole number without a sign, at most six digits, that nothing ties to the word before; else -1. */
static int whole(const struct token *number)
{
    const char *digits = number->value;
    size_t len = strlen(digits);
    if (number->joined || len == 0 || len > 6 || strspn(digits, "0123456789") != len || digits[0] == '0')
        return -1;
    return (int)strtol(digits, NULL, 10);
}

static int seconds_of(const struct tokens *tokens, size_t at, int number)
{
    if (word_is(tokens, at, "s") || word_is(tokens, at, "sec") || word_is(tokens, at, "secs"))
        return number;
    if (word_is(tokens, at, "min") || word_is(tokens, at, "mins"))
        return number > 0 && number < 10000 ? number * 60 : -1;
    return 0;
}

/* 3x  4x5  3x30s  60s  2min  @4. False when a number here says no dose. */
static bool dose_read(struct part *part, const struct tokens *tokens)
{
    size_t at = part->first;
    bool pressure = tokens->items[at].kind == TOKEN_AT;
    part->kind = PART_DOSE;
    if (pressure && at + 1 < tokens->len && tokens->items[at + 1].kind == TOKEN_NUMBER) {
        part->dose.pressure = whole(&tokens->items[at + 1]);
        part->len = 2;
        return true;
    }
    int first = pressure ? 0 : whole(&tokens->items[at]);
    int seconds = pressure ? 0 : seconds_of(tokens, at + 1, first);
    if (seconds != 0) {
        part->dose.seconds = seconds;
        part->len = 2;
        return true;
    }
    if (pressure || !word_is(tokens, at + 1, "x"))
        return false;
    const struct token *second = at + 2 < tokens->len ? &tokens->items[at + 2] : NULL;
    bool two = second && second->kind == TOKEN_NUMBER && second->glued == tokens->items[at + 1].glued;
    int number = two ? whole(second) : 0;
    seconds = two ? seconds_of(tokens, at + 3, number) : 0;
    part->len = two ? seconds != 0 ? 4 : 3 : 2;
    if (!two || seconds != 0)
        part->dose = (struct dose){.reps = first, .seconds = seconds};
    else
        part->dose = (struct dose){.locks = first, .reps = number};
    return true;
}

static bool is_unit(const struct token *t)
{
    static const char *const units[] = {"deg", "cm", "mm", "s", "sec", "kg"};
    if (t->kind == TOKEN_UNIT)
        return true;
    for (size_t i = 0; t->kind == TOKEN_WORD && i < ARRAY_LEN(units); i++)
        if (strcmp(units[i], t->text) == 0)
            return true;
    return false;
}

static void number_value(struct part *part, const struct attempt *t)
{
    const struct tokens *tokens = t->tokens;
    const struct token *number = &tokens->items[part->first];
    const struct token *unit = part->first + 1 < tokens->len ? number + 1 : NULL;
    part->kind = number->joined ? PART_UNKNOWN : PART_VALUE;
    part->value = number->value;
    if (!unit || !is_unit(unit))
        return;
    part->len = 2;
    part->value =
        arena_printf(t->parse->arena, "%s%s", number->value, unit->kind == TOKEN_UNIT ? unit->value : unit->text);
}

/* Tokens that spell this grade from `at`, or 0. A hyphen of the grade is a border between words. */
static size_t grade_len(const struct tokens *tokens, size_t at, const char *grade)
{
    size_t used = 0;
    while (*grade != '\0' && at + used < tokens->len) {
        const struct token *t = &tokens->items[at + used];
        size_t len = strcspn(grade, "-");
        if (t->kind != TOKEN_WORD || strlen(t->text) != len || strncmp(t->text, grade, len) != 0)
            return 0;
        grade += len + (grade[len] == '-');
        used++;
    }
    return *grade == '\0' ? used : 0;
}

/* The longest grade of a scale here; *best tokens are the longest so far. */
static void grade_longest(const char **grade, size_t *best, const struct tokens *tokens, size_t at,
                          const struct scale *scale)
{
    for (size_t g = 0; g < scale->grades_len; g++) {
        size_t len = grade_len(tokens, at, scale->grades[g]);
        if (len > *best) {
            *grade = scale->grades[g];
            *best = len;
        }
    }
}

/* A grade of the scales of the frame. pos and neg are values of any test. */
static size_t grade_at(const char **grade, const struct tokens *tokens, size_t at, const struct frame *f)
{
    size_t best = 0;
    if (word_is(tokens, at, "pos") || word_is(tokens, at, "neg")) {
        *grade = tokens->items[at].text;
        best = 1;
    }
    for (size_t i = 0; i < f->scales_len; i++)
        grade_longest(grade, &best, tokens, at, f->scales[i]);
    return best;
}

static bool mark_read(struct part *part, const struct attempt *t, const struct frame *f)
{
    const struct token *first = token(t, part->first);
    if (first->kind == TOKEN_WORD)
        return false;
    if (first->kind == TOKEN_ABOVE && !f->release) {
        part->kind = PART_ABOVE;
    } else if (f->release && (first->kind == TOKEN_NUMBER || first->kind == TOKEN_AT)) {
        if (!dose_read(part, t->tokens))
            part->kind = PART_UNKNOWN;
    } else if (!f->release && first->kind == TOKEN_NUMBER) {
        number_value(part, t);
    } else if (!f->release && first->kind == TOKEN_GRADE) {
        part->kind = PART_VALUE;
        part->value = first->value;
    } else {
        part->kind = PART_UNKNOWN;
    }
    return true;
}

static size_t keyword_read(struct part *part, const struct attempt *t, const struct frame *f)
{
    size_t len = 1;
    part->side = side_typed(token(t, part->first)->text);
    part->type = f->release ? type_typed(t->tokens, part->first, &len) : RELEASE_NONE;
    if (part->side != SIDE_NONE)
        part->kind = PART_SIDE;
    else if (part->type != RELEASE_NONE)
        part->kind = PART_TYPE;
    else if (f->release && word_is(t->tokens, part->first, "str"))
        part->kind = PART_STR;
    else
        return 0;
    return len;
}

static void part_read(struct part *part, const struct attempt *t, const struct frame *f)
{
    const char *grade = NULL;
    part->len = 1;
    if (mark_read(part, t, f))
        return;
    size_t keyword = keyword_read(part, t, f);
    size_t graded = f->release ? 0 : grade_at(&grade, t->tokens, part->first, f);
    match_find(&part->match, t->parse, t->tokens, part->first, f);
    size_t form = part->match.len;
    if (graded > 0 && graded >= form && graded >= keyword) {
        part->kind = PART_VALUE;
        part->value = grade;
        part->len = graded;
    } else if (keyword > 0 && (keyword >= form || (f->types_first && part->kind == PART_TYPE))) {
        part->len = keyword;
    } else {
        part->kind = form > 0 ? PART_MATCH : PART_UNKNOWN;
        part->len = form > 0 ? form : 1;
    }
    if (part->kind != PART_MATCH)
        part->match = (struct match){0};
}

static const char *dose_label(const struct part *part, const struct attempt *t)
{
    const struct dose *d = &part->dose;
    struct arena *a = t->parse->arena;
    if (d->pressure > 0)
        return arena_printf(a, "@%d", d->pressure);
    if (d->locks > 0 && d->reps > 0)
        return arena_printf(a, "%dx%d", d->locks, d->reps);
    if (d->reps > 0 && d->seconds > 0)
        return arena_printf(a, "%dx%d s", d->reps, d->seconds);
    if (d->reps > 0)
        return arena_printf(a, "%dx", d->reps);
    return d->seconds > 0 ? arena_printf(a, "%d s", d->seconds) : part_text(t, part);
}

static void part_label(struct part *part, const struct attempt *t)
{
    part->state = part->kind == PART_UNKNOWN ? CHIP_UNKNOWN : CHIP_SURE;
    if (part->kind == PART_SIDE)
        part->label = side_short(part->side);
    else if (part->kind == PART_TYPE)
        part->label = type_label(part->type);
    else if (part->kind == PART_DOSE)
        part->label = dose_label(part, t);
    else if (part->kind == PART_VALUE)
        part->label = part->value;
    else
        part->label = part_text(t, part);
    if (part->kind == PART_MATCH)
        part_resolved(part, t->parse->context.catalogue);
}

void part_resolved(struct part *part, const struct catalogue *c)
{
    bool one = part->match.hits_len == 1 && !part->match.listed;
    part->state = one ? CHIP_SURE : CHIP_AMBIGUOUS;
    if (one)
        part->label = hit_label(c, part->match.hits[0]);
}

void parts_read(struct attempt *t, const struct frame *frame)
{
    t->parts = NULL;
    t->parts_len = 0;
    for (size_t at = 0; at < t->tokens->len;) {
        struct part part = {.first = at};
        part_read(&part, t, frame);
        part_label(&part, t);
        struct part *slot = arena_push(t->parse->arena, &t->parts, &t->parts_len, sizeof *slot);
        *slot = part;
        at += part.len;
    }
}
