/**
 * Letters about a client, built from signed sessions: a document in the fixed order of ADR 0060.
 *
 * Nothing is invented: what the record does not hold is said to be missing ("Not asked"), never left out where a reader
 * would take silence for an answer. Abbreviations are spelled out where they first stand.
 */
#ifndef FASCIA_REPORT_LETTER_H
#define FASCIA_REPORT_LETTER_H

#include "fascia/model/client.h"
#include "fascia/model/session.h"
#include "fascia/report/document.h"

enum letter_kind { LETTER_REFERRAL, LETTER_GP, LETTER_DISCHARGE, LETTER_INSURER, LETTER_CLIENT, LETTER_KINDS };

const char *letter_kind_word(enum letter_kind k); /* referral, gp, discharge, insurer, client */
MUST_USE bool letter_kind_parse(enum letter_kind *out, const char *word, struct err *e);

struct letter_input {
    const struct catalogue *catalogue;
    const struct practice *practice;
    const struct user *user; /* who writes and will sign it */
    const struct client *client;
    const struct episode *episode;  /* NULL = none chosen */
    const struct session *sessions; /* signed, of this client, oldest first; at least one */
    size_t sessions_len;
    enum letter_kind kind;
    const char *recipient;      /* name and address, a line each */
    const char *const *actions; /* what is asked for: verb, what, by when, why; at most 3 */
    size_t actions_len;
    const char *const *copies; /* who else gets it, a line each */
    size_t copies_len;
    bool urgent;
    bool draft;                   /* not signed yet: says so */
    const char *text;             /* the summary in the writer's own words; NULL = drafted from the record */
    const char *allergies;        /* NULL = not asked */
    const char *consent_to_share; /* who agreed to what and when; NULL = not recorded */
    struct date today;
};

/**
 * Fills *out, which is then valid as long as a and the input.
 * @return false with ERR_REFUSED when a session is not signed or of another client, when there is none, or with more
 * than three actions; ERR_INVALID without a recipient or with text that no record may hold.
 */
MUST_USE bool letter_write(struct document *out, const struct letter_input *in, struct arena *a, struct err *e);

#endif
