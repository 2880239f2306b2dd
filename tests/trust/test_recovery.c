/* The recovery key on paper: what is written is read, and a slip is found in its own group. */
#include "fixture.h"

#include "fascia/trust/recovery.h"

#include <sodium.h>
#include <stdio.h>

/* The bytes 0 to 31; text by an independent program: tests/vectors/check_keyslots.py computes it as well. */
static const char counting[] = "000G40RE-40M30E2P-09185GRB-38E1W81C-24GK2GA5-HC5RR34R-D1P70X3D-RFWPBTH0";

static uint8_t *random_key(void)
{
    uint8_t *key = secret_alloc(KEY_BYTES);
    randombytes_buf(key, KEY_BYTES);
    return key;
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    uint8_t *key = random_key();
    for (int i = 0; i < 200; i++) {
        struct err e = {0};
        char text[RECOVERY_TEXT];
        uint8_t again[KEY_BYTES] = {0};
        randombytes_buf(key, KEY_BYTES);
        recovery_format(text, key);
        assert_int_equal(strlen(text), RECOVERY_TEXT - 1);
        assert_ok(recovery_parse(again, text, &e), e);
        assert_memory_equal(again, key, KEY_BYTES);
    }
    secret_free(key);
}

static void its_form_is_fixed(void **state)
{
    (void)state;
    uint8_t key[KEY_BYTES];
    char text[RECOVERY_TEXT];
    for (size_t i = 0; i < sizeof(key); i++)
        key[i] = (uint8_t)i;
    recovery_format(text, key);
    assert_string_equal(text, counting);
}

static void typing_it_is_forgiven_what_eyes_mistake(void **state)
{
    (void)state;
    struct err e = {0};
    uint8_t *key = random_key();
    uint8_t again[KEY_BYTES];
    char text[RECOVERY_TEXT];
    char typed[4 * RECOVERY_TEXT];
    key[0] = 0x00; /* begins with 0 and 1 */
    key[1] = 0x42;
    recovery_format(text, key);
    for (int way = 0; way < 6; way++) {
        size_t n = 0;
        for (const char *p = text; *p; p++) {
            char c = *p;
            if (way == 0 || way == 3)
                c = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
            if (way == 1 || way == 3)
                c = c == '0' ? 'o' : c == '1' ? 'l' : c;
            if (way == 2)
                c = c == '0' ? 'O' : c == '1' ? 'I' : c;
            if ((way == 4 && c == '-') || (way == 5 && c == '-'))
                c = ' ';
            if (way == 4 && c == ' ')
                continue;
            typed[n++] = c;
            if (way == 5)
                typed[n++] = '\t';
        }
        typed[n] = '\0';
        memset(again, 0, sizeof(again));
        assert_ok(recovery_parse(again, typed, &e), e);
        assert_memory_equal(again, key, KEY_BYTES);
    }
    secret_free(key);
}

/* One character put in the place of another is seen in its group, but for the one in 32 that the sum must catch. */
static void every_slip_of_one_character_is_seen(void **state)
{
    (void)state;
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    size_t named = 0;
    size_t all = 0;
    for (size_t i = 0; i < strlen(counting); i++) {
        if (counting[i] == '-')
            continue;
        for (const char *c = alphabet; *c; c++) {
            struct err e = {0};
            char text[RECOVERY_TEXT];
            char group[16];
            uint8_t key[KEY_BYTES] = {7};
            uint8_t before[KEY_BYTES] = {7};
            memcpy(text, counting, sizeof(text));
            if (*c == text[i])
                continue;
            text[i] = *c;
            assert_false(recovery_parse(key, text, &e));
            assert_int_equal(e.code, ERR_INVALID);
            assert_memory_equal(key, before, KEY_BYTES);
            snprintf(group, sizeof(group), "group %zu ", i / 9 + 1);
            named += strstr(e.text, group) == e.text;
            all++;
        }
    }
    print_message("%zu of %zu in their group\n", named, all);
    assert_int_equal(all, 64 * 31);
    assert_true(named > all * 95 / 100);
}

