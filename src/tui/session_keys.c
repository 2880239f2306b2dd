/*
 * Keys of the session form. The order of the spots is the order the hands work in: PRE cells, the Add line, POST cells,
 * Sign. A refused value stays in its cell with the reason beside it; nothing typed is ever thrown away by a key other
 * than Esc.
 */
#include "session_internal.h"

#include "fascia/model/words.h"
#include "fascia/tui/tui.h"

#include <stdio.h>
#include <string.h>

static struct session_state *state(struct view *v)
{
    return v->state;
}

static size_t rows(const struct session_state *s)
{
    return session_rows(&s->work.session);
}

/* What is typed and not accepted yet: the Add line while it holds something, else the cell. */
static enum reply typed(struct session_state *s, struct err *e)
{
    const char *text = !line_edit_empty(&s->add) ? line_edit_text(&s->add) : s->editing ? line_edit_text(&s->cell) : "";
    return work_typing(&s->work, text, e) ? REPLY_DONE : REPLY_FAILED;
}

static void go_add(struct session_state *s)
{
    s->spot = SPOT_ADD;
    s->editing = false;
}

/* The next cell below that can be entered; after the last PRE the Add line, after the last POST Sign. */
static void next_cell(struct session_state *s)
{
    s->editing = false;
    size_t row = s->row + 1;
    while (s->post && row <= s->work.session.findings_len && !session_row_retests(s, row))
        row++;
    if (row <= s->work.session.findings_len)
        s->row = row;
    else
        s->spot = s->post ? SPOT_SIGN : SPOT_ADD;
}

static bool goto_column(struct session_state *s, bool post)
{
    for (size_t row = 1; row <= s->work.session.findings_len; row++)
        if (!post || session_row_retests(s, row)) {
            s->spot = SPOT_ROW;
            s->row = row;
            s->post = post;
            s->editing = false;
            return true;
        }
    return false;
}

/* "+1" and "-0.5" in a cell of numbers are steps from the last value; the sum is what is stored. */
static const char *nudged(const struct session_state *s, const char *text, struct arena *a)
{
    const struct finding *f = &s->work.session.findings[s->row - 1];
    const struct scale *scale = finding_scale(s->work.app->catalogue, f);
    struct value ghost = s->post && f->pre.kind == VALUE_NUMBER ? f->pre : work_ghost(&s->work, s->row);
    if ((text[0] != '+' && text[0] != '-') || scale->kind != SCALE_NUMBER || scale->min < 0 ||
        ghost.kind != VALUE_NUMBER)
        return text;
    struct value step;
    struct err ignored = {0};
    struct scale any = *scale;
    any.min = 0;
    any.max = 1000000;
    if (!value_parse(&step, text + 1, &any, &ignored))
        return text;
    struct value sum = {.kind = VALUE_NUMBER, .tenths = ghost.tenths + (text[0] == '+' ? step.tenths : -step.tenths)};
    return value_format(&sum, scale, a);
}

static bool accept_cell(struct view *v, struct err *e)
{
    struct session_state *s = state(v);
    struct arena scratch = {0};
    struct err refused = {0};
    if (!s->editing)
        return true;
    const char *text = nudged(s, line_edit_text(&s->cell), &scratch);
    bool ok = work_set_cell(&s->work, s->row, s->post, text, &refused);
    arena_release(&scratch);
    s->cell_error[0] = '\0';
    if (ok) {
        s->editing = false;
        return typed(s, e) == REPLY_DONE;
    }
    (void)snprintf(s->cell_error, sizeof(s->cell_error), "%.*s", (int)sizeof(s->cell_error) - 1, refused.text);
    *e = refused;
    return false;
}

static enum reply accept(struct view *v, struct err *e)
{
    if (!accept_cell(v, e))
        return REPLY_FAILED;
    if (on_finding(state(v)))
        next_cell(state(v));
    else if (state(v)->row < rows(state(v)))
        state(v)->row++;
    else
        go_add(state(v));
    return REPLY_DONE;
}

static enum reply add_line(struct view *v, struct err *e)
{
    struct session_state *s = state(v);
    struct arena scratch = {0};
    struct reading reading;
    bool ok = work_line(&s->work, &reading, line_edit_text(&s->add), &scratch, e);
    bool taken = ok && reading.problem.kind == PROBLEM_NONE;
    if (taken) {
        line_edit_set(&s->add, "");
        session_read_add(s);
    } else if (ok) {
        session_read_add(s);
        s->picking = s->reading.problem.candidates_len > 0;
        (void)snprintf(s->refusal, sizeof(s->refusal), "%s", s->reading.problem.message);
    }
    arena_release(&scratch);
    return ok ? REPLY_DONE : REPLY_FAILED;
}

