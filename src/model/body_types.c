/*
 * Members of one key: text, numbers, ids, days, moments, words.
 *
 * Members are read and written with memcpy at their offset, so that one function serves every struct without a cast
 * that the language does not promise.
 */
#include "body_internal.h"

#include "fascia/base/clock.h"
#include "fascia/base/hash.h"
#include "fascia/base/id.h"
#include "fascia/base/utf8.h"
#include "fascia/model/side.h"

#include <stdio.h>
#include <string.h>

#define INSTANT_FIRST INT64_C(-62135596800000) /* 0001-01-01 */
#define INSTANT_LAST INT64_C(253402300799999)  /* 9999-12-31 */

bool body_damaged(const struct body_field *f, struct err *e, const char *fault)
{
    return err_set(e, ERR_DAMAGED, "key '%s' %s", f->key, fault);
}

static void member_get(void *value, size_t size, const struct body_field *f, const void *from)
{
    memcpy(value, (const char *)from + f->at, size);
}

static void member_set(void *to, const struct body_field *f, const void *value, size_t size)
{
    memcpy((char *)to + f->at, value, size);
}

/* Text. */

static size_t text_limit(const struct body_field *f)
{
    switch (f->type) {
    case BODY_NAME:
        return BODY_NAME_BYTES;
    case BODY_NOTE:
        return BODY_NOTE_BYTES;
    default:
        return BODY_LINE_BYTES;
    }
}

static enum text_kind text_kind_of(const struct body_field *f)
{
    return f->type == BODY_NOTE ? TEXT_NOTE : TEXT_LINE;
}

static const char *text_member(const struct body_field *f, const void *from)
{
    const char *text;
    member_get(&text, sizeof text, f, from);
    return text;
}

static void text_put(json_t *object, const struct body_field *f, const void *from)
{
    json_put_text(object, f->key, text_member(f, from));
}

static bool text_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    const json_t *value = json_object_get(object, f->key);
    if (value && !json_is_string(value))
        return body_damaged(f, e, "is not text");
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);
    struct err why = {0};
    if (f->required && len == 0)
        return body_damaged(f, e, "is empty");
    if (text && !text_check(text, len, text_kind_of(f), text_limit(f), &why))
        return err_set(e, ERR_DAMAGED, "key '%s': %s", f->key, why.text);
    text = len > 0 ? arena_strndup(a, text, len) : NULL;
    member_set(to, f, &text, sizeof text);
    return true;
}

static void text_copy(void *to, const struct body_field *f, const void *from, struct arena *a)
{
    const char *text = arena_strdup(a, text_member(f, from));
    member_set(to, f, &text, sizeof text);
}

static bool text_good(const struct body_field *f, const void *from, struct err *e)
{
    const char *text = text_member(f, from);
    return !text || text_check(text, strlen(text), text_kind_of(f), text_limit(f), e);
}

/* Numbers and yes or no. */

static void int_put(json_t *object, const struct body_field *f, const void *from)
{
    int n;
    member_get(&n, sizeof n, f, from);
    json_put_int(object, f->key, n, f->absent);
}

static bool int_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    (void)a;
    const json_t *value = json_object_get(object, f->key);
    if (value && !json_is_integer(value))
        return body_damaged(f, e, "is not a whole number");
    json_int_t n = value ? json_integer_value(value) : f->absent;
    if (n != f->absent && (n < f->min || n > f->max))
        return body_damaged(f, e, "is out of range");
    int small = (int)n;
    member_set(to, f, &small, sizeof small);
    return true;
}

static bool int_good(const struct body_field *f, const void *from, struct err *e)
{
    int n;
    member_get(&n, sizeof n, f, from);
    if (n == f->absent || (n >= f->min && n <= f->max))
        return true;
    return err_set(e, ERR_RANGE, "must be %d to %d, got %d", f->min, f->max, n);
}

static void bool_put(json_t *object, const struct body_field *f, const void *from)
{
    bool yes;
    member_get(&yes, sizeof yes, f, from);
    json_put_bool(object, f->key, yes);
}

