/*
 * A change is called by the smallest difference that is more than error. An error that belongs to one instrument says
 * nothing about another, so then there is no verdict.
 */
#include "fascia/report/verdict.h"

#include <stdlib.h>
#include <string.h>

const char *verdict_word(enum verdict v)
{
    static const char *const words[] = {[VERDICT_NONE] = "",
                                        [VERDICT_NOT_RETESTED] = "not retested",
                                        [VERDICT_WITHIN_ERROR] = "within measurement error",
                                        [VERDICT_CHANGED] = "changed",
                                        [VERDICT_IMPROVED] = "improved, worthwhile",
                                        [VERDICT_WORSE] = "worse"};
    if ((unsigned)v >= ARRAY_LEN(words))
        BUG("verdict %d", (int)v);
    return words[v];
}

/* The error of a movement was published for one instrument. */
static bool limit_applies(const struct catalogue *c, const struct finding *f)
{
    if (f->on != ON_MOVEMENT || strcmp(f->kind, "rom") != 0)
        return true;
    const struct movement *m = catalogue_movement(c, f->target);
    const char *device = f->device ? f->device : m ? m->device : NULL;
    return m && m->mdc_device && device && strcmp(m->mdc_device, device) == 0;
}

static int grade_index(const struct scale *scale, const char *grade)
{
    for (size_t i = 0; i < scale->grades_len; i++)
        if (!strcmp(scale->grades[i], grade))
            return (int)i;
    return -1;
}

static enum verdict by_grade(const struct scale *scale, const struct finding *f)
{
    int before = grade_index(scale, f->pre.grade);
    int after = grade_index(scale, f->post.grade);
    if (before < 0 || after < 0)
        return VERDICT_NONE;
    if (before == after)
        return VERDICT_WITHIN_ERROR;
    return after < before ? VERDICT_WORSE : VERDICT_CHANGED; /* the worst grade stands first */
}

static enum verdict by_number(const struct scale *scale, const struct finding *f)
{
    int delta = f->post.tenths - f->pre.tenths;
    if (scale->mdc < 0)
        return VERDICT_NONE;
    if (abs(delta) < scale->mdc)
        return VERDICT_WITHIN_ERROR;
    if (scale->better == BETTER_NONE)
        return VERDICT_CHANGED;
    bool better = scale->better == BETTER_HIGHER ? delta > 0 : delta < 0;
    if (!better)
        return VERDICT_WORSE;
    return scale->threshold >= 0 && abs(delta) >= scale->threshold ? VERDICT_IMPROVED : VERDICT_CHANGED;
}

enum verdict finding_verdict(const struct catalogue *c, const struct finding *f)
{
    const struct scale *scale = finding_scale(c, f);
    bool before = f->pre.kind == VALUE_NUMBER || f->pre.kind == VALUE_GRADE;
    if (!scale || !before)
        return VERDICT_NONE;
    if (f->post.kind == VALUE_NONE || f->post.kind == VALUE_NOT_TESTED)
        return VERDICT_NOT_RETESTED;
    if (f->pre.kind != f->post.kind)
        return VERDICT_NONE;
    if (f->pre.kind == VALUE_GRADE)
        return by_grade(scale, f);
    return limit_applies(c, f) ? by_number(scale, f) : VERDICT_NONE;
}
