/* The picker: filtering, moving, choosing, creating, and a source that fails. */
#include "fascia/tui/picker.h"
#include "tui/press.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct source {
    const char *const *names;
    size_t len;
    bool fails;
    int asked;
};

static bool find(void *source, const char *filter, size_t limit, struct arena *a, struct pick **items, size_t *len,
                 size_t *total, struct err *e)
{
    struct source *s = source;
    s->asked++;
    if (s->fails)
        return err_set(e, ERR_IO, "cannot read");
    for (size_t i = 0; i < s->len; i++) {
        if (!strstr(s->names[i], filter))
            continue;
        ++*total;
        if (*len >= limit)
            continue;
        struct pick *p = arena_push(a, items, len, sizeof *p);
        *p = (struct pick){.label = s->names[i], .detail = "41", .note = "today", .data = &s->names[i]};
    }
    return true;
}

static const char *const names[] = {"Santos", "Sanders", "Hassan", "Okafor"};

struct fixture {
    struct arena memory;
    struct source source;
    struct picker picker;
};

static void begin(struct fixture *x, const char *create)
{
    struct err e;
    *x = (struct fixture){.source = {.names = names, .len = ARRAY_LEN(names)}};
    assert_true(picker_init(&x->picker, &x->memory, find, &x->source, create, &e));
}

static void end(struct fixture *x)
{
    picker_release(&x->picker);
    arena_release(&x->memory);
}

static enum picker_event press(struct picker *p, const char *keys)
{
    struct key k;
    struct err e;
    enum picker_event event = PICKER_IGNORED;
    while (press_next(&k, &keys))
        event = picker_key(p, &k, &e);
    return event;
}

static void keys_filter_move_and_choose(void **state)
{
    (void)state;
    static const struct {
        const char *keys;
        enum picker_event event;
        const char *chosen; /* NULL = none */
    } rows[] = {
        {"<Enter>", PICKER_CHOSEN, "Santos"},
        {"<Down><Enter>", PICKER_CHOSEN, "Sanders"},
        {"<Down><Down><Up><Enter>", PICKER_CHOSEN, "Sanders"},
        {"<Up><Enter>", PICKER_CHOSEN, "Santos"},
        {"Has<Enter>", PICKER_CHOSEN, "Hassan"},
        {"<Down><Down>an<Enter>", PICKER_CHOSEN, "Santos"}, /* a new filter begins at the best */
        {"an<Backspace><Backspace><Enter>", PICKER_CHOSEN, "Santos"},
        {"<PgDn><Enter>", PICKER_CREATE, NULL},
        {"<PgDn><Up><Enter>", PICKER_CHOSEN, "Okafor"},
        {"zzz<Enter>", PICKER_CREATE, NULL},
        {"Has<Down><Down><Down><Enter>", PICKER_CREATE, NULL},
        {"<Esc>", PICKER_IGNORED, "Santos"},
        {"<Tab>", PICKER_IGNORED, "Santos"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct fixture x;
        begin(&x, "+ Create");
        print_message("row %zu\n", i);
        assert_int_equal(press(&x.picker, rows[i].keys), rows[i].event);
        const struct pick *chosen = picker_chosen(&x.picker);
        assert_int_equal(chosen != NULL, rows[i].chosen != NULL);
        if (chosen)
            assert_string_equal(chosen->label, rows[i].chosen);
        end(&x);
    }
}

static void without_a_create_row_there_may_be_nothing_to_choose(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x, NULL);
    assert_int_equal(press(&x.picker, "zzz<Enter>"), PICKER_CHANGED);
    assert_null(picker_chosen(&x.picker));
    press(&x.picker, "<Backspace><Backspace><Backspace><PgDn>");
    assert_string_equal(picker_chosen(&x.picker)->label, "Okafor");
    assert_string_equal(picker_text(&x.picker), "");
    end(&x);
}

static void a_source_that_fails_leaves_the_rows_from_before(void **state)
{
    (void)state;
    struct fixture x;
    struct err e = {0};
    begin(&x, NULL);
    press(&x.picker, "San");
    assert_int_equal(x.picker.len, 2);
    x.source.fails = true;
    assert_int_equal(press(&x.picker, "d"), PICKER_FAILED);
    assert_int_equal(x.picker.len, 2);
    assert_string_equal(picker_chosen(&x.picker)->label, "Santos");
    assert_false(picker_refresh(&x.picker, &e));
    assert_int_equal(e.code, ERR_IO);
    x.source.fails = false;
    assert_true(picker_refresh(&x.picker, &e));
    assert_int_equal(x.picker.len, 1);
    struct picker other;
    x.source.fails = true;
    assert_false(picker_init(&other, &x.memory, find, &x.source, NULL, &e));
    end(&x);
}

static void only_a_changed_filter_asks_again(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x, NULL);
    press(&x.picker, "S<Left><Right><Down><Up>");
    assert_int_equal(x.source.asked, 2);
    end(&x);
}

static void the_list_scrolls_to_the_cursor_and_the_create_row_is_last(void **state)
{
    (void)state;
    struct fixture x;
    struct canvas c = {0};
    struct buf text = {0};
    begin(&x, "+ Create");
    canvas_resize(&c, 60, 7);
    picker_draw(&x.picker, &c, 0, 0, 7, 60, "Find: ");
    canvas_dump_text(&text, &c);
    assert_string_equal(buf_text(&text), " Find:                                             4 matches\n"
                                         "\n"
                                         "\xE2\x96\xB6Santos   41                                           today\n"
                                         " Sanders  41                                           today\n"
                                         " Hassan   41                                           today\n"
                                         "\n"
                                         " + Create\n");
    press(&x.picker, "<Down><Down><Down>");
    canvas_clear(&c);
    buf_clear(&text);
    picker_draw(&x.picker, &c, 0, 0, 7, 60, "Find: ");
    canvas_dump_text(&text, &c);
    assert_non_null(strstr(buf_text(&text), "\xE2\x96\xB6Okafor"));
    assert_null(strstr(buf_text(&text), "Santos"));
    for (int height = 0; height < 7; height++)
        picker_draw(&x.picker, &c, 0, 0, height, 20, "Find: ");
    buf_release(&text);
    canvas_release(&c);
    end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_filter_move_and_choose),
        cmocka_unit_test(without_a_create_row_there_may_be_nothing_to_choose),
        cmocka_unit_test(a_source_that_fails_leaves_the_rows_from_before),
        cmocka_unit_test(only_a_changed_filter_asks_again),
        cmocka_unit_test(the_list_scrolls_to_the_cursor_and_the_create_row_is_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
