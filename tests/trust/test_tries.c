/* The ring of failed unlocks. */
#include "fixture.h"

#include "fascia/trust/tries.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct ring {
    struct fixture *f;
    struct arena a;
    char folder[64];
    char file[96];
};

static int ring_setup(void **state)
{
    void *f;
    fixture_setup(&f);
    struct ring *r = test_calloc(1, sizeof(*r));
    r->f = f;
    snprintf(r->folder, sizeof(r->folder), "/tmp/fascia-tries-XXXXXX");
    assert_non_null(mkdtemp(r->folder));
    snprintf(r->file, sizeof(r->file), "%s/tries", r->folder);
    *state = r;
    return 0;
}

static int ring_teardown(void **state)
{
    struct ring *r = *state;
    void *f = r->f;
    arena_release(&r->a);
    unlink(r->file);
    assert_int_equal(rmdir(r->folder), 0);
    test_free(r);
    return fixture_teardown(&f);
}

static void put_file(const struct ring *r, const char *text)
{
    FILE *f = fopen(r->file, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void tries_come_back_in_order(void **state)
{
    struct ring *r = *state;
    struct err e = {0};
    struct tries t = {0};
    assert_ok(tries_list(&t, r->folder, &r->a, &e), e);
    assert_int_equal(t.len, 0); /* no file: nobody failed */
    assert_ok(tries_add(r->folder, &r->f->slots, "ana", 1795339380000, &e), e);
    assert_ok(tries_add(r->folder, &r->f->slots, "ben", 1795339390000, &e), e);
    assert_ok(tries_list(&t, r->folder, &r->a, &e), e);
    assert_int_equal(t.len, 2);
    assert_int_equal(t.damaged, 0);
    assert_int_equal(t.items[0].at_ms, 1795339380000);
    assert_string_equal(t.items[0].login, "ana");
    assert_int_equal(t.items[1].at_ms, 1795339390000);
    assert_string_equal(t.items[1].login, "ben");
}

/* A passphrase typed where the login belongs must not lie on the disk. */
static void an_unknown_login_is_not_written(void **state)
{
    struct ring *r = *state;
    struct err e = {0};
    struct tries t = {0};
    assert_ok(tries_add(r->folder, &r->f->slots, ANA_PASSPHRASE, 5, &e), e);
    assert_ok(tries_list(&t, r->folder, &r->a, &e), e);
    assert_int_equal(t.len, 1);
    assert_string_equal(t.items[0].login, "");
    char line[64] = "";
    FILE *f = fopen(r->file, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof(line), f));
    fclose(f);
    assert_string_equal(line, "5 \n");
}

static void a_clock_before_1970_is_no_damage(void **state)
{
    struct ring *r = *state;
    struct err e = {0};
    struct tries t = {0};
    assert_ok(tries_add(r->folder, &r->f->slots, "ana", -5, &e), e);
    assert_ok(tries_list(&t, r->folder, &r->a, &e), e);
    assert_int_equal(t.len, 1);
    assert_int_equal(t.items[0].at_ms, 0);
}

static void the_oldest_give_way(void **state)
{
    struct ring *r = *state;
    struct err e = {0};
    struct tries t = {0};
    struct stat st;
    struct buf full = {0};
    for (int i = 0; i < 227; i++) /* 18 bytes each: one more does not fit */
        buf_printf(&full, "1795339380%03d ana\n", i);
    assert_int_equal(full.len, 4086);
    put_file(r, buf_text(&full));
    assert_ok(tries_add(r->folder, &r->f->slots, "ben", 12345, &e), e); /* exactly full */
    assert_ok(tries_list(&t, r->folder, &r->a, &e), e);
    assert_int_equal(t.len, 228);
    put_file(r, buf_text(&full));
    assert_ok(tries_add(r->folder, &r->f->slots, "ben", 1795339380999, &e), e);
    assert_int_equal(stat(r->file, &st), 0);
    assert_int_equal(st.st_size, 4086);
    assert_ok(tries_list(&t, r->folder, &r->a, &e), e);
    assert_int_equal(t.len, 227);
    assert_int_equal(t.items[0].at_ms, 1795339380001);
    assert_string_equal(t.items[226].login, "ben");
    buf_release(&full);
}

static void damage_is_counted_and_passed_over(void **state)
{
    struct ring *r = *state;
    static const struct {
        const char *text;
        size_t len, damaged;
    } rows[] = {
        {"", 0, 0},
        {"1 ana\n", 1, 0},
        {"1 ana\n2 ben", 1, 1}, /* cut off */
        {"x ana\n2 ben\n", 1, 1},
        {"1\n2 ben\n", 1, 1},
        {" ana\n", 0, 1},
        {"-1 ana\n", 0, 1},
        {"1795339380000000000000 ana\n", 0, 1},
        {"1 ana lima\n", 0, 1},
        {"1 a\x1b[2J\n2 \n", 1, 1},
        {"\n\n", 0, 2},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        struct tries t = {0};
        print_message("row %zu\n", i);
        put_file(r, rows[i].text);
        assert_ok(tries_list(&t, r->folder, &r->a, &e), e);
        assert_int_equal(t.len, rows[i].len);
        assert_int_equal(t.damaged, rows[i].damaged);
        assert_ok(tries_add(r->folder, &r->f->slots, "ana", 7, &e), e); /* and never stands in the way */
    }
}

static void a_file_that_is_too_large_begins_anew(void **state)
{
    struct ring *r = *state;
    struct err e = {0};
    struct tries t = {0};
    put_file(r, "1 ana\n");
    assert_int_equal(truncate(r->file, 1 << 20), 0);
    assert_ok(tries_list(&t, r->folder, &r->a, &e), e);
    assert_int_equal(t.len, 0);
    assert_int_equal(t.damaged, 1);
    assert_ok(tries_add(r->folder, &r->f->slots, "ana", 7, &e), e);
    assert_ok(tries_list(&t, r->folder, &r->a, &e), e);
    assert_int_equal(t.len, 1);
}

static void clearing_takes_only_what_was_seen(void **state)
{
    struct ring *r = *state;
    struct err e = {0};
    struct tries seen = {0};
    struct tries now = {0};
    assert_ok(tries_clear(r->folder, &seen, &e), e); /* no file: nothing to do */
    assert_int_equal(access(r->file, F_OK), -1);
    put_file(r, "1 ana\n2 ben\nnonsense\n");
    assert_ok(tries_list(&seen, r->folder, &r->a, &e), e);
    assert_ok(tries_add(r->folder, &r->f->slots, "ana", 3, &e), e); /* fails while the log is being written */
    assert_ok(tries_clear(r->folder, &seen, &e), e);
    assert_ok(tries_list(&now, r->folder, &r->a, &e), e);
    assert_int_equal(now.len, 1);
    assert_int_equal(now.damaged, 0);
    assert_int_equal(now.items[0].at_ms, 3);
    put_file(r, "3 ana\n3 ben\nnonsense\n"); /* two in one millisecond are two */
    assert_ok(tries_clear(r->folder, &now, &e), e);
    assert_ok(tries_list(&now, r->folder, &r->a, &e), e);
    assert_int_equal(now.len, 1);
    assert_int_equal(now.damaged, 0);
    assert_string_equal(now.items[0].login, "ben");
    put_file(r, "nonsense\n");
    assert_ok(tries_clear(r->folder, &seen, &e), e);
    assert_ok(tries_list(&now, r->folder, &r->a, &e), e);
    assert_int_equal(now.damaged, 0);
}

static void without_a_folder_nothing_is_noted(void **state)
{
    struct ring *r = *state;
    struct err e = {0};
    assert_refused(tries_add("/nonexistent/practice", &r->f->slots, "ana", 1, &e), e, ERR_NOT_FOUND);
}

#define ring_test(f) cmocka_unit_test_setup_teardown(f, ring_setup, ring_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ring_test(tries_come_back_in_order),          ring_test(an_unknown_login_is_not_written),
        ring_test(a_clock_before_1970_is_no_damage),  ring_test(the_oldest_give_way),
        ring_test(damage_is_counted_and_passed_over), ring_test(a_file_that_is_too_large_begins_anew),
        ring_test(clearing_takes_only_what_was_seen), ring_test(without_a_folder_nothing_is_noted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
