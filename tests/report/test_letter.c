/* Letters against golden texts, and what a letter refuses to be built from. */
#include "fascia/report/letter.h"

#include "fascia/report/markdown.h"
#include "fascia/report/text.h"
#include "support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct practice practice;
    struct user user;
    struct client client;
    struct episode episode;
    struct session sessions[3];
    struct letter_input input;
};

#define NUMBER(n)                                                                                                      \
    {                                                                                                                  \
        .kind = VALUE_NUMBER, .tenths = (n)                                                                            \
    }

static void add_findings(struct session *s, size_t i, struct arena *a)
{
    static const int ktw[][2] = {{70, 80}, {95, 110}, {105, 115}};
    static const int slr[][2] = {{600, 660}, {700, 800}, {780, 840}};
    static const int pain[][2] = {{70, 60}, {40, 30}, {30, 20}};
    const struct finding findings[] = {
        {.kind = "test",
         .on = ON_TEST,
         .target = "knee-to-wall",
         .region = "ankle",
         .side = SIDE_LEFT,
         .pre = NUMBER(ktw[i][0]),
         .post = NUMBER(ktw[i][1])},
        {.kind = "test",
         .on = ON_TEST,
         .target = "slr",
         .region = "thigh-posterior",
         .side = SIDE_LEFT,
         .pre = NUMBER(slr[i][0]),
         .post = NUMBER(slr[i][1])},
        {.kind = "measure",
         .on = ON_MEASURE,
         .target = "nprs-movement",
         .side = SIDE_MIDLINE,
         .about = "knee-to-wall",
         .pre = NUMBER(pain[i][0]),
         .post = NUMBER(pain[i][1])},
        {.kind = "strength",
         .on = ON_MOVEMENT,
         .target = "ankle-plantarflexion",
         .region = "ankle",
         .side = SIDE_LEFT,
         .pre = {.kind = VALUE_GRADE, .grade = "4-"}},
    };
    for (size_t k = 0; k < (i == 1 ? 4 : 3); k++)
        session_add_finding(s, &findings[k], a);
}

static void add_releases(struct session *s, size_t i, struct arena *a)
{
    const struct release releases[] = {
        {.structure = "gastrocnemius",
         .region = "calf",
         .side = SIDE_LEFT,
         .type = RELEASE_WEIGHT_BEARING,
         .reps = 3,
         .note = "for our eyes only"},
        {.structure = "hamstrings",
         .region = "thigh-posterior",
         .side = SIDE_LEFT,
         .type = RELEASE_PASSIVE,
         .seconds = 60,
         .pressure = 4},
    };
    for (size_t k = 0; k < (i == 0 ? 1 : 2); k++)
        session_add_release(s, &releases[k], a);
}

/* Visit i of three: every sign a little better. */
static void add_visit(struct fixture *x, size_t i)
{
    struct session *s = &x->sessions[i];
    session_init(s);
    s->id.b[15] = (uint8_t)(i + 1);
    s->client = x->client.id;
    s->therapist = x->user.id;
    s->status = SESSION_SIGNED;
    s->number = (int)i + 1;
    s->started = (struct instant){INT64_C(1792922400000) + (int64_t)i * 14 * 86400000, 60};
    s->consent = true;
    s->reaction = "none-seen";
    add_findings(s, i, &x->arena);
    add_releases(s, i, &x->arena);
}

