/*
 * The session form as cells. The upper part (findings, releases, note, regions) scrolls so that the focus is seen; the
 * Add block stays at the bottom, where the eyes are while typing. Pure: state to canvas.
 */
#include "session_internal.h"

#include "fascia/model/words.h"
#include "fascia/tui/tui.h"

#include <string.h>

enum {
    ADD_ROWS = 4, /* rule, line, two rows of chips or candidates */
    HEAD_ROWS = 2,
    CELL_COLUMNS = 9,
    FORM_COLUMNS = 80,
};

/* Where things stand in a row; 0 = not shown. Narrow terminals lose what can be read elsewhere, never a cell. */
struct columns {
    int label, unit, last, pre, post, change; /* of a finding */
    int type, dose, against;                  /* of a release */
};
static const struct columns wide_columns = {28, 36, 42, 49, 59, 69, 27, 47, 62};
static const struct columns narrow_columns = {16, 0, 23, 30, 40, 50, 27, 44, 0};

struct page {
    const struct columns *at;
    const struct view *v;
    const struct session_state *s;
    struct canvas *c;
    struct arena arena;
    int columns; /* of the form; wider terminals leave the rest empty */
    int top;     /* lines scrolled away */
    int line;    /* next line of the scrolling part, from 0 */
    int height;  /* of the scrolling part */
    int focus;   /* line of the focus, found while measuring */
    bool measuring;
};

