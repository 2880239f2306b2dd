/*
 * What a session of the demo holds. Values follow the trend of the episode with some noise, a session gains a little
 * and about half of the gain is kept, one in seven targets is not retested: so that progress screens have something to
 * show.
 */
#include "demo_internal.h"

#include "fascia/model/words.h"

#include <string.h>

static const char *pick(struct dice *d, const char *const *words, size_t len)
{
    return words[dice_roll(d, (uint32_t)len)];
}

void demo_client(struct client *out, const struct demo_options *want, uint32_t client, struct date today,
                 struct arena *a)
{
    struct dice d = dice_of(want->seed, client, 7);
    int32_t age_days = (int32_t)(18 * 366 + dice_roll(&d, 60 * 365));
    *out = (struct client){.given = pick(&d, demo_given, demo_given_len),
                           .family = pick(&d, demo_family, demo_family_len),
                           .born = date_from_days(date_days(today) - age_days),
                           .phone = arena_printf(a, "07700 900%03u", dice_roll(&d, 1000)),
                           .occupation = pick(&d, demo_jobs, demo_jobs_len),
                           .alerts = dice_roll(&d, 6) ? NULL : pick(&d, demo_alerts, demo_alerts_len),
                           .gp = dice_roll(&d, 3) ? "Dr P. Ng, Quay Street Surgery" : NULL,
                           .consent_assessment = true};
}

const char *demo_problem(const struct demo_visit *visit, struct arena *a)
{
    const struct demo_course *course = &demo_courses[visit->course];
    return course->sides == DEMO_BOTH ? course->problem
                                      : arena_printf(a, "%s %s", side_word(visit->side), course->problem);
}

/* How far along the course a visit is, 0..1000: where the values stand between worst and best. */
static int reached(const struct demo_visit *v, struct dice *d)
{
    int part = v->visits > 1 ? v->visit * 1000 / (v->visits - 1) : 500;
    int noise = (int)dice_roll(d, 121) - 60;
    switch ((enum demo_trend)v->trend) {
    case DEMO_IMPROVES:
        return 80 + part * 800 / 1000 + noise;
    case DEMO_STALLS:
        return 100 + (part < 400 ? part : 400) * 600 / 1000 + noise;
    case DEMO_WORSENS:
        return 350 - part * 350 / 1000 + noise;
    }
    BUG("trend %d", v->trend);
}

static struct value value_at(const struct demo_test *test, const struct scale *scale, int part)
{
    part = part < 0 ? 0 : part > 1000 ? 1000 : part;
    if (scale->kind == SCALE_GRADES)
        return (struct value){.kind = VALUE_GRADE,
                              .grade = scale->grades[(size_t)part * (scale->grades_len - 1) / 1000]};
    int tenths = test->worst + (test->best - test->worst) * part / 1000;
    tenths = (tenths + (tenths < 0 ? -test->step : test->step) / 2) / test->step * test->step;
    tenths = tenths < scale->min ? scale->min : tenths > scale->max ? scale->max : tenths;
    return (struct value){.kind = VALUE_NUMBER, .tenths = tenths};
}

static enum side side_of(const struct catalogue *c, const struct demo_test *test, enum side side)
{
    if (test->on == ON_MEASURE)
        return SIDE_NONE;
    if (test->on == ON_TEST)
        return catalogue_test(c, test->target)->sided ? side : SIDE_MIDLINE;
    if (test->on == ON_MOVEMENT)
        return catalogue_movement(c, test->target)->sided ? side : SIDE_MIDLINE;
    return side;
}

static const char *region_of(const struct catalogue *c, const struct demo_test *test)
{
    switch (test->on) {
    case ON_TEST:
        return catalogue_test(c, test->target)->region->id;
    case ON_MOVEMENT:
        return catalogue_movement(c, test->target)->region->id;
    case ON_REGION:
        return test->target;
    case ON_STRUCTURE:
        return catalogue_structure(c, test->target)->region->id;
    case ON_MEASURE:
        return catalogue_measure(c, test->target)->region->id;
    }
    BUG("target bit %d", (int)test->on);
}