static int set_up(void **state)
{
    struct fixture *x = calloc(1, sizeof *x);
    x->practice = (struct practice){.name = "Harbour Soft Tissue", .country = "GB"};
    x->user = (struct user){.id = {{9}}, .login = "ana", .name = "Ana Ruiz", .registration = "SMA 000000"};
    x->client = (struct client){.id = {{4}},
                                .number = 412,
                                .given = "Maria",
                                .family = "Santos",
                                .born = {1985, 4, 12},
                                .sex = "female",
                                .phone = "07700 900123",
                                .address = "1 Quay Street\nZZ99 3AA",
                                .gp = "Dr P. Ng, Quay Surgery",
                                .alerts = "bruises easily"};
    x->episode = (struct episode){.client = x->client.id, .problem = "Left calf pain", .onset = {2026, 10, 1}};
    for (size_t i = 0; i < ARRAY_LEN(x->sessions); i++)
        add_visit(x, i);
    struct session *last = &x->sessions[2];
    last->plan = "Progress load; review ROM and SLR in two weeks.";
    last->next_day = (struct date){2026, 12, 7};
    *(const char **)arena_push(&x->arena, &last->homecare, &last->homecare_len, sizeof *last->homecare) =
        "eccentric drops 2x15 daily";
    x->input = (struct letter_input){.catalogue = catalogue_shipped(),
                                     .practice = &x->practice,
                                     .user = &x->user,
                                     .client = &x->client,
                                     .episode = &x->episode,
                                     .sessions = x->sessions,
                                     .sessions_len = 3,
                                     .kind = LETTER_GP,
                                     .today = {2026, 11, 23},
                                     .recipient = "Dr P. Ng\nQuay Surgery\nZZ99 4BB"};
    *state = x;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *x = *state;
    arena_release(&x->arena);
    free(x);
    return 0;
}

static void write_letter(struct document *d, struct fixture *x)
{
    struct err e = {0};
    if (!letter_write(d, &x->input, &x->arena, &e))
        fail_msg("%s", e.text);
}

static void expect_text(struct fixture *x, const char *golden)
{
    struct document d;
    struct buf out = {0};
    write_letter(&d, x);
    document_text(&out, &d);
    golden_check(golden, buf_text(&out));
    buf_release(&out);
}

static void a_letter_to_the_gp(void **state)
{
    expect_text(*state, "report/golden/gp.txt");
}

static void the_same_letter_in_markdown(void **state)
{
    struct fixture *x = *state;
    struct document d;
    struct buf out = {0};
    x->input.text = "Improving *well*. See <b>notes</b>, | and https://example.org";
    write_letter(&d, x);
    document_markdown(&out, &d);
    golden_check("report/golden/gp.md", buf_text(&out));
    buf_release(&out);
}

static void an_urgent_referral_asks_first(void **state)
{
    struct fixture *x = *state;
    static const char *const actions[] = {
        "Please consider imaging of the left calf this week, because the calf is hot and "
        "swollen after a long flight and DVT was not excluded.",
        "Please tell us the result."};
    static const char *const copies[] = {"Maria Santos"};
    x->input.kind = LETTER_REFERRAL;
    x->input.urgent = true;
    x->input.draft = true;
    x->input.actions = actions;
    x->input.actions_len = ARRAY_LEN(actions);
    x->input.copies = copies;
    x->input.copies_len = ARRAY_LEN(copies);
    x->input.text = "Calf pain with new swelling.\nNo STR was given to the calf today.";
    x->input.allergies = "Latex (rash), asked 22 Nov 2026";
    x->input.consent_to_share = "Given by the client, verbally, 22 Nov 2026";
    expect_text(x, "report/golden/referral.txt");
}

static void a_discharge_says_how_it_ended(void **state)
{
    struct fixture *x = *state;
    x->input.kind = LETTER_DISCHARGE;
    x->episode.closed = (struct date){2026, 11, 22};
    x->episode.outcome = "goals-met";
    x->sessions[2].next_day = (struct date){0};
    x->sessions[1].reaction = "bruise at the calf, client told";
    x->sessions[0].reaction = NULL;
    expect_text(x, "report/golden/discharge.txt");
}

static void an_insurer_gets_what_the_claim_needs(void **state)
{
    struct fixture *x = *state;
    x->input.kind = LETTER_INSURER;
    expect_text(x, "report/golden/insurer.txt");
}

