/*
 * Verify finds what somebody with the key and a program of his own did to the record, and names it; rebuild makes the
 * same index again. Tampering happens inside a transaction that is rolled back, so each case starts from a whole
 * record.
 */
#include "fixture.h"

#include "fascia/store/record.h"

static void fill(struct practice_fixture *f, struct scratch *scratch)
{
    struct err e = {0};
    struct person recovery, ben;
    practice_make(f, scratch);
    person_init(&recovery, id_random());
    person_init(&ben, id_random());
    add_user(f, &recovery, &f->ana, ROLE_RECOVERY);
    add_user(f, &ben, &f->ana, ROLE_THERAPIST);
    struct id client = add_client(f, 1, "Maria", "Santos"), other = add_client(f, 2, "Ann", "Other");
    json_t *access = json_pack("{s:s}", "what", "open client");
    struct entry_new entries[] = {{.kind = CHANGE_ACCESS, .body = access}, {.kind = CHANGE_ACCESS, .body = access}};
    assert_ok(log_append(f->s, &f->ana.sealer, entries, ARRAY_LEN(entries), &e), e);
    json_decref(access);
    struct session s;
    struct id head = {0};
    session_fill(&s, f, client, 3, SESSION_DRAFT);
    s.id = add_session(f, &s, &head);
    s.status = SESSION_SIGNED;
    s.started.ms += 86400000; /* it moves to another day */
    add_session(f, &s, &head);
    session_fill(&s, f, other, 9, SESSION_SIGNED);
    add_session(f, &s, NULL);
    session_fill(&s, f, client, 12, SESSION_DRAFT);
    add_session(f, &s, NULL);
}

static struct verify_result verify(struct practice_fixture *f, const struct anchor *anchors, size_t n)
{
    struct err e = {0};
    struct verify_result r;
    assert_ok(record_verify(&r, f->s, check_signature, anchors, n, NULL, &f->a, &e), e);
    return r;
}

static void assert_clean(struct practice_fixture *f)
{
    struct verify_result r = verify(f, NULL, 0);
    for (size_t i = 0; i < r.bad_len; i++)
        print_message("%s: %s\n", r.bad[i].what, r.bad[i].text);
    assert_int_equal(r.bad_len, 0);
}

static bool names(const struct verify_result *r, struct id change)
{
    for (size_t i = 0; i < r->bad_len; i++)
        if (id_equal(r->bad[i].change, change))
            return true;
    return false;
}

static bool says(const struct verify_result *r, const char *what, const char *text)
{
    for (size_t i = 0; i < r->bad_len; i++)
        if (strcmp(r->bad[i].what, what) == 0 && strstr(r->bad[i].text, text))
            return true;
    return false;
}

static void tamper_begin(struct practice_fixture *f)
{
    raw_exec(f->s->db, "BEGIN; PRAGMA ignore_check_constraints=ON; DROP TRIGGER change_is_not_deleted;"
                       "DROP TRIGGER change_is_not_replaced; DROP TRIGGER change_is_not_edited");
}

static void tamper_end(struct practice_fixture *f)
{
    raw_exec(f->s->db, "ROLLBACK; PRAGMA ignore_check_constraints=OFF");
}

static struct change change_at(struct practice_fixture *f, int64_t seq)
{
    struct err e = {0};
    struct change *c;
    size_t len;
    assert_ok(log_page(&c, &len, f->s, seq - 1, 1, &f->a, &e), e);
    assert_int_equal(len, 1);
    return c[0];
}

