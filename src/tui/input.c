/*
 * The decoder of what a terminal sends.
 *
 * Curses could do this, but loses keys: its wide reader swallows what follows an invalid byte, an unknown sequence
 * arrives as letters (which would then stand in a record), and neither can be fuzzed. Bytes come in one at a time;
 * `pending` holds those that are no whole key yet. A sequence is read by its grammar (ECMA-48: parameters,
 * intermediates, final), so that one we do not know is swallowed whole.
 *
 * Alt-x is what terminals send for Esc, x, and is taken as just that: nothing here is bound to Alt.
 */
#include "fascia/tui/input.h"

#include "fascia/base/glyph.h"
#include "fascia/base/utf8.h"

#include <string.h>

enum { ESC = 0x1b, MORE = -1 };

static const char paste_end[] = "\033[201~";

void input_init(struct input *in, int escape_ms)
{
    *in = (struct input){.escape_ms = escape_ms >= INPUT_ESC_MS && escape_ms <= 200 ? escape_ms : INPUT_ESC_MS};
}

void input_release(struct input *in)
{
    buf_release(&in->paste);
    *in = (struct input){0};
}

void input_bind(struct input *in, const char *sequence, uint32_t code)
{
    if (!sequence || sequence[0] != ESC || in->bindings_len == INPUT_BINDINGS_MAX)
        return;
    size_t len = strlen(sequence);
    struct input_binding *b = &in->bindings[in->bindings_len];
    if (len < 3 || len >= sizeof b->sequence)
        return;
    memcpy(b->sequence, sequence, len + 1);
    b->code = code;
    in->bindings_len++;
}

/* The key bound to exactly what is pending, MORE if that is the beginning of one, else KEYC_NONE. */
static int64_t bound(const struct input *in)
{
    int64_t found = KEYC_NONE;
    for (size_t i = 0; i < in->bindings_len; i++) {
        const struct input_binding *b = &in->bindings[i];
        size_t len = strlen(b->sequence);
        if (len < in->len || memcmp(b->sequence, in->pending, in->len) != 0)
            continue;
        if (len == in->len)
            return b->code;
        found = MORE;
    }
    return found;
}

static uint32_t letter_key(unsigned char final)
{
    static const struct {
        char final;
        uint32_t code;
    } letters[] = {
        {'A', KEYC_UP},     {'B', KEYC_DOWN},   {'C', KEYC_RIGHT},   {'D', KEYC_LEFT},
        {'H', KEYC_HOME},   {'F', KEYC_END},    {'Z', KEYC_BACKTAB}, {'P', KEYC_F1},
        {'Q', KEYC_F1 + 1}, {'R', KEYC_F1 + 2}, {'S', KEYC_F1 + 3},  {'M', KEYC_ENTER},
    };
    for (size_t i = 0; i < ARRAY_LEN(letters); i++)
        if (letters[i].final == (char) final)
            return letters[i].code;
    return KEYC_UNKNOWN;
}

static uint32_t number_key(int number)
{
    static const uint32_t low[] = {KEYC_UNKNOWN, KEYC_HOME,      KEYC_INSERT, KEYC_DELETE, KEYC_END,
                                   KEYC_PAGE_UP, KEYC_PAGE_DOWN, KEYC_HOME,   KEYC_END};
    if (number < (int)ARRAY_LEN(low))
        return low[number];
    if (number >= 11 && number <= 15)
        return (uint32_t)(KEYC_F1 + number - 11);
    if (number >= 17 && number <= 21)
        return (uint32_t)(KEYC_F1 + 5 + number - 17);
    if (number == 23 || number == 24)
        return (uint32_t)(KEYC_F1 + 10 + number - 23);
    return KEYC_UNKNOWN;
}

static bool moves(uint32_t code)
{
    return code >= KEYC_UP && code <= KEYC_PAGE_DOWN;
}

/* Numbers of "1;5": how many, and the first two. -1: there is something else between ESC [ and the final byte. */
static int parameters(const unsigned char *bytes, size_t len, int out[2])
{
    int count = 0, value = 0;
    for (size_t i = 0; i <= len; i++) {
        bool digit = i < len && bytes[i] >= '0' && bytes[i] <= '9';
        if (digit) {
            value = value < 10000 ? value * 10 + bytes[i] - '0' : value;
            continue;
        }
        if (i < len && bytes[i] != ';')
            return -1;
        if (count < 2)
            out[count] = value;
        count++;
        value = 0;
    }
    return len == 0 ? 0 : count;
}

/* ESC [ ... final, whole. */
static uint32_t csi_key(const struct input *in)
{
    unsigned char final = in->pending[in->len - 1];
    int numbers[2] = {0, 0};
    int count = parameters(in->pending + 2, in->len - 3, numbers);
    if (count < 0 || count > 2)
        return KEYC_UNKNOWN;
    if (count == 0 && (final == 'I' || final == 'O'))
        return final == 'I' ? KEYC_FOCUS_IN : KEYC_FOCUS_OUT;
    uint32_t code = final == '~' ? number_key(numbers[0]) : letter_key(final);
    if (final == 'M')
        code = KEYC_UNKNOWN;
    bool modified = count == 2 && numbers[1] > 1;
    return modified && !moves(code) ? KEYC_UNKNOWN : code; /* Shift-F10 is not F10: it must not sign */
}

/* What begins with ESC [: a key, MORE, or KEYC_NONE if its last byte cannot belong to it. */
static int64_t csi(const struct input *in)
{
    unsigned char last = in->pending[in->len - 1];
    if (in->len == 2)
        return MORE;
    if (in->len == 4 && in->pending[2] == '[') /* F1 to F5 of the Linux console */
        return last >= 'A' && last <= 'E' ? KEYC_F1 + last - 'A' : KEYC_UNKNOWN;
    if (last < 0x20 || last > 0x7e)
        return KEYC_NONE;
    if (last < 0x40 || (in->len == 3 && last == '['))
        return MORE;
    return csi_key(in);
}

