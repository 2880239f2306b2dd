/*
 * The door: which practice, who, and the passphrase. It stands in front of the whole program at the start, and over
 * whatever was open after a lock. Then the same person comes back to where they were; for anybody else all that is
 * closed first.
 *
 * Opening takes half a second on purpose, so it is said before it is done: Enter only asks for it, the next tick does
 * it.
 */
#include "fascia/base/clock.h"
#include "fascia/trust/passphrase.h"
#include "fascia/trust/tries.h"
#include "fascia/tui/line_edit.h"
#include "fascia/tui/tui.h"
#include "fascia/tui/views.h"

#include <string.h>

struct unlock_state {
    bool from_lock;
    struct id before; /* who was in when it was locked; null at the start */
    const char *place;
    const char **logins;
    size_t logins_len, login;
    struct line_edit passphrase;
    bool busy;     /* the next tick unlocks */
    size_t failed; /* tries that are not in the record yet */
};

static struct unlock_state *state(const struct view *v)
{
    return v->state;
}

static const char *base_name(const char *folder)
{
    const char *slash = strrchr(folder, '/');
    return slash && slash[1] ? slash + 1 : folder;
}

/* A file of tries that cannot be read must not keep anybody out. */
static size_t count_tries(const struct app *a)
{
    struct arena scratch = {0};
    struct tries tries = {0};
    struct err ignored = {0};
    size_t failed = tries_list(&tries, a->folder, &scratch, &ignored) ? tries.len : 0;
    arena_release(&scratch);
    return failed;
}

static void choose_login(struct unlock_state *s, const char *login)
{
    for (size_t i = 0; i < s->logins_len; i++)
        if (!strcmp(s->logins[i], login))
            s->login = i;
}

static bool unlock_open(struct view *v, const void *arg, struct err *e)
{
    struct unlock_state *s = state(v);
    if (!app_logins(&s->logins, &s->logins_len, v->app, &v->arena, e))
        return false;
    if (s->logins_len == 0)
        return err_set(e, ERR_DAMAGED, "nobody can unlock '%s': restore its file 'keyslots' from a backup",
                       v->app->folder);
    s->from_lock = arg && *(const bool *)arg;
    s->before = v->app->keys.user;
    s->place = base_name(v->app->folder);
    s->failed = count_tries(v->app);
    choose_login(s, v->app->keys.login);
    line_edit_init(&s->passphrase, NULL, PASSPHRASE_MAX, true);
    return true;
}

static void unlock_draw(const struct view *v, struct canvas *c)
{
    const struct unlock_state *s = state(v);
    int y = c->height / 2 - 5;
    int x = c->width >= 80 ? 17 : 8;
    int value = x + 12;
    canvas_text(c, 0, 1, c->width / 2, LOOK_TITLE, "fascia");
    canvas_text_right(c, 0, c->width - 1, 20, LOOK_DIM, s->from_lock ? "locked" : "v" FASCIA_VERSION);
    canvas_text(c, y, value, c->width - value, LOOK_TITLE, "f a s c i a");
    canvas_text(c, y + 2, x, 11, LOOK_LABEL, "Practice");
    canvas_text(c, y + 2, value, c->width - value - 1, LOOK_TEXT, s->place);
    canvas_text(c, y + 3, x, 11, LOOK_LABEL, "Therapist");
    canvas_printf(c, y + 3, value, c->width - value - 1, LOOK_TEXT, "%s%s", s->logins[s->login],
                  s->logins_len > 1 ? "   (Tab: another)" : "");
    canvas_text(c, y + 4, x, 11, LOOK_LABEL, "Passphrase");
    line_edit_draw(&s->passphrase, c, y + 4, value, c->width - value - 2, LOOK_FOCUS, !s->busy);
    if (s->busy)
        canvas_text(c, y + 6, value, c->width - value, LOOK_TEXT, "unlocking ...");
    else if (s->failed)
        canvas_printf(c, y + 6, value, c->width - value, LOOK_ALERT, "%zu failed %s since the last unlock", s->failed,
                      s->failed == 1 ? "try" : "tries");
    canvas_text(c, y + 8, x, c->width - x - 1, LOOK_DIM,
                s->from_lock ? "What was open is still there; drafts are saved." : "Locks by itself after 5 minutes.");
}

