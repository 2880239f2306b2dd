/* Drafts: what is saved comes back, a save that names an old version changes nothing, a draft keeps its client. */
#include "fixture.h"

#include "fascia/store/draft.h"

static struct draft sample(void)
{
    return (struct draft){.id = id_random(),
                          .user = {{1, [15] = 1}},
                          .client = {{2, [15] = 1}},
                          .entity = {{3, [15] = 1}},
                          .body = "{\"note\":\"typed so far\",\"v\":1}",
                          .pending = "r gastr",
                          .saved = {INT64_C(1795000000000), 60}};
}

static void a_draft_comes_back_as_it_was_saved(void **state)
{
    struct scratch *scratch = *state;
    struct store *s = make_store(scratch);
    struct err e = {0};
    struct arena a = {0};
    struct draft d = sample(), got;
    assert_ok(draft_save(s, &d, &e), e);
    assert_int_equal(d.version, 1);
    d.pending = NULL;
    d.undo = "[\"x\"]";
    d.parent = id_random();
    assert_ok(draft_save(s, &d, &e), e);
    assert_int_equal(d.version, 2);
    store_close(s);
    s = open_store(scratch);
    assert_ok(draft_get(&got, s, d.id, &a, &e), e);
    assert_true(id_equal(got.user, d.user) && id_equal(got.client, d.client) && id_equal(got.entity, d.entity));
    assert_true(id_equal(got.parent, d.parent));
    assert_string_equal(got.body, d.body);
    assert_string_equal(got.undo, d.undo);
    assert_null(got.pending);
    assert_int_equal(got.version, 2);
    assert_int_equal(got.saved.ms, d.saved.ms);
    assert_int_equal(got.saved.offset, 60);
    assert_int_equal(got.discarded.ms, 0);
    arena_release(&a);
    store_close(s);
}

static void the_second_of_two_writers_is_told(void **state)
{
    struct scratch *scratch = *state;
    struct store *s = make_store(scratch);
    struct err e = {0};
    struct arena a = {0};
    struct draft mine = sample(), theirs, got;
    assert_ok(draft_save(s, &mine, &e), e);
    theirs = mine;
    theirs.body = "{\"note\":\"theirs\",\"v\":1}";
    assert_ok(draft_save(s, &theirs, &e), e);
    mine.body = "{\"note\":\"mine\",\"v\":1}";
    assert_false(draft_save(s, &mine, &e));
    assert_int_equal(e.code, ERR_CONFLICT);
    assert_int_equal(mine.version, 1);
    assert_ok(draft_get(&got, s, mine.id, &a, &e), e);
    assert_string_equal(got.body, theirs.body);
    /* In an open transaction such a refusal does not doom what else is in it. */
    assert_ok(store_begin(s, &e), e);
    assert_false(draft_save(s, &mine, &e));
    assert_ok(store_commit(s, &e), e);
    arena_release(&a);
    store_close(s);
}

static void a_draft_never_moves_to_another_client(void **state)
{
    struct scratch *scratch = *state;
    struct store *s = make_store(scratch);
    struct err e = {0};
    struct arena a = {0};
    struct draft d = sample(), got;
    assert_ok(draft_save(s, &d, &e), e);
    d.client = id_random();
    assert_ok(draft_save(s, &d, &e), e); /* the text is kept, the client is not taken */
    assert_ok(draft_get(&got, s, d.id, &a, &e), e);
    assert_false(id_equal(got.client, d.client));
    assert_int_equal(sqlite3_exec(s->db, "UPDATE draft SET client = randomblob(16)", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT_TRIGGER);
    arena_release(&a);
    store_close(s);
}

static void the_newest_live_draft_of_a_person_is_found(void **state)
{
    struct scratch *scratch = *state;
    struct store *s = make_store(scratch);
    struct err e = {0};
    struct arena a = {0};
    struct draft d[4], got, *list;
    bool found;
    size_t len;
    for (size_t i = 0; i < ARRAY_LEN(d); i++) {
        d[i] = sample();
        d[i].saved.ms += (int64_t)i;
        if (i == 3)
            d[i].user = id_random();
        assert_ok(draft_save(s, &d[i], &e), e);
    }
    assert_ok(draft_find(&got, &found, s, d[0].user, d[0].client, &a, &e), e);
    assert_true(found && id_equal(got.id, d[2].id));
    assert_ok(draft_discard(s, d[2].id, true, &e), e);
    assert_ok(draft_find(&got, &found, s, d[0].user, d[0].client, &a, &e), e);
    assert_true(found && id_equal(got.id, d[1].id));
    assert_ok(draft_list(&list, &len, s, d[0].user, false, &a, &e), e);
    assert_int_equal(len, 2);
    assert_true(id_equal(list[0].id, d[1].id) && id_equal(list[1].id, d[0].id));
    assert_ok(draft_list(&list, &len, s, d[0].user, true, &a, &e), e);
    assert_int_equal(len, 1);
    assert_true(list[0].discarded.ms > 0);
    assert_false(draft_save(s, &d[2], &e)); /* discarded elsewhere while it was open here */
    assert_int_equal(e.code, ERR_CONFLICT);
    assert_ok(draft_discard(s, d[2].id, false, &e), e);
    assert_ok(draft_find(&got, &found, s, d[0].user, d[0].client, &a, &e), e);
    assert_true(found && id_equal(got.id, d[2].id));
    assert_ok(draft_find(&got, &found, s, d[0].user, id_random(), &a, &e), e);
    assert_false(found);
    arena_release(&a);
    store_close(s);
}

static void a_discarded_draft_is_kept_for_thirty_days(void **state)
{
    struct scratch *scratch = *state;
    struct store *s = make_store(scratch);
    struct err e = {0};
    struct arena a = {0};
    struct draft d = sample(), live = sample(), got;
    assert_ok(draft_save(s, &d, &e), e);
    assert_ok(draft_save(s, &live, &e), e);
    assert_ok(draft_discard(s, d.id, true, &e), e);
    struct instant now = clock_now();
    now.ms += INT64_C(29) * 86400000;
    assert_ok(draft_sweep(s, now, &e), e);
    assert_ok(draft_get(&got, s, d.id, &a, &e), e);
    now.ms += INT64_C(2) * 86400000;
    assert_ok(draft_sweep(s, now, &e), e);
    assert_false(draft_get(&got, s, d.id, &a, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    assert_ok(draft_get(&got, s, live.id, &a, &e), e);
    assert_ok(draft_drop(s, live.id, &e), e);
    assert_false(draft_get(&got, s, live.id, &a, &e));
    assert_false(draft_drop(s, live.id, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    arena_release(&a);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(a_draft_comes_back_as_it_was_saved),        STORE_TEST(the_second_of_two_writers_is_told),
        STORE_TEST(a_draft_never_moves_to_another_client),     STORE_TEST(the_newest_live_draft_of_a_person_is_found),
        STORE_TEST(a_discarded_draft_is_kept_for_thirty_days),
    };
    return cmocka_run_group_tests_name("draft", tests, NULL, NULL);
}
