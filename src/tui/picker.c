/*
 * The picker. It knows nothing of what it lists: a callback finds, it shows and moves. Where the list is scrolled to
 * follows from the cursor and the height, so drawing keeps no state.
 */
#include "fascia/tui/picker.h"

#include "fascia/base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { FILTER_BYTES = 120, PAGE = 10 };

/* The rows for the present filter; those from before stay when `find` fails. */
static bool ask(struct picker *p, struct err *e)
{
    struct arena rows = {0};
    struct pick *items = NULL;
    size_t len = 0, total = 0;
    if (!p->find(p->source, line_edit_text(&p->filter), PICKER_LIMIT, &rows, &items, &len, &total, e)) {
        arena_release(&rows);
        return false;
    }
    arena_release(&p->rows);
    p->rows = rows;
    p->items = items;
    p->len = len;
    p->total = total;
    return true;
}

bool picker_init(struct picker *p, struct arena *memory, picker_find *find, void *source, const char *create,
                 struct err *e)
{
    *p = (struct picker){.find = find, .source = source, .create = create};
    line_edit_init(&p->filter, memory, FILTER_BYTES, false);
    if (ask(p, e))
        return true;
    line_edit_release(&p->filter);
    return false;
}

void picker_release(struct picker *p)
{
    line_edit_release(&p->filter);
    arena_release(&p->rows);
    *p = (struct picker){0};
}

static size_t last_place(const struct picker *p)
{
    if (p->create)
        return p->len;
    return p->len > 0 ? p->len - 1 : 0;
}

bool picker_refresh(struct picker *p, struct err *e)
{
    if (!ask(p, e))
        return false;
    if (p->cursor > last_place(p))
        p->cursor = last_place(p);
    return true;
}

static bool move_cursor(struct picker *p, uint32_t code)
{
    size_t last = last_place(p), step = code == KEYC_PAGE_UP || code == KEYC_PAGE_DOWN ? PAGE : 1;
    if (code == KEYC_UP || code == KEYC_PAGE_UP)
        p->cursor -= p->cursor < step ? p->cursor : step;
    else if (code == KEYC_DOWN || code == KEYC_PAGE_DOWN)
        p->cursor += last - p->cursor < step ? last - p->cursor : step;
    else
        return false;
    return true;
}

static enum picker_event choose(const struct picker *p)
{
    if (p->cursor < p->len)
        return PICKER_CHOSEN;
    return p->create ? PICKER_CREATE : PICKER_CHANGED;
}

enum picker_event picker_key(struct picker *p, const struct key *k, struct err *e)
{
    struct arena scratch = {0};
    if (k->code == KEYC_ENTER)
        return choose(p);
    if (move_cursor(p, k->code))
        return PICKER_CHANGED;
    const char *before = arena_strdup(&scratch, line_edit_text(&p->filter));
    bool taken = line_edit_key(&p->filter, k);
    bool changed = strcmp(before, line_edit_text(&p->filter)) != 0;
    arena_release(&scratch);
    if (!taken)
        return PICKER_IGNORED;
    if (changed) {
        if (!ask(p, e))
            return PICKER_FAILED;
        p->cursor = 0;
    }
    return PICKER_CHANGED;
}

const struct pick *picker_chosen(const struct picker *p)
{
    return p->cursor < p->len ? &p->items[p->cursor] : NULL;
}

const char *picker_text(const struct picker *p)
{
    return line_edit_text(&p->filter);
}

static int label_columns(const struct picker *p, int most)
{
    int widest = 0;
    for (size_t i = 0; i < p->len; i++) {
        int width = text_width(p->items[i].label);
        widest = width > widest ? width : widest;
    }
    return widest < most ? widest : most;
}

static void draw_item(const struct picker *p, struct canvas *c, int y, int x, int columns, size_t i)
{
    const struct pick *item = &p->items[i];
    int label = label_columns(p, columns / 3), end = x + columns;
    canvas_text(c, y, x + 1, label, LOOK_TEXT, item->label);
    if (item->note)
        end = canvas_text_right(c, y, end, columns / 3, LOOK_TEXT, item->note) - 1;
    if (item->detail)
        canvas_text(c, y, x + label + 3, end - x - label - 3, LOOK_DIM, item->detail);
}

static void draw_cursor(struct canvas *c, int y, int x, int columns)
{
    canvas_text(c, y, x, 1, LOOK_TEXT, "\u25B6");
    canvas_look(c, y, x, columns, LOOK_CURSOR);
}

static void draw_filter(const struct picker *p, struct canvas *c, int y, int x, int columns, const char *label)
{
    char count[40];
    snprintf(count, sizeof count,
             p->total > p->len ? "%zu matches, first %zu"
             : p->total == 1   ? "%zu match"
                               : "%zu matches",
             p->total, p->len);
    int begin = canvas_text_right(c, y, x + columns, columns / 3, LOOK_DIM, count);
    int used = canvas_text(c, y, x + 1, columns / 3, LOOK_LABEL, label);
    line_edit_draw(&p->filter, c, y, x + 1 + used, begin - x - 2 - used, LOOK_FOCUS, true);
}

void picker_draw(const struct picker *p, struct canvas *c, int y, int x, int height, int columns, const char *label)
{
    draw_filter(p, c, y, x, columns, label);
    int room = height - 2 - (p->create ? 2 : 0);
    if (room < 1)
        return;
    size_t top = p->cursor < p->len ? p->cursor / (size_t)room * (size_t)room : 0;
    int row = y + 2;
    for (size_t i = top; i < p->len && i < top + (size_t)room; i++, row++) {
        draw_item(p, c, row, x, columns, i);
        if (i == p->cursor)
            draw_cursor(c, row, x, columns);
    }
    if (p->len == 0)
        canvas_text(c, row++, x + 1, columns - 1, LOOK_DIM, "nothing matches");
    if (!p->create)
        return;
    row++;
    canvas_text(c, row, x + 1, columns - 1, LOOK_TEXT, p->create);
    if (p->cursor == p->len)
        draw_cursor(c, row, x, columns);
}
