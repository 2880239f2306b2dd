/*
 * SIGKILL at random moments while a script types into the session form, and around the key that signs.
 *
 * Each round starts the program, types, and has a timer kill it at a moment that was drawn before, in the middle of
 * whatever it does. Then the practice is opened again, as a person would the next day. The draft must be a state that
 * the form really had, at most 20 keys back; a session whose "signed" was on the screen must be signed; and the record
 * must verify. The control, with the writing of drafts switched off, must fail by the same measure.
 *
 * FASCIA_SEED repeats the moments of a run (the machine's own timing stays what it is).
 */
#include "fascia/app/work.h"
#include "fascia/base/clock.h"
#include "fascia/base/secret.h"
#include "fascia/store/record.h"
#include "fascia/trust/anchors.h"
#include "fascia/trust/sign.h"
#include "harness/clinic.h"
#include "support/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    TYPING_ROUNDS = 120,
    SIGN_ROUNDS = 60,
    SIGNED_ROUNDS = 20,
    PAUSE_ROUNDS = 10,
    CONTROL_ROUNDS = 10,
    LOST_MOST = 20,
    SIGN_WINDOW_MS = 20,
    SIGNED_WINDOW_MS = 150
};

/* What is typed, an accepted entry at a time; `move` is typed first and changes nothing that is kept. */
static const struct stroke {
    const char *move, *text;
} strokes[] = {
    {"", "l ktw 10.5"},
    {"", "l slr 78"},
    {"", ": first words of a longer note, about the stairs"},
    {"", "l gastroc wb 3x"},
    {"", "hw drops twice a day on the lowest step of the stairs"},
    {"", "l soleus a 3x"},
    {"", ": a second note that is longer than twenty keys by far"},
    {"⇥", "11.5"},
    {"", "84"},
};
enum { STROKES = sizeof strokes / sizeof *strokes };

/* The practice that is killed again and again. */
struct target {
    struct clinic clinic;
    struct id client;
    uint64_t random;
    int typing_us;      /* how long the whole script takes on this machine */
    size_t signed_seen; /* sessions that are known to be signed */
};

/* What a round left behind. */
struct outcome {
    size_t typed;     /* keys of the script that were sent */
    size_t kept;      /* of these, what the draft holds */
    bool torn;        /* the draft is no state that the form had */
    bool said_signed; /* "signed" was on the screen */
    bool is_signed;
    size_t findings; /* of verify */
};

static uint64_t draw(struct target *t, uint64_t below)
{
    uint64_t z = (t->random += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (z ^ (z >> 31)) % below;
}

static volatile sig_atomic_t victim;

static void on_timer(int signal)
{
    (void)signal;
    (void)kill(victim, SIGKILL);
}

static void kill_after(struct harness *h, int us)
{
    struct sigaction action = {.sa_handler = on_timer, .sa_flags = SA_RESTART};
    struct itimerval when = {.it_value = {.tv_sec = us / 1000000, .tv_usec = us % 1000000 + 1}};
    victim = harness_pid(h);
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &when, NULL), 0);
}

static void wait_us(int us)
{
    struct timespec left = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000L};
    while (nanosleep(&left, &left) != 0)
        continue;
}

/* "l ktw 10.5" in the notation of keys: blanks are keys. */
static const char *notation(struct clinic *p, const struct stroke *s)
{
    struct buf out = {0};
    buf_puts(&out, s->move);
    for (const char *c = s->text; *c; c++)
        if (*c == ' ')
            buf_puts(&out, "␣");
        else
            buf_putc(&out, *c);
    buf_puts(&out, "⏎");
    const char *text = arena_strdup(&p->memory, buf_text(&out));
    buf_release(&out);
    return text;
}

static struct harness *open_form(struct target *t)
{
    struct harness *h = clinic_open(&t->clinic);
    harness_keys(h, "fcrash⏎");
    harness_expect(h, "Crash");
    harness_keys(h, "s");
    harness_expect(h, "Findings");
    harness_count_reset(h);
    return h;
}

