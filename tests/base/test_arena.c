/* Arena: alignment, zeroing, growing arrays that keep their content, and release. */
#include "fascia/base/arena.h"

#include "fascia/base/err.h"
#include "support/freed.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SECRET "tender over the left sacroiliac joint"

static void memory_is_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 7, 16, 17, 4095, 4096, 4097, 100000, 1 << 20, (1 << 20) + 1, 3 << 20};
    struct arena a = {0};
    unsigned char *got[ARRAY_LEN(sizes)];
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        got[i] = arena_alloc(&a, sizes[i]);
        assert_non_null(got[i]);
        assert_int_equal((uintptr_t)got[i] % alignof(max_align_t), 0);
        for (size_t n = 0; n < sizes[i]; n++)
            assert_int_equal(got[i][n], 0);
        if (sizes[i] > 0)
            memset(got[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
        for (size_t n = 0; n < sizes[i]; n += 1 + sizes[i] / 64)
            assert_int_equal(got[i][n], i + 1);
    arena_release(&a);
    assert_null(a.head);
}

struct row {
    int64_t key;
    const char *text;
};

static void pushed_elements_stay_as_the_array_moves(void **state)
{
    (void)state;
    struct arena a = {0};
    struct row *rows = NULL;
    size_t len = 0;
    for (int i = 0; i < 5000; i++) {
        struct row *r = arena_push(&a, &rows, &len, sizeof *rows);
        assert_ptr_equal(r, &rows[i]);
        assert_int_equal(r->key, 0);
        assert_null(r->text);
        r->key = i;
        r->text = "x";
    }
    assert_int_equal(len, 5000);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(rows[i].key, i);
    arena_release(&a);
}

static void a_shortened_array_may_be_pushed_to_again(void **state)
{
    (void)state;
    static const size_t cuts[] = {0, 1, 7, 8, 9, 16, 20};
    struct arena a = {0};
    for (size_t c = 0; c < ARRAY_LEN(cuts); c++) {
        struct row *rows = NULL;
        size_t len = 0;
        while (len < 20) {
            struct row *r = arena_push(&a, &rows, &len, sizeof *rows);
            r->key = (int64_t)len;
        }
        len = cuts[c];
        while (len < 100) {
            struct row *r = arena_push(&a, &rows, &len, sizeof *rows);
            assert_int_equal(r->key, 0);
            r->key = (int64_t)len;
        }
        for (size_t i = 0; i < 100; i++)
            assert_int_equal(rows[i].key, i + 1);
    }
    arena_release(&a);
}

static void strings_are_copied(void **state)
{
    (void)state;
    struct arena a = {0};
    char text[] = "hamstring";
    char *copy = arena_strdup(&a, text);
    char *part = arena_strndup(&a, text, 3);
    char *all = arena_strndup(&a, text, 300);
    char *made = arena_printf(&a, "%s %d", text, 12);
    memset(text, '?', sizeof text - 1);
    assert_string_equal(copy, "hamstring");
    assert_string_equal(part, "ham");
    assert_string_equal(all, "hamstring");
    assert_string_equal(made, "hamstring 12");
    assert_null(arena_strdup(&a, NULL));
    arena_release(&a);
}

static void a_released_arena_can_be_used_again(void **state)
{
    (void)state;
    struct arena a = {0};
    arena_release(&a);
    memset(arena_alloc(&a, 100), 1, 100);
    arena_release(&a);
    assert_int_equal(*(char *)arena_alloc(&a, 100), 0);
    arena_release(&a);
}

static void released_memory_is_wiped(void **state)
{
    (void)state;
    struct arena a = {0};
    uintptr_t small = (uintptr_t)arena_strdup(&a, SECRET);
    assert_true(freed_holds(small, sizeof SECRET, SECRET));
    arena_alloc(&a, 8000);
    arena_release(&a);
    assert_false(freed_holds(small, sizeof SECRET, SECRET));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
        cmocka_unit_test(pushed_elements_stay_as_the_array_moves),
        cmocka_unit_test(a_shortened_array_may_be_pushed_to_again),
        cmocka_unit_test(strings_are_copied),
        cmocka_unit_test(a_released_arena_can_be_used_again),
        cmocka_unit_test(released_memory_is_wiped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
