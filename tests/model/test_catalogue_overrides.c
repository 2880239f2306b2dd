/* A practice's own files: what they change, what stays, and that without them the compiled tables are the answer. */
#include "catalogue_internal.h"

#include "fascia/base/file.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void write_file(struct scratch *s, const char *name, const char *text)
{
    struct err e = {0};
    assert_true(file_create(scratch_path(s, name), text, strlen(text), &e));
}

static const struct catalogue *loaded(struct scratch *s, struct arena *a)
{
    struct err e = {0};
    const struct catalogue *c = NULL;
    if (!catalogue_load_with_overrides(&c, s->dir, a, &e)) {
        fail_msg("%s", e.text);
    }
    return c;
}

/* -1 when the exact form stands for no structure or for several. */
static long structure_typed(const struct catalogue *c, const char *folded)
{
    size_t count;
    size_t first = catalogue_terms(c, folded, false, &count);
    long found = -1;
    for (size_t i = first; i < first + count; i++) {
        if (c->terms[i].kind == TERM_STRUCTURE) {
            found = found == -1 ? c->terms[i].index : -1;
        }
    }
    return found;
}

static void without_files_the_compiled_tables_are_used(void **state)
{
    struct scratch *s = *state;
    struct arena a = {0};
    struct err e = {0};
    const struct catalogue *c = NULL;
    assert_ptr_equal(loaded(s, &a), catalogue_shipped());
    write_file(s, "keys.yaml", "not: ours\n");
    assert_ptr_equal(loaded(s, &a), catalogue_shipped());
    assert_true(catalogue_load_with_overrides(&c, scratch_path(s, "not-there"), &a, &e));
    assert_ptr_equal(c, catalogue_shipped());
    arena_release(&a);
}

static void fields_of_a_known_row_are_replaced_and_the_others_stay(void **state)
{
    struct scratch *s = *state;
    struct arena a = {0};
    const struct structure *old = catalogue_structure(catalogue_shipped(), "soleus");
    write_file(s, "structures.yaml",
               "structures:\n- {id: soleus, aliases: [sol, deep calf], caution: null, wb: none}\n");
    const struct catalogue *c = loaded(s, &a);
    const struct structure *soleus = catalogue_structure(c, "soleus");
    assert_ptr_not_equal(c, catalogue_shipped());
    assert_int_equal(soleus->weight_bearing, FEASIBLE_NONE);
    assert_int_equal(soleus->passive, old->passive);
    assert_string_equal(soleus->name, old->name);
    assert_string_equal(soleus->region->id, "calf");
    assert_int_equal(soleus->order, old->order);
    assert_int_equal(c->structures_len, catalogue_shipped()->structures_len);
    assert_int_equal(structure_typed(c, "deep calf"), soleus - c->structures);
    assert_int_equal(structure_typed(c, "soleus"), soleus - c->structures);
    arena_release(&a);
}

static void a_new_row_is_added_at_the_end_of_its_table(void **state)
{
    struct scratch *s = *state;
    struct arena a = {0};
    write_file(s, "structures.yaml",
               "structures:\n- {id: plantaris, name: Plantaris, aliases: [plantaris], region: calf, kind: muscle,\n"
               "   actions: [ankle-plantarflexion], stretch: [ankle-dorsiflexion], passive: typical, active: typical,\n"
               "   wb: possible, positions: [prone, hanging]}\n");
    write_file(s, "findings.yaml",
               "words:\n  position:\n  - {id: hanging, label: hanging, aliases: [hanging]}\n"
               "findings:\n- {id: quality, quality: stiffness, label: stiffness, targets: [region], aliases: [stiff],\n"
               "   retest: true, scale: {unit: points, min: 0, max: 3, step: 1, better: lower}}\n");
    const struct catalogue *c = loaded(s, &a);
    const struct structure *plantaris = catalogue_structure(c, "plantaris");
    assert_int_equal(c->structures_len, catalogue_shipped()->structures_len + 1);
    assert_int_equal(plantaris->order, catalogue_shipped()->structures_len);
    assert_string_equal(plantaris->positions[1], "hanging");
    assert_int_equal(structure_typed(c, "plantaris"), plantaris - c->structures);
    assert_non_null(catalogue_word(c, "position", "hanging"));
    assert_int_equal(catalogue_finding(c, "quality", "stiffness")->scale.max, 30);
    assert_non_null(catalogue_finding(c, "quality", "tightness"));
    arena_release(&a);
}

