/*
 * Measured values as text: what is typed into a cell, what is shown in one, and the change between two.
 *
 * A number is read digit by digit into tenths, never through a double: 10.5 must be 105 on every machine. Whatever the
 * scale does not allow is refused with its limits; nothing is rounded into place.
 */
#include "fascia/model/words.h"

#include "check_internal.h"
#include "words_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { DIGITS_MOST = 7 };

void tenths_format(char out[24], int tenths, bool decimal)
{
    int whole = abs(tenths) / 10;
    const char *sign = tenths < 0 ? "-" : "";
    if (decimal || tenths % 10 != 0)
        snprintf(out, 24, "%s%d.%d", sign, whole, abs(tenths) % 10);
    else
        snprintf(out, 24, "%s%d", sign, whole);
}

static bool has_decimals(const struct scale *scale)
{
    return scale && scale->step % 10 != 0;
}

void scale_limits_format(char *out, size_t size, const struct scale *scale)
{
    char min[24], max[24];
    tenths_format(min, scale->min, false);
    tenths_format(max, scale->max, false);
    snprintf(out, size, "%s to %s%s%s", min, max, scale->unit[0] ? " " : "", scale->unit);
}

const char *value_format(const struct value *v, const struct scale *scale, struct arena *a)
{
    char number[24];
    switch (v->kind) {
    case VALUE_NONE:
        return "";
    case VALUE_NOT_TESTED:
        return "n/t";
    case VALUE_GRADE:
        return v->grade ? v->grade : "";
    case VALUE_NUMBER:
        tenths_format(number, v->tenths, has_decimals(scale));
        return arena_strdup(a, number);
    }
    BUG("value of kind %d", (int)v->kind);
}

/* Is the trimmed text one of the words of a NULL-ended list? Case does not matter. */
static bool is_one_of(const char *text, size_t len, const char *const *words)
{
    for (; *words; words++) {
        if (strlen(*words) == len && strncasecmp(*words, text, len) == 0)
            return true;
    }
    return false;
}

/* "mildly raised" is the grade "mildly-raised". */
static bool grade_equal(const char *grade, const char *text, size_t len)
{
    if (strlen(grade) != len)
        return false;
    for (size_t i = 0; i < len; i++) {
        char typed = text[i] == ' ' ? '-' : text[i];
        if (strncasecmp(&grade[i], &typed, 1) != 0)
            return false;
    }
    return true;
}

static bool grade_find(struct value *out, const char *text, size_t len, const struct scale *scale)
{
    for (size_t i = 0; i < scale->grades_len; i++) {
        if (grade_equal(scale->grades[i], text, len)) {
            *out = (struct value){.kind = VALUE_GRADE, .grade = scale->grades[i]};
            return true;
        }
    }
    return false;
}

/* "+" and "pos", "-" and "neg" where the scale has these grades. */
static bool grade_sign(struct value *out, const char *text, size_t len, const struct scale *scale)
{
    static const char *const positive[] = {"+", "pos", NULL};
    static const char *const negative[] = {"-", "neg", NULL};
    if (is_one_of(text, len, positive))
        return grade_find(out, "positive", strlen("positive"), scale);
    if (is_one_of(text, len, negative))
        return grade_find(out, "negative", strlen("negative"), scale);
    return false;
}

/* "4-/5": the best grade may stand behind a slash. */
static size_t without_best(const char *text, size_t len, const struct scale *scale)
{
    const char *best = scale->grades[scale->grades_len - 1];
    size_t best_len = strlen(best);
    if (len > best_len + 1 && text[len - best_len - 1] == '/' && strncmp(text + len - best_len, best, best_len) == 0)
        return len - best_len - 1;
    return len;
}

static bool parse_grade(struct value *out, const char *text, size_t len, const struct scale *scale, struct err *e)
{
    len = without_best(text, len, scale);
    if (grade_find(out, text, len, scale) || grade_sign(out, text, len, scale))
        return true;
    struct buf all = {0};
    for (size_t i = 0; i < scale->grades_len; i++)
        buf_printf(&all, "%s%s", i > 0 ? ", " : "", scale->grades[i]);
    err_set(e, ERR_INVALID, "'%.*s' is no grade of this scale: %s", (int)len, text, buf_text(&all));
    buf_release(&all);
    return false;
}

/* Digits, at most one decimal that is not zero. *used is 0 when there is no number, or it is too long. */
static int read_tenths(size_t *used, const char *text, size_t len)
{
    size_t at = 0;
    int tenths = 0;
    while (at < len && at < DIGITS_MOST && text[at] >= '0' && text[at] <= '9')
        tenths = tenths * 10 + (text[at++] - '0');
    tenths *= 10;
    bool digits = at > 0;
    if (at + 1 < len && (text[at] == '.' || text[at] == ',') && text[at + 1] >= '0' && text[at + 1] <= '9') {
        tenths += text[at + 1] - '0';
        at += 2;
        while (at < len && text[at] == '0')
            at++;
    }
    bool more = at < len && text[at] >= '0' && text[at] <= '9';
    *used = digits && !more ? at : 0;
    return tenths;
}

/* Brings tenths of the typed unit to tenths of the scale's; false when the unit is another or it does not come out
 * even. */