/* Puts a candidate's text in place of what was ambiguous; the line is then read again as if it had been typed so. */
static void take_candidate(struct session_state *s, size_t i)
{
    const struct problem *p = &s->reading.problem;
    if (i >= p->candidates_len)
        return;
    const char *line = line_edit_text(&s->add);
    struct buf text = {0};
    size_t len = strlen(line);
    size_t from = p->from < len ? p->from : len;
    size_t to = p->to < len ? p->to : len;
    buf_add(&text, line, from);
    if (from == to && from > 0 && line[from - 1] != ' ')
        buf_putc(&text, ' ');
    buf_puts(&text, p->candidates[i].replacement);
    buf_puts(&text, line + to);
    line_edit_set(&s->add, buf_text(&text));
    buf_release(&text);
    session_read_add(s);
}

static enum reply pick_key(struct view *v, const struct key *k, struct err *e)
{
    struct session_state *s = state(v);
    size_t len = s->reading.problem.candidates_len;
    bool digit = k->code >= '1' && k->code <= '9';
    if (k->code == KEYC_UP || k->code == KEYC_DOWN) {
        s->pick = k->code == KEYC_DOWN ? (s->pick + 1) % len : (s->pick + len - 1) % len;
        return REPLY_DONE;
    }
    if (k->code == KEYC_ESC) {
        s->picking = false;
        return REPLY_DONE;
    }
    if (k->code != KEYC_ENTER && k->code != KEYC_TAB && !digit) {
        s->picking = false;
        return REPLY_IGNORED;
    }
    take_candidate(s, digit ? (size_t)(k->code - '1') : s->pick);
    bool whole = k->code != KEYC_TAB && s->reading.problem.kind == PROBLEM_NONE && s->reading.entries_len > 0;
    return whole ? add_line(v, e) : REPLY_DONE;
}

static enum reply add_key(struct view *v, const struct key *k, struct err *e)
{
    struct session_state *s = state(v);
    bool empty = line_edit_empty(&s->add);
    if (s->picking) {
        enum reply reply = pick_key(v, k, e);
        if (reply != REPLY_IGNORED)
            return reply;
    }
    if (k->code == KEYC_ENTER && !empty)
        return add_line(v, e);
    if (k->code == KEYC_TAB && !empty) {
        take_candidate(s, 0);
        return REPLY_DONE;
    }
    if (k->code == KEYC_ESC && !empty) {
        line_edit_clear(&s->add);
        session_read_add(s);
        return typed(s, e);
    }
    if (empty && (!key_is_text(k) || k->code == '?' || k->code == KEYC_SPACE) && k->code != KEYC_PASTE)
        return REPLY_IGNORED; /* nothing to edit: the key is a command */
    if (!line_edit_key(&s->add, k))
        return REPLY_IGNORED;
    session_read_add(s);
    return typed(s, e);
}

static bool starts_cell(const struct key *k)
{
    return (k->code >= '0' && k->code <= '9') || k->code == '+' || k->code == '-' || k->code == '.' || k->code == ',';
}

static enum reply edit_cell(struct view *v, const struct key *k, struct err *e)
{
    struct session_state *s = state(v);
    s->cell_error[0] = '\0';
    if (k->code == KEYC_ESC) {
        s->editing = false;
        return typed(s, e);
    }
    if (k->code == KEYC_ENTER || k->code == KEYC_TAB || !line_edit_key(&s->cell, k))
        return REPLY_IGNORED;
    return typed(s, e);
}

static enum reply row_key(struct view *v, const struct key *k, struct err *e)
{
    struct session_state *s = state(v);
    if (s->editing)
        return edit_cell(v, k, e);
    if (k->code == KEYC_DELETE || k->code == KEYC_BACKSPACE)
        return k->code == KEYC_DELETE && !work_remove_row(&s->work, s->row, e) ? REPLY_FAILED : REPLY_DONE;
    if (on_finding(s) && starts_cell(k)) {
        line_edit_set(&s->cell, "");
        s->editing = true;
        return edit_cell(v, k, e);
    }
    if (k->code == '?' || k->code == '=' || k->code == KEYC_SPACE || !(key_is_text(k) || k->code == KEYC_PASTE))
        return REPLY_IGNORED;
    go_add(s);
    return add_key(v, k, e);
}

enum reply session_key(struct view *v, const struct key *k, struct err *e)
{
    struct session_state *s = state(v);
    enum reply reply = REPLY_IGNORED;
    if (s->spot == SPOT_ROW)
        reply = row_key(v, k, e);
    else if (s->spot == SPOT_ADD)
        reply = add_key(v, k, e);
    else if (key_is_text(k) && k->code != '?' && k->code != KEYC_SPACE) {
        go_add(s);
        reply = add_key(v, k, e);
    }
    if (s->row > rows(s)) /* a row went: stay on the page */
        s->row = rows(s);
    if (s->spot == SPOT_ROW && s->row == 0)
        go_add(s);
    return reply;
}

