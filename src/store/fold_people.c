/*
 * Clients, episodes and users in the index: what lists and the picker need. All else is read from the head's body.
 *
 * The words of a client are folded copies of names, number and the ends of the telephone number, each with a rank that
 * says where it came from; a word found in two places keeps the better one.
 */
#include "fold.h"

#include "fascia/base/clock.h"
#include "fascia/base/utf8.h"
#include "fascia/model/client.h"
#include "words.h"

#include <string.h>

static bool add_word(struct fold *f, struct id client, const char *word, enum word_rank rank, struct err *e)
{
    struct stmt *q = store_stmt(f->index, Q_CLIENT_WORD_ADD);
    stmt_bind_text(q, "$word", word);
    stmt_bind_id(q, "$client", client);
    stmt_bind_i64(q, "$rank", rank);
    return stmt_run(q, e);
}

static bool add_words(struct fold *f, const struct client *c, struct err *e)
{
    struct word_list list = {0};
    words_of_client(&list, c, &f->scratch);
    for (size_t i = 0; i < list.len; i++)
        if (!add_word(f, c->id, list.items[i].text, list.items[i].rank, e))
            return false;
    return true;
}

/* Sessions may have been folded before their client, when they come from another machine. */
static bool client_insert(struct fold *f, const struct change *change, const struct client *c, struct err *e)
{
    struct instant entered = {change->entered_at, change->entered_offset};
    struct stmt *q = store_stmt(f->index, Q_CLIENT_ADD);
    stmt_bind_id(q, "$id", c->id);
    stmt_bind_i64(q, "$head", change->seq);
    stmt_bind_i64(q, "$number", c->number);
    stmt_bind_text(q, "$name", client_name(c, &f->scratch));
    stmt_bind_i64(q, "$status", c->status);
    stmt_bind_i64(q, "$since", date_days(instant_date(entered)));
    return stmt_run(q, e) && fold_count(f->index, 1, 0, 0, e);
}

static bool client_update(struct fold *f, const struct change *change, const struct client *c, struct err *e)
{
    struct stmt *q = store_stmt(f->index, Q_CLIENT_WORDS_DROP);
    stmt_bind_id(q, "$client", c->id);
    if (!stmt_run(q, e))
        return false;
    q = store_stmt(f->index, Q_CLIENT_SET);
    stmt_bind_id(q, "$id", c->id);
    stmt_bind_i64(q, "$head", change->seq);
    stmt_bind_i64(q, "$number", c->number);
    stmt_bind_text(q, "$name", client_name(c, &f->scratch));
    stmt_bind_i64(q, "$status", c->status);
    return stmt_run(q, e);
}

bool fold_client(struct fold *f, const struct change *change, const json_t *body, struct err *e)
{
    struct client c;
    bool known = false;
    int64_t head;
    if (!client_decode(&c, body, &f->scratch, e))
        return false;
    c.id = change->entity;
    if (!id_equal(change->entity, change->id)) {
        struct stmt *q = store_stmt(f->index, Q_CLIENT_HEAD);
        stmt_bind_id(q, "$id", c.id);
        if (!stmt_get_i64(&head, &known, q, e))
            return false;
    }
    if (!(known ? client_update : client_insert)(f, change, &c, e))
        return false;
    return add_words(f, &c, e);
}

static void bind_day(struct stmt *q, const char *name, struct date d)
{
    if (d.year != 0)
        stmt_bind_i64(q, name, date_days(d));
}

bool fold_episode(struct fold *f, const struct change *change, const json_t *body, struct err *e)
{
    struct episode x;
    if (!episode_decode(&x, body, &f->scratch, e))
        return false;
    struct stmt *q = store_stmt(f->index, Q_EPISODE_SET);
    stmt_bind_id(q, "$id", change->entity);
    stmt_bind_i64(q, "$head", change->seq);
    stmt_bind_id(q, "$client", x.client);
    bind_day(q, "$opened", x.opened);
    bind_day(q, "$closed", x.closed);
    return stmt_run(q, e);
}

bool fold_user(struct fold *f, const struct change *change, const json_t *body, struct err *e)
{
    struct user u;
    if (!user_decode(&u, body, &f->scratch, e))
        return false;
    struct stmt *q = store_stmt(f->index, Q_USER_SET);
    stmt_bind_id(q, "$id", change->entity);
    stmt_bind_i64(q, "$head", change->seq);
    stmt_bind_text(q, "$name", u.name);
    stmt_bind_i64(q, "$until", u.until.ms);
    return stmt_run(q, e);
}
