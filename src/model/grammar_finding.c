/*
 * A finding: a test, a movement or a measure with its value; or a kind of finding (tight, tender, pain) of a structure,
 * place or movement, with its value. What was examined must come down to one row, by the place and the side that stand
 * beside it; nothing else decides.
 */
#include "grammar_internal.h"

#include <string.h>

static const struct finding_kind *kind_of(const struct attempt *t, const struct part *part)
{
    bool one = part && part->match.hits_len == 1 && part->match.hits[0].kind == TERM_FINDING;
    return one ? &t->parse->context.catalogue->findings[part->match.hits[0].index] : NULL;
}

/* A typed "active knee extension" is a test, and a movement that is done actively. */
static bool two_ways(struct attempt *t, struct part *part)
{
    const struct parse *p = t->parse;
    const struct catalogue *c = p->context.catalogue;
    const struct frame movements = {.kinds = KIND(TERM_MOVEMENT)};
    const char *first = t->tokens->items[part->first].text;
    struct match m;
    if (part->len < 2 || (strcmp(first, "active") != 0 && strcmp(first, "passive") != 0))
        return false;
    match_find(&m, p, t->tokens, part->first + 1, &movements);
    if (m.len != part->len - 1 || !m.exact || m.hits_len != 1 || part->match.hits_len != 1)
        return false;
    const struct word *mode = catalogue_word(c, "mode", first);
    const char *test = hit_text(c, part->match.hits[0], p->arena), *movement = hit_text(c, m.hits[0], p->arena);
    struct problem *problem =
        part_problem(t, part, PROBLEM_AMBIGUOUS, "test", "'%s' is a test and a movement: write %s for the test",
                     part_text(t, part), test);
    const struct movement *row = &c->movements[m.hits[0].index];
    const struct test *own = &c->tests[part->match.hits[0].index];
    candidate_add(problem, p->arena, (struct candidate){TERM_TEST, own->id, own->name, test});
    if (mode && mode->aliases_len > 0)
        movement = arena_printf(p->arena, "%s %s", movement, mode->aliases[0]);
    candidate_add(problem, p->arena, (struct candidate){TERM_MOVEMENT, row->id, row->name, movement});
    return true;
}

struct narrow {
    const struct region *place;
    enum side side;
};

static bool is_measured(const struct parse *p, struct hit h, const void *what)
{
    (void)what;
    return h.kind != TERM_MOVEMENT || p->context.catalogue->movements[h.index].scale.kind != SCALE_NONE;
}

static bool in_place(const struct parse *p, struct hit h, const void *what)
{
    const struct narrow *narrow = what;
    const struct region *region = hit_region(p->context.catalogue, h);
    return region && region_within(region, narrow->place);
}

static bool has_side(const struct parse *p, struct hit h, const void *what)
{
    const struct narrow *narrow = what;
    return (hit_sides(p->context.catalogue, h) & (1U << narrow->side)) != 0;
}

static void narrow_hits(struct attempt *t, struct part *part, const struct narrow *narrow, bool measured)
{
    struct match *m = &part->match;
    if (measured && m->hits_len > 1)
        match_keep(m, t->parse, is_measured, NULL);
    if (narrow->place && m->hits_len > 1)
        match_keep(m, t->parse, in_place, narrow);
    if (narrow->side != SIDE_NONE && m->hits_len > 1)
        match_keep(m, t->parse, has_side, narrow);
    part_resolved(part, t->parse->context.catalogue);
}

/* What the question is about, when several rows are left. */
static const char *missing_of(const struct match *m)
{
    unsigned kinds = 0;
    for (size_t i = 0; i < m->hits_len; i++)
        kinds |= KIND(m->hits[i].kind);
    if (kinds == KIND(TERM_MOVEMENT))
        return "joint";
    if (kinds == KIND(TERM_REGION))
        return "place";
    return kinds & KIND(TERM_STRUCTURE) ? "structure" : "test";
}

static bool target_resolve(struct attempt *t, struct part *part, const struct narrow *narrow, bool measured)
{
    narrow_hits(t, part, narrow, measured);
    if (part->match.hits_len == 1 && !part->match.listed)
        return !(part->match.hits[0].kind == TERM_TEST && two_ways(t, part));
    const char *missing = missing_of(&part->match);
    bool joints = strcmp(missing, "joint") == 0;
    part_ambiguous(t, part, missing, joints ? "is done at several joints" : "may be");
    return false;
}

