/** Checks that findings and releases share, and the words their messages are made of. Only for src/model. */
#ifndef FASCIA_MODEL_CHECK_INTERNAL_H
#define FASCIA_MODEL_CHECK_INTERNAL_H

#include "fascia/model/catalogue.h"

/** Is the id NULL or a word of the group? */
MUST_USE bool word_check(const struct catalogue *c, const char *group, const char *id, struct err *e);

/** May the side field take this side in the region? A side must be there. */
MUST_USE bool side_check(enum side side, const struct region *region, struct err *e);

/** "structure", "region", "movement", "test", "measure": of an enum target_bit. */
const char *target_word(enum target_bit on);

/** 105 -> "10.5"; whole numbers without a decimal unless asked for. */
void tenths_format(char out[24], int tenths, bool decimal);

/** "0 to 170 deg". */
void scale_limits_format(char *out, size_t size, const struct scale *scale);

#endif
