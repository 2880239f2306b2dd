/*
 * Who comes when: every client's visits are cut into episodes and spread over three years; each episode has a
 * therapist, a course, a side and a trend. Depends on the seed alone.
 */
#include "demo_internal.h"

#include <stdlib.h>

struct dice dice_of(uint64_t seed, uint64_t a, uint64_t b)
{
    return (struct dice){.state = seed * 0x9E3779B97F4A7C15u + a * 0xBF58476D1CE4E5B9u + b * 0x94D049BB133111EBu + 1};
}

/* splitmix64: short, and good enough for invented people. */
uint32_t dice_roll(struct dice *d, uint32_t sides)
{
    d->state += 0x9E3779B97F4A7C15u;
    uint64_t z = d->state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)(((z ^ (z >> 31)) >> 32) * sides >> 32);
}

/* One client in five is in the middle of a course now: booked today, seen last week. */
static bool is_ongoing(uint32_t client)
{
    return client % 5 == 0;
}

static void begin_episode(struct demo_visit *v, struct dice *d, uint32_t left)
{
    static const uint8_t therapists[] = {0, 0, 0, 0, 0, 1, 1, 1, 2, 2};
    static const uint8_t trends[] = {DEMO_IMPROVES, DEMO_IMPROVES, DEMO_IMPROVES, DEMO_IMPROVES, DEMO_IMPROVES,
                                     DEMO_IMPROVES, DEMO_STALLS,   DEMO_STALLS,   DEMO_STALLS,   DEMO_WORSENS};
    uint32_t wanted = 4 + dice_roll(d, 9);
    v->visits = (uint16_t)(wanted < left || is_ongoing(v->client) ? wanted : left);
    v->therapist = therapists[dice_roll(d, ARRAY_LEN(therapists))];
    v->course = (uint8_t)dice_roll(d, (uint32_t)demo_courses_len);
    v->trend = trends[dice_roll(d, ARRAY_LEN(trends))];
    v->side = dice_roll(d, 2) ? SIDE_LEFT : SIDE_RIGHT;
    v->visit = 0;
}

/* Days from one visit to the next: the closer, the more visits have to fit into the three years. */
static uint32_t spacing(uint32_t quota)
{
    uint32_t days = (uint32_t)DEMO_DAYS * 2 / (3 * (quota ? quota : 1));
    return days < 1 ? 1 : days > 9 ? 9 : days;
}

static void plan_client(struct demo_visit *visits, uint32_t client, uint32_t quota, uint64_t seed)
{
    struct dice d = dice_of(seed, client, 0);
    struct demo_visit v = {.client = client};
    uint32_t gap = spacing(quota);
    uint32_t span = quota * gap;
    uint32_t slack = span + 20 < DEMO_DAYS ? (uint32_t)DEMO_DAYS - span - 20 : 0;
    uint32_t start = dice_roll(&d, slack + 1);
    int32_t day = is_ongoing(client) && slack > 0 ? DEMO_DAYS - (int32_t)span : (int32_t)start;
    for (uint32_t i = 0; i < quota; i++) {
        if (v.visit == v.visits) {
            v.episode += i > 0;
            begin_episode(&v, &d, quota - i);
        }
        v.day = day < DEMO_DAYS ? day : DEMO_DAYS - 1;
        v.minute = (int16_t)(8 * 60 + 45 * (int)dice_roll(&d, 13));
        v.dna = i > 0 && dice_roll(&d, 50) == 0;
        visits[i] = v;
        v.visit++;
        day += (int32_t)(gap > 2 ? gap - 1 + dice_roll(&d, 3) : gap);
    }
}

static int compare_visits(const void *x, const void *y)
{
    const struct demo_visit *left = x;
    const struct demo_visit *right = y;
    if (left->day != right->day)
        return left->day < right->day ? -1 : 1;
    if (left->therapist != right->therapist)
        return left->therapist < right->therapist ? -1 : 1;
    if (left->minute != right->minute)
        return left->minute < right->minute ? -1 : 1;
    return left->client < right->client ? -1 : left->client > right->client;
}

void demo_plan(struct demo_visit **out, size_t *len, const struct demo_options *want, struct arena *a)
{
    uint32_t clients = (uint32_t)want->clients;
    uint32_t sessions = (uint32_t)want->sessions;
    struct demo_visit *visits = arena_array(a, sessions, sizeof(*visits));
    size_t used = 0;
    for (uint32_t i = 0; i < clients; i++) {
        uint32_t quota = sessions / clients + (i < sessions % clients);
        plan_client(visits + used, i, quota, want->seed);
        used += quota;
    }
    if (used > 0)
        qsort(visits, used, sizeof(*visits), compare_visits);
    *out = visits;
    *len = used;
}
