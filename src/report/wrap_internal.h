/** Breaking text into lines of terminal columns. Only for src/report. */
#ifndef FASCIA_REPORT_WRAP_INTERNAL_H
#define FASCIA_REPORT_WRAP_INTERNAL_H

#include <stddef.h>

/**
 * The next line of *text of at most `columns` columns: *line and *len without blanks at its ends, and *text moved
 * behind it. Breaks at a line feed, else at the last blank that fits, else inside a word between graphemes; always
 * moves on. Tabs count as blanks. False at the end of the text; an empty line between two line feeds is a line.
 */
_Bool wrap_next(const char **line, size_t *len, const char **text, int columns);

/** Columns of the first len bytes. */
int columns_of(const char *text, size_t len);

/** The longest line, without wrapping. */
int longest_line(const char *text);

/** The longest word. */
int longest_word(const char *text);

#endif
