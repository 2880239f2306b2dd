/*
 * The line editor.
 *
 * The text is one flat buffer of the size of its limit: lines are short, and memmove on a few hundred bytes is not
 * worth a gap buffer. The cursor is always at a grapheme border, found by walking from the start. Undo keeps whole
 * states, because they are small and cannot disagree with the text; their buffers are used again in a ring. A secret
 * has neither undo nor a copy.
 *
 * What it draws depends on the state alone: the scroll position follows from the cursor and the width.
 */
#include "fascia/tui/line_edit.h"

#include "fascia/base/secret.h"
#include "fascia/base/utf8.h"

#include <stdio.h>
#include <string.h>

void line_edit_init(struct line_edit *l, struct arena *memory, size_t limit, bool secret)
{
    *l = (struct line_edit){.limit = limit, .secret = secret, .memory = memory};
    if (secret) {
        l->text = secret_alloc(limit + 1);
        return;
    }
    l->text = arena_alloc(memory, limit + 1);
    l->steps = arena_array(memory, LINE_EDIT_STEPS, sizeof *l->steps);
    l->steps[0].text = arena_alloc(memory, limit + 1);
    l->steps_len = 1;
}

void line_edit_release(struct line_edit *l)
{
    if (l->secret)
        secret_free(l->text);
    else if (l->text)
        secret_wipe(l->text, l->limit + 1);
    for (size_t i = 0; l->steps && i < LINE_EDIT_STEPS; i++)
        if (l->steps[i].text)
            secret_wipe(l->steps[i].text, l->limit + 1);
    *l = (struct line_edit){0};
}

const char *line_edit_text(const struct line_edit *l)
{
    return l->text ? l->text : "";
}

bool line_edit_empty(const struct line_edit *l)
{
    return l->len == 0;
}

/* The grapheme border at or before `at`, and the one after it. */
static void borders(const struct line_edit *l, size_t at, size_t *before, size_t *after)
{
    size_t border = 0;
    while (border < l->len) {
        size_t next = border + grapheme_len(l->text + border, l->len - border);
        if (next > at) {
            *before = border;
            *after = next;
            return;
        }
        border = next;
    }
    *before = *after = l->len;
}

static size_t left_of(const struct line_edit *l, size_t at)
{
    size_t before = 0, after;
    if (at > 0)
        borders(l, at - 1, &before, &after);
    return before;
}

static size_t right_of(const struct line_edit *l, size_t at)
{
    size_t before, after;
    borders(l, at, &before, &after);
    return after;
}

/* An edit may have glued two graphemes into one; then the cursor goes behind it. */
static void snap(struct line_edit *l)
{
    size_t before, after;
    borders(l, l->cursor, &before, &after);
    if (before != l->cursor)
        l->cursor = after;
}

static void keep_state(struct line_edit *l, size_t i)
{
    memcpy(l->steps[i].text, l->text, l->len + 1);
    l->steps[i].cursor = l->cursor;
}

/* Remembers the present state after a change: as a new step, or joined to the one that the same run of keys began. */
static void remember(struct line_edit *l, enum line_run run)
{
    bool joins = run != RUN_NONE && run == l->run && l->at + 1 == l->steps_len;
    l->run = run;
    if (l->secret)
        return;
    if (joins) {
        keep_state(l, l->at);
        return;
    }
    if (l->at + 1 == LINE_EDIT_STEPS) {
        struct line_step oldest = l->steps[0];
        memmove(l->steps, l->steps + 1, (LINE_EDIT_STEPS - 1) * sizeof *l->steps);
        l->steps[LINE_EDIT_STEPS - 1] = oldest;
        l->at--;
    }
    l->at++;
    l->steps_len = l->at + 1;
    if (!l->steps[l->at].text)
        l->steps[l->at].text = arena_alloc(l->memory, l->limit + 1);
    keep_state(l, l->at);
}

