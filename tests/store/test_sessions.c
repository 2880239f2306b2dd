/* Sessions found again: every filter against a plain walk over all, pages that follow each other, the day, the last. */
#include "fixture.h"

#include "fascia/base/utf8.h"
#include "fascia/store/sessions.h"

#include <strings.h>

enum { SESSIONS = 150 };

static const char *const regions[] = {"knee", "calf", "hip-groin", "shoulder"};
static const char *const structures[] = {"gastrocnemius", "soleus", "hamstrings", "trapezius-upper"};
static const char *const targets[] = {"knee-flexion", "knee-to-wall", "hip-flexion", "straight-leg-raise"};
static const char *const families[] = {"Santos", "Berg", "Sandberg", "Miller"};

struct world {
    struct practice_fixture f;
    struct id clients[4], episodes[2];
    struct person ben;
    struct session all[SESSIONS]; /* as appended */
    unsigned random;
};

static unsigned pick(struct world *w, unsigned n)
{
    w->random = w->random * 1664525u + 1013904223u;
    return (w->random >> 16) % n;
}

static void one_session(struct world *w, struct session *s)
{
    session_init(s);
    unsigned client = pick(w, 4);
    s->client = w->clients[client];
    s->episode = client < 2 && pick(w, 2) ? w->episodes[client] : (struct id){0};
    s->therapist = pick(w, 3) ? w->f.ana.id : w->ben.id;
    s->status = pick(w, 5) ? SESSION_SIGNED : (enum session_status)pick(w, 6);
    s->started.ms = INT64_C(1793491200000) + (int64_t)pick(w, 28) * 86400000 + (int64_t)(7 + pick(w, 11)) * 3600000;
    unsigned side = SIDE_LEFT + pick(w, 2);
    for (unsigned i = pick(w, 3); i > 0; i--) {
        struct finding x = {.kind = "rom",
                            .on = ON_MOVEMENT,
                            .target = targets[pick(w, 4)],
                            .region = regions[pick(w, 4)],
                            .side = (enum side)side,
                            .pre = {.kind = VALUE_NUMBER, .tenths = 100}};
        session_add_finding(s, &x, &w->f.a);
    }
    for (unsigned i = pick(w, 3); i > 0; i--) {
        struct release x = {.structure = structures[pick(w, 4)],
                            .region = regions[pick(w, 4)],
                            .side = (enum side)(SIDE_LEFT + pick(w, 2)),
                            .type = (enum release_type)(RELEASE_PASSIVE + (int)pick(w, 3))};
        session_add_release(s, &x, &w->f.a);
    }
}

static void make_world(struct world *w, struct scratch *scratch)
{
    struct err e = {0};
    memset(w, 0, sizeof *w);
    w->random = 12345;
    practice_make(&w->f, scratch);
    person_init(&w->ben, id_random());
    add_user(&w->f, &w->ben, &w->f.ana, ROLE_THERAPIST);
    for (int i = 0; i < 4; i++)
        w->clients[i] = add_client(&w->f, i + 1, "Maria", families[i]);
    for (size_t i = 0; i < 2; i++) {
        struct episode x = {.client = w->clients[i], .problem = "pain", .opened = {2026, 11, 1}};
        struct id head = {0};
        assert_ok(append(&w->f, CHANGE_EPISODE, &w->episodes[i], &head, episode_encode(&x), &e), e);
    }
    assert_ok(store_begin(w->f.s, &e), e);
    for (size_t i = 0; i < SESSIONS; i++) {
        one_session(w, &w->all[i]);
        w->all[i].id = add_session(&w->f, &w->all[i], NULL);
    }
    assert_ok(store_commit(w->f.s, &e), e);
}

static bool among(const char *text, const char *const *list, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text && strcmp(text, list[i]) == 0)
            return true;
    return false;
}

static bool side_fits(const struct session_filter *f, enum side side)
{
    return f->side == SIDE_NONE || f->side == side;
}

