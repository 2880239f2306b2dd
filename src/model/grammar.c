/*
 * A line of fast entry: entries between semicolons, a note at the end, all of them or none.
 *
 * What begins with a word of its own (hw, next, same, a row) is read here. The rest is a release or a finding: both
 * readings are tried, and the one that fits is taken. A type of release makes it the first, a value without one the
 * second; where neither fits, the one that got further says what is wrong.
 */
#include "grammar_internal.h"

#include "fascia/base/utf8.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct line {
    struct parse parse;
    struct reading *out;
};

static void fail(struct line *l, struct problem problem)
{
    if (l->out->problem.kind == PROBLEM_NONE)
        l->out->problem = problem;
}

static void fail_at(struct line *l, enum problem_kind kind, const char *missing, size_t from, size_t to,
                    const char *message)
{
    fail(l, (struct problem){.kind = kind, .missing = missing, .from = from, .to = to, .message = message});
}

static void chip(struct line *l, size_t from, size_t to, const char *label)
{
    struct chip *slot = arena_push(l->parse.arena, &l->out->chips, &l->out->chips_len, sizeof *slot);
    *slot = (struct chip){from, to, CHIP_SURE, label};
}

static void keep(struct line *l, struct entry e, size_t from, size_t to)
{
    e.from = from;
    e.to = to;
    struct entry *slot = arena_push(l->parse.arena, &l->out->entries, &l->out->entries_len, sizeof *slot);
    *slot = e;
    l->parse.entries = l->out->entries;
    l->parse.entries_len = l->out->entries_len;
    grammar_carry(&l->parse.context, slot);
}

static size_t skip(const struct line *l, size_t at, size_t to)
{
    while (at < to && l->parse.line[at] == ' ')
        at++;
    return at;
}

/* Free text behind a word or colon, without the blanks around it. */
static void text_read(struct line *l, enum entry_kind kind, size_t from, size_t begin, size_t to, const char *label)
{
    size_t at = skip(l, begin, to), end = to;
    while (end > at && l->parse.line[end - 1] == ' ')
        end--;
    chip(l, from, begin, label);
    if (at == end) {
        fail_at(l, PROBLEM_INCOMPLETE, "text", to, to, kind == ENTRY_NOTE ? "the note has no text" : "which exercise");
        return;
    }
    const char *text = arena_strndup(l->parse.arena, l->parse.line + at, end - at);
    chip(l, at, end, text);
    keep(l, (struct entry){.kind = kind, .text = text, .minute = -1}, from, end);
}

/* Text of line[from..to) as a string of its own. */
static const char *piece(const struct line *l, size_t from, size_t to)
{
    return arena_strndup(l->parse.arena, l->parse.line + from, to - from);
}

static void rest_unknown(struct line *l, size_t from, size_t to, const char *wanted)
{
    const char *text = piece(l, from, to);
    struct chip *slot = arena_push(l->parse.arena, &l->out->chips, &l->out->chips_len, sizeof *slot);
    *slot = (struct chip){from, to, CHIP_UNKNOWN, text};
    fail_at(l, PROBLEM_UNKNOWN, NULL, from, to,
            arena_printf(l->parse.arena, "'%.*s' is not %s", (int)text_fit(text, 40), text, wanted));
}

/* The day at `at`, and where it ends; year 0 when there is none. */
static struct date day_read(struct line *l, size_t *at, size_t to, enum when_use use)
{
    struct span day = {0};
    size_t used = 0;
    *at = skip(l, *at, to);
    const char *rest = piece(l, *at, to);
    when_read(&day, &used, rest, use, l->parse.context.today);
    if (used == 0)
        return (struct date){0};
    char label[16];
    date_format_short(label, day.first);
    chip(l, *at, *at + used, arena_strdup(l->parse.arena, label));
    bool past = date_compare(day.first, l->parse.context.today) < 0;
    bool ahead = date_compare(day.first, l->parse.context.today) > 0;
    if (use == WHEN_FUTURE && past)
        fail_at(l, PROBLEM_INVALID, NULL, *at, *at + used, "the next appointment would lie in the past");
    if (use == WHEN_PAST && ahead)
        fail_at(l, PROBLEM_INVALID, NULL, *at, *at + used, "a session to copy cannot lie ahead");
    *at = skip(l, *at + used, to);
    return day.first;
}

static void next_read(struct line *l, size_t from, size_t begin, size_t to)
{
    struct entry e = {.kind = ENTRY_NEXT, .minute = -1};
    size_t at = begin;
    chip(l, from, begin, "next");
    e.day = day_read(l, &at, to, WHEN_FUTURE);
    if (e.day.year == 0 && at == to) {
        fail_at(l, PROBLEM_INCOMPLETE, "date", to, to, "next needs a day: 29nov, +2w, mon");
        return;
    }
    if (e.day.year == 0) {
        rest_unknown(l, at, to, "a day: write 29nov, +2w or mon");
        return;
    }
    size_t end = to;
    while (end > at && l->parse.line[end - 1] == ' ')
        end--;
    struct err err = {0};
    if (at < end && !hour_parse(&e.minute, piece(l, at, end), &err)) {
        rest_unknown(l, at, end, "a time: write 10, 10:30 or 1030");
        return;
    }
    if (at < end)
        chip(l, at, end, arena_printf(l->parse.arena, "%02d:%02d", e.minute / 60, e.minute % 60));
    keep(l, e, from, end);
}