/* One byte of one column: the first bit of the middle byte of blobs and texts, one more for a number. */
static void edit(sqlite3 *db, const char *column, int64_t seq)
{
    sqlite3_stmt *q;
    char *sql = sqlite3_mprintf("SELECT %s FROM change WHERE seq = %lld", column, (long long)seq);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    sqlite3_free(sql);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    sqlite3_value *old = sqlite3_value_dup(sqlite3_column_value(q, 0));
    sqlite3_finalize(q);
    sql = sqlite3_mprintf("UPDATE change SET %s = ?1 WHERE seq = %lld", column, (long long)seq);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    sqlite3_free(sql);
    int n = sqlite3_value_bytes(old);
    char bytes[4096];
    if (sqlite3_value_type(old) == SQLITE_INTEGER) {
        bool is_time = strncmp(column, "entered_", 8) == 0; /* the others are unique */
        sqlite3_bind_int64(q, 1, sqlite3_value_int64(old) + (is_time ? 1 : 256));
    } else if (sqlite3_value_type(old) == SQLITE_NULL) {
        sqlite3_bind_zeroblob(q, 1, strcmp(column, "sig") == 0 ? 64 : 16);
    } else {
        assert_true(n > 0 && n < (int)sizeof bytes);
        memcpy(bytes, sqlite3_value_blob(old), (size_t)n);
        bytes[n / 2] = (char)(bytes[n / 2] ^ 1);
        if (sqlite3_value_type(old) == SQLITE_TEXT)
            sqlite3_bind_text(q, 1, bytes, n, SQLITE_STATIC);
        else
            sqlite3_bind_blob(q, 1, bytes, n, SQLITE_STATIC);
    }
    if (sqlite3_step(q) != SQLITE_DONE)
        fail_msg("%s: %s", column, sqlite3_errmsg(db));
    sqlite3_finalize(q);
    sqlite3_value_free(old);
}

static void a_whole_record_is_found_whole(void **state)
{
    struct practice_fixture f;
    fill(&f, *state);
    assert_clean(&f);
    struct verify_result r = verify(&f, NULL, 0);
    assert_int_equal(r.changes, 11);
    assert_int_equal(r.signatures, 10);
    assert_false(r.anchored);
    practice_end(&f);
}

static void one_byte_of_any_column_is_found_and_the_change_named(void **state)
{
    static const char *const columns[] = {"seq",    "id",         "device",         "device_seq", "prev_hash",
                                          "hlc",    "entered_at", "entered_offset", "author",     "kind",
                                          "entity", "parent",     "body",           "salt",       "body_hash",
                                          "hash",   "sig"};
    static const int64_t seqs[] = {1, 6, 7, 9, 11}; /* first, unsigned, an access, a signed session, last */
    struct practice_fixture f;
    fill(&f, *state);
    for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
        for (size_t k = 0; k < ARRAY_LEN(seqs); k++) {
            int64_t seq = seqs[k];
            struct id changed = change_at(&f, seq).id;
            print_message("%s of change %lld\n", columns[i], (long long)seq);
            tamper_begin(&f);
            edit(f.s->db, columns[i], seq);
            if (strcmp(columns[i], "id") == 0)
                changed = change_at(&f, seq).id;
            struct verify_result r = verify(&f, NULL, 0);
            assert_true(names(&r, changed));
            tamper_end(&f);
        }
    }
    assert_clean(&f);
    practice_end(&f);
}

