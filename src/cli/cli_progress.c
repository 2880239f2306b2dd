/* progress: every sign of a client over the signed sessions: before, after, and what was kept at the next visit. */
#include "cli_internal.h"

#include "fascia/app/letters.h"
#include "fascia/base/utf8.h"
#include "fascia/model/words.h"
#include "fascia/report/verdict.h"

#include <string.h>

/* The id of a test, movement or measure that a word names; an ambiguous word lists what it may be. */
static bool measure_id(const char **out, struct call *c, struct err *e)
{
    const char *word = call_value(c, "--measure");
    struct query query;
    struct session_filter filter = {0};
    *out = NULL;
    if (!word)
        return true;
    if (!find_filter(&query, &filter, c->app, word, &c->arena, e))
        return false;
    if (query.tests_len == 1) {
        *out = query.tests[0];
        return true;
    }
    if (query.tests_len == 0)
        return err_set(e, ERR_INVALID, "no test, movement or measure is called '%s'", word);
    struct buf names = {0};
    for (size_t i = 0; i < query.tests_len && i < 8; i++)
        buf_printf(&names, "%s%s", i ? ", " : "", query.tests[i]);
    err_set(e, ERR_AMBIGUOUS, "'%s' may be several: %s", word, buf_text(&names));
    buf_release(&names);
    return false;
}

static json_t *json_of_point(const struct call *c, const struct progress_row *row)
{
    char session[ID_TEXT];
    id_format(session, row->session->id);
    const char *verdict = verdict_word(finding_verdict(c->app->catalogue, row->finding));
    json_t *o = json_object();
    json_object_set_new(o, "day", json_of_date(row->day));
    json_object_set_new(o, "session", json_string(session));
    json_object_set_new(o, "pre", json_of_value(&row->finding->pre));
    json_object_set_new(o, "post", json_of_value(&row->finding->post));
    json_object_set_new(o, "kept", row->next ? json_of_value(&row->next->pre) : json_null());
    json_object_set_new(o, "verdict", json_of_text(verdict));
    return o;
}

static json_t *json_of_series(const struct call *c, const struct progress_series *series)
{
    const struct finding *f = series->rows[0].finding;
    json_t *points = json_array();
    for (size_t i = 0; i < series->rows_len; i++)
        json_array_append_new(points, json_of_point(c, &series->rows[i]));
    json_t *o = json_object();
    json_object_set_new(o, "subject", json_of_text(series->subject));
    json_object_set_new(o, "kind", json_of_text(f->kind));
    json_object_set_new(o, "target", json_of_text(f->target));
    json_object_set_new(o, "side", json_of_text(side_word(f->side)));
    json_object_set_new(o, "mode", json_of_text(f->mode));
    json_object_set_new(o, "device", json_of_text(f->device));
    json_object_set_new(o, "unit", json_of_text(series->scale ? series->scale->unit : NULL));
    json_object_set_new(o, "points", points);
    return o;
}

static bool say_json(struct call *c, const struct client_row *client, const struct progress_series *series, size_t len,
                     struct err *e)
{
    json_t *list = json_array();
    for (size_t i = 0; i < len; i++)
        json_array_append_new(list, json_of_series(c, &series[i]));
    json_t *o = json_object();
    json_object_set_new(o, "client", json_of_id(client->client.id));
    json_object_set_new(o, "client_number", json_integer(client->client.number));
    json_object_set_new(o, "series", list);
    return out_json(o, e);
}

/* Columns are measured in cells, because a unit or a grade may hold more bytes than it shows. */
static void print_cell(const char *text, int columns)
{
    int pad = columns - text_width(text);
    out_printf("%s%*s", text, pad > 0 ? pad : 0, "");
}

static void print_series(struct call *c, const struct progress_series *series)
{
    struct arena *a = &c->arena;
    out_printf("%s\n  %-12s  %-14s  %-14s  %-9s  %-14s  %s\n", series->subject, "date", "before", "after", "change",
               "kept", "verdict");
    for (size_t i = 0; i < series->rows_len; i++) {
        const struct progress_row *row = &series->rows[i];
        char day[16];
        int direction;
        date_format_short(day, row->day);
        const char *cells[] = {"",
                               day,
                               value_phrase(&row->finding->pre, series->scale, a),
                               value_phrase(&row->finding->post, series->scale, a),
                               finding_change(row->finding, series->scale, &direction, a),
                               row->next ? value_phrase(&row->next->pre, series->scale, a) : ""};
        static const int columns[] = {2, 14, 16, 16, 11, 16};
        for (size_t k = 0; k < ARRAY_LEN(cells); k++)
            print_cell(cells[k], columns[k]);
        out_printf("%s\n", verdict_word(finding_verdict(c->app->catalogue, row->finding)));
    }
    out_text("\n");
}

bool cli_progress(struct call *c, struct err *e)
{
    struct client_row found;
    struct client_row client;
    struct session *sessions;
    size_t sessions_len;
    const char *target;
    struct progress_series *series;
    size_t len;
    if (!call_check(c, 1, 1, e) || !measure_id(&target, c, e) || !call_client(&found, c, c->words[0], e) ||
        !client_open(&client, c->app, found.client.id, &c->arena, e) ||
        !signed_sessions(&sessions, &sessions_len, c->app, client.client.id, (struct id){0}, &c->arena, e))
        return false;
    progress_collect(&series, &len, c->app->catalogue, sessions, sessions_len, target, &c->arena);
    if (len == 0)
        return err_set(e, ERR_NOT_FOUND, "no such value is in the signed sessions of #%04d", client.client.number);
    if (c->o->json)
        return say_json(c, &client, series, len, e);
    for (size_t i = 0; i < len; i++)
        print_series(c, &series[i]);
    return true;
}