static void copy_read(struct line *l, size_t from, size_t begin, size_t to)
{
    struct entry e = {.kind = ENTRY_COPY, .minute = -1};
    size_t at = begin;
    chip(l, from, begin, "same as");
    e.day = day_read(l, &at, to, WHEN_PAST);
    if (at < to) {
        rest_unknown(l, at, to, "a day: write 8nov, yd or last mon");
        return;
    }
    if (e.day.year == 0)
        chip(l, begin, begin, "last session");
    keep(l, e, from, at);
}

/* A whole number without a sign. */
static bool row_number(int *out, const char *digits)
{
    size_t len = strlen(digits);
    if (len == 0 || len > 4 || strspn(digits, "0123456789") != len)
        return false;
    *out = (int)strtol(digits, NULL, 10);
    return true;
}

static bool row_check(struct line *l, int row, size_t from, size_t to, const char *text)
{
    const struct session *s = l->parse.context.session;
    size_t rows = s ? session_rows(s) : 0;
    if (row >= 1 && (size_t)row <= rows)
        return true;
    fail_at(l, PROBLEM_INVALID, NULL, from, to,
            rows == 0 ? arena_printf(l->parse.arena, "'%s': there are no rows yet", text)
                      : arena_printf(l->parse.arena, "'%s': rows go from 1 to %zu", text, rows));
    return false;
}

static bool removed_before(const struct line *l, int row)
{
    for (size_t i = 0; i < l->out->entries_len; i++)
        if (l->out->entries[i].kind == ENTRY_REMOVE && l->out->entries[i].row == row)
            return true;
    return false;
}

/* -6 */
static bool remove_read(struct line *l, const struct tokens *tokens)
{
    const struct token *t = tokens->items;
    int row;
    if (tokens->len != 1 || t->kind != TOKEN_NUMBER || t->value[0] != '-' || !row_number(&row, t->value + 1))
        return false;
    chip(l, t->from, t->to, arena_printf(l->parse.arena, "remove row %d", row));
    if (!row_check(l, row, t->from, t->to, t->value))
        return true;
    if (removed_before(l, row))
        fail_at(l, PROBLEM_INVALID, NULL, t->from, t->to, "this row is removed twice");
    else
        keep(l, (struct entry){.kind = ENTRY_REMOVE, .row = row, .minute = -1}, t->from, t->to);
    return true;
}

/* 3>4: a row, >, and a value that is all there is. The scale is the row's, so its grades are known. */
static bool post_read(struct line *l, const struct tokens *tokens)
{
    const struct token *t = tokens->items;
    int row;
    if (tokens->len < 2 || t->kind != TOKEN_NUMBER || t[1].kind != TOKEN_ABOVE || !row_number(&row, t->value))
        return false;
    const struct session *s = l->parse.context.session;
    const struct finding *f = s && row >= 1 && (size_t)row <= s->findings_len ? &s->findings[row - 1] : NULL;
    const struct scale *scale = f ? finding_scale(l->parse.context.catalogue, f) : NULL;
    const struct frame frame = {.scales = &scale, .scales_len = scale != NULL};
    const struct tokens rest = {tokens->items + 2, tokens->len - 2};
    struct attempt attempt = {.parse = &l->parse, .tokens = &rest};
    parts_read(&attempt, &frame);
    if (attempt.parts_len > 1 || (attempt.parts_len == 1 && attempt.parts[0].kind != PART_VALUE))
        return false;
    chip(l, t[0].from, t[1].to, arena_printf(l->parse.arena, "row %d post", row));
    if (!row_check(l, row, t->from, t->to, t->value))
        return true;
    struct entry e = {.kind = ENTRY_POST, .row = row, .minute = -1};
    if (!scale)
        fail_at(l, PROBLEM_INVALID, NULL, t->from, t->to, "this row is a release: it has no value");
    else if (attempt.parts_len == 0)
        fail_at(l, PROBLEM_INCOMPLETE, "value", t[1].to, t[1].to, "'>' needs the value after the treatment");
    else if (value_of_parts(&e.finding.post, &attempt, &attempt.parts[0], scale, t->value))
        keep(l, e, t->from, tokens->items[tokens->len - 1].to);
    else
        fail(l, attempt.problem);
    chips_add(l->out, &attempt);
    return true;
}

