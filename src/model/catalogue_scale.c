/*
 * Scales: each table says in its own way how its values are entered. A movement has unit, limits and error, and rom:
 * false when nobody measures it; a test has `result`; a measure has limits and step; a kind of finding has a `scale`
 * map, or takes that of its target. The step follows from the unit where a row does not give one.
 */
#include "catalogue_internal.h"

#include <string.h>

static const char *const posneg[] = {"positive", "equivocal", "negative"};

/* The map that holds the keys of a scale: the row's layer that has the key, or the one map of a finding. */
struct scale_source {
    const struct row *row;
    const struct layer *only; /* not NULL: look here alone */
};

static struct layer layer_of(struct scale_source s, const char *key)
{
    return s.only != NULL ? *s.only : row_layer(s.row, key);
}

static int line_of(struct layer layer, const char *key)
{
    const struct yaml_node *n = yaml_find(layer.node, key);
    return n != NULL ? n->line : layer.node->line;
}

static const char *word_of(struct loader *l, struct scale_source s, const char *key, enum domain d)
{
    struct layer layer = layer_of(s, key);
    const struct yaml_node *n = yaml_find(layer.node, key);
    size_t len;
    const char *const *words = domain_words(d, &len);
    if (node_is_null(n)) {
        return "";
    }
    for (size_t i = 0; n->kind == YAML_TEXT && i < len; i++) {
        if (strcmp(words[i], n->text) == 0) {
            return words[i];
        }
    }
    problem_add(l, layer.file, n->line, "'%s' of '%s' is not known: '%s'", key, s.row->id,
                n->kind == YAML_TEXT ? n->text : "[...]");
    return "";
}

/* A unit that must be there; one problem at most. */
static const char *unit_of(struct loader *l, struct scale_source s, const char *key, enum domain d)
{
    struct layer layer = layer_of(s, key);
    if (node_is_null(yaml_find(layer.node, key))) {
        problem_add(l, layer.file, line_of(layer, key), "'%s' has no '%s'", s.row->id, key);
        return "";
    }
    return word_of(l, s, key, d);
}

static enum better better_of(struct loader *l, struct scale_source s)
{
    const char *word = word_of(l, s, "better", BETTER);
    if (word[0] == '\0') {
        return BETTER_NONE;
    }
    return strcmp(word, "higher") == 0 ? BETTER_HIGHER : BETTER_LOWER;
}

static int tenths_or(struct loader *l, struct scale_source s, const char *key, int fallback, bool required)
{
    struct err e;
    int value = fallback;
    bool present = false;
    struct layer layer = layer_of(s, key);
    if (!yaml_tenths(&value, &present, layer.file, layer.node, key, &e)) {
        problem_add_err(l, &e);
        return fallback;
    }
    if (!present && required) {
        problem_add(l, layer.file, line_of(layer, key), "'%s' has no '%s'", s.row->id, key);
    }
    return present ? value : fallback;
}

static int step_of_unit(const char *unit)
{
    bool fine = strcmp(unit, "cm") == 0 || strcmp(unit, "kg") == 0;
    return fine ? 1 : 10;
}

/* Smallest change beyond error, or threshold: above zero, -1 for none. */
static int change_of(struct loader *l, struct scale_source s, const char *key)
{
    int value = tenths_or(l, s, key, -1, false);
    struct layer layer = layer_of(s, key);
    if (!node_is_null(yaml_find(layer.node, key)) && value <= 0) {
        problem_add(l, layer.file, line_of(layer, key), "'%s' of '%s' must be above 0", key, s.row->id);
    }
    return value;
}

/* Where the latest word on a scale's numbers stands. */
static struct layer latest_limit(struct scale_source s, const char **key)
{
    static const char *const keys[] = {"max", "min", "step"};
    struct layer latest = layer_of(s, keys[0]);
    *key = keys[0];
    for (size_t i = 1; i < ARRAY_LEN(keys); i++) {
        struct layer layer = layer_of(s, keys[i]);
        if (layer.source > latest.source && yaml_find(layer.node, keys[i]) != NULL) {
            latest = layer;
            *key = keys[i];
        }
    }
    return latest;
}

static void number_scale(struct loader *l, struct scale *out, struct scale_source s, const char *unit)
{
    const char *key;
    struct layer layer = latest_limit(s, &key);
    out->kind = SCALE_NUMBER;
    out->unit = unit;
    out->min = tenths_or(l, s, "min", 0, true);
    out->max = tenths_or(l, s, "max", 0, true);
    out->step = tenths_or(l, s, "step", step_of_unit(unit), false);
    out->mdc = change_of(l, s, "mdc");
    if (out->min > out->max) {
        problem_add(l, layer.file, line_of(layer, key), "'%s': min is above max", s.row->id);
    }
    if (out->step <= 0 || (out->max - (long)out->min) % out->step != 0) {
        problem_add(l, layer.file, line_of(layer, key), "'%s': min to max is not a number of steps", s.row->id);
    }
}

static bool stands_in(const char *const *words, size_t len, const char *text)
{
    for (size_t i = 0; words != NULL && i < len; i++) {
        if (strcmp(words[i], text) == 0) {
            return true;
        }
    }
    return false;
}

