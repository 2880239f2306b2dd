/* See body.h. */
#include "body.h"

bool stmt_body(json_t **out, struct stmt *q, int column, struct err *e)
{
    size_t len;
    const char *text = stmt_peek(q, column, &len);
    if (!text)
        return err_set(e, ERR_NOT_FOUND, "it was erased");
    if (json_parse(out, text, len, e))
        return true;
    e->code = ERR_DAMAGED;
    return err_wrap(e, "a change does not hold what it must: run 'fascia record verify'");
}

bool stmt_finish(struct stmt *q, bool ok, struct err *e)
{
    struct err second;
    return stmt_end(q, ok ? e : &second) && ok;
}
