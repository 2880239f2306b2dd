/* YAML: the tree, every refusal with its line, and hostile files that must not take long. */
#include "fascia/base/yaml.h"

#include "fascia/base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static struct yaml_node *parse(struct arena *a, const char *text)
{
    struct yaml_node *root = NULL;
    struct err e = {0};
    if (!yaml_parse(&root, "t.yaml", text, strlen(text), a, &e))
        fail_msg("%s", e.text);
    return root;
}

static void a_tree_has_kinds_lines_and_quotes(void **state)
{
    (void)state;
    struct arena a = {0};
    struct yaml_node *root = parse(&a, "# comment\nid: masseter\nname: \"Masseter\"\nlist: [one, 'two',\n  {k: v}]\n"
                                       "text: |\n  two\n  lines\nempty:\nlast: {}\n");
    assert_int_equal(root->kind, YAML_MAP);
    assert_int_equal(root->len, 6);
    assert_int_equal(root->line, 2);
    assert_string_equal(root->keys[0], "id");
    assert_string_equal(root->items[0].text, "masseter");
    assert_true(root->items[0].plain);
    assert_false(root->items[1].plain);
    const struct yaml_node *list = yaml_find(root, "list");
    assert_int_equal(list->kind, YAML_LIST);
    assert_int_equal(list->line, 4);
    assert_int_equal(list->len, 3);
    assert_true(list->items[0].plain);
    assert_false(list->items[1].plain);
    assert_int_equal(list->items[2].kind, YAML_MAP);
    assert_int_equal(list->items[2].line, 5);
    assert_string_equal(yaml_find(&list->items[2], "k")->text, "v");
    assert_string_equal(yaml_find(root, "text")->text, "two\nlines\n");
    assert_int_equal(yaml_find(root, "text")->line, 6);
    assert_string_equal(yaml_find(root, "empty")->text, "");
    assert_int_equal(yaml_find(root, "last")->len, 0);
    assert_null(yaml_find(root, "none"));
    assert_null(yaml_find(list, "k"));
    arena_release(&a);
}

static void an_empty_file_is_an_empty_map(void **state)
{
    (void)state;
    static const char *const rows[] = {"", "\n\n", "# only a comment\n", "   "};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena a = {0};
        struct yaml_node *root = parse(&a, rows[i]);
        assert_int_equal(root->kind, YAML_MAP);
        assert_int_equal(root->len, 0);
        arena_release(&a);
    }
}

static void files_from_elsewhere_are_read(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    const char *name = NULL;
    struct yaml_node *root = parse(&a, "\xEF\xBB\xBF---\r\nname: Zo\xC3\xAB\r\nother: x\r\n...\r\n");
    assert_true(yaml_text(&name, "t.yaml", root, "name", &e));
    assert_string_equal(name, "Zo\xC3\xAB");
    assert_int_equal(yaml_find(root, "other")->line, 3);
    arena_release(&a);
}

