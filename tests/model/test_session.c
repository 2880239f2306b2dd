/* The rows of a session: both sides are two, shapes are taken over without values, and what is missing is said. */
#include "fascia/model/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct finding ktw = {.kind = "test",
                                   .on = ON_TEST,
                                   .target = "knee-to-wall",
                                   .region = "ankle",
                                   .side = SIDE_LEFT,
                                   .device = "tape",
                                   .pre = {.kind = VALUE_NUMBER, .tenths = 105},
                                   .post = {.kind = VALUE_NUMBER, .tenths = 115},
                                   .note = "better",
                                   .extra = "{\"rater\":\"ana\"}"};
static const struct release gastroc = {.structure = "gastrocnemius",
                                       .region = "calf",
                                       .side = SIDE_LEFT,
                                       .type = RELEASE_WEIGHT_BEARING,
                                       .reps = 3,
                                       .pressure = 6,
                                       .note = "eased"};

static void make_session(struct session *s, struct arena *a)
{
    session_init(s);
    s->id.b[0] = 7;
    s->started.ms = 1795339380000;
    s->consent = true;
    s->reaction = "none-seen";
    s->note = "ran";
    s->plan = "more";
    session_add_finding(s, &ktw, a);
    session_add_release(s, &gastroc, a);
    *(const char **)arena_push(a, &s->homecare, &s->homecare_len, sizeof *s->homecare) = "drops 2x15";
}

static void a_new_session_has_no_hours(void **state)
{
    (void)state;
    struct session s;
    session_init(&s);
    assert_int_equal(s.planned_minute, -1);
    assert_int_equal(s.next_minute, -1);
    assert_int_equal(session_rows(&s), 0);
}

static void both_sides_become_two_rows_left_first(void **state)
{
    (void)state;
    struct arena a = {0};
    struct session s;
    session_init(&s);
    struct finding f = ktw;
    struct release r = gastroc;
    f.side = r.side = SIDE_BILATERAL;
    session_add_finding(&s, &f, &a);
    session_add_release(&s, &r, &a);
    assert_int_equal(s.findings_len, 2);
    assert_int_equal(s.releases_len, 2);
    assert_int_equal(s.findings[0].side, SIDE_LEFT);
    assert_int_equal(s.findings[1].side, SIDE_RIGHT);
    assert_int_equal(s.releases[0].side, SIDE_LEFT);
    assert_int_equal(s.releases[1].side, SIDE_RIGHT);
    assert_int_equal(s.findings[1].post.tenths, 115);
    for (int i = 0; i < 40; i++) /* a row of the array itself, while the array moves */
        session_add_finding(&s, &s.findings[1], &a);
    assert_string_equal(s.findings[41].target, "knee-to-wall");
    arena_release(&a);
}

static void rows_are_removed_by_their_number_through_both_tables(void **state)
{
    (void)state;
    for (size_t row = 1; row <= 5; row++) {
        struct arena a = {0};
        struct session s;
        session_init(&s);
        static const char *const targets[] = {"slr", "slump", "faber"};
        static const char *const structures[] = {"soleus", "hamstrings"};
        for (size_t i = 0; i < 3; i++)
            session_add_finding(&s, &(struct finding){.kind = "test", .on = ON_TEST, .target = targets[i]}, &a);
        for (size_t i = 0; i < 2; i++)
            session_add_release(&s, &(struct release){.structure = structures[i], .type = RELEASE_ACTIVE}, &a);
        assert_true(session_remove_row(&s, row));
        assert_int_equal(session_rows(&s), 4);
        for (size_t i = 0; i < s.findings_len; i++)
            assert_string_equal(s.findings[i].target, targets[i + (row <= i + 1)]);
        for (size_t i = 0; i < s.releases_len; i++)
            assert_string_equal(s.releases[i].structure, structures[row > 3 ? i + (row - 3 <= i + 1) : i]);
        assert_false(session_remove_row(&s, 0));
        assert_false(session_remove_row(&s, 5));
        assert_int_equal(session_rows(&s), 4);
        arena_release(&a);
    }
}

static void a_shape_brings_no_value_rating_note_or_date(void **state)
{
    (void)state;
    struct arena a = {0}, b = {0};
    struct session from, to;
    make_session(&from, &a);
    session_init(&to);
    to.client.b[0] = 9;
    session_copy_shape(&to, &from, &b);
    struct id source = from.id;
    arena_release(&a); /* the new session must not live on the memory of the old one */
    assert_true(id_equal(to.copied_from, source));
    assert_true(id_is_null(to.id));
    assert_int_equal(to.client.b[0], 9);
    assert_int_equal(to.findings_len, 1);
    assert_string_equal(to.findings[0].target, "knee-to-wall");
    assert_string_equal(to.findings[0].device, "tape");
    assert_int_equal(to.findings[0].side, SIDE_LEFT);
    assert_int_equal(to.findings[0].origin, ORIGIN_CARRIED);
    assert_int_equal(to.findings[0].pre.kind, VALUE_NONE);
    assert_int_equal(to.findings[0].post.kind, VALUE_NONE);
    assert_null(to.findings[0].note);
    assert_null(to.findings[0].extra);
    assert_int_equal(to.releases[0].reps, 3);
    assert_int_equal(to.releases[0].type, RELEASE_WEIGHT_BEARING);
    assert_int_equal(to.releases[0].pressure, 0);
    assert_null(to.releases[0].note);
    assert_string_equal(to.homecare[0], "drops 2x15");
    assert_null(to.note);
    assert_null(to.plan);
    assert_null(to.reaction);
    assert_false(to.consent);
    assert_int_equal(to.started.ms, 0);
    arena_release(&b);
}