static int64_t ss3(const struct input *in)
{
    unsigned char last = in->pending[in->len - 1];
    if (in->len == 2)
        return MORE;
    if (last < 0x20 || last > 0x7e)
        return KEYC_NONE;
    if (last >= '0' && last <= '9')
        return MORE;
    return in->len == 3 ? letter_key(last) : KEYC_UNKNOWN;
}

static int64_t control_key(unsigned char byte)
{
    switch (byte) {
    case '\r':
    case '\n':
        return KEYC_ENTER;
    case '\t':
        return KEYC_TAB;
    case 0x08:
    case 0x7f:
        return KEYC_BACKSPACE;
    default:
        return byte >= KEYC_CTRL_A && byte <= KEYC_CTRL_Z ? byte : KEYC_UNKNOWN;
    }
}

/* A character of several bytes. */
static int64_t character(const struct input *in)
{
    unsigned char lead = in->pending[0];
    size_t need = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    uint32_t code;
    if (lead < 0xc2 || lead > 0xf4)
        return in->len == 1 ? KEYC_UNKNOWN : KEYC_NONE;
    if (in->len > 1 && (in->pending[in->len - 1] & 0xc0) != 0x80)
        return KEYC_NONE;
    if (in->len < need)
        return MORE;
    bool valid = utf8_decode((const char *)in->pending, in->len, &code) == need;
    return valid && !(code >= 0x80 && code < 0xa0) ? code : KEYC_UNKNOWN;
}

/* What is pending: a key, MORE, or KEYC_NONE if all but its last byte is broken off. */
static int64_t decode(const struct input *in)
{
    unsigned char first = in->pending[0];
    if (first >= 0x80)
        return character(in);
    if (first != ESC)
        return first >= 0x20 && first < 0x7f ? first : control_key(first);
    int64_t code = bound(in);
    if (code != KEYC_NONE || in->len == 1)
        return code != KEYC_NONE ? code : MORE;
    if (in->pending[1] == '[')
        return csi(in);
    return in->pending[1] == 'O' ? ss3(in) : KEYC_NONE;
}

static struct key key_of(uint32_t code)
{
    return (struct key){.code = code};
}

static struct key end_paste(struct input *in)
{
    in->pasting = false;
    in->len = 0;
    return (struct key){.code = KEYC_PASTE, .text = buf_text(&in->paste), .len = in->paste.len};
}

static void add_to_paste(struct input *in, const void *bytes, size_t n)
{
    if (in->paste.len + n <= INPUT_PASTE_MAX)
        buf_add(&in->paste, bytes, n);
}

static size_t paste_byte(struct input *in, unsigned char byte, struct key *key)
{
    if (byte == (unsigned char)paste_end[in->len]) {
        in->len++;
        if (in->len + 1 < sizeof paste_end)
            return 0;
        *key = end_paste(in);
        return 1;
    }
    add_to_paste(in, paste_end, in->len);
    in->len = byte == ESC ? 1 : 0;
    if (byte != ESC)
        add_to_paste(in, &byte, 1);
    return 0;
}

static bool begins_paste(const struct input *in)
{
    static const char begin[] = "\033[200~";
    return in->len == sizeof begin - 1 && memcmp(in->pending, begin, in->len) == 0;
}

/* The last byte does not go on with what was pending: that ends, and the byte begins anew. */
static size_t broken_off(struct input *in, struct key keys[INPUT_KEYS_MAX])
{
    unsigned char last = in->pending[in->len - 1];
    keys[0] = key_of(in->len == 2 && in->pending[0] == ESC ? KEYC_ESC : KEYC_UNKNOWN);
    in->pending[0] = last;
    in->len = 1;
    int64_t code = decode(in);
    if (code == MORE)
        return 1;
    in->len = 0;
    keys[1] = key_of((uint32_t)code);
    return 2;
}

size_t input_byte(struct input *in, unsigned char byte, struct key keys[INPUT_KEYS_MAX])
{
    if (in->pasting)
        return paste_byte(in, byte, keys);
    if (in->len == INPUT_PENDING_MAX) /* endless parameters: only the final byte matters now */
        in->len--;
    in->pending[in->len++] = byte;
    if (begins_paste(in)) {
        in->pasting = true;
        in->len = 0;
        buf_clear(&in->paste);
        return 0;
    }
    int64_t code = decode(in);
    if (code == MORE)
        return 0;
    if (code == KEYC_NONE)
        return broken_off(in, keys);
    in->len = 0;
    keys[0] = key_of((uint32_t)code);
    return 1;
}

int input_wait_ms(const struct input *in)
{
    if (in->pasting)
        return INPUT_PASTE_MS;
    if (in->len == 0)
        return -1;
    return in->len == 1 && in->pending[0] == ESC ? in->escape_ms : INPUT_SEQUENCE_MS;
}

size_t input_timeout(struct input *in, struct key keys[INPUT_KEYS_MAX])
{
    if (in->pasting) {
        add_to_paste(in, paste_end, in->len);
        keys[0] = end_paste(in);
        return 1;
    }
    size_t len = in->len;
    in->len = 0;
    if (len == 0)
        return 0;
    keys[0] = key_of(in->pending[0] == ESC && len <= 2 ? KEYC_ESC : KEYC_UNKNOWN);
    if (in->pending[0] != ESC || len != 2)
        return 1;
    keys[1] = key_of(in->pending[1]);
    return 2;
}
