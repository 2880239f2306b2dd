/*
 * A release: exactly one type and one structure, in any order, with dose and details.
 *
 * A word that may be a structure or something else ("pf", the fascia or the movement) is the structure only where no
 * other word is one. A place is no structure: its name reaches one that stands for the whole of it (calf), else it asks
 * which of those that lie there. Scar and skin have no place of their own, so they take a place from the line.
 */
#include "grammar_internal.h"

#include <string.h>

#define STRUCTURES (KIND(TERM_STRUCTURE) | KIND(TERM_AMBIGUOUS))

static const char *const groups[] = {"contact", "medium", "depth", "speed", "site", "layer", "position", NULL};

/* Parts that are or may be the structure. */
struct targets {
    struct part *structure; /* the one that is taken */
    struct part *second;    /* another that can be nothing else */
    struct part *place;     /* the site of a scar */
};

static bool is_structure(const struct parse *p, struct hit h, const void *what)
{
    (void)p;
    (void)what;
    return h.kind == TERM_STRUCTURE;
}

static bool is_no_structure(const struct parse *p, struct hit h, const void *what)
{
    return !is_structure(p, h, what);
}

static const struct structure *structure_of(const struct attempt *t, const struct part *part)
{
    bool one = part && part->match.hits_len == 1 && part->match.hits[0].kind == TERM_STRUCTURE;
    return one ? &t->parse->context.catalogue->structures[part->match.hits[0].index] : NULL;
}

/* Scar and skin: they lie wherever the line says. */
static bool lies_anywhere(const struct attempt *t, const struct part *part)
{
    const struct structure *s = structure_of(t, part);
    return s && s->region->parent == NULL;
}

/* A part that can only be the structure: no other kind of row, or nothing but a place. */
static bool must_be(const struct part *part)
{
    const struct match *m = &part->match;
    bool other = match_has(m, KIND(TERM_MOVEMENT) | KIND(TERM_WORD));
    return part->kind == PART_MATCH && !other;
}

static bool can_be(const struct part *part)
{
    return part->kind == PART_MATCH && match_has(&part->match, STRUCTURES) && !must_be(part);
}

/* Words that have a meaning without being a structure, but are the start of one: forearm, pron. */
static void retry_as_structure(struct attempt *t, struct targets *found)
{
    const struct frame only = {.kinds = KIND(TERM_STRUCTURE), .fallback = KIND(TERM_REGION), .release = true};
    struct part *retried = NULL;
    struct match match;
    for (size_t i = 0; i < t->parts_len; i++) {
        struct part *part = &t->parts[i];
        struct match m;
        if (part->kind != PART_MATCH)
            continue;
        match_find(&m, t->parse, t->tokens, part->first, &only);
        if (m.len != part->len)
            continue;
        if (retried)
            return;
        retried = part;
        match = m;
    }
    if (!retried)
        return;
    retried->match = match;
    retried->match.listed = true; /* "deep" is a pressure; that a structure begins so is no more than a question */
    found->structure = retried;
}

/* One of two parts may be the site of the other: "scar calf", "calf scar". */
static bool pair_site(struct attempt *t, struct targets *found, struct part *part)
{
    bool first = lies_anywhere(t, found->structure);
    struct part *site = first ? part : found->structure;
    if (found->place || first == lies_anywhere(t, part) || !site->match.place)
        return false;
    found->structure = first ? found->structure : part;
    found->place = site;
    return true;
}

static void targets_find(struct attempt *t, struct targets *found)
{
    struct part *may[2] = {NULL, NULL};
    for (size_t i = 0; i < t->parts_len; i++) {
        struct part *part = &t->parts[i];
        if (can_be(part))
            may[may[0] != NULL] = part;
        if (!must_be(part))
            continue;
        if (!found->structure)
            found->structure = part;
        else if (!pair_site(t, found, part))
            found->second = part;
    }
    if (!found->structure && !may[0])
        retry_as_structure(t, found);
    if (found->structure)
        return;
    found->structure = may[0];
    if (may[1])
        may[0]->match.listed = true; /* either may be it */
}

/* Leaves each part the role it has been given. */
static void roles_give(struct attempt *t, const struct targets *found)
{
    for (size_t i = 0; i < t->parts_len; i++) {
        struct part *part = &t->parts[i];
        if (part->kind != PART_MATCH)
            continue;
        if (part == found->structure)
            match_keep(&part->match, t->parse, is_structure, NULL);
        else if (match_keep(&part->match, t->parse, is_no_structure, NULL))
            part->match.listed = false;
        part_resolved(part, t->parse->context.catalogue);
    }
}

