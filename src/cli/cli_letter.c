/* letter write: a letter from signed sessions into a new, private file. */
#include "cli_internal.h"

#include "fascia/app/letters.h"

#include <string.h>

/* The format that was asked for, else by the end of the file's name, else plain text. */
static bool format_of(enum letter_format *out, struct call *c, const char *path, struct err *e)
{
    const char *word = call_value(c, "--format");
    const char *dot = strrchr(path, '.');
    if (word)
        return letter_format_parse(out, word, e);
    *out = dot && !strcmp(dot, ".md") ? LETTER_MARKDOWN : LETTER_TEXT;
    return true;
}

static bool say(struct call *c, const struct letter *l, enum letter_format format, const char *path, struct err *e)
{
    if (c->o->json) {
        json_t *o = json_object();
        json_object_set_new(o, "client", json_of_id(l->client.client.id));
        json_object_set_new(o, "client_number", json_integer(l->client.client.number));
        json_object_set_new(o, "kind", json_string(letter_kind_word(l->kind)));
        json_object_set_new(o, "to", json_of_text(l->to));
        json_object_set_new(o, "sessions", json_integer((json_int_t)l->sessions));
        json_object_set_new(o, "from", json_of_date(l->first));
        json_object_set_new(o, "until", json_of_date(l->last));
        json_object_set_new(o, "file", json_string(path));
        json_object_set_new(o, "file_format", json_string(letter_format_word(format)));
        json_object_set_new(o, "encrypted", json_false());
        return out_json(o, e);
    }
    out_printf("%s\nletter to %s from %zu signed %s; the file is not encrypted: whoever gets it can read it\n", path,
               l->to, l->sessions, l->sessions == 1 ? "session" : "sessions");
    return true;
}

bool cli_letter_write(struct call *c, struct err *e)
{
    struct client_row client;
    struct letter letter;
    enum letter_format format;
    struct letter_job job = {.to = call_value(c, "--to"), .text = call_value(c, "--text")};
    const char *kind = call_value(c, "--kind");
    const char *path = call_value(c, "-o");
    if (!call_check(c, 1, 1, e))
        return false;
    if (!kind || !job.to || !path)
        return err_set(e, ERR_USAGE, "a letter needs --kind, --to and -o FILE: 'fascia letter write --help'");
    if (!letter_kind_parse(&job.kind, kind, e) || !format_of(&format, c, path, e) ||
        !call_client(&client, c, c->words[0], e))
        return false;
    job.client = client.client.id;
    return letter_build(&letter, c->app, &job, &c->arena, e) && letter_save(c->app, &letter, format, path, e) &&
           say(c, &letter, format, path, e);
}
