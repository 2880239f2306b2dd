/* The body of a session: every state comes back byte for byte, unknown keys included, and damage is named. */
#include "fascia/model/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A small generator of its own: the same sessions on every machine and in every run. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static bool coin(uint32_t *seed)
{
    return next_random(seed) % 2 == 0;
}

static const char *some_text(uint32_t *seed)
{
    static const char *const texts[] = {"calf",      "looser on stairs", "Þórðar Åse",           "\"quoted\" \\ back",
                                        "e\xcc\x81", "بطة الساق",        "👩🏽‍⚕️ ok", "4-",
                                        "x"};
    return coin(seed) ? texts[next_random(seed) % ARRAY_LEN(texts)] : NULL;
}

static const char *some_id(uint32_t *seed)
{
    static const char *const ids[] = {"gastrocnemius", "knee-to-wall", "no-such-thing", "slr"};
    return ids[next_random(seed) % ARRAY_LEN(ids)];
}

static const char *some_extra(uint32_t *seed)
{
    static const char *const extras[] = {"{\"new_key\":1}", "{\"a\":[1,{\"b\":\"c\"}],\"zz\":\"later\"}",
                                         "{\"pain_during\":true}"};
    return next_random(seed) % 3 == 0 ? extras[next_random(seed) % ARRAY_LEN(extras)] : NULL;
}

static struct value some_value(uint32_t *seed)
{
    static const char *const grades[] = {"4-", "positive", "mildly-raised"};
    struct value v = {.kind = (enum value_kind)(next_random(seed) % 4)};
    if (v.kind == VALUE_NUMBER)
        v.tenths = (int)(next_random(seed) % 4000) - 2000;
    if (v.kind == VALUE_GRADE)
        v.grade = grades[next_random(seed) % ARRAY_LEN(grades)];
    if (v.kind == VALUE_NOT_TESTED)
        v.grade = some_text(seed);
    v.carried = v.kind != VALUE_NONE && coin(seed);
    return v;
}

static struct id some_uuid(uint32_t *seed)
{
    struct id id = {0};
    for (size_t i = 0; i < sizeof id.b; i++)
        id.b[i] = (uint8_t)next_random(seed);
    return id;
}

static struct finding some_finding(uint32_t *seed)
{
    return (struct finding){
        .kind = "test",
        .quality = some_text(seed),
        .on = (enum target_bit)(1 << next_random(seed) % 5),
        .target = some_id(seed),
        .about = some_text(seed),
        .region = some_text(seed),
        .side = (enum side)(next_random(seed) % 5),
        .mode = some_text(seed),
        .device = some_text(seed),
        .position = some_text(seed),
        .pre = some_value(seed),
        .post = some_value(seed),
        .note = some_text(seed),
        .origin = (enum origin)(next_random(seed) % 3),
        .extra = some_extra(seed),
    };
}

static struct release some_release(uint32_t *seed)
{
    return (struct release){
        .structure = some_id(seed),
        .region = some_text(seed),
        .side = (enum side)(next_random(seed) % 5),
        .type = (enum release_type)(next_random(seed) % 4),
        .locks = (int)(next_random(seed) % 31),
        .reps = (int)(next_random(seed) % 21),
        .seconds = (int)(next_random(seed) % 5401),
        .pressure = (int)(next_random(seed) % 11),
        .depth = some_text(seed),
        .contact = some_text(seed),
        .medium = some_text(seed),
        .movement = some_text(seed),
        .position = some_text(seed),
        .speed = some_text(seed),
        .site = some_text(seed),
        .layer = some_text(seed),
        .note = some_text(seed),
        .origin = (enum origin)(next_random(seed) % 3),
        .extra = some_extra(seed),
    };
}

