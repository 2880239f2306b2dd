/*
 * Bodies by table: the walk over the rows, and the keys that no row knows.
 *
 * Decoding is total: any JSON object either fills the struct or is ERR_DAMAGED with the key that is wrong (never its
 * content, which may be a client's words). Known keys of the wrong type are damage, not something to skip: to drop a
 * value silently and sign what is left would change a record. Unknown keys are nobody's mistake and are kept as they
 * are.
 */
#include "body_internal.h"

#include <string.h>

static const char *extra_get(const struct body_shape *shape, const void *from)
{
    const char *extra;
    memcpy(&extra, (const char *)from + shape->extra_at, sizeof extra);
    return extra;
}

static void extra_set(const struct body_shape *shape, void *to, const char *extra)
{
    memcpy((char *)to + shape->extra_at, &extra, sizeof extra);
}

static void put_extra(json_t *object, const struct body_shape *shape, const void *from)
{
    const char *extra = extra_get(shape, from);
    if (!extra)
        return;
    json_t *unknown;
    struct err e = {0};
    if (!json_parse(&unknown, extra, strlen(extra), &e))
        BUG("extra keys of a %s: %s", shape->name, e.text);
    json_object_update_missing(object, unknown);
    json_decref(unknown);
}

json_t *body_encode(const struct body_shape *shape, const void *from)
{
    json_t *object = json_object();
    json_put_int(object, "v", shape->version, 0);
    for (size_t i = 0; i < shape->fields_len; i++) {
        const struct body_field *f = &shape->fields[i];
        body_types[f->type]->put(object, f, from);
    }
    put_extra(object, shape, from);
    return object;
}

static bool field_knows(const struct body_field *f, const char *key)
{
    size_t n = strlen(f->key);
    if (strncmp(key, f->key, n) != 0)
        return false;
    if (key[n] == '\0')
        return true;
    const char *const *suffix = body_types[f->type]->suffixes;
    for (; suffix && *suffix; suffix++) {
        if (strcmp(key + n, *suffix) == 0)
            return true;
    }
    return false;
}

static bool shape_knows(const struct body_shape *shape, const char *key)
{
    if (shape->version > 0 && strcmp(key, "v") == 0)
        return true;
    for (size_t i = 0; i < shape->fields_len; i++) {
        if (field_knows(&shape->fields[i], key))
            return true;
    }
    return false;
}

/* Canonical text of an object into *out; NULL when it is empty. */
static bool extra_text(const char **out, const json_t *unknown, struct arena *a, struct err *e)
{
    if (json_object_size(unknown) == 0) {
        *out = NULL;
        return true;
    }
    struct buf text = {0};
    struct err why = {0};
    bool ok = json_canonical(&text, unknown, &why);
    if (ok)
        *out = arena_strndup(a, buf_text(&text), text.len);
    else
        err_set(e, ERR_DAMAGED, "keys that this version does not know are not canonical: %s", why.text);
    buf_release(&text);
    return ok;
}

static bool get_extra(void *to, const struct body_shape *shape, const json_t *object, struct arena *a, struct err *e)
{
    json_t *unknown = json_object();
    const char *key;
    json_t *value;
    json_t *iterated = (json_t *)object; /* the iterator's type is not const, though it changes nothing */
    json_object_foreach(iterated, key, value)
    {
        if (!shape_knows(shape, key))
            json_object_set(unknown, key, value);
    }
    const char *extra;
    bool ok = extra_text(&extra, unknown, a, e);
    if (ok)
        extra_set(shape, to, extra);
    json_decref(unknown);
    return ok;
}

static bool check_version(const struct body_shape *shape, const json_t *object, struct err *e)
{
    if (shape->version == 0)
        return true;
    const json_t *v = json_object_get(object, "v");
    if (!json_is_integer(v) || json_integer_value(v) < 1)
        return err_set(e, ERR_DAMAGED, "key 'v' is not a version number");
    if (json_integer_value(v) > shape->version)
        return err_set(e, ERR_VERSION, "it has version %lld, this fascia knows up to %d; update fascia",
                       (long long)json_integer_value(v), shape->version);
    return true;
}

static bool get_fields(void *to, const struct body_shape *shape, const json_t *object, struct arena *a, struct err *e)
{
    for (size_t i = 0; i < shape->fields_len; i++) {
        const struct body_field *f = &shape->fields[i];
        if (f->required && !json_object_get(object, f->key))
            return err_set(e, ERR_DAMAGED, "key '%s' is missing", f->key);
        if (!body_types[f->type]->get(to, f, object, a, e))
            return false;
    }
    return true;
}

bool body_decode(void *to, const struct body_shape *shape, const json_t *object, struct arena *a, struct err *e)
{
    if (!json_is_object(object))
        return err_set(e, ERR_DAMAGED, "%s is not a JSON object", shape->name);
    void *fresh = arena_alloc(a, shape->size);
    if (!check_version(shape, object, e) || !get_fields(fresh, shape, object, a, e) ||
        !get_extra(fresh, shape, object, a, e))
        return err_wrap(e, "cannot read a %s", shape->name);
    memcpy(to, fresh, shape->size);
    return true;
}

void body_copy(void *to, const struct body_shape *shape, const void *from, struct arena *a)
{
    if (to != from)
        memcpy(to, from, shape->size);
    for (size_t i = 0; i < shape->fields_len; i++) {
        const struct body_field *f = &shape->fields[i];
        if (body_types[f->type]->copy)
            body_types[f->type]->copy(to, f, from, a);
    }
    extra_set(shape, to, arena_strdup(a, extra_get(shape, from)));
}

bool body_check(const struct body_shape *shape, const void *from, struct err *e)
{
    for (size_t i = 0; i < shape->fields_len; i++) {
        const struct body_field *f = &shape->fields[i];
        if (body_types[f->type]->check && !body_types[f->type]->check(f, from, e))
            return err_wrap(e, "'%s'", f->key);
    }
    return true;
}
