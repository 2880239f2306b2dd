/*
 * Verify: one walk over the log in the order it arrived, and one over the index.
 *
 * Of every change: its body against the keyed hash, its columns against its hash, its place in the device's chain, its
 * signature against the key its author had then. Changes of a device must lie in the order of their chain, because each
 * is accepted only on top of the one before, so arrival order is enough to see a gap, a swap and a second copy. An
 * unsigned change is vouched for by the next signed one of the same author in its chain.
 *
 * Meanwhile the changes are folded into a store in memory. As long as they arrive in fold order that is one walk; when
 * another machine's changes came in late, the fold is done again in its own order. Then the two indices are compared.
 * Others may append while this goes on: if something came in during the comparison and a difference shows, the new
 * changes are taken in and it is done again, the last time with writers kept out.
 */
#include "verify.h"

#include "fascia/base/clock.h"
#include "fascia/model/session.h"
#include "log_internal.h"

#include <stdarg.h>
#include <string.h>

enum { PAGE = 256, ROUNDS = 3 };

struct chain {
    struct id device;
    uint64_t device_seq, hlc;
    struct hash head;
    struct change unsigned_one; /* first of a run that nobody has vouched for; seq 0 = none */
};

struct verify {
    struct store *s, *fresh;
    struct fold fold;
    verify_fn *check;
    struct report report;
    struct pace pace;
    struct user_history users;
    struct chain *chains;
    size_t chains_len;
    struct change last;  /* of the walk: seq, hlc, device */
    bool late;           /* a change arrived after one that folds later */
    struct change *gone; /* without body, and no erase change since */
    size_t gone_len;
    struct arena a;
};

void report_add(struct report *r, const struct change *c, const char *what, const char *format, ...)
{
    struct verify_result *v = r->result;
    va_list args;
    if (v->bad_len == BAD_MOST) {
        v->bad_more++;
        return;
    }
    struct finding_bad *bad = arena_push(r->a, &v->bad, &v->bad_len, sizeof *bad);
    bad->what = what;
    bad->change = c ? c->id : (struct id){0};
    bad->seq = c ? c->seq : 0;
    va_start(args, format);
    bad->text = arena_vprintf(r->a, format, args);
    va_end(args);
}

static struct chain *chain_of(struct verify *v, struct id device)
{
    for (size_t i = 0; i < v->chains_len; i++)
        if (id_equal(v->chains[i].device, device))
            return &v->chains[i];
    struct chain *made = arena_push(&v->a, &v->chains, &v->chains_len, sizeof *made);
    made->device = device;
    return made;
}

static void check_place(struct verify *v, const struct change *c, struct chain *chain)
{
    struct report *r = &v->report;
    unsigned long long expected = chain->device_seq + 1, number = c->device_seq;
    char device[ID_TEXT];
    id_format(device, c->device);
    if (c->seq != v->last.seq + 1)
        report_add(r, c, "gap", "it stands at %lld, where %lld follows", (long long)c->seq, (long long)v->last.seq + 1);
    if (number > expected)
        report_add(r, c, "gap", "changes %llu to %llu of device '%s' are missing before it", expected, number - 1,
                   device);
    else if (number < expected)
        report_add(r, c, "order", "it is number %llu of device '%s' and stands where %llu belongs", number, device,
                   expected);
    else if (!hash_equal(c->prev_hash, chain->head))
        report_add(r, c, "chain", "it does not follow the change before it in the chain of device '%s'", device);
    if (chain->device_seq > 0 && c->hlc <= chain->hlc)
        report_add(r, c, "order", "its clock is not after that of the change before it");
}

/* Milliseconds and counter of the clock stand in the id. */
static bool id_fits_clock(const struct change *c)
{
    if (!hlc_valid(c->hlc))
        return false;
    struct id made = id_from_hlc(c->hlc);
    return memcmp(made.b, c->id.b, 8) == 0;
}

static void check_hashes(struct verify *v, const struct change *c)
{
    struct report *r = &v->report;
    struct hash hash = change_hash(c);
    if (!hash_equal(hash, c->hash))
        report_add(r, c, "hash", "a column was edited: it does not give the change's hash");
    if (!id_fits_clock(c))
        report_add(r, c, "hash", "its id was not made from its clock");
    if (!c->body) {
        *(struct change *)arena_push(&v->a, &v->gone, &v->gone_len, sizeof *c) = *c;
        return;
    }
    struct hash body = change_body_hash(c->body, strlen(c->body), c->salt);
    if (!hash_equal(body, c->body_hash))
        report_add(r, c, "body", "its body or salt was edited");
}

