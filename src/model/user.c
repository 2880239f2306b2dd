/*
 * Who logs in, and whose practice it is: the bodies of `user` and `settings` changes.
 *
 * A role that this version does not know makes the body unreadable instead of being skipped: authority read by halves
 * would be written back by halves.
 */
#include "fascia/model/client.h"

#include "body_internal.h"

static const char *const role_words[] = {"owner", "therapist", "reception", "auditor", "recovery"}; /* by bit number */

static const struct body_field user_fields[] = {
    {.key = "login", .type = BODY_NAME, .at = offsetof(struct user, login), .required = true},
    {.key = "name", .type = BODY_NAME, .at = offsetof(struct user, name), .required = true},
    {.key = "registration", .type = BODY_NAME, .at = offsetof(struct user, registration)},
    {.key = "sign_key", .type = BODY_KEY, .at = offsetof(struct user, sign_key), .required = true},
    {.key = "box_key", .type = BODY_KEY, .at = offsetof(struct user, box_key), .required = true},
    {.key = "roles",
     .type = BODY_FLAGS,
     .at = offsetof(struct user, roles),
     .words = role_words,
     .words_len = ARRAY_LEN(role_words)},
    {.key = "from", .type = BODY_INSTANT, .at = offsetof(struct user, from)},
    {.key = "until", .type = BODY_INSTANT, .at = offsetof(struct user, until)},
};

static const struct body_shape user_shape = {
    "user", user_fields, ARRAY_LEN(user_fields), sizeof(struct user), offsetof(struct user, extra), 1};

static const struct body_field practice_fields[] = {
    {.key = "name", .type = BODY_NAME, .at = offsetof(struct practice, name), .required = true},
    {.key = "country", .type = BODY_NAME, .at = offsetof(struct practice, country)},
    {.key = "synthetic", .type = BODY_BOOL, .at = offsetof(struct practice, synthetic)},
};

static const struct body_shape practice_shape = {
    "practice", practice_fields, ARRAY_LEN(practice_fields), sizeof(struct practice), offsetof(struct practice, extra),
    1};

json_t *user_encode(const struct user *u)
{
    return body_encode(&user_shape, u);
}

bool user_decode(struct user *out, const json_t *body, struct arena *a, struct err *e)
{
    return body_decode(out, &user_shape, body, a, e);
}

json_t *practice_encode(const struct practice *p)
{
    return body_encode(&practice_shape, p);
}

bool practice_decode(struct practice *out, const json_t *body, struct arena *a, struct err *e)
{
    return body_decode(out, &practice_shape, body, a, e);
}
