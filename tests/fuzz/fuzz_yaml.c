/*
 * Any bytes as a configuration file: either a tree that keeps its promises (depth, text fit for a record, unique keys),
 * or a refusal with file and line.
 */
#include "fascia/base/utf8.h"
#include "fascia/base/yaml.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t walk(const struct yaml_node *node, int depth)
{
    struct err e = {0};
    size_t nodes = 1;
    if (depth > 16 || node->line < 1)
        BUG("depth %d, line %d", depth, node->line);
    if (node->kind == YAML_TEXT) {
        size_t len = strlen(node->text);
        if (!text_check(node->text, len, TEXT_NOTE, len, &e))
            BUG("%s", e.text);
        return nodes;
    }
    for (size_t i = 0; i < node->len; i++) {
        nodes += walk(&node->items[i], depth + 1);
        if (node->kind == YAML_MAP && node->len < 100 && yaml_find(node, node->keys[i]) != &node->items[i])
            BUG("key '%s' is there twice", node->keys[i]);
    }
    return nodes;
}

static void ask(const struct yaml_node *root, struct arena *a)
{
    struct err e;
    const char *text;
    const char *const *texts;
    size_t len;
    int tenths;
    bool flag;
    (void)(yaml_text(&text, "f", root, "a", &e) && yaml_bool_or(&flag, "f", root, "a", false, &e));
    (void)(yaml_tenths(&tenths, &flag, "f", root, "a", &e) && yaml_texts(&texts, &len, "f", root, "a", a, &e));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct err e = {0};
    struct yaml_node *root = NULL;
    if (yaml_parse(&root, "f", (const char *)data, size, &a, &e)) {
        if (walk(root, 0) > 20000)
            BUG("too many values");
        ask(root, &a);
    } else if (root || strncmp(e.text, "f:", 2) != 0 || (e.code != ERR_INVALID && e.code != ERR_RANGE)) {
        BUG("refused without a place: '%s'", e.text);
    }
    arena_release(&a);
    return 0;
}
