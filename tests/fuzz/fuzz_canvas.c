/* Any bytes as text, drawn by every function that takes text: the grid stays sane. */
#include "fascia/base/err.h"
#include "tui/sane.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct canvas c = {0};
    struct arena a = {0};
    if (size < 4)
        return 0;
    int width = 1 + data[0] % 60, height = 1 + data[1] % 8, x = (int)(int8_t)data[2] % 64, columns = (int8_t)data[3];
    const char *text = arena_strndup(&a, (const char *)data + 4, size - 4);
    canvas_resize(&c, width, height);
    int used = canvas_text(&c, data[2] % 8, x, columns, LOOK_TEXT, text);
    if (used < 0 || (columns > 0 && used > columns))
        BUG("%d columns used of %d", used, columns);
    canvas_text_right(&c, 0, x, columns, LOOK_DIM, text);
    canvas_wrap(&c, 1, x, height, columns, LOOK_CHIP, text);
    canvas_rule(&c, 2, x, columns, text);
    canvas_text(&c, 0, 1, width, LOOK_ALERT, text);
    canvas_cursor(&c, x, columns);
    if (!canvas_is_sane(&c))
        BUG("the grid is not sane");
    canvas_release(&c);
    arena_release(&a);
    return 0;
}
