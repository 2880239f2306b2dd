/* The words of one command: positional ones, and its own options, whose shape is read from the usage text in the table.
 */
#include "cli_internal.h"

#include "fascia/model/when.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* In "[--name N] [--consent]", --name takes a value because a word of capitals follows it. */
enum option_shape { OPTION_NONE, OPTION_FLAG, OPTION_VALUE };

static enum option_shape shape_of(const char *args, const char *name, size_t len)
{
    for (const char *at = args; (at = strchr(at, '-')) != NULL; at++) {
        if (at > args && at[-1] != '[' && at[-1] != ' ' && at[-1] != '/')
            continue;
        if (strncmp(at, name, len) != 0 || (at[len] != ' ' && at[len] != ']' && at[len] != '\0'))
            continue;
        bool value = at[len] == ' ' && at[len + 1] != '[' && at[len + 1] != '-';
        return value ? OPTION_VALUE : OPTION_FLAG;
    }
    return OPTION_NONE;
}

static bool usage(const struct call *c, struct err *e, const char *what)
{
    const struct command *command = command_get(c->id);
    return err_set(e, ERR_USAGE, "%s; usage: fascia %s %s", what, command->name, command->args);
}

static bool take_option(struct call *c, const char *const *words, size_t len, size_t *i, struct err *e)
{
    const char *word = words[*i];
    const char *equals = strchr(word, '=');
    size_t name_len = equals ? (size_t)(equals - word) : strlen(word);
    enum option_shape shape = shape_of(command_get(c->id)->args, word, name_len);
    if (shape == OPTION_NONE || (shape == OPTION_FLAG && equals))
        return usage(c, e, arena_printf(&c->arena, "no option '%s' here", word));
    const char *value = equals ? equals + 1 : NULL;
    if (shape == OPTION_VALUE && !value) {
        if (*i + 1 >= len)
            return usage(c, e, arena_printf(&c->arena, "'%s' needs a value after it", word));
        value = words[++*i];
    }
    c->names[c->named_len] = arena_strndup(&c->arena, word, name_len);
    c->values[c->named_len++] = value;
    return true;
}

bool call_parse(struct call *c, const char *const *words, size_t len, struct err *e)
{
    bool literal = false;
    c->words = arena_array(&c->arena, len + 1, sizeof(*c->words));
    c->names = arena_array(&c->arena, len + 1, sizeof(*c->names));
    c->values = arena_array(&c->arena, len + 1, sizeof(*c->values));
    for (size_t i = 0; i < len; i++) {
        /* "-6" removes a row and "-" is a file: only a letter or a second dash makes an option */
        bool dashed = words[i][0] == '-' && (words[i][1] == '-' || (words[i][1] >= 'a' && words[i][1] <= 'z'));
        if (!literal && !strcmp(words[i], "--"))
            literal = true;
        else if (literal || !dashed)
            c->words[c->words_len++] = words[i];
        else if (!take_option(c, words, len, &i, e))
            return false;
    }
    return true;
}

const char *call_value(struct call *c, const char *name)
{
    for (size_t i = 0; i < c->named_len; i++)
        if (!strcmp(c->names[i], name))
            return c->values[i];
    return NULL;
}

bool call_flag(struct call *c, const char *name)
{
    for (size_t i = 0; i < c->named_len; i++)
        if (!strcmp(c->names[i], name))
            return true;
    return false;
}

bool call_number(int *out, struct call *c, const char *name, int fallback, int min, int max, struct err *e)
{
    const char *text = call_value(c, name);
    if (!text) {
        *out = fallback;
        return true;
    }
    char *end;
    errno = 0;
    long n = strtol(text, &end, 10);
    if (end == text || *end || errno || n < min || n > max)
        return err_set(e, ERR_USAGE, "%s takes a number from %d to %d, not '%s'", name, min, max, text);
    *out = (int)n;
    return true;
}

bool call_day(struct date *out, struct call *c, const char *name, struct err *e)
{
    const char *text = call_value(c, name);
    struct span span = {0};
    if (text && !when_parse(&span, text, WHEN_SEARCH, instant_date(clock_now()), e))
        return err_wrap(e, "%s", name);
    *out = strcmp(name, "--to") == 0 ? span.last : span.first;
    return true;
}

bool call_check(struct call *c, size_t min, size_t max, struct err *e)
{
    if (c->words_len < min)
        return usage(c, e, "something is missing");
    if (c->words_len > max)
        return usage(c, e, arena_printf(&c->arena, "'%s' is one word too many", c->words[max]));
    return true;
}

bool call_client(struct client_row *out, struct call *c, const char *text, struct err *e)
{
    return client_resolve(out, &c->candidates, &c->candidates_len, c->app, text, &c->arena, e);
}
