/*
 * Dates as people type them.
 *
 * A date is one to three words. The longest form that fits is taken: `29 nov 2026` before `29 nov`. Nothing is ever
 * read month first, and a two-digit year is one only where it touches what stands before it, because the 10 of `29nov
 * 10` is an hour. Text is compared after lowering ASCII letters; a word with any other byte is no date.
 */
#include "fascia/model/when.h"

#include "fascia/base/utf8.h"

#include <string.h>

#define WORDS_MAX 3
#define WORD_SIZE 16
#define YEAR_FIRST 1900
#define YEAR_LAST 2199
#define YEARS_AHEAD 2 /* after `next` 2027 is a year and 2030 is half past eight in the evening */

struct reader {
    enum when_use use;
    struct date today;
};

struct number {
    int value;
    size_t digits;
};

static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                     "july",    "august",   "september", "october", "november", "december"};
static const char *const weekdays[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

/* Reads digits at *text and moves past them; digits 0 = none, or more than fit a date. */
static struct number take_number(const char **text)
{
    struct number n = {0};
    size_t len = strspn(*text, "0123456789");
    if (len == 0 || len > 8)
        return n;
    for (size_t i = 0; i < len; i++)
        n.value = n.value * 10 + ((*text)[i] - '0');
    n.digits = len;
    *text += len;
    return n;
}

/* Index of the name that word is at least the first three letters of, or -1. */
static int name_index(const char *word, const char *const *names, size_t len)
{
    size_t letters = strlen(word);
    for (size_t i = 0; letters >= 3 && i < len; i++) {
        if (strncmp(names[i], word, letters) == 0)
            return (int)i;
    }
    return -1;
}

static int month_index(const char *word)
{
    return name_index(word, months, ARRAY_LEN(months));
}

static struct date date_of(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return (struct date){0};
    struct date d = {.year = (int16_t)year, .month = (int8_t)month, .day = (int8_t)day};
    return date_valid(d) ? d : (struct date){0};
}

static bool one_day(struct span *out, struct date d)
{
    if (d.year == 0)
        return false;
    *out = (struct span){d, d};
    return true;
}

static bool add_days(struct span *out, const struct reader *r, int days)
{
    return one_day(out, date_from_days(date_days(r->today) + days));
}

/* The day of the nearest year that has it: eight years reach the next 29 February across a century. */
static bool nearest(struct span *out, const struct reader *r, int month, int day)
{
    bool ahead = r->use == WHEN_FUTURE;
    for (int i = 0; i <= 8; i++) {
        struct date d = date_of(ahead ? r->today.year + i : r->today.year - i, month, day);
        int order = date_compare(d, r->today);
        if (d.year > 0 && (ahead ? order >= 0 : order <= 0))
            return one_day(out, d);
    }
    return false;
}

/* A day whose year was typed with two digits: within 80 years back and 20 ahead, a birth date not in the future. */
static bool short_year(struct span *out, const struct reader *r, int year, int month, int day)
{
    int full = r->today.year - r->today.year % 100 + year;
    if (r->use == WHEN_BIRTH)
        full -= date_compare(date_of(full, month, day), r->today) > 0 || full > r->today.year ? 100 : 0;
    else if (full > r->today.year + 20)
        full -= 100;
    else if (full < r->today.year - 79)
        full += 100;
    return one_day(out, date_of(full, month, day));
}

static bool is_year(const struct reader *r, struct number n)
{
    if (n.digits != 4 || n.value < YEAR_FIRST || n.value > YEAR_LAST)
        return false;
    return r->use != WHEN_FUTURE || (n.value >= r->today.year && n.value <= r->today.year + YEARS_AHEAD);
}

static bool with_year(struct span *out, const struct reader *r, struct number year, int month, int day)
{
    if (year.digits == 2)
        return short_year(out, r, year.value, month, day);
    if (year.digits != 4 || year.value < YEAR_FIRST || year.value > YEAR_LAST)
        return false;
    return one_day(out, date_of(year.value, month, day));
}

/* today t yd yesterday tomorrow, t+3 -2w +1m */
static bool read_relative(struct span *out, const struct reader *r, const char *word)
{
    if (strcmp(word, "today") == 0 || strcmp(word, "t") == 0)
        return one_day(out, r->today);
    if (strcmp(word, "yd") == 0 || strcmp(word, "yesterday") == 0)
        return add_days(out, r, -1);
    if (strcmp(word, "tomorrow") == 0)
        return add_days(out, r, 1);
    if (*word == 't')
        word++;
    if (*word != '+' && *word != '-')
        return false;
    int sign = *word++ == '-' ? -1 : 1;
    struct number n = take_number(&word);
    if (n.digits < 1 || n.digits > 3 || strlen(word) > 1)
        return false;
    switch (*word) {
    case '\0':
    case 'd':
        return add_days(out, r, sign * n.value);
    case 'w':
        return add_days(out, r, sign * n.value * 7);
    case 'm':
        return one_day(out, date_add_months(r->today, sign * n.value));
    default:
        return false;
    }
}

/* 2026-11-29, and in a search 2026-11 */
static bool read_iso(struct span *out, const struct reader *r, const char *word)
{
    struct number year = take_number(&word);
    if (year.digits != 4 || *word++ != '-')
        return false;
    struct number month = take_number(&word);
    if (month.digits != 2)
        return false;
    if (*word == '\0' && r->use == WHEN_SEARCH) {
        struct date first = date_of(year.value, month.value, 1);
        if (first.year == 0)
            return false;
        *out = (struct span){first, date_from_days(date_days(date_add_months(first, 1)) - 1)};
        return true;
    }
    if (*word++ != '-')
        return false;
    struct number day = take_number(&word);
    return day.digits == 2 && *word == '\0' && one_day(out, date_of(year.value, month.value, day.value));
}

/* 29/11/26 29/11/2026 29.11.2026 29/11, and for a birth date 120485 12041985 */
static bool read_digits(struct span *out, const struct reader *r, const char *word)
{
    struct number day = take_number(&word);
    if (*word == '\0' && r->use == WHEN_BIRTH && day.digits == 6)
        return short_year(out, r, day.value % 100, day.value / 100 % 100, day.value / 10000);
    if (*word == '\0' && r->use == WHEN_BIRTH && day.digits == 8)
        return with_year(out, r, (struct number){day.value % 10000, 4}, day.value / 10000 % 100, day.value / 1000000);
    char mark = *word;
    if (day.digits < 1 || day.digits > 2 || (mark != '/' && mark != '.'))
        return false;
    word++;
    struct number month = take_number(&word);
    if (month.digits < 1 || month.digits > 2)
        return false;
    if (*word == '\0')
        return mark == '/' && r->use != WHEN_BIRTH && nearest(out, r, month.value, day.value);
    if (*word++ != mark)
        return false;
    struct number year = take_number(&word);
    return *word == '\0' && with_year(out, r, year, month.value, day.value);
}

/* Splits 29nov or 29nov2026 (year.digits 0 = none). */
static bool split_day_month(const char *word, struct number *day, int *month, struct number *year)
{
    *day = take_number(&word);
    size_t letters = strspn(word, "abcdefghijklmnopqrstuvwxyz");
    if (day->digits < 1 || day->digits > 2 || letters < 3 || letters >= WORD_SIZE)
        return false;
    char name[WORD_SIZE] = "";
    memcpy(name, word, letters);
    *month = month_index(name) + 1;
    word += letters;
    *year = take_number(&word);
    return *month > 0 && *word == '\0';
}

static bool read_day_month(struct span *out, const struct reader *r, const char *word)
{
    struct number day, year;
    int month;
    if (!split_day_month(word, &day, &month, &year))
        return false;
    if (year.digits > 0)
        return with_year(out, r, year, month, day.value);
    return r->use != WHEN_BIRTH && nearest(out, r, month, day.value);
}

/* A month by its name. In a search the whole of it; else the nearest of its days, ahead never in the current month,
 * which `strict` leaves out as well. */
static bool read_month(struct span *out, const struct reader *r, const char *word, bool strict)
{
    int month = month_index(word) + 1;
    if (month == 0 || r->use == WHEN_BIRTH)
        return false;
    bool ahead = r->use == WHEN_FUTURE;
    if (month == r->today.month && !strict && r->use == WHEN_PAST)
        return one_day(out, r->today);
    int year = r->today.year;
    if (ahead)
        year += month <= r->today.month;
    else
        year -= month > r->today.month || (strict && month == r->today.month);
    struct date first = date_of(year, month, 1);
    struct date last = date_from_days(date_days(date_add_months(first, 1)) - 1);
    if (r->use == WHEN_SEARCH)
        *out = (struct span){first, last};
    else
        *out = ahead ? (struct span){first, first} : (struct span){last, last};
    return true;
}

/* A weekday is never today: today has shorter names. */
static bool read_weekday(struct span *out, const struct reader *r, const char *word)
{
    int day = name_index(word, weekdays, ARRAY_LEN(weekdays));
    if (day < 0 || r->use == WHEN_BIRTH)
        return false;
    int ahead = (day - date_weekday(r->today) + 7) % 7;
    return add_days(out, r, r->use == WHEN_FUTURE && ahead == 0 ? 7 : r->use == WHEN_FUTURE ? ahead : ahead - 7);
}

static bool read_year(struct span *out, const struct reader *r, const char *word, int month)
{
    struct number year = take_number(&word);
    if (r->use != WHEN_SEARCH || *word != '\0' || !is_year(r, year))
        return false;
    struct date first = date_of(year.value, month > 0 ? month : 1, 1);
    *out = (struct span){first, date_from_days(date_days(date_add_months(first, month > 0 ? 1 : 12)) - 1)};
    return true;
}

static bool read_one(struct span *out, const struct reader *r, const char *word)
{
    return read_relative(out, r, word) || read_iso(out, r, word) || read_digits(out, r, word) ||
           read_day_month(out, r, word) || read_month(out, r, word, false) || read_weekday(out, r, word) ||
           read_year(out, r, word, 0);
}

/* 29 nov, 29nov 2026, last mar, last mon, and in a search mar 2026 */
static bool read_two(struct span *out, const struct reader *r, const char *first, const char *second)
{
    struct number day, year;
    int month = month_index(second) + 1;
    const char *end = first;
    day = take_number(&end);
    if (month > 0 && day.digits >= 1 && day.digits <= 2 && *end == '\0')
        return r->use != WHEN_BIRTH && nearest(out, r, month, day.value);
    if (strcmp(first, "last") == 0 && r->use != WHEN_FUTURE)
        return read_month(out, r, second, true) || read_weekday(out, r, second);
    if (month_index(first) >= 0)
        return read_year(out, r, second, month_index(first) + 1);
    if (!split_day_month(first, &day, &month, &year) || year.digits > 0)
        return false;
    year = take_number(&second);
    return *second == '\0' && is_year(r, year) && one_day(out, date_of(year.value, month, day.value));
}

static bool read_three(struct span *out, const struct reader *r, const char *first, const char *second,
                       const char *third)
{
    struct number day = take_number(&first);
    struct number year = take_number(&third);
    if (day.digits < 1 || day.digits > 2 || *first != '\0' || *third != '\0' || !is_year(r, year))
        return false;
    return one_day(out, date_of(year.value, month_index(second) + 1, day.value));
}

/* The leading words, lowered; a word that cannot belong to a date ends the list. ends[i]: where word i ends in text. */
static size_t split_words(char words[WORDS_MAX][WORD_SIZE], size_t ends[WORDS_MAX], const char *text)
{
    size_t count = 0, at = strspn(text, " ");
    while (count < WORDS_MAX && text[at] != '\0') {
        size_t len = strcspn(text + at, " ");
        if (len >= WORD_SIZE)
            break;
        for (size_t i = 0; i < len; i++) {
            char c = text[at + i];
            words[count][i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        }
        words[count][len] = '\0';
        at += len;
        ends[count++] = at;
        at += strspn(text + at, " ");
    }
    return count;
}

void when_read(struct span *out, size_t *used, const char *text, enum when_use use, struct date today)
{
    struct reader r = {use, today};
    char words[WORDS_MAX][WORD_SIZE];
    size_t ends[WORDS_MAX];
    size_t count = split_words(words, ends, text);
    struct span found = {0};
    size_t took = 0;
    if (count >= 3 && read_three(&found, &r, words[0], words[1], words[2]))
        took = 3;
    else if (count >= 2 && read_two(&found, &r, words[0], words[1]))
        took = 2;
    else if (count >= 1 && read_one(&found, &r, words[0]))
        took = 1;
    if (took > 0 && use == WHEN_BIRTH && date_compare(found.first, today) > 0)
        took = 0;
    *used = took > 0 ? ends[took - 1] : 0;
    if (took > 0)
        *out = found;
}

bool when_parse(struct span *out, const char *text, enum when_use use, struct date today, struct err *e)
{
    struct span found;
    size_t used;
    when_read(&found, &used, text, use, today);
    if (used > 0 && text[used + strspn(text + used, " ")] == '\0') {
        *out = found;
        return true;
    }
    const char *forms = use == WHEN_BIRTH ? "12apr1985, 12/04/85, 120485 or 1985-04-12, not in the future"
                                          : "29nov, 29nov2026, 29/11/26, 2026-11-29, mon, t, yd, t+3 or -2w";
    return err_set(e, ERR_INVALID, "'%.*s' is not a date: write %s", (int)text_fit(text, 40), text, forms);
}

bool hour_parse(int *out, const char *text, struct err *e)
{
    const char *rest = text;
    struct number hour = take_number(&rest), minute = {.digits = 2};
    if (*rest == ':') {
        rest++;
        minute = take_number(&rest);
    } else if (hour.digits > 2) {
        minute.value = hour.value % 100;
        hour = (struct number){hour.value / 100, hour.digits - 2};
    }
    bool good = *rest == '\0' && hour.digits >= 1 && hour.digits <= 2 && minute.digits == 2;
    if (!good || hour.value > 23 || minute.value > 59)
        return err_set(e, ERR_INVALID, "'%.*s' is not a time: write 10, 10:30 or 1030", (int)text_fit(text, 40), text);
    *out = hour.value * 60 + minute.value;
    return true;
}
