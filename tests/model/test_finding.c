/* Findings and releases against the shipped catalogue: every limit is refused, and the refusal names it. */
#include "fascia/model/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NUMBER(n)                                                                                                      \
    {                                                                                                                  \
        .kind = VALUE_NUMBER, .tenths = (n)                                                                            \
    }
#define GRADE(g)                                                                                                       \
    {                                                                                                                  \
        .kind = VALUE_GRADE, .grade = (g)                                                                              \
    }
#define TEST(id, s) .kind = "test", .on = ON_TEST, .target = (id), .side = (s)
#define ROM(id, s) .kind = "rom", .on = ON_MOVEMENT, .target = (id), .side = (s)
#define MEASURE(id) .kind = "measure", .on = ON_MEASURE, .target = (id)
#define QUALITY(q, o, id, s) .kind = "quality", .quality = (q), .on = (o), .target = (id), .side = (s)

static const struct {
    struct finding finding;
    const char *refusal; /* part of the message; NULL: accepted */
} findings[] = {
    {{TEST("knee-to-wall", SIDE_LEFT), .pre = NUMBER(105), .post = NUMBER(115)}, NULL},
    {{TEST("knee-to-wall", SIDE_LEFT)}, NULL},
    {{TEST("knee-to-wall", SIDE_BILATERAL), .pre = NUMBER(0)}, NULL},
    {{TEST("knee-to-wall", SIDE_LEFT), .pre = NUMBER(250)}, NULL},
    {{TEST("knee-to-wall", SIDE_LEFT), .pre = NUMBER(251)}, "0 to 25 cm"},
    {{TEST("knee-to-wall", SIDE_LEFT), .pre = NUMBER(-1)}, "0 to 25 cm"},
    {{TEST("knee-to-wall", SIDE_LEFT), .post = NUMBER(251)}, "after"},
    {{TEST("knee-to-wall", SIDE_NONE), .pre = NUMBER(100)}, "a side is missing"},
    {{TEST("knee-to-wall", SIDE_MIDLINE), .pre = NUMBER(100)}, "a side is missing"},
    {{TEST("knee-to-wall", SIDE_LEFT), .pre = GRADE("positive")}, "must be a number"},
    {{TEST("slr", SIDE_RIGHT), .pre = NUMBER(780)}, NULL},
    {{TEST("slr", SIDE_RIGHT), .pre = NUMBER(785)}, "steps of 1"},
    {{TEST("slr", SIDE_RIGHT), .pre = NUMBER(6500)}, "0 to 170 deg"},
    {{TEST("spurling", SIDE_RIGHT), .pre = GRADE("positive")}, NULL},
    {{TEST("spurling", SIDE_RIGHT), .pre = GRADE("maybe")}, "'maybe'"},
    {{TEST("spurling", SIDE_RIGHT), .pre = NUMBER(10)}, "must be a grade"},
    {{TEST("spurling", SIDE_RIGHT), .pre = {.kind = VALUE_NOT_TESTED, .grade = "declined"}}, NULL},
    {{TEST("fingertip-to-floor", SIDE_MIDLINE), .pre = NUMBER(120)}, NULL},
    {{TEST("fingertip-to-floor", SIDE_NONE), .pre = NUMBER(120)}, NULL},
    {{TEST("fingertip-to-floor", SIDE_LEFT), .pre = NUMBER(120)}, "has no side, got 'left'"},
    {{TEST("no-such-test", SIDE_LEFT), .pre = NUMBER(120)}, "unknown test 'no-such-test'"},
    {{TEST("slr", SIDE_LEFT), .region = "moon"}, "unknown region 'moon'"},
    {{TEST("slr", SIDE_LEFT), .device = "telescope"}, "unknown device 'telescope'"},
    {{TEST("slr", SIDE_LEFT), .position = "upside-down"}, "unknown position"},
    {{TEST("slr", SIDE_LEFT), .mode = "sleepy"}, "unknown mode"},
    {{TEST("slr", SIDE_LEFT), .note = "a\nb"}, "U+000A"},
    {{ROM("ankle-dorsiflexion", SIDE_LEFT), .mode = "passive", .device = "goniometer", .pre = NUMBER(80)}, NULL},
    {{ROM("ankle-dorsiflexion", SIDE_LEFT), .pre = NUMBER(9000)}, "outside the limits"},
    {{ROM("jaw-opening", SIDE_MIDLINE), .pre = NUMBER(400)}, NULL},
    {{ROM("jaw-closing", SIDE_MIDLINE), .pre = NUMBER(400)}, "no routine measurement"},
    {{ROM("no-such-movement", SIDE_LEFT)}, "unknown movement"},
    {{.kind = "rom", .on = ON_TEST, .target = "slr", .side = SIDE_LEFT}, "cannot be recorded of a test"},
    {{MEASURE("nprs-movement"), .pre = NUMBER(60), .about = "knee-to-wall"}, NULL},
    {{MEASURE("nprs-movement"), .pre = NUMBER(60), .about = "ankle-dorsiflexion"}, NULL},
    {{MEASURE("nprs-movement"), .pre = NUMBER(60), .about = "moon"}, "neither a movement nor a test"},
    {{MEASURE("nprs-rest"), .pre = NUMBER(100)}, NULL},
    {{MEASURE("nprs-rest"), .pre = NUMBER(110)}, "0 to 10 points"},
    {{MEASURE("nprs-rest"), .pre = NUMBER(65)}, "steps of 1"},
    {{MEASURE("nprs-rest"), .side = SIDE_LEFT, .pre = NUMBER(60)}, "has no side"},
    {{MEASURE("psfs"), .pre = NUMBER(63), .post = NUMBER(70)}, NULL}, /* not comparable, but said: never refused */
    {{QUALITY("tightness", ON_REGION, "calf", SIDE_LEFT), .pre = NUMBER(20)}, NULL},
    {{QUALITY("tightness", ON_REGION, "calf", SIDE_LEFT), .pre = NUMBER(40)}, "0 to 3 points"},
    {{QUALITY("tightness", ON_REGION, "calf", SIDE_MIDLINE), .pre = NUMBER(20)}, "has no side 'midline'"},
    {{QUALITY("tightness", ON_REGION, "calf", SIDE_NONE), .pre = NUMBER(20)}, "a side is missing"},
    {{QUALITY("tightness", ON_REGION, "neck", SIDE_MIDLINE), .pre = NUMBER(20)}, NULL},
    {{QUALITY("tightness", ON_MOVEMENT, "ankle-dorsiflexion", SIDE_LEFT)}, "cannot be recorded of a movement"},
    {{QUALITY("wobble", ON_REGION, "calf", SIDE_LEFT)}, "'quality wobble'"},
    {{QUALITY(NULL, ON_REGION, "calf", SIDE_LEFT)}, "'quality'"},
    {{.kind = "palpation-tenderness", .on = ON_STRUCTURE, .target = "soleus", .side = SIDE_LEFT, .pre = NUMBER(40)},
     NULL},
    {{.kind = "palpation-tenderness", .on = ON_STRUCTURE, .target = "soleus", .side = SIDE_LEFT, .pre = NUMBER(50)},
     "0 to 4 points"},
    {{.kind = "pain", .on = ON_REGION, .target = "calf", .side = SIDE_LEFT, .pre = NUMBER(100)}, NULL},
    {{.kind = "strength", .on = ON_MOVEMENT, .target = "ankle-plantarflexion", .side = SIDE_LEFT, .pre = GRADE("4-")},
     NULL},
    {{.kind = "strength", .on = ON_MOVEMENT, .target = "ankle-plantarflexion", .side = SIDE_LEFT, .pre = GRADE("6")},
     "'6'"},
    {{.kind = "girth", .on = ON_REGION, .target = "calf", .side = SIDE_LEFT, .pre = NUMBER(382)}, NULL},
    {{.kind = "girth", .on = ON_REGION, .target = "calf", .side = SIDE_LEFT, .pre = NUMBER(9)}, "1 to 150 cm"},
    {{.kind = "aura", .on = ON_REGION, .target = "calf", .side = SIDE_LEFT}, "unknown kind of finding 'aura'"},
    {{.kind = "test"}, "needs a kind and a target"},
};

