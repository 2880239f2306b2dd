/** The session form: its state, shared by the file that takes keys and the file that draws. Private to tui. */
#ifndef FASCIA_TUI_SESSION_INTERNAL_H
#define FASCIA_TUI_SESSION_INTERNAL_H

#include "fascia/tui/line_edit.h"
#include "fascia/tui/views.h"

enum spot { SPOT_ROW, SPOT_ADD, SPOT_SIGN };

struct session_state {
    struct work work;
    enum spot spot;
    size_t row; /* SPOT_ROW: 1.. through findings then releases */
    bool post;  /* SPOT_ROW on a finding: the POST cell */
    bool editing;
    struct line_edit cell; /* while editing */
    char cell_error[160];
    struct line_edit add;
    struct arena reading_memory;
    struct reading reading; /* of the Add line, as typed so far */
    bool picking;           /* the candidates have the keys */
    size_t pick;
    char refusal[256]; /* why the last Enter on the Add line did nothing; "" */
    int64_t opened;    /* monotonic ms: the stopwatch */
    unsigned keys;     /* when it was opened */
};

static inline bool on_finding(const struct session_state *s)
{
    return s->spot == SPOT_ROW && s->row >= 1 && s->row <= s->work.session.findings_len;
}

/** May the POST cell of this finding be entered? */
bool session_row_retests(const struct session_state *s, size_t row);

void session_draw(const struct view *v, struct canvas *c);
enum reply session_key(struct view *v, const struct key *k, struct err *e);
enum reply session_command(struct view *v, enum command_id id, struct err *e);

/** Reads the Add line again, after it changed. */
void session_read_add(struct session_state *s);

/** Moves the focus: first PRE cell, or the Add line when there is none. */
void session_focus_first(struct session_state *s);

#endif