static bool to_unit(int *tenths, const char *unit, size_t len, const struct scale *scale)
{
    static const struct {
        const char *unit, *typed;
    } names[] = {{"deg", "deg"}, {"deg", "°"}, {"percent", "%"}, {"cm", "cm"},
                 {"mm", "mm"},   {"s", "s"},   {"s", "sec"},     {"kg", "kg"}};
    if (len == 0)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (strcmp(names[i].unit, scale->unit) == 0 && strlen(names[i].typed) == len &&
            strncasecmp(names[i].typed, unit, len) == 0)
            return true;
    }
    if (strcmp(scale->unit, "mm") == 0 && len == 2 && strncasecmp(unit, "cm", 2) == 0) {
        *tenths *= 10;
        return true;
    }
    if (strcmp(scale->unit, "cm") == 0 && len == 2 && strncasecmp(unit, "mm", 2) == 0 && *tenths % 10 == 0) {
        *tenths /= 10;
        return true;
    }
    char most[24], out_of[26];
    tenths_format(most, scale->max, false);
    snprintf(out_of, sizeof out_of, "/%s", most);
    return strlen(out_of) == len && strncmp(out_of, unit, len) == 0;
}

/* The byte length of a sign; U+2212 is what phones and word processors make of a minus. */
static size_t read_sign(bool *negative, const char *text, size_t len)
{
    static const char minus[] = "\xe2\x88\x92";
    *negative = len > 0 && text[0] == '-';
    if (len >= 3 && memcmp(text, minus, 3) == 0) {
        *negative = true;
        return 3;
    }
    return len > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
}

static bool parse_number(struct value *out, const char *text, size_t len, const struct scale *scale, struct err *e)
{
    struct value v = {.kind = VALUE_NUMBER};
    bool negative;
    size_t sign = read_sign(&negative, text, len), used;
    v.tenths = read_tenths(&used, text + sign, len - sign);
    char limits[64];
    scale_limits_format(limits, sizeof limits, scale);
    if (used == 0)
        return err_set(e, ERR_INVALID, "'%.*s' is no number with at most one decimal, %s", (int)len, text, limits);
    size_t unit = sign + used;
    while (unit < len && text[unit] == ' ')
        unit++;
    if (!to_unit(&v.tenths, text + unit, len - unit, scale))
        return err_set(e, ERR_INVALID, "'%.*s' is not in the unit of this scale, %s", (int)len, text, limits);
    v.tenths = negative ? -v.tenths : v.tenths;
    if (!value_check(&v, scale, e))
        return false;
    *out = v;
    return true;
}

/* "++" on a scale of whole numbers that have words. */
static bool parse_pluses(struct value *out, const char *text, size_t len, const struct scale *scale)
{
    if (len == 0 || len > 3 || strspn(text, "+") < len || scale->grades_len == 0 || scale->min != 0 ||
        (int)len * 10 > scale->max)
        return false;
    *out = (struct value){.kind = VALUE_NUMBER, .tenths = (int)len * 10};
    return true;
}

bool value_parse(struct value *out, const char *text, const struct scale *scale, struct err *e)
{
    static const char *const untested[] = {"n/t", "nt", "not tested", "not-tested", NULL};
    size_t len = strlen(text);
    while (len > 0 && *text == ' ') {
        text++;
        len--;
    }
    while (len > 0 && text[len - 1] == ' ')
        len--;
    if (len > 64)
        return err_set(e, ERR_INVALID, "a value has at most 64 bytes");
    if (is_one_of(text, len, untested)) {
        *out = (struct value){.kind = VALUE_NOT_TESTED};
        return true;
    }
    if (scale->kind == SCALE_GRADES)
        return parse_grade(out, text, len, scale, e);
    if (parse_pluses(out, text, len, scale))
        return true;
    return parse_number(out, text, len, scale, e);
}

/* Place of a grade on its scale; -1 when it is not there. */
static int grade_rank(const struct scale *scale, const char *grade)
{
    for (size_t i = 0; i < scale->grades_len; i++) {
        if (grade && strcmp(scale->grades[i], grade) == 0)
            return (int)i;
    }
    return -1;
}

static int sign_of(int n)
{
    return (n > 0) - (n < 0);
}

/* "pos", "neg"; other grades as they are. */
static const char *grade_short(const char *grade, struct arena *a)
{
    bool sign = strcmp(grade, "positive") == 0 || strcmp(grade, "negative") == 0 || strcmp(grade, "equivocal") == 0;
    return sign ? arena_strndup(a, grade, strcmp(grade, "equivocal") == 0 ? 5 : 3) : grade;
}

const char *value_short(const struct value *v, const struct scale *scale, struct arena *a)
{
    return v->kind == VALUE_GRADE && v->grade ? grade_short(v->grade, a) : value_format(v, scale, a);
}

static const char *grade_change(const struct finding *f, const struct scale *scale, int *direction, struct arena *a)
{
    int before = grade_rank(scale, f->pre.grade), after = grade_rank(scale, f->post.grade);
    if (before < 0 || after < 0)
        return "";
    if (scale->better != BETTER_NONE)
        *direction = sign_of(after - before); /* worst first */
    if (before == after)
        return "same";
    return arena_printf(a, "%s>%s", grade_short(f->pre.grade, a), grade_short(f->post.grade, a));
}

const char *finding_change(const struct finding *f, const struct scale *scale, int *direction, struct arena *a)
{
    *direction = 0;
    if (!scale || f->pre.kind != f->post.kind)
        return "";
    if (f->pre.kind == VALUE_GRADE)
        return grade_change(f, scale, direction, a);
    if (f->pre.kind != VALUE_NUMBER)
        return "";
    int change = f->post.tenths - f->pre.tenths;
    if (scale->better != BETTER_NONE)
        *direction = scale->better == BETTER_HIGHER ? sign_of(change) : -sign_of(change);
    char number[24];
    tenths_format(number, change, has_decimals(scale));
    return change > 0 ? arena_printf(a, "+%s", number) : arena_strdup(a, number);
}