static void every_limit_of_a_finding_is_refused_and_named(void **state)
{
    (void)state;
    const struct catalogue *c = catalogue_shipped();
    for (size_t i = 0; i < ARRAY_LEN(findings); i++) {
        struct err e = {0};
        print_message("%s %s: %s\n", findings[i].finding.kind,
                      findings[i].finding.target ? findings[i].finding.target : "",
                      findings[i].refusal ? findings[i].refusal : "accepted");
        bool accepted = finding_check(c, &findings[i].finding, &e);
        if (!accepted && !findings[i].refusal)
            fail_msg("%s", e.text);
        assert_int_equal(accepted, findings[i].refusal == NULL);
        if (accepted)
            continue;
        assert_true(e.code == ERR_RANGE || e.code == ERR_INVALID);
        if (!strstr(e.text, findings[i].refusal))
            fail_msg("'%s' does not say '%s'", e.text, findings[i].refusal);
    }
}

#define RELEASE(id, s) .structure = (id), .side = (s), .type = RELEASE_PASSIVE

static const struct {
    struct release release;
    const char *refusal;
} releases[] = {
    {{RELEASE("gastrocnemius", SIDE_LEFT)}, NULL},
    {{RELEASE("gastrocnemius", SIDE_BILATERAL), .region = "calf"}, NULL},
    {{RELEASE("gastrocnemius", SIDE_NONE)}, "a side is missing"},
    {{RELEASE("gastrocnemius", SIDE_MIDLINE)}, "has no side 'midline'"},
    {{RELEASE("scar-tissue", SIDE_MIDLINE)}, NULL},
    {{RELEASE("no-such-muscle", SIDE_LEFT)}, "unknown structure"},
    {{RELEASE(NULL, SIDE_LEFT)}, "unknown structure"},
    {{RELEASE("gastrocnemius", SIDE_LEFT), .region = "moon"}, "unknown region 'moon'"},
    {{.structure = "gastrocnemius", .side = SIDE_LEFT}, "needs a type"},
    {{RELEASE("sciatic-nerve", SIDE_LEFT)}, NULL}, /* warned about, never refused */
    {{RELEASE("soleus", SIDE_LEFT), .locks = 30, .reps = 20, .seconds = 5400, .pressure = 10}, NULL},
    {{RELEASE("soleus", SIDE_LEFT), .locks = 31}, "1 to 30"},
    {{RELEASE("soleus", SIDE_LEFT), .reps = 21}, "1 to 20"},
    {{RELEASE("soleus", SIDE_LEFT), .seconds = 5401}, "1 to 5400"},
    {{RELEASE("soleus", SIDE_LEFT), .pressure = 11}, "1 to 10"},
    {{RELEASE("soleus", SIDE_LEFT), .reps = -1}, "1 to 20"},
    {{RELEASE("soleus", SIDE_LEFT), .depth = "deep"}, NULL},
    {{RELEASE("soleus", SIDE_LEFT), .depth = "deep", .pressure = 4}, "not both"},
    {{RELEASE("soleus", SIDE_LEFT), .depth = "abysmal"}, "unknown depth"},
    {{RELEASE("soleus", SIDE_LEFT), .contact = "spoon"}, "unknown contact"},
    {{RELEASE("soleus", SIDE_LEFT), .medium = "honey"}, "unknown medium"},
    {{RELEASE("soleus", SIDE_LEFT), .speed = "warp"}, "unknown speed"},
    {{RELEASE("soleus", SIDE_LEFT), .site = "inside"}, "unknown site"},
    {{RELEASE("soleus", SIDE_LEFT), .layer = "middle"}, "unknown layer"},
    {{RELEASE("soleus", SIDE_LEFT), .position = "upside-down"}, "unknown position"},
    {{RELEASE("soleus", SIDE_LEFT), .movement = "levitation"}, "unknown movement"},
    {{RELEASE("soleus", SIDE_LEFT), .movement = "ankle-dorsiflexion", .contact = "thumb", .medium = "none"}, NULL},
    {{RELEASE("soleus", SIDE_LEFT), .note = "\x1b[2J"}, "U+001B"},
};

