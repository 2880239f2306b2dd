/*
 * Sessions read back: one, the last one, a day, the values of a target. Rows are found by the index and read from the
 * head change's body, so that nothing is stored twice that only a form or a letter needs. Searching is in search.c.
 */
#include "fascia/store/sessions.h"

#include "body.h"
#include "keys.h"
#include "session_row.h"
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 200 };

/* Columns as SESSION_COLUMNS of queries.def. */
bool session_read(struct session_row *out, struct stmt *q, struct arena *a, struct err *e)
{
    struct session_row r = {0};
    json_t *body;
    char text[ID_TEXT];
    id_format(text, stmt_id(q, 1));
    if (!stmt_body(&body, q, 5, e))
        return err_wrap(e, "session '%s'", text);
    bool ok = session_decode(&r.session, body, a, e);
    json_decref(body);
    if (!ok)
        return err_wrap(e, "session '%s'", text);
    r.key = stmt_i64(q, 0);
    r.session.id = stmt_id(q, 1);
    r.head = stmt_id(q, 2);
    if (r.session.status == SESSION_SIGNED)
        r.signed_at = (struct instant){stmt_i64(q, 3), (int16_t)stmt_i64(q, 4)};
    r.amendments = (int)stmt_i64(q, 6);
    r.voided = stmt_i64(q, 7) != 0;
    r.client_name = stmt_text(q, 8, a);
    r.client_number = (int)stmt_i64(q, 9);
    r.therapist = stmt_text(q, 10, a);
    *out = r;
    return true;
}

bool session_get(struct session_row *out, struct store *s, struct id session, struct arena *a, struct err *e)
{
    struct session_row row;
    char text[ID_TEXT];
    struct stmt *q = store_stmt(s, Q_SESSION);
    stmt_bind_id(q, "$id", session);
    bool found = stmt_row(q);
    bool ok = !found || session_read(&row, q, a, e);
    if (!stmt_finish(q, ok, e))
        return false;
    id_format(text, session);
    if (!found)
        return err_set(e, ERR_NOT_FOUND, "there is no session '%s'", text);
    *out = row;
    return true;
}

/* Keys of one day say nothing about the hour: the latest start of the newest day that has one before the bound. */
bool session_last(struct session_row *out, bool *found, struct store *s, struct id client, int64_t before,
                  struct arena *a, struct err *e)
{
    struct session_row best = {0}, row;
    bool ok = true, any = false;
    struct instant bound = {before + 86400000, 0}; /* a day more: its local day may be the next one in UTC */
    struct stmt *q = store_stmt(s, Q_SESSION_LAST);
    stmt_bind_id(q, "$client", client);
    stmt_bind_i64(q, "$before", before == 0 ? INT64_MAX : key_first(instant_date(bound)) + KEYS_A_DAY);
    while (ok && stmt_row(q)) {
        if (any && key_day(stmt_i64(q, 0)) != key_day(best.key))
            break;
        ok = session_read(&row, q, a, e);
        bool fits = ok && (before == 0 || row.session.started.ms < before);
        if (fits && (!any || row.session.started.ms > best.session.started.ms))
            best = row;
        any = any || fits;
    }
    if (!stmt_finish(q, ok, e))
        return false;
    if (any)
        *out = best;
    *found = any;
    return true;
}

static int minute_of(const struct session *s)
{
    return s->started.ms != 0 ? instant_minute(s->started) : s->planned_minute;
}

static int compare_hours(const void *x, const void *y)
{
    const struct session_row *a = x, *b = y;
    int ma = minute_of(&a->session), mb = minute_of(&b->session);
    if (ma < 0 || mb < 0)
        return (ma < 0) - (mb < 0); /* without an hour: last */
    return ma != mb ? ma - mb : (a->key > b->key) - (a->key < b->key);
}

bool session_day(struct session_row **out, size_t *len, struct store *s, struct date day, struct arena *a,
                 struct err *e)
{
    struct session_row *rows = NULL;
    size_t n = 0;
    bool ok = true;
    struct stmt *q = store_stmt(s, Q_SESSIONS_OF_DAY);
    stmt_bind_i64(q, "$first", key_first(day));
    stmt_bind_i64(q, "$last", key_first(day) + KEYS_A_DAY - 1);
    while (ok && stmt_row(q))
        ok = session_read(arena_push(a, &rows, &n, sizeof *rows), q, a, e);
    if (!stmt_finish(q, ok, e))
        return false;
    if (n > 1)
        qsort(rows, n, sizeof *rows, compare_hours);
    *out = rows;
    *len = n;
    return true;
}

struct series {
    struct value_row *rows;
    size_t len;
    int64_t last; /* key */
    size_t read;  /* sessions of this page */
};

static void take_values(struct series *v, const struct session_row *row, const char *target, struct arena *a)
{
    for (size_t i = 0; i < row->session.findings_len; i++) {
        const struct finding *f = &row->session.findings[i];
        if (target && strcmp(f->target, target) != 0)
            continue;
        struct value_row *value = arena_push(a, &v->rows, &v->len, sizeof *value);
        *value = (struct value_row){row->session.id, date_from_days(key_day(row->key)), *f};
    }
}

static bool read_series(struct series *v, struct store *s, struct id client, const char *target, struct arena *a,
                        struct err *e)
{
    struct session_row row;
    bool ok = true;
    v->read = 0;
    struct stmt *q = store_stmt(s, Q_SERIES);
    stmt_bind_id(q, "$client", client);
    stmt_bind_text(q, "$target", target);
    stmt_bind_i64(q, "$after", v->last);
    stmt_bind_i64(q, "$limit", PAGE);
    while (ok && stmt_row(q)) {
        ok = session_read(&row, q, a, e);
        if (!ok)
            break;
        take_values(v, &row, target, a);
        v->last = row.key;
        v->read++;
    }
    return stmt_finish(q, ok, e);
}

bool finding_series(struct value_row **out, size_t *len, struct store *s, struct id client, const char *target,
                    struct arena *a, struct err *e)
{
    struct series v = {.last = INT64_MIN};
    do
        if (!read_series(&v, s, client, target, a, e))
            return false;
    while (v.read == PAGE);
    *out = v.rows;
    *len = v.len;
    return true;
}