static void what_cannot_be_a_key_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "the recovery key has 0 characters"},
        {"hello", "the recovery key has 5 characters"},
        {"U00G40RE-40M30E2P-09185GRB-38E1W81C-24GK2GA5-HC5RR34R-D1P70X3D-RFWPBTH0", "group 1 "},
        {"000G40RE-40M30E2P-09185G!B-38E1W81C-24GK2GA5-HC5RR34R-D1P70X3D-RFWPBTH0", "group 3 "},
        {"000G40RE-40M30E2P-09185GRB-38E1W81\xc3\xa9-24GK2GA5-HC5RR34R-D1P70X3D-RFWPBTH0", "group 4 "},
        {"000G40RE-40M30E2P-09185GRB-38E1W81C-24GK2GA-HC5RR34R-D1P70X3D-RFWPBTH0", "group 5 "},
        {"000G40RE-40M30E2P-09185GRB-38E1W81C-24GK2GA5-HC5RR34R3-D1P70X3D-RFWPBTH0", "group 6 "},
        {"000G40RE-40M30E2P-09185GRB-38E1W81C-24GK2GA5-HC5RR34R-D1P70X3D", "the recovery key has 56 characters"},
        {"000G40RE-40M30E2P-09185GRB-38E1W81C-24GK2GA5-HC5RR34R-D1P70X3D-RFWPBTH0-RFWPBTH0",
         "the recovery key has 72 characters"},
        {"40M30E2P-000G40RE-09185GRB-38E1W81C-24GK2GA5-HC5RR34R-D1P70X3D-RFWPBTH0", "group 1 "},
        {"000G40RE-40M30E2P-09185GRB-38E1W81C-24GK2GA5-HC5RR34R-D1P70X3D-RFWPBTH0*", "group 8 "},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        uint8_t key[KEY_BYTES] = {7};
        print_message("row %zu\n", i);
        assert_refused(recovery_parse(key, rows[i].text, &e), e, ERR_INVALID);
        assert_true(strstr(e.text, rows[i].says) == e.text);
        assert_int_equal(key[0], 7);
    }
}

/* Two keys' groups, each right in itself. */
static void groups_of_two_keys_do_not_make_one(void **state)
{
    (void)state;
    struct err e = {0};
    uint8_t *other = random_key();
    char text[RECOVERY_TEXT];
    uint8_t key[KEY_BYTES];
    recovery_format(text, other);
    memcpy(text, counting, 9);
    assert_refused(recovery_parse(key, text, &e), e, ERR_INVALID);
    assert_non_null(strstr(e.text, "belong together"));
    secret_free(other);
}

static void the_drill_knows_each_group(void **state)
{
    (void)state;
    uint8_t key[KEY_BYTES];
    for (size_t i = 0; i < sizeof(key); i++)
        key[i] = (uint8_t)i;
    assert_true(recovery_group_matches(key, 1, "000G40RE"));
    assert_true(recovery_group_matches(key, 1, " oOog 4oRe-"));
    assert_true(recovery_group_matches(key, 8, "rfwpbtho"));
    assert_false(recovery_group_matches(key, 2, "000G40RE"));
    assert_false(recovery_group_matches(key, 1, "000G40R"));
    assert_false(recovery_group_matches(key, 1, "000G40RE1"));
    assert_false(recovery_group_matches(key, 1, "000G40R0"));
    assert_false(recovery_group_matches(key, 1, ""));
    assert_false(recovery_group_matches(key, 1, "000G40R!"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(its_form_is_fixed),
        cmocka_unit_test(typing_it_is_forgiven_what_eyes_mistake),
        cmocka_unit_test(every_slip_of_one_character_is_seen),
        cmocka_unit_test(what_cannot_be_a_key_is_refused_with_its_place),
        cmocka_unit_test(groups_of_two_keys_do_not_make_one),
        cmocka_unit_test(the_drill_knows_each_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