static bool side_fits(const struct parse *p, struct hit h, const void *what)
{
    const enum side *side = what;
    return (p->context.catalogue->structures[h.index].region->sides & (1U << *side)) != 0;
}

static void structure_resolve(struct attempt *t, struct part *part)
{
    enum side side = typed_side(t);
    struct match *m = &part->match;
    if (!part_widen(t, part))
        return;
    if (side != SIDE_NONE && m->hits_len > 1)
        match_keep(m, t->parse, side_fits, &side);
    part_resolved(part, t->parse->context.catalogue);
    if (m->hits_len > 1 || m->listed)
        part_ambiguous(t, part, "structure", m->place && !m->exact ? "is a place, which part of it" : "may be");
    else
        t->entry.release.structure = structure_of(t, part)->id;
}

static const struct region *site_of_words(struct attempt *t)
{
    for (size_t i = 0; i < t->parts_len; i++) {
        struct part *part = &t->parts[i];
        if (part->kind == PART_MATCH && part->match.place && !match_has(&part->match, STRUCTURES)) {
            part->kind = PART_STR; /* it is the site now, and no contact any more */
            part->label = part->match.place->name;
            return part->match.place;
        }
    }
    return NULL;
}

static void structure_read(struct attempt *t)
{
    struct targets found = {0};
    const struct region *region = NULL;
    targets_find(t, &found);
    if (found.place) {
        region = found.place->match.place;
        found.place->kind = PART_STR;
        found.place->label = region->name;
        found.place->state = CHIP_SURE;
    }
    roles_give(t, &found);
    if (!found.structure) {
        attempt_problem(t, PROBLEM_INCOMPLETE, "structure", attempt_to(t), attempt_to(t),
                        "a release needs a structure: name the muscle or other tissue");
        return;
    }
    t->has_target = true;
    structure_resolve(t, found.structure);
    if (found.second)
        part_problem(t, found.second, PROBLEM_INVALID, NULL,
                     "'%s' is a second structure: write one entry for each, with ';' between",
                     part_text(t, found.second));
    const struct structure *s = structure_of(t, found.structure);
    if (!s || !t->entry.release.structure)
        return;
    if (s->region->parent == NULL && !region)
        region = site_of_words(t);
    if (s->region->parent == NULL && !region)
        attempt_problem(t, PROBLEM_INCOMPLETE, "place", attempt_to(t), attempt_to(t), "'%s' needs its place", s->name);
    region = region ? region : s->region;
    t->entry.release.region = region->id;
    attempt_side(t, &t->entry.release.side, region->sides, s->name);
}

static void type_ask(struct attempt *t)
{
    static const struct candidate types[] = {{TERM_WORD, "passive", "passive: the therapist moves", " p"},
                                             {TERM_WORD, "active", "active: the client moves", " a"},
                                             {TERM_WORD, "weight-bearing", "weight-bearing: under load", " wb"}};
    struct problem *problem = attempt_problem(t, PROBLEM_INCOMPLETE, "type", attempt_to(t), attempt_to(t),
                                              "a release needs its type: p passive, a active or wb weight-bearing");
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        candidate_add(problem, t->parse->arena, types[i]);
}

static void type_read(struct attempt *t)
{
    enum release_type type = RELEASE_NONE;
    for (size_t i = 0; i < t->parts_len; i++) {
        struct part *part = &t->parts[i];
        if (part->kind != PART_TYPE)
            continue;
        if (type != RELEASE_NONE && type != part->type)
            part_problem(t, part, PROBLEM_INVALID, NULL, "'%s' is a second type: write one entry for each",
                         part_text(t, part));
        type = type != RELEASE_NONE ? type : part->type;
    }
    t->has_type = type != RELEASE_NONE;
    t->entry.release.type = type;
    if (!t->has_type)
        type_ask(t);
}

static void dose_take(struct attempt *t, struct part *part, int *to, int said, int most, const char *what)
{
    if (said == 0)
        return;
    if (said < 0 || said > most)
        part_problem(t, part, PROBLEM_RANGE, NULL, "'%s': %s are whole numbers from 1 to %d", part_text(t, part), what,
                     most);
    else if (*to != 0)
        part_problem(t, part, PROBLEM_INVALID, NULL, "'%s': %s are said twice", part_text(t, part), what);
    else
        *to = said;
}

