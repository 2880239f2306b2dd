/*
 * YAML that a person wrote, read by libyaml's events into a plain tree.
 *
 * Most of YAML is refused: aliases and anchors (a small file can stand for a huge tree), tags (they choose types the
 * reader did not ask for), directives, several documents, keys that are not plain words. What is left is what people
 * write in configuration, and every refusal says file and line.
 *
 * The text is checked before libyaml sees it: bytes, characters, size, directives. Depth and events are counted as they
 * come, because libyaml needs time that grows with the square of the nesting. An empty file is an empty map.
 * Typed access is in yaml_get.c.
 */
#include "fascia/base/yaml.h"

#include "fascia/base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { TEXT_MOST = 256 * 1024, DEPTH_MOST = 16, EVENTS_MOST = 20000 };

struct reader {
    yaml_parser_t parser;
    const char *file;
    struct arena *arena;
    int events;
    int depth;
    struct err *e;
};

static int line_of(const yaml_event_t *event)
{
    return (int)event->start_mark.line + 1;
}

static bool refuse(struct reader *r, int line, const char *why)
{
    return err_set(r->e, ERR_INVALID, "%s:%d: %s", r->file, line, why);
}

/* A file edited on Windows has CRLF: taken. A lone CR would be a line to libyaml, but not to the therapist's editor. */
static bool check_characters(const char *file, const char *text, size_t len, struct err *e)
{
    int line = 1;
    bool line_start = true;
    for (size_t at = 0, n; at < len; at += n) {
        uint32_t code;
        n = utf8_decode(text + at, len - at, &code);
        if (n == 0)
            return err_set(e, ERR_INVALID, "%s:%d: byte 0x%02X is not UTF-8", file, line, (unsigned char)text[at]);
        if (line_start && code == '%')
            return err_set(e, ERR_INVALID, "%s:%d: a line that begins with %% is a directive: not allowed", file, line);
        line_start = code == '\n';
        line += line_start;
        bool before_lf = code == '\r' && at + 1 < len && text[at + 1] == '\n';
        if (!before_lf && !text_check(text + at, n, TEXT_NOTE, n, e))
            return err_set(e, ERR_INVALID, "%s:%d: character U+%04X is not allowed", file, line, code);
    }
    return true;
}

/* The next event, which the caller deletes. Comments and indentation make none. */
static bool next_event(struct reader *r, yaml_event_t *event)
{
    if (!yaml_parser_parse(&r->parser, event)) {
        const char *problem = r->parser.problem ? r->parser.problem : "not YAML";
        if (r->parser.error == YAML_MEMORY_ERROR)
            BUG("yaml: out of memory");
        return refuse(r, (int)r->parser.problem_mark.line + 1, problem);
    }
    if (++r->events <= EVENTS_MOST)
        return true;
    int line = line_of(event);
    yaml_event_delete(event);
    return err_set(r->e, ERR_RANGE, "%s:%d: more than %d values: split the file", r->file, line, (int)EVENTS_MOST);
}

static bool check_bare(struct reader *r, const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;
    if (event->type == YAML_ALIAS_EVENT)
        return refuse(r, line_of(event), "aliases (*name) are not allowed: write the value out");
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    }
    if (anchor)
        return refuse(r, line_of(event), "anchors (&name) are not allowed: write the value out");
    if (tag)
        return refuse(r, line_of(event), "tags (!name) are not allowed");
    return true;
}

static bool read_scalar(struct reader *r, const yaml_event_t *event, struct yaml_node *node)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    if (!text_check(text, len, TEXT_NOTE, len, r->e)) /* "\x1b" in quotes comes out as the character itself */
        return err_wrap(r->e, "%s:%d", r->file, line_of(event));
    node->kind = YAML_TEXT;
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->text = arena_strndup(r->arena, text, len);
    return true;
}

static bool read_node(struct reader *r, const yaml_event_t *event, struct yaml_node *node);

static bool read_list(struct reader *r, struct yaml_node *list)
{
    for (;;) {
        yaml_event_t event;
        struct yaml_node item;
        if (!next_event(r, &event))
            return false;
        bool end = event.type == YAML_SEQUENCE_END_EVENT;
        bool ok = end || read_node(r, &event, &item);
        yaml_event_delete(&event);
        if (!ok || end)
            return ok;
        *(struct yaml_node *)arena_push(r->arena, &list->items, &list->len, sizeof item) = item;
    }
}

/* A key's text and line, kept together only while duplicates are looked for. */
struct key {
    const char *text;
    int line;
};

static int compare_keys(const void *a, const void *b)
{
    const struct key *left = a, *right = b;
    int order = strcmp(left->text, right->text);
    return order != 0 ? order : left->line - right->line;
}