static void add_lists(struct session *s, uint32_t *seed, struct arena *a)
{
    for (size_t n = next_random(seed) % 20; n > 0; n--)
        *(struct finding *)arena_push(a, &s->findings, &s->findings_len, sizeof *s->findings) = some_finding(seed);
    for (size_t n = next_random(seed) % 20; n > 0; n--)
        *(struct release *)arena_push(a, &s->releases, &s->releases_len, sizeof *s->releases) = some_release(seed);
    for (size_t n = next_random(seed) % 3; n > 0; n--) {
        struct place place = {some_id(seed), (enum side)(next_random(seed) % 5)};
        *(struct place *)arena_push(a, &s->added, &s->added_len, sizeof place) = place;
        *(struct place *)arena_push(a, &s->removed, &s->removed_len, sizeof place) = place;
        *(const char **)arena_push(a, &s->homecare, &s->homecare_len, sizeof *s->homecare) = some_id(seed);
    }
}

static void some_session(struct session *s, uint32_t *seed, struct arena *a)
{
    *s = (struct session){
        .client = some_uuid(seed),
        .episode = some_uuid(seed),
        .therapist = some_uuid(seed),
        .status = (enum session_status)(next_random(seed) % 6),
        .number = (int)(next_random(seed) % 100),
        .started = {(int64_t)next_random(seed) * 100000, (int16_t)(next_random(seed) % 900)},
        .ended = {coin(seed) ? 1 : 0, 0},
        .planned_day = {2026, 11, (int8_t)(1 + next_random(seed) % 30)},
        .planned_minute = (int)(next_random(seed) % 1441) - 1,
        .subjective = some_text(seed),
        .note = coin(seed) ? "two\nlines\tand a tab" : NULL,
        .plan = some_text(seed),
        .next_minute = (int)(next_random(seed) % 1441) - 1,
        .no_finding_reason = some_text(seed),
        .not_treated_reason = some_text(seed),
        .consent = coin(seed),
        .reaction = some_text(seed),
        .extra = some_extra(seed),
    };
    if (coin(seed))
        s->next_day = (struct date){2027, 1, 31};
    if (coin(seed))
        s->copied_from = some_uuid(seed);
    add_lists(s, seed, a);
}

static void canonical(struct buf *out, json_t *body)
{
    struct err e = {0};
    if (!json_canonical(out, body, &e))
        fail_msg("%s", e.text);
    json_decref(body);
}

static void decode_text(struct session *out, const char *text, struct arena *a)
{
    json_t *body;
    struct err e = {0};
    if (!json_parse(&body, text, strlen(text), &e) || !session_decode(out, body, a, &e))
        fail_msg("%s", e.text);
    json_decref(body);
}

static void what_is_written_is_read_back_byte_for_byte(void **state)
{
    (void)state;
    uint32_t seed = 20261123;
    for (int round = 0; round < 150; round++) {
        struct arena a = {0}, b = {0};
        struct buf first = {0}, second = {0};
        struct session s, back;
        some_session(&s, &seed, &a);
        canonical(&first, session_encode(&s));
        decode_text(&back, buf_text(&first), &b);
        arena_release(&a); /* nothing of the first may be borrowed by the second */
        canonical(&second, session_encode(&back));
        assert_string_equal(buf_text(&first), buf_text(&second));
        buf_release(&first);
        buf_release(&second);
        arena_release(&b);
    }
}

static void a_copy_is_equal_and_stands_alone(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 100; round++) {
        struct arena a = {0}, b = {0};
        struct session s, copy, again;
        some_session(&s, &seed, &a);
        session_copy(&copy, &s, &b);
        assert_true(session_equal(&s, &copy));
        session_copy(&again, &copy, &b);
        arena_release(&a);
        assert_true(session_equal(&again, &copy));
        copy.consent = !copy.consent;
        assert_false(session_equal(&again, &copy));
        arena_release(&b);
    }
}

static void unknown_keys_stay_where_they_were(void **state)
{
    static const char text[] =
        "{\"client\":\"01a20290-e520-7000-8000-000000000001\",\"findings\":[{\"kind\":\"test\",\"on\":\"test\","
        "\"rater\":\"ana\",\"target\":\"slr\"}],\"later\":{\"x\":[1,2]},\"releases\":[{\"angle\":45,\"structure\":"
        "\"soleus\"}],\"status\":\"draft\",\"v\":1}";
    (void)state;
    struct arena a = {0};
    struct buf out = {0};
    struct session s, copy;
    decode_text(&s, text, &a);
    assert_string_equal(s.extra, "{\"later\":{\"x\":[1,2]}}");
    assert_string_equal(s.findings[0].extra, "{\"rater\":\"ana\"}");
    assert_string_equal(s.releases[0].extra, "{\"angle\":45}");
    session_copy(&copy, &s, &a);
    canonical(&out, session_encode(&copy));
    assert_string_equal(buf_text(&out), text);
    buf_release(&out);
    arena_release(&a);
}

