/* Nothing typed is signed away, nothing recorded is overwritten by Enter, and keys ask for the role they need. */
#include "desk.h"

#include "fascia/app/day.h"

#include <string.h>

#define GUARD_TEST(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)

static const char *const calf[] = {"l ktw 10.5>11.5", "l gastroc wb 3x", NULL};

static struct id maria(struct desk *d)
{
    return desk_client(d, "Maria Santos", (struct date){1985, 4, 12});
}

static void open_form(struct desk *d, struct id client)
{
    struct session_arg arg = {.client = client};
    desk_show(d, &session_view, &arg);
}

static const char *pending(struct desk *d, struct arena *a)
{
    struct err e = {0};
    struct draft *drafts;
    size_t len;
    assert_true(draft_list(&drafts, &len, d->app.store, d->app.user.id, false, a, &e));
    return len ? drafts[0].pending : NULL;
}

static struct session last_session(struct desk *d, struct id client, struct arena *a)
{
    struct err e = {0};
    struct session_row row;
    bool found;
    assert_true(session_last(&row, &found, d->app.store, client, 0, a, &e));
    assert_true(found);
    return row.session;
}

static void half_a_line_is_not_signed_away(void **state)
{
    struct desk *d = *state;
    struct arena a = {0};
    struct id client = maria(d);
    open_form(d, client);
    desk_type(d, "l ktw 10.5>11.5");
    desk_keys(d, "⏎");
    desk_type(d, "l gastroc wb 3x");
    desk_keys(d, "⏎");
    desk_type(d, "r soleus active 3x");
    desk_keys(d, "^s");
    assert_string_equal(desk_top(d), "session");
    desk_expect(d, "typed but not added");
    desk_keys(d, "⏎ ^s");
    assert_string_equal(desk_top(d), "sign");
    desk_keys(d, "⏎");
    assert_int_equal(last_session(d, client, &a).releases_len, 2);
    arena_release(&a);
}

static void a_line_stays_in_the_draft_while_a_cell_is_typed(void **state)
{
    struct desk *d = *state;
    struct arena a = {0};
    open_form(d, maria(d));
    desk_type(d, "l ktw 10.5");
    desk_keys(d, "⏎");
    desk_type(d, "a line of more than twenty keys");
    desk_keys(d, "↑ 11");
    const char *typed = pending(d, &a);
    assert_non_null(typed);
    assert_non_null(strstr(typed, "a line of more than"));
    desk_keys(d, "⏎");
    assert_non_null(strstr(pending(d, &a), "a line of more than"));
    arena_release(&a);
}

static void a_reason_that_is_typed_before_signing_is_in_the_draft(void **state)
{
    struct desk *d = *state;
    struct arena a = {0};
    struct id client = maria(d);
    open_form(d, client);
    desk_type(d, "l gastroc wb 3x");
    desk_keys(d, "⏎ ^s");
    assert_string_equal(desk_top(d), "sign");
    desk_type(d, "too sore to be tested today");
    const char *typed = pending(d, &a);
    assert_non_null(typed);
    assert_non_null(strstr(typed, "too sore to be teste"));
    desk_keys(d, "⎋"); /* thrown away by Esc: the form can be signed again */
    desk_keys(d, "^s");
    desk_type(d, "too sore");
    desk_keys(d, "⏎ ⏎");
    assert_string_equal(last_session(d, client, &a).no_finding_reason, "too sore");
    arena_release(&a);
}

static void enter_does_not_overwrite_a_reaction_that_was_seen(void **state)
{
    struct desk *d = *state;
    struct arena a = {0};
    struct err e = {0};
    struct work w;
    struct reading reading;
    struct id client = maria(d);
    assert_true(work_open(&w, &d->app, client, WORK_EMPTY, (struct id){0}, &e));
    for (size_t i = 0; calf[i]; i++)
        assert_true(work_line(&w, &reading, calf[i], &a, &e));
    assert_true(work_confirm(&w, false, "dizzy for a minute", &e));
    work_release(&w);
    open_form(d, client);
    desk_keys(d, "^s");
    desk_expect(d, "reaction seen: dizzy for a minute");
    desk_absent(d, "no adverse reaction seen");
    desk_keys(d, "⏎");
    assert_string_equal(last_session(d, client, &a).reaction, "dizzy for a minute");
    arena_release(&a);
}

static void a_second_window_is_told_that_there_are_two_drafts_now(void **state)
{
    struct desk *d = *state;
    struct arena a = {0};
    struct err e = {0};
    struct app other;
    struct work w;
    struct reading reading;
    struct id client = maria(d);
    open_form(d, client);
    desk_type(d, "l ktw 10.5");
    desk_keys(d, "⏎");
    app_init(&other);
    assert_true(app_choose(&other, d->app.folder, &e));
    assert_true(app_unlock(&other, "ana", DESK_PASSPHRASE, strlen(DESK_PASSPHRASE), &e));
    assert_true(work_open(&w, &other, client, WORK_EMPTY, (struct id){0}, &e));
    assert_true(work_line(&w, &reading, "l gastroc wb 3x", &a, &e));
    desk_type(d, ": from the screen");
    desk_keys(d, "⏎");
    desk_expect(d, "changed elsewhere too");
    desk_keys(d, "⎋");
    desk_show(d, &drafts_view, NULL);
    desk_expect(d, "1 findings");
    desk_expect(d, "gastroc");
    work_release(&w);
    app_release(&other);
    arena_release(&a);
}

static void the_search_that_a_session_was_opened_from_is_recorded(void **state)
{
    struct desk *d = *state;
    struct id client = maria(d);
    desk_signed(d, client, calf);
    desk_show(d, &search_view, NULL);
    desk_type(d, "santos calf");
    assert_int_equal(desk_changes(d, "\"search\""), 0);
    desk_keys(d, "⏎ ⏎");
    assert_int_equal(desk_changes(d, "\"search\""), 1);
    assert_int_equal(desk_changes(d, "santos calf"), 0);
}

static void reception_reads_no_session(void **state)
{
    struct desk *d = *state;
    struct err e = {0};
    struct id planned;
    struct id client = maria(d);
    desk_signed(d, client, calf);
    assert_true(day_plan(&planned, &d->app, client, instant_date(clock_now()), 16 * 60, &e));
    d->app.user.roles = ROLE_RECEPTION;
    desk_show(d, &today_view, NULL);
    desk_expect(d, "Santos, Maria");
    desk_absent(d, "gastroc");
    static const char *const keys[] = {"/", "d", "s", "r", "L", "⏎"};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        desk_keys(d, keys[i]);
        assert_string_equal(desk_top(d), "today");
        desk_absent(d, "gastroc");
    }
    desk_keys(d, "s");
    desk_expect(d, "is not allowed for 'ana'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GUARD_TEST(half_a_line_is_not_signed_away),
        GUARD_TEST(a_line_stays_in_the_draft_while_a_cell_is_typed),
        GUARD_TEST(a_reason_that_is_typed_before_signing_is_in_the_draft),
        GUARD_TEST(enter_does_not_overwrite_a_reaction_that_was_seen),
        GUARD_TEST(a_second_window_is_told_that_there_are_two_drafts_now),
        GUARD_TEST(the_search_that_a_session_was_opened_from_is_recorded),
        GUARD_TEST(reception_reads_no_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
