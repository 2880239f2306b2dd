/* The demo practice, small: what is in it, that it is whole, and that the seed decides. */
#include "demo_internal.h"
#include "faults.h"
#include "fixture.h"

#include "fascia/base/utf8.h"

enum { CLIENTS = 10, SESSIONS = 80 };

struct demo_practice {
    struct app app;
    const char *folder;
};

static void make(struct demo_practice *d, struct fixture *f, const char *name, int sessions, uint64_t seed)
{
    struct err e = {0};
    char recovery[RECOVERY_TEXT], check[9];
    faults_install(); /* never asked to fail here: it spares a thousand syncs */
    d->folder = scratch_path(f->scratch, name);
    struct practice_new want = {.folder = d->folder,
                                .name = "Harbour",
                                .user_name = "Ana Ruiz",
                                .login = "ana",
                                .passphrase = ANA_PASSPHRASE,
                                .passphrase_len = strlen(ANA_PASSPHRASE),
                                .synthetic = true,
                                .made = demo_beginning()};
    struct demo_options options = {.clients = CLIENTS, .sessions = sessions, .seed = seed};
    app_init(&d->app);
    assert_ok(practice_create(&d->app, recovery, check, &want, &e), e);
    assert_ok(demo_fill(&d->app, &options, want.passphrase, want.passphrase_len, NULL, &e), e);
}

static size_t all_sessions(struct session_row **out, struct demo_practice *d, struct arena *a)
{
    struct err e = {0};
    struct session_row *page, *all = NULL;
    size_t len, n = 0;
    int64_t before = 0;
    do {
        struct session_filter filter = {0};
        assert_ok(find_page(&page, &len, &d->app, &filter, before, 200, a, &e), e);
        for (size_t i = 0; i < len; i++)
            *(struct session_row *)arena_push(a, &all, &n, sizeof(*all)) = page[i];
        before = len ? page[len - 1].key : 0;
    } while (len == 200);
    *out = all;
    return n;
}

static void a_demo_has_what_screens_need(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct demo_practice d;
    struct session_row *rows;
    struct store_facts facts;
    struct user_row *users;
    struct draft *drafts;
    struct day_list day;
    size_t len, by_status[8] = {0}, therapists = 0;
    make(&d, f, "demo", SESSIONS, 1);
    assert_ok(store_facts(&facts, d.app.store, &e), e);
    assert_int_equal(facts.clients, CLIENTS);
    size_t n = all_sessions(&rows, &d, &f->a);
    for (size_t i = 0; i < n; i++) {
        by_status[rows[i].session.status]++;
        therapists += strcmp(rows[i].therapist, "Ana Ruiz") != 0;
        assert_true(rows[i].session.started.ms <= clock_now().ms);
    }
    print_message("  %zu signed, %zu drafts, %zu DNA, %zu of others\n", by_status[SESSION_SIGNED],
                  by_status[SESSION_DRAFT], by_status[SESSION_DNA], therapists);
    assert_true(by_status[SESSION_SIGNED] + by_status[SESSION_DNA] >= SESSIONS);
    assert_true(by_status[SESSION_DNA] >= 1);
    assert_true(by_status[SESSION_DRAFT] >= 1);
    assert_true(therapists > 0 && therapists < n);
    assert_int_equal(facts.unsigned_sessions, by_status[SESSION_DRAFT]);
    assert_ok(draft_list(&drafts, &len, d.app.store, d.app.user.id, false, &f->a, &e), e);
    assert_int_equal(len, by_status[SESSION_DRAFT]);
    assert_ok(user_list(&users, &len, d.app.store, &f->a, &e), e);
    assert_int_equal(len, 4); /* three therapists and the recovery key */
    assert_ok(day_load(&day, &d.app, instant_date(clock_now()), &f->a, &e), e);
    assert_true(day.len >= 3);
    assert_true(day.next < day.len);
    assert_verifies(&d.app);
    app_release(&d.app);
}

/* As in a real practice the clock of the record goes forward only; a draft of yesterday is older than today's work. */
static void the_record_is_written_in_the_order_of_time(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct demo_practice d;
    struct change *page;
    size_t len;
    int64_t after = 0, last = 0;
    make(&d, f, "demo", SESSIONS, 1);
    do {
        assert_ok(log_page(&page, &len, d.app.store, after, 1000, &f->a, &e), e);
        for (size_t i = 0; i < len; i++) {
            if (page[i].entered_at < last - INT64_C(12) * 3600000)
                fail_msg("change %lld (%s) was entered before the one above it", (long long)page[i].seq,
                         change_kind_word(page[i].kind));
            last = page[i].entered_at > last ? page[i].entered_at : last;
            after = page[i].seq;
        }
    } while (len == 1000);
    assert_true(last <= clock_now().ms);
    app_release(&d.app);
}

