/* Forms: the way through the fields, what is said about mistakes, and what is kept. */
#include "fascia/tui/form.h"
#include "tui/press.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool no_slash(const struct form *f, const char *text, struct err *e)
{
    (void)f;
    return !strchr(text, '/') || err_set(e, ERR_INVALID, "a name has no '/': leave it out");
}

static bool same_as_pass(const struct form *f, const char *text, struct err *e)
{
    return strcmp(form_text(f, "pass"), text) == 0 || err_set(e, ERR_INVALID, "the two differ");
}

static const char *const kinds[] = {"adult", "minor", "ward", NULL};

static const struct field client[] = {
    {.id = "name", .label = "Name", .kind = FIELD_TEXT, .required = true, .limit = 20, .check = no_slash},
    {.id = "born", .label = "Born", .kind = FIELD_BIRTH, .required = true, .hint = "day month year"},
    {.id = "phone", .label = "Phone", .kind = FIELD_TEXT},
    {.id = "kind", .label = "Kind", .kind = FIELD_CHOICE, .choices = kinds},
    {.id = "visits", .label = "Visits", .kind = FIELD_NUMBER, .min = 1, .max = 60},
    {.id = "consent", .label = "Consent", .kind = FIELD_TOGGLE, .required = true},
};

struct fixture {
    struct arena memory;
    struct form form;
};

static void begin(struct fixture *x)
{
    *x = (struct fixture){0};
    form_init(&x->form, &x->memory, client, ARRAY_LEN(client), (struct date){2026, 11, 23}, NULL);
}

static void end(struct fixture *x)
{
    form_release(&x->form);
    arena_release(&x->memory);
}

static enum form_event press(struct form *f, const char *keys)
{
    struct key k;
    enum form_event event = FORM_IGNORED;
    while (press_next(&k, &keys))
        event = form_key(f, &k);
    return event;
}

static void a_form_is_typed_with_enter_alone(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x);
    assert_int_equal(press(&x.form, "Maria<Spc>Santos<Enter>"), FORM_CHANGED);
    assert_int_equal(x.form.focus, 1);
    assert_int_equal(press(&x.form, "120485<Enter>"), FORM_CHANGED);
    assert_int_equal(x.form.focus, 5); /* what is not needed is passed over */
    assert_int_equal(press(&x.form, "<Enter>"), FORM_CHANGED);
    assert_string_equal(x.form.values[5].error, "this is needed");
    assert_int_equal(press(&x.form, "<Spc><Enter>"), FORM_DONE);
    assert_string_equal(form_text(&x.form, "name"), "Maria Santos");
    assert_int_equal(date_compare(form_date(&x.form, "born"), (struct date){1985, 4, 12}), 0);
    assert_true(form_on(&x.form, "consent"));
    assert_int_equal(form_number(&x.form, "visits"), 0);
    end(&x);
}

static void tab_goes_through_all_fields_in_both_directions(void **state)
{
    (void)state;
    static const char *const keys[] = {"<Tab>", "<Down>"}, *const back[] = {"<S-Tab>", "<Up>"};
    for (size_t i = 0; i < 2; i++) {
        struct fixture x;
        begin(&x);
        for (size_t at = 1; at <= ARRAY_LEN(client); at++) {
            press(&x.form, keys[i]);
            assert_int_equal(x.form.focus, at % ARRAY_LEN(client));
        }
        for (size_t at = ARRAY_LEN(client); at-- > 0;) {
            press(&x.form, back[i]);
            assert_int_equal(x.form.focus, at);
        }
        for (size_t at = 0; at < ARRAY_LEN(client); at++)
            assert_string_equal(x.form.values[at].error, ""); /* an empty field is no mistake yet */
        end(&x);
    }
}

static void a_mistake_is_said_beside_the_field_and_its_text_stays(void **state)
{
    (void)state;
    static const struct {
        const char *keys;
        size_t field;
        const char *text, *error;
    } rows[] = {
        {"a/b<Tab>", 0, "a/b", "a name has no '/': leave it out"},
        {"<Tab>310285<Tab>", 1, "310285", NULL},
        {"<Up><Up>x<Tab>", 4, "x", "not a whole number"},
        {"<Up><Up>0<Tab>", 4, "0", "1 to 60"},
        {"<Up><Up>61<Tab>", 4, "61", "1 to 60"},
        {"<Up><Up>5x<Tab>", 4, "5x", "not a whole number"},
        {"<Up><Up>99999999999<Tab>", 4, "99999999999", "1 to 60"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct fixture x;
        begin(&x);
        press(&x.form, rows[i].keys);
        print_message("row %zu: %s\n", i, x.form.values[rows[i].field].error);
        assert_string_equal(line_edit_text(&x.form.values[rows[i].field].line), rows[i].text);
        if (rows[i].error)
            assert_string_equal(x.form.values[rows[i].field].error, rows[i].error);
        assert_string_not_equal(x.form.values[rows[i].field].error, "");
        end(&x);
    }
}

static void enter_does_not_leave_a_wrong_field(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x);
    assert_int_equal(press(&x.form, "a/b<Enter>"), FORM_CHANGED);
    assert_int_equal(x.form.focus, 0);
    press(&x.form, "<Backspace>"); /* a mistake that is being mended is not held against anybody */
    assert_string_equal(x.form.values[0].error, "");
    press(&x.form, "<Backspace>");
    press(&x.form, "<Enter>");
    assert_int_equal(x.form.focus, 1);
    end(&x);
}

