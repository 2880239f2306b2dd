/*
 * Typed access to a YAML tree: every caller gets the same words for the same mistake, with file and line.
 *
 * Types are those the caller asks for; the text decides nothing. Quotes matter in one place: a bare null, ~ or nothing
 * means "no value", in quotes it is text.
 */
#include "fascia/base/yaml.h"

#include <string.h>

static bool is_null(const struct yaml_node *node)
{
    static const char *const words[] = {"", "~", "null", "Null", "NULL"};
    if (node->kind != YAML_TEXT || !node->plain)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strcmp(node->text, words[i]) == 0)
            return true;
    return false;
}

const struct yaml_node *yaml_find(const struct yaml_node *map, const char *key)
{
    if (map->kind != YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->len; i++)
        if (strcmp(map->keys[i], key) == 0)
            return &map->items[i];
    return NULL;
}

/* The value with null taken for missing: *out is NULL then. False only if `map` is no map. */
static bool find_value(const struct yaml_node **out, const char *file, const struct yaml_node *map, const char *key,
                       struct err *e)
{
    if (map->kind != YAML_MAP)
        return err_set(e, ERR_INVALID, "%s:%d: need 'key: value' lines here, with '%s'", file, map->line, key);
    const struct yaml_node *value = yaml_find(map, key);
    *out = value && !is_null(value) ? value : NULL;
    return true;
}

bool yaml_text(const char **out, const char *file, const struct yaml_node *map, const char *key, struct err *e)
{
    const char *text = NULL;
    if (!yaml_text_or(&text, file, map, key, NULL, e))
        return false;
    if (!text)
        return err_set(e, ERR_INVALID, "%s:%d: '%s' is missing", file, map->line, key);
    *out = text;
    return true;
}

bool yaml_text_or(const char **out, const char *file, const struct yaml_node *map, const char *key,
                  const char *fallback, struct err *e)
{
    const struct yaml_node *value;
    if (!find_value(&value, file, map, key, e))
        return false;
    if (value && value->kind != YAML_TEXT)
        return err_set(e, ERR_INVALID, "%s:%d: '%s' must be one value, not a list or map", file, value->line, key);
    *out = value ? value->text : fallback;
    return true;
}

bool yaml_bool_or(bool *out, const char *file, const struct yaml_node *map, const char *key, bool fallback,
                  struct err *e)
{
    const struct yaml_node *value;
    if (!find_value(&value, file, map, key, e))
        return false;
    bool yes = value && value->kind == YAML_TEXT && value->plain && strcmp(value->text, "true") == 0;
    bool no = value && value->kind == YAML_TEXT && value->plain && strcmp(value->text, "false") == 0;
    if (value && !yes && !no)
        return err_set(e, ERR_INVALID, "%s:%d: '%s' must be true or false", file, value->line, key);
    *out = value ? yes : fallback;
    return true;
}

/* "-10.5" -> -105; at most six digits before the point, which no scale of the record comes near. */
static bool parse_tenths(int *out, const char *text)
{
    const char *digits = text + (*text == '-');
    size_t whole = strspn(digits, "0123456789");
    const char *rest = digits + whole;
    int value = 0;
    if (whole < 1 || whole > 6)
        return false;
    for (const char *at = digits; at < rest; at++)
        value = value * 10 + (*at - '0');
    value *= 10;
    if (*rest == '.') {
        if (rest[1] < '0' || rest[1] > '9')
            return false;
        value += rest[1] - '0';
        rest += 2;
    }
    if (*rest != '\0')
        return false;
    *out = *text == '-' ? -value : value;
    return true;
}

bool yaml_tenths(int *out, bool *present, const char *file, const struct yaml_node *map, const char *key, struct err *e)
{
    const struct yaml_node *value;
    if (!find_value(&value, file, map, key, e))
        return false;
    if (value && (value->kind != YAML_TEXT || !value->plain || !parse_tenths(out, value->text)))
        return err_set(e, ERR_INVALID, "%s:%d: '%s' must be a number with at most one decimal, such as 10.5", file,
                       value->line, key);
    *present = value != NULL;
    return true;
}

bool yaml_texts(const char *const **out, size_t *len, const char *file, const struct yaml_node *map, const char *key,
                struct arena *a, struct err *e)
{
    const struct yaml_node *list;
    if (!find_value(&list, file, map, key, e))
        return false;
    if (list && list->kind != YAML_LIST)
        return err_set(e, ERR_INVALID, "%s:%d: '%s' must be a list: [one, two]", file, list->line, key);
    size_t n = list ? list->len : 0;
    for (size_t i = 0; i < n; i++)
        if (list->items[i].kind != YAML_TEXT || is_null(&list->items[i]))
            return err_set(e, ERR_INVALID, "%s:%d: entry %zu of '%s' must be one value", file, list->items[i].line,
                           i + 1, key);
    const char **texts = arena_array(a, n + 1, sizeof *texts);
    for (size_t i = 0; i < n; i++)
        texts[i] = list->items[i].text;
    *out = texts;
    *len = n;
    return true;
}
