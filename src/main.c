/*
 * fascia: a table of stages, opened in order and closed in reverse, around one of two faces: a subcommand, or the
 * screens.
 */
#include "fascia/app/app.h"
#include "fascia/app/options.h"
#include "fascia/base/json.h"
#include "fascia/base/secret.h"
#include "fascia/cli/cli.h"
#include "fascia/tui/loop.h"
#include "fascia/tui/shell.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct program {
    int argc;
    char **argv;
    struct arena arena;
    struct options options;
    struct app app;
    int status;
    int signal; /* the screens were ended by it: raised again once all is closed */
};

/*
 * A descriptor below 3 that came closed would be given to the next file that is opened, and what is printed would go
 * into the record. Opened the wrong way round it stays taken, and using it is an error.
 */
static bool keep_streams(struct err *e)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            return err_errno(e, errno, "cannot open '/dev/null' in place of a closed standard stream");
    return true;
}

static bool process_open(struct program *p, struct err *e)
{
    (void)p;
    return keep_streams(e) && secret_init(e);
}

static bool options_open(struct program *p, struct err *e)
{
    return options_parse(&p->options, p->argc, p->argv, &p->arena, e);
}

static void options_close(struct program *p)
{
    arena_release(&p->arena);
}

static bool library_open(struct program *p, struct err *e)
{
    (void)p;
    json_init();
    return store_library_init(e);
}

static bool app_open(struct program *p, struct err *e)
{
    (void)e;
    app_init(&p->app);
    return true;
}

static void app_close(struct program *p)
{
    app_release(&p->app);
}

static const struct stage {
    bool (*open)(struct program *p, struct err *e);
    void (*close)(struct program *p);
} stages[] = {
    {process_open, NULL},
    {options_open, options_close},
    {library_open, NULL},
    {app_open, app_close},
};

/* The practice for the screens. None at all is no error: then the first run makes one. */
static bool choose(struct program *p, struct err *e)
{
    struct err none = {0};
    if (app_choose(&p->app, p->options.practice, &none))
        return true;
    if (none.code == ERR_NOT_FOUND && !p->options.practice)
        return true;
    *e = none;
    return false;
}

/* A passphrase that came with the command opens the practice before the first screen; else the unlock screen asks. */
static bool unlock(struct program *p, struct err *e)
{
    char *passphrase;
    size_t len;
    if (!p->app.folder)
        return true;
    if (!cli_passphrase(&passphrase, &len, &p->options, NULL, e))
        return false;
    bool ok = !passphrase || app_unlock(&p->app, p->options.as, passphrase, len, e);
    secret_free(passphrase);
    return ok;
}

static bool screens(struct program *p, struct err *e)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return err_set(e, ERR_USAGE, "the screens need a terminal: 'fascia --help' lists the commands that do without");
    return choose(p, e) && unlock(p, e) && shell_run(&p->signal, &p->app, &p->options, e);
}

static bool run(struct program *p, struct err *e)
{
    if (p->options.version)
        return cli_version(e);
    if (p->options.words_len == 0 && p->options.help)
        return cli_help(e);
    if (p->options.words_len == 0)
        return screens(p, e);
    p->status = cli_run(&p->app, &p->options);
    return true;
}

int main(int argc, char **argv)
{
    struct program p = {.argc = argc, .argv = argv, .options = {.passphrase_fd = -1}};
    struct err e = {0};
    size_t open = 0;
    bool ok = true;
    while (ok && open < ARRAY_LEN(stages))
        ok = stages[open++].open(&p, &e);
    if (!(ok && run(&p, &e)))
        p.status = cli_fail(&p.options, &e);
    while (open-- > 0)
        if (stages[open].close)
            stages[open].close(&p);
    loop_raise(p.signal);
    return p.status;
}
