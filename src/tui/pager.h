/** Text that is longer than the screen: shown from a line on, wrapped or as it is. Private to tui. */
#ifndef FASCIA_TUI_PAGER_H
#define FASCIA_TUI_PAGER_H

#include "fascia/tui/canvas.h"

enum { PAGER_COLUMNS_MAX = 100 }; /* longer lines are hard to read */

struct pager {
    const char *text; /* the owner's */
    bool fixed;       /* lines are as they are (tables): cut, and moved sideways by `left` */
    int top, left;    /* first line and column shown */
};

/** Moves by lines, within a page of these measures. */
void pager_move(struct pager *p, int by, int height, int columns);
/** Moves a fixed text sideways, as far as its longest line goes. */
void pager_shift(struct pager *p, int by, int columns);

/** Says at the right edge of the last row how many lines are below. Puts the cursor on the first row. */
void pager_draw(const struct pager *p, struct canvas *c, int y, int x, int height, int columns);

#endif
