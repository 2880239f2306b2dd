/**
 * A session being written: the form's state, whoever draws it. It is a draft from the first accepted line; every change
 * goes through here, can be undone, and is on disk within 20 keystrokes or 2 s. TUI, plain mode and `fascia log` share
 * it.
 */
#ifndef FASCIA_APP_WORK_H
#define FASCIA_APP_WORK_H

#include "fascia/app/app.h"
#include "fascia/model/grammar.h"
#include "fascia/store/draft.h"
#include "fascia/store/people.h"
#include "fascia/store/sessions.h"

enum work_shape { WORK_EMPTY, WORK_REPEAT /* shape of the last signed session */ };

struct snapshot {
    const char *body; /* canonical JSON of the session */
    const char *what; /* "added L gastroc WB 3x": for the undo message */
};

struct work {
    struct app *app;
    struct arena people;  /* client and last: as long as the work */
    struct arena rows;    /* session: renewed at every change */
    struct arena history; /* undo states */
    struct client_row client;
    struct session session;  /* read it; change it only through the functions below */
    struct session_row last; /* latest signed session: ghosts, "was 45 s" */
    bool has_last;
    bool resumed; /* a draft was found and continued */
    bool apart; /* the session was changed, signed or taken elsewhere meanwhile: what is here goes on as a draft of its
                 * own. Say so once, then clear it */
    bool clock_told; /* the person was told that the clock is far behind the record: the next work_sign goes on */
    struct draft draft;
    struct buf pending;    /* text typed but not accepted, as last told */
    int pending_keys;      /* keys since it was last saved */
    int64_t pending_since; /* monotonic ms of the first unsaved key; 0 = nothing unsaved */
    int64_t retry_at;      /* monotonic ms before which typing and the deadline do not repeat a save that failed */
    bool dirty;            /* the session differs from the draft on disk */
    enum side side;        /* carried to the next line */
    const char *mode, *device;
    struct snapshot *undo;    /* states, oldest first; [undo_at] is the present one */
    size_t undo_len, undo_at; /* before undo_at: can be undone; after: redone */
};

/**
 * Continues this user's live draft for the client (then shape is ignored and `resumed` set), or begins a session. A new
 * one is written to disk with its first accepted change, not before.
 * @param planned  a planned entry that it fulfils; null: one of today for this client, if there is any
 */
MUST_USE bool work_open(struct work *w, struct app *a, struct id client, enum work_shape shape, struct id planned,
                        struct err *e);
MUST_USE bool work_resume(struct work *w, struct app *a, struct id draft, struct err *e);
void work_release(struct work *w); /* forgets; does not save */

struct grammar_context work_context(const struct work *w);

/*
 * A change that cannot be saved is not made: false leaves session, history and typed text as they were. ERR_LOCKED: the
 * practice is locked. ERR_REFUSED: signed already, or somebody else has unlocked since.
 */

/** Reads a line and applies all its entries, or none: then out->problem says why (and returns true). False: store
 * errors. */
MUST_USE bool work_line(struct work *w, struct reading *out, const char *line, struct arena *a, struct err *e);

/** Cell of a finding (row from 1): text as typed; "" clears. ERR_RANGE, ERR_INVALID, ERR_NOT_FOUND leave it as it was.
 */
MUST_USE bool work_set_cell(struct work *w, size_t row, bool post, const char *text, struct err *e);
MUST_USE bool work_carry_cell(struct work *w, size_t row, bool post,
                              struct err *e); /* `=`: the ghost, marked carried */

/** Last known value of a finding's target in the last session (post, else pre). VALUE_NONE: there is none. */
struct value work_ghost(const struct work *w, size_t row);

MUST_USE bool work_remove_row(struct work *w, size_t row, struct err *e);
MUST_USE bool work_repeat_shape(struct work *w, struct id session, struct err *e); /* shape of another session */
/** field: subjective, note, plan, no_finding_reason, not_treated_reason */
MUST_USE bool work_set_text(struct work *w, const char *field, const char *text, struct err *e);
MUST_USE bool work_set_place(struct work *w, struct place p, bool on, struct err *e); /* correct the derived regions */
MUST_USE bool work_confirm(struct work *w, bool consent, const char *reaction, struct err *e);

/** *what names what was undone or redone; NULL when there is nothing. */
MUST_USE bool work_undo(struct work *w, const char **what, struct err *e);
MUST_USE bool work_redo(struct work *w, const char **what, struct err *e);

/** Text being typed, told at every key; saved by the rule of 20 keys or 2 s. */
MUST_USE bool work_typing(struct work *w, const char *text, struct err *e);
int work_deadline_ms(const struct work *w);             /* until work_save must be called; -1 = nothing unsaved */
MUST_USE bool work_save(struct work *w, struct err *e); /* writes the draft row if anything is unsaved */

/** Leaving the form: a session change with status draft if anything differs from its parent. The draft row stays; one
 * in which nothing was entered goes. */
MUST_USE bool work_leave(struct work *w, struct err *e);

/** Puts the draft away: its row is kept 30 days, lists show it no more, and a plan it was to fulfil is open again. */
MUST_USE bool work_discard(struct work *w, struct err *e);

/**
 * Signs: session_missing must be empty (else ERR_REFUSED with the first), no typed text left over, role therapist, own
 * draft. One transaction: the session change, an episode when the client has none open, the next appointment as a
 * planned session, the draft row gone.
 *
 * ERR_REFUSED with clock_told set: the clock is more than a day behind the record; signing again goes on. ERR_CONFLICT:
 * the session was changed elsewhere; this one is a draft of its own now (apart), which the next call signs.
 */
MUST_USE bool work_sign(struct work *w, struct err *e);

#endif