static void check_signature(struct verify *v, const struct change *c, const json_t *body, struct chain *chain)
{
    struct report *r = &v->report;
    const char *status = json_string_value(json_object_get(body, "status"));
    bool signed_session = status && strcmp(status, session_status_word(SESSION_SIGNED)) == 0;
    const char *objection = users_object(&v->users, c);
    const struct user_state *author = users_at(&v->users, c->author, c);
    struct change *waiting = &chain->unsigned_one;
    if (objection)
        report_add(r, c, "author", "%s", objection);
    if (waiting->seq != 0 && !id_equal(waiting->author, c->author)) {
        report_add(r, waiting, "signature", "nobody vouches for it: its author signed nothing after it");
        waiting->seq = 0;
    }
    if (!c->is_signed) {
        if (change_must_sign(c->kind, signed_session))
            report_add(r, c, "signature", "a %s must carry a signature of its own", change_kind_word(c->kind));
        if (waiting->seq == 0)
            *waiting = *c;
        return;
    }
    waiting->seq = 0;
    v->report.result->signatures++;
    if (author && !v->check(c->sig, &c->hash, author->sign_key))
        report_add(r, c, "signature", "its signature is not its author's");
}

static bool is_late(const struct verify *v, const struct change *c)
{
    return v->last.seq != 0 && change_compare(c, &v->last) < 0;
}

static void fold_one(struct verify *v, const struct change *c, const json_t *body)
{
    struct err e;
    if (!fold_change(&v->fold, c, body, &e))
        report_add(&v->report, c, "body", "it cannot be folded: %s", e.text);
}

static void check_change(struct verify *v, const struct change *c)
{
    struct err e;
    json_t *body = NULL;
    struct chain *chain = chain_of(v, c->device);
    check_place(v, c, chain);
    check_hashes(v, c);
    if (c->body && !json_parse(&body, c->body, strlen(c->body), &e))
        report_add(&v->report, c, "body", "it is no JSON: %s", e.text);
    check_signature(v, c, body, chain);
    if (c->kind == CHANGE_ERASE)
        v->gone_len = 0;
    v->late = v->late || is_late(v, c);
    if (!v->late && (body || !c->body))
        fold_one(v, c, body);
    json_decref(body);
}

static void take(struct verify *v, const struct change *c, bool readable)
{
    struct chain *chain = chain_of(v, c->device);
    if (readable)
        check_change(v, c);
    else
        report_add(&v->report, c, "hash", "a column does not hold what it must");
    chain->device_seq = c->device_seq;
    chain->head = c->hash;
    chain->hlc = c->hlc;
    v->last = *c;
    v->last.body = NULL;
    v->report.result->changes++;
}

struct page {
    struct change *items;
    bool *readable;
    size_t len;
};

/* Copied, so that no statement is open while hashes and signatures are computed. */
static bool read_page(struct page *out, struct stmt *q, struct arena *a, struct err *e)
{
    out->items = arena_array(a, PAGE, sizeof *out->items);
    out->readable = arena_array(a, PAGE, sizeof *out->readable);
    out->len = 0;
    while (out->len < PAGE && stmt_row(q)) {
        struct change *c = &out->items[out->len];
        out->readable[out->len++] = change_peek(c, q);
        c->body = c->body ? arena_strdup(a, c->body) : NULL;
    }
    return stmt_end(q, e);
}

/* Everything in the log that was not looked at yet. */
static bool walk_log(struct verify *v, struct err *e)
{
    struct page page;
    bool ok;
    do {
        struct arena a = {0};
        struct stmt *q = store_stmt(v->s, Q_LOG_PAGE);
        stmt_bind_i64(q, "$after", v->last.seq);
        stmt_bind_i64(q, "$limit", PAGE);
        ok = read_page(&page, q, &a, e);
        for (size_t i = 0; ok && i < page.len; i++)
            take(v, &page.items[i], page.readable[i]);
        arena_release(&a);
        ok = ok && pace_step(&v->pace, page.len, e);
    } while (ok && page.len == PAGE);
    return ok;
}

static bool fold_again(struct verify *v, struct err *e)
{
    struct page page;
    struct change last = {0};
    bool ok = fold_clear(v->fresh, e);
    v->pace.done = 0;
    v->pace.what = "fold";
    do {
        struct arena a = {0};
        struct stmt *q = store_stmt(v->s, Q_LOG_IN_ORDER);
        stmt_bind_i64(q, "$hlc", (int64_t)last.hlc);
        stmt_bind_blob(q, "$device", last.device.b, sizeof last.device.b);
        stmt_bind_i64(q, "$limit", PAGE);
        ok = read_page(&page, q, &a, e);
        for (size_t i = 0; ok && i < page.len; i++) {
            struct err why;
            last = page.items[i];
            if (page.readable[i] && !fold_text(&v->fold, &page.items[i], &why) && v->report.result->bad_len == 0)
                report_add(&v->report, &page.items[i], "body", "it cannot be folded: %s", why.text);
        }
        arena_release(&a);
        ok = ok && pace_step(&v->pace, page.len, e);
    } while (ok && page.len == PAGE);
    return ok;
}

