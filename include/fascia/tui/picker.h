/**
 * Choose one of many by typing: a filter line, the candidates a callback finds for it, best first, and a last row that
 * makes a new one. Letters always filter; Up Down PgUp PgDn Home End move; Enter chooses.
 */
#ifndef FASCIA_TUI_PICKER_H
#define FASCIA_TUI_PICKER_H

#include "fascia/tui/line_edit.h"

struct pick {
    const char *label;  /* left column */
    const char *detail; /* dim, right of it; NULL */
    const char *note;   /* at the right edge; NULL */
    const void *data;   /* the caller's */
};

/** Fills *items with at most `limit` candidates from a; *total says how many there are. a is released before the next
 * call. */
typedef bool picker_find(void *source, const char *filter, size_t limit, struct arena *a, struct pick **items,
                         size_t *len, size_t *total, struct err *e);

struct picker {
    struct line_edit filter;
    struct arena rows; /* of the present candidates */
    struct pick *items;
    size_t len, total, cursor; /* cursor == len: on the create row */
    const char *create;        /* label of the last row ("+ Create new client"); NULL = none */
    picker_find *find;
    void *source;
};

enum { PICKER_LIMIT = 200 };

enum picker_event { PICKER_IGNORED, PICKER_CHANGED, PICKER_CHOSEN, PICKER_CREATE, PICKER_FAILED };

/** Asks `find` for the empty filter. memory holds the filter line and outlives the picker. */
MUST_USE bool picker_init(struct picker *p, struct arena *memory, picker_find *find, void *source, const char *create,
                          struct err *e);
void picker_release(struct picker *p);

/** PICKER_FAILED: find failed, e is filled, the candidates from before stay. */
enum picker_event picker_key(struct picker *p, const struct key *k, struct err *e);
/** Asks again with the same filter: the rows changed underneath. The cursor stays on its place. */
MUST_USE bool picker_refresh(struct picker *p, struct err *e);

const struct pick *picker_chosen(const struct picker *p); /* under the cursor; NULL on the create row or when empty */
const char *picker_text(const struct picker *p);          /* the filter, for the new one's name */

/** Filter line, then rows; `label` stands before the filter ("Find: "). */
void picker_draw(const struct picker *p, struct canvas *c, int y, int x, int height, int columns, const char *label);

#endif
