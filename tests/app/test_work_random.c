/*
 * Three windows of two therapists do what they like with the same client, with a disk that fails now and then: every
 * note that was ever accepted is still somewhere (in a draft, live or put away, or in the log), no signed session
 * changes, and the record verifies. The walks are drawn from a seed, so a failure can be walked again.
 */
#include "demo_internal.h" /* its dice */
#include "faults.h"
#include "fixture.h"

enum { WINDOWS = 3, CLIENTS = 1, STEPS = 200, NOTES_MOST = 400 };

struct window {
    struct app *app;
    struct work work;
    bool open;
};

struct walk {
    struct fixture *f;
    struct app second, ben;
    struct window windows[WINDOWS];
    struct id clients[CLIENTS];
    struct dice dice;
    bool noted[NOTES_MOST]; /* was note number i accepted, and never undone? */
    int in_window[NOTES_MOST];
    int notes;
};

static uint32_t roll(struct walk *w, uint32_t sides)
{
    return dice_roll(&w->dice, sides);
}

static void close_window(struct walk *w, struct window *win)
{
    for (int i = 0; i < w->notes; i++)
        if (w->in_window[i] == win - w->windows)
            w->in_window[i] = -1; /* out of reach of undo */
    work_release(&win->work);
    win->open = false;
}

static bool open_window(struct walk *w, struct window *win, struct err *e)
{
    struct id none = {0};
    enum work_shape shape = roll(w, 2) ? WORK_REPEAT : WORK_EMPTY;
    win->open = work_open(&win->work, win->app, w->clients[roll(w, CLIENTS)], shape, none, e);
    return win->open;
}

static bool note(struct walk *w, struct window *win, int number, struct err *e)
{
    char line[64];
    struct arena a = {0};
    struct reading reading;
    int i = w->notes++;
    (void)snprintf(line, sizeof(line), ": note-%d-end", i);
    bool ok = work_line(&win->work, &reading, line, &a, e);
    w->noted[i] = ok && reading.problem.kind == PROBLEM_NONE;
    w->in_window[i] = number;
    arena_release(&a);
    return ok;
}

static bool row(struct window *win, struct err *e)
{
    struct arena a = {0};
    struct reading reading;
    bool ok = work_line(&win->work, &reading, "l knee flex 90>110; l gastroc wb 3x", &a, e);
    arena_release(&a);
    return ok && work_confirm(&win->work, true, "none-seen", e);
}

static const char *shown(const struct window *win)
{
    return win->work.undo[win->work.undo_at].body;
}

/*
 * What a step back takes out of the session is gone by intent, whoever put it there: a draft keeps its history, so a
 * window that continues it may undo what another one added.
 */
static bool go_back(struct walk *w, struct window *win, struct err *e)
{
    const char *what;
    struct arena a = {0};
    const char *before = arena_strdup(&a, shown(win));
    bool ok = roll(w, 2) ? work_undo(&win->work, &what, e) : work_redo(&win->work, &what, e);
    for (int i = 0; i < w->notes; i++) {
        char needle[32];
        (void)snprintf(needle, sizeof(needle), "note-%d-end", i);
        if (strstr(before, needle) && !strstr(shown(win), needle))
            w->noted[i] = false;
    }
    arena_release(&a);
    return ok;
}

static bool type(struct walk *w, struct window *win, struct err *e)
{
    static const char *const texts[] = {"", "half a line", "another half of a line that is longer"};
    return work_typing(&win->work, texts[roll(w, ARRAY_LEN(texts))], e) && (roll(w, 2) || work_save(&win->work, e));
}

static bool other_things(struct walk *w, struct window *win, struct err *e)
{
    struct id planned;
    struct id client = w->clients[roll(w, CLIENTS)];
    if (win->app->store && roll(w, 2))
        return day_plan(&planned, win->app, client, instant_date(clock_now()), 600, e);
    app_lock(win->app);
    bool ben = win->app == &w->ben;
    const char *passphrase = ben ? BEN_PASSPHRASE : ANA_PASSPHRASE;
    return app_unlock(win->app, ben ? "ben" : "ana", passphrase, strlen(passphrase), e);
}

static bool step(struct walk *w, int number, struct err *e)
{
    struct window *win = &w->windows[number];
    if (!win->app->store)
        return other_things(w, win, e);
    if (!win->open)
        return open_window(w, win, e);
    switch (roll(w, 16)) {
    case 0:
    case 1:
    case 2:
    case 3:
        return note(w, win, number, e);
    case 4:
    case 5:
        return row(win, e);
    case 6:
        return roll(w, 4) || go_back(w, win, e);
    case 7:
    case 8:
        return type(w, win, e);
    case 9:
        if (work_leave(&win->work, e))
            close_window(w, win);
        return true;
    case 10:
    case 11:
        if (work_sign(&win->work, e))
            close_window(w, win);
        return true;
    case 12:
        if (roll(w, 3) == 0 && work_discard(&win->work, e))
            close_window(w, win);
        return true;
    case 13:
    case 14:
        close_window(w, win); /* as if killed: what was accepted is on disk, or it was not accepted */
        return true;
    default:
        return other_things(w, win, e);
    }
}

