/*
 * Where practices live: one folder each under XDG data. Only folders that hold a keyslots file count as practices, so
 * that a stray folder never makes the choice ambiguous.
 */
#include "paths.h"

#include "fascia/base/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool paths_data_home(const char **out, struct arena *arena, struct err *e)
{
    const char *xdg = getenv("XDG_DATA_HOME");
    if (xdg && xdg[0] == '/') {
        *out = arena_printf(arena, "%s/fascia", xdg);
        return true;
    }
    const char *home = getenv("HOME");
    if (!home || home[0] != '/')
        return err_set(e, ERR_USAGE, "no place for the practice: set HOME or XDG_DATA_HOME, or give --practice DIR");
    *out = arena_printf(arena, "%s/.local/share/fascia", home);
    return true;
}

const char *paths_config(struct arena *arena)
{
    const char *xdg = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    if (xdg && xdg[0] == '/')
        return arena_printf(arena, "%s/fascia", xdg);
    return arena_printf(arena, "%s/.config/fascia", home ? home : "");
}

bool paths_is_practice(const char *folder, struct arena *arena)
{
    return access(arena_printf(arena, "%s/keyslots", folder), F_OK) == 0 ||
           access(arena_printf(arena, "%s/keyslots.prev", folder), F_OK) == 0;
}

static int compare_names(const void *x, const void *y)
{
    const char *const *left = x;
    const char *const *right = y;
    return strcmp(*left, *right);
}

bool paths_practices(const char ***out, size_t *len, const char *home, struct arena *arena, struct err *e)
{
    const char **found = NULL;
    size_t count = 0;
    DIR *folder = opendir(home);
    if (!folder && errno != ENOENT)
        return err_errno(e, errno, "cannot list '%s'", home);
    for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        const char *path = arena_printf(arena, "%s/%s", home, entry->d_name);
        if (!paths_is_practice(path, arena))
            continue;
        const char **slot = arena_push(arena, &found, &count, sizeof(*found));
        *slot = path;
    }
    if (folder)
        closedir(folder);
    if (count > 0)
        qsort(found, count, sizeof(*found), compare_names);
    *out = found;
    *len = count;
    return true;
}

const char *paths_slug(const char *name, size_t limit, struct arena *arena)
{
    const char *folded = text_fold(arena, name);
    char *slug = arena_alloc(arena, limit + 1);
    size_t used = 0;
    for (const char *c = folded; *c && used < limit; c++) {
        bool letter = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
        if (letter)
            slug[used++] = *c;
        else if (used > 0 && slug[used - 1] != '-' && (unsigned char)*c < 0x80)
            slug[used++] = '-';
    }
    while (used > 0 && slug[used - 1] == '-')
        slug[--used] = '\0';
    return slug;
}
