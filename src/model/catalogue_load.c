/*
 * Loading as a whole: read every source, merge, build, check, make the terms. All problems are gathered; the catalogue
 * is given out only when there is none, so the rest of the program never sees a half-good one.
 */
#include "catalogue_internal.h"

void loader_run(struct loader *l, const struct catalogue_source *sources, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        loader_read(l, &sources[i]);
    }
    loader_merge(l);
    loader_build(l);
    loader_check(l);
    loader_terms(l);
}

bool catalogue_load(struct catalogue *out, const struct catalogue_source *sources, size_t len, struct arena *a,
                    struct err *e)
{
    struct catalogue made = {0};
    struct loader l = {.arena = a, .out = &made};
    loader_run(&l, sources, len);
    if (l.problems_len == 1) {
        return err_set(e, ERR_INVALID, "%s", l.problems[0]);
    }
    if (l.problems_len > 1) {
        return err_set(e, ERR_INVALID, "%s (and %zu more; see 'fascia config check')", l.problems[0],
                       l.problems_len - 1);
    }
    *out = made;
    return true;
}

void catalogue_problems(const char ***out, size_t *out_len, const struct catalogue_source *sources, size_t len,
                        struct arena *a)
{
    struct catalogue made = {0};
    struct loader l = {.arena = a, .out = &made};
    loader_run(&l, sources, len);
    loader_problems(&l, out, out_len);
}

void loader_problems(struct loader *l, const char ***out, size_t *out_len)
{
    *out = l->problems;
    *out_len = l->problems_len;
    if (l->problems_len > PROBLEMS_KEPT) {
        l->problems[PROBLEMS_KEPT - 1] =
            arena_printf(l->arena, "and %zu more problems", l->problems_len - PROBLEMS_KEPT + 1);
        *out_len = PROBLEMS_KEPT;
    }
}
