/*
 * Members of more than one element or key: lines, places, measured values, rows of another shape.
 *
 * What has no `extra` of its own (a place, a value) is written flat, as text or as keys of the object around it: then
 * there is no nested object in which a newer fascia could add a key that an older one would lose.
 */
#include "body_internal.h"

#include "fascia/base/utf8.h"
#include "fascia/model/session.h"
#include "fascia/model/side.h"

#include <stdio.h>
#include <string.h>

static const char not_tested[] = "not-tested"; /* stands where a grade would: no scale has a grade of this name */

struct list {
    void *items;
    size_t len;
};

static struct list list_member(const struct body_field *f, const void *from)
{
    struct list list;
    memcpy(&list.items, (const char *)from + f->at, sizeof list.items);
    memcpy(&list.len, (const char *)from + f->len_at, sizeof list.len);
    return list;
}

static void list_set(void *to, const struct body_field *f, struct list list)
{
    memcpy((char *)to + f->at, &list.items, sizeof list.items);
    memcpy((char *)to + f->len_at, &list.len, sizeof list.len);
}

static void put_array(json_t *object, const struct body_field *f, json_t *array)
{
    if (json_array_size(array) > 0)
        json_object_set(object, f->key, array);
    json_decref(array);
}

static void append_text(json_t *array, const struct body_field *f, const char *text)
{
    if (json_array_append_new(array, json_string(text)) != 0)
        BUG("key '%s': text that is not UTF-8", f->key);
}

/* The array under the key, NULL when absent. */
static bool get_array(const json_t **out, const struct body_field *f, const json_t *object, struct err *e)
{
    const json_t *array = json_object_get(object, f->key);
    if (array && !json_is_array(array))
        return body_damaged(f, e, "is not a list");
    *out = array;
    return true;
}

/* Element i, a line of at least one byte; NULL when it is damaged. */
static const char *get_line(const struct body_field *f, const json_t *array, size_t i, struct arena *a, struct err *e)
{
    const json_t *value = json_array_get(array, i);
    size_t len = json_string_length(value);
    struct err why = {0};
    if (len == 0) {
        body_damaged(f, e, "has an element that is not text, or empty");
        return NULL;
    }
    if (!text_check(json_string_value(value), len, TEXT_LINE, BODY_LINE_BYTES, &why)) {
        err_set(e, ERR_DAMAGED, "key '%s': element %zu: %s", f->key, i + 1, why.text);
        return NULL;
    }
    return arena_strndup(a, json_string_value(value), len);
}

/* Lines. */

static void lines_put(json_t *object, const struct body_field *f, const void *from)
{
    struct list list = list_member(f, from);
    const char **lines = list.items;
    json_t *array = json_array();
    for (size_t i = 0; i < list.len; i++)
        append_text(array, f, lines[i]);
    put_array(object, f, array);
}

static bool lines_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    const json_t *array = NULL;
    if (!get_array(&array, f, object, e))
        return false;
    const char **lines = NULL;
    size_t len = 0;
    while (len < json_array_size(array)) {
        const char *line = get_line(f, array, len, a, e);
        if (!line)
            return false;
        *(const char **)arena_push(a, &lines, &len, sizeof *lines) = line;
    }
    list_set(to, f, (struct list){lines, len});
    return true;
}

static void lines_copy(void *to, const struct body_field *f, const void *from, struct arena *a)
{
    struct list list = list_member(f, from);
    const char **old = list.items;
    const char **lines = NULL;
    size_t len = 0;
    while (len < list.len) {
        const char *line = arena_strdup(a, old[len]);
        *(const char **)arena_push(a, &lines, &len, sizeof *lines) = line;
    }
    list_set(to, f, (struct list){lines, len});
}

static bool lines_good(const struct body_field *f, const void *from, struct err *e)
{
    struct list list = list_member(f, from);
    const char **lines = list.items;
    for (size_t i = 0; i < list.len; i++) {
        if (!lines[i] || !*lines[i])
            return err_set(e, ERR_INVALID, "line %zu is empty", i + 1);
        if (!text_check(lines[i], strlen(lines[i]), TEXT_LINE, BODY_LINE_BYTES, e))
            return err_wrap(e, "line %zu", i + 1);
    }
    return true;
}