/* Until the end or the kill; the keys of moves are not counted, they hold nothing that could be lost. */
static size_t type_all(struct target *t, struct harness *h)
{
    size_t moves = 0;
    for (size_t i = 0; i < STROKES; i++) {
        moves += strokes[i].move[0] != '\0';
        if (!harness_type(h, notation(&t->clinic, &strokes[i])))
            break;
    }
    return moves;
}

/* How many keys of the script make this state; *torn if none do. */
static size_t keys_of(const struct session *s, const char *pending, bool *torn)
{
    size_t accepted = s->findings_len + s->releases_len + s->homecare_len, keys = 0;
    for (const char *note = s->note; note; note = strchr(note, '\n') ? strchr(note, '\n') + 1 : NULL)
        accepted++;
    for (size_t i = 0; i < s->findings_len; i++)
        accepted += s->findings[i].post.kind != VALUE_NONE;
    for (size_t i = 0; i < accepted && i < STROKES; i++)
        keys += strlen(strokes[i].text) + 1;
    *torn = accepted > STROKES || (accepted == STROKES && pending[0]) ||
            (accepted < STROKES && strncmp(strokes[accepted].text, pending, strlen(pending)) != 0);
    return keys + strlen(pending);
}

#define MUST(call)                                                                                                     \
    do {                                                                                                               \
        struct err *must_e = &e;                                                                                       \
        if (!(call))                                                                                                   \
            fail_msg("%s: %s", #call, must_e->text);                                                                   \
    } while (0)

static size_t verify(struct app *a)
{
    struct err e = {0};
    struct arena scratch = {0};
    struct anchors anchors;
    struct verify_result result;
    MUST(anchors_list(&anchors, a->folder, &scratch, &e));
    MUST(record_verify(&result, a->store, verify_hash, anchors.items, anchors.len, NULL, &scratch, &e));
    for (size_t i = 0; i < result.bad_len; i++)
        print_message("verify: %s %s\n", result.bad[i].what, result.bad[i].text);
    arena_release(&scratch);
    return result.bad_len;
}

static size_t count_signed(struct app *a, struct id client)
{
    struct err e = {0};
    struct arena scratch = {0};
    struct session_row *rows;
    size_t all = 0, len = 200;
    int64_t before = 0;
    struct session_filter filter = {.client = client, .signed_only = true};
    while (len == 200) {
        MUST(session_page(&rows, &len, a->store, &filter, before, 200, &scratch, &e));
        all += len;
        before = len ? rows[len - 1].key : 0;
    }
    arena_release(&scratch);
    return all;
}

/* Reads the draft and puts it away for good, so that the next round starts with an empty form. */
static void read_draft(struct target *t, struct app *a, struct outcome *o)
{
    struct err e = {0};
    struct arena scratch = {0};
    struct draft found;
    struct work w;
    bool is_there;
    MUST(draft_find(&found, &is_there, a->store, a->user.id, t->client, &scratch, &e));
    if (is_there) {
        MUST(work_resume(&w, a, found.id, &e));
        o->kept = keys_of(&w.session, buf_text(&w.pending), &o->torn);
        work_release(&w);
        MUST(draft_drop(a->store, found.id, &e));
    }
    arena_release(&scratch);
}

/* The next day. */
static void look_after(struct target *t, struct outcome *o)
{
    struct err e = {0};
    struct app a;
    app_init(&a);
    MUST(app_choose(&a, t->clinic.folder, &e));
    MUST(app_unlock(&a, NULL, CLINIC_PASSPHRASE, strlen(CLINIC_PASSPHRASE), &e));
    read_draft(t, &a, o);
    size_t now = count_signed(&a, t->client);
    o->is_signed = now == t->signed_seen + 1;
    if (now != t->signed_seen && !o->is_signed)
        fail_msg("%zu sessions were signed, now it is %zu", t->signed_seen, now);
    t->signed_seen = now;
    o->findings = verify(&a);
    app_release(&a);
}

static void finish(struct harness *h, struct outcome *o, size_t moves)
{
    int y, x;
    harness_patience(h, 20000);
    int status = harness_exit(h); /* takes in what was on its way to the screen */
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGKILL);
    o->typed = harness_count(h) > moves ? harness_count(h) - moves : 0;
    o->said_signed = harness_find(h, "signed Crash", &y, &x);
    harness_stop(h);
}

