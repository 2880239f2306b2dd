/* Documents as Markdown: what was typed stays text. */
#include "fascia/report/markdown.h"

#include "fascia/base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void expect(const struct document *d, const char *text)
{
    struct buf out = {0};
    document_markdown(&out, d);
    assert_string_equal(buf_text(&out), text);
    buf_release(&out);
}

static void markup_in_a_paragraph_is_escaped(void **state)
{
    static const struct {
        const char *typed, *written;
    } rows[] = {
        {"10.5 cm, better (left) - see plan; 50% of 8!", "10.5 cm, better (left) - see plan; 50% of 8\\!"},
        {"# heading", "\\# heading"},
        {"> quote", "\\> quote"},
        {"- item", "\\- item"},
        {"+ item", "\\+ item"},
        {"* item", "\\* item"},
        {"1. item", "1\\. item"},
        {"12) item", "12\\) item"},
        {"1.5 cm", "1.5 cm"},
        {"7.", "7\\."},
        {"-10 to +5", "-10 to +5"},
        {"-", "\\-"},
        {"- - -", "\\- - -"},
        {"title\n===", "title\\\n\\==="},
        {"title\n---", "title\\\n\\---"},
        {"***", "\\*\\*\\*"},
        {"```\ncode", "\\`\\`\\`\\\ncode"},
        {"~~~", "\\~\\~\\~"},
        {"    indented", "indented"},
        {"\tindented", "indented"},
        {"a\tb", "a b"},
        {"trailing  \nbreak", "trailing\\\nbreak"},
        {"back\\", "back\\\\"},
        {"_a_ *b* `c`", "\\_a\\_ \\*b\\* \\`c\\`"},
        {"[x](http://y)", "\\[x\\](http\\://y)"},
        {"![x](y)", "\\!\\[x\\](y)"},
        {"<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"},
        {"&amp; &#64;", "\\&amp; \\&\\#64;"},
        {"www.example.org mailto:a 10:30 note: b", "www\\.example.org mailto\\:a 10:30 note: b"},
        {"a | b", "a \\| b"},
        {"[^1]: note", "\\[\\^1\\]: note"},
        {"$x$", "\\$x\\$"},
        {"a\n\nb", "a\\\n\\\nb"},
        {"\n \n- a\n\n", "\\- a"},
        {"Þórð بطة 👩🏽‍⚕️", "Þórð بطة 👩🏽‍⚕️"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena a = {0};
        struct document d;
        document_init(&d, &a);
        document_paragraph(&d, rows[i].typed);
        print_message("%s\n", rows[i].typed);
        expect(&d, arena_printf(&a, "%s\n", rows[i].written));
        arena_release(&a);
    }
}

static void every_kind_of_block_has_its_form(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document d;
    document_init(&d, &a);
    document_heading(&d, 2, "Part\n# two");
    document_list(&d, false);
    document_item(&d, "- a\nb");
    document_list(&d, true);
    document_item(&d, "1. x\ny");
    document_pairs(&d);
    document_pair(&d, "Key*", "v\nw");
    document_table(&d, (const char *const[]){"a|b", "c"}, 2, 1U << 1);
    document_row(&d, (const char *const[]){"x\ny", "| --- |"});
    document_box(&d, "Do");
    document_item(&d, "> this\nthat");
    d.footer = "---";
    expect(&d, "## Part \\# two\n\n- \\- a\\\n  b\n\n1. 1\\. x\\\n   y\n\n- **Key\\*:** v w\n\n"
               "| a\\|b | c |\n| --- | ---: |\n| x y | \\| --- \\| |\n\n"
               "> **Do**\n>\n> \\> this\\\n> that\n\n---\n\n\\---\n");
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_in_a_paragraph_is_escaped),
        cmocka_unit_test(every_kind_of_block_has_its_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
