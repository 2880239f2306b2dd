/*
 * No practice yet: its name, who you are, a passphrase twice. Then the recovery key is shown, once, and two of its
 * groups are typed back from paper with the key out of sight, because a key that was not written down is no key. Then
 * Today.
 *
 * Passphrase and recovery key live in guarded memory only. Making the keys takes a second on purpose; it is said first
 * and done by the next tick.
 */
#include "fascia/app/practice.h"
#include "fascia/base/clock.h"
#include "fascia/base/secret.h"
#include "fascia/trust/passphrase.h"
#include "fascia/tui/form.h"
#include "fascia/tui/tui.h"
#include "fascia/tui/views.h"

#include <string.h>

enum stage { STAGE_FORM, STAGE_KEY, STAGE_DRILL };

enum { GROUP_LIMIT = 40 };

static const int drill[] = {2, 7}; /* the groups that are typed back */

struct first_state {
    struct form form;
    enum stage stage;
    bool busy; /* the next tick makes the practice */
    bool warned;
    const char *folder;
    char *recovery; /* guarded; NULL before the practice is made */
    char owner_check[9];
    struct line_edit group;
    size_t asked; /* index into drill */
};

static struct first_state *state(const struct view *v)
{
    return v->state;
}

static bool check_passphrase(const struct form *f, const char *text, struct err *e)
{
    struct arena scratch = {0};
    const char *user = form_text(f, "user");
    const char *names[] = {form_text(f, "practice"), user, login_suggest(user, &scratch)};
    bool ok = passphrase_check(text, strlen(text), names, ARRAY_LEN(names), e);
    arena_release(&scratch);
    return ok;
}

static bool check_again(const struct form *f, const char *text, struct err *e)
{
    return strcmp(text, form_text(f, "passphrase")) == 0 ||
           err_set(e, ERR_INVALID, "not the same as above: ^R shows what is typed");
}

static const struct field fields[] = {
    {.id = "practice",
     .label = "Practice",
     .kind = FIELD_TEXT,
     .required = true,
     .limit = 100,
     .hint = "its name, as on a letter"},
    {.id = "user", .label = "Your name", .kind = FIELD_TEXT, .required = true, .limit = 100, .hint = "as you sign"},
    {.id = "passphrase",
     .label = "Passphrase",
     .kind = FIELD_SECRET,
     .required = true,
     .limit = PASSPHRASE_MAX,
     .hint = "12 characters or more; four words are good",
     .check = check_passphrase},
    {.id = "again",
     .label = "The same again",
     .kind = FIELD_SECRET,
     .required = true,
     .limit = PASSPHRASE_MAX,
     .check = check_again},
};

static bool first_open(struct view *v, const void *arg, struct err *e)
{
    struct first_state *s = state(v);
    (void)arg;
    (void)e;
    form_init(&s->form, &v->arena, fields, ARRAY_LEN(fields), instant_date(clock_now()), NULL);
    line_edit_init(&s->group, NULL, GROUP_LIMIT, true);
    s->group.reveal = true;
    return true;
}

static void draw_form(const struct first_state *s, struct canvas *c)
{
    canvas_text(c, 0, 1, c->width - 2, LOOK_TITLE, "fascia  a new practice");
    canvas_wrap(
        c, 2, 1, 3, c->width - 2, LOOK_TEXT,
        "Everything stays on this machine, encrypted. Nobody can open it without the passphrase or the recovery "
        "key that comes next.");
    int y = 6 + form_draw(&s->form, c, 6, 1, c->height - 9, c->width - 2);
    if (s->busy)
        canvas_text(c, y + 1, 1, c->width - 2, LOOK_TEXT, "making the keys and the practice ...");
}

