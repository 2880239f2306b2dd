/* The bytes of a change against the vectors that a second program (check_changes.py) recomputes as well. */
#include "fascia/model/change.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINE_MAX_BYTES = 8192 };

struct vector {
    char name[64], expect[64];
    struct change change;
    bool erased;
    struct buf body, bytes;
};

static FILE *vectors_open(void)
{
    FILE *f = fopen(FASCIA_SOURCE_DIR "/tests/vectors/changes.txt", "r");
    assert_non_null(f);
    return f;
}

static void hex_into(void *out, size_t n, const char *text)
{
    struct err e = {0};
    if (!hex_parse(out, n, text, &e))
        fail_msg("%s", e.text);
}

static void hex_append(struct buf *out, const char *text)
{
    size_t n = strlen(text) / 2;
    char *bytes = test_malloc(n + 1);
    hex_into(bytes, n, text);
    buf_add(out, bytes, n);
    test_free(bytes);
}

static void set_kind(struct change *c, const char *word)
{
    struct err e = {0};
    if (!change_kind_parse(&c->kind, word, &e))
        fail_msg("%s", e.text);
}

static void set_number(struct change *c, const char *key, const char *value)
{
    if (strcmp(key, "device_seq") == 0)
        c->device_seq = strtoull(value, NULL, 10);
    else if (strcmp(key, "hlc") == 0)
        c->hlc = strtoull(value, NULL, 10);
    else if (strcmp(key, "entered_at") == 0)
        c->entered_at = strtoll(value, NULL, 10);
    else if (strcmp(key, "entered_offset") == 0)
        c->entered_offset = (int16_t)strtol(value, NULL, 10);
    else
        fail_msg("unknown key '%s'", key);
}

static void set_body(struct vector *v, const char *key, const char *value)
{
    v->erased = v->erased || strcmp(value, "-") == 0;
    if (strcmp(value, "-") == 0)
        return;
    if (strcmp(key, "salt") == 0)
        hex_into(v->change.salt, sizeof v->change.salt, value);
    else
        hex_append(&v->body, value);
}

static void set_field(struct vector *v, const char *key, const char *value)
{
    struct change *c = &v->change;
    const struct {
        const char *key;
        void *at;
        size_t n;
    } fixed[] = {
        {"id", c->id.b, 16},         {"device", c->device.b, 16},       {"prev_hash", c->prev_hash.b, 32},
        {"author", c->author.b, 16}, {"entity", c->entity.b, 16},       {"parent", c->parent.b, 16},
        {"hash", c->hash.b, 32},     {"body_hash", c->body_hash.b, 32},
    };
    for (size_t i = 0; i < ARRAY_LEN(fixed); i++) {
        if (strcmp(fixed[i].key, key) == 0) {
            hex_into(fixed[i].at, fixed[i].n, value);
            return;
        }
    }
    if (strcmp(key, "vector") == 0)
        assert_in_range(snprintf(v->name, sizeof v->name, "%s", value), 1, sizeof v->name - 1);
    else if (strcmp(key, "expect") == 0)
        assert_in_range(snprintf(v->expect, sizeof v->expect, "%s", value), 1, sizeof v->expect - 1);
    else if (strcmp(key, "kind") == 0)
        set_kind(c, value);
    else if (strcmp(key, "bytes") == 0)
        hex_append(&v->bytes, value);
    else if (strcmp(key, "body") == 0 || strcmp(key, "salt") == 0)
        set_body(v, key, value);
    else
        set_number(c, key, value);
}

/* The next block of the file; false at its end. */
static bool vector_read(struct vector *v, FILE *f)
{
    char line[LINE_MAX_BYTES];
    memset(v, 0, sizeof *v);
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#')
            continue;
        if (line[0] == '\0' && v->name[0])
            return true;
        if (line[0] == '\0')
            continue;
        size_t key = strcspn(line, " ");
        const char *value = line[key] ? line + key + 1 : "";
        line[key] = '\0';
        set_field(v, line, value);
    }
    return v->name[0] != '\0';
}

static void vector_release(struct vector *v)
{
    buf_release(&v->body);
    buf_release(&v->bytes);
}

/* "bad" and the names of the fields that do not come out as they stand, or "good". */
static void verdict(char out[64], const struct vector *v)
{
    struct buf bytes = {0};
    change_bytes(&bytes, &v->change);
    bool bytes_right = bytes.len == v->bytes.len && memcmp(bytes.data, v->bytes.data, bytes.len) == 0;
    struct hash body = change_body_hash(buf_text(&v->body), v->body.len, v->change.salt);
    bool body_right = v->erased || hash_equal(body, v->change.body_hash);
    bool hash_right = hash_equal(change_hash(&v->change), v->change.hash);
    bool good = bytes_right && body_right && hash_right;
    snprintf(out, 64, "%s%s%s%s", good ? "good" : "bad", body_right ? "" : " body_hash", bytes_right ? "" : " bytes",
             hash_right ? "" : " hash");
    buf_release(&bytes);
}