/* The filter as its header words it, asked of one session in memory. */
static bool fits(const struct session_filter *f, const struct session *s, const char *family)
{
    bool region = f->regions_len == 0, structure = f->structures_len == 0, target = f->targets_len == 0,
         type = f->type == RELEASE_NONE, side = f->side == SIDE_NONE;
    for (size_t i = 0; i < s->findings_len; i++) {
        const struct finding *x = &s->findings[i];
        bool on_side = side_fits(f, x->side);
        side = side || on_side;
        region = region || (on_side && among(x->region, f->regions, f->regions_len));
        structure = structure || (on_side && among(x->target, f->structures, f->structures_len));
        target = target || (on_side && among(x->target, f->targets, f->targets_len));
    }
    for (size_t i = 0; i < s->releases_len; i++) {
        const struct release *x = &s->releases[i];
        bool on_side = side_fits(f, x->side);
        bool in_region = f->regions_len == 0 || among(x->region, f->regions, f->regions_len);
        bool on_structure = f->structures_len == 0 || among(x->structure, f->structures, f->structures_len);
        side = side || on_side;
        region = region || (on_side && in_region);
        structure = structure || (on_side && on_structure);
        type = type || (x->type == f->type && on_side && in_region && on_structure);
    }
    struct date day = instant_date(s->started);
    bool status = f->signed_only     ? s->status == SESSION_SIGNED
                  : f->unsigned_only ? s->status == SESSION_DRAFT
                                     : s->status != SESSION_PLANNED && s->status != SESSION_CANCELLED;
    return region && structure && target && type && side && status &&
           (id_is_null(f->client) || id_equal(f->client, s->client)) &&
           (id_is_null(f->episode) || id_equal(f->episode, s->episode)) &&
           (id_is_null(f->therapist) || id_equal(f->therapist, s->therapist)) &&
           (f->from.year == 0 || date_compare(day, f->from) >= 0) &&
           (f->to.year == 0 || date_compare(day, f->to) <= 0) &&
           (!f->name || strncasecmp(family, f->name, strlen(f->name)) == 0);
}

static const char *family_of(const struct world *w, const struct session *s)
{
    for (size_t i = 0; i < ARRAY_LEN(families); i++)
        if (id_equal(w->clients[i], s->client))
            return families[i];
    return "";
}

static size_t count_fitting(const struct world *w, const struct session_filter *f)
{
    size_t n = 0;
    for (size_t i = 0; i < SESSIONS; i++)
        n += fits(f, &w->all[i], family_of(w, &w->all[i]));
    return n;
}

/* Pages of `limit`: falling keys, each a session that fits; returns how many there were. */
static size_t walk(struct world *w, const struct session_filter *f, int limit)
{
    struct err e = {0};
    int64_t before = 0;
    size_t n = 0, len;
    do {
        struct session_row *rows;
        assert_ok(session_page(&rows, &len, w->f.s, f, before, limit, &w->f.a, &e), e);
        assert_true(len <= (size_t)limit);
        for (size_t i = 0; i < len; i++) {
            assert_true(before == 0 || rows[i].key < before);
            before = rows[i].key;
            assert_true(fits(f, &rows[i].session, family_of(w, &rows[i].session)));
            assert_int_equal(rows[i].signed_at.ms != 0, rows[i].session.status == SESSION_SIGNED);
        }
        n += len;
    } while (len == (size_t)limit);
    return n;
}

static void every_filter_finds_what_a_walk_over_all_finds(void **state)
{
    static struct world w; /* large */
    make_world(&w, *state);
    const struct date from = {2026, 11, 5}, to = {2026, 11, 12};
    const struct session_filter filters[] = {
        {.signed_only = false},
        {.client = w.clients[1]},
        {.episode = w.episodes[0]},
        {.therapist = w.ben.id},
        {.from = from},
        {.to = to},
        {.from = from, .to = to},
        {.from = from, .to = from, .therapist = w.ben.id},
        {.regions = regions, .regions_len = 1},
        {.regions = regions, .regions_len = 3},
        {.regions = regions, .regions_len = 2, .side = SIDE_LEFT},
        {.structures = structures, .structures_len = 1},
        {.structures = structures, .structures_len = 2, .side = SIDE_RIGHT, .from = from, .to = to},
        {.targets = targets, .targets_len = 1},
        {.targets = targets + 1, .targets_len = 2, .side = SIDE_LEFT},
        {.type = RELEASE_ACTIVE},
        {.type = RELEASE_WEIGHT_BEARING, .structures = structures, .structures_len = 1},
        {.type = RELEASE_PASSIVE, .regions = regions, .regions_len = 1, .side = SIDE_LEFT},
        {.side = SIDE_RIGHT},
        {.signed_only = true, .client = w.clients[0]},
        {.unsigned_only = true},
        {.unsigned_only = true, .therapist = w.f.ana.id},
        {.name = "san"},
        {.name = "san", .regions = regions, .regions_len = 2, .structures = structures, .structures_len = 2},
        {.name = "nobody"},
        {.targets = targets, .targets_len = 1, .structures = structures, .structures_len = 1, .signed_only = true},
    };
    for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
        size_t expected = count_fitting(&w, &filters[i]);
        print_message("filter %zu: %zu\n", i, expected);
        assert_int_equal(walk(&w, &filters[i], 7), expected);
        assert_int_equal(walk(&w, &filters[i], 200), expected);
        assert_true(expected > 0 || i == 24); /* else it says little */
    }
    const struct session_filter all = {.signed_only = false}, marks = {.name = "?!"};
    assert_int_equal(walk(&w, &all, 200), count_fitting(&w, &all));
    struct err e = {0};
    struct session_row *rows;
    size_t len;
    assert_ok(session_page(&rows, &len, w.f.s, &marks, 0, 10, &w.f.a, &e), e);
    assert_int_equal(len, 10); /* a name of nothing but marks is any name */
    practice_end(&w.f);
}

