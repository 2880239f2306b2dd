/*
 * The session as the body of a change: which keys it, its findings and its releases are kept under.
 *
 * The session's own id is not in it: that is the entity of the change, known only once the first one is made. Rows
 * carry an `extra` of their own, so a newer fascia may add keys at every level.
 */
#include "fascia/model/session.h"

#include "body_internal.h"
#include "check_internal.h"

#include <string.h>

static const char *const on_words[] = {
    [ON_STRUCTURE] = "structure", [ON_REGION] = "region",   [ON_MOVEMENT] = "movement",
    [ON_TEST] = "test",           [ON_MEASURE] = "measure",
};
static const char *const origin_words[] = {
    [ORIGIN_NEW] = NULL, [ORIGIN_CARRIED] = "carried", [ORIGIN_EDITED] = "edited"};
static const char *const type_words[] = {[RELEASE_NONE] = NULL,
                                         [RELEASE_PASSIVE] = "passive",
                                         [RELEASE_ACTIVE] = "active",
                                         [RELEASE_WEIGHT_BEARING] = "weight-bearing"};
static const char *const status_words[] = {
    [SESSION_PLANNED] = "planned",     [SESSION_DRAFT] = "draft", [SESSION_SIGNED] = "signed",
    [SESSION_CANCELLED] = "cancelled", [SESSION_DNA] = "dna",     [SESSION_CONTACT] = "contact"};

// clang-format off: one key a line
static const struct body_field finding_fields[] = {
    {.key = "kind", .type = BODY_NAME, .at = offsetof(struct finding, kind), .required = true},
    {.key = "quality", .type = BODY_NAME, .at = offsetof(struct finding, quality)},
    {.key = "on",
     .type = BODY_WORD,
     .at = offsetof(struct finding, on),
     .required = true,
     .words = on_words,
     .words_len = ARRAY_LEN(on_words)},
    {.key = "target", .type = BODY_NAME, .at = offsetof(struct finding, target), .required = true},
    {.key = "about", .type = BODY_NAME, .at = offsetof(struct finding, about)},
    {.key = "region", .type = BODY_NAME, .at = offsetof(struct finding, region)},
    {.key = "side", .type = BODY_SIDE, .at = offsetof(struct finding, side)},
    {.key = "mode", .type = BODY_NAME, .at = offsetof(struct finding, mode)},
    {.key = "device", .type = BODY_NAME, .at = offsetof(struct finding, device)},
    {.key = "position", .type = BODY_NAME, .at = offsetof(struct finding, position)},
    {.key = "pre", .type = BODY_VALUE, .at = offsetof(struct finding, pre)},
    {.key = "post", .type = BODY_VALUE, .at = offsetof(struct finding, post)},
    {.key = "note", .type = BODY_LINE, .at = offsetof(struct finding, note)},
    {.key = "origin",
     .type = BODY_WORD,
     .at = offsetof(struct finding, origin),
     .words = origin_words,
     .words_len = ARRAY_LEN(origin_words)},
};

static const struct body_field release_fields[] = {
    {.key = "structure", .type = BODY_NAME, .at = offsetof(struct release, structure), .required = true},
    {.key = "region", .type = BODY_NAME, .at = offsetof(struct release, region)},
    {.key = "side", .type = BODY_SIDE, .at = offsetof(struct release, side)},
    {.key = "type",
     .type = BODY_WORD,
     .at = offsetof(struct release, type),
     .words = type_words,
     .words_len = ARRAY_LEN(type_words)},
    {.key = "locks", .type = BODY_INT, .at = offsetof(struct release, locks), .min = 1, .max = BODY_COUNT_MOST},
    {.key = "reps", .type = BODY_INT, .at = offsetof(struct release, reps), .min = 1, .max = BODY_COUNT_MOST},
    {.key = "seconds", .type = BODY_INT, .at = offsetof(struct release, seconds), .min = 1, .max = BODY_COUNT_MOST},
    {.key = "pressure", .type = BODY_INT, .at = offsetof(struct release, pressure), .min = 1, .max = BODY_COUNT_MOST},
    {.key = "depth", .type = BODY_NAME, .at = offsetof(struct release, depth)},
    {.key = "contact", .type = BODY_NAME, .at = offsetof(struct release, contact)},
    {.key = "medium", .type = BODY_NAME, .at = offsetof(struct release, medium)},
    {.key = "movement", .type = BODY_NAME, .at = offsetof(struct release, movement)},
    {.key = "position", .type = BODY_NAME, .at = offsetof(struct release, position)},
    {.key = "speed", .type = BODY_NAME, .at = offsetof(struct release, speed)},
    {.key = "site", .type = BODY_NAME, .at = offsetof(struct release, site)},
    {.key = "layer", .type = BODY_NAME, .at = offsetof(struct release, layer)},
    {.key = "note", .type = BODY_LINE, .at = offsetof(struct release, note)},
    {.key = "origin",
     .type = BODY_WORD,
     .at = offsetof(struct release, origin),
     .words = origin_words,
     .words_len = ARRAY_LEN(origin_words)},
};

