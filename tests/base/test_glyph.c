/* What draws something, what only decorates, what is invisible, and which letter remains in ASCII. */
#include "fascia/base/glyph.h"

#include "fascia/base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void code_points_are_told_apart_by_what_they_draw(void **state)
{
    (void)state;
    static const struct {
        uint32_t code;
        enum glyph glyph;
    } rows[] = {
        {'a', GLYPH_SPACING},       {' ', GLYPH_SPACING},      {0xe9, GLYPH_SPACING},
        {0x5c71, GLYPH_SPACING},    {0x1f600, GLYPH_SPACING},  {0x2500, GLYPH_SPACING},
        {0x0301, GLYPH_MARK},       {0x093f, GLYPH_MARK},      {0x20e3, GLYPH_MARK},
        {0x1161, GLYPH_MARK},       {0x0e33, GLYPH_MARK},      {0x200d, GLYPH_JOINER},
        {0x200c, GLYPH_JOINER},     {0xfe0f, GLYPH_JOINER},    {0x034f, GLYPH_JOINER},
        {0xe0100, GLYPH_JOINER},    {0x200b, GLYPH_INVISIBLE}, {0x202e, GLYPH_INVISIBLE},
        {0x2066, GLYPH_INVISIBLE},  {0x200e, GLYPH_INVISIBLE}, {0x061c, GLYPH_INVISIBLE},
        {0xfeff, GLYPH_INVISIBLE},  {0x00ad, GLYPH_INVISIBLE}, {0x3164, GLYPH_INVISIBLE},
        {0xe0041, GLYPH_INVISIBLE}, {0x1b, GLYPH_NONE},        {0x7f, GLYPH_NONE},
        {0x9b, GLYPH_NONE},         {0, GLYPH_NONE},           {0x2028, GLYPH_NONE},
        {0xd800, GLYPH_NONE},       {0xe000, GLYPH_NONE},      {0x110000, GLYPH_NONE},
        {0xffffffff, GLYPH_NONE},   {0x0378, GLYPH_NONE},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        print_message("U+%04X\n", (unsigned)rows[i].code);
        assert_int_equal(glyph_of(rows[i].code), rows[i].glyph);
    }
}

static void letters_have_a_plain_one(void **state)
{
    (void)state;
    static const struct {
        uint32_t code;
        char plain;
    } rows[] = {
        {'a', 'a'},    {'~', '~'},    {0xc5, 'A'}, {0xe9, 'e'}, {0xf8, 'o'},   {0x142, 'l'}, {0xdf, 's'},
        {0x1ec7, 'e'}, {0xff21, 'A'}, {0x5c71, 0}, {0x1b, 0},   {0x110000, 0}, {0x2713, 0},  {0xa0, ' '},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        print_message("U+%04X\n", (unsigned)rows[i].code);
        assert_int_equal(glyph_plain(rows[i].code), rows[i].plain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_points_are_told_apart_by_what_they_draw),
        cmocka_unit_test(letters_have_a_plain_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
