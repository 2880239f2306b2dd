/* The shared options. What is not one of them is left in place for the command, so that a command owns its own words.
 */
#include "fascia/app/options.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static bool color_parse(enum color_when *out, const char *text, struct err *e)
{
    static const char *const words[] = {
        [COLOR_AUTO] = "auto", [COLOR_NEVER] = "never", [COLOR_16] = "16", [COLOR_256] = "256", [COLOR_TRUE] = "true"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (!strcmp(words[i], text)) {
            *out = (enum color_when)i;
            return true;
        }
    return err_set(e, ERR_USAGE, "--color takes auto, never, 16, 256 or true, not '%s'", text);
}

static bool fd_parse(int *out, const char *text, struct err *e)
{
    char *end;
    errno = 0;
    long n = strtol(text, &end, 10);
    if (end == text || *end || errno || n < 0 || n > INT_MAX)
        return err_set(e, ERR_USAGE, "--passphrase-fd takes the number of an open file, not '%s'", text);
    *out = (int)n;
    return true;
}

static bool set_flag(struct options *o, const char *word)
{
    const struct {
        const char *name;
        bool *flag;
    } flags[] = {
        {"--json", &o->json},       {"--plain", &o->plain}, {"--ascii", &o->ascii},     {"--mouse", &o->mouse},
        {"--help", &o->help},       {"-h", &o->help},       {"--version", &o->version},
#ifdef FASCIA_TEST_BUILD
        {"--no-lock", &o->no_lock},
#endif
    };
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        if (!strcmp(flags[i].name, word)) {
            *flags[i].flag = true;
            return true;
        }
    return false;
}

/* The value of `--name VALUE` or `--name=VALUE` at argv[*i]; NULL when it is another word. */
static const char *value_of(const char *name, int argc, char **argv, int *i, struct err *e)
{
    size_t n = strlen(name);
    const char *word = argv[*i];
    if (strncmp(word, name, n) != 0)
        return NULL;
    if (word[n] == '=')
        return word + n + 1;
    if (word[n] != '\0')
        return NULL;
    const char *value = *i + 1 < argc ? argv[*i + 1] : NULL;
    if (value)
        ++*i;
    else
        err_set(e, ERR_USAGE, "%s needs a value after it", name);
    return value;
}

static bool set_value(struct options *o, bool *taken, int argc, char **argv, int *i, struct err *e)
{
    const char *value;
    struct err missing = {0};
    *taken = true;
    if ((value = value_of("--practice", argc, argv, i, &missing)))
        o->practice = value;
    else if ((value = value_of("--as", argc, argv, i, &missing)))
        o->as = value;
    else if ((value = value_of("--passphrase-fd", argc, argv, i, &missing)))
        return fd_parse(&o->passphrase_fd, value, e);
    else if ((value = value_of("--color", argc, argv, i, &missing)))
        return color_parse(&o->color, value, e);
    else
        *taken = false;
    if (missing.code != ERR_NONE)
        *e = missing;
    return missing.code == ERR_NONE;
}

static bool asks_json(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (!strcmp(argv[i], "--json"))
            return true;
    return false;
}

bool options_parse(struct options *out, int argc, char **argv, struct arena *a, struct err *e)
{
    struct options o = {.passphrase_fd = -1, .words = arena_array(a, (size_t)argc + 1, sizeof(*out->words))};
    bool literal = false;
    out->json = asks_json(argc, argv);
    for (int i = 1; i < argc; i++) {
        bool taken = false;
        if (!literal && !strcmp(argv[i], "--")) {
            literal = true; /* the command sees it too: its own words after it are no options either */
        } else if (!literal && argv[i][0] == '-') {
            if (set_flag(&o, argv[i]))
                continue;
            if (!set_value(&o, &taken, argc, argv, &i, e))
                return false;
        }
        if (!taken)
            o.words[o.words_len++] = argv[i];
    }
    *out = o;
    return true;
}
