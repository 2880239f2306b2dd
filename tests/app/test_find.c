/* Finding clients and sessions, and who may: every way into the record is tried by each role. */
#include "fixture.h"

#include "fascia/app/letters.h"
#include "fascia/base/utf8.h"

static size_t find_count(struct fixture *f, const char *line)
{
    struct err e = {0};
    struct query query;
    struct session_row *rows;
    size_t len;
    assert_ok(find_sessions(&query, &rows, &len, &f->ana, line, 0, 100, &f->a, &e), e);
    return len;
}

static void a_search_line_finds_what_it_says(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct query query;
    struct session_row *rows;
    size_t len;
    sign_one(f);
    static const struct {
        const char *line;
        size_t hits;
    } lines[] = {{"l gastroc", 1}, {"r gastroc", 0},  {"gastroc wb", 1}, {"gastroc passive", 0},
                 {"knee flex", 1}, {"calf", 1},       {"lower leg", 1},  {"neck", 0},
                 {"santos", 1},    {"maria calf", 1}, {"nordmann", 0},   {"#0001", 1},
                 {"@ana calf", 1}, {"nov", 1},        {"jan 2020", 0}};
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        print_message("  %s\n", lines[i].line);
        assert_int_equal(find_count(f, lines[i].line), lines[i].hits);
    }
    assert_refused(find_sessions(&query, &rows, &len, &f->ana, "@zoe", 0, 100, &f->a, &e), e, ERR_NOT_FOUND);
    assert_refused(find_sessions(&query, &rows, &len, &f->ana, "#0999", 0, 100, &f->a, &e), e, ERR_NOT_FOUND);
}

static void a_client_is_named_by_number_id_or_text(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct client_row row, *rows;
    size_t len;
    char id[ID_TEXT];
    id_format(id, f->client);
    add_client(f, "Mario", "Santos");
    static const char *const good[] = {"#1", "#0001", "maria", "MARIA san"};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        assert_ok(client_resolve(&row, &rows, &len, &f->ana, good[i], &f->a, &e), e);
        assert_true(id_equal(row.client.id, f->client));
    }
    assert_ok(client_resolve(&row, &rows, &len, &f->ana, id, &f->a, &e), e);
    assert_true(id_equal(row.client.id, f->client));
    assert_refused(client_resolve(&row, &rows, &len, &f->ana, "santos", &f->a, &e), e, ERR_AMBIGUOUS);
    assert_int_equal(len, 2);
    assert_null(strstr(e.text, "antos")); /* a message may end in a log */
    assert_refused(client_resolve(&row, &rows, &len, &f->ana, "Zebedee", &f->a, &e), e, ERR_NOT_FOUND);
    assert_null(strstr(e.text, "ebedee"));
    assert_refused(client_resolve(&row, &rows, &len, &f->ana, "#77", &f->a, &e), e, ERR_NOT_FOUND);
}

static const char *last_body(struct fixture *f)
{
    struct err e = {0};
    struct change *page;
    size_t len;
    assert_ok(log_page(&page, &len, f->ana.store, changes(&f->ana) - 1, 1, &f->a, &e), e);
    assert_int_equal(page[0].kind, CHANGE_ACCESS);
    return page[0].body;
}

static void a_search_is_recorded_without_its_words(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    int64_t before = changes(&f->ana);
    assert_ok(find_record(&f->ana, "Maria Santos", &e), e);
    assert_int_equal(changes(&f->ana), before + 1);
    const char *first = last_body(f);
    assert_non_null(strstr(first, "search"));
    assert_null(strcasestr(first, "maria"));
    assert_null(strcasestr(first, "santos"));
    assert_ok(find_record(&f->ana, "maria santos", &e), e); /* the same words leave the same trace */
    assert_string_equal(last_body(f), first);
    assert_ok(find_record(&f->ana, "maria", &e), e);
    assert_string_not_equal(last_body(f), first);
}

static void opening_a_client_is_on_disk_before_it_is_shown(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct client_row row;
    struct session_row session;
    char id[ID_TEXT];
    struct id signed_one = sign_one(f);
    id_format(id, f->client);
    int64_t before = changes(&f->ana);
    assert_ok(client_open(&row, &f->ana, f->client, &f->a, &e), e);
    assert_int_equal(changes(&f->ana), before + 1);
    assert_non_null(strstr(last_body(f), id));
    assert_ok(session_open(&session, &f->ana, signed_one, &f->a, &e), e);
    assert_int_equal(changes(&f->ana), before + 2);
    assert_non_null(strstr(last_body(f), id));
}