static void what_is_not_plain_configuration_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *says;
    } rows[] = {
        {"a: 1\nb: 2\na: 3\n", "t.yaml:3: key 'a' is there twice, first in line 1"},
        {"m:\n  x: 1\n  \"x\": 2\n", "t.yaml:3: key 'x' is there twice"},
        {"a: 1\nb: &anchor 2\n", "t.yaml:2: anchors"},
        {"a: &x [1]\n", "t.yaml:1: anchors"},
        {"a: &x {k: v}\n", "t.yaml:1: anchors"},
        {"? &k a\n: 1\n", "t.yaml:1: anchors"},
        {"a: *x\n", "t.yaml:1: aliases"},
        {"*x : 1\n", "t.yaml:1: aliases"},
        {"a: 1\nb:\n  - *x\n", "t.yaml:3: aliases"},
        {"a: !!int 3\n", "t.yaml:1: tags"},
        {"a: !own [1]\n", "t.yaml:1: tags"},
        {"a: !<tag:x,2000:y> {}\n", "t.yaml:1: tags"},
        {"a: ! b\n", "t.yaml:1: tags"},
        {"%YAML 1.1\n---\na: 1\n", "t.yaml:1: a line that begins with %"},
        {"a: 1\n---\nb: 2\n", "t.yaml:2: only one document"},
        {"a: 1\n...\n---\n", "t.yaml:3: only one document"},
        {"[a]: 1\n", "t.yaml:1: a key must be a word"},
        {"a: 1\n? {x: y}\n: 1\n", "t.yaml:2: a key must be a word"},
        {"a: 1\n? \n: 1\n", "t.yaml:2: a key is missing"},
        {"\"\": 1\n", "t.yaml:1: a key is missing"},
        {": 1\n", "t.yaml:1: "},
        {"a: 1\n\xFF: 2\n", "t.yaml:2: byte 0xFF is not UTF-8"},
        {"a: \xC0\xAF\n", "t.yaml:1: byte 0xC0 is not UTF-8"},
        {"a: \xED\xA0\x80\n", "t.yaml:1: byte 0xED is not UTF-8"},
        {"a: 1\nb: \x1B[2J\n", "t.yaml:2: character U+001B"},
        {"a: 1\rb: 2\n", "t.yaml:1: character U+000D"},
        {"a: \xC2\x85\n", "t.yaml:1: character U+0085"},
        {"a: \xEF\xBB\xBF\n", "t.yaml:1: character U+FEFF"},
        {"a: \"\\x1b[2J\"\n", "t.yaml:1: character U+001B"},
        {"a: \"x\\0y\"\n", "t.yaml:1: character U+0000"},
        {"a: [1, 2\nb: 3\n", "t.yaml:2: "},
        {"a: \"open\n", "t.yaml:2: "},
        {"a:\n\t- b\n", "t.yaml:2: "},
        {"a: b: c\n", "t.yaml:1: "},
        {"a: 1\n b: 2\n", "t.yaml:2: "},
        {"a: }\n", "t.yaml:1: "},
        {"a: @x\n", "t.yaml:1: "},
        {"a: 1\n]\n", "t.yaml:2: "},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena a = {0};
        struct err e = {0};
        struct yaml_node *root = NULL;
        print_message("row %zu\n", i);
        assert_false(yaml_parse(&root, "t.yaml", rows[i].text, strlen(rows[i].text), &a, &e));
        assert_null(root);
        if (strncmp(e.text, rows[i].says, strlen(rows[i].says)) != 0)
            fail_msg("got '%s'", e.text);
        assert_int_equal(e.code, ERR_INVALID);
        arena_release(&a);
    }
}

static void assert_range(const struct buf *text, bool ok, const char *says)
{
    struct arena a = {0};
    struct err e = {0};
    struct yaml_node *root = NULL;
    assert_int_equal(yaml_parse(&root, "t.yaml", buf_text(text), text->len, &a, &e), ok);
    assert_int_equal(root != NULL, ok);
    assert_int_equal(e.code, ok ? ERR_NONE : ERR_RANGE);
    if (!ok)
        assert_non_null(strstr(e.text, says));
    arena_release(&a);
}

static void repeat(struct buf *b, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        buf_puts(b, text);
}

static void depth_16_is_the_last(void **state)
{
    (void)state;
    for (size_t depth = 15; depth <= 17; depth++) {
        struct buf flow = {0}, block = {0};
        repeat(&flow, "[", depth);
        repeat(&flow, "]", depth);
        assert_range(&flow, depth <= 16, "t.yaml:1: nested more than 16 deep");
        for (size_t i = 0; i < depth; i++)
            buf_printf(&block, "%*sk:\n", (int)i, "");
        assert_range(&block, depth <= 16, "t.yaml:17: nested more than 16 deep");
        buf_release(&flow);
        buf_release(&block);
    }
}

static void size_and_number_of_values_are_limited(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, "a: ");
    repeat(&b, "x", 256 * 1024 - 3);
    assert_range(&b, true, "");
    buf_putc(&b, 'x');
    assert_range(&b, false, "t.yaml:1: file has 262145 bytes");
    buf_clear(&b);
    repeat(&b, "- 1\n", 20000 - 6); /* stream, document and list have a start and an end */
    assert_range(&b, true, "");
    buf_puts(&b, "- 1\n");
    assert_range(&b, false, "more than 20000 values");
    buf_release(&b);
}

