/* The table of commands, expanded once. Everything that lists or finds commands reads it. */
#include "fascia/app/command.h"

#include <string.h>

static const struct command commands[] = {
#define COMMAND(id, name, keys, where, args, roles, hint, help)                                                        \
    [CMD_##id] = {name, keys, (unsigned)(where), args, (unsigned)(roles), hint, help},
#include "fascia/app/commands.def"
#undef COMMAND
};

const struct command *command_get(enum command_id id)
{
    if (id <= CMD_NONE || id >= COMMANDS)
        BUG("no command %d", (int)id);
    return &commands[id];
}

/* How many leading words of argv the name takes; 0 when it does not start with it. */
static size_t words_matched(const char *name, const char *const *argv, size_t argc)
{
    size_t words = 0;
    while (*name) {
        size_t n = strcspn(name, " ");
        if (words >= argc || strlen(argv[words]) != n || memcmp(argv[words], name, n) != 0)
            return 0;
        words++;
        name += n + (name[n] == ' ');
    }
    return words;
}

enum command_id command_find(const char *const *argv, size_t argc, size_t *words)
{
    enum command_id best = CMD_NONE;
    *words = 0;
    for (int i = CMD_NONE + 1; i < COMMANDS; i++) {
        if (!(commands[i].where & (ON_CLI | CLI_LOCKED)))
            continue;
        size_t n = words_matched(commands[i].name, argv, argc);
        if (n > *words) {
            best = (enum command_id)i;
            *words = n;
        }
    }
    return best;
}