static void what_was_done_to_rows_is_found(void **state)
{
    static const struct {
        const char *sql;
        int64_t named; /* seq; 0: none */
        const char *what, *text;
    } rows[] = {
        {"DELETE FROM change WHERE seq = 6", 7, "gap", "changes 6 to 6 of device"},
        {"DELETE FROM change WHERE seq = 1", 2, "gap", "changes 1 to 1 of device"},
        {"DELETE FROM change WHERE seq BETWEEN 4 AND 6", 7, "gap", "changes 4 to 6 of device"},
        /* two swapped: in place, then in every column */
        {"UPDATE change SET seq = 1000 WHERE seq = 4; UPDATE change SET seq = 4 WHERE seq = 5;"
         "UPDATE change SET seq = 5 WHERE seq = 1000",
         4, "order", "stands where"},
        {"CREATE TEMP TABLE t AS SELECT * FROM change WHERE seq IN (4, 5); DELETE FROM change WHERE seq IN (4, 5);"
         "UPDATE temp.t SET seq = 9 - seq; INSERT INTO change SELECT * FROM temp.t; DROP TABLE temp.t",
         5, "gap", "changes 4 to 4 of device"},
        {"UPDATE change SET body = (SELECT body FROM change WHERE seq = 5), salt = (SELECT salt FROM change WHERE seq "
         "= 5)"
         " WHERE seq = 4",
         4, "body", "edited"},
        {"UPDATE change SET sig = NULL WHERE seq = 9", 9, "signature", "must carry a signature"},
        {"UPDATE change SET sig = NULL WHERE seq = 11", 11, "signature", "nobody vouches"},
        {"UPDATE change SET body = NULL, salt = NULL WHERE seq = 9", 9, "body", "no erase change"},
        {"UPDATE change SET kind = 'letter' WHERE seq = 9", 9, "hash", "edited"},
    };
    struct practice_fixture f;
    fill(&f, *state);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct id named = rows[i].named ? change_at(&f, rows[i].named).id : (struct id){0};
        print_message("%s\n", rows[i].sql);
        tamper_begin(&f);
        raw_exec(f.s->db, rows[i].sql);
        struct verify_result r = verify(&f, NULL, 0);
        assert_true(says(&r, rows[i].what, rows[i].text));
        assert_true(id_is_null(named) || names(&r, named));
        tamper_end(&f);
    }
    assert_clean(&f);
    practice_end(&f);
}

static void an_end_that_was_cut_off_shows_only_against_an_anchor(void **state)
{
    struct practice_fixture f;
    fill(&f, *state);
    struct change last = change_at(&f, 11);
    struct anchor anchor = {.device = last.device, .device_seq = 11, .head = last.hash};
    struct verify_result r = verify(&f, &anchor, 1);
    assert_int_equal(r.bad_len, 0);
    assert_true(r.anchored);
    tamper_begin(&f);
    /* Whoever cuts off the end brings the index in line as well. */
    raw_exec(f.s->db, "DELETE FROM change WHERE seq = 11; DELETE FROM head WHERE change NOT IN (SELECT id FROM change);"
                      "DELETE FROM finding WHERE session = (SELECT key FROM session WHERE head = 11);"
                      "DELETE FROM release WHERE session = (SELECT key FROM session WHERE head = 11);"
                      "DELETE FROM region_use WHERE session = (SELECT key FROM session WHERE head = 11);"
                      "DELETE FROM session WHERE head = 11; UPDATE counts SET sessions = 2, unsigned = 0;"
                      "UPDATE client SET sessions = sessions - 1 WHERE sessions > 1");
    r = verify(&f, NULL, 0);
    assert_int_equal(r.bad_len, 0);
    r = verify(&f, &anchor, 1);
    assert_int_equal(r.bad_len, 1);
    assert_true(says(&r, "anchor", "ends with change 10, but change 11 was seen"));
    assert_false(r.anchored);
    tamper_end(&f);
    anchor.head.b[0] ^= 1;
    r = verify(&f, &anchor, 1);
    assert_true(says(&r, "anchor", "change 11 of device"));
    practice_end(&f);
}

