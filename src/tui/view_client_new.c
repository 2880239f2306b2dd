/*
 * A new client in one short form: name, birth date and consent first, so that the usual registration ends with the
 * third field. Saving opens an empty session. Esc keeps what was typed until fascia locks, and the next `n` shows it
 * again.
 */
#include "fascia/app/day.h"
#include "fascia/base/utf8.h"
#include "fascia/tui/form.h"
#include "fascia/tui/tui.h"
#include "fascia/tui/views.h"

#include <string.h>

static bool check_name(const struct form *f, const char *text, struct err *e)
{
    struct arena scratch = {0};
    struct client parsed = {0};
    (void)f;
    bool ok = client_name_parse(&parsed, text, &scratch, e);
    arena_release(&scratch);
    return ok;
}

static const struct field fields[] = {
    {.id = "name",
     .label = "Name",
     .kind = FIELD_TEXT,
     .required = true,
     .hint = "given family, or family, given",
     .check = check_name},
    {.id = "born", .label = "Born", .kind = FIELD_BIRTH, .required = true, .hint = "120485, 12/4/85, 12 apr 1985"},
    {.id = "consent",
     .label = "Consent",
     .kind = FIELD_TOGGLE,
     .hint = "Space: given now, to assessment and treatment"},
    {.id = "phone", .label = "Phone", .kind = FIELD_TEXT, .limit = 40},
    {.id = "email", .label = "Email", .kind = FIELD_TEXT},
    {.id = "address", .label = "Address", .kind = FIELD_TEXT, .limit = 400},
    {.id = "gp", .label = "GP", .kind = FIELD_TEXT, .hint = "name and practice: letters are addressed to it"},
    {.id = "occupation", .label = "Occupation", .kind = FIELD_TEXT},
    {.id = "alerts", .label = "Alerts", .kind = FIELD_TEXT, .hint = "stands on top of every screen about the client"},
    {.id = "note", .label = "Note", .kind = FIELD_TEXT, .limit = 2000},
};

struct new_state {
    struct form form;
    bool warned; /* that a client of this name and birth date exists */
};

static struct new_state *state(const struct view *v)
{
    return v->state;
}

static void restore(struct form *f, const struct app *a)
{
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        const char *text = a->unfinished[i];
        if (fields[i].kind == FIELD_TOGGLE)
            form_set_on(f, fields[i].id, text[0] != '\0');
        else
            form_set_text(f, fields[i].id, text);
    }
}

static bool new_open(struct view *v, const void *arg, struct err *e)
{
    struct form *f = &state(v)->form;
    (void)e;
    form_init(f, &v->arena, fields, ARRAY_LEN(fields), instant_date(clock_now()), NULL);
    if (arg) {
        form_set_text(f, "name", arg);
    } else if (v->app->unfinished) {
        restore(f, v->app);
        view_say(v, "here is what was typed before");
    }
    return true;
}

/* How the name was understood: which part is the family's is a guess when there is no comma. */
static void draw_filed_as(const struct form *f, struct canvas *c, int y)
{
    struct arena scratch = {0};
    struct client parsed = {0};
    struct err ignored = {0}; /* the form says it beside the field */
    const char *typed = form_text(f, "name");
    if (typed[0] && client_name_parse(&parsed, typed, &scratch, &ignored))
        canvas_printf(c, y, 1, c->width - 2, LOOK_DIM, "filed as: %s", client_name(&parsed, &scratch));
    arena_release(&scratch);
}

static void new_draw(const struct view *v, struct canvas *c)
{
    canvas_text(c, 0, 1, c->width - 2, LOOK_TITLE, "New client");
    canvas_rule(c, 1, 0, c->width, "name and birth date are enough; the rest can wait");
    form_draw(&state(v)->form, c, 3, 1, c->height - 4, c->width - 2);
    draw_filed_as(&state(v)->form, c, c->height - 1);
}

static const char *text_or_null(const struct form *f, const char *id)
{
    const char *text = form_text(f, id);
    return text[0] ? text : NULL;
}

static bool read_form(struct client *out, const struct view *v, struct arena *a, struct err *e)
{
    const struct form *f = &state(v)->form;
    struct client want = {.born = form_date(f, "born"),
                          .phone = text_or_null(f, "phone"),
                          .email = text_or_null(f, "email"),
                          .address = text_or_null(f, "address"),
                          .gp = text_or_null(f, "gp"),
                          .occupation = text_or_null(f, "occupation"),
                          .alerts = text_or_null(f, "alerts"),
                          .note = text_or_null(f, "note")};
    if (!client_name_parse(&want, form_text(f, "name"), a, e))
        return false;
    if (form_on(f, "consent")) {
        want.consent_assessment = true;
        want.consent_at = clock_now();
        want.consent_by = v->app->user.id;
    }
    *out = want;
    return true;
}

