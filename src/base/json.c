/*
 * JSON by jansson, read strictly and written in one form only.
 *
 * Bodies of changes are hashed, so the same value must always give the same bytes. The writer here is our own rather
 * than jansson's: it refuses what the canonical form does not have (reals, null, control characters that would need a
 * \u escape) instead of finding a spelling for it. Where both can write a value they write the same bytes.
 *
 * Bodies are health data, so jansson gets an allocator that wipes what it frees, and messages give the place of a
 * mistake, never the text around it.
 */
#include "fascia/base/json.h"

#include <sodium.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 1 << 20, DEPTH_MOST = 32 };

#define INTEGER_MOST ((INT64_C(1) << 53) - 1)

/* What precedes each block of jansson's: free must know how much to wipe. */
struct block {
    alignas(max_align_t) size_t size;
};

static void *wiping_malloc(size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    struct block *block = malloc(sizeof *block + size);
    if (!block)
        BUG("json: out of memory for %zu bytes", size);
    block->size = size;
    return block + 1;
}

static void wiping_free(void *p)
{
    if (!p)
        return;
    struct block *block = (struct block *)p - 1;
    sodium_memzero(p, block->size);
    free(block);
}

void json_init(void)
{
    json_set_alloc_funcs(wiping_malloc, wiping_free);
}

/* jansson itself goes 2,048 deep; brackets inside strings do not count. */
static bool too_deep(const char *text, size_t len)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '['))
            depth++;
        else if (!in_string && (c == '}' || c == ']'))
            depth--;
        if (depth > DEPTH_MOST)
            return true;
    }
    return false;
}

bool json_parse(json_t **out, const char *text, size_t len, struct err *e)
{
    if (len > TEXT_MOST)
        return err_set(e, ERR_RANGE, "JSON has %zu bytes, at most %d are read", len, (int)TEXT_MOST);
    if (too_deep(text, len))
        return err_set(e, ERR_RANGE, "JSON is nested more than %d deep", (int)DEPTH_MOST);
    json_error_t problem;
    json_t *value = json_loadb(text, len, JSON_REJECT_DUPLICATES, &problem);
    if (!value) {
        const char *what =
            json_error_code(&problem) == json_error_duplicate_key ? "a key that is there twice" : "a mistake";
        return err_set(e, ERR_INVALID, "JSON has %s at line %d, column %d", what, problem.line, problem.column);
    }
    if (!json_is_object(value)) {
        json_decref(value);
        return err_set(e, ERR_INVALID, "JSON must be one object");
    }
    *out = value;
    return true;
}

static bool write_value(struct buf *out, const json_t *value, int depth, struct err *e);

static bool write_string(struct buf *out, const json_t *string, struct err *e)
{
    const char *text = json_string_value(string);
    size_t len = json_string_length(string);
    buf_putc(out, '"');
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\')
            buf_putc(out, '\\');
        if (c == '\n')
            buf_puts(out, "\\n");
        else if (c == '\t')
            buf_puts(out, "\\t");
        else if (c < 0x20)
            return err_set(e, ERR_INVALID, "control character U+%04X has no place in a record", c);
        else
            buf_putc(out, text[i]);
    }
    buf_putc(out, '"');
    return true;
}

static bool write_array(struct buf *out, const json_t *array, int depth, struct err *e)
{
    buf_putc(out, '[');
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (i > 0)
            buf_putc(out, ',');
        if (!write_value(out, json_array_get(array, i), depth, e))
            return false;
    }
    buf_putc(out, ']');
    return true;
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool key_valid(const char *key)
{
    return key[0] != '\0' && key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static bool write_members(struct buf *out, const json_t *object, const char **keys, size_t n, int depth, struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        if (!key_valid(keys[i]))
            return err_set(e, ERR_INVALID, "a key of JSON for the record must be of a-z, 0-9 and _");
        buf_printf(out, "%s\"%s\":", i > 0 ? "," : "", keys[i]);
        if (!write_value(out, json_object_get(object, keys[i]), depth, e))
            return false;
    }
    return true;
}

static bool write_object(struct buf *out, const json_t *object, int depth, struct err *e)
{
    struct arena a = {0};
    const char **keys = arena_array(&a, json_object_size(object), sizeof *keys);
    size_t n = 0;
    json_t *iterated = (json_t *)object; /* the iterator's type is not const, though it changes nothing */
    for (void *at = json_object_iter(iterated); at; at = json_object_iter_next(iterated, at))
        keys[n++] = json_object_iter_key(at);
    qsort(keys, n, sizeof *keys, compare_keys);

    buf_putc(out, '{');
    bool ok = write_members(out, object, keys, n, depth, e);
    buf_putc(out, '}');
    arena_release(&a);
    return ok;
}

static bool write_integer(struct buf *out, json_int_t n, struct err *e)
{
    if (n > INTEGER_MOST || n < -INTEGER_MOST)
        return err_set(e, ERR_RANGE, "integer %lld is beyond 2^53", (long long)n);
    buf_printf(out, "%lld", (long long)n);
    return true;
}

static bool write_value(struct buf *out, const json_t *value, int depth, struct err *e)
{
    if (depth >= DEPTH_MOST && (json_is_object(value) || json_is_array(value)))
        return err_set(e, ERR_RANGE, "JSON is nested more than %d deep", (int)DEPTH_MOST);
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return write_object(out, value, depth + 1, e);
    case JSON_ARRAY:
        return write_array(out, value, depth + 1, e);
    case JSON_STRING:
        return write_string(out, value, e);
    case JSON_INTEGER:
        return write_integer(out, json_integer_value(value), e);
    case JSON_TRUE:
        buf_puts(out, "true");
        return true;
    case JSON_FALSE:
        buf_puts(out, "false");
        return true;
    case JSON_REAL:
        return err_set(e, ERR_INVALID, "JSON for the record has no reals, only integers");
    case JSON_NULL:
        return err_set(e, ERR_INVALID, "JSON for the record has no null: leave the key out");
    }
    BUG("json value of type %d", (int)json_typeof(value));
}

bool json_canonical(struct buf *out, const json_t *value, struct err *e)
{
    struct buf text = {0};
    bool ok = write_value(&text, value, 0, e);
    if (ok && text.len > TEXT_MOST)
        ok = err_set(e, ERR_RANGE, "JSON has %zu bytes, at most %d can be kept", text.len, (int)TEXT_MOST);
    if (ok)
        buf_add(out, text.data, text.len);
    buf_release(&text);
    return ok;
}

static void put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0)
        BUG("json: cannot set key '%s': no object, or text that is not UTF-8", key);
}

void json_put_text(json_t *object, const char *key, const char *text)
{
    if (text && *text)
        put(object, key, json_string(text));
    else
        json_object_del(object, key);
}

void json_put_int(json_t *object, const char *key, int64_t value, int64_t absent)
{
    if (value != absent)
        put(object, key, json_integer(value));
    else
        json_object_del(object, key);
}

void json_put_bool(json_t *object, const char *key, bool value)
{
    if (value)
        put(object, key, json_true());
    else
        json_object_del(object, key);
}

const char *json_get_text(const json_t *object, const char *key, struct arena *a)
{
    return arena_strdup(a, json_string_value(json_object_get(object, key)));
}

int64_t json_get_int(const json_t *object, const char *key, int64_t absent)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : absent;
}

bool json_get_bool(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}
