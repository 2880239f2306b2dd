/** What the files of app/work share. Private to app. */
#ifndef FASCIA_APP_WORK_INTERNAL_H
#define FASCIA_APP_WORK_INTERNAL_H

#include "fascia/app/work.h"

/** Shows the session of this canonical body: decodes it into fresh rows. */
MUST_USE bool work_show(struct work *w, const char *body, struct err *e);

/** Makes `next` the present state, under the name `what` in the history, and saves the draft. */
MUST_USE bool work_commit(struct work *w, const struct session *next, const char *what, struct err *e);

/** The canonical body of the present state; lives in w->history. */
const char *work_body(const struct work *w);

/** History of a fresh session (its start is the first state), of a found draft, and as text for the draft row. */
MUST_USE bool work_history_begin(struct work *w, struct err *e);
MUST_USE bool work_history_load(struct work *w, const char *text, struct err *e);
void work_history_format(struct buf *out, const struct work *w);

/** Appends the present state as a session change and ties the draft to it, in one transaction. */
MUST_USE bool work_append(struct work *w, struct err *e);

#endif
