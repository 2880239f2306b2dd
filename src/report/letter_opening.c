/* The first half of a letter: to whom, about whom, what is asked, what is wrong, and in short what happened. */
#include "letter_internal.h"

#include "fascia/model/words.h"

#include <string.h>

enum { SUMMARY_SIGNS = 3 };

static const char *const titles[LETTER_KINDS] = {
    [LETTER_REFERRAL] = "Referral letter",          [LETTER_GP] = "Letter to the general practitioner",
    [LETTER_DISCHARGE] = "Discharge letter",        [LETTER_INSURER] = "Report to the insurer",
    [LETTER_CLIENT] = "Letter about your sessions",
};

static const char *born(const struct letter *l)
{
    const struct date day = l->in->client->born;
    return day.year == 0 ? "date of birth not recorded" : arena_printf(l->arena, "born %s", letter_day(l, day));
}

/* The last line of the address where it looks like a postcode: short, with a digit. */
static const char *postcode(const struct letter *l)
{
    const char *address = l->in->client->address ? l->in->client->address : "";
    const char *line = strrchr(address, '\n');
    line = line ? line + 1 : address;
    bool likely = strlen(line) >= 5 && strlen(line) <= 8 && strpbrk(line, "0123456789");
    return likely ? line : NULL;
}

static const char *subject_line(const struct letter *l)
{
    const char *code = postcode(l);
    return arena_printf(l->arena, "Re: %s, %s, NHS number not known%s%s", client_name_spoken(l->in->client, l->arena),
                        born(l), code ? ", " : "", code ? code : "");
}

void letter_head(struct letter *l)
{
    const struct letter_input *in = l->in;
    if (in->practice->synthetic)
        document_paragraph(l->doc, "DEMONSTRATION: invented data, no real person is described.");
    if (in->draft)
        document_paragraph(l->doc, "DRAFT: not signed, not to be sent.");
    document_paragraph(l->doc, arena_printf(l->arena, "%s\n%s", in->practice->name, in->user->name));
    document_paragraph(l->doc, arena_printf(l->arena, "%s\n\nPrivate and confidential\nOur reference: %d",
                                            letter_day(l, in->today), in->client->number));
    document_paragraph(l->doc, in->recipient);
    document_paragraph(l->doc, titles[in->kind]);
    document_heading(l->doc, 1, subject_line(l));
    l->doc->footer = arena_printf(l->arena, "%s, %s, clinic number %d. Private and confidential.",
                                  client_name_spoken(in->client, l->arena), born(l), in->client->number);
    if (in->kind == LETTER_CLIENT)
        document_paragraph(l->doc, arena_printf(l->arena, "Dear %s,",
                                                in->client->preferred ? in->client->preferred : in->client->given));
}

void letter_actions(struct letter *l)
{
    const struct letter_input *in = l->in;
    const char *title = in->kind == LETTER_CLIENT ? "What we ask of you" : "Requested action";
    document_box(l->doc, in->urgent ? arena_printf(l->arena, "URGENT - %s", title) : title);
    for (size_t i = 0; i < in->actions_len; i++)
        document_item(l->doc, arena_printf(l->arena, "%zu. %s", i + 1, letter_text(l, in->actions[i])));
    if (in->actions_len == 0)
        document_item(l->doc, "For your information - no action requested.");
}

static void add_places_as_problems(struct letter *l)
{
    struct place *places;
    size_t len;
    session_places(l->latest, l->in->catalogue, &places, &len, l->arena);
    for (size_t i = 0; i < len; i++)
        document_item(l->doc, place_phrase(l->in->catalogue, places[i], l->arena));
}

void letter_problems(struct letter *l)
{
    const struct episode *episode = l->in->episode;
    const char *problem = episode ? letter_text(l, episode->problem) : NULL;
    document_heading(l->doc, 2, "Problems");
    document_list(l->doc, true);
    if (problem && episode->onset.year != 0)
        document_item(l->doc, arena_printf(l->arena, "%s, since %s", problem, letter_day(l, episode->onset)));
    else if (problem)
        document_item(l->doc, problem);
    else
        add_places_as_problems(l);
    bool any = l->doc->blocks[l->doc->blocks_len - 1].cells_len > 0;
    document_paragraph(l->doc, any ? "Clinical working impression of the therapist; not a diagnosis, not imaged."
                                   : "No problem is recorded.");
}

