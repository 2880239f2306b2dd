/* Signing, putting away, and two windows on one draft: one transaction each, and nothing that was typed is lost. */
#include "fixture.h"

static const struct id no_plan = {0};

static void open_full(struct work *w, struct app *a, struct id client)
{
    struct err e = {0};
    assert_ok(work_open(w, a, client, WORK_EMPTY, no_plan, &e), e);
    if (!w->resumed)
        fill(w);
}

static struct session_row read_session(struct fixture *f, struct id session)
{
    struct err e = {0};
    struct session_row row;
    assert_ok(session_get(&row, f->ana.store, session, &f->a, &e), e);
    return row;
}

static int64_t unsigned_sessions(struct fixture *f)
{
    struct err e = {0};
    struct store_facts facts;
    assert_ok(store_facts(&facts, f->ana.store, &e), e);
    return facts.unsigned_sessions;
}

static void signing_is_one_step(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    struct draft *drafts;
    struct episode_row *episodes;
    struct day_list day;
    size_t len;
    open_full(&w, &f->ana, f->client);
    add_line(&w, "next 29nov 10:30");
    int64_t before = changes(&f->ana);
    assert_ok(work_sign(&w, &e), e);
    assert_int_equal(changes(&f->ana), before + 3); /* episode, plan, session */
    struct session_row row = read_session(f, w.session.id);
    assert_int_equal(row.session.status, SESSION_SIGNED);
    assert_int_equal(row.session.number, 1);
    assert_true(row.signed_at.ms > 0 && row.session.ended.ms >= row.session.started.ms);
    assert_int_equal(live_drafts(&drafts, f, &f->ana), 0);
    assert_ok(episode_list(&episodes, &len, f->ana.store, f->client, &f->a, &e), e);
    assert_int_equal(len, 1);
    assert_true(id_equal(episodes[0].episode.id, row.session.episode));
    assert_ok(day_load(&day, &f->ana, (struct date){2026, 11, 29}, &f->a, &e), e);
    assert_int_equal(day.len, 1);
    assert_int_equal(day.rows[0].minute, 10 * 60 + 30);
    /* and it is over: nothing of it can be written any more */
    struct arena a = {0};
    struct reading reading;
    assert_refused(work_line(&w, &reading, ": more", &a, &e), e, ERR_REFUSED);
    assert_refused(work_sign(&w, &e), e, ERR_REFUSED);
    assert_ok(work_leave(&w, &e), e);
    assert_int_equal(changes(&f->ana), before + 3);
    arena_release(&a);
    work_release(&w);
    struct session_row second = read_session(f, sign_one(f));
    assert_true(id_equal(second.session.episode, row.session.episode));
    assert_int_equal(second.session.number, 2);
    assert_ok(episode_list(&episodes, &len, f->ana.store, f->client, &f->a, &e), e);
    assert_int_equal(len, 1);
}

static void what_is_not_complete_is_not_signed(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    assert_ok(work_open(&w, &f->ana, f->client, WORK_EMPTY, no_plan, &e), e);
    int64_t before = changes(&f->ana);
    assert_refused(work_sign(&w, &e), e, ERR_REFUSED);
    add_line(&w, "l knee flex 90");
    assert_refused(work_sign(&w, &e), e, ERR_REFUSED);
    add_line(&w, "l gastroc wb 3x");
    assert_refused(work_sign(&w, &e), e, ERR_REFUSED);
    assert_ok(work_confirm(&w, true, "none-seen", &e), e);
    /* half a line that was never accepted would vanish with the draft */
    assert_ok(work_typing(&w, "r soleus act", &e), e);
    assert_refused(work_sign(&w, &e), e, ERR_REFUSED);
    assert_string_equal(buf_text(&w.pending), "r soleus act");
    assert_int_equal(changes(&f->ana), before);
    assert_ok(work_typing(&w, "", &e), e);
    assert_ok(work_sign(&w, &e), e);
    work_release(&w);
}

