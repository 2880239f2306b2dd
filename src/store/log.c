/*
 * Appending to the log, and reading from it.
 *
 * An append reads the head of this device's chain inside the write transaction, so two processes can never give out one
 * number twice. What the chain's head and the clock are is always asked of the log itself: one seek each, and no second
 * place that could say something else (docs/adr/0020).
 */
#include "log_internal.h"

#include "fold.h"

#include "fascia/model/session.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

enum { BODY_MOST = 1 << 20 };

struct tail {
    uint64_t device_seq, hlc;
    struct hash hash;
};

static bool read_tail(struct tail *out, struct store *s, struct err *e)
{
    *out = (struct tail){0};
    struct stmt *q = store_stmt(s, Q_CHAIN_HEAD);
    stmt_bind_id(q, "$device", s->device);
    if (stmt_row(q)) {
        out->device_seq = (uint64_t)stmt_i64(q, 0);
        stmt_blob(q, 1, out->hash.b, sizeof out->hash.b);
    }
    if (!stmt_end(q, e))
        return false;
    int64_t hlc;
    if (!stmt_get_i64(&hlc, NULL, store_stmt(s, Q_LAST_HLC), e))
        return false;
    out->hlc = (uint64_t)hlc;
    return true;
}

static bool signed_session(const struct entry_new *entry)
{
    const char *status = json_string_value(json_object_get(entry->body, "status"));
    return entry->kind == CHANGE_SESSION && status && strcmp(status, session_status_word(SESSION_SIGNED)) == 0;
}

/* A signed session never changes, and one belongs to one client for life. */
static bool check_session(struct store *s, const struct entry_new *entry, struct err *e)
{
    int64_t status = SESSION_DRAFT;
    struct id client = {0};
    char text[ID_TEXT], named[ID_TEXT];
    struct stmt *q = store_stmt(s, Q_SESSION_STATUS);
    stmt_bind_id(q, "$id", entry->entity);
    bool found = stmt_row(q);
    if (found) {
        status = stmt_i64(q, 0);
        client = stmt_id(q, 1);
    }
    if (!stmt_end(q, e))
        return false;
    id_format(text, entry->entity);
    id_format(named, client);
    if (status == SESSION_SIGNED)
        return err_set(e, ERR_REFUSED, "session '%s' is signed: it never changes; amend it", text);
    const char *now = json_string_value(json_object_get(entry->body, "client"));
    if (found && (!now || strcmp(now, named) != 0))
        return err_set(e, ERR_REFUSED, "session '%s' belongs to another client: begin a new one for this client", text);
    return true;
}

/* Is `parent` a head of the entity, of the same kind, and may the entity change at all? */
static bool check_parent(struct store *s, const struct entry_new *entry, struct err *e)
{
    bool any = false, is_head = false, same_kind = true;
    char text[ID_TEXT];
    struct stmt *q = store_stmt(s, Q_HEADS);
    stmt_bind_id(q, "$entity", entry->entity);
    while (stmt_row(q)) {
        any = true;
        is_head = is_head || id_equal(stmt_id(q, 0), entry->parent);
        same_kind = same_kind && strcmp(stmt_peek(q, 1, NULL), change_kind_word(entry->kind)) == 0;
    }
    if (!stmt_end(q, e))
        return false;
    id_format(text, entry->entity);
    if (!same_kind)
        return err_set(e, ERR_REFUSED, "'%s' is no %s", text, change_kind_word(entry->kind));
    if (any != is_head || (!any && !id_is_null(entry->parent)))
        return err_set(e, ERR_CONFLICT, "%s '%s' was changed since it was read: look at it again, then repeat",
                       change_kind_word(entry->kind), text);
    return !any || entry->kind != CHANGE_SESSION || check_session(s, entry, e);
}

static bool check_entry(struct store *s, const struct entry_new *entry, struct err *e)
{
    if (!json_is_object(entry->body))
        BUG("a %s without a body", change_kind_word(entry->kind));
    if (!id_is_null(entry->entity))
        return check_parent(s, entry, e);
    if (!id_is_null(entry->parent))
        BUG("a new %s with a parent", change_kind_word(entry->kind));
    return true;
}

static bool random_bytes(void *out, size_t n, struct err *e)
{
    if (getrandom(out, n, 0) != (ssize_t)n) /* up to 256 bytes come whole */
        return err_errno(e, errno, "no random bytes");
    return true;
}

