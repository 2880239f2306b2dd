/* The stack of views without a terminal: the way of a key, opening and closing, messages and hints. */
#include "fascia/tui/tui.h"

#include "fascia/base/clock.h"
#include "tui/press.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* What happened, in order: each function of the toy views adds a word. */
static struct buf story;

static void tell(const char *what)
{
    buf_printf(&story, "%s%s", story.len > 0 ? " " : "", what);
}

static void assert_story(const char *expected)
{
    assert_string_equal(buf_text(&story), expected);
    buf_clear(&story);
}

extern const struct view_ops top_view;

static bool open_view(struct view *v, const void *arg, struct err *e)
{
    const char *what = arg;
    tell("open");
    if (what && strcmp(what, "fail") == 0)
        return err_set(e, ERR_NOT_FOUND, "there is nothing to open");
    char *copy = v->state;
    copy[0] = what ? what[0] : '-';
    return true;
}

static void draw_view(const struct view *v, struct canvas *c)
{
    canvas_printf(c, 0, 0, c->width, LOOK_TITLE, "%s %s", v->ops->name, (const char *)v->state);
    canvas_text(c, c->height - 1, 0, c->width, LOOK_TEXT, "last row");
    canvas_cursor(c, 1, 2);
}

static enum reply base_key(struct view *v, const struct key *k, struct err *e)
{
    switch (k->code) {
    case 'k':
        tell("key");
        return REPLY_DONE;
    case 'p':
        return view_push(v, &top_view, "pushed", e) ? REPLY_DONE : REPLY_FAILED;
    case 'f':
        return view_push(v, &top_view, "fail", e) ? REPLY_DONE : REPLY_FAILED;
    case 'm':
        view_say(v, "said %d", 1);
        return REPLY_DONE;
    case 'x':
        view_close(v, 0, NULL);
        return REPLY_DONE;
    default:
        return REPLY_IGNORED;
    }
}

static enum reply top_key(struct view *v, const struct key *k, struct err *e)
{
    switch (k->code) {
    case 'c':
        view_close(v, 7, arena_strdup(&v->arena, "result"));
        return REPLY_DONE;
    case 'r':
        return view_replace(v, &top_view, "Replaced", e) ? REPLY_DONE : REPLY_FAILED;
    case 'w':
        return view_replace(v, &top_view, "fail", e) ? REPLY_DONE : REPLY_FAILED;
    case 'h': /* as a palette: closes and runs a command on what is below */
        view_close(v, 0, NULL);
        tui_command(v->tui, CMD_UP);
        tell("ran");
        return REPLY_DONE;
    default:
        return REPLY_IGNORED;
    }
}

static enum reply command_view(struct view *v, enum command_id id, struct err *e)
{
    (void)v;
    if (id == CMD_UP) {
        tell("up");
        return REPLY_DONE;
    }
    if (id == CMD_MARK)
        return err_set(e, ERR_REFUSED, "cannot mark") ? REPLY_DONE : REPLY_FAILED;
    return REPLY_IGNORED;
}

static bool resume_view(struct view *v, const struct view_result *r, struct err *e)
{
    (void)v;
    (void)e;
    tell("resume");
    if (r->value == 7)
        tell(r->data);
    return true;
}

static bool leave_view(struct view *v, struct err *e)
{
    (void)e;
    tell(v->ops->name);
    return true;
}

static void close_view(struct view *v)
{
    (void)v;
    tell("close");
}

static int64_t past(const struct view *v)
{
    (void)v;
    return story.len == 0 ? 1 : -1;
}

static bool tick_view(struct view *v, struct err *e)
{
    (void)v;
    tell("tick");
    return err_set(e, ERR_FULL, "cannot save the draft");
}

static const char *top_hints(const struct view *v)
{
    (void)v;
    return "Enter:next  Tab:post  Esc:back";
}

static const struct view_ops base_view = {
    .name = "base",
    .where = IN_TODAY,
    .state_size = 8,
    .open = open_view,
    .draw = draw_view,
    .key = base_key,
    .command = command_view,
    .resume = resume_view,
    .leave = leave_view,
    .close = close_view,
};

const struct view_ops top_view = {
    .name = "top",
    .where = IN_CLIENT,
    .state_size = 8,
    .open = open_view,
    .draw = draw_view,
    .key = top_key,
    .hints = top_hints,
    .leave = leave_view,
    .close = close_view,
};

