/*
 * A letter: what it may be built from, and the order of its sections.
 *
 * The order is a table, because it is the letter: whoever reads it looks at the first and the last lines, so what is
 * asked for stands on top and who wrote it at the end, for every kind. Kinds differ only in which sections they have.
 */
#include "letter_internal.h"

#include "fascia/base/utf8.h"

#include <string.h>

enum { ACTIONS_MOST = 3, RECIPIENT_BYTES = 4096, TEXT_BYTES = 65536 };

static const char *const kind_words[LETTER_KINDS] = {
    [LETTER_REFERRAL] = "referral", [LETTER_GP] = "gp",         [LETTER_DISCHARGE] = "discharge",
    [LETTER_INSURER] = "insurer",   [LETTER_CLIENT] = "client",
};

enum {
    REFERRAL = 1 << LETTER_REFERRAL,
    GP = 1 << LETTER_GP,
    DISCHARGE = 1 << LETTER_DISCHARGE,
    INSURER = 1 << LETTER_INSURER,
    CLIENT = 1 << LETTER_CLIENT,
    ALL = REFERRAL | GP | DISCHARGE | INSURER | CLIENT,
};

static const struct {
    void (*write)(struct letter *l);
    unsigned kinds;
} sections[] = {
    {letter_head, ALL},
    {letter_actions, ALL},
    {letter_problems, ALL},
    {letter_summary, ALL},
    {letter_findings, ALL},
    {letter_treatment, ALL},
    {letter_plan, ALL},
    {letter_advice, ALL},
    {letter_allergies, REFERRAL | GP | DISCHARGE | CLIENT}, /* an insurer gets what the claim needs */
    {letter_consent, ALL},
    {letter_details, ALL},
    {letter_author, ALL},
    {letter_distribution, ALL},
};

const char *letter_kind_word(enum letter_kind k)
{
    if ((unsigned)k >= LETTER_KINDS)
        BUG("no kind of letter %d", (int)k);
    return kind_words[k];
}

bool letter_kind_parse(enum letter_kind *out, const char *word, struct err *e)
{
    for (int k = 0; k < LETTER_KINDS; k++) {
        if (strcmp(kind_words[k], word) == 0) {
            *out = (enum letter_kind)k;
            return true;
        }
    }
    return err_set(e, ERR_INVALID, "'%s' is no kind of letter: referral, gp, discharge, insurer or client", word);
}

const char *letter_day(const struct letter *l, struct date day)
{
    char text[16];
    date_format_short(text, day);
    return arena_strdup(l->arena, text);
}

const char *letter_text(struct letter *l, const char *text)
{
    return text && *text ? abbreviations_expand(&l->known, text, l->arena) : NULL;
}

static bool check_sessions(const struct letter_input *in, struct err *e)
{
    if (in->sessions_len == 0)
        return err_set(e, ERR_REFUSED, "a letter needs a signed session; sign one first");
    for (size_t i = 0; i < in->sessions_len; i++) {
        const struct session *s = &in->sessions[i];
        char id[ID_TEXT];
        id_format(id, s->id);
        if (!id_equal(s->client, in->client->id))
            return err_set(e, ERR_REFUSED, "session '%s' is of another client", id);
        if (s->status != SESSION_SIGNED)
            return err_set(e, ERR_REFUSED, "session '%s' is not signed; sign it first, or leave it out", id);
    }
    return true;
}

static bool check_text(const char *what, const char *text, size_t limit, struct err *e)
{
    if (text && !text_check(text, strlen(text), TEXT_NOTE, limit, e))
        return err_wrap(e, "%s", what);
    return true;
}

static bool check_lines(const char *what, const char *const *lines, size_t len, struct err *e)
{
    for (size_t i = 0; i < len; i++) {
        if (!check_text(what, lines[i], RECIPIENT_BYTES, e))
            return false;
    }
    return true;
}

static bool check_input(const struct letter_input *in, struct err *e)
{
    if (!in->recipient || !*in->recipient)
        return err_set(e, ERR_INVALID, "a letter needs a recipient");
    if (in->actions_len > ACTIONS_MOST)
        return err_set(e, ERR_REFUSED, "a letter asks for at most %d things, got %zu", (int)ACTIONS_MOST,
                       in->actions_len);
    return check_text("recipient", in->recipient, RECIPIENT_BYTES, e) &&
           check_text("text of the letter", in->text, TEXT_BYTES, e) &&
           check_text("allergies", in->allergies, TEXT_BYTES, e) &&
           check_text("consent to share", in->consent_to_share, TEXT_BYTES, e) &&
           check_lines("action", in->actions, in->actions_len, e) &&
           check_lines("copy", in->copies, in->copies_len, e) && check_sessions(in, e);
}

bool letter_write(struct document *out, const struct letter_input *in, struct arena *a, struct err *e)
{
    if (!check_input(in, e))
        return err_wrap(e, "cannot write the letter");
    struct document doc;
    document_init(&doc, a);
    struct letter l = {.in = in, .doc = &doc, .arena = a, .latest = &in->sessions[in->sessions_len - 1]};
    progress_collect(&l.series, &l.series_len, in->catalogue, in->sessions, in->sessions_len, NULL, a);
    for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
        if (sections[i].kinds & (1U << in->kind))
            sections[i].write(&l);
    }
    *out = doc;
    return true;
}
