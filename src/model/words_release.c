/* A release in words: the dose as it is typed, and everything about it as a sentence. */
#include "words_internal.h"

#include <string.h>

const char *release_label(const struct catalogue *c, const struct release *r, struct arena *a)
{
    return structure_phrase(c, r->structure, a);
}

static void add_word(struct buf *out, const char *separator, const char *text)
{
    buf_printf(out, "%s%s", out->len > 0 ? separator : "", text);
}

const char *release_dose(const struct release *r, struct arena *a)
{
    struct buf out = {0};
    bool per_rep = r->locks == 0 && r->reps > 0 && r->seconds > 0; /* 3x30 s: each time */
    if (r->locks > 0 && r->reps > 0)
        add_word(&out, " ", arena_printf(a, "%dx%d", r->locks, r->reps));
    else if (per_rep)
        add_word(&out, " ", arena_printf(a, "%dx%d s", r->reps, r->seconds));
    else if (r->reps > 0)
        add_word(&out, " ", arena_printf(a, "%dx", r->reps));
    else if (r->locks > 0)
        add_word(&out, " ", arena_printf(a, r->locks == 1 ? "%d point" : "%d points", r->locks));
    if (r->seconds > 0 && !per_rep)
        add_word(&out, " ", arena_printf(a, "%d s", r->seconds));
    if (r->pressure > 0)
        add_word(&out, " ", arena_printf(a, "@%d", r->pressure));
    else if (r->depth)
        add_word(&out, " ", r->depth);
    const char *text = arena_strdup(a, buf_text(&out));
    buf_release(&out);
    return text;
}

const char *release_short(const struct catalogue *c, const struct release *r, struct arena *a)
{
    const char *type = release_type_short(r->type);
    const char *dose = release_dose(r, a);
    return arena_printf(a, "%s%s%s%s%s%s", side_prefix(r->side, a), structure_short(c, r->structure), *type ? " " : "",
                        type, *dose ? " " : "", dose);
}

static const char *counted(int n, const char *one, const char *many, struct arena *a)
{
    return arena_printf(a, "%d %s", n, n == 1 ? one : many);
}

static void add_dose(struct buf *out, const struct release *r, struct arena *a)
{
    bool each = r->locks > 0 && r->reps > 0;
    bool per_rep = r->locks == 0 && r->reps > 0;
    if (r->locks > 0)
        add_word(out, ", ", counted(r->locks, "lock point", "lock points", a));
    if (r->reps > 0)
        add_word(out, ", ",
                 arena_printf(a, "%s%s", counted(r->reps, "repetition", "repetitions", a), each ? " each" : ""));
    if (r->seconds > 0)
        add_word(out, per_rep ? " of " : ", ", counted(r->seconds, "second", "seconds", a));
    if (r->pressure > 0)
        add_word(out, ", ", arena_printf(a, "pressure %d of 10 as rated by the client", r->pressure));
    else if (r->depth)
        add_word(out, ", ", arena_printf(a, "%s pressure", r->depth));
}

static void add_manner(struct buf *out, const struct catalogue *c, const struct release *r, struct arena *a)
{
    if (r->contact)
        add_word(out, ", ", arena_printf(a, "contact %s", word_label(c, "contact", r->contact)));
    if (r->medium)
        add_word(out, ", ", word_label(c, "medium", r->medium));
    if (r->site)
        add_word(out, ", ", arena_printf(a, "site %s", word_label(c, "site", r->site)));
    if (r->layer)
        add_word(out, ", ", word_label(c, "layer", r->layer));
    if (r->movement)
        add_word(out, ", ", arena_printf(a, "moving into %s", movement_phrase(c, r->movement, a)));
    if (r->speed)
        add_word(out, ", ", arena_printf(a, "speed %s", r->speed));
    if (r->position)
        add_word(out, ", ", word_label(c, "position", r->position));
}

/* The region, where it is not the one that the structure lies in anyway. */
static const char *elsewhere(const struct catalogue *c, const struct release *r, struct arena *a)
{
    const struct structure *structure = catalogue_structure(c, r->structure);
    if (!r->region || (structure && strcmp(structure->region->id, r->region) == 0))
        return "";
    return arena_printf(a, " at the %s", region_phrase(c, r->region, a));
}

const char *release_sentence(const struct catalogue *c, const struct release *r, struct arena *a)
{
    struct buf details = {0};
    add_dose(&details, r, a);
    add_manner(&details, c, r, a);
    const char *type = r->type == RELEASE_NONE ? "" : arena_printf(a, "%s ", release_type_word(r->type));
    const char *side = r->side == SIDE_NONE ? "" : arena_printf(a, "%s ", side_word(r->side));
    const char *text = arena_printf(a, "%srelease of the %s%s%s%s%s.", type, side, structure_phrase(c, r->structure, a),
                                    elsewhere(c, r, a), details.len > 0 ? ": " : "", buf_text(&details));
    buf_release(&details);
    text = sentence_case(text, a);
    return r->note ? arena_printf(a, "%s %s.", text, sentence_case(without_stop(r->note, a), a)) : text;
}
