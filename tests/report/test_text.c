/* Documents as plain text: nothing is wider than 78 columns, nothing is cut inside a grapheme, tables stay aligned. */
#include "fascia/report/text.h"

#include "fascia/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void expect(const struct document *d, const char *text)
{
    struct buf out = {0};
    document_text(&out, d);
    assert_string_equal(buf_text(&out), text);
    buf_release(&out);
}

static void every_kind_of_block_has_its_form(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document d;
    document_init(&d, &a);
    document_heading(&d, 1, "Title");
    document_heading(&d, 2, "Part");
    document_paragraph(&d, "One.\nTwo.");
    document_paragraph(&d, "");
    document_paragraph(&d, NULL);
    document_heading(&d, 3, "Small");
    document_list(&d, false);
    document_item(&d, "a");
    document_list(&d, true);
    document_item(&d, "first");
    document_item(&d, "second");
    document_list(&d, true);
    document_pairs(&d);
    document_pair(&d, "Key", "value\nmore");
    document_pair(&d, "Longer key", "v");
    document_pair(&d, "Nothing", NULL);
    document_table(&d, (const char *const[]){"Sign", "cm"}, 2, 1U << 1);
    document_row(&d, (const char *const[]){"knee", "10.5"});
    document_row(&d, (const char *const[]){"hip", NULL});
    d.footer = "page";
    expect(&d, "Title\n=====\n\nPart\n----\nOne.\nTwo.\n\nSmall\n- a\n\n 1. first\n 2. second\n\n"
               "Key         value\n            more\nLonger key  v\n\n"
               "Sign    cm\n----  ----\nknee  10.5\nhip\n\n"
               "------------------------------------------------------------------------------\npage\n");
    assert_int_equal(document_words(&d), 19);
    arena_release(&a);
}

/* One grapheme of seventeen bytes and two columns. */
#define NURSE "\xf0\x9f\x91\xa9\xf0\x9f\x8f\xbd\xe2\x80\x8d\xe2\x9a\x95\xef\xb8\x8f"
#define TEN(x) x x x x x x x x x x

static const char *const awkward[] = {
    "short",
    TEN("a line that has to be broken more than once ") "and ends",
    TEN("wordwithoutanyblank"),
    TEN("e\xcc\x81"),
    TEN(TEN("山")),
    TEN(TEN(NURSE)),
    "\n\nblank lines\n\n\nbetween",
    "tab\tseparated\twords",
    "   leading and trailing   ",
    TEN("بطة الساق اليسرى "),
};

static void check_lines(const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        struct arena a = {0};
        const char *line = arena_strndup(&a, text, len);
        assert_in_range(text_width(line), 0, TEXT_COLUMNS);
        assert_true(len == 0 || line[len - 1] != ' ');
        assert_null(strchr(line, '\t'));
        arena_release(&a);
        text += len + 1;
    }
}

static void no_line_is_wider_than_the_page(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(awkward); i++) {
        struct arena a = {0};
        struct document d;
        struct buf out = {0};
        document_init(&d, &a);
        document_heading(&d, 1, awkward[i]);
        document_paragraph(&d, awkward[i]);
        document_list(&d, true);
        document_item(&d, awkward[i]);
        document_pairs(&d);
        document_pair(&d, awkward[i], awkward[i]);
        document_pair(&d, "k", awkward[i]);
        document_box(&d, awkward[i]);
        document_item(&d, awkward[i]);
        document_table(&d, (const char *const[]){"one", awkward[i], "three", "four"}, 4, 0);
        document_row(&d, (const char *const[]){awkward[i], awkward[(i + 1) % ARRAY_LEN(awkward)], "3", awkward[i]});
        document_text(&out, &d);
        print_message("%zu\n", i);
        check_lines(buf_text(&out));
        buf_release(&out);
        arena_release(&a);
    }
}

/* Everything that was put in comes out again, in its order, once blanks are left aside. */
static void wrapping_loses_no_letter(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(awkward); i++) {
        struct arena a = {0};
        struct document d;
        struct buf out = {0}, squeezed = {0}, expected = {0};
        document_init(&d, &a);
        document_paragraph(&d, awkward[i]);
        document_text(&out, &d);
        for (const char *p = buf_text(&out); *p; p++)
            if (!strchr(" \n\t", *p))
                buf_putc(&squeezed, *p);
        for (const char *p = awkward[i]; *p; p++)
            if (!strchr(" \n\t", *p))
                buf_putc(&expected, *p);
        assert_string_equal(buf_text(&squeezed), buf_text(&expected));
        buf_release(&out);
        buf_release(&squeezed);
        buf_release(&expected);
        arena_release(&a);
    }
}

static void wide_tables_wrap_their_widest_column(void **state)
{
    (void)state;
    struct arena a = {0};
    struct document d;
    document_init(&d, &a);
    document_table(&d, (const char *const[]){"Sign", "Before", "After"}, 3, 1U << 1);
    document_row(&d, (const char *const[]){
                         "a sign whose description goes on and on until nothing else has room beside it", "10", "11"});
    document_row(&d, (const char *const[]){"å", "9.5", "x"});
    expect(&d, "Sign                                                             Before  After\n"
               "---------------------------------------------------------------  ------  -----\n"
               "a sign whose description goes on and on until nothing else has       10  11\n"
               "room beside it\n"
               "å                                                                   9.5  x\n");
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_block_has_its_form),
        cmocka_unit_test(no_line_is_wider_than_the_page),
        cmocka_unit_test(wrapping_loses_no_letter),
        cmocka_unit_test(wide_tables_wrap_their_widest_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
