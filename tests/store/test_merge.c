/*
 * Two machines that were apart: their logs joined in either order give the same record. Nothing here receives changes
 * for the program; rows are carried over as an exchange will do it, chain by chain.
 */
#include "fixture.h"

#include "fascia/store/people.h"
#include "fascia/store/record.h"
#include "fascia/store/sessions.h"
#include "log_internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void copy_record(struct scratch *from, struct scratch *to)
{
    char bytes[65536];
    int in = open(scratch_path(from, "record.db"), O_RDONLY);
    int out = open(scratch_path(to, "record.db"), O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(in >= 0 && out >= 0);
    for (ssize_t n; (n = read(in, bytes, sizeof bytes)) > 0;)
        assert_int_equal(write(out, bytes, (size_t)n), n);
    close(in);
    close(out);
}

/* What `to` has not seen of `from`, in the order of arrival there. */
static void receive(struct store *to, struct store *from)
{
    struct err e = {0};
    struct arena a = {0};
    struct change *list;
    size_t len;
    assert_ok(log_page(&list, &len, from, 0, 1000, &a, &e), e);
    assert_ok(store_begin(to, &e), e);
    for (size_t i = 0; i < len; i++) {
        char hex[33], sql[200];
        hex_format(hex, list[i].id.b, 16);
        snprintf(sql, sizeof sql, "SELECT count(*) FROM change WHERE id = x'%s'", hex);
        if (raw_i64(to->db, sql) == 0)
            assert_ok(change_insert(to, &list[i], &e), e);
    }
    assert_ok(record_rebuild(to, NULL, &e), e);
    assert_ok(store_commit(to, &e), e);
    arena_release(&a);
}

static void assert_clean(struct store *s)
{
    struct err e = {0};
    struct arena a = {0};
    struct verify_result r;
    assert_ok(record_verify(&r, s, check_signature, NULL, 0, NULL, &a, &e), e);
    for (size_t i = 0; i < r.bad_len; i++)
        print_message("%s: %s\n", r.bad[i].what, r.bad[i].text);
    assert_int_equal(r.bad_len, 0);
    arena_release(&a);
}

static struct id head_of(struct practice_fixture *f, struct id entity)
{
    struct err e = {0};
    struct change head;
    assert_ok(log_head(&head, f->s, entity, &f->a, &e), e);
    return head.id;
}

static int64_t heads(struct practice_fixture *f, struct id entity)
{
    char hex[33], sql[200];
    hex_format(hex, entity.b, 16);
    snprintf(sql, sizeof sql, "SELECT count(*) FROM head WHERE entity = x'%s'", hex);
    return raw_i64(f->s->db, sql);
}

static void rename_client(struct practice_fixture *f, struct id client, struct id parent, const char *family,
                          const char *merges)
{
    struct err e = {0};
    struct client c = {.number = 1, .given = "Maria", .family = family, .born = {1985, 4, 12}};
    json_t *body = client_encode(&c);
    if (merges)
        json_object_set_new(body, "merges", json_string(merges));
    assert_ok(append(f, CHANGE_CLIENT, &client, &parent, body, &e), e);
}

/* In both stores the same: what people see, not the local numbers. */
static void assert_same(struct practice_fixture *x, struct practice_fixture *y)
{
    static const char *const queries[] = {"SELECT count(*) FROM session",
                                          "SELECT count(*) FROM client WHERE name = 'Other, Maria'",
                                          "SELECT sum(sessions) FROM client",
                                          "SELECT sum(key / 8192) FROM session",
                                          "SELECT count(*) FROM client_word",
                                          "SELECT count(*) FROM head",
                                          "SELECT sum(last_key / 8192) FROM client",
                                          "SELECT sum(clients * 10000 + sessions * 100 + unsigned) FROM counts"};
    for (size_t i = 0; i < ARRAY_LEN(queries); i++)
        assert_int_equal(raw_i64(x->s->db, queries[i]), raw_i64(y->s->db, queries[i]));
}

static void the_order_of_arrival_does_not_matter(void **state)
{
    struct practice_fixture a, b;
    struct err e = {0};
    void *second = NULL;
    practice_make(&a, *state);
    struct id client = add_client(&a, 1, "Maria", "Santos"), both = head_of(&a, client);
    store_close(a.s);
    assert_int_equal(scratch_setup(&second), 0);
    b = a;
    b.a = (struct arena){0};
    b.scratch = second;
    b.ana.sealer.who = &b.ana;
    copy_record(a.scratch, b.scratch);
    a.s = open_store(a.scratch);
    b.s = open_store(b.scratch);
    assert_true(store_device_is_new(b.s));

    struct session s;
    for (int day = 3; day < 9; day++) { /* apart: turn by turn, so that their clocks interleave */
        struct practice_fixture *f = day % 2 ? &a : &b;
        session_fill(&s, f, client, day, day < 8 ? SESSION_SIGNED : SESSION_DRAFT);
        add_session(f, &s, NULL);
    }
    rename_client(&a, client, both, "Berg", NULL);
    rename_client(&b, client, both, "Other", NULL);
    struct id older = head_of(&a, client), newer = head_of(&b, client);

    receive(a.s, b.s);
    receive(b.s, a.s);
    assert_clean(a.s);
    assert_clean(b.s);
    assert_same(&a, &b);
    assert_int_equal(heads(&a, client), 2); /* both states are kept, the later is shown */
    assert_true(id_equal(head_of(&a, client), newer));
    assert_true(id_equal(head_of(&b, client), newer));

    char text[ID_TEXT];
    id_format(text, older);
    rename_client(&a, client, newer, "Santos-Berg", text);
    assert_int_equal(heads(&a, client), 1);
    receive(b.s, a.s);
    assert_clean(b.s);
    assert_same(&a, &b);
    struct client_row row;
    assert_ok(client_get(&row, b.s, client, &b.a, &e), e);
    assert_string_equal(row.client.family, "Santos-Berg");
    assert_int_equal(row.sessions, 6);

    practice_end(&a);
    practice_end(&b);
    assert_int_equal(scratch_teardown(&second), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {STORE_TEST(the_order_of_arrival_does_not_matter)};
    return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
