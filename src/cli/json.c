/*
 * The record as JSON for programs: keys always present, null when not recorded, values as numbers in the catalogue's
 * unit. These names are a promise (docs/cli.md); add, never change.
 */
#include "cli_internal.h"

#include "fascia/model/words.h"

json_t *json_of_id(struct id id)
{
    char text[ID_TEXT];
    if (id_is_null(id))
        return json_null();
    id_format(text, id);
    return json_string(text);
}

json_t *json_of_date(struct date d)
{
    char text[16];
    if (!d.year)
        return json_null();
    date_format(text, d);
    return json_string(text);
}

json_t *json_of_instant(struct instant t)
{
    char text[32];
    if (!t.ms)
        return json_null();
    instant_format(text, t);
    return json_string(text);
}

json_t *json_of_text(const char *text)
{
    return text && text[0] ? json_string(text) : json_null();
}

static json_t *json_of_minute(int minute)
{
    char text[16];
    if (minute < 0)
        return json_null();
    (void)snprintf(text, sizeof(text), "%02d:%02d", minute / 60, minute % 60);
    return json_string(text);
}

static json_t *json_of_count(int n)
{
    return n > 0 ? json_integer(n) : json_null();
}

json_t *json_of_value(const struct value *v)
{
    switch (v->kind) {
    case VALUE_NONE:
        return json_null();
    case VALUE_NUMBER:
        return v->tenths % 10 ? json_real(v->tenths / 10.0) : json_integer(v->tenths / 10);
    case VALUE_GRADE:
        return json_string(v->grade);
    case VALUE_NOT_TESTED:
        return json_string("not-tested");
    }
    BUG("value kind %d", (int)v->kind);
}

json_t *json_of_client(const struct client_row *row)
{
    const struct client *x = &row->client;
    static const char *const status[] = {
        [CLIENT_ACTIVE] = "active", [CLIENT_ARCHIVED] = "archived", [CLIENT_DECEASED] = "deceased"};
    struct date today = instant_date(clock_now());
    json_t *o = json_object();
    json_object_set_new(o, "id", json_of_id(x->id));
    json_object_set_new(o, "number", json_integer(x->number));
    json_object_set_new(o, "given", json_of_text(x->given));
    json_object_set_new(o, "family", json_of_text(x->family));
    json_object_set_new(o, "preferred", json_of_text(x->preferred));
    json_object_set_new(o, "born", json_of_date(x->born));
    json_object_set_new(o, "age", x->born.year ? json_integer(date_age(x->born, today)) : json_null());
    json_object_set_new(o, "phone", json_of_text(x->phone));
    json_object_set_new(o, "email", json_of_text(x->email));
    json_object_set_new(o, "alerts", json_of_text(x->alerts));
    json_object_set_new(o, "status", json_string(status[x->status]));
    json_object_set_new(o, "sessions", json_integer(row->sessions));
    json_object_set_new(o, "last_seen", json_of_date(row->last_seen));
    return o;
}

static json_t *json_of_finding(const struct call *c, const struct finding *f)
{
    const struct scale *scale = finding_scale(c->app->catalogue, f);
    json_t *o = json_object();
    json_object_set_new(o, "kind", json_of_text(f->kind));
    json_object_set_new(o, "quality", json_of_text(f->quality));
    json_object_set_new(o, "target", json_of_text(f->target));
    json_object_set_new(o, "about", json_of_text(f->about));
    json_object_set_new(o, "region", json_of_text(f->region));
    json_object_set_new(o, "side", json_of_text(side_word(f->side)));
    json_object_set_new(o, "mode", json_of_text(f->mode));
    json_object_set_new(o, "device", json_of_text(f->device));
    json_object_set_new(o, "unit", json_of_text(scale ? scale->unit : NULL));
    json_object_set_new(o, "pre", json_of_value(&f->pre));
    json_object_set_new(o, "post", json_of_value(&f->post));
    json_object_set_new(o, "carried", json_boolean(f->pre.carried || f->post.carried));
    return o;
}

