/*
 * A finding in words.
 *
 * A sentence says how something was examined as well as what came out, because only equal examinations may be compared;
 * it says "not retested" rather than nothing, and spells out left and right.
 */
#include "words_internal.h"

#include "check_internal.h"

#include <string.h>

/* Has the kind a word of its own beside the target? rom, test and measure do not. */
static const struct finding_kind *own_kind(const struct catalogue *c, const struct finding *f)
{
    const struct finding_kind *kind = catalogue_finding(c, f->kind, f->quality);
    return kind && kind->scale.kind != SCALE_NONE ? kind : NULL;
}

/* "" where the target says it all. */
static const char *kind_label(const struct catalogue *c, const struct finding *f)
{
    const struct finding_kind *kind = own_kind(c, f);
    if (kind)
        return kind->label;
    bool known = catalogue_finding(c, f->kind, f->quality) != NULL;
    return known ? "" : f->kind;
}

/* Is the side worth showing? What cannot have one is stored as midline. */
static enum side shown_side(const struct catalogue *c, const struct finding *f)
{
    const struct movement *movement = f->on == ON_MOVEMENT ? catalogue_movement(c, f->target) : NULL;
    const struct test *test = f->on == ON_TEST ? catalogue_test(c, f->target) : NULL;
    bool unsided = f->on == ON_MEASURE || (movement && !movement->sided) || (test && !test->sided);
    return unsided ? SIDE_NONE : f->side;
}

static bool is_other_mode(const struct finding *f)
{
    return f->mode && strcmp(f->mode, "active") != 0;
}

const char *finding_label(const struct catalogue *c, const struct finding *f, struct arena *a)
{
    const char *target = target_label(c, f, a);
    const char *kind = kind_label(c, f);
    if (*kind)
        return arena_printf(a, "%s %s", target, kind);
    if (is_other_mode(f))
        return arena_printf(a, "%s, %s", target, word_label(c, "mode", f->mode));
    return target;
}

/* "10.5>11.5"; "" without any value. */
static const char *values_short(const struct finding *f, const struct scale *scale, struct arena *a)
{
    const char *before = value_short(&f->pre, scale, a);
    if (f->post.kind == VALUE_NONE)
        return before;
    return arena_printf(a, "%s>%s", before, value_short(&f->post, scale, a));
}

static const char *mode_short(const struct finding *f)
{
    if (!is_other_mode(f))
        return "";
    if (strcmp(f->mode, "passive") == 0)
        return " PROM";
    return strcmp(f->mode, "active-assisted") == 0 ? " AAROM" : " other mode";
}

const char *finding_short(const struct catalogue *c, const struct finding *f, struct arena *a)
{
    const char *kind = kind_label(c, f);
    const char *values = values_short(f, finding_scale(c, f), a);
    return arena_printf(a, "%s%s%s%s%s%s%s", side_prefix(shown_side(c, f), a), target_short(c, f, a), mode_short(f),
                        *kind ? " " : "", kind, *values ? " " : "", values);
}

/* The word that stands for a number: 2 is "moderate". NULL where there is none. */
static const char *number_word(int tenths, const struct scale *scale)
{
    int i = (tenths - scale->min) / 10;
    bool whole = (tenths - scale->min) % 10 == 0;
    return whole && i >= 0 && (size_t)i < scale->grades_len ? scale->grades[i] : NULL;
}

static const char *number_phrase(const struct value *v, const struct scale *scale, struct arena *a)
{
    const char *number = value_format(v, scale, a);
    if (!scale)
        return number;
    const char *word = number_word(v->tenths, scale);
    if (word)
        return arena_printf(a, "%s (%s)", number, word);
    if (strcmp(scale->unit, "deg") == 0)
        return arena_printf(a, "%s°", number);
    if (strcmp(scale->unit, "percent") == 0)
        return arena_printf(a, "%s%%", number);
    if (strcmp(scale->unit, "points") == 0) {
        char most[24];
        tenths_format(most, scale->max, false);
        return arena_printf(a, "%s of %s", number, most);
    }
    bool bare = scale->unit[0] == '\0' || strcmp(scale->unit, "count") == 0;
    return bare ? number : arena_printf(a, "%s %s", number, scale->unit);
}