static void doses_read(struct attempt *t)
{
    struct release *r = &t->entry.release;
    for (size_t i = 0; i < t->parts_len; i++) {
        struct part *part = &t->parts[i];
        if (part->kind != PART_DOSE)
            continue;
        t->has_value = true;
        dose_take(t, part, &r->locks, part->dose.locks, RELEASE_LOCKS_MOST, "lock points");
        dose_take(t, part, &r->reps, part->dose.reps, RELEASE_REPS_MOST, "repetitions");
        dose_take(t, part, &r->seconds, part->dose.seconds, RELEASE_SECONDS_MOST, "seconds");
        dose_take(t, part, &r->pressure, part->dose.pressure, RELEASE_PRESSURE_MOST, "pressures");
        if (r->pressure > 0 && r->depth)
            part_problem(t, part, PROBLEM_INVALID, NULL,
                         "'%s': the pressure is said as '%s' as well; a deep layer is 'layer deep'", part_text(t, part),
                         r->depth);
    }
}

struct among {
    const char *const *ids;
    size_t len;
};

static bool is_among(const struct parse *p, struct hit h, const void *what)
{
    const struct among *among = what;
    for (size_t i = 0; i < among->len; i++)
        if (strcmp(p->context.catalogue->movements[h.index].id, among->ids[i]) == 0)
            return true;
    return false;
}

/* "er" alone is done at several joints; a structure is moved at its own: what stretches it, else what it does. */
static void movement_read(struct attempt *t)
{
    const struct catalogue *c = t->parse->context.catalogue;
    const struct structure *s = t->entry.release.structure ? catalogue_structure(c, t->entry.release.structure) : NULL;
    for (size_t i = 0; i < t->parts_len; i++) {
        struct part *part = &t->parts[i];
        if (part->kind != PART_MATCH || !match_has(&part->match, KIND(TERM_MOVEMENT)))
            continue;
        const struct among stretch = {s ? s->stretch : NULL, s ? s->stretch_len : 0};
        const struct among actions = {s ? s->actions : NULL, s ? s->actions_len : 0};
        if (part->match.hits_len > 1 && !match_has(&part->match, KIND(TERM_WORD)) &&
            !match_keep(&part->match, t->parse, is_among, &stretch))
            (void)match_keep(&part->match, t->parse, is_among, &actions);
        part_resolved(part, c);
        if (part->match.hits_len > 1)
            part_ambiguous(t, part, "joint", "is done at several joints");
        else if (t->entry.release.movement)
            part_problem(t, part, PROBLEM_INVALID, NULL, "'%s' is a second movement", part_text(t, part));
        else
            t->entry.release.movement = c->movements[part->match.hits[0].index].id;
    }
}

static void details_read(struct attempt *t)
{
    struct release *r = &t->entry.release;
    const struct slot slots[] = {{"contact", &r->contact},  {"medium", &r->medium}, {"depth", &r->depth},
                                 {"speed", &r->speed},      {"site", &r->site},     {"layer", &r->layer},
                                 {"position", &r->position}};
    attempt_words(t, slots, ARRAY_LEN(slots));
}

static bool type_found(const struct attempt *t)
{
    for (size_t i = 0; i < t->parts_len; i++)
        if (t->parts[i].kind == PART_TYPE)
            return true;
    return false;
}

void release_read(struct attempt *t)
{
    struct frame frame = {.kinds = KIND(TERM_STRUCTURE) | KIND(TERM_MOVEMENT) | KIND(TERM_WORD),
                          .fallback = KIND(TERM_REGION),
                          .groups = groups,
                          .release = true};
    t->entry = (struct entry){.kind = ENTRY_RELEASE, .minute = -1};
    parts_read(t, &frame);
    if (!type_found(t)) {
        frame.types_first = true;
        parts_read(t, &frame);
    }
    attempt_unknowns(t, &frame, "a release");
    type_read(t);
    structure_read(t);
    details_read(t);
    movement_read(t);
    doses_read(t);
    struct err e = {0};
    if (t->problem.kind == PROBLEM_NONE && !release_check(t->parse->context.catalogue, &t->entry.release, &e))
        attempt_problem(t, PROBLEM_INVALID, NULL, attempt_from(t), attempt_to(t), "%s", e.text);
}