static void go_to_step(struct line_edit *l, size_t i)
{
    secret_wipe(l->text, l->len);
    l->at = i;
    l->run = RUN_NONE;
    l->len = strlen(l->steps[i].text);
    memcpy(l->text, l->steps[i].text, l->len + 1);
    l->cursor = l->steps[i].cursor;
}

static void cut_out(struct line_edit *l, size_t first, size_t last)
{
    size_t old = l->len;
    memmove(l->text + first, l->text + last, l->len - last + 1);
    l->len -= last - first;
    secret_wipe(l->text + l->len, old - l->len);
    l->cursor = first;
    snap(l);
}

static void delete_to(struct line_edit *l, size_t first, size_t last, enum line_run run)
{
    if (first == last)
        return;
    cut_out(l, first, last);
    remember(l, run);
}

static void insert(struct line_edit *l, const char *bytes, size_t n)
{
    memmove(l->text + l->cursor + n, l->text + l->cursor, l->len - l->cursor + 1);
    memcpy(l->text + l->cursor, bytes, n);
    l->len += n;
    l->cursor += n;
    snap(l);
}

static void type(struct line_edit *l, uint32_t code)
{
    char bytes[4];
    size_t n = utf8_encode(code, bytes);
    struct err e;
    if (n == 0 || !text_check(bytes, n, TEXT_LINE, sizeof bytes, &e)) {
        snprintf(l->notice, sizeof l->notice, "U+%04X cannot be part of a text", (unsigned)code);
        return;
    }
    if (l->len + n > l->limit) {
        snprintf(l->notice, sizeof l->notice, "the line is full: at most %zu bytes", l->limit);
        return;
    }
    insert(l, bytes, n);
    remember(l, RUN_TYPING);
    if (code == ' ')
        l->run = RUN_NONE;
}

/* As much of a text as fits, cut at a grapheme border. */
static size_t fitting(const struct line_edit *l, const char *text, size_t len)
{
    size_t room = l->limit - l->len, at = 0;
    while (at < len) {
        size_t n = grapheme_len(text + at, len - at);
        if (at + n > room)
            break;
        at += n;
    }
    return at;
}

/* Line ends and tabs become spaces; those at the end, which copying a whole line adds, go. */
static size_t one_line(char *text)
{
    size_t len = strlen(text);
    while (len > 0 && text[len - 1] == '\n')
        text[--len] = '\0';
    for (size_t i = 0; i < len; i++)
        if (text[i] == '\n' || text[i] == '\t')
            text[i] = ' ';
    return len;
}

static void paste(struct line_edit *l, const struct key *k)
{
    struct arena scratch = {0};
    size_t dropped = 0;
    char *text = text_clean(&scratch, k->text, k->len, TEXT_NOTE, &dropped);
    size_t len = one_line(text), n = fitting(l, text, len);
    if (dropped > 0)
        snprintf(l->notice, sizeof l->notice, "left out of the paste: %zu that are no text", dropped);
    if (n < len)
        snprintf(l->notice, sizeof l->notice, "the paste was cut: the line holds at most %zu bytes", l->limit);
    if (n > 0) {
        insert(l, text, n);
        remember(l, RUN_NONE);
    }
    arena_release(&scratch);
}

static size_t word_before(const struct line_edit *l)
{
    size_t at = l->cursor;
    while (at > 0 && l->text[at - 1] == ' ')
        at--;
    while (at > 0 && l->text[at - 1] != ' ')
        at--;
    return at;
}

static bool move_key(struct line_edit *l, uint32_t code)
{
    size_t to;
    if (code == KEYC_LEFT)
        to = left_of(l, l->cursor);
    else if (code == KEYC_RIGHT)
        to = right_of(l, l->cursor);
    else if (code == KEYC_HOME || code == key_ctrl('a'))
        to = 0;
    else if (code == KEYC_END || code == key_ctrl('e'))
        to = l->len;
    else
        return false;
    l->cursor = to;
    l->run = RUN_NONE;
    if (!l->secret)
        l->steps[l->at].cursor = to; /* undo goes back to where the next change will be made */
    return true;
}

