/*
 * Splitting names into words. "Anne-Marie O'Neill" is found by anne, marie, annemarie, o, neill and oneill, because
 * nobody remembers which mark stood where; a search drops its marks, so anne-m looks for annem.
 */
#include "words.h"

#include "fascia/base/utf8.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static void add(struct word_list *out, const char *text, size_t len, enum word_rank rank, struct arena *a)
{
    if (len == 0)
        return;
    for (size_t i = 0; i < out->len; i++)
        if (strncmp(out->items[i].text, text, len) == 0 && out->items[i].text[len] == '\0')
            return; /* ranks are added best first */
    struct word_item *item = arena_push(a, &out->items, &out->len, sizeof *item);
    item->text = arena_strndup(a, text, len);
    item->rank = rank;
}

static bool is_mark(char c)
{
    return (unsigned char)c < 0x80 && !isalnum((unsigned char)c);
}

/* The token without its marks, and with `parts` also each run between them. A # in front stays: it means the number. */
static void add_token(struct word_list *out, const char *token, size_t len, enum word_rank rank, bool parts,
                      struct arena *a)
{
    char *joined = arena_alloc(a, len + 1);
    size_t joined_len = 0, start = 0;
    for (size_t i = 0; i < len; i++)
        if (!is_mark(token[i]) || (i == 0 && token[i] == '#'))
            joined[joined_len++] = token[i];
    add(out, joined, joined_len, rank, a);
    for (size_t i = 0; parts && joined_len < len && i <= len; i++) {
        if (i < len && !is_mark(token[i]))
            continue;
        add(out, token + start, i - start, rank, a);
        start = i + 1;
    }
}

static void add_text(struct word_list *out, const char *text, enum word_rank rank, bool parts, struct arena *a)
{
    if (!text)
        return;
    for (const char *p = text_fold(a, text); *p;) {
        size_t len = strcspn(p, " \t\n");
        add_token(out, p, len, rank, parts, a);
        p += len;
        p += strspn(p, " \t\n");
    }
}

/* Whole, and the last six and four digits: what people read out. */
static void add_phone(struct word_list *out, const char *phone, struct arena *a)
{
    char digits[32];
    size_t n = 0;
    for (const char *p = phone; p && *p && n + 1 < sizeof digits; p++)
        if (isdigit((unsigned char)*p))
            digits[n++] = *p;
    if (n < 4)
        return;
    add(out, digits, n, WORD_PHONE, a);
    if (n > 6)
        add(out, digits + n - 6, 6, WORD_PHONE, a);
    if (n > 4)
        add(out, digits + n - 4, 4, WORD_PHONE, a);
}

static void add_number(struct word_list *out, int number, struct arena *a)
{
    char plain[16], padded[16];
    if (number <= 0)
        return;
    snprintf(plain, sizeof plain, "#%d", number);
    snprintf(padded, sizeof padded, "#%04d", number);
    for (int skip = 0; skip < 2; skip++) { /* with the # and without */
        add(out, plain + skip, strlen(plain + skip), WORD_NUMBER, a);
        add(out, padded + skip, strlen(padded + skip), WORD_NUMBER, a);
    }
}

void words_of_client(struct word_list *out, const struct client *c, struct arena *a)
{
    add_text(out, c->family, WORD_FAMILY, true, a);
    add_text(out, c->given, c->family ? WORD_GIVEN : WORD_FAMILY, true, a); /* a single name is the one to find by */
    add_text(out, c->preferred, WORD_PREFERRED, true, a);
    add_number(out, c->number, a);
    add_phone(out, c->phone, a);
}

void words_of_query(struct word_list *out, const char *typed, struct arena *a)
{
    add_text(out, typed, WORD_FAMILY, false, a);
}
