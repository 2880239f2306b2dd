/*
 * catalogue_compile OUTPUT FILE...: loads the vocabulary as the program would, and writes it as C: constant arrays that
 * point at each other, and catalogue_shipped(). A problem in a file stops the build with its file and line.
 */
#include "catalogue_internal.h"

#include "fascia/base/file.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { FILE_LIMIT = 256 * 1024, SOURCES_MAX = 32 };

static void put_string(FILE *out, const char *text)
{
    if (text == NULL) {
        fputs("NULL", out);
        return;
    }
    fputc('"', out);
    for (const char *p = text; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '"' || c == '\\') {
            fprintf(out, "\\%c", c);
        } else if (c < 0x20 || c >= 0x7f) {
            fprintf(out, "\\%03o", c); /* three digits: a digit that follows is not taken in */
        } else {
            fputc(c, out);
        }
    }
    fputc('"', out);
}

static void put_texts(FILE *out, const char *member, const char *const *texts, size_t len)
{
    fprintf(out, ".%s_len = %zu, .%s = ", member, len, member);
    if (len == 0) {
        fputs("NULL", out);
        return;
    }
    fputs("(const char *const[]){", out);
    for (size_t i = 0; i < len; i++) {
        fputs(i > 0 ? ", " : "", out);
        put_string(out, texts[i]);
    }
    fputc('}', out);
}

static void put_scale(FILE *out, const struct scale *s)
{
    fprintf(out, ".scale = {.kind = %d, .better = %d, .min = %d, .max = %d, .step = %d, .mdc = %d, .threshold = %d, ",
            (int)s->kind, (int)s->better, s->min, s->max, s->step, s->mdc, s->threshold);
    fputs(".unit = ", out);
    put_string(out, s->unit);
    fputs(", ", out);
    put_texts(out, "grades", s->grades, s->grades_len);
    fputc('}', out);
}

static void put_region(FILE *out, const char *member, const struct catalogue *c, const struct region *r)
{
    if (r == NULL) {
        fprintf(out, ".%s = NULL", member);
    } else {
        fprintf(out, ".%s = &regions[%td]", member, r - c->regions);
    }
}

static void put_field(FILE *out, const struct catalogue *c, const struct field *f, const char *row)
{
    const void *at = row + f->offset;
    const void *len = row + f->len_offset;
    switch (f->kind) {
    case FIELD_KNOWN:
        return;
    case FIELD_TEXT:
    case FIELD_MAYBE:
    case FIELD_PART:
        fprintf(out, ".%s = ", f->member);
        put_string(out, *(const char *const *)at);
        break;
    case FIELD_TEXTS:
        put_texts(out, f->member, *(const char *const *const *)at, *(const size_t *)len);
        break;
    case FIELD_BOOL:
    case FIELD_FLAG:
        fprintf(out, ".%s = %s", f->member, *(const bool *)at ? "true" : "false");
        break;
    case FIELD_TENTHS:
    case FIELD_WHOLE:
        fprintf(out, ".%s = %d", f->member, *(const int *)at);
        break;
    case FIELD_CHOICE:
    case FIELD_SET:
        fprintf(out, ".%s = %u", f->member, *(const unsigned *)at);
        break;
    case FIELD_REGION:
    case FIELD_PARENT:
        put_region(out, f->member, c, *(const struct region *const *)at);
        break;
    case FIELD_SCALE:
        put_scale(out, at);
        break;
    case FIELD_ORDER:
        fprintf(out, ".%s = %u", f->member, *(const uint16_t *)at);
        break;
    }
    fputs(", ", out);
}

static size_t len_of(const struct catalogue *c, enum table t)
{
    size_t len;
    memcpy(&len, (const char *)c + table_infos[t].len_offset, sizeof(len));
    return len;
}

static void put_row(FILE *out, const struct catalogue *c, enum table t, const char *row)
{
    fputs("    {", out);
    for (size_t f = 0; f < fields_len; f++) {
        if (fields[f].table == t) {
            put_field(out, c, &fields[f], row);
        }
    }
    fputs("},\n", out);
}

