/*
 * What no single field shows: that regions form a tree and groups do not run in a circle, that contralateral actions
 * are actions, and that short forms of joints are texts.
 */
#include "catalogue_internal.h"

#include <string.h>

/* Each step goes to another row, so more steps than rows mean a circle. */
static void check_regions(struct loader *l)
{
    const struct catalogue *c = l->out;
    for (size_t i = 0; i < c->regions_len; i++) {
        size_t steps = 0;
        const struct region *r = &c->regions[i];
        while (r->parent != NULL && steps <= c->regions_len) {
            r = r->parent;
            steps++;
        }
        if (steps > c->regions_len) {
            struct layer at = row_place(&l->rows[TABLE_REGION][i], "parent");
            problem_add(l, at.file, at.node->line, "the parents of '%s' run in a circle", c->regions[i].id);
        }
    }
}

static void check_groups(struct loader *l)
{
    const struct catalogue *c = l->out;
    for (size_t i = 0; i < c->structures_len; i++) {
        size_t steps = 0;
        const struct structure *s = &c->structures[i];
        while (s != NULL && s->group != NULL && steps <= c->structures_len) {
            s = catalogue_structure(c, s->group);
            steps++;
        }
        if (steps > c->structures_len) {
            struct layer at = row_place(&l->rows[TABLE_STRUCTURE][i], "group");
            problem_add(l, at.file, at.node->line, "the groups of '%s' run in a circle", c->structures[i].id);
        }
    }
}

static bool holds(const char *const *list, size_t len, const char *text)
{
    for (size_t i = 0; i < len; i++) {
        if (strcmp(list[i], text) == 0) {
            return true;
        }
    }
    return false;
}

static void check_contra(struct loader *l, const struct structure *s, const struct row *r)
{
    for (size_t k = 0; k < s->contra_len; k++) {
        if (!holds(s->actions, s->actions_len, s->contra[k])) {
            struct layer at = row_place(r, "contra");
            problem_add(l, at.file, at.node->line, "'%s' is in contra of '%s' but not in its actions", s->contra[k],
                        s->id);
        }
    }
}

static void check_texts(struct loader *l, struct layer at)
{
    for (size_t i = 0; i < at.node->len; i++) {
        loader_text_ok(l, at.file, &at.node->items[i]);
    }
}

/* The lists of the tables without rows. Terms are made of these. */
static void check_lists(struct loader *l, enum table t)
{
    for (size_t i = 0; i < l->rows_len[t]; i++) {
        for (size_t k = 0; k < l->rows[t][i].layers_len; k++) {
            check_texts(l, l->rows[t][i].layers[k]);
        }
    }
}

void loader_check(struct loader *l)
{
    check_lists(l, TABLE_JOINT_WORDS);
    check_lists(l, TABLE_TAILS);
    check_lists(l, TABLE_AMBIGUOUS);
    check_regions(l);
    check_groups(l);
    for (size_t i = 0; i < l->out->structures_len; i++) {
        check_contra(l, &l->out->structures[i], &l->rows[TABLE_STRUCTURE][i]);
    }
}
