/* A directory of a test's own. Setup and teardown, not a call at exit: a test that fails still removes what it made. */
#include "support/scratch.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char *joined(const char *folder, const char *name)
{
    char *path = NULL;
    if (asprintf(&path, "%s/%s", folder, name) < 0)
        abort();
    return path;
}

int scratch_setup(void **state)
{
    const char *temporary = getenv("TMPDIR");
    struct scratch *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->dir = joined(temporary && *temporary ? temporary : "/tmp", "fascia-test-XXXXXX");
    if (!mkdtemp(s->dir)) {
        perror(s->dir);
        free(s->dir);
        free(s);
        return -1;
    }
    *state = s;
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *at)
{
    (void)info, (void)type, (void)at;
    return remove(path);
}

static int open_folder(const char *path, const struct stat *info, int type, struct FTW *at)
{
    (void)info, (void)at;
    return type == FTW_D || type == FTW_DNR ? chmod(path, S_IRWXU) : 0;
}

int scratch_teardown(void **state)
{
    struct scratch *s = *state;
    /* A test may have taken its rights away: give them back on the way down, then remove on the way up. */
    (void)nftw(s->dir, open_folder, 16, FTW_PHYS);
    int result = nftw(s->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    for (size_t i = 0; i < s->paths_len; i++)
        free(s->paths[i]);
    free((void *)s->paths);
    free(s->dir);
    free(s);
    return result;
}

const char *scratch_path(struct scratch *s, const char *name)
{
    char **paths = realloc((void *)s->paths, (s->paths_len + 1) * sizeof *paths);
    if (!paths)
        abort();
    s->paths = paths;
    return s->paths[s->paths_len++] = joined(s->dir, name);
}
