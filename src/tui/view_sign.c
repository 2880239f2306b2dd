/*
 * Before signing: the session read back in sentences, and what is still missing. Enter says "consent given, no adverse
 * reaction seen" and signs; reasons for an empty part are typed here, so that nobody has to go back for them.
 */
#include "pager.h"

#include "fascia/model/words.h"
#include "fascia/tui/line_edit.h"
#include "fascia/tui/tui.h"
#include "fascia/tui/views.h"

#include <string.h>

enum { TEXT_TOP = 2, SIGN_ROWS = 4 };

struct sign_state {
    struct work *work;
    const char *field; /* the text that is asked for now: a field of work_set_text; NULL = none */
    const char *question;
    const char *missing; /* something that only the form can mend; NULL = none */
    struct line_edit line;
    struct pager pager; /* what is signed is all there to read */
};

/* What a person is asked to put into words; consent and reaction are answered by the Enter itself. */
static void look_for_missing(struct sign_state *s, struct arena *a)
{
    struct missing *missing;
    size_t len;
    s->field = NULL;
    s->missing = NULL;
    s->pager = (struct pager){.text = session_sentences(s->work->app->catalogue, &s->work->session, a)};
    session_missing(&s->work->session, s->work->app->catalogue, &missing, &len, a);
    for (size_t i = 0; i < len && !s->field && !s->missing; i++) {
        if (!strcmp(missing[i].what, "finding")) {
            s->field = "no_finding_reason";
            s->question = "Nothing was tested. Why? ";
        } else if (!strcmp(missing[i].what, "treatment")) {
            s->field = "not_treated_reason";
            s->question = "No release. Not treated because ";
        } else if (strcmp(missing[i].what, "consent") != 0 && strcmp(missing[i].what, "reaction") != 0) {
            s->missing = missing[i].text;
        }
    }
}

static bool sign_open(struct view *v, const void *arg, struct err *e)
{
    struct sign_state *s = v->state;
    (void)e;
    memcpy(&s->work, &arg, sizeof(arg)); /* the form's own work, lent for as long as this view is above it */
    line_edit_init(&s->line, &v->arena, 4096, false);
    look_for_missing(s, &v->arena);
    return true;
}

/* What was recorded before this page, NULL when nothing was or none was seen: Enter must not take it away. */
static const char *reaction_seen(const struct sign_state *s)
{
    const char *reaction = s->work->session.reaction;
    return reaction && strcmp(reaction, "none-seen") != 0 ? reaction : NULL;
}

static void sign_draw(const struct view *v, struct canvas *c)
{
    const struct sign_state *s = v->state;
    struct arena scratch = {0};
    const struct session *session = &s->work->session;
    canvas_printf(c, 0, 1, c->width - 2, LOOK_TITLE, "Sign session %d  %s", session->number,
                  client_header(&s->work->client.client, &scratch));
    canvas_rule(c, 1, 0, c->width, "What will be recorded");
    int bottom = c->height - SIGN_ROWS;
    pager_draw(&s->pager, c, TEXT_TOP, 1, bottom - TEXT_TOP, c->width - 2);
    canvas_rule(c, bottom, 0, c->width, "Sign");
    if (s->missing) {
        canvas_wrap(c, bottom + 1, 1, 2, c->width - 2, LOOK_ALERT, arena_printf(&scratch, "! %s", s->missing));
        canvas_text(c, bottom + 3, 1, c->width - 2, LOOK_TEXT, "Esc goes back to the form; nothing is lost.");
    } else if (s->field) {
        int x = 1 + canvas_text(c, bottom + 1, 1, 34, LOOK_LABEL, s->question);
        line_edit_draw(&s->line, c, bottom + 1, x, c->width - x - 1, LOOK_FOCUS, true);
    } else {
        const char *seen = reaction_seen(s);
        canvas_printf(c, bottom + 1, 1, c->width - 2, LOOK_FOCUS, "Enter: consent given, %s%s: sign",
                      seen ? "reaction seen: " : "no adverse reaction seen", seen ? seen : "");
        canvas_printf(c, bottom + 2, 1, c->width - 2, LOOK_DIM,
                      "Signed as %s. A signed session is never edited, only amended.", s->work->app->user.name);
        canvas_cursor(c, bottom + 1, 1);
    }
    arena_release(&scratch);
}

static enum reply answer(struct view *v, struct err *e)
{
    struct sign_state *s = v->state;
    if (line_edit_empty(&s->line))
        return REPLY_DONE;
    if (!work_set_text(s->work, s->field, line_edit_text(&s->line), e))
        return REPLY_FAILED;
    line_edit_set(&s->line, "");
    look_for_missing(s, &v->arena);
    return REPLY_DONE;
}

static enum reply sign_now(struct view *v, struct err *e)
{
    struct sign_state *s = v->state;
    if (!work_confirm(s->work, true, reaction_seen(s) ? reaction_seen(s) : "none-seen", e) || !work_sign(s->work, e))
        return REPLY_FAILED;
    int minute = instant_minute(clock_now());
    view_say(v, "signed %s %02d:%02d · a signed session is corrected by an amendment",
             client_name(&s->work->client.client, &v->arena), minute / 60, minute % 60);
    view_close(v, 1, NULL);
    return REPLY_DONE;
}

static enum reply sign_key(struct view *v, const struct key *k, struct err *e)
{
    struct sign_state *s = v->state;
    if (s->missing)
        return REPLY_IGNORED;
    if (k->code == KEYC_ENTER)
        return s->field ? answer(v, e) : sign_now(v, e);
    if (!s->field || k->code == KEYC_ESC)
        return REPLY_IGNORED;
    if (!line_edit_key(&s->line, k))
        return REPLY_IGNORED;
    return work_typing(s->work, line_edit_text(&s->line), e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply scroll(struct view *v, int by)
{
    struct sign_state *s = v->state;
    pager_move(&s->pager, by, v->tui->height - 2 - TEXT_TOP - SIGN_ROWS, v->tui->width - 2);
    return REPLY_DONE;
}

static enum reply sign_command(struct view *v, enum command_id id, struct err *e)
{
    struct sign_state *s = v->state;
    switch (id) {
    case CMD_UP:
        return scroll(v, -1);
    case CMD_DOWN:
        return scroll(v, 1);
    case CMD_PAGE_UP:
        return scroll(v, -8);
    case CMD_PAGE_DOWN:
        return scroll(v, 8);
    case CMD_BACK:
        view_close(v, 0, NULL);
        return work_typing(s->work, "", e) ? REPLY_DONE : REPLY_FAILED;
    default:
        return REPLY_IGNORED;
    }
}

static const char *sign_hints(const struct view *v)
{
    const struct sign_state *s = v->state;
    return s->missing ? "Esc:back to the form" : s->field ? "Enter:keep the reason  Esc:back" : "Enter:sign  Esc:back";
}

static void sign_close(struct view *v)
{
    line_edit_release(&((struct sign_state *)v->state)->line);
}

const struct view_ops sign_view = {
    .name = "sign",
    .where = IN_SIGN,
    .state_size = sizeof(struct sign_state),
    .open = sign_open,
    .draw = sign_draw,
    .key = sign_key,
    .command = sign_command,
    .hints = sign_hints,
    .close = sign_close,
};