static bool delete_key(struct line_edit *l, uint32_t code)
{
    if (code == KEYC_BACKSPACE)
        delete_to(l, left_of(l, l->cursor), l->cursor, RUN_DELETING);
    else if (code == KEYC_DELETE)
        delete_to(l, l->cursor, right_of(l, l->cursor), RUN_DELETING);
    else if (code == key_ctrl('w'))
        delete_to(l, l->secret ? 0 : word_before(l), l->cursor, RUN_NONE);
    else if (code == key_ctrl('u'))
        delete_to(l, 0, l->cursor, RUN_NONE);
    else if (code == key_ctrl('k'))
        delete_to(l, l->cursor, l->len, RUN_NONE);
    else
        return false;
    return true;
}

/* With nothing to undo here the key is left to the form around the line, which may have something. */
static bool undo_key(struct line_edit *l, uint32_t code)
{
    if (l->secret)
        return false;
    if (code == key_ctrl('z') && l->at > 0)
        go_to_step(l, l->at - 1);
    else if (code == key_ctrl('y') && l->at + 1 < l->steps_len)
        go_to_step(l, l->at + 1);
    else
        return false;
    return true;
}

bool line_edit_key(struct line_edit *l, const struct key *k)
{
    l->notice[0] = '\0';
    if (k->code == KEYC_PASTE)
        paste(l, k);
    else if (key_is_text(k))
        type(l, k->code);
    else
        return move_key(l, k->code) || delete_key(l, k->code) || undo_key(l, k->code);
    return true;
}

void line_edit_set(struct line_edit *l, const char *text)
{
    secret_wipe(l->text, l->limit + 1);
    l->len = l->cursor = l->at = 0;
    size_t n = fitting(l, text, strlen(text));
    memcpy(l->text, text, n);
    l->len = l->cursor = n;
    l->run = RUN_NONE;
    l->notice[0] = '\0';
    if (l->secret)
        return;
    l->steps_len = 1;
    keep_state(l, 0);
}

void line_edit_clear(struct line_edit *l)
{
    l->notice[0] = '\0';
    delete_to(l, 0, l->len, RUN_NONE);
}

static const char *shown_text(const struct line_edit *l, struct arena *scratch, size_t *cursor)
{
    static const char dot[] = "\u2022";
    *cursor = l->cursor;
    if (!l->secret || l->reveal)
        return line_edit_text(l);
    size_t count = 0;
    for (size_t at = 0; at < l->len; count++) {
        if (at == l->cursor)
            *cursor = count * (sizeof dot - 1);
        at += grapheme_len(l->text + at, l->len - at);
    }
    if (l->cursor == l->len)
        *cursor = count * (sizeof dot - 1);
    char *dots = arena_alloc(scratch, count * (sizeof dot - 1) + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(dots + i * (sizeof dot - 1), dot, sizeof dot - 1);
    return dots;
}

void line_edit_draw(const struct line_edit *l, struct canvas *c, int y, int x, int columns, enum look look,
                    bool focused)
{
    struct arena scratch = {0};
    size_t cursor;
    const char *text = shown_text(l, &scratch, &cursor);
    int before = text_width(arena_strndup(&scratch, text, cursor));
    int half = columns / 2 > 0 ? columns / 2 : 1;
    int start = before < columns - 1 ? 0 : ((before - columns + 1) / half + 1) * half;
    size_t skip = text_fit(text, start);
    int skipped = text_width(arena_strndup(&scratch, text, skip));
    if (skipped < start && text[skip] != '\0') {
        size_t n = grapheme_len(text + skip, strlen(text + skip));
        skipped += grapheme_width(text + skip, n);
        skip += n;
    }
    canvas_fill(c, y, x, 1, columns, look);
    int indent = skipped > start ? skipped - start : 0;
    canvas_text(c, y, x + indent, columns - indent, look, text + skip);
    if (start > 0)
        canvas_text(c, y, x, 1, look, "\u2026");
    if (focused)
        canvas_cursor(c, y, x + before - start);
    arena_release(&scratch);
}