static void draw_key(const struct first_state *s, struct canvas *c)
{
    canvas_text(c, 0, 1, c->width - 2, LOOK_TITLE, "fascia  the recovery key");
    canvas_wrap(
        c, 2, 1, 3, c->width - 2, LOOK_TEXT,
        "This opens the practice when the passphrase is lost. It is shown only now. Write it on paper, and keep "
        "the paper away from this machine.");
    for (int i = 0; i < RECOVERY_GROUPS; i++) {
        int y = 6 + i / 4 * 2;
        int x = 2 + i % 4 * 14;
        canvas_printf(c, y, x, 2, LOOK_DIM, "%d", i + 1);
        canvas_printf(c, y, x + 2, RECOVERY_GROUP_LEN, LOOK_TEXT, "%.*s", RECOVERY_GROUP_LEN,
                      s->recovery + i * (RECOVERY_GROUP_LEN + 1));
    }
    canvas_printf(c, 10, 2, c->width - 3, LOOK_DIM, "Owner check %s (write it beside the key)", s->owner_check);
    canvas_text(c, 12, 1, c->width - 2, LOOK_FOCUS, "Enter: it is on paper");
    canvas_cursor(c, 12, 1);
}

static void draw_drill(const struct first_state *s, struct canvas *c)
{
    canvas_text(c, 0, 1, c->width - 2, LOOK_TITLE, "fascia  the recovery key");
    canvas_text(c, 2, 1, c->width - 2, LOOK_TEXT, "Two groups from your paper, to be sure that it can be read.");
    for (size_t i = 0; i <= s->asked && i < ARRAY_LEN(drill); i++) {
        int y = 4 + (int)i * 2;
        int x = 1 + canvas_printf(c, y, 1, 20, LOOK_LABEL, "Type group %d: ", drill[i]);
        if (i < s->asked)
            canvas_text(c, y, x, c->width - x, LOOK_TEXT, "✓ right");
        else
            line_edit_draw(&s->group, c, y, x, 20, LOOK_FOCUS, true);
    }
    canvas_text(c, 9, 1, c->width - 2, LOOK_DIM, "Esc shows the key once more.");
}

static void first_draw(const struct view *v, struct canvas *c)
{
    const struct first_state *s = state(v);
    switch (s->stage) {
    case STAGE_FORM:
        draw_form(s, c);
        return;
    case STAGE_KEY:
        draw_key(s, c);
        return;
    case STAGE_DRILL:
        draw_drill(s, c);
        return;
    }
}

static bool make(struct view *v, struct err *e)
{
    struct first_state *s = state(v);
    const char *passphrase = form_text(&s->form, "passphrase");
    struct practice_new want = {.name = form_text(&s->form, "practice"),
                                .user_name = form_text(&s->form, "user"),
                                .passphrase = passphrase,
                                .passphrase_len = strlen(passphrase)};
    want.login = login_suggest(want.user_name, &v->arena);
    s->busy = false;
    if (!app_default_folder(&want.folder, want.name, &v->arena, e))
        return false;
    char *recovery = secret_alloc(RECOVERY_TEXT);
    if (!practice_create(v->app, recovery, s->owner_check, &want, e)) {
        secret_free(recovery);
        return false;
    }
    s->recovery = recovery;
    s->folder = want.folder;
    form_set_text(&s->form, "passphrase", "");
    form_set_text(&s->form, "again", "");
    s->stage = STAGE_KEY;
    return true;
}

static void wipe_recovery(struct first_state *s)
{
    secret_free(s->recovery);
    s->recovery = NULL;
}

static enum reply done(struct view *v, struct err *e)
{
    struct first_state *s = state(v);
    if (!view_replace(v, &today_view, NULL, e))
        return REPLY_FAILED;
    wipe_recovery(s);
    view_say(v, "the practice is made · n registers the first client");
    return REPLY_DONE;
}

static enum reply answer(struct view *v, struct err *e)
{
    struct first_state *s = state(v);
    uint8_t *key = secret_alloc(KEY_BYTES);
    bool right = s->asked < ARRAY_LEN(drill) && recovery_parse(key, s->recovery, e) &&
                 recovery_group_matches(key, drill[s->asked], line_edit_text(&s->group));
    secret_free(key);
    if (right) {
        s->asked++;
        line_edit_set(&s->group, "");
    } else if (s->asked < ARRAY_LEN(drill)) {
        view_say(v, "that is not group %d: look again, Esc shows the key once more", drill[s->asked]);
        return REPLY_DONE;
    }
    return s->asked == ARRAY_LEN(drill) ? done(v, e) : REPLY_DONE;
}