static struct date day_of(const struct session *s)
{
    return instant_date(s->started);
}

static const char *attendance(const struct letter *l)
{
    const char *first = letter_day(l, day_of(&l->in->sessions[0]));
    const char *last = letter_day(l, day_of(l->latest));
    const char *who = l->in->kind == LETTER_CLIENT ? "You were seen" : "Seen";
    if (l->in->sessions_len == 1)
        return arena_printf(l->arena, "%s once, on %s.", who, last);
    return arena_printf(l->arena, "%s %zu times, from %s to %s.", who, l->in->sessions_len, first, last);
}

/* "Left passive straight leg raise: first 60° before treatment, last 84° after it." NULL without both. */
static const char *outcome(const struct letter *l, const struct progress_series *series)
{
    const struct finding *first = series->rows[0].finding;
    const struct finding *last = series->rows[series->rows_len - 1].finding;
    if (first->pre.kind != VALUE_NUMBER || series->rows_len < 2)
        return NULL;
    bool after = last->post.kind == VALUE_NUMBER;
    const struct value *end = after ? &last->post : &last->pre;
    if (end->kind != VALUE_NUMBER)
        return NULL;
    return arena_printf(l->arena, "%s: first %s before treatment, last %s %s.", series->subject,
                        value_phrase(&first->pre, series->scale, l->arena), value_phrase(end, series->scale, l->arena),
                        after ? "after it" : "before it");
}

void letter_summary(struct letter *l)
{
    document_heading(l->doc, 2, "Clinical summary");
    document_paragraph(l->doc, attendance(l));
    if (l->in->text && *l->in->text) {
        document_paragraph(l->doc, letter_text(l, l->in->text));
        return;
    }
    size_t said = 0;
    for (size_t i = 0; i < l->series_len && said < SUMMARY_SIGNS; i++) {
        const char *sentence = outcome(l, &l->series[i]);
        document_paragraph(l->doc, letter_text(l, sentence));
        said += sentence != NULL;
    }
}

static const char *after_phrase(const struct letter *l, const struct finding *f, const struct scale *scale)
{
    if (f->post.kind == VALUE_NONE && finding_retests(l->in->catalogue, f))
        return "not retested";
    return value_phrase(&f->post, scale, l->arena);
}

static void single_findings(struct letter *l)
{
    static const char *const heads[] = {"Sign", "Before", "After", "Change"};
    document_table(l->doc, heads, ARRAY_LEN(heads), 0);
    for (size_t i = 0; i < l->series_len; i++) {
        const struct progress_series *series = &l->series[i];
        const struct finding *f = series->rows[0].finding;
        int direction;
        const char *const cells[] = {
            letter_text(l, series->subject),
            value_phrase(&f->pre, series->scale, l->arena),
            after_phrase(l, f, series->scale),
            finding_change(f, series->scale, &direction, l->arena),
        };
        document_row(l->doc, cells);
    }
}

static void course_of_findings(struct letter *l)
{
    static const char *const heads[] = {"Sign", "First, before", "Last, before", "Last, after", "Last on"};
    document_table(l->doc, heads, ARRAY_LEN(heads), 0);
    for (size_t i = 0; i < l->series_len; i++) {
        const struct progress_series *series = &l->series[i];
        const struct progress_row *last = &series->rows[series->rows_len - 1];
        const struct value *first = &series->rows[0].finding->pre;
        const char *const cells[] = {
            letter_text(l, series->subject),
            series->rows_len > 1 ? value_phrase(first, series->scale, l->arena) : "",
            value_phrase(&last->finding->pre, series->scale, l->arena),
            after_phrase(l, last->finding, series->scale),
            letter_day(l, last->day),
        };
        document_row(l->doc, cells);
    }
}

void letter_findings(struct letter *l)
{
    document_heading(l->doc, 2, "Findings before and after treatment");
    if (l->series_len == 0) {
        const char *reason = letter_text(l, l->latest->no_finding_reason);
        document_paragraph(l->doc, reason ? arena_printf(l->arena, "None recorded: %s", reason) : "None recorded.");
        return;
    }
    if (l->in->sessions_len == 1)
        single_findings(l);
    else
        course_of_findings(l);
}
