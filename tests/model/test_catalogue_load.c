/*
 * Loading: one thing broken at a time, in a practice's own file on top of the shipped ones, must be named once, with
 * its file and line, and nothing may be given out.
 */
#include "fascia/model/catalogue_load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct broken {
    const char *file, *text;
    int line;
    const char *says;
};

static const struct broken references[] = {
    {"structures.yaml", "structures:\n- id: soleus\n  region: nowhere\n", 3, "'nowhere' is no region"},
    {"structures.yaml", "structures:\n- id: soleus\n  group: legs\n", 3, "'legs' is no structure"},
    {"structures.yaml", "structures:\n- id: soleus\n  group: soleus\n", 3, "run in a circle"},
    {"structures.yaml", "structures:\n- id: soleus\n  actions:\n  - ankle-plantarflexion\n  - jump\n", 5, "'jump'"},
    {"structures.yaml", "structures:\n- id: soleus\n  stretch: [jump]\n", 3, "'jump' is no movement"},
    {"structures.yaml", "structures:\n- id: soleus\n  contra: [jump]\n", 3, "'jump' is no movement"},
    {"structures.yaml", "structures:\n- id: soleus\n  contra: [hip-flexion]\n", 3, "not in its actions"},
    {"structures.yaml", "structures:\n- id: soleus\n  positions: [hanging]\n", 3, "'hanging' is no position"},
    {"structures.yaml", "ambiguous_aliases:\n  xx: [soleus]\n  yy: [soleuss]\n", 3, "'soleuss' is no structure"},
    {"regions.yaml", "regions:\n- id: calf\n  parent: leggy\n", 3, "'leggy' is no region"},
    {"regions.yaml", "regions:\n- id: calf\n  parent: calf\n", 3, "run in a circle"},
    {"movements.yaml", "movements:\n- id: hip-flexion\n  region: hips\n", 3, "'hips' is no region"},
    {"movements.yaml", "movements:\n- id: hip-flexion\n  opposite: hop\n", 3, "'hop' is no movement"},
    {"movements.yaml", "movements:\n- id: hip-flexion\n  device: sextant\n", 3, "'sextant' is no device"},
    {"movements.yaml", "movements:\n- id: hip-flexion\n  mdc_device: sextant\n", 3, "'sextant' is no device"},
    {"tests.yaml", "tests:\n- id: slr\n  region: 'calf '\n", 3, "'calf ' is no region"},
    {"measures.yaml", "measures:\n- id: psfs\n  region: soul\n", 3, "'soul' is no region"},
};

static const struct broken limits[] = {
    {"movements.yaml", "movements:\n- id: hip-flexion\n  max: -1\n", 3, "min is above max"},
    {"movements.yaml", "movements:\n- id: hip-flexion\n  min: 0.5\n", 3, "not a number of steps"},
    {"movements.yaml", "movements:\n- id: hip-flexion\n  min: null\n", 3, "has no 'min'"},
    {"movements.yaml", "movements:\n- id: hip-flexion\n  min: low\n", 3, "must be a number"},
    {"movements.yaml", "movements:\n- id: hip-flexion\n  unit: miles\n", 3, "'miles'"},
    {"movements.yaml", "movements:\n- id: hip-flexion\n  unit: null\n", 3, "no 'unit'"},
    {"movements.yaml", "movements:\n- id: hip-flexion\n  normal: -5\n", 3, "is negative"},
    {"movements.yaml", "movements:\n- id: hip-flexion\n  normal: some\n", 3, "must be a number"},
    {"movements.yaml", "movements:\n- id: hip-flexion\n  mdc: 0\n", 3, "must be above 0"},
    {"movements.yaml", "movements:\n- id: hip-flexion\n  rom: perhaps\n", 3, "must be true or false"},
    {"movements.yaml", "movements:\n- id: jaw-closing\n  rom: true\n  unit: mm\n  min: 3\n  max: 1\n", 6, "above max"},
    {"tests.yaml", "tests:\n- id: slr\n  result: parsec\n", 3, "'parsec'"},
    {"tests.yaml", "tests:\n- id: slr\n  better: faster\n", 3, "'faster'"},
    {"tests.yaml", "tests:\n- id: slr\n  result: graded\n", 2, "needs 'grades'"},
    {"tests.yaml", "tests:\n- id: slr\n  result: graded\n  grades: [one]\n", 4, "two words"},
    {"tests.yaml", "tests:\n- id: slr\n  result: graded\n  grades: [a1, b1, a1]\n", 4, "'a1' stands twice"},
    {"measures.yaml", "measures:\n- id: psfs\n  step: 0\n", 3, "not a number of steps"},
    {"measures.yaml", "measures:\n- id: psfs\n  step: 3\n", 3, "not a number of steps"},
    {"measures.yaml", "measures:\n- id: psfs\n  threshold: -2\n", 3, "must be above 0"},
    {"measures.yaml", "measures:\n- id: psfs\n  pct: 12.5\n", 3, "no whole number"},
    {"measures.yaml", "measures:\n- id: psfs\n  when: always\n", 3, "none of: episode, session"},
    {"measures.yaml", "measures:\n- id: psfs\n  is_change: 1\n", 3, "must be true or false"},
    {"findings.yaml", "findings:\n- id: pain\n  targets: [wallet]\n", 3, "'wallet' is none of"},
    {"findings.yaml", "findings:\n- id: pain\n  targets: []\n", 3, "at least one word"},
    {"findings.yaml", "findings:\n- id: pain\n  scale: big\n", 3, "needs 'scale'"},
    {"findings.yaml", "findings:\n- id: pain\n  scale: {unit: points, min: 0, max: 2, wrods: [a, b]}\n", 3, "'wrods'"},
    {"findings.yaml", "findings:\n- id: pain\n  scale: {unit: points, min: 0, max: 2, words: [a, b]}\n", 3,
     "3 numbers"},
    {"findings.yaml", "findings:\n- id: pain\n  scale: {grades: [a]}\n", 3, "two words"},
    {"regions.yaml", "regions:\n- id: calf\n  sides: [left, up]\n", 3, "'up' is none of: left, right"},
    {"regions.yaml", "regions:\n- id: calf\n  views: []\n", 3, "at least one word"},
    {"structures.yaml", "structures:\n- id: soleus\n  kind: sausage\n", 3, "'sausage' is none of"},
    {"structures.yaml", "structures:\n- id: soleus\n  wb: maybe\n", 3, "'maybe' is none of: none, possible, typical"},
    {"contraindications.yaml", "contraindications:\n- id: pregnancy\n  gate: shut\n", 3, "'shut' is none of"},
    {"contraindications.yaml", "contraindications:\n- id: pregnancy\n  recheck: 1.5\n", 3, "no whole number"},
    {"contraindications.yaml", "contraindications:\n- id: pregnancy\n  red_flag: 'true'\n", 3, "true or false"},
};