static bool bool_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    (void)a;
    const json_t *value = json_object_get(object, f->key);
    if (value && !json_is_boolean(value))
        return body_damaged(f, e, "is not true or false");
    bool yes = json_is_true(value);
    member_set(to, f, &yes, sizeof yes);
    return true;
}

/* Ids, keys, days, moments: text or numbers of a fixed form. */

static void id_put(json_t *object, const struct body_field *f, const void *from)
{
    struct id id;
    member_get(&id, sizeof id, f, from);
    char text[ID_TEXT] = "";
    if (!id_is_null(id))
        id_format(text, id);
    json_put_text(object, f->key, text);
}

static bool id_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    (void)a;
    const json_t *value = json_object_get(object, f->key);
    struct id id = {0};
    struct err why = {0};
    if (value && (!json_is_string(value) || !id_parse(&id, json_string_value(value), &why)))
        return body_damaged(f, e, "is not an id");
    member_set(to, f, &id, sizeof id);
    return true;
}

static void key_put(json_t *object, const struct body_field *f, const void *from)
{
    static const uint8_t none[32];
    uint8_t key[32];
    char text[65] = "";
    member_get(key, sizeof key, f, from);
    if (memcmp(key, none, sizeof key) != 0)
        hex_format(text, key, sizeof key);
    json_put_text(object, f->key, text);
}

static bool key_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    (void)a;
    const json_t *value = json_object_get(object, f->key);
    uint8_t key[32] = {0};
    struct err why = {0};
    if (value && (!json_is_string(value) || !hex_parse(key, sizeof key, json_string_value(value), &why)))
        return body_damaged(f, e, "is not a key of 64 hex digits");
    member_set(to, f, key, sizeof key);
    return true;
}

static void date_put(json_t *object, const struct body_field *f, const void *from)
{
    struct date day;
    char text[16];
    member_get(&day, sizeof day, f, from);
    date_format(text, day);
    json_put_text(object, f->key, text);
}

static bool date_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    (void)a;
    const json_t *value = json_object_get(object, f->key);
    struct date day = {0};
    struct err why = {0};
    if (value && (!json_is_string(value) || !date_parse_iso(&day, json_string_value(value), &why)))
        return body_damaged(f, e, "is not a date YYYY-MM-DD");
    member_set(to, f, &day, sizeof day);
    return true;
}

static bool date_good(const struct body_field *f, const void *from, struct err *e)
{
    struct date day;
    member_get(&day, sizeof day, f, from);
    if (day.year == 0 || date_valid(day))
        return true;
    return err_set(e, ERR_RANGE, "%d-%d-%d is no day of the calendar", day.year, day.month, day.day);
}

static void offset_key(char *out, size_t size, const struct body_field *f)
{
    int n = snprintf(out, size, "%s_offset", f->key);
    if (n < 0 || (size_t)n >= size)
        BUG("key '%s' is too long", f->key);
}

static void instant_put(json_t *object, const struct body_field *f, const void *from)
{
    struct instant at;
    char offset[64];
    member_get(&at, sizeof at, f, from);
    offset_key(offset, sizeof offset, f);
    json_put_int(object, f->key, at.ms, 0);
    json_put_int(object, offset, at.ms == 0 ? 0 : at.offset, 0);
}

static bool instant_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    (void)a;
    char name[64];
    offset_key(name, sizeof name, f);
    const json_t *value = json_object_get(object, f->key);
    const json_t *offset = json_object_get(object, name);
    if ((value && !json_is_integer(value)) || (offset && !json_is_integer(offset)))
        return body_damaged(f, e, "is not a moment in whole ms and minutes");
    json_int_t ms = json_integer_value(value);
    json_int_t minutes = json_integer_value(offset);
    if (ms < INSTANT_FIRST || ms > INSTANT_LAST || minutes < -1440 || minutes > 1440)
        return body_damaged(f, e, "is out of range");
    struct instant at = {.ms = ms, .offset = (int16_t)minutes};
    if (ms == 0)
        at.offset = 0;
    member_set(to, f, &at, sizeof at);
    return true;
}

/* Words for enums and bits. */

