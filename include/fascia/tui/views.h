/** What can be shown: the views, and what each is given and leaves behind. */
#ifndef FASCIA_TUI_VIEWS_H
#define FASCIA_TUI_VIEWS_H

#include "fascia/app/work.h"
#include "fascia/tui/view.h"

extern const struct view_ops first_run_view;   /* arg: NULL. Makes a practice, leaves it unlocked, then opens Today */
extern const struct view_ops unlock_view;      /* arg: NULL, or &true: came from a lock, returns to what was below */
extern const struct view_ops today_view;       /* arg: NULL */
extern const struct view_ops client_pick_view; /* arg: const char * text to begin with, or NULL. Opens what is chosen */
extern const struct view_ops
    client_new_view;                       /* arg: const char * name to begin with, or NULL. Ends in an empty session */
extern const struct view_ops client_view;  /* arg: const struct id * of the client */
extern const struct view_ops session_view; /* arg: const struct session_arg * */
extern const struct view_ops sign_view;    /* arg: struct work *; result 1 = signed */
extern const struct view_ops read_view;    /* arg: const struct id * of a session: read only, in sentences */
extern const struct view_ops
    plans_view; /* arg: const struct id * of the client; result 1, data: struct id of the chosen session */
extern const struct view_ops regions_view; /* arg: struct work *: corrects its regions */
extern const struct view_ops search_view;  /* arg: const char * text to begin with, or NULL */
extern const struct view_ops letter_view;  /* arg: const struct letter_arg * */
extern const struct view_ops drafts_view;  /* arg: NULL */
extern const struct view_ops help_view;    /* arg: const unsigned * where (IN_* bits); IN_ALL for the palette */

struct session_arg {
    struct id client;
    enum work_shape shape;
    struct id planned; /* a planned entry that it fulfils, or null */
    struct id draft;   /* continue exactly this draft, or null */
};

struct letter_arg {
    struct id client;
    const struct id *sessions; /* marked ones; borrowed for the call */
    size_t sessions_len;       /* 0: the latest episode's signed sessions */
};

/** "Santos, Maria  #0412 · 12 Apr 1985 (41)": in the header of every screen about one client. */
const char *client_header(const struct client *c, struct arena *a);

#endif