static void every_limit_of_a_release_is_refused_and_named(void **state)
{
    (void)state;
    const struct catalogue *c = catalogue_shipped();
    for (size_t i = 0; i < ARRAY_LEN(releases); i++) {
        struct err e = {0};
        print_message("row %zu: %s\n", i, releases[i].refusal ? releases[i].refusal : "accepted");
        assert_int_equal(release_check(c, &releases[i].release, &e), releases[i].refusal == NULL);
        if (releases[i].refusal && !strstr(e.text, releases[i].refusal))
            fail_msg("'%s' does not say '%s'", e.text, releases[i].refusal);
    }
}

static void every_scale_of_the_catalogue_takes_its_ends_and_nothing_beyond(void **state)
{
    (void)state;
    const struct catalogue *c = catalogue_shipped();
    size_t numbers = 0;
    for (size_t i = 0; i < c->tests_len; i++) {
        const struct scale *scale = &c->tests[i].scale;
        struct finding f = {.kind = "test", .on = ON_TEST, .target = c->tests[i].id};
        f.side = c->tests[i].sided ? SIDE_RIGHT : SIDE_MIDLINE;
        assert_ptr_equal(finding_scale(c, &f), scale);
        if (scale->kind != SCALE_NUMBER)
            continue;
        const struct {
            int tenths;
            bool good;
        } ends[] = {{scale->min, true},
                    {scale->max, true},
                    {scale->min - scale->step, false},
                    {scale->max + scale->step, false}};
        for (size_t k = 0; k < ARRAY_LEN(ends); k++) {
            struct err e = {0};
            f.pre = (struct value)NUMBER(ends[k].tenths);
            assert_int_equal(finding_check(c, &f, &e), ends[k].good);
        }
        numbers++;
    }
    assert_true(numbers > 10);
}