/* Is this what was promised? */
static bool is_good(const struct outcome *o)
{
    if (o->torn || o->findings || (o->said_signed && !o->is_signed))
        return false;
    return o->is_signed || o->kept + LOST_MOST >= o->typed;
}

static void tell(const char *kind, int round, int us, const struct outcome *o)
{
    if (is_good(o))
        return;
    print_message("%s round %d, killed after %d us: %zu keys typed, %zu kept%s, %s on the screen, %s, %zu findings\n",
                  kind, round, us, o->typed, o->kept, o->torn ? " TORN" : "", o->said_signed ? "signed" : "not signed",
                  o->is_signed ? "signed" : "a draft", o->findings);
}

/* Killed at any moment of typing, of signing, or shortly after. */
static struct outcome typing_round(struct target *t, int round)
{
    struct outcome o = {0};
    struct harness *h = open_form(t);
    int us = (int)draw(t, (uint64_t)t->typing_us);
    kill_after(h, us);
    size_t moves = type_all(t, h);
    if (harness_type(h, "^S"))
        (void)harness_type(h, "⏎");
    finish(h, &o, moves);
    size_t script = 0;
    for (size_t i = 0; i < STROKES; i++)
        script += strlen(strokes[i].text) + 1;
    o.typed = o.typed < script ? o.typed : script;
    look_after(t, &o);
    tell("typing", round, us, &o);
    return o;
}

/* Killed between `before` and `after` ms around the key that signs. */
static struct outcome around_sign(struct target *t, int round, int before, int after)
{
    struct outcome o = {0};
    struct harness *h = open_form(t);
    size_t moves = type_all(t, h);
    size_t typed = harness_count(h) - moves;
    harness_keys(h, "^S");
    harness_expect(h, "Enter:");
    int us = (int)draw(t, (uint64_t)(before + after) * 1000);
    kill_after(h, us);
    wait_us(before * 1000);
    (void)harness_type(h, "⏎");
    finish(h, &o, moves);
    o.typed = typed;
    look_after(t, &o);
    tell("sign", round, us - before * 1000, &o);
    return o;
}

static struct outcome sign_round(struct target *t, int round)
{
    return around_sign(t, round, SIGN_WINDOW_MS, SIGN_WINDOW_MS);
}

/* Late enough that "signed" may be on the screen. */
static struct outcome signed_round(struct target *t, int round)
{
    return around_sign(t, round, 0, SIGNED_WINDOW_MS);
}

/* Two seconds after the last key nothing at all is lost. */
static struct outcome pause_round(struct target *t, int round)
{
    struct outcome o = {0};
    struct harness *h = open_form(t);
    size_t keys = 1 + draw(t, strlen(strokes[2].text) - 1);
    (void)harness_type(h, notation(&t->clinic, &strokes[0]));
    (void)harness_type(h, notation(&t->clinic, &strokes[1]));
    for (size_t i = 0; i < keys; i++)
        (void)harness_type(h, strokes[2].text[i] == ' ' ? "␣" : (char[]){strokes[2].text[i], '\0'});
    kill_after(h, 2300000);
    harness_patience(h, 5000);
    finish(h, &o, 0);
    look_after(t, &o);
    tell("pause", round, 2300000, &o);
    if (o.kept != o.typed)
        print_message("pause round %d: %zu keys typed, %zu kept after two seconds\n", round, o.typed, o.kept);
    o.torn = o.torn || o.kept != o.typed;
    return o;
}