static bool nothing_new(bool *out, const struct verify *v, struct err *e)
{
    int64_t last;
    if (!stmt_get_i64(&last, NULL, store_stmt(v->s, Q_LAST_SEQ), e))
        return false;
    *out = last <= v->last.seq;
    return true;
}

/* Differences count only if nothing was appended while they were looked for. */
static bool compare_round(struct verify *v, bool *done, struct err *e)
{
    struct verify_result *result = v->report.result;
    if (!users_read(&v->users, v->s, &v->a, e) || !walk_log(v, e) || (v->late && !fold_again(v, e)))
        return false;
    size_t len = result->bad_len, more = result->bad_more;
    bool same;
    if (!compare_index(&v->report, v->s, v->fresh, e) || !nothing_new(&same, v, e))
        return false;
    *done = same || (result->bad_len == len && result->bad_more == more);
    if (!*done) {
        result->bad_len = len;
        result->bad_more = more;
    }
    return true;
}

static bool check_index(struct verify *v, struct err *e)
{
    bool done = false, ok = true;
    for (int round = 1; ok && !done && round < ROUNDS; round++)
        ok = compare_round(v, &done, e);
    if (!ok || done || v->s->mode == STORE_READ_ONLY)
        return ok;
    if (!store_begin(v->s, e))
        return false;
    ok = compare_round(v, &done, e);
    store_leave(v->s);
    return ok;
}

static bool check_anchor(struct verify *v, const struct anchor *anchor, struct err *e)
{
    const struct chain *chain = chain_of(v, anchor->device);
    struct report *r = &v->report;
    char device[ID_TEXT];
    id_format(device, anchor->device);
    if (chain->device_seq < anchor->device_seq) {
        report_add(r, NULL, "anchor",
                   "the chain of device '%s' ends with change %llu, but change %llu was seen: the end "
                   "was cut off, or an older copy put in its place",
                   device, (unsigned long long)chain->device_seq, (unsigned long long)anchor->device_seq);
        return true;
    }
    struct hash hash = {0};
    struct stmt *q = store_stmt(v->s, Q_CHANGE_OF_CHAIN);
    stmt_bind_id(q, "$device", anchor->device);
    stmt_bind_i64(q, "$device_seq", (int64_t)anchor->device_seq);
    if (stmt_row(q))
        stmt_blob(q, 0, hash.b, sizeof hash.b);
    if (!stmt_end(q, e))
        return false;
    if (hash_equal(hash, anchor->head))
        r->result->anchored = true;
    else
        report_add(r, NULL, "anchor", "change %llu of device '%s' is another one than was seen",
                   (unsigned long long)anchor->device_seq, device);
    return true;
}

static void check_ends(struct verify *v)
{
    for (size_t i = 0; i < v->chains_len; i++)
        if (v->chains[i].unsigned_one.seq != 0)
            report_add(&v->report, &v->chains[i].unsigned_one, "signature",
                       "nobody vouches for it: its author signed nothing after it");
    for (size_t i = 0; i < v->gone_len; i++)
        report_add(&v->report, &v->gone[i], "body", "its body is gone and no erase change says why");
}

static bool run(struct verify *v, const struct anchor *anchors, size_t anchors_len, struct err *e)
{
    int64_t total;
    if (!stmt_get_i64(&total, NULL, store_stmt(v->s, Q_LAST_SEQ), e) || !store_in_memory(&v->fresh, e))
        return false;
    v->pace.total = (uint64_t)total;
    fold_init(&v->fold, v->s, v->fresh);
    if (!check_index(v, e))
        return false;
    check_ends(v);
    for (size_t i = 0; i < anchors_len; i++)
        if (!check_anchor(v, &anchors[i], e))
            return false;
    return pace_end(&v->pace, e);
}

bool record_verify(struct verify_result *out, struct store *s, verify_fn *check, const struct anchor *anchors,
                   size_t anchors_len, const struct progress *p, struct arena *a, struct err *e)
{
    struct verify_result result = {0};
    struct verify v = {.s = s, .check = check, .report = {&result, a}, .pace = {.to = p, .what = "verify"}};
    bool ok = run(&v, anchors, anchors_len, e);
    fold_release(&v.fold);
    store_close(v.fresh);
    arena_release(&v.a);
    if (ok)
        *out = result;
    return ok;
}
