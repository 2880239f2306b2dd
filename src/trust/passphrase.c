/*
 * What a new passphrase must be.
 *
 * A guess costs half a second and 256 MiB, so length is what decides; the rules beyond it refuse only what a guesser
 * tries first: digits, repetition, rows of keys, the login or the practice, the best-known words. Capitals and signs
 * are not asked for: they make passphrases that are written on the screen's edge. The text is looked at in locked
 * memory and is in no message.
 */
#include "fascia/trust/passphrase.h"

#include "fascia/base/secret.h"
#include "fascia/base/utf8.h"

#include <sodium.h>
#include <string.h>

extern const unsigned char word_list[];
extern const size_t word_list_len;

enum { DISTINCT_MIN = 6, BEYOND_NAMES_MIN = 8, NAME_MIN = 3, WORDS = 7776 };

/* Neighbours on a keyboard, in the alphabet and in counting. */
static const char *const rows[] = {
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop",
};

static const char *const well_known[] = {
    "password", "passphrase", "passwort", "letmein", "welcome", "fascia", "therapy", "therapist", "clinic", "secret",
};

struct codes {
    uint32_t items[PASSPHRASE_MAX];
    size_t len;
};

static uint32_t lower(uint32_t c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/* False for a control character. Bytes that are no UTF-8 count as one character each: they can be typed. */
static bool codes_read(struct codes *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        uint32_t c;
        size_t n = utf8_decode(text + i, len - i, &c);
        if (n == 0)
            c = (unsigned char)text[i];
        if (c < 0x20 || c == 0x7f)
            return false;
        out->items[out->len++] = c;
        i += n ? n : 1;
    }
    return true;
}

static size_t count_distinct(const struct codes *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->len; i++) {
        bool seen = false;
        for (size_t j = 0; j < i && !seen; j++)
            seen = lower(t->items[j]) == lower(t->items[i]);
        n += !seen;
    }
    return n;
}

/* Dates and telephone numbers are digits, too. */
static bool only_digits(const struct codes *t)
{
    for (size_t i = 0; i < t->len; i++)
        if (t->items[i] > 0x7f || !strchr("0123456789 +-./", (int)t->items[i]))
            return false;
    return true;
}

/* Is all of it one piece over and over, the last time perhaps cut short? */
static bool repeats(const struct codes *t)
{
    for (size_t period = 1; period <= t->len / 2; period++) {
        size_t i = 0;
        while (i + period < t->len && lower(t->items[i]) == lower(t->items[i + period]))
            i++;
        if (i + period == t->len)
            return true;
    }
    return false;
}

static bool are_neighbours(uint32_t x, uint32_t y)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        for (const char *p = rows[i]; p[1]; p++)
            if ((x == (unsigned char)p[0] && y == (unsigned char)p[1]) ||
                (y == (unsigned char)p[0] && x == (unsigned char)p[1]))
                return true;
    return false;
}

/* Three quarters of its steps go to a neighbour or stay. */
static bool is_row(const struct codes *t)
{
    size_t near = 0;
    for (size_t i = 1; i < t->len; i++) {
        uint32_t x = lower(t->items[i - 1]);
        uint32_t y = lower(t->items[i]);
        near += x == y || are_neighbours(x, y);
    }
    return near * 4 >= (t->len - 1) * 3;
}

/* ---- names ---- */

/* Lower case (ASCII), without blanks, dots and dashes: "Ana-Lima" and "ana lima" are one name. */
static void squeeze(char *out, const char *text, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        if (!memchr(" .-_", text[i], 4))
            out[n++] = (char)lower((unsigned char)text[i]);
    out[n] = '\0';
}

/* Marks every place where `part` stands in `text`; places may overlap. */
static void cover(bool *covered, const char *text, const char *part)
{
    size_t n = strlen(part);
    for (const char *p = strstr(text, part); p; p = strstr(p + 1, part))
        memset(covered + (p - text), true, n);
}

static void cover_name(bool *covered, const char *text, const char *name)
{
    char part[PASSPHRASE_MAX + 1];
    size_t len = name ? strlen(name) : 0;
    if (len > PASSPHRASE_MAX)
        return;
    squeeze(part, name ? name : "", len);
    if (strlen(part) >= NAME_MIN)
        cover(covered, text, part);
}

/* How much of it is neither in a name nor in one of the best-known words? */
static size_t length_beyond(const char *text, size_t len, const char *const *names, size_t n_names)
{
    char *left = secret_alloc(len + 1);
    bool covered[PASSPHRASE_MAX] = {false};
    squeeze(left, text, len);
    for (size_t i = 0; i < n_names; i++)
        cover_name(covered, left, names[i]);
    for (size_t i = 0; i < ARRAY_LEN(well_known); i++)
        cover(covered, left, well_known[i]);
    size_t n = 0;
    for (size_t i = 0; left[i]; i++)
        n += !covered[i];
    secret_free(left);
    return n;
}

static bool weak(struct err *e, const char *why)
{
    return err_set(e, ERR_INVALID,
                   "passphrase is too easy to guess: %s; take four or more words that do not belong together", why);
}

static bool codes_check(const struct codes *t, struct err *e)
{
    if (t->len < PASSPHRASE_MIN)
        return err_set(e, ERR_INVALID, "passphrase is too short: at least %d characters", PASSPHRASE_MIN);
    if (only_digits(t))
        return weak(e, "only digits");
    if (repeats(t))
        return weak(e, "one piece repeated");
    if (count_distinct(t) < DISTINCT_MIN)
        return weak(e, "too few different characters");
    if (is_row(t))
        return weak(e, "a row of keys or letters");
    return true;
}

bool passphrase_check(const char *text, size_t len, const char *const *names, size_t n_names, struct err *e)
{
    if (len > PASSPHRASE_MAX)
        return err_set(e, ERR_RANGE, "passphrase is too long: at most %d bytes", PASSPHRASE_MAX);
    struct codes *t = secret_alloc(sizeof(*t));
    bool ok =
        codes_read(t, text, len) ? codes_check(t, e) : err_set(e, ERR_INVALID, "passphrase holds a control character");
    secret_free(t);
    if (!ok)
        return false;
    if (length_beyond(text, len, names, n_names) < BEYOND_NAMES_MIN)
        return weak(e, "mostly a name or a well-known word");
    return true;
}

/* ---- words ---- */

/* Word number n of the list, whose lines are "11111<tab>abacus". */
static const char *word_at(size_t n, size_t *len)
{
    const char *at = (const char *)word_list;
    const char *end = at + word_list_len;
    while (n-- > 0)
        at = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    const char *tab = memchr(at, '\t', (size_t)(stop - at));
    at = tab ? tab + 1 : at;
    *len = (size_t)(stop - at);
    return at;
}

void passphrase_generate(char out[PASSPHRASE_TEXT], int words)
{
    if (words < PASSPHRASE_WORDS_MIN || words > PASSPHRASE_WORDS_MAX)
        BUG("a passphrase of %d words", words);
    size_t used = 0;
    for (int i = 0; i < words; i++) {
        size_t len;
        const char *word = word_at(randombytes_uniform(WORDS), &len);
        if (used + len + 2 > PASSPHRASE_TEXT)
            BUG("a word of %zu letters in the list", len);
        if (i > 0)
            out[used++] = ' ';
        memcpy(out + used, word, len);
        used += len;
    }
    out[used] = '\0';
}
