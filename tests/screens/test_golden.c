/*
 * The screens as people see them at 80x24: text, looks and cursor, compared with tests/screens/NAME.screen. After a
 * change that is meant, FASCIA_ACCEPT=1 writes them anew; the diff is then the review.
 */
#include "screens/fixture.h"

/* The form counts seconds; what a slow machine needs is not part of the picture. */
static struct harness *open_screens(void **state, const char *const *arguments)
{
    struct harness *h = clinic_open_as(screen_clinic(state), arguments, 80, 24);
    harness_mask(h, "#:## · ");
    return h;
}

static struct harness *look(void **state, const char *name, const char *script)
{
    struct harness *h = open_screens(state, (const char *const[]){"--no-lock", NULL});
    harness_script_text(h, name, script);
    harness_golden(h, name);
    return h;
}

static void look_at(void **state, const char *name, const char *script)
{
    harness_stop(look(state, name, script));
}

/* The next test finds no draft: this one is put away through the list of commands. */
static void look_at_form(void **state, const char *name, const char *script, const char *back)
{
    struct harness *h = look(state, name, script);
    harness_script_text(h, name, back);
    harness_script_text(h, name, "keys ?discard⏎\nexpect \"draft put away\"");
    harness_stop(h);
}

static void today(void **state)
{
    look_at(state, "today", "expect \"Today\"");
}

static void help(void **state)
{
    look_at(state, "help", "keys ?");
}

static void client_picker(void **state)
{
    look_at(state, "client_picker", "keys fsan");
}

static void client_file(void **state)
{
    look_at(state, "client_file", "keys ⏎\nexpect \"18 Mar 2026\"");
}

static void search(void **state)
{
    look_at(state, "search", "keys /san␣r␣ham␣mar⏎\nexpect \"2 hits\"");
}

static void letter(void **state)
{
    look_at(state, "letter", "keys /san␣r␣ham␣mar⏎L\nexpect \"Letter\"");
}

static void session_form(void **state)
{
    look_at_form(state, "session_form", "keys r10.5⏎78⏎\nexpect \"78\"", "");
}

static void session_form_with_an_ambiguous_line(void **state)
{
    look_at_form(state, "session_form_ambiguous", "keys s l␣ktw␣9.5⏎ l␣ta␣a␣3x⏎", "keys ⎋⎋");
}

static void sign_summary(void **state)
{
    look_at_form(state, "sign", "keys r 10.5⏎78⏎2⏎3⏎ ⇥11.5⏎84⏎1⏎2⏎ ^S\nexpect \"Enter:\"", "keys ⎋");
}

static void unlock(void **state)
{
    struct clinic *p = screen_clinic(state);
    p->more = "FASCIA_PASSPHRASE_FILE=";
    struct harness *h = open_screens(state, NULL);
    p->more = NULL;
    harness_golden(h, "unlock");
    harness_stop(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(today),         cmocka_unit_test(help),
        cmocka_unit_test(client_picker), cmocka_unit_test(client_file),
        cmocka_unit_test(search),        cmocka_unit_test(letter),
        cmocka_unit_test(session_form),  cmocka_unit_test(session_form_with_an_ambiguous_line),
        cmocka_unit_test(sign_summary),  cmocka_unit_test(unlock),
    };
    return screen_run(tests);
}
