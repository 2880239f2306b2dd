/*
 * Clients, episodes, users and the practice: found by the index, read from the head change.
 *
 * The picker takes the longest word that was typed to the index of words, asks of each client found there whether it
 * has the others, and puts them in order: living lists first, then where the word stood, then who was seen last.
 */
#include "fascia/store/people.h"

#include "body.h"
#include "fascia/model/side.h"
#include "fascia/store/log.h"
#include "keys.h"
#include "store_internal.h"
#include "words.h"

#include <string.h>

enum { PAGE_MOST = 200, WORDS_MOST = 4 };

struct found_row {
    struct client_row row;
    int64_t last_key;
};

/* Columns as CLIENT_COLUMNS of queries.def. */
static bool read_client(struct found_row *out, struct stmt *q, struct arena *a, struct err *e)
{
    json_t *body;
    if (!stmt_body(&body, q, 4, e))
        return false;
    bool ok = client_decode(&out->row.client, body, a, e);
    json_decref(body);
    if (!ok)
        return false;
    out->row.client.id = stmt_id(q, 0);
    out->row.sessions = stmt_i64(q, 1);
    out->last_key = stmt_is_null(q, 2) ? INT64_MIN : stmt_i64(q, 2);
    out->row.head = stmt_id(q, 3);
    return true;
}

static bool read_last(struct found_row *r, struct store *s, struct arena *a, struct err *e)
{
    if (r->last_key == INT64_MIN)
        return true;
    r->row.last_seen = date_from_days(key_day(r->last_key));
    struct buf places = {0};
    struct stmt *q = store_stmt(s, Q_REGIONS_OF);
    stmt_bind_i64(q, "$session", r->last_key);
    while (stmt_row(q)) {
        enum side side = (enum side)stmt_i64(q, 1);
        buf_puts(&places, places.len ? ", " : "");
        if (side != SIDE_NONE)
            buf_printf(&places, "%s ", side_short(side));
        buf_puts(&places, stmt_peek(q, 0, NULL));
    }
    if (places.len)
        r->row.last_regions = arena_strdup(a, buf_text(&places));
    buf_release(&places);
    return stmt_end(q, e);
}

/* Runs q, which finds at most one client. */
static bool get(struct client_row *out, struct store *s, struct stmt *q, struct arena *a, struct err *e)
{
    struct found_row r = {0};
    bool found = stmt_row(q);
    bool ok = !found || read_client(&r, q, a, e);
    if (!stmt_finish(q, ok, e))
        return false;
    if (!found)
        return err_set(e, ERR_NOT_FOUND, "there is no such client");
    if (!read_last(&r, s, a, e))
        return false;
    *out = r.row;
    return true;
}

bool client_get(struct client_row *out, struct store *s, struct id client, struct arena *a, struct err *e)
{
    char text[ID_TEXT];
    struct stmt *q = store_stmt(s, Q_CLIENT);
    stmt_bind_id(q, "$id", client);
    id_format(text, client);
    return get(out, s, q, a, e) || err_wrap(e, "client '%s'", text);
}

bool client_by_number(struct client_row *out, struct store *s, int number, struct arena *a, struct err *e)
{
    struct stmt *q = store_stmt(s, Q_CLIENT_BY_NUMBER);
    stmt_bind_i64(q, "$number", number);
    return get(out, s, q, a, e) || err_wrap(e, "client '#%04d'", number);
}

bool client_next_number(int *out, struct store *s, struct err *e)
{
    int64_t last;
    if (!stmt_get_i64(&last, NULL, store_stmt(s, Q_CLIENT_LAST_NUMBER), e))
        return false;
    *out = (int)last + 1;
    return true;
}

struct id_list {
    struct id *items;
    size_t len;
};

static void push(struct id_list *list, struct id id, struct arena *a)
{
    *(struct id *)arena_push(a, &list->items, &list->len, sizeof id) = id;
}

static bool list_recent(struct id_list *out, struct store *s, struct id after, int limit, struct arena *a,
                        struct err *e)
{
    int64_t recent = INT64_MAX;
    bool found;
    struct stmt *q = store_stmt(s, Q_CLIENT_RECENT_OF);
    stmt_bind_id(q, "$id", after);
    if (!stmt_get_i64(&recent, &found, q, e))
        return false;
    q = store_stmt(s, Q_CLIENTS_RECENT);
    stmt_bind_i64(q, "$recent", recent);
    stmt_bind_id(q, "$after", after);
    stmt_bind_i64(q, "$limit", limit);
    while (stmt_row(q))
        push(out, stmt_id(q, 0), a);
    return stmt_end(q, e);
}

/* The longest word first: it leads to the fewest clients. */
static void longest_first(struct word_list *words)
{
    size_t longest = 0;
    for (size_t i = 1; i < words->len; i++)
        if (strlen(words->items[i].text) > strlen(words->items[longest].text))
            longest = i;
    struct word_item first = words->items[0];
    words->items[0] = words->items[longest];
    words->items[longest] = first;
}

