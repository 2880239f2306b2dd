/*
 * The table of typed forms, made once from all rows (terms.h says which forms a row has). Sorted and with duplicates
 * folded away it is searched by halving; two rows of one kind with the same form are a problem here, not a surprise
 * while typing.
 *
 * Refused as a form: the words that the entry line itself claims, a single letter (but t for tightness and n for pain,
 * which the grammar knows), anything that begins with a digit, and nothing at all.
 */
#include "catalogue_internal.h"

#include "fascia/base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A term on its way into the table, with the place that a problem points at. */
struct draft_term {
    struct term term;
    struct layer at;
};

struct term_list {
    struct loader *loader;
    struct draft_term *items;
    size_t len;
};

char *term_fold(struct arena *a, const char *text)
{
    char *folded = text_fold(a, text);
    char *to = folded;
    for (const char *from = folded; *from != '\0'; from++) {
        unsigned char c = (unsigned char)*from;
        bool blank = c == ' ' || c == '-' || c == '/' || c == '\t';
        bool kept = c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (kept) {
            *to++ = (char)c;
        } else if (blank && to > folded && to[-1] != ' ') {
            *to++ = ' ';
        }
    }
    if (to > folded && to[-1] == ' ') {
        to--;
    }
    *to = '\0';
    return folded;
}

static bool is_reserved(const char *text)
{
    static const char *const words[] = {"l",
                                        "r",
                                        "b",
                                        "m",
                                        "lt",
                                        "rt",
                                        "left",
                                        "right",
                                        "both",
                                        "bilat",
                                        "bilateral",
                                        "mid",
                                        "midline",
                                        "p",
                                        "pas",
                                        "passive",
                                        "a",
                                        "act",
                                        "active",
                                        "wb",
                                        "w",
                                        "weight",
                                        "weight bearing",
                                        "str",
                                        "hw",
                                        "home",
                                        "next",
                                        "same",
                                        "today",
                                        "yd",
                                        "last",
                                        "layer"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (strcmp(words[i], text) == 0) {
            return true;
        }
    }
    return false;
}

static bool form_ok(struct loader *l, const struct draft_term *d, const char *typed)
{
    const char *text = d->term.text;
    bool letter_of_grammar = (d->term.kind == TERM_FINDING && strcmp(text, "t") == 0) ||
                             (d->term.kind == TERM_MEASURE && strcmp(text, "n") == 0);
    if (text[0] == '\0') {
        problem_add(l, d->at.file, d->at.node->line, "'%s' has no letter that could be typed", typed);
    } else if (is_reserved(text)) {
        problem_add(l, d->at.file, d->at.node->line, "'%s' is a word of the entry line itself; choose another form",
                    typed);
    } else if (text[1] == '\0' && !letter_of_grammar) {
        problem_add(l, d->at.file, d->at.node->line, "'%s' is one letter; a form has two at least", typed);
    } else if (text[0] >= '0' && text[0] <= '9') {
        problem_add(l, d->at.file, d->at.node->line, "'%s' begins with a digit and would read as a value", typed);
    } else {
        return true;
    }
    return false;
}

static void add_term(struct term_list *list, enum term_kind kind, size_t index, const char *typed, bool own,
                     struct layer at)
{
    struct draft_term d = {
        .term = {term_fold(list->loader->arena, typed), kind, (uint16_t)index, own},
        .at = at,
    };
    if (form_ok(list->loader, &d, typed)) {
        struct draft_term *slot = arena_push(list->loader->arena, &list->items, &list->len, sizeof(*slot));
        *slot = d;
    }
}

static void add_own(struct term_list *list, enum term_kind kind, size_t index, const struct row *r)
{
    struct layer name = row_place(r, "name");
    add_term(list, kind, index, r->id, true, row_place(r, "id"));
    if (name.node->kind == YAML_TEXT && name.node->text[0] != '\0') {
        add_term(list, kind, index, name.node->text, true, name);
    }
}

static void add_aliases(struct term_list *list, enum term_kind kind, size_t index, const struct row *r)
{
    struct layer at = row_place(r, "aliases");
    for (size_t i = 0; at.node->kind == YAML_LIST && i < at.node->len; i++) {
        struct layer alias = {at.file, &at.node->items[i], at.source};
        if (alias.node->kind == YAML_TEXT) {
            add_term(list, kind, index, alias.node->text, false, alias);
        }
    }
}