static void grade_words(struct loader *l, struct scale *out, struct scale_source s, const char *key)
{
    struct layer layer = layer_of(s, key);
    const struct yaml_node *n = yaml_find(layer.node, key);
    const char **words = NULL;
    if (n == NULL || n->kind != YAML_LIST || n->len < 2) {
        problem_add(l, layer.file, line_of(layer, key), "'%s' needs '%s', a list of two words at least", s.row->id,
                    key);
        return;
    }
    for (size_t i = 0; i < n->len; i++) {
        if (!loader_text_ok(l, layer.file, &n->items[i])) {
            continue;
        }
        if (stands_in(words, out->grades_len, n->items[i].text)) {
            problem_add(l, layer.file, n->items[i].line, "'%s' stands twice in '%s'", n->items[i].text, key);
        }
        const char **slot = arena_push(l->arena, &words, &out->grades_len, sizeof(*words));
        *slot = arena_strdup(l->arena, n->items[i].text);
    }
    out->grades = words;
}

static void movement_scale(struct loader *l, struct scale *out, struct scale_source s)
{
    struct err e;
    bool rom = true;
    struct layer layer = layer_of(s, "rom");
    if (!yaml_bool_or(&rom, layer.file, layer.node, "rom", true, &e)) {
        problem_add_err(l, &e);
    }
    if (!rom) {
        return;
    }
    number_scale(l, out, s, unit_of(l, s, "unit", UNIT_OF_MOVEMENT));
    out->step = 10; /* degrees and millimetres are read in whole ones */
    out->better = BETTER_HIGHER;
}

static void test_scale(struct loader *l, struct scale *out, struct scale_source s)
{
    struct layer layer = layer_of(s, "result");
    const struct yaml_node *n = yaml_find(layer.node, "result");
    const char *result = n != NULL && n->kind == YAML_TEXT ? n->text : "";
    out->better = better_of(l, s);
    if (strcmp(result, "posneg") == 0) {
        out->kind = SCALE_GRADES;
        out->grades = posneg;
        out->grades_len = ARRAY_LEN(posneg);
    } else if (strcmp(result, "graded") == 0) {
        out->kind = SCALE_GRADES;
        grade_words(l, out, s, "grades");
    } else {
        number_scale(l, out, s, unit_of(l, s, "result", UNIT));
    }
}

static void measure_scale(struct loader *l, struct scale *out, struct scale_source s)
{
    number_scale(l, out, s, unit_of(l, s, "unit", UNIT));
    out->better = better_of(l, s);
    out->threshold = change_of(l, s, "threshold");
}

static void check_scale_keys(struct loader *l, const struct layer *layer)
{
    static const char *const keys[] = {"unit", "min", "max", "step", "better", "mdc", "threshold", "words", "grades"};
    for (size_t i = 0; i < layer->node->len; i++) {
        bool known = false;
        for (size_t k = 0; k < ARRAY_LEN(keys); k++) {
            known = known || strcmp(keys[k], layer->node->keys[i]) == 0;
        }
        if (!known) {
            problem_add(l, layer->file, layer->node->items[i].line, "'%s' is no field of a scale",
                        layer->node->keys[i]);
        }
    }
}

static void finding_scale_of(struct loader *l, struct scale *out, const struct row *r)
{
    struct layer layer = row_layer(r, "scale");
    const struct yaml_node *n = yaml_find(layer.node, "scale");
    if (n != NULL && n->kind == YAML_TEXT && strcmp(n->text, "of-target") == 0) {
        return;
    }
    if (n == NULL || n->kind != YAML_MAP) {
        problem_add(l, layer.file, n != NULL ? n->line : layer.node->line,
                    "'%s' needs 'scale': of-target, or unit and limits, or grades", r->id);
        return;
    }
    layer.node = n;
    struct scale_source s = {.row = r, .only = &layer};
    check_scale_keys(l, &layer);
    if (yaml_find(n, "grades") != NULL) {
        out->kind = SCALE_GRADES;
        out->better = better_of(l, s);
        grade_words(l, out, s, "grades");
        return;
    }
    measure_scale(l, out, s);
    if (yaml_find(n, "words") != NULL) {
        grade_words(l, out, s, "words");
        long steps = out->step > 0 ? ((long)out->max - out->min) / out->step + 1 : 0;
        if ((long)out->grades_len != steps) {
            problem_add(l, layer.file, line_of(layer, "words"), "'%s': %ld numbers but %zu words", r->id, steps,
                        out->grades_len);
        }
    }
}

void loader_scale(struct loader *l, struct scale *out, const struct row *r, enum table t)
{
    struct scale_source s = {.row = r};
    *out = (struct scale){.unit = "", .mdc = -1, .threshold = -1};
    if (t == TABLE_MOVEMENT) {
        movement_scale(l, out, s);
    } else if (t == TABLE_TEST) {
        test_scale(l, out, s);
    } else if (t == TABLE_MEASURE) {
        measure_scale(l, out, s);
    } else {
        finding_scale_of(l, out, r);
    }
}
