/* Clients, episodes, users, the practice: names, what must be there, and bodies that come back as they were. */
#include "fascia/model/client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct date today = {2026, 11, 23};

static void canonical(struct buf *out, json_t *body)
{
    struct err e = {0};
    if (!json_canonical(out, body, &e))
        fail_msg("%s", e.text);
    json_decref(body);
}

static json_t *parsed(const char *text)
{
    json_t *body;
    struct err e = {0};
    if (!json_parse(&body, text, strlen(text), &e))
        fail_msg("%s", e.text);
    return body;
}

static void names_are_split_at_the_comma_or_the_last_blank(void **state)
{
    static const struct {
        const char *text, *given, *family, *listed, *spoken;
    } rows[] = {
        {"Maria Santos", "Maria", "Santos", "Santos, Maria", "Maria Santos"},
        {"Santos, Maria", "Maria", "Santos", "Santos, Maria", "Maria Santos"},
        {"Maria", "Maria", NULL, "Maria", "Maria"},
        {"  Maria   Santos  ", "Maria", "Santos", "Santos, Maria", "Maria Santos"},
        {"Santos ,Maria", "Maria", "Santos", "Santos, Maria", "Maria Santos"},
        {"Anna Lena Berg", "Anna Lena", "Berg", "Berg, Anna Lena", "Anna Lena Berg"},
        {"de la Cruz, Ana", "Ana", "de la Cruz", "de la Cruz, Ana", "Ana de la Cruz"},
        {"Robert'); DROP TABLE client;--", "Robert'); DROP TABLE", "client;--", "client;--, Robert'); DROP TABLE",
         "Robert'); DROP TABLE client;--"},
        {"Åse Þórðardóttir", "Åse", "Þórðardóttir", "Þórðardóttir, Åse", "Åse Þórðardóttir"},
        {"山田 太郎", "山田", "太郎", "太郎, 山田", "山田 太郎"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena a = {0};
        struct err e = {0};
        struct client c = {.number = 7};
        print_message("%s\n", rows[i].text);
        assert_true(client_name_parse(&c, rows[i].text, &a, &e));
        assert_string_equal(c.given, rows[i].given);
        assert_int_equal(!c.family, !rows[i].family);
        if (c.family)
            assert_string_equal(c.family, rows[i].family);
        assert_string_equal(client_name(&c, &a), rows[i].listed);
        assert_string_equal(client_name_spoken(&c, &a), rows[i].spoken);
        assert_int_equal(c.number, 7);
        arena_release(&a);
    }
}

static void a_name_that_is_no_name_changes_nothing(void **state)
{
    static const char *const rows[] = {
        "", "   ", ",", "Santos,", ", Maria", "a, b, c", "Maria\tSantos", "Maria\x1b[31m", "Mar\xffia"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena a = {0};
        struct err e = {0};
        struct client c = {.given = "before", .family = "before"};
        assert_false(client_name_parse(&c, rows[i], &a, &e));
        assert_int_equal(e.code, ERR_INVALID);
        assert_string_equal(c.given, "before");
        assert_string_equal(c.family, "before");
        assert_null(strstr(e.text, "Maria"));
        arena_release(&a);
    }
}

static void a_name_has_at_most_200_bytes(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct client c = {0};
    char name[202];
    memset(name, 'x', sizeof name);
    name[200] = '\0';
    assert_true(client_name_parse(&c, name, &a, &e));
    name[200] = 'x';
    name[201] = '\0';
    assert_false(client_name_parse(&c, name, &a, &e));
    assert_int_equal(e.code, ERR_RANGE);
    assert_non_null(strstr(e.text, "200"));
    arena_release(&a);
}

static void a_client_needs_a_name_and_a_likely_birth_date(void **state)
{
    static const struct {
        struct client client;
        enum err_code code; /* ERR_NONE: accepted */
    } rows[] = {
        {{.given = "Maria", .born = {1985, 4, 12}}, ERR_NONE},
        {{.given = "Maria", .born = {2026, 11, 23}}, ERR_NONE},
        {{.given = "Maria", .born = {1901, 11, 24}}, ERR_NONE},
        {{.given = "Maria", .born = {2026, 11, 24}}, ERR_RANGE},
        {{.given = "Maria", .born = {1900, 11, 23}}, ERR_RANGE},
        {{.given = "Maria", .born = {1985, 2, 30}}, ERR_RANGE},
        {{.given = "Maria"}, ERR_INVALID},
        {{.born = {1985, 4, 12}}, ERR_INVALID},
        {{.given = "", .born = {1985, 4, 12}}, ERR_INVALID},
        {{.given = "Maria", .born = {1985, 4, 12}, .phone = "07700\n900123"}, ERR_INVALID},
        {{.given = "Maria", .born = {1985, 4, 12}, .note = "line\nline"}, ERR_NONE},
        {{.given = "Maria", .born = {1985, 4, 12}, .number = -4}, ERR_RANGE},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        print_message("row %zu\n", i);
        assert_int_equal(client_check(&rows[i].client, today, &e), rows[i].code == ERR_NONE);
        assert_int_equal(e.code, rows[i].code);
        assert_null(strstr(e.text, "Maria"));
    }
}

static const char client_text[] =
    "{\"address\":\"1 High St\\nZZ99 3AA\",\"alerts\":\"bruises "
    "easily\",\"born\":\"1985-04-12\",\"consent_assessment\":true,"
    "\"consent_at\":1795339380000,\"consent_at_offset\":60,\"consent_by\":\"01a20290-e520-7000-8000-000000000001\","
    "\"email\":\"m@example.org\",\"family\":\"Santos\",\"given\":\"Maria\",\"gp\":\"Dr "
    "Ito\",\"nhs_number\":\"9990000018\","
    "\"note\":\"prefers mornings\",\"number\":412,\"occupation\":\"runner\",\"phone\":\"07700 "
    "900123\",\"preferred\":\"Mia\","
    "\"pronouns\":\"she/her\",\"sex\":\"female\",\"status\":\"active\",\"v\":1}";

static const char episode_text[] =
    "{\"client\":\"01a20290-e520-7000-8000-000000000001\",\"closed\":\"2026-11-20\",\"goals\":[\"run\"],\"onset\":"
    "\"2026-10-01\",\"opened\":\"2026-10-25\",\"outcome\":\"goals-met\",\"problem\":\"L calf pain\",\"v\":1}";

static const char user_text[] =
    "{\"box_key\":\"0202020202020202020202020202020202020202020202020202020202020202\",\"colour\":\"teal\",\"from\":5,"
    "\"login\":\"ana\",\"name\":\"Ana "
    "Ruiz\",\"registration\":\"PH000000\",\"roles\":[\"owner\",\"therapist\"],\"sign_key\":"
    "\"0101010101010101010101010101010101010101010101010101010101010101\",\"until\":9,\"v\":1}";

static const char practice_text[] =
    "{\"country\":\"GB\",\"hub\":{\"host\":\"x\"},\"name\":\"Harbour Clinic\",\"synthetic\":true,\"v\":1}";

static void every_body_comes_back_byte_for_byte(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct buf out = {0};
    struct client c;
    struct episode x;
    struct user u;
    struct practice p;
    json_t *client = parsed(client_text), *episode = parsed(episode_text), *user = parsed(user_text),
           *practice = parsed(practice_text);
    assert_true(client_decode(&c, client, &a, &e));
    assert_true(episode_decode(&x, episode, &a, &e));
    assert_true(user_decode(&u, user, &a, &e));
    assert_true(practice_decode(&p, practice, &a, &e));
    json_decref(client);
    json_decref(episode);
    json_decref(user);
    json_decref(practice);
    json_t *const again[] = {client_encode(&c), episode_encode(&x), user_encode(&u), practice_encode(&p)};
    const char *const texts[] = {client_text, episode_text, user_text, practice_text};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        canonical(&out, again[i]);
        assert_string_equal(buf_text(&out), texts[i]);
        buf_clear(&out);
    }
    assert_int_equal(u.roles, ROLE_OWNER | ROLE_THERAPIST);
    assert_int_equal(c.consent_at.offset, 60);
    assert_string_equal(c.extra, "{\"nhs_number\":\"9990000018\"}");
    buf_release(&out);
    arena_release(&a);
}

static void a_role_or_state_that_is_not_known_is_damage(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct user u;
    struct client c;
    json_t *user = parsed(user_text);
    json_object_set_new(user, "roles", json_pack("[s]", "emperor"));
    assert_false(user_decode(&u, user, &a, &e));
    assert_int_equal(e.code, ERR_DAMAGED);
    json_t *client = parsed(client_text);
    json_object_set_new(client, "status", json_string("asleep"));
    assert_false(client_decode(&c, client, &a, &e));
    assert_int_equal(e.code, ERR_DAMAGED);
    json_object_del(client, "status");
    assert_false(client_decode(&c, client, &a, &e));
    json_decref(user);
    json_decref(client);
    arena_release(&a);
}

int main(void)
{
    json_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_split_at_the_comma_or_the_last_blank),
        cmocka_unit_test(a_name_that_is_no_name_changes_nothing),
        cmocka_unit_test(a_name_has_at_most_200_bytes),
        cmocka_unit_test(a_client_needs_a_name_and_a_likely_birth_date),
        cmocka_unit_test(every_body_comes_back_byte_for_byte),
        cmocka_unit_test(a_role_or_state_that_is_not_known_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
