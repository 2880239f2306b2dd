/* client new, find, show, list. */
#include "cli_internal.h"

#include "fascia/base/utf8.h"
#include "fascia/model/when.h"

#include <string.h>

static void print_row(struct call *c, const struct client_row *row)
{
    char born[16];
    char seen[16] = "never";
    date_format(born, row->client.born);
    if (row->last_seen.year)
        date_format(seen, row->last_seen);
    out_printf("#%04d  %s  born %s  %lld sessions  last %s\n", row->client.number, client_name(&row->client, &c->arena),
               born, (long long)row->sessions, seen);
}

static bool print_rows(struct call *c, const struct client_row *rows, size_t len, struct id next, struct err *e)
{
    if (!c->o->json) {
        for (size_t i = 0; i < len; i++)
            print_row(c, &rows[i]);
        return true;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < len; i++)
        json_array_append_new(list, json_of_client(&rows[i]));
    json_t *o = json_object();
    json_object_set_new(o, "clients", list);
    json_object_set_new(o, "next", json_of_id(next));
    return out_json(o, e);
}

bool cli_client_new(struct call *c, struct err *e)
{
    struct client want = {.phone = call_value(c, "--phone"), .email = call_value(c, "--email")};
    const char *name = call_value(c, "--name");
    const char *born = call_value(c, "--born");
    struct span birth;
    struct client_row row;
    if (!call_check(c, 0, 0, e))
        return false;
    if (!name || !born)
        return err_set(e, ERR_USAGE, "a client needs --name and --born");
    if (!client_name_parse(&want, name, &c->arena, e) ||
        !when_parse(&birth, born, WHEN_BIRTH, instant_date(clock_now()), e))
        return false;
    want.born = birth.first;
    if (call_flag(c, "--consent")) {
        want.consent_assessment = true;
        want.consent_at = clock_now();
        want.consent_by = c->app->user.id;
    }
    if (!client_create(&row, c->app, &want, &c->arena, e))
        return false;
    if (c->o->json)
        return out_json(json_of_client(&row), e);
    print_row(c, &row);
    return true;
}

bool cli_client_find(struct call *c, struct err *e)
{
    struct client_row *rows;
    size_t len;
    if (!call_check(c, 1, 16, e))
        return false;
    struct buf text = {0};
    for (size_t i = 0; i < c->words_len; i++)
        buf_printf(&text, "%s%s", i ? " " : "", c->words[i]);
    bool ok =
        client_list(&rows, &len, c->app, text_fold(&c->arena, buf_text(&text)), (struct id){0}, 100, &c->arena, e) &&
        find_record(c->app, buf_text(&text), e);
    if (ok && len == 0)
        ok = err_set(e, ERR_NOT_FOUND, "no client matches this text");
    buf_release(&text);
    return ok && print_rows(c, rows, len, (struct id){0}, e);
}

bool cli_client_show(struct call *c, struct err *e)
{
    struct client_row found;
    struct client_row row;
    if (!call_check(c, 1, 1, e) || !call_client(&found, c, c->words[0], e) ||
        !client_open(&row, c->app, found.client.id, &c->arena, e))
        return false;
    if (c->o->json)
        return out_json(json_of_client(&row), e);
    print_row(c, &row);
    const struct {
        const char *label, *text;
    } lines[] = {{"phone", row.client.phone},           {"email", row.client.email},
                 {"address", row.client.address},       {"GP", row.client.gp},
                 {"alerts", row.client.alerts},         {"note", row.client.note},
                 {"occupation", row.client.occupation}, {"pronouns", row.client.pronouns}};
    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        if (lines[i].text)
            out_printf("%-11s %s\n", lines[i].label, lines[i].text);
    return true;
}

bool cli_client_list(struct call *c, struct err *e)
{
    struct client_row *rows;
    size_t len;
    int limit;
    struct id after = {0};
    const char *cursor = call_value(c, "--after");
    if (!call_check(c, 0, 0, e) || !call_number(&limit, c, "--limit", 100, 1, 200, e) ||
        (cursor && !id_parse(&after, cursor, e)) || !client_list(&rows, &len, c->app, "", after, limit, &c->arena, e))
        return false;
    struct id next = len == (size_t)limit ? rows[len - 1].client.id : (struct id){0};
    return print_rows(c, rows, len, next, e);
}
