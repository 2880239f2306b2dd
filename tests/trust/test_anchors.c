/* Anchors only move forward, and a line that is not one is never passed over. */
#include "fixture.h"

#include "fascia/trust/anchors.h"

#include <stdio.h>
#include <unistd.h>

#define DEVICE "0123456789abcdef0123456789abcdef"
#define OTHER "f123456789abcdef0123456789abcdef"
#define HEAD "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

struct place {
    struct arena a;
    char folder[64];
    char file[96];
};

static int place_setup(void **state)
{
    struct place *p = test_calloc(1, sizeof(*p));
    snprintf(p->folder, sizeof(p->folder), "/tmp/fascia-anchors-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->file, sizeof(p->file), "%s/anchors", p->folder);
    *state = p;
    return 0;
}

static int place_teardown(void **state)
{
    struct place *p = *state;
    arena_release(&p->a);
    unlink(p->file);
    assert_int_equal(rmdir(p->folder), 0);
    test_free(p);
    return 0;
}

static void put_file(const struct place *p, const char *text, size_t n)
{
    FILE *f = fopen(p->file, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static struct anchor anchor(uint8_t device, uint64_t seq, const char *what)
{
    struct anchor x = {.device_seq = seq, .head = hash_bytes(what, strlen(what)), .at_ms = 1795339380000};
    x.device.b[0] = device;
    return x;
}

static void heads_come_back(void **state)
{
    struct place *p = *state;
    struct err e = {0};
    struct anchors list = {0};
    struct anchor nine = anchor(9, 12, "x");
    struct anchor three = anchor(3, UINT64_MAX, "y");
    assert_ok(anchors_list(&list, p->folder, &p->a, &e), e);
    assert_int_equal(list.len, 0); /* no file yet */
    assert_ok(anchors_note(p->folder, &nine, &e), e);
    assert_ok(anchors_note(p->folder, &three, &e), e);
    assert_ok(anchors_list(&list, p->folder, &p->a, &e), e);
    assert_int_equal(list.len, 2);
    assert_memory_equal(anchors_find(&list, nine.device), &nine, sizeof(nine));
    assert_memory_equal(anchors_find(&list, three.device), &three, sizeof(three));
    assert_null(anchors_find(&list, anchor(4, 1, "z").device));
}

static void an_anchor_only_moves_forward(void **state)
{
    struct place *p = *state;
    struct err e = {0};
    struct anchors list = {0};
    struct anchor at = anchor(9, 12, "twelve");
    struct anchor back = anchor(9, 11, "eleven");
    struct anchor fork = anchor(9, 12, "another twelve");
    struct anchor on = anchor(9, 13, "thirteen");
    assert_ok(anchors_note(p->folder, &at, &e), e);
    assert_ok(anchors_note(p->folder, &back, &e), e);
    assert_ok(anchors_note(p->folder, &at, &e), e);
    struct anchor later = at;
    later.at_ms += 1000;
    assert_ok(anchors_note(p->folder, &later, &e), e); /* seen again: since when it was seen is what counts */
    assert_refused(anchors_note(p->folder, &fork, &e), e, ERR_DAMAGED);
    assert_ok(anchors_list(&list, p->folder, &p->a, &e), e);
    assert_int_equal(list.len, 1);
    assert_memory_equal(&list.items[0], &at, sizeof(at));
    assert_ok(anchors_note(p->folder, &on, &e), e);
    assert_ok(anchors_list(&list, p->folder, &p->a, &e), e);
    assert_memory_equal(&list.items[0], &on, sizeof(on));
}

static void saving_replaces_the_list(void **state)
{
    struct place *p = *state;
    struct err e = {0};
    struct anchors list = {0};
    struct anchor items[] = {anchor(9, 1, "a"), anchor(3, 5, "b")};
    struct anchor old = anchor(7, 70, "c");
    assert_ok(anchors_note(p->folder, &old, &e), e);
    assert_ok(anchors_save(p->folder, &(struct anchors){items, 2}, &e), e);
    assert_ok(anchors_list(&list, p->folder, &p->a, &e), e);
    assert_int_equal(list.len, 2);
    assert_int_equal(list.items[0].device.b[0], 3);
    assert_int_equal(items[0].device.b[0], 9); /* the caller's list is not sorted under its hands */
    assert_ok(anchors_save(p->folder, &(struct anchors){NULL, 0}, &e), e);
    assert_ok(anchors_list(&list, p->folder, &p->a, &e), e);
    assert_int_equal(list.len, 0);
}

static void there_are_only_so_many_devices(void **state)
{
    struct place *p = *state;
    struct err e = {0};
    struct anchors list = {arena_array(&p->a, ANCHORS_MAX + 1, sizeof(struct anchor)), ANCHORS_MAX};
    for (size_t i = 0; i <= ANCHORS_MAX; i++) {
        list.items[i] = anchor((uint8_t)i, UINT64_MAX, "x");
        list.items[i].device.b[1] = (uint8_t)(i >> 8);
        list.items[i].device.b[2] = 1;
        list.items[i].at_ms = INT64_MAX;
    }
    assert_ok(anchors_save(p->folder, &list, &e), e);
    struct anchors again = {0};
    assert_ok(anchors_list(&again, p->folder, &p->a, &e), e); /* the longest lines there are fit, too */
    assert_int_equal(again.len, ANCHORS_MAX);
    list.len++;
    assert_refused(anchors_save(p->folder, &list, &e), e, ERR_RANGE);
}

static void a_line_that_is_no_anchor_is_damage(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *text;
        bool ok;
    } rows[] = {
        {DEVICE " 1 " HEAD " 0\n", true},
        {DEVICE " 18446744073709551615 " HEAD " 9223372036854775807\n", true},
        {DEVICE " 1 " HEAD " 0\n" OTHER " 1 " HEAD " 0\n", true},
        {DEVICE " 1 " HEAD " 0", false},
        {DEVICE " 1 " HEAD "\n", false},
        {DEVICE " 1 " HEAD " \n", false},
        {DEVICE " 1 " HEAD " 0 \n", false},
        {DEVICE " 1 " HEAD " -1\n", false},
        {DEVICE " 0 " HEAD " 0\n", false},
        {DEVICE " 01 " HEAD " 0\n", false},
        {DEVICE " +1 " HEAD " 0\n", false},
        {DEVICE "  1 " HEAD " 0\n", false},
        {DEVICE " 18446744073709551616 " HEAD " 0\n", false},
        {DEVICE " 99999999999999999999999 " HEAD " 0\n", false},
        {DEVICE " 1 " HEAD " 9223372036854775808\n", false},
        {DEVICE " 1 " HEAD "0 0\n", false},
        {DEVICE "0 1 " HEAD " 0\n", false},
        {"0123456789ABCDEF0123456789abcdef 1 " HEAD " 0\n", false},
        {"00000000000000000000000000000000 1 " HEAD " 0\n", false},
        {DEVICE " 1 " HEAD " 0\n" DEVICE " 2 " HEAD " 0\n", false},
        {OTHER " 1 " HEAD " 0\n" DEVICE " 1 " HEAD " 0\n", false},
        {DEVICE " 1 " HEAD " 0\n\n", false},
        {"\n", false},
        {" ", false},
        {DEVICE, false},
        {DEVICE " ", false},
        {DEVICE " 1", false},
        {DEVICE " 1 ", false},
        {DEVICE " 1 " HEAD, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        struct anchors list = {0};
        struct anchor x = anchor(9, 1, "a");
        print_message("row %zu\n", i);
        put_file(p, rows[i].text, strlen(rows[i].text));
        assert_int_equal(anchors_list(&list, p->folder, &p->a, &e), rows[i].ok);
        assert_int_equal(e.code, rows[i].ok ? ERR_NONE : ERR_DAMAGED);
        if (!rows[i].ok)
            assert_refused(anchors_note(p->folder, &x, &e), e, ERR_DAMAGED); /* not over what may be mended */
    }
    struct err e = {0};
    struct anchors list = {0};
    put_file(p, DEVICE " 1 " HEAD " 0\n\0", sizeof(DEVICE " 1 " HEAD " 0\n\0") - 1);
    assert_refused(anchors_list(&list, p->folder, &p->a, &e), e, ERR_DAMAGED);
}

#define place_test(f) cmocka_unit_test_setup_teardown(f, place_setup, place_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        place_test(heads_come_back),
        place_test(an_anchor_only_moves_forward),
        place_test(saving_replaces_the_list),
        place_test(there_are_only_so_many_devices),
        place_test(a_line_that_is_no_anchor_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