/* Two files of one person are a danger: the second is made only after a second Enter. */
static bool is_double(bool *out, struct view *v, const struct client *want, struct arena *a, struct err *e)
{
    struct client_row *rows;
    size_t len;
    const char *name = text_fold(a, client_name(want, a));
    const char *family = text_fold(a, want->family ? want->family : want->given);
    *out = false;
    if (state(v)->warned)
        return true;
    if (!client_list(&rows, &len, v->app, family, (struct id){0}, 50, a, e))
        return false;
    for (size_t i = 0; i < len && !*out; i++) {
        const struct client *x = &rows[i].client;
        *out = date_compare(x->born, want->born) == 0 && !strcmp(text_fold(a, client_name(x, a)), name);
        if (*out)
            view_say(v, "#%04d has this name and birth date: Enter again makes a second file, Esc goes back",
                     x->number);
    }
    state(v)->warned = *out;
    return true;
}

/* The client is kept whatever comes next. */
static enum reply go_on(struct view *v, const struct client_row *made, bool consent, struct err *e)
{
    struct session_arg arg = {.client = made->client.id};
    bool therapist = (v->app->user.roles & ROLE_THERAPIST) != 0;
    v->app->unfinished = NULL;
    bool ok = therapist ? view_replace(v, &session_view, &arg, e) : view_replace(v, &client_view, &arg.client, e);
    if (!ok) {
        view_close(v, 0, NULL);
        return REPLY_FAILED;
    }
    view_say(v, "client #%04d is registered%s", made->client.number,
             consent ? "" : "; no consent noted: signing asks for it");
    return REPLY_DONE;
}

static enum reply save(struct view *v, struct err *e)
{
    struct arena scratch = {0};
    struct client want;
    struct client_row made;
    bool twice;
    enum reply reply = REPLY_FAILED;
    if (!form_check(&state(v)->form))
        return REPLY_DONE; /* the form says beside the field what is wrong */
    if (read_form(&want, v, &scratch, e) && is_double(&twice, v, &want, &scratch, e)) {
        if (twice)
            reply = REPLY_DONE;
        else if (client_create(&made, v->app, &want, &scratch, e))
            reply = go_on(v, &made, want.consent_assessment, e);
    }
    arena_release(&scratch);
    return reply;
}

/* Kept where a lock wipes it, so that the next person never sees it. */
static void keep(struct view *v)
{
    struct form *f = &state(v)->form;
    struct arena *a = &v->app->person;
    const char **texts = arena_array(a, ARRAY_LEN(fields), sizeof(*texts));
    bool any = false;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        bool toggle = fields[i].kind == FIELD_TOGGLE;
        texts[i] = toggle ? form_on(f, fields[i].id) ? "x" : "" : arena_strdup(a, form_text(f, fields[i].id));
        any = any || texts[i][0];
    }
    v->app->unfinished = any ? texts : NULL;
    if (any)
        view_say(v, "not saved; n shows it again until fascia locks");
}

static enum reply new_key(struct view *v, const struct key *k, struct err *e)
{
    struct form *f = &state(v)->form;
    bool plain = fields[f->focus].kind != FIELD_TOGGLE;
    if (k->code == '?' && (!plain || !form_text(f, fields[f->focus].id)[0]))
        return REPLY_IGNORED; /* nothing is typed: the key is a command */
    switch (form_key(f, k)) {
    case FORM_IGNORED:
        return REPLY_IGNORED;
    case FORM_CHANGED:
        if (k->code != KEYC_ENTER)
            state(v)->warned = false;
        return REPLY_DONE;
    case FORM_DONE:
        return save(v, e);
    }
    BUG("form event");
}

static enum reply new_command(struct view *v, enum command_id id, struct err *e)
{
    switch (id) {
    case CMD_FORM_SAVE:
        return save(v, e);
    case CMD_BACK:
        keep(v);
        view_close(v, 0, NULL);
        return REPLY_DONE;
    default:
        return REPLY_IGNORED;
    }
}

static const char *new_hints(const struct view *v)
{
    (void)v;
    return "F1:help  Enter:next, then save  Tab:next field  Space:consent  ^S:save  Esc:back";
}

static void new_close(struct view *v)
{
    form_release(&state(v)->form);
}

const struct view_ops client_new_view = {
    .name = "new client",
    .where = IN_FORM,
    .state_size = sizeof(struct new_state),
    .open = new_open,
    .draw = new_draw,
    .key = new_key,
    .command = new_command,
    .hints = new_hints,
    .close = new_close,
};
