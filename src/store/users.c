/*
 * Users as they were: authority lies in the log, so each change is judged by the user changes before it in fold order,
 * not by who may do what today. The first user change of all is signed by the person it makes. Later ones need an owner
 * in force; the recovery user may do one thing, make an owner.
 */
#include "verify.h"

#include "fascia/model/client.h"
#include "fascia/store/people.h"
#include "log_internal.h"

#include <string.h>

static bool take(struct user_history *h, const struct change *c, struct arena *a)
{
    struct err ignored;
    json_t *body;
    struct user u;
    if (!c->body || !json_parse(&body, c->body, strlen(c->body), &ignored))
        return false;
    bool ok = user_decode(&u, body, a, &ignored);
    json_decref(body);
    if (!ok)
        return false;
    struct user_state *s = arena_push(a, &h->items, &h->len, sizeof *s);
    *s = (struct user_state){.at = *c, .user = c->entity, .roles = u.roles, .until = u.until.ms};
    memcpy(s->sign_key, u.sign_key, sizeof s->sign_key);
    return true;
}

/* What cannot be read is passed over here: the walk over the log reports it. */
bool users_read(struct user_history *out, struct store *s, struct arena *a, struct err *e)
{
    struct change c;
    *out = (struct user_history){0};
    struct stmt *q = store_stmt(s, Q_USER_CHANGES);
    while (stmt_row(q))
        if (change_peek(&c, q))
            take(out, &c, a);
    return stmt_end(q, e);
}

/* The latest state not after c, or before it when `strictly`. */
static const struct user_state *find(const struct user_history *h, struct id user, const struct change *c,
                                     bool strictly)
{
    const struct user_state *found = NULL;
    for (size_t i = 0; i < h->len; i++) {
        int order = change_compare(&h->items[i].at, c);
        if ((order < 0 || (order == 0 && !strictly)) && id_equal(h->items[i].user, user))
            found = &h->items[i];
    }
    return found;
}

const struct user_state *users_at(const struct user_history *h, struct id user, const struct change *c)
{
    return find(h, user, c, false);
}

static bool in_force(const struct user_state *s, const struct change *c)
{
    return s && (s->until == 0 || (int64_t)(c->hlc >> 16) < s->until);
}

static const char *object_to_user_change(const struct user_history *h, const struct change *c)
{
    const struct user_state *author = find(h, c->author, c, true), *made = users_at(h, c->entity, c);
    bool is_first = h->len > 0 && change_compare(&h->items[0].at, c) == 0;
    if (is_first)
        return id_equal(c->author, c->entity) ? NULL : "the first user did not sign for himself";
    if (!in_force(author, c))
        return "its author was not a user in force";
    if ((author->roles & ROLE_OWNER) != 0)
        return NULL;
    if ((author->roles & ROLE_RECOVERY) != 0 && made && (made->roles & ROLE_OWNER) != 0)
        return NULL;
    return "its author was no owner";
}

const char *users_object(const struct user_history *h, const struct change *c)
{
    if (c->kind == CHANGE_USER)
        return object_to_user_change(h, c);
    return in_force(users_at(h, c->author, c), c) ? NULL : "its author was not a user in force";
}

/* The state in force may rest on an earlier one that nobody was allowed to make, so all of the user's changes count. */
bool user_objection(const char **out, struct store *s, struct id user, struct err *e)
{
    struct arena a = {0};
    struct user_history h;
    bool ok = users_read(&h, s, &a, e);
    *out = NULL;
    for (size_t i = 0; ok && i < h.len && !*out; i++)
        if (id_equal(h.items[i].user, user))
            *out = users_object(&h, &h.items[i].at);
    arena_release(&a);
    return ok;
}