static void drafts_of_the_demo_go_on_and_are_signed(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct demo_practice d;
    struct draft *drafts;
    struct work w;
    size_t len;
    make(&d, f, "demo", SESSIONS, 1);
    assert_ok(draft_list(&drafts, &len, d.app.store, d.app.user.id, false, &f->a, &e), e);
    for (size_t i = 0; i < len; i++) {
        assert_ok(work_resume(&w, &d.app, drafts[i].id, &e), e);
        assert_ok(work_confirm(&w, true, "none-seen", &e), e);
        assert_ok(work_sign(&w, &e), e);
        assert_false(w.apart);
        work_release(&w);
    }
    assert_verifies(&d.app);
    app_release(&d.app);
}

static const char *content(struct demo_practice *d, struct arena *a)
{
    struct session_row *rows;
    struct buf text = {0};
    size_t n = all_sessions(&rows, d, a);
    for (size_t i = 0; i < n; i++) {
        const struct session *s = &rows[i].session;
        char day[16];
        date_format(day, instant_date(s->started));
        buf_printf(&text, "%s #%d %s %s %d %s\n", day, rows[i].client_number, rows[i].client_name, rows[i].therapist,
                   (int)s->status, s->note ? s->note : "");
        for (size_t k = 0; k < s->findings_len; k++)
            buf_printf(&text, " %s %d %d", s->findings[k].target, s->findings[k].pre.tenths,
                       s->findings[k].post.tenths);
        for (size_t k = 0; k < s->releases_len; k++)
            buf_printf(&text, " %s %d", s->releases[k].structure, s->releases[k].locks);
    }
    const char *copy = arena_strdup(a, buf_text(&text));
    buf_release(&text);
    return copy;
}

static void the_seed_decides(void **state)
{
    struct fixture *f = *state;
    struct demo_practice one, same, other;
    make(&one, f, "one", 30, 7);
    make(&same, f, "same", 30, 7);
    make(&other, f, "other", 30, 8);
    const char *first = content(&one, &f->a);
    assert_string_equal(first, content(&same, &f->a));
    assert_string_not_equal(first, content(&other, &f->a));
    bool wide = false; /* names beyond ASCII */
    for (const char *c = first; *c; c++)
        wide = wide || (unsigned char)*c >= 0x80;
    assert_true(wide);
    app_release(&one.app);
    app_release(&same.app);
    app_release(&other.app);
}

static void every_trend_is_in_the_plan(void **state)
{
    (void)state;
    struct arena a = {0};
    struct demo_options want = {.clients = 60, .sessions = 1500, .seed = 1};
    struct demo_visit *visits;
    size_t len, trends[3] = {0}, therapists[DEMO_THERAPISTS] = {0}, dna = 0;
    demo_plan(&visits, &len, &want, &a);
    assert_int_equal(len, 1500);
    for (size_t i = 0; i < len; i++) {
        trends[visits[i].trend]++;
        therapists[visits[i].therapist]++;
        dna += visits[i].dna;
        assert_true(visits[i].day >= 0 && visits[i].day < DEMO_DAYS);
        assert_true(i == 0 || visits[i - 1].day <= visits[i].day);
    }
    for (size_t i = 0; i < 3; i++)
        assert_true(trends[i] > 0);
    for (size_t i = 0; i < DEMO_THERAPISTS; i++)
        assert_true(therapists[i] > 0);
    assert_true(dna > 0 && dna < 150);
    arena_release(&a);
}

static void invented_people_never_go_beside_real_ones(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct demo_options options = {.clients = 2, .sessions = 4, .seed = 1};
    int64_t before = changes(&f->ana);
    assert_refused(demo_fill(&f->ana, &options, ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), NULL, &e), e, ERR_REFUSED);
    assert_int_equal(changes(&f->ana), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        APP_TEST(a_demo_has_what_screens_need),
        APP_TEST(the_record_is_written_in_the_order_of_time),
        APP_TEST(drafts_of_the_demo_go_on_and_are_signed),
        APP_TEST(the_seed_decides),
        cmocka_unit_test(every_trend_is_in_the_plan),
        APP_TEST(invented_people_never_go_beside_real_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
