/*
 * The regions of a session, derived: those of its findings and releases, corrected by hand.
 *
 * A correction is kept as what was added and what was removed, not as a list of regions: a row that is added later
 * still brings its own region.
 */
#include "fascia/model/session.h"

#include <stdlib.h>
#include <string.h>

struct ranked {
    struct place place;
    int order; /* head to foot; unknown regions last */
};

static bool place_same(struct place x, struct place y)
{
    return x.side == y.side && strcmp(x.region, y.region) == 0;
}

static bool place_in(struct place place, const struct place *places, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (place_same(places[i], place))
            return true;
    }
    return false;
}

static void add_once(struct ranked **all, size_t *len, const struct catalogue *c, struct place place, struct arena *a)
{
    if (!place.region)
        return;
    for (size_t i = 0; i < *len; i++) {
        if (place_same((*all)[i].place, place))
            return;
    }
    const struct region *region = catalogue_region(c, place.region);
    struct ranked *row = arena_push(a, all, len, sizeof *row);
    row->place = place;
    row->order = region ? region->order : INT32_MAX;
}

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    int names = strcmp(x->place.region, y->place.region);
    return names != 0 ? names : (int)x->place.side - (int)y->place.side;
}

static struct place release_place(const struct release *r, const struct catalogue *c)
{
    const struct structure *structure = r->region ? NULL : catalogue_structure(c, r->structure);
    return (struct place){.region = structure ? structure->region->id : r->region, .side = r->side};
}

void session_places(const struct session *s, const struct catalogue *c, struct place **out, size_t *len,
                    struct arena *a)
{
    struct ranked *all = NULL;
    size_t all_len = 0;
    for (size_t i = 0; i < s->findings_len; i++) {
        const struct finding *f = &s->findings[i];
        if (f->on != ON_MEASURE)
            add_once(&all, &all_len, c, (struct place){f->region, f->side}, a);
    }
    for (size_t i = 0; i < s->releases_len; i++)
        add_once(&all, &all_len, c, release_place(&s->releases[i], c), a);
    for (size_t i = 0; i < s->added_len; i++)
        add_once(&all, &all_len, c, s->added[i], a);
    if (all_len > 0)
        qsort(all, all_len, sizeof *all, compare_ranked);
    struct place *places = NULL;
    size_t places_len = 0;
    for (size_t i = 0; i < all_len; i++) {
        if (!place_in(all[i].place, s->removed, s->removed_len))
            *(struct place *)arena_push(a, &places, &places_len, sizeof *places) = all[i].place;
    }
    *out = places;
    *len = places_len;
}
