/*
 * Short forms spelled out at first use.
 *
 * A closed table: letters go to people who were not taught our short forms, and a form that is not in it is left alone
 * rather than guessed. Only whole words in capitals count, so that nobody's name or ordinary word is taken for one.
 */
#include "abbreviations_internal.h"

#include "fascia/base/buf.h"
#include "fascia/base/err.h"

#include <stdbool.h>
#include <string.h>

static const struct {
    const char *form, *full;
} table[] = {
    {"ADL", "activities of daily living"},
    {"AKE", "active knee extension"},
    {"AROM", "active range of movement"},
    {"CROM", "cervical range of motion device"},
    {"DF", "dorsiflexion"},
    {"DVT", "deep vein thrombosis"},
    {"FABER", "flexion, abduction and external rotation test"},
    {"FADIR", "flexion, adduction and internal rotation test"},
    {"GROC", "global rating of change"},
    {"HBB", "hand behind back"},
    {"ITB", "iliotibial band"},
    {"KTW", "knee-to-wall test"},
    {"LBP", "low back pain"},
    {"LEFS", "Lower Extremity Functional Scale"},
    {"MCL", "medial collateral ligament"},
    {"MTP", "metatarsophalangeal joint"},
    {"NDI", "Neck Disability Index"},
    {"NPRS", "numeric pain rating scale"},
    {"ODI", "Oswestry Disability Index"},
    {"PF", "plantarflexion"},
    {"PROM", "passive range of movement"},
    {"PSFS", "Patient-Specific Functional Scale"},
    {"QL", "quadratus lumborum"},
    {"ROM", "range of movement"},
    {"SCM", "sternocleidomastoid"},
    {"SIJ", "sacroiliac joint"},
    {"SLR", "straight leg raise"},
    {"STR", "soft tissue release"},
    {"TFL", "tensor fasciae latae"},
    {"TMJ", "temporomandibular joint"},
    {"WB", "weight-bearing"},
};

_Static_assert(sizeof table / sizeof table[0] <= 64, "one bit each in struct abbreviations");

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Index of the form that is exactly the word, or -1. */
static int find(const char *word, size_t len)
{
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        if (strlen(table[i].form) == len && strncmp(table[i].form, word, len) == 0)
            return (int)i;
    }
    return -1;
}

static void add_word(struct buf *out, struct abbreviations *known, const char *text, size_t at, size_t len)
{
    int i = find(text + at, len);
    bool is_new = i >= 0 && !(known->met & (1ULL << i));
    bool in_brackets = at > 0 && text[at - 1] == '(' && text[at + len] == ')';
    if (is_new)
        known->met |= 1ULL << i;
    if (is_new && in_brackets)
        buf_printf(out, "%s, ", table[i].full);
    buf_add(out, text + at, len);
    if (is_new && !in_brackets)
        buf_printf(out, " (%s)", table[i].full);
}

const char *abbreviations_expand(struct abbreviations *known, const char *text, struct arena *a)
{
    if (!text)
        return NULL;
    struct buf out = {0};
    for (size_t at = 0; text[at];) {
        size_t len = 0;
        while (is_word(text[at + len]))
            len++;
        if (len > 0)
            add_word(&out, known, text, at, len);
        else
            buf_putc(&out, text[at]);
        at += len > 0 ? len : 1;
    }
    const char *expanded = arena_strdup(a, buf_text(&out));
    buf_release(&out);
    return expanded;
}
