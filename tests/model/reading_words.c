#include "reading_words.h"

#include "fascia/base/buf.h"
#include "fascia/model/words.h"

#include <string.h>

/* " name=text", or nothing when there is none. */
static void pair(struct buf *b, const char *name, const char *text)
{
    if (text && text[0] != '\0')
        buf_printf(b, " %s=%s", name, text);
}

static void number(struct buf *b, const char *name, int n)
{
    if (n != 0)
        buf_printf(b, " %s=%d", name, n);
}

static void side(struct buf *b, const struct entry *e, enum side s)
{
    pair(b, "side", side_word(s));
    buf_puts(b, e->side_carried ? " carried" : "");
}

static void release_words(struct buf *b, const struct entry *e)
{
    const struct release *r = &e->release;
    buf_puts(b, "release");
    side(b, e, r->side);
    pair(b, "structure", r->structure);
    pair(b, "region", r->region);
    pair(b, "type", release_type_word(r->type));
    number(b, "locks", r->locks);
    number(b, "reps", r->reps);
    number(b, "seconds", r->seconds);
    number(b, "pressure", r->pressure);
    pair(b, "pressure", r->depth);
    pair(b, "contact", r->contact);
    pair(b, "medium", r->medium);
    pair(b, "movement", r->movement);
    pair(b, "position", r->position);
    pair(b, "speed", r->speed);
    pair(b, "site", r->site);
    pair(b, "layer", r->layer);
}

static const char *on_word(enum target_bit on)
{
    switch (on) {
    case ON_STRUCTURE:
        return "structure";
    case ON_REGION:
        return "region";
    case ON_MOVEMENT:
        return "movement";
    case ON_TEST:
        return "test";
    case ON_MEASURE:
        return "measure";
    }
    BUG("target %d", (int)on);
}

static void finding_words(struct buf *b, const struct entry *e, const struct catalogue *c, struct arena *a)
{
    const struct finding *f = &e->finding;
    const struct scale *scale = finding_scale(c, f);
    buf_printf(b, "finding kind=%s", f->kind);
    side(b, e, f->side);
    pair(b, on_word(f->on), f->target);
    pair(b, "about", f->about);
    pair(b, "region", f->on == ON_REGION ? NULL : f->region);
    pair(b, "quality", f->quality);
    pair(b, "mode", f->mode);
    pair(b, "device", f->device);
    pair(b, "position", f->position);
    pair(b, "pre", value_format(&f->pre, scale, a));
    pair(b, "post", value_format(&f->post, scale, a));
    pair(b, "unit", scale->unit);
}

static void day_words(struct buf *b, const struct entry *e)
{
    char day[16];
    date_format(day, e->day);
    if (e->kind == ENTRY_COPY) {
        buf_puts(b, e->day.year ? "shape of the session" : "shape of the last session");
        pair(b, "day", day);
        return;
    }
    buf_puts(b, "next appointment");
    pair(b, "day", day);
    if (e->minute >= 0)
        buf_printf(b, " time=%02d:%02d", e->minute / 60, e->minute % 60);
}

static void entry_words(struct buf *b, const struct entry *e, const struct catalogue *c, struct arena *a)
{
    static const struct scale tenths = {.kind = SCALE_NUMBER, .unit = "", .step = 10};
    switch (e->kind) {
    case ENTRY_RELEASE:
        release_words(b, e);
        break;
    case ENTRY_FINDING:
        finding_words(b, e, c, a);
        break;
    case ENTRY_POST:
        buf_printf(b, "row %d: post=%s", e->row, value_format(&e->finding.post, &tenths, a));
        break;
    case ENTRY_REMOVE:
        buf_printf(b, "remove row %d", e->row);
        break;
    case ENTRY_NOTE:
        buf_printf(b, "note %s", e->text);
        break;
    case ENTRY_HOMECARE:
        buf_printf(b, "home exercise %s", e->text);
        break;
    case ENTRY_NEXT:
    case ENTRY_COPY:
        day_words(b, e);
        break;
    }
}

/* kind, what is missing, the piece of the line, and what is offered for it. */
static void problem_words(struct buf *b, const struct problem *p, const char *line)
{
    static const char *const kinds[] = {"none", "unknown", "ambiguous", "incomplete", "range", "invalid"};
    buf_puts(b, kinds[p->kind]);
    if (p->missing)
        buf_printf(b, " %s", p->missing);
    if (p->to > p->from)
        buf_printf(b, " '%.*s'", (int)(p->to - p->from), line + p->from);
    for (size_t i = 0; i < p->candidates_len; i++)
        buf_printf(b, "%s%s", i == 0 ? ": " : " ", p->candidates[i].id);
}

static const char *taken(struct buf *b, struct arena *a)
{
    const char *text = arena_strdup(a, buf_text(b));
    buf_release(b);
    return text;
}

const char *reading_words(const struct reading *r, const char *line, const struct catalogue *c, struct arena *a)
{
    struct buf b = {0};
    if (r->problem.kind != PROBLEM_NONE)
        problem_words(&b, &r->problem, line);
    for (size_t i = 0; i < r->entries_len; i++) {
        buf_puts(&b, i > 0 ? "; " : "");
        entry_words(&b, &r->entries[i], c, a);
    }
    return taken(&b, a);
}

const char *chips_words(const struct chip *chips, size_t len, struct arena *a)
{
    static const char *const marks[] = {"", "~", "?", "*"};
    struct buf b = {0};
    for (size_t i = 0; i < len; i++)
        buf_printf(&b, "[%s%s]", marks[chips[i].state], chips[i].label);
    return taken(&b, a);
}

const char *query_words(const struct query *q, const char *line, struct arena *a)
{
    char first[16], last[16];
    struct buf b = {0};
    buf_puts(&b, "find");
    pair(&b, "side", side_word(q->side));
    pair(&b, "type", release_type_word(q->type));
    for (size_t i = 0; i < q->structures_len; i++)
        pair(&b, "structure", q->structures[i]->id);
    for (size_t i = 0; i < q->regions_len; i++)
        pair(&b, "region", q->regions[i]->id);
    for (size_t i = 0; i < q->tests_len; i++)
        pair(&b, "test", q->tests[i]);
    date_format(first, q->when.first);
    date_format(last, q->when.last);
    if (q->when.first.year)
        buf_printf(&b, " when=%s..%s", first, last);
    pair(&b, "therapist", q->therapist);
    number(&b, "number", q->number);
    for (size_t i = 0; i < q->words_len; i++)
        pair(&b, "text", q->words[i]);
    if (q->problem.kind != PROBLEM_NONE) {
        buf_puts(&b, "; ");
        problem_words(&b, &q->problem, line);
    }
    return taken(&b, a);
}
