/*
 * Any bytes as what a terminal sends: decoder, line editor and form take them. The text is always one that a record may
 * hold, within its limit, with the cursor at a grapheme border. Byte 0xFE, which no UTF-8 has, lets time pass.
 */
#include "fascia/base/utf8.h"
#include "fascia/tui/form.h"
#include "fascia/tui/input.h"
#include "tui/sane.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LIMIT = 40 };

static const char *const choices[] = {"one", "two", NULL};

static const struct field fields[] = {
    {.id = "text", .label = "Text", .kind = FIELD_TEXT, .limit = LIMIT, .required = true},
    {.id = "secret", .label = "Secret", .kind = FIELD_SECRET, .limit = LIMIT},
    {.id = "born", .label = "Born", .kind = FIELD_BIRTH},
    {.id = "number", .label = "Number", .kind = FIELD_NUMBER, .max = 9},
    {.id = "choice", .label = "Choice", .kind = FIELD_CHOICE, .choices = choices},
    {.id = "toggle", .label = "Toggle", .kind = FIELD_TOGGLE},
};

static void check_line(const struct line_edit *l)
{
    struct err e;
    size_t at = 0;
    const char *text = line_edit_text(l);
    if (strlen(text) != l->len || l->len > l->limit)
        BUG("%zu bytes in a line of %zu", l->len, l->limit);
    if (!text_check(text, l->len, TEXT_LINE, l->limit, &e))
        BUG("%s", e.text);
    while (at < l->cursor)
        at += grapheme_len(text + at, l->len - at);
    if (at != l->cursor)
        BUG("the cursor is inside a grapheme");
}

static void take(struct form *f, const struct key *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (keys[i].code == KEYC_NONE || keys[i].code > KEYC_UNKNOWN || (keys[i].code > 26 && keys[i].code < 32))
            BUG("key %x", (unsigned)keys[i].code);
        if (keys[i].code == KEYC_PASTE && keys[i].len > INPUT_PASTE_MAX)
            BUG("a paste of %zu bytes", keys[i].len);
        (void)form_key(f, &keys[i]);
        if (f->focus >= f->count || form_choice(f, "choice") > 1)
            BUG("focus %zu", f->focus);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct input in;
    struct form f;
    struct canvas c = {0};
    struct key keys[INPUT_KEYS_MAX];
    input_init(&in, 25);
    form_init(&f, &a, fields, ARRAY_LEN(fields), (struct date){2026, 11, 23}, NULL);
    for (size_t i = 0; i < size; i++)
        take(&f, keys, data[i] == 0xfe ? input_timeout(&in, keys) : input_byte(&in, data[i], keys));
    take(&f, keys, input_timeout(&in, keys));
    if (input_wait_ms(&in) >= 0)
        BUG("something is still pending");
    for (size_t i = 0; i < 4; i++)
        check_line(&f.values[i].line);
    canvas_resize(&c, 1 + (int)(size % 90), 1 + (int)(size % 7));
    form_draw(&f, &c, 0, 0, c.height, c.width);
    if (!canvas_is_sane(&c))
        BUG("the grid is not sane");
    canvas_release(&c);
    form_release(&f);
    input_release(&in);
    arena_release(&a);
    return 0;
}