static bool list_found(struct id_list *out, struct store *s, struct word_list *words, struct id after, int limit,
                       struct arena *a, struct err *e)
{
    static const char *const names[WORDS_MOST] = {"$w1", "$w2", "$w3", "$w4"};
    bool begun = id_is_null(after);
    longest_first(words);
    struct stmt *q = store_stmt(s, Q_CLIENTS_FOUND);
    for (size_t i = 0; i < words->len && i < WORDS_MOST; i++)
        stmt_bind_text(q, names[i], words->items[i].text);
    while (out->len < (size_t)limit && stmt_row(q)) {
        struct id id = stmt_id(q, 0);
        if (begun)
            push(out, id, a);
        begun = begun || id_equal(id, after);
    }
    return stmt_end(q, e);
}

bool client_search(struct client_row **out, size_t *len, struct store *s, const char *folded, struct id after,
                   int limit, struct arena *a, struct err *e)
{
    struct word_list words = {0};
    struct id_list ids = {0};
    if (limit < 1 || limit > PAGE_MOST)
        BUG("a page of %d clients", limit);
    words_of_query(&words, folded, a);
    bool ok =
        words.len == 0 ? list_recent(&ids, s, after, limit, a, e) : list_found(&ids, s, &words, after, limit, a, e);
    if (!ok)
        return false;
    struct client_row *rows = arena_array(a, ids.len, sizeof *rows);
    for (size_t i = 0; i < ids.len; i++)
        if (!client_get(&rows[i], s, ids.items[i], a, e))
            return false;
    *out = rows;
    *len = ids.len;
    return true;
}

static bool read_episode(struct episode_row *out, struct stmt *q, struct arena *a, struct err *e)
{
    json_t *body;
    if (!stmt_body(&body, q, 3, e))
        return false;
    bool ok = episode_decode(&out->episode, body, a, e);
    json_decref(body);
    out->episode.id = stmt_id(q, 0);
    out->sessions = stmt_i64(q, 1);
    out->head = stmt_id(q, 2);
    return ok;
}

bool episode_list(struct episode_row **out, size_t *len, struct store *s, struct id client, struct arena *a,
                  struct err *e)
{
    struct episode_row *rows = NULL;
    size_t n = 0;
    bool ok = true;
    struct stmt *q = store_stmt(s, Q_EPISODES);
    stmt_bind_id(q, "$client", client);
    while (ok && stmt_row(q))
        ok = read_episode(arena_push(a, &rows, &n, sizeof *rows), q, a, e);
    if (!stmt_finish(q, ok, e))
        return false;
    *out = rows;
    *len = n;
    return true;
}

static bool read_user(struct user_row *out, struct stmt *q, struct arena *a, struct err *e)
{
    json_t *body;
    if (!stmt_body(&body, q, 2, e))
        return false;
    bool ok = user_decode(&out->user, body, a, e);
    json_decref(body);
    out->user.id = stmt_id(q, 0);
    out->head = stmt_id(q, 1);
    return ok;
}

static bool read_users(struct user_row **out, size_t *len, struct stmt *q, struct arena *a, struct err *e)
{
    struct user_row *rows = NULL;
    size_t n = 0;
    bool ok = true;
    while (ok && stmt_row(q))
        ok = read_user(arena_push(a, &rows, &n, sizeof *rows), q, a, e);
    if (!stmt_finish(q, ok, e))
        return false;
    *out = rows;
    *len = n;
    return true;
}

bool user_list(struct user_row **out, size_t *len, struct store *s, struct arena *a, struct err *e)
{
    return read_users(out, len, store_stmt(s, Q_USERS), a, e);
}

bool user_get(struct user_row *out, struct store *s, struct id user, struct arena *a, struct err *e)
{
    struct user_row *rows;
    size_t len;
    char text[ID_TEXT];
    struct stmt *q = store_stmt(s, Q_USER);
    stmt_bind_id(q, "$id", user);
    if (!read_users(&rows, &len, q, a, e))
        return false;
    id_format(text, user);
    if (len == 0)
        return err_set(e, ERR_NOT_FOUND, "there is no user '%s'", text);
    *out = rows[0];
    return true;
}

bool practice_get(struct practice *out, struct id *head, struct store *s, struct arena *a, struct err *e)
{
    struct change c;
    struct practice p;
    json_t *body;
    if (!log_head(&c, s, s->practice, a, e) || !json_parse(&body, c.body, strlen(c.body), e))
        return err_wrap(e, "the practice's settings");
    bool ok = practice_decode(&p, body, a, e);
    json_decref(body);
    if (!ok)
        return err_wrap(e, "the practice's settings");
    p.id = s->practice;
    *out = p;
    *head = c.id;
    return true;
}
