/* The list of a day: plans, drafts and what is signed, each client's row once, and where to go on. */
#include "fixture.h"

#include "fascia/model/words.h"

static struct date today(void)
{
    return instant_date(clock_now());
}

static struct day_list load(struct fixture *f, struct app *a, struct date day)
{
    struct err e = {0};
    struct day_list list;
    assert_ok(day_load(&list, a, day, &f->a, &e), e);
    return list;
}

static struct id plan(struct fixture *f, struct id client, int minute)
{
    struct err e = {0};
    struct id planned;
    assert_ok(day_plan(&planned, &f->ana, client, today(), minute, &e), e);
    return planned;
}

static void an_empty_day_is_an_empty_list(void **state)
{
    struct fixture *f = *state;
    struct day_list day = load(f, &f->ana, today());
    assert_int_equal(day.len, 0);
    assert_int_equal(day.next, 0);
    assert_int_equal(day.planned + day.signed_count + day.unsigned_before, 0);
}

static void rows_go_by_the_hour_and_the_first_open_one_is_next(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    struct id late = plan(f, f->client, 14 * 60);
    struct id second = add_client(f, "Zo\u00eb", "\u00d8rsted");
    struct id early = plan(f, second, 9 * 60);
    struct day_list day = load(f, &f->ana, today());
    assert_int_equal(day.len, 2);
    assert_true(id_equal(day.rows[0].session, early));
    assert_string_equal(day.rows[0].client_name, "\u00d8rsted, Zo\u00eb");
    assert_int_equal(day.rows[0].status, DAY_NEXT);
    assert_int_equal(day.rows[1].status, DAY_PLANNED);
    assert_string_equal(day.rows[0].last_plan, "first visit");
    assert_int_equal(day.rows[0].last_seen.year, 0);
    /* the early one comes, is written down, and signed */
    assert_ok(work_open(&w, &f->ana, second, WORK_EMPTY, early, &e), e);
    fill(&w);
    day = load(f, &f->ana, today());
    assert_int_equal(day.len, 2);
    assert_int_equal(day.rows[0].status, DAY_DRAFT);
    assert_true(id_equal(day.rows[0].draft, w.draft.id));
    assert_int_equal(day.next, 0);
    assert_ok(work_sign(&w, &e), e);
    work_release(&w);
    day = load(f, &f->ana, today());
    assert_int_equal(day.rows[0].status, DAY_SIGNED);
    assert_true(id_is_null(day.rows[0].draft));
    assert_int_equal(day.signed_count, 1);
    assert_int_equal(day.next, 1);
    assert_true(id_equal(day.rows[1].session, late));
    assert_int_equal(day.rows[1].status, DAY_NEXT);
}

/* Power went while a form was open: there is a draft and nothing in the log, and yet the day shows it. */
static void a_form_that_was_never_left_is_in_the_list(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    struct app ben;
    assert_ok(work_open(&w, &f->ana, f->client, WORK_EMPTY, (struct id){0}, &e), e);
    add_line(&w, "l knee flex 90");
    struct id session = w.session.id;
    work_release(&w); /* forgotten, not left */
    struct day_list day = load(f, &f->ana, today());
    assert_int_equal(day.len, 1);
    assert_int_equal(day.rows[0].status, DAY_DRAFT);
    assert_true(id_equal(day.rows[0].session, session));
    assert_string_equal(day.rows[0].therapist, "Ana Lima");
    struct date tomorrow = date_from_days(date_days(today()) + 1);
    day = load(f, &f->ana, tomorrow);
    assert_int_equal(day.len, 0);
    assert_int_equal(day.unsigned_before, 1);
    /* it is hers: a colleague's day has nothing of it until she leaves the form */
    add_user(f, "ben", ROLE_THERAPIST);
    unlock_as(&ben, f, "ben", BEN_PASSPHRASE);
    day = load(f, &ben, today());
    assert_int_equal(day.len, 0);
    assert_ok(work_open(&w, &f->ana, f->client, WORK_EMPTY, (struct id){0}, &e), e);
    assert_ok(work_leave(&w, &e), e);
    work_release(&w);
    day = load(f, &ben, today());
    assert_int_equal(day.len, 1);
    assert_int_equal(day.rows[0].status, DAY_DRAFT);
    assert_true(id_is_null(day.rows[0].draft));
    assert_int_equal(day.unsigned_before, 0);
    app_release(&ben);
}

static void only_a_plan_can_be_dropped(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct id planned = plan(f, add_client(f, "Ola", "Nordmann"), -1);
    struct id signed_one = sign_one(f);
    assert_refused(day_drop(&f->ana, signed_one, &e), e, ERR_REFUSED);
    assert_refused(day_drop(&f->ana, id_random(), &e), e, ERR_NOT_FOUND);
    assert_ok(day_drop(&f->ana, planned, &e), e);
    assert_refused(day_drop(&f->ana, planned, &e), e, ERR_REFUSED);
    struct day_list day = load(f, &f->ana, today());
    assert_int_equal(day.len, 2);
    assert_int_equal(day.planned, 1);
    for (size_t i = 0; i < day.len; i++)
        assert_int_equal(day.rows[i].status, id_equal(day.rows[i].session, planned) ? DAY_CANCELLED : DAY_SIGNED);
}

static void a_plan_needs_a_client(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct id planned;
    int64_t before = changes(&f->ana);
    assert_refused(day_plan(&planned, &f->ana, id_random(), today(), 600, &e), e, ERR_NOT_FOUND);
    assert_int_equal(changes(&f->ana), before);
}

static void what_was_done_last_time_stands_beside_the_name(void **state)
{
    struct fixture *f = *state;
    sign_one(f);
    plan(f, f->client, 16 * 60);
    struct day_list day = load(f, &f->ana, today());
    assert_int_equal(day.len, 2);
    assert_non_null(strstr(day.rows[1].last_plan, "gastroc"));
    assert_int_equal(date_compare(day.rows[1].last_seen, today()), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        APP_TEST(an_empty_day_is_an_empty_list),
        APP_TEST(rows_go_by_the_hour_and_the_first_open_one_is_next),
        APP_TEST(a_form_that_was_never_left_is_in_the_list),
        APP_TEST(only_a_plan_can_be_dropped),
        APP_TEST(a_plan_needs_a_client),
        APP_TEST(what_was_done_last_time_stands_beside_the_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
