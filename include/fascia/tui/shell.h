/** The program on a terminal: opens it, shows the first view, and puts the terminal back. */
#ifndef FASCIA_TUI_SHELL_H
#define FASCIA_TUI_SHELL_H

#include "fascia/app/app.h"
#include "fascia/app/options.h"

/**
 * Runs the screens until the person leaves. `a` may be unlocked already (then Today comes first), locked with a folder
 * (the unlock screen), or without a practice (first run).
 * @param signal  0, or the signal that ended it: close everything, then loop_raise it
 * @return        false with an error only when the terminal could not be used
 */
MUST_USE bool shell_run(int *signal, struct app *a, const struct options *o, struct err *e);

#endif
