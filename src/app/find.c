/*
 * The search over all sessions: the typed line becomes a filter. A region means its parts too, a group means its
 * members; words that nothing else claims are names.
 */
#include "fascia/app/day.h"

#include "fascia/base/secret.h"
#include "fascia/base/utf8.h"

#include <string.h>

static void widen_regions(struct session_filter *f, const struct query *q, const struct catalogue *c,
                          struct arena *arena)
{
    const char **ids = NULL;
    size_t len = 0;
    for (size_t i = 0; i < c->regions_len; i++) {
        bool wanted = false;
        for (size_t k = 0; k < q->regions_len && !wanted; k++)
            wanted = region_within(&c->regions[i], q->regions[k]);
        if (wanted)
            *(const char **)arena_push(arena, &ids, &len, sizeof(*ids)) = c->regions[i].id;
    }
    f->regions = ids;
    f->regions_len = len;
}

static bool is_wanted(const struct structure *s, const struct query *q)
{
    for (size_t k = 0; k < q->structures_len; k++) {
        const struct structure *wanted = q->structures[k];
        if (s == wanted || (s->group && !strcmp(s->group, wanted->id)))
            return true;
    }
    return false;
}

static void widen_structures(struct session_filter *f, const struct query *q, const struct catalogue *c,
                             struct arena *arena)
{
    const char **ids = NULL;
    size_t len = 0;
    for (size_t i = 0; i < c->structures_len; i++)
        if (is_wanted(&c->structures[i], q))
            *(const char **)arena_push(arena, &ids, &len, sizeof(*ids)) = c->structures[i].id;
    f->structures = ids;
    f->structures_len = len;
}

static bool therapist_of(struct id *out, struct app *a, const char *folded, struct arena *arena, struct err *e)
{
    struct user_row *users;
    size_t len;
    if (!user_list(&users, &len, a->store, arena, e))
        return false;
    for (size_t i = 0; i < len; i++) {
        const char *name = text_fold(arena, users[i].user.name);
        if (strncmp(name, folded, strlen(folded)) == 0 || strcmp(users[i].user.login, folded) == 0) {
            *out = users[i].user.id;
            return true;
        }
    }
    return err_set(e, ERR_NOT_FOUND, "no therapist '@%s'", folded);
}

/* Adds to a filter what the query says; what it does not say stays. */
static bool narrow(struct session_filter *f, const struct query *q, struct app *a, struct arena *arena, struct err *e)
{
    if (q->when.first.year) {
        f->from = q->when.first;
        f->to = q->when.last;
    }
    f->side = q->side != SIDE_NONE ? q->side : f->side;
    f->type = q->type != RELEASE_NONE ? q->type : f->type;
    f->targets = q->tests;
    f->targets_len = q->tests_len;
    widen_regions(f, q, a->catalogue, arena);
    widen_structures(f, q, a->catalogue, arena);
    if (q->therapist && !therapist_of(&f->therapist, a, q->therapist, arena, e))
        return false;
    if (q->number) {
        struct client_row row;
        if (!client_by_number(&row, a->store, q->number, arena, e))
            return false;
        f->client = row.client.id;
    }
    struct buf words = {0};
    for (size_t i = 0; i < q->words_len; i++)
        buf_printf(&words, "%s%s", i ? " " : "", q->words[i]);
    f->name = words.len ? arena_strdup(arena, buf_text(&words)) : NULL;
    buf_release(&words);
    return true;
}

bool find_filter(struct query *query, struct session_filter *filter, struct app *a, const char *line,
                 struct arena *arena, struct err *e)
{
    *query = (struct query){0};
    if (!app_may(a, ROLES_CLINICAL, "find", e))
        return false;
    struct grammar_context context = {.catalogue = a->catalogue, .today = instant_date(clock_now())};
    grammar_query(query, line, &context, arena);
    if (query->problem.kind != PROBLEM_NONE)
        return err_set(e, ERR_INVALID, "%s", query->problem.message);
    return narrow(filter, query, a, arena, e);
}

bool find_sessions(struct query *query, struct session_row **out, size_t *len, struct app *a, const char *line,
                   int64_t before, int limit, struct arena *arena, struct err *e)
{
    struct session_filter filter = {0};
    return find_filter(query, &filter, a, line, arena, e) && find_page(out, len, a, &filter, before, limit, arena, e);
}

bool find_page(struct session_row **out, size_t *len, struct app *a, const struct session_filter *f, int64_t before,
               int limit, struct arena *arena, struct err *e)
{
    return app_may(a, ROLES_CLINICAL, "session list", e) &&
           session_page(out, len, a->store, f, before, limit, arena, e);
}

bool session_open(struct session_row *out, struct app *a, struct id session, struct arena *arena, struct err *e)
{
    struct session_row row;
    if (!app_may(a, ROLES_CLINICAL, "session show", e) || !session_get(&row, a->store, session, arena, e) ||
        !app_record_access(a, "open client", row.session.client, NULL, e))
        return false;
    *out = row;
    return true;
}

/* The words may be a name: only who holds the store key can tell whether some word was searched for, and an erasure
 * need not look for them. */
bool find_record(struct app *a, const char *words, struct err *e)
{
    static const char purpose[] = "fascia search";
    struct arena scratch = {0};
    const char *folded = text_fold(&scratch, words);
    struct hash key = hash_keyed(purpose, sizeof(purpose), a->keys.secret->store, KEY_BYTES);
    struct hash hash = hash_keyed(folded, strlen(folded), key.b, sizeof(key.b));
    char text[2 * HASH_BYTES + 1];
    hex_format(text, hash.b, sizeof(hash.b));
    secret_wipe(&key, sizeof(key));
    arena_release(&scratch);
    return app_record_access(a, "search", (struct id){0}, text, e);
}