static void add_tail(struct term_list *list, size_t index, struct layer tail, const struct yaml_node *joints)
{
    if (tail.node->kind != YAML_TEXT) {
        return;
    }
    add_term(list, TERM_MOVEMENT, index, tail.node->text, false, tail);
    for (size_t j = 0; j < joints->len; j++) {
        if (joints->items[j].kind == YAML_TEXT) {
            const char *both = arena_printf(list->loader->arena, "%s %s", joints->items[j].text, tail.node->text);
            add_term(list, TERM_MOVEMENT, index, both, false, tail);
        }
    }
}

/* "shoulder-external-rotation" = joint word "shoulder" + tail "external-rotation": all their forms, and the tails
 * alone. */
static void add_joint_forms(struct term_list *list, size_t index, const struct row *movement)
{
    struct loader *l = list->loader;
    for (const char *dash = strchr(movement->id, '-'); dash != NULL; dash = strchr(dash + 1, '-')) {
        const char *start = arena_strndup(l->arena, movement->id, (size_t)(dash - movement->id));
        const struct row *joint = loader_row(l, TABLE_JOINT_WORDS, start);
        const struct row *tail = loader_row(l, TABLE_TAILS, dash + 1);
        if (joint == NULL || tail == NULL) {
            continue;
        }
        struct layer joints = joint->layers[joint->layers_len - 1];
        struct layer tails = tail->layers[tail->layers_len - 1];
        for (size_t t = 0; t < tails.node->len; t++) {
            struct layer at = {tails.file, &tails.node->items[t], tails.source};
            add_tail(list, index, at, joints.node);
        }
        return;
    }
}

static bool is_retired(const struct loader *l, enum table t, size_t index)
{
    const char *array;
    memcpy(&array, (const char *)l->out + table_infos[t].offset, sizeof(array));
    return *(const bool *)(array + index * table_infos[t].size + table_infos[t].retired_offset);
}

/* Abbreviation, and joint and tail. */
static void add_movement_forms(struct term_list *list, size_t index, const struct row *r)
{
    struct layer abbr = row_place(r, "abbr");
    if (abbr.node->kind == YAML_TEXT && !node_is_null(abbr.node)) {
        add_term(list, TERM_MOVEMENT, index, abbr.node->text, false, abbr);
    }
    add_joint_forms(list, index, r);
}

static void add_row(struct term_list *list, enum table t, enum term_kind kind, size_t index)
{
    const struct row *r = &list->loader->rows[t][index];
    if (kind != TERM_FINDING && kind != TERM_WORD) {
        add_own(list, kind, index, r);
    }
    add_aliases(list, kind, index, r);
    if (kind == TERM_MOVEMENT) {
        add_movement_forms(list, index, r);
    }
}

static void add_table(struct term_list *list, enum table t, enum term_kind kind)
{
    for (size_t i = 0; i < list->loader->rows_len[t]; i++) {
        if (!is_retired(list->loader, t, i)) {
            add_row(list, t, kind, i);
        }
    }
}

static const struct structure **read_candidates(struct loader *l, struct layer at, size_t *len)
{
    const struct structure **candidates = arena_array(l->arena, at.node->len, sizeof(void *));
    *len = 0;
    for (size_t i = 0; i < at.node->len; i++) {
        const struct yaml_node *n = &at.node->items[i];
        if (n->kind != YAML_TEXT) {
            continue; /* loader_check has said so */
        }
        const struct row *s = loader_row(l, TABLE_STRUCTURE, n->text);
        if (s != NULL) {
            candidates[(*len)++] = &l->out->structures[s - l->rows[TABLE_STRUCTURE]];
        } else {
            problem_add(l, at.file, n->line, "'%s' is no structure", n->text);
        }
    }
    return candidates;
}

/* The lists of short forms that always ask; an empty list means that the form asks no longer. */
static void add_ambiguous(struct term_list *list)
{
    struct loader *l = list->loader;
    struct ambiguous *out = arena_array(l->arena, l->rows_len[TABLE_AMBIGUOUS], sizeof(*out));
    size_t len = 0;
    for (size_t i = 0; i < l->rows_len[TABLE_AMBIGUOUS]; i++) {
        const struct row *r = &l->rows[TABLE_AMBIGUOUS][i];
        struct layer at = r->layers[r->layers_len - 1];
        struct ambiguous *x = &out[len];
        x->text = r->key;
        x->candidates = read_candidates(l, at, &x->candidates_len);
        if (x->candidates_len > 0) {
            add_term(list, TERM_AMBIGUOUS, len, r->key, false, at);
            len++;
        }
    }
    l->out->ambiguous = out;
    l->out->ambiguous_len = len;
}