static void an_edited_row_of_the_index_is_found_and_mended_by_rebuild(void **state)
{
    static const struct {
        const char *sql, *text;
    } rows[] = {
        {"UPDATE client SET name = 'Santos, Marie' WHERE number = 1", "table 'client', row of"},
        {"UPDATE client SET name = 'Santos, Marie' WHERE number = 1", "differs from the log in column name"},
        {"UPDATE client SET sessions = 7 WHERE number = 1", "column sessions"},
        {"UPDATE client SET last_key = NULL WHERE number = 1", "column last_key"},
        {"DELETE FROM client WHERE number = 2", "missing"},
        {"DELETE FROM client_word WHERE word = 'santos'", "table 'client_word'"},
        {"UPDATE client_word SET rank = 4 WHERE word = 'santos'", "column rank"},
        {"INSERT INTO client_word VALUES ('other', x'00112233445566778899aabbccddeeff', 0)", "not in the log"},
        {"UPDATE session SET status = 2 WHERE status = 1", "column status"},
        {"UPDATE session SET head = head - 1 WHERE status = 2", "column head"},
        {"DELETE FROM session WHERE status = 1", "table 'session'"},
        {"UPDATE session SET key = key + 8192 WHERE status = 1", "column key"},
        {"UPDATE finding SET pre = 905", "table 'finding', row of key"},
        {"DELETE FROM finding WHERE row = 1", "missing"},
        {"INSERT INTO finding VALUES (1, 1, 'rom', NULL, NULL, 0, NULL, NULL)", "row of key 1: not in the log"},
        {"UPDATE release SET type = 1", "column type"},
        {"DELETE FROM release", "missing"},
        {"UPDATE region_use SET side = 2", "table 'region_use'"},
        {"DELETE FROM head WHERE entity IN (SELECT id FROM client)", "table 'head'"},
        {"UPDATE counts SET sessions = 99", "table 'counts', row of key 1: differs from the log in column sessions"},
        {"UPDATE user SET name = 'Dr Y'", "table 'user'"},
    };
    struct practice_fixture f;
    struct err e = {0};
    fill(&f, *state);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        print_message("%s\n", rows[i].sql);
        raw_exec(f.s->db, "BEGIN");
        raw_exec(f.s->db, rows[i].sql);
        struct verify_result r = verify(&f, NULL, 0);
        assert_true(says(&r, "index", rows[i].text));
        for (size_t k = 0; k < r.bad_len; k++)
            assert_null(strstr(r.bad[k].text, "Marie")); /* no name of a client in a finding */
        raw_exec(f.s->db, "ROLLBACK");
    }
    assert_clean(&f);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        raw_exec(f.s->db, rows[i].sql);
    assert_ok(record_rebuild(f.s, NULL, &e), e);
    assert_clean(&f);
    practice_end(&f);
}

static char *dump(struct practice_fixture *f)
{
    static const char *const queries[] = {
        "SELECT * FROM head ORDER BY 1, 2",          "SELECT * FROM user ORDER BY 1",
        "SELECT * FROM client ORDER BY 1",           "SELECT * FROM client_word ORDER BY 1, 2",
        "SELECT * FROM episode ORDER BY 1",          "SELECT * FROM session ORDER BY 1",
        "SELECT * FROM finding ORDER BY 1, 2",       "SELECT * FROM release ORDER BY 1, 2",
        "SELECT * FROM region_use ORDER BY 1, 2, 3", "SELECT * FROM counts"};
    struct buf all = {0};
    for (size_t i = 0; i < ARRAY_LEN(queries); i++) {
        sqlite3_stmt *q;
        assert_int_equal(sqlite3_prepare_v2(f->s->db, queries[i], -1, &q, NULL), SQLITE_OK);
        while (sqlite3_step(q) == SQLITE_ROW)
            for (int k = 0; k < sqlite3_column_count(q); k++) {
                buf_add(&all, sqlite3_column_blob(q, k), (size_t)sqlite3_column_bytes(q, k));
                buf_putc(&all, '|');
            }
        sqlite3_finalize(q);
    }
    char hex[65];
    struct hash h = hash_bytes(all.data, all.len);
    hex_format(hex, h.b, sizeof h.b);
    buf_release(&all);
    return arena_strdup(&f->a, hex);
}

static void rebuild_makes_the_same_index(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    fill(&f, *state);
    char *before = dump(&f);
    assert_ok(record_rebuild(f.s, NULL, &e), e);
    assert_string_equal(dump(&f), before);
    practice_end(&f);
}

struct counting {
    int calls, stop_at;
    uint64_t done, total;
};

static bool count_step(void *who, const char *what, uint64_t done, uint64_t total)
{
    (void)what;
    struct counting *c = who;
    c->done = done;
    c->total = total;
    return ++c->calls != c->stop_at;
}

