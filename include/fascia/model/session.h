/**
 * A treatment session: what was found, what was done, what was found again, and the plan.
 *
 * All text is borrowed (from an arena, usually the form's or the command's). Catalogue references are ids. A measured
 * value is an integer of tenths of the catalogue's unit. `extra` holds, as canonical JSON text, keys that this version
 * does not know: they survive a read and a write.
 */
#ifndef FASCIA_MODEL_SESSION_H
#define FASCIA_MODEL_SESSION_H

#include "fascia/base/arena.h"
#include "fascia/base/clock.h"
#include "fascia/base/err.h"
#include "fascia/base/id.h"
#include "fascia/base/json.h"
#include "fascia/model/catalogue.h"
#include "fascia/model/finding.h"
#include "fascia/model/release.h"

struct place {
    const char *region;
    enum side side;
};

enum session_status { SESSION_PLANNED, SESSION_DRAFT, SESSION_SIGNED, SESSION_CANCELLED, SESSION_DNA, SESSION_CONTACT };

struct session {
    struct id id, client, episode, therapist; /* episode may be null; therapist = author for a planned one */
    enum session_status status;
    int number;                    /* of the client's sessions, 1.. ; 0 until the first draft is kept */
    struct instant started, ended; /* treatment; ms 0 = not set */
    struct date planned_day;       /* planned entries */
    int planned_minute;            /* minutes since midnight, -1 = no hour */
    struct finding *findings;
    size_t findings_len;
    struct release *releases;
    size_t releases_len;
    struct place *added, *removed; /* corrections of the regions derived from findings and releases */
    size_t added_len, removed_len;
    const char *subjective, *note, *plan;
    const char **homecare;
    size_t homecare_len;
    struct date next_day; /* next appointment; year 0 = none */
    int next_minute;      /* -1 = no hour */
    const char *no_finding_reason, *not_treated_reason;
    bool consent;          /* reconfirmed at this session */
    const char *reaction;  /* "none-seen" or what was seen; NULL = not yet said */
    struct id copied_from; /* session whose shape was taken */
    const char *extra;
};

const char *session_status_word(enum session_status s);

/** Empty, without hours. */
void session_init(struct session *s);

/** Adds a row; a bilateral one becomes two, left then right (record rule). */
void session_add_finding(struct session *s, const struct finding *f, struct arena *a);
void session_add_release(struct session *s, const struct release *r, struct arena *a);
/** Rows are numbered on through findings then releases, from 1. False when there is no such row. */
bool session_remove_row(struct session *s, size_t row);
size_t session_rows(const struct session *s);

/** Regions of the session: those of findings and releases, plus `added`, less `removed`; each once, in body order. */
void session_places(const struct session *s, const struct catalogue *c, struct place **out, size_t *len,
                    struct arena *a);

/** The shape of an earlier session: targets, tests, releases with dose, exercises. No value, note, response or date. */
void session_copy_shape(struct session *to, const struct session *from, struct arena *a);

/** May it be kept? Every row, region and text within the limits of docs/record.md. ERR_RANGE or ERR_INVALID names the
 * row and the limit. */
MUST_USE bool session_check(const struct session *s, const struct catalogue *c, struct err *e);

/** What is missing before it may be signed, each a sentence, in the order of the form. len 0 = may be signed. */
struct missing {
    const char *what; /* consent, finding, treatment, reaction, value ... : stable word for JSON */
    const char *text;
};
void session_missing(const struct session *s, const struct catalogue *c, struct missing **out, size_t *len,
                     struct arena *a);

/** Body of a `session` change, and back. session_decode copies into a; unknown ids are kept as they are. */
json_t *session_encode(const struct session *s);
MUST_USE bool session_decode(struct session *out, const json_t *body, struct arena *a, struct err *e);

/** A deep copy of every string and array into a. */
void session_copy(struct session *to, const struct session *from, struct arena *a);
bool session_equal(const struct session *x, const struct session *y); /* same canonical body */

#endif
