/*
 * The anchors of the practice's own folder.
 *
 * They catch a store that was put back alone, the common case: a sync tool, a restored file, a hand that meant well.
 * Whoever puts the whole folder back puts these back, too; for that there are backups' manifests and paper.
 */
#include "fascia/trust/anchors.h"

#include "folder_internal.h"

#include "fascia/base/file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char file_name[] = "anchors";
enum { DEVICE_HEX = 32, HEAD_HEX = 64, LINE_MAX_BYTES = DEVICE_HEX + 1 + 20 + 1 + HEAD_HEX + 1 + 19 + 1 };

/* A number without sign or leading zeros, from `from`, up to the character `stop`; *end is put behind that. */
static bool number_parse(uint64_t *out, const char *from, char stop, uint64_t limit, const char **end)
{
    size_t digits = strspn(from, "0123456789");
    if (digits == 0 || (from[0] == '0' && digits > 1) || from[digits] != stop)
        return false;
    errno = 0;
    *out = strtoull(from, NULL, 10);
    *end = from + digits + (stop != '\0');
    return errno == 0 && *out <= limit;
}

/* Exactly n bytes of lower-case hex and a blank at `from`. */
static bool hex_field(void *out, size_t n, const char *from)
{
    char digits[HEAD_HEX + 1] = "";
    struct err why = {0};
    if (strspn(from, "0123456789abcdef") != 2 * n || from[2 * n] != ' ')
        return false;
    memcpy(digits, from, 2 * n);
    return hex_parse(out, n, digits, &why);
}

static bool line_parse(struct anchor *out, const char *line)
{
    struct anchor x = {0};
    uint64_t at;
    const char *p = line;
    if (!hex_field(x.device.b, sizeof(x.device.b), p) || id_is_null(x.device))
        return false;
    if (!number_parse(&x.device_seq, p + DEVICE_HEX + 1, ' ', UINT64_MAX, &p) || x.device_seq == 0)
        return false;
    if (!hex_field(x.head.b, sizeof(x.head.b), p))
        return false;
    if (!number_parse(&at, p + HEAD_HEX + 1, '\0', INT64_MAX, &p))
        return false;
    x.at_ms = (int64_t)at;
    *out = x;
    return true;
}

static bool parse_lines(struct anchors *out, char *text, size_t len, struct arena *a, struct err *e)
{
    if (strlen(text) != len)
        return err_set(e, ERR_DAMAGED, "it holds a zero byte");
    for (char *line = text; *line;) {
        char *end = strchr(line, '\n');
        struct anchor x;
        if (end)
            *end = '\0';
        if (!end || !line_parse(&x, line))
            return err_set(e, ERR_DAMAGED, "line %zu is no anchor", out->len + 1);
        if (out->len > 0 && id_compare(out->items[out->len - 1].device, x.device) >= 0)
            return err_set(e, ERR_DAMAGED, "line %zu is out of order", out->len + 1);
        *(struct anchor *)arena_push(a, &out->items, &out->len, sizeof(x)) = x;
        line = end + 1;
    }
    return true;
}

bool anchors_list(struct anchors *out, const char *folder, struct arena *a, struct err *e)
{
    char path[PATH_MAX];
    struct buf bytes = {0};
    struct anchors list = {0};
    if (!folder_path(path, folder, file_name, e))
        return false;
    bool ok = file_read(&bytes, path, (size_t)ANCHORS_MAX * LINE_MAX_BYTES, e);
    bool absent = !ok && e->code == ERR_NOT_FOUND;
    if (ok)
        ok = parse_lines(&list, arena_strndup(a, buf_text(&bytes), bytes.len), bytes.len, a, e);
    buf_release(&bytes);
    if (!ok && !absent)
        return err_wrap(e, "cannot use '%s'", file_name);
    *e = absent ? (struct err){0} : *e;
    *out = list;
    return true;
}

const struct anchor *anchors_find(const struct anchors *list, struct id device)
{
    for (size_t i = 0; i < list->len; i++)
        if (id_equal(list->items[i].device, device))
            return &list->items[i];
    return NULL;
}

static int by_device(const void *x, const void *y)
{
    return id_compare(((const struct anchor *)x)->device, ((const struct anchor *)y)->device);
}

/* Sorts `list` in place. */
static bool write_lines(const char *folder, struct anchors *list, struct err *e)
{
    char path[PATH_MAX];
    if (!folder_path(path, folder, file_name, e))
        return false;
    if (list->len > ANCHORS_MAX)
        return err_set(e, ERR_RANGE, "too many anchors: at most %d devices", ANCHORS_MAX);
    if (list->len > 0)
        qsort(list->items, list->len, sizeof(list->items[0]), by_device);
    struct buf bytes = {0};
    for (size_t i = 0; i < list->len; i++) {
        char device[DEVICE_HEX + 1];
        char head[HEAD_HEX + 1];
        hex_format(device, list->items[i].device.b, sizeof(list->items[i].device.b));
        hex_format(head, list->items[i].head.b, sizeof(list->items[i].head.b));
        buf_printf(&bytes, "%s %" PRIu64 " %s %" PRId64 "\n", device, list->items[i].device_seq, head,
                   list->items[i].at_ms);
    }
    bool ok = file_replace(path, NULL, buf_text(&bytes), bytes.len, e);
    buf_release(&bytes);
    return ok;
}

/* Puts `head` into the list; *changed is false when the list is as far on already. */
static bool merge(struct anchors *list, bool *changed, const struct anchor *head, struct arena *a, struct err *e)
{
    *changed = false;
    for (size_t i = 0; i < list->len; i++) {
        struct anchor *x = &list->items[i];
        if (!id_equal(x->device, head->device))
            continue;
        if (x->device_seq == head->device_seq && !hash_equal(x->head, head->head))
            return err_set(e, ERR_DAMAGED, "change %" PRIu64 " of this device is another one than was seen before",
                           head->device_seq);
        *changed = head->device_seq > x->device_seq;
        *x = *changed ? *head : *x;
        return true;
    }
    *(struct anchor *)arena_push(a, &list->items, &list->len, sizeof(*head)) = *head;
    *changed = true;
    return true;
}

bool anchors_note(const char *folder, const struct anchor *head, struct err *e)
{
    int lock;
    if (id_is_null(head->device) || head->device_seq == 0)
        BUG("an anchor without a device or a change");
    if (!folder_lock(&lock, folder, e))
        return false;
    struct arena a = {0};
    struct anchors list = {0};
    bool changed;
    bool ok = anchors_list(&list, folder, &a, e) && merge(&list, &changed, head, &a, e);
    if (ok && changed)
        ok = write_lines(folder, &list, e);
    arena_release(&a);
    folder_unlock(lock);
    return ok || err_wrap(e, "cannot note how far the record goes");
}

bool anchors_save(const char *folder, const struct anchors *list, struct err *e)
{
    int lock;
    if (!folder_lock(&lock, folder, e))
        return false;
    struct arena a = {0};
    struct anchors sorted = {arena_array(&a, list->len, sizeof(struct anchor)), list->len};
    if (list->len > 0)
        memcpy(sorted.items, list->items, list->len * sizeof(struct anchor));
    bool ok = write_lines(folder, &sorted, e);
    arena_release(&a);
    folder_unlock(lock);
    return ok || err_wrap(e, "cannot write the anchors");
}
