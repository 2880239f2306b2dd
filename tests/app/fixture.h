/**
 * A practice on disk with its owner unlocked, made by the same calls as in real use, at the lowest cost of guessing.
 * Windows: a second struct app on the same folder stands for a second process.
 */
#ifndef FASCIA_TESTS_APP_FIXTURE_H
#define FASCIA_TESTS_APP_FIXTURE_H

#include "fascia/app/day.h"
#include "fascia/app/practice.h"
#include "fascia/app/work.h"

#include "support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ANA_PASSPHRASE "velvet orbit canyon drum"
#define BEN_PASSPHRASE "marble tunic fjord happy"

/* The message is shown when a call that must work does not. */
#define assert_ok(call, e)                                                                                             \
    do {                                                                                                               \
        if (!(call))                                                                                                   \
            fail_msg("%s: %s", #call, (e).text);                                                                       \
    } while (0)

/* The call fails with this code and says something. */
#define assert_refused(call, e, want)                                                                                  \
    do {                                                                                                               \
        (e) = (struct err){0};                                                                                         \
        assert_false(call);                                                                                            \
        print_message("  %s\n", (e).text);                                                                             \
        assert_int_equal((e).code, want);                                                                              \
        assert_true((e).text[0] != '\0');                                                                              \
    } while (0)

struct fixture {
    struct scratch *scratch;
    const char *folder;
    struct app ana; /* owner and therapist, unlocked */
    struct id client;
    struct arena a;
};

/** Every hash, signature, chain and index row; also asked after each test. */
void assert_verifies(struct app *a);

/** Environment, a practice and one client in it: *state is a struct fixture. It is 23 November 2026, ten o'clock. */
int fixture_setup(void **state);
int fixture_teardown(void **state);
#define APP_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

/** Somebody else with a slot and a user change. Passphrase: BEN_PASSPHRASE. */
struct id add_user(struct fixture *f, const char *login, unsigned roles);

/** A window of its own on the same practice. */
void unlock_as(struct app *out, struct fixture *f, const char *login, const char *passphrase);

struct id add_client(struct fixture *f, const char *given, const char *family);

/** A line that must be taken. */
void add_line(struct work *w, const char *line);

/** A finding with both values, a release, consent and reaction: all that signing asks for. */
void fill(struct work *w);

/** Opens, fills and signs a session of f->client by f->ana. */
struct id sign_one(struct fixture *f);

/** How many changes the log holds. */
int64_t changes(struct app *a);

/** The live drafts of the person. */
size_t live_drafts(struct draft **out, struct fixture *f, struct app *a);

#endif
