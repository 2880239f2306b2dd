/* People found by what somebody remembers of them, best first, and read back whole. */
#include "fixture.h"

#include "fascia/store/people.h"
#include "words.h"

struct person_row {
    const char *given, *family, *preferred, *phone;
};

static const struct person_row people[] = {
    {"Maria", "Santos", NULL, "07700 900123"},          /* 1 */
    {"Anne-Marie", "O'Neill", NULL, "+44 7700 900456"}, /* 2 */
    {"Søren", "Ølgaard", "Sam", NULL},                  /* 3 */
    {"Santiago", "Marin", NULL, NULL},                  /* 4 */
    {"Madonna", NULL, NULL, NULL},                      /* 5 */
    {"Maria", "van der Berg", NULL, "020 7946 0123"},   /* 6 */
};

static void fill(struct practice_fixture *f, struct scratch *scratch)
{
    struct err e = {0};
    practice_make(f, scratch);
    for (size_t i = 0; i < ARRAY_LEN(people); i++) {
        struct client c = {.number = (int)i + 1,
                           .given = people[i].given,
                           .family = people[i].family,
                           .preferred = people[i].preferred,
                           .phone = people[i].phone,
                           .born = {1985, 4, 12}};
        struct id entity = {0}, head = {0};
        assert_ok(append(f, CHANGE_CLIENT, &entity, &head, client_encode(&c), &e), e);
    }
}

static void clients_are_found_by_what_is_typed(void **state)
{
    static const struct {
        const char *typed, *numbers;
    } rows[] = {
        {"santos", "1"},
        {"san", "1 4"},
        {"mar", "4 1 2 6"},
        {"maria", "1 6"},
        {"maria s", "1"},
        {"s maria", "1"},
        {"oneill", "2"},
        {"o'n", "2"},
        {"neill", "2"},
        {"anne-m", "2"},
        {"marie", "2"},
        {"olg", "3"},
        {"sam", "3"},
        {"madonna", "5"},
        {"berg", "6"},
        {"van der", "6"},
        {"#4", "4"},
        {"#0004", "4"},
        {"4", "4 2 6"},
        {"900456", "2"},
        {"0123", "1 6"},
        {"nobody", ""},
        {"maria x", ""},
        {"07700900123", "1"},
        {"m", "4 5 1 2 6"},
        {"maria van berg", "6"},
        {"der van maria b", "6"},
        {"%", "6 5 4 3 2 1"},
        {"Robert');--", ""},
    };
    struct practice_fixture f;
    struct err e = {0};
    fill(&f, *state);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct client_row *list;
        size_t len;
        struct buf got = {0};
        assert_ok(client_search(&list, &len, f.s, rows[i].typed, (struct id){0}, 20, &f.a, &e), e);
        for (size_t k = 0; k < len; k++)
            buf_printf(&got, "%s%d", k ? " " : "", list[k].client.number);
        print_message("'%s': %s\n", rows[i].typed, buf_text(&got));
        assert_string_equal(buf_text(&got), rows[i].numbers);
        buf_release(&got);
    }
    practice_end(&f);
}

static void pages_follow_each_other(void **state)
{
    static const char *const typed[] = {"", "ma", "m"};
    struct practice_fixture f;
    struct err e = {0};
    fill(&f, *state);
    for (size_t t = 0; t < ARRAY_LEN(typed); t++) {
        struct client_row *all, *one;
        size_t len, got;
        struct id after = {0};
        assert_ok(client_search(&all, &len, f.s, typed[t], after, 200, &f.a, &e), e);
        assert_true(len >= 4);
        for (size_t i = 0; i < len; i++) {
            assert_ok(client_search(&one, &got, f.s, typed[t], after, 1, &f.a, &e), e);
            assert_int_equal(got, 1);
            assert_true(id_equal(one[0].client.id, all[i].client.id));
            after = one[0].client.id;
        }
        assert_ok(client_search(&one, &got, f.s, typed[t], after, 1, &f.a, &e), e);
        assert_int_equal(got, 0);
    }
    practice_end(&f);
}