/* Sorted, not one by one: a map of 10,000 keys must not take 50 million comparisons. */
static bool check_unique(struct reader *r, struct key *keys, size_t len)
{
    if (len > 1)
        qsort(keys, len, sizeof *keys, compare_keys);
    for (size_t i = 1; i < len; i++)
        if (strcmp(keys[i - 1].text, keys[i].text) == 0)
            return err_set(r->e, ERR_INVALID, "%s:%d: key '%s' is there twice, first in line %d", r->file, keys[i].line,
                           keys[i].text, keys[i - 1].line);
    return true;
}

static bool read_key(struct reader *r, const yaml_event_t *event, struct key *key)
{
    struct yaml_node node = {0};
    key->line = line_of(event);
    if (!check_bare(r, event))
        return false;
    if (event->type != YAML_SCALAR_EVENT)
        return refuse(r, key->line, "a key must be a word, not a list or map");
    if (!read_scalar(r, event, &node))
        return false;
    key->text = node.text;
    return *key->text != '\0' || refuse(r, key->line, "a key is missing before ':'");
}

static bool read_value(struct reader *r, struct yaml_node *value)
{
    yaml_event_t event;
    if (!next_event(r, &event))
        return false;
    bool ok = read_node(r, &event, value);
    yaml_event_delete(&event);
    return ok;
}

static bool read_map(struct reader *r, struct yaml_node *map)
{
    struct key *keys = NULL;
    size_t n = 0, len = 0;
    for (;;) {
        yaml_event_t event;
        struct key key = {0};
        struct yaml_node value;
        if (!next_event(r, &event))
            return false;
        bool end = event.type == YAML_MAPPING_END_EVENT;
        bool ok = end || read_key(r, &event, &key);
        yaml_event_delete(&event);
        if (end)
            return check_unique(r, keys, n);
        if (!ok || !read_value(r, &value))
            return false;
        *(struct key *)arena_push(r->arena, &keys, &n, sizeof key) = key;
        *(const char **)arena_push(r->arena, &map->keys, &len, sizeof key.text) = key.text;
        *(struct yaml_node *)arena_push(r->arena, &map->items, &map->len, sizeof value) = value;
    }
}

static bool read_node(struct reader *r, const yaml_event_t *event, struct yaml_node *node)
{
    *node = (struct yaml_node){.line = line_of(event)};
    if (!check_bare(r, event))
        return false;
    if (event->type == YAML_SCALAR_EVENT)
        return read_scalar(r, event, node);
    if (++r->depth > DEPTH_MOST)
        return err_set(r->e, ERR_RANGE, "%s:%d: nested more than %d deep", r->file, node->line, (int)DEPTH_MOST);
    node->kind = event->type == YAML_MAPPING_START_EVENT ? YAML_MAP : YAML_LIST;
    bool ok = node->kind == YAML_MAP ? read_map(r, node) : read_list(r, node);
    r->depth--;
    return ok;
}

/* One document: the events of its start and end are passed over, another start is refused. */
static bool read_stream(struct reader *r, struct yaml_node *root)
{
    *root = (struct yaml_node){.kind = YAML_MAP, .line = 1};
    for (int documents = 0;;) {
        yaml_event_t event;
        if (!next_event(r, &event))
            return false;
        yaml_event_type_t type = event.type;
        bool ok = true;
        if (type == YAML_DOCUMENT_START_EVENT && ++documents > 1)
            ok = refuse(r, line_of(&event), "only one document in a file: remove this '---'");
        else if (type != YAML_STREAM_START_EVENT && type != YAML_DOCUMENT_START_EVENT &&
                 type != YAML_DOCUMENT_END_EVENT && type != YAML_STREAM_END_EVENT)
            ok = read_node(r, &event, root);
        yaml_event_delete(&event);
        if (!ok || type == YAML_STREAM_END_EVENT)
            return ok;
    }
}

bool yaml_parse(struct yaml_node **out, const char *file, const char *text, size_t len, struct arena *a, struct err *e)
{
    struct reader r = {.file = file, .arena = a, .e = e};
    struct yaml_node root;
    static const char mark[] = "\xEF\xBB\xBF"; /* U+FEFF, which Windows puts in front */
    if (len > TEXT_MOST)
        return err_set(e, ERR_RANGE, "%s:1: file has %zu bytes, at most %d are read", file, len, (int)TEXT_MOST);
    if (len >= 3 && memcmp(text, mark, 3) == 0) {
        text += 3;
        len -= 3;
    }
    if (!check_characters(file, text, len, e))
        return false;
    if (!yaml_parser_initialize(&r.parser))
        BUG("yaml: out of memory");
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, len);
    bool ok = read_stream(&r, &root);
    yaml_parser_delete(&r.parser);
    if (!ok)
        return false;
    *out = arena_alloc(a, sizeof root);
    **out = root;
    return true;
}