static void put_table(FILE *out, const struct catalogue *c, enum table t)
{
    const char *rows;
    memcpy(&rows, (const char *)c + table_infos[t].offset, sizeof(rows));
    fprintf(out, "static const struct %s %s[] = {\n", table_infos[t].row, table_infos[t].member);
    for (size_t i = 0; i < len_of(c, t); i++) {
        put_row(out, c, t, rows + i * table_infos[t].size);
    }
    fputs("};\n\n", out);
}

static void put_terms(FILE *out, const struct catalogue *c)
{
    fputs("static const struct ambiguous ambiguous[] = {\n", out);
    for (size_t i = 0; i < c->ambiguous_len; i++) {
        const struct ambiguous *a = &c->ambiguous[i];
        fputs("    {", out);
        put_string(out, a->text);
        fputs(", (const struct structure *const[]){", out);
        for (size_t k = 0; k < a->candidates_len; k++) {
            fprintf(out, "&structures[%td], ", a->candidates[k] - c->structures);
        }
        fprintf(out, "}, %zu},\n", a->candidates_len);
    }
    fputs("};\n\nstatic const struct term terms[] = {\n", out);
    for (size_t i = 0; i < c->terms_len; i++) {
        const struct term *t = &c->terms[i];
        fputs("    {", out);
        put_string(out, t->text);
        fprintf(out, ", %d, %u, %s},\n", (int)t->kind, t->index, t->own ? "true" : "false");
    }
    fputs("};\n\n", out);
}

static void put_catalogue(FILE *out, const struct catalogue *c)
{
    fputs("/* Made by catalogue_compile from config/: change those files. */\n"
          "#include \"fascia/model/catalogue.h\"\n\n",
          out);
    for (enum table t = 0; t < TABLES_OF_ROWS; t++) {
        put_table(out, c, t);
    }
    put_terms(out, c);
    fputs("static const struct catalogue shipped = {\n", out);
    for (enum table t = 0; t < TABLES_OF_ROWS; t++) {
        fprintf(out, "    .%s = %s, .%s_len = %zu,\n", table_infos[t].member, table_infos[t].member,
                table_infos[t].member, len_of(c, t));
    }
    fprintf(out, "    .ambiguous = ambiguous, .ambiguous_len = %zu,\n    .terms = terms, .terms_len = %zu,\n};\n\n",
            c->ambiguous_len, c->terms_len);
    fputs("const struct catalogue *catalogue_shipped(void)\n{\n    return &shipped;\n}\n", out);
}

static bool write_catalogue(const char *path, const struct catalogue *c, struct err *e)
{
    FILE *out = fopen(path, "w");
    if (out == NULL) {
        return err_set(e, ERR_IO, "cannot write '%s'", path);
    }
    put_catalogue(out, c);
    bool bad = ferror(out) != 0;
    bad = fclose(out) != 0 || bad;
    return !bad || err_set(e, ERR_IO, "cannot write '%s'", path);
}

static bool compile(const char *output, char *const *files, size_t files_len, struct arena *a, struct err *e)
{
    struct catalogue_source sources[SOURCES_MAX];
    struct catalogue c;
    for (size_t i = 0; i < files_len; i++) {
        struct buf text = {0};
        bool ok = file_read(&text, files[i], FILE_LIMIT, e);
        sources[i] = (struct catalogue_source){files[i], arena_strndup(a, buf_text(&text), text.len), text.len};
        buf_release(&text);
        if (!ok) {
            return false;
        }
    }
    return catalogue_load(&c, sources, files_len, a, e) && write_catalogue(output, &c, e);
}

int main(int argc, char **argv)
{
    struct err e = {0};
    struct arena a = {0};
    if (argc < 3 || argc - 2 > SOURCES_MAX) {
        fputs("usage: catalogue_compile OUTPUT FILE...\n", stderr);
        return 2;
    }
    bool ok = compile(argv[1], argv + 2, (size_t)argc - 2, &a, &e);
    if (!ok) {
        fprintf(stderr, "%s\n", e.text);
    }
    arena_release(&a);
    return ok ? 0 : 1;
}