static void a_recalled_score_is_not_retested(void **state)
{
    static const struct {
        struct finding finding;
        bool retests;
    } rows[] = {
        {{MEASURE("nprs-movement")}, true},
        {{MEASURE("nprs-worst-24h")}, false},
        {{MEASURE("psfs")}, false},
        {{TEST("slr", SIDE_LEFT)}, true},
        {{QUALITY("tightness", ON_REGION, "calf", SIDE_LEFT)}, true},
        {{MEASURE("no-such-measure")}, false},
        {{.kind = "aura", .on = ON_REGION, .target = "calf"}, false},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(finding_retests(catalogue_shipped(), &rows[i].finding), rows[i].retests);
}

static void what_must_not_be_locked_is_said(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct catalogue *c = catalogue_shipped();
    struct release nerve = {RELEASE("sciatic-nerve", SIDE_LEFT)};
    struct release calf = {RELEASE("soleus", SIDE_LEFT)};
    struct release neck = {.structure = "scalenes", .side = SIDE_LEFT, .type = RELEASE_WEIGHT_BEARING};
    struct release plain = {RELEASE("infraspinatus", SIDE_LEFT)};
    assert_non_null(strstr(release_caution(c, &nerve, &a), "is not locked"));
    assert_non_null(strstr(release_caution(c, &calf, &a), "DVT"));
    assert_non_null(strstr(release_caution(c, &neck, &a), "weight-bearing release is not usual"));
    assert_null(release_caution(c, &plain, &a));
    arena_release(&a);
}

int main(void)
{
    json_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_limit_of_a_finding_is_refused_and_named),
        cmocka_unit_test(every_limit_of_a_release_is_refused_and_named),
        cmocka_unit_test(every_scale_of_the_catalogue_takes_its_ends_and_nothing_beyond),
        cmocka_unit_test(a_recalled_score_is_not_retested),
        cmocka_unit_test(what_must_not_be_locked_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