const struct body_type_row body_type_lines = {lines_put, lines_get, lines_copy, lines_good, NULL};

/* Places: "calf left", or the region alone. */

static void places_put(json_t *object, const struct body_field *f, const void *from)
{
    struct list list = list_member(f, from);
    const struct place *places = list.items;
    json_t *array = json_array();
    struct buf text = {0};
    for (size_t i = 0; i < list.len; i++) {
        buf_clear(&text);
        buf_puts(&text, places[i].region);
        if (places[i].side != SIDE_NONE)
            buf_printf(&text, " %s", side_word(places[i].side));
        append_text(array, f, buf_text(&text));
    }
    buf_release(&text);
    put_array(object, f, array);
}

static struct place place_of(const char *text, struct arena *a)
{
    struct place place = {.region = text, .side = SIDE_NONE};
    const char *blank = strrchr(text, ' ');
    struct err e;
    if (blank && blank > text && blank[1] != '\0' && side_parse(&place.side, blank + 1, &e))
        place.region = arena_strndup(a, text, (size_t)(blank - text));
    return place;
}

static bool places_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    const json_t *array = NULL;
    if (!get_array(&array, f, object, e))
        return false;
    struct place *places = NULL;
    size_t len = 0;
    while (len < json_array_size(array)) {
        const char *text = get_line(f, array, len, a, e);
        if (!text)
            return false;
        *(struct place *)arena_push(a, &places, &len, sizeof *places) = place_of(text, a);
    }
    list_set(to, f, (struct list){places, len});
    return true;
}

static void places_copy(void *to, const struct body_field *f, const void *from, struct arena *a)
{
    struct list list = list_member(f, from);
    const struct place *old = list.items;
    struct place *places = NULL;
    size_t len = 0;
    while (len < list.len) {
        struct place place = {.region = arena_strdup(a, old[len].region), .side = old[len].side};
        *(struct place *)arena_push(a, &places, &len, sizeof *places) = place;
    }
    list_set(to, f, (struct list){places, len});
}

const struct body_type_row body_type_places = {places_put, places_get, places_copy, NULL, NULL};

/* Measured values. */

static const char *const value_suffixes[] = {"_carried", "_reason", NULL};

static const char *value_key(char out[64], const struct body_field *f, size_t suffix)
{
    int n = snprintf(out, 64, "%s%s", f->key, value_suffixes[suffix]);
    if (n < 0 || n >= 64)
        BUG("key '%s' is too long", f->key);
    return out;
}

static struct value value_member(const struct body_field *f, const void *from)
{
    struct value value;
    memcpy(&value, (const char *)from + f->at, sizeof value);
    return value;
}

static void value_put(json_t *object, const struct body_field *f, const void *from)
{
    struct value value = value_member(f, from);
    char key[64];
    if (value.kind == VALUE_NONE)
        return;
    if (value.kind == VALUE_NUMBER)
        json_object_set_new(object, f->key, json_integer(value.tenths));
    else if (value.kind == VALUE_GRADE)
        json_put_text(object, f->key, value.grade);
    else
        json_put_text(object, f->key, not_tested);
    if (value.kind == VALUE_NOT_TESTED)
        json_put_text(object, value_key(key, f, 1), value.grade);
    json_put_bool(object, value_key(key, f, 0), value.carried);
}

static bool value_text(struct value *out, const struct body_field *f, const char *text, size_t len, struct arena *a,
                       struct err *e)
{
    if (len == 0 || !text_check(text, len, TEXT_LINE, BODY_NAME_BYTES, e))
        return body_damaged(f, e, "is not a grade");
    out->kind = strcmp(text, not_tested) == 0 ? VALUE_NOT_TESTED : VALUE_GRADE;
    out->grade = out->kind == VALUE_GRADE ? arena_strndup(a, text, len) : NULL;
    return true;
}

