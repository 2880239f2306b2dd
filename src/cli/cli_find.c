/* find and session list: many sessions, newest first, a page at a time. */
#include "cli_internal.h"

#include "fascia/base/utf8.h"
#include "fascia/model/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void print_row(struct call *c, const struct session_row *row)
{
    char day[16] = "          ";
    char id[ID_TEXT];
    if (row->session.started.ms)
        date_format(day, instant_date(row->session.started));
    id_format(id, row->session.id);
    out_printf("%s  %s  #%04d  %s  %s  %s%s\n", day, id, row->client_number, row->client_name, row->therapist,
               session_summary(c->app->catalogue, &row->session, &c->arena),
               row->session.status == SESSION_SIGNED ? "" : "  [draft]");
}

static bool print_rows(struct call *c, const char *noun, const struct session_row *rows, size_t len, int limit,
                       struct err *e)
{
    bool more = len == (size_t)limit;
    if (!c->o->json) {
        for (size_t i = 0; i < len; i++)
            print_row(c, &rows[i]);
        if (more)
            out_printf("more: --after %lld\n", (long long)rows[len - 1].key);
        return true;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < len; i++)
        json_array_append_new(list, json_of_row(c, &rows[i]));
    json_t *o = json_object();
    json_object_set_new(o, noun, list);
    json_object_set_new(o, "next", more ? json_integer(rows[len - 1].key) : json_null());
    return out_json(o, e);
}

static bool cursor_of(int64_t *out, struct call *c, struct err *e)
{
    const char *text = call_value(c, "--after");
    char *end;
    *out = 0;
    if (!text)
        return true;
    errno = 0;
    long long n = strtoll(text, &end, 10);
    if (end == text || *end || errno)
        return err_set(e, ERR_USAGE, "--after takes the cursor of the page before, not '%s'", text);
    *out = n;
    return true;
}

bool cli_find(struct call *c, struct err *e)
{
    struct query query;
    struct session_row *rows;
    size_t len;
    int limit;
    int64_t before;
    if (!call_check(c, 1, 64, e) || !call_number(&limit, c, "--limit", 100, 1, 200, e) || !cursor_of(&before, c, e))
        return false;
    struct buf line = {0};
    for (size_t i = 0; i < c->words_len; i++)
        buf_printf(&line, "%s%s", i ? " " : "", c->words[i]);
    bool ok = find_sessions(&query, &rows, &len, c->app, arena_strdup(&c->arena, buf_text(&line)), before, limit,
                            &c->arena, e);
    c->problem = query.problem;
    ok = ok && find_record(c->app, buf_text(&line), e);
    if (ok && len == 0)
        ok = err_set(e, ERR_NOT_FOUND, "no session matches this search");
    buf_release(&line);
    return ok && print_rows(c, "hits", rows, len, limit, e);
}

/* --region and --structure take what the entry grammar takes; the rest of the options are exact. */
static bool listed_words(struct session_filter *f, struct call *c, struct err *e)
{
    const char *type = call_value(c, "--type");
    const char *client = call_value(c, "--client");
    struct client_row row;
    if (type && !release_type_parse(&f->type, type, e))
        return false;
    if (client) {
        if (!call_client(&row, c, client, e))
            return false;
        f->client = row.client.id;
    }
    return call_day(&f->from, c, "--from", e) && call_day(&f->to, c, "--to", e);
}

static bool by_query(struct session_row **rows, size_t *len, struct call *c, int64_t before, int limit, struct err *e)
{
    static const char *const names[] = {"--region", "--structure", "--therapist"};
    struct buf line = {0};
    struct query query;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *value = call_value(c, names[i]);
        if (value)
            buf_printf(&line, "%s%s ", i == 2 ? "@" : "", value);
    }
    struct session_filter filter = {0};
    bool ok = listed_words(&filter, c, e);
    if (ok && line.len)
        ok = find_filter(&query, &filter, c->app, arena_strdup(&c->arena, buf_text(&line)), &c->arena, e);
    buf_release(&line);
    return ok && find_page(rows, len, c->app, &filter, before, limit, &c->arena, e);
}

bool cli_session_list(struct call *c, struct err *e)
{
    struct session_row *rows;
    size_t len;
    int limit;
    int64_t before;
    return call_check(c, 0, 0, e) && call_number(&limit, c, "--limit", 100, 1, 200, e) && cursor_of(&before, c, e) &&
           by_query(&rows, &len, c, before, limit, e) && print_rows(c, "sessions", rows, len, limit, e);
}
