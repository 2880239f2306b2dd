/*
 * The ring of failed unlocks: lines "ms login", the oldest dropped when it would grow beyond 4 KiB.
 *
 * It is written whole each time, which is little beside the Argon2id that went before, and a crash leaves the old lines
 * or the new. Damage never blocks an unlock: lines that do not parse are counted and passed over.
 */
#include "fascia/trust/tries.h"

#include "folder_internal.h"

#include "fascia/base/file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char file_name[] = "tries";

static bool login_known(const struct keyslots *s, const char *login)
{
    const char *logins[KEYSLOTS_HOLDERS_MAX];
    size_t n = keyslots_logins(logins, s);
    for (size_t i = 0; i < n; i++)
        if (strcmp(logins[i], login) == 0)
            return true;
    return false;
}

/* "ms login" in place; false when it is not one of ours. */
static bool line_parse(struct try_line *out, char *line)
{
    char *blank = strchr(line, ' ');
    if (!blank || blank == line || blank - line > 15 || strspn(line, "0123456789") != (size_t)(blank - line))
        return false;
    struct err why = {0};
    const char *login = blank + 1;
    if (login[0] && !login_check(login, &why))
        return false;
    out->at_ms = strtoll(line, NULL, 10);
    out->login = login;
    return true;
}

static void parse_lines(struct tries *out, char *text, struct arena *a)
{
    for (char *line = text; *line;) {
        char *end = strchr(line, '\n');
        char *next = end ? end + 1 : line + strlen(line);
        struct try_line t;
        if (end)
            *end = '\0';
        if (end && line_parse(&t, line))
            *(struct try_line *)arena_push(a, &out->items, &out->len, sizeof(t)) = t;
        else
            out->damaged++;
        line = next;
    }
}

bool tries_list(struct tries *out, const char *folder, struct arena *a, struct err *e)
{
    char path[PATH_MAX];
    struct buf bytes = {0};
    struct tries t = {0};
    struct err why = {0};
    if (!folder_path(path, folder, file_name, e))
        return false;
    bool ok = file_read(&bytes, path, TRIES_BYTES_MAX, &why);
    if (ok)
        parse_lines(&t, arena_strndup(a, buf_text(&bytes), bytes.len), a);
    else if (why.code == ERR_RANGE)
        t.damaged = 1; /* not written by us: the next failed unlock begins it anew */
    buf_release(&bytes);
    if (!ok && why.code != ERR_NOT_FOUND && why.code != ERR_RANGE) {
        *e = why;
        return err_wrap(e, "cannot read the failed unlocks");
    }
    *out = t;
    return true;
}

static bool write_lines(const char *folder, const struct tries *t, struct err *e)
{
    char path[PATH_MAX];
    struct buf bytes = {0};
    size_t from = 0;
    if (!folder_path(path, folder, file_name, e))
        return false;
    do { /* from the first line on from which all fit */
        buf_clear(&bytes);
        for (size_t i = from; i < t->len; i++)
            buf_printf(&bytes, "%" PRId64 " %s\n", t->items[i].at_ms, t->items[i].login);
        from++;
    } while (bytes.len > TRIES_BYTES_MAX);
    bool ok = file_replace(path, NULL, buf_text(&bytes), bytes.len, e);
    buf_release(&bytes);
    return ok;
}

bool tries_add(const char *folder, const struct keyslots *s, const char *login, int64_t at_ms, struct err *e)
{
    int lock;
    if (!folder_lock(&lock, folder, e))
        return false;
    struct arena a = {0};
    struct tries t = {0};
    bool ok = tries_list(&t, folder, &a, e);
    if (ok) {
        struct try_line *line = arena_push(&a, &t.items, &t.len, sizeof(*line));
        line->at_ms = at_ms > 0 ? at_ms : 0;
        line->login = login_known(s, login) ? login : "";
        ok = write_lines(folder, &t, e);
    }
    arena_release(&a);
    folder_unlock(lock);
    return ok || err_wrap(e, "cannot note the failed unlock");
}

static bool is_listed(const struct tries *listed, const struct try_line *line)
{
    for (size_t i = 0; i < listed->len; i++)
        if (listed->items[i].at_ms == line->at_ms && strcmp(listed->items[i].login, line->login) == 0)
            return true;
    return false;
}

bool tries_clear(const char *folder, const struct tries *listed, struct err *e)
{
    int lock;
    if (!folder_lock(&lock, folder, e))
        return false;
    struct arena a = {0};
    struct tries now = {0};
    bool ok = tries_list(&now, folder, &a, e);
    size_t kept = 0;
    for (size_t i = 0; ok && i < now.len; i++)
        if (!is_listed(listed, &now.items[i]))
            now.items[kept++] = now.items[i];
    bool changed = ok && (kept < now.len || now.damaged);
    now.len = kept;
    if (changed)
        ok = write_lines(folder, &now, e);
    arena_release(&a);
    folder_unlock(lock);
    return ok || err_wrap(e, "cannot clear the failed unlocks");
}
