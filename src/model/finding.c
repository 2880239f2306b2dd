/*
 * A finding against the catalogue: its scale, and the limits of what may be recorded.
 *
 * A check names the limit it refuses by, and the row by the catalogue's own words. Retired rows of the catalogue are
 * accepted, since an old finding may be copied into an amendment; a post value that cannot be compared (a score
 * recalled over days) is accepted as well: the record holds what was said, and only the verdict is withheld.
 */
#include "fascia/model/finding.h"

#include "body_internal.h"
#include "check_internal.h"

#include <string.h>

/* What the checks need of a target, whichever table it is in. */
struct target {
    const char *name;
    const struct scale *scale; /* NULL for structures and regions */
    const struct region *region;
    bool found, sided;
};

static struct target target_find(const struct catalogue *c, enum target_bit on, const char *id)
{
    struct target t = {0};
    if (on == ON_STRUCTURE) {
        const struct structure *x = catalogue_structure(c, id);
        t = x ? (struct target){x->name, NULL, x->region, true, true} : t;
    } else if (on == ON_REGION) {
        const struct region *x = catalogue_region(c, id);
        t = x ? (struct target){x->name, NULL, x, true, true} : t;
    } else if (on == ON_MOVEMENT) {
        const struct movement *x = catalogue_movement(c, id);
        t = x ? (struct target){x->name, &x->scale, x->region, true, x->sided} : t;
    } else if (on == ON_TEST) {
        const struct test *x = catalogue_test(c, id);
        t = x ? (struct target){x->name, &x->scale, x->region, true, x->sided} : t;
    } else if (on == ON_MEASURE) {
        const struct measure *x = catalogue_measure(c, id);
        t = x ? (struct target){x->name, &x->scale, x->region, true, false} : t;
    }
    return t;
}

const struct scale *finding_scale(const struct catalogue *c, const struct finding *f)
{
    const struct finding_kind *kind = catalogue_finding(c, f->kind, f->quality);
    if (!kind)
        return NULL;
    if (kind->scale.kind != SCALE_NONE)
        return &kind->scale;
    const struct scale *scale = target_find(c, f->on, f->target).scale;
    return scale && scale->kind != SCALE_NONE ? scale : NULL;
}

bool finding_retests(const struct catalogue *c, const struct finding *f)
{
    const struct finding_kind *kind = catalogue_finding(c, f->kind, f->quality);
    if (!kind || !kind->retest)
        return false;
    const struct measure *measure = f->on == ON_MEASURE ? catalogue_measure(c, f->target) : NULL;
    return f->on != ON_MEASURE || (measure && measure->retest);
}

static bool grade_check(const struct value *v, const struct scale *scale, struct err *e)
{
    for (size_t i = 0; i < scale->grades_len; i++) {
        if (v->grade && strcmp(scale->grades[i], v->grade) == 0)
            return true;
    }
    return err_set(e, ERR_INVALID, "'%s' is no grade of this scale", v->grade ? v->grade : "");
}

static bool number_check(const struct value *v, const struct scale *scale, struct err *e)
{
    char limits[64], got[24];
    scale_limits_format(limits, sizeof limits, scale);
    tenths_format(got, v->tenths, scale->step % 10 != 0 || v->tenths % 10 != 0);
    if (v->tenths < scale->min || v->tenths > scale->max)
        return err_set(e, ERR_RANGE, "%s is outside the limits, %s", got, limits);
    if (scale->step > 0 && (v->tenths - scale->min) % scale->step != 0) {
        char step[24];
        tenths_format(step, scale->step, scale->step % 10 != 0);
        return err_set(e, ERR_RANGE, "%s is not in steps of %s, %s", got, step, limits);
    }
    return true;
}

bool value_check(const struct value *v, const struct scale *scale, struct err *e)
{
    switch (v->kind) {
    case VALUE_NONE:
    case VALUE_NOT_TESTED:
        return true;
    case VALUE_NUMBER:
        if (scale->kind != SCALE_NUMBER)
            return err_set(e, ERR_INVALID, "the value must be a grade");
        return number_check(v, scale, e);
    case VALUE_GRADE:
        if (scale->kind != SCALE_GRADES)
            return err_set(e, ERR_INVALID, "the value must be a number");
        return grade_check(v, scale, e);
    }
    BUG("value of kind %d", (int)v->kind);
}

