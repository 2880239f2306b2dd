/* Appending: what a change carries, what is refused, and that nothing in the log can be edited or taken away. */
#include "fixture.h"

#include "fascia/base/clock.h"
#include "keys.h"

static struct change *page(struct practice_fixture *f, size_t *len)
{
    struct err e = {0};
    struct change *list;
    assert_ok(log_page(&list, len, f->s, 0, 1000, &f->a, &e), e);
    return list;
}

static void changes_form_a_chain(void **state)
{
    struct practice_fixture f;
    practice_make(&f, *state);
    struct id client = add_client(&f, 1, "Maria", "Santos");
    struct session s;
    session_fill(&s, &f, client, 3, SESSION_SIGNED);
    add_session(&f, &s, NULL);
    size_t len;
    struct change *c = page(&f, &len);
    assert_int_equal(len, 3);
    struct hash prev = {0};
    for (size_t i = 0; i < len; i++) {
        struct hash h = change_hash(&c[i]), b = change_body_hash(c[i].body, strlen(c[i].body), c[i].salt);
        assert_int_equal(c[i].seq, i + 1);
        assert_int_equal(c[i].device_seq, i + 1);
        assert_true(id_equal(c[i].device, store_device(f.s)));
        assert_true(hash_equal(c[i].prev_hash, prev));
        assert_true(hash_equal(c[i].hash, h));
        assert_true(hash_equal(c[i].body_hash, b));
        assert_true(i == 0 || c[i].hlc > c[i - 1].hlc);
        assert_true(c[i].is_signed && check_signature(c[i].sig, &c[i].hash, f.ana.public));
        prev = c[i].hash;
    }
    assert_true(memcmp(c[0].salt, c[1].salt, 16) != 0);
    assert_true(strncmp(c[1].body, "{\"born\"", 7) == 0);
    assert_non_null(strstr(c[1].body, "\"v\":1"));
    struct store_facts facts;
    struct err e = {0};
    assert_ok(store_facts(&facts, f.s, &e), e);
    assert_int_equal(facts.changes, 3);
    assert_int_equal(facts.head_seq, 3);
    assert_true(hash_equal(facts.head, prev));
    assert_int_equal(facts.clients, 1);
    assert_int_equal(facts.sessions, 1);
    assert_int_equal(facts.unsigned_sessions, 0);
    practice_end(&f);
}

static void only_what_must_and_the_last_of_an_append_is_signed(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct session s;
    session_fill(&s, &f, add_client(&f, 1, "Maria", "Santos"), 3, SESSION_SIGNED);
    json_t *access = json_pack("{s:s}", "what", "open client"), *session = session_encode(&s);
    struct entry_new entries[] = {{.kind = CHANGE_ACCESS, .body = access},
                                  {.kind = CHANGE_SESSION, .body = session},
                                  {.kind = CHANGE_ACCESS, .body = access, .must_sign = true},
                                  {.kind = CHANGE_ACCESS, .body = access},
                                  {.kind = CHANGE_ACCESS, .body = access}};
    static const bool is_signed[] = {false, true, true, false, true};
    assert_ok(log_append(f.s, &f.ana.sealer, entries, ARRAY_LEN(entries), &e), e);
    size_t len;
    struct change *c = page(&f, &len);
    assert_int_equal(len, 2 + ARRAY_LEN(entries));
    for (size_t i = 0; i < ARRAY_LEN(entries); i++) {
        assert_int_equal(c[2 + i].is_signed, is_signed[i]);
        assert_true(id_equal(c[2 + i].id, entries[i].id));
        assert_true(id_equal(c[2 + i].entity, entries[i].entity));
    }
    json_decref(access);
    json_decref(session);
    practice_end(&f);
}

static void a_stale_parent_is_a_conflict_and_writes_nothing(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct client c = {.number = 1, .given = "Maria", .born = {1985, 4, 12}};
    struct id entity = {0}, first = {0};
    assert_ok(append(&f, CHANGE_CLIENT, &entity, &first, client_encode(&c), &e), e);
    struct id second = first, stale = first, none = {0};
    c.phone = "07700 900123";
    assert_ok(append(&f, CHANGE_CLIENT, &entity, &second, client_encode(&c), &e), e);
    c.phone = "1";
    assert_false(append(&f, CHANGE_CLIENT, &entity, &stale, client_encode(&c), &e));
    assert_int_equal(e.code, ERR_CONFLICT);
    assert_false(append(&f, CHANGE_CLIENT, &entity, &none, client_encode(&c), &e)); /* it is there already */
    assert_int_equal(e.code, ERR_CONFLICT);
    struct id unknown = id_random();
    assert_false(append(&f, CHANGE_CLIENT, &unknown, &second, client_encode(&c), &e));
    assert_int_equal(e.code, ERR_CONFLICT);
    assert_false(append(&f, CHANGE_HEALTH, &entity, &second, client_encode(&c), &e));
    assert_int_equal(e.code, ERR_REFUSED);
    size_t len;
    page(&f, &len);
    assert_int_equal(len, 3);
    struct change head;
    assert_ok(log_head(&head, f.s, entity, &f.a, &e), e);
    assert_true(id_equal(head.id, second));
    practice_end(&f);
}

