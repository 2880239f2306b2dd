/* What the screens promise: nothing typed is lost, nothing shown does not work, and nobody reads another's screen. */
#include "desk.h"

#include "fascia/app/command.h"

#include <string.h>
#include <sys/stat.h>

#define VIEW_TEST(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)

static const char *const calf[] = {"l ktw 10.5>11.5", "l gastroc wb 3x", ": ran 4 km", NULL};
static const char *const thigh[] = {"r slr 60>66", "r ham p 60s", NULL};

static void esc_keeps_a_registration_until_the_lock(void **state)
{
    struct desk *d = *state;
    desk_show(d, &client_new_view, NULL);
    desk_type(d, "Half Typed");
    desk_keys(d, "⇥ 120485 ⇥ ␣ ⎋");
    assert_string_equal(desk_top(d), "");
    desk_show(d, &client_new_view, NULL);
    desk_expect(d, "Half Typed");
    desk_expect(d, "12 Apr 1985 (41)");
    desk_expect(d, "[x]");
    assert_non_null(d->app.unfinished);
    app_lock(&d->app);
    assert_null(d->app.unfinished);
}

static void a_saved_registration_does_not_come_back(void **state)
{
    struct desk *d = *state;
    desk_show(d, &client_new_view, NULL);
    desk_type(d, "Maria Santos");
    desk_keys(d, "⎋");
    desk_show(d, &client_new_view, NULL);
    desk_keys(d, "⇥ 120485 ⏎");
    assert_string_equal(desk_top(d), "session");
    desk_expect(d, "Santos, Maria  #0001 · 12 Apr 1985 (41)");
    desk_show(d, &client_new_view, NULL);
    desk_absent(d, "Maria");
}

static void a_second_file_of_a_person_takes_a_second_enter(void **state)
{
    struct desk *d = *state;
    desk_client(d, "Åse Lindqvist", (struct date){1990, 1, 2});
    desk_show(d, &client_new_view, NULL);
    desk_type(d, "ase lindqvist");
    desk_keys(d, "⇥ 020190 ⏎");
    desk_expect(d, "#0001 has this name and birth date");
    assert_string_equal(desk_top(d), "new client");
    desk_keys(d, "⏎");
    desk_expect(d, "#0002");
    assert_string_equal(desk_top(d), "session");
}

static void what_is_no_birth_date_stays_in_its_field(void **state)
{
    struct desk *d = *state;
    desk_show(d, &client_new_view, NULL);
    desk_type(d, "Maria Santos");
    desk_keys(d, "⇥ 310285 ⏎");
    assert_string_equal(desk_top(d), "new client");
    desk_expect(d, "310285");
    assert_int_equal(desk_changes(d, "Santos"), 0);
}

static void the_picker_makes_a_client_of_the_name_that_was_typed(void **state)
{
    struct desk *d = *state;
    desk_client(d, "Maria Santos", (struct date){1985, 4, 12});
    desk_show(d, &client_pick_view, NULL);
    desk_type(d, "Santiago Paz");
    desk_expect(d, "+ Create new client \"Santiago Paz\"");
    desk_keys(d, "^n");
    assert_string_equal(desk_top(d), "new client");
    desk_expect(d, "Santiago Paz");
}

static void enter_in_the_picker_opens_the_file_in_its_place(void **state)
{
    struct desk *d = *state;
    desk_client(d, "Maria Santos", (struct date){1985, 4, 12});
    desk_keys(d, "f san");
    desk_expect(d, "1 match");
    desk_keys(d, "⏎");
    assert_string_equal(desk_top(d), "client file");
    assert_int_equal(desk_changes(d, "open client"), 1); /* recorded before anything was shown */
    desk_keys(d, "⎋");
    assert_string_equal(desk_top(d), "today");
}

static void the_timeline_is_newest_first_and_opens_the_row_of_the_cursor(void **state)
{
    struct desk *d = *state;
    struct id maria = desk_client(d, "Maria Santos", (struct date){1985, 4, 12});
    desk_signed(d, maria, thigh);
    desk_signed(d, maria, calf);
    desk_show(d, &client_view, &maria);
    const char *text = desk_text(d);
    const char *second = strstr(text, "#2");
    assert_non_null(second);
    assert_true(strstr(text, "#1 ") > second);
    desk_expect(d, "ran 4 km");
    desk_keys(d, "↓");
    desk_absent(d, "ran 4 km");
    desk_expect(d, "P R hams 60 s");
    desk_keys(d, "2");
    desk_expect(d, "12 Apr 1985 (41)");
    desk_absent(d, "P R hams 60 s");
}

static void search_says_what_it_understood_and_keeps_the_line(void **state)
{
    struct desk *d = *state;
    struct id maria = desk_client(d, "Maria Santos", (struct date){1985, 4, 12});
    desk_signed(d, maria, thigh);
    desk_signed(d, maria, calf);
    desk_show(d, &search_view, NULL);
    desk_expect(d, "2 hits");
    desk_type(d, "r ham");
    desk_expect(d, "[R]");
    desk_expect(d, "1 hit");
    desk_type(d, " @nobody");
    desk_expect(d, "no therapist '@nobody'");
    desk_expect(d, "r ham @nobody");
    desk_keys(d, "⏎");
    desk_expect(d, "nothing is found");
}