static void reception_sees_who_comes_and_not_why(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct app desk;
    struct client_row row, *rows;
    struct client want = {.given = "Ola", .family = "Nordmann", .born = {1990, 2, 3}};
    struct day_list day;
    size_t len;
    struct id planned;
    struct date today = instant_date(clock_now());
    sign_one(f);
    add_user(f, "desk", ROLE_RECEPTION);
    unlock_as(&desk, f, "desk", BEN_PASSPHRASE);
    assert_ok(client_create(&row, &desk, &want, &f->a, &e), e);
    assert_ok(client_open(&row, &desk, f->client, &f->a, &e), e);
    assert_string_equal(row.client.family, "Santos");
    assert_null(row.client.alerts);
    assert_null(row.last_regions);
    assert_ok(client_resolve(&row, &rows, &len, &desk, "#1", &f->a, &e), e);
    assert_null(row.client.alerts);
    assert_ok(client_list(&rows, &len, &desk, "santos", (struct id){0}, 10, &f->a, &e), e);
    assert_int_equal(len, 1);
    assert_null(rows[0].client.alerts);
    assert_null(rows[0].last_regions);
    assert_ok(day_plan(&planned, &desk, f->client, today, 600, &e), e);
    assert_ok(day_load(&day, &desk, today, &f->a, &e), e);
    assert_int_equal(day.len, 2);
    for (size_t i = 0; i < day.len; i++)
        assert_string_equal(day.rows[i].last_plan, "");
    assert_ok(day_drop(&desk, planned, &e), e);
    app_release(&desk);
    assert_ok(client_open(&row, &f->ana, f->client, &f->a, &e), e); /* and it is all still there */
    assert_string_equal(row.client.alerts, "warfarin");
}

static void what_was_found_and_done_is_closed_to_the_others(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *login;
        unsigned roles;
        bool identity;
    } people[] = {{"desk", ROLE_RECEPTION, true}, {"audit", ROLE_AUDITOR, false}};
    struct id session = sign_one(f);
    for (size_t i = 0; i < ARRAY_LEN(people); i++) {
        struct err e = {0};
        struct app a;
        struct query query;
        struct session_row row, *rows;
        struct session *sessions;
        struct session_filter filter = {0};
        struct client_row client, *clients;
        struct day_list day;
        struct letter letter;
        struct letter_job job = {.client = f->client, .kind = LETTER_GP};
        struct work w;
        size_t len;
        add_user(f, people[i].login, people[i].roles);
        unlock_as(&a, f, people[i].login, BEN_PASSPHRASE);
        int64_t before = changes(&f->ana);
        assert_refused(find_sessions(&query, &rows, &len, &a, "calf", 0, 10, &f->a, &e), e, ERR_REFUSED);
        assert_refused(find_page(&rows, &len, &a, &filter, 0, 10, &f->a, &e), e, ERR_REFUSED);
        assert_refused(session_open(&row, &a, session, &f->a, &e), e, ERR_REFUSED);
        assert_refused(signed_sessions(&sessions, &len, &a, f->client, (struct id){0}, &f->a, &e), e, ERR_REFUSED);
        assert_refused(letter_build(&letter, &a, &job, &f->a, &e), e, ERR_REFUSED);
        assert_refused(work_open(&w, &a, f->client, WORK_EMPTY, (struct id){0}, &e), e, ERR_REFUSED);
        if (!people[i].identity) {
            assert_refused(client_open(&client, &a, f->client, &f->a, &e), e, ERR_REFUSED);
            assert_refused(client_list(&clients, &len, &a, "", (struct id){0}, 10, &f->a, &e), e, ERR_REFUSED);
            assert_refused(client_resolve(&client, &clients, &len, &a, "#1", &f->a, &e), e, ERR_REFUSED);
            assert_refused(day_load(&day, &a, instant_date(clock_now()), &f->a, &e), e, ERR_REFUSED);
        }
        assert_int_equal(changes(&f->ana), before);
        app_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        APP_TEST(a_search_line_finds_what_it_says),       APP_TEST(a_client_is_named_by_number_id_or_text),
        APP_TEST(a_search_is_recorded_without_its_words), APP_TEST(opening_a_client_is_on_disk_before_it_is_shown),
        APP_TEST(reception_sees_who_comes_and_not_why),   APP_TEST(what_was_found_and_done_is_closed_to_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
