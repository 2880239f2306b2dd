/** Where practices live on disk. Private to app. */
#ifndef FASCIA_APP_PATHS_H
#define FASCIA_APP_PATHS_H

#include "fascia/base/arena.h"
#include "fascia/base/err.h"

/** $XDG_DATA_HOME/fascia, else $HOME/.local/share/fascia. */
MUST_USE bool paths_data_home(const char **out, struct arena *arena, struct err *e);
/** $XDG_CONFIG_HOME/fascia, else $HOME/.config/fascia: a person's own YAML. It need not be there. */
const char *paths_config(struct arena *arena);
/** Does the folder hold key slots? */
bool paths_is_practice(const char *folder, struct arena *arena);
/** Full paths of the practices in `home`, by name; a home that is not there has none. */
MUST_USE bool paths_practices(const char ***out, size_t *len, const char *home, struct arena *arena, struct err *e);
/** Lower-case ASCII letters, digits and single dashes, at most `limit` bytes; may be empty. */
const char *paths_slug(const char *name, size_t limit, struct arena *arena);

#endif
