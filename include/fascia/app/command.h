/**
 * What fascia can do, as one table (commands.def): keys, `?` help, hint line, palette, command line, completion and man
 * page all read it.
 *
 * COMMAND(id, name, keys, where, args, roles, hint, help)
 *   name   "noun verb", as on the command line
 *   keys   default keys, blank-separated ("^S F10"); "" = none
 *   where  IN_* bits: the views it works in; ON_CLI: also a subcommand; CLI_LOCKED: that needs no unlock
 *   args   of the subcommand, as in its help
 *   roles  enum role bits of which one is needed; 0 = anybody who unlocked
 *   hint   label in the hint line with its priority before it ("1Enter:open"), low first; "" = not in the hint line
 *   help   one sentence without a full stop
 */
#ifndef FASCIA_APP_COMMAND_H
#define FASCIA_APP_COMMAND_H

#include "fascia/app/app.h"

#include <stddef.h>

enum where {
    IN_TODAY = 1 << 0,
    IN_PICKER = 1 << 1,
    IN_CLIENT = 1 << 2,
    IN_SESSION = 1 << 3,
    IN_SEARCH = 1 << 4,
    IN_FORM = 1 << 5,
    IN_HELP = 1 << 6,
    IN_LETTER = 1 << 7,
    IN_UNLOCK = 1 << 8,
    IN_DRAFTS = 1 << 9,
    IN_SIGN = 1 << 10,
    IN_READ = 1 << 11,      /* a signed session */
    IN_PLANS = 1 << 12,     /* whose plan to copy */
    IN_REGIONS = 1 << 13,   /* correcting the regions */
    IN_FIRST_RUN = 1 << 14, /* no practice yet */
    IN_ALL = (1 << 15) - 1,
    IN_LOCKED = IN_UNLOCK | IN_FIRST_RUN,                     /* no key is held: nothing of a record can be reached */
    IN_TYPING = IN_PICKER | IN_FORM | IN_LOCKED | IN_REGIONS, /* letters are text there, never commands */
    ON_CLI = 1 << 16,
    CLI_LOCKED = 1 << 17,
};

enum command_id {
    CMD_NONE,
#define COMMAND(id, name, keys, where, args, roles, hint, help) CMD_##id,
#include "fascia/app/commands.def"
#undef COMMAND
    COMMANDS
};

struct command {
    const char *name, *keys;
    unsigned where;
    const char *args;
    unsigned roles;
    const char *hint, *help;
};

const struct command *command_get(enum command_id id); /* BUG for CMD_NONE and beyond the table */

/** The subcommand that argv starts with: longest name wins; *words = how many it took. CMD_NONE if none. */
enum command_id command_find(const char *const *argv, size_t argc, size_t *words);

#endif