static bool value_number(struct value *out, const struct body_field *f, json_int_t n, struct err *e)
{
    if (n < -BODY_TENTHS_MOST || n > BODY_TENTHS_MOST)
        return body_damaged(f, e, "is out of range");
    out->kind = VALUE_NUMBER;
    out->tenths = (int)n;
    return true;
}

static bool value_circumstances(struct value *out, const struct body_field *f, const json_t *object, struct arena *a,
                                struct err *e)
{
    char key[64];
    const json_t *carried = json_object_get(object, value_key(key, f, 0));
    const json_t *reason = json_object_get(object, value_key(key, f, 1));
    if (carried && !json_is_boolean(carried))
        return body_damaged(f, e, "carried is not true or false");
    size_t len = json_string_length(reason);
    if (reason && (len == 0 || !text_check(json_string_value(reason), len, TEXT_LINE, BODY_LINE_BYTES, e)))
        return body_damaged(f, e, "has a reason that is not one line of text");
    if (out->kind != VALUE_NONE)
        out->carried = json_is_true(carried);
    if (out->kind == VALUE_NOT_TESTED && reason)
        out->grade = arena_strndup(a, json_string_value(reason), len);
    return true;
}

static bool value_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    const json_t *found = json_object_get(object, f->key);
    struct value value = {0};
    if (found && !json_is_integer(found) && !json_is_string(found))
        return body_damaged(f, e, "is neither a whole number nor a grade");
    if (json_is_integer(found) && !value_number(&value, f, json_integer_value(found), e))
        return false;
    if (json_is_string(found) && !value_text(&value, f, json_string_value(found), json_string_length(found), a, e))
        return false;
    if (!value_circumstances(&value, f, object, a, e))
        return false;
    memcpy((char *)to + f->at, &value, sizeof value);
    return true;
}

static void value_copy(void *to, const struct body_field *f, const void *from, struct arena *a)
{
    struct value value = value_member(f, from);
    value.grade = arena_strdup(a, value.grade);
    memcpy((char *)to + f->at, &value, sizeof value);
}

const struct body_type_row body_type_value = {value_put, value_get, value_copy, NULL, value_suffixes};

/* Rows of another shape. */

static void rows_put(json_t *object, const struct body_field *f, const void *from)
{
    struct list list = list_member(f, from);
    json_t *array = json_array();
    for (size_t i = 0; i < list.len; i++)
        json_array_append_new(array, body_encode(f->rows, (const char *)list.items + i * f->rows->size));
    put_array(object, f, array);
}

static bool rows_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    const json_t *array = NULL;
    if (!get_array(&array, f, object, e))
        return false;
    char *rows = NULL;
    size_t len = 0;
    while (len < json_array_size(array)) {
        void *row = arena_push(a, &rows, &len, f->rows->size);
        if (!body_decode(row, f->rows, json_array_get(array, len - 1), a, e))
            return err_wrap(e, "key '%s', element %zu", f->key, len);
    }
    list_set(to, f, (struct list){rows, len});
    return true;
}

static void rows_copy(void *to, const struct body_field *f, const void *from, struct arena *a)
{
    struct list list = list_member(f, from);
    char *rows = NULL;
    size_t len = 0;
    while (len < list.len) {
        const char *old = (const char *)list.items + len * f->rows->size;
        body_copy(arena_push(a, &rows, &len, f->rows->size), f->rows, old, a);
    }
    list_set(to, f, (struct list){rows, len});
}

static bool rows_good(const struct body_field *f, const void *from, struct err *e)
{
    struct list list = list_member(f, from);
    for (size_t i = 0; i < list.len; i++) {
        if (!body_check(f->rows, (const char *)list.items + i * f->rows->size, e))
            return err_wrap(e, "row %zu", i + 1);
    }
    return true;
}

const struct body_type_row body_type_rows = {rows_put, rows_get, rows_copy, rows_good, NULL};
