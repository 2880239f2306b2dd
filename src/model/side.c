/* Sides in words. The word is the form of the record, so it never changes; the letter is for narrow columns. */
#include "fascia/model/side.h"

#include <string.h>

static const struct {
    const char *word, *letter;
} sides[] = {
    [SIDE_NONE] = {"", " "},           [SIDE_LEFT] = {"left", "L"},
    [SIDE_RIGHT] = {"right", "R"},     [SIDE_BILATERAL] = {"bilateral", "B"},
    [SIDE_MIDLINE] = {"midline", "M"},
};

const char *side_word(enum side s)
{
    return sides[s].word;
}

const char *side_short(enum side s)
{
    return sides[s].letter;
}

bool side_parse(enum side *out, const char *word, struct err *e)
{
    for (size_t i = 0; i < ARRAY_LEN(sides); i++) {
        if (strcmp(sides[i].word, word) == 0) {
            *out = (enum side)i;
            return true;
        }
    }
    return err_set(e, ERR_INVALID, "'%s' is no side: left, right, bilateral or midline", word);
}

enum side side_other(enum side s)
{
    if (s == SIDE_LEFT) {
        return SIDE_RIGHT;
    }
    return s == SIDE_RIGHT ? SIDE_LEFT : s;
}
