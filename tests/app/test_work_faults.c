/*
 * A disk that fails at every single write of a step, once or for good, full or broken: each time the step says so, the
 * form and the record are as they were before it, and the same step works when the disk does again.
 */
#include "faults.h"
#include "fixture.h"

struct step {
    const char *name;
    bool (*run)(struct work *w, struct err *e);
};

static bool line(struct work *w, struct err *e)
{
    struct arena a = {0};
    struct reading reading;
    bool ok = work_line(w, &reading, "r soleus active 4x", &a, e);
    arena_release(&a);
    return ok;
}

static bool cell(struct work *w, struct err *e)
{
    return work_set_cell(w, 1, true, "125", e);
}

static bool undo(struct work *w, struct err *e)
{
    const char *what;
    return work_undo(w, &what, e);
}

static bool redo(struct work *w, struct err *e)
{
    const char *what;
    return work_redo(w, &what, e);
}

static bool typed(struct work *w, struct err *e)
{
    return work_typing(w, "text that is typed", e) && work_save(w, e);
}

static bool cleared(struct work *w, struct err *e)
{
    return work_typing(w, "", e) && work_save(w, e);
}

static const struct step steps[] = {
    {"line", line},        {"cell", cell},       {"undo", undo},        {"redo", redo},      {"typing", typed},
    {"leave", work_leave}, {"cleared", cleared}, {"leave", work_leave}, {"sign", work_sign},
};

/* What must not change: the changes of the log, and what a draft row holds. */
static void look(struct buf *out, struct fixture *f, const struct work *w, bool with_form)
{
    struct draft *drafts;
    size_t len = live_drafts(&drafts, f, &f->ana);
    buf_clear(out);
    buf_printf(out, "%lld changes\n", (long long)changes(&f->ana));
    for (size_t i = 0; i < len; i++)
        buf_printf(out, "%lld %s %s\n", (long long)drafts[i].version, drafts[i].body,
                   drafts[i].pending ? drafts[i].pending : "");
    if (with_form)
        buf_printf(out, "%lld %zu %zu %s\n", (long long)w->draft.version, w->undo_at, w->undo_len,
                   w->undo[w->undo_at].body);
}

/* Returns how many writes the step takes. */
static int meet_faults(struct fixture *f, struct work *w, const struct step *step, bool sticky, bool full)
{
    struct buf before = {0}, after = {0};
    look(&before, f, w, true);
    for (int n = 1; n < 200; n++) {
        struct err e = {0};
        faults_begin(n, sticky, full);
        bool ok = step->run(w, &e);
        bool met = faults_end();
        if (ok) { /* also when only the sync after the end of the transaction failed: then it is all there */
            buf_release(&before);
            buf_release(&after);
            return met ? n : n - 1;
        }
        if (n == 1)
            print_message("  %s: %s\n", step->name, e.text);
        assert_int_equal(e.code, full ? ERR_FULL : ERR_IO);
        look(&after, f, w, true);
        if (strcmp(buf_text(&after), buf_text(&before)) != 0)
            fail_msg("%s, write %d:\n%s\n%s", step->name, n, buf_text(&before), buf_text(&after));
        w->retry_at = 0;
    }
    fail_msg("%s never ends", step->name);
    return 0;
}

static void a_failing_disk_leaves_old_or_new(void **state)
{
    struct fixture *f = *state;
    faults_install();
    app_lock(&f->ana);
    struct err e = {0};
    assert_ok(app_unlock(&f->ana, "ana", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    for (int kind = 0; kind < 4; kind += 3) {
        struct work w;
        assert_ok(work_open(&w, &f->ana, f->client, WORK_EMPTY, (struct id){0}, &e), e);
        fill(&w);
        int writes = 0;
        for (size_t i = 0; i < ARRAY_LEN(steps); i++)
            writes += meet_faults(f, &w, &steps[i], kind & 1, kind & 2);
        assert_true(writes > 50);
        assert_int_equal(w.session.status, SESSION_SIGNED);
        struct session_row row;
        assert_ok(session_get(&row, f->ana.store, w.session.id, &f->a, &e), e);
        assert_int_equal(row.session.findings[0].post.tenths, 1250);
        assert_int_equal(row.session.releases_len, 2);
        work_release(&w);
    }
    assert_ok(store_check_pages(f->ana.store, &e), e);
}

static void putting_away_is_whole_or_not_at_all(void **state)
{
    static const struct step away = {"discard", work_discard};
    struct fixture *f = *state;
    struct err e = {0};
    struct work w;
    struct store_facts facts;
    faults_install();
    app_lock(&f->ana);
    assert_ok(app_unlock(&f->ana, "ana", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    assert_ok(work_open(&w, &f->ana, f->client, WORK_EMPTY, (struct id){0}, &e), e);
    fill(&w);
    assert_ok(work_leave(&w, &e), e);
    assert_true(meet_faults(f, &w, &away, true, true) > 5);
    assert_ok(store_facts(&facts, f->ana.store, &e), e);
    assert_int_equal(facts.unsigned_sessions, 0);
    work_release(&w);
}

/* A new client, a plan: they number and name themselves only once they are on disk. */
static void a_client_that_was_not_saved_takes_no_number(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct client_row row = {.sessions = -7};
    struct client want = {.given = "Ola", .family = "Nordmann", .born = {1990, 2, 3}};
    faults_install();
    app_lock(&f->ana);
    assert_ok(app_unlock(&f->ana, "ana", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    int64_t before = changes(&f->ana);
    int n = 1;
    bool ok = false;
    for (; !ok && n < 200; n++) {
        faults_begin(n, n % 2, n % 3);
        ok = client_create(&row, &f->ana, &want, &f->a, &e);
        faults_end();
        assert_int_equal(changes(&f->ana), before + ok);
    }
    assert_true(n > 5);
    assert_int_equal(row.client.number, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        APP_TEST(a_failing_disk_leaves_old_or_new),
        APP_TEST(putting_away_is_whole_or_not_at_all),
        APP_TEST(a_client_that_was_not_saved_takes_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
