/** A client, an episode, a user, the practice's settings: the entities around a session, and their JSON bodies. */
#ifndef FASCIA_MODEL_CLIENT_H
#define FASCIA_MODEL_CLIENT_H

#include "fascia/base/arena.h"
#include "fascia/base/clock.h"
#include "fascia/base/id.h"
#include "fascia/base/json.h"

enum client_status { CLIENT_ACTIVE, CLIENT_ARCHIVED, CLIENT_DECEASED };

struct client {
    struct id id;
    int number;                             /* clinic number, counts up, never reused */
    const char *given, *family, *preferred; /* family may be NULL for a single name */
    struct date born;
    const char *sex, *pronouns, *phone, *email, *address, *gp, *occupation, *alerts, *note;
    bool consent_assessment; /* verbal consent to assessment and treatment, given at registration */
    struct instant consent_at;
    struct id consent_by; /* the user who asked */
    enum client_status status;
    const char *extra;
};

struct episode {
    struct id id, client;
    const char *problem;               /* in the client's words, or the regions treated: "L calf pain" */
    struct date onset, opened, closed; /* closed: year 0 while open */
    const char *outcome;               /* goals-met, plateau, self-discharged, referred, moved; NULL while open */
    const char *extra;
};

enum role { ROLE_OWNER = 1, ROLE_THERAPIST = 2, ROLE_RECEPTION = 4, ROLE_AUDITOR = 8, ROLE_RECOVERY = 16 };

struct user {
    struct id id;
    const char *login, *name, *registration; /* registration may be NULL */
    uint8_t sign_key[32], box_key[32];       /* Ed25519 and X25519 public keys */
    unsigned roles;                          /* enum role */
    struct instant from, until;              /* until.ms 0 = in force */
    const char *extra;
};

struct practice {
    struct id id;
    const char *name, *country; /* country "GB" */
    bool synthetic;             /* made by practice demo: no real person */
    const char *extra;
};

/** "Santos, Maria"; a single name alone. "Maria Santos" for letters. */
const char *client_name(const struct client *c, struct arena *a);
const char *client_name_spoken(const struct client *c, struct arena *a);
/** Splits "Maria Santos", "Santos, Maria" or "Maria" into given and family. Limits of record: 200 bytes, text_check. */
MUST_USE bool client_name_parse(struct client *out, const char *text, struct arena *a, struct err *e);
MUST_USE bool client_check(const struct client *c, struct date today,
                           struct err *e); /* name and birth date present and sane */

json_t *client_encode(const struct client *c);
json_t *episode_encode(const struct episode *x);
json_t *user_encode(const struct user *u);
json_t *practice_encode(const struct practice *p);
MUST_USE bool client_decode(struct client *out, const json_t *body, struct arena *a, struct err *e);
MUST_USE bool episode_decode(struct episode *out, const json_t *body, struct arena *a, struct err *e);
MUST_USE bool user_decode(struct user *out, const json_t *body, struct arena *a, struct err *e);
MUST_USE bool practice_decode(struct practice *out, const json_t *body, struct arena *a, struct err *e);

#endif
