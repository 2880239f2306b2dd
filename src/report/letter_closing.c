/* The second half of a letter: what was done, what comes next, what must be known, and who answers for it. */
#include "letter_internal.h"

#include "fascia/model/words.h"

#include <string.h>

static bool same_release(const struct release *x, const struct release *y)
{
    return x->type == y->type && x->side == y->side && strcmp(x->structure, y->structure) == 0;
}

static bool session_has(const struct session *s, const struct release *r)
{
    for (size_t i = 0; i < s->releases_len; i++) {
        if (same_release(&s->releases[i], r))
            return true;
    }
    return false;
}

static bool done_later(const struct letter *l, size_t session, const struct release *r)
{
    for (size_t i = session + 1; i < l->in->sessions_len; i++) {
        if (session_has(&l->in->sessions[i], r))
            return true;
    }
    return false;
}

/* The latest form of a release, and in how many sessions it was done. */
static void add_release(struct letter *l, const struct release *r)
{
    size_t count = 0;
    for (size_t i = 0; i < l->in->sessions_len; i++)
        count += session_has(&l->in->sessions[i], r);
    struct release shown = *r;
    shown.note = NULL; /* written for the record, not for this reader */
    const char *sentence = release_sentence(l->in->catalogue, &shown, l->arena);
    if (l->in->sessions_len > 1)
        sentence = arena_printf(l->arena, "%s In %zu of %zu sessions.", sentence, count, l->in->sessions_len);
    document_item(l->doc, letter_text(l, sentence));
}

static void add_releases(struct letter *l)
{
    for (size_t i = 0; i < l->in->sessions_len; i++) {
        const struct session *s = &l->in->sessions[i];
        for (size_t k = 0; k < s->releases_len; k++) {
            if (!done_later(l, i, &s->releases[k]))
                add_release(l, &s->releases[k]);
        }
    }
}

static void add_untreated(struct letter *l)
{
    for (size_t i = 0; i < l->in->sessions_len; i++) {
        const struct session *s = &l->in->sessions[i];
        if (s->releases_len == 0 && s->not_treated_reason)
            document_item(l->doc, arena_printf(l->arena, "%s: not treated, %s", letter_day(l, instant_date(s->started)),
                                               letter_text(l, s->not_treated_reason)));
    }
}

static void add_reactions(struct letter *l)
{
    size_t unsaid = 0, seen = 0;
    for (size_t i = 0; i < l->in->sessions_len; i++) {
        const struct session *s = &l->in->sessions[i];
        bool none = s->reaction && strcmp(s->reaction, "none-seen") == 0;
        unsaid += s->reaction == NULL;
        seen += s->reaction && !none;
        if (s->reaction && !none)
            document_paragraph(l->doc,
                               arena_printf(l->arena, "Adverse reaction on %s: %s",
                                            letter_day(l, instant_date(s->started)), letter_text(l, s->reaction)));
    }
    if (seen + unsaid == 0)
        document_paragraph(l->doc, "No adverse reaction was seen.");
    else if (unsaid > 0)
        document_paragraph(l->doc, arena_printf(l->arena, "Adverse reactions: not recorded at %zu of %zu sessions.",
                                                unsaid, l->in->sessions_len));
}

void letter_treatment(struct letter *l)
{
    size_t releases = 0;
    for (size_t i = 0; i < l->in->sessions_len; i++)
        releases += l->in->sessions[i].releases_len;
    document_heading(l->doc, 2, "Treatment");
    if (releases > 0)
        document_paragraph(l->doc,
                           letter_text(l, "STR: the structure is held under pressure while it is lengthened, by the "
                                          "therapist (passive), by the client (active) or under body weight."));
    else
        document_paragraph(l->doc, "No release was given.");
    document_list(l->doc, false);
    add_releases(l);
    add_untreated(l);
    add_reactions(l);
}

/* "goals-met" -> ": goals met"; "" when it is not recorded. */
static const char *outcome_phrase(const struct letter *l)
{
    const char *outcome = l->in->episode->outcome;
    if (!outcome)
        return "";
    char *text = arena_printf(l->arena, ": %s", outcome);
    for (char *p = text; *p; p++) {
        if (*p == '-')
            *p = ' ';
    }
    return text;
}

void letter_plan(struct letter *l)
{
    const struct session *s = l->latest;
    const struct episode *episode = l->in->episode;
    const char *plan = letter_text(l, s->plan);
    bool closed = episode && episode->closed.year != 0;
    document_heading(l->doc, 2, "Plan");
    document_paragraph(l->doc, plan);
    if (closed)
        document_paragraph(
            l->doc, arena_printf(l->arena, "Discharged on %s%s.", letter_day(l, episode->closed), outcome_phrase(l)));
    if (s->next_day.year != 0)
        document_paragraph(l->doc, arena_printf(l->arena, "Next appointment: %s.", letter_day(l, s->next_day)));
    if (!plan && !closed && s->next_day.year == 0)
        document_paragraph(l->doc, "No plan is recorded.");
}