static void a_signed_session_never_changes(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct session s;
    session_fill(&s, &f, add_client(&f, 1, "Maria", "Santos"), 3, SESSION_DRAFT);
    struct id head = {0};
    s.id = add_session(&f, &s, &head);
    s.status = SESSION_SIGNED;
    add_session(&f, &s, &head);
    s.note = "other";
    assert_false(append(&f, CHANGE_SESSION, &s.id, &head, session_encode(&s), &e));
    assert_int_equal(e.code, ERR_REFUSED);
    assert_non_null(strstr(e.text, "is signed"));
    practice_end(&f);
}

static void a_session_never_moves_to_another_client(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct session s;
    session_fill(&s, &f, add_client(&f, 1, "Maria", "Santos"), 3, SESSION_DRAFT);
    struct id head = {0};
    s.id = add_session(&f, &s, &head);
    s.client = add_client(&f, 2, "Ann", "Other");
    assert_false(append(&f, CHANGE_SESSION, &s.id, &head, session_encode(&s), &e));
    assert_int_equal(e.code, ERR_REFUSED);
    assert_non_null(strstr(e.text, "another client"));
    practice_end(&f);
}

static void a_stranger_cannot_append(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    struct person stranger;
    practice_make(&f, *state);
    person_init(&stranger, id_random());
    json_t *body = json_pack("{s:s}", "what", "unlock");
    struct entry_new entry = {.kind = CHANGE_ACCESS, .body = body};
    assert_false(log_append(f.s, &stranger.sealer, &entry, 1, &e));
    assert_int_equal(e.code, ERR_REFUSED);
    assert_true(id_is_null(entry.id));
    assert_true(id_is_null(entry.entity));
    size_t len;
    page(&f, &len);
    assert_int_equal(len, 1);
    json_decref(body);
    practice_end(&f);
}

static void an_append_is_all_or_nothing(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct id client = add_client(&f, 1, "Maria", "Santos");
    json_t *good = json_pack("{s:s}", "what", "unlock"), *bad = json_pack("{s:f}", "what", 1.5);
    struct entry_new entries[] = {{.kind = CHANGE_ACCESS, .body = good}, {.kind = CHANGE_ACCESS, .body = bad}};
    assert_false(log_append(f.s, &f.ana.sealer, entries, 2, &e));
    assert_int_equal(e.code, ERR_INVALID);
    size_t len;
    page(&f, &len);
    assert_int_equal(len, 2);
    /* In an open transaction a refusal of the first entry leaves it usable; of a later one dooms it. */
    for (int later = 0; later < 2; later++) {
        assert_ok(store_begin(f.s, &e), e);
        struct entry_new stale[] = {{.kind = CHANGE_ACCESS, .body = good},
                                    {.kind = CHANGE_CLIENT, .entity = client, .parent = id_random(), .body = good}};
        assert_false(log_append(f.s, &f.ana.sealer, stale + 1 - later, (size_t)1 + (size_t)later, &e));
        assert_int_equal(e.code, ERR_CONFLICT);
        assert_int_equal(store_commit(f.s, &e), !later);
    }
    page(&f, &len);
    assert_int_equal(len, 2);
    json_decref(good);
    json_decref(bad);
    practice_end(&f);
}

static void a_body_over_a_mebibyte_is_refused(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    char *text = arena_alloc(&f.a, (1 << 20) + 1);
    memset(text, 'x', 1 << 20);
    struct id entity = {0}, head = {0};
    assert_false(append(&f, CHANGE_LETTER, &entity, &head, json_pack("{s:s}", "text", text), &e));
    assert_int_equal(e.code, ERR_RANGE);
    practice_end(&f);
}

static void a_clock_that_runs_back_still_moves_on(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    json_t *body = json_pack("{s:s}", "what", "unlock");
    struct instant now = clock_now();
    struct instant at[] = {{now.ms + 5000, 60}, {now.ms - 86400000, 60}, {now.ms + 5000, 60}};
    for (size_t i = 0; i < ARRAY_LEN(at); i++) {
        struct entry_new entry = {.kind = CHANGE_ACCESS, .body = body, .at = at[i]};
        assert_ok(log_append(f.s, &f.ana.sealer, &entry, 1, &e), e);
    }
    size_t len;
    struct change *c = page(&f, &len);
    for (size_t i = 1; i < len; i++) {
        assert_true(c[i].hlc > c[i - 1].hlc);
        assert_true(id_compare(c[i - 1].id, c[i].id) < 0);
        assert_int_equal(c[i].entered_at, at[i - 1].ms);
        assert_int_equal(c[i].entered_offset, 60);
    }
    json_decref(body);
    practice_end(&f);
}

