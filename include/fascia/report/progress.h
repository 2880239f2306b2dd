/**
 * Progress: each sign over a client's sessions as before, after, and kept (before, at the next visit).
 *
 * Only equal examinations stand in one series: same kind, target, side, mode, device and position. Gaps stay gaps.
 */
#ifndef FASCIA_REPORT_PROGRESS_H
#define FASCIA_REPORT_PROGRESS_H

#include "fascia/model/session.h"
#include "fascia/report/document.h"

struct progress_row {
    struct date day;
    const struct session *session;
    const struct finding *finding;
    const struct finding *next; /* the same sign at the next visit at which it was examined: its pre is what was kept */
};

struct progress_series {
    const char *subject;       /* "Left weight-bearing lunge (knee to wall)" */
    const char *label;         /* "L KTW" */
    const struct scale *scale; /* NULL when the catalogue does not know it any more */
    struct progress_row *rows;
    size_t rows_len;
};

/** Series in the order in which they first appear. @param sessions  oldest first @param target  an id, or NULL = all */
void progress_collect(struct progress_series **out, size_t *len, const struct catalogue *c,
                      const struct session *sessions, size_t sessions_len, const char *target, struct arena *a);

/** A heading and a table for each series. */
void progress_document(struct document *d, const struct progress_series *series, size_t len);

#endif
