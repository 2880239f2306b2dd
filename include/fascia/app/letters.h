/**
 * Letters and progress from the record: the signed sessions are read, the report layer words them, the file is written
 * for this person's eyes only. Screens and command line share it.
 */
#ifndef FASCIA_APP_LETTERS_H
#define FASCIA_APP_LETTERS_H

#include "fascia/app/app.h"
#include "fascia/report/letter.h"
#include "fascia/report/progress.h"
#include "fascia/store/people.h"

enum letter_format { LETTER_TEXT, LETTER_MARKDOWN, LETTER_FORMATS };

const char *letter_format_word(enum letter_format f); /* txt, md: also the end of the file's name */
MUST_USE bool letter_format_parse(enum letter_format *out, const char *word, struct err *e);

/** What is wanted. Text is borrowed for the call. */
struct letter_job {
    struct id client;
    const struct id *sessions; /* signed ones of this client, in any order */
    size_t sessions_len;       /* 0: all signed sessions of the latest episode */
    enum letter_kind kind;
    const char *to;   /* NULL or "": letter_addressee */
    const char *text; /* the summary in the writer's own words; NULL or "" = drafted from the record */
    bool recorded;    /* that this person opened this client is in the record already: a preview that is made anew */
};

struct letter {
    struct client_row client;
    enum letter_kind kind;
    size_t sessions;
    struct date first, last; /* of the sessions */
    const char *to;
    const char *as[LETTER_FORMATS]; /* the whole letter in each form */
};

/** Whom a letter of this kind is to, as far as the record knows: never empty. */
const char *letter_addressee(enum letter_kind kind, const struct client *c, struct arena *a);

/**
 * Reads and words it; everything lives in arena and outlives a lock. ERR_REFUSED: no signed session, one that is not
 * signed or of another client, or no right to; ERR_NOT_FOUND.
 */
MUST_USE bool letter_build(struct letter *out, struct app *a, const struct letter_job *job, struct arena *arena,
                           struct err *e);

/** "letter-0412-2026-11-23.txt": number and day, never a name. `copy` from 2 on is put behind: "-2". */
const char *letter_file_name(const struct letter *l, struct date day, enum letter_format f, int copy, struct arena *a);

/**
 * Records the export, then writes a new file that only this person can read (0600). ERR_CONFLICT: the name is taken;
 * nothing is overwritten.
 */
MUST_USE bool letter_save(struct app *a, const struct letter *l, enum letter_format f, const char *path, struct err *e);

/**
 * All signed sessions of a client, oldest first; with an episode only those of it (null: all).
 */
MUST_USE bool signed_sessions(struct session **out, size_t *len, struct app *a, struct id client, struct id episode,
                              struct arena *arena, struct err *e);

#endif