static const struct broken forms[] = {
    {"structures.yaml", "structures:\n- id: soleus\n  aliases: [gastroc]\n", 3, "'gastroc' is typed for"},
    {"structures.yaml", "structures:\n- id: soleus\n  aliases:\n  - Gas-Troc\n  - Gastroc!\n", 5, "'gastroc'"},
    {"structures.yaml", "structures:\n- id: soleus\n  aliases: [calf]\n", 3, "'calf' is typed for"},
    {"regions.yaml", "regions:\n- id: calf\n  aliases: [soleus]\n", 3, "'soleus' is typed for"},
    {"structures.yaml", "structures:\n- id: soleus\n  aliases: [ta]\n", 3, "ambiguous_aliases"},
    {"structures.yaml", "ambiguous_aliases:\n  xx: [soleus]\n  gastroc: [soleus]\n", 3, "ambiguous_aliases"},
    {"structures.yaml", "structures:\n- id: soleus\n  aliases: [lt]\n", 3, "word of the entry line"},
    {"structures.yaml", "structures:\n- id: soleus\n  aliases: [WB]\n", 3, "word of the entry line"},
    {"structures.yaml", "structures:\n- id: soleus\n  aliases: [s]\n", 3, "one letter"},
    {"structures.yaml", "structures:\n- id: soleus\n  aliases: [t]\n", 3, "one letter"},
    {"structures.yaml", "structures:\n- id: soleus\n  aliases: [3rd calf]\n", 3, "begins with a digit"},
    {"structures.yaml", "structures:\n- id: soleus\n  aliases: ['!?']\n", 3, "no letter"},
    {"structures.yaml", "structures:\n- id: soleus\n  aliases: [null]\n", 3, "a text is expected"},
    {"structures.yaml", "structures:\n- id: soleus\n  aliases: soleus\n", 3, "needs a list"},
    {"structures.yaml", "structures:\n- id: soleus\n  name: \"a\\x1bb\"\n", 3, "U+001B"},
    {"structures.yaml", "structures:\n- id: soleus\n  name: \"deep\\ncalf\"\n", 3, "U+000A"},
    {"structures.yaml", "structures:\n- id: soleus\n  name: ''\n", 3, "is empty"},
    {"structures.yaml", "structures:\n- id: soleus\n  name: null\n", 3, "has no 'name'"},
    {"structures.yaml", "structures:\n- id: soleus\n  name: [a, b]\n", 3, "a text is expected"},
    {"tests.yaml", "tests:\n- id: slr\n  aliases: [slump]\n", 3, "'slump' is typed for"},
    {"measures.yaml", "measures:\n- id: odi\n  aliases: [ndi]\n", 3, "'ndi' is typed for"},
    {"findings.yaml", "findings:\n- id: pain\n  aliases: [oil]\n", 3, "'oil' is typed for"},
    {"findings.yaml", "words:\n  medium:\n  - id: oil\n    aliases: [wax]\n", 4, "'wax' is typed for"},
    {"movements.yaml", "tails:\n  flexion: [flexion, l]\n", 2, "'l' is a word of the entry line"},
};