static void letters_are_keys_on_the_hits_and_text_in_the_line(void **state)
{
    struct desk *d = *state;
    struct id maria = desk_client(d, "Maria Santos", (struct date){1985, 4, 12});
    desk_signed(d, maria, calf);
    desk_show(d, &search_view, NULL);
    desk_type(d, "san");
    desk_absent(d, "marked");
    desk_keys(d, "⏎ m");
    desk_expect(d, "1 marked");
    desk_keys(d, "/ t");
    desk_expect(d, "/ sant");
    desk_keys(d, "⏎ c");
    assert_string_equal(desk_top(d), "client file");
}

static void marks_are_of_one_client(void **state)
{
    struct desk *d = *state;
    desk_signed(d, desk_client(d, "Maria Santos", (struct date){1985, 4, 12}), calf);
    desk_signed(d, desk_client(d, "Ben Okafor", (struct date){1970, 1, 2}), thigh);
    desk_show(d, &search_view, NULL);
    desk_keys(d, "⏎ m ↓ m");
    desk_expect(d, "a letter is about one client");
    desk_expect(d, "1 marked");
}

static void a_letter_is_written_once_and_for_its_owner_only(void **state)
{
    struct desk *d = *state;
    struct stat st;
    struct id maria = desk_client(d, "Maria Santos", (struct date){1985, 4, 12});
    struct letter_arg arg = {.client = maria};
    desk_signed(d, maria, calf);
    desk_show(d, &letter_view, &arg);
    desk_keys(d, "w");
    desk_expect(d, "Write to: letter-0001-2026-11-23.txt");
    desk_expect(d, "Not encrypted");
    assert_int_equal(desk_changes(d, "export"), 0);
    desk_keys(d, "⏎");
    desk_expect(d, "written, not encrypted");
    assert_int_equal(stat("letter-0001-2026-11-23.txt", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_true(st.st_size > 500);
    assert_int_equal(desk_changes(d, "export"), 1);
    desk_keys(d, "w");
    desk_expect(d, "letter-0001-2026-11-23-2.txt");
    for (int i = 0; i < 6; i++)
        desk_keys(d, "⌫");
    desk_keys(d, ".txt ⏎");
    desk_expect(d, "is there already");
    assert_int_equal(desk_changes(d, "export"), 1);
}

static void a_letter_without_a_signed_session_is_refused(void **state)
{
    struct desk *d = *state;
    struct id maria = desk_client(d, "Maria Santos", (struct date){1985, 4, 12});
    desk_show(d, &client_view, &maria);
    desk_keys(d, "L");
    assert_string_equal(desk_top(d), "client file");
    desk_expect(d, "signed session");
}

static void a_letter_in_own_words_goes_back_to_the_drafted_ones(void **state)
{
    struct desk *d = *state;
    struct id maria = desk_client(d, "Maria Santos", (struct date){1985, 4, 12});
    struct letter_arg arg = {.client = maria};
    desk_signed(d, maria, calf);
    desk_show(d, &letter_view, &arg);
    desk_keys(d, "t ^u");
    desk_type(d, "Dr Ng");
    desk_keys(d, "⏎ k k k k");
    desk_expect(d, "kind: referral · to: Dr Ng");
    desk_keys(d, "t ^u ⏎");
    desk_expect(d, "to: Dear colleague");
}

static void a_region_that_is_taken_off_stays_in_its_place_to_be_put_back(void **state)
{
    struct desk *d = *state;
    struct session_arg arg = {.client = desk_client(d, "Maria Santos", (struct date){1985, 4, 12})};
    desk_show(d, &session_view, &arg);
    desk_type(d, "l gastroc wb 3x");
    desk_keys(d, "⏎ <F2>");
    desk_expect(d, "▶[x] L calf");
    desk_keys(d, "␣");
    desk_expect(d, "▶[ ] L calf");
    desk_expect(d, "0 on");
    desk_keys(d, "␣");
    desk_expect(d, "1 on");
    desk_keys(d, "^x");
    desk_expect(d, "[x] R calf");
    desk_keys(d, "⏎");
    assert_string_equal(desk_top(d), "session");
    desk_expect(d, "Regions: R calf");
}

static void the_plan_of_another_day_is_copied_without_values(void **state)
{
    struct desk *d = *state;
    struct session_arg arg = {.client = desk_client(d, "Maria Santos", (struct date){1985, 4, 12})};
    desk_signed(d, arg.client, thigh);
    desk_signed(d, arg.client, calf);
    desk_show(d, &session_view, &arg);
    desk_keys(d, "<F3> ↓ ⏎");
    desk_expect(d, "hamstrings");
    desk_expect(d, "passive straight leg raise");
    desk_absent(d, "gastrocnemius");
    desk_absent(d, "66  ");
}

static void a_draft_that_was_put_away_comes_back(void **state)
{
    struct desk *d = *state;
    struct session_arg arg = {.client = desk_client(d, "Maria Santos", (struct date){1985, 4, 12})};
    desk_show(d, &session_view, &arg);
    desk_type(d, "l gastroc wb 3x");
    desk_keys(d, "⏎ <F1>");
    desk_type(d, "put away");
    desk_keys(d, "⏎");
    desk_show(d, &drafts_view, NULL);
    desk_expect(d, "Nothing is unsigned.");
    desk_expect(d, "Santos, Maria  #0001");
    desk_keys(d, "⏎");
    desk_absent(d, "put away");
    desk_keys(d, "⏎");
    assert_string_equal(desk_top(d), "session");
    desk_expect(d, "gastrocnemius");
}

static void help_narrows_by_typing_and_runs_what_is_chosen(void **state)
{
    struct desk *d = *state;
    desk_keys(d, "?");
    desk_expect(d, "today › Help");
    desk_type(d, "unsigned drafts");
    desk_expect(d, "▶d ");
    desk_keys(d, "⏎");
    assert_string_equal(desk_top(d), "drafts");
    desk_keys(d, "⎋ ?");
    desk_type(d, "no such words");
    desk_keys(d, "⏎");
    assert_string_equal(desk_top(d), "help");
    desk_keys(d, "⎋");
    assert_string_equal(desk_top(d), "today");
}

struct places {
    struct id client, session;
    struct session_arg form;
    struct letter_arg letter;
};

static void show(struct desk *d, const struct places *p, size_t i)
{
    switch (i) {
    case 0:
        desk_show(d, &today_view, NULL);
        return;
    case 1:
        desk_show(d, &client_pick_view, NULL);
        return;
    case 2:
        desk_show(d, &client_view, &p->client);
        return;
    case 3:
        desk_show(d, &session_view, &p->form);
        return;
    case 4:
        desk_show(d, &search_view, NULL);
        return;
    case 5:
        desk_show(d, &client_new_view, NULL);
        return;
    case 6:
        desk_show(d, &letter_view, &p->letter);
        return;
    case 7:
        desk_show(d, &drafts_view, NULL);
        return;
    case 8:
        desk_show(d, &read_view, &p->session);
        return;
    case 9:
        desk_show(d, &plans_view, &p->client);
        return;
    case 10:
        desk_show(d, &session_view, &p->form);
        desk_keys(d, "<F2>");
        return;
    default:
        desk_show(d, &session_view, &p->form);
        desk_keys(d, "^s");
        return;
    }
}

/* Locking and leaving end the screens, and asking for help has its own test. */
static bool is_tried(enum command_id id)
{
    return id != CMD_LOCK && id != CMD_QUIT && id != CMD_HELP && id != CMD_PALETTE;
}

static void nothing_that_help_lists_does_nothing(void **state)
{
    struct desk *d = *state;
    struct places p = {.client = desk_client(d, "Maria Santos", (struct date){1985, 4, 12})};
    p.session = desk_signed(d, p.client, calf);
    p.form = (struct session_arg){.client = p.client, .shape = WORK_REPEAT};
    p.letter = (struct letter_arg){.client = p.client};
    for (size_t i = 0; i < 12; i++)
        for (int id = CMD_NONE + 1; id < COMMANDS; id++) {
            show(d, &p, i);
            unsigned where = tui_top(&d->tui)->ops->where;
            if (!(command_get((enum command_id)id)->where & where) || !is_tried((enum command_id)id))
                continue;
            tui_command(&d->tui, (enum command_id)id);
            if (strstr(d->tui.message, "does nothing here"))
                fail_msg("'%s' is listed in view %zu and does nothing", command_get((enum command_id)id)->name, i);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VIEW_TEST(esc_keeps_a_registration_until_the_lock),
        VIEW_TEST(a_saved_registration_does_not_come_back),
        VIEW_TEST(a_second_file_of_a_person_takes_a_second_enter),
        VIEW_TEST(what_is_no_birth_date_stays_in_its_field),
        VIEW_TEST(the_picker_makes_a_client_of_the_name_that_was_typed),
        VIEW_TEST(enter_in_the_picker_opens_the_file_in_its_place),
        VIEW_TEST(the_timeline_is_newest_first_and_opens_the_row_of_the_cursor),
        VIEW_TEST(search_says_what_it_understood_and_keeps_the_line),
        VIEW_TEST(letters_are_keys_on_the_hits_and_text_in_the_line),
        VIEW_TEST(marks_are_of_one_client),
        VIEW_TEST(a_letter_is_written_once_and_for_its_owner_only),
        VIEW_TEST(a_letter_without_a_signed_session_is_refused),
        VIEW_TEST(a_letter_in_own_words_goes_back_to_the_drafted_ones),
        VIEW_TEST(a_region_that_is_taken_off_stays_in_its_place_to_be_put_back),
        VIEW_TEST(the_plan_of_another_day_is_copied_without_values),
        VIEW_TEST(a_draft_that_was_put_away_comes_back),
        VIEW_TEST(help_narrows_by_typing_and_runs_what_is_chosen),
        VIEW_TEST(nothing_that_help_lists_does_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