static void word_put(json_t *object, const struct body_field *f, const void *from)
{
    unsigned value;
    member_get(&value, sizeof value, f, from);
    if (value >= f->words_len)
        BUG("key '%s': no word for %u", f->key, value);
    json_put_text(object, f->key, f->words[value]);
}

static bool word_find(unsigned *out, const struct body_field *f, const char *word)
{
    for (unsigned i = 0; i < f->words_len; i++) {
        if (f->words[i] && strcmp(f->words[i], word) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool word_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    (void)a;
    const json_t *value = json_object_get(object, f->key);
    unsigned found = 0;
    if (value && (!json_is_string(value) || !word_find(&found, f, json_string_value(value))))
        return body_damaged(f, e, "has a word that this version does not know");
    member_set(to, f, &found, sizeof found);
    return true;
}

static void side_put(json_t *object, const struct body_field *f, const void *from)
{
    enum side side;
    member_get(&side, sizeof side, f, from);
    json_put_text(object, f->key, side_word(side));
}

static bool side_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    (void)a;
    const json_t *value = json_object_get(object, f->key);
    enum side side = SIDE_NONE;
    struct err why = {0};
    if (value && (!json_is_string(value) || !side_parse(&side, json_string_value(value), &why)))
        return body_damaged(f, e, "is not a side");
    member_set(to, f, &side, sizeof side);
    return true;
}

static void flags_put(json_t *object, const struct body_field *f, const void *from)
{
    unsigned bits;
    member_get(&bits, sizeof bits, f, from);
    json_t *list = json_array();
    for (unsigned i = 0; i < f->words_len; i++) {
        if (bits & (1U << i))
            json_array_append_new(list, json_string(f->words[i]));
    }
    if (json_array_size(list) > 0)
        json_object_set(object, f->key, list);
    json_decref(list);
}

static bool flags_get(void *to, const struct body_field *f, const json_t *object, struct arena *a, struct err *e)
{
    (void)a;
    const json_t *list = json_object_get(object, f->key);
    if (list && !json_is_array(list))
        return body_damaged(f, e, "is not a list");
    unsigned bits = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *word = json_string_value(json_array_get(list, i));
        unsigned bit;
        if (!word || !word_find(&bit, f, word))
            return body_damaged(f, e, "has a word that this version does not know");
        bits |= 1U << bit;
    }
    member_set(to, f, &bits, sizeof bits);
    return true;
}

static const char *const offset_suffix[] = {"_offset", NULL};

static const struct body_type_row type_text = {text_put, text_get, text_copy, text_good, NULL};
static const struct body_type_row type_int = {int_put, int_get, NULL, int_good, NULL};
static const struct body_type_row type_bool = {bool_put, bool_get, NULL, NULL, NULL};
static const struct body_type_row type_id = {id_put, id_get, NULL, NULL, NULL};
static const struct body_type_row type_key = {key_put, key_get, NULL, NULL, NULL};
static const struct body_type_row type_date = {date_put, date_get, NULL, date_good, NULL};
static const struct body_type_row type_instant = {instant_put, instant_get, NULL, NULL, offset_suffix};
static const struct body_type_row type_word = {word_put, word_get, NULL, NULL, NULL};
static const struct body_type_row type_side = {side_put, side_get, NULL, NULL, NULL};
static const struct body_type_row type_flags = {flags_put, flags_get, NULL, NULL, NULL};

const struct body_type_row *const body_types[BODY_TYPES] = {
    [BODY_NAME] = &type_text,
    [BODY_LINE] = &type_text,
    [BODY_NOTE] = &type_text,
    [BODY_LINES] = &body_type_lines,
    [BODY_INT] = &type_int,
    [BODY_BOOL] = &type_bool,
    [BODY_ID] = &type_id,
    [BODY_DATE] = &type_date,
    [BODY_INSTANT] = &type_instant,
    [BODY_WORD] = &type_word,
    [BODY_SIDE] = &type_side,
    [BODY_FLAGS] = &type_flags,
    [BODY_KEY] = &type_key,
    [BODY_PLACES] = &body_type_places,
    [BODY_VALUE] = &body_type_value,
    [BODY_ROWS] = &body_type_rows,
};
