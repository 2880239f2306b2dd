/* A session being written: what is accepted is on disk, what is refused changes nothing, and nothing typed is lost. */
#include "fixture.h"

static void open_empty(struct work *w, struct app *a, struct id client)
{
    struct err e = {0};
    assert_ok(work_open(w, a, client, WORK_EMPTY, (struct id){0}, &e), e);
}

static const char *present(const struct work *w)
{
    return w->undo[w->undo_at].body;
}

static void a_form_that_was_only_looked_at_leaves_no_trace(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    struct draft *drafts;
    open_empty(&w, &f->ana, f->client);
    int64_t before = changes(&f->ana); /* opening the client is one */
    assert_int_equal(work_deadline_ms(&w), -1);
    assert_ok(work_leave(&w, &e), e);
    work_release(&w);
    assert_int_equal(changes(&f->ana), before);
    assert_int_equal(live_drafts(&drafts, f, &f->ana), 0);
}

static void text_that_was_typed_and_taken_back_leaves_no_session(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    struct draft *drafts;
    open_empty(&w, &f->ana, f->client);
    int64_t before = changes(&f->ana);
    assert_ok(work_typing(&w, "l gas", &e), e);
    assert_ok(work_save(&w, &e), e);
    assert_ok(work_typing(&w, "", &e), e);
    assert_ok(work_leave(&w, &e), e);
    work_release(&w);
    assert_int_equal(changes(&f->ana), before);
    assert_int_equal(live_drafts(&drafts, f, &f->ana), 0);
}

static void what_is_accepted_is_on_disk(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w, again;
    struct app other;
    open_empty(&w, &f->ana, f->client);
    fill(&w);
    struct id session = w.session.id;
    unlock_as(&other, f, "ana", ANA_PASSPHRASE); /* what another process sees: nothing was saved but by the calls */
    open_empty(&again, &other, f->client);
    assert_true(again.resumed);
    assert_true(id_equal(again.session.id, session));
    assert_string_equal(present(&again), present(&w));
    assert_true(session_equal(&again.session, &w.session));
    work_release(&again);
    work_release(&w);
    struct draft *drafts;
    assert_int_equal(live_drafts(&drafts, f, &f->ana), 1);
    assert_ok(work_resume(&again, &other, drafts[0].id, &e), e);
    assert_true(id_equal(again.session.id, session));
    work_release(&again);
    app_release(&other);
}

static void what_is_refused_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    struct arena a = {0};
    struct reading reading;
    open_empty(&w, &f->ana, f->client);
    fill(&w);
    const char *before = present(&w);
    size_t states = w.undo_len;
    static const char *const lines[] = {"l gastroc wb 3x; nonsense", "zzz", "l knee flex 9000", "-9", "2: 5", "copy"};
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        bool ok = work_line(&w, &reading, lines[i], &a, &e);
        print_message("  %s -> %s\n", lines[i], ok ? reading.problem.message : e.text);
        assert_true(!ok || reading.problem.kind != PROBLEM_NONE);
    }
    assert_refused(work_set_cell(&w, 1, false, "9000", &e), e, ERR_RANGE);
    assert_refused(work_set_cell(&w, 1, false, "many", &e), e, ERR_INVALID);
    assert_refused(work_set_cell(&w, 2, false, "1", &e), e, ERR_NOT_FOUND);
    assert_refused(work_set_cell(&w, 0, false, "1", &e), e, ERR_NOT_FOUND);
    assert_refused(work_carry_cell(&w, 1, false, &e), e, ERR_NOT_FOUND);
    assert_refused(work_remove_row(&w, 3, &e), e, ERR_NOT_FOUND);
    assert_refused(work_set_place(&w, (struct place){"moon", SIDE_LEFT}, true, &e), e, ERR_NOT_FOUND);
    assert_refused(work_set_text(&w, "note", "a\x01z", &e), e, ERR_INVALID);
    assert_refused(work_confirm(&w, true, "seen\x1b[2J", &e), e, ERR_INVALID);
    assert_ptr_equal(present(&w), before);
    assert_int_equal(w.undo_len, states);
    assert_false(w.dirty);
    arena_release(&a);
    work_release(&w);
}

/* Note lines add up: the one that would pass the limit is refused, and the draft can still be read. */
static void a_note_that_grows_too_long_is_refused_at_the_line(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    struct arena a = {0};
    struct reading reading = {0};
    char line[4000];
    memset(line, 'a', sizeof line);
    line[0] = ':';
    line[1] = ' ';
    line[sizeof line - 1] = '\0';
    open_empty(&w, &f->ana, f->client);
    bool ok = true;
    for (int i = 0; i < 20 && ok; i++)
        ok = work_line(&w, &reading, line, &a, &e);
    assert_false(ok);
    print_message("  %s\n", e.text);
    assert_false(w.dirty);
    size_t kept = strlen(w.session.note);
    assert_true(kept > 60000);
    work_release(&w);
    open_empty(&w, &f->ana, f->client);
    assert_true(w.resumed);
    assert_int_equal(strlen(w.session.note), kept);
    assert_ok(work_set_text(&w, "note", "short", &e), e);
    arena_release(&a);
    work_release(&w);
}