static bool holds(struct walk *w, const char *needle)
{
    struct err e = {0};
    struct arena a = {0};
    struct app *people[] = {&w->f->ana, &w->ben};
    struct draft *drafts;
    struct change *page;
    size_t len;
    bool found = false;
    for (size_t i = 0; i < 4 && !found; i++) {
        assert_ok(draft_list(&drafts, &len, w->f->ana.store, people[i / 2]->user.id, i % 2, &a, &e), e);
        for (size_t k = 0; k < len && !found; k++)
            found = strstr(drafts[k].body, needle) != NULL;
    }
    for (int64_t after = 0; !found;) {
        assert_ok(log_page(&page, &len, w->f->ana.store, after, 1000, &a, &e), e);
        for (size_t k = 0; k < len && !found; k++)
            found = page[k].kind == CHANGE_SESSION && strstr(page[k].body, needle);
        if (len == 0)
            break;
        after = page[len - 1].seq;
    }
    arena_release(&a);
    return found;
}

/* A session has at most one signed change, and nothing after it. */
static void assert_signed_is_last(struct walk *w)
{
    struct err e = {0};
    struct session_row *rows;
    struct session_filter filter = {.signed_only = true};
    size_t len;
    assert_ok(session_page(&rows, &len, w->f->ana.store, &filter, 0, 200, &w->f->a, &e), e);
    for (size_t i = 0; i < len; i++) {
        struct change *history;
        size_t n, signed_ones = 0;
        assert_ok(log_history(&history, &n, w->f->ana.store, rows[i].session.id, &w->f->a, &e), e);
        for (size_t k = 0; k < n; k++)
            signed_ones += strstr(history[k].body, "\"status\":\"signed\"") != NULL;
        assert_int_equal(signed_ones, 1);
        assert_non_null(strstr(history[n - 1].body, "\"status\":\"signed\""));
        for (size_t k = 0; k < i; k++)
            assert_true(!id_equal(rows[k].session.client, rows[i].session.client) ||
                        rows[k].session.number != rows[i].session.number);
    }
}

static void begin(struct walk *w, struct fixture *f, uint64_t seed)
{
    struct err e = {0};
    *w = (struct walk){.f = f, .dice = dice_of(seed, 1, 2)};
    faults_install();
    app_lock(&f->ana);
    assert_ok(app_unlock(&f->ana, "ana", ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    unlock_as(&w->second, f, "ana", ANA_PASSPHRASE);
    unlock_as(&w->ben, f, "ben", BEN_PASSPHRASE);
    w->clients[0] = f->client;
    w->windows[0].app = &f->ana;
    w->windows[1].app = &w->second;
    w->windows[2].app = &w->ben;
}

static void end(struct walk *w, uint64_t seed)
{
    struct err e = {0};
    for (int i = 0; i < WINDOWS; i++) {
        struct window *win = &w->windows[i];
        if (!win->app->store)
            assert_ok(other_things(w, win, &e), e);
        if (win->open)
            assert_ok(work_leave(&win->work, &e), e);
        close_window(w, win);
    }
    for (int i = 0; i < w->notes; i++) {
        char needle[32];
        (void)snprintf(needle, sizeof(needle), "note-%d-end", i);
        if (w->noted[i] && !holds(w, needle))
            fail_msg("seed %llu: '%s' was accepted and is nowhere", (unsigned long long)seed, needle);
    }
    assert_signed_is_last(w);
    assert_verifies(&w->f->ana);
    app_release(&w->second);
    app_release(&w->ben);
}

static void nothing_accepted_is_ever_lost(void **state)
{
    struct fixture *f = *state;
    add_user(f, "ben", ROLE_THERAPIST);
    size_t refused = 0;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct walk w;
        begin(&w, f, seed);
        for (int i = 0; i < STEPS; i++) {
            struct err e = {0};
            if (roll(&w, 8) == 0)
                faults_begin(1 + (int)roll(&w, 25), roll(&w, 2), roll(&w, 2));
            bool ok = step(&w, (int)roll(&w, WINDOWS), &e);
            faults_end();
            refused += !ok;
            if (!ok && e.code != ERR_FULL && e.code != ERR_IO && e.code != ERR_CONFLICT && e.code != ERR_REFUSED)
                fail_msg("seed %llu, step %d: %s", (unsigned long long)seed, i, e.text);
        }
        end(&w, seed);
    }
    assert_true(refused > 10); /* the disk did fail */
}

int main(void)
{
    const struct CMUnitTest tests[] = {APP_TEST(nothing_accepted_is_ever_lost)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
