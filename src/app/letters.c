/*
 * From the record to a letter. What it is built from is read here, in pages; how it reads is the report layer's. A file
 * leaves the encrypted store, so the export is recorded before the first byte of it is written.
 */
#include "fascia/app/letters.h"

#include "fascia/app/day.h"
#include "fascia/base/file.h"
#include "fascia/report/markdown.h"
#include "fascia/report/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PAGE_ROWS = 200 };

static const char *const format_words[LETTER_FORMATS] = {[LETTER_TEXT] = "txt", [LETTER_MARKDOWN] = "md"};

const char *letter_format_word(enum letter_format f)
{
    if ((unsigned)f >= LETTER_FORMATS)
        BUG("letter format %d", (int)f);
    return format_words[f];
}

bool letter_format_parse(enum letter_format *out, const char *word, struct err *e)
{
    for (int f = 0; f < LETTER_FORMATS; f++) {
        if (strcmp(format_words[f], word) == 0) {
            *out = (enum letter_format)f;
            return true;
        }
    }
    return err_set(e, ERR_INVALID, "no letter format '%s': txt or md", word);
}

const char *letter_addressee(enum letter_kind kind, const struct client *c, struct arena *a)
{
    switch (kind) {
    case LETTER_CLIENT:
        return client_name_spoken(c, a);
    case LETTER_INSURER:
        return "The claims department";
    case LETTER_REFERRAL:
    case LETTER_GP:
    case LETTER_DISCHARGE:
    case LETTER_KINDS:
        break;
    }
    return c->gp && c->gp[0] ? c->gp : "Dear colleague";
}

static void turn_round(struct session *list, size_t len)
{
    for (size_t i = 0; i < len / 2; i++) {
        struct session other = list[i];
        list[i] = list[len - 1 - i];
        list[len - 1 - i] = other;
    }
}

bool signed_sessions(struct session **out, size_t *len, struct app *a, struct id client, struct id episode,
                     struct arena *arena, struct err *e)
{
    struct session_filter filter = {.client = client, .episode = episode, .signed_only = true};
    struct session *list = NULL;
    size_t count = 0;
    int64_t before = 0;
    bool more = true;
    while (more) {
        struct session_row *page;
        size_t page_len;
        if (!find_page(&page, &page_len, a, &filter, before, PAGE_ROWS, arena, e))
            return false;
        for (size_t i = 0; i < page_len; i++)
            *(struct session *)arena_push(arena, &list, &count, sizeof(*list)) = page[i].session;
        more = page_len == PAGE_ROWS;
        before = page_len ? page[page_len - 1].key : 0;
    }
    turn_round(list, count);
    *out = list;
    *len = count;
    return true;
}

static int by_start(const void *x, const void *y)
{
    const struct session *left = x;
    const struct session *right = y;
    return left->started.ms < right->started.ms ? -1 : left->started.ms > right->started.ms;
}

static bool chosen_sessions(struct session **out, size_t *len, struct app *a, const struct letter_job *job,
                            struct arena *arena, struct err *e)
{
    struct session *list = arena_array(arena, job->sessions_len, sizeof(*list));
    for (size_t i = 0; i < job->sessions_len; i++) {
        struct session_row row;
        if (!session_get(&row, a->store, job->sessions[i], arena, e))
            return false;
        if (row.voided)
            return err_set(e, ERR_REFUSED, "a marked session was filed in error: take its mark off");
        list[i] = row.session;
    }
    qsort(list, job->sessions_len, sizeof(*list), by_start);
    *out = list;
    *len = job->sessions_len;
    return true;
}

static bool latest_episode(struct session **out, size_t *len, struct app *a, struct id client, struct arena *arena,
                           struct err *e)
{
    struct session_row last;
    bool found;
    *len = 0;
    if (!session_last(&last, &found, a->store, client, 0, arena, e))
        return false;
    return !found || signed_sessions(out, len, a, client, last.session.episode, arena, e);
}

