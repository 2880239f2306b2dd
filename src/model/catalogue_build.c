/*
 * Rows to structs, one field after the other by the table of fields. Every array is allocated before the first is
 * filled, so that a row may point at one of another table. A field that cannot be read leaves its problem and stays
 * zero: the structs are only given out when there is no problem at all.
 */
#include "catalogue_internal.h"

#include "fascia/base/buf.h"

#include <stdint.h>
#include <string.h>

static void *array_of(const struct loader *l, enum table t)
{
    void *array;
    memcpy(&array, (char *)l->out + table_infos[t].offset, sizeof(array));
    return array;
}

static void make_arrays(struct loader *l)
{
    for (enum table t = 0; t < TABLES_OF_ROWS; t++) {
        if (l->rows_len[t] > UINT16_MAX) {
            problem_add(l, table_infos[t].file, 1, "more than %d rows of %s", UINT16_MAX, table_infos[t].section);
            l->rows_len[t] = UINT16_MAX;
        }
        void *array = arena_array(l->arena, l->rows_len[t], table_infos[t].size);
        memcpy((char *)l->out + table_infos[t].offset, &array, sizeof(array));
        memcpy((char *)l->out + table_infos[t].len_offset, &l->rows_len[t], sizeof(size_t));
    }
}

/* Index of a word in a domain; adds the problem and returns 0 when it is not there. */
static size_t word_index(struct loader *l, const char *file, const struct yaml_node *n, enum domain d, bool *found)
{
    size_t len;
    const char *const *words = domain_words(d, &len);
    *found = false;
    if (!loader_text_ok(l, file, n)) {
        return 0;
    }
    for (size_t i = 0; i < len; i++) {
        if (words[i][0] != '\0' && strcmp(words[i], n->text) == 0) {
            *found = true;
            return i;
        }
    }
    struct buf list = {0};
    for (size_t i = 0; i < len; i++) {
        buf_printf(&list, "%s%s", words[i][0] != '\0' && list.len > 0 ? ", " : "", words[i]);
    }
    problem_add(l, file, n->line, "'%s' is none of: %s", n->text, buf_text(&list));
    buf_release(&list);
    return 0;
}

static bool is_reference(struct loader *l, const char *id, enum domain d)
{
    static const struct {
        enum domain domain;
        enum table table;
        const char *group;
    } targets[] = {
        {A_REGION, TABLE_REGION, NULL},       {A_STRUCTURE, TABLE_STRUCTURE, NULL}, {A_MOVEMENT, TABLE_MOVEMENT, NULL},
        {A_POSITION, TABLE_WORD, "position"}, {A_DEVICE, TABLE_WORD, "device"},
    };
    for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
        if (targets[i].domain == d) {
            const char *group = targets[i].group;
            const char *key = group != NULL ? arena_printf(l->arena, "%s\x01%s", group, id) : id;
            return loader_row(l, targets[i].table, key) != NULL;
        }
    }
    return true;
}

static bool text_in_domain(struct loader *l, const char *file, const struct yaml_node *n, enum domain d)
{
    static const char *const names[] = {[A_REGION] = "region",
                                        [A_STRUCTURE] = "structure",
                                        [A_MOVEMENT] = "movement",
                                        [A_POSITION] = "position of the client",
                                        [A_DEVICE] = "device"};
    size_t len;
    bool found = true;
    if (domain_words(d, &len) != NULL) {
        word_index(l, file, n, d, &found);
        return found;
    }
    if (!loader_text_ok(l, file, n)) {
        return false;
    }
    if (!is_reference(l, n->text, d)) {
        problem_add(l, file, n->line, "'%s' is no %s", n->text, names[d]);
        return false;
    }
    return true;
}

static const char *read_text(struct loader *l, const struct row *r, const struct field *f)
{
    const char *file;
    const struct yaml_node *n = row_value(r, f->key, &file);
    bool required = f->kind == FIELD_TEXT;
    if (node_is_null(n)) {
        if (required) {
            problem_add(l, file, n != NULL ? n->line : row_line(r), "'%s' has no '%s'", r->id, f->key);
        }
        return NULL;
    }
    if (f->domain == A_DEVICE && n->kind == YAML_TEXT && strcmp(n->text, "none") == 0) {
        return NULL;
    }
    if (!text_in_domain(l, file, n, f->domain)) {
        return NULL;
    }
    if (n->text[0] == '\0') {
        problem_add(l, file, n->line, "'%s' of '%s' is empty", f->key, r->id);
        return NULL;
    }
    return arena_strdup(l->arena, n->text);
}

static const char *const *read_texts(struct loader *l, const struct row *r, const struct field *f, size_t *len)
{
    const char *file;
    const struct yaml_node *n = row_value(r, f->key, &file);
    const char **out = NULL;
    *len = 0;
    if (node_is_null(n)) {
        return NULL;
    }
    if (n->kind != YAML_LIST) {
        problem_add(l, file, n->line, "'%s' needs a list: [...]", f->key);
        return NULL;
    }
    for (size_t i = 0; i < n->len; i++) {
        if (text_in_domain(l, file, &n->items[i], f->domain)) {
            const char **slot = arena_push(l->arena, &out, len, sizeof(*out));
            *slot = arena_strdup(l->arena, n->items[i].text);
        }
    }
    return out;
}

static bool read_bool(struct loader *l, const struct row *r, const struct field *f)
{
    struct err e;
    const char *file;
    bool value = false;
    const struct yaml_node *n = row_value(r, f->key, &file);
    if (node_is_null(n)) {
        if (f->kind == FIELD_BOOL) {
            problem_add(l, file, n != NULL ? n->line : row_line(r), "'%s' has no '%s'", r->id, f->key);
        }
        return false;
    }
    if (f->domain != ANY) {
        bool found;
        return word_index(l, file, n, f->domain, &found) == 1;
    }
    if (!yaml_bool_or(&value, file, row_layer(r, f->key).node, f->key, false, &e)) {
        problem_add_err(l, &e);
    }
    return value;
}

