/* Every statement of queries.def compiles on a fresh schema, and none walks a table unless its row says so. */
#include "fixture.h"

#include "fascia/base/file.h"

#include <stdio.h>

static bool walks(sqlite3 *db, const char *sql, char *step, size_t size)
{
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    sqlite3_stmt *q;
    int rc = sqlite3_prepare_v2(db, explain, -1, &q, NULL);
    sqlite3_free(explain);
    if (rc != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    bool found = false;
    while (!found && sqlite3_step(q) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(q, 3);
        found = strncmp(detail, "SCAN", 4) == 0 && !strstr(detail, "VIRTUAL TABLE") && !strstr(detail, "CONSTANT ROW");
        snprintf(step, size, "%s", detail);
    }
    sqlite3_finalize(q);
    return found;
}

static void no_query_walks_a_table_unless_it_says_so(void **state)
{
    struct scratch *scratch = *state;
    struct store *s = make_store(scratch);
    char step[200] = "";
    for (int id = 0; id < QUERIES; id++) {
        const char *sql = query_text((enum query_id)id);
        bool said = strstr(sql, "/*scan*/") != NULL;
        if (walks(s->db, sql, step, sizeof step) != said)
            fail_msg("%s: '%s'\n%s", said ? "says that it scans and does not" : "walks a table", step, sql);
    }
    assert_true(walks(s->db, "SELECT * FROM change WHERE body = 'x'", step, sizeof step)); /* the test can fail */
    store_close(s);
}

/* docs/schema.md is how others read the file: it names every table and every column. */
static void the_schema_is_documented(void **state)
{
    struct scratch *scratch = *state;
    struct store *s = make_store(scratch);
    struct buf doc = {0};
    struct err e = {0};
    char name[80];
    sqlite3_stmt *q;
    assert_ok(file_read(&doc, FASCIA_SOURCE_DIR "/docs/schema.md", 1 << 20, &e), e);
    const char *sql = "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c"
                      " WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite%' AND c.name <> 'one'";
    assert_int_equal(sqlite3_prepare_v2(s->db, sql, -1, &q, NULL), SQLITE_OK);
    size_t columns = 0;
    for (; sqlite3_step(q) == SQLITE_ROW; columns++)
        for (int i = 0; i < 2; i++) {
            snprintf(name, sizeof name, "`%s`", (const char *)sqlite3_column_text(q, i));
            bool is_table = i == 0;
            if (is_table &&
                (strcmp(name, "`change`") == 0 || strcmp(name, "`meta`") == 0 || strcmp(name, "`draft`") == 0))
                snprintf(name, sizeof name, "### %s", (const char *)sqlite3_column_text(q, 0));
            if (!strstr(buf_text(&doc), name))
                fail_msg("docs/schema.md does not say what %s of table %s is", name, sqlite3_column_text(q, 0));
        }
    assert_true(columns > 80);
    sqlite3_finalize(q);
    buf_release(&doc);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(the_schema_is_documented),
        STORE_TEST(no_query_walks_a_table_unless_it_says_so),
    };
    return cmocka_run_group_tests_name("plans", tests, NULL, NULL);
}
