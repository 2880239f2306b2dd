/*
 * From words to a command. The table of commands says what exists, what needs unlocking and whose roles it takes; this
 * file only finds the handler, unlocks, checks the role, runs, and turns an error into a line and an exit status.
 */
#include "cli_internal.h"

#include "fascia/base/secret.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static cli_handler *const handlers[COMMANDS] = {
    [CMD_PRACTICE_INIT] = cli_practice_init,
    [CMD_PRACTICE_DEMO] = cli_practice_demo,
    [CMD_PRACTICE_INFO] = cli_practice_info,
    [CMD_TODAY] = cli_today,
    [CMD_TODAY_ADD] = cli_today_add,
    [CMD_TODAY_DROP] = cli_today_drop,
    [CMD_CLIENT_NEW] = cli_client_new,
    [CMD_CLIENT_FIND] = cli_client_find,
    [CMD_CLIENT_SHOW] = cli_client_show,
    [CMD_CLIENT_LIST] = cli_client_list,
    [CMD_LOG] = cli_log,
    [CMD_SESSION_SHOW] = cli_session_show,
    [CMD_SESSION_LIST] = cli_session_list,
    [CMD_SESSION_SIGN] = cli_session_sign,
    [CMD_FIND] = cli_find,
    [CMD_PROGRESS] = cli_progress,
    [CMD_LETTER_WRITE] = cli_letter_write,
    [CMD_RECORD_VERIFY] = cli_record_verify,
    [CMD_RECORD_REBUILD] = cli_record_rebuild,
    [CMD_CONFIG_CHECK] = cli_config_check,
};

bool cli_help(struct err *e)
{
    out_text("fascia: log treatment sessions, sign them, find them again\n\n"
             "  fascia                        open the screens\n");
    for (int i = CMD_NONE + 1; i < COMMANDS; i++) {
        const struct command *command = command_get((enum command_id)i);
        if (!(command->where & ON_CLI))
            continue;
        out_printf("  fascia %s %s\n        %s\n", command->name, command->args, command->help);
    }
    out_text(
        "\nEverywhere: --practice DIR  --as USER  --passphrase-fd N  --json  --color WHEN  --ascii  --help  --version\n"
        "CLIENT is a clinic number (#0412), an id, or a text that only one client matches.\n");
    return out_end(e);
}

bool cli_version(struct err *e)
{
    out_text("fascia " FASCIA_VERSION "\n");
    return out_end(e);
}

static void help_of(const struct command *command)
{
    out_printf("fascia %s %s\n  %s\n", command->name, command->args, command->help);
}

static bool unlock(struct app *a, const struct options *o, struct err *e)
{
    char *passphrase;
    size_t len;
    if (a->store)
        return true;
    if (!a->folder && !app_choose(a, o->practice, e))
        return false;
    if (!cli_passphrase(&passphrase, &len, o, "Passphrase: ", e))
        return false;
    bool ok = app_unlock(a, o->as, passphrase, len, e);
    secret_free(passphrase);
    if (ok && a->rolled_back)
        fputs("fascia: this record is older than it was on this machine before: do 'fascia record verify'\n", stderr);
    return ok;
}

static bool run(struct call *c, const struct command *command, struct err *e)
{
    if (!(command->where & CLI_LOCKED) &&
        (!unlock(c->app, c->o, e) || !app_may(c->app, command->roles, command->name, e)))
        return false;
    return handlers[c->id](c, e) && out_end(e);
}

static bool unknown(const struct options *o, struct err *e)
{
    return err_set(e, ERR_USAGE, "no command '%s': 'fascia --help' lists them", o->words_len ? o->words[0] : "");
}

int cli_run(struct app *a, const struct options *o)
{
    struct err e = {0};
    struct call call = {.app = a, .o = o};
    size_t name_words;
    call.id = command_find(o->words, o->words_len, &name_words);
    if (call.id == CMD_NONE || !handlers[call.id]) {
        unknown(o, &e);
        return cli_fail(o, &e);
    }
    const struct command *command = command_get(call.id);
    if (o->help) {
        help_of(command);
        return out_end(&e) ? EXIT_SUCCESS : cli_fail(o, &e);
    }
    bool ok = call_parse(&call, o->words + name_words, o->words_len - name_words, &e) && run(&call, command, &e);
    if (!ok)
        out_problem(&call, &e);
    arena_release(&call.arena);
    return ok ? EXIT_SUCCESS : err_exit_status(e.code);
}