static void only_the_author_signs(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w, theirs;
    struct app ben, desk;
    struct draft *drafts;
    add_user(f, "ben", ROLE_THERAPIST);
    add_user(f, "desk", ROLE_RECEPTION);
    open_full(&w, &f->ana, f->client);
    assert_int_equal(live_drafts(&drafts, f, &f->ana), 1);
    unlock_as(&ben, f, "ben", BEN_PASSPHRASE);
    unlock_as(&desk, f, "desk", BEN_PASSPHRASE);
    assert_refused(work_resume(&theirs, &ben, drafts[0].id, &e), e, ERR_REFUSED);
    assert_refused(work_resume(&theirs, &desk, drafts[0].id, &e), e, ERR_REFUSED);
    assert_refused(work_open(&theirs, &desk, f->client, WORK_EMPTY, no_plan, &e), e, ERR_REFUSED);
    /* somebody else unlocks in the window where the form is open */
    struct app *mine = w.app;
    w.app = &ben;
    assert_refused(work_sign(&w, &e), e, ERR_REFUSED);
    assert_refused(work_confirm(&w, false, "none-seen", &e), e, ERR_REFUSED);
    w.app = mine;
    assert_ok(work_sign(&w, &e), e);
    work_release(&w);
    app_release(&desk);
    app_release(&ben);
}

