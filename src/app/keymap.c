/* Keys to commands. The table is small, so a lookup walks it; what is parsed is kept. */
#include "fascia/app/keymap.h"

#include <string.h>

static size_t places(unsigned where)
{
    size_t n = 0;
    for (unsigned bit = 1; bit < (unsigned)ON_CLI; bit <<= 1)
        n += (where & bit) != 0;
    return n;
}

static void bind_keys(struct keymap *m, enum command_id id)
{
    const char *at = command_get(id)->keys;
    while (*at) {
        char name[16];
        struct err e = {0};
        size_t n = strcspn(at, " ");
        if (n >= sizeof(name))
            BUG("key name too long in '%s'", command_get(id)->name);
        memcpy(name, at, n);
        name[n] = '\0';
        struct binding *b = arena_push(&m->memory, &m->bindings, &m->len, sizeof(*b));
        b->command = id;
        if (!key_parse(&b->code, name, &e))
            BUG("%s", e.text);
        at += n + (at[n] == ' ');
    }
}

void keymap_init(struct keymap *m)
{
    memset(m, 0, sizeof(*m));
    for (int i = CMD_NONE + 1; i < COMMANDS; i++)
        bind_keys(m, (enum command_id)i);
}

void keymap_release(struct keymap *m)
{
    arena_release(&m->memory);
    memset(m, 0, sizeof(*m));
}

enum command_id keymap_find(const struct keymap *m, unsigned where, uint32_t code)
{
    enum command_id best = CMD_NONE;
    size_t best_places = 0;
    for (size_t i = 0; i < m->len; i++) {
        unsigned works = command_get(m->bindings[i].command)->where;
        if (m->bindings[i].code != code || !(works & where))
            continue;
        size_t n = places(works);
        if (best == CMD_NONE || n < best_places) {
            best = m->bindings[i].command;
            best_places = n;
        }
    }
    return best;
}

const char *keymap_hint(unsigned where, size_t i)
{
    for (int priority = '0'; priority <= '9'; priority++)
        for (int id = CMD_NONE + 1; id < COMMANDS; id++) {
            const struct command *c = command_get((enum command_id)id);
            if ((c->where & where) && c->hint[0] == priority && i-- == 0)
                return c->hint + 1;
        }
    return NULL;
}

void keymap_key_in(char out[16], enum command_id id, unsigned where)
{
    keymap_key_of(out, id);
    if (!(where & IN_TYPING) || strlen(out) != 1)
        return;
    const char *keys = command_get(id)->keys;
    out[0] = '\0';
    while (*keys && !out[0]) {
        size_t n = strcspn(keys, " ");
        if (n > 1) {
            memcpy(out, keys, n);
            out[n] = '\0';
        }
        keys += n + (keys[n] == ' ');
    }
}

void keymap_key_of(char out[16], enum command_id id)
{
    const char *keys = command_get(id)->keys;
    size_t n = strcspn(keys, " ");
    memcpy(out, keys, n);
    out[n] = '\0';
}
