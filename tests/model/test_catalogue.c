/*
 * The shipped catalogue against the files it was made from: every row is there, every typed form finds its row or lists
 * its candidates, and what the entry line depends on holds.
 */
#include "catalogue_internal.h"

#include "fascia/base/buf.h"
#include "fascia/base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct yaml_node *parsed(const char *name, struct arena *a)
{
    struct err e = {0};
    struct buf text = {0};
    struct yaml_node *root = NULL;
    assert_true(file_read(&text, arena_printf(a, "%s/config/%s", FASCIA_SOURCE_DIR, name), 256 * 1024, &e));
    if (!yaml_parse(&root, name, buf_text(&text), text.len, a, &e)) {
        fail_msg("%s", e.text);
    }
    buf_release(&text);
    return root;
}

static const struct yaml_node *section(const char *name, const char *key, struct arena *a)
{
    const struct yaml_node *n = yaml_find(parsed(name, a), key);
    assert_non_null(n);
    return n;
}

static void every_row_of_every_file_is_there(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct catalogue *c = catalogue_shipped();
    const struct {
        const char *file, *section;
        size_t len;
    } tables[] = {
        {"regions.yaml", "regions", c->regions_len},
        {"structures.yaml", "structures", c->structures_len},
        {"structures.yaml", "ambiguous_aliases", c->ambiguous_len},
        {"movements.yaml", "movements", c->movements_len},
        {"tests.yaml", "tests", c->tests_len},
        {"measures.yaml", "measures", c->measures_len},
        {"findings.yaml", "findings", c->findings_len},
        {"contraindications.yaml", "contraindications", c->contraindications_len},
    };
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        const struct yaml_node *rows = section(tables[i].file, tables[i].section, &a);
        assert_true(rows->len > 10);
        assert_int_equal(rows->len, tables[i].len);
    }
    const struct yaml_node *groups = section("findings.yaml", "words", &a);
    size_t words = 0;
    for (size_t i = 0; i < groups->len; i++) {
        words += groups->items[i].len;
    }
    assert_int_equal(words, c->words_len);
    arena_release(&a);
}

/* Does the exact form have a term of this kind and row? */
static bool has_term(const struct catalogue *c, const char *typed, enum term_kind kind, size_t index)
{
    struct arena a = {0};
    size_t count;
    size_t first = catalogue_terms(c, term_fold(&a, typed), false, &count);
    bool found = false;
    for (size_t i = first; i < first + count; i++) {
        found = found || (c->terms[i].kind == kind && c->terms[i].index == index);
    }
    arena_release(&a);
    return found;
}

static size_t terms_of_kind(const struct catalogue *c, const char *typed, enum term_kind kind)
{
    struct arena a = {0};
    size_t count;
    size_t of_kind = 0;
    size_t first = catalogue_terms(c, term_fold(&a, typed), false, &count);
    for (size_t i = first; i < first + count; i++) {
        of_kind += c->terms[i].kind == kind;
    }
    arena_release(&a);
    return of_kind;
}

static void assert_only_term(const struct catalogue *c, const char *typed, enum term_kind kind, size_t index)
{
    if (!has_term(c, typed, kind, index) || terms_of_kind(c, typed, kind) != 1) {
        fail_msg("'%s' does not stand for its own row alone", typed);
    }
}

static void every_form_of_a_structure_finds_that_structure_alone(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct catalogue *c = catalogue_shipped();
    const struct yaml_node *rows = section("structures.yaml", "structures", &a);
    size_t forms = 0;
    for (size_t i = 0; i < rows->len; i++) {
        const char *id = yaml_find(&rows->items[i], "id")->text;
        const struct structure *s = catalogue_structure(c, id);
        const struct yaml_node *aliases = yaml_find(&rows->items[i], "aliases");
        assert_non_null(s);
        size_t index = (size_t)(s - c->structures);
        assert_only_term(c, id, TERM_STRUCTURE, index);
        assert_only_term(c, yaml_find(&rows->items[i], "name")->text, TERM_STRUCTURE, index);
        for (size_t k = 0; k < aliases->len; k++) {
            assert_only_term(c, aliases->items[k].text, TERM_STRUCTURE, index);
            assert_int_equal(terms_of_kind(c, aliases->items[k].text, TERM_AMBIGUOUS), 0);
            assert_int_equal(terms_of_kind(c, aliases->items[k].text, TERM_REGION), 0);
            forms++;
        }
    }
    assert_true(forms > 300);
    arena_release(&a);
}

