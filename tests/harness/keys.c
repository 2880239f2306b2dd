/* The key notation: what a scenario writes for a key, and the bytes that an xterm sends for it. */
#include "harness/internal.h"

#include "fascia/app/key.h"
#include "fascia/base/utf8.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *sign;
    uint32_t code;
    const char *bytes;
} keys[] = {
    {"⏎", KEYC_ENTER, "\r"},          {"⇥", KEYC_TAB, "\t"},         {"⇤", KEYC_BACKTAB, "\033[Z"},
    {"␣", KEYC_SPACE, " "},           {"⎋", KEYC_ESC, "\033"},       {"⌫", KEYC_BACKSPACE, "\x7f"},
    {"⌦", KEYC_DELETE, "\033[3~"},    {"↑", KEYC_UP, "\033[A"},      {"↓", KEYC_DOWN, "\033[B"},
    {"→", KEYC_RIGHT, "\033[C"},      {"←", KEYC_LEFT, "\033[D"},    {"⇞", KEYC_PAGE_UP, "\033[5~"},
    {"⇟", KEYC_PAGE_DOWN, "\033[6~"}, {"⇱", KEYC_HOME, "\033[H"},    {"⇲", KEYC_END, "\033[F"},
    {"", KEYC_INSERT, "\033[2~"},     {"", KEYC_F1, "\033OP"},       {"", KEYC_F1 + 1, "\033OQ"},
    {"", KEYC_F1 + 2, "\033OR"},      {"", KEYC_F1 + 3, "\033OS"},   {"", KEYC_F1 + 4, "\033[15~"},
    {"", KEYC_F1 + 5, "\033[17~"},    {"", KEYC_F1 + 6, "\033[18~"}, {"", KEYC_F1 + 7, "\033[19~"},
    {"", KEYC_F1 + 8, "\033[20~"},    {"", KEYC_F1 + 9, "\033[21~"}, {"", KEYC_F1 + 10, "\033[23~"},
    {"", KEYC_F12, "\033[24~"},
};

static size_t give(char bytes[16], const char *text, size_t n)
{
    memcpy(bytes, text, n);
    bytes[n] = '\0';
    return n;
}

/* <F10>: any name that a key binding can have. */
static size_t named_key(struct harness *h, const char **notation, char bytes[16])
{
    char name[16];
    const char *end = strchr(*notation, '>');
    size_t len = end ? (size_t)(end - *notation) : sizeof name;
    if (len >= sizeof name)
        harness_fail(h, "'<' without '>' in keys; write << for the character");
    snprintf(name, sizeof name, "%.*s", (int)len, *notation);
    *notation = end + 1;
    uint32_t code;
    struct err e;
    if (!key_parse(&code, name, &e))
        harness_fail(h, "%s", e.text);
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (keys[i].code == code)
            return give(bytes, keys[i].bytes, strlen(keys[i].bytes));
    bytes[0] = (char)code;
    return code < 0x80 ? 1 : utf8_encode(code, bytes);
}

size_t harness_next_key(struct harness *h, const char **notation, char bytes[16])
{
    *notation += strspn(*notation, " ");
    const char *at = *notation;
    if (at[0] == '\0')
        return 0;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        size_t len = strlen(keys[i].sign);
        if (len > 0 && strncmp(at, keys[i].sign, len) == 0) {
            *notation += len;
            return give(bytes, keys[i].bytes, strlen(keys[i].bytes));
        }
    }
    bool twice = (at[0] == '^' || at[0] == '<') && at[1] == at[0];
    bool control = at[0] == '^' && ((at[1] >= 'a' && at[1] <= 'z') || (at[1] >= 'A' && at[1] <= 'Z'));
    if (twice || control) {
        *notation += 2;
        char byte = twice ? at[0] : (char)(at[1] & 0x1f);
        return give(bytes, &byte, 1);
    }
    if (at[0] == '<') {
        (*notation)++;
        return named_key(h, notation, bytes);
    }
    uint32_t code;
    size_t n = utf8_decode(at, strlen(at), &code);
    if (n == 0)
        harness_fail(h, "keys are not UTF-8");
    *notation += n;
    return give(bytes, at, n);
}