/* The episode that all of the sessions belong to; NULL when they are of several, or of none. */
static bool common_episode(const struct episode **out, struct app *a, const struct session *sessions, size_t len,
                           struct arena *arena, struct err *e)
{
    struct episode_row *rows;
    size_t rows_len;
    struct id id = sessions[0].episode;
    *out = NULL;
    for (size_t i = 1; i < len; i++)
        if (!id_equal(sessions[i].episode, id))
            return true;
    if (!episode_list(&rows, &rows_len, a->store, sessions[0].client, arena, e))
        return false;
    for (size_t i = 0; i < rows_len; i++)
        if (id_equal(rows[i].episode.id, id))
            *out = &rows[i].episode;
    return true;
}

static const char *text_or_null(const char *text)
{
    return text && text[0] ? text : NULL;
}

static const char *formed(enum letter_format f, const struct document *d, struct arena *arena)
{
    struct buf text = {0};
    if (f == LETTER_MARKDOWN)
        document_markdown(&text, d);
    else
        document_text(&text, d);
    const char *copy = arena_strdup(arena, buf_text(&text));
    buf_release(&text);
    return copy;
}

static bool word_it(struct letter *l, struct app *a, const struct letter_job *job, const struct session *sessions,
                    size_t len, struct arena *arena, struct err *e)
{
    struct letter_input in = {.catalogue = a->catalogue,
                              .practice = &a->practice,
                              .user = &a->user,
                              .client = &l->client.client,
                              .sessions = sessions,
                              .sessions_len = len,
                              .kind = job->kind,
                              .recipient = l->to,
                              .text = text_or_null(job->text),
                              .today = instant_date(clock_now())};
    struct document document;
    if (!common_episode(&in.episode, a, sessions, len, arena, e) || !letter_write(&document, &in, arena, e))
        return false;
    for (int f = 0; f < LETTER_FORMATS; f++)
        l->as[f] = formed((enum letter_format)f, &document, arena);
    l->sessions = len;
    l->first = instant_date(sessions[0].started);
    l->last = instant_date(sessions[len - 1].started);
    return true;
}

bool letter_build(struct letter *out, struct app *a, const struct letter_job *job, struct arena *arena, struct err *e)
{
    struct letter l = {.kind = job->kind};
    struct session *sessions = NULL;
    size_t len = 0;
    if (!app_may(a, ROLES_CLINICAL, "letter write", e))
        return false;
    bool ok = job->recorded ? client_get(&l.client, a->store, job->client, arena, e)
                            : client_open(&l.client, a, job->client, arena, e);
    if (!ok)
        return false;
    ok = job->sessions_len ? chosen_sessions(&sessions, &len, a, job, arena, e)
                           : latest_episode(&sessions, &len, a, job->client, arena, e);
    if (!ok)
        return false;
    if (len == 0)
        return err_set(e, ERR_REFUSED, "a letter is made from signed sessions, and this client has none yet");
    const char *to = text_or_null(job->to);
    l.to = to ? arena_strdup(arena, to) : letter_addressee(job->kind, &l.client.client, arena);
    if (!word_it(&l, a, job, sessions, len, arena, e))
        return false;
    *out = l;
    return true;
}

const char *letter_file_name(const struct letter *l, struct date day, enum letter_format f, int copy, struct arena *a)
{
    char text[16];
    date_format(text, day);
    const char *behind = copy > 1 ? arena_printf(a, "-%d", copy) : "";
    return arena_printf(a, "letter-%04d-%s%s.%s", l->client.client.number, text, behind, letter_format_word(f));
}

bool letter_save(struct app *a, const struct letter *l, enum letter_format f, const char *path, struct err *e)
{
    struct stat st;
    char detail[64];
    /* file_create refuses it too; it is asked first so that no export is recorded that was none */
    if (lstat(path, &st) == 0)
        return err_set(e, ERR_CONFLICT, "'%s' is there already and is left as it is: give another name", path);
    (void)snprintf(detail, sizeof(detail), "letter %s, %zu sessions, as %s", letter_kind_word(l->kind), l->sessions,
                   letter_format_word(f));
    return app_record_access(a, "export", l->client.client.id, detail, e) &&
           (file_create(path, l->as[f], strlen(l->as[f]), e) || err_wrap(e, "cannot write the letter"));
}
