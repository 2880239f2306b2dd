/* Fast entry, case by case: the files of cases, and what must hold for every line of them. */
#include "fascia/model/grammar.h"

#include "fascia/base/utf8.h"

#include "reading_words.h"
#include "support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* One therapist typing line after line into one session. */
struct desk {
    struct arena arena;
    struct session session;
    struct grammar_context context;
};

static void desk_clear(struct desk *d)
{
    d->session = (struct session){0};
    d->context =
        (struct grammar_context){.catalogue = catalogue_shipped(), .today = {2026, 11, 23}, .session = &d->session};
}

static void desk_apply(struct desk *d, const struct reading *r)
{
    struct err err;
    assert_true(grammar_apply_rows(&d->session, r, &err));
    for (size_t i = 0; i < r->entries_len; i++) {
        const struct entry *e = &r->entries[i];
        grammar_carry(&d->context, e);
        if (e->kind == ENTRY_RELEASE)
            session_add_release(&d->session, &e->release, &d->arena);
        else if (e->kind == ENTRY_FINDING)
            session_add_finding(&d->session, &e->finding, &d->arena);
    }
}

/* In the form of every message: lower case first, no full stop. */
static void message_check(const char *message)
{
    assert_non_null(message);
    size_t len = strlen(message);
    if (len == 0 || (message[0] >= 'A' && message[0] <= 'Z') || message[len - 1] == '.')
        fail_msg("message '%s'", message);
}

/* What holds of every reading, good or bad. */
static void reading_check(const struct reading *r, const char *line, const struct grammar_context *context)
{
    struct err e;
    size_t len = strlen(line);
    assert_true(r->problem.kind == PROBLEM_NONE || r->entries_len == 0);
    if (r->problem.kind != PROBLEM_NONE)
        message_check(r->problem.message);
    assert_true(r->problem.from <= r->problem.to && r->problem.to <= len);
    for (size_t i = 0; i < r->chips_len; i++) {
        assert_true(r->chips[i].from <= r->chips[i].to && r->chips[i].to <= len);
        assert_non_null(r->chips[i].label);
    }
    for (size_t i = 0; i < r->entries_len; i++) {
        const struct entry *entry = &r->entries[i];
        assert_true(entry->from < entry->to && entry->to <= len);
        if (entry->kind == ENTRY_FINDING && !finding_check(context->catalogue, &entry->finding, &e))
            fail_msg("'%s': %s", line, e.text);
        if (entry->kind == ENTRY_RELEASE && !release_check(context->catalogue, &entry->release, &e))
            fail_msg("'%s': %s", line, e.text);
    }
}

/* A line with bytes from..to replaced. */
static const char *replaced(const char *line, size_t from, size_t to, const char *text, struct arena *a)
{
    return arena_printf(a, "%.*s%s%s", (int)from, line, text, line + to);
}

static bool reads_as(const struct reading *r, const char *id)
{
    for (size_t i = 0; i < r->entries_len; i++) {
        const struct entry *e = &r->entries[i];
        const char *const ids[] = {e->release.structure,
                                   e->release.region,
                                   e->release.movement,
                                   e->finding.target,
                                   e->finding.quality,
                                   e->finding.about,
                                   e->finding.kind,
                                   side_word(e->finding.side),
                                   side_word(e->release.side),
                                   release_type_word(e->release.type)};
        for (size_t k = 0; k < ARRAY_LEN(ids); k++)
            if (ids[k] && strcmp(ids[k], id) == 0)
                return true;
    }
    return false;
}

/* Every candidate's replacement settles the question it was offered for: it is read as that row, or asks for the rest.
 */
static void candidates_check(struct desk *d, const struct reading *r, const char *line)
{
    for (size_t i = 0; i < r->problem.candidates_len; i++) {
        const struct candidate *c = &r->problem.candidates[i];
        const char *next = replaced(line, r->problem.from, r->problem.to, c->replacement, &d->arena);
        struct reading again;
        grammar_read(&again, next, &d->context, &d->arena);
        reading_check(&again, next, &d->context);
        size_t end = r->problem.from + strlen(c->replacement);
        bool same = again.problem.kind == r->problem.kind && again.problem.from < end &&
                    again.problem.to > r->problem.from && again.problem.missing == r->problem.missing;
        if (again.problem.kind == PROBLEM_NONE ? !reads_as(&again, c->id) : same)
            fail_msg("'%s' with '%s': %s", line, next, reading_words(&again, next, d->context.catalogue, &d->arena));
    }
}

