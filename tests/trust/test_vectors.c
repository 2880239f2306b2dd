/* The published slot files: the good one opens with every key that is in it, the bad ones say what they are marked
 * with. */
#include "fixture.h"

#include "fascia/base/hash.h"
#include "fascia/trust/recovery.h"

#include <stdio.h>

enum { LINE_BYTES = 4096 };

struct vectors {
    struct buf good;  /* the file of the first vector */
    struct buf bytes; /* of the present one */
    uint8_t recovery_key[KEY_BYTES];
    char name[64], expect[16];
    size_t checked;
};

static void hex_into(void *out, size_t n, const char *text)
{
    struct err e = {0};
    assert_ok(hex_parse(out, n, text, &e), e);
}

static void start_block(struct vectors *v, const char *name)
{
    snprintf(v->name, sizeof(v->name), "%s", name);
    buf_clear(&v->bytes);
    buf_add(&v->bytes, v->good.data, v->good.len); /* nothing yet in the first block, which brings the file */
}

static void set_file(struct vectors *v, const char *hex)
{
    uint8_t bytes[LINE_BYTES / 2];
    size_t n = strlen(hex) / 2;
    hex_into(bytes, n, hex);
    buf_add(&v->good, bytes, n);
    buf_add(&v->bytes, bytes, n);
}

static void patch(struct vectors *v, const char *value)
{
    char *hex;
    size_t at = strtoul(value, &hex, 10);
    size_t n = strlen(++hex) / 2;
    assert_true(at + n <= v->bytes.len);
    hex_into(v->bytes.data + at, n, hex);
}

static void drop(struct vectors *v, const char *value)
{
    size_t at = 64 + 256 * strtoul(value, NULL, 10);
    memmove(v->bytes.data + at, v->bytes.data + at + 256, v->bytes.len - at - 256);
    v->bytes.len -= 256;
    v->bytes.data[11]--;
}

static const char *outcome(const struct vectors *v)
{
    struct err e = {0};
    struct keyslots s = {0};
    struct keys k = {0};
    bool read = keyslots_parse(&s, v->bytes.data, v->bytes.len, &e);
    bool ok = read && keyslots_unlock_recovery(&k, &s, v->recovery_key, &e);
    keys_release(&k);
    if (ok)
        return "good";
    switch (e.code) {
    case ERR_VERSION:
        return "version";
    case ERR_LOCKED:
        return "locked";
    case ERR_DAMAGED:
        return read ? "damaged" : "format";
    default:
        return "unexpected";
    }
}

static void end_block(struct vectors *v)
{
    if (!v->name[0])
        return;
    print_message("%s\n", v->name);
    assert_string_equal(outcome(v), v->expect);
    v->checked++;
    v->name[0] = '\0';
}

static void take_line(struct vectors *v, char *line)
{
    line[strcspn(line, "\n")] = '\0';
    char *value = line + strcspn(line, " ");
    if (*value)
        *value++ = '\0';
    if (!line[0])
        end_block(v);
    else if (strcmp(line, "vector") == 0)
        start_block(v, value);
    else if (strcmp(line, "expect") == 0)
        snprintf(v->expect, sizeof(v->expect), "%s", value);
    else if (strcmp(line, "file") == 0)
        set_file(v, value);
    else if (strcmp(line, "recovery_key") == 0)
        hex_into(v->recovery_key, KEY_BYTES, value);
    else if (strcmp(line, "patch") == 0)
        patch(v, value);
    else if (strcmp(line, "drop") == 0)
        drop(v, value);
    else if (strcmp(line, "cut") == 0)
        v->bytes.len -= strtoul(value, NULL, 10);
}

static FILE *vectors_open(void)
{
    FILE *f = fopen(FASCIA_SOURCE_DIR "/tests/vectors/keyslots.txt", "r");
    assert_non_null(f);
    return f;
}

static void every_file_says_what_it_is_marked_with(void **state)
{
    (void)state;
    struct vectors v = {0};
    char line[LINE_BYTES];
    FILE *f = vectors_open();
    while (fgets(line, sizeof(line), f))
        if (line[0] != '#')
            take_line(&v, line);
    end_block(&v);
    fclose(f);
    assert_true(v.checked >= 54);
    buf_release(&v.good);
    buf_release(&v.bytes);
}

/* The value of a key in the first block. */
static void good_value(char out[LINE_BYTES], const char *key)
{
    char line[LINE_BYTES];
    FILE *f = vectors_open();
    out[0] = '\0';
    while (!out[0] && fgets(line, sizeof(line), f))
        if (strncmp(line, key, strlen(key)) == 0 && line[strlen(key)] == ' ')
            snprintf(out, LINE_BYTES, "%s", line + strlen(key) + 1);
    fclose(f);
    out[strcspn(out, "\n")] = '\0';
    assert_true(out[0] != '\0');
}

static void assert_value(const uint8_t *bytes, size_t n, const char *key)
{
    char want[LINE_BYTES];
    char got[LINE_BYTES];
    good_value(want, key);
    hex_format(got, bytes, n);
    assert_string_equal(got, want);
}

static void the_good_one_gives_the_keys_that_are_in_it(void **state)
{
    (void)state;
    char text[LINE_BYTES];
    uint8_t bytes[LINE_BYTES / 2];
    uint8_t recovery_key[KEY_BYTES];
    struct err e = {0};
    struct keyslots s = {0};
    struct keys k = {0};
    good_value(text, "file");
    hex_into(bytes, strlen(text) / 2, text);
    assert_ok(keyslots_parse(&s, bytes, strlen(text) / 2, &e), e);
    good_value(text, "recovery_text");
    assert_ok(recovery_parse(recovery_key, text, &e), e);
    assert_value(recovery_key, KEY_BYTES, "recovery_key");
    assert_ok(keyslots_unlock_recovery(&k, &s, recovery_key, &e), e);
    assert_value(k.public.sign, KEY_BYTES, "recovery_sign_public");
    assert_value(k.public.box, KEY_BYTES, "recovery_box_public");
    assert_value(k.secret->store, KEY_BYTES, "store_key");
    keys_release(&k);
    good_value(text, "passphrase"); /* half a second: this is what a guess costs */
    assert_ok(unlock(&k, &s, "ana", text, &e), e);
    assert_value(k.secret->seed, KEY_BYTES, "seed");
    assert_value(k.secret->store, KEY_BYTES, "store_key");
    assert_value(k.public.sign, KEY_BYTES, "sign_public");
    assert_value(k.public.box, KEY_BYTES, "box_public");
    keys_release(&k);
}

int main(void)
{
    unsetenv("FASCIA_TEST_KDF");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_says_what_it_is_marked_with),
        cmocka_unit_test(the_good_one_gives_the_keys_that_are_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