static void every_ambiguous_form_lists_the_candidates_of_the_file(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct catalogue *c = catalogue_shipped();
    const struct yaml_node *lists = section("structures.yaml", "ambiguous_aliases", &a);
    for (size_t i = 0; i < lists->len; i++) {
        size_t count;
        size_t at = catalogue_terms(c, term_fold(&a, lists->keys[i]), false, &count);
        while (count > 0 && c->terms[at].kind != TERM_AMBIGUOUS) {
            at++;
            count--;
        }
        assert_true(count > 0);
        const struct ambiguous *found = &c->ambiguous[c->terms[at].index];
        assert_int_equal(found->candidates_len, lists->items[i].len);
        for (size_t k = 0; k < found->candidates_len; k++) {
            assert_string_equal(found->candidates[k]->id, lists->items[i].items[k].text);
        }
        assert_int_equal(terms_of_kind(c, lists->keys[i], TERM_STRUCTURE), 0);
    }
    arena_release(&a);
}

/* Aliases of the tables whose forms are only listed ones, or have names too. */
static void every_form_of_the_other_tables_finds_its_row(void **state)
{
    (void)state;
    const struct catalogue *c = catalogue_shipped();
    for (size_t i = 0; i < c->regions_len; i++) {
        assert_only_term(c, c->regions[i].id, TERM_REGION, i);
        assert_only_term(c, c->regions[i].name, TERM_REGION, i);
        for (size_t k = 0; k < c->regions[i].aliases_len; k++) {
            assert_only_term(c, c->regions[i].aliases[k], TERM_REGION, i);
        }
    }
    for (size_t i = 0; i < c->tests_len; i++) {
        assert_only_term(c, c->tests[i].id, TERM_TEST, i);
        assert_only_term(c, c->tests[i].name, TERM_TEST, i);
        for (size_t k = 0; k < c->tests[i].aliases_len; k++) {
            assert_only_term(c, c->tests[i].aliases[k], TERM_TEST, i);
        }
    }
    for (size_t i = 0; i < c->measures_len; i++) {
        assert_only_term(c, c->measures[i].id, TERM_MEASURE, i);
        assert_only_term(c, c->measures[i].name, TERM_MEASURE, i);
    }
    for (size_t i = 0; i < c->findings_len; i++) {
        for (size_t k = 0; k < c->findings[i].aliases_len; k++) {
            assert_only_term(c, c->findings[i].aliases[k], TERM_FINDING, i);
        }
    }
    for (size_t i = 0; i < c->words_len; i++) {
        assert_true(c->words[i].aliases_len > 0);
        for (size_t k = 0; k < c->words[i].aliases_len; k++) {
            assert_only_term(c, c->words[i].aliases[k], TERM_WORD, i);
            assert_int_equal(terms_of_kind(c, c->words[i].aliases[k], TERM_FINDING), 0);
        }
    }
}

static size_t known_regions(const struct catalogue *c, const struct yaml_node *polygon)
{
    const struct yaml_node *covers = yaml_find(polygon, "covers");
    const char *id = yaml_find(polygon, "region")->text;
    if (catalogue_region(c, id) == NULL) {
        fail_msg("the body chart draws '%s', which is no region", id);
    }
    for (size_t i = 0; covers != NULL && i < covers->len; i++) {
        if (catalogue_region(c, covers->items[i].text) == NULL) {
            fail_msg("'%s' of the body chart covers '%s', which is no region", id, covers->items[i].text);
        }
    }
    return 1;
}

static void the_body_chart_draws_regions_of_the_catalogue(void **state)
{
    (void)state;
    struct arena a = {0};
    size_t drawn = 0;
    const struct yaml_node *views = section("body.yaml", "views", &a);
    for (size_t v = 0; v < views->len; v++) {
        const struct yaml_node *polygons = yaml_find(&views->items[v], "regions");
        assert_non_null(polygons);
        for (size_t i = 0; i < polygons->len; i++) {
            drawn += known_regions(catalogue_shipped(), &polygons->items[i]);
        }
    }
    assert_true(drawn >= 30);
    arena_release(&a);
}

