/* A whole session in words: one line for lists, and one sentence a line for reading back. */
#include "words_internal.h"

#include <stdio.h>
#include <string.h>

const char *place_label(const struct catalogue *c, struct place p, struct arena *a)
{
    return arena_printf(a, "%s%s", side_prefix(p.side, a), region_phrase(c, p.region, a));
}

const char *place_phrase(const struct catalogue *c, struct place p, struct arena *a)
{
    const char *region = region_phrase(c, p.region, a);
    return p.side == SIDE_NONE ? region : arena_printf(a, "%s %s", side_word(p.side), region);
}

static void add_line(struct buf *out, const char *text)
{
    buf_printf(out, "%s%s", out->len > 0 ? "\n" : "", text);
}

static void add_labelled(struct buf *out, const char *label, const char *text, struct arena *a)
{
    if (text)
        add_line(out, arena_printf(a, "%s: %s.", label, without_stop(text, a)));
}

static void add_places(struct buf *out, const struct catalogue *c, const struct session *s, struct arena *a)
{
    struct place *places;
    size_t len;
    struct buf list = {0};
    session_places(s, c, &places, &len, a);
    for (size_t i = 0; i < len; i++)
        buf_printf(&list, "%s%s", i > 0 ? ", " : "", place_phrase(c, places[i], a));
    if (len > 0)
        add_labelled(out, "Regions", buf_text(&list), a);
    buf_release(&list);
}

static void add_next(struct buf *out, const struct session *s, struct arena *a)
{
    char day[16];
    if (s->next_day.year == 0)
        return;
    date_format_short(day, s->next_day);
    const char *hour =
        s->next_minute < 0 ? "" : arena_printf(a, ", %02d:%02d", s->next_minute / 60, s->next_minute % 60);
    add_line(out, arena_printf(a, "Next appointment: %s%s.", day, hour));
}

static void add_closing(struct buf *out, const struct session *s, struct arena *a)
{
    if (s->consent)
        add_line(out, "Consent to treatment confirmed at this session.");
    if (s->reaction && strcmp(s->reaction, "none-seen") == 0)
        add_line(out, "No adverse reaction seen.");
    else
        add_labelled(out, "Adverse reaction", s->reaction, a);
}

const char *session_sentences(const struct catalogue *c, const struct session *s, struct arena *a)
{
    struct buf out = {0};
    add_labelled(&out, "Reported", s->subjective, a);
    for (size_t i = 0; i < s->findings_len; i++)
        add_line(&out, finding_sentence(c, &s->findings[i], a));
    add_labelled(&out, "No findings", s->no_finding_reason, a);
    for (size_t i = 0; i < s->releases_len; i++)
        add_line(&out, release_sentence(c, &s->releases[i], a));
    add_labelled(&out, "Not treated", s->not_treated_reason, a);
    add_places(&out, c, s, a);
    add_labelled(&out, "Note", s->note, a);
    add_labelled(&out, "Plan", s->plan, a);
    for (size_t i = 0; i < s->homecare_len; i++)
        add_labelled(&out, "Home exercise", s->homecare[i], a);
    add_next(&out, s, a);
    add_closing(&out, s, a);
    const char *text = arena_strdup(a, buf_text(&out));
    buf_release(&out);
    return text;
}

/* "WB L gastroc 3x, R soleus 3x": all releases of one type. */
static void add_type(struct buf *out, const struct catalogue *c, const struct session *s, enum release_type type,
                     struct arena *a)
{
    bool first = true;
    for (size_t i = 0; i < s->releases_len; i++) {
        const struct release *r = &s->releases[i];
        if (r->type != type)
            continue;
        const char *dose = release_dose(r, a);
        if (first)
            buf_printf(out, "%s%s%s", out->len > 0 ? " · " : "", release_type_short(type),
                       *release_type_short(type) ? " " : "");
        buf_printf(out, "%s%s%s%s%s", first ? "" : ", ", side_prefix(r->side, a), structure_short(c, r->structure),
                   *dose ? " " : "", dose);
        first = false;
    }
}

static bool type_seen_before(const struct session *s, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (s->releases[k].type == s->releases[i].type)
            return true;
    }
    return false;
}

static const char *summary_without_releases(const struct session *s, struct arena *a)
{
    switch (s->status) {
    case SESSION_PLANNED:
        return "planned";
    case SESSION_CANCELLED:
        return "cancelled";
    case SESSION_DNA:
        return "did not attend";
    case SESSION_CONTACT:
        return "contact";
    case SESSION_DRAFT:
    case SESSION_SIGNED:
        break;
    }
    if (s->not_treated_reason)
        return arena_printf(a, "not treated: %s", s->not_treated_reason);
    return s->findings_len > 0 ? "assessment only" : "nothing entered";
}

const char *session_summary(const struct catalogue *c, const struct session *s, struct arena *a)
{
    if (s->releases_len == 0)
        return summary_without_releases(s, a);
    struct buf out = {0};
    for (size_t i = 0; i < s->releases_len; i++) {
        if (!type_seen_before(s, i))
            add_type(&out, c, s, s->releases[i].type, a);
    }
    const char *text = arena_strdup(a, buf_text(&out));
    buf_release(&out);
    return text;
}