static void progress_can_stop_it_and_nothing_changes(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    struct verify_result r;
    fill(&f, *state);
    raw_exec(f.s->db, "UPDATE counts SET sessions = 99");
    char *before = dump(&f);
    for (int rebuild = 0; rebuild < 2; rebuild++) {
        struct counting c = {.stop_at = 1};
        const struct progress p = {count_step, &c};
        bool ok =
            rebuild ? record_rebuild(f.s, &p, &e) : record_verify(&r, f.s, check_signature, NULL, 0, &p, &f.a, &e);
        assert_false(ok);
        assert_int_equal(e.code, ERR_REFUSED);
        assert_string_equal(dump(&f), before);
        c = (struct counting){0};
        ok = rebuild ? record_rebuild(f.s, &p, &e) : record_verify(&r, f.s, check_signature, NULL, 0, &p, &f.a, &e);
        assert_true(ok);
        assert_int_equal(c.done, 11);
        assert_int_equal(c.total, 11);
    }
    practice_end(&f);
}

static void authority_is_judged_by_the_log(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct person ben, recovery, carl, dora;
    struct person *all[] = {&ben, &recovery, &carl, &dora};
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        person_init(all[i], id_random());
    add_user(&f, &ben, &f.ana, ROLE_THERAPIST);
    add_user(&f, &recovery, &f.ana, ROLE_RECOVERY);
    add_user(&f, &carl, &recovery, ROLE_OWNER); /* the one thing that recovery may do */
    assert_clean(&f);
    struct verify_result r;
    /* A therapist makes an owner: the store holds it, verify does not believe it. */
    add_user(&f, &dora, &ben, ROLE_OWNER);
    r = verify(&f, NULL, 0);
    assert_int_equal(r.bad_len, 1);
    assert_true(says(&r, "author", "its author was no owner"));
    /* Somebody who left signs on with the program patched: at that time he was no user in force. */
    struct user gone = {.login = "ben", .name = "Ben", .roles = ROLE_THERAPIST, .until = clock_now()};
    memcpy(gone.sign_key, ben.public, 32);
    memcpy(gone.box_key, ben.public, 32);
    struct change head;
    assert_ok(log_head(&head, f.s, ben.id, &f.a, &e), e);
    struct id parent = head.id;
    assert_ok(append(&f, CHANGE_USER, &ben.id, &parent, user_encode(&gone), &e), e);
    json_t *body = json_pack("{s:s}", "what", "unlock");
    struct entry_new entry = {.kind = CHANGE_ACCESS, .body = body};
    assert_false(log_append(f.s, &ben.sealer, &entry, 1, &e));
    assert_int_equal(e.code, ERR_REFUSED);
    raw_exec(f.s->db, "UPDATE user SET until = 0");
    assert_ok(log_append(f.s, &ben.sealer, &entry, 1, &e), e);
    r = verify(&f, NULL, 0);
    assert_true(names(&r, entry.id));
    assert_true(says(&r, "author", "not a user in force"));
    json_decref(body);
    practice_end(&f);
}

static void a_forged_signature_is_found(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    fill(&f, *state);
    struct person thief = f.ana; /* her id, not her key */
    person_init(&thief, f.ana.id);
    json_t *body = json_pack("{s:s}", "what", "print");
    struct entry_new entry = {.kind = CHANGE_ACCESS, .body = body};
    assert_ok(log_append(f.s, &thief.sealer, &entry, 1, &e), e);
    struct verify_result r = verify(&f, NULL, 0);
    assert_int_equal(r.bad_len, 1);
    assert_true(names(&r, entry.id));
    assert_true(says(&r, "signature", "not its author's"));
    json_decref(body);
    practice_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(a_whole_record_is_found_whole),
        STORE_TEST(one_byte_of_any_column_is_found_and_the_change_named),
        STORE_TEST(what_was_done_to_rows_is_found),
        STORE_TEST(an_end_that_was_cut_off_shows_only_against_an_anchor),
        STORE_TEST(an_edited_row_of_the_index_is_found_and_mended_by_rebuild),
        STORE_TEST(rebuild_makes_the_same_index),
        STORE_TEST(progress_can_stop_it_and_nothing_changes),
        STORE_TEST(authority_is_judged_by_the_log),
        STORE_TEST(a_forged_signature_is_found),
    };
    return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
