/** How a value is entered, limited and compared. Numbers are integers of tenths of the unit (10.5 cm = 105). */
#ifndef FASCIA_MODEL_SCALE_H
#define FASCIA_MODEL_SCALE_H

#include <stddef.h>

enum better { BETTER_NONE, BETTER_HIGHER, BETTER_LOWER };
enum scale_kind { SCALE_NONE, SCALE_NUMBER, SCALE_GRADES };

struct scale {
    enum scale_kind kind;
    enum better better;
    const char
        *unit; /* "deg" "cm" "mm" "s" "kg" "count" "points" "percent"; "" for grades and SCALE_NONE; never NULL */
    int min, max,
        step; /* tenths, inclusive; step 10 = whole numbers, 5 = halves, 1 = tenths; 0 for grades and SCALE_NONE */
    /**
     * SCALE_GRADES: the words, worst first (positive, equivocal, negative for a special test). SCALE_NUMBER: empty, or
     * a word for each whole number from min (none, mild, moderate, marked), for reading back only.
     */
    const char *const *grades;
    size_t grades_len;
    int mdc;       /* tenths; smallest change beyond measurement error, -1 = none found; 10 = one grade of an ordinal */
    int threshold; /* tenths; real and worthwhile, -1 = none usable */
};

#endif