static void a_locked_practice_keeps_the_form(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    open_full(&w, &f->ana, f->client);
    assert_ok(work_typing(&w, "l sol", &e), e);
    app_lock(&f->ana);
    assert_int_equal(work_deadline_ms(&w), -1);
    assert_refused(work_save(&w, &e), e, ERR_LOCKED);
    assert_refused(work_sign(&w, &e), e, ERR_LOCKED);
    assert_refused(work_leave(&w, &e), e, ERR_LOCKED);
    assert_ok(app_unlock(&f->ana, "ana", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    assert_true(work_deadline_ms(&w) >= 0);
    assert_ok(work_save(&w, &e), e);
    work_release(&w);
    open_full(&w, &f->ana, f->client);
    assert_true(w.resumed);
    assert_string_equal(buf_text(&w.pending), "l sol");
    work_release(&w);
}

static bool holds_note(struct fixture *f, struct app *a, const char *note)
{
    struct draft *drafts;
    size_t len = live_drafts(&drafts, f, a);
    for (size_t i = 0; i < len; i++)
        if (strstr(drafts[i].body, note))
            return true;
    return false;
}

static void two_windows_on_one_draft_keep_both_texts(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work first, second;
    struct app other;
    struct draft *drafts;
    unlock_as(&other, f, "ana", ANA_PASSPHRASE);
    open_full(&first, &f->ana, f->client);
    open_full(&second, &other, f->client);
    assert_true(second.resumed);
    add_line(&second, ": from the second");
    assert_false(second.apart);
    add_line(&first, ": from the first");
    assert_true(first.apart);
    assert_true(holds_note(f, &other, "from the first"));
    assert_true(holds_note(f, &other, "from the second"));
    assert_int_equal(live_drafts(&drafts, f, &f->ana), 2);
    assert_false(id_equal(first.session.id, second.session.id));
    /* both go on, leave and sign as two sessions, with two numbers */
    assert_ok(work_leave(&first, &e), e);
    assert_ok(work_sign(&second, &e), e);
    assert_ok(work_sign(&first, &e), e);
    assert_int_not_equal(read_session(f, first.session.id).session.number,
                         read_session(f, second.session.id).session.number);
    work_release(&first);
    work_release(&second);
    app_release(&other);
}

static void a_draft_that_another_window_went_on_with_is_not_signed_over(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work first, second;
    struct app other;
    unlock_as(&other, f, "ana", ANA_PASSPHRASE);
    open_full(&first, &f->ana, f->client);
    open_full(&second, &other, f->client);
    assert_ok(work_typing(&second, "r soleus", &e), e);
    assert_ok(work_save(&second, &e), e);
    int64_t before = changes(&f->ana);
    assert_refused(work_sign(&first, &e), e, ERR_CONFLICT);
    assert_true(first.apart);
    assert_int_equal(changes(&f->ana), before);
    struct draft *drafts;
    assert_int_equal(live_drafts(&drafts, f, &f->ana), 2);
    assert_ok(work_sign(&first, &e), e); /* told, and asked for again */
    assert_int_equal(live_drafts(&drafts, f, &f->ana), 1);
    assert_string_equal(drafts[0].pending, "r soleus");
    work_release(&first);
    work_release(&second);
    app_release(&other);
}

static void a_session_that_was_signed_elsewhere_stays_as_it_is(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work first, second, third;
    struct app other, more;
    unlock_as(&other, f, "ana", ANA_PASSPHRASE);
    unlock_as(&more, f, "ana", ANA_PASSPHRASE);
    open_full(&first, &f->ana, f->client);
    open_full(&second, &other, f->client);
    open_full(&third, &more, f->client);
    struct id session = first.session.id;
    assert_ok(work_sign(&first, &e), e);
    int64_t before = changes(&f->ana);
    assert_ok(work_leave(&third, &e), e); /* nothing was changed there: nothing is kept */
    assert_int_equal(changes(&f->ana), before);
    add_line(&second, ": too late");
    assert_true(second.apart);
    assert_ok(work_leave(&second, &e), e);
    assert_int_equal(changes(&f->ana), before + 1);
    struct session_row row = read_session(f, session);
    assert_int_equal(row.session.status, SESSION_SIGNED);
    assert_null(row.session.note);
    assert_int_equal(unsigned_sessions(f), 1);
    work_release(&first);
    work_release(&second);
    work_release(&third);
    app_release(&other);
    app_release(&more);
}

static void a_plan_that_somebody_else_took_does_not_hold_up_the_text(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct app ben;
    struct work mine, theirs;
    struct id planned;
    add_user(f, "ben", ROLE_THERAPIST);
    unlock_as(&ben, f, "ben", BEN_PASSPHRASE);
    assert_ok(day_plan(&planned, &f->ana, f->client, instant_date(clock_now()), 600, &e), e);
    assert_ok(work_open(&mine, &f->ana, f->client, WORK_EMPTY, planned, &e), e);
    assert_ok(work_open(&theirs, &ben, f->client, WORK_EMPTY, planned, &e), e);
    fill(&mine);
    fill(&theirs);
    assert_ok(work_leave(&theirs, &e), e);
    assert_ok(work_leave(&mine, &e), e);
    assert_true(mine.apart);
    assert_true(id_equal(theirs.session.id, planned));
    assert_false(id_equal(mine.session.id, planned));
    assert_ok(work_sign(&mine, &e), e);
    assert_ok(work_sign(&theirs, &e), e);
    assert_int_equal(read_session(f, mine.session.id).session.number, 1);
    assert_int_equal(read_session(f, theirs.session.id).session.number, 2);
    work_release(&mine);
    work_release(&theirs);
    /* a plan that is dropped while the form is open */
    assert_ok(day_plan(&planned, &f->ana, f->client, instant_date(clock_now()), 660, &e), e);
    assert_ok(work_open(&mine, &f->ana, f->client, WORK_EMPTY, planned, &e), e);
    fill(&mine);
    assert_ok(day_drop(&ben, planned, &e), e);
    assert_refused(work_sign(&mine, &e), e, ERR_CONFLICT);
    assert_ok(work_sign(&mine, &e), e);
    assert_int_equal(read_session(f, planned).session.status, SESSION_CANCELLED);
    work_release(&mine);
    app_release(&ben);
}

static void a_draft_that_is_put_away_is_in_no_list_and_can_come_back(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    struct draft *drafts;
    size_t len;
    /* never left: the log holds nothing of it */
    open_full(&w, &f->ana, f->client);
    int64_t before = changes(&f->ana);
    assert_ok(work_discard(&w, &e), e);
    assert_int_equal(changes(&f->ana), before);
    assert_int_equal(live_drafts(&drafts, f, &f->ana), 0);
    work_release(&w);
    /* left before: its change is withdrawn */
    open_full(&w, &f->ana, f->client);
    assert_false(w.resumed);
    struct id session = w.session.id, draft = w.draft.id;
    assert_ok(work_leave(&w, &e), e);
    assert_int_equal(unsigned_sessions(f), 1);
    assert_ok(work_discard(&w, &e), e);
    assert_int_equal(unsigned_sessions(f), 0);
    assert_int_equal(read_session(f, session).session.status, SESSION_CANCELLED);
    assert_ok(draft_list(&drafts, &len, f->ana.store, f->ana.user.id, true, &f->a, &e), e);
    assert_int_equal(len, 2);
    work_release(&w);
    assert_refused(work_resume(&w, &f->ana, draft, &e), e, ERR_REFUSED);
    assert_ok(draft_discard(f->ana.store, draft, false, &e), e);
    assert_ok(work_resume(&w, &f->ana, draft, &e), e);
    assert_true(id_equal(w.session.id, session));
    assert_int_equal(w.session.findings_len, 1);
    assert_ok(work_leave(&w, &e), e);
    assert_false(w.apart);
    assert_int_equal(unsigned_sessions(f), 1);
    assert_ok(work_sign(&w, &e), e);
    assert_int_equal(read_session(f, session).session.status, SESSION_SIGNED);
    work_release(&w);
}

static void a_plan_is_open_again_when_its_draft_is_put_away(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    struct id planned;
    assert_ok(day_plan(&planned, &f->ana, f->client, instant_date(clock_now()), 600, &e), e);
    assert_ok(work_open(&w, &f->ana, f->client, WORK_EMPTY, planned, &e), e);
    fill(&w);
    assert_ok(work_leave(&w, &e), e);
    assert_ok(work_discard(&w, &e), e);
    work_release(&w);
    struct session_row row = read_session(f, planned);
    assert_int_equal(row.session.status, SESSION_PLANNED);
    assert_int_equal(row.session.planned_minute, 600);
    assert_int_equal(row.session.findings_len, 0);
    assert_ok(work_open(&w, &f->ana, f->client, WORK_EMPTY, planned, &e), e);
    assert_false(w.resumed);
    fill(&w);
    assert_ok(work_sign(&w, &e), e);
    assert_int_equal(read_session(f, planned).session.status, SESSION_SIGNED);
    work_release(&w);
}

static void yesterdays_draft_does_not_end_today(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    open_full(&w, &f->ana, f->client);
    w.session.started.ms -= INT64_C(86400000);
    add_line(&w, ": as if begun yesterday");
    assert_ok(work_sign(&w, &e), e);
    struct session_row row = read_session(f, w.session.id);
    assert_int_equal(row.session.ended.ms, 0);
    work_release(&w);
}

static void a_clock_far_behind_the_record_is_asked_about(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    json_t *body = json_object();
    json_object_set_new(body, "what", json_string("unlock"));
    struct entry_new ahead = {.kind = CHANGE_ACCESS, .body = body, .at = clock_now()};
    ahead.at.ms += INT64_C(2) * 86400000;
    struct sealer by = app_sealer(&f->ana);
    assert_ok(log_append(f->ana.store, &by, &ahead, 1, &e), e);
    json_decref(body);
    open_full(&w, &f->ana, f->client);
    int64_t before = changes(&f->ana);
    assert_refused(work_sign(&w, &e), e, ERR_REFUSED);
    assert_true(w.clock_told);
    assert_int_equal(changes(&f->ana), before);
    assert_ok(work_sign(&w, &e), e);
    assert_int_equal(changes(&f->ana), before + 3); /* episode, session, and that it was asked */
    work_release(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        APP_TEST(signing_is_one_step),
        APP_TEST(what_is_not_complete_is_not_signed),
        APP_TEST(only_the_author_signs),
        APP_TEST(a_locked_practice_keeps_the_form),
        APP_TEST(two_windows_on_one_draft_keep_both_texts),
        APP_TEST(a_draft_that_another_window_went_on_with_is_not_signed_over),
        APP_TEST(a_session_that_was_signed_elsewhere_stays_as_it_is),
        APP_TEST(a_plan_that_somebody_else_took_does_not_hold_up_the_text),
        APP_TEST(a_draft_that_is_put_away_is_in_no_list_and_can_come_back),
        APP_TEST(a_plan_is_open_again_when_its_draft_is_put_away),
        APP_TEST(yesterdays_draft_does_not_end_today),
        APP_TEST(a_clock_far_behind_the_record_is_asked_about),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