static void a_ghost_is_taken_over_only_by_asking(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    sign_one(f);
    assert_ok(work_open(&w, &f->ana, f->client, WORK_REPEAT, (struct id){0}, &e), e);
    assert_int_equal(w.session.findings_len, 1);
    assert_int_equal(w.session.findings[0].pre.kind, VALUE_NONE);
    struct value ghost = work_ghost(&w, 1);
    assert_int_equal(ghost.tenths, 1100); /* what was found last, after treatment */
    assert_int_equal(work_ghost(&w, 2).kind, VALUE_NONE);
    assert_int_equal(w.session.number, 2);
    assert_ok(work_carry_cell(&w, 1, false, &e), e);
    assert_int_equal(w.session.findings[0].pre.tenths, 1100);
    assert_true(w.session.findings[0].pre.carried);
    assert_ok(work_set_cell(&w, 1, false, "100", &e), e);
    assert_false(w.session.findings[0].pre.carried);
    assert_ok(work_set_cell(&w, 1, false, "", &e), e);
    assert_int_equal(w.session.findings[0].pre.kind, VALUE_NONE);
    work_release(&w);
}

enum { STEPS = 9 };

static void take_steps(struct work *w, const char *bodies[STEPS + 1])
{
    struct err e = {0};
    static const char *const lines[] = {"l knee flex 90", "r hams tone raised",
                                        "l gastroc wb 3x; r soleus active 4x 30s"};
    size_t n = 0;
    bodies[n++] = present(w);
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        add_line(w, lines[i]);
        bodies[n++] = present(w);
    }
    assert_ok(work_set_cell(w, 1, true, "110", &e), e);
    bodies[n++] = present(w);
    assert_ok(work_set_text(w, "note", "went well\nsecond line \"quoted\" \\ é", &e), e);
    bodies[n++] = present(w);
    assert_ok(work_set_place(w, (struct place){"knee", SIDE_RIGHT}, true, &e), e);
    bodies[n++] = present(w);
    assert_ok(work_remove_row(w, 2, &e), e);
    bodies[n++] = present(w);
    assert_ok(work_confirm(w, true, "none-seen", &e), e);
    bodies[n++] = present(w);
    add_line(w, ": one more");
    bodies[n++] = present(w);
    assert_int_equal(n, STEPS + 1);
}

static void walk(struct work *w, const char *const bodies[STEPS + 1])
{
    struct err e = {0};
    const char *what;
    for (size_t i = STEPS; i-- > 0;) {
        assert_ok(work_undo(w, &what, &e), e);
        assert_non_null(what);
        assert_string_equal(present(w), bodies[i]);
    }
    assert_ok(work_undo(w, &what, &e), e);
    assert_null(what);
    assert_string_equal(present(w), bodies[0]);
    for (size_t i = 1; i <= STEPS; i++) {
        assert_ok(work_redo(w, &what, &e), e);
        assert_non_null(what);
        assert_string_equal(present(w), bodies[i]);
    }
    assert_ok(work_redo(w, &what, &e), e);
    assert_null(what);
}

static void undo_and_redo_give_the_same_bytes_again(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w, later;
    struct app other;
    const char *bodies[STEPS + 1];
    open_empty(&w, &f->ana, f->client);
    take_steps(&w, bodies);
    walk(&w, bodies);
    /* in another process, from what is on disk */
    unlock_as(&other, f, "ana", ANA_PASSPHRASE);
    open_empty(&later, &other, f->client);
    walk(&later, bodies);
    work_release(&later);
    /* what was undone is gone once something new is done */
    const char *what;
    assert_ok(work_undo(&w, &what, &e), e);
    app_release(&other);
    work_release(&w);
}

static const char *pending_on_disk(struct fixture *f)
{
    struct draft *drafts;
    return live_drafts(&drafts, f, &f->ana) ? drafts[0].pending : NULL;
}

static void typing_is_on_disk_after_twenty_keys(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    char text[41] = "";
    open_empty(&w, &f->ana, f->client);
    for (size_t i = 0; i < 40; i++) {
        text[i] = (char)('a' + i % 26);
        assert_ok(work_typing(&w, text, &e), e);
        size_t saved = (i + 1) / 20 * 20;
        const char *disk = pending_on_disk(f);
        assert_int_equal(disk ? strlen(disk) : 0, saved);
        int left = work_deadline_ms(&w);
        if (i + 1 == saved)
            assert_int_equal(left, -1);
        else
            assert_true(left > 0 && left <= 2000);
    }
    text[30] = '\0';
    assert_ok(work_typing(&w, text, &e), e);
    assert_ok(work_typing(&w, text, &e), e); /* the same text is no key */
    assert_int_equal(w.pending_keys, 1);
    assert_ok(work_save(&w, &e), e); /* what the deadline asks for */
    assert_string_equal(pending_on_disk(f), text);
    assert_int_equal(work_deadline_ms(&w), -1);
    work_release(&w);
    open_empty(&w, &f->ana, f->client);
    assert_string_equal(buf_text(&w.pending), text);
    work_release(&w);
}

