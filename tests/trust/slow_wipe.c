/*
 * No key is left anywhere but in its locked memory: every writable page of the process is searched, before and after
 * each act. Far down the stack is where libraries leave them, and where the next act would hide them from a search that
 * came later.
 */
#include "fixture.h"
#include "keyslots_internal.h"

#include "fascia/trust/recovery.h"
#include "fascia/trust/rekey.h"
#include "fascia/trust/sign.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

enum { WINDOW = 1 << 20, NEEDLE = 16, SHIFT = 0x55, REGION_MAX = 256 << 20, NEEDLES = 12 };

/* Pieces of secrets to look for. They are kept shifted, so that the search does not find itself. */
struct needles {
    const char *what[NEEDLES];
    uint8_t hidden[NEEDLES][NEEDLE];
    bool begins[256]; /* does one of them begin with this byte, shifted? */
    size_t len;
};

static void hide(struct needles *n, const char *what, const void *bytes)
{
    assert_true(n->len < NEEDLES);
    n->what[n->len] = what;
    for (size_t i = 0; i < NEEDLE; i++)
        n->hidden[n->len][i] = (uint8_t)(((const uint8_t *)bytes)[i] + SHIFT);
    n->begins[n->hidden[n->len][0]] = true;
    n->len++;
}

static bool is_at(const uint8_t *place, const uint8_t hidden[NEEDLE])
{
    size_t i = 0;
    while (i < NEEDLE && (uint8_t)(place[i] + SHIFT) == hidden[i])
        i++;
    return i == NEEDLE;
}

static size_t place_count(const uint8_t *place, const struct needles *needles)
{
    size_t found = 0;
    for (size_t i = 0; i < needles->len; i++)
        if (is_at(place, needles->hidden[i])) {
            print_message("  %s\n", needles->what[i]);
            found++;
        }
    return found;
}

static size_t window_count(const uint8_t *window, size_t n, const struct needles *needles)
{
    static const uint64_t zero[2];
    size_t found = 0;
    for (size_t i = 0; i + NEEDLE <= n; i++) {
        if (i % 4096 == 0 && i + 4096 < n && memcmp(window + i, zero, sizeof(zero)) == 0 &&
            memcmp(window + i, window + i + sizeof(zero), 4096 - sizeof(zero)) == 0) {
            i += 4096 - NEEDLE; /* most of a sanitizer's memory is pages of zeros */
            continue;
        }
        if (needles->begins[(uint8_t)(window[i] + SHIFT)])
            found += place_count(window + i, needles);
    }
    return found;
}

static size_t region_count(int mem, uintptr_t from, uintptr_t to, uint8_t *window, const struct needles *needles)
{
    size_t found = 0;
    for (uintptr_t at = from; at < to; at += WINDOW - NEEDLE + 1) {
        size_t want = to - at < WINDOW ? to - at : WINDOW;
        ssize_t got = pread(mem, window, want, (off_t)at);
        if (got > 0)
            found += window_count(window, (size_t)got, needles);
    }
    return found;
}

