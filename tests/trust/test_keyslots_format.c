/* The bytes of the slot file: one way to write each state, and no byte that can change unseen. */
#include "fixture.h"
#include "keyslots_internal.h"

/* The bytes of the fixture's file; test_free them. */
static uint8_t *file_bytes(const struct keyslots *s, size_t *n)
{
    struct buf b = {0};
    keyslots_format(&b, s);
    uint8_t *bytes = test_malloc(b.len);
    memcpy(bytes, b.data, b.len);
    *n = b.len;
    buf_release(&b);
    return bytes;
}

static void what_is_written_is_read(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct keyslots again = {0};
    struct keys k = {0};
    size_t n;
    uint8_t *bytes = file_bytes(&f->slots, &n);
    assert_int_equal(n, 64 + 3 * 256 + 32);
    assert_ok(keyslots_parse(&again, bytes, n, &e), e);
    assert_same_slots(&again, &f->slots);
    assert_true(id_equal(again.practice, f->slots.practice));
    assert_int_equal(again.epoch, 1);
    assert_int_equal(again.generation, 2);
    assert_int_equal(again.on_disk, 0);
    assert_ok(unlock(&k, &again, "ben", BEN_PASSPHRASE, &e), e);
    keys_release(&k);
    test_free(bytes);
}

/* The offsets that docs/security.md promises. */
static void fields_stand_where_the_format_says(void **state)
{
    struct fixture *f = *state;
    size_t n;
    f->slots.generation = 0x0102030405060708;
    f->slots.slots[0].ops = 0x0a0b0c0d;
    f->slots.slots[0].made_ms = 0x1112131415161718;
    uint8_t *bytes = file_bytes(&f->slots, &n);
    const uint8_t *slot = bytes + 64;
    const struct keyslot *ana = &f->slots.slots[0];
    assert_memory_equal(bytes, "FASCKEY1\x00\x01\x00\x03\x00\x00\x00\x01\x01\x02\x03\x04\x05\x06\x07\x08", 24);
    assert_memory_equal(bytes + 24, f->slots.practice.b, 16);
    assert_memory_equal(slot, ana->user.b, 16);
    assert_memory_equal(slot + 16, "ana\0\0\0\0", 7);
    assert_memory_equal(slot + 48, "\x01\0\0\0\x0a\x0b\x0c\x0d", 8);
    assert_memory_equal(slot + 60, ana->salt, 16);
    assert_memory_equal(slot + 76, "\0\0\0\x01", 4);
    assert_memory_equal(slot + 80, ana->nonce, 24);
    assert_memory_equal(slot + 104, ana->wrapped_seed, 48);
    assert_memory_equal(slot + 152, ana->sealed_key, 80);
    assert_memory_equal(slot + 232, "\x11\x12\x13\x14\x15\x16\x17\x18", 8);
    assert_memory_equal(slot + 240, ana->made_by.b, 16);
    assert_memory_equal(bytes + n - 32, f->slots.trailer, 32);
    test_free(bytes);
}

/* Is the change seen, by reading or at the latest by unlocking? */
static bool is_seen(const uint8_t *bytes, size_t n)
{
    struct err e = {0};
    struct keyslots s = {0};
    struct keys k = {0};
    bool opened = keyslots_parse(&s, bytes, n, &e) && unlock(&k, &s, "ana", ANA_PASSPHRASE, &e);
    keys_release(&k);
    return !opened && e.code != ERR_NONE && e.text[0];
}

static void every_flipped_byte_is_seen(void **state)
{
    static const uint8_t flips[] = {0x01, 0x80};
    struct fixture *f = *state;
    size_t n;
    uint8_t *bytes = file_bytes(&f->slots, &n);
    assert_false(is_seen(bytes, n));
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < sizeof(flips); j++) {
            bytes[i] ^= flips[j];
            if (!is_seen(bytes, n))
                fail_msg("byte %zu changed by %02x unseen", i, flips[j]);
            bytes[i] ^= flips[j];
        }
    }
    assert_false(is_seen(bytes, n));
    test_free(bytes);
}

static void every_other_length_is_refused(void **state)
{
    struct fixture *f = *state;
    size_t n;
    uint8_t *bytes = file_bytes(&f->slots, &n);
    uint8_t *longer = test_calloc(1, n + 300);
    memcpy(longer, bytes, n);
    for (size_t len = 0; len <= n + 300; len++) {
        struct err e = {0};
        struct keyslots s = {0};
        uint8_t *exact = test_malloc(len + 1); /* so that a read past the end is caught */
        memcpy(exact + 1, longer, len);
        bool ok = keyslots_parse(&s, exact + 1, len, &e);
        test_free(exact);
        assert_int_equal(ok, len == n);
        assert_int_equal(e.code, len == n ? ERR_NONE : ERR_DAMAGED);
        assert_int_equal(s.len, len == n ? 3 : 0);
    }
    test_free(longer);
    test_free(bytes);
}

