/*
 * Find a client by typing: family or given name, phone tail, clinic number. The last row makes a new client of the name
 * that was typed. What is chosen opens in place of the picker, so that one Esc is back where `f` was pressed.
 */
#include "fascia/app/day.h"
#include "fascia/base/utf8.h"
#include "fascia/model/words.h"
#include "fascia/tui/picker.h"
#include "fascia/tui/tui.h"
#include "fascia/tui/views.h"

#include <string.h>

enum { FOUND_MAX = 100 };

struct pick_state {
    struct picker picker;
    char create[96]; /* label of the row that makes a new client */
    int64_t clients;
};

static struct pick_state *state(const struct view *v)
{
    return v->state;
}

/* "L thigh-posterior" of the index as people say it; the whole body says nothing about where, nor does a lost id. */
static const char *region_label(const struct catalogue *c, const char *text, size_t len, struct arena *a)
{
    static const enum side sides[] = {SIDE_LEFT, SIDE_RIGHT, SIDE_BILATERAL, SIDE_MIDLINE};
    struct place place = {.region = arena_strndup(a, text, len)};
    for (size_t i = 0; i < ARRAY_LEN(sides); i++)
        if (len > 2 && text[0] == side_short(sides[i])[0] && text[1] == ' ') {
            place.region += 2;
            place.side = sides[i];
        }
    const struct region *r = catalogue_region(c, place.region);
    return r && r->parent ? place_label(c, place, a) : NULL;
}

static const char *regions_of(const struct app *app, const struct client_row *row, struct arena *a)
{
    struct buf text = {0};
    for (const char *at = row->last_regions; at && *at;) {
        size_t len = strcspn(at, ",");
        const char *label = region_label(app->catalogue, at, len, a);
        if (label)
            buf_printf(&text, " · %s", label);
        at += len + strspn(at + len, ", ");
    }
    const char *all = arena_strdup(a, buf_text(&text));
    buf_release(&text);
    return all;
}

static const char *detail_of(const struct app *app, const struct client_row *row, struct arena *a)
{
    const struct client *c = &row->client;
    char born[16];
    date_format_short(born, c->born);
    return arena_printf(a, "#%04d · %s (%d)%s", c->number, born, date_age(c->born, instant_date(clock_now())),
                        regions_of(app, row, a));
}

static const char *note_of(const struct client_row *row, struct arena *a)
{
    char day[16];
    if (!row->last_seen.year)
        return "new";
    date_format_short(day, row->last_seen);
    return arena_printf(a, "last %s", day);
}

static bool find_clients(void *source, const char *filter, size_t limit, struct arena *a, struct pick **items,
                         size_t *len, size_t *total, struct err *e)
{
    struct app *app = source;
    struct client_row *rows;
    size_t found;
    const char *folded = text_fold(a, filter[0] == '#' ? filter + 1 : filter);
    int most = limit < FOUND_MAX ? (int)limit : FOUND_MAX;
    if (!client_list(&rows, &found, app, folded, (struct id){0}, most, a, e))
        return false;
    *items = arena_array(a, found, sizeof(**items));
    for (size_t i = 0; i < found; i++)
        (*items)[i] = (struct pick){.label = client_name(&rows[i].client, a),
                                    .detail = detail_of(app, &rows[i], a),
                                    .note = note_of(&rows[i], a),
                                    .data = &rows[i]};
    *len = *total = found;
    return true;
}

static void name_create(struct pick_state *s)
{
    const char *typed = picker_text(&s->picker);
    int fits = (int)text_fit(typed, 40);
    (void)snprintf(s->create, sizeof(s->create), typed[0] ? "+ Create new client \"%.*s\"" : "+ Create new client%.*s",
                   fits, typed);
}

static bool pick_open(struct view *v, const void *arg, struct err *e)
{
    struct pick_state *s = state(v);
    struct store_facts facts;
    if (!store_facts(&facts, v->app->store, e) ||
        !picker_init(&s->picker, &v->arena, find_clients, v->app, s->create, e))
        return false;
    s->clients = facts.clients;
    if (arg) {
        line_edit_set(&s->picker.filter, arg);
        if (!picker_refresh(&s->picker, e)) {
            picker_release(&s->picker);
            return false;
        }
    }
    name_create(s);
    return true;
}

