/*
 * Changes to the session in work: lines, cells, rows, texts, places. Each makes a copy, changes it, checks it, and
 * commits; a refused change leaves everything as it was.
 */
#include "work_internal.h"

#include "fascia/base/utf8.h"
#include "fascia/model/words.h"

#include <string.h>

enum { NOTE_LIMIT = 64 * 1024, LINE_LIMIT = 4096 };

static struct finding *finding_row(const struct session *s, size_t row, struct err *e)
{
    if (row >= 1 && row <= s->findings_len)
        return &s->findings[row - 1];
    err_set(e, ERR_NOT_FOUND, "there is no finding %zu: findings are rows 1 to %zu", row, s->findings_len);
    return NULL;
}

static void add_text(const char **field, const char *text, struct arena *a)
{
    *field = *field && (*field)[0] ? arena_printf(a, "%s\n%s", *field, text) : arena_strdup(a, text);
}

static bool apply_copy(struct work *w, struct session *s, const struct entry *entry, struct arena *a, struct err *e)
{
    if (!entry->day.year) {
        if (!w->has_last)
            return err_set(e, ERR_NOT_FOUND, "there is no signed session to copy: this is the first one");
        session_copy_shape(s, &w->last.session, a);
        return true;
    }
    struct session_filter filter = {
        .client = w->client.client.id, .from = entry->day, .to = entry->day, .signed_only = true};
    struct session_row *rows;
    size_t len;
    char day[16];
    date_format_short(day, entry->day);
    if (!session_page(&rows, &len, w->app->store, &filter, 0, 1, a, e))
        return false;
    if (len == 0)
        return err_set(e, ERR_NOT_FOUND, "there is no signed session on '%s' to copy", day);
    session_copy_shape(s, &rows[0].session, a);
    return true;
}

static bool apply_entry(struct work *w, struct session *s, const struct entry *entry, struct arena *a, struct err *e)
{
    switch (entry->kind) {
    case ENTRY_RELEASE:
        session_add_release(s, &entry->release, a);
        return true;
    case ENTRY_FINDING:
        session_add_finding(s, &entry->finding, a);
        return true;
    case ENTRY_POST:
    case ENTRY_REMOVE:
        return true; /* grammar_apply_rows has done these */
    case ENTRY_NOTE:
        add_text(&s->note, entry->text, a);
        return true;
    case ENTRY_HOMECARE: {
        const char **slot = arena_push(a, &s->homecare, &s->homecare_len, sizeof(*s->homecare));
        *slot = entry->text;
        return true;
    }
    case ENTRY_NEXT:
        s->next_day = entry->day;
        s->next_minute = entry->minute;
        return true;
    case ENTRY_COPY:
        return apply_copy(w, s, entry, a, e);
    }
    BUG("entry kind %d", (int)entry->kind);
}

/* What the next line inherits: the side, and how movements were measured. Kept beside the rows, which are renewed. */
static void carry(struct work *w, const struct entry *entry)
{
    struct grammar_context context = work_context(w);
    grammar_carry(&context, entry);
    w->side = context.side;
    w->mode = arena_strdup(&w->people, context.mode);
    w->device = arena_strdup(&w->people, context.device);
}

static const char *line_said(const struct work *w, const struct reading *reading, const char *line, struct arena *a)
{
    const struct entry *first = &reading->entries[0];
    if (reading->entries_len == 1 && first->kind == ENTRY_RELEASE)
        return arena_printf(a, "added %s", release_short(w->app->catalogue, &first->release, a));
    if (reading->entries_len == 1 && first->kind == ENTRY_FINDING)
        return arena_printf(a, "added %s", finding_short(w->app->catalogue, &first->finding, a));
    return line;
}

bool work_line(struct work *w, struct reading *out, const char *line, struct arena *a, struct err *e)
{
    struct grammar_context context = work_context(w);
    grammar_read(out, line, &context, a);
    if (out->problem.kind != PROBLEM_NONE || out->entries_len == 0)
        return true;
    struct session next;
    session_copy(&next, &w->session, a);
    if (!grammar_apply_rows(&next, out, e))
        return false;
    for (size_t i = 0; i < out->entries_len; i++)
        if (!apply_entry(w, &next, &out->entries[i], a, e))
            return false;
    if (!work_commit_typed(w, &next, line_said(w, out, line, a), e))
        return false;
    for (size_t i = 0; i < out->entries_len; i++)
        carry(w, &out->entries[i]);
    return true;
}

/* typed: the value is what was being typed, so that is pending no more. */
static bool set_value(struct work *w, size_t row, bool post, const struct value *value, bool typed, struct err *e)
{
    struct arena scratch = {0};
    struct session next;
    session_copy(&next, &w->session, &scratch);
    struct finding *f = finding_row(&next, row, e);
    bool ok = f != NULL;
    if (ok) {
        *(post ? &f->post : &f->pre) = *value;
        if (f->origin == ORIGIN_CARRIED)
            f->origin = ORIGIN_EDITED; /* a line that got a value was looked at */
        const char *label = finding_label(w->app->catalogue, f, &scratch);
        const char *what = arena_printf(&scratch, "%s %s", post ? "retested" : "tested", label);
        ok = finding_check(w->app->catalogue, f, e) && (typed ? work_commit_typed : work_commit)(w, &next, what, e);
    }
    arena_release(&scratch);
    return ok;
}

bool work_set_cell(struct work *w, size_t row, bool post, const char *text, struct err *e)
{
    const struct finding *f = finding_row(&w->session, row, e);
    if (!f)
        return false;
    struct value value = {0};
    if (text[0] && !value_parse(&value, text, finding_scale(w->app->catalogue, f), e))
        return false;
    return set_value(w, row, post, &value, strcmp(buf_text(&w->pending), text) == 0, e);
}