/* How often they stand in writable memory. Regions of 256 MiB and more are a sanitizer's own. */
static size_t memory_count(const struct needles *needles)
{
    uint8_t *window = mmap(NULL, WINDOW, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(window != MAP_FAILED);
    int mem = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    FILE *maps = fopen("/proc/self/maps", "r");
    assert_true(mem >= 0 && maps);
    char line[512];
    size_t found = 0;
    while (fgets(line, sizeof(line), maps)) {
        char *end;
        uintptr_t from = strtoul(line, &end, 16);
        uintptr_t to = strtoul(end + 1, &end, 16);
        if (end[2] != 'w' || to - from >= REGION_MAX) /* " rw-p" */
            continue;
        uintptr_t own = (uintptr_t)window;
        if (own >= from && own < to) { /* neighbours may have been joined with the window */
            found += region_count(mem, from, own, window, needles);
            from = own + WINDOW;
        }
        if (from < to)
            found += region_count(mem, from, to, window, needles);
    }
    fclose(maps);
    close(mem);
    munmap(window, WINDOW);
    return found;
}

/* ---- everything that is handed a key ---- */

static void act_unlock(struct fixture *f)
{
    struct err e = {0};
    struct keys k = {0};
    assert_ok(unlock(&k, &f->slots, "ana", ANA_PASSPHRASE, &e), e);
    keys_release(&k);
}

static void act_unlock_recovery(struct fixture *f)
{
    struct err e = {0};
    struct keys k = {0};
    assert_ok(keyslots_unlock_recovery(&k, &f->slots, f->recovery_key, &e), e);
    keys_release(&k);
}

static void act_wrong_passphrase(struct fixture *f)
{
    struct err e = {0};
    struct keys k = {0};
    assert_false(unlock(&k, &f->slots, "ben", ANA_PASSPHRASE, &e));
}

static void act_sign(struct fixture *f)
{
    struct err e = {0};
    uint8_t sig[SIGNATURE_BYTES];
    struct hash h = hash_bytes("a change", 8);
    assert_ok(sign_hash(sig, &h, &f->ana, &e), e);
}

static void act_add_user(struct fixture *f)
{
    struct err e = {0};
    struct public_keys made;
    struct slot_request cleo = request(id_random(), "cleo", NEW_PASSPHRASE);
    assert_ok(keyslots_add_user(&f->slots, &made, &f->ana, &cleo, &e), e);
}

static void act_change_passphrase(struct fixture *f)
{
    struct err e = {0};
    assert_ok(keyslots_change_passphrase(&f->slots, &f->ana, NEW_PASSPHRASE, strlen(NEW_PASSPHRASE), &e), e);
}

static void act_rekey(struct fixture *f)
{
    struct err e = {0};
    struct rekey_member ana = {.user = f->ana.user};
    memcpy(ana.box, f->ana.public.box, KEY_BYTES);
    assert_ok(keyslots_rekey_begin(&f->slots, &f->ana, &ana, 1, &e), e);
    assert_ok(keyslots_rekey_cancel(&f->slots, &f->ana, &e), e);
}

static void act_write_down(struct fixture *f)
{
    char *text = secret_alloc(RECOVERY_TEXT);
    recovery_format(text, f->recovery_key);
    secret_free(text);
}

static void act_type_back(struct fixture *f)
{
    struct err e = {0};
    char *text = secret_alloc(RECOVERY_TEXT);
    uint8_t *again = secret_alloc(KEY_BYTES);
    recovery_format(text, f->recovery_key);
    assert_ok(recovery_parse(again, text, &e), e);
    assert_true(recovery_group_matches(again, 8, text + 63));
    secret_free(again);
    secret_free(text);
}

/* The steps of unlocking one by one: in the whole, each one hides what the one before left. */
static void act_derive(struct fixture *f)
{
    struct err e = {0};
    uint8_t *kek = secret_alloc(KEY_BYTES);
    assert_ok(slot_kek(kek, &f->slots.slots[0], ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    secret_free(kek);
}

static void act_unwrap(struct fixture *f)
{
    uint8_t *seed = secret_alloc(KEY_BYTES);
    assert_true(slot_unwrap(seed, &f->slots.slots[1], f->slots.practice, f->recovery_key));
    secret_free(seed);
}

static void act_expand(struct fixture *f)
{
    struct public_keys public;
    seed_expand(&public, f->ana.secret); /* gives what is there already */
}

static void act_unseal(struct fixture *f)
{
    uint8_t *store = secret_alloc(KEY_BYTES);
    assert_true(slot_unseal(store, &f->slots.slots[0], &f->ana.public, f->ana.secret));
    secret_free(store);
}

static void act_seal(struct fixture *f)
{
    struct keyslot slot = f->slots.slots[0];
    slot_seal(&slot, f->ana.public.box, f->ana.secret->store);
    slot_wrap(&slot, f->slots.practice, f->recovery_key, f->ana.secret->seed);
}

static void act_trailer(struct fixture *f)
{
    struct hash h = keyslots_trailer(&f->slots, f->ana.secret->store);
    assert_int_equal(sizeof(h), KEY_BYTES);
}

static const struct {
    const char *what;
    void (*run)(struct fixture *);
} acts[] = {
    {"derive", act_derive},
    {"unwrap", act_unwrap},
    {"expand", act_expand},
    {"unseal", act_unseal},
    {"wrap and seal", act_seal},
    {"trailer", act_trailer},
    {"unlock", act_unlock},
    {"unlock by recovery key", act_unlock_recovery},
    {"wrong passphrase", act_wrong_passphrase},
    {"sign", act_sign},
    {"add user", act_add_user},
    {"rekey", act_rekey},
    {"write the recovery key down", act_write_down},
    {"type it back", act_type_back},
    {"change passphrase", act_change_passphrase},
};

/* Far down, so that the search itself does not write over what was left there. */
static void run_deep_down(void (*run)(struct fixture *), struct fixture *f)
{
    volatile char room[128 * 1024];
    room[0] = 1;
    run(f);
    room[sizeof(room) - 1] = room[0];
}

static struct needles hide_all(const struct fixture *f, const uint8_t *kek)
{
    struct needles n = {.len = 0};
    const struct key_secrets *secret = f->ana.secret;
    hide(&n, "store key", secret->store);
    hide(&n, "store key, later", secret->store + NEEDLE);
    hide(&n, "seed", secret->seed);
    hide(&n, "seed, later", secret->seed + NEEDLE);
    hide(&n, "signing key", secret->sign);
    hide(&n, "box key", secret->box);
    hide(&n, "recovery key", f->recovery_key);
    hide(&n, "recovery key, later", f->recovery_key + NEEDLE);
    hide(&n, "passphrase's key", kek);
    hide(&n, "passphrase's key, later", kek + NEEDLE);
    char *text = secret_alloc(RECOVERY_TEXT);
    recovery_format(text, f->recovery_key);
    hide(&n, "recovery key on paper", text);
    hide(&n, "recovery key on paper, later", text + 40);
    secret_free(text);
    return n;
}

static void no_act_leaves_a_key_behind(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    uint8_t *kek = secret_alloc(KEY_BYTES);
    assert_ok(slot_kek(kek, &f->slots.slots[0], ANA_PASSPHRASE, strlen(ANA_PASSPHRASE), &e), e);
    const struct needles needles = hide_all(f, kek);
    size_t rightful = needles.len - 2; /* all but the text, in their locked memory */
    assert_int_equal(memory_count(&needles), rightful);
    for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
        print_message("%s\n", acts[i].what);
        run_deep_down(acts[i].run, f);
        assert_int_equal(memory_count(&needles), rightful);
    }
    print_message("lock\n");
    keys_lock(&f->ana);
    secret_free(f->recovery_key);
    f->recovery_key = NULL;
    secret_free(kek);
    assert_int_equal(memory_count(&needles), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fixture_test(no_act_leaves_a_key_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