static enum reply form_stage(struct view *v, const struct key *k)
{
    struct first_state *s = state(v);
    size_t focus = s->form.focus;
    if (k->code == '?' && fields[focus].kind == FIELD_TEXT && !form_text(&s->form, fields[focus].id)[0])
        return REPLY_IGNORED; /* nothing is typed: the key is a command */
    switch (form_key(&s->form, k)) {
    case FORM_IGNORED:
        return REPLY_IGNORED;
    case FORM_CHANGED:
        return REPLY_DONE;
    case FORM_DONE:
        s->busy = form_check(&s->form);
        return REPLY_DONE;
    }
    BUG("form event");
}

static enum reply drill_stage(struct view *v, const struct key *k, struct err *e)
{
    struct first_state *s = state(v);
    if (k->code == KEYC_ENTER)
        return answer(v, e);
    if (k->code != KEYC_ESC)
        return line_edit_key(&s->group, k) ? REPLY_DONE : REPLY_IGNORED;
    s->stage = STAGE_KEY;
    return REPLY_DONE;
}

static enum reply first_key(struct view *v, const struct key *k, struct err *e)
{
    struct first_state *s = state(v);
    if (k->code == KEYC_FOCUS_IN || k->code == KEYC_FOCUS_OUT)
        return REPLY_IGNORED;
    if (k->code != key_ctrl('c'))
        s->warned = false;
    if (s->busy)
        return REPLY_DONE; /* one key too many while it works: there is no field that it could be for */
    if (s->stage == STAGE_FORM)
        return form_stage(v, k);
    if (s->stage == STAGE_DRILL)
        return drill_stage(v, k, e);
    if (k->code != KEYC_ENTER)
        return REPLY_IGNORED;
    s->stage = STAGE_DRILL;
    return REPLY_DONE;
}

/* The practice is there already, but its recovery key would never be seen again. */
static enum reply quit(struct view *v)
{
    struct first_state *s = state(v);
    if (!s->recovery || s->warned) {
        v->tui->quit = true;
        return REPLY_DONE;
    }
    s->warned = true;
    view_say(v, "the recovery key is not shown again: ^C once more leaves");
    return REPLY_DONE;
}

static enum reply first_command(struct view *v, enum command_id id, struct err *e)
{
    struct first_state *s = state(v);
    (void)e;
    switch (id) {
    case CMD_FORM_SAVE:
        if (s->stage == STAGE_FORM)
            s->busy = form_check(&s->form);
        return REPLY_DONE;
    case CMD_QUIT:
        return quit(v);
    default:
        return REPLY_IGNORED;
    }
}

static int64_t first_deadline(const struct view *v)
{
    return state(v)->busy ? clock_monotonic_ms() : -1;
}

static bool first_tick(struct view *v, struct err *e)
{
    return !state(v)->busy || make(v, e);
}

static const char *first_hints(const struct view *v)
{
    static const char *const hints[] = {
        [STAGE_FORM] = "F1:help  Enter:next, then make it  Tab:next field  ^R:show passphrase  ^C:quit",
        [STAGE_KEY] = "?:help  Enter:it is on paper  ^C:quit",
        [STAGE_DRILL] = "F1:help  Enter:check  Esc:show the key once more  ^C:quit"};
    return hints[state(v)->stage];
}

static void first_close(struct view *v)
{
    struct first_state *s = state(v);
    form_release(&s->form);
    line_edit_release(&s->group);
    wipe_recovery(s);
}

const struct view_ops first_run_view = {
    .name = "first run",
    .where = IN_FIRST_RUN,
    .state_size = sizeof(struct first_state),
    .open = first_open,
    .draw = first_draw,
    .key = first_key,
    .command = first_command,
    .deadline = first_deadline,
    .tick = first_tick,
    .hints = first_hints,
    .close = first_close,
};
