/*
 * Forms as data.
 *
 * A field is checked when it is left with something in it, and all are checked at the end. What is wrong is said beside
 * the field and the text stays, because the person typed it and may only have to mend a letter. An empty required field
 * is no mistake while the form is still being filled in: that is said at Enter only.
 */
#include "fascia/tui/form.h"

#include "fascia/base/utf8.h"
#include "fascia/model/when.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES = 200, SECRET_BYTES = 1024, DATE_BYTES = 40, NUMBER_BYTES = 12 };

static bool is_line(enum field_kind kind)
{
    return kind != FIELD_CHOICE && kind != FIELD_TOGGLE;
}

static size_t limit_of(const struct field *field)
{
    if (field->kind == FIELD_BIRTH)
        return DATE_BYTES;
    if (field->kind == FIELD_NUMBER)
        return NUMBER_BYTES;
    if (field->limit > 0)
        return field->limit;
    return field->kind == FIELD_SECRET ? SECRET_BYTES : TEXT_BYTES;
}

void form_init(struct form *f, struct arena *memory, const struct field *fields, size_t count, struct date today,
               const void *context)
{
    if (count == 0 || count > FORM_FIELDS_MAX)
        BUG("a form of %zu fields, 1 to %d are allowed", count, FORM_FIELDS_MAX);
    *f = (struct form){.fields = fields, .count = count, .today = today, .context = context};
    f->values = arena_array(memory, count, sizeof *f->values);
    for (size_t i = 0; i < count; i++)
        if (is_line(fields[i].kind))
            line_edit_init(&f->values[i].line, memory, limit_of(&fields[i]), fields[i].kind == FIELD_SECRET);
}

void form_release(struct form *f)
{
    for (size_t i = 0; i < f->count; i++)
        line_edit_release(&f->values[i].line);
    *f = (struct form){0};
}

static size_t index_of(const struct form *f, const char *id)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->fields[i].id, id) == 0)
            return i;
    BUG("the form has no field '%s'", id);
}

static bool is_empty(const struct form *f, size_t i)
{
    if (f->fields[i].kind == FIELD_TOGGLE)
        return !f->values[i].on;
    return f->fields[i].kind != FIELD_CHOICE && line_edit_empty(&f->values[i].line);
}

static bool parse_number(int *out, const struct field *field, const char *text, struct err *e)
{
    char *end;
    errno = 0;
    long n = strtol(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0)
        return err_set(e, ERR_INVALID, "not a whole number");
    if (n < field->min || n > field->max)
        return err_set(e, ERR_RANGE, "%d to %d", field->min, field->max);
    *out = (int)n;
    return true;
}

static bool check_value(const struct form *f, size_t i, struct err *e)
{
    const struct field *field = &f->fields[i];
    const char *text = line_edit_text(&f->values[i].line);
    struct span span;
    int number;
    if (field->kind == FIELD_BIRTH && !when_parse(&span, text, WHEN_BIRTH, f->today, e))
        return false;
    if (field->kind == FIELD_NUMBER && !parse_number(&number, field, text, e))
        return false;
    return !field->check || field->check(f, text, e);
}

/* Whether a field is right; says beside it what is wrong. `done`: something that is needed must be there. */
static bool check_field(struct form *f, size_t i, bool done)
{
    struct form_value *value = &f->values[i];
    struct err e = {0};
    value->error[0] = '\0';
    if (is_empty(f, i)) {
        bool missing = done && f->fields[i].required;
        if (missing)
            snprintf(value->error, sizeof value->error, "this is needed");
        return !missing;
    }
    if (check_value(f, i, &e))
        return true;
    snprintf(value->error, sizeof value->error, "%.*s", (int)(sizeof value->error - 1), e.text);
    return false;
}

bool form_check(struct form *f)
{
    size_t first = f->count;
    for (size_t i = f->count; i-- > 0;)
        if (!check_field(f, i, true))
            first = i;
    if (first < f->count)
        f->focus = first;
    return first == f->count;
}

static void birth_text(char *out, size_t size, struct date born, struct date today)
{
    char day[16];
    date_format_short(day, born);
    snprintf(out, size, "%s (%d)", day, date_age(born, today));
}