bool word_check(const struct catalogue *c, const char *group, const char *id, struct err *e)
{
    if (!id || catalogue_word(c, group, id))
        return true;
    return err_set(e, ERR_INVALID, "unknown %s '%s'", group, id);
}

bool side_check(enum side side, const struct region *region, struct err *e)
{
    if (side == SIDE_NONE)
        return err_set(e, ERR_INVALID, "a side is missing for '%s'", region->name);
    if ((unsigned)side <= SIDE_MIDLINE && (region->sides & (1U << side)))
        return true;
    return err_set(e, ERR_INVALID, "'%s' has no side '%s'", region->name, side_word(side));
}

static bool unsided_check(const struct finding *f, const struct target *t, struct err *e)
{
    if (f->side == SIDE_NONE || f->side == SIDE_MIDLINE)
        return true;
    return err_set(e, ERR_INVALID, "'%s' has no side, got '%s'", t->name, side_word(f->side));
}

/* Left, right or both: whatever the region, a sided test is done on one side or the other. */
static bool sided_check(const struct finding *f, const struct target *t, struct err *e)
{
    if (f->side == SIDE_LEFT || f->side == SIDE_RIGHT || f->side == SIDE_BILATERAL)
        return true;
    return err_set(e, ERR_INVALID, "a side is missing for '%s': left or right", t->name);
}

static bool place_check(const struct catalogue *c, const struct finding *f, const struct target *t, struct err *e)
{
    const struct region *region = f->region ? catalogue_region(c, f->region) : NULL;
    if (f->region && !region)
        return err_set(e, ERR_INVALID, "unknown region '%s'", f->region);
    if (!t->sided)
        return unsided_check(f, t, e);
    if (f->on == ON_TEST || f->on == ON_MOVEMENT)
        return sided_check(f, t, e);
    return side_check(f->side, region ? region : t->region, e);
}

static bool about_check(const struct catalogue *c, const struct finding *f, struct err *e)
{
    if (!f->about || catalogue_movement(c, f->about) || catalogue_test(c, f->about))
        return true;
    return err_set(e, ERR_INVALID, "'%s' is neither a movement nor a test", f->about);
}

static bool circumstances_check(const struct catalogue *c, const struct finding *f, struct err *e)
{
    return word_check(c, "mode", f->mode, e) && word_check(c, "device", f->device, e) &&
           word_check(c, "position", f->position, e) && about_check(c, f, e) && body_check(&finding_shape, f, e);
}

static bool values_check(const struct finding *f, const struct scale *scale, const char *name, struct err *e)
{
    if (!value_check(&f->pre, scale, e))
        return err_wrap(e, "'%s' before", name);
    if (!value_check(&f->post, scale, e))
        return err_wrap(e, "'%s' after", name);
    return true;
}

bool finding_check(const struct catalogue *c, const struct finding *f, struct err *e)
{
    if (!f->kind || !f->target)
        return err_set(e, ERR_INVALID, "a finding needs a kind and a target");
    const struct finding_kind *kind = catalogue_finding(c, f->kind, f->quality);
    if (!kind)
        return err_set(e, ERR_INVALID, "unknown kind of finding '%s%s%s'", f->kind, f->quality ? " " : "",
                       f->quality ? f->quality : "");
    if (!(kind->targets & (unsigned)f->on))
        return err_set(e, ERR_INVALID, "'%s' cannot be recorded of a %s", kind->label, target_word(f->on));
    struct target t = target_find(c, f->on, f->target);
    if (!t.found)
        return err_set(e, ERR_INVALID, "unknown %s '%s'", target_word(f->on), f->target);
    const struct scale *scale = finding_scale(c, f);
    if (!scale)
        return err_set(e, ERR_INVALID, "'%s' has no routine measurement", t.name);
    return place_check(c, f, &t, e) && circumstances_check(c, f, e) &&
           values_check(f, scale, kind->scale.kind == SCALE_NONE ? t.name : kind->label, e);
}
