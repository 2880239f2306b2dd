/*
 * A letter before it leaves: shown as it will be written, with what may still be chosen (to whom, what kind, a summary
 * in one's own words). Writing it takes two different keys and says that the file is readable to whoever gets it.
 */
#include "pager.h"

#include "fascia/app/letters.h"
#include "fascia/tui/line_edit.h"
#include "fascia/tui/tui.h"
#include "fascia/tui/views.h"

#include <string.h>
#include <unistd.h>

enum { TEXT_TOP = 3, COPIES_MOST = 99, SIDEWAYS = 10 };

enum asking { ASKING_NOTHING, ASKING_FILE, ASKING_TO, ASKING_TEXT };

struct letter_state {
    struct id client;
    struct id *sessions;
    size_t sessions_len;
    enum letter_kind kind;
    const char *to, *text; /* as typed; NULL = from the record */
    struct arena letter_memory;
    struct letter letter;
    struct pager pager;
    enum asking asking;
    struct line_edit line; /* its answer */
};

static struct letter_state *state(const struct view *v)
{
    return v->state;
}

/* Worded afresh with what was chosen; on failure the letter stays as it was. */
static bool build(struct view *v, const struct letter_job *job, struct err *e)
{
    struct letter_state *s = state(v);
    struct arena memory = {0};
    struct letter letter;
    if (!letter_build(&letter, v->app, job, &memory, e)) {
        arena_release(&memory);
        return false;
    }
    arena_release(&s->letter_memory);
    s->letter_memory = memory;
    s->letter = letter;
    s->kind = job->kind;
    s->to = job->to;
    s->text = job->text;
    s->pager = (struct pager){.text = letter.as[LETTER_TEXT], .fixed = true, .top = s->pager.top};
    return true;
}

static struct letter_job present(const struct letter_state *s)
{
    return (struct letter_job){.client = s->client,
                               .sessions = s->sessions,
                               .sessions_len = s->sessions_len,
                               .kind = s->kind,
                               .to = s->to,
                               .text = s->text,
                               .recorded = true};
}

static bool letter_open(struct view *v, const void *arg, struct err *e)
{
    const struct letter_arg *want = arg;
    struct letter_state *s = state(v);
    s->client = want->client;
    s->kind = LETTER_GP;
    s->sessions = arena_array(&v->arena, want->sessions_len, sizeof(*s->sessions));
    s->sessions_len = want->sessions_len;
    for (size_t i = 0; i < want->sessions_len; i++)
        s->sessions[i] = want->sessions[i];
    struct letter_job job = present(s);
    job.recorded = false;
    if (!build(v, &job, e))
        return false;
    line_edit_init(&s->line, &v->arena, 2000, false);
    return true;
}

static void draw_question(const struct letter_state *s, struct canvas *c, int y)
{
    static const char *const questions[] = {
        [ASKING_FILE] = "Write to: ", [ASKING_TO] = "To whom: ", [ASKING_TEXT] = "Summary: "};
    static const char *const notes[] = {[ASKING_FILE] = "Not encrypted: whoever gets the file can read it.",
                                        [ASKING_TO] = "Name and practice; empty takes what the record says.",
                                        [ASKING_TEXT] =
                                            "In your own words; empty takes the summary drafted from the record."};
    canvas_rule(c, y, 0, c->width, "");
    int x = 1 + canvas_text(c, y + 1, 1, 12, LOOK_LABEL, questions[s->asking]);
    line_edit_draw(&s->line, c, y + 1, x, c->width - x - 1, LOOK_FOCUS, true);
    canvas_text(c, y + 2, 1, c->width - 2, LOOK_DIM, notes[s->asking]);
}

static void letter_draw(const struct view *v, struct canvas *c)
{
    const struct letter_state *s = state(v);
    struct arena scratch = {0};
    char first[16];
    char last[16];
    date_format_short(first, s->letter.first);
    date_format_short(last, s->letter.last);
    int bottom = s->asking == ASKING_NOTHING ? c->height : c->height - 3;
    canvas_printf(c, 0, 1, c->width - 2, LOOK_TITLE, "Letter  %s", client_header(&s->letter.client.client, &scratch));
    canvas_printf(c, 1, 1, c->width - 2, LOOK_DIM, "kind: %s · to: %s · from %zu signed %s, %s%s%s",
                  letter_kind_word(s->kind), s->letter.to, s->letter.sessions,
                  s->letter.sessions == 1 ? "session" : "sessions", first, s->letter.sessions > 1 ? " to " : "",
                  s->letter.sessions > 1 ? last : "");
    canvas_rule(c, 2, 0, c->width, "as it will be written; not sent to anybody");
    pager_draw(&s->pager, c, TEXT_TOP, 1, bottom - TEXT_TOP, c->width - 2);
    if (s->asking != ASKING_NOTHING)
        draw_question(s, c, bottom);
    arena_release(&scratch);
}

/* The first name in the present folder that is free. */
static const char *free_name(const struct letter_state *s, struct arena *a)
{
    struct date today = instant_date(clock_now());
    const char *name = letter_file_name(&s->letter, today, LETTER_TEXT, 1, a);
    for (int copy = 2; copy <= COPIES_MOST && access(name, F_OK) == 0; copy++)
        name = letter_file_name(&s->letter, today, LETTER_TEXT, copy, a);
    return name;
}

