/* JSON: one spelling for a value, strict reading, and an allocator that wipes. */
#include "fascia/base/json.h"

#include "support/freed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SECRET "tender over the left sacroiliac joint"

static json_t *parse(const char *text)
{
    json_t *value = NULL;
    struct err e = {0};
    if (!json_parse(&value, text, strlen(text), &e))
        fail_msg("%s: %s", text, e.text);
    return value;
}

static void canonical_bytes_are_sorted_and_bare(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"{}", "{}"},
        {" { \"v\" : 1 } ", "{\"v\":1}"},
        {"{\"b\":2,\"a\":1,\"a_1\":[true,false,[],{}],\"a1\":-7}",
         "{\"a\":1,\"a1\":-7,\"a_1\":[true,false,[],{}],\"b\":2}"},
        {"{\"t\":\"\\u00e9\\ud83d\\ude42 \\/ \\\\ \\\" \\n\\t\"}",
         "{\"t\":\"\xC3\xA9\xF0\x9F\x99\x82 / \\\\ \\\" \\n\\t\"}"},
        {"{\"n\":9007199254740991,\"m\":-9007199254740991}", "{\"m\":-9007199254740991,\"n\":9007199254740991}"},
        {"{\"n\":-0}", "{\"n\":0}"},
        {"{\"ab\":1,\"a\":2,\"abc\":3,\"9\":4,\"_\":5}", "{\"9\":4,\"_\":5,\"a\":2,\"ab\":1,\"abc\":3}"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        struct buf out = {0};
        json_t *value = parse(rows[i].in);
        print_message("row %zu\n", i);
        buf_puts(&out, "before ");
        assert_true(json_canonical(&out, value, &e));
        assert_string_equal(buf_text(&out) + 7, rows[i].out);
        char *witness = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS);
        assert_string_equal(witness, rows[i].out);
        json_free_t give_back;
        json_get_alloc_funcs(NULL, &give_back);
        give_back(witness);
        json_decref(value);
        buf_release(&out);
    }
}

static void what_has_no_canonical_form_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        enum err_code code;
    } rows[] = {
        {"{\"a\":1.5}", ERR_INVALID},
        {"{\"a\":1.0}", ERR_INVALID},
        {"{\"a\":1e3}", ERR_INVALID},
        {"{\"a\":null}", ERR_INVALID},
        {"{\"a\":[1,null]}", ERR_INVALID},
        {"{\"A\":1}", ERR_INVALID},
        {"{\"\":1}", ERR_INVALID},
        {"{\"a-b\":1}", ERR_INVALID},
        {"{\"\\u00e9\":1}", ERR_INVALID},
        {"{\"a\":\"\\r\"}", ERR_INVALID},
        {"{\"a\":\"\\b\"}", ERR_INVALID},
        {"{\"a\":\"\\u001b\"}", ERR_INVALID},
        {"{\"a\":9007199254740992}", ERR_RANGE},
        {"{\"a\":-9007199254740992}", ERR_RANGE},
        {"{\"a\":9223372036854775807}", ERR_RANGE},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        struct buf out = {0};
        json_t *value = parse(rows[i].in);
        buf_puts(&out, "before");
        print_message("row %zu %s\n", i, rows[i].in);
        assert_false(json_canonical(&out, value, &e));
        assert_int_equal(e.code, rows[i].code);
        assert_string_equal(buf_text(&out), "before");
        json_decref(value);
        buf_release(&out);
    }
}

static void only_strict_objects_are_read(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        " ",
        "[]",
        "1",
        "\"a\"",
        "null",
        "{",
        "{}x",
        "{}{}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{\"a\":\"\\u0000\"}",
        "{\"\\u0000\":1}",
        "{\"a\":\"\xFF\"}",
        "{\"a\":\"\xC0\xAF\"}",
        "{\"a\":\"\\ud800\"}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":1,}",
        "{\"a\":NaN}",
        "{\"a\":99999999999999999999}",
        "{\"a\":1e999}",
        "// c\n{}",
        "\xEF\xBB\xBF{}",
        "{\"a\":\"\n\"}",
        "{\"name\":\"Ann Example\" 5}",
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        json_t *value = NULL;
        print_message("row %zu\n", i);
        assert_false(json_parse(&value, rows[i], strlen(rows[i]), &e));
        assert_null(value);
        assert_int_equal(e.code, ERR_INVALID);
        assert_null(strstr(e.text, "Example")); /* a message must not carry content */
    }
    struct err e = {0};
    json_t *value = NULL;
    assert_false(json_parse(&value, "{}\0", 3, &e));
    assert_null(value);
}

