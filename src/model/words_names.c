/*
 * Names of the catalogue, made to fit: into a sentence, a list, a column.
 *
 * The catalogue has one name a row, with a capital and with remarks in brackets. Here it loses the capital, unless that
 * belongs to a person ("Spurling's test", "Neer test", "Achilles tendon") or an abbreviation ("FADIR"), and the
 * brackets where they would be in the way. An id that the catalogue does not have any more is shown as it is: a record
 * is never shown with a gap. Why these forms: docs/adr/0012.
 */
#include "words_internal.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/* First words of names that are a person's and that nothing around them gives away. */
static const char *const people[] = {"Achilles", "Beighton", "Noble", "Trendelenburg"};

/* Does the first word stand for a person? "Spurling's test", "Neer test". */
static bool named_after_someone(const char *name, size_t word)
{
    const char *after = name + word;
    if (strncmp(after, " test", 5) == 0 || strncmp(after, " sign", 5) == 0 || memchr(name, '\'', word))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(people); i++) {
        if (strlen(people[i]) == word && strncmp(name, people[i], word) == 0)
            return true;
    }
    return false;
}

/* Another capitalised word before any bracket, as in "Neck Disability Index" and "Modified Thomas test". */
static bool is_title(const char *name)
{
    for (const char *p = name + 1; p[0] && p[0] != '('; p++) {
        if (is_upper(p[0]) && is_lower(p[1]) && !is_lower(p[-1]))
            return true;
    }
    return false;
}

static bool keeps_capital(const char *name)
{
    size_t word = strcspn(name, " ");
    if (!is_upper(name[0]) || !is_lower(name[1]) || named_after_someone(name, word) || is_title(name))
        return true;
    for (size_t i = 1; i < word; i++) { /* QuickDASH */
        if (is_upper(name[i]))
            return true;
    }
    return false;
}

const char *name_phrase(const char *name, struct arena *a)
{
    char *phrase = arena_strdup(a, name);
    if (!keeps_capital(name))
        phrase[0] = (char)tolower((unsigned char)phrase[0]);
    return phrase;
}

const char *name_plain(const char *name, struct arena *a)
{
    size_t len = strlen(name);
    const char *bracket = len > 0 && name[len - 1] == ')' ? strstr(name, " (") : NULL;
    return name_phrase(bracket ? arena_strndup(a, name, (size_t)(bracket - name)) : name, a);
}

const char *sentence_case(const char *text, struct arena *a)
{
    char *copy = arena_strdup(a, text);
    if (is_lower(copy[0]))
        copy[0] = (char)toupper((unsigned char)copy[0]);
    return copy;
}

const char *without_stop(const char *text, struct arena *a)
{
    size_t len = strlen(text);
    while (len > 0 && (text[len - 1] == '.' || text[len - 1] == ' ' || text[len - 1] == '\n'))
        len--;
    return arena_strndup(a, text, len);
}

const char *side_prefix(enum side side, struct arena *a)
{
    return side == SIDE_NONE ? "" : arena_printf(a, "%s ", side_short(side));
}

const char *word_label(const struct catalogue *c, const char *group, const char *id)
{
    const struct word *word = catalogue_word(c, group, id);
    return word ? word->label : id;
}

const char *region_phrase(const struct catalogue *c, const char *id, struct arena *a)
{
    const struct region *region = catalogue_region(c, id);
    return region ? name_plain(region->name, a) : id;
}

const char *structure_phrase(const struct catalogue *c, const char *id, struct arena *a)
{
    static const char *const remarks[] = {" (group)", " (whole)", " (state the site)", " (prefer naming the muscle)"};
    const struct structure *structure = catalogue_structure(c, id);
    if (!structure)
        return id;
    size_t len = strlen(structure->name);
    for (size_t i = 0; i < ARRAY_LEN(remarks); i++) {
        size_t n = strlen(remarks[i]);
        if (len > n && strcmp(structure->name + len - n, remarks[i]) == 0)
            return name_plain(structure->name, a);
    }
    return name_phrase(structure->name, a); /* brackets tell parts apart: "pectoralis major (sternal)" */
}

const char *structure_short(const struct catalogue *c, const char *id)
{
    const struct structure *structure = catalogue_structure(c, id);
    return structure && structure->aliases_len > 0 ? structure->aliases[0] : id;
}

