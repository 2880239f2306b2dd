/*
 * May this session be kept, and may it be signed?
 *
 * Two different questions. session_check is about damage: text, ids and numbers that no record may hold; it guards
 * every save of a finished row. session_missing is about completeness and is asked at signing only: a draft may lack
 * anything.
 */
#include "fascia/model/session.h"

#include "body_internal.h"
#include "fascia/model/words.h"

static bool rows_check(const struct session *s, const struct catalogue *c, struct err *e)
{
    for (size_t i = 0; i < s->findings_len; i++) {
        if (!finding_check(c, &s->findings[i], e))
            return err_wrap(e, "row %zu", i + 1);
        if (s->findings[i].side == SIDE_BILATERAL)
            return err_set(e, ERR_INVALID, "row %zu: both sides at once must be two rows", i + 1);
    }
    for (size_t i = 0; i < s->releases_len; i++) {
        size_t row = s->findings_len + i + 1;
        if (!release_check(c, &s->releases[i], e))
            return err_wrap(e, "row %zu", row);
        if (s->releases[i].side == SIDE_BILATERAL)
            return err_set(e, ERR_INVALID, "row %zu: both sides at once must be two rows", row);
    }
    return true;
}

static bool places_check(const struct place *places, size_t len, const struct catalogue *c, struct err *e)
{
    for (size_t i = 0; i < len; i++) {
        if (!places[i].region || !catalogue_region(c, places[i].region))
            return err_set(e, ERR_INVALID, "unknown region '%s'", places[i].region ? places[i].region : "");
    }
    return true;
}

bool session_check(const struct session *s, const struct catalogue *c, struct err *e)
{
    if (s->started.ms != 0 && s->ended.ms != 0 && s->ended.ms < s->started.ms)
        return err_set(e, ERR_RANGE, "the treatment ends before it starts");
    return rows_check(s, c, e) && places_check(s->added, s->added_len, c, e) &&
           places_check(s->removed, s->removed_len, c, e) && body_check(&session_shape, s, e);
}

struct list {
    struct missing *items;
    size_t len;
    struct arena *a;
};

static void add(struct list *list, const char *what, const char *text)
{
    struct missing *m = arena_push(list->a, &list->items, &list->len, sizeof *m);
    m->what = what;
    m->text = text;
}

static void findings_missing(struct list *list, const struct session *s, const struct catalogue *c)
{
    if (s->findings_len == 0 && !s->no_finding_reason)
        add(list, "finding", "No finding: enter one, or the reason for none.");
    for (size_t i = 0; i < s->findings_len; i++) {
        const struct finding *f = &s->findings[i];
        if (f->pre.kind == VALUE_NONE && f->post.kind == VALUE_NONE)
            add(list, "value",
                arena_printf(list->a, "Row %zu, %s, has no value: enter one, or take the row out with -%zu.", i + 1,
                             finding_short(c, f, list->a), i + 1));
    }
}

static void releases_missing(struct list *list, const struct session *s, const struct catalogue *c)
{
    if (s->releases_len == 0 && !s->not_treated_reason)
        add(list, "treatment", "No release: enter one, or why the client was not treated.");
    for (size_t i = 0; i < s->releases_len; i++) {
        const struct release *r = &s->releases[i];
        if (r->type == RELEASE_NONE)
            add(list, "type",
                arena_printf(list->a, "Row %zu, %s, has no type: passive, active or weight-bearing.",
                             s->findings_len + i + 1, release_short(c, r, list->a)));
    }
}

void session_missing(const struct session *s, const struct catalogue *c, struct missing **out, size_t *len,
                     struct arena *a)
{
    struct list list = {.a = a};
    if (s->started.ms == 0)
        add(&list, "time", "The time of the treatment is not set.");
    findings_missing(&list, s, c);
    releases_missing(&list, s, c);
    if (!s->consent)
        add(&list, "consent", "Consent to treatment is not confirmed.");
    if (!s->reaction)
        add(&list, "reaction", "Adverse reaction: say what was seen, or that none was.");
    *out = list.items;
    *len = list.len;
}
