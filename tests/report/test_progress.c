/* Progress: equal examinations form a series, and what was kept is the value before the next one. */
#include "fascia/report/progress.h"

#include "fascia/report/text.h"
#include "support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define NUMBER(n)                                                                                                      \
    {                                                                                                                  \
        .kind = VALUE_NUMBER, .tenths = (n)                                                                            \
    }

static const int64_t day_ms = 86400000;

static void add_sign(struct session *s, const char *target, enum side side, const char *device, int pre, int post,
                     struct arena *a)
{
    struct finding f = {.kind = "test", .on = ON_TEST, .target = target, .side = side, .device = device};
    if (pre >= 0)
        f.pre = (struct value)NUMBER(pre);
    if (post >= 0)
        f.post = (struct value)NUMBER(post);
    session_add_finding(s, &f, a);
}

static void make_sessions(struct session s[4], struct arena *a)
{
    for (size_t i = 0; i < 4; i++) {
        session_init(&s[i]);
        s[i].started = (struct instant){INT64_C(1792922400000) + (int64_t)i * 7 * day_ms, 0};
    }
    add_sign(&s[0], "knee-to-wall", SIDE_LEFT, NULL, 70, 80, a);
    add_sign(&s[0], "knee-to-wall", SIDE_RIGHT, NULL, 120, -1, a);
    add_sign(&s[0], "slr", SIDE_LEFT, "inclinometer", 600, 660, a);
    add_sign(&s[1], "knee-to-wall", SIDE_LEFT, NULL, -1, -1, a); /* not examined: a gap */
    add_sign(&s[1], "slr", SIDE_LEFT, "phone", 700, 720, a);     /* another device: another series */
    add_sign(&s[2], "knee-to-wall", SIDE_LEFT, NULL, 75, 95, a);
    add_sign(&s[3], "knee-to-wall", SIDE_LEFT, NULL, 95, 90, a);
    add_sign(&s[3], "slr", SIDE_LEFT, "inclinometer", 640, -1, a);
}

static void only_equal_examinations_are_one_series(void **state)
{
    (void)state;
    struct arena a = {0};
    struct session s[4];
    struct progress_series *series;
    size_t len;
    make_sessions(s, &a);
    progress_collect(&series, &len, catalogue_shipped(), s, 4, NULL, &a);
    assert_int_equal(len, 4);
    assert_string_equal(series[0].label, "L KTW");
    assert_int_equal(series[0].rows_len, 3);
    assert_int_equal(series[1].rows_len, 1);
    assert_int_equal(series[2].rows_len, 2);
    assert_int_equal(series[3].rows_len, 1);
    assert_ptr_equal(series[0].rows[0].next, series[0].rows[1].finding);
    assert_null(series[0].rows[2].next);
    progress_collect(&series, &len, catalogue_shipped(), s, 4, "slr", &a);
    assert_int_equal(len, 2);
    progress_collect(&series, &len, catalogue_shipped(), s, 4, "faber", &a);
    assert_int_equal(len, 0);
    arena_release(&a);
}

static void the_table_shows_before_after_and_kept(void **state)
{
    (void)state;
    struct arena a = {0};
    struct session s[4];
    struct progress_series *series;
    size_t len;
    struct document d;
    struct buf out = {0};
    make_sessions(s, &a);
    progress_collect(&series, &len, catalogue_shipped(), s, 4, NULL, &a);
    document_init(&d, &a);
    document_heading(&d, 1, "Progress");
    progress_document(&d, series, len);
    document_text(&out, &d);
    golden_check("report/golden/progress.txt", buf_text(&out));
    buf_release(&out);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_equal_examinations_are_one_series),
        cmocka_unit_test(the_table_shows_before_after_and_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