/* The place that was typed beside the target must be on the way from it to the whole body, or within it. */
static const struct region *place_resolve(struct attempt *t, struct part *place, const struct region *own,
                                          const char *name)
{
    const struct catalogue *c = t->parse->context.catalogue;
    if (!place)
        return own;
    if (place->match.hits_len != 1) {
        part_ambiguous(t, place, "place", "may be");
        return own;
    }
    const struct region *typed = &c->regions[place->match.hits[0].index];
    if (region_within(typed, own))
        return typed;
    if (!region_within(own, typed))
        part_problem(t, place, PROBLEM_INVALID, NULL, "'%s' is not of the place '%s'", name, typed->name);
    return own;
}

static const char *latest_sign(const struct parse *p)
{
    for (size_t i = p->entries_len; i > 0; i--) {
        const struct entry *e = &p->entries[i - 1];
        if (e->kind == ENTRY_FINDING && (e->finding.on == ON_MOVEMENT || e->finding.on == ON_TEST))
            return e->finding.target;
    }
    const struct session *s = p->context.session;
    for (size_t i = s ? s->findings_len : 0; i > 0; i--) {
        const struct finding *f = &s->findings[i - 1];
        if (f->origin != ORIGIN_CARRIED && (f->on == ON_MOVEMENT || f->on == ON_TEST))
            return f->target;
    }
    return NULL;
}

static void about_read(struct attempt *t, const struct roles *roles, const struct narrow *narrow)
{
    struct finding *f = &t->entry.finding;
    if (roles->about && target_resolve(t, roles->about, narrow, false))
        f->about = hit_id(t->parse->context.catalogue, roles->about->match.hits[0]);
    else if (!roles->about)
        f->about = latest_sign(t->parse);
    if (!f->about)
        attempt_problem(t, PROBLEM_INCOMPLETE, "movement", attempt_to(t), attempt_to(t),
                        "pain on which movement or test: name it, or write nprs rest, nprs palp or nprs worst");
}

static void movement_defaults(struct attempt *t, const struct movement *m)
{
    const struct grammar_context *context = &t->parse->context;
    struct finding *f = &t->entry.finding;
    if (!f->mode && context->mode)
        t->carried_mode = context->mode;
    if (!f->device && context->device)
        t->carried_device = context->device;
    f->mode = f->mode ? f->mode : context->mode ? context->mode : "active";
    f->device = f->device ? f->device : context->device ? context->device : m->device;
}

static void circumstances_read(struct attempt *t)
{
    struct finding *f = &t->entry.finding;
    const struct slot slots[] = {{"mode", &f->mode}, {"device", &f->device}, {"position", &f->position}};
    attempt_words(t, slots, ARRAY_LEN(slots));
    t->entry.mode = f->mode;
    t->entry.device = f->device;
}

static void target_write(struct attempt *t, struct hit h, const char *kind, const struct roles *roles)
{
    static const enum target_bit bits[] = {[TERM_REGION] = ON_REGION,
                                           [TERM_STRUCTURE] = ON_STRUCTURE,
                                           [TERM_MOVEMENT] = ON_MOVEMENT,
                                           [TERM_TEST] = ON_TEST,
                                           [TERM_MEASURE] = ON_MEASURE};
    const struct catalogue *c = t->parse->context.catalogue;
    struct finding *f = &t->entry.finding;
    const char *name = hit_label(c, h);
    const struct region *region = place_resolve(t, roles->place, hit_region(c, h), name);
    bool person = h.kind == TERM_MEASURE && region->parent == NULL;
    f->kind = kind;
    f->on = bits[h.kind];
    f->target = hit_id(c, h);
    f->region = person ? NULL : region->id;
    unsigned allowed = hit_sides(c, h);
    if (h.kind == TERM_STRUCTURE) {
        bool anywhere = region->parent == NULL;
        if (anywhere)
            attempt_problem(t, PROBLEM_INCOMPLETE, "place", attempt_to(t), attempt_to(t), "'%s' needs its place", name);
        allowed = region->sides;
    }
    attempt_side(t, &f->side, allowed, name);
}

static void sign_read(struct attempt *t, struct roles *roles, const struct narrow *narrow)
{
    const struct catalogue *c = t->parse->context.catalogue;
    t->has_target = true;
    t->by_prefix = !roles->target->match.exact;
    if (!target_resolve(t, roles->target, narrow, true)) {
        values_read(t, NULL, part_text(t, roles->target));
        return;
    }
    struct hit h = roles->target->match.hits[0];
    static const char *const kinds[] = {[TERM_MOVEMENT] = "rom", [TERM_TEST] = "test", [TERM_MEASURE] = "measure"};
    target_write(t, h, kinds[h.kind], roles);
    if (h.kind == TERM_MOVEMENT)
        movement_defaults(t, &c->movements[h.index]);
    if (is_nprs(t, roles->target))
        about_read(t, roles, narrow);
    const struct scale *scale = scale_of(c, h);
    if (scale->kind == SCALE_NONE)
        part_problem(t, roles->target, PROBLEM_INVALID, NULL, "'%s' has no routine measurement", hit_label(c, h));
    values_read(t, scale, hit_label(c, h));
}

