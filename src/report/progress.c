/*
 * Before, after and kept: the three figures of every sign.
 *
 * Rows of one series are compared by whoever reads them, so everything that makes two examinations different splits
 * them into two series. The catalogue is asked for words and scales only; nothing here judges a change.
 */
#include "fascia/report/progress.h"

#include "fascia/model/words.h"

#include <string.h>

static bool text_same(const char *x, const char *y)
{
    return x == y || (x && y && strcmp(x, y) == 0);
}

static bool comparable(const struct finding *x, const struct finding *y)
{
    return text_same(x->kind, y->kind) && text_same(x->quality, y->quality) && x->on == y->on &&
           text_same(x->target, y->target) && text_same(x->about, y->about) && x->side == y->side &&
           text_same(x->mode, y->mode) && text_same(x->device, y->device) && text_same(x->position, y->position);
}

static struct progress_series *series_for(struct progress_series **all, size_t *len, const struct catalogue *c,
                                          const struct finding *f, struct arena *a)
{
    for (size_t i = 0; i < *len; i++) {
        if (comparable((*all)[i].rows[0].finding, f))
            return &(*all)[i];
    }
    struct progress_series *series = arena_push(a, all, len, sizeof *series);
    struct finding bare = *f;
    bare.pre = bare.post = (struct value){.kind = VALUE_NONE};
    series->subject = finding_subject(c, f, a);
    series->label = finding_short(c, &bare, a);
    series->scale = finding_scale(c, f);
    return series;
}

static bool has_value(const struct finding *f)
{
    return f->pre.kind != VALUE_NONE || f->post.kind != VALUE_NONE;
}

static void link_next(struct progress_series *series)
{
    for (size_t i = 0; i + 1 < series->rows_len; i++) {
        if (series->rows[i].session != series->rows[i + 1].session)
            series->rows[i].next = series->rows[i + 1].finding;
    }
}

void progress_collect(struct progress_series **out, size_t *len, const struct catalogue *c,
                      const struct session *sessions, size_t sessions_len, const char *target, struct arena *a)
{
    struct progress_series *all = NULL;
    size_t all_len = 0;
    for (size_t i = 0; i < sessions_len; i++) {
        for (size_t k = 0; k < sessions[i].findings_len; k++) {
            const struct finding *f = &sessions[i].findings[k];
            if (!has_value(f) || (target && strcmp(target, f->target) != 0))
                continue;
            struct progress_series *series = series_for(&all, &all_len, c, f, a);
            struct progress_row *row = arena_push(a, &series->rows, &series->rows_len, sizeof *row);
            row->day = instant_date(sessions[i].started);
            row->session = &sessions[i];
            row->finding = f;
        }
    }
    for (size_t i = 0; i < all_len; i++)
        link_next(&all[i]);
    *out = all;
    *len = all_len;
}

static void add_series(struct document *d, const struct progress_series *series)
{
    static const char *const heads[] = {"Date", "Before", "After", "Change", "Kept (next visit)"};
    struct arena *a = d->arena;
    document_heading(d, 2, series->subject);
    document_table(d, heads, ARRAY_LEN(heads), 1U << 1 | 1U << 2 | 1U << 3 | 1U << 4);
    for (size_t i = 0; i < series->rows_len; i++) {
        const struct progress_row *row = &series->rows[i];
        char day[16];
        int direction;
        date_format_short(day, row->day);
        const char *const cells[] = {
            arena_strdup(a, day),
            value_phrase(&row->finding->pre, series->scale, a),
            value_phrase(&row->finding->post, series->scale, a),
            finding_change(row->finding, series->scale, &direction, a),
            row->next ? value_phrase(&row->next->pre, series->scale, a) : "",
        };
        document_row(d, cells);
    }
}

void progress_document(struct document *d, const struct progress_series *series, size_t len)
{
    for (size_t i = 0; i < len; i++)
        add_series(d, &series[i]);
    if (len == 0)
        document_paragraph(d, "No findings with values in signed sessions.");
}
