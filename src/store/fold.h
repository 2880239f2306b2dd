/*
 * The fold: one change after the other, in fold order, becomes rows of the index. Append, rebuild and verify share it,
 * so what verify compares with is by construction what append would have written.
 */
#ifndef FASCIA_STORE_FOLD_H
#define FASCIA_STORE_FOLD_H

#include "fascia/base/json.h"
#include "fascia/model/change.h"
#include "store_internal.h"

struct fold {
    struct store *log;   /* where sessions got their keys: the same store, but for verify */
    struct store *index; /* where rows are written */
    struct arena scratch;
};

void fold_init(struct fold *f, struct store *log, struct store *index);
void fold_release(struct fold *f);

/** Folds one change. body: the parsed c->body; NULL when it was erased. The scratch arena is emptied. */
MUST_USE bool fold_change(struct fold *f, const struct change *c, const json_t *body, struct err *e);

/** Parses c->body first. */
MUST_USE bool fold_text(struct fold *f, const struct change *c, struct err *e);

/** Empties every table of the index. */
MUST_USE bool fold_clear(struct store *index, struct err *e);

/* One kind each, in fold_people.c and fold_session.c. */
MUST_USE bool fold_client(struct fold *f, const struct change *c, const json_t *body, struct err *e);
MUST_USE bool fold_episode(struct fold *f, const struct change *c, const json_t *body, struct err *e);
MUST_USE bool fold_user(struct fold *f, const struct change *c, const json_t *body, struct err *e);
MUST_USE bool fold_session(struct fold *f, const struct change *c, const json_t *body, struct err *e);
MUST_USE bool fold_amendment(struct fold *f, const struct change *c, const json_t *body, struct err *e);
MUST_USE bool fold_void(struct fold *f, const struct change *c, const json_t *body, struct err *e);

/** Adds to the row of counts; all zero writes nothing. */
MUST_USE bool fold_count(struct store *index, int clients, int sessions, int drafts, struct err *e);

#endif