static void a_session_comes_back_as_it_was_entered(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct session s;
    session_fill(&s, &f, add_client(&f, 412, "Maria", "Santos"), 3, SESSION_SIGNED);
    s.id = add_session(&f, &s, NULL);
    struct session_row row;
    assert_ok(session_get(&row, f.s, s.id, &f.a, &e), e);
    assert_true(session_equal(&row.session, &s));
    assert_true(id_equal(row.session.id, s.id));
    assert_string_equal(row.client_name, "Santos, Maria");
    assert_int_equal(row.client_number, 412);
    assert_string_equal(row.therapist, "Dr X");
    assert_true(row.signed_at.ms > 0);
    assert_false(session_get(&row, f.s, id_random(), &f.a, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    practice_end(&f);
}

static void the_last_session_is_the_latest_signed_one(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct id client = add_client(&f, 1, "Maria", "Santos"), ids[5];
    struct session_row row;
    bool found;
    assert_ok(session_last(&row, &found, f.s, client, 0, &f.a, &e), e);
    assert_false(found);
    static const struct {
        int day, hour;
        enum session_status status;
    } rows[] = {{9, 15, SESSION_SIGNED},
                {9, 8, SESSION_SIGNED},
                {3, 10, SESSION_SIGNED},
                {12, 9, SESSION_DRAFT},
                {11, 9, SESSION_DNA}};
    struct session s;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) { /* arriving in no order of time */
        session_fill(&s, &f, client, rows[i].day, rows[i].status);
        s.started.ms += (rows[i].hour - 10) * INT64_C(3600000);
        ids[i] = add_session(&f, &s, NULL);
    }
    static const struct {
        int day, hour; /* 0: any */
        int expected;  /* -1: none */
    } asks[] = {{0, 0, 0}, {9, 15, 1}, {9, 8, 2}, {9, 16, 0}, {10, 0, 0}, {3, 10, -1}, {4, 0, 2}};
    for (size_t i = 0; i < ARRAY_LEN(asks); i++) {
        int64_t before = INT64_C(1793491200000) + (asks[i].day - 1) * INT64_C(86400000) + asks[i].hour * 3600000;
        assert_ok(session_last(&row, &found, f.s, client, asks[i].day ? before : 0, &f.a, &e), e);
        print_message("before day %d hour %d\n", asks[i].day, asks[i].hour);
        assert_int_equal(found, asks[i].expected >= 0);
        if (found)
            assert_true(id_equal(row.session.id, ids[asks[i].expected]));
    }
    practice_end(&f);
}

static void a_day_is_in_the_order_of_its_hours(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct id client = add_client(&f, 1, "Maria", "Santos");
    struct session s;
    session_fill(&s, &f, client, 3, SESSION_SIGNED);
    s.started.ms += INT64_C(4) * 3600000;
    struct id at_two = add_session(&f, &s, NULL);
    session_init(&s);
    s.client = client;
    s.status = SESSION_PLANNED;
    s.planned_day = (struct date){2026, 11, 3};
    struct id no_hour = add_session(&f, &s, NULL);
    s.planned_minute = 9 * 60;
    struct id head = {0};
    s.id = (struct id){0};
    struct id at_nine = add_session(&f, &s, &head);
    session_fill(&s, &f, client, 4, SESSION_SIGNED); /* another day */
    add_session(&f, &s, NULL);
    struct session_row *rows;
    size_t len;
    const struct date day = {2026, 11, 3}, tomorrow = {2026, 11, 4};
    assert_ok(session_day(&rows, &len, f.s, day, &f.a, &e), e);
    assert_int_equal(len, 3);
    assert_true(id_equal(rows[0].session.id, at_nine));
    assert_true(id_equal(rows[1].session.id, at_two));
    assert_true(id_equal(rows[2].session.id, no_hour));
    /* Moved to the next day: gone from this one. */
    s = rows[0].session;
    s.planned_day = tomorrow;
    s.id = at_nine;
    add_session(&f, &s, &head);
    assert_ok(session_day(&rows, &len, f.s, day, &f.a, &e), e);
    assert_int_equal(len, 2);
    assert_ok(session_day(&rows, &len, f.s, tomorrow, &f.a, &e), e);
    assert_int_equal(len, 2);
    practice_end(&f);
}

static void values_of_a_target_come_oldest_first(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct id client = add_client(&f, 1, "Maria", "Santos"), other = add_client(&f, 2, "Ann", "Other");
    struct session s;
    static const int days[] = {9, 3, 20};
    for (size_t i = 0; i < ARRAY_LEN(days); i++) {
        session_fill(&s, &f, client, days[i], SESSION_SIGNED);
        s.findings[0].pre.tenths = days[i] * 10;
        add_session(&f, &s, NULL);
    }
    session_fill(&s, &f, client, 22, SESSION_DRAFT);
    add_session(&f, &s, NULL);
    session_fill(&s, &f, other, 10, SESSION_SIGNED);
    add_session(&f, &s, NULL);
    struct value_row *values;
    size_t len;
    for (int all = 0; all < 2; all++) {
        assert_ok(finding_series(&values, &len, f.s, client, all ? NULL : "knee-flexion", &f.a, &e), e);
        assert_int_equal(len, 3);
        assert_int_equal(values[0].finding.pre.tenths, 30);
        assert_int_equal(values[1].finding.pre.tenths, 90);
        assert_int_equal(values[2].finding.pre.tenths, 200);
        assert_int_equal(values[2].day.day, 20);
    }
    assert_ok(finding_series(&values, &len, f.s, client, "no-such", &f.a, &e), e);
    assert_int_equal(len, 0);
    practice_end(&f);
}

static void a_voided_session_counts_for_nothing(void **state)
{
    struct practice_fixture f;
    struct err e = {0};
    practice_make(&f, *state);
    struct id client = add_client(&f, 1, "Maria", "Santos"), none = {0}, head = {0};
    struct session s;
    session_fill(&s, &f, client, 3, SESSION_SIGNED);
    struct id kept = add_session(&f, &s, NULL);
    session_fill(&s, &f, client, 9, SESSION_SIGNED);
    struct id wrong = add_session(&f, &s, NULL);
    char text[ID_TEXT];
    id_format(text, wrong);
    json_t *body = json_pack("{s:s,s:s}", "reason", "wrong client", "session", text);
    assert_ok(append(&f, CHANGE_VOID, &none, &head, body, &e), e);
    struct id amendment = {0}, amended = {0};
    assert_ok(append(&f, CHANGE_AMENDMENT, &amendment, &amended, json_pack("{s:s}", "session", text), &e), e);
    struct session_row row;
    bool found;
    assert_ok(session_get(&row, f.s, wrong, &f.a, &e), e);
    assert_true(row.voided);
    assert_int_equal(row.amendments, 1);
    assert_ok(session_last(&row, &found, f.s, client, 0, &f.a, &e), e);
    assert_true(found && id_equal(row.session.id, kept));
    struct store_facts facts;
    assert_ok(store_facts(&facts, f.s, &e), e);
    assert_int_equal(facts.sessions, 1);
    practice_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(every_filter_finds_what_a_walk_over_all_finds), STORE_TEST(a_session_comes_back_as_it_was_entered),
        STORE_TEST(the_last_session_is_the_latest_signed_one),     STORE_TEST(a_day_is_in_the_order_of_its_hours),
        STORE_TEST(values_of_a_target_come_oldest_first),          STORE_TEST(a_voided_session_counts_for_nothing),
    };
    return cmocka_run_group_tests_name("sessions", tests, NULL, NULL);
}
