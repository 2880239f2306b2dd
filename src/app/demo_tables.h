/** Who and what the demo is made of: invented names, and courses of treatment. Private to app. */
#ifndef FASCIA_APP_DEMO_TABLES_H
#define FASCIA_APP_DEMO_TABLES_H

#include "fascia/model/session.h"

struct demo_test {
    const char *kind, *quality; /* of config/findings.yaml */
    enum target_bit on;
    const char *target, *mode;
    int worst, best; /* tenths, at the start and at the end of a good course */
    int step;        /* tenths: what is written down */
};

struct demo_release {
    const char *structure;
    enum release_type type;
    int locks, reps, seconds, pressure;
};

struct demo_course {
    const char *problem; /* in the client's words, after the side */
    enum demo_sidedness { DEMO_SIDED, DEMO_BOTH } sides;
    struct demo_test tests[4]; /* kind NULL ends */
    struct demo_release releases[4];
    const char *homecare;
};

extern const struct demo_course demo_courses[];
extern const size_t demo_courses_len;

extern const char *const demo_given[];
extern const size_t demo_given_len;
extern const char *const demo_family[];
extern const size_t demo_family_len;
extern const char *const demo_better[];
extern const size_t demo_better_len;
extern const char *const demo_same[];
extern const size_t demo_same_len;
extern const char *const demo_worse[];
extern const size_t demo_worse_len;
extern const char *const demo_jobs[];
extern const size_t demo_jobs_len;
extern const char *const demo_alerts[];
extern const size_t demo_alerts_len;

#endif
