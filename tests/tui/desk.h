/**
 * The screens without a terminal: a real practice in a scratch folder, keys in, text out. It is Monday, 23 November
 * 2026, about ten.
 */
#ifndef FASCIA_TESTS_TUI_DESK_H
#define FASCIA_TESTS_TUI_DESK_H

#include "shell_internal.h"

#include "fascia/app/work.h"
#include "fascia/tui/views.h"

#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define DESK_PASSPHRASE "velvet orbit canyon drum"

struct desk {
    struct scratch *scratch;
    struct app app;
    struct shell shell;
    struct tui tui;
    struct canvas screen;
    struct buf text; /* of the screen, as last looked at */
};

/** An empty practice of Ana Ruiz, unlocked, with Today on the screen; the present folder is the scratch folder. */
int desk_setup(void **state);
/** No practice yet: the first run. */
int desk_setup_empty(void **state);
int desk_teardown(void **state);

/** Closes every view and shows this one. */
void desk_show(struct desk *d, const struct view_ops *ops, const void *arg);

/** Keys as the harness writes them: characters, ⏎ ⇥ ⇤ ␣ ⎋ ⌫ ↑ ↓, ^s for Ctrl-S, <F2> by name. Blanks only separate. */
void desk_keys(struct desk *d, const char *notation);
void desk_type(struct desk *d, const char *text); /* each character as it is */

const char *desk_text(struct desk *d); /* the screen, 80x24 unless resized; valid until the next look */
void desk_resize(struct desk *d, int width, int height);
void desk_expect(struct desk *d, const char *needle);
void desk_absent(struct desk *d, const char *needle);
const char *desk_top(const struct desk *d); /* name of the view on top */

struct id desk_client(struct desk *d, const char *name, struct date born);
/** Today's session of the client, signed: the lines of fast entry, NULL-ended. */
struct id desk_signed(struct desk *d, struct id client, const char *const *lines);
void desk_add_therapist(struct desk *d, const char *login, const char *name); /* with the same passphrase */
int desk_changes(struct desk *d, const char *needle);                         /* changes whose body holds it */

#endif
