/*
 * A practice's own vocabulary on top of the shipped one. With no file in the folder nothing is parsed at all: the
 * compiled tables are the answer, and start-up costs seven failed opens.
 */
#include "catalogue_internal.h"

#include "fascia/base/embed.h"
#include "fascia/base/file.h"

#include <string.h>

enum { FILE_LIMIT = 256 * 1024 };

extern const struct embed vocabulary[];
extern const size_t vocabulary_count;

void catalogue_shipped_sources(const struct catalogue_source **out, size_t *len, struct arena *a)
{
    struct catalogue_source *sources = arena_array(a, vocabulary_count, sizeof(*sources));
    for (size_t i = 0; i < vocabulary_count; i++) {
        sources[i] = (struct catalogue_source){
            .name = vocabulary[i].name, .text = (const char *)vocabulary[i].data, .len = *vocabulary[i].len};
    }
    *out = sources;
    *len = vocabulary_count;
}

/* The shipped sources and those of the folder. A file that cannot be read becomes a problem of l. */
static void gather(struct loader *l, const char *folder, struct catalogue_source **out, size_t *len, bool *any)
{
    const struct catalogue_source *shipped;
    size_t shipped_len;
    catalogue_shipped_sources(&shipped, &shipped_len, l->arena);
    struct catalogue_source *sources = arena_array(l->arena, 2 * shipped_len, sizeof(*sources));
    *len = 0;
    *any = false;
    for (size_t i = 0; i < shipped_len; i++) {
        sources[(*len)++] = shipped[i];
    }
    for (size_t i = 0; i < shipped_len; i++) {
        struct err e;
        struct buf text = {0};
        const char *path = arena_printf(l->arena, "%s/%s", folder, shipped[i].name);
        if (file_read(&text, path, FILE_LIMIT, &e)) {
            *any = true;
            sources[(*len)++] =
                (struct catalogue_source){path, arena_strndup(l->arena, buf_text(&text), text.len), text.len};
        } else if (e.code != ERR_NOT_FOUND) {
            *any = true;
            problem_add_err(l, &e);
        }
        buf_release(&text);
    }
    *out = sources;
}

bool catalogue_load_with_overrides(const struct catalogue **out, const char *folder, struct arena *a, struct err *e)
{
    struct catalogue *made = arena_alloc(a, sizeof(*made));
    struct loader l = {.arena = a, .out = made};
    struct catalogue_source *sources;
    size_t len;
    bool any;
    gather(&l, folder, &sources, &len, &any);
    if (!any) {
        *out = catalogue_shipped();
        return true;
    }
    if (l.problems_len > 0) {
        return err_set(e, ERR_INVALID, "%s", l.problems[0]);
    }
    if (!catalogue_load(made, sources, len, a, e)) {
        return false;
    }
    *out = made;
    return true;
}

void catalogue_check(const char ***out, size_t *out_len, const char *folder, struct arena *a)
{
    struct catalogue made = {0};
    struct loader l = {.arena = a, .out = &made};
    struct catalogue_source *sources;
    size_t len;
    bool any;
    gather(&l, folder, &sources, &len, &any);
    loader_run(&l, sources, len);
    loader_problems(&l, out, out_len);
}
