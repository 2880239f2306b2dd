/*
 * The rows of a session: adding, removing, and taking over the shape of an earlier one.
 *
 * Both sides at once are two rows, because they are two observations that will be retested apart. What is taken over
 * from an earlier session is only what to do again; whatever was observed or rated then (values, notes, the pressure
 * the client gave) stays behind, so that nothing of it can be signed as if it had been found today.
 */
#include "fascia/model/session.h"

#include <string.h>

void session_init(struct session *s)
{
    *s = (struct session){.planned_minute = -1, .next_minute = -1};
}

static void push_finding(struct session *s, const struct finding *f, enum side side, struct arena *a)
{
    struct finding *row = arena_push(a, &s->findings, &s->findings_len, sizeof *row);
    *row = *f;
    row->side = side;
}

void session_add_finding(struct session *s, const struct finding *f, struct arena *a)
{
    const struct finding row = *f; /* f may lie in the array that is about to move */
    if (row.side == SIDE_BILATERAL) {
        push_finding(s, &row, SIDE_LEFT, a);
        push_finding(s, &row, SIDE_RIGHT, a);
        return;
    }
    push_finding(s, &row, row.side, a);
}

static void push_release(struct session *s, const struct release *r, enum side side, struct arena *a)
{
    struct release *row = arena_push(a, &s->releases, &s->releases_len, sizeof *row);
    *row = *r;
    row->side = side;
}

void session_add_release(struct session *s, const struct release *r, struct arena *a)
{
    const struct release row = *r;
    if (row.side == SIDE_BILATERAL) {
        push_release(s, &row, SIDE_LEFT, a);
        push_release(s, &row, SIDE_RIGHT, a);
        return;
    }
    push_release(s, &row, row.side, a);
}

size_t session_rows(const struct session *s)
{
    return s->findings_len + s->releases_len;
}

bool session_remove_row(struct session *s, size_t row)
{
    if (row < 1 || row > session_rows(s))
        return false;
    size_t i = row - 1;
    if (i < s->findings_len) {
        memmove(&s->findings[i], &s->findings[i + 1], (s->findings_len - i - 1) * sizeof *s->findings);
        s->findings_len--;
        return true;
    }
    i -= s->findings_len;
    memmove(&s->releases[i], &s->releases[i + 1], (s->releases_len - i - 1) * sizeof *s->releases);
    s->releases_len--;
    return true;
}

static bool text_same(const char *x, const char *y)
{
    return x == y || (x && y && strcmp(x, y) == 0);
}

static bool finding_same_sign(const struct finding *x, const struct finding *y)
{
    return text_same(x->kind, y->kind) && text_same(x->quality, y->quality) && x->on == y->on &&
           text_same(x->target, y->target) && text_same(x->about, y->about) && text_same(x->region, y->region) &&
           x->side == y->side && text_same(x->mode, y->mode) && text_same(x->device, y->device) &&
           text_same(x->position, y->position);
}

static bool has_finding(const struct session *s, const struct finding *f)
{
    for (size_t i = 0; i < s->findings_len; i++) {
        if (finding_same_sign(&s->findings[i], f))
            return true;
    }
    return false;
}

static bool has_release(const struct session *s, const struct release *r)
{
    for (size_t i = 0; i < s->releases_len; i++) {
        const struct release *x = &s->releases[i];
        if (x->type == r->type && x->side == r->side && text_same(x->structure, r->structure) &&
            text_same(x->region, r->region))
            return true;
    }
    return false;
}

static bool has_homecare(const struct session *s, const char *line)
{
    for (size_t i = 0; i < s->homecare_len; i++) {
        if (text_same(s->homecare[i], line))
            return true;
    }
    return false;
}

static void copy_finding_shape(struct session *to, const struct finding *from, struct arena *a)
{
    struct finding shape = {
        .kind = from->kind,
        .quality = from->quality,
        .on = from->on,
        .target = from->target,
        .about = from->about,
        .region = from->region,
        .side = from->side,
        .mode = from->mode,
        .device = from->device,
        .position = from->position,
        .origin = ORIGIN_CARRIED,
    };
    if (!has_finding(to, &shape))
        session_add_finding(to, &shape, a);
}

static void copy_release_shape(struct session *to, const struct release *from, struct arena *a)
{
    struct release shape = *from;
    shape.pressure = 0;
    shape.note = NULL;
    shape.extra = NULL;
    shape.origin = ORIGIN_CARRIED;
    if (!has_release(to, &shape))
        session_add_release(to, &shape, a);
}

void session_copy_shape(struct session *to, const struct session *from, struct arena *a)
{
    struct session source; /* deep, so that the new session does not depend on the memory of the old one */
    session_copy(&source, from, a);
    for (size_t i = 0; i < source.findings_len; i++)
        copy_finding_shape(to, &source.findings[i], a);
    for (size_t i = 0; i < source.releases_len; i++)
        copy_release_shape(to, &source.releases[i], a);
    for (size_t i = 0; i < source.homecare_len; i++) {
        if (!has_homecare(to, source.homecare[i]))
            *(const char **)arena_push(a, &to->homecare, &to->homecare_len, sizeof *to->homecare) = source.homecare[i];
    }
    to->copied_from = from->id;
}
