/* The first run, unlocking and locking: what is behind the door is nobody else's. */
#include "desk.h"

#include "fascia/base/secret.h"
#include "fascia/trust/recovery.h"

#include <stdlib.h>
#include <string.h>

#define DOOR_TEST(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)

static void fill_first_form(struct desk *d, const char *again)
{
    desk_type(d, "Harbour");
    desk_keys(d, "⇥");
    desk_type(d, "Ana Ruiz");
    desk_keys(d, "⇥");
    desk_type(d, DESK_PASSPHRASE);
    desk_keys(d, "⇥");
    desk_type(d, again);
    desk_keys(d, "⏎");
}

/* Group 1 to 8 of the key on the screen: the word after its number. */
static void read_group(char out[RECOVERY_GROUP_LEN + 1], struct desk *d, int group)
{
    char number[8];
    (void)snprintf(number, sizeof(number), "  %d ", group);
    const char *at = strstr(strstr(desk_text(d), "away from"), number);
    assert_non_null(at);
    (void)snprintf(out, RECOVERY_GROUP_LEN + 1, "%.*s", RECOVERY_GROUP_LEN, at + 4);
}

static void the_first_run_ends_in_today_once_the_key_was_written_down(void **state)
{
    struct desk *d = *state;
    char second[RECOVERY_GROUP_LEN + 1];
    char seventh[RECOVERY_GROUP_LEN + 1];
    fill_first_form(d, DESK_PASSPHRASE);
    desk_expect(d, "the recovery key");
    read_group(second, d, 2);
    read_group(seventh, d, 7);
    desk_keys(d, "⏎");
    desk_expect(d, "Type group 2");
    desk_absent(d, seventh);
    desk_type(d, seventh);
    desk_keys(d, "⏎");
    desk_expect(d, "that is not group 2");
    desk_keys(d, "^u");
    desk_type(d, second);
    desk_keys(d, "⏎");
    desk_type(d, seventh);
    desk_keys(d, "⏎");
    assert_string_equal(desk_top(d), "today");
    assert_string_equal(d->app.practice.name, "Harbour");
}

static void two_passphrases_that_differ_make_nothing(void **state)
{
    struct desk *d = *state;
    fill_first_form(d, "velvet orbit canyon drums");
    desk_expect(d, "not the same as above");
    desk_absent(d, "velvet");
    assert_null(d->app.store);
}

static void leaving_before_the_key_is_on_paper_is_asked_twice(void **state)
{
    struct desk *d = *state;
    fill_first_form(d, DESK_PASSPHRASE);
    desk_keys(d, "^c");
    assert_false(d->tui.quit);
    desk_expect(d, "not shown again");
    desk_keys(d, "^c");
    assert_true(d->tui.quit);
}

static void unlock_as(struct desk *d, const char *passphrase)
{
    desk_type(d, passphrase);
    desk_keys(d, "⏎");
}

static void a_locked_screen_shows_nothing_of_anybody(void **state)
{
    struct desk *d = *state;
    struct id maria = desk_client(d, "Maria Santos", (struct date){1985, 4, 12});
    desk_show(d, &client_view, &maria);
    desk_expect(d, "Santos");
    desk_keys(d, "<F12>");
    assert_string_equal(desk_top(d), "unlock");
    desk_absent(d, "Santos");
    assert_null(d->app.store);
    assert_false(keys_unlocked(&d->app.keys));
}

/* The list of commands closes over a view whose store is gone already. */
static void locking_from_the_list_of_commands_shows_nothing_either(void **state)
{
    struct desk *d = *state;
    struct id maria = desk_client(d, "Maria Santos", (struct date){1985, 4, 12});
    desk_show(d, &client_view, &maria);
    desk_keys(d, "?lock⏎");
    assert_string_equal(desk_top(d), "unlock");
    desk_absent(d, "Santos");
    assert_null(d->app.store);
    unlock_as(d, DESK_PASSPHRASE);
    assert_string_equal(desk_top(d), "client file");
    desk_expect(d, "Santos");
}