static int read_number(struct loader *l, const struct row *r, const struct field *f)
{
    struct err e;
    int value = -1;
    bool present = false;
    struct layer layer = row_layer(r, f->key);
    if (!yaml_tenths(&value, &present, layer.file, layer.node, f->key, &e)) {
        problem_add_err(l, &e);
        return -1;
    }
    if (!present) {
        return -1;
    }
    int line = yaml_find(layer.node, f->key)->line;
    if (value < 0) {
        problem_add(l, layer.file, line, "'%s' of '%s' is negative", f->key, r->id);
    }
    if (f->kind == FIELD_WHOLE && value % 10 != 0) {
        problem_add(l, layer.file, line, "'%s' of '%s' is no whole number", f->key, r->id);
    }
    return f->kind == FIELD_WHOLE ? value / 10 : value;
}

static unsigned read_set(struct loader *l, const struct row *r, const struct field *f)
{
    const char *file;
    const struct yaml_node *n = row_value(r, f->key, &file);
    unsigned bits = 0;
    if (n == NULL || n->kind != YAML_LIST || n->len == 0) {
        problem_add(l, file, n != NULL ? n->line : row_line(r), "'%s' needs '%s', a list with at least one word", r->id,
                    f->key);
        return 0;
    }
    for (size_t i = 0; i < n->len; i++) {
        bool found;
        size_t index = word_index(l, file, &n->items[i], f->domain, &found);
        bits |= found ? 1u << index : 0;
    }
    return bits;
}

static unsigned read_choice(struct loader *l, const struct row *r, const struct field *f)
{
    const char *file;
    const struct yaml_node *n = row_value(r, f->key, &file);
    bool found;
    if (n == NULL) {
        problem_add(l, file, row_line(r), "'%s' has no '%s'", r->id, f->key);
        return 0;
    }
    return (unsigned)word_index(l, file, n, f->domain, &found);
}

static const struct region *read_region(struct loader *l, const struct row *r, const struct field *f)
{
    const char *file;
    const struct yaml_node *n = row_value(r, f->key, &file);
    if (f->kind == FIELD_PARENT && n != NULL && node_is_null(n)) {
        return NULL;
    }
    if (n == NULL) {
        problem_add(l, file, row_line(r), "'%s' has no '%s'", r->id, f->key);
        return NULL;
    }
    if (!text_in_domain(l, file, n, A_REGION)) {
        return NULL;
    }
    return &l->out->regions[loader_row(l, TABLE_REGION, n->text) - l->rows[TABLE_REGION]];
}

static void put_texts(struct loader *l, const struct row *r, const struct field *f, char *at)
{
    size_t len;
    *(const char *const **)(void *)(at + f->offset) = read_texts(l, r, f, &len);
    *(size_t *)(void *)(at + f->len_offset) = len;
}

static void put_field(struct loader *l, const struct row *r, const struct field *f, char *at)
{
    void *member = at + f->offset;
    switch (f->kind) {
    case FIELD_KNOWN:
        break;
    case FIELD_TEXT:
    case FIELD_MAYBE:
        *(const char **)member = read_text(l, r, f);
        break;
    case FIELD_TEXTS:
        put_texts(l, r, f, at);
        break;
    case FIELD_BOOL:
    case FIELD_FLAG:
        *(bool *)member = read_bool(l, r, f);
        break;
    case FIELD_TENTHS:
    case FIELD_WHOLE:
        *(int *)member = read_number(l, r, f);
        break;
    case FIELD_CHOICE: /* an enum without negative constants is an unsigned int */
    case FIELD_SET:
        *(unsigned *)member = f->kind == FIELD_SET ? read_set(l, r, f) : read_choice(l, r, f);
        break;
    case FIELD_REGION:
    case FIELD_PARENT:
        *(const struct region **)member = read_region(l, r, f);
        break;
    case FIELD_SCALE:
        loader_scale(l, member, r, f->table);
        break;
    case FIELD_PART:
        *(const char **)member = arena_strdup(l->arena, r->part);
        break;
    case FIELD_ORDER:
        *(uint16_t *)member = (uint16_t)r->order;
        break;
    }
}

/* Reading order over all files becomes the place within the table. */
static void number_rows(struct loader *l, enum table t)
{
    size_t *seen = arena_array(l->arena, l->next_order + 1, sizeof(*seen));
    for (size_t i = 0; i < l->rows_len[t]; i++) {
        seen[l->rows[t][i].order] = 1;
    }
    size_t before = 0;
    for (size_t i = 0; i < l->next_order; i++) {
        size_t here = seen[i];
        seen[i] = before;
        before += here;
    }
    for (size_t i = 0; i < l->rows_len[t]; i++) {
        l->rows[t][i].order = seen[l->rows[t][i].order];
    }
}

static void build_row(struct loader *l, enum table t, const struct row *r, char *at)
{
    for (size_t f = 0; f < fields_len; f++) {
        if (fields[f].table == t) {
            put_field(l, r, &fields[f], at);
        }
    }
}

void loader_build(struct loader *l)
{
    make_arrays(l);
    for (enum table t = 0; t < TABLES_OF_ROWS; t++) {
        number_rows(l, t);
        char *array = array_of(l, t);
        for (size_t i = 0; i < l->rows_len[t]; i++) {
            build_row(l, t, &l->rows[t][i], array + i * table_infos[t].size);
        }
    }
}
