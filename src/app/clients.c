/* Clients as a person names them: by number, by id, by a text that fits only one. Opening one is recorded first. */
#include "fascia/app/day.h"

#include "fascia/base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { CANDIDATES = 20 };

/* What reception does not see. The words stay in the record; only this copy is without them. */
static void show_to(const struct app *a, struct client_row *row)
{
    if (a->user.roles & ROLES_CLINICAL)
        return;
    row->client.alerts = row->client.note = NULL;
    row->client.extra = NULL;
    row->last_regions = NULL;
}

bool client_list(struct client_row **out, size_t *len, struct app *a, const char *folded, struct id after, int limit,
                 struct arena *arena, struct err *e)
{
    struct client_row *rows;
    size_t found;
    if (!app_may(a, ROLES_IDENTITY, "client list", e) ||
        !client_search(&rows, &found, a->store, folded, after, limit, arena, e))
        return false;
    for (size_t i = 0; i < found; i++)
        show_to(a, &rows[i]);
    *out = rows;
    *len = found;
    return true;
}

bool client_open(struct client_row *out, struct app *a, struct id client, struct arena *arena, struct err *e)
{
    struct client_row row;
    if (!app_may(a, ROLES_IDENTITY, "client show", e) || !client_get(&row, a->store, client, arena, e) ||
        !app_record_access(a, "open client", client, NULL, e))
        return false;
    show_to(a, &row);
    *out = row;
    return true;
}

/* "#0412" or "0412b"-free plain digits after the hash; -1 when it is no number. */
static int number_of(const char *text)
{
    if (text[0] != '#' || text[1] < '0' || text[1] > '9')
        return -1;
    char *end;
    long n = strtol(text + 1, &end, 10);
    return *end == '\0' && n > 0 && n <= 99999999 ? (int)n : -1;
}

static bool by_text(struct client_row *out, struct client_row **rows, size_t *rows_len, struct app *a, const char *text,
                    struct arena *arena, struct err *e)
{
    struct client_row *found;
    size_t len;
    if (!client_list(&found, &len, a, text_fold(arena, text), (struct id){0}, CANDIDATES, arena, e))
        return false;
    if (len == 0)
        return err_set(e, ERR_NOT_FOUND, "no client matches this text: see 'fascia client find'");
    if (len > 1) {
        *rows = found;
        *rows_len = len;
        return err_set(e, ERR_AMBIGUOUS, "%s%zu clients match this text: give the number",
                       len == CANDIDATES ? "at least " : "", len);
    }
    *out = found[0];
    return true;
}

bool client_resolve(struct client_row *out, struct client_row **rows, size_t *rows_len, struct app *a, const char *text,
                    struct arena *arena, struct err *e)
{
    struct id id;
    struct err no_id = {0};
    *rows_len = 0;
    int number = number_of(text);
    bool by_id = number <= 0 && strlen(text) == ID_TEXT - 1 && id_parse(&id, text, &no_id);
    if (!app_may(a, ROLES_IDENTITY, "client show", e))
        return false;
    if (number <= 0 && !by_id)
        return by_text(out, rows, rows_len, a, text, arena, e);
    if (!(by_id ? client_get(out, a->store, id, arena, e) : client_by_number(out, a->store, number, arena, e)))
        return false;
    show_to(a, out);
    return true;
}

bool client_create(struct client_row *out, struct app *a, const struct client *want, struct arena *arena, struct err *e)
{
    struct client fresh = *want;
    if (!app_may(a, ROLES_IDENTITY, "client new", e) || !client_check(&fresh, instant_date(clock_now()), e) ||
        !store_begin(a->store, e))
        return false;
    fresh.id = id_from_hlc(hlc_next(0, clock_now().ms));
    fresh.status = CLIENT_ACTIVE;
    json_t *body = NULL;
    bool ok = client_next_number(&fresh.number, a->store, e);
    if (ok) {
        body = client_encode(&fresh);
        struct entry_new entry = {.kind = CHANGE_CLIENT, .entity = fresh.id, .body = body};
        struct sealer by = app_sealer(a);
        ok = log_append(a->store, &by, &entry, 1, e);
    }
    json_decref(body);
    if (!ok)
        store_rollback(a->store);
    else
        ok = store_commit(a->store, e);
    return ok && client_get(out, a->store, fresh.id, arena, e);
}
