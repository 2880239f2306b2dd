/*
 * Keys and their names: one table, read in both directions.
 *
 * A control key is written ^X; a character that types itself is its own name, except the space, which would be
 * invisible in a hint. The names are the ones of commands.def and of a user's keymap, so they are exact: "enter" is a
 * typing mistake that should be reported, not a second spelling.
 */
#include "fascia/app/key.h"

#include "fascia/base/glyph.h"
#include "fascia/base/utf8.h"

#include <stdio.h>
#include <string.h>

static const struct {
    uint32_t code;
    const char *name;
} names[] = {
    {KEYC_SPACE, "Spc"},      {KEYC_ENTER, "Enter"}, {KEYC_TAB, "Tab"},
    {KEYC_BACKTAB, "S-Tab"},  {KEYC_ESC, "Esc"},     {KEYC_BACKSPACE, "Backspace"},
    {KEYC_DELETE, "Del"},     {KEYC_INSERT, "Ins"},  {KEYC_UP, "Up"},
    {KEYC_DOWN, "Down"},      {KEYC_LEFT, "Left"},   {KEYC_RIGHT, "Right"},
    {KEYC_HOME, "Home"},      {KEYC_END, "End"},     {KEYC_PAGE_UP, "PgUp"},
    {KEYC_PAGE_DOWN, "PgDn"},
};

uint32_t key_ctrl(char letter)
{
    if (letter < 'a' || letter > 'z')
        BUG("key_ctrl takes a to z, not %d", letter);
    return (uint32_t)(letter - 'a') + KEYC_CTRL_A;
}

bool key_is_text(const struct key *k)
{
    return k->code >= KEYC_SPACE && k->code != 0x7f && k->code < KEYC_ENTER;
}

static uint32_t code_of(const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strcmp(names[i].name, name) == 0)
            return names[i].code;
    if (len == 2 && name[0] == '^' && name[1] >= 'A' && name[1] <= 'Z')
        return (uint32_t)(name[1] - 'A') + KEYC_CTRL_A;
    if (name[0] == 'F' && len >= 2 && len <= 3 && name[1] >= '1' && name[1] <= '9') {
        int number = name[1] - '0';
        if (len == 3)
            number = name[2] >= '0' && name[2] <= '9' ? number * 10 + name[2] - '0' : 0;
        if (number >= 1 && number <= 12)
            return (uint32_t)(KEYC_F1 + number - 1);
    }
    uint32_t code = 0;
    bool one = len > 0 && utf8_decode(name, len, &code) == len;
    return one && code != KEYC_SPACE && glyph_of(code) == GLYPH_SPACING ? code : KEYC_NONE;
}

/* ^H ^I ^J ^M reach us as Backspace, Tab and Enter: a command bound to one of them could never be called. */
static bool is_taken(uint32_t code)
{
    return code == 8 || code == 9 || code == 10 || code == 13;
}

bool key_parse(uint32_t *code, const char *name, struct err *e)
{
    uint32_t found = code_of(name);
    if (found == KEYC_NONE)
        return err_set(e, ERR_INVALID, "no key is called '%.40s'; write a character, ^A to ^Z, F1 to F12, Enter or Esc",
                       name);
    if (is_taken(found))
        return err_set(e, ERR_INVALID, "a terminal cannot tell '%s' from Enter, Tab or Backspace; take another key",
                       name);
    *code = found;
    return true;
}

void key_format(char out[16], uint32_t code)
{
    out[0] = '\0';
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (names[i].code == code)
            snprintf(out, 16, "%s", names[i].name);
    if (code >= KEYC_CTRL_A && code <= KEYC_CTRL_Z && !is_taken(code))
        snprintf(out, 16, "^%c", (char)('A' + (char)(code - KEYC_CTRL_A)));
    if (code >= KEYC_F1 && code <= KEYC_F12)
        snprintf(out, 16, "F%u", (unsigned)(code - KEYC_F1 + 1));
    struct key k = {.code = code};
    if (out[0] == '\0' && key_is_text(&k) && glyph_of(code) == GLYPH_SPACING)
        out[utf8_encode(code, out)] = '\0';
}