/* A new row with the id of an old one: REPLACE would take the old one away. */
static const char replace_copy[] =
    "REPLACE INTO change SELECT NULL, id, device, 77, prev_hash, 77, entered_at, entered_offset, author, kind,"
    " entity, parent, body, salt, body_hash, hash, sig FROM change WHERE seq = 2";

static void raw_sql_neither_edits_nor_takes_away_a_change(void **state)
{
    struct practice_fixture f;
    practice_make(&f, *state);
    add_client(&f, 1, "Maria", "Santos");
    static const char *const tries[] = {
        "DELETE FROM change WHERE seq = 2",
        "DELETE FROM change",
        "UPDATE change SET body = replace(body, 'Santos', 'Other') WHERE seq = 2",
        "UPDATE change SET seq = 99 WHERE seq = 2",
        "UPDATE change SET sig = NULL WHERE seq = 2",
        "UPDATE change SET body = NULL, salt = NULL WHERE seq = 2", /* no erase change vouches for it */
        "UPDATE OR REPLACE change SET seq = 1 WHERE seq = 2",
        "INSERT OR REPLACE INTO change SELECT * FROM change WHERE seq = 2",
        replace_copy,
    };
    sqlite3 *db = raw_open(f.scratch);
    const char *all = "SELECT sum(length(body) * seq) + count(*) * 1000000 + total(sig IS NULL) FROM change";
    int64_t before = raw_i64(db, all);
    for (size_t i = 0; i < ARRAY_LEN(tries); i++) {
        print_message("%s\n", tries[i]);
        assert_int_equal(sqlite3_exec(db, tries[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
        assert_non_null(strstr(sqlite3_errmsg(db), "a change is never"));
        assert_int_equal(raw_i64(db, all), before);
    }
    sqlite3_close(db);
    practice_end(&f);
}

static void only_an_erase_change_lets_a_body_go(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct id client = add_client(&f, 1, "Maria", "Santos"), erase = {0}, none = {0};
    char text[ID_TEXT];
    id_format(text, client);
    assert_ok(append(&f, CHANGE_ERASE, &erase, &none, json_pack("{s:s}", "client", text), &e), e);
    sqlite3 *db = raw_open(f.scratch);
    assert_int_equal(sqlite3_exec(db, "UPDATE change SET body = NULL WHERE seq = 2", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT);
    assert_int_equal(
        sqlite3_exec(db, "UPDATE change SET body = NULL, salt = NULL, author = id WHERE seq = 2", NULL, NULL, NULL),
        SQLITE_CONSTRAINT);
    raw_exec(db, "UPDATE change SET body = NULL, salt = NULL WHERE seq = 2");
    assert_int_equal(sqlite3_exec(db, "UPDATE change SET body = NULL, salt = NULL WHERE seq = 3", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT); /* the erase change itself stays */
    sqlite3_close(db);
    size_t len;
    struct change *c = page(&f, &len);
    assert_null(c[1].body);
    struct hash h = change_hash(&c[1]);
    assert_true(hash_equal(h, c[1].hash)); /* the chain holds without the words */
    practice_end(&f);
}

static void key_order_is_date_order(void **state)
{
    (void)state;
    static const struct {
        struct date day;
        int64_t first;
    } rows[] = {{{2000, 1, 1}, 0}, {{2000, 1, 2}, 8192}, {{1999, 12, 31}, -8192}, {{1999, 12, 30}, -16384}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(key_first(rows[i].day), rows[i].first);
        for (int n = 0; n < KEYS_A_DAY; n += 8191)
            assert_int_equal(key_day(rows[i].first + n), date_days(rows[i].day));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(changes_form_a_chain),
        STORE_TEST(only_what_must_and_the_last_of_an_append_is_signed),
        STORE_TEST(a_stale_parent_is_a_conflict_and_writes_nothing),
        STORE_TEST(a_signed_session_never_changes),
        STORE_TEST(a_session_never_moves_to_another_client),
        STORE_TEST(a_stranger_cannot_append),
        STORE_TEST(an_append_is_all_or_nothing),
        STORE_TEST(a_body_over_a_mebibyte_is_refused),
        STORE_TEST(a_clock_that_runs_back_still_moves_on),
        STORE_TEST(raw_sql_neither_edits_nor_takes_away_a_change),
        STORE_TEST(only_an_erase_change_lets_a_body_go),
        STORE_TEST(key_order_is_date_order),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
