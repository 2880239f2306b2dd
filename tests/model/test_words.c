/* The record in words: read-back sentences against the golden file, and values typed, shown and compared. */
#include "fascia/model/words.h"

#include "support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct scale centimetres = {SCALE_NUMBER, BETTER_HIGHER, "cm", 0, 250, 1, NULL, 0, 19, 19};
static const struct scale degrees = {SCALE_NUMBER, BETTER_HIGHER, "deg", -300, 1700, 10, NULL, 0, 70, 70};
static const struct scale nprs = {SCALE_NUMBER, BETTER_LOWER, "points", 0, 100, 10, NULL, 0, 20, 20};
static const struct scale halves = {SCALE_NUMBER, BETTER_LOWER, "points", 0, 1000, 5, NULL, 0, -1, 110};
static const struct scale jaw = {SCALE_NUMBER, BETTER_HIGHER, "mm", 0, 800, 10, NULL, 0, 50, 50};
static const char *const quick_words[] = {"none", "mild", "moderate", "marked"};
static const struct scale quick = {SCALE_NUMBER, BETTER_LOWER, "points", 0, 30, 10, quick_words, 4, 10, 10};
static const char *const posneg_words[] = {"positive", "equivocal", "negative"};
static const struct scale posneg = {SCALE_GRADES, BETTER_NONE, "", 0, 0, 0, posneg_words, 3, -1, -1};
static const char *const mrc_words[] = {"0", "1", "2-", "2", "2+", "3-", "3", "3+", "4-", "4", "4+", "5"};
static const struct scale mrc = {SCALE_GRADES, BETTER_HIGHER, "", 0, 0, 0, mrc_words, 12, 10, -1};
static const char *const tone_words[] = {"guarding", "raised", "mildly-raised", "normal", "reduced"};
static const struct scale tone = {SCALE_GRADES, BETTER_NONE, "", 0, 0, 0, tone_words, 5, -1, -1};

static void session_of(struct session *s, const char *line, struct arena *a)
{
    struct err e = {0};
    json_t *body;
    if (!json_parse(&body, line, strlen(line), &e))
        fail_msg("%s: %s", line, e.text);
    json_object_set_new(body, "v", json_integer(1));
    json_object_set_new(body, "client", json_string("01a20290-e520-7000-8000-000000000001"));
    json_object_set_new(body, "status", json_string("draft"));
    if (!session_decode(s, body, a, &e))
        fail_msg("%s: %s", line, e.text);
    json_decref(body);
}

static void add_words(struct buf *out, const char *line, struct arena *a)
{
    const struct catalogue *c = catalogue_shipped();
    struct session s;
    session_of(&s, line, a);
    buf_printf(out, "%s\nsummary: %s\n", line, session_summary(c, &s, a));
    for (size_t i = 0; i < s.findings_len; i++)
        buf_printf(out, "row: %s | %s\n", finding_label(c, &s.findings[i], a), finding_short(c, &s.findings[i], a));
    for (size_t i = 0; i < s.releases_len; i++)
        buf_printf(out, "row: %s | %s\n", release_label(c, &s.releases[i], a), release_short(c, &s.releases[i], a));
    const char *text = session_sentences(c, &s, a);
    buf_printf(out, "%s%s", text, *text ? "\n" : "");
}

static void sessions_read_as_the_golden_file_says(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf golden = golden_read("model/sentences.txt"), out = {0};
    for (const char *at = buf_text(&golden); *at;) {
        size_t len = strcspn(at, "\n");
        const char *line = arena_strndup(&a, at, len);
        if (line[0] == '{')
            add_words(&out, line, &a);
        else if (line[0] == '#' || line[0] == '\0')
            buf_printf(&out, "%s\n", line);
        at += len + (at[len] == '\n');
    }
    golden_check("model/sentences.txt", buf_text(&out));
    buf_release(&golden);
    buf_release(&out);
    arena_release(&a);
}