static void the_same_person_comes_back_to_what_was_open(void **state)
{
    struct desk *d = *state;
    struct session_arg arg = {.client = desk_client(d, "Maria Santos", (struct date){1985, 4, 12})};
    desk_show(d, &session_view, &arg);
    desk_type(d, "l gastroc wb 3x");
    desk_keys(d, "⏎");
    desk_type(d, "l sol");
    desk_keys(d, "<F12>");
    unlock_as(d, DESK_PASSPHRASE);
    assert_string_equal(desk_top(d), "session");
    desk_expect(d, "gastrocnemius");
    desk_expect(d, "› l sol");
    desk_type(d, "eus a 3x");
    desk_keys(d, "⏎");
    desk_expect(d, "soleus");
}

static void another_person_starts_afresh(void **state)
{
    struct desk *d = *state;
    desk_add_therapist(d, "ben", "Ben Achterberg");
    struct session_arg arg = {.client = desk_client(d, "Maria Santos", (struct date){1985, 4, 12})};
    desk_show(d, &today_view, NULL);
    struct err e = {0};
    assert_true(tui_push(&d->tui, &session_view, &arg, &e));
    desk_type(d, "l gastroc wb 3x");
    desk_keys(d, "⏎ <F12> ⇥");
    desk_expect(d, "ben");
    unlock_as(d, DESK_PASSPHRASE);
    assert_string_equal(desk_top(d), "today");
    assert_int_equal(d->tui.depth, 1);
    desk_expect(d, "Ben Achterberg");
    desk_keys(d, "d");
    desk_expect(d, "Nothing is unsigned.");
    desk_keys(d, "⎋ <F12> ⇥");
    unlock_as(d, DESK_PASSPHRASE);
    desk_keys(d, "d");
    desk_expect(d, "Santos, Maria"); /* Ana finds her draft */
}

static void a_wrong_passphrase_is_told_and_recorded(void **state)
{
    struct desk *d = *state;
    desk_keys(d, "<F12>");
    unlock_as(d, "not the passphrase");
    assert_string_equal(desk_top(d), "unlock");
    desk_expect(d, "wrong passphrase");
    desk_expect(d, "1 failed try");
    desk_absent(d, "not the passphrase");
    unlock_as(d, DESK_PASSPHRASE);
    assert_string_equal(desk_top(d), "today");
    desk_expect(d, "1 failed try");
    assert_int_equal(desk_changes(d, "1 failed"), 1);
}

static void what_is_typed_is_shown_only_when_asked(void **state)
{
    struct desk *d = *state;
    desk_keys(d, "<F12>");
    desk_type(d, "velvet");
    desk_absent(d, "velvet");
    desk_expect(d, "••••••");
    desk_keys(d, "^r");
    desk_expect(d, "velvet");
    desk_keys(d, "^r");
    desk_absent(d, "velvet");
}

static void keys_typed_ahead_reach_the_screen_behind_the_door(void **state)
{
    struct desk *d = *state;
    struct key enter = {.code = KEYC_ENTER};
    struct key next = {.code = 'n'};
    desk_keys(d, "<F12>");
    desk_type(d, DESK_PASSPHRASE);
    tui_key(&d->tui, &enter);
    tui_key(&d->tui, &next); /* before anything became due */
    assert_string_equal(desk_top(d), "new client");
}

static void esc_and_help_do_not_open_the_door(void **state)
{
    struct desk *d = *state;
    desk_keys(d, "<F12> ⎋ <F1>");
    desk_expect(d, "open the practice with this passphrase");
    desk_absent(d, "client");
    desk_keys(d, "⎋");
    assert_string_equal(desk_top(d), "unlock");
    assert_null(d->app.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_first_run_ends_in_today_once_the_key_was_written_down, desk_setup_empty,
                                        desk_teardown),
        cmocka_unit_test_setup_teardown(two_passphrases_that_differ_make_nothing, desk_setup_empty, desk_teardown),
        cmocka_unit_test_setup_teardown(leaving_before_the_key_is_on_paper_is_asked_twice, desk_setup_empty,
                                        desk_teardown),
        DOOR_TEST(a_locked_screen_shows_nothing_of_anybody),
        DOOR_TEST(locking_from_the_list_of_commands_shows_nothing_either),
        DOOR_TEST(the_same_person_comes_back_to_what_was_open),
        DOOR_TEST(another_person_starts_afresh),
        DOOR_TEST(a_wrong_passphrase_is_told_and_recorded),
        DOOR_TEST(what_is_typed_is_shown_only_when_asked),
        DOOR_TEST(keys_typed_ahead_reach_the_screen_behind_the_door),
        DOOR_TEST(esc_and_help_do_not_open_the_door),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