static void a_client_knows_when_and_where_last(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    struct client_row row;
    practice_make(&f, *state);
    struct id client = add_client(&f, 12, "Maria", "Santos"), other = add_client(&f, 13, "Ann", "Other");
    assert_ok(client_get(&row, f.s, client, &f.a, &e), e);
    assert_int_equal(row.last_seen.year, 0);
    assert_null(row.last_regions);
    struct session s;
    session_fill(&s, &f, client, 3, SESSION_SIGNED);
    add_session(&f, &s, NULL);
    session_fill(&s, &f, client, 9, SESSION_DRAFT);
    struct id head = {0};
    s.id = add_session(&f, &s, &head);
    assert_ok(client_get(&row, f.s, client, &f.a, &e), e);
    assert_int_equal(row.sessions, 2);
    assert_int_equal(row.last_seen.day, 3); /* a draft is not a visit yet */
    assert_string_equal(row.last_regions, "L calf, L knee");
    s.status = SESSION_SIGNED;
    add_session(&f, &s, &head);
    assert_ok(client_get(&row, f.s, client, &f.a, &e), e);
    assert_int_equal(row.sessions, 2);
    assert_int_equal(row.last_seen.day, 9);
    struct client_row *list;
    size_t len;
    assert_ok(client_search(&list, &len, f.s, "", (struct id){0}, 20, &f.a, &e), e);
    assert_int_equal(len, 2);
    assert_true(id_equal(list[1].client.id, client) || id_equal(list[1].client.id, other));
    assert_ok(client_by_number(&row, f.s, 12, &f.a, &e), e);
    assert_true(id_equal(row.client.id, client));
    assert_string_equal(row.client.family, "Santos");
    assert_false(client_by_number(&row, f.s, 99, &f.a, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    int next;
    assert_ok(client_next_number(&next, f.s, &e), e);
    assert_int_equal(next, 14);
    practice_end(&f);
}

static void a_renamed_client_is_found_by_the_new_name_only(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct client c = {.number = 1, .given = "Maria", .family = "Santos", .born = {1985, 4, 12}};
    struct id entity = {0}, head = {0};
    assert_ok(append(&f, CHANGE_CLIENT, &entity, &head, client_encode(&c), &e), e);
    c.family = "Berg";
    assert_ok(append(&f, CHANGE_CLIENT, &entity, &head, client_encode(&c), &e), e);
    struct client_row *list;
    size_t len;
    assert_ok(client_search(&list, &len, f.s, "santos", (struct id){0}, 20, &f.a, &e), e);
    assert_int_equal(len, 0);
    assert_ok(client_search(&list, &len, f.s, "berg", (struct id){0}, 20, &f.a, &e), e);
    assert_int_equal(len, 1);
    assert_true(id_equal(list[0].head, head));
    c.status = CLIENT_ARCHIVED;
    assert_ok(append(&f, CHANGE_CLIENT, &entity, &head, client_encode(&c), &e), e);
    assert_ok(client_search(&list, &len, f.s, "", (struct id){0}, 20, &f.a, &e), e);
    assert_int_equal(len, 0); /* not offered, but found */
    assert_ok(client_search(&list, &len, f.s, "berg", (struct id){0}, 20, &f.a, &e), e);
    assert_int_equal(len, 1);
    struct store_facts facts;
    assert_ok(store_facts(&facts, f.s, &e), e);
    assert_int_equal(facts.clients, 1);
    practice_end(&f);
}

static void episodes_users_and_the_practice_are_read_back(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct id client = add_client(&f, 1, "Maria", "Santos"), none = {0}, episode = {0}, head = {0};
    struct episode x = {.client = client, .problem = "L calf pain", .opened = {2026, 11, 2}};
    assert_ok(append(&f, CHANGE_EPISODE, &episode, &head, episode_encode(&x), &e), e);
    struct session s;
    session_fill(&s, &f, client, 3, SESSION_SIGNED);
    s.episode = episode;
    add_session(&f, &s, NULL);
    struct episode_row *episodes;
    size_t len;
    assert_ok(episode_list(&episodes, &len, f.s, client, &f.a, &e), e);
    assert_int_equal(len, 1);
    assert_string_equal(episodes[0].episode.problem, "L calf pain");
    assert_int_equal(episodes[0].sessions, 1);
    assert_true(id_equal(episodes[0].head, head));
    struct user_row *users, user;
    assert_ok(user_list(&users, &len, f.s, &f.a, &e), e);
    assert_int_equal(len, 1);
    assert_ok(user_get(&user, f.s, f.ana.id, &f.a, &e), e);
    assert_memory_equal(user.user.sign_key, f.ana.public, 32);
    assert_false(user_get(&user, f.s, id_random(), &f.a, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    struct practice p = {.name = "Calder Street", .country = "GB"}, got;
    assert_false(practice_get(&got, &head, f.s, &f.a, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    struct id practice = test_practice;
    assert_ok(append(&f, CHANGE_SETTINGS, &practice, &none, practice_encode(&p), &e), e);
    assert_ok(practice_get(&got, &head, f.s, &f.a, &e), e);
    assert_string_equal(got.name, "Calder Street");
    assert_true(id_equal(got.id, test_practice));
    practice_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(clients_are_found_by_what_is_typed),
        STORE_TEST(pages_follow_each_other),
        STORE_TEST(a_client_knows_when_and_where_last),
        STORE_TEST(a_renamed_client_is_found_by_the_new_name_only),
        STORE_TEST(episodes_users_and_the_practice_are_read_back),
    };
    return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}