/* \xHH stands for a byte, \s for a blank. */
static char *unescaped(const char *text, size_t len, struct arena *a)
{
    char *out = arena_strndup(a, text, len), *to = out;
    for (const char *from = out; *from; from++) {
        if (from[0] == '\\' && from[1] == 'x') {
            const char hex[3] = {from[2], from[3], '\0'};
            *to++ = (char)strtol(hex, NULL, 16);
            from += 3;
        } else if (from[0] == '\\' && from[1] == 's') {
            *to++ = ' ';
            from++;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
    return out;
}

/* Bytes that no text file should hold, as \xHH. */
static void escaped(struct buf *out, const char *text)
{
    size_t len = strlen(text);
    for (size_t at = 0, n; at < len; at += n) {
        uint32_t code = 0;
        n = utf8_decode(text + at, len - at, &code);
        if (n == 0 || code < 0x20 || code == 0x7F)
            buf_printf(out, "\\x%02x", (unsigned char)text[at]);
        else
            buf_add(out, text + at, n);
        n = n > 0 ? n : 1;
    }
}

static const char *read_in(struct desk *d, const char *line)
{
    struct reading r;
    grammar_read(&r, line, &d->context, &d->arena);
    reading_check(&r, line, &d->context);
    candidates_check(d, &r, line);
    const char *words = reading_words(&r, line, d->context.catalogue, &d->arena);
    desk_apply(d, &r);
    return words;
}

static const char *found(struct desk *d, const char *line)
{
    struct query q;
    grammar_query(&q, line, &d->context, &d->arena);
    return query_words(&q, line, &d->arena);
}

static const char *chips_of(struct desk *d, const char *line)
{
    struct reading r;
    grammar_read(&r, line, &d->context, &d->arena);
    reading_check(&r, line, &d->context);
    return chips_words(r.chips, r.chips_len, &d->arena);
}

static const char *message_of(struct desk *d, const char *line)
{
    struct reading r;
    grammar_read(&r, line, &d->context, &d->arena);
    return r.problem.kind == PROBLEM_NONE ? "" : r.problem.message;
}

/* Is every word of `want` in `got`, each as often? */
static bool words_in(const char *want, const char *got, struct arena *a)
{
    char *rest = arena_printf(a, " %s ", got);
    for (size_t at = strspn(want, " "); want[at] != '\0'; at += strspn(want + at, " ")) {
        size_t len = strcspn(want + at, " ");
        const char *word = arena_printf(a, " %.*s ", (int)len, want + at);
        char *place = strstr(rest, word);
        if (!place)
            return false;
        memset(place + 1, '_', len);
        at += len;
    }
    return true;
}

static void every_line_of_the_design_reads_as_it_says(void **state)
{
    (void)state;
    struct desk d = {0};
    struct buf file = golden_read("model/grammar-cases.txt");
    size_t cases = 0;
    desk_clear(&d);
    for (const char *at = buf_text(&file); *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n') {
        const char *text = arena_strndup(&d.arena, at, strcspn(at, "\n"));
        const char *arrow = strstr(text, " -> ");
        if (text[0] == '#' || !arrow)
            continue;
        const char *comment = strstr(arrow, "   #");
        size_t end = (size_t)(arrow - text);
        while (end > 0 && text[end - 1] == ' ')
            end--;
        const char *line = arena_strndup(&d.arena, text, end);
        const char *want = arrow + 4;
        want = arena_strndup(&d.arena, want, comment ? (size_t)(comment - want) : strlen(want));
        const char *got = read_in(&d, line);
        if (!words_in(want, got, &d.arena))
            fail_msg("'%s'\n want %s\n got  %s", line, want, got);
        cases++;
    }
    assert_int_equal(cases, 29);
    buf_release(&file);
    arena_release(&d.arena);
}

/* One line of the file of own cases, with what came out on its right. */
static void own_case(struct desk *d, struct buf *out, const char *text)
{
    static const struct {
        const char *mark;
        const char *(*answer)(struct desk *, const char *);
    } kinds[] = {{" => ", read_in}, {" ~> ", chips_of}, {" !> ", message_of}, {" /> ", found}};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        const char *mark = strncmp(text, "# ", 2) == 0 ? NULL : strstr(text, kinds[i].mark);
        if (!mark)
            continue;
        const char *line = unescaped(text, (size_t)(mark - text), &d->arena);
        const char *answer = kinds[i].answer(d, line);
        buf_printf(out, "%.*s%s", (int)(mark - text), text, kinds[i].mark);
        escaped(out, answer);
        buf_putc(out, '\n');
        return;
    }
    buf_printf(out, "%s\n", text);
    if (strcmp(text, "! new session") == 0)
        desk_clear(d);
}

static void every_own_case_reads_in_full_as_it_says(void **state)
{
    (void)state;
    struct desk d = {0};
    struct buf file = golden_read("model/grammar-own-cases.txt"), out = {0};
    desk_clear(&d);
    for (const char *at = buf_text(&file); *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n')
        own_case(&d, &out, arena_strndup(&d.arena, at, strcspn(at, "\n")));
    golden_check("model/grammar-own-cases.txt", buf_text(&out));
    buf_release(&file);
    buf_release(&out);
    arena_release(&d.arena);
}

/* Every line of the design, letter by letter: nothing is ever both an entry and a question. */
static void a_line_is_sound_at_every_letter(void **state)
{
    (void)state;
    struct desk d = {0};
    struct buf file = golden_read("model/grammar-cases.txt");
    desk_clear(&d);
    for (const char *at = buf_text(&file); *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n') {
        const char *arrow = strstr(at, " -> ");
        for (size_t len = 0; *at != '#' && arrow && at + len <= arrow; len++) {
            struct arena a = {0};
            struct reading r;
            const char *line = arena_strndup(&a, at, len);
            grammar_read(&r, line, &d.context, &a);
            reading_check(&r, line, &d.context);
            arena_release(&a);
        }
    }
    buf_release(&file);
    arena_release(&d.arena);
}

/* `piece` again and again until the line is full. */
static const char *full_line(const char *piece, size_t len, struct arena *a)
{
    char *line = arena_alloc(a, len + 1);
    for (size_t i = 0; i < len; i++)
        line[i] = piece[i % strlen(piece)];
    return line;
}

static void a_line_has_four_kibibytes_and_no_more(void **state)
{
    (void)state;
    static const char *const pieces[] = {"l gastroc wb 3x; ", "gas ", "l ", ";", "3>", "-1;", "@", "x",
                                         "tib post ",         "n/t "};
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        struct desk d = {0};
        struct reading r;
        desk_clear(&d);
        const char *line = full_line(pieces[i], GRAMMAR_LINE_MAX, &d.arena);
        grammar_read(&r, line, &d.context, &d.arena);
        reading_check(&r, line, &d.context);
        line = full_line(pieces[i], GRAMMAR_LINE_MAX + 1, &d.arena);
        grammar_read(&r, line, &d.context, &d.arena);
        assert_int_equal(r.problem.kind, PROBLEM_INVALID);
        assert_int_equal(r.entries_len, 0);
        struct query q;
        grammar_query(&q, line, &d.context, &d.arena);
        assert_int_equal(q.problem.kind, PROBLEM_INVALID);
        arena_release(&d.arena);
    }
}

static void all_entries_of_a_long_line_are_read(void **state)
{
    (void)state;
    struct desk d = {0};
    struct reading r;
    desk_clear(&d);
    grammar_read(&r, full_line("l gastroc wb 3x;", 16 * 256, &d.arena), &d.context, &d.arena);
    assert_int_equal(r.problem.kind, PROBLEM_NONE);
    assert_int_equal(r.entries_len, 256);
    assert_int_equal(r.entries[255].from, 255 * 16);
    assert_int_equal(r.entries[255].to, 255 * 16 + 15);
    arena_release(&d.arena);
}

static void only_what_was_typed_is_carried_to_the_next_line(void **state)
{
    (void)state;
    struct grammar_context c = {.side = SIDE_RIGHT, .mode = "passive", .device = "tape"};
    struct entry e = {.kind = ENTRY_FINDING,
                      .finding = {.side = SIDE_MIDLINE, .mode = "active", .device = "goniometer"}};
    grammar_carry(&c, &e);
    assert_int_equal(c.side, SIDE_RIGHT);
    assert_string_equal(c.mode, "passive");
    assert_string_equal(c.device, "tape");
    e.mode = "active";
    e.finding.side = SIDE_LEFT;
    grammar_carry(&c, &e);
    assert_int_equal(c.side, SIDE_LEFT);
    assert_string_equal(c.mode, "active");
    e = (struct entry){.kind = ENTRY_RELEASE, .release = {.side = SIDE_BILATERAL}};
    grammar_carry(&c, &e);
    assert_int_equal(c.side, SIDE_BILATERAL);
    e = (struct entry){.kind = ENTRY_NOTE};
    grammar_carry(&c, &e);
    assert_int_equal(c.side, SIDE_BILATERAL);
}

/* What was copied from the last session was not typed in this one. */
static void pain_is_felt_on_what_was_typed_not_on_what_was_copied(void **state)
{
    (void)state;
    struct desk d = {0};
    struct reading r;
    desk_clear(&d);
    struct finding rows[] = {{.kind = "test", .on = ON_TEST, .target = "slr", .side = SIDE_LEFT},
                             {.kind = "test", .on = ON_TEST, .target = "ober", .side = SIDE_LEFT}};
    rows[1].origin = ORIGIN_CARRIED;
    d.session.findings = rows;
    d.session.findings_len = 2;
    grammar_read(&r, "nprs 4", &d.context, &d.arena);
    assert_int_equal(r.entries_len, 1);
    assert_string_equal(r.entries[0].finding.about, "slr");
    rows[0].origin = ORIGIN_CARRIED;
    grammar_read(&r, "nprs 4", &d.context, &d.arena);
    assert_int_equal(r.problem.kind, PROBLEM_INCOMPLETE);
    assert_string_equal(r.problem.missing, "movement");
    arena_release(&d.arena);
}

static void rows_of_a_line_are_those_that_stood_before_it(void **state)
{
    (void)state;
    struct desk d = {0};
    struct reading r;
    desk_clear(&d);
    (void)read_in(&d, "l slr 60; r slr 61; l ktw 9; l sol a 3x; l gastroc wb 3x");
    (void)read_in(&d, "r ktw 8; 1>70; -5; 3>10; -2");
    assert_int_equal(d.session.findings_len, 3);
    assert_int_equal(d.session.releases_len, 1);
    assert_int_equal(d.session.findings[0].post.tenths, 700);
    assert_string_equal(d.session.findings[1].target, "knee-to-wall");
    assert_int_equal(d.session.findings[1].side, SIDE_LEFT);
    assert_int_equal(d.session.findings[1].post.tenths, 100);
    assert_int_equal(d.session.findings[2].side, SIDE_RIGHT);
    assert_string_equal(d.session.releases[0].structure, "soleus");

    struct err e;
    struct session other = {0};
    grammar_read(&r, "1>70", &d.context, &d.arena);
    assert_false(grammar_apply_rows(&other, &r, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    arena_release(&d.arena);
}

static void rows_are_refused_where_no_session_is_open(void **state)
{
    (void)state;
    static const char *const lines[] = {"3>4", "-6", "1>"};
    struct desk d = {0};
    struct reading r;
    desk_clear(&d);
    d.context.session = NULL;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        grammar_read(&r, lines[i], &d.context, &d.arena);
        assert_int_equal(r.problem.kind, PROBLEM_INVALID);
        assert_int_equal(r.entries_len, 0);
    }
    arena_release(&d.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_of_the_design_reads_as_it_says),
        cmocka_unit_test(every_own_case_reads_in_full_as_it_says),
        cmocka_unit_test(a_line_is_sound_at_every_letter),
        cmocka_unit_test(a_line_has_four_kibibytes_and_no_more),
        cmocka_unit_test(all_entries_of_a_long_line_are_read),
        cmocka_unit_test(only_what_was_typed_is_carried_to_the_next_line),
        cmocka_unit_test(pain_is_felt_on_what_was_typed_not_on_what_was_copied),
        cmocka_unit_test(rows_of_a_line_are_those_that_stood_before_it),
        cmocka_unit_test(rows_are_refused_where_no_session_is_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
