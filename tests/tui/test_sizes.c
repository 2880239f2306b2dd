/*
 * Every screen that is no session form, on the narrowest terminal, the usual one and a large one: text and looks,
 * compared with tests/tui/golden/NAME. After a change that is meant, FASCIA_ACCEPT=1 writes them anew; the diff is the
 * review.
 */
#include "desk.h"

#include "support/golden.h"

#include <stdio.h>

#define SIZE_TEST(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)

static void look_at(struct desk *d, const char *name)
{
    static const struct {
        int width, height;
    } sizes[] = {{TUI_COLUMNS_MIN, TUI_ROWS_MIN}, {80, 24}, {120, 40}};
    struct buf all = {0};
    char file[64];
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        desk_resize(d, sizes[i].width, sizes[i].height);
        buf_printf(&all, "== %dx%d\n%s--\n", sizes[i].width, sizes[i].height, desk_text(d));
        canvas_dump_looks(&all, &d->screen);
    }
    (void)snprintf(file, sizeof(file), "tui/golden/%s", name);
    golden_check(file, buf_text(&all));
    buf_release(&all);
}

static const char *const calf[] = {"l ktw 9.5>11",
                                   "l slr 70>80",
                                   "l calf tight 2>1",
                                   "nprs 4>3",
                                   "l gastroc wb 3x",
                                   "l soleus a 3x",
                                   "l ham p 60s @4",
                                   "hw drops 2x15",
                                   ": ran 4 km without stopping",
                                   NULL};
static const char *const thigh[] = {"r slr 58>66", "r ham p 90s", NULL};

/* Maria Santos with two sessions, Åse Lindqvist with one, and a long name. */
static struct id furnish(struct desk *d)
{
    struct id maria = desk_client(d, "Maria Santos", (struct date){1985, 4, 12});
    struct id ase = desk_client(d, "Åse Lindqvist", (struct date){1990, 1, 2});
    desk_client(d, "Maximiliano Castellanos-Figueroa y Sandoval", (struct date){1979, 6, 8});
    desk_signed(d, maria, thigh);
    desk_signed(d, maria, calf);
    desk_signed(d, ase, thigh);
    return maria;
}

static void first_run(void **state)
{
    struct desk *d = *state;
    desk_keys(d, "Harbour ⇥ Ana ⇥ short ⏎");
    look_at(d, "first_run");
}

static void unlock(void **state)
{
    struct desk *d = *state;
    desk_keys(d, "<F12> velvet");
    look_at(d, "unlock");
}

static void today(void **state)
{
    struct desk *d = *state;
    furnish(d);
    desk_show(d, &today_view, NULL);
    desk_keys(d, "↓");
    look_at(d, "today");
}

static void find_client(void **state)
{
    struct desk *d = *state;
    furnish(d);
    desk_show(d, &client_pick_view, NULL);
    look_at(d, "find_client");
}

static void new_client(void **state)
{
    struct desk *d = *state;
    desk_show(d, &client_new_view, NULL);
    desk_type(d, "Maria Santos");
    desk_keys(d, "⇥ 120485 ⇥ ␣");
    look_at(d, "new_client");
}

static void client_file(void **state)
{
    struct desk *d = *state;
    struct id maria = furnish(d);
    desk_show(d, &client_view, &maria);
    desk_keys(d, "m");
    look_at(d, "client_file");
}

static void read_only(void **state)
{
    struct desk *d = *state;
    struct id maria = furnish(d);
    desk_show(d, &client_view, &maria);
    desk_keys(d, "⏎");
    look_at(d, "read_only");
}

static void search(void **state)
{
    struct desk *d = *state;
    furnish(d);
    desk_show(d, &search_view, NULL);
    desk_type(d, "r ham");
    desk_keys(d, "⏎ ↓ m");
    look_at(d, "search");
}

static void letter(void **state)
{
    struct desk *d = *state;
    struct letter_arg arg = {.client = furnish(d)};
    desk_show(d, &letter_view, &arg);
    desk_keys(d, "w");
    look_at(d, "letter");
}

static void drafts(void **state)
{
    struct desk *d = *state;
    struct session_arg arg = {.client = furnish(d), .shape = WORK_REPEAT};
    desk_show(d, &session_view, &arg);
    desk_keys(d, "10 ⏎ ⎋");
    desk_show(d, &drafts_view, NULL);
    look_at(d, "drafts");
}

static void plans(void **state)
{
    struct desk *d = *state;
    struct id maria = furnish(d);
    desk_show(d, &plans_view, &maria);
    look_at(d, "plans");
}

static void regions(void **state)
{
    struct desk *d = *state;
    struct session_arg arg = {.client = furnish(d), .shape = WORK_REPEAT};
    desk_show(d, &session_view, &arg);
    desk_keys(d, "<F2> ↓ ␣");
    look_at(d, "regions");
}

static void help(void **state)
{
    struct desk *d = *state;
    struct session_arg arg = {.client = furnish(d)};
    desk_show(d, &session_view, &arg);
    desk_keys(d, "?");
    look_at(d, "help");
}

static void signing(void **state)
{
    struct desk *d = *state;
    struct session_arg arg = {.client = furnish(d), .shape = WORK_REPEAT};
    desk_show(d, &session_view, &arg);
    desk_keys(d, "10 ⏎ ^s");
    look_at(d, "signing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(first_run, desk_setup_empty, desk_teardown),
        SIZE_TEST(unlock),
        SIZE_TEST(today),
        SIZE_TEST(find_client),
        SIZE_TEST(new_client),
        SIZE_TEST(client_file),
        SIZE_TEST(read_only),
        SIZE_TEST(search),
        SIZE_TEST(letter),
        SIZE_TEST(drafts),
        SIZE_TEST(plans),
        SIZE_TEST(regions),
        SIZE_TEST(help),
        SIZE_TEST(signing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