/* One unit repeated to 256 KiB: nesting, unfinished things, and whatever a scanner may go over again and again. */
static const struct {
    const char *head, *unit;
} hostile[] = {
    {"", "["},
    {"", "{"},
    {"", "[{"},
    {"", "- "},
    {"", "? "},
    {"", "a: {"},
    {"", "[["},
    {"", "\"["},
    {"", "{a: ["},
    {"", ": "},
    {"", ","},
    {"[", ","},
    {"[", "a,"},
    {"[", "[],"},
    {"{", "a,"},
    {"{", "? "},
    {"", "a\n"},
    {"a: |\n", " x\n"},
    {"a: >\n", "\n"},
    {"a: \"", "\\\n"},
    {"a: '", "''"},
    {"", "#\n"},
    {"", "\n"},
    {"", " "},
    {"", "&a "},
    {"", "!a "},
    {"", "!!"},
    {"", "*a "},
    {"", "%TAG !a! b\n"},
    {"", "---\n"},
    {"", "...\n"},
    {"", "- a\n- - "},
    {"a: ", "a "},
    {"a:\n", " - - b\n"},
    {"", "\"a\": "},
    {"", "- \"a\"\n"},
    {"", "'"},
    {"[", "a\n"},
    {"[", "? a"},
    {"", "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    {"", "\xE2\x80\xA8"},
};

/* The promise is 100 ms; with the sanitizers it is 25. The limit is CPU time, and leaves room for valgrind's
 * twentyfold. */
static void hostile_files_are_refused_or_read_quickly(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
        struct buf b = {0};
        struct arena a = {0};
        struct err e = {0};
        struct yaml_node *root = NULL;
        buf_puts(&b, hostile[i].head);
        while (b.len < 256 * 1024 - 80)
            buf_puts(&b, hostile[i].unit);
        clock_t start = clock();
        bool ok = yaml_parse(&root, "t.yaml", b.data, b.len, &a, &e);
        long ms = (long)((clock() - start) * 1000 / CLOCKS_PER_SEC);
        print_message("row %zu '%s%s...': %ld ms, %s\n", i, hostile[i].head, hostile[i].unit, ms, ok ? "read" : e.text);
        assert_in_range(ms, 0, 1000);
        arena_release(&a);
        buf_release(&b);
    }
}

static void ten_thousand_keys_are_compared_quickly(void **state)
{
    (void)state;
    struct buf b = {0};
    struct arena a = {0};
    for (int i = 0; i < 9990; i++)
        buf_printf(&b, "long_common_prefix_%d: \n", (i * 7919) % 9990);
    clock_t start = clock();
    struct yaml_node *root = parse(&a, b.data);
    assert_int_equal(root->len, 9990);
    assert_in_range((clock() - start) * 1000 / CLOCKS_PER_SEC, 0, 1000);
    arena_release(&a);
    buf_release(&b);
}

static const char *const values =
    "text: hello\nquoted: \"null\"\nnone: null\ntilde: ~\nnothing:\nyes: true\nno: false\n"
    "maybe: 'true'\nlist: [a, b]\nempty: []\nholes: [a, null]\nnested: [a, [b]]\nmap: {k: v}\n";

static void text_must_be_there_or_has_a_fallback(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        const char *must, *may; /* NULL: refused */
    } rows[] = {
        {"text", "hello", "hello"},    {"quoted", "null", "null"},  {"yes", "true", "true"},
        {"none", NULL, "fallback"},    {"tilde", NULL, "fallback"}, {"nothing", NULL, "fallback"},
        {"missing", NULL, "fallback"}, {"list", NULL, NULL},        {"map", NULL, NULL},
    };
    struct arena a = {0};
    struct yaml_node *root = parse(&a, values);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        const char *got = "untouched";
        print_message("row %zu %s\n", i, rows[i].key);
        assert_int_equal(yaml_text(&got, "t.yaml", root, rows[i].key, &e), rows[i].must != NULL);
        assert_string_equal(got, rows[i].must ? rows[i].must : "untouched");
        got = "untouched";
        assert_int_equal(yaml_text_or(&got, "t.yaml", root, rows[i].key, "fallback", &e), rows[i].may != NULL);
        assert_string_equal(got, rows[i].may ? rows[i].may : "untouched");
    }
    struct err e = {0};
    const char *got = NULL;
    assert_false(yaml_text(&got, "t.yaml", root, "missing", &e));
    assert_string_equal(e.text, "t.yaml:1: 'missing' is missing");
    assert_false(yaml_text(&got, "t.yaml", root, "list", &e));
    assert_string_equal(e.text, "t.yaml:9: 'list' must be one value, not a list or map");
    assert_false(yaml_text(&got, "t.yaml", yaml_find(root, "list"), "k", &e));
    assert_string_equal(e.text, "t.yaml:9: need 'key: value' lines here, with 'k'");
    arena_release(&a);
}

