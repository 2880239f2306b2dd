/** What the shell keeps beside the views, and its operations: for tests that drive the screens without a terminal. */
#ifndef FASCIA_TUI_SHELL_INTERNAL_H
#define FASCIA_TUI_SHELL_INTERNAL_H

#include "fascia/app/keymap.h"
#include "fascia/tui/tui.h"

struct shell {
    struct keymap keymap;
    bool blank;   /* privacy: nothing is shown until a key */
    bool no_lock; /* test builds */
};

extern const struct tui_ops shell_ops; /* tui->own is a struct shell */

#endif