static json_t *json_of_release(const struct release *r)
{
    json_t *o = json_object();
    json_object_set_new(o, "structure", json_of_text(r->structure));
    json_object_set_new(o, "region", json_of_text(r->region));
    json_object_set_new(o, "side", json_of_text(side_word(r->side)));
    json_object_set_new(o, "type", json_of_text(release_type_word(r->type)));
    json_object_set_new(o, "locks", json_of_count(r->locks));
    json_object_set_new(o, "reps", json_of_count(r->reps));
    json_object_set_new(o, "seconds", json_of_count(r->seconds));
    json_object_set_new(o, "pressure", json_of_count(r->pressure));
    json_object_set_new(o, "depth", json_of_text(r->depth));
    json_object_set_new(o, "contact", json_of_text(r->contact));
    json_object_set_new(o, "medium", json_of_text(r->medium));
    json_object_set_new(o, "movement", json_of_text(r->movement));
    json_object_set_new(o, "position", json_of_text(r->position));
    return o;
}

json_t *json_of_row(const struct call *c, const struct session_row *row)
{
    const struct session *s = &row->session;
    struct arena scratch = {0};
    json_t *o = json_object();
    json_object_set_new(o, "id", json_of_id(s->id));
    json_object_set_new(o, "client", json_of_id(s->client));
    json_object_set_new(o, "client_number", json_integer(row->client_number));
    json_object_set_new(o, "client_name", json_of_text(row->client_name));
    json_object_set_new(o, "status", json_string(session_status_word(s->status)));
    json_object_set_new(o, "number", json_of_count(s->number));
    json_object_set_new(o, "started", json_of_instant(s->started));
    json_object_set_new(o, "planned_day", json_of_date(s->planned_day));
    json_object_set_new(o, "planned_hour", json_of_minute(s->planned_day.year ? s->planned_minute : -1));
    json_object_set_new(o, "signed_at", json_of_instant(row->signed_at));
    json_object_set_new(o, "therapist", json_of_text(row->therapist));
    json_object_set_new(o, "amendments", json_integer(row->amendments));
    json_object_set_new(o, "summary", json_of_text(session_summary(c->app->catalogue, s, &scratch)));
    arena_release(&scratch);
    return o;
}

static json_t *places_of(const struct call *c, const struct session *s, struct arena *a)
{
    struct place *places;
    size_t len;
    json_t *list = json_array();
    session_places(s, c->app->catalogue, &places, &len, a);
    for (size_t i = 0; i < len; i++) {
        json_t *place = json_object();
        json_object_set_new(place, "region", json_string(places[i].region));
        json_object_set_new(place, "side", json_of_text(side_word(places[i].side)));
        json_array_append_new(list, place);
    }
    return list;
}

json_t *json_of_session(const struct call *c, const struct session_row *row)
{
    const struct session *s = &row->session;
    struct arena scratch = {0};
    json_t *o = json_of_row(c, row);
    json_t *findings = json_array();
    json_t *releases = json_array();
    json_t *homecare = json_array();
    for (size_t i = 0; i < s->findings_len; i++)
        json_array_append_new(findings, json_of_finding(c, &s->findings[i]));
    for (size_t i = 0; i < s->releases_len; i++)
        json_array_append_new(releases, json_of_release(&s->releases[i]));
    for (size_t i = 0; i < s->homecare_len; i++)
        json_array_append_new(homecare, json_string(s->homecare[i]));
    json_object_set_new(o, "findings", findings);
    json_object_set_new(o, "releases", releases);
    json_object_set_new(o, "homecare", homecare);
    json_object_set_new(o, "regions", places_of(c, s, &scratch));
    json_object_set_new(o, "subjective", json_of_text(s->subjective));
    json_object_set_new(o, "note", json_of_text(s->note));
    json_object_set_new(o, "plan", json_of_text(s->plan));
    json_object_set_new(o, "next_day", json_of_date(s->next_day));
    json_object_set_new(o, "next_hour", json_of_minute(s->next_day.year ? s->next_minute : -1));
    json_object_set_new(o, "no_finding_reason", json_of_text(s->no_finding_reason));
    json_object_set_new(o, "not_treated_reason", json_of_text(s->not_treated_reason));
    json_object_set_new(o, "consent", json_boolean(s->consent));
    json_object_set_new(o, "reaction", json_of_text(s->reaction));
    json_object_set_new(o, "episode", json_of_id(s->episode));
    json_object_set_new(o, "ended", json_of_instant(s->ended));
    arena_release(&scratch);
    return o;
}