static void values_keep_their_kind(void **state)
{
    static const struct {
        const char *keys;
        struct value value;
    } rows[] = {
        {"", {VALUE_NONE, 0, NULL, false}},
        {",\"pre\":105", {VALUE_NUMBER, 105, NULL, false}},
        {",\"pre\":0", {VALUE_NUMBER, 0, NULL, false}},
        {",\"pre\":-50", {VALUE_NUMBER, -50, NULL, false}},
        {",\"pre\":105,\"pre_carried\":true", {VALUE_NUMBER, 105, NULL, true}},
        {",\"pre\":\"4-\"", {VALUE_GRADE, 0, "4-", false}},
        {",\"pre\":\"not-tested\"", {VALUE_NOT_TESTED, 0, NULL, false}},
        {",\"pre\":\"not-tested\",\"pre_reason\":\"declined\"", {VALUE_NOT_TESTED, 0, "declined", false}},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena a = {0};
        struct session s;
        decode_text(&s,
                    arena_printf(&a,
                                 "{\"client\":\"01a20290-e520-7000-8000-000000000001\",\"status\":\"draft\",\"v\":1,"
                                 "\"findings\":[{\"kind\":\"k\",\"on\":\"test\",\"target\":\"t\"%s}]}",
                                 rows[i].keys),
                    &a);
        const struct value *got = &s.findings[0].pre;
        assert_int_equal(got->kind, rows[i].value.kind);
        assert_int_equal(got->tenths, rows[i].value.tenths);
        assert_int_equal(got->carried, rows[i].value.carried);
        assert_int_equal(!got->grade, !rows[i].value.grade);
        if (got->grade)
            assert_string_equal(got->grade, rows[i].value.grade);
        arena_release(&a);
    }
}

#define HEAD "\"client\":\"01a20290-e520-7000-8000-000000000001\",\"status\":\"signed\",\"v\":1"

static const struct {
    const char *text, *key;
} damaged[] = {
    {"{}", "'v'"},
    {"{\"v\":0}", "'v'"},
    {"{\"v\":\"1\"}", "'v'"},
    {"{\"v\":1}", "'client'"},
    {"{\"v\":1,\"client\":\"Maria\",\"status\":\"draft\"}", "'client'"},
    {"{\"v\":1,\"client\":7,\"status\":\"draft\"}", "'client'"},
    {"{\"v\":1,\"client\":\"01a20290-e520-7000-8000-000000000001\",\"status\":\"Maria\"}", "'status'"},
    {"{" HEAD ",\"note\":7}", "'note'"},
    {"{" HEAD ",\"note\":\"Maria\\u0007\"}", "'note'"},
    {"{" HEAD ",\"plan\":null}", "'plan'"},
    {"{" HEAD ",\"number\":\"7\"}", "'number'"},
    {"{" HEAD ",\"number\":-1}", "'number'"},
    {"{" HEAD ",\"number\":7.5}", "'number'"},
    {"{" HEAD ",\"number\":4294967297}", "'number'"},
    {"{" HEAD ",\"consent\":1}", "'consent'"},
    {"{" HEAD ",\"started\":\"now\"}", "'started'"},
    {"{" HEAD ",\"started\":9007199254740991}", "'started'"},
    {"{" HEAD ",\"started\":5,\"started_offset\":99999}", "'started'"},
    {"{" HEAD ",\"next_day\":\"2026-02-30\"}", "'next_day'"},
    {"{" HEAD ",\"next_minute\":1440}", "'next_minute'"},
    {"{" HEAD ",\"homecare\":\"drops\"}", "'homecare'"},
    {"{" HEAD ",\"homecare\":[\"Maria\",7]}", "'homecare'"},
    {"{" HEAD ",\"homecare\":[\"\"]}", "'homecare'"},
    {"{" HEAD ",\"added\":[{}]}", "'added'"},
    {"{" HEAD ",\"findings\":{}}", "'findings'"},
    {"{" HEAD ",\"findings\":[[]]}", "'findings'"},
    {"{" HEAD ",\"findings\":[{\"kind\":\"test\"}]}", "'on'"},
    {"{" HEAD ",\"findings\":[{\"kind\":\"\",\"on\":\"test\",\"target\":\"t\"}]}", "'kind'"},
    {"{" HEAD ",\"findings\":[{\"kind\":\"k\",\"on\":\"Maria\",\"target\":\"t\"}]}", "'on'"},
    {"{" HEAD ",\"findings\":[{\"kind\":\"k\",\"on\":\"test\",\"target\":\"t\",\"side\":\"both\"}]}", "'side'"},
    {"{" HEAD ",\"findings\":[{\"kind\":\"k\",\"on\":\"test\",\"target\":\"t\",\"pre\":true}]}", "'pre'"},
    {"{" HEAD ",\"findings\":[{\"kind\":\"k\",\"on\":\"test\",\"target\":\"t\",\"pre\":99999999}]}", "'pre'"},
    {"{" HEAD ",\"findings\":[{\"kind\":\"k\",\"on\":\"test\",\"target\":\"t\",\"post_reason\":1}]}", "'post'"},
    {"{" HEAD ",\"releases\":[{}]}", "'structure'"},
    {"{" HEAD ",\"releases\":[{\"structure\":\"x\",\"type\":\"strong\"}]}", "'type'"},
    {"{" HEAD ",\"unknown\":1.5}", "reals"},
    {"{" HEAD ",\"unknown\":null}", "null"},
    {"{" HEAD ",\"Unknown\":1}", "a-z"},
};