static const struct part *part_with(const struct attempt *t, unsigned kinds)
{
    for (size_t i = 0; i < t->parts_len; i++)
        if (t->parts[i].kind == PART_MATCH && match_has(&t->parts[i].match, kinds))
            return &t->parts[i];
    return NULL;
}

/* Nothing says what was found: a structure or place alone, or not even that. */
static void target_ask(struct attempt *t)
{
    const struct catalogue *c = t->parse->context.catalogue;
    const struct part *where = part_with(t, KIND(TERM_STRUCTURE) | KIND(TERM_REGION));
    size_t to = attempt_to(t);
    if (!where) {
        attempt_problem(t, PROBLEM_INCOMPLETE, "target", to, to,
                        "a value needs what was measured: a test, a movement, or tight, tender, pain of something");
        return;
    }
    struct problem *problem =
        attempt_problem(t, PROBLEM_INCOMPLETE, "quality", to, to,
                        "'%s' needs what was found there: tight, tender, pain or the like", part_text(t, where));
    unsigned on = match_has(&where->match, KIND(TERM_STRUCTURE)) ? ON_STRUCTURE : ON_REGION;
    for (size_t i = 0; problem && i < c->findings_len; i++) {
        const struct finding_kind *k = &c->findings[i];
        const struct hit h = {TERM_FINDING, i};
        if (k->retired || k->aliases_len == 0 || !(k->targets & on))
            continue;
        const char *text = arena_printf(t->parse->arena, " %s", hit_text(c, h, t->parse->arena));
        candidate_add(problem, t->parse->arena, (struct candidate){TERM_FINDING, hit_id(c, h), k->label, text});
    }
}

static void quality_read(struct attempt *t, struct roles *roles, const struct narrow *narrow)
{
    const struct finding_kind *kind = kind_of(t, roles->kind);
    t->has_target = true;
    if (!kind) {
        part_ambiguous(t, roles->kind, "quality", "may be");
        values_read(t, NULL, part_text(t, roles->kind));
        return;
    }
    t->entry.finding.quality = kind->quality;
    values_read(t, &kind->scale, kind->label);
    bool widen = !(kind->targets & ON_REGION) && (kind->targets & ON_STRUCTURE);
    if (!roles->target)
        attempt_problem(t, PROBLEM_INCOMPLETE, kind->targets & ON_STRUCTURE ? "structure" : "movement", attempt_to(t),
                        attempt_to(t), "'%s' needs what it was found at", kind->label);
    else if ((!widen || part_widen(t, roles->target)) && target_resolve(t, roles->target, narrow, false))
        target_write(t, roles->target->match.hits[0], kind->id, roles);
}

/* A test has its own place; a structure beside it would be lost. */
static struct part *structure_beside(struct attempt *t)
{
    for (size_t i = 0; i < t->parts_len; i++)
        if (t->parts[i].kind == PART_MATCH && match_has(&t->parts[i].match, KIND(TERM_STRUCTURE)))
            return &t->parts[i];
    return NULL;
}

void finding_read(struct attempt *t)
{
    const struct scale *scales[SCALES_MAX];
    struct frame frame = {.scales = scales};
    struct roles roles;
    struct narrow narrow = {0};
    t->entry = (struct entry){.kind = ENTRY_FINDING, .minute = -1};
    roles_read(&roles, t, &frame);
    narrow.side = typed_side(t);
    if (roles.place && roles.place->match.hits_len == 1)
        narrow.place = &t->parse->context.catalogue->regions[roles.place->match.hits[0].index];
    attempt_unknowns(t, &frame,
                     roles.kind ? arena_printf(t->parse->arena, "a finding of '%s'", roles.kind->label)
                                : "a measurement");
    circumstances_read(t);
    if (roles.kind)
        quality_read(t, &roles, &narrow);
    else if (roles.target)
        sign_read(t, &roles, &narrow);
    else
        target_ask(t);
    if (!roles.kind && roles.target && !roles.second)
        roles.second = structure_beside(t);
    if (roles.second)
        part_problem(t, roles.second, PROBLEM_INVALID, NULL, "'%s' is one thing too many: write one entry for each",
                     part_text(t, roles.second));
    struct err e = {0};
    if (t->problem.kind == PROBLEM_NONE && !finding_check(t->parse->context.catalogue, &t->entry.finding, &e))
        attempt_problem(t, PROBLEM_INVALID, NULL, attempt_from(t), attempt_to(t), "%s", e.text);
}
