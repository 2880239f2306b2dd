/**
 * The command line: one subcommand from words to exit status. The stable interface of docs/cli.md: text for people,
 * --json for programs, one line on stderr for an error.
 */
#ifndef FASCIA_CLI_CLI_H
#define FASCIA_CLI_CLI_H

#include "fascia/app/app.h"
#include "fascia/app/options.h"

/** Runs the command that o->words begin with; returns the exit status. Unlocks by itself if the command needs it. */
int cli_run(struct app *a, const struct options *o);

/** Prints `fascia: message` (or the JSON error object) and returns the exit status. */
int cli_fail(const struct options *o, const struct err *e);

/** Usage from the command table, and the version, on stdout. */
MUST_USE bool cli_help(struct err *e);
MUST_USE bool cli_version(struct err *e);

/**
 * The passphrase: --passphrase-fd, else the file FASCIA_PASSPHRASE_FILE (private, first line), else asked on the
 * terminal.
 * @param prompt  NULL: never ask; then *out is NULL when no other way gives one
 * *out is in locked memory: secret_free.
 */
MUST_USE bool cli_passphrase(char **out, size_t *len, const struct options *o, const char *prompt, struct err *e);

#endif