static int compare_terms(const void *x, const void *y)
{
    const struct draft_term *a = x;
    const struct draft_term *b = y;
    int order = strcmp(a->term.text, b->term.text);
    if (order == 0) {
        order = (a->term.kind > b->term.kind) - (a->term.kind < b->term.kind);
    }
    if (order == 0) {
        order = (a->term.index > b->term.index) - (a->term.index < b->term.index);
    }
    return order != 0 ? order : b->term.own - a->term.own;
}

static const char *term_id(const struct loader *l, const struct term *t)
{
    static const enum table tables[] = {
        [TERM_REGION] = TABLE_REGION, [TERM_STRUCTURE] = TABLE_STRUCTURE, [TERM_MOVEMENT] = TABLE_MOVEMENT,
        [TERM_TEST] = TABLE_TEST,     [TERM_MEASURE] = TABLE_MEASURE,     [TERM_FINDING] = TABLE_FINDING,
        [TERM_WORD] = TABLE_WORD,     [TERM_AMBIGUOUS] = TABLE_AMBIGUOUS,
    };
    return t->kind == TERM_AMBIGUOUS ? "ambiguous_aliases" : l->rows[tables[t->kind]][t->index].id;
}

/* May two rows of these kinds share a typed form? */
static bool may_share(enum term_kind a, enum term_kind b)
{
    if (a == b) {
        return a == TERM_MOVEMENT;
    }
    bool structure = a == TERM_STRUCTURE || b == TERM_STRUCTURE;
    bool against = a == TERM_REGION || b == TERM_REGION || a == TERM_AMBIGUOUS || b == TERM_AMBIGUOUS;
    bool words = (a == TERM_FINDING && b == TERM_WORD) || (a == TERM_WORD && b == TERM_FINDING);
    return !(structure && against) && !words;
}

static struct layer later_of(struct layer x, struct layer y)
{
    if (x.source != y.source) {
        return x.source > y.source ? x : y;
    }
    return x.node->line > y.node->line ? x : y;
}

static bool clash(const struct term *x, const struct term *y)
{
    return (x->kind != y->kind || x->index != y->index) && !may_share(x->kind, y->kind);
}

/* items[0..len) have one text. One problem, at the later of the first two places that clash. */
static void check_shared(struct loader *l, const struct draft_term *items, size_t len)
{
    for (size_t i = 1; i < len; i++) {
        size_t other = 0;
        while (other < i && !clash(&items[other].term, &items[i].term)) {
            other++;
        }
        if (other < i) {
            struct layer at = later_of(items[other].at, items[i].at);
            problem_add(l, at.file, at.node->line, "'%s' is typed for '%s' and for '%s'", items[i].term.text,
                        term_id(l, &items[other].term), term_id(l, &items[i].term));
            return;
        }
    }
}

/* Copies one text's terms, each row once; the draft that says `own` comes first. */
static size_t keep_rows(struct term *to, const struct draft_term *items, size_t len)
{
    size_t kept = 0;
    for (size_t i = 0; i < len; i++) {
        const struct term *t = &items[i].term;
        if (kept == 0 || t->kind != to[kept - 1].kind || t->index != to[kept - 1].index) {
            to[kept++] = *t;
        }
    }
    return kept;
}

static void make_terms(struct loader *l, const struct draft_term *items, size_t items_len)
{
    struct term *terms = arena_array(l->arena, items_len, sizeof(*terms));
    size_t len = 0;
    size_t end;
    for (size_t i = 0; i < items_len; i = end) {
        for (end = i + 1; end < items_len && strcmp(items[end].term.text, items[i].term.text) == 0;) {
            end++;
        }
        check_shared(l, items + i, end - i);
        len += keep_rows(terms + len, items + i, end - i);
    }
    l->out->terms = terms;
    l->out->terms_len = len;
}

void loader_terms(struct loader *l)
{
    struct term_list list = {.loader = l};
    add_table(&list, TABLE_REGION, TERM_REGION);
    add_table(&list, TABLE_STRUCTURE, TERM_STRUCTURE);
    add_table(&list, TABLE_MOVEMENT, TERM_MOVEMENT);
    add_table(&list, TABLE_TEST, TERM_TEST);
    add_table(&list, TABLE_MEASURE, TERM_MEASURE);
    add_table(&list, TABLE_FINDING, TERM_FINDING);
    add_table(&list, TABLE_WORD, TERM_WORD);
    add_ambiguous(&list);
    if (list.len > 0) {
        qsort(list.items, list.len, sizeof(*list.items), compare_terms);
    }
    make_terms(l, list.items, list.len);
}