static const struct {
    const char *text;
    const struct scale *scale;
    const char *shown; /* NULL: refused */
} typed[] = {
    {"10.5", &centimetres, "10.5"},
    {"10,5", &centimetres, "10.5"},
    {"  10.5 ", &centimetres, "10.5"},
    {"10.5cm", &centimetres, "10.5"},
    {"10.5 CM", &centimetres, "10.5"},
    {"105mm", &centimetres, "10.5"},
    {"105 mm", &centimetres, "10.5"},
    {"10", &centimetres, "10.0"},
    {"10.50", &centimetres, "10.5"},
    {"+10", &centimetres, "10.0"},
    {"0", &centimetres, "0.0"},
    {"25", &centimetres, "25.0"},
    {"25.1", &centimetres, NULL},
    {"-0.1", &centimetres, NULL},
    {"10.55", &centimetres, NULL},
    {"105.5mm", &centimetres, NULL},
    {"10 deg", &centimetres, NULL},
    {"10.", &centimetres, NULL},
    {".5", &centimetres, NULL},
    {"", &centimetres, NULL},
    {"ten", &centimetres, NULL},
    {"1e1", &centimetres, NULL},
    {"0x10", &centimetres, NULL},
    {"99999999999999999999", &centimetres, NULL},
    {"62", &degrees, "62"},
    {"62°", &degrees, "62"},
    {"62 deg", &degrees, "62"},
    {"62.0", &degrees, "62"},
    {"-10", &degrees, "-10"},
    {"\xe2\x88\x92"
     "10",
     &degrees, "-10"},
    {"62.5", &degrees, NULL},
    {"650", &degrees, NULL},
    {"--5", &degrees, NULL},
    {"6", &nprs, "6"},
    {"6/10", &nprs, "6"},
    {"10/10", &nprs, "10"},
    {"6/5", &nprs, NULL},
    {"6.5", &nprs, NULL},
    {"11", &nprs, NULL},
    {"++", &nprs, NULL},
    {"12.5", &halves, "12.5"},
    {"12.3", &halves, NULL},
    {"4 cm", &jaw, "40"},
    {"4.2cm", &jaw, "42"},
    {"42", &jaw, "42"},
    {"2", &quick, "2"},
    {"+", &quick, "1"},
    {"+++", &quick, "3"},
    {"++++", &quick, NULL},
    {"2/3", &quick, "2"},
    {"pos", &posneg, "positive"},
    {"+", &posneg, "positive"},
    {"-", &posneg, "negative"},
    {"NEG", &posneg, "negative"},
    {"Equivocal", &posneg, "equivocal"},
    {"3", &posneg, NULL},
    {"++", &posneg, NULL},
    {"4-", &mrc, "4-"},
    {"4-/5", &mrc, "4-"},
    {"5/5", &mrc, "5"},
    {"+", &mrc, NULL},
    {"6", &mrc, NULL},
    {"mildly raised", &tone, "mildly-raised"},
    {"mild", &tone, NULL},
    {"n/t", &tone, "n/t"},
    {"not tested", &degrees, "n/t"},
};

static void a_typed_value_is_taken_exactly_or_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(typed); i++) {
        struct arena a = {0};
        struct err e = {0};
        struct value v = {.kind = VALUE_NUMBER, .tenths = 7770};
        print_message("'%s' %s\n", typed[i].text, typed[i].scale->unit);
        assert_int_equal(value_parse(&v, typed[i].text, typed[i].scale, &e), typed[i].shown != NULL);
        if (typed[i].shown) {
            assert_string_equal(value_format(&v, typed[i].scale, &a), typed[i].shown);
        } else {
            assert_true(e.code == ERR_INVALID || e.code == ERR_RANGE);
            assert_int_equal(v.tenths, 7770);
        }
        arena_release(&a);
    }
}

static void every_allowed_number_is_typed_as_it_is_shown(void **state)
{
    static const struct scale *const scales[] = {&centimetres, &degrees, &nprs, &halves, &jaw, &quick};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(scales); i++) {
        struct arena a = {0};
        for (int tenths = scales[i]->min; tenths <= scales[i]->max; tenths += scales[i]->step) {
            struct err e = {0};
            struct value v = {.kind = VALUE_NUMBER, .tenths = tenths}, back;
            assert_true(value_parse(&back, value_format(&v, scales[i], &a), scales[i], &e));
            assert_int_equal(back.tenths, tenths);
        }
        arena_release(&a);
    }
}

