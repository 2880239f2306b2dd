/*
 * Sources to rows. A file is parsed, its sections are told apart, and every row of every section goes to the list of
 * its table, with the file and line that it came from. Merging sorts each list: what has one key in several files
 * becomes one row of layers, the later file on top; the same key twice in one file is a problem.
 *
 * Refused: a file or section that is not known, a row that is no map or has no id, a key that no field has (a typing
 * error would otherwise pass unseen), an id that is not kebab-case.
 */
#include "catalogue_internal.h"

#include "fascia/base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ID_LIMIT = 64, TEXT_LIMIT = 600 };

/* A form of a joint is made for many movements: what is wrong with it is said once. */
static bool is_said(const struct loader *l, const char *text)
{
    for (size_t i = 0; i < l->problems_len && i < PROBLEMS_KEPT; i++) {
        if (strcmp(l->problems[i], text) == 0) {
            return true;
        }
    }
    return false;
}

static void keep_problem(struct loader *l, const char *text)
{
    if (is_said(l, text)) {
        return;
    }
    size_t len = l->problems_len++;
    if (len < PROBLEMS_KEPT) {
        const char **slot = arena_push(l->arena, &l->problems, &len, sizeof(*l->problems));
        *slot = text;
    }
}

void problem_add(struct loader *l, const char *file, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(l->arena, format, args);
    va_end(args);
    keep_problem(l, arena_printf(l->arena, "%s:%d: %s", file, line, text));
}

void problem_add_err(struct loader *l, const struct err *e)
{
    keep_problem(l, arena_strdup(l->arena, e->text));
}

bool node_is_null(const struct yaml_node *n)
{
    static const char *const words[] = {"", "~", "null", "Null", "NULL"};
    bool null = n == NULL;
    for (size_t i = 0; n != NULL && n->kind == YAML_TEXT && n->plain && i < ARRAY_LEN(words); i++) {
        null = null || strcmp(n->text, words[i]) == 0;
    }
    return null;
}

bool loader_text_ok(struct loader *l, const char *file, const struct yaml_node *n)
{
    struct err e;
    if (n->kind != YAML_TEXT || node_is_null(n)) {
        problem_add(l, file, n->line, "a text is expected here");
        return false;
    }
    if (!text_check(n->text, strlen(n->text), TEXT_LINE, TEXT_LIMIT, &e)) {
        problem_add(l, file, n->line, "%s", e.text);
        return false;
    }
    return true;
}

static bool is_kebab(const char *id)
{
    bool after_word = false;
    size_t n = 0;
    for (; id[n] != '\0'; n++) {
        bool word = (id[n] >= 'a' && id[n] <= 'z') || (id[n] >= '0' && id[n] <= '9');
        if (!word && (id[n] != '-' || !after_word)) {
            return false;
        }
        after_word = word;
    }
    return after_word && n <= ID_LIMIT;
}

/* The text of a key that must be an id; NULL after adding the problem. */
static const char *id_of(struct loader *l, const char *file, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *n = yaml_find(map, key);
    if (n == NULL) {
        problem_add(l, file, map->line, "the row has no '%s'", key);
        return NULL;
    }
    if (!loader_text_ok(l, file, n)) {
        return NULL;
    }
    if (!is_kebab(n->text)) {
        problem_add(l, file, n->line, "'%s' is no id: lower-case words with hyphens, at most %d bytes", n->text,
                    ID_LIMIT);
        return NULL;
    }
    return n->text;
}

static void push_row(struct loader *l, enum table t, const char *id, const char *part, struct layer layer)
{
    struct row *r = arena_push(l->arena, &l->rows[t], &l->rows_len[t], sizeof(*r));
    r->id = id;
    r->part = part;
    r->key = part != NULL ? arena_printf(l->arena, "%s\x01%s", part, id) : id;
    r->layers = arena_push(l->arena, &r->layers, &r->layers_len, sizeof(*r->layers));
    r->layers[0] = layer;
    r->order = l->next_order++;
}

static void check_keys(struct loader *l, enum table t, const char *file, const struct yaml_node *map)
{
    for (size_t i = 0; i < map->len; i++) {
        bool known = false;
        for (size_t f = 0; f < fields_len && !known; f++) {
            known = fields[f].table == t && fields[f].key != NULL && strcmp(fields[f].key, map->keys[i]) == 0;
        }
        if (!known) {
            problem_add(l, file, map->items[i].line, "'%s' is no field of a row of %s", map->keys[i],
                        table_infos[t].section);
        }
    }
}

/* A list of maps. `group` is that of words. */
static void read_list(struct loader *l, enum table t, const char *file, const struct yaml_node *list, const char *group)
{
    if (list->kind != YAML_LIST) {
        problem_add(l, file, list->line, "a list of rows is expected here");
        return;
    }
    for (size_t i = 0; i < list->len; i++) {
        const struct yaml_node *map = &list->items[i];
        if (map->kind != YAML_MAP) {
            problem_add(l, file, map->line, "a row is expected here: {id: ..., ...}");
            continue;
        }
        check_keys(l, t, file, map);
        const char *id = id_of(l, file, map, "id");
        const char *part = group;
        if (t == TABLE_FINDING && !node_is_null(yaml_find(map, "quality"))) {
            part = id_of(l, file, map, "quality");
            id = part != NULL ? id : NULL;
        }
        if (id != NULL) {
            bool quality = t == TABLE_FINDING && part != NULL; /* the id comes first there, the group with words */
            push_row(l, t, quality ? part : id, quality ? id : part, (struct layer){file, map, l->next_source});
        }
    }
}

