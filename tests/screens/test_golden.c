/*
 * The screens as people see them at 80x24: text, looks and cursor, compared with tests/screens/NAME.screen. After a
 * change that is meant, FASCIA_ACCEPT=1 writes them anew; the diff is then the review.
 */
#include "screens/fixture.h"

#include <stddef.h>

/* The form counts seconds; what a slow machine needs is not part of the picture. */
static void open_screens(void **state, const char *const *arguments)
{
    struct screen_fixture *f = screen_fixture(state);
    f->h = practice_open_as(&f->practice, arguments, 80, 24);
    harness_mask(f->h, "#:## · ");
}

static void look(void **state, const char *name, const char *script)
{
    open_screens(state, (const char *const[]){"--no-lock", NULL});
    harness_script_text(screen_fixture(state)->h, name, script);
    harness_golden(screen_fixture(state)->h, name);
}

/* The next test finds no draft: this one is put away through the list of commands. */
static void look_at_form(void **state, const char *name, const char *script, const char *back)
{
    look(state, name, script);
    harness_script_text(screen_fixture(state)->h, name, back);
    harness_script_text(screen_fixture(state)->h, name, "keys ?discard⏎\nexpect \"draft put away\"");
}

static void today(void **state)
{
    look(state, "today", "expect \"Today\"");
}

static void help(void **state)
{
    look(state, "help", "keys ?");
}

static void client_picker(void **state)
{
    look(state, "client_picker", "keys fsan");
}

static void client_file(void **state)
{
    look(state, "client_file", "keys ⏎\nexpect \"18 Mar 2026\"");
}

static void search(void **state)
{
    look(state, "search", "keys /san␣r␣ham␣mar⏎\nexpect \"2 hits\"");
}

static void letter(void **state)
{
    look(state, "letter", "keys /san␣r␣ham␣mar⏎L\nexpect \"Letter\"");
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
    struct screen_fixture *f = screen_fixture(state);
    f->practice.more = "FASCIA_PASSPHRASE_FILE=";
    open_screens(state, NULL);
    f->practice.more = NULL;
    harness_golden(f->h, "unlock");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        screen_test(today),         screen_test(help),
        screen_test(client_picker), screen_test(client_file),
        screen_test(search),        screen_test(letter),
        screen_test(session_form),  screen_test(session_form_with_an_ambiguous_line),
        screen_test(sign_summary),  screen_test(unlock),
    };
    return screen_run(tests);
}
