/*
 * A search line. Whatever the catalogue or the calendar knows is a filter; the rest are names and text, to be looked up
 * as they are. A form is claimed only where it is whole words between blanks, so that a double-barrelled name stays
 * one.
 */
#include "grammar_internal.h"

#include "fascia/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define PREFIX_MIN 3 /* letters that claim a longer form: fewer are the start of a name */
#define DATE_MAX 64  /* bytes */

struct search {
    struct parse parse;
    struct query *out;
    size_t len;
};

static const struct frame frame = {.kinds = KIND(TERM_REGION) | KIND(TERM_STRUCTURE) | KIND(TERM_MOVEMENT) |
                                            KIND(TERM_TEST) | KIND(TERM_MEASURE)};

static void chip(struct search *s, size_t from, size_t to, enum chip_state state, const char *label)
{
    struct chip *slot = arena_push(s->parse.arena, &s->out->chips, &s->out->chips_len, sizeof *slot);
    *slot = (struct chip){from, to, state, label};
}

static void refuse(struct search *s, enum problem_kind kind, const char *missing, size_t from, size_t to,
                   const char *message)
{
    if (s->out->problem.kind == PROBLEM_NONE)
        s->out->problem =
            (struct problem){.kind = kind, .missing = missing, .from = from, .to = to, .message = message};
}

static const char *piece(const struct search *s, size_t from, size_t to)
{
    return arena_strndup(s->parse.arena, s->parse.line + from, to - from);
}

static size_t blanks(const struct search *s, size_t at)
{
    while (at < s->len && (s->parse.line[at] == ' ' || s->parse.line[at] == ','))
        at++;
    return at;
}

static size_t piece_end(const struct search *s, size_t at)
{
    while (at < s->len && s->parse.line[at] != ' ' && s->parse.line[at] != ',' && s->parse.line[at] != '"')
        at++;
    return at;
}

static void word_add(struct search *s, size_t from, size_t to)
{
    if (from == to)
        return;
    const char **slot =
        arena_push(s->parse.arena, &s->out->words, &s->out->words_len, sizeof *slot); /* of the array of strings */
    const char *text = piece(s, from, to);
    *slot = text_fold(s->parse.arena, text);
    chip(s, from, to, CHIP_SURE, arena_printf(s->parse.arena, "text: %s", text));
}

/* Does this token begin, and that one end, where a blank or the end of the line is? */
static bool whole(const struct search *s, const struct tokens *tokens, size_t at, size_t len)
{
    size_t to = tokens->items[at + len - 1].to;
    return tokens->items[at].spaced && (to == s->len || strchr(" ,\"", s->parse.line[to]) != NULL);
}

/* The first of these sorts that is there: only rows of one sort can be any of one another. */
static unsigned sort_of(const struct match *m)
{
    static const unsigned sorts[] = {KIND(TERM_STRUCTURE), KIND(TERM_REGION),
                                     KIND(TERM_MOVEMENT) | KIND(TERM_TEST) | KIND(TERM_MEASURE)};
    for (size_t i = 0; i < ARRAY_LEN(sorts); i++)
        if (match_has(m, sorts[i]))
            return sorts[i];
    return 0;
}

/* "nprs" is one measure in an entry; who looks for it wants all that begin so. */
static void measures_widen(struct search *s, const struct tokens *tokens, size_t at, struct match *m)
{
    const struct range *r = &tokens->items[at].ranges[m->len - 1];
    for (size_t i = 0; m->exact && match_has(m, KIND(TERM_MEASURE)) && i < r->count; i++) {
        const struct term *term = &s->parse.context.catalogue->terms[r->start + i];
        if (term->kind == TERM_MEASURE)
            match_add(m, (struct hit){TERM_MEASURE, term->index}, s->parse.arena);
    }
}

static void hit_add(struct search *s, struct hit h)
{
    const struct catalogue *c = s->parse.context.catalogue;
    struct arena *a = s->parse.arena;
    struct query *q = s->out;
    if (h.kind == TERM_STRUCTURE) {
        const struct structure **slot = arena_push(a, &q->structures, &q->structures_len, sizeof(void *));
        *slot = &c->structures[h.index];
    } else if (h.kind == TERM_REGION) {
        const struct region **slot = arena_push(a, &q->regions, &q->regions_len, sizeof(void *));
        *slot = &c->regions[h.index];
    } else {
        const char **slot = arena_push(a, &q->tests, &q->tests_len, sizeof *slot);
        *slot = hit_id(c, h);
    }
}

static void match_take(struct search *s, const struct match *m, size_t from, size_t to)
{
    const struct catalogue *c = s->parse.context.catalogue;
    unsigned sort = sort_of(m);
    const char *label = NULL;
    size_t count = 0;
    for (size_t i = 0; i < m->hits_len; i++) {
        if (!(sort & KIND(m->hits[i].kind)))
            continue;
        hit_add(s, m->hits[i]);
        label = label ? label : hit_label(c, m->hits[i]);
        count++;
    }
    if (count > 1)
        label = arena_printf(s->parse.arena, "%s or %zu more", label, count - 1);
    chip(s, from, to, CHIP_SURE, label);
}

static void side_take(struct search *s, enum side side, size_t from, size_t to)
{
    if (s->out->side != SIDE_NONE && s->out->side != side)
        refuse(s, PROBLEM_INVALID, NULL, from, to, "a search has one side: leave it out to find both");
    s->out->side = side;
    chip(s, from, to, CHIP_SURE, side_short(side));
}

