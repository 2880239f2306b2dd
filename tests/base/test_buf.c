/* The growing byte string: content, byte order, and that clearing leaves nothing behind. */
#include "fascia/base/buf.h"

#include "fascia/base/err.h"
#include "support/freed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SECRET "tender over the left sacroiliac joint"

static void an_empty_buf_reads_as_empty_text(void **state)
{
    (void)state;
    struct buf b = {0};
    assert_string_equal(buf_text(&b), "");
    buf_add(&b, NULL, 0);
    buf_puts(&b, "");
    assert_int_equal(b.len, 0);
    buf_clear(&b);
    buf_release(&b);
}

static void text_is_appended_and_always_ended(void **state)
{
    (void)state;
    struct buf b = {0};
    for (int i = 0; i < 1000; i++) {
        buf_puts(&b, "ab");
        buf_putc(&b, 'c');
        buf_printf(&b, "%03d", i);
        assert_int_equal(b.len, (size_t)(i + 1) * 6);
        assert_int_equal(strlen(buf_text(&b)), b.len);
    }
    assert_memory_equal(b.data, "abc000abc001", 12);
    assert_string_equal(buf_text(&b) + 5994, "abc999");
    buf_release(&b);
    assert_null(b.data);
    assert_int_equal(b.len + b.cap, 0);
}

static void a_print_may_be_longer_than_the_room(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_printf(&b, "%0300d", 7);
    assert_int_equal(b.len, 300);
    assert_int_equal(b.data[299], '7');
    buf_release(&b);
}

static void bytes_may_hold_nul(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_add(&b, "a\0b", 3);
    assert_int_equal(b.len, 3);
    assert_memory_equal(b.data, "a\0b", 4);
    buf_release(&b);
}

static void integers_are_big_endian(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_u8(&b, 0x01);
    buf_u16(&b, 0x0203);
    buf_u32(&b, 0x04050607);
    buf_u64(&b, 0x08090A0B0C0D0E0FU);
    assert_int_equal(b.len, 15);
    for (size_t i = 0; i < 15; i++)
        assert_int_equal(b.data[i], i + 1);
    buf_release(&b);
}

static void clear_wipes_all_and_keeps_the_memory(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, "right hamstring, tender");
    b.len = 5; /* a caller may shorten: the rest must go too */
    size_t cap = b.cap;
    buf_clear(&b);
    assert_int_equal(b.len, 0);
    assert_int_equal(b.cap, cap);
    for (size_t i = 0; i < cap; i++)
        assert_int_equal(b.data[i], 0);
    buf_puts(&b, "x");
    assert_string_equal(buf_text(&b), "x");
    buf_release(&b);
}

static void old_memory_is_wiped_on_growth_and_release(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, SECRET);
    uintptr_t first = (uintptr_t)b.data;
    assert_true(freed_holds(first, sizeof SECRET, SECRET));
    while ((uintptr_t)b.data == first)
        buf_putc(&b, '.');
    assert_false(freed_holds(first, sizeof SECRET, SECRET));
    uintptr_t second = (uintptr_t)b.data;
    assert_true(freed_holds(second, sizeof SECRET, SECRET));
    buf_release(&b);
    assert_false(freed_holds(second, sizeof SECRET, SECRET));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_buf_reads_as_empty_text),
        cmocka_unit_test(text_is_appended_and_always_ended),
        cmocka_unit_test(a_print_may_be_longer_than_the_room),
        cmocka_unit_test(bytes_may_hold_nul),
        cmocka_unit_test(integers_are_big_endian),
        cmocka_unit_test(clear_wipes_all_and_keeps_the_memory),
        cmocka_unit_test(old_memory_is_wiped_on_growth_and_release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