/* A line is half typed, a cell is filled in between: the line is still in the draft. A cell's own text goes with it. */
static void a_cell_takes_only_its_own_text_from_what_is_typed(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    open_empty(&w, &f->ana, f->client);
    add_line(&w, "l knee flex 90");
    assert_ok(work_typing(&w, "l gastroc wb 3", &e), e);
    assert_ok(work_save(&w, &e), e);
    assert_ok(work_set_cell(&w, 1, true, "110", &e), e);
    assert_string_equal(pending_on_disk(f), "l gastroc wb 3");
    assert_ok(work_typing(&w, "115", &e), e);
    assert_ok(work_save(&w, &e), e);
    assert_string_equal(pending_on_disk(f), "115");
    assert_ok(work_set_cell(&w, 1, true, "115", &e), e);
    assert_null(pending_on_disk(f));
    assert_ok(work_typing(&w, "115", &e), e); /* the value that is there already */
    assert_ok(work_save(&w, &e), e);
    assert_ok(work_set_cell(&w, 1, true, "115", &e), e);
    assert_ok(work_save(&w, &e), e);
    assert_null(pending_on_disk(f));
    assert_int_equal(work_deadline_ms(&w), -1);
    work_release(&w);
}

static void leaving_appends_what_differs_and_only_once(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    struct session_row row;
    open_empty(&w, &f->ana, f->client);
    add_line(&w, "l knee flex 90");
    struct id session = w.session.id;
    int64_t before = changes(&f->ana);
    assert_ok(work_leave(&w, &e), e);
    assert_int_equal(changes(&f->ana), before + 1);
    assert_ok(session_get(&row, f->ana.store, session, &f->a, &e), e);
    assert_int_equal(row.session.status, SESSION_DRAFT);
    assert_true(session_equal(&row.session, &w.session));
    assert_ok(work_leave(&w, &e), e);
    assert_int_equal(changes(&f->ana), before + 1);
    add_line(&w, "l gastroc wb 3x");
    assert_ok(work_leave(&w, &e), e);
    assert_int_equal(changes(&f->ana), before + 2);
    work_release(&w);
    open_empty(&w, &f->ana, f->client);
    assert_true(w.resumed);
    assert_true(id_equal(w.session.id, session));
    assert_ok(work_leave(&w, &e), e);
    assert_int_equal(changes(&f->ana), before + 3); /* the client was opened again; nothing else */
    assert_ok(session_get(&row, f->ana.store, session, &f->a, &e), e);
    assert_int_equal(row.session.releases_len, 1);
    work_release(&w);
}

static void a_plan_is_fulfilled_by_its_session(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    struct id planned;
    struct session_row row;
    struct day_list day;
    struct date today = instant_date(clock_now());
    assert_ok(day_plan(&planned, &f->ana, f->client, today, 10 * 60, &e), e);
    assert_ok(work_open(&w, &f->ana, f->client, WORK_EMPTY, planned, &e), e);
    assert_true(id_equal(w.session.id, planned));
    fill(&w);
    assert_ok(work_leave(&w, &e), e);
    assert_ok(work_sign(&w, &e), e);
    work_release(&w);
    assert_ok(session_get(&row, f->ana.store, planned, &f->a, &e), e);
    assert_int_equal(row.session.status, SESSION_SIGNED);
    assert_int_equal(row.session.planned_minute, 600);
    assert_ok(day_load(&day, &f->ana, today, &f->a, &e), e);
    assert_int_equal(day.len, 1);
    assert_int_equal(day.signed_count, 1);
    assert_refused(work_open(&w, &f->ana, f->client, WORK_EMPTY, planned, &e), e, ERR_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        APP_TEST(a_form_that_was_only_looked_at_leaves_no_trace),
        APP_TEST(text_that_was_typed_and_taken_back_leaves_no_session),
        APP_TEST(what_is_accepted_is_on_disk),
        APP_TEST(what_is_refused_changes_nothing),
        APP_TEST(a_note_that_grows_too_long_is_refused_at_the_line),
        APP_TEST(a_ghost_is_taken_over_only_by_asking),
        APP_TEST(undo_and_redo_give_the_same_bytes_again),
        APP_TEST(typing_is_on_disk_after_twenty_keys),
        APP_TEST(a_cell_takes_only_its_own_text_from_what_is_typed),
        APP_TEST(leaving_appends_what_differs_and_only_once),
        APP_TEST(a_plan_is_fulfilled_by_its_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
