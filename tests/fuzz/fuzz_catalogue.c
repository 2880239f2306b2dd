/*
 * A vocabulary from any bytes: files follow each other, each under a line "=== NAME.yaml". Either there is an error
 * that says where, and the output is untouched, or the catalogue keeps every promise that the rest of the program
 * relies on.
 */
#include "fascia/model/catalogue_load.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SOURCES_MOST = 16, NAME_MOST = 64 };

/* Cuts text at its "=== " lines. */
static size_t split(struct catalogue_source *sources, char *text, size_t size)
{
    size_t len = 0;
    char *end = text + size;
    char *at = text;
    while (at < end && len < SOURCES_MOST && end - at >= 4 && memcmp(at, "=== ", 4) == 0) {
        char *line = memchr(at, '\n', (size_t)(end - at));
        if (line == NULL || line - at > NAME_MOST || memchr(at, '\0', (size_t)(line - at)) != NULL) {
            break;
        }
        *line = '\0';
        char *next = memmem(line + 1, (size_t)(end - line - 1), "\n=== ", 5);
        char *stop = next != NULL ? next + 1 : end;
        sources[len++] = (struct catalogue_source){at + 4, line + 1, (size_t)(stop - line - 1)};
        at = stop;
    }
    return len;
}

static void check_terms(const struct catalogue *c)
{
    for (size_t i = 0; i < c->terms_len; i++) {
        size_t count;
        const char *text = c->terms[i].text;
        size_t first = catalogue_terms(c, text, false, &count);
        if (first > i || first + count <= i) {
            BUG("term '%s' is not found", text);
        }
        if (i > 0 && strcmp(c->terms[i - 1].text, text) > 0) {
            BUG("terms are not sorted at '%s'", text);
        }
        if (text[0] == '\0') {
            BUG("an empty term");
        }
    }
}

static void check_rows(const struct catalogue *c)
{
    for (size_t i = 0; i < c->regions_len; i++) {
        const struct region *r = &c->regions[i];
        if (catalogue_region(c, r->id) != r || !region_within(r, r) || r->sides == 0) {
            BUG("region '%s'", r->id);
        }
    }
    for (size_t i = 0; i < c->structures_len; i++) {
        const struct structure *s = &c->structures[i];
        if (catalogue_structure(c, s->id) != s || s->region == NULL || s->name == NULL) {
            BUG("structure '%s'", s->id);
        }
        for (size_t k = 0; k < s->stretch_len; k++) {
            if (catalogue_movement(c, s->stretch[k]) == NULL) {
                BUG("stretch of '%s'", s->id);
            }
        }
    }
    for (size_t i = 0; i < c->findings_len; i++) {
        const struct finding_kind *f = &c->findings[i];
        if (catalogue_finding(c, f->id, f->quality) != f || f->targets == 0) {
            BUG("finding '%s'", f->id);
        }
    }
    for (size_t i = 0; i < c->words_len; i++) {
        if (catalogue_word(c, c->words[i].group, c->words[i].id) != &c->words[i]) {
            BUG("word '%s'", c->words[i].id);
        }
    }
}

static void check_scales(const struct catalogue *c)
{
    for (size_t i = 0; i < c->movements_len + c->tests_len; i++) {
        bool movement = i < c->movements_len;
        const struct scale *s = movement ? &c->movements[i].scale : &c->tests[i - c->movements_len].scale;
        if (s->unit == NULL || s->min > s->max || (s->kind == SCALE_NUMBER && s->step <= 0) ||
            (s->kind == SCALE_GRADES && s->grades_len < 2)) {
            BUG("a scale that cannot be");
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct err e = {0};
    struct catalogue c = {.regions_len = 12345};
    struct catalogue_source sources[SOURCES_MOST];
    char *text = arena_strndup(&a, "", 0);
    if (size > 0) {
        text = arena_alloc(&a, size + 1);
        memcpy(text, data, size);
    }
    size_t len = split(sources, text, size);
    if (catalogue_load(&c, sources, len, &a, &e)) {
        check_terms(&c);
        check_rows(&c);
        check_scales(&c);
    } else if (e.code == ERR_NONE || strchr(e.text, ':') == NULL || c.regions_len != 12345) {
        BUG("an error without a place: '%s'", e.text);
    }
    arena_release(&a);
    return 0;
}
