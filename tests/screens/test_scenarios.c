/*
 * The promises about keystrokes, kept by counting the keys that are really sent. Each scenario ends by looking at the
 * record through the command line: a short way that did not do the whole job would be none.
 */
#include "screens/fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' is not in:\n%s", part, text);
}

/* (a) A new client, four findings, three releases (one of each type), four retests, signed. */
static void a_first_session_takes_at_most_125_keys(void **state)
{
    struct clinic *p = screen_clinic(state);
    struct harness *h = clinic_open(p);
    harness_script_text(h, "scenario a",
                        "expect \"Today\"\n"
                        "count reset\n"
                        "keys n Clara␣Novak⇥120485⇥␣⏎\n"
                        "expect \"Novak, Clara\"\n"
                        "keys l␣ktw␣10.5⏎ l␣slr␣78⏎ nprs␣3⏎ l␣calf␣tight␣2⏎\n"
                        "keys l␣gastroc␣wb␣3x⏎ l␣soleus␣a␣3x⏎ l␣ham␣p␣60s⏎\n"
                        "keys ⇥11.5⏎84⏎1⏎2⏎\n"
                        "keys ^S⏎\n"
                        "expect \"signed Novak, Clara\"\n"
                        "count <= 125\n");
    harness_stop(h);
    const char *json = CLINIC_RUN(p, "session", "list", "--client", "novak", "--json");
    assert_has(json, "\"status\":\"signed\"");
    const char *text = CLINIC_RUN(p, "find", "novak", "ktw");
    char id[37];
    assert_int_equal(sscanf(text, "%*s %36s", id), 1);
    const char *shown = CLINIC_RUN(p, "session", "show", id);
    static const char *const parts[] = {"10.5 cm before, 11.5 cm after",
                                        "78° before, 84° after",
                                        "3 of 10 before, 1 of 10 after",
                                        "Weight-bearing release of the left gastrocnemius",
                                        "Active release of the left soleus",
                                        "Passive release of the left hamstrings",
                                        "Consent",
                                        "No adverse reaction"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_has(shown, parts[i]);
}

/* (b) The plan of the last session again, four values before and four after, signed. */
static void a_repeated_session_takes_at_most_30_keys(void **state)
{
    struct clinic *p = screen_clinic(state);
    struct harness *h = clinic_open(p);
    harness_script_text(h, "scenario b",
                        "expect \"Today\"\n"
                        "expect \"▶10:00 Santos, Maria\"\n"
                        "count reset\n"
                        "keys r 10.5⏎78⏎2⏎3⏎ ⇥ 11.5⏎84⏎1⏎2⏎ ^S⏎\n"
                        "expect \"signed Santos, Maria\"\n"
                        "count <= 30\n");
    harness_stop(h);
    const char *text = CLINIC_RUN(p, "find", "santos", "nov", "2026", "--json");
    assert_has(text, "2026-11-23");
    text = CLINIC_RUN(p, "progress", "santos");
    assert_has(text, "11.5");
    assert_has(text, "84");
    CLINIC_RUN(p, "record", "verify");
}

static size_t letters_in(const char *folder)
{
    DIR *d = opendir(folder);
    size_t found = 0;
    assert_non_null(d);
    for (struct dirent *entry; (entry = readdir(d)) != NULL;)
        found += strstr(entry->d_name, ".txt") != NULL;
    closedir(d);
    return found;
}

/* (c) The sessions on the right hamstrings in March, and a letter about them. */
static void a_search_and_its_letter_take_at_most_20_keys(void **state)
{
    struct clinic *p = screen_clinic(state);
    size_t before = letters_in(p->root);
    struct harness *h = clinic_open(p);
    harness_script_text(h, "scenario c",
                        "expect \"Today\"\n"
                        "count reset\n"
                        "keys /\n"
                        "keys san␣r␣ham␣mar⏎\n"
                        "expect \"2 hits\"\n"
                        "expect \"18 Mar 2026\"\n"
                        "keys L\n"
                        "expect \"Letter\"\n"
                        "keys w⏎\n"
                        "expect \"written, not encrypted\"\n"
                        "count <= 20\n");
    harness_stop(h);
    assert_int_equal(letters_in(p->root), before + 1);
}

/* (c) as it stands in the promise: without a name. */
static void a_search_without_a_name_finds_the_same(void **state)
{
    struct clinic *p = screen_clinic(state);
    size_t before = letters_in(p->root);
    struct harness *h = clinic_open(p);
    harness_script_text(h, "scenario c, r ham mar",
                        "count reset\n"
                        "keys /r␣ham␣mar⏎\n"
                        "expect \"2 hits\"\n"
                        "keys Lw⏎\n"
                        "expect \"written, not encrypted\"\n"
                        "count <= 20\n");
    harness_stop(h);
    assert_int_equal(letters_in(p->root), before + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_session_takes_at_most_125_keys),
        cmocka_unit_test(a_repeated_session_takes_at_most_30_keys),
        cmocka_unit_test(a_search_and_its_letter_take_at_most_20_keys),
        cmocka_unit_test(a_search_without_a_name_finds_the_same),
    };
    return screen_run(tests);
}