static void type_take(struct search *s, enum release_type type, size_t from, size_t to)
{
    if (s->out->type != RELEASE_NONE && s->out->type != type)
        refuse(s, PROBLEM_INVALID, NULL, from, to, "a search has one type of release");
    s->out->type = type;
    chip(s, from, to, CHIP_SURE, release_type_word(type));
}

static void span_take(struct search *s, struct span when, size_t from, size_t to)
{
    char first[16], last[16];
    if (s->out->when.first.year != 0)
        refuse(s, PROBLEM_INVALID, NULL, from, to, "a search has one day, month or year");
    s->out->when = when;
    date_format_short(first, when.first);
    date_format_short(last, when.last);
    bool one = date_compare(when.first, when.last) == 0;
    chip(s, from, to, CHIP_SURE, arena_printf(s->parse.arena, "%s%s%s", first, one ? "" : " - ", one ? "" : last));
}

/* @ana #0412 "plain text": the bytes used, 0 when it is none of these. */
static size_t marked_read(struct search *s, size_t at)
{
    char mark = s->parse.line[at];
    size_t end = piece_end(s, at + 1);
    if (mark == '"') {
        const char *close = memchr(s->parse.line + at + 1, '"', s->len - at - 1);
        end = close ? (size_t)(close - s->parse.line) : s->len;
        word_add(s, at + 1, end);
        return end - at + (close != NULL);
    }
    if (mark != '@' && mark != '#')
        return 0;
    const char *text = piece(s, at + 1, end);
    if (mark == '@' && *text != '\0') {
        s->out->therapist = text_fold(s->parse.arena, text);
        chip(s, at, end, CHIP_SURE, arena_printf(s->parse.arena, "by %s", text));
    } else if (mark == '#' && strspn(text, "0123456789") == strlen(text) && *text != '\0' && strlen(text) < 10) {
        s->out->number = (int)strtol(text, NULL, 10);
        chip(s, at, end, CHIP_SURE, arena_printf(s->parse.arena, "#%04d", s->out->number));
    } else {
        bool open = *text == '\0';
        chip(s, at, end, CHIP_UNKNOWN, piece(s, at, end));
        refuse(s, open ? PROBLEM_INCOMPLETE : PROBLEM_INVALID, open ? "text" : NULL, at, end,
               mark == '@' ? "'@' needs the name of a therapist" : "'#' needs a clinic number");
    }
    return end - at;
}

/* The date that begins here, if it ends with a word. A date is short: the rest of a long line is not looked at. */
static size_t date_read(struct search *s, struct span *when, size_t at, size_t end)
{
    size_t used = 0, cut = end - at > DATE_MAX ? at + DATE_MAX : end;
    when_read(when, &used, piece(s, at, cut), WHEN_SEARCH, s->parse.context.today);
    return used < DATE_MAX ? used : 0;
}

/* One piece of the line that no mark sets apart: what it is, and where it ends. `end`: of the run of such pieces. */
static size_t plain_read(struct search *s, const struct tokens *tokens, size_t token, size_t at, size_t end)
{
    struct match m = {0};
    struct span when;
    size_t type_len = 0;
    bool found = token < tokens->len && tokens->items[token].from == at && tokens->items[token].kind == TOKEN_WORD;
    if (found)
        match_find(&m, &s->parse, tokens, token, &frame);
    if (m.len > 0 && !whole(s, tokens, token, m.len))
        m.len = 0;
    size_t form_end = m.len > 0 ? tokens->items[token + m.len - 1].to : at;
    enum side side = found && m.len <= 1 ? side_typed(tokens->items[token].text) : SIDE_NONE;
    enum release_type type = found ? type_typed(tokens, token, &type_len) : RELEASE_NONE;
    if (side != SIDE_NONE && whole(s, tokens, token, 1)) {
        side_take(s, side, at, tokens->items[token].to);
        return tokens->items[token].to;
    }
    if (type != RELEASE_NONE && m.len <= type_len && whole(s, tokens, token, type_len)) {
        type_take(s, type, at, tokens->items[token + type_len - 1].to);
        return tokens->items[token + type_len - 1].to;
    }
    size_t date = m.len > 0 && m.exact ? 0 : date_read(s, &when, at, end);
    if (date > 0) {
        span_take(s, when, at, at + date);
        return at + date;
    }
    if (m.len > 0 && (m.exact || form_end - at >= PREFIX_MIN)) {
        measures_widen(s, tokens, token, &m);
        match_take(s, &m, at, form_end);
        return form_end;
    }
    size_t to = piece_end(s, at);
    word_add(s, at, to);
    return to;
}

static void query_read(struct search *s)
{
    struct tokens tokens;
    size_t token = 0;
    tokens_read(&tokens, &s->parse, 0, s->len);
    for (size_t at = blanks(s, 0); at < s->len; at = blanks(s, at)) {
        size_t used = marked_read(s, at);
        while (token < tokens.len && tokens.items[token].from < at)
            token++;
        if (used > 0)
            at += used;
        else
            at = plain_read(s, &tokens, token, at, at + strcspn(s->parse.line + at, "\""));
    }
}

void grammar_query(struct query *out, const char *line, const struct grammar_context *context, struct arena *a)
{
    struct search s = {.parse = {.line = line, .context = *context, .arena = a}, .out = out, .len = strlen(line)};
    struct err e = {0};
    *out = (struct query){0};
    if (!text_check(line, s.len, TEXT_LINE, GRAMMAR_LINE_MAX, &e)) {
        refuse(&s, PROBLEM_INVALID, NULL, 0, s.len, arena_strdup(a, e.text));
        return;
    }
    query_read(&s);
}