static void add_finding(struct session *s, const struct catalogue *c, const struct demo_visit *visit,
                        const struct demo_test *test, int part, struct dice *d, struct arena *a)
{
    const struct demo_test *first = &demo_courses[visit->course].tests[0];
    struct finding f = {.kind = test->kind,
                        .quality = test->quality,
                        .on = test->on,
                        .target = test->target,
                        .about = test->on == ON_MEASURE ? first->target : NULL,
                        .region = region_of(c, test),
                        .side = side_of(c, test, visit->side),
                        .mode = test->mode,
                        .device = test->on == ON_MOVEMENT ? catalogue_movement(c, test->target)->device : NULL,
                        .origin = visit->visit ? ORIGIN_CARRIED : ORIGIN_NEW};
    const struct scale *scale = finding_scale(c, &f);
    f.pre = value_at(test, scale, part);
    if (dice_roll(d, 7) > 0)
        f.post = value_at(test, scale, part + 60 + (int)dice_roll(d, 90));
    struct err e = {0};
    if (!finding_check(c, &f, &e))
        BUG("demo finding '%s': %s", test->target, e.text);
    session_add_finding(s, &f, a);
}

static void add_release(struct session *s, const struct catalogue *c, const struct demo_visit *visit,
                        const struct demo_release *row, struct dice *d, struct arena *a)
{
    const struct structure *structure = catalogue_structure(c, row->structure);
    struct release r = {.structure = row->structure,
                        .region = structure->region->id,
                        .side = demo_courses[visit->course].sides == DEMO_BOTH ? SIDE_BILATERAL : visit->side,
                        .type = row->type,
                        .locks = row->locks,
                        .reps = row->reps,
                        .seconds = row->seconds,
                        .pressure = row->pressure ? row->pressure + (int)dice_roll(d, 2) : 0,
                        .contact = dice_roll(d, 3) ? NULL : "thumb",
                        .origin = visit->visit ? ORIGIN_CARRIED : ORIGIN_NEW};
    struct err e = {0};
    if (!release_check(c, &r, &e))
        BUG("demo release '%s': %s", row->structure, e.text);
    session_add_release(s, &r, a);
}

static const char *remark(const struct demo_visit *visit, struct dice *d)
{
    if (visit->visit == 0)
        return "First visit. History taken, options explained, happy to go ahead.";
    switch ((enum demo_trend)visit->trend) {
    case DEMO_IMPROVES:
        return pick(d, demo_better, demo_better_len);
    case DEMO_STALLS:
        return pick(d, demo_same, demo_same_len);
    case DEMO_WORSENS:
        return pick(d, demo_worse, demo_worse_len);
    }
    BUG("trend %d", visit->trend);
}

void demo_session(struct session *out, const struct catalogue *c, const struct demo_visit *visit, uint64_t seed,
                  struct arena *a)
{
    const struct demo_course *course = &demo_courses[visit->course];
    struct dice d = dice_of(seed, visit->client, ((uint64_t)visit->episode << 16) + visit->visit + 99);
    int part = reached(visit, &d);
    for (size_t i = 0; i < ARRAY_LEN(course->tests) && course->tests[i].kind; i++)
        add_finding(out, c, visit, &course->tests[i], part, &d, a);
    bool only_assessed = visit->visit == 0 && dice_roll(&d, 8) == 0;
    for (size_t i = 0; i < ARRAY_LEN(course->releases) && course->releases[i].structure && !only_assessed; i++)
        add_release(out, c, visit, &course->releases[i], &d, a);
    out->not_treated_reason = only_assessed ? "assessment only, treatment starts next time" : NULL;
    out->note = remark(visit, &d);
    if (dice_roll(&d, 2)) {
        const char **slot = arena_push(a, &out->homecare, &out->homecare_len, sizeof(*out->homecare));
        *slot = course->homecare;
    }
    out->consent = true;
    out->reaction = "none-seen";
}