static void damage_is_refused_with_the_key_and_never_the_content(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(damaged); i++) {
        struct arena a = {0};
        struct err e = {0};
        struct session s, before;
        memset(&s, 0x5a, sizeof s);
        before = s;
        json_t *body;
        print_message("%s\n", damaged[i].text);
        assert_true(json_parse(&body, damaged[i].text, strlen(damaged[i].text), &e));
        assert_false(session_decode(&s, body, &a, &e));
        assert_int_equal(e.code, ERR_DAMAGED);
        assert_non_null(strstr(e.text, damaged[i].key));
        assert_null(strstr(e.text, "Maria"));
        assert_memory_equal(&s, &before, sizeof s);
        json_decref(body);
        arena_release(&a);
    }
}

static void a_newer_version_is_not_read_by_halves(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct session s;
    json_t *body = json_pack("{s:i}", "v", 2);
    assert_false(session_decode(&s, body, &a, &e));
    assert_int_equal(e.code, ERR_VERSION);
    json_decref(body);
    arena_release(&a);
}

static void text_at_its_limit_is_read_and_one_byte_more_is_not(void **state)
{
    static const struct {
        const char *key;
        size_t limit;
    } rows[] = {{"note", 65536}, {"plan", 65536}, {"reaction", 4096}, {"no_finding_reason", 4096}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        for (size_t more = 0; more < 2; more++) {
            struct arena a = {0};
            struct err e = {0};
            struct session s;
            char *text = arena_alloc(&a, rows[i].limit + more + 1);
            memset(text, 'x', rows[i].limit + more);
            json_t *body = json_pack("{s:i,s:s,s:s,s:s}", "v", 1, "client", "01a20290-e520-7000-8000-000000000001",
                                     "status", "draft", rows[i].key, text);
            assert_int_equal(session_decode(&s, body, &a, &e), more == 0);
            json_decref(body);
            arena_release(&a);
        }
    }
}

int main(void)
{
    json_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back_byte_for_byte),
        cmocka_unit_test(a_copy_is_equal_and_stands_alone),
        cmocka_unit_test(unknown_keys_stay_where_they_were),
        cmocka_unit_test(values_keep_their_kind),
        cmocka_unit_test(damage_is_refused_with_the_key_and_never_the_content),
        cmocka_unit_test(a_newer_version_is_not_read_by_halves),
        cmocka_unit_test(text_at_its_limit_is_read_and_one_byte_more_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