static const struct view_ops ticking_view = {
    .name = "ticking", .draw = draw_view, .state_size = 8, .deadline = past, .tick = tick_view};

static enum command_id find(const struct tui *t, unsigned where, const struct key *k)
{
    (void)t;
    if (k->code == KEYC_UP && (where & IN_TODAY))
        return CMD_UP;
    if (k->code == 'q')
        return CMD_QUIT;
    if (k->code == 'M')
        return CMD_MARK;
    return k->code == key_ctrl('l') ? CMD_REDRAW : CMD_NONE;
}

static const char *hint(const struct tui *t, unsigned where, size_t i)
{
    static const char *const hints[] = {"?:help", "Enter:open the one under the cursor",
                                        "r:repeat the plan of last time", "\xE2\x86\x91\xE2\x86\x93:move"};
    (void)t;
    (void)where;
    return i < ARRAY_LEN(hints) ? hints[i] : NULL;
}

static enum reply everywhere(struct tui *t, enum command_id id, struct err *e)
{
    (void)e;
    if (id != CMD_QUIT)
        return REPLY_IGNORED;
    t->quit = true;
    return REPLY_DONE;
}

static const struct tui_ops ops = {.find = find, .hint = hint, .command = everywhere};

static void begin(struct tui *t)
{
    struct err e;
    tui_init(t, &ops, NULL);
    assert_true(tui_push(t, &base_view, "a", &e));
    assert_story("open");
}

static void end(struct tui *t)
{
    tui_release(t);
    buf_release(&story);
}

static void press(struct tui *t, const char *keys)
{
    struct key k;
    while (press_next(&k, &keys))
        tui_key(t, &k);
}

static void assert_screen(struct tui *t, int width, int height, const char *first, const char *message,
                          const char *hints)
{
    struct canvas c = {0};
    struct buf text = {0};
    canvas_resize(&c, width, height);
    tui_draw(t, &c);
    canvas_dump_text(&text, &c);
    char *line = text.data;
    for (int y = 0; y < height; y++) {
        char *stop = strchr(line, '\n');
        *stop = '\0';
        if (y == 0)
            assert_string_equal(line, first);
        if (y == height - 3)
            assert_string_equal(line, "last row"); /* the view's own last row */
        if (y == height - 2)
            assert_string_equal(line, message);
        if (y == height - 1)
            assert_string_equal(line, hints);
        line = stop + 1;
    }
    assert_true(c.cursor && c.cursor_y == 1 && c.cursor_x == 2);
    buf_release(&text);
    canvas_release(&c);
}

static void a_key_goes_to_the_view_then_the_keymap_then_the_program(void **state)
{
    (void)state;
    struct tui t;
    begin(&t);
    press(&t, "k");
    assert_story("key");
    press(&t, "<Up>");
    assert_story("up");
    press(&t, "<^L>");
    assert_true(t.redraw);
    assert_false(t.quit);
    press(&t, "q");
    assert_true(t.quit);
    assert_int_equal(t.keys, 4);
    end(&t);
}

static void a_view_that_closes_tells_the_one_below(void **state)
{
    (void)state;
    struct tui t;
    begin(&t);
    press(&t, "p");
    assert_story("open");
    assert_string_equal(tui_top(&t)->ops->name, "top");
    press(&t, "c");
    assert_story("resume result close");
    assert_string_equal(tui_top(&t)->ops->name, "base");
    press(&t, "x");
    assert_story("close");
    assert_null(tui_top(&t));
    end(&t);
}

static void a_view_that_replaces_itself_tells_nobody(void **state)
{
    (void)state;
    struct tui t;
    begin(&t);
    press(&t, "pr");
    assert_story("open open close");
    assert_int_equal(t.depth, 2);
    assert_string_equal(tui_top(&t)->state, "R");
    press(&t, "c");
    assert_story("resume result close");
    end(&t);
}

static void a_view_that_does_not_open_changes_nothing(void **state)
{
    (void)state;
    struct tui t;
    begin(&t);
    press(&t, "f");
    assert_story("open");
    assert_int_equal(t.depth, 1);
    assert_string_equal(t.message, "there is nothing to open");
    assert_int_equal(t.message_look, LOOK_ERROR);
    press(&t, "pw");
    assert_story("open open");
    assert_int_equal(t.depth, 2);
    assert_string_equal(tui_top(&t)->state, "p");
    end(&t);
}

