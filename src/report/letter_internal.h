/** A letter while it is being written: what its sections share. Only for src/report. */
#ifndef FASCIA_REPORT_LETTER_INTERNAL_H
#define FASCIA_REPORT_LETTER_INTERNAL_H

#include "abbreviations_internal.h"
#include "fascia/report/letter.h"
#include "fascia/report/progress.h"

struct letter {
    const struct letter_input *in;
    struct document *doc;
    struct arena *arena;
    struct abbreviations known;
    struct progress_series *series; /* of all findings */
    size_t series_len;
    const struct session *latest;
};

/** "22 Nov 2026", in the arena. */
const char *letter_day(const struct letter *l, struct date day);

/** Text with its short forms spelled out; NULL and "" give NULL. */
const char *letter_text(struct letter *l, const char *text);

/* The sections, in the order of the letter. */
void letter_head(struct letter *l);
void letter_actions(struct letter *l);
void letter_problems(struct letter *l);
void letter_summary(struct letter *l);
void letter_findings(struct letter *l);
void letter_treatment(struct letter *l);
void letter_plan(struct letter *l);
void letter_advice(struct letter *l);
void letter_allergies(struct letter *l);
void letter_consent(struct letter *l);
void letter_details(struct letter *l);
void letter_author(struct letter *l);
void letter_distribution(struct letter *l);

#endif
