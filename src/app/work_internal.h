/** What the files of app/work share. Private to app. */
#ifndef FASCIA_APP_WORK_INTERNAL_H
#define FASCIA_APP_WORK_INTERNAL_H

#include "fascia/app/work.h"

/** ERR_LOCKED, or ERR_REFUSED for a signed session and for anybody but the author. */
MUST_USE bool work_may_change(const struct work *w, struct err *e);

/** Shows the session of this canonical body: decodes it into fresh rows. */
MUST_USE bool work_show(struct work *w, const char *body, struct err *e);

/** Makes `next` the present state, under the name `what` in the history, and saves the draft. */
MUST_USE bool work_commit(struct work *w, const struct session *next, const char *what, struct err *e);

/** The same, and the text that is being typed has become it: it is pending no more. */
MUST_USE bool work_commit_typed(struct work *w, const struct session *next, const char *what, struct err *e);

/** The canonical body of the present state; lives in w->history. */
const char *work_body(const struct work *w);

/** History of a fresh session (its start is the first state), of a found draft, and as text for the draft row. */
MUST_USE bool work_history_begin(struct work *w, struct err *e);
MUST_USE bool work_history_load(struct work *w, const char *text, struct err *e);
void work_history_format(struct buf *out, const struct work *w);

/** What a failed write must put back: a transaction that is rolled back takes its version numbers with it. */
struct work_before {
    struct draft draft;
    bool dirty, apart;
    int pending_keys;
    int64_t pending_since;
};
struct work_before work_before_of(const struct work *w);
void work_put_back(struct work *w, const struct work_before *b);

/** A new draft id and session id for what is here; nothing is written yet. */
void work_begin_apart(struct work *w);

/** Is the row on disk the one that this work wrote or read last? */
MUST_USE bool work_owns_row(bool *out, const struct work *w, struct err *e);

/** Appends the present state as a session change and ties the draft to it, in one transaction. */
MUST_USE bool work_append(struct work *w, struct err *e);

/**
 * What is here goes on as the draft of a session of its own, saved: the one it began from was changed, signed or taken
 * elsewhere. The old row goes if nobody else wrote it.
 */
MUST_USE bool work_set_apart(struct work *w, struct err *e);

#endif
