/**
 * Sessions newest first, read a page at a time as the cursor goes down: never all rows. With the marks that choose the
 * sessions of a letter. Private to tui.
 */
#ifndef FASCIA_TUI_SESSION_LIST_H
#define FASCIA_TUI_SESSION_LIST_H

#include "fascia/tui/views.h"

struct session_list {
    struct session_filter filter; /* what it points to is the owner's */
    struct arena memory;
    struct session_row *rows;
    size_t len, cursor;
    bool whole; /* there are no older ones */
    struct arena marks_memory;
    struct id *marks; /* all of one client */
    size_t marks_len;
    struct id marked_client;
};

/** Reads the first pages, up to where the cursor is. On failure the rows stay as they were. */
MUST_USE bool session_list_load(struct session_list *l, struct app *a, struct err *e);
void session_list_release(struct session_list *l);

/** Up (negative) and down; reads the next page when the end comes near. */
MUST_USE bool session_list_move(struct session_list *l, struct app *a, long by, struct err *e);

const struct session_row *session_list_current(const struct session_list *l); /* NULL when empty */

bool session_list_marked(const struct session_list *l, struct id session);
/** Marks the current session, or takes the mark off. ERR_REFUSED: unsigned, or of another client than the marks. */
MUST_USE bool session_list_mark(struct session_list *l, struct err *e);

/**
 * What a letter is made from: the marked sessions; without marks the signed rows of the current row's client.
 * ERR_REFUSED: there is no signed one. The ids live in a.
 */
MUST_USE bool session_list_letter(struct letter_arg *out, const struct session_list *l, struct arena *a, struct err *e);

/** Opens a session: this person's own draft in the form, everything else to read. */
MUST_USE bool session_list_open(const struct session_list *l, struct view *v, struct err *e);

#endif
