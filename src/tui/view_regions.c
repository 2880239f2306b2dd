/*
 * The regions of a session: those that its findings and releases say, with a hand to correct them. Typing looks for
 * others. A side belongs to the record, so left and right are two rows; L and R are the client's.
 */
#include "fascia/base/utf8.h"
#include "fascia/model/words.h"
#include "fascia/tui/picker.h"
#include "fascia/tui/tui.h"
#include "fascia/tui/views.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct regions_state {
    struct work *work;
    struct picker picker;
    enum side side; /* of what typing finds */
};

struct spot_row {
    struct place place;
    int order; /* of the region in the body; unknown ones last */
    bool on;
};

static struct regions_state *state(const struct view *v)
{
    return v->state;
}

static bool same_place(struct place x, struct place y)
{
    return x.side == y.side && !strcmp(x.region, y.region);
}

static bool in_list(const struct place *list, size_t len, struct place p)
{
    for (size_t i = 0; i < len; i++)
        if (same_place(list[i], p))
            return true;
    return false;
}

static bool has_side(const struct region *r, enum side side)
{
    return r->sides & (1u << side);
}

/* Bilateral is no choice: it is left and right. */
static enum side next_side(const struct region *r, enum side from)
{
    static const enum side order[] = {SIDE_LEFT, SIDE_RIGHT, SIDE_MIDLINE, SIDE_NONE};
    size_t at = 0;
    while (at < ARRAY_LEN(order) && order[at] != from)
        at++;
    for (size_t i = 1; i <= ARRAY_LEN(order); i++) {
        enum side side = order[(at + i) % ARRAY_LEN(order)];
        if (has_side(r, side))
            return side;
    }
    return from;
}

struct gather {
    const struct work *work;
    struct arena *a;
    struct pick *items;
    size_t len;
};

static void add(struct gather *g, struct place p, bool on)
{
    const struct session *s = &g->work->session;
    const struct region *known = catalogue_region(g->work->app->catalogue, p.region);
    struct spot_row *row = arena_alloc(g->a, sizeof(*row));
    p.region = known ? known->id : arena_strdup(g->a, p.region); /* the session's own text goes at the next change */
    *row = (struct spot_row){.place = p, .order = known ? known->order : INT_MAX, .on = on};
    const char *why = in_list(s->removed, s->removed_len, p) ? "taken off by hand"
                      : in_list(s->added, s->added_len, p)   ? "added by hand"
                      : on                                   ? "from findings and releases"
                                                             : NULL;
    struct pick *item = arena_push(g->a, &g->items, &g->len, sizeof(*item));
    item->label = arena_printf(g->a, "[%s] %s", on ? "x" : " ", place_label(g->work->app->catalogue, p, g->a));
    item->detail = why;
    item->data = row;
}

static bool found_by(const struct region *r, const char *folded, struct arena *a)
{
    size_t len = strlen(folded);
    if (strstr(text_fold(a, r->name), folded))
        return true;
    for (size_t i = 0; i < r->aliases_len; i++)
        if (!strncmp(text_fold(a, r->aliases[i]), folded, len))
            return true;
    return false;
}

static void add_found(struct gather *g, const struct regions_state *s, const char *folded, const struct place *on,
                      size_t on_len)
{
    const struct catalogue *c = g->work->app->catalogue;
    for (size_t i = 0; i < c->regions_len; i++) {
        const struct region *r = &c->regions[i];
        if (r->retired || !found_by(r, folded, g->a))
            continue;
        enum side side = has_side(r, s->side) ? s->side : next_side(r, SIDE_NONE);
        struct place p = {.region = r->id, .side = side};
        add(g, p, in_list(on, on_len, p));
    }
}

/* From head to foot, so that a row stays where it is when it is taken off. */
static int by_body(const void *x, const void *y)
{
    const struct spot_row *left = ((const struct pick *)x)->data;
    const struct spot_row *right = ((const struct pick *)y)->data;
    if (left->order != right->order)
        return left->order < right->order ? -1 : 1;
    return (int)left->place.side - (int)right->place.side;
}

static bool find_regions(void *source, const char *filter, size_t limit, struct arena *a, struct pick **items,
                         size_t *len, size_t *total, struct err *e)
{
    const struct regions_state *s = source;
    const struct session *session = &s->work->session;
    struct gather g = {.work = s->work, .a = a};
    struct place *on;
    size_t on_len;
    (void)e;
    session_places(session, s->work->app->catalogue, &on, &on_len, a);
    if (filter[0]) {
        add_found(&g, s, text_fold(a, filter), on, on_len);
    } else {
        for (size_t i = 0; i < on_len; i++)
            add(&g, on[i], true);
        for (size_t i = 0; i < session->removed_len; i++)
            add(&g, session->removed[i], false);
    }
    if (g.len)
        qsort(g.items, g.len, sizeof(*g.items), by_body);
    *items = g.items;
    *total = g.len;
    *len = g.len < limit ? g.len : limit;
    return true;
}

