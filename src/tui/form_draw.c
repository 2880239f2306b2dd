/*
 * How a form looks: labels in one column, fields in the next, and beside a field what there is to say about it, its
 * error before its hint. What does not fit beside goes below. The form scrolls by whole fields so that the focus is
 * seen.
 */
#include "fascia/base/utf8.h"
#include "fascia/tui/form.h"

#include <string.h>

enum { FIELD_COLUMNS_MAX = 40, REMARK_ROWS = 2 };

struct layout {
    int x, label, field, beside; /* columns: where the form begins, and how wide its parts are */
};

static struct layout layout_of(const struct form *f, int x, int columns)
{
    struct layout l = {.x = x};
    for (size_t i = 0; i < f->count; i++) {
        int width = text_width(f->fields[i].label) + (f->fields[i].required ? 2 : 0);
        l.label = width > l.label ? width : l.label;
    }
    l.label += 2;
    int rest = columns - l.label;
    l.field = rest * 3 / 5 < FIELD_COLUMNS_MAX ? rest * 3 / 5 : FIELD_COLUMNS_MAX;
    l.beside = rest - l.field - 2;
    return l;
}

/* What is to be said about a field, and in which look; "" for nothing. */
static const char *remark(const struct form *f, size_t i, enum look *look)
{
    const struct form_value *value = &f->values[i];
    *look = LOOK_ERROR;
    if (value->error[0] != '\0')
        return value->error;
    if (i == f->focus && value->line.notice[0] != '\0')
        return value->line.notice;
    *look = LOOK_DIM;
    if (value->readback[0] != '\0')
        return value->readback;
    return i == f->focus && f->fields[i].hint ? f->fields[i].hint : "";
}

static bool goes_below(const struct form *f, size_t i, const struct layout *l)
{
    enum look look;
    return text_width(remark(f, i, &look)) > l->beside;
}

static int height_of(const struct form *f, size_t i, const struct layout *l)
{
    return 1 + (goes_below(f, i, l) ? REMARK_ROWS : 0);
}

static void draw_value(const struct form *f, size_t i, struct canvas *c, int y, int x, int columns)
{
    const struct field *field = &f->fields[i];
    const struct form_value *value = &f->values[i];
    bool focused = i == f->focus;
    enum look look = focused ? LOOK_FOCUS : LOOK_TEXT;
    if (field->kind == FIELD_TOGGLE)
        canvas_text(c, y, x, columns, look, value->on ? "[x]" : "[ ]");
    else if (field->kind == FIELD_CHOICE)
        canvas_printf(c, y, x, columns, look, focused ? "\u2039 %s \u203A" : "  %s", field->choices[value->choice]);
    else
        line_edit_draw(&value->line, c, y, x, columns, look, focused);
    if (focused && field->kind == FIELD_TOGGLE)
        canvas_cursor(c, y, x + 1);
    if (focused && field->kind == FIELD_CHOICE)
        canvas_cursor(c, y, x + 2);
}

static void draw_field(const struct form *f, size_t i, struct canvas *c, int y, const struct layout *l)
{
    enum look look;
    const char *text = remark(f, i, &look);
    int used = canvas_text(c, y, l->x, l->label, LOOK_LABEL, f->fields[i].label);
    if (f->fields[i].required)
        canvas_text(c, y, l->x + used + 1, 1, LOOK_DIM, "*");
    draw_value(f, i, c, y, l->x + l->label, l->field);
    if (goes_below(f, i, l))
        canvas_wrap(c, y + 1, l->x + l->label, REMARK_ROWS, l->field + l->beside + 2, look, text);
    else
        canvas_text(c, y, l->x + l->label + l->field + 2, l->beside, look, text);
}

/* The first field that is drawn, so that the one in focus is too. */
static size_t first_field(const struct form *f, const struct layout *l, int height)
{
    size_t first = f->focus;
    int rows = height_of(f, first, l);
    while (first > 0 && rows + height_of(f, first - 1, l) <= height)
        rows += height_of(f, --first, l);
    return first;
}

int form_draw(const struct form *f, struct canvas *c, int y, int x, int height, int columns)
{
    struct layout l = layout_of(f, x, columns);
    int row = 0;
    for (size_t i = first_field(f, &l, height); i < f->count && row + height_of(f, i, &l) <= height; i++) {
        draw_field(f, i, c, y + row, &l);
        row += height_of(f, i, &l);
    }
    return row;
}