static void move(struct session_state *s, int by)
{
    size_t last = rows(s);
    bool above_sign = s->spot == SPOT_SIGN && by < 0;
    bool below_rows = s->spot == SPOT_ROW && by > 0 && s->row >= last;
    if (above_sign || below_rows)
        s->spot = SPOT_ADD;
    else if (s->spot == SPOT_ADD && by > 0)
        s->spot = SPOT_SIGN;
    else if (s->spot == SPOT_ADD && last > 0) {
        s->spot = SPOT_ROW;
        s->row = last;
        s->post = false;
    } else if (s->spot == SPOT_ROW && (by > 0 || s->row > 1))
        s->row += by > 0 ? 1 : (size_t)-1;
    if (s->spot == SPOT_ROW && s->post && !session_row_retests(s, s->row))
        s->post = false;
}

static enum reply flip(struct view *v, bool back, struct err *e)
{
    struct session_state *s = state(v);
    if (!accept_cell(v, e))
        return REPLY_FAILED;
    if (on_finding(s) && !s->post && !back && session_row_retests(s, s->row) && s->spot == SPOT_ROW) {
        s->post = true;
        return REPLY_DONE;
    }
    if (on_finding(s) && s->post) {
        s->post = false;
        return REPLY_DONE;
    }
    (void)goto_column(s, !back);
    return REPLY_DONE;
}

static enum reply undo(struct view *v, bool redo, struct err *e)
{
    struct session_state *s = state(v);
    const char *what;
    s->editing = false;
    if (typed(s, e) != REPLY_DONE || !(redo ? work_redo(&s->work, &what, e) : work_undo(&s->work, &what, e)))
        return REPLY_FAILED;
    if (!what)
        view_say(v, redo ? "nothing to redo" : "nothing to undo");
    else
        view_say(v, "%s: %s · %s", redo ? "redone" : "undone", what, redo ? "^Z: undo" : "^Y: redo");
    if (s->row > rows(s))
        session_focus_first(s);
    session_read_add(s);
    return REPLY_DONE;
}

static enum reply push(struct view *v, const struct view_ops *ops, const void *arg, struct err *e)
{
    return accept_cell(v, e) && view_push(v, ops, arg, e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply leave(struct view *v, struct err *e)
{
    struct session_state *s = state(v);
    bool kept = s->work.draft.version != 0 || s->work.dirty;
    if (!accept_cell(v, e) || !work_leave(&s->work, e))
        return REPLY_FAILED;
    if (kept)
        view_say(v, "draft kept: it is in the list of today and under d");
    view_close(v, 0, NULL);
    return REPLY_DONE;
}

static enum reply discard(struct view *v, struct err *e)
{
    if (!work_discard(&state(v)->work, e))
        return REPLY_FAILED;
    view_say(v, "draft put away; it can be brought back for 30 days");
    view_close(v, 0, NULL);
    return REPLY_DONE;
}

/* Half a line would not be in what is signed. */
static enum reply sign(struct view *v, struct err *e)
{
    struct session_state *s = state(v);
    if (line_edit_empty(&s->add))
        return push(v, &sign_view, &s->work, e);
    go_add(s);
    err_set(e, ERR_REFUSED, "this line is typed but not added: Enter adds it, Esc clears it; then sign");
    return REPLY_FAILED;
}

static enum reply start_note(struct session_state *s)
{
    go_add(s);
    if (line_edit_empty(&s->add))
        line_edit_set(&s->add, ": ");
    session_read_add(s);
    return REPLY_DONE;
}

enum reply session_command(struct view *v, enum command_id id, struct err *e)
{
    struct session_state *s = state(v);
    switch (id) {
    case CMD_CELL_ACCEPT:
        return s->spot == SPOT_SIGN ? sign(v, e) : s->spot == SPOT_ADD ? REPLY_DONE : accept(v, e);
    case CMD_CELL_COLUMN:
        return flip(v, false, e);
    case CMD_CELL_BACK:
        return flip(v, true, e);
    case CMD_CARRY:
        return !on_finding(s)                                  ? REPLY_DONE
               : work_carry_cell(&s->work, s->row, s->post, e) ? accept(v, e)
                                                               : REPLY_FAILED;
    case CMD_UP:
    case CMD_DOWN:
        if (!accept_cell(v, e))
            return REPLY_FAILED;
        move(s, id == CMD_DOWN ? 1 : -1);
        return REPLY_DONE;
    case CMD_REGIONS:
        return push(v, &regions_view, &s->work, e);
    case CMD_COPY_PLAN:
        return push(v, &plans_view, &s->work.session.client, e);
    case CMD_NOTE:
        return start_note(s);
    case CMD_SIGN:
        return sign(v, e);
    case CMD_UNDO:
    case CMD_REDO:
        return undo(v, id == CMD_REDO, e);
    case CMD_DISCARD:
        return discard(v, e);
    case CMD_BACK:
        return leave(v, e);
    default:
        return REPLY_IGNORED;
    }
}