static void the_stack_has_an_end(void **state)
{
    (void)state;
    struct tui t;
    struct err e;
    begin(&t);
    for (int i = 1; i < TUI_DEPTH_MAX; i++)
        assert_true(tui_push(&t, &base_view, "b", &e));
    assert_false(tui_push(&t, &base_view, "c", &e));
    assert_int_equal(t.depth, TUI_DEPTH_MAX);
    end(&t);
}

static void a_palette_may_close_and_run_a_command_below(void **state)
{
    (void)state;
    struct tui t;
    begin(&t);
    press(&t, "ph");
    assert_story("open up ran resume close");
    end(&t);
}

static void messages_last_until_the_next_key(void **state)
{
    (void)state;
    struct tui t;
    begin(&t);
    press(&t, "m");
    assert_screen(&t, 80, 24, "base a", " said 1",
                  " ?:help  Enter:open the one under the cursor  r:repeat the plan of last time");
    press(&t, "M");
    assert_string_equal(t.message, "cannot mark");
    press(&t, "k");
    assert_string_equal(t.message, "");
    press(&t, "z");
    assert_string_equal(t.message, "z does nothing here");
    struct key focus = {.code = KEYC_FOCUS_OUT};
    tui_key(&t, &focus); /* is no key: nobody pressed it */
    assert_string_equal(t.message, "z does nothing here");
    end(&t);
}

static void hints_that_do_not_fit_are_dropped_from_the_right(void **state)
{
    (void)state;
    struct tui t;
    begin(&t);
    assert_screen(
        &t, 120, 24, "base a", "",
        " ?:help  Enter:open the one under the cursor  r:repeat the plan of last time  \xE2\x86\x91\xE2\x86\x93:move");
    assert_screen(&t, 60, 18, "base a", "", " ?:help  Enter:open the one under the cursor");
    press(&t, "p");
    assert_screen(&t, 60, 18, "top p", "", " Enter:next  Tab:post  Esc:back");
    end(&t);
}

static void a_screen_that_is_too_small_takes_no_keys(void **state)
{
    (void)state;
    struct tui t;
    struct canvas c = {0};
    begin(&t);
    for (int width = 1; width < 60; width++) {
        canvas_resize(&c, width, 1 + width % 17);
        tui_draw(&t, &c);
    }
    press(&t, "kpx");
    assert_story("");
    assert_int_equal(t.depth, 1);
    canvas_resize(&c, TUI_COLUMNS_MIN, TUI_ROWS_MIN);
    tui_draw(&t, &c);
    press(&t, "k");
    assert_story("key");
    canvas_release(&c);
    end(&t);
}

static void deadlines_of_all_views_count_and_failures_are_said(void **state)
{
    (void)state;
    struct tui t;
    struct err e;
    begin(&t);
    assert_int_equal(tui_deadline(&t), -1);
    assert_true(tui_push(&t, &ticking_view, NULL, &e));
    assert_true(tui_push(&t, &top_view, "above", &e));
    buf_clear(&story);
    assert_int_equal(tui_deadline(&t), 1);
    tui_tick(&t);
    assert_story("tick");
    assert_string_equal(t.message, "cannot save the draft");
    end(&t);
}

static void leaving_asks_every_view_top_first(void **state)
{
    (void)state;
    struct tui t;
    begin(&t);
    press(&t, "p");
    buf_clear(&story);
    tui_leave(&t);
    assert_story("top base");
    tui_release(&t);
    assert_story("close close");
    buf_release(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_goes_to_the_view_then_the_keymap_then_the_program),
        cmocka_unit_test(a_view_that_closes_tells_the_one_below),
        cmocka_unit_test(a_view_that_replaces_itself_tells_nobody),
        cmocka_unit_test(a_view_that_does_not_open_changes_nothing),
        cmocka_unit_test(the_stack_has_an_end),
        cmocka_unit_test(a_palette_may_close_and_run_a_command_below),
        cmocka_unit_test(messages_last_until_the_next_key),
        cmocka_unit_test(hints_that_do_not_fit_are_dropped_from_the_right),
        cmocka_unit_test(a_screen_that_is_too_small_takes_no_keys),
        cmocka_unit_test(deadlines_of_all_views_count_and_failures_are_said),
        cmocka_unit_test(leaving_asks_every_view_top_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
