/*
 * Rebuild: the index is emptied and folded anew in fold order, in one transaction, so that whoever reads meanwhile sees
 * the old one, and a crash or a change that does not fold leaves it.
 */
#include "fascia/store/record.h"

#include "log_internal.h"
#include "verify.h"

enum { PAGE = 256 };

struct rebuild {
    struct fold fold;
    struct pace pace;
    struct change last;
};

static bool fold_page(struct rebuild *r, size_t *read, struct arena *a, struct err *e)
{
    struct change *page = arena_array(a, PAGE, sizeof *page);
    size_t n = 0;
    bool ok = true;
    struct stmt *q = store_stmt(r->fold.log, Q_LOG_IN_ORDER);
    stmt_bind_i64(q, "$hlc", (int64_t)r->last.hlc);
    stmt_bind_blob(q, "$device", r->last.device.b, sizeof r->last.device.b);
    stmt_bind_i64(q, "$limit", PAGE);
    while (ok && n < PAGE && stmt_row(q))
        ok = change_read(&page[n++], q, a, e);
    struct err second;
    if (!stmt_end(q, ok ? e : &second) || !ok)
        return false;
    for (size_t i = 0; ok && i < n; i++)
        ok = fold_text(&r->fold, &page[i], e);
    if (n > 0)
        r->last = page[n - 1];
    *read = n;
    return ok && pace_step(&r->pace, n, e);
}

static bool fold_all(struct rebuild *r, struct err *e)
{
    size_t read;
    int64_t total;
    if (!stmt_get_i64(&total, NULL, store_stmt(r->fold.log, Q_LAST_SEQ), e) || !fold_clear(r->fold.index, e))
        return false;
    r->pace.total = (uint64_t)total;
    do {
        struct arena a = {0};
        bool ok = fold_page(r, &read, &a, e);
        arena_release(&a);
        if (!ok)
            return false;
    } while (read == PAGE);
    return pace_end(&r->pace, e);
}

static bool run(struct rebuild *r, struct store *s, struct err *e)
{
    if (!store_begin(s, e))
        return false;
    fold_init(&r->fold, s, s);
    bool ok = fold_all(r, e);
    fold_release(&r->fold);
    if (ok)
        return store_commit(s, e);
    store_rollback(s);
    return err_wrap(e, "the index is as it was");
}

bool record_rebuild(struct store *s, const struct progress *p, struct err *e)
{
    struct rebuild r = {.pace = {.to = p, .what = "rebuild"}};
    struct err second;
    if (!store_bulk(s, true, e))
        return false;
    bool ok = run(&r, s, e);
    return store_bulk(s, false, ok ? e : &second) && ok;
}