static bool is_word_group(const char *text)
{
    size_t len;
    const char *const *groups = domain_words(WORD_GROUP, &len);
    for (size_t i = 0; i < len; i++) {
        if (strcmp(groups[i], text) == 0) {
            return true;
        }
    }
    return false;
}

/* A map: of lists of rows for words, of lists of texts for the tables without rows. */
static void read_map(struct loader *l, enum table t, const char *file, const struct yaml_node *map)
{
    if (map->kind != YAML_MAP) {
        problem_add(l, file, map->line, "names with a list each are expected here");
        return;
    }
    for (size_t i = 0; i < map->len; i++) {
        const struct yaml_node *value = &map->items[i];
        const char *key = map->keys[i];
        if (t == TABLE_WORD && !is_word_group(key)) {
            problem_add(l, file, value->line, "'%s' is no group of words", key);
        } else if (t == TABLE_WORD) {
            read_list(l, t, file, value, key);
        } else if (value->kind != YAML_LIST) {
            problem_add(l, file, value->line, "'%s' needs a list: [...]", key);
        } else if (t == TABLE_AMBIGUOUS) {
            push_row(l, t, term_fold(l->arena, key), NULL, (struct layer){file, value, l->next_source});
        } else {
            push_row(l, t, key, NULL, (struct layer){file, value, l->next_source});
        }
    }
}

static void read_section(struct loader *l, const char *base, const char *file, const char *key,
                         const struct yaml_node *value)
{
    for (enum table t = 0; t < TABLES; t++) {
        if (strcmp(table_infos[t].file, base) != 0 || strcmp(table_infos[t].section, key) != 0) {
            continue;
        }
        if (table_infos[t].row != NULL && t != TABLE_WORD) {
            read_list(l, t, file, value, NULL);
        } else {
            read_map(l, t, file, value);
        }
        return;
    }
    problem_add(l, file, value->line, "'%s' is no section of %s", key, base);
}

static bool is_catalogue_file(const char *base)
{
    for (size_t t = 0; t < TABLES; t++) {
        if (strcmp(table_infos[t].file, base) == 0) {
            return true;
        }
    }
    return false;
}

void loader_read(struct loader *l, const struct catalogue_source *source)
{
    struct err e;
    struct yaml_node *root;
    const char *slash = strrchr(source->name, '/');
    const char *base = slash != NULL ? slash + 1 : source->name;
    l->next_source++;
    if (!is_catalogue_file(base)) {
        problem_add(l, source->name, 1, "no file of the vocabulary has this name");
        return;
    }
    if (!yaml_parse(&root, source->name, source->text, source->len, l->arena, &e)) {
        problem_add_err(l, &e);
        return;
    }
    if (node_is_null(root)) {
        return;
    }
    if (root->kind != YAML_MAP) {
        problem_add(l, source->name, root->line, "a section is expected here, such as '%s:'", base);
        return;
    }
    for (size_t i = 0; i < root->len; i++) {
        read_section(l, base, source->name, root->keys[i], &root->items[i]);
    }
}

static int compare_rows(const void *x, const void *y)
{
    const struct row *a = x;
    const struct row *b = y;
    int by_key = strcmp(a->key, b->key);
    if (by_key != 0) {
        return by_key;
    }
    return (a->order > b->order) - (a->order < b->order);
}

static void add_layer(struct loader *l, enum table t, struct row *to, const struct row *from)
{
    struct layer layer = from->layers[0];
    if (layer.source == to->layers[to->layers_len - 1].source) {
        problem_add(l, layer.file, layer.node->line, "'%s' stands twice in %s; the first is at line %d", from->id,
                    table_infos[t].section, to->layers[to->layers_len - 1].node->line);
        return;
    }
    struct layer *slot = arena_push(l->arena, &to->layers, &to->layers_len, sizeof(*slot));
    *slot = layer;
}

static void merge_table(struct loader *l, enum table t)
{
    struct row *rows = l->rows[t];
    size_t kept = 0;
    if (l->rows_len[t] > 0) {
        qsort(rows, l->rows_len[t], sizeof(*rows), compare_rows);
    }
    for (size_t i = 0; i < l->rows_len[t]; i++) {
        if (kept > 0 && strcmp(rows[kept - 1].key, rows[i].key) == 0) {
            add_layer(l, t, &rows[kept - 1], &rows[i]);
        } else {
            rows[kept++] = rows[i];
        }
    }
    l->rows_len[t] = kept;
}

void loader_merge(struct loader *l)
{
    for (enum table t = 0; t < TABLES; t++) {
        merge_table(l, t);
    }
}

const struct row *loader_row(const struct loader *l, enum table t, const char *key)
{
    size_t low = 0;
    size_t high = l->rows_len[t];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(l->rows[t][middle].key, key);
        if (order == 0) {
            return &l->rows[t][middle];
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return NULL;
}

struct layer row_layer(const struct row *r, const char *key)
{
    for (size_t i = r->layers_len; i > 0; i--) {
        if (yaml_find(r->layers[i - 1].node, key) != NULL) {
            return r->layers[i - 1];
        }
    }
    return r->layers[r->layers_len - 1];
}

const struct yaml_node *row_value(const struct row *r, const char *key, const char **file)
{
    struct layer layer = row_layer(r, key);
    *file = layer.file;
    return yaml_find(layer.node, key);
}

struct layer row_place(const struct row *r, const char *key)
{
    struct layer at = row_layer(r, key);
    const struct yaml_node *n = yaml_find(at.node, key);
    at.node = n != NULL ? n : at.node;
    return at;
}

int row_line(const struct row *r)
{
    return r->layers[r->layers_len - 1].node->line;
}
