/* Who this is about, the same words on every screen: name, number, date of birth and age. */
#include "fascia/tui/views.h"

const char *client_header(const struct client *c, struct arena *a)
{
    char born[16];
    date_format_short(born, c->born);
    int age = date_age(c->born, instant_date(clock_now()));
    return arena_printf(a, "%s  #%04d · %s (%d)", client_name(c, a), c->number, born, age);
}
