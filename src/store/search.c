/*
 * Pages of sessions under a filter, newest first, without ever walking the whole table for a rare thing.
 *
 * The most selective condition gives streams of keys in falling order, each read from an index in small pieces: the
 * sessions of a client, of a region, with a test. The streams are merged; each key is then asked whether it meets all
 * the other conditions, and only what does is read. So the first screen of a search costs the same with a thousand
 * sessions and with a million, unless two common conditions hardly ever meet.
 */
#include "body.h"
#include "keys.h"
#include "session_row.h"
#include "store_internal.h"
#include "words.h"

enum { PAGE_MOST = 200, PIECE = 64, NAMED_MOST = 64 };

struct stream {
    enum query_id query;
    struct id id;     /* bound as $id, or null */
    const char *term; /* bound as $term, or NULL */
    int64_t keys[PIECE];
    size_t len, at;
    bool ended;
};

struct search {
    struct store *s;
    const struct session_filter *f;
    int64_t before, least; /* keys of the answer: least <= key < before */
    struct stream *streams;
    size_t streams_len;
    const char *regions, *structures, *targets; /* JSON arrays, or NULL */
    struct arena a;
};

static bool as_array(const char **out, const char *const *items, size_t len, struct arena *a, struct err *e)
{
    struct buf text = {0};
    json_t *list = json_array();
    for (size_t i = 0; i < len; i++)
        json_array_append_new(list, json_string(items[i]));
    bool ok = json_canonical(&text, list, e);
    if (ok)
        *out = len > 0 ? arena_strdup(a, buf_text(&text)) : NULL;
    json_decref(list);
    buf_release(&text);
    return ok;
}

static struct stream *add_stream(struct search *x, enum query_id query)
{
    struct stream *st = arena_push(&x->a, &x->streams, &x->streams_len, sizeof *st);
    st->query = query;
    return st;
}

static void add_terms(struct search *x, enum query_id query, const char *const *terms, size_t len)
{
    for (size_t i = 0; i < len; i++)
        add_stream(x, query)->term = terms[i];
}

/* Clients that the name means, when they are few; *few says whether. */
static bool add_named(struct search *x, bool *few, struct err *e)
{
    static const char *const names[] = {"$w1", "$w2", "$w3", "$w4"};
    struct word_list words = {0};
    words_of_query(&words, x->f->name, &x->a);
    if (words.len == 0)
        return true; /* nothing but marks: any name */
    struct stmt *q = store_stmt(x->s, Q_CLIENTS_NAMED);
    for (size_t i = 0; i < words.len && i < ARRAY_LEN(names); i++)
        stmt_bind_text(q, names[i], words.items[i].text);
    stmt_bind_i64(q, "$limit", NAMED_MOST + 1);
    size_t before = x->streams_len;
    while (stmt_row(q))
        add_stream(x, Q_KEYS_OF_CLIENT)->id = stmt_id(q, 0);
    *few = x->streams_len - before <= NAMED_MOST;
    if (!*few)
        x->streams_len = before;
    return stmt_end(q, e);
}

/* The streams of the condition that fewest sessions meet, as far as its kind tells. */
static bool choose_streams(struct search *x, struct err *e)
{
    const struct session_filter *f = x->f;
    bool few = false;
    if (!id_is_null(f->client))
        add_stream(x, Q_KEYS_OF_CLIENT)->id = f->client;
    else if (f->name && !add_named(x, &few, e))
        return false;
    if (!id_is_null(f->client) || few)
        return true;
    if (!id_is_null(f->episode)) {
        add_stream(x, Q_KEYS_OF_EPISODE)->id = f->episode;
    } else if (f->unsigned_only) {
        add_stream(x, Q_KEYS_OF_DRAFTS);
    } else if (f->structures_len > 0) {
        add_terms(x, Q_KEYS_OF_RELEASED, f->structures, f->structures_len);
        add_terms(x, Q_KEYS_OF_TARGET, f->structures, f->structures_len);
    } else if (f->targets_len > 0) {
        add_terms(x, Q_KEYS_OF_TARGET, f->targets, f->targets_len);
    } else if (f->regions_len > 0) {
        add_terms(x, Q_KEYS_OF_REGION, f->regions, f->regions_len);
    } else if (!id_is_null(f->therapist)) {
        add_stream(x, Q_KEYS_OF_THERAPIST)->id = f->therapist;
    } else {
        add_stream(x, Q_KEYS);
    }
    return true;
}