static void a_shape_taken_over_twice_adds_nothing(void **state)
{
    (void)state;
    struct arena a = {0};
    struct session from, to;
    make_session(&from, &a);
    session_init(&to);
    session_copy_shape(&to, &from, &a);
    to.findings[0].pre = (struct value){.kind = VALUE_NUMBER, .tenths = 100};
    session_copy_shape(&to, &from, &a);
    assert_int_equal(session_rows(&to), 2);
    assert_int_equal(to.homecare_len, 1);
    assert_int_equal(to.findings[0].pre.tenths, 100);
    arena_release(&a);
}

static void regions_are_derived_corrected_and_in_body_order(void **state)
{
    (void)state;
    struct arena a = {0};
    struct session s;
    make_session(&s, &a);
    session_add_release(&s, &(struct release){.structure = "soleus", .side = SIDE_LEFT},
                        &a); /* region of the structure */
    session_add_release(&s, &(struct release){.structure = "no-such", .side = SIDE_LEFT}, &a); /* none */
    session_add_finding(
        &s, &(struct finding){.kind = "measure", .on = ON_MEASURE, .target = "psfs", .region = "whole-body"}, &a);
    struct place added[] = {{"foot", SIDE_RIGHT}, {"neck", SIDE_MIDLINE}, {"moon", SIDE_LEFT}, {"calf", SIDE_LEFT}};
    struct place removed[] = {{"ankle", SIDE_LEFT}};
    s.added = added;
    s.added_len = ARRAY_LEN(added);
    s.removed = removed;
    s.removed_len = ARRAY_LEN(removed);
    static const struct place expected[] = {
        {"neck", SIDE_MIDLINE}, {"calf", SIDE_LEFT}, {"foot", SIDE_RIGHT}, {"moon", SIDE_LEFT}};
    struct place *places;
    size_t len;
    session_places(&s, catalogue_shipped(), &places, &len, &a);
    assert_int_equal(len, ARRAY_LEN(expected));
    for (size_t i = 0; i < len; i++) {
        assert_string_equal(places[i].region, expected[i].region);
        assert_int_equal(places[i].side, expected[i].side);
    }
    arena_release(&a);
}

static void expect_missing(const struct session *s, const char *expected)
{
    struct arena a = {0};
    struct buf found = {0};
    struct missing *missing;
    size_t len;
    session_missing(s, catalogue_shipped(), &missing, &len, &a);
    for (size_t i = 0; i < len; i++) {
        buf_printf(&found, "%s%s", i > 0 ? " " : "", missing[i].what);
        assert_string_equal(missing[i].text + strlen(missing[i].text) - 1, ".");
    }
    assert_string_equal(buf_text(&found), expected);
    buf_release(&found);
    arena_release(&a);
}

static void what_is_missing_is_said_in_the_order_of_the_form(void **state)
{
    (void)state;
    struct arena a = {0};
    struct session s;
    session_init(&s);
    expect_missing(&s, "time finding treatment consent reaction");
    s.no_finding_reason = "too sore";
    s.not_treated_reason = "fever";
    expect_missing(&s, "time consent reaction");
    make_session(&s, &a);
    expect_missing(&s, "");
    s.findings[0].pre.kind = VALUE_NONE;
    expect_missing(&s, "");
    s.findings[0].post.kind = VALUE_NONE;
    expect_missing(&s, "value");
    s.findings[0].pre.kind = VALUE_NOT_TESTED;
    expect_missing(&s, "");
    s.releases[0].type = RELEASE_NONE;
    expect_missing(&s, "type");
    s.consent = false;
    expect_missing(&s, "type consent");
    arena_release(&a);
}

static void a_session_is_checked_row_by_row(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct session good, s;
    const struct catalogue *c = catalogue_shipped();
    make_session(&good, &a);
    assert_true(session_check(&good, c, &e));

    session_copy(&s, &good, &a);
    s.findings[0].pre.tenths = 9999;
    assert_false(session_check(&s, c, &e));
    assert_int_equal(e.code, ERR_RANGE);
    assert_non_null(strstr(e.text, "row 1"));

    session_copy(&s, &good, &a);
    s.releases[0].side = SIDE_BILATERAL;
    assert_false(session_check(&s, c, &e));
    assert_non_null(strstr(e.text, "row 2: both sides"));

    session_copy(&s, &good, &a);
    s.ended.ms = s.started.ms - 1;
    assert_false(session_check(&s, c, &e));

    session_copy(&s, &good, &a);
    s.note = "bell \a";
    assert_false(session_check(&s, c, &e));
    assert_non_null(strstr(e.text, "'note'"));

    struct place place = {"moon", SIDE_LEFT};
    session_copy(&s, &good, &a);
    s.added = &place;
    s.added_len = 1;
    assert_false(session_check(&s, c, &e));
    assert_non_null(strstr(e.text, "'moon'"));
    arena_release(&a);
}

int main(void)
{
    json_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_session_has_no_hours),
        cmocka_unit_test(both_sides_become_two_rows_left_first),
        cmocka_unit_test(rows_are_removed_by_their_number_through_both_tables),
        cmocka_unit_test(a_shape_brings_no_value_rating_note_or_date),
        cmocka_unit_test(a_shape_taken_over_twice_adds_nothing),
        cmocka_unit_test(regions_are_derived_corrected_and_in_body_order),
        cmocka_unit_test(what_is_missing_is_said_in_the_order_of_the_form),
        cmocka_unit_test(a_session_is_checked_row_by_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
