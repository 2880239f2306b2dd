/** Which key runs which command where: the defaults of commands.def, parsed once. */
#ifndef FASCIA_APP_KEYMAP_H
#define FASCIA_APP_KEYMAP_H

#include "fascia/app/command.h"
#include "fascia/app/key.h"

struct binding {
    uint32_t code;
    enum command_id command;
};

struct keymap {
    struct binding *bindings;
    size_t len;
    struct arena memory;
};

/** BUG for a key name in the table that does not parse: a test walks the table. */
void keymap_init(struct keymap *m);
void keymap_release(struct keymap *m);

/** The command of a key in `where` (IN_* bits); CMD_NONE. A command of fewer places wins over one that works
 * everywhere. */
enum command_id keymap_find(const struct keymap *m, unsigned where, uint32_t code);

/** "Enter:open" of the i-th hint of `where` by priority; NULL after the last. */
const char *keymap_hint(unsigned where, size_t i);

/** The key of a command to show in `where`: the first, or where letters are typed the first that types none; "" = none.
 */
void keymap_key_in(char out[16], enum command_id id, unsigned where);

/** The first key of a command as people read it ("^S"); "" when it has none. */
void keymap_key_of(char out[16], enum command_id id);

#endif
