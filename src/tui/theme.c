/*
 * Looks and what a terminal shows for them.
 *
 * The base palette is the eight ANSI colours on the terminal's own background, because people choose those to be
 * readable; only the heat ramp takes more where there is more. Dim is decoration: several terminals lack it. Without
 * colour every look that carries meaning still differs by bold, underline or reverse, or says what it means in words.
 */
#include "fascia/tui/theme.h"

#include <string.h>

enum { OWN = -1, RED = 1, GREEN, YELLOW, BLUE, MAGENTA, CYAN };

struct row {
    char letter;
    struct style mono, colour;
    short ramp; /* palette index at 256 colours, 0 = as with 16 */
};

/* {colour, bold, dim, underline, reverse} */
static const struct row rows[LOOKS] = {
    [LOOK_TEXT] = {'.', {OWN, 0, 0, 0, 0}, {OWN, 0, 0, 0, 0}, 0},
    [LOOK_DIM] = {'d', {OWN, 0, 1, 0, 0}, {OWN, 0, 1, 0, 0}, 0},
    [LOOK_TITLE] = {'T', {OWN, 1, 0, 0, 0}, {OWN, 1, 0, 0, 0}, 0},
    [LOOK_HEAD] = {'h', {OWN, 0, 1, 0, 0}, {CYAN, 0, 0, 0, 0}, 0},
    [LOOK_LABEL] = {'l', {OWN, 0, 0, 0, 0}, {CYAN, 0, 0, 0, 0}, 0},
    [LOOK_CURSOR] = {'C', {OWN, 0, 0, 0, 1}, {OWN, 0, 0, 0, 1}, 0},
    [LOOK_FOCUS] = {'F', {OWN, 0, 0, 1, 0}, {OWN, 0, 0, 1, 0}, 0},
    [LOOK_GHOST] = {'g', {OWN, 0, 1, 0, 0}, {OWN, 0, 1, 0, 0}, 0},
    [LOOK_ALERT] = {'A', {OWN, 1, 0, 0, 1}, {RED, 1, 0, 0, 1}, 0},
    [LOOK_ERROR] = {'E', {OWN, 1, 0, 0, 0}, {RED, 1, 0, 0, 0}, 0},
    [LOOK_MESSAGE] = {'m', {OWN, 1, 0, 0, 0}, {OWN, 1, 0, 0, 0}, 0},
    [LOOK_HINT] = {'H', {OWN, 0, 0, 0, 0}, {OWN, 0, 0, 0, 0}, 0},
    [LOOK_KEY] = {'k', {OWN, 1, 0, 0, 0}, {CYAN, 1, 0, 0, 0}, 0},
    [LOOK_BETTER] = {'b', {OWN, 0, 0, 0, 0}, {GREEN, 0, 0, 0, 0}, 0},
    [LOOK_WORSE] = {'w', {OWN, 1, 0, 0, 0}, {MAGENTA, 1, 0, 0, 0}, 0},
    [LOOK_MATCH] = {'M', {OWN, 1, 0, 1, 0}, {YELLOW, 1, 0, 1, 0}, 0},
    [LOOK_CHIP] = {'c', {OWN, 0, 0, 0, 1}, {OWN, 0, 0, 0, 1}, 0},
    [LOOK_CHIP_GUESS] = {'G', {OWN, 0, 1, 0, 0}, {BLUE, 0, 0, 0, 0}, 0},
    [LOOK_CHIP_UNKNOWN] = {'U', {OWN, 1, 0, 1, 0}, {YELLOW, 1, 0, 1, 0}, 0},
    [LOOK_HEAT_1] = {'1', {OWN, 0, 0, 0, 0}, {CYAN, 0, 0, 0, 0}, 66},
    [LOOK_HEAT_2] = {'2', {OWN, 0, 0, 0, 0}, {YELLOW, 0, 0, 0, 0}, 179},
    [LOOK_HEAT_3] = {'3', {OWN, 1, 0, 0, 0}, {YELLOW, 1, 0, 0, 0}, 208},
    [LOOK_HEAT_4] = {'4', {OWN, 1, 0, 0, 0}, {RED, 1, 0, 0, 0}, 160},
};

static const struct row *row_of(enum look look)
{
    if ((unsigned)look >= LOOKS)
        BUG("no look %d", (int)look);
    return &rows[look];
}

char look_letter(enum look look)
{
    return row_of(look)->letter;
}

struct style theme_style(enum look look, enum depth depth)
{
    const struct row *row = row_of(look);
    if (depth == DEPTH_MONO)
        return row->mono;
    struct style style = row->colour;
    if (depth == DEPTH_256 && row->ramp > 0)
        style.colour = row->ramp;
    return style;
}

static enum depth depth_of(int colours)
{
    if (colours >= 256)
        return DEPTH_256;
    return colours >= 8 ? DEPTH_16 : DEPTH_MONO;
}

bool theme_depth(enum depth *out, const char *wanted, const char *no_colour, int colours, struct err *e)
{
    static const struct {
        const char *word;
        enum depth depth;
    } words[] = {{"never", DEPTH_MONO}, {"16", DEPTH_16}, {"256", DEPTH_256}, {"true", DEPTH_256}};
    enum depth most = depth_of(colours);
    if (!wanted || strcmp(wanted, "auto") == 0) {
        *out = no_colour && no_colour[0] != '\0' ? DEPTH_MONO : most;
        return true;
    }
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strcmp(words[i].word, wanted) == 0) {
            *out = words[i].depth < most ? words[i].depth : most;
            return true;
        }
    return err_set(e, ERR_USAGE, "unknown colour setting '%.20s': use auto, never, 16, 256 or true", wanted);
}