void letter_advice(struct letter *l)
{
    if (l->latest->homecare_len == 0)
        return;
    document_heading(l->doc, 2, "Information and advice given");
    document_list(l->doc, false);
    for (size_t i = 0; i < l->latest->homecare_len; i++)
        document_item(l->doc, arena_printf(l->arena, "Home exercise: %s", letter_text(l, l->latest->homecare[i])));
}

void letter_allergies(struct letter *l)
{
    const char *allergies = letter_text(l, l->in->allergies);
    document_heading(l->doc, 2, "Allergies and alerts");
    document_pairs(l->doc);
    document_pair(l->doc, "Allergies and adverse reactions", allergies ? allergies : "Not asked");
    document_pair(l->doc, "Alerts", letter_text(l, l->in->client->alerts));
}

void letter_consent(struct letter *l)
{
    size_t confirmed = 0;
    for (size_t i = 0; i < l->in->sessions_len; i++)
        confirmed += l->in->sessions[i].consent;
    const char *share = letter_text(l, l->in->consent_to_share);
    document_heading(l->doc, 2, "Consent");
    document_pairs(l->doc);
    document_pair(l->doc, "To treatment",
                  arena_printf(l->arena, "Confirmed at %zu of %zu sessions", confirmed, l->in->sessions_len));
    document_pair(l->doc, "To sharing this letter", share ? share : "Not recorded");
}

static const char *seen_by(const struct letter *l)
{
    size_t own = 0;
    for (size_t i = 0; i < l->in->sessions_len; i++)
        own += id_equal(l->in->sessions[i].therapist, l->in->user->id);
    if (own == l->in->sessions_len)
        return l->in->user->name;
    return own > 0 ? arena_printf(l->arena, "%s and others of the practice", l->in->user->name)
                   : "Others of the practice";
}

static const char *sessions_phrase(const struct letter *l)
{
    const char *first = letter_day(l, instant_date(l->in->sessions[0].started));
    const char *latest = letter_day(l, instant_date(l->latest->started));
    if (l->in->sessions_len == 1)
        return arena_printf(l->arena, "1, on %s", latest);
    return arena_printf(l->arena, "%zu, the first on %s, the latest on %s", l->in->sessions_len, first, latest);
}

void letter_details(struct letter *l)
{
    const struct client *c = l->in->client;
    bool medical = l->in->kind != LETTER_INSURER;
    document_heading(l->doc, 2, "Client and attendance");
    document_pairs(l->doc);
    document_pair(l->doc, "Name", client_name_spoken(c, l->arena));
    document_pair(l->doc, "Preferred name", c->preferred);
    document_pair(l->doc, "Date of birth", c->born.year ? letter_day(l, c->born) : "Not recorded");
    document_pair(l->doc, "Sex", c->sex ? c->sex : "Not recorded");
    document_pair(l->doc, "NHS number", "Not known");
    document_pair(l->doc, "Address", c->address ? c->address : "Not recorded");
    document_pair(l->doc, "Telephone", c->phone ? c->phone : "Not recorded");
    if (medical)
        document_pair(l->doc, "GP practice", c->gp ? c->gp : "Not known");
    document_pair(l->doc, "Sessions", sessions_phrase(l));
    document_pair(l->doc, "Seen by", arena_printf(l->arena, "%s, %s", seen_by(l), l->in->practice->name));
}

void letter_author(struct letter *l)
{
    const struct user *u = l->in->user;
    document_heading(l->doc, 2, "Written by");
    document_paragraph(l->doc,
                       arena_printf(l->arena, "%s, %s\n%s\n%s", u->name, l->in->practice->name,
                                    u->registration ? arena_printf(l->arena, "Registration: %s", u->registration)
                                                    : "Registration: not stated",
                                    l->in->draft ? "Not signed yet" : letter_day(l, l->in->today)));
}

void letter_distribution(struct letter *l)
{
    document_heading(l->doc, 2, "Distribution");
    document_list(l->doc, false);
    document_item(l->doc, arena_strndup(l->arena, l->in->recipient, strcspn(l->in->recipient, "\n")));
    for (size_t i = 0; i < l->in->copies_len; i++)
        document_item(l->doc, arena_printf(l->arena, "Copy: %s", l->in->copies[i]));
}
