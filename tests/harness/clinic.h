/**
 * A practice in a test's own folder, furnished through the command line, as a person would, and opened on a terminal.
 *
 * Ana Ruiz is its only therapist; its passphrase lies in a private file, so it opens unlocked. It is 23 November 2026,
 * ten o'clock, until `now` says otherwise. Whatever fails, fails the cmocka test. FASCIA_BIN is the program.
 */
#ifndef HARNESS_CLINIC_H
#define HARNESS_CLINIC_H

#include "fascia/base/arena.h"
#include "harness/harness.h"

#define CLINIC_PASSPHRASE "velvet orbit canyon drum"
#define CLINIC_BEGINS "2026-03-02T08:00:00+00:00"
#define CLINIC_NOW "2026-11-23T10:00:05+00:00"

struct clinic {
    const char *root;   /* the test's folder: home, passphrase, and whatever is written by name */
    const char *folder; /* of the practice */
    const char *now;    /* FASCIA_NOW of what is run next */
    const char *more;   /* one more "NAME=value" for what is run next; NULL = none */
    struct arena memory;
};

/** Makes an empty practice. Nothing to release but memory: the folder is the test's. */
void clinic_make(struct clinic *p, const char *root);
void clinic_release(struct clinic *p);

/** Runs a command; words end with NULL. Returns the exit status; *out, if asked for, is what it printed. */
int clinic_try(struct clinic *p, const char **out, const char *const *words);

/** The same for a command that must work: returns what it printed. */
const char *clinic_run(struct clinic *p, const char *const *words);
#define CLINIC_RUN(p, ...) clinic_run(p, (const char *const[]){__VA_ARGS__, NULL})

/** fascia on an 80x24 terminal, its first screen drawn, in the folder `root`. */
struct harness *clinic_open(struct clinic *p);
struct harness *clinic_open_as(struct clinic *p, const char *const *arguments, int width, int height);

/**
 * Maria Santos (#1), seen four times: twice in March for the right hamstrings, in October and November for the left
 * calf, with four findings and three releases; she comes today at ten. Paolo Reyes (#2) and Åse Lindqvist (#3), seen
 * once each; Ben Okafor (#4), seen today.
 */
void clinic_furnish(struct clinic *p);

#endif
