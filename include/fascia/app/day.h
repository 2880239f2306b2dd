/** The day: who comes, who is done, what is unsigned; finding a client, and the search over all sessions. */
#ifndef FASCIA_APP_DAY_H
#define FASCIA_APP_DAY_H

#include "fascia/app/app.h"
#include "fascia/model/grammar.h"
#include "fascia/model/query.h"
#include "fascia/store/people.h"
#include "fascia/store/sessions.h"

enum day_status { DAY_PLANNED, DAY_NEXT, DAY_DRAFT, DAY_SIGNED, DAY_DNA, DAY_CANCELLED };

struct day_row {
    int minute; /* of the plan or the start, -1 = none */
    enum day_status status;
    struct id client, session, draft; /* session: planned or real; draft: a live form of this user, or null */
    const char *client_name;
    int client_number;
    struct date last_seen; /* year 0 = new */
    const char *last_plan; /* session_summary of the last signed session; "first visit" */
    const char *therapist;
};

struct day_list {
    struct date day;
    struct day_row *rows;
    size_t len;
    size_t next; /* index of the next unfinished row; len when all is done */
    int planned, signed_count;
    int unsigned_before; /* drafts of this user from earlier days */
};

MUST_USE bool day_load(struct day_list *out, struct app *a, struct date day, struct arena *arena, struct err *e);
MUST_USE bool day_plan(struct id *out, struct app *a, struct id client, struct date day, int minute, struct err *e);
MUST_USE bool day_drop(struct app *a, struct id planned, struct err *e);
const char *day_status_word(enum day_status s);

/** By clinic number (#0412), id, or a text that only one matches. ERR_AMBIGUOUS: *rows lists them; ERR_NOT_FOUND. */
MUST_USE bool client_resolve(struct client_row *out, struct client_row **rows, size_t *rows_len, struct app *a,
                             const char *text, struct arena *arena, struct err *e);
/** Checks, gives the next clinic number, appends. */
MUST_USE bool client_create(struct client_row *out, struct app *a, const struct client *want, struct arena *arena,
                            struct err *e);
/** client_search of the store. Health data in the rows (alerts, note, regions) only for ROLES_CLINICAL, as in every
 * client_row that app hands out: never write such a row back. */
MUST_USE bool client_list(struct client_row **out, size_t *len, struct app *a, const char *folded, struct id after,
                          int limit, struct arena *arena, struct err *e);
/** client_get, with the access recorded and committed before the rows are handed out. */
MUST_USE bool client_open(struct client_row *out, struct app *a, struct id client, struct arena *arena, struct err *e);

/** What a search line says, added to *filter: regions and groups widened to their members. ERR_INVALID: query->problem.
 */
MUST_USE bool find_filter(struct query *query, struct session_filter *filter, struct app *a, const char *line,
                          struct arena *arena, struct err *e);

/** session_get and session_page of the store, for ROLES_CLINICAL; session_open records the access to the client first.
 */
MUST_USE bool session_open(struct session_row *out, struct app *a, struct id session, struct arena *arena,
                           struct err *e);
MUST_USE bool find_page(struct session_row **out, size_t *len, struct app *a, const struct session_filter *f,
                        int64_t before, int limit, struct arena *arena, struct err *e);

/** That something was searched for, as a keyed hash of the words: called when a hit is opened or printed. */
MUST_USE bool find_record(struct app *a, const char *words, struct err *e);

/** The search line: parsed, regions and groups widened to their members, then a page of session_page. */
MUST_USE bool find_sessions(struct query *query, struct session_row **out, size_t *len, struct app *a, const char *line,
                            int64_t before, int limit, struct arena *arena, struct err *e);

#endif
