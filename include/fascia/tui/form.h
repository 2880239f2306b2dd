/**
 * A form as data: rows of fields, one focus, errors beside the field with what was typed kept.
 *
 * Tab and Down go on, S-Tab and Up go back, Space toggles and turns a choice (Left and Right too). Enter goes to the
 * next field that still needs something (required and empty, or wrong); when none does, the form is done. So a form is
 * typed from top to bottom with Enter alone, and left early from an optional field.
 */
#ifndef FASCIA_TUI_FORM_H
#define FASCIA_TUI_FORM_H

#include "fascia/base/clock.h"
#include "fascia/tui/line_edit.h"

enum { FORM_FIELDS_MAX = 16 };

enum field_kind {
    FIELD_TEXT,
    FIELD_SECRET, /* in guarded memory; ^R shows and hides it */
    FIELD_BIRTH,  /* a birth date as model/when reads it; shown back beside the field, with the age */
    FIELD_NUMBER, /* whole, min..max */
    FIELD_CHOICE,
    FIELD_TOGGLE, /* [x] */
};

struct form;

struct field {
    const char *id, *label;
    enum field_kind kind;
    bool required;              /* a toggle that is required must be on */
    size_t limit;               /* bytes, text and secret; 0 = 200 */
    const char *hint;           /* beside the field while it has the focus; NULL */
    int min, max;               /* FIELD_NUMBER */
    const char *const *choices; /* FIELD_CHOICE: NULL-ended, at least one */
    /** A rule of its own, asked when the field is left and not empty; the message stands beside the field. NULL = none.
     */
    bool (*check)(const struct form *f, const char *text, struct err *e);
};

struct form_value {
    struct line_edit line; /* all kinds but choice and toggle */
    size_t choice;
    bool on;
    char error[160];   /* "" = none known */
    char readback[32]; /* the date as understood */
};

struct form {
    const struct field *fields;
    size_t count, focus;
    struct form_value *values;
    struct date today;
    const void *context; /* for the check functions */
};

enum form_event { FORM_IGNORED, FORM_CHANGED, FORM_DONE };

/** memory must outlive the form. today: for dates. */
void form_init(struct form *f, struct arena *memory, const struct field *fields, size_t count, struct date today,
               const void *context);
void form_release(struct form *f); /* wipes secrets */

enum form_event form_key(struct form *f, const struct key *k);
/** Checks every field; false: focus is on the first that fails. ^S and F10 of a view call this. */
bool form_check(struct form *f);

/** Two columns: labels, then fields; scrolls so that the focus is seen. Returns the rows used. */
int form_draw(const struct form *f, struct canvas *c, int y, int x, int height, int columns);

/** By field id; BUG for an unknown one. Text of a secret is borrowed from guarded memory: do not copy it. */
const char *form_text(const struct form *f, const char *id);
bool form_on(const struct form *f, const char *id);
size_t form_choice(const struct form *f, const char *id);
int form_number(const struct form *f, const char *id);       /* 0 when empty */
struct date form_date(const struct form *f, const char *id); /* year 0 when empty */
void form_set_text(struct form *f, const char *id, const char *text);
void form_set_on(struct form *f, const char *id, bool on);
void form_set_choice(struct form *f, const char *id, size_t choice);

/** Says beside the field what the store or the keys found wrong, and goes there. */
void form_fail(struct form *f, const char *id, const struct err *e);

#endif
