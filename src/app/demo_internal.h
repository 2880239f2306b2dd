/** The making of the demo, in three parts: who comes when (plan), what a session holds (session), and the log. Private.
 */
#ifndef FASCIA_APP_DEMO_INTERNAL_H
#define FASCIA_APP_DEMO_INTERNAL_H

#include "demo_tables.h"

#include "fascia/app/practice.h"

enum { DEMO_THERAPISTS = 3, DEMO_DAYS = 1095 };

/** A random source whose numbers depend on the seed alone, so that the same seed gives the same people. */
struct dice {
    uint64_t state;
};
struct dice dice_of(uint64_t seed, uint64_t a, uint64_t b);
uint32_t dice_roll(struct dice *d, uint32_t sides); /* 0 .. sides - 1 */

enum demo_trend { DEMO_IMPROVES, DEMO_STALLS, DEMO_WORSENS };

/** One attendance to be written. */
struct demo_visit {
    int32_t day;    /* from the beginning */
    int16_t minute; /* of the day */
    uint8_t therapist, course, trend;
    enum side side;
    bool dna;
    uint16_t visit, visits; /* of the episode */
    uint32_t client, episode;
};

/** All visits in the order they are written: by day, therapist, minute. */
void demo_plan(struct demo_visit **out, size_t *len, const struct demo_options *want, struct arena *a);

/** The client's person, made from the seed. */
void demo_client(struct client *out, const struct demo_options *want, uint32_t client, struct date today,
                 struct arena *a);

/** Fills findings, releases, note and plan of a session; `with_post`: it was retested. */
void demo_session(struct session *out, const struct catalogue *c, const struct demo_visit *visit, uint64_t seed,
                  struct arena *a);

/** "left calf pain when running" */
const char *demo_problem(const struct demo_visit *visit, struct arena *a);

#endif