static void a_refusal_names_the_limits(void **state)
{
    (void)state;
    struct err e = {0};
    struct value v;
    assert_false(value_parse(&v, "650", &degrees, &e));
    assert_int_equal(e.code, ERR_RANGE);
    assert_non_null(strstr(e.text, "-30 to 170 deg"));
    assert_false(value_parse(&v, "62.5", &degrees, &e));
    assert_int_equal(e.code, ERR_RANGE);
    assert_non_null(strstr(e.text, "steps of 1"));
    assert_false(value_parse(&v, "6", &mrc, &e));
    assert_int_equal(e.code, ERR_INVALID);
    assert_non_null(strstr(e.text, "4-, 4, 4+, 5"));
}

#define NUMBER(n)                                                                                                      \
    {                                                                                                                  \
        .kind = VALUE_NUMBER, .tenths = (n)                                                                            \
    }
#define GRADE(g)                                                                                                       \
    {                                                                                                                  \
        .kind = VALUE_GRADE, .grade = (g)                                                                              \
    }

static void a_change_is_signed_and_judged_by_what_is_better(void **state)
{
    static const struct {
        const struct scale *scale;
        struct value pre, post;
        const char *text;
        int direction;
    } rows[] = {
        {&centimetres, NUMBER(105), NUMBER(115), "+1.0", 1},
        {&centimetres, NUMBER(115), NUMBER(105), "-1.0", -1},
        {&centimetres, NUMBER(115), NUMBER(115), "0.0", 0},
        {&degrees, NUMBER(-100), NUMBER(-50), "+5", 1},
        {&nprs, NUMBER(60), NUMBER(40), "-2", 1},
        {&nprs, NUMBER(40), NUMBER(60), "+2", -1},
        {&posneg, GRADE("positive"), GRADE("negative"), "pos>neg", 0},
        {&posneg, GRADE("negative"), GRADE("negative"), "same", 0},
        {&posneg, GRADE("equivocal"), GRADE("positive"), "equiv>pos", 0},
        {&mrc, GRADE("4-"), GRADE("4+"), "4->4+", 1},
        {&mrc, GRADE("5"), GRADE("4"), "5>4", -1},
        {&tone, GRADE("raised"), GRADE("normal"), "raised>normal", 0},
        {&mrc, GRADE("9"), GRADE("4"), "", 0},
        {&mrc, NUMBER(40), GRADE("4"), "", 0},
        {&nprs, NUMBER(40), {.kind = VALUE_NONE}, "", 0},
        {&nprs, NUMBER(40), {.kind = VALUE_NOT_TESTED}, "", 0},
        {NULL, NUMBER(40), NUMBER(50), "", 0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena a = {0};
        struct finding f = {.pre = rows[i].pre, .post = rows[i].post};
        int direction = 7;
        assert_string_equal(finding_change(&f, rows[i].scale, &direction, &a), rows[i].text);
        assert_int_equal(direction, rows[i].direction);
        arena_release(&a);
    }
}

/* Every row of the catalogue has words: none is empty, and a sentence about it starts with a capital and ends in a
 * stop. */
static void everything_that_can_be_recorded_has_words(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct catalogue *c = catalogue_shipped();
    for (size_t i = 0; i < c->tests_len; i++) {
        struct finding f = {.kind = "test", .on = ON_TEST, .target = c->tests[i].id, .side = SIDE_LEFT};
        const char *sentence = finding_sentence(c, &f, &a);
        assert_true(sentence[0] >= 'A' && sentence[0] <= 'Z');
        assert_string_equal(sentence + strlen(sentence) - 1, ".");
        assert_true(strlen(finding_short(c, &f, &a)) > 2);
    }
    for (size_t i = 0; i < c->structures_len; i++) {
        struct release r = {.structure = c->structures[i].id, .side = SIDE_LEFT, .type = RELEASE_ACTIVE};
        assert_non_null(strstr(release_sentence(c, &r, &a), "Active release of the left "));
        assert_true(strlen(release_short(c, &r, &a)) > 4);
    }
    arena_release(&a);
}

int main(void)
{
    json_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_read_as_the_golden_file_says),
        cmocka_unit_test(a_typed_value_is_taken_exactly_or_refused),
        cmocka_unit_test(every_allowed_number_is_typed_as_it_is_shown),
        cmocka_unit_test(a_refusal_names_the_limits),
        cmocka_unit_test(a_change_is_signed_and_judged_by_what_is_better),
        cmocka_unit_test(everything_that_can_be_recorded_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
