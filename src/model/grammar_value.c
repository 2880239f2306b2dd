/*
 * Values of an entry: one, or two with `>` between, on a scale of the catalogue. What the scale does not allow is
 * refused with its limits.
 */
#include "grammar_internal.h"

#include "fascia/model/words.h"

bool value_of_parts(struct value *out, struct attempt *t, struct part *part, const struct scale *scale,
                    const char *name)
{
    struct err e = {0};
    if (value_parse(out, part->value, scale, &e)) {
        bool unit = out->kind == VALUE_NUMBER && scale->unit[0] != '\0';
        part->label = value_format(out, scale, t->parse->arena);
        if (unit)
            part->label = arena_printf(t->parse->arena, "%s %s", part->label, scale->unit);
        return true;
    }
    part_problem(t, part, e.code == ERR_RANGE ? PROBLEM_RANGE : PROBLEM_INVALID, NULL, "'%s': %s", name, e.text);
    return false;
}

/* The values, and whether a > stands between the first two: as many as there are, at most three. */
struct values {
    struct part *parts[3];
    size_t len;
    bool above;
    struct part *loose; /* a > that has no value on one side */
};

static struct values values_find(struct attempt *t)
{
    struct values v = {0};
    for (size_t i = 0; i < t->parts_len && v.len < 3; i++) {
        struct part *part = &t->parts[i];
        bool before = i > 0 && part[-1].kind == PART_VALUE;
        bool after = i + 1 < t->parts_len && part[1].kind == PART_VALUE;
        if (part->kind == PART_VALUE)
            v.parts[v.len++] = part;
        else if (part->kind == PART_ABOVE && !(before && after))
            v.loose = part;
        else if (part->kind == PART_ABOVE)
            v.above = true;
    }
    return v;
}

void values_read(struct attempt *t, const struct scale *scale, const char *name)
{
    struct finding *f = &t->entry.finding;
    struct values v = values_find(t);
    t->has_value = v.len > 0;
    if (v.len == 0)
        attempt_problem(t, PROBLEM_INCOMPLETE, "value", attempt_to(t), attempt_to(t), "'%s' needs a value", name);
    else if (v.loose)
        attempt_problem(t, PROBLEM_INCOMPLETE, "value", attempt_to(t), attempt_to(t),
                        "'>' needs a value before and after it");
    else if (v.len > 2 || (v.len == 2 && !v.above))
        part_problem(t, v.parts[v.len - 1], PROBLEM_INVALID, NULL,
                     "'%s' is one value more: write before and after as 65>80", v.parts[v.len - 1]->value);
    if (v.len > 0 && scale)
        (void)value_of_parts(&f->pre, t, v.parts[0], scale, name);
    if (v.len > 1 && scale)
        (void)value_of_parts(&f->post, t, v.parts[1], scale, name);
}