static void a_movement_is_typed_by_abbreviation_joint_and_tail(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *id;
        size_t rows; /* movements with this form */
    } forms[] = {
        {"df", "ankle-dorsiflexion", 1},
        {"ankle df", "ankle-dorsiflexion", 1},
        {"wb df", "ankle-dorsiflexion-wb", 1},
        {"pf", "ankle-plantarflexion", 1},
        {"shoulder er", "shoulder-external-rotation", 1},
        {"sh er", "shoulder-external-rotation", 1},
        {"shoulder external rotation", "shoulder-external-rotation", 1},
        {"er", "shoulder-external-rotation", 3},
        {"er", "hip-external-rotation", 3},
        {"neck rot", "cervical-rotation", 1},
        {"Cx SF", "cervical-lateral-flexion", 1},
        {"low back flexion", "lumbar-flexion", 1},
        {"big toe ext", "great-toe-extension", 1},
        {"mmo", "jaw-opening", 1},
        {"mouth opening", "jaw-opening", 1},
        {"ankle inv", "foot-inversion", 1},
    };
    const struct catalogue *c = catalogue_shipped();
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        const struct movement *m = catalogue_movement(c, forms[i].id);
        assert_non_null(m);
        if (!has_term(c, forms[i].typed, TERM_MOVEMENT, (size_t)(m - c->movements)) ||
            terms_of_kind(c, forms[i].typed, TERM_MOVEMENT) != forms[i].rows) {
            fail_msg("'%s' is not %zu movements with %s", forms[i].typed, forms[i].rows, forms[i].id);
        }
    }
    assert_true(terms_of_kind(c, "flex", TERM_MOVEMENT) > 5);
    assert_int_equal(terms_of_kind(c, "pf", TERM_AMBIGUOUS), 1);
    assert_int_equal(terms_of_kind(c, "upper cervical flexion", TERM_MOVEMENT), 1);
}

static void no_form_is_a_word_of_the_entry_line(void **state)
{
    (void)state;
    static const char *const words[] = {"l",    "r",      "b",       "m",   "a",  "p",    "w",    "wb",  "lt",  "rt",
                                        "left", "active", "passive", "str", "hw", "next", "same", "mid", "both"};
    const struct catalogue *c = catalogue_shipped();
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        size_t count;
        catalogue_terms(c, words[i], false, &count);
        assert_int_equal(count, 0);
    }
    for (size_t i = 0; i < c->terms_len; i++) {
        const char *text = c->terms[i].text;
        assert_true(strlen(text) > 1 || strcmp(text, "t") == 0 || strcmp(text, "n") == 0);
        assert_true(i == 0 || strcmp(c->terms[i - 1].text, text) <= 0);
    }
}

static void terms_are_found_by_prefix(void **state)
{
    (void)state;
    const struct catalogue *c = catalogue_shipped();
    size_t count;
    size_t first = catalogue_terms(c, "gastroc", true, &count);
    assert_true(count >= 5);
    for (size_t i = first; i < first + count; i++) {
        assert_int_equal(strncmp(c->terms[i].text, "gastroc", 7), 0);
    }
    assert_true(first == 0 || strncmp(c->terms[first - 1].text, "gastroc", 7) != 0);
    catalogue_terms(c, "zzz", true, &count);
    assert_int_equal(count, 0);
    catalogue_terms(c, "gastro", false, &count);
    assert_int_equal(count, 0);
    first = catalogue_terms(c, "", true, &count);
    assert_int_equal(first, 0);
    assert_int_equal(count, c->terms_len);
}

