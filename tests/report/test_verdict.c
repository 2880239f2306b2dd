/* A change gets a word only where the catalogue knows the error of the same way of measuring. */
#include "fascia/report/verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define NUMBER(n)                                                                                                      \
    {                                                                                                                  \
        .kind = VALUE_NUMBER, .tenths = (n)                                                                            \
    }
#define GRADE(g)                                                                                                       \
    {                                                                                                                  \
        .kind = VALUE_GRADE, .grade = (g)                                                                              \
    }

static struct finding test_finding(const char *target, struct value pre, struct value post)
{
    return (struct finding){
        .kind = "test", .on = ON_TEST, .target = target, .side = SIDE_LEFT, .pre = pre, .post = post};
}

static void a_change_is_called_by_the_limits_of_its_test(void **state)
{
    (void)state;
    static const struct {
        const char *target;
        struct value pre, post;
        enum verdict verdict;
    } cases[] = {
        {"knee-to-wall", NUMBER(100), NUMBER(118), VERDICT_WITHIN_ERROR}, /* the error is 1.9 cm */
        {"knee-to-wall", NUMBER(100), NUMBER(119), VERDICT_CHANGED},
        {"knee-to-wall", NUMBER(100), NUMBER(81), VERDICT_WORSE},
        {"knee-to-wall", NUMBER(100), {.kind = VALUE_NONE}, VERDICT_NOT_RETESTED},
        {"knee-to-wall", NUMBER(100), {.kind = VALUE_NOT_TESTED}, VERDICT_NOT_RETESTED},
        {"knee-to-wall", {.kind = VALUE_NONE}, NUMBER(100), VERDICT_NONE},
        {"heel-raise-count", NUMBER(100), NUMBER(250), VERDICT_NONE}, /* no error was published */
        {"thompson", GRADE("positive"), GRADE("positive"), VERDICT_WITHIN_ERROR},
        {"thompson", GRADE("positive"), GRADE("negative"), VERDICT_CHANGED},
        {"thompson", GRADE("negative"), GRADE("positive"), VERDICT_WORSE},
        {"thompson", GRADE("negative"), GRADE("no such grade"), VERDICT_NONE},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct finding f = test_finding(cases[i].target, cases[i].pre, cases[i].post);
        if (finding_verdict(catalogue_shipped(), &f) != cases[i].verdict)
            fail_msg("case %zu of %s: '%s'", i, cases[i].target,
                     verdict_word(finding_verdict(catalogue_shipped(), &f)));
    }
}

/* The first movement whose error was published. */
static const struct movement *measured_movement(void)
{
    const struct catalogue *c = catalogue_shipped();
    for (size_t i = 0; i < c->movements_len; i++)
        if (c->movements[i].mdc_device && c->movements[i].scale.mdc > 0)
            return &c->movements[i];
    fail_msg("no movement has an error of measurement");
    return NULL;
}

static void an_error_of_one_instrument_says_nothing_about_another(void **state)
{
    (void)state;
    const struct movement *m = measured_movement();
    struct finding f = {.kind = "rom",
                        .on = ON_MOVEMENT,
                        .target = m->id,
                        .device = m->mdc_device,
                        .pre = NUMBER(300),
                        .post = {.kind = VALUE_NUMBER, .tenths = 300 + m->scale.mdc}};
    assert_int_not_equal(finding_verdict(catalogue_shipped(), &f), VERDICT_NONE);
    assert_int_not_equal(finding_verdict(catalogue_shipped(), &f), VERDICT_WITHIN_ERROR);
    f.device = "eye";
    assert_int_equal(finding_verdict(catalogue_shipped(), &f), VERDICT_NONE);
}

static void better_by_as_much_as_matters_is_said(void **state)
{
    (void)state;
    struct finding f = {
        .kind = "measure", .on = ON_MEASURE, .target = "nprs-movement", .pre = NUMBER(60), .post = NUMBER(20)};
    const struct scale *scale = finding_scale(catalogue_shipped(), &f);
    assert_non_null(scale);
    enum verdict expected = scale->mdc < 0 ? VERDICT_NONE : scale->threshold < 0 ? VERDICT_CHANGED : VERDICT_IMPROVED;
    assert_int_equal(finding_verdict(catalogue_shipped(), &f), expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_is_called_by_the_limits_of_its_test),
        cmocka_unit_test(an_error_of_one_instrument_says_nothing_about_another),
        cmocka_unit_test(better_by_as_much_as_matters_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