static enum reply ask(struct view *v, enum asking what)
{
    struct letter_state *s = state(v);
    struct arena scratch = {0};
    const char *begin = what == ASKING_FILE ? free_name(s, &scratch) : what == ASKING_TO ? s->letter.to : s->text;
    s->asking = what;
    line_edit_set(&s->line, begin ? begin : "");
    arena_release(&scratch);
    return REPLY_DONE;
}

/* Ends in .md: Markdown; anything else is plain text. */
static enum letter_format format_of(const char *path)
{
    size_t len = strlen(path);
    return len > 3 && !strcmp(path + len - 3, ".md") ? LETTER_MARKDOWN : LETTER_TEXT;
}

/* The whole path, because "where is it" is the next question. */
static const char *whole_path(const char *path, struct arena *a)
{
    char folder[4096];
    if (path[0] == '/' || !getcwd(folder, sizeof(folder)))
        return path;
    return arena_printf(a, "%s/%s", folder, path);
}

static enum reply write_file(struct view *v, struct err *e)
{
    struct letter_state *s = state(v);
    struct arena scratch = {0};
    const char *path = line_edit_text(&s->line);
    if (!path[0])
        return REPLY_DONE;
    bool ok = letter_save(v->app, &s->letter, format_of(path), path, e);
    if (ok) {
        s->asking = ASKING_NOTHING;
        view_say(v, "written, not encrypted: %s", whole_path(path, &scratch));
    }
    arena_release(&scratch);
    return ok ? REPLY_DONE : REPLY_FAILED;
}

static enum reply answer(struct view *v, struct err *e)
{
    struct letter_state *s = state(v);
    struct letter_job job = present(s);
    const char *typed = line_edit_text(&s->line);
    const char *kept = typed[0] ? arena_strdup(&v->arena, typed) : NULL;
    if (s->asking == ASKING_FILE)
        return write_file(v, e);
    if (s->asking == ASKING_TO)
        job.to = kept;
    else
        job.text = kept;
    if (!build(v, &job, e))
        return REPLY_FAILED;
    s->asking = ASKING_NOTHING;
    return REPLY_DONE;
}

static enum reply next_kind(struct view *v, struct err *e)
{
    struct letter_job job = present(state(v));
    job.kind = (enum letter_kind)(((int)job.kind + 1) % LETTER_KINDS);
    return build(v, &job, e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply letter_key(struct view *v, const struct key *k, struct err *e)
{
    struct letter_state *s = state(v);
    if (s->asking == ASKING_NOTHING) {
        if (k->code != KEYC_LEFT && k->code != KEYC_RIGHT)
            return REPLY_IGNORED;
        pager_shift(&s->pager, k->code == KEYC_RIGHT ? SIDEWAYS : -SIDEWAYS, v->tui->width - 2);
        return REPLY_DONE;
    }
    if (k->code == KEYC_ENTER)
        return answer(v, e);
    if (k->code == KEYC_ESC) {
        s->asking = ASKING_NOTHING;
        return REPLY_DONE;
    }
    return line_edit_key(&s->line, k) || key_is_text(k) ? REPLY_DONE : REPLY_IGNORED;
}

static enum reply scroll(struct view *v, int by)
{
    int height = v->tui->height - 2 - TEXT_TOP - (state(v)->asking == ASKING_NOTHING ? 0 : 3);
    pager_move(&state(v)->pager, by, height, v->tui->width - 2);
    return REPLY_DONE;
}

static enum reply letter_command(struct view *v, enum command_id id, struct err *e)
{
    int page = v->tui->height - 2 - TEXT_TOP - 1;
    switch (id) {
    case CMD_UP:
        return scroll(v, -1);
    case CMD_DOWN:
        return scroll(v, 1);
    case CMD_PAGE_UP:
        return scroll(v, -page);
    case CMD_PAGE_DOWN:
        return scroll(v, page);
    case CMD_WRITE:
        return ask(v, ASKING_FILE);
    case CMD_LETTER_TO:
        return ask(v, ASKING_TO);
    case CMD_LETTER_TEXT:
        return ask(v, ASKING_TEXT);
    case CMD_LETTER_KIND:
        return next_kind(v, e);
    case CMD_LEAVE:
    case CMD_BACK:
        view_close(v, 0, NULL);
        return REPLY_DONE;
    default:
        return REPLY_IGNORED;
    }
}

static const char *letter_hints(const struct view *v)
{
    static const char *const hints[] = {[ASKING_NOTHING] = NULL,
                                        [ASKING_FILE] = "Enter:write it  Esc:not now",
                                        [ASKING_TO] = "Enter:take it  Esc:as before",
                                        [ASKING_TEXT] = "Enter:take it  Esc:as before"};
    return hints[state(v)->asking];
}

static void letter_close(struct view *v)
{
    line_edit_release(&state(v)->line);
    arena_release(&state(v)->letter_memory);
}

const struct view_ops letter_view = {
    .name = "letter",
    .where = IN_LETTER,
    .state_size = sizeof(struct letter_state),
    .open = letter_open,
    .draw = letter_draw,
    .key = letter_key,
    .command = letter_command,
    .hints = letter_hints,
    .close = letter_close,
};