static bool canonical(struct buf *out, const struct entry_new *entry, struct err *e)
{
    bool ok;
    if (json_object_get(entry->body, "v")) {
        ok = json_canonical(out, entry->body, e);
    } else {
        json_t *with_version = json_copy((json_t *)entry->body); /* its interface predates const; it only reads */
        json_object_set_new(with_version, "v", json_integer(1));
        ok = json_canonical(out, with_version, e);
        json_decref(with_version);
    }
    if (ok && out->len > BODY_MOST)
        return err_set(e, ERR_RANGE, "it is %zu bytes long, at most %d are kept: shorten it", out->len, BODY_MOST);
    return ok;
}

/* Everything but the seq, from the entry and the tail; moves the tail on. `body` must outlive the change. */
static bool build(struct change *c, struct tail *tail, const struct store *s, const struct sealer *by,
                  const struct entry_new *entry, const struct buf *body, struct err *e)
{
    struct instant at = entry->at.ms != 0 ? entry->at : clock_now();
    *c = (struct change){.device = s->device,
                         .device_seq = tail->device_seq + 1,
                         .prev_hash = tail->hash,
                         .hlc = hlc_next(tail->hlc, at.ms),
                         .entered_at = at.ms,
                         .entered_offset = at.offset,
                         .author = by->author,
                         .kind = entry->kind,
                         .entity = entry->entity,
                         .parent = entry->parent,
                         .body = buf_text(body)};
    c->id = id_from_hlc(c->hlc);
    if (id_is_null(c->entity))
        c->entity = c->id;
    if (!random_bytes(c->salt, sizeof c->salt, e))
        return false;
    c->body_hash = change_body_hash(body->data, body->len, c->salt);
    c->hash = change_hash(c);
    *tail = (struct tail){c->device_seq, c->hlc, c->hash};
    return true;
}

static bool append_one(struct fold *f, struct tail *tail, const struct sealer *by, struct entry_new *entry, bool last,
                       struct err *e)
{
    struct store *s = f->log;
    struct buf body = {0};
    struct change c;
    bool ok = canonical(&body, entry, e) && build(&c, tail, s, by, entry, &body, e);
    if (ok && (last || entry->must_sign || change_must_sign(entry->kind, signed_session(entry)))) {
        c.is_signed = true;
        ok = by->sign(by->who, c.sig, &c.hash, e);
    }
    ok = ok && change_insert(s, &c, e) && fold_change(f, &c, entry->body, e);
    buf_release(&body);
    if (!ok)
        return false;
    entry->id = c.id;
    entry->entity = c.entity;
    s->witness.change = c.id;
    return true;
}

static bool check_author(struct store *s, struct id author, struct err *e)
{
    int64_t in_force;
    bool found;
    char text[ID_TEXT];
    struct stmt *q = store_stmt(s, Q_USER_IN_FORCE);
    stmt_bind_id(q, "$id", author);
    stmt_bind_i64(q, "$now", clock_now().ms);
    if (!stmt_get_i64(&in_force, &found, q, e))
        return false;
    id_format(text, author);
    return found || err_set(e, ERR_REFUSED, "'%s' is no user of this practice now", text);
}

/* Ids that were written back are taken back: an entry that was not saved has none. */
static void forget(struct entry_new *entries, const bool *is_new, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        entries[i].id = (struct id){0};
        if (is_new[i])
            entries[i].entity = (struct id){0};
    }
}

bool log_append(struct store *s, const struct sealer *by, struct entry_new *entries, size_t n, struct err *e)
{
    struct tail tail;
    struct arena a = {0};
    if (n == 0)
        return true;
    if (!store_begin(s, e))
        return false;
    struct fold f;
    fold_init(&f, s, s);
    bool *is_new = arena_array(&a, n, sizeof *is_new);
    bool ok = read_tail(&tail, s, e), wrote = false;
    size_t i = 0;
    for (; ok && i < n; i++) {
        is_new[i] = id_is_null(entries[i].entity);
        ok = check_entry(s, &entries[i], e);
        wrote = wrote || ok;
        ok = ok && append_one(&f, &tail, by, &entries[i], i + 1 == n, e);
    }
    ok = ok && check_author(s, by->author, e);
    fold_release(&f);
    if (!ok && wrote)
        store_rollback(s);
    else if (!ok)
        store_leave(s);
    ok = ok && store_commit(s, e);
    if (!ok)
        forget(entries, is_new, i);
    arena_release(&a);
    return ok;
}
