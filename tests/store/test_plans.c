/* Every statement of queries.def compiles on a fresh schema, and none walks a table unless its row says so. */
#include "fixture.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(no_query_walks_a_table_unless_it_says_so),
    };
    return cmocka_run_group_tests_name("plans", tests, NULL, NULL);
}
