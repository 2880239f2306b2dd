/*
 * The session form, the heart of the program: one page, no modes. Digits go to the focused cell, letters start the Add
 * line. This file opens, closes and saves it; session_keys.c takes the keys, session_draw.c draws.
 *
 * The form owns a struct work and changes the session only through it, so whatever is on the screen is on the disk.
 */
#include "session_internal.h"

#include "fascia/base/clock.h"
#include "fascia/tui/tui.h"

#include <string.h>

enum { ADD_LIMIT = 4096 };

bool session_row_retests(const struct session_state *s, size_t row)
{
    return row >= 1 && row <= s->work.session.findings_len &&
           finding_retests(s->work.app->catalogue, &s->work.session.findings[row - 1]);
}

void session_read_add(struct session_state *s)
{
    struct grammar_context context = work_context(&s->work);
    arena_release(&s->reading_memory);
    s->reading = (struct reading){0};
    s->picking = false;
    s->pick = 0;
    s->refusal[0] = '\0';
    if (!line_edit_empty(&s->add))
        grammar_read(&s->reading, line_edit_text(&s->add), &context, &s->reading_memory);
}

void session_focus_first(struct session_state *s)
{
    s->editing = false;
    s->post = false;
    s->row = 1;
    s->spot = s->work.session.findings_len ? SPOT_ROW : SPOT_ADD;
}

/* Typed text that was not accepted when the program died is put back where it can be seen. */
static void restore_pending(struct session_state *s)
{
    if (s->work.pending.len == 0)
        return;
    line_edit_set(&s->add, buf_text(&s->work.pending));
    s->spot = SPOT_ADD;
    session_read_add(s);
}

static bool session_open(struct view *v, const void *arg, struct err *e)
{
    const struct session_arg *want = arg;
    struct session_state *s = v->state;
    bool ok = id_is_null(want->draft) ? work_open(&s->work, v->app, want->client, want->shape, want->planned, e)
                                      : work_resume(&s->work, v->app, want->draft, e);
    if (!ok)
        return false;
    s->opened = clock_monotonic_ms();
    s->keys = v->tui->keys;
    line_edit_init(&s->add, &v->arena, ADD_LIMIT, false);
    line_edit_init(&s->cell, &v->arena, 64, false);
    session_focus_first(s);
    restore_pending(s);
    if (s->work.resumed)
        view_say(v, "draft found: here is what was typed");
    return true;
}

static bool session_resume(struct view *v, const struct view_result *r, struct err *e)
{
    struct session_state *s = v->state;
    if (r->from == &sign_view && r->value == 1) {
        view_close(v, 1, NULL);
        return true;
    }
    if (r->from == &plans_view && r->value == 1) {
        if (!work_repeat_shape(&s->work, *(const struct id *)r->data, e))
            return false;
        session_focus_first(s);
    }
    return true;
}

static const char *session_hints(const struct view *v)
{
    const struct session_state *s = v->state;
    if (s->picking)
        return "Enter:take  Up Down:choose  1-9:pick  Esc:back to the line";
    if (s->spot == SPOT_ADD && !line_edit_empty(&s->add))
        return "Enter:add  Tab:take the first candidate  Esc:clear  ^Z:undo typing";
    return NULL;
}

static int64_t session_deadline(const struct view *v)
{
    const struct session_state *s = v->state;
    int left = v->app->store ? work_deadline_ms(&s->work) : -1;
    return left < 0 ? -1 : clock_monotonic_ms() + left;
}

/* Told once: a second window, or a colleague, had the same session. */
static void tell_apart(struct view *v)
{
    struct session_state *s = v->state;
    if (!s->work.apart)
        return;
    s->work.apart = false;
    view_say(v, "this session was changed elsewhere too: what is here is a draft of its own now (d lists both)");
}

/* What could not be saved before a lock stays here, on the screen's side, until the same person is back. */
static bool session_tick(struct view *v, struct err *e)
{
    struct session_state *s = v->state;
    bool ok = !v->app->store || work_save(&s->work, e);
    tell_apart(v);
    return ok;
}

static enum reply take_key(struct view *v, const struct key *k, struct err *e)
{
    enum reply reply = session_key(v, k, e);
    tell_apart(v);
    return reply;
}

static enum reply take_command(struct view *v, enum command_id id, struct err *e)
{
    enum reply reply = session_command(v, id, e);
    tell_apart(v);
    return reply;
}

static void session_close(struct view *v)
{
    struct session_state *s = v->state;
    arena_release(&s->reading_memory);
    work_release(&s->work);
    line_edit_release(&s->add);
    line_edit_release(&s->cell);
}

const struct view_ops session_view = {
    .name = "session",
    .where = IN_SESSION,
    .state_size = sizeof(struct session_state),
    .open = session_open,
    .draw = session_draw,
    .key = take_key,
    .command = take_command,
    .resume = session_resume,
    .hints = session_hints,
    .deadline = session_deadline,
    .tick = session_tick,
    .leave = session_tick,
    .close = session_close,
};