static const struct broken shapes[] = {
    {"structures.yaml", "structures:\n- id: soleus\n  aliasses: [x]\n", 3, "'aliasses' is no field"},
    {"structures.yaml", "structures:\n- id: Soleus\n", 2, "'Soleus' is no id"},
    {"structures.yaml", "structures:\n- id: so--leus\n", 2, "is no id"},
    {"structures.yaml", "structures:\n- id: soleus-\n", 2, "is no id"},
    {"structures.yaml", "structures:\n- name: nobody\n", 2, "has no 'id'"},
    {"structures.yaml", "structures:\n- id: soleus\n- id: soleus\n", 3, "'soleus' stands twice"},
    {"structures.yaml", "structures:\n- soleus\n", 2, "a row is expected"},
    {"structures.yaml", "structures: soleus\n", 1, "a list of rows is expected"},
    {"structures.yaml", "ambiguous_aliases: [a]\n", 1, "names with a list each"},
    {"structures.yaml", "ambiguous_aliases:\n  xx: soleus\n", 2, "needs a list"},
    {"structures.yaml", "ambiguous_aliases:\n  xx: [[soleus]]\n", 2, "a text is expected"},
    {"structures.yaml", "muscles:\n- id: soleus\n", 2, "'muscles' is no section"},
    {"structures.yaml", "- id: soleus\n", 1, "a section is expected"},
    {"structures.yaml", "structures:\n- {id: soleus\n", 3, ""},
    {"structures.yaml", "structures:\n- &a {id: soleus}\n", 2, "anchor"},
    {"structures.yaml", "structures:\n- id: soleus\n  retired: soon\n", 3, "must be true or false"},
    {"findings.yaml", "words:\n  colour:\n  - id: red\n", 3, "'colour' is no group"},
    {"findings.yaml", "findings:\n- id: quality\n  quality: Tight\n", 3, "is no id"},
    {"muscles.yaml", "muscles: []\n", 1, "no file of the vocabulary"},
};

/* May rows of `file` be checked without the shipped `other`? Leaving it out keeps a hundred loads quick. */
static bool needs(const char *file, const char *other)
{
    static const char *const always[] = {"regions.yaml", "movements.yaml", "findings.yaml"};
    for (size_t i = 0; i < ARRAY_LEN(always); i++) {
        if (strcmp(other, always[i]) == 0) {
            return true;
        }
    }
    return strcmp(file, other) == 0 || (strcmp(file, "regions.yaml") == 0 && strcmp(other, "structures.yaml") == 0);
}

/* The shipped sources that a file needs, and one more. */
static const struct catalogue_source *with(const char *file, const char *text, size_t *len, struct arena *a)
{
    const struct catalogue_source *shipped;
    size_t shipped_len;
    catalogue_shipped_sources(&shipped, &shipped_len, a);
    struct catalogue_source *sources = arena_array(a, shipped_len + 1, sizeof(*sources));
    *len = 0;
    for (size_t i = 0; i < shipped_len; i++) {
        if (needs(file, shipped[i].name)) {
            sources[(*len)++] = shipped[i];
        }
    }
    sources[(*len)++] = (struct catalogue_source){arena_printf(a, "own/%s", file), text, strlen(text)};
    return sources;
}

static void check(const struct broken *b)
{
    struct arena a = {0};
    struct err e = {0};
    struct catalogue out = {.regions_len = 99};
    size_t len;
    const struct catalogue_source *sources = with(b->file, b->text, &len, &a);
    const char *place = arena_printf(&a, "own/%s:%d: ", b->file, b->line);

    assert_false(catalogue_load(&out, sources, len, &a, &e));
    if (strncmp(e.text, place, strlen(place)) != 0 || strstr(e.text, b->says) == NULL || strstr(e.text, "(and ")) {
        fail_msg("%s\nwanted: %s...%s...\nfound: %s", b->text, place, b->says, e.text);
    }
    assert_int_equal(e.code, ERR_INVALID);
    assert_int_equal(out.regions_len, 99);
    arena_release(&a);
}

static void a_reference_to_nothing_is_named_with_file_and_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(references); i++) {
        check(&references[i]);
    }
}

static void a_scale_that_cannot_be_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        check(&limits[i]);
    }
}

static void a_typed_form_belongs_to_one_row_and_not_to_the_grammar(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        check(&forms[i]);
    }
}

