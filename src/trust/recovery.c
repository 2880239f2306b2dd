/*
 * The recovery key on paper.
 *
 * 256 bits of key and the first 24 bits of its BLAKE2b are 280 bits, 56 characters of 5 bits, 8 groups of 7. Each
 * group ends in a check character: 5 bits of the BLAKE2b of the group's number (one byte, 1 to 8) and its 7
 * characters, so a slip is found in its own group, a swapped pair of groups too, and the 24 bits find what is left.
 *
 * Whatever holds the key, or text from which it can be told, is in locked memory.
 */
#include "fascia/trust/recovery.h"

#include "fascia/base/hash.h"
#include "fascia/base/secret.h"

#include <sodium.h>
#include <string.h>

enum {
    GROUP_DATA = RECOVERY_GROUP_LEN - 1,
    SUM_BYTES = 3,
    CODE_BYTES = KEY_BYTES + SUM_BYTES,
    TEXT_CHARS = RECOVERY_GROUPS * RECOVERY_GROUP_LEN,
};

_Static_assert(CODE_BYTES * 8 == RECOVERY_GROUPS * GROUP_DATA * 5, "the groups hold key and sum exactly");

static const char alphabet[32] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static char group_check(int group, const char data[GROUP_DATA])
{
    uint8_t bytes[1 + GROUP_DATA] = {(uint8_t)group};
    memcpy(bytes + 1, data, GROUP_DATA);
    struct hash h = hash_bytes(bytes, sizeof(bytes));
    secret_wipe(bytes, sizeof(bytes));
    secret_wipe_stack();
    return alphabet[h.b[0] >> 3];
}

/* Bits 5n to 5n+4 of the code, the most significant first. */
static unsigned code_digit(const uint8_t code[CODE_BYTES], size_t n)
{
    size_t bit = n * 5;
    unsigned window = (unsigned)code[bit / 8] << 8;
    if (bit / 8 + 1 < CODE_BYTES)
        window |= code[bit / 8 + 1];
    return window >> (11 - bit % 8) & 31;
}

static void code_sum(uint8_t out[SUM_BYTES], const uint8_t key[KEY_BYTES])
{
    struct hash h = hash_bytes(key, KEY_BYTES);
    memcpy(out, h.b, SUM_BYTES);
    secret_wipe(&h, sizeof(h));
    secret_wipe_stack();
}

void recovery_format(char out[RECOVERY_TEXT], const uint8_t key[KEY_BYTES])
{
    uint8_t *code = secret_alloc(CODE_BYTES);
    memcpy(code, key, KEY_BYTES);
    code_sum(code + KEY_BYTES, key);
    char *at = out;
    for (int group = 1; group <= RECOVERY_GROUPS; group++) {
        const char *data = at;
        for (size_t i = 0; i < GROUP_DATA; i++)
            *at++ = alphabet[code_digit(code, (size_t)(group - 1) * GROUP_DATA + i)];
        *at++ = group_check(group, data);
        *at++ = group < RECOVERY_GROUPS ? '-' : '\0';
    }
    secret_free(code);
}

static bool is_separator(char c)
{
    return c == ' ' || c == '-' || c == '\t' || c == '\n' || c == '\r';
}

/* The character as the alphabet has it, or 0. */
static char canonical(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    if (c == 'O')
        return '0';
    if (c == 'I' || c == 'L')
        return '1';
    return c && memchr(alphabet, c, sizeof(alphabet)) ? c : '\0';
}

/* What was typed: its characters without separators, and how long each written group was. */
struct typed {
    char chars[TEXT_CHARS];
    size_t len;    /* may count beyond TEXT_CHARS; those are not kept */
    size_t groups; /* may count beyond RECOVERY_GROUPS */
    size_t group_len[RECOVERY_GROUPS];
};

