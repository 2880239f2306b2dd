/*
 * The client and the episode: names, what must be there, and the bodies of their changes.
 *
 * A name is kept as it was typed, in two parts because lists sort by family name and letters speak the given one first.
 * Which word is which is a guess that only a comma settles, so "Family, Given" is always understood.
 */
#include "fascia/model/client.h"

#include "body_internal.h"
#include "fascia/base/utf8.h"

#include <string.h>

enum { AGE_MOST = 125 };

static const char *const status_words[] = {"active", "archived", "deceased"};

static const struct body_field client_fields[] = {
    {.key = "number", .type = BODY_INT, .at = offsetof(struct client, number), .min = 1, .max = 1000000000},
    {.key = "given", .type = BODY_NAME, .at = offsetof(struct client, given), .required = true},
    {.key = "family", .type = BODY_NAME, .at = offsetof(struct client, family)},
    {.key = "preferred", .type = BODY_NAME, .at = offsetof(struct client, preferred)},
    {.key = "born", .type = BODY_DATE, .at = offsetof(struct client, born)},
    {.key = "sex", .type = BODY_NAME, .at = offsetof(struct client, sex)},
    {.key = "pronouns", .type = BODY_NAME, .at = offsetof(struct client, pronouns)},
    {.key = "phone", .type = BODY_NAME, .at = offsetof(struct client, phone)},
    {.key = "email", .type = BODY_LINE, .at = offsetof(struct client, email)},
    {.key = "address", .type = BODY_NOTE, .at = offsetof(struct client, address)},
    {.key = "gp", .type = BODY_NOTE, .at = offsetof(struct client, gp)},
    {.key = "occupation", .type = BODY_LINE, .at = offsetof(struct client, occupation)},
    {.key = "alerts", .type = BODY_NOTE, .at = offsetof(struct client, alerts)},
    {.key = "note", .type = BODY_NOTE, .at = offsetof(struct client, note)},
    {.key = "consent_assessment", .type = BODY_BOOL, .at = offsetof(struct client, consent_assessment)},
    {.key = "consent_at", .type = BODY_INSTANT, .at = offsetof(struct client, consent_at)},
    {.key = "consent_by", .type = BODY_ID, .at = offsetof(struct client, consent_by)},
    {.key = "status",
     .type = BODY_WORD,
     .at = offsetof(struct client, status),
     .required = true,
     .words = status_words,
     .words_len = ARRAY_LEN(status_words)},
};

static const struct body_shape client_shape = {
    "client", client_fields, ARRAY_LEN(client_fields), sizeof(struct client), offsetof(struct client, extra), 1};

static const struct body_field episode_fields[] = {
    {.key = "client", .type = BODY_ID, .at = offsetof(struct episode, client), .required = true},
    {.key = "problem", .type = BODY_LINE, .at = offsetof(struct episode, problem)},
    {.key = "onset", .type = BODY_DATE, .at = offsetof(struct episode, onset)},
    {.key = "opened", .type = BODY_DATE, .at = offsetof(struct episode, opened)},
    {.key = "closed", .type = BODY_DATE, .at = offsetof(struct episode, closed)},
    {.key = "outcome", .type = BODY_NAME, .at = offsetof(struct episode, outcome)},
};

static const struct body_shape episode_shape = {
    "episode", episode_fields, ARRAY_LEN(episode_fields), sizeof(struct episode), offsetof(struct episode, extra), 1};

json_t *client_encode(const struct client *c)
{
    return body_encode(&client_shape, c);
}

bool client_decode(struct client *out, const json_t *body, struct arena *a, struct err *e)
{
    return body_decode(out, &client_shape, body, a, e);
}

json_t *episode_encode(const struct episode *x)
{
    return body_encode(&episode_shape, x);
}

bool episode_decode(struct episode *out, const json_t *body, struct arena *a, struct err *e)
{
    return body_decode(out, &episode_shape, body, a, e);
}

const char *client_name(const struct client *c, struct arena *a)
{
    return c->family ? arena_printf(a, "%s, %s", c->family, c->given) : arena_strdup(a, c->given);
}

const char *client_name_spoken(const struct client *c, struct arena *a)
{
    return c->family ? arena_printf(a, "%s %s", c->given, c->family) : arena_strdup(a, c->given);
}

/* The bytes from..to without blanks at either end; NULL when nothing is left. */
static const char *trimmed(const char *from, const char *to, struct arena *a)
{
    while (from < to && *from == ' ')
        from++;
    while (to > from && to[-1] == ' ')
        to--;
    return from < to ? arena_strndup(a, from, (size_t)(to - from)) : NULL;
}

static bool name_part_good(const char *part, struct err *e)
{
    return !part || text_check(part, strlen(part), TEXT_LINE, BODY_NAME_BYTES, e);
}

bool client_name_parse(struct client *out, const char *text, struct arena *a, struct err *e)
{
    const char *end = text + strlen(text);
    while (end > text && end[-1] == ' ')
        end--;
    const char *comma = strchr(text, ',');
    const char *given, *family;
    if (comma && strchr(comma + 1, ','))
        return err_set(e, ERR_INVALID, "name has two commas; write 'Family, Given'");
    if (comma) {
        family = trimmed(text, comma, a);
        given = trimmed(comma + 1, end, a);
    } else {
        const char *blank = memrchr(text, ' ', (size_t)(end - text));
        const char *last = trimmed(blank ? blank : text, end, a);
        const char *first = blank ? trimmed(text, blank, a) : NULL;
        given = first ? first : last;
        family = first ? last : NULL;
    }
    if (!given || (comma && !family))
        return err_set(e, ERR_INVALID, "name is %s; write 'Given Family' or 'Family, Given'",
                       comma ? "only half there" : "empty");
    if (!name_part_good(given, e) || !name_part_good(family, e))
        return err_wrap(e, "name");
    out->given = given;
    out->family = family;
    return true;
}

bool client_check(const struct client *c, struct date today, struct err *e)
{
    if (!c->given || !*c->given)
        return err_set(e, ERR_INVALID, "name is missing");
    if (c->born.year == 0)
        return err_set(e, ERR_INVALID, "date of birth is missing; how long the record is kept depends on it");
    if (!body_check(&client_shape, c, e))
        return err_wrap(e, "client");
    if (date_compare(c->born, today) > 0)
        return err_set(e, ERR_RANGE, "date of birth is in the future");
    if (date_age(c->born, today) > AGE_MOST)
        return err_set(e, ERR_RANGE, "date of birth is more than %d years ago", (int)AGE_MOST);
    return true;
}