/* Somebody else's screens are none of this person's business. They were saved before the lock. */
static bool start_afresh(struct view *v, struct err *e)
{
    struct tui *t = v->tui;
    if (!view_replace(v, &today_view, NULL, e))
        return false;
    for (size_t i = 0; i < t->depth && t->stack[i] != v; i++)
        view_close(t->stack[i], 0, NULL);
    return true;
}

static bool enter(struct view *v, struct err *e)
{
    struct unlock_state *s = state(v);
    bool back = s->from_lock && id_equal(s->before, v->app->user.id);
    if (back)
        view_close(v, 0, NULL);
    else if (!start_afresh(v, e))
        return false;
    if (v->app->rolled_back)
        view_say(v, "this record is OLDER than it was on this machine before: do 'fascia record verify'");
    else if (v->app->keyslots_from_copy)
        view_say(v, "the file 'keyslots' was damaged: its copy was used");
    else if (s->failed)
        view_say(v, "%zu failed %s before this one: they are in the record", s->failed,
                 s->failed == 1 ? "try" : "tries");
    return true;
}

static bool unlock_now(struct view *v, struct err *e)
{
    struct unlock_state *s = state(v);
    const char *passphrase = line_edit_text(&s->passphrase);
    s->busy = false;
    if (v->app->store) /* open already: only the next screen could not be shown */
        return enter(v, e);
    bool ok = app_unlock(v->app, s->logins[s->login], passphrase, strlen(passphrase), e);
    if (!ok)
        s->failed = count_tries(v->app);
    line_edit_clear(&s->passphrase);
    return ok && enter(v, e);
}

static enum reply ask(struct view *v)
{
    struct unlock_state *s = state(v);
    if (line_edit_empty(&s->passphrase) && !v->app->store)
        view_say(v, "type the passphrase of %s first", s->logins[s->login]);
    else
        s->busy = true;
    return REPLY_DONE;
}

/* Keys typed ahead while it opens belong to the screen that comes. */
static enum reply typed_ahead(struct view *v, const struct key *k, struct err *e)
{
    struct tui *t = v->tui;
    if (!unlock_now(v, e))
        return REPLY_FAILED;
    tui_key(t, k);
    return REPLY_DONE;
}

static enum reply unlock_key(struct view *v, const struct key *k, struct err *e)
{
    struct unlock_state *s = state(v);
    if (s->busy && k->code != KEYC_FOCUS_IN && k->code != KEYC_FOCUS_OUT)
        return typed_ahead(v, k, e);
    return line_edit_key(&s->passphrase, k) ? REPLY_DONE : REPLY_IGNORED;
}

static enum reply unlock_command(struct view *v, enum command_id id, struct err *e)
{
    struct unlock_state *s = state(v);
    (void)e;
    switch (id) {
    case CMD_UNLOCK:
        return ask(v);
    case CMD_LOGIN_NEXT:
        s->login = (s->login + 1) % s->logins_len;
        if (s->logins_len == 1)
            view_say(v, "%s is the only one who can unlock this practice", s->logins[0]);
        return REPLY_DONE;
    case CMD_SHOW_SECRET:
        s->passphrase.reveal = !s->passphrase.reveal;
        return REPLY_DONE;
    default:
        return REPLY_IGNORED;
    }
}

static int64_t unlock_deadline(const struct view *v)
{
    return state(v)->busy ? clock_monotonic_ms() : -1;
}

static bool unlock_tick(struct view *v, struct err *e)
{
    return !state(v)->busy || unlock_now(v, e);
}

static const char *unlock_hints(const struct view *v)
{
    return state(v)->logins_len > 1 ? "F1:help  Enter:unlock  Tab:another person  ^R:show  ^C:quit"
                                    : "F1:help  Enter:unlock  ^R:show  ^C:quit";
}

static void unlock_close(struct view *v)
{
    line_edit_release(&state(v)->passphrase);
}

const struct view_ops unlock_view = {
    .name = "unlock",
    .where = IN_UNLOCK,
    .state_size = sizeof(struct unlock_state),
    .open = unlock_open,
    .draw = unlock_draw,
    .key = unlock_key,
    .command = unlock_command,
    .deadline = unlock_deadline,
    .tick = unlock_tick,
    .hints = unlock_hints,
    .close = unlock_close,
};