static bool regions_open(struct view *v, const void *arg, struct err *e)
{
    struct regions_state *s = state(v);
    memcpy(&s->work, &arg, sizeof(arg)); /* the form's own work, lent for as long as this view is above it */
    s->side = s->work->side == SIDE_RIGHT ? SIDE_RIGHT : SIDE_LEFT;
    return picker_init(&s->picker, &v->arena, find_regions, s, NULL, e);
}

static void regions_draw(const struct view *v, struct canvas *c)
{
    const struct regions_state *s = state(v);
    struct arena scratch = {0};
    struct place *on;
    size_t on_len;
    session_places(&s->work->session, v->app->catalogue, &on, &on_len, &scratch);
    canvas_printf(c, 0, 1, c->width - 9, LOOK_TITLE, "Regions  %s", client_header(&s->work->client.client, &scratch));
    canvas_text_right(c, 0, c->width, 7, LOOK_DIM, arena_printf(&scratch, "%zu on", on_len));
    canvas_printf(c, c->height - 1, 1, c->width - 2, LOOK_DIM,
                  "L and R are the client's. Typing looks for others, %s first.", side_word(s->side));
    picker_draw(&s->picker, c, 2, 0, c->height - 4, c->width, "Region: ");
    arena_release(&scratch);
}

static const struct spot_row *current(const struct regions_state *s)
{
    const struct pick *pick = picker_chosen(&s->picker);
    return pick ? pick->data : NULL;
}

static enum reply toggle(struct regions_state *s, struct err *e)
{
    const struct spot_row *row = current(s);
    if (!row)
        return REPLY_DONE;
    return work_set_place(s->work, row->place, !row->on, e) && picker_refresh(&s->picker, e) ? REPLY_DONE
                                                                                             : REPLY_FAILED;
}

/* What is on changes its side; what is not is looked for on the other side. */
static enum reply other_side(struct regions_state *s, struct err *e)
{
    const struct spot_row *row = current(s);
    const struct region *r = row ? catalogue_region(s->work->app->catalogue, row->place.region) : NULL;
    if (!r)
        return REPLY_DONE;
    struct place to = {.region = r->id, .side = next_side(r, row->place.side)};
    s->side = to.side;
    bool ok = !row->on || to.side == row->place.side ||
              (work_set_place(s->work, row->place, false, e) && work_set_place(s->work, to, true, e));
    return ok && picker_refresh(&s->picker, e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply regions_key(struct view *v, const struct key *k, struct err *e)
{
    struct regions_state *s = state(v);
    bool command =
        k->code == KEYC_ENTER || k->code == KEYC_SPACE || (k->code == '?' && line_edit_empty(&s->picker.filter));
    if (command)
        return REPLY_IGNORED;
    switch (picker_key(&s->picker, k, e)) {
    case PICKER_IGNORED:
        return REPLY_IGNORED;
    case PICKER_FAILED:
        return REPLY_FAILED;
    case PICKER_CHANGED:
    case PICKER_CHOSEN:
    case PICKER_CREATE:
        return REPLY_DONE;
    }
    BUG("picker event");
}

static enum reply regions_command(struct view *v, enum command_id id, struct err *e)
{
    switch (id) {
    case CMD_REGION_TOGGLE:
        return toggle(state(v), e);
    case CMD_REGION_SIDE:
        return other_side(state(v), e);
    case CMD_REGIONS_DONE:
    case CMD_BACK:
        view_close(v, 0, NULL);
        return REPLY_DONE;
    default:
        return REPLY_IGNORED;
    }
}

static const char *regions_hints(const struct view *v)
{
    return line_edit_empty(&state(v)->picker.filter)
               ? "?:help  Spc:on or off  ^X:other side  type:find another  Enter:done"
               : "F1:help  Spc:on or off  ^X:other side  Enter:done";
}

static void regions_close(struct view *v)
{
    picker_release(&state(v)->picker);
}

const struct view_ops regions_view = {
    .name = "regions",
    .where = IN_REGIONS,
    .state_size = sizeof(struct regions_state),
    .open = regions_open,
    .draw = regions_draw,
    .key = regions_key,
    .command = regions_command,
    .hints = regions_hints,
    .close = regions_close,
};
