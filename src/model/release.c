/*
 * A release against the catalogue: what it may be, with the limits of docs/record.md.
 *
 * A structure that should not be locked (a nerve, a bursa) is not refused: a record of a mistake is better than no
 * record. release_caution has the words that are shown instead.
 */
#include "fascia/model/release.h"

#include "body_internal.h"
#include "check_internal.h"

const char *release_type_short(enum release_type t)
{
    static const char *const shorts[] = {"", "P", "A", "WB"};
    if ((size_t)t >= ARRAY_LEN(shorts))
        BUG("no type of release %d", (int)t);
    return shorts[t];
}

/* 0 stands for not recorded. */
static bool dose_check(const char *what, int value, int most, struct err *e)
{
    if (value >= 0 && value <= most)
        return true;
    return err_set(e, ERR_RANGE, "%s must be 1 to %d, got %d", what, most, value);
}

static bool doses_check(const struct release *r, struct err *e)
{
    return dose_check("lock points", r->locks, RELEASE_LOCKS_MOST, e) &&
           dose_check("repetitions", r->reps, RELEASE_REPS_MOST, e) &&
           dose_check("seconds", r->seconds, RELEASE_SECONDS_MOST, e) &&
           dose_check("pressure", r->pressure, RELEASE_PRESSURE_MOST, e);
}

static bool words_check(const struct catalogue *c, const struct release *r, struct err *e)
{
    if (r->movement && !catalogue_movement(c, r->movement))
        return err_set(e, ERR_INVALID, "unknown movement '%s'", r->movement);
    if (r->depth && r->pressure > 0)
        return err_set(e, ERR_INVALID, "pressure is a number or a word, not both: %d and '%s'", r->pressure, r->depth);
    return word_check(c, "depth", r->depth, e) && word_check(c, "contact", r->contact, e) &&
           word_check(c, "medium", r->medium, e) && word_check(c, "position", r->position, e) &&
           word_check(c, "speed", r->speed, e) && word_check(c, "site", r->site, e) &&
           word_check(c, "layer", r->layer, e);
}

bool release_check(const struct catalogue *c, const struct release *r, struct err *e)
{
    const struct structure *structure = r->structure ? catalogue_structure(c, r->structure) : NULL;
    if (!structure)
        return err_set(e, ERR_INVALID, "unknown structure '%s'", r->structure ? r->structure : "");
    const struct region *region = r->region ? catalogue_region(c, r->region) : structure->region;
    if (!region)
        return err_set(e, ERR_INVALID, "unknown region '%s'", r->region);
    if (r->type < RELEASE_PASSIVE || r->type > RELEASE_WEIGHT_BEARING)
        return err_set(e, ERR_INVALID, "the release of '%s' needs a type: passive, active or weight-bearing",
                       structure->name);
    if (!side_check(r->side, region, e) || !doses_check(r, e) || !words_check(c, r, e) ||
        !body_check(&release_shape, r, e))
        return err_wrap(e, "release of '%s'", structure->name);
    return true;
}

static enum feasible feasibility(const struct structure *structure, enum release_type type)
{
    switch (type) {
    case RELEASE_PASSIVE:
        return structure->passive;
    case RELEASE_ACTIVE:
        return structure->active;
    case RELEASE_WEIGHT_BEARING:
        return structure->weight_bearing;
    case RELEASE_NONE:
        break;
    }
    return FEASIBLE_TYPICAL;
}

const char *release_caution(const struct catalogue *c, const struct release *r, struct arena *a)
{
    const struct structure *structure = catalogue_structure(c, r->structure);
    if (!structure || feasibility(structure, r->type) != FEASIBLE_NONE)
        return structure ? structure->caution : NULL;
    bool never = structure->passive == FEASIBLE_NONE && structure->active == FEASIBLE_NONE &&
                 structure->weight_bearing == FEASIBLE_NONE;
    if (never)
        return arena_printf(a, "%s: a %s is not locked%s%s", structure->name, structure->kind,
                            structure->caution ? "; " : "", structure->caution ? structure->caution : "");
    return arena_printf(a, "%s: %s release is not usual here%s%s", structure->name, release_type_word(r->type),
                        structure->caution ? "; " : "", structure->caution ? structure->caution : "");
}