/* Returns 0, or the number of the group that holds a character which no key has. */
static size_t typed_read(struct typed *t, const char *text)
{
    bool open = false; /* inside a written group */
    for (const char *p = text; *p; p++) {
        if (is_separator(*p)) {
            open = false;
            continue;
        }
        if (!open)
            t->groups++;
        open = true;
        char c = canonical(*p);
        if (!c)
            return t->len < TEXT_CHARS ? t->len / RECOVERY_GROUP_LEN + 1 : RECOVERY_GROUPS;
        if (t->len < TEXT_CHARS)
            t->chars[t->len] = c;
        t->len++;
        if (t->groups <= RECOVERY_GROUPS)
            t->group_len[t->groups - 1]++;
    }
    return 0;
}

static bool wrong_length(const struct typed *t, struct err *e)
{
    for (size_t i = 0; t->groups == RECOVERY_GROUPS && i < RECOVERY_GROUPS; i++)
        if (t->group_len[i] != RECOVERY_GROUP_LEN)
            return err_set(e, ERR_INVALID, "group %zu of the recovery key has %zu characters, not %d; look again",
                           i + 1, t->group_len[i], RECOVERY_GROUP_LEN);
    return err_set(e, ERR_INVALID, "the recovery key has %zu characters, not %d in %d groups; look again", t->len,
                   TEXT_CHARS, RECOVERY_GROUPS);
}

static bool check_groups(const struct typed *t, struct err *e)
{
    for (int group = 1; group <= RECOVERY_GROUPS; group++) {
        const char *data = t->chars + (group - 1) * RECOVERY_GROUP_LEN;
        if (group_check(group, data) != data[GROUP_DATA])
            return err_set(e, ERR_INVALID, "group %d of the recovery key is wrong; look again", group);
    }
    return true;
}

static void digits_join(uint8_t code[CODE_BYTES], const struct typed *t)
{
    unsigned window = 0;
    unsigned bits = 0;
    size_t n = 0;
    for (size_t i = 0; i < TEXT_CHARS; i++) {
        if (i % RECOVERY_GROUP_LEN == GROUP_DATA)
            continue;
        const char *digit = memchr(alphabet, t->chars[i], sizeof(alphabet));
        window = (window << 5 | (unsigned)(digit - alphabet)) & 0xfff;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            code[n++] = (uint8_t)(window >> bits);
        }
    }
}

static bool typed_decode(uint8_t code[CODE_BYTES], const struct typed *t, struct err *e)
{
    if (t->len != TEXT_CHARS)
        return wrong_length(t, e);
    if (!check_groups(t, e))
        return false;
    digits_join(code, t);
    uint8_t sum[SUM_BYTES];
    code_sum(sum, code);
    if (memcmp(sum, code + KEY_BYTES, SUM_BYTES) != 0)
        return err_set(e, ERR_INVALID, "the groups of the recovery key do not belong together; look at all of them");
    return true;
}

bool recovery_parse(uint8_t key[KEY_BYTES], const char *text, struct err *e)
{
    struct typed *t = secret_alloc(sizeof(*t));
    uint8_t *code = secret_alloc(CODE_BYTES);
    size_t bad = typed_read(t, text);
    bool ok =
        bad ? err_set(e, ERR_INVALID, "group %zu of the recovery key has a character that no key has; look again", bad)
            : typed_decode(code, t, e);
    if (ok)
        memcpy(key, code, KEY_BYTES);
    secret_free(code);
    secret_free(t);
    return ok;
}

bool recovery_group_matches(const uint8_t key[KEY_BYTES], int group, const char *text)
{
    if (group < 1 || group > RECOVERY_GROUPS)
        BUG("the recovery key has no group %d", group);
    char *right = secret_alloc(RECOVERY_TEXT);
    struct typed *t = secret_alloc(sizeof(*t));
    recovery_format(right, key);
    bool same = typed_read(t, text) == 0 && t->len == RECOVERY_GROUP_LEN &&
                memcmp(t->chars, right + (group - 1) * (RECOVERY_GROUP_LEN + 1), RECOVERY_GROUP_LEN) == 0;
    secret_free(t);
    secret_free(right);
    return same;
}