static void truth_is_true_or_false_without_quotes(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        bool ok, value;
    } rows[] = {{"yes", true, true},   {"no", true, false},    {"none", true, true}, {"missing", true, true},
                {"text", false, true}, {"maybe", false, true}, {"list", false, true}};
    struct arena a = {0};
    struct yaml_node *root = parse(&a, values);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        bool got = true;
        print_message("row %zu %s\n", i, rows[i].key);
        assert_int_equal(yaml_bool_or(&got, "t.yaml", root, rows[i].key, true, &e), rows[i].ok);
        assert_int_equal(got, rows[i].value);
    }
    arena_release(&a);
}

static void numbers_are_tenths(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ok, present;
        int value;
    } rows[] = {
        {"10.5", true, true, 105},         {"0", true, true, 0},          {"62", true, true, 620},
        {"-3", true, true, -30},           {"-0.5", true, true, -5},      {"007", true, true, 70},
        {"999999.9", true, true, 9999999}, {"null", true, false, 77},     {"", true, false, 77},
        {"10.55", false, false, 77},       {"10.50", false, false, 77},   {"1e3", false, false, 77},
        {".5", false, false, 77},          {"5.", false, false, 77},      {"+5", false, false, 77},
        {"\"5\"", false, false, 77},       {"1000000", false, false, 77}, {"99999999999999", false, false, 77},
        {"--5", false, false, 77},         {"five", false, false, 77},    {"[5]", false, false, 77},
        {"0x10", false, false, 77},        {"1_0", false, false, 77},     {"5 cm", false, false, 77},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena a = {0};
        struct err e = {0};
        int got = 77;
        bool present = false;
        struct yaml_node *root = parse(&a, arena_printf(&a, "n: %s\n", rows[i].text));
        print_message("row %zu '%s'\n", i, rows[i].text);
        assert_int_equal(yaml_tenths(&got, &present, "t.yaml", root, "n", &e), rows[i].ok);
        assert_int_equal(present, rows[i].present);
        assert_int_equal(got, rows[i].value);
        arena_release(&a);
    }
}

static void lists_of_texts_end_with_null(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        bool ok;
        size_t len;
    } rows[] = {{"list", true, 2},    {"empty", true, 0},    {"none", true, 0},   {"missing", true, 0},
                {"holes", false, 99}, {"nested", false, 99}, {"text", false, 99}, {"map", false, 99}};
    struct arena a = {0};
    struct yaml_node *root = parse(&a, values);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        const char *const *got = NULL;
        size_t len = 99;
        print_message("row %zu %s\n", i, rows[i].key);
        assert_int_equal(yaml_texts(&got, &len, "t.yaml", root, rows[i].key, &a, &e), rows[i].ok);
        assert_int_equal(len, rows[i].len);
        assert_int_equal(got != NULL, rows[i].ok);
        if (rows[i].ok)
            assert_null(got[len]);
    }
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_has_kinds_lines_and_quotes),
        cmocka_unit_test(an_empty_file_is_an_empty_map),
        cmocka_unit_test(files_from_elsewhere_are_read),
        cmocka_unit_test(what_is_not_plain_configuration_is_refused),
        cmocka_unit_test(depth_16_is_the_last),
        cmocka_unit_test(size_and_number_of_values_are_limited),
        cmocka_unit_test(hostile_files_are_refused_or_read_quickly),
        cmocka_unit_test(ten_thousand_keys_are_compared_quickly),
        cmocka_unit_test(text_must_be_there_or_has_a_fallback),
        cmocka_unit_test(truth_is_true_or_false_without_quotes),
        cmocka_unit_test(numbers_are_tenths),
        cmocka_unit_test(lists_of_texts_end_with_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