static void a_retired_row_is_found_by_id_but_not_by_typing(void **state)
{
    struct scratch *s = *state;
    struct arena a = {0};
    write_file(s, "structures.yaml",
               "structures:\n- {id: subclavius, retired: true}\n- {id: soleus, aliases: [subclav]}\n");
    const struct catalogue *c = loaded(s, &a);
    assert_true(catalogue_structure(c, "subclavius")->retired);
    assert_string_equal(catalogue_structure(c, "subclavius")->name, "Subclavius");
    assert_int_equal(structure_typed(c, "subclavius"), -1);
    assert_int_equal(structure_typed(c, "subclav"), catalogue_structure(c, "soleus") - c->structures);
    arena_release(&a);
}

static void an_ambiguous_form_can_be_changed_and_settled(void **state)
{
    struct scratch *s = *state;
    struct arena a = {0};
    write_file(s, "structures.yaml",
               "structures:\n- {id: tibialis-anterior, aliases: [ta, tib ant]}\n"
               "ambiguous_aliases:\n  ta: []\n  gm: [gluteus-medius, gluteus-maximus]\n  calfy: [soleus]\n");
    const struct catalogue *c = loaded(s, &a);
    assert_int_equal(structure_typed(c, "ta"), catalogue_structure(c, "tibialis-anterior") - c->structures);
    size_t count;
    size_t at = catalogue_terms(c, "gm", false, &count);
    assert_int_equal(count, 1);
    assert_int_equal(c->ambiguous[c->terms[at].index].candidates_len, 2);
    assert_int_equal(c->ambiguous_len, catalogue_shipped()->ambiguous_len); /* one less, one more */
    arena_release(&a);
}

static void a_broken_file_is_an_error_that_names_it(void **state)
{
    struct scratch *s = *state;
    struct arena a = {0};
    struct err e = {0};
    const struct catalogue *c = catalogue_shipped();
    write_file(s, "tests.yaml", "tests:\n- {id: slr, max: -1}\n");
    assert_false(catalogue_load_with_overrides(&c, s->dir, &a, &e));
    assert_int_equal(e.code, ERR_INVALID);
    assert_non_null(strstr(e.text, "/tests.yaml:2: "));
    assert_ptr_equal(c, catalogue_shipped());
    arena_release(&a);
}

static void config_check_lists_problems_of_all_files(void **state)
{
    struct scratch *s = *state;
    struct arena a = {0};
    const char **problems;
    size_t len;
    catalogue_check(&problems, &len, s->dir, &a);
    assert_int_equal(len, 0);
    write_file(s, "tests.yaml", "tests:\n- {id: slr, max: -1}\n");
    write_file(s, "regions.yaml", "regions: [\n");
    assert_int_equal(mkdir(scratch_path(s, "measures.yaml"), 0700), 0);
    catalogue_check(&problems, &len, s->dir, &a);
    assert_int_equal(len, 3);
    assert_non_null(strstr(problems[0], "measures.yaml"));
    assert_non_null(strstr(problems[1], "regions.yaml:2: "));
    assert_non_null(strstr(problems[2], "tests.yaml:2: "));
    arena_release(&a);
}

static void an_empty_file_changes_nothing(void **state)
{
    struct scratch *s = *state;
    struct arena a = {0};
    write_file(s, "tests.yaml", "# nothing yet\n");
    assert_int_equal(loaded(s, &a)->tests_len, catalogue_shipped()->tests_len);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_files_the_compiled_tables_are_used, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(fields_of_a_known_row_are_replaced_and_the_others_stay, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_new_row_is_added_at_the_end_of_its_table, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_retired_row_is_found_by_id_but_not_by_typing, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(an_ambiguous_form_can_be_changed_and_settled, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_broken_file_is_an_error_that_names_it, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(config_check_lists_problems_of_all_files, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(an_empty_file_changes_nothing, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