static void folding_drops_what_nobody_types(void **state)
{
    (void)state;
    static const char *const forms[][2] = {
        {"Calf (triceps surae)", "calf triceps surae"},
        {"  Ely's   test ", "elys test"},
        {"knee-to-wall", "knee to wall"},
        {"Fibulares / peroneals", "fibulares peroneals"},
        {"Silfverski\303\266ld", "silfverskiold"},
        {"- (!) -", ""},
        {"90/90", "90 90"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        assert_string_equal(term_fold(&a, forms[i][0]), forms[i][1]);
    }
    arena_release(&a);
}

static void an_id_is_found_or_there_is_nothing(void **state)
{
    (void)state;
    const struct catalogue *c = catalogue_shipped();
    assert_string_equal(catalogue_region(c, "calf")->name, "Calf");
    assert_string_equal(catalogue_structure(c, "soleus")->name, "Soleus");
    assert_string_equal(catalogue_movement(c, "hip-flexion")->name, "Hip flexion");
    assert_string_equal(catalogue_test(c, "slr")->name, "Passive straight leg raise");
    assert_string_equal(catalogue_measure(c, "psfs")->scale.unit, "points");
    assert_string_equal(catalogue_contraindication(c, "pregnancy")->urgency, "none");
    assert_string_equal(catalogue_finding(c, "quality", "tightness")->label, "tightness");
    assert_string_equal(catalogue_finding(c, "rom", NULL)->label, "range of movement");
    assert_string_equal(catalogue_word(c, "medium", "none")->aliases[0], "dry");
    assert_null(catalogue_region(c, "soleus"));
    assert_null(catalogue_structure(c, ""));
    assert_null(catalogue_structure(c, NULL));
    assert_null(catalogue_movement(c, "zz"));
    assert_null(catalogue_finding(c, "quality", NULL));
    assert_null(catalogue_finding(c, "quality", "tight"));
    assert_null(catalogue_word(c, "contact", "oil"));
}

static void a_region_is_within_itself_and_its_ancestors(void **state)
{
    (void)state;
    const struct catalogue *c = catalogue_shipped();
    const struct region *calf = catalogue_region(c, "calf");
    const struct region *leg = catalogue_region(c, "lower-leg");
    assert_true(region_within(calf, calf));
    assert_true(region_within(calf, leg));
    assert_true(region_within(calf, catalogue_region(c, "whole-body")));
    assert_false(region_within(leg, calf));
    assert_false(region_within(calf, catalogue_region(c, "thigh")));
}

static void scales_hold_the_limits_of_their_rows_in_tenths(void **state)
{
    (void)state;
    const struct catalogue *c = catalogue_shipped();
    const struct scale *ktw = &catalogue_test(c, "knee-to-wall")->scale;
    assert_int_equal(ktw->kind, SCALE_NUMBER);
    assert_string_equal(ktw->unit, "cm");
    assert_int_equal(ktw->max, 250);
    assert_int_equal(ktw->step, 1);
    assert_int_equal(ktw->mdc, 19);
    assert_int_equal(ktw->better, BETTER_HIGHER);
    const struct scale *slump = &catalogue_test(c, "slump")->scale;
    assert_int_equal(slump->kind, SCALE_GRADES);
    assert_string_equal(slump->grades[0], "positive");
    assert_string_equal(slump->grades[2], "negative");
    assert_int_equal(slump->better, BETTER_NONE);
    const struct scale *lunge = &catalogue_movement(c, "ankle-dorsiflexion-wb")->scale;
    assert_int_equal(lunge->mdc, 47);
    assert_int_equal(lunge->step, 10);
    assert_int_equal(catalogue_movement(c, "knee-extension")->scale.min, -900);
    assert_int_equal(catalogue_movement(c, "scapular-elevation")->scale.kind, SCALE_NONE);
    assert_null(catalogue_movement(c, "jaw-closing")->device);
    const struct measure *quickdash = catalogue_measure(c, "quickdash");
    assert_int_equal(quickdash->scale.threshold, 159);
    assert_int_equal(quickdash->percent, -1);
    assert_int_equal(catalogue_measure(c, "nprs-rest")->percent, 30);
    assert_true(catalogue_measure(c, "nprs-rest")->every_session);
    assert_false(quickdash->every_session);
    const struct scale *tight = &catalogue_finding(c, "quality", "tightness")->scale;
    assert_int_equal(tight->max, 30);
    assert_string_equal(tight->grades[3], "marked");
    assert_int_equal(catalogue_finding(c, "test", NULL)->scale.kind, SCALE_NONE);
    assert_int_equal(catalogue_finding(c, "strength", NULL)->scale.grades_len, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_every_file_is_there),
        cmocka_unit_test(every_form_of_a_structure_finds_that_structure_alone),
        cmocka_unit_test(every_ambiguous_form_lists_the_candidates_of_the_file),
        cmocka_unit_test(every_form_of_the_other_tables_finds_its_row),
        cmocka_unit_test(the_body_chart_draws_regions_of_the_catalogue),
        cmocka_unit_test(a_movement_is_typed_by_abbreviation_joint_and_tail),
        cmocka_unit_test(no_form_is_a_word_of_the_entry_line),
        cmocka_unit_test(terms_are_found_by_prefix),
        cmocka_unit_test(folding_drops_what_nobody_types),
        cmocka_unit_test(an_id_is_found_or_there_is_nothing),
        cmocka_unit_test(a_region_is_within_itself_and_its_ancestors),
        cmocka_unit_test(scales_hold_the_limits_of_their_rows_in_tenths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
