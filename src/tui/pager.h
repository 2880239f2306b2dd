/** Text that is longer than the screen: wrapped, and shown from a line on. Private to tui. */
#ifndef FASCIA_TUI_PAGER_H
#define FASCIA_TUI_PAGER_H

#include "fascia/tui/canvas.h"

enum { PAGER_COLUMNS_MAX = 100 }; /* longer lines are hard to read */

struct pager {
    const char *text; /* the owner's */
    int top;          /* first line shown */
};

/** Moves by lines, within a page of these measures. */
void pager_move(struct pager *p, int by, int height, int columns);

/** Says at the right edge of the last row how many lines are below. Puts the cursor on the first row. */
void pager_draw(const struct pager *p, struct canvas *c, int y, int x, int height, int columns);

#endif