static void a_client_is_addressed(void **state)
{
    struct fixture *x = *state;
    x->input.kind = LETTER_CLIENT;
    x->input.recipient = "Maria Santos\n1 Quay Street\nZZ99 3AA";
    x->practice.synthetic = true;
    expect_text(x, "report/golden/client.txt");
}

static void what_is_not_recorded_is_said(void **state)
{
    struct fixture *x = *state;
    struct session bare;
    session_init(&bare);
    bare.id.b[0] = 1;
    bare.client = x->client.id;
    bare.status = SESSION_SIGNED;
    bare.started = (struct instant){INT64_C(1792922400000), 60};
    bare.no_finding_reason = "too sore to be examined";
    bare.not_treated_reason = "fever";
    x->client = (struct client){.id = x->client.id, .number = 7, .given = "Åse"};
    x->user.registration = NULL;
    x->input.episode = NULL;
    x->input.sessions = &bare;
    x->input.sessions_len = 1;
    expect_text(x, "report/golden/bare.txt");
}

static void only_signed_sessions_of_this_client_make_a_letter(void **state)
{
    struct fixture *x = *state;
    static const char *const many[4] = {"a", "b", "c", "d"};
    struct {
        const char *what;
        struct letter_input input;
        enum err_code code;
    } rows[] = {
        {"none", x->input, ERR_REFUSED},       {"draft", x->input, ERR_REFUSED},
        {"of another", x->input, ERR_REFUSED}, {"four actions", x->input, ERR_REFUSED},
        {"nobody", x->input, ERR_INVALID},     {"bell", x->input, ERR_INVALID},
    };
    struct session drafts[3], others[3];
    memcpy(drafts, x->sessions, sizeof drafts);
    memcpy(others, x->sessions, sizeof others);
    drafts[1].status = SESSION_DRAFT;
    others[2].client.b[0] ^= 1;
    rows[0].input.sessions_len = 0;
    rows[1].input.sessions = drafts;
    rows[2].input.sessions = others;
    rows[3].input.actions = many;
    rows[3].input.actions_len = 4;
    rows[4].input.recipient = "";
    rows[5].input.text = "ding \a";
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct document d = {.footer = "untouched"};
        struct err e = {0};
        print_message("%s\n", rows[i].what);
        assert_false(letter_write(&d, &rows[i].input, &x->arena, &e));
        assert_int_equal(e.code, rows[i].code);
        assert_string_equal(d.footer, "untouched");
        assert_null(strstr(e.text, "Santos"));
    }
}

static void what_was_noted_for_us_is_not_told(void **state)
{
    struct fixture *x = *state;
    for (int kind = 0; kind < LETTER_KINDS; kind++) {
        struct document d;
        struct buf out = {0};
        x->input.kind = (enum letter_kind)kind;
        write_letter(&d, x);
        document_text(&out, &d);
        assert_null(strstr(buf_text(&out), "our eyes"));
        assert_true(document_words(&d) > 100);
        buf_release(&out);
    }
}

static void kinds_and_words_are_one_to_one(void **state)
{
    (void)state;
    struct err e = {0};
    enum letter_kind kind = LETTER_KINDS;
    for (int k = 0; k < LETTER_KINDS; k++) {
        assert_true(letter_kind_parse(&kind, letter_kind_word((enum letter_kind)k), &e));
        assert_int_equal(kind, k);
    }
    assert_false(letter_kind_parse(&kind, "love", &e));
    assert_int_equal(e.code, ERR_INVALID);
}

int main(void)
{
    json_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_letter_to_the_gp, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_letter_in_markdown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_urgent_referral_asks_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_discharge_says_how_it_ended, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_insurer_gets_what_the_claim_needs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_client_is_addressed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_recorded_is_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_signed_sessions_of_this_client_make_a_letter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_noted_for_us_is_not_told, set_up, tear_down),
        cmocka_unit_test(kinds_and_words_are_one_to_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
