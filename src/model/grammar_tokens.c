/*
 * A line in tokens. Letters and digits part from each other (t2, 3x30s), but remember that they touched, so that ultt2b
 * can still be found whole. Brackets, quotes and full stops are no more than blanks; a comma is one too, or a decimal
 * point between digits. Every other mark stays as a token of its own: `<10` must not read as 10.
 */
#include "grammar_match_internal.h"

#include "fascia/base/utf8.h"

#include <string.h>

#define FORM_MAX 160 /* bytes of a typed form; the longest name of the catalogue has half of that */

struct scanner {
    const struct parse *parse;
    size_t at, end;
    bool spaced, glued, joined;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static char at(const struct scanner *s, size_t ahead)
{
    return s->at + ahead < s->end ? s->parse->line[s->at + ahead] : '\0';
}

static bool starts(const struct scanner *s, const char *text)
{
    size_t len = strlen(text);
    return s->end - s->at >= len && memcmp(s->parse->line + s->at, text, len) == 0;
}

/* Bytes of a minus here: the hyphen, or what programs print for one. 0 = none. */
static size_t minus_len(const struct scanner *s)
{
    if (at(s, 0) == '-')
        return 1;
    return starts(s, "\xE2\x88\x92") || starts(s, "\xE2\x80\x93") ? 3 : 0;
}

/* In a name: "Sole / arch", "FAAM - ADL". Never before a digit, where it may be a minus. */
static bool lone_mark(const struct scanner *s)
{
    size_t next = 1;
    if ((at(s, 0) != '/' && at(s, 0) != '-') || !s->spaced || at(s, 1) != ' ')
        return false;
    while (at(s, next) == ' ')
        next++;
    return is_letter(at(s, next));
}

static size_t blank_len(const struct scanner *s)
{
    if (starts(s, "\xC2\xA0")) /* no-break space */
        return 2;
    if (lone_mark(s))
        return 1;
    return at(s, 0) != '\0' && strchr(" ,.()\"'", at(s, 0)) != NULL ? 1 : 0;
}

static struct token *add(struct tokens *out, struct scanner *s, enum token_kind kind, size_t len)
{
    struct token *t = arena_push(s->parse->arena, &out->items, &out->len, sizeof *t);
    *t = (struct token){.kind = kind, .from = s->at, .to = s->at + len, .text = "", .value = "", .glued = s->glued};
    t->spaced = s->spaced;
    t->joined = s->joined;
    s->at += len;
    s->spaced = s->joined = false;
    s->glued = true;
    return t;
}

/* Is a number here, perhaps with a sign? A hyphen after a letter or digit joins words, and is no sign. */
static bool number_starts(const struct scanner *s)
{
    size_t sign = s->glued ? 0 : at(s, 0) == '+' ? 1 : minus_len(s);
    char c = at(s, sign);
    return is_digit(c) || (c == '.' && is_digit(at(s, sign + 1)) && !s->glued);
}

static void number_read(struct tokens *out, struct scanner *s)
{
    struct arena *a = s->parse->arena;
    size_t minus = s->glued ? 0 : minus_len(s);
    size_t first = minus > 0 ? minus : at(s, 0) == '+';
    size_t len = first;
    bool point = false;
    while (is_digit(at(s, len)) || (!point && (at(s, len) == '.' || at(s, len) == ',') && is_digit(at(s, len + 1)))) {
        point = point || !is_digit(at(s, len));
        len++;
    }
    const char *digits = s->parse->line + s->at + first;
    const char *zero = *digits == '.' ? "0" : "";
    char *value = arena_printf(a, "%s%s%.*s", minus > 0 ? "-" : "", zero, (int)(len - first), digits);
    char *text = arena_strndup(a, digits, len - first);
    char *comma = strchr(value, ',');
    if (comma)
        *comma = '.';
    char *to = text;
    for (const char *c = text; *c; c++)
        if (is_digit(*c))
            *to++ = *c;
    *to = '\0';
    char mark = at(s, len), after = at(s, len + 1);
    bool grade = (mark == '+' || mark == '-') && !is_digit(after) && !is_letter(after) && after != mark;
    if (grade)
        value = arena_printf(a, "%s%c", value, mark);
    struct token *t = add(out, s, TOKEN_NUMBER, len + grade);
    t->text = text;
    t->value = value;
}

static size_t word_len(const struct scanner *s)
{
    size_t len = 0;
    while (is_letter(at(s, len)) || (at(s, len) == '\'' && len > 0)) {
        struct scanner here = *s;
        here.at += len;
        if (len > 0 && (blank_len(&here) == 2 || minus_len(&here) == 3))
            break;
        len++;
    }
    return len;
}

static void word_read(struct tokens *out, struct scanner *s)
{
    size_t len = word_len(s);
    char *text = term_fold(s->parse->arena, arena_strndup(s->parse->arena, s->parse->line + s->at, len));
    add(out, s, TOKEN_WORD, len)->text = text;
}

static bool fixed_read(struct tokens *out, struct scanner *s, const char *text, enum token_kind kind, const char *word,
                       const char *value)
{
    if (!starts(s, text))
        return false;
    struct token *t = add(out, s, kind, strlen(text));
    t->text = word;
    t->value = value;
    return true;
}

/* /10 or /5 right behind a number. */
static bool fraction_read(struct tokens *out, struct scanner *s)
{
    bool after_number = s->glued && out->len > 0 && out->items[out->len - 1].kind == TOKEN_NUMBER;
    size_t len = 1;
    if (!after_number || at(s, 0) != '/')
        return false;
    while (is_digit(at(s, len)))
        len++;
    if (len == 1)
        return false;
    const char *text = arena_strndup(s->parse->arena, s->parse->line + s->at + 1, len - 1);
    const char *value = arena_strndup(s->parse->arena, s->parse->line + s->at, len);
    s->glued = false; /* a slash is a blank in a typed form */
    struct token *t = add(out, s, TOKEN_UNIT, len);
    t->text = text;
    t->value = value;
    return true;
}

static void mark_read(struct tokens *out, struct scanner *s)
{
    if (fraction_read(out, s) || fixed_read(out, s, "\xC2\xB0", TOKEN_UNIT, "", "deg") ||
        fixed_read(out, s, "%", TOKEN_UNIT, "", "%") || fixed_read(out, s, "\xC3\x97", TOKEN_WORD, "x", ""))
        return;
    bool joins = s->glued && (minus_len(s) > 0 || at(s, 0) == '/');
    bool lone_plus = !s->glued && at(s, 0) == '+';
    if (joins) {
        s->at += minus_len(s) > 0 ? minus_len(s) : 1;
        s->glued = false;
        s->joined = true;
    } else if (lone_plus &&
               (fixed_read(out, s, "+++", TOKEN_GRADE, "", "+++") || fixed_read(out, s, "++", TOKEN_GRADE, "", "++") ||
                fixed_read(out, s, "+", TOKEN_GRADE, "", "+"))) {
        return;
    } else if (at(s, 0) == '>') {
        add(out, s, TOKEN_ABOVE, 1);
        s->glued = false;
    } else if (at(s, 0) == '@') {
        add(out, s, TOKEN_AT, 1);
        s->glued = false;
    } else {
        size_t minus = minus_len(s);
        add(out, s, TOKEN_OTHER, minus > 0 ? minus : 1);
        s->glued = false;
    }
}

static bool not_tested_starts(const struct scanner *s)
{
    char after = at(s, 3);
    return (at(s, 0) == 'n' || at(s, 0) == 'N') && at(s, 1) == '/' && (at(s, 2) == 't' || at(s, 2) == 'T') &&
           !is_letter(after) && !is_digit(after);
}

static void token_read(struct tokens *out, struct scanner *s)
{
    bool mark = starts(s, "\xC2\xB0") || starts(s, "\xC3\x97") || minus_len(s) == 3;
    if (number_starts(s)) {
        number_read(out, s);
    } else if (blank_len(s) > 0) {
        s->spaced = s->spaced || at(s, 0) != '.';
        s->glued = s->joined = false;
        s->at += blank_len(s);
    } else if (not_tested_starts(s) && !s->glued) {
        add(out, s, TOKEN_GRADE, 3)->value = "n/t";
    } else if (is_letter(at(s, 0)) && !mark) {
        word_read(out, s);
    } else {
        mark_read(out, s);
    }
}

/* Terms equal to the key sort first among those that start with it. */
static size_t count_exact(const struct catalogue *c, const struct range *r, const char *key)
{
    size_t n = 0;
    while (n < r->count && strcmp(c->terms[r->start + n].text, key) == 0)
        n++;
    return n;
}

static void ranges_find(struct tokens *tokens, size_t first, const struct parse *p)
{
    const struct catalogue *c = p->context.catalogue;
    struct token *t = &tokens->items[first];
    char key[FORM_MAX];
    size_t used = 0;
    for (size_t i = first; i < tokens->len; i++) {
        const char *text = tokens->items[i].text;
        size_t len = strlen(text), gap = i > first && len > 0 && !tokens->items[i].glued && used > 0;
        enum token_kind kind = tokens->items[i].kind;
        if ((kind != TOKEN_WORD && kind != TOKEN_NUMBER && kind != TOKEN_UNIT) || used + gap + len >= sizeof key)
            return;
        if (gap)
            key[used++] = ' ';
        memcpy(key + used, text, len + 1);
        used += len;
        if (used == 0)
            return;
        struct range *slot = arena_push(p->arena, &t->ranges, &t->ranges_len, sizeof *slot);
        if (len == 0)
            continue; /* no form ends in a mark */
        slot->start = catalogue_terms(c, key, true, &slot->count);
        if (slot->count == 0)
            return;
        slot->exact = count_exact(c, slot, key);
    }
}

void tokens_read(struct tokens *out, const struct parse *p, size_t from, size_t to)
{
    struct scanner s = {.parse = p, .at = from, .end = to, .spaced = true};
    *out = (struct tokens){0};
    while (s.at < s.end)
        token_read(out, &s);
    for (size_t i = 0; i < out->len; i++)
        if (out->items[i].kind == TOKEN_WORD)
            ranges_find(out, i, p);
}

bool word_is(const struct tokens *tokens, size_t at, const char *word)
{
    return at < tokens->len && tokens->items[at].kind == TOKEN_WORD && strcmp(tokens->items[at].text, word) == 0;
}

enum side side_typed(const char *text)
{
    static const struct {
        const char *word;
        enum side side;
    } words[] = {{"l", SIDE_LEFT},          {"lt", SIDE_LEFT},
                 {"left", SIDE_LEFT},       {"r", SIDE_RIGHT},
                 {"rt", SIDE_RIGHT},        {"right", SIDE_RIGHT},
                 {"b", SIDE_BILATERAL},     {"both", SIDE_BILATERAL},
                 {"bilat", SIDE_BILATERAL}, {"bilateral", SIDE_BILATERAL},
                 {"m", SIDE_MIDLINE},       {"mid", SIDE_MIDLINE},
                 {"midline", SIDE_MIDLINE}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strcmp(words[i].word, text) == 0)
            return words[i].side;
    return SIDE_NONE;
}

enum release_type type_typed(const struct tokens *tokens, size_t at, size_t *len)
{
    static const struct {
        const char *word;
        enum release_type type;
    } words[] = {{"p", RELEASE_PASSIVE},         {"pas", RELEASE_PASSIVE},      {"passive", RELEASE_PASSIVE},
                 {"a", RELEASE_ACTIVE},          {"act", RELEASE_ACTIVE},       {"active", RELEASE_ACTIVE},
                 {"wb", RELEASE_WEIGHT_BEARING}, {"w", RELEASE_WEIGHT_BEARING}, {"weight", RELEASE_WEIGHT_BEARING}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (word_is(tokens, at, words[i].word)) {
            *len = word_is(tokens, at, "weight") && word_is(tokens, at + 1, "bearing") ? 2 : 1;
            return words[i].type;
        }
    }
    return RELEASE_NONE;
}
