/*
 * The index against a fresh fold: both sides are read in the order of the same key and walked together, so a row that
 * was added, lost or edited shows where it stands. Pages of the record are short, since a reader holds up its writers.
 *
 * A finding names table, row and column, never a value: values are names and words of clients.
 */
#include "verify.h"

#include <string.h>

enum { PAGE = 1000, KEYS_MOST = 3 };

enum key_type { KEY_NONE, KEY_BLOB, KEY_TEXT, KEY_NUMBER };

struct table {
    const char *name;
    enum query_id query;
    enum key_type keys[KEYS_MOST]; /* of the first columns */
    int shown;                     /* column that names the row in a finding */
};

static const struct table tables[] = {
    {"head", Q_COMPARE_HEAD, {KEY_BLOB, KEY_BLOB}, 0},
    {"user", Q_COMPARE_USER, {KEY_BLOB}, 0},
    {"client", Q_COMPARE_CLIENT, {KEY_BLOB}, 0},
    {"client_word", Q_COMPARE_WORD, {KEY_TEXT, KEY_BLOB}, 1},
    {"episode", Q_COMPARE_EPISODE, {KEY_BLOB}, 0},
    {"session", Q_COMPARE_SESSION, {KEY_BLOB}, 0},
    {"finding", Q_COMPARE_FINDING, {KEY_NUMBER, KEY_NUMBER}, 0},
    {"release", Q_COMPARE_RELEASE, {KEY_NUMBER, KEY_NUMBER}, 0},
    {"region_use", Q_COMPARE_REGION, {KEY_NUMBER, KEY_TEXT, KEY_NUMBER}, 0},
    {"counts", Q_COMPARE_COUNTS, {KEY_NUMBER}, 0},
};

static int compare_bytes(sqlite3_stmt *x, sqlite3_stmt *y, int column)
{
    const void *a = sqlite3_column_blob(x, column), *b = sqlite3_column_blob(y, column);
    size_t na = (size_t)sqlite3_column_bytes(x, column), nb = (size_t)sqlite3_column_bytes(y, column);
    size_t n = na < nb ? na : nb;
    int order = n > 0 ? memcmp(a, b, n) : 0;
    return order != 0 ? order : (na > nb) - (na < nb);
}

static int compare_column(sqlite3_stmt *x, sqlite3_stmt *y, int column)
{
    int tx = sqlite3_column_type(x, column), ty = sqlite3_column_type(y, column);
    if (tx != ty)
        return tx - ty;
    if (tx != SQLITE_INTEGER)
        return compare_bytes(x, y, column);
    int64_t a = sqlite3_column_int64(x, column), b = sqlite3_column_int64(y, column);
    return (a > b) - (a < b);
}

static int compare_keys(const struct table *t, sqlite3_stmt *x, sqlite3_stmt *y)
{
    int order = 0;
    for (int i = 0; order == 0 && i < KEYS_MOST && t->keys[i] != KEY_NONE; i++)
        order = compare_column(x, y, i);
    return order;
}

static void add(struct report *r, const struct table *t, sqlite3_stmt *row, const char *how, const char *column)
{
    char name[ID_TEXT] = "";
    int shown = t->shown;
    if (sqlite3_column_type(row, shown) == SQLITE_INTEGER) {
        report_add(r, NULL, "index", "table '%s', row of key %lld: %s%s", t->name,
                   (long long)sqlite3_column_int64(row, shown), how, column);
        return;
    }
    struct id id = {0};
    if (sqlite3_column_bytes(row, shown) == (int)sizeof id.b)
        memcpy(id.b, sqlite3_column_blob(row, shown), sizeof id.b);
    id_format(name, id);
    report_add(r, NULL, "index", "table '%s', row of '%s': %s%s", t->name, name, how, column);
}

static void compare_values(struct report *r, const struct table *t, sqlite3_stmt *have, sqlite3_stmt *want)
{
    for (int i = 0; i < sqlite3_column_count(have); i++)
        if (compare_column(have, want, i) != 0)
            add(r, t, have, "differs from the log in column ", sqlite3_column_name(have, i));
}

/* The next page of the record begins after this row. */
struct cursor {
    sqlite3_value *keys[KEYS_MOST];
};

static void cursor_free(struct cursor *c)
{
    for (int i = 0; i < KEYS_MOST; i++)
        sqlite3_value_free(c->keys[i]);
    *c = (struct cursor){0};
}

static void cursor_set(struct cursor *c, const struct table *t, sqlite3_stmt *row)
{
    cursor_free(c);
    for (int i = 0; i < KEYS_MOST && t->keys[i] != KEY_NONE; i++) {
        c->keys[i] = sqlite3_value_dup(sqlite3_column_value(row, i));
        if (!c->keys[i])
            BUG("out of memory for a key");
    }
}

static struct stmt *begin_page(struct store *s, const struct table *t, const struct cursor *c, int64_t limit)
{
    static const char *const names[KEYS_MOST] = {"$k1", "$k2", "$k3"};
    struct stmt *q = store_stmt(s, t->query);
    stmt_bind_i64(q, "$limit", limit);
    for (int i = 0; i < KEYS_MOST && t->keys[i] != KEY_NONE; i++) {
        if (c->keys[i])
            stmt_bind_value(q, names[i], c->keys[i]);
        else if (t->keys[i] == KEY_NUMBER)
            stmt_bind_i64(q, names[i], INT64_MIN);
        else if (t->keys[i] == KEY_TEXT)
            stmt_bind_text(q, names[i], "");
        else
            stmt_bind_blob(q, names[i], "", 0);
    }
    return q;
}

struct walk {
    const struct table *t;
    struct report *r;
    struct stmt *fresh; /* open over the whole table: nobody else uses that store */
    bool fresh_row;
};

/* One row of the index: what the fold has before it is missing, what it has not is too much. */
static void meet(struct walk *w, struct stmt *have)
{
    while (w->fresh_row && compare_keys(w->t, w->fresh->raw, have->raw) < 0) {
        add(w->r, w->t, w->fresh->raw, "missing", "");
        w->fresh_row = stmt_row(w->fresh);
    }
    if (!w->fresh_row || compare_keys(w->t, w->fresh->raw, have->raw) > 0) {
        add(w->r, w->t, have->raw, "not in the log", "");
        return;
    }
    compare_values(w->r, w->t, have->raw, w->fresh->raw);
    w->fresh_row = stmt_row(w->fresh);
}

static bool walk_pages(struct walk *w, struct store *index, struct err *e)
{
    struct cursor cursor = {0};
    int read;
    bool ok;
    do {
        struct stmt *have = begin_page(index, w->t, &cursor, PAGE);
        for (read = 0; stmt_row(have); read++) {
            meet(w, have);
            if (read == PAGE - 1)
                cursor_set(&cursor, w->t, have->raw);
        }
        ok = stmt_end(have, e);
    } while (ok && read == PAGE);
    cursor_free(&cursor);
    for (; ok && w->fresh_row; w->fresh_row = stmt_row(w->fresh))
        add(w->r, w->t, w->fresh->raw, "missing", "");
    return ok;
}

bool compare_index(struct report *r, struct store *index, struct store *fresh, struct err *e)
{
    const struct cursor from_start = {0};
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        struct walk w = {.t = &tables[i], .r = r, .fresh = begin_page(fresh, &tables[i], &from_start, -1)};
        w.fresh_row = stmt_row(w.fresh);
        bool ok = walk_pages(&w, index, e);
        struct err second;
        if (!stmt_end(w.fresh, ok ? e : &second) || !ok)
            return false;
    }
    return true;
}