static void pick_draw(const struct view *v, struct canvas *c)
{
    const struct pick_state *s = state(v);
    struct arena scratch = {0};
    canvas_text(c, 0, 1, c->width / 2, LOOK_TITLE, "fascia  Find client");
    canvas_text_right(c, 0, c->width, c->width / 2, LOOK_DIM,
                      arena_printf(&scratch, "%lld clients", (long long)s->clients));
    canvas_text(c, c->height - 1, 1, c->width - 2, LOOK_DIM,
                "Finds by family or given name, phone tail, clinic number; ase finds Åse.");
    picker_draw(&s->picker, c, 2, 0, c->height - 4, c->width, "Find: ");
    arena_release(&scratch);
}

static const struct client_row *chosen(const struct view *v)
{
    const struct pick *pick = picker_chosen(&state(v)->picker);
    return pick ? pick->data : NULL;
}

static enum reply replace(struct view *v, const struct view_ops *ops, const void *arg, struct err *e)
{
    return view_replace(v, ops, arg, e) ? REPLY_DONE : REPLY_FAILED;
}

static enum reply create(struct view *v, struct err *e)
{
    const char *typed = picker_text(&state(v)->picker);
    return replace(v, &client_new_view, typed[0] ? typed : NULL, e);
}

static enum reply repeat(struct view *v, struct err *e)
{
    const struct client_row *row = chosen(v);
    if (!row) {
        view_say(v, "choose a client first: ^R copies the plan of the last session");
        return REPLY_DONE;
    }
    struct session_arg arg = {.client = row->client.id, .shape = WORK_REPEAT};
    return replace(v, &session_view, &arg, e);
}

static enum reply pick_key(struct view *v, const struct key *k, struct err *e)
{
    struct pick_state *s = state(v);
    if (k->code == '?' && line_edit_empty(&s->picker.filter))
        return REPLY_IGNORED; /* nothing is typed: the key is a command */
    enum picker_event event = picker_key(&s->picker, k, e);
    name_create(s);
    switch (event) {
    case PICKER_IGNORED:
        return REPLY_IGNORED;
    case PICKER_CHANGED:
        return REPLY_DONE;
    case PICKER_FAILED:
        return REPLY_FAILED;
    case PICKER_CREATE:
        return create(v, e);
    case PICKER_CHOSEN:
        return replace(v, &client_view, &chosen(v)->client.id, e);
    }
    BUG("picker event %d", (int)event);
}

static enum reply pick_command(struct view *v, enum command_id id, struct err *e)
{
    switch (id) {
    case CMD_REPEAT:
        return repeat(v, e);
    case CMD_CLIENT_NEW:
        return create(v, e);
    case CMD_BACK:
        view_close(v, 0, NULL);
        return REPLY_DONE;
    default:
        return REPLY_IGNORED;
    }
}

static const char *pick_hints(const struct view *v)
{
    bool empty = line_edit_empty(&state(v)->picker.filter);
    return empty ? "?:help  Enter:open  ^R:repeat plan  ^N:new client  Up Down:choose  Esc:back"
                 : "F1:help  Enter:open  ^R:repeat plan  ^N:new client  Up Down:choose  Esc:back";
}

static bool pick_resume(struct view *v, const struct view_result *r, struct err *e)
{
    (void)r;
    return picker_refresh(&state(v)->picker, e);
}

static void pick_close(struct view *v)
{
    picker_release(&state(v)->picker);
}

const struct view_ops client_pick_view = {
    .name = "find client",
    .where = IN_PICKER,
    .state_size = sizeof(struct pick_state),
    .open = pick_open,
    .draw = pick_draw,
    .key = pick_key,
    .command = pick_command,
    .resume = pick_resume,
    .hints = pick_hints,
    .close = pick_close,
};
