/* log, session show, session sign: one session at a time. */
#include "cli_internal.h"

#include "fascia/app/work.h"
#include "fascia/model/words.h"

#include <string.h>

static enum err_code code_of(enum problem_kind kind)
{
    switch (kind) {
    case PROBLEM_AMBIGUOUS:
        return ERR_AMBIGUOUS;
    case PROBLEM_RANGE:
        return ERR_RANGE;
    case PROBLEM_NONE:
    case PROBLEM_UNKNOWN:
    case PROBLEM_INCOMPLETE:
    case PROBLEM_INVALID:
        return ERR_INVALID;
    }
    BUG("problem kind %d", (int)kind);
}

static bool one_line(struct call *c, struct work *w, size_t number, const char *line, struct err *e)
{
    struct reading reading;
    if (!work_line(w, &reading, line, &c->arena, e))
        return false;
    if (reading.problem.kind == PROBLEM_NONE && reading.entries_len > 0)
        return true;
    c->problem = reading.problem;
    c->problem_line = number;
    if (reading.problem.kind == PROBLEM_NONE)
        return err_set(e, ERR_INVALID, "line %zu is empty: nothing was added", number);
    return err_set(e, code_of(reading.problem.kind), "line %zu: %s; nothing was added", number,
                   reading.problem.message);
}

static bool add_lines(struct call *c, struct work *w, struct err *e)
{
    bool ok = true;
    const char *typed = arena_strdup(&c->arena, buf_text(&w->pending)); /* in the form, before it was cut off */
    for (size_t i = 1; ok && i < c->words_len; i++)
        ok = one_line(c, w, i, c->words[i], e);
    return ok && work_typing(w, typed, e) && work_leave(w, e);
}

/* Why a part is empty, as the sign page asks it. Half a line that stands in the form elsewhere stays in the draft. */
static bool give_reasons(struct call *c, struct work *w, struct err *e)
{
    static const struct {
        const char *option, *field;
    } reasons[] = {{"--no-finding", "no_finding_reason"}, {"--not-treated", "not_treated_reason"}};
    const char *typed = arena_strdup(&c->arena, buf_text(&w->pending));
    for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
        const char *why = call_value(c, reasons[i].option);
        if (why && !work_set_text(w, reasons[i].field, why, e))
            return err_wrap(e, "%s", reasons[i].option);
    }
    return work_typing(w, typed, e);
}

static bool sign(struct call *c, struct work *w, struct err *e)
{
    const char *reaction = call_value(c, "--reaction");
    if (!give_reasons(c, w, e))
        return false;
    if ((call_flag(c, "--consent") || reaction) &&
        !work_confirm(w, call_flag(c, "--consent") || w->session.consent, reaction ? reaction : w->session.reaction, e))
        return false;
    if (w->apart) /* it holds what another window has, or has signed, as well: a person must see both */
        return err_set(e, ERR_CONFLICT, "not signed: look at both, sign one, put the other away");
    if (work_sign(w, e))
        return true;
    if (e->code != ERR_REFUSED || !w->clock_told)
        return false;
    if (call_flag(c, "--clock-is-right"))
        return work_sign(w, e);
    struct err told = *e;
    return err_set(e, told.code, "%s with --clock-is-right", told.text);
}

static bool say(struct call *c, struct id session, struct err *e)
{
    struct session_row row;
    if (!session_get(&row, c->app->store, session, &c->arena, e))
        return false;
    if (c->o->json)
        return out_json(json_of_session(c, &row), e);
    char id[ID_TEXT];
    id_format(id, session);
    out_printf("%s\n", session_sentences(c->app->catalogue, &row.session, &c->arena));
    out_printf("%s %s\n", session_status_word(row.session.status), id);
    return true;
}

static void tell_apart(const struct work *w)
{
    if (w->apart)
        fputs("fascia: this session was changed elsewhere too: what was entered here is a draft of its own now\n",
              stderr);
}

/*
 * All lines or none; and with their signature they are one transaction, so that whoever logs at the same moment begins
 * before it or after, not in a draft that is about to be signed. Lines whose signature is refused are kept.
 */
bool cli_log(struct call *c, struct err *e)
{
    struct client_row client;
    struct work w = {0};
    struct store *store = c->app->store;
    struct err refused = {0};
    if (!call_check(c, 2, 1000, e) || !call_client(&client, c, c->words[0], e) || !store_begin(store, e))
        return false;
    bool ok = work_open(&w, c->app, client.client.id, WORK_EMPTY, (struct id){0}, e) && add_lines(c, &w, e);
    bool done = ok && (!call_flag(c, "--sign") || sign(c, &w, &refused));
    if (ok)
        ok = store_commit(store, e);
    else
        store_rollback(store);
    struct id session = w.session.id;
    work_release(&w);
    if (done)
        return ok && say(c, session, e);
    if (refused.code != ERR_NONE)
        *e = refused;
    return false;
}

static void say_head(struct call *c, const struct session_row *row)
{
    char day[16] = "";
    char signed_at[32] = "";
    if (row->session.started.ms)
        date_format_short(day, instant_date(row->session.started));
    if (row->signed_at.ms)
        instant_format(signed_at, row->signed_at);
    out_printf("%s  #%04d  %s  session %d  %s\n", day, row->client_number, row->client_name, row->session.number,
               session_status_word(row->session.status));
    out_printf("therapist %s%s%s\n", row->therapist, signed_at[0] ? ", signed " : "", signed_at);
    out_printf("%s\n", session_sentences(c->app->catalogue, &row->session, &c->arena));
}

bool cli_session_show(struct call *c, struct err *e)
{
    struct id session;
    struct session_row row;
    if (!call_check(c, 1, 1, e) || !id_parse(&session, c->words[0], e) ||
        !session_open(&row, c->app, session, &c->arena, e))
        return false;
    if (c->o->json)
        return out_json(json_of_session(c, &row), e);
    say_head(c, &row);
    return true;
}

/* This person's live draft of the session: one that was never left is not in the log yet. */
static bool own_draft(struct id *out, struct call *c, struct id session, struct err *e)
{
    struct draft *drafts;
    size_t len;
    if (!draft_list(&drafts, &len, c->app->store, c->app->user.id, false, &c->arena, e))
        return false;
    for (size_t i = 0; i < len; i++)
        if (id_equal(drafts[i].entity, session)) {
            *out = drafts[i].id;
            return true;
        }
    struct session_row signed_or_theirs;
    return session_get(&signed_or_theirs, c->app->store, session, &c->arena, e) &&
           err_set(e, ERR_REFUSED, "'%s' is not an open draft of yours: only its author signs, and only once",
                   c->words[0]);
}

bool cli_session_sign(struct call *c, struct err *e)
{
    struct id session, draft;
    struct work w;
    if (!call_check(c, 1, 1, e) || !id_parse(&session, c->words[0], e) || !own_draft(&draft, c, session, e) ||
        !work_resume(&w, c->app, draft, e))
        return false;
    bool ok = sign(c, &w, e);
    session = w.session.id;
    tell_apart(&w);
    work_release(&w);
    return ok && say(c, session, e);
}