enum { SLOT = 64, RECOVERY = 64 + 256, BEN = 64 + 512 };
/* Bytes put into a good file, and what reading must say: no key vouches for these fields before unlocking. */
static const struct {
    const char *what;
    size_t at, len;
    const char *bytes;
    enum err_code code;
} unvouched[] = {
    {"other magic", 0, 8, "FASCKEY2", ERR_DAMAGED},
    {"version 0", 8, 2, "\0\0", ERR_DAMAGED},
    {"version 2", 8, 2, "\0\x02", ERR_VERSION},
    {"no slots", 10, 2, "\0\0", ERR_DAMAGED},
    {"one slot more", 10, 2, "\0\x04", ERR_DAMAGED},
    {"one slot fewer", 10, 2, "\0\x02", ERR_DAMAGED},
    {"65 slots", 10, 2, "\0\x41", ERR_DAMAGED},
    {"epoch 0", 12, 4, "\0\0\0\0", ERR_DAMAGED},
    {"epoch of no slot", 12, 4, "\0\0\0\x02", ERR_DAMAGED},
    {"last epoch", 12, 4, "\xff\xff\xff\xff", ERR_DAMAGED},
    {"generation 0", 16, 8, "\0\0\0\0\0\0\0\0", ERR_DAMAGED},
    {"practice of zeros", 24, 16, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", ERR_DAMAGED},
    {"padding of the header", 40, 1, "\x01", ERR_DAMAGED},
    {"end of that padding", 63, 1, "\x01", ERR_DAMAGED},
    {"nobody", SLOT, 16, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", ERR_DAMAGED},
    {"no login", SLOT + 16, 3, "\0\0\0", ERR_DAMAGED},
    {"bytes behind the login", SLOT + 16, 6, "ana\0na", ERR_DAMAGED},
    {"login of no UTF-8", SLOT + 16, 4, "an\xc3z", ERR_DAMAGED},
    {"login cut in a character", SLOT + 16, 32, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3", ERR_DAMAGED},
    {"login with an escape", SLOT + 16, 4, "a\x1b[m", ERR_DAMAGED},
    {"a login twice", SLOT + 16, 3, "ben", ERR_DAMAGED},
    {"unknown kdf", SLOT + 48, 1, "\x02", ERR_DAMAGED},
    {"kdf of the recovery key, with a login", SLOT + 48, 1, "\0", ERR_DAMAGED},
    {"padding of the slot", SLOT + 49, 1, "\x80", ERR_DAMAGED},
    {"end of that padding", SLOT + 51, 1, "\x01", ERR_DAMAGED},
    {"no passes", SLOT + 52, 4, "\0\0\0\0", ERR_DAMAGED},
    {"17 passes", SLOT + 52, 4, "\0\0\0\x11", ERR_DAMAGED},
    {"less memory", SLOT + 56, 4, "\0\0\0\x07", ERR_DAMAGED},
    {"more than 1 GiB", SLOT + 56, 4, "\0\x10\0\x01", ERR_DAMAGED},
    {"slot of the past", SLOT + 76, 4, "\0\0\0\0", ERR_DAMAGED},
    {"slot of the far future", SLOT + 76, 4, "\0\0\0\x03", ERR_DAMAGED},
    {"made at no time", SLOT + 232, 1, "\x80", ERR_DAMAGED},
    {"made by nobody", SLOT + 240, 16, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", ERR_DAMAGED},
    {"recovery key with a login", RECOVERY + 16, 1, "x", ERR_DAMAGED},
    {"recovery key with a cost", RECOVERY + 52, 4, "\0\0\0\x03", ERR_DAMAGED},
    {"recovery key with memory", RECOVERY + 56, 4, "\0\x04\0\0", ERR_DAMAGED},
    {"recovery key with a salt", RECOVERY + 75, 1, "\x01", ERR_DAMAGED},
    {"a second recovery key", BEN + 16, 60,
     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
     ERR_DAMAGED},
};

static void bytes_that_no_key_vouches_for_are_checked(void **state)
{
    struct fixture *f = *state;
    size_t n;
    uint8_t *bytes = file_bytes(&f->slots, &n);
    for (size_t i = 0; i < ARRAY_LEN(unvouched); i++) {
        struct err e = {0};
        struct keyslots s = {0};
        uint8_t kept[64];
        print_message("row %zu %s\n", i, unvouched[i].what);
        memcpy(kept, bytes + unvouched[i].at, unvouched[i].len);
        memcpy(bytes + unvouched[i].at, unvouched[i].bytes, unvouched[i].len);
        assert_refused(keyslots_parse(&s, bytes, n, &e), e, unvouched[i].code);
        assert_int_equal(s.len, 0);
        memcpy(bytes + unvouched[i].at, kept, unvouched[i].len);
    }
    test_free(bytes);
}

static bool reads(const struct keyslots *s)
{
    struct err e = {0};
    struct keyslots again = {0};
    size_t n;
    uint8_t *bytes = file_bytes(s, &n);
    bool ok = keyslots_parse(&again, bytes, n, &e);
    assert_int_equal(e.code, ok ? ERR_NONE : ERR_DAMAGED);
    test_free(bytes);
    return ok;
}

static void set_epochs(struct keyslots *s, uint32_t file, uint32_t slots, uint32_t last)
{
    s->epoch = file;
    for (size_t i = 0; i < s->len; i++)
        s->slots[i].epoch = i + 1 < s->len ? slots : last;
}

static void epochs_are_the_files_or_the_next(void **state)
{
    struct fixture *f = *state;
    static const struct {
        uint32_t file, slots, last;
        bool ok;
    } rows[] = {
        {1, 1, 1, true},  {1, 1, 2, true},  {UINT32_MAX, UINT32_MAX, UINT32_MAX, true},
        {0, 0, 0, false}, {1, 2, 2, false}, {UINT32_MAX, UINT32_MAX, 0, false},
        {1, 1, 3, false}, {2, 2, 1, false}, {0, 0, 1, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        print_message("row %zu\n", i);
        set_epochs(&f->slots, rows[i].file, rows[i].slots, rows[i].last);
        assert_int_equal(reads(&f->slots), rows[i].ok);
    }
}

/* 32 of each epoch; 33 of one are too many, though 64 slots would hold them. */
static void at_most_32_hold_each_epoch(void **state)
{
    struct fixture *f = *state;
    struct keyslots s = f->slots;
    s.slots[1] = f->slots.slots[0]; /* people only */
    for (size_t i = 0; i < KEYSLOTS_MAX; i++) {
        s.slots[i] = s.slots[0];
        s.slots[i].user.b[0] = (uint8_t)(i % 33);
        s.slots[i].login[0] = (char)('A' + i % 33);
    }
    for (size_t first = 31; first <= 33; first++) {
        for (size_t i = 0; i < KEYSLOTS_MAX; i++)
            s.slots[i].epoch = i < first ? 1 : 2;
        s.len = first;
        assert_int_equal(reads(&s), first <= 32);
        s.len = KEYSLOTS_MAX;
        assert_int_equal(reads(&s), first == 32);
    }
}

/* Without the tests' own switch, what they make is far below the floor. */
static void a_cheap_slot_is_refused(void **state)
{
    struct fixture *f = *state;
    static const struct {
        uint32_t ops, mem_kib;
        bool ok;
    } rows[] = {
        {3, 262144, true},  {4, 262144, true},  {3, 1048576, true},     {16, 1048576, true}, {2, 262144, false},
        {3, 262143, false}, {1, 8, false},      {0, 0, false},          {17, 262144, false}, {3, 1048577, false},
        {3, 0, false},      {0, 262144, false}, {3, UINT32_MAX, false},
    };
    assert_int_equal(setenv("FASCIA_TEST_KDF", "1", 1), 0); /* only "min" is meant */
    assert_int_equal(kdf_floor().mem_kib, 262144);
    unsetenv("FASCIA_TEST_KDF");
    struct kdf_cost floor = kdf_floor();
    assert_int_equal(floor.ops, 3);
    assert_int_equal(floor.mem_kib, 262144);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        struct keyslots s = {0};
        size_t n;
        print_message("row %zu\n", i);
        for (size_t j = 0; j < f->slots.len; j++) {
            if (f->slots.slots[j].kdf == KDF_RECOVERY)
                continue;
            f->slots.slots[j].ops = j == 0 ? rows[i].ops : floor.ops;
            f->slots.slots[j].mem_kib = j == 0 ? rows[i].mem_kib : floor.mem_kib;
        }
        uint8_t *bytes = file_bytes(&f->slots, &n);
        assert_int_equal(keyslots_parse(&s, bytes, n, &e), rows[i].ok);
        assert_int_equal(e.code, rows[i].ok ? ERR_NONE : ERR_DAMAGED);
        test_free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(what_is_written_is_read),
        fixture_test(fields_stand_where_the_format_says),
        fixture_test(every_flipped_byte_is_seen),
        fixture_test(every_other_length_is_refused),
        fixture_test(bytes_that_no_key_vouches_for_are_checked),
        fixture_test(epochs_are_the_files_or_the_next),
        fixture_test(at_most_32_hold_each_epoch),
        fixture_test(a_cheap_slot_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