static void every_vector_comes_out_as_marked(void **state)
{
    (void)state;
    FILE *f = vectors_open();
    struct vector v;
    size_t count = 0;
    for (; vector_read(&v, f); count++) {
        char found[64];
        verdict(found, &v);
        print_message("%s\n", v.name);
        assert_string_equal(found, v.expect);
        vector_release(&v);
    }
    fclose(f);
    assert_in_range(count, 40, 1000);
}

static void every_hashed_field_changes_the_hash(void **state)
{
    (void)state;
    FILE *f = vectors_open();
    struct vector v;
    assert_true(vector_read(&v, f));
    fclose(f);
    struct change *c = &v.change;
    unsigned char *const fields[] = {c->id.b,
                                     c->device.b,
                                     (unsigned char *)&c->device_seq,
                                     c->prev_hash.b,
                                     (unsigned char *)&c->hlc,
                                     (unsigned char *)&c->entered_at,
                                     (unsigned char *)&c->entered_offset,
                                     c->author.b,
                                     c->entity.b,
                                     c->parent.b,
                                     c->body_hash.b};
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        fields[i][0] ^= 1;
        assert_false(hash_equal(change_hash(c), c->hash));
        fields[i][0] ^= 1;
        assert_true(hash_equal(change_hash(c), c->hash));
    }
    vector_release(&v);
}

static void what_is_local_or_derived_is_not_hashed(void **state)
{
    (void)state;
    struct change c = {.device_seq = 1, .kind = CHANGE_CLIENT};
    struct hash before = change_hash(&c);
    c.seq = 99;
    c.body = "{}";
    c.is_signed = true;
    memset(c.sig, 7, sizeof c.sig);
    memset(c.salt, 7, sizeof c.salt);
    memset(c.hash.b, 7, sizeof c.hash.b);
    assert_true(hash_equal(change_hash(&c), before));
}

static void kinds_and_words_are_one_to_one(void **state)
{
    (void)state;
    for (int k = 0; k < CHANGE_KINDS; k++) {
        struct err e = {0};
        enum change_kind back = CHANGE_KINDS;
        assert_true(change_kind_parse(&back, change_kind_word((enum change_kind)k), &e));
        assert_int_equal(back, k);
    }
}

static void an_unknown_kind_is_refused_and_named(void **state)
{
    static const char *const bad[] = {"", "Session", "sessions", "session ", "planned"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct err e = {0};
        enum change_kind kind = CHANGE_ERASE;
        assert_false(change_kind_parse(&kind, bad[i], &e));
        assert_int_equal(e.code, ERR_INVALID);
        assert_non_null(strstr(e.text, bad[i]));
        assert_int_equal(kind, CHANGE_ERASE);
    }
}

static void only_what_must_stand_alone_needs_its_own_signature(void **state)
{
    (void)state;
    for (int k = 0; k < CHANGE_KINDS; k++) {
        bool always = k == CHANGE_AMENDMENT || k == CHANGE_VOID || k == CHANGE_USER || k == CHANGE_ERASE;
        assert_int_equal(change_must_sign((enum change_kind)k, false), always);
        assert_int_equal(change_must_sign((enum change_kind)k, true), always || k == CHANGE_SESSION);
    }
}

static void changes_fold_by_clock_then_device_then_counter(void **state)
{
    (void)state;
    const struct change in_order[] = {
        {.hlc = 1, .device = {{9}}, .device_seq = 9}, {.hlc = 2, .device = {{1}}, .device_seq = 8},
        {.hlc = 2, .device = {{2}}, .device_seq = 3}, {.hlc = 2, .device = {{2}}, .device_seq = 4},
        {.hlc = 1ULL << 62, .device = {{0}}},
    };
    for (size_t i = 0; i < ARRAY_LEN(in_order); i++) {
        for (size_t k = 0; k < ARRAY_LEN(in_order); k++) {
            int order = change_compare(&in_order[i], &in_order[k]);
            assert_int_equal((order > 0) - (order < 0), (i > k) - (i < k));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_vector_comes_out_as_marked),
        cmocka_unit_test(every_hashed_field_changes_the_hash),
        cmocka_unit_test(what_is_local_or_derived_is_not_hashed),
        cmocka_unit_test(kinds_and_words_are_one_to_one),
        cmocka_unit_test(an_unknown_kind_is_refused_and_named),
        cmocka_unit_test(only_what_must_stand_alone_needs_its_own_signature),
        cmocka_unit_test(changes_fold_by_clock_then_device_then_counter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
