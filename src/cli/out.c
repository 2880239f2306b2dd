/*
 * Ways out: text, JSON, errors, the progress bar. Text of the record goes to stdout only; on a terminal, characters
 * that could steer it or reorder a line are shown as a mark, in a file or pipe they stay as they are.
 */
#include "cli_internal.h"

#include "fascia/base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool steers(uint32_t code)
{
    return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7f && code < 0xa0) ||
           (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x200e || code == 0x200f;
}

static void put_safe(FILE *to, const char *text)
{
    size_t len = strlen(text);
    for (size_t at = 0; at < len;) {
        uint32_t code;
        size_t n = utf8_decode(text + at, len - at, &code);
        if (n == 0 || steers(code))
            fputs("\xEF\xBF\xBD", to);
        else
            fwrite(text + at, 1, n, to);
        at += n ? n : 1;
    }
}

static void put(FILE *to, const char *text)
{
    if (isatty(fileno(to)))
        put_safe(to, text);
    else
        fputs(text, to);
}

void out_text(const char *text)
{
    put(stdout, text);
}

void out_printf(const char *format, ...)
{
    struct arena scratch = {0};
    va_list args;
    va_start(args, format);
    put(stdout, arena_vprintf(&scratch, format, args));
    va_end(args);
    arena_release(&scratch);
}

bool out_end(struct err *e)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    if (errno == EPIPE)
        return true; /* the reader has seen enough */
    return err_errno(e, errno, "cannot write the output");
}

static int print_piece(const char *bytes, size_t n, void *to)
{
    return fwrite(bytes, 1, n, to) == n ? 0 : -1;
}

/* jansson escapes control characters, so this is safe on a terminal as well. What could not be written shows in
 * out_end. */
static void print_json(json_t *object)
{
    json_object_set_new(object, "format", json_integer(1));
    (void)!json_dump_callback(object, print_piece, stdout, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(15));
    fputc('\n', stdout);
    json_decref(object);
}

bool out_json(json_t *object, struct err *e)
{
    print_json(object);
    return out_end(e);
}

/* Candidates of an ambiguous word, or of a text that fits several clients. */
static json_t *candidates_of(const struct call *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->problem.candidates_len; i++)
        json_array_append_new(
            list, json_pack("{s:s,s:s}", "id", c->problem.candidates[i].id, "label", c->problem.candidates[i].label));
    for (size_t i = 0; i < c->candidates_len; i++) {
        json_t *one = json_object();
        json_object_set_new(one, "id", json_of_id(c->candidates[i].client.id));
        char number[24];
        (void)snprintf(number, sizeof(number), "#%04d", c->candidates[i].client.number);
        json_object_set_new(one, "label", json_string(number));
        json_array_append_new(list, one);
    }
    return list;
}

/* What stands on stderr ends in logs: names of people are on it only while a person looks at it. */
static void list_candidates(struct call *c)
{
    bool seen = isatty(STDERR_FILENO);
    for (size_t i = 0; i < c->problem.candidates_len; i++)
        fprintf(stderr, "  %s  (%s)\n", c->problem.candidates[i].label, c->problem.candidates[i].id);
    for (size_t i = 0; i < c->candidates_len; i++) {
        fprintf(stderr, "  #%04d  ", c->candidates[i].client.number);
        if (seen)
            put_safe(stderr, client_name(&c->candidates[i].client, &c->arena));
        fputc('\n', stderr);
    }
}

static void print_error(const struct err *e, json_t *at, json_t *candidates)
{
    json_t *error = json_pack("{s:s,s:s,s:o,s:o}", "code", err_word(e->code), "message", e->text, "at", at,
                              "candidates", candidates);
    print_json(json_pack("{s:o}", "error", error));
    fflush(stdout);
}

static void say_error(const struct err *e)
{
    fputs("fascia: ", stderr);
    put_safe(stderr, e->text);
    fputc('\n', stderr);
}

int cli_fail(const struct options *o, const struct err *e)
{
    if (o->json)
        print_error(e, json_null(), json_array());
    say_error(e);
    return err_exit_status(e->code);
}

void out_problem(struct call *c, const struct err *e)
{
    fflush(stdout);
    if (c->o->json && !c->answered) {
        json_t *at = json_null();
        if (c->problem_line)
            at = json_pack("{s:I,s:I,s:I}", "line", (json_int_t)c->problem_line, "from", (json_int_t)c->problem.from,
                           "to", (json_int_t)c->problem.to);
        print_error(e, at, candidates_of(c));
    }
    say_error(e);
    if (!c->o->json)
        list_candidates(c);
}

enum { BAR_AFTER_MS = 1000, BAR_EVERY_MS = 100, BAR_CELLS = 24 };

static bool bar_step(void *who, const char *what, uint64_t done, uint64_t total)
{
    struct bar *b = who;
    int64_t now = clock_monotonic_ms();
    if (b->started == 0)
        b->started = now;
    if (!isatty(STDERR_FILENO) || now - b->started < BAR_AFTER_MS || now - b->drawn < BAR_EVERY_MS)
        return true;
    double seconds = (double)(now - b->started) / 1000.0;
    double rate = (double)done / seconds;
    b->drawn = now;
    b->shown = true;
    fprintf(stderr, "\r\033[K%s ", what);
    if (total > 0 && done <= total) {
        int full = (int)(done * BAR_CELLS / total);
        fprintf(stderr, "[%.*s%.*s] %3d%%  ", full, "########################", BAR_CELLS - full,
                "........................", (int)(done * 100 / total));
    }
    fprintf(stderr, "%llu  %.0f/s", (unsigned long long)done, rate);
    if (total > done && rate > 0)
        fprintf(stderr, "  %.0f s left", (double)(total - done) / rate);
    fflush(stderr);
    return true;
}

struct progress bar_progress(struct bar *b)
{
    return (struct progress){.step = bar_step, .who = b};
}

void bar_end(struct bar *b)
{
    if (b->shown)
        fputs("\r\033[K", stderr);
}
