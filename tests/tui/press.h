/* Keys for tests of what takes keys, without a terminal. */
#ifndef TUI_PRESS_H
#define TUI_PRESS_H

#include "fascia/app/key.h"
#include "fascia/base/utf8.h"

#include <stdio.h>
#include <string.h>

/**
 * The next key of a notation: characters type themselves, "<Enter>", "<^S>" and "<Spc>" are names of app/key.h; blanks
 * only separate. False at the end.
 */
static inline bool press_next(struct key *k, const char **notation)
{
    char name[16];
    struct err e;
    *k = (struct key){0};
    const char *at = *notation + strspn(*notation, " ");
    const char *end = at[0] == '<' ? strchr(at, '>') : NULL;
    size_t len = strlen(at), n = end ? (size_t)(end - at) + 1 : utf8_decode(at, len, &k->code);
    if (len > 0 && n == 0)
        BUG("keys are not UTF-8");
    if (end) {
        snprintf(name, sizeof name, "%.*s", (int)(n - 2), at + 1);
        if (!key_parse(&k->code, name, &e))
            BUG("%s", e.text);
    }
    *notation = at + n;
    return len > 0;
}

#endif
