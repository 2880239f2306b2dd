/* See fixture.h. */
#include "fixture.h"

#include <sodium.h>
#include <unistd.h>

const uint8_t test_key[32] = {0x5a, 0x01, 0xff, 0x10, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88};
const struct id test_practice = {{0x0a, 0x0b, 0x0c, [15] = 1}};

int store_setup(void **state)
{
    struct err e;
    json_init();
    return sodium_init() >= 0 && store_library_init(&e) ? scratch_setup(state) : -1;
}

struct store *make_store(struct scratch *scratch)
{
    struct err e = {0};
    struct store *s;
    assert_ok(store_create(&s, scratch->dir, test_key, test_practice, &e), e);
    return s;
}

struct store *open_store(struct scratch *scratch)
{
    struct err e = {0};
    struct store *s;
    assert_ok(store_open(&s, scratch->dir, test_key, STORE_OPEN, &e), e);
    return s;
}

sqlite3 *raw_open(struct scratch *scratch)
{
    sqlite3 *db;
    const char *key = "x'5a01ff1022334455667788000000000000000000000000000000000000000000'";
    assert_int_equal(sqlite3_open(scratch_path(scratch, "record.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_key(db, key, (int)strlen(key)), SQLITE_OK);
    sqlite3_busy_timeout(db, 2000);
    return db;
}

void raw_exec(sqlite3 *db, const char *sql)
{
    char *text = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &text) != SQLITE_OK)
        fail_msg("%s: %s", sql, text);
}

int64_t raw_i64(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *q;
    if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t v = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return v;
}

static bool sign(void *who, uint8_t sig[64], const struct hash *hash, struct err *e)
{
    (void)e;
    const struct person *p = who;
    return crypto_sign_detached(sig, NULL, hash->b, sizeof hash->b, p->secret) == 0;
}

bool check_signature(const uint8_t sig[64], const struct hash *hash, const uint8_t public_key[32])
{
    return crypto_sign_verify_detached(sig, hash->b, sizeof hash->b, public_key) == 0;
}

void person_init(struct person *p, struct id id)
{
    p->id = id;
    crypto_sign_keypair(p->public, p->secret);
    p->sealer = (struct sealer){.sign = sign, .who = p, .author = id};
}

bool append(struct practice_fixture *f, enum change_kind kind, struct id *entity, struct id *head, json_t *body,
            struct err *e)
{
    struct entry_new entry = {.kind = kind, .entity = *entity, .parent = *head, .body = body};
    bool ok = log_append(f->s, &f->ana.sealer, &entry, 1, e);
    json_decref(body);
    if (ok) {
        *entity = entry.entity;
        *head = entry.id;
    }
    return ok;
}

void add_user(struct practice_fixture *f, struct person *who, const struct person *by, unsigned roles)
{
    struct err e = {0};
    struct user u = {.login = "x", .name = "Dr X", .roles = roles, .from = clock_now()};
    memcpy(u.sign_key, who->public, sizeof u.sign_key);
    memcpy(u.box_key, who->public, sizeof u.box_key);
    json_t *body = user_encode(&u);
    struct entry_new entry = {.kind = CHANGE_USER, .entity = who->id, .body = body};
    assert_ok(log_append(f->s, &by->sealer, &entry, 1, &e), e);
    json_decref(body);
}

void practice_make(struct practice_fixture *f, struct scratch *scratch)
{
    *f = (struct practice_fixture){.scratch = scratch, .s = make_store(scratch)};
    person_init(&f->ana, id_random());
    add_user(f, &f->ana, &f->ana, ROLE_OWNER | ROLE_THERAPIST);
}

void practice_end(struct practice_fixture *f)
{
    store_close(f->s);
    arena_release(&f->a);
}

struct id add_client(struct practice_fixture *f, int number, const char *given, const char *family)
{
    struct err e = {0};
    struct client c = {.number = number, .given = given, .family = family, .born = {1985, 4, 12}};
    struct id entity = {0}, head = {0};
    assert_ok(append(f, CHANGE_CLIENT, &entity, &head, client_encode(&c), &e), e);
    return entity;
}

void session_fill(struct session *s, struct practice_fixture *f, struct id client, int day, enum session_status status)
{
    session_init(s);
    s->client = client;
    s->therapist = f->ana.id;
    s->status = status;
    s->started = (struct instant){INT64_C(1793491200000) + (int64_t)(day - 1) * 86400000 + 36000000, 0};
    s->note = "planted-note";
    s->consent = true;
    struct finding finding = {.kind = "rom",
                              .on = ON_MOVEMENT,
                              .target = "knee-flexion",
                              .region = "knee",
                              .side = SIDE_LEFT,
                              .pre = {.kind = VALUE_NUMBER, .tenths = 900},
                              .post = {.kind = VALUE_NUMBER, .tenths = 1100}};
    struct release release = {.structure = "gastrocnemius",
                              .region = "calf",
                              .side = SIDE_LEFT,
                              .type = RELEASE_WEIGHT_BEARING,
                              .locks = 3,
                              .reps = 10};
    session_add_finding(s, &finding, &f->a);
    session_add_release(s, &release, &f->a);
}

struct id add_session(struct practice_fixture *f, const struct session *s, struct id *head)
{
    struct err e = {0};
    struct id entity = s->id, none = {0};
    struct id *parent = head ? head : &none;
    assert_ok(append(f, CHANGE_SESSION, &entity, parent, session_encode(s), &e), e);
    return entity;
}