static void a_date_is_read_back_while_it_is_typed(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x);
    press(&x.form, "<Tab>120485");
    assert_string_equal(x.form.values[1].readback, "12 Apr 1985 (41)");
    press(&x.form, "<Backspace>x");
    assert_string_equal(x.form.values[1].readback, "");
    end(&x);
}

static void choices_turn_and_toggles_toggle(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x);
    press(&x.form, "<Tab><Tab><Tab><Spc>");
    assert_int_equal(form_choice(&x.form, "kind"), 1);
    press(&x.form, "<Left><Left>");
    assert_int_equal(form_choice(&x.form, "kind"), 2);
    press(&x.form, "<Right>");
    assert_int_equal(form_choice(&x.form, "kind"), 0);
    assert_int_equal(press(&x.form, "x"), FORM_IGNORED);
    press(&x.form, "<Tab><Tab><Spc>");
    assert_true(form_on(&x.form, "consent"));
    press(&x.form, "<Spc>");
    assert_false(form_on(&x.form, "consent"));
    assert_int_equal(press(&x.form, "x"), FORM_IGNORED);
    assert_int_equal(press(&x.form, "<Esc>"), FORM_IGNORED);
    end(&x);
}

static void the_whole_form_is_checked_and_the_first_mistake_shown(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x);
    form_set_text(&x.form, "visits", "99");
    form_set_on(&x.form, "consent", true);
    form_set_choice(&x.form, "kind", 1);
    form_set_text(&x.form, "name", "Ana");
    assert_false(form_check(&x.form));
    assert_int_equal(x.form.focus, 1);
    assert_string_equal(x.form.values[1].error, "this is needed");
    assert_string_equal(x.form.values[4].error, "1 to 60");
    form_set_text(&x.form, "born", "1985-04-12");
    form_set_text(&x.form, "visits", "12");
    assert_true(form_check(&x.form));
    assert_int_equal(form_number(&x.form, "visits"), 12);
    struct err e = {0};
    err_set(&e, ERR_CONFLICT, "there is a client of that name and date");
    form_fail(&x.form, "name", &e);
    assert_int_equal(x.form.focus, 0);
    assert_string_equal(x.form.values[0].error, e.text);
    end(&x);
}

static void secrets_are_compared_hidden_and_shown_on_wish(void **state)
{
    (void)state;
    static const struct field fields[] = {
        {.id = "pass", .label = "Passphrase", .kind = FIELD_SECRET, .required = true},
        {.id = "again", .label = "Again", .kind = FIELD_SECRET, .required = true, .check = same_as_pass},
    };
    struct arena memory = {0};
    struct form f;
    form_init(&f, &memory, fields, 2, (struct date){2026, 11, 23}, NULL);
    press(&f, "horse<Enter>house<Enter>");
    assert_int_equal(f.focus, 1);
    assert_string_equal(f.values[1].error, "the two differ");
    press(&f, "<^U>horse");
    assert_false(f.values[1].line.reveal);
    press(&f, "<^R>");
    assert_true(f.values[1].line.reveal);
    assert_int_equal(press(&f, "<Enter>"), FORM_DONE);
    form_release(&f);
    arena_release(&memory);
}

static void assert_screen(const struct form *f, int width, int height, const char *expected)
{
    struct canvas c = {0};
    struct buf text = {0};
    canvas_resize(&c, width, height);
    form_draw(f, &c, 0, 0, height, width);
    canvas_dump_text(&text, &c);
    assert_string_equal(buf_text(&text), expected);
    assert_true(c.cursor);
    buf_release(&text);
    canvas_release(&c);
}

static void remarks_stand_beside_or_below_and_the_focus_is_always_seen(void **state)
{
    (void)state;
    struct fixture x;
    begin(&x);
    form_set_text(&x.form, "name", "Ana");
    press(&x.form, "<Tab>");
    assert_screen(&x.form, 60, 6,
                  "Name *     Ana\n"
                  "Born *                                    day month year\n"
                  "Phone\n"
                  "Kind         adult\n"
                  "Visits\n"
                  "Consent *  [ ]\n");
    form_set_text(&x.form, "name", "A/B");
    press(&x.form, "<Up><Enter>");
    assert_screen(&x.form, 60, 4,
                  "Name *     A/B\n"
                  "           a name has no '/': leave it out\n"
                  "\n"
                  "Born *\n");
    press(&x.form, "<Up>");
    assert_screen(&x.form, 60, 2, "Visits\nConsent *  [ ]\n");
    end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_is_typed_with_enter_alone),
        cmocka_unit_test(tab_goes_through_all_fields_in_both_directions),
        cmocka_unit_test(a_mistake_is_said_beside_the_field_and_its_text_stays),
        cmocka_unit_test(enter_does_not_leave_a_wrong_field),
        cmocka_unit_test(a_date_is_read_back_while_it_is_typed),
        cmocka_unit_test(choices_turn_and_toggles_toggle),
        cmocka_unit_test(the_whole_form_is_checked_and_the_first_mistake_shown),
        cmocka_unit_test(secrets_are_compared_hidden_and_shown_on_wish),
        cmocka_unit_test(remarks_stand_beside_or_below_and_the_focus_is_always_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
