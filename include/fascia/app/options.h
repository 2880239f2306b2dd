/** Options that every command and the screens share. They may stand anywhere before "--". */
#ifndef FASCIA_APP_OPTIONS_H
#define FASCIA_APP_OPTIONS_H

#include "fascia/base/arena.h"
#include "fascia/base/err.h"

enum color_when { COLOR_AUTO, COLOR_NEVER, COLOR_16, COLOR_256, COLOR_TRUE };

struct options {
    const char *practice, *as; /* NULL = not given */
    int passphrase_fd;         /* -1 = not given */
    bool json, plain, ascii, mouse, help, version;
    bool no_lock; /* test builds only */
    enum color_when color;
    const char **words; /* what is left: command, its arguments and its own options; borrowed from argv */
    size_t words_len;
};

/**
 * ERR_USAGE names the option that is off; out->json is right even then, so that the error can be told as it was asked.
 * Words are borrowed from argv; the list lives in a.
 */
MUST_USE bool options_parse(struct options *out, int argc, char **argv, struct arena *a, struct err *e);

#endif