static void depth_has_a_limit_both_ways(void **state)
{
    (void)state;
    struct buf text = {0}, out = {0};
    struct err e = {0};
    json_t *value = NULL;
    for (int depth = 31; depth <= 33; depth++) {
        buf_clear(&text);
        buf_puts(&text, "{\"a\":");
        for (int i = 1; i < depth; i++)
            buf_putc(&text, '[');
        buf_puts(&text, "\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ \\\" [[\"");
        for (int i = 1; i < depth; i++)
            buf_putc(&text, ']');
        buf_putc(&text, '}');
        assert_int_equal(json_parse(&value, text.data, text.len, &e), depth <= 32);
        if (depth > 32) {
            assert_int_equal(e.code, ERR_RANGE);
            break;
        }
        assert_true(json_canonical(&out, value, &e));
        json_t *deeper = json_pack("{s:O}", "a", value);
        assert_int_equal(json_canonical(&out, deeper, &e), depth < 32);
        json_decref(deeper);
        json_decref(value);
    }
    buf_release(&text);
    buf_release(&out);
}

static void text_over_1_mib_is_refused_both_ways(void **state)
{
    (void)state;
    enum { MOST = 1 << 20, FRAME = 8 }; /* {"a":""} */
    struct buf text = {0}, out = {0};
    struct err e = {0};
    for (size_t n = 0; n < MOST - FRAME + 1; n++)
        buf_putc(&text, 'x');
    json_t *o = json_object(), *back = NULL;
    json_put_text(o, "a", text.data);
    assert_false(json_canonical(&out, o, &e));
    assert_int_equal(e.code, ERR_RANGE);
    assert_int_equal(out.len, 0);
    json_put_text(o, "a", text.data + 1);
    assert_true(json_canonical(&out, o, &e));
    assert_int_equal(out.len, MOST);
    assert_true(json_parse(&back, out.data, out.len, &e));
    assert_true(json_equal(o, back));
    json_decref(back);
    back = NULL;
    buf_putc(&out, ' ');
    assert_false(json_parse(&back, out.data, out.len, &e));
    assert_int_equal(e.code, ERR_RANGE);
    assert_null(back);
    json_decref(o);
    buf_release(&text);
    buf_release(&out);
}

static void absent_values_are_left_out(void **state)
{
    (void)state;
    struct buf out = {0};
    struct err e = {0};
    json_t *o = parse("{\"later\":\"kept\",\"t2\":\"old\",\"n2\":4,\"b2\":true}");
    json_put_text(o, "t1", "text");
    json_put_text(o, "t2", "");
    json_put_text(o, "t3", NULL);
    json_put_int(o, "n1", 0, -1);
    json_put_int(o, "n2", -1, -1);
    json_put_bool(o, "b1", true);
    json_put_bool(o, "b2", false);
    assert_true(json_canonical(&out, o, &e));
    assert_string_equal(buf_text(&out), "{\"b1\":true,\"later\":\"kept\",\"n1\":0,\"t1\":\"text\"}");
    buf_release(&out);
    json_decref(o);
}

static void getters_take_another_type_as_absent(void **state)
{
    (void)state;
    struct arena a = {0};
    json_t *o = parse("{\"t\":\"text\",\"n\":12,\"b\":true,\"f\":false,\"z\":null}");
    const char *text = json_get_text(o, "t", &a);
    assert_string_equal(text, "text");
    assert_null(json_get_text(o, "n", &a));
    assert_null(json_get_text(o, "z", &a));
    assert_null(json_get_text(o, "none", &a));
    assert_int_equal(json_get_int(o, "n", -1), 12);
    assert_int_equal(json_get_int(o, "t", -1), -1);
    assert_int_equal(json_get_int(o, "none", -1), -1);
    assert_true(json_get_bool(o, "b"));
    assert_false(json_get_bool(o, "f"));
    assert_false(json_get_bool(o, "n"));
    assert_false(json_get_bool(o, "none"));
    json_decref(o);
    assert_string_equal(text, "text"); /* a copy: it outlives the object */
    arena_release(&a);
}

static void freed_memory_is_wiped(void **state)
{
    (void)state;
    json_malloc_t take;
    json_free_t give_back;
    json_get_alloc_funcs(&take, &give_back);
    char *p = take(64);
    uintptr_t at = (uintptr_t)p;
    memcpy(p, SECRET, sizeof SECRET);
    assert_true(freed_holds(at, 64, SECRET));
    give_back(p);
    assert_false(freed_holds(at, 64, SECRET));
    give_back(NULL);
}

static int start(void **state)
{
    (void)state;
    json_init();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(canonical_bytes_are_sorted_and_bare),  cmocka_unit_test(what_has_no_canonical_form_is_refused),
        cmocka_unit_test(only_strict_objects_are_read),         cmocka_unit_test(depth_has_a_limit_both_ways),
        cmocka_unit_test(absent_values_are_left_out),           cmocka_unit_test(getters_take_another_type_as_absent),
        cmocka_unit_test(text_over_1_mib_is_refused_both_ways), cmocka_unit_test(freed_memory_is_wiped),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
