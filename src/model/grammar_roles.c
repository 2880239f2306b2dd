/*
 * What each part of a finding is for. The entry is taken apart twice: first with every kind of word allowed, to see
 * whether it names a kind of finding (tight, tender) or what was measured; then with only those words that may stand in
 * that one. So "pf" is a movement where a value alone follows, and a structure where it is tight.
 */
#include "grammar_internal.h"

#include <string.h>

#define SIGNS (KIND(TERM_TEST) | KIND(TERM_MOVEMENT) | KIND(TERM_MEASURE))

static const char *const groups[] = {"mode", "device", "position", NULL};
static const char nprs_movement[] = "nprs-movement"; /* "nprs" alone; it is felt on the latest movement or test */

/* A word that can only be a kind of finding, or is one exactly. */
static bool names_kind(const struct part *part)
{
    unsigned others = ~KIND(TERM_FINDING);
    return part->kind == PART_MATCH && match_has(&part->match, KIND(TERM_FINDING)) &&
           (part->match.exact || !match_has(&part->match, others));
}

static struct part *kind_part(struct attempt *t)
{
    for (size_t i = 0; i < t->parts_len; i++)
        if (names_kind(&t->parts[i]))
            return &t->parts[i];
    return NULL;
}

const struct scale *scale_of(const struct catalogue *c, struct hit h)
{
    switch (h.kind) {
    case TERM_FINDING:
        return &c->findings[h.index].scale;
    case TERM_TEST:
        return &c->tests[h.index].scale;
    case TERM_MOVEMENT:
        return &c->movements[h.index].scale;
    case TERM_MEASURE:
        return &c->measures[h.index].scale;
    default:
        return NULL;
    }
}

/* Grades count as values where one of these rows may be meant. */
static void frame_scales(struct frame *f, const struct attempt *t, unsigned kinds)
{
    const struct catalogue *c = t->parse->context.catalogue;
    for (size_t i = 0; i < t->parts_len; i++) {
        const struct match *m = &t->parts[i].match;
        for (size_t h = 0; h < m->hits_len && f->scales_len < SCALES_MAX; h++) {
            const struct scale *scale = scale_of(c, m->hits[h]);
            if (scale && (kinds & KIND(m->hits[h].kind)) && scale->kind == SCALE_GRADES)
                f->scales[f->scales_len++] = scale;
        }
    }
}

static void frame_of_kind(struct frame *f, unsigned targets)
{
    f->kinds = KIND(TERM_FINDING) | KIND(TERM_WORD);
    if (targets & ON_STRUCTURE)
        f->kinds |= KIND(TERM_STRUCTURE);
    if (targets & ON_MOVEMENT)
        f->kinds |= KIND(TERM_MOVEMENT);
    if ((targets & ON_REGION) || !(targets & ON_STRUCTURE))
        f->kinds |= KIND(TERM_REGION);
    else
        f->fallback = KIND(TERM_REGION);
}

static unsigned targets_of(const struct attempt *t, const struct part *part)
{
    unsigned targets = 0;
    for (size_t i = 0; i < part->match.hits_len; i++)
        if (part->match.hits[i].kind == TERM_FINDING)
            targets |= t->parse->context.catalogue->findings[part->match.hits[i].index].targets;
    return targets;
}

static bool is_kind(const struct parse *p, struct hit h, const void *what)
{
    const unsigned *kinds = what;
    (void)p;
    return (*kinds & KIND(h.kind)) != 0;
}

static bool other_sign(const struct attempt *t, const struct part *part)
{
    for (size_t i = 0; i < t->parts_len; i++) {
        const struct part *other = &t->parts[i];
        if (other != part && other->kind == PART_MATCH && match_has(&other->match, SIGNS) &&
            !match_has(&other->match, KIND(TERM_REGION)))
            return true;
    }
    return false;
}

/* Beside a test or movement a word that could be one more is the place ("toe"), if it can be. */
static void both_settle(struct attempt *t, struct part *part)
{
    const unsigned region = KIND(TERM_REGION), signs = SIGNS;
    if (match_has(&part->match, SIGNS) && match_has(&part->match, region))
        match_keep(&part->match, t->parse, is_kind, other_sign(t, part) ? &region : &signs);
}

static void sign_roles(struct attempt *t, struct roles *roles)
{
    for (size_t i = 0; i < t->parts_len; i++) {
        struct part *part = &t->parts[i];
        if (part->kind != PART_MATCH)
            continue;
        both_settle(t, part);
        bool sign = match_has(&part->match, SIGNS), region = match_has(&part->match, KIND(TERM_REGION));
        if (sign && !roles->target)
            roles->target = part;
        else if (sign && !roles->about)
            roles->about = part;
        else if (sign || (region && roles->place))
            roles->second = part;
        else if (region)
            roles->place = part;
    }
}

/* The part takes the role, or is one too many. */
static void take_role(struct roles *roles, struct part **role, struct part *part)
{
    if (*role)
        roles->second = part;
    else
        *role = part;
}

static void kind_roles(struct attempt *t, struct roles *roles)
{
    const unsigned kinds = KIND(TERM_STRUCTURE) | KIND(TERM_MOVEMENT);
    for (size_t i = 0; i < t->parts_len; i++) {
        struct part *part = &t->parts[i];
        if (part->kind != PART_MATCH || part == roles->kind)
            continue;
        if (names_kind(part))
            roles->second = part;
        else if (match_has(&part->match, kinds))
            take_role(roles, &roles->target, part);
        else if (match_has(&part->match, KIND(TERM_REGION)))
            take_role(roles, &roles->place, part);
    }
    if (!roles->target) {
        roles->target = roles->place;
        roles->place = NULL;
    }
}

bool is_nprs(const struct attempt *t, const struct part *part)
{
    const struct match *m = &part->match;
    return m->hits_len == 1 && m->hits[0].kind == TERM_MEASURE &&
           strcmp(t->parse->context.catalogue->measures[m->hits[0].index].id, nprs_movement) == 0;
}

/* Two signs are one too many, unless one of them is pain on the other. */
static void about_find(struct attempt *t, struct roles *roles)
{
    if (!roles->about)
        return;
    if (is_nprs(t, roles->about)) {
        struct part *nprs = roles->about;
        roles->about = roles->target;
        roles->target = nprs;
    } else if (!is_nprs(t, roles->target)) {
        roles->second = roles->about;
        roles->about = NULL;
    }
}

static void frame_choose(struct frame *f, struct attempt *t)
{
    struct part *kind = kind_part(t);
    *f = (struct frame){.groups = groups, .scales = f->scales};
    frame_scales(f, t, kind ? KIND(TERM_FINDING) : SIGNS);
    if (kind) {
        frame_of_kind(f, targets_of(t, kind));
        return;
    }
    f->kinds = SIGNS | KIND(TERM_REGION) | KIND(TERM_WORD);
    f->fallback = KIND(TERM_STRUCTURE);
}

void roles_read(struct roles *out, struct attempt *t, struct frame *frame)
{
    *out = (struct roles){0};
    frame->kinds = ~0U;
    frame->groups = groups;
    parts_read(t, frame);
    frame_choose(frame, t);
    parts_read(t, frame);
    out->kind = kind_part(t);
    if (out->kind) {
        kind_roles(t, out);
        return;
    }
    sign_roles(t, out);
    about_find(t, out);
}