static bool same_target(const struct finding *x, const struct finding *y)
{
    return x->side == y->side && !strcmp(x->kind, y->kind) && !strcmp(x->target, y->target) &&
           !strcmp(x->quality ? x->quality : "", y->quality ? y->quality : "") &&
           !strcmp(x->mode ? x->mode : "", y->mode ? y->mode : "") &&
           !strcmp(x->about ? x->about : "", y->about ? y->about : "");
}

struct value work_ghost(const struct work *w, size_t row)
{
    const struct session *last = &w->last.session;
    if (!w->has_last || row < 1 || row > w->session.findings_len)
        return (struct value){0};
    for (size_t i = 0; i < last->findings_len; i++) {
        const struct finding *f = &last->findings[i];
        if (same_target(f, &w->session.findings[row - 1]))
            return f->post.kind != VALUE_NONE ? f->post : f->pre;
    }
    return (struct value){0};
}

bool work_carry_cell(struct work *w, size_t row, bool post, struct err *e)
{
    struct value value = work_ghost(w, row);
    if (value.kind == VALUE_NONE)
        return err_set(e, ERR_NOT_FOUND, "there is no last value to carry over in row %zu: type one", row);
    value.carried = true;
    return set_value(w, row, post, &value, false, e);
}

bool work_remove_row(struct work *w, size_t row, struct err *e)
{
    struct arena scratch = {0};
    struct session next;
    session_copy(&next, &w->session, &scratch);
    bool ok = session_remove_row(&next, row) || err_set(e, ERR_NOT_FOUND, "there is no row %zu to remove", row);
    ok = ok && work_commit(w, &next, arena_printf(&scratch, "removed row %zu", row), e);
    arena_release(&scratch);
    return ok;
}

bool work_repeat_shape(struct work *w, struct id session, struct err *e)
{
    struct arena scratch = {0};
    struct session_row from;
    struct session next;
    bool ok = session_get(&from, w->app->store, session, &scratch, e);
    if (ok && !id_equal(from.session.client, w->session.client))
        ok = err_set(e, ERR_REFUSED, "that session is another client's: a plan is copied within one client");
    if (ok) {
        session_copy(&next, &w->session, &scratch);
        session_copy_shape(&next, &from.session, &scratch);
        ok = work_commit(w, &next, "copied the plan", e);
    }
    arena_release(&scratch);
    return ok;
}

static const char **text_field(struct session *s, const char *field)
{
    const struct {
        const char *name;
        const char **text;
    } fields[] = {{"subjective", &s->subjective},
                  {"note", &s->note},
                  {"plan", &s->plan},
                  {"no_finding_reason", &s->no_finding_reason},
                  {"not_treated_reason", &s->not_treated_reason}};
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (!strcmp(fields[i].name, field))
            return fields[i].text;
    BUG("no text field '%s'", field);
}

bool work_set_text(struct work *w, const char *field, const char *text, struct err *e)
{
    struct arena scratch = {0};
    struct session next;
    session_copy(&next, &w->session, &scratch);
    *text_field(&next, field) = text[0] ? text : NULL;
    bool ok = text_check(text, strlen(text), TEXT_NOTE, NOTE_LIMIT, e) && work_commit_typed(w, &next, field, e);
    arena_release(&scratch);
    return ok;
}

/* The list of corrections that holds the place, less it. */
static void drop_place(struct place *list, size_t *len, struct place p)
{
    size_t kept = 0;
    for (size_t i = 0; i < *len; i++)
        if (list[i].side != p.side || strcmp(list[i].region, p.region) != 0)
            list[kept++] = list[i];
    *len = kept;
}

static bool holds_place(const struct session *s, const struct catalogue *c, struct place p, struct arena *a)
{
    struct place *all;
    size_t len;
    session_places(s, c, &all, &len, a);
    for (size_t i = 0; i < len; i++)
        if (all[i].side == p.side && !strcmp(all[i].region, p.region))
            return true;
    return false;
}

bool work_set_place(struct work *w, struct place p, bool on, struct err *e)
{
    const struct region *region = catalogue_region(w->app->catalogue, p.region);
    if (!region)
        return err_set(e, ERR_NOT_FOUND, "no region '%s'", p.region);
    if (!(region->sides & (1u << p.side)))
        return err_set(e, ERR_RANGE, "region '%s' has no side '%s'", p.region, side_word(p.side));
    struct arena scratch = {0};
    struct session next;
    session_copy(&next, &w->session, &scratch);
    drop_place(next.added, &next.added_len, p);
    drop_place(next.removed, &next.removed_len, p);
    if (holds_place(&next, w->app->catalogue, p, &scratch) != on) {
        struct place *slot = on ? arena_push(&scratch, &next.added, &next.added_len, sizeof(p))
                                : arena_push(&scratch, &next.removed, &next.removed_len, sizeof(p));
        *slot = p;
    }
    const char *label = place_label(w->app->catalogue, p, &scratch);
    bool ok = work_commit(w, &next, arena_printf(&scratch, "%s region %s", on ? "added" : "removed", label), e);
    arena_release(&scratch);
    return ok;
}

bool work_confirm(struct work *w, bool consent, const char *reaction, struct err *e)
{
    struct arena scratch = {0};
    struct session next;
    session_copy(&next, &w->session, &scratch);
    next.consent = consent;
    next.reaction = reaction;
    bool ok = work_commit(w, &next, "confirmed consent and reaction", e);
    arena_release(&scratch);
    return ok;
}
