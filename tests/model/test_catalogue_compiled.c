/*
 * The compiled tables hold what the loader makes of the same files: every field of every row is compared, by the table
 * of fields, and every term.
 */
#include "catalogue_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool same_text(const char *x, const char *y)
{
    return (x == NULL) == (y == NULL) && (x == NULL || strcmp(x, y) == 0);
}

static bool same_texts(const char *const *x, size_t x_len, const char *const *y, size_t y_len)
{
    bool same = x_len == y_len;
    for (size_t i = 0; same && i < x_len; i++) {
        same = same_text(x[i], y[i]);
    }
    return same;
}

static bool same_scale(const struct scale *x, const struct scale *y)
{
    return x->kind == y->kind && x->better == y->better && same_text(x->unit, y->unit) && x->min == y->min &&
           x->max == y->max && x->step == y->step && x->mdc == y->mdc && x->threshold == y->threshold &&
           same_texts(x->grades, x->grades_len, y->grades, y->grades_len);
}

static bool same_region(const struct region *x, const struct region *y)
{
    return (x == NULL) == (y == NULL) && (x == NULL || strcmp(x->id, y->id) == 0);
}

static bool same_field(const struct field *f, const char *x, const char *y)
{
    const void *a = x + f->offset;
    const void *b = y + f->offset;
    switch (f->kind) {
    case FIELD_KNOWN:
        return true;
    case FIELD_TEXT:
    case FIELD_MAYBE:
    case FIELD_PART:
        return same_text(*(const char *const *)a, *(const char *const *)b);
    case FIELD_TEXTS:
        return same_texts(*(const char *const *const *)a, *(const size_t *)(const void *)(x + f->len_offset),
                          *(const char *const *const *)b, *(const size_t *)(const void *)(y + f->len_offset));
    case FIELD_BOOL:
    case FIELD_FLAG:
        return *(const bool *)a == *(const bool *)b;
    case FIELD_TENTHS:
    case FIELD_WHOLE:
        return *(const int *)a == *(const int *)b;
    case FIELD_CHOICE:
    case FIELD_SET:
        return *(const unsigned *)a == *(const unsigned *)b;
    case FIELD_REGION:
    case FIELD_PARENT:
        return same_region(*(const struct region *const *)a, *(const struct region *const *)b);
    case FIELD_SCALE:
        return same_scale(a, b);
    case FIELD_ORDER:
        return *(const uint16_t *)a == *(const uint16_t *)b;
    }
    return false;
}

static const char *rows_of(const struct catalogue *c, enum table t, size_t *len)
{
    const char *rows;
    memcpy(&rows, (const char *)c + table_infos[t].offset, sizeof(rows));
    memcpy(len, (const char *)c + table_infos[t].len_offset, sizeof(*len));
    return rows;
}

static void load(struct catalogue *out, struct arena *a)
{
    struct err e = {0};
    const struct catalogue_source *sources;
    size_t len;
    catalogue_shipped_sources(&sources, &len, a);
    if (!catalogue_load(out, sources, len, a, &e)) {
        fail_msg("%s", e.text);
    }
}

static void every_field_of_every_row_is_the_same(void **state)
{
    (void)state;
    struct arena a = {0};
    struct catalogue loaded;
    size_t compared = 0;
    load(&loaded, &a);
    for (enum table t = 0; t < TABLES_OF_ROWS; t++) {
        size_t len;
        size_t shipped_len;
        const char *x = rows_of(&loaded, t, &len);
        const char *y = rows_of(catalogue_shipped(), t, &shipped_len);
        assert_int_equal(len, shipped_len);
        for (size_t i = 0; i < len * fields_len; i++) {
            const struct field *f = &fields[i % fields_len];
            size_t at = i / fields_len * table_infos[t].size;
            if (f->table == t && !same_field(f, x + at, y + at)) {
                fail_msg("%s %zu differs in %s", table_infos[t].row, i / fields_len, f->member);
            }
            compared += f->table == t;
        }
    }
    assert_true(compared > 5000);
    arena_release(&a);
}

static void every_term_is_the_same(void **state)
{
    (void)state;
    struct arena a = {0};
    struct catalogue loaded;
    const struct catalogue *shipped = catalogue_shipped();
    load(&loaded, &a);
    assert_int_equal(loaded.terms_len, shipped->terms_len);
    for (size_t i = 0; i < loaded.terms_len; i++) {
        const struct term *x = &loaded.terms[i];
        const struct term *y = &shipped->terms[i];
        assert_string_equal(x->text, y->text);
        assert_true(x->kind == y->kind && x->index == y->index && x->own == y->own);
    }
    assert_int_equal(loaded.ambiguous_len, shipped->ambiguous_len);
    for (size_t i = 0; i < loaded.ambiguous_len; i++) {
        const struct ambiguous *x = &loaded.ambiguous[i];
        const struct ambiguous *y = &shipped->ambiguous[i];
        assert_string_equal(x->text, y->text);
        assert_int_equal(x->candidates_len, y->candidates_len);
        for (size_t k = 0; k < x->candidates_len; k++) {
            assert_string_equal(x->candidates[k]->id, y->candidates[k]->id);
        }
    }
    arena_release(&a);
}

static size_t size_of(enum field_kind kind)
{
    switch (kind) {
    case FIELD_KNOWN:
        return 0;
    case FIELD_BOOL:
    case FIELD_FLAG:
        return sizeof(bool);
    case FIELD_TENTHS:
    case FIELD_WHOLE:
        return sizeof(int);
    case FIELD_CHOICE:
    case FIELD_SET:
        return sizeof(unsigned);
    case FIELD_SCALE:
        return sizeof(struct scale);
    case FIELD_ORDER:
        return sizeof(uint16_t);
    default:
        return sizeof(char *);
    }
}

/* A member that no field names would be lost in the compiled form: it leaves a hole that alignment does not explain. */
static void every_member_of_a_row_belongs_to_a_field(void **state)
{
    (void)state;
    for (enum table t = 0; t < TABLES_OF_ROWS; t++) {
        char covered[512] = {0};
        assert_true(table_infos[t].size < sizeof(covered));
        for (size_t f = 0; f < fields_len; f++) {
            if (fields[f].table == t) {
                memset(covered + fields[f].offset, 1, size_of(fields[f].kind));
                memset(covered + fields[f].len_offset, 1, fields[f].kind == FIELD_TEXTS ? sizeof(size_t) : 0);
            }
        }
        size_t hole = 0;
        for (size_t i = 0; i < table_infos[t].size; i++) {
            hole = covered[i] ? 0 : hole + 1;
            if (hole >= sizeof(char *) || (hole > 0 && i % sizeof(char *) == 0)) {
                fail_msg("byte %zu of struct %s is in no field", i, table_infos[t].row);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_of_every_row_is_the_same),
        cmocka_unit_test(every_term_is_the_same),
        cmocka_unit_test(every_member_of_a_row_belongs_to_a_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
