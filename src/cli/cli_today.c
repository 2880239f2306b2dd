/* today, today add, today drop. */
#include "cli_internal.h"

#include "fascia/model/when.h"

static const char *hour_text(char out[16], int minute)
{
    if (minute < 0)
        return "  -  ";
    (void)snprintf(out, 16, "%02d:%02d", minute / 60, minute % 60);
    return out;
}

static json_t *day_json(const struct day_list *day)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < day->len; i++) {
        const struct day_row *row = &day->rows[i];
        char hour[16];
        json_t *o = json_object();
        json_object_set_new(o, "hour", row->minute < 0 ? json_null() : json_string(hour_text(hour, row->minute)));
        json_object_set_new(o, "status", json_string(day_status_word(row->status)));
        json_object_set_new(o, "client", json_of_id(row->client));
        json_object_set_new(o, "client_number", json_integer(row->client_number));
        json_object_set_new(o, "client_name", json_of_text(row->client_name));
        json_object_set_new(o, "session", json_of_id(row->session));
        json_object_set_new(o, "last_seen", json_of_date(row->last_seen));
        json_object_set_new(o, "last_plan", json_of_text(row->last_plan));
        json_object_set_new(o, "therapist", json_of_text(row->therapist));
        json_array_append_new(rows, o);
    }
    json_t *o = json_object();
    json_object_set_new(o, "day", json_of_date(day->day));
    json_object_set_new(o, "sessions", rows);
    json_object_set_new(o, "next", json_null());
    json_object_set_new(o, "unsigned_before", json_integer(day->unsigned_before));
    return o;
}

bool cli_today(struct call *c, struct err *e)
{
    struct day_list day;
    struct span when = {.first = instant_date(clock_now())};
    if (!call_check(c, 0, 1, e) ||
        (c->words_len && !when_parse(&when, c->words[0], WHEN_PAST, instant_date(clock_now()), e)) ||
        !day_load(&day, c->app, when.first, &c->arena, e))
        return false;
    if (c->o->json)
        return out_json(day_json(&day), e);
    char text[16];
    date_format_short(text, when.first);
    out_printf("%s  %d planned, %d signed\n", text, day.planned, day.signed_count);
    for (size_t i = 0; i < day.len; i++) {
        const struct day_row *row = &day.rows[i];
        char hour[16];
        char id[ID_TEXT];
        id_format(id, row->session);
        out_printf("%s  %-9s  #%04d  %s  %s  %s\n", hour_text(hour, row->minute), day_status_word(row->status),
                   row->client_number, row->client_name, row->last_plan, id);
    }
    if (day.unsigned_before)
        out_printf("%d unsigned from earlier days\n", day.unsigned_before);
    return true;
}

bool cli_today_add(struct call *c, struct err *e)
{
    struct client_row client;
    struct span when;
    int minute = -1;
    struct id made;
    if (!call_check(c, 2, 3, e) || !call_client(&client, c, c->words[0], e) ||
        !when_parse(&when, c->words[1], WHEN_FUTURE, instant_date(clock_now()), e) ||
        (c->words_len == 3 && !hour_parse(&minute, c->words[2], e)) ||
        !day_plan(&made, c->app, client.client.id, when.first, minute, e))
        return false;
    if (c->o->json) {
        json_t *o = json_object();
        json_object_set_new(o, "session", json_of_id(made));
        json_object_set_new(o, "day", json_of_date(when.first));
        return out_json(o, e);
    }
    char day[16];
    char id[ID_TEXT];
    date_format_short(day, when.first);
    id_format(id, made);
    out_printf("planned #%04d on %s  %s\n", client.client.number, day, id);
    return true;
}

bool cli_today_drop(struct call *c, struct err *e)
{
    struct id planned;
    if (!call_check(c, 1, 1, e) || !id_parse(&planned, c->words[0], e) || !day_drop(c->app, planned, e))
        return false;
    if (c->o->json) {
        json_t *o = json_object();
        json_object_set_new(o, "session", json_of_id(planned));
        return out_json(o, e);
    }
    out_text("dropped\n");
    return true;
}