/* "mildly-raised" reads "mildly raised"; "4-" stays. */
static const char *grade_phrase(const char *grade, struct arena *a)
{
    if (!grade)
        return "";
    char *text = arena_strdup(a, grade);
    bool word = text[0] >= 'a' && text[0] <= 'z';
    for (char *p = text; word && *p; p++) {
        if (*p == '-')
            *p = ' ';
    }
    return text;
}

const char *value_phrase(const struct value *v, const struct scale *scale, struct arena *a)
{
    const char *text = "";
    if (v->kind == VALUE_NUMBER)
        text = number_phrase(v, scale, a);
    else if (v->kind == VALUE_GRADE)
        text = grade_phrase(v->grade, a);
    else if (v->kind == VALUE_NOT_TESTED)
        text = v->grade ? arena_printf(a, "not tested (%s)", v->grade) : "not tested";
    return v->carried ? arena_printf(a, "%s (carried over from the last session)", text) : text;
}

static const char *values_phrase(const struct catalogue *c, const struct finding *f, struct arena *a)
{
    const struct scale *scale = finding_scale(c, f);
    const char *before = value_phrase(&f->pre, scale, a);
    const char *after = value_phrase(&f->post, scale, a);
    bool retests = finding_retests(c, f);
    if (f->pre.kind == VALUE_NONE && f->post.kind == VALUE_NONE)
        return "no value";
    if (f->pre.kind == VALUE_NOT_TESTED && f->post.kind == VALUE_NONE)
        return before;
    if (f->post.kind == VALUE_NONE)
        return arena_printf(a, retests ? "%s before, not retested" : "%s", before);
    if (f->pre.kind == VALUE_NONE)
        return arena_printf(a, "not measured before, %s after", after);
    return arena_printf(a, "%s before, %s after%s", before, after, retests ? "" : " (not comparable)");
}

static void add_item(struct buf *items, const char *text)
{
    if (text)
        buf_printf(items, "%s%s", items->len > 0 ? ", " : "", text);
}

/* " (active, goniometer, prone)"; "" when nothing is known. */
static const char *circumstances(const struct catalogue *c, const struct finding *f, struct arena *a)
{
    struct buf items = {0};
    bool rom = strcmp(f->kind, "rom") == 0;
    const char *mode = f->mode ? f->mode : rom ? "active" : NULL;
    add_item(&items, mode ? word_label(c, "mode", mode) : NULL);
    add_item(&items, f->device ? word_label(c, "device", f->device) : NULL);
    add_item(&items, f->position ? word_label(c, "position", f->position) : NULL);
    const char *text = items.len > 0 ? arena_printf(a, " (%s)", buf_text(&items)) : "";
    buf_release(&items);
    return text;
}

static const char *about_phrase(const struct catalogue *c, const struct finding *f, struct arena *a)
{
    if (!f->about)
        return "";
    const struct test *test = catalogue_test(c, f->about);
    return arena_printf(a, " during %s", test ? name_phrase(test->name, a) : movement_phrase(c, f->about, a));
}

const char *finding_subject(const struct catalogue *c, const struct finding *f, struct arena *a)
{
    enum side side = shown_side(c, f);
    const char *kind = kind_label(c, f);
    const char *text =
        arena_printf(a, "%s%s%s%s%s%s%s", side_word(side), side == SIDE_NONE ? "" : " ", target_phrase(c, f, a),
                     *kind ? " " : "", kind, about_phrase(c, f, a), circumstances(c, f, a));
    return sentence_case(text, a);
}

const char *finding_sentence(const struct catalogue *c, const struct finding *f, struct arena *a)
{
    const char *text = arena_printf(a, "%s %s.", finding_subject(c, f, a), values_phrase(c, f, a));
    return f->note ? arena_printf(a, "%s %s.", text, sentence_case(without_stop(f->note, a), a)) : text;
}