static size_t repeat(struct target *t, int rounds, struct outcome (*round)(struct target *t, int round))
{
    size_t bad = 0, lost_most = 0, signed_count = 0, said = 0;
    for (int i = 0; i < rounds; i++) {
        struct outcome o = round(t, i);
        bad += !is_good(&o);
        signed_count += o.is_signed;
        said += o.said_signed;
        if (!o.is_signed && o.typed > o.kept && o.typed - o.kept > lost_most)
            lost_most = o.typed - o.kept;
    }
    print_message("%d rounds: %zu broke the promise, at most %zu keys lost, %zu signed, %zu of them said so\n", rounds,
                  bad, lost_most, signed_count, said);
    return bad;
}

/* Once without a kill: how long does it take here? */
static void measure(struct target *t)
{
    struct harness *h = open_form(t);
    int64_t begin = clock_monotonic_ms();
    type_all(t, h);
    harness_keys(h, "^S⏎");
    harness_expect(h, "signed Crash");
    t->typing_us = (int)(clock_monotonic_ms() - begin) * 1050;
    harness_stop(h);
    t->signed_seen = 1;
    print_message("the script takes %d ms\n", t->typing_us / 1000);
}

static int setup(void **state)
{
    struct err e = {0};
    assert_int_equal(setenv("FASCIA_TEST_KDF", "min", 1), 0);
    MUST(secret_init(&e));
    json_init();
    MUST(store_library_init(&e));
    if (scratch_setup(state) != 0)
        return -1;
    struct scratch *s = *state;
    struct target *t = calloc(1, sizeof *t);
    if (!t)
        abort();
    s->own = t;
    clinic_make(&t->clinic, s->dir);
    const char *made =
        CLINIC_RUN(&t->clinic, "client", "new", "--name", "Test Crash", "--born", "1980-01-01", "--json");
    char id[ID_TEXT];
    snprintf(id, sizeof id, "%s", strstr(made, "\"id\":\"") + 6);
    MUST(id_parse(&t->client, id, &e));
    const char *seed = getenv("FASCIA_SEED");
    t->random = seed ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
    print_message("FASCIA_SEED=%llu\n", (unsigned long long)t->random);
    measure(t);
    return 0;
}

static int teardown(void **state)
{
    struct scratch *s = *state;
    struct target *t = s->own;
    clinic_release(&t->clinic);
    free(t);
    return scratch_teardown(state);
}

static struct target *target(void **state)
{
    return ((struct scratch *)*state)->own;
}

static void killed_while_typing_at_most_20_keys_are_lost(void **state)
{
    assert_int_equal(repeat(target(state), TYPING_ROUNDS, typing_round), 0);
}

static void killed_within_20_ms_of_signing_it_is_a_draft_or_signed(void **state)
{
    assert_int_equal(repeat(target(state), SIGN_ROUNDS, sign_round), 0);
}

static void killed_after_signed_was_on_the_screen_it_is_signed(void **state)
{
    assert_int_equal(repeat(target(state), SIGNED_ROUNDS, signed_round), 0);
}

static void killed_two_seconds_after_the_last_key_nothing_is_lost(void **state)
{
    assert_int_equal(repeat(target(state), PAUSE_ROUNDS, pause_round), 0);
}

static void without_drafts_the_same_measure_fails(void **state)
{
    struct target *t = target(state);
    t->clinic.more = "FASCIA_TEST_NO_DRAFT=1";
    size_t bad = repeat(t, CONTROL_ROUNDS, typing_round);
    t->clinic.more = NULL;
    assert_true(bad > 0);
}

static void the_program_itself_says_that_the_record_is_whole(void **state)
{
    CLINIC_RUN(&target(state)->clinic, "record", "verify");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_while_typing_at_most_20_keys_are_lost),
        cmocka_unit_test(killed_within_20_ms_of_signing_it_is_a_draft_or_signed),
        cmocka_unit_test(killed_after_signed_was_on_the_screen_it_is_signed),
        cmocka_unit_test(killed_two_seconds_after_the_last_key_nothing_is_lost),
        cmocka_unit_test(without_drafts_the_same_measure_fails),
        cmocka_unit_test(the_program_itself_says_that_the_record_is_whole),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
