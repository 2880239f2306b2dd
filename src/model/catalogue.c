/* Finding things in a catalogue: every array is sorted, so every look-up halves. The same for compiled and loaded ones.
 */
#include "fascia/model/catalogue.h"

#include <stdlib.h>
#include <string.h>

/* Every row begins with its id (bar words, which begin with their group), so one comparison serves all. */
static int compare_id(const void *id, const void *row)
{
    const char *const *first = row;
    return strcmp(id, *first);
}

static const void *find(const void *array, size_t len, size_t size, const char *id)
{
    return id != NULL && len > 0 ? bsearch(id, array, len, size, compare_id) : NULL;
}

const struct region *catalogue_region(const struct catalogue *c, const char *id)
{
    return find(c->regions, c->regions_len, sizeof(*c->regions), id);
}

const struct structure *catalogue_structure(const struct catalogue *c, const char *id)
{
    return find(c->structures, c->structures_len, sizeof(*c->structures), id);
}

const struct movement *catalogue_movement(const struct catalogue *c, const char *id)
{
    return find(c->movements, c->movements_len, sizeof(*c->movements), id);
}

const struct test *catalogue_test(const struct catalogue *c, const char *id)
{
    return find(c->tests, c->tests_len, sizeof(*c->tests), id);
}

const struct measure *catalogue_measure(const struct catalogue *c, const char *id)
{
    return find(c->measures, c->measures_len, sizeof(*c->measures), id);
}

const struct contraindication *catalogue_contraindication(const struct catalogue *c, const char *id)
{
    return find(c->contraindications, c->contraindications_len, sizeof(*c->contraindications), id);
}

static int compare_finding(const void *key, const void *row)
{
    const struct finding_kind *a = key;
    const struct finding_kind *b = row;
    int order = strcmp(a->id, b->id);
    return order != 0 ? order : strcmp(a->quality != NULL ? a->quality : "", b->quality != NULL ? b->quality : "");
}

const struct finding_kind *catalogue_finding(const struct catalogue *c, const char *id, const char *quality)
{
    struct finding_kind key = {.id = id, .quality = quality};
    if (id == NULL || c->findings_len == 0) {
        return NULL;
    }
    return bsearch(&key, c->findings, c->findings_len, sizeof(*c->findings), compare_finding);
}

static int compare_word(const void *key, const void *row)
{
    const struct word *a = key;
    const struct word *b = row;
    int order = strcmp(a->group, b->group);
    return order != 0 ? order : strcmp(a->id, b->id);
}

const struct word *catalogue_word(const struct catalogue *c, const char *group, const char *id)
{
    struct word key = {.group = group, .id = id};
    if (group == NULL || id == NULL || c->words_len == 0) {
        return NULL;
    }
    return bsearch(&key, c->words, c->words_len, sizeof(*c->words), compare_word);
}

bool region_within(const struct region *inner, const struct region *outer)
{
    for (const struct region *r = inner; r != NULL; r = r->parent) {
        if (r == outer) {
            return true;
        }
    }
    return false;
}

/* The first term whose text, cut to n bytes, is not below (or with `after`, is above) the folded text. */
static size_t bound(const struct catalogue *c, const char *folded, size_t n, bool after)
{
    size_t low = 0;
    size_t high = c->terms_len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(c->terms[middle].text, folded, n);
        bool left = order < 0 || (after && order == 0);
        low = left ? middle + 1 : low;
        high = left ? high : middle;
    }
    return low;
}

size_t catalogue_terms(const struct catalogue *c, const char *folded, bool prefix, size_t *count)
{
    size_t n = prefix ? strlen(folded) : strlen(folded) + 1;
    size_t first = bound(c, folded, n, false);
    *count = bound(c, folded, n, true) - first;
    return first;
}