/* Row on the canvas of the present line; -1 while measuring or when it is scrolled away. */
static int place_line(struct page *p)
{
    int at = p->line++ - p->top;
    return p->measuring || at < 0 || at >= p->height ? -1 : HEAD_ROWS + at;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static void draw_head(struct page *p)
{
    const struct session_state *s = p->s;
    int64_t seconds = (clock_monotonic_ms() - s->opened) / 1000;
    const char *who = client_header(&s->work.client.client, &p->arena);
    canvas_printf(p->c, 0, 1, p->columns - 20, LOOK_TITLE, "Session %d  %s", s->work.session.number, who);
    canvas_text_right(p->c, 0, p->columns, 18, LOOK_DIM,
                      arena_printf(&p->arena, "%lld:%02lld · %u keys", (long long)(seconds / 60),
                                   (long long)(seconds % 60), p->v->tui->keys - s->keys));
    char started[16];
    int minute = instant_minute(s->work.session.started);
    (void)snprintf(started, sizeof(started), "%02d:%02d", minute / 60, minute % 60);
    const char *copied = "";
    if (!id_is_null(s->work.session.copied_from)) {
        char day[16] = "last time";
        if (s->work.has_last && id_equal(s->work.last.session.id, s->work.session.copied_from))
            date_format_short(day, instant_date(s->work.last.session.started));
        copied = arena_printf(&p->arena, " · plan copied from %s (no values)", day);
    }
    canvas_printf(p->c, 1, 1, p->columns - 16, LOOK_DIM, "%s started%s", started, copied);
    bool unsaved = s->work.dirty || s->work.pending_since != 0;
    const char *saved = unsaved ? "typing" : s->work.draft.version ? "draft saved" : "nothing yet";
    canvas_text_right(p->c, 1, p->columns, 14, LOOK_DIM, saved);
}

static void draw_rule(struct page *p, const char *title)
{
    int y = place_line(p);
    if (y >= 0)
        canvas_rule(p->c, y, 0, p->columns, title);
}

static void draw_findings_head(struct page *p)
{
    int y = place_line(p);
    if (y < 0)
        return;
    canvas_rule(p->c, y, 0, p->columns, "Findings");
    canvas_text(p->c, y, p->at->last - 1, 6, LOOK_HEAD, " last ");
    canvas_text(p->c, y, p->at->pre - 1, 6, LOOK_HEAD, p->s->post ? " pre " : " PRE ");
    canvas_text(p->c, y, p->at->post - 1, 6, LOOK_HEAD, p->s->post ? " POST " : " post ");
    canvas_text(p->c, y, p->at->change - 1, 8, LOOK_HEAD, " change ");
}

static const char *scale_unit(const struct scale *scale, struct arena *a)
{
    if (scale->kind == SCALE_GRADES && scale->grades_len > 1 && scale->grades[0][0] >= '0' &&
        scale->grades[0][0] <= '9')
        return arena_printf(a, "%s-%s", scale->grades[0], scale->grades[scale->grades_len - 1]);
    if (scale->kind == SCALE_NUMBER && !strcmp(scale->unit, "points"))
        return arena_printf(a, "%d-%d", scale->min / 10, scale->max / 10);
    return scale->unit;
}

static void draw_cell(struct page *p, int y, size_t row, bool post, const struct value *value,
                      const struct scale *scale)
{
    const struct session_state *s = p->s;
    bool focus = s->spot == SPOT_ROW && s->row == row && s->post == post;
    int x = post ? p->at->post : p->at->pre;
    if (focus && s->editing) {
        line_edit_draw(&s->cell, p->c, y, x, CELL_COLUMNS, LOOK_FOCUS, true);
        return;
    }
    enum look look = focus ? LOOK_FOCUS : LOOK_TEXT;
    if (focus)
        canvas_fill(p->c, y, x, 1, CELL_COLUMNS, LOOK_FOCUS);
    if (value->kind != VALUE_NONE)
        canvas_printf(p->c, y, x, CELL_COLUMNS, look, "%s%s", value_format(value, scale, &p->arena),
                      value->carried ? " c" : "");
    else if (post && !session_row_retests(s, row))
        canvas_text(p->c, y, x, CELL_COLUMNS, LOOK_DIM, "-");
    if (focus)
        canvas_cursor(p->c, y, x);
}

static void draw_change(struct page *p, int y, const struct finding *f, const struct scale *scale)
{
    int direction;
    const char *change = finding_change(f, scale, &direction, &p->arena);
    if (!change[0])
        return;
    static const char *const marks[] = {"▼", "", "▲"};
    static const enum look looks[] = {LOOK_WORSE, LOOK_TEXT, LOOK_BETTER};
    canvas_printf(p->c, y, p->at->change, p->columns - p->at->change, looks[direction + 1], "%s %s", change,
                  marks[direction + 1]);
}

static void draw_finding(struct page *p, size_t row)
{
    const struct session_state *s = p->s;
    const struct finding *f = &s->work.session.findings[row - 1];
    const struct scale *scale = finding_scale(s->work.app->catalogue, f);
    bool focus = s->spot == SPOT_ROW && s->row == row;
    if (focus)
        p->focus = p->line;
    int y = place_line(p);
    if (y >= 0) {
        struct value ghost = work_ghost(&s->work, row);
        canvas_printf(p->c, y, 0, 5, focus ? LOOK_CURSOR : LOOK_DIM, "%2zu", row);
        canvas_text(p->c, y, 3, 1, LOOK_LABEL, f->on == ON_MEASURE ? " " : side_short(f->side));
        canvas_text(p->c, y, 6, p->at->label, focus ? LOOK_CURSOR : LOOK_TEXT,
                    finding_label(s->work.app->catalogue, f, &p->arena));
        if (p->at->unit)
            canvas_text(p->c, y, p->at->unit, 5, LOOK_DIM, scale_unit(scale, &p->arena));
        if (ghost.kind != VALUE_NONE)
            canvas_text(p->c, y, p->at->last, 6, LOOK_GHOST, value_format(&ghost, scale, &p->arena));
        draw_cell(p, y, row, false, &f->pre, scale);
        draw_cell(p, y, row, true, &f->post, scale);
        draw_change(p, y, f, scale);
    }
    if (!focus || !s->cell_error[0] || !s->editing)
        return;
    y = place_line(p);
    if (y >= 0)
        canvas_printf(p->c, y, 6, p->columns - 6, LOOK_ERROR, "! %s", s->cell_error);
}

static const struct release *same_release(const struct session_state *s, const struct release *r)
{
    const struct session *last = &s->work.last.session;
    for (size_t i = 0; s->work.has_last && i < last->releases_len; i++)
        if (last->releases[i].side == r->side && last->releases[i].type == r->type &&
            !strcmp(last->releases[i].structure, r->structure))
            return &last->releases[i];
    return NULL;
}

static void draw_release(struct page *p, size_t row)
{
    const struct session_state *s = p->s;
    const struct release *r = &s->work.session.releases[row - 1 - s->work.session.findings_len];
    bool focus = s->spot == SPOT_ROW && s->row == row;
    if (focus)
        p->focus = p->line;
    int y = place_line(p);
    if (y < 0)
        return;
    const struct release *last = same_release(s, r);
    struct release then = last ? *last : (struct release){0};
    then.pressure = r->pressure ? then.pressure : 0; /* the client rates it each time: it is not part of the plan */
    const char *dose = release_dose(r, &p->arena);
    const char *was = release_dose(&then, &p->arena);
    const char *against = !s->work.has_last ? "" : !last ? "new" : !strcmp(dose, was) ? "same as last" : "";
    if (last && !against[0])
        against = arena_printf(&p->arena, "changed: was %s", was);
    canvas_printf(p->c, y, 0, 5, focus ? LOOK_CURSOR : LOOK_DIM, "%2zu", row);
    canvas_text(p->c, y, 3, 1, LOOK_LABEL, side_short(r->side));
    canvas_text(p->c, y, 6, 20, focus ? LOOK_CURSOR : LOOK_TEXT, release_label(s->work.app->catalogue, r, &p->arena));
    canvas_printf(p->c, y, p->at->type, 17, LOOK_TEXT, "%-2s %s", release_type_short(r->type),
                  release_type_word(r->type));
    canvas_text(p->c, y, p->at->dose, 14, LOOK_TEXT, dose);
    if (p->at->against)
        canvas_text(p->c, y, p->at->against, p->columns - p->at->against, LOOK_DIM, against);
    if (focus)
        canvas_cursor(p->c, y, 6);
}

static void draw_text_line(struct page *p, enum look look, const char *text)
{
    int y = place_line(p);
    if (y >= 0)
        canvas_text(p->c, y, 1, p->columns - 1, look, text);
}

static const char *plan_line(const struct session *s, struct arena *a)
{
    struct buf text = {0};
    for (size_t i = 0; i < s->homecare_len; i++)
        buf_printf(&text, "%sHome: %s", text.len ? "  " : "", s->homecare[i]);
    if (s->next_day.year) {
        char day[16];
        date_format_short(day, s->next_day);
        buf_printf(&text, "%sNext: %s", text.len ? "  " : "", day);
        if (s->next_minute >= 0)
            buf_printf(&text, " %02d:%02d", s->next_minute / 60, s->next_minute % 60);
    }
    const char *line = arena_strdup(a, buf_text(&text));
    buf_release(&text);
    return line;
}

static const char *one_line(const char *text, struct arena *a)
{
    char *line = arena_strdup(a, text);
    for (char *c = line; *c; c++)
        if (*c == '\n' || *c == '\t')
            *c = ' ';
    return line;
}

static const char *regions_line(const struct session_state *s, struct arena *a)
{
    struct place *places;
    size_t len;
    struct buf text = {0};
    session_places(&s->work.session, s->work.app->catalogue, &places, &len, a);
    for (size_t i = 0; i < len; i++)
        buf_printf(&text, "%s%s", i ? " · " : "", place_label(s->work.app->catalogue, places[i], a));
    const char *line = arena_strdup(a, len ? buf_text(&text) : "none yet");
    buf_release(&text);
    return line;
}

static void draw_body(struct page *p)
{
    const struct session *s = &p->s->work.session;
    p->line = 0;
    draw_findings_head(p);
    for (size_t row = 1; row <= s->findings_len; row++)
        draw_finding(p, row);
    if (s->findings_len == 0)
        draw_text_line(p, LOOK_DIM, "none yet: type side, test, value  (l ktw 10.5)");
    draw_rule(p, "Releases");
    for (size_t i = 1; i <= s->releases_len; i++)
        draw_release(p, s->findings_len + i);
    if (s->releases_len == 0)
        draw_text_line(p, LOOK_DIM, "none yet: type side, structure, type, dose  (l gastroc wb 3x)");
    draw_rule(p, "Plan / note");
    if (s->note)
        draw_text_line(p, LOOK_TEXT, one_line(s->note, &p->arena));
    const char *plan = plan_line(s, &p->arena);
    if (plan[0])
        draw_text_line(p, LOOK_TEXT, one_line(plan, &p->arena));
    if (s->findings_len + s->releases_len)
        draw_text_line(p, LOOK_DIM, arena_printf(&p->arena, "Regions: %s", regions_line(p->s, &p->arena)));
}

static enum look chip_look(enum chip_state state)
{
    switch (state) {
    case CHIP_SURE:
        return LOOK_CHIP;
    case CHIP_CARRIED:
        return LOOK_CHIP_GUESS;
    case CHIP_UNKNOWN:
    case CHIP_AMBIGUOUS:
        return LOOK_CHIP_UNKNOWN;
    }
    BUG("chip state %d", (int)state);
}

static int draw_chips(struct page *p, int y)
{
    const struct reading *r = &p->s->reading;
    int x = 3;
    for (size_t i = 0; i < r->chips_len && x < p->columns - 4; i++) {
        const char *mark = r->chips[i].state == CHIP_CARRIED ? "~" : r->chips[i].state == CHIP_SURE ? "" : "?";
        x += canvas_printf(p->c, y, x, p->columns - x, chip_look(r->chips[i].state), "[%s%s]", r->chips[i].label, mark);
        x++;
    }
    return x;
}

static void draw_candidates(struct page *p, int y)
{
    const struct problem *problem = &p->s->reading.problem;
    int x = 3;
    for (size_t i = 0; i < problem->candidates_len && i < 9 && x < p->columns - 6; i++) {
        bool chosen = p->s->picking && i == p->s->pick;
        x += canvas_printf(p->c, y, x, p->columns - x, chosen ? LOOK_FOCUS : LOOK_TEXT, "%zu %s", i + 1,
                           problem->candidates[i].label);
        x += 2;
    }
}

static void draw_add(struct page *p)
{
    const struct session_state *s = p->s;
    int y = p->c->height - ADD_ROWS;
    canvas_rule(p->c, y, 0, p->columns, "Add");
    canvas_text(p->c, y + 1, 1, 1, LOOK_LABEL, "›");
    line_edit_draw(&s->add, p->c, y + 1, 3, p->columns - 13, LOOK_TEXT, s->spot == SPOT_ADD && !s->picking);
    bool sign = s->spot == SPOT_SIGN;
    canvas_text(p->c, y + 1, p->columns - 8, 8, sign ? LOOK_FOCUS : LOOK_DIM, sign ? "▶[Sign]" : " [Sign]");
    if (sign)
        canvas_cursor(p->c, y + 1, p->columns - 8);
    if (line_edit_empty(&s->add))
        return;
    int x = draw_chips(p, y + 2);
    const struct problem *problem = &s->reading.problem;
    if (problem->kind == PROBLEM_NONE && x < p->columns - 12)
        canvas_text_right(p->c, y + 2, p->columns, 12, LOOK_DIM, "Enter adds");
    else if (problem->candidates_len)
        draw_candidates(p, y + 3);
    if (problem->kind != PROBLEM_NONE && (s->refusal[0] || !problem->candidates_len)) {
        int at = problem->candidates_len ? y + 2 : y + 3;
        if (at == y + 2)
            canvas_fill(p->c, at, 0, 1, p->columns, LOOK_TEXT);
        canvas_printf(p->c, at, 3, p->columns - 3, s->refusal[0] ? LOOK_ERROR : LOOK_DIM, "%s%s",
                      s->refusal[0] ? "! " : "", or_empty(problem->message));
    }
}

/* Scrolled so that the focus, or while adding the end, is on the page. */
static void scroll(struct page *p)
{
    p->measuring = true;
    p->focus = -1;
    draw_body(p);
    p->measuring = false;
    int last = p->line - 1;
    int wanted = p->focus >= 0 ? p->focus + 1 : last;
    wanted = wanted > last ? last : wanted;
    p->top = wanted >= p->height ? wanted - p->height + 1 : 0;
}

void session_draw(const struct view *v, struct canvas *c)
{
    struct page p = {.v = v, .s = v->state, .c = c};
    p.columns = c->width < FORM_COLUMNS ? c->width : FORM_COLUMNS;
    p.at = p.columns < FORM_COLUMNS ? &narrow_columns : &wide_columns;
    p.height = c->height - HEAD_ROWS - ADD_ROWS;
    draw_head(&p);
    scroll(&p);
    draw_body(&p);
    draw_add(&p);
    if (p.top > 0)
        canvas_text_right(c, HEAD_ROWS, p.columns, 12, LOOK_DIM, "▲ more above");
    if (p.line - p.top > p.height)
        canvas_text_right(c, HEAD_ROWS + p.height - 1, p.columns, 12, LOOK_DIM, "▼ more below");
    arena_release(&p.arena);
}
