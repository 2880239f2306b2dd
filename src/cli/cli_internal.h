/** What the files of the command line share: arguments of one command, and the ways out. Private to cli. */
#ifndef FASCIA_CLI_INTERNAL_H
#define FASCIA_CLI_INTERNAL_H

#include "fascia/app/command.h"
#include "fascia/app/day.h"
#include "fascia/cli/cli.h"
#include "fascia/model/grammar.h"

#include <stdio.h>

/** A running command. */
struct call {
    struct app *app;
    const struct options *o;
    enum command_id id;
    const char **words; /* positional, in order */
    size_t words_len;
    const char **names;  /* its own options that were given: "--name" */
    const char **values; /* beside names; NULL for a flag */
    size_t named_len;
    struct arena arena;
    struct problem problem;        /* for the JSON error: where in the line */
    size_t problem_line;           /* 1.. ; 0 = none */
    struct client_row *candidates; /* clients that an ambiguous text matched */
    size_t candidates_len;
    bool answered; /* the one JSON object is out: a failure after it is told on stderr and by the exit status only */
};

/** Splits the words after the command's name. Options that take a value are those followed by a capital word in its
 * args. */
MUST_USE bool call_parse(struct call *c, const char *const *words, size_t len, struct err *e);
const char *call_value(struct call *c, const char *name); /* NULL = not given */
bool call_flag(struct call *c, const char *name);
MUST_USE bool call_number(int *out, struct call *c, const char *name, int fallback, int min, int max, struct err *e);
MUST_USE bool call_day(struct date *out, struct call *c, const char *name, struct err *e); /* year 0 when not given */
/** Between min and max positional words; ERR_USAGE shows the usage line. */
MUST_USE bool call_check(struct call *c, size_t min, size_t max, struct err *e);

/** The client that a positional word names. */
MUST_USE bool call_client(struct client_row *out, struct call *c, const char *text, struct err *e);

/* out.c */
void out_text(const char *text); /* to stdout; on a terminal, what could steer it is made visible */
void out_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
MUST_USE bool out_json(json_t *object, struct err *e); /* adds "format":1, prints one line, drops the reference */
MUST_USE bool out_end(struct err *e); /* flush: a full disk or a closed pipe is an error, a SIGPIPE is quiet */
void out_problem(struct call *c, const struct err *e);
/** A bar with rate and time left on a terminal's stderr, for what takes longer than a second. */
struct bar {
    int64_t started, drawn;
    bool shown;
};
struct progress bar_progress(struct bar *b);
void bar_end(struct bar *b);

/* json.c: objects whose keys never change meaning; absent is null */
json_t *json_of_id(struct id id);
json_t *json_of_date(struct date d);
json_t *json_of_instant(struct instant t);
json_t *json_of_text(const char *text);
json_t *json_of_value(const struct value *v);
json_t *json_of_client(const struct client_row *row);
json_t *json_of_session(const struct call *c, const struct session_row *row);
json_t *json_of_row(const struct call *c, const struct session_row *row); /* one line of a list */

/* The commands; each fills err and returns false, or prints and returns true. */
typedef bool cli_handler(struct call *c, struct err *e);
cli_handler cli_practice_init, cli_practice_demo, cli_practice_info;
cli_handler cli_today, cli_today_add, cli_today_drop;
cli_handler cli_client_new, cli_client_find, cli_client_show, cli_client_list;
cli_handler cli_log, cli_session_show, cli_session_list, cli_session_sign, cli_find, cli_progress, cli_letter_write;
cli_handler cli_record_verify, cli_record_rebuild, cli_config_check;

#endif