static bool refill(struct search *x, struct stream *st, struct err *e)
{
    struct stmt *q = store_stmt(x->s, st->query);
    stmt_bind_i64(q, "$before", st->len > 0 ? st->keys[st->len - 1] : x->before);
    stmt_bind_i64(q, "$least", x->least);
    stmt_bind_i64(q, "$limit", PIECE);
    if (!id_is_null(st->id))
        stmt_bind_id(q, "$id", st->id);
    if (st->term) {
        stmt_bind_text(q, "$term", st->term);
        stmt_bind_i64(q, "$side", x->f->side);
    }
    st->len = 0;
    st->at = 0;
    while (stmt_row(q) && st->len < PIECE)
        st->keys[st->len++] = stmt_i64(q, 0);
    st->ended = st->len == 0;
    return stmt_end(q, e);
}

/* The greatest key of all streams, taken from each that has it; *more false when all are at their end. */
static bool next_key(int64_t *key, bool *more, struct search *x, struct err *e)
{
    *more = false;
    for (size_t i = 0; i < x->streams_len; i++) {
        struct stream *st = &x->streams[i];
        if (!st->ended && st->at == st->len && !refill(x, st, e))
            return false;
        if (!st->ended && (!*more || st->keys[st->at] > *key)) {
            *key = st->keys[st->at];
            *more = true;
        }
    }
    for (size_t i = 0; *more && i < x->streams_len; i++) {
        struct stream *st = &x->streams[i];
        while (!st->ended && st->at < st->len && st->keys[st->at] == *key)
            st->at++;
    }
    return true;
}

static void bind_name(struct search *x, struct stmt *q)
{
    static const char *const names[] = {"$w1", "$w2", "$w3", "$w4"};
    struct word_list words = {0};
    if (!x->f->name)
        return;
    words_of_query(&words, x->f->name, &x->a);
    for (size_t i = 0; i < words.len && i < ARRAY_LEN(names); i++)
        stmt_bind_text(q, names[i], words.items[i].text);
}

static bool matches(bool *out, struct search *x, int64_t key, struct err *e)
{
    const struct session_filter *f = x->f;
    int64_t one;
    struct stmt *q = store_stmt(x->s, Q_SESSION_MATCHES);
    stmt_bind_i64(q, "$key", key);
    stmt_bind_id(q, "$client", f->client);
    stmt_bind_id(q, "$episode", f->episode);
    stmt_bind_id(q, "$therapist", f->therapist);
    stmt_bind_i64(q, "$signed_only", f->signed_only);
    stmt_bind_i64(q, "$unsigned_only", f->unsigned_only);
    stmt_bind_i64(q, "$side", f->side);
    stmt_bind_i64(q, "$type", f->type);
    stmt_bind_text(q, "$regions", x->regions);
    stmt_bind_text(q, "$structures", x->structures);
    stmt_bind_text(q, "$targets", x->targets);
    bind_name(x, q);
    return stmt_get_i64(&one, out, q, e);
}

/* *found is false when another process moved the session to another day meanwhile. */
static bool read_key(struct session_row *out, bool *found, struct store *s, int64_t key, struct arena *a, struct err *e)
{
    struct stmt *q = store_stmt(s, Q_SESSION_OF_KEY);
    stmt_bind_i64(q, "$key", key);
    *found = stmt_row(q);
    bool ok = !*found || session_read(out, q, a, e);
    return stmt_finish(q, ok, e);
}

static bool collect(struct session_row **rows, size_t *n, struct search *x, int limit, struct arena *a, struct err *e)
{
    struct session_row row;
    while (*n < (size_t)limit) {
        int64_t key = 0;
        bool more, fits;
        if (!next_key(&key, &more, x, e))
            return false;
        if (!more)
            return true;
        if (!matches(&fits, x, key, e) || (fits && !read_key(&row, &fits, x->s, key, a, e)))
            return false;
        if (fits)
            *(struct session_row *)arena_push(a, rows, n, sizeof row) = row;
    }
    return true;
}

static bool begin(struct search *x, struct err *e)
{
    const struct session_filter *f = x->f;
    return as_array(&x->regions, f->regions, f->regions_len, &x->a, e) &&
           as_array(&x->structures, f->structures, f->structures_len, &x->a, e) &&
           as_array(&x->targets, f->targets, f->targets_len, &x->a, e) && choose_streams(x, e);
}

bool session_page(struct session_row **out, size_t *len, struct store *s, const struct session_filter *f,
                  int64_t before, int limit, struct arena *a, struct err *e)
{
    struct session_row *rows = NULL;
    size_t n = 0;
    if (limit < 1 || limit > PAGE_MOST)
        BUG("a page of %d sessions", limit);
    struct search x = {.s = s, .f = f, .before = before == 0 ? INT64_MAX : before, .least = INT64_MIN};
    if (f->from.year != 0)
        x.least = key_first(f->from);
    if (f->to.year != 0 && key_first(f->to) + KEYS_A_DAY < x.before)
        x.before = key_first(f->to) + KEYS_A_DAY;
    bool ok = begin(&x, e) && collect(&rows, &n, &x, limit, a, e);
    arena_release(&x.a);
    if (!ok)
        return false;
    *out = rows;
    *len = n;
    return true;
}