const struct body_shape finding_shape = {
    "finding", finding_fields, ARRAY_LEN(finding_fields), sizeof(struct finding), offsetof(struct finding, extra), 0};
const struct body_shape release_shape = {
    "release", release_fields, ARRAY_LEN(release_fields), sizeof(struct release), offsetof(struct release, extra), 0};

static const struct body_field session_fields[] = {
    {.key = "client", .type = BODY_ID, .at = offsetof(struct session, client), .required = true},
    {.key = "episode", .type = BODY_ID, .at = offsetof(struct session, episode)},
    {.key = "therapist", .type = BODY_ID, .at = offsetof(struct session, therapist)},
    {.key = "status",
     .type = BODY_WORD,
     .at = offsetof(struct session, status),
     .required = true,
     .words = status_words,
     .words_len = ARRAY_LEN(status_words)},
    {.key = "number", .type = BODY_INT, .at = offsetof(struct session, number), .min = 1, .max = BODY_COUNT_MOST},
    {.key = "started", .type = BODY_INSTANT, .at = offsetof(struct session, started)},
    {.key = "ended", .type = BODY_INSTANT, .at = offsetof(struct session, ended)},
    {.key = "planned_day", .type = BODY_DATE, .at = offsetof(struct session, planned_day)},
    {.key = "planned_minute",
     .type = BODY_INT,
     .at = offsetof(struct session, planned_minute),
     .min = 0,
     .max = 1439,
     .absent = -1},
    {.key = "findings",
     .type = BODY_ROWS,
     .at = offsetof(struct session, findings),
     .len_at = offsetof(struct session, findings_len),
     .rows = &finding_shape},
    {.key = "releases",
     .type = BODY_ROWS,
     .at = offsetof(struct session, releases),
     .len_at = offsetof(struct session, releases_len),
     .rows = &release_shape},
    {.key = "added",
     .type = BODY_PLACES,
     .at = offsetof(struct session, added),
     .len_at = offsetof(struct session, added_len)},
    {.key = "removed",
     .type = BODY_PLACES,
     .at = offsetof(struct session, removed),
     .len_at = offsetof(struct session, removed_len)},
    {.key = "subjective", .type = BODY_NOTE, .at = offsetof(struct session, subjective)},
    {.key = "note", .type = BODY_NOTE, .at = offsetof(struct session, note)},
    {.key = "plan", .type = BODY_NOTE, .at = offsetof(struct session, plan)},
    {.key = "homecare",
     .type = BODY_LINES,
     .at = offsetof(struct session, homecare),
     .len_at = offsetof(struct session, homecare_len)},
    {.key = "next_day", .type = BODY_DATE, .at = offsetof(struct session, next_day)},
    {.key = "next_minute",
     .type = BODY_INT,
     .at = offsetof(struct session, next_minute),
     .min = 0,
     .max = 1439,
     .absent = -1},
    {.key = "no_finding_reason", .type = BODY_LINE, .at = offsetof(struct session, no_finding_reason)},
    {.key = "not_treated_reason", .type = BODY_LINE, .at = offsetof(struct session, not_treated_reason)},
    {.key = "consent", .type = BODY_BOOL, .at = offsetof(struct session, consent)},
    {.key = "reaction", .type = BODY_LINE, .at = offsetof(struct session, reaction)},
    {.key = "copied_from", .type = BODY_ID, .at = offsetof(struct session, copied_from)},
};

const struct body_shape session_shape = {
    "session", session_fields, ARRAY_LEN(session_fields), sizeof(struct session), offsetof(struct session, extra), 1};
// clang-format on

const char *session_status_word(enum session_status s)
{
    if ((size_t)s >= ARRAY_LEN(status_words))
        BUG("no session status %d", (int)s);
    return status_words[s];
}

const char *target_word(enum target_bit on)
{
    return (size_t)on < ARRAY_LEN(on_words) && on_words[on] ? on_words[on] : "nothing";
}

const char *release_type_word(enum release_type t)
{
    return t == RELEASE_NONE ? "" : type_words[t];
}

bool release_type_parse(enum release_type *out, const char *word, struct err *e)
{
    for (size_t t = 1; t < ARRAY_LEN(type_words); t++) {
        if (strcmp(type_words[t], word) == 0) {
            *out = (enum release_type)t;
            return true;
        }
    }
    return err_set(e, ERR_INVALID, "'%s' is no type of release: passive, active or weight-bearing", word);
}

json_t *session_encode(const struct session *s)
{
    return body_encode(&session_shape, s);
}

bool session_decode(struct session *out, const json_t *body, struct arena *a, struct err *e)
{
    return body_decode(out, &session_shape, body, a, e);
}

void session_copy(struct session *to, const struct session *from, struct arena *a)
{
    body_copy(to, &session_shape, from, a);
}

bool session_equal(const struct session *x, const struct session *y)
{
    json_t *body_x = session_encode(x);
    json_t *body_y = session_encode(y);
    bool equal = json_equal(body_x, body_y);
    json_decref(body_x);
    json_decref(body_y);
    return equal;
}