const char *movement_phrase(const struct catalogue *c, const char *id, struct arena *a)
{
    const struct movement *movement = catalogue_movement(c, id);
    return movement ? name_plain(movement->name, a) : id;
}

/* "Pain on movement (NPRS; name the movement)" -> "pain on movement (NPRS)": what follows ; is for whoever enters it.
 */
static const char *measure_phrase(const struct measure *measure, struct arena *a)
{
    const char *remark = strchr(measure->name, ';');
    if (!remark)
        return name_phrase(measure->name, a);
    return name_phrase(arena_printf(a, "%.*s)", (int)(remark - measure->name), measure->name), a);
}

const char *target_phrase(const struct catalogue *c, const struct finding *f, struct arena *a)
{
    const struct test *test = f->on == ON_TEST ? catalogue_test(c, f->target) : NULL;
    const struct measure *measure = f->on == ON_MEASURE ? catalogue_measure(c, f->target) : NULL;
    if (test)
        return name_phrase(test->name, a);
    if (measure)
        return measure_phrase(measure, a);
    return target_label(c, f, a);
}

const char *target_label(const struct catalogue *c, const struct finding *f, struct arena *a)
{
    const struct test *test = f->on == ON_TEST ? catalogue_test(c, f->target) : NULL;
    const struct measure *measure = f->on == ON_MEASURE ? catalogue_measure(c, f->target) : NULL;
    switch (f->on) {
    case ON_STRUCTURE:
        return structure_phrase(c, f->target, a);
    case ON_REGION:
        return region_phrase(c, f->target, a);
    case ON_MOVEMENT:
        return movement_phrase(c, f->target, a);
    case ON_TEST:
        return test && !strchr(test->id, '-') ? name_plain(test->name, a) : f->target;
    case ON_MEASURE:
        return measure ? measure_phrase(measure, a) : f->target;
    }
    return f->target;
}

/* KTW, SLR, HBB: letters only, few, or without a vowel. "grip" and "slump" are words and stay. */
static bool is_abbreviation(const char *alias)
{
    size_t len = strlen(alias);
    return strspn(alias, "abcdefghijklmnopqrstuvwxyz0123456789") == len && (len <= 3 || !strpbrk(alias, "aeiouy"));
}

static const char *upper(const char *text, size_t len, struct arena *a)
{
    char *copy = arena_strndup(a, text, len);
    for (size_t i = 0; i < len; i++)
        copy[i] = (char)toupper((unsigned char)copy[i]);
    return copy;
}

static const char *test_short(const struct test *test, struct arena *a)
{
    const char *alias = test->aliases_len > 0 ? test->aliases[0] : test->id;
    size_t len = strlen(alias);
    if (strncasecmp(test->name, alias, len) == 0)
        return arena_strndup(a, test->name, len); /* FADIR, Lachman */
    return is_abbreviation(alias) ? upper(alias, len, a) : alias;
}

/* "nprs-worst-24h" -> "NPRS worst 24h", "msk-hq" -> "MSK HQ"; a long first part is a word, not an abbreviation. */
static const char *measure_short(const char *id, struct arena *a)
{
    struct buf out = {0};
    for (size_t at = 0; id[at];) {
        size_t len = strcspn(id + at, "-");
        bool letters = strcspn(id + at, "0123456789") >= len && len <= (at == 0 ? 5U : 3U) && strcspn(id, "-") <= 5;
        const char *part = letters ? upper(id + at, len, a) : arena_strndup(a, id + at, len);
        buf_printf(&out, "%s%s", at > 0 ? " " : "", part);
        at += len;
        at += id[at] == '-';
    }
    const char *text = arena_strdup(a, buf_text(&out));
    buf_release(&out);
    return text;
}

const char *target_short(const struct catalogue *c, const struct finding *f, struct arena *a)
{
    const struct movement *movement = f->on == ON_MOVEMENT ? catalogue_movement(c, f->target) : NULL;
    const struct test *test = f->on == ON_TEST ? catalogue_test(c, f->target) : NULL;
    if (test)
        return test_short(test, a);
    if (f->on == ON_MEASURE)
        return measure_short(f->target, a);
    if (movement && movement->abbr)
        return movement->abbr;
    if (f->on == ON_STRUCTURE)
        return structure_short(c, f->target);
    return target_label(c, f, a);
}