/* Which of the two readings has more to say? A type makes a release, a value without one a finding (see above). */
static bool release_fits_better(const struct attempt *release, const struct attempt *finding)
{
    bool one = release->problem.kind == PROBLEM_NONE, other = finding->problem.kind == PROBLEM_NONE;
    if (one || other)
        return one;
    bool measured = finding->has_target && finding->has_value && !release->has_target;
    if (release->has_type && finding->strangers > 0 && !measured)
        return true;
    if (release->strangers != finding->strangers)
        return release->strangers < finding->strangers;
    if (release->has_value || finding->has_value)
        return release->has_value;
    bool several = release->problem.kind == PROBLEM_AMBIGUOUS && finding->by_prefix;
    return release->has_target && (!finding->has_target || several);
}

static void row_read(struct line *l, const struct tokens *tokens)
{
    struct attempt release = {.parse = &l->parse, .tokens = tokens};
    struct attempt finding = {.parse = &l->parse, .tokens = tokens};
    release_read(&release);
    finding_read(&finding);
    struct attempt *best = release_fits_better(&release, &finding) ? &release : &finding;
    chips_add(l->out, best);
    best->entry.side_carried = best->carried != SIDE_NONE;
    if (best->problem.kind == PROBLEM_NONE)
        keep(l, best->entry, attempt_from(best), attempt_to(best));
    else
        fail(l, best->problem);
}

static void entry_read(struct line *l, size_t from, size_t to)
{
    struct tokens tokens;
    if (l->parse.line[from] == '=') {
        copy_read(l, from, from + 1, to);
        return;
    }
    tokens_read(&tokens, &l->parse, from, to);
    if (tokens.len == 0)
        return;
    const struct token *first = tokens.items;
    if (strcmp(first->text, "hw") == 0 || strcmp(first->text, "home") == 0)
        text_read(l, ENTRY_HOMECARE, from, first->to, to, "home exercise");
    else if (strcmp(first->text, "next") == 0)
        next_read(l, from, first->to, to);
    else if (strcmp(first->text, "same") == 0)
        copy_read(l, from, first->to, to);
    else if (!remove_read(l, &tokens) && !post_read(l, &tokens))
        row_read(l, &tokens);
}

static void entries_read(struct line *l, size_t len)
{
    for (size_t at = 0; at < len;) {
        at = skip(l, at, len);
        if (at < len && l->parse.line[at] == ':') {
            text_read(l, ENTRY_NOTE, at, at + 1, len, "note");
            return;
        }
        size_t to = at + strcspn(l->parse.line + at, ";");
        if (to > at)
            entry_read(l, at, to);
        at = to + 1;
    }
}

void grammar_read(struct reading *out, const char *line, const struct grammar_context *context, struct arena *a)
{
    struct line l = {.parse = {.line = line, .context = *context, .arena = a}, .out = out};
    struct err e = {0};
    size_t len = strlen(line);
    *out = (struct reading){0};
    if (!text_check(line, len, TEXT_LINE, GRAMMAR_LINE_MAX, &e)) {
        fail_at(&l, PROBLEM_INVALID, NULL, 0, len, arena_strdup(a, e.text));
        return;
    }
    entries_read(&l, len);
    if (out->problem.kind != PROBLEM_NONE) {
        out->entries = NULL;
        out->entries_len = 0;
    }
}

/* The highest row below `under` that is to go, 0 when there is none: from the last to the first, none shifts another.
 */
static int next_removed(const struct reading *r, int under)
{
    int row = 0;
    for (size_t i = 0; i < r->entries_len; i++)
        if (r->entries[i].kind == ENTRY_REMOVE && r->entries[i].row < under && r->entries[i].row > row)
            row = r->entries[i].row;
    return row;
}

bool grammar_apply_rows(struct session *s, const struct reading *r, struct err *e)
{
    for (size_t i = 0; i < r->entries_len; i++) {
        const struct entry *entry = &r->entries[i];
        if (entry->kind != ENTRY_POST)
            continue;
        if (entry->row < 1 || (size_t)entry->row > s->findings_len)
            return err_set(e, ERR_NOT_FOUND, "there is no finding %d", entry->row);
        struct finding *f = &s->findings[entry->row - 1];
        f->post = entry->finding.post;
        f->origin = f->origin == ORIGIN_CARRIED ? ORIGIN_EDITED : f->origin;
    }
    for (int row = next_removed(r, INT_MAX); row > 0; row = next_removed(r, row))
        if (!session_remove_row(s, (size_t)row))
            return err_set(e, ERR_NOT_FOUND, "there is no row %d to remove", row);
    return true;
}

void grammar_carry(struct grammar_context *context, const struct entry *entry)
{
    enum side side = entry->kind == ENTRY_RELEASE ? entry->release.side : entry->finding.side;
    bool row = entry->kind == ENTRY_RELEASE || entry->kind == ENTRY_FINDING;
    if (row && side != SIDE_NONE && side != SIDE_MIDLINE)
        context->side = side;
    if (entry->kind != ENTRY_FINDING)
        return;
    context->mode = entry->mode ? entry->mode : context->mode;
    context->device = entry->device ? entry->device : context->device;
}
