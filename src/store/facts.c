/* What is known about the store as a whole: counts that are kept, heads that one seek finds, and the check of pages. */
#include "store_internal.h"

static bool read_head(struct store_facts *out, struct store *s, struct err *e)
{
    struct stmt *q = store_stmt(s, Q_CHAIN_HEAD);
    stmt_bind_id(q, "$device", s->device);
    if (stmt_row(q)) {
        out->head_seq = (uint64_t)stmt_i64(q, 0);
        stmt_blob(q, 1, out->head.b, sizeof out->head.b);
    }
    return stmt_end(q, e);
}

bool store_facts(struct store_facts *out, struct store *s, struct err *e)
{
    struct store_facts facts = {0};
    struct stmt *q = store_stmt(s, Q_FACTS);
    if (stmt_row(q)) {
        facts.clients = stmt_i64(q, 0);
        facts.sessions = stmt_i64(q, 1);
        facts.unsigned_sessions = stmt_i64(q, 2);
        facts.changes = stmt_i64(q, 3);
        facts.last_ms = stmt_i64(q, 4) >> 16;
        facts.bytes = stmt_i64(q, 5);
    }
    if (!stmt_end(q, e) || !read_head(&facts, s, e))
        return false;
    *out = facts;
    return true;
}

/* Both checks: the first misses a file cut at the edge of a page, the second a page whose bytes were changed but whose
 * tree still hangs together. */
bool store_check_pages(struct store *s, struct err *e)
{
    static const enum query_id checks[] = {Q_CHECK_CIPHER, Q_CHECK_TREES};
    for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
        struct stmt *q = store_stmt(s, checks[i]);
        struct arena a = {0};
        const char *found = stmt_row(q) ? stmt_text(q, 0, &a) : NULL;
        bool read = stmt_end(q, e);
        bool good = read && (!found || (checks[i] == Q_CHECK_TREES && found[0] == 'o' && found[1] == 'k'));
        if (read && !good)
            err_set(e, ERR_DAMAGED, "'record.db' is damaged: %s; restore a backup", found);
        arena_release(&a);
        if (!good)
            return false;
    }
    return true;
}