static void a_text_has_at_most_600_bytes(void **state)
{
    (void)state;
    struct arena a = {0};
    char name[602];
    memset(name, 'x', sizeof(name) - 1);
    name[601] = '\0';
    const char *text = arena_printf(&a, "structures:\n- id: soleus\n  name: %s\n", name);
    check(&(struct broken){"structures.yaml", text, 3, "600"});
    arena_release(&a);
}

static void a_file_of_another_shape_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
        check(&shapes[i]);
    }
}

static void a_new_row_needs_every_required_field(void **state)
{
    (void)state;
    static const struct {
        const char *file, *section;
        const char *const fields[8];
    } tables[] = {
        {"regions.yaml", "regions", {"name", "parent", "sides", "views"}},
        {"structures.yaml", "structures", {"name", "kind", "region", "passive", "active", "wb"}},
        {"movements.yaml", "movements", {"name", "joint", "region", "unit", "min", "max", "sided"}},
        {"tests.yaml", "tests", {"name", "suggests", "region", "result", "sided"}},
        {"measures.yaml", "measures", {"name", "licence", "region", "unit", "min", "max", "is_change", "retest"}},
        {"findings.yaml", "findings", {"label", "targets", "scale", "retest"}},
        {"contraindications.yaml", "contraindications", {"name", "kind", "scope", "urgency", "ask", "gate"}},
    };
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        struct arena a = {0};
        const char **problems;
        size_t problems_len;
        size_t len;
        const char *text = arena_printf(&a, "%s:\n- id: brand-new\n", tables[i].section);
        const struct catalogue_source *sources = with(tables[i].file, text, &len, &a);
        catalogue_problems(&problems, &problems_len, sources, len, &a);
        for (size_t f = 0; f < ARRAY_LEN(tables[i].fields) && tables[i].fields[f] != NULL; f++) {
            const char *quoted = arena_printf(&a, "'%s'", tables[i].fields[f]);
            bool named = false;
            for (size_t p = 0; p < problems_len; p++) {
                named = named || (strstr(problems[p], quoted) != NULL && strstr(problems[p], ":2: ") != NULL);
            }
            if (!named) {
                fail_msg("%s: a row without %s passes", tables[i].file, quoted);
            }
        }
        arena_release(&a);
    }
}

static void all_problems_are_listed_and_the_first_is_the_error(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct catalogue out;
    const char **problems;
    size_t problems_len;
    size_t len;
    const struct catalogue_source *sources =
        with("structures.yaml", "structures:\n- id: soleus\n  region: x\n  wb: y\n  aliases: [p]\n", &len, &a);
    catalogue_problems(&problems, &problems_len, sources, len, &a);
    assert_int_equal(problems_len, 3);
    assert_non_null(strstr(problems[2], "own/structures.yaml:5: "));
    assert_false(catalogue_load(&out, sources, len, &a, &e));
    assert_int_equal(strncmp(e.text, problems[0], strlen(problems[0])), 0);
    assert_non_null(strstr(e.text, "and 2 more"));
    arena_release(&a);
}

static void the_list_of_problems_has_an_end(void **state)
{
    (void)state;
    struct arena a = {0};
    const char **problems;
    size_t problems_len;
    size_t len;
    char *text = arena_strdup(&a, "structures:\n");
    for (int i = 0; i < 300; i++) {
        text = arena_printf(&a, "%s- id: X%d\n", text, i);
    }
    const struct catalogue_source *sources = with("structures.yaml", text, &len, &a);
    catalogue_problems(&problems, &problems_len, sources, len, &a);
    assert_int_equal(problems_len, 200);
    assert_string_equal(problems[199], "and 101 more problems");
    arena_release(&a);
}

static void the_shipped_files_alone_have_no_problem(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct catalogue_source *sources;
    size_t len;
    const char **problems;
    size_t problems_len;
    catalogue_shipped_sources(&sources, &len, &a);
    catalogue_problems(&problems, &problems_len, sources, len, &a);
    assert_int_equal(problems_len, 0);
    catalogue_problems(&problems, &problems_len, sources, 1, &a); /* contraindications need no other file */
    assert_int_equal(problems_len, 0);
    catalogue_problems(&problems, &problems_len, sources, 0, &a);
    assert_int_equal(problems_len, 0);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reference_to_nothing_is_named_with_file_and_line),
        cmocka_unit_test(a_scale_that_cannot_be_is_refused),
        cmocka_unit_test(a_typed_form_belongs_to_one_row_and_not_to_the_grammar),
        cmocka_unit_test(a_text_has_at_most_600_bytes),
        cmocka_unit_test(a_file_of_another_shape_is_refused),
        cmocka_unit_test(a_new_row_needs_every_required_field),
        cmocka_unit_test(all_problems_are_listed_and_the_first_is_the_error),
        cmocka_unit_test(the_list_of_problems_has_an_end),
        cmocka_unit_test(the_shipped_files_alone_have_no_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