/* A date is shown as it is understood while it is typed, with the age: a wrong century is seen at once. */
static void read_back(struct form *f, size_t i)
{
    struct form_value *value = &f->values[i];
    struct span span;
    struct err e;
    value->readback[0] = '\0';
    if (f->fields[i].kind == FIELD_BIRTH && !line_edit_empty(&value->line) &&
        when_parse(&span, line_edit_text(&value->line), WHEN_BIRTH, f->today, &e))
        birth_text(value->readback, sizeof value->readback, span.first, f->today);
}

static void go(struct form *f, bool on)
{
    check_field(f, f->focus, false);
    f->focus = (f->focus + (on ? 1 : f->count - 1)) % f->count;
}

static enum form_event enter(struct form *f)
{
    if (!check_field(f, f->focus, true))
        return FORM_CHANGED;
    for (size_t step = 1; step < f->count; step++) {
        size_t i = (f->focus + step) % f->count;
        bool needed = is_empty(f, i) && f->fields[i].required;
        if (!needed && check_field(f, i, false))
            continue;
        f->focus = i;
        return FORM_CHANGED;
    }
    return FORM_DONE;
}

static bool choice_key(struct form_value *value, const struct field *field, uint32_t code)
{
    size_t count = 0;
    while (field->choices[count])
        count++;
    if (count == 0)
        BUG("field '%s' has no choices", field->id);
    if (code == KEYC_SPACE || code == KEYC_RIGHT)
        value->choice = (value->choice + 1) % count;
    else if (code == KEYC_LEFT)
        value->choice = (value->choice + count - 1) % count;
    else
        return false;
    return true;
}

static bool field_key(struct form *f, const struct key *k)
{
    const struct field *field = &f->fields[f->focus];
    struct form_value *value = &f->values[f->focus];
    if (field->kind == FIELD_CHOICE)
        return choice_key(value, field, k->code);
    if (field->kind == FIELD_TOGGLE) {
        value->on = k->code == KEYC_SPACE ? !value->on : value->on;
        return k->code == KEYC_SPACE;
    }
    if (field->kind == FIELD_SECRET && k->code == key_ctrl('r')) {
        value->line.reveal = !value->line.reveal;
        return true;
    }
    return line_edit_key(&value->line, k);
}

enum form_event form_key(struct form *f, const struct key *k)
{
    switch (k->code) {
    case KEYC_TAB:
    case KEYC_DOWN:
        go(f, true);
        return FORM_CHANGED;
    case KEYC_BACKTAB:
    case KEYC_UP:
        go(f, false);
        return FORM_CHANGED;
    case KEYC_ENTER:
        return enter(f);
    default:
        break;
    }
    if (!field_key(f, k))
        return FORM_IGNORED;
    f->values[f->focus].error[0] = '\0';
    read_back(f, f->focus);
    return FORM_CHANGED;
}

const char *form_text(const struct form *f, const char *id)
{
    return line_edit_text(&f->values[index_of(f, id)].line);
}

bool form_on(const struct form *f, const char *id)
{
    return f->values[index_of(f, id)].on;
}

size_t form_choice(const struct form *f, const char *id)
{
    return f->values[index_of(f, id)].choice;
}

int form_number(const struct form *f, const char *id)
{
    size_t i = index_of(f, id);
    struct err e;
    int number = 0;
    return parse_number(&number, &f->fields[i], line_edit_text(&f->values[i].line), &e) ? number : 0;
}

struct date form_date(const struct form *f, const char *id)
{
    struct span span = {0};
    struct err e;
    const char *text = form_text(f, id);
    return when_parse(&span, text, WHEN_BIRTH, f->today, &e) ? span.first : (struct date){0};
}

void form_set_text(struct form *f, const char *id, const char *text)
{
    size_t i = index_of(f, id);
    line_edit_set(&f->values[i].line, text);
    f->values[i].error[0] = '\0';
    read_back(f, i);
}

void form_set_on(struct form *f, const char *id, bool on)
{
    f->values[index_of(f, id)].on = on;
}

void form_set_choice(struct form *f, const char *id, size_t choice)
{
    f->values[index_of(f, id)].choice = choice;
}

void form_fail(struct form *f, const char *id, const struct err *e)
{
    size_t i = index_of(f, id);
    snprintf(f->values[i].error, sizeof f->values[i].error, "%.*s", (int)(sizeof f->values[i].error - 1), e->text);
    f->focus = i;
}
