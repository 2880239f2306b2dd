/*
 * What a client said is nowhere but in the encrypted file: not in any file of the folder, not in the journal, not in
 * memory once the store is closed. Each search is shown to work by finding the same words where they must be.
 *
 * The words are put together when the test runs, and looked for byte by byte behind a mask, so that neither the program
 * nor the search itself holds them.
 */
#include "fixture.h"

#include "fascia/base/secret.h"
#include "fascia/store/draft.h"
#include "fascia/store/people.h"
#include "fascia/store/record.h"
#include "fascia/store/sessions.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MASK = 0x5a, WORDS = 6, WORD_LEN = 12, REGION_MOST = 1 << 30, CHUNK = 1 << 16 };

/* planted-like words, masked */
static void masked_word(unsigned char out[WORD_LEN], int n)
{
    static const char stem[] = "QzvWxkJqpZ";
    for (int i = 0; i < WORD_LEN - 2; i++)
        out[i] = (unsigned char)(stem[i] ^ MASK);
    out[WORD_LEN - 2] = (unsigned char)(('A' + n) ^ MASK);
    out[WORD_LEN - 1] = (unsigned char)(('a' + n) ^ MASK);
}

static char *word(struct arena *a, int n)
{
    unsigned char masked[WORD_LEN];
    char *text = arena_alloc(a, WORD_LEN + 1);
    masked_word(masked, n);
    for (int i = 0; i < WORD_LEN; i++)
        text[i] = (char)(masked[i] ^ MASK);
    return text;
}

/* How often a masked needle stands in these bytes. Only its first byte is ever unmasked. */
static size_t hits(const unsigned char *bytes, size_t len, const unsigned char *masked, size_t n)
{
    size_t found = 0;
    const unsigned char *end = bytes + len, *at = bytes;
    while ((size_t)(end - at) >= n && (at = memchr(at, masked[0] ^ MASK, (size_t)(end - at) - n + 1))) {
        size_t k = 1;
        while (k < n && (at[k] ^ MASK) == masked[k])
            k++;
        found += k == n;
        at++;
    }
    return found;
}

static size_t hits_in_file(const char *path)
{
    struct buf all = {0};
    char chunk[CHUNK];
    size_t found = 0;
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    for (ssize_t n; (n = read(fd, chunk, sizeof chunk)) > 0;)
        buf_add(&all, chunk, (size_t)n);
    close(fd);
    for (int i = 0; i < WORDS; i++) {
        unsigned char masked[WORD_LEN];
        masked_word(masked, i);
        found += hits((const unsigned char *)buf_text(&all), all.len, masked, WORD_LEN - 2);
    }
    buf_release(&all);
    secret_wipe(chunk, sizeof chunk);
    return found;
}

static size_t hits_in_folder(struct scratch *scratch, size_t *files)
{
    size_t found = 0;
    DIR *dir = opendir(scratch->dir);
    assert_non_null(dir);
    *files = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        struct stat st;
        const char *path = scratch_path(scratch, entry->d_name);
        if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
            continue;
        found += hits_in_file(path);
        ++*files;
    }
    closedir(dir);
    return found;
}

/* A client, a session and a draft full of planted words, read back the way screens do. */
static void plant(struct practice_fixture *f)
{
    struct err e = {0};
    struct arena a = {0};
    struct client c = {.number = 1,
                       .given = word(&a, 0),
                       .family = word(&a, 1),
                       .phone = word(&a, 2),
                       .note = word(&a, 3),
                       .born = {1985, 4, 12}};
    struct id client = {0}, head = {0};
    assert_ok(append(f, CHANGE_CLIENT, &client, &head, client_encode(&c), &e), e);
    struct session s;
    session_fill(&s, f, client, 3, SESSION_SIGNED);
    s.note = word(&a, 4);
    s.id = add_session(f, &s, NULL);
    struct draft d = {.id = id_random(),
                      .user = f->ana.id,
                      .client = client,
                      .entity = id_random(),
                      .body = arena_printf(&a, "{\"note\":\"%s\",\"v\":1}", word(&a, 5)),
                      .pending = word(&a, 5),
                      .undo = word(&a, 5)};
    assert_ok(draft_save(f->s, &d, &e), e);
    struct client_row *rows;
    struct session_row row;
    size_t len;
    assert_ok(client_search(&rows, &len, f->s, word(&a, 1), (struct id){0}, 20, &a, &e), e);
    assert_int_equal(len, 1);
    assert_ok(session_get(&row, f->s, s.id, &a, &e), e);
    assert_string_equal(row.session.note, s.note);
    struct verify_result r;
    assert_ok(record_verify(&r, f->s, check_signature, NULL, 0, NULL, &a, &e), e);
    assert_int_equal(r.bad_len, 0);
    assert_ok(record_rebuild(f->s, NULL, &e), e);
    arena_release(&a);
    arena_release(&f->a);
}

static void no_file_in_the_folder_holds_a_word(void **state)
{
    struct practice_fixture f;
    size_t files;
    struct err e = {0};
    practice_make(&f, *state);
    plant(&f);
    assert_ok(store_begin(f.s, &e), e);
    /* A cache of one page, so that the journal holds pages and the file those of an unfinished transaction. */
    raw_exec(f.s->db,
             "PRAGMA cache_size = 1; UPDATE draft SET version = version + 1; UPDATE client SET number = 2;"
             "UPDATE session SET voided = 1; UPDATE finding SET row = row + 7; UPDATE client_word SET rank = 4");
    struct stat journal;
    assert_int_equal(stat(scratch_path(f.scratch, "record.db-journal"), &journal), 0);
    assert_true(journal.st_size > 0);
    assert_int_equal(hits_in_folder(f.scratch, &files), 0);
    assert_true(files >= 3); /* record.db, its journal, turn */
    store_rollback(f.s);
    practice_end(&f);
    assert_int_equal(hits_in_folder(f.scratch, &files), 0);
    /* The same search finds them in a copy without encryption. */
    sqlite3 *db = raw_open(f.scratch);
    char *sql = sqlite3_mprintf("ATTACH DATABASE %Q AS plain KEY ''", scratch_path(f.scratch, "plain.db"));
    raw_exec(db, sql);
    raw_exec(db, "SELECT sqlcipher_export('plain')");
    sqlite3_free(sql);
    sqlite3_close(db);
    assert_true(hits_in_file(scratch_path(f.scratch, "plain.db")) >= 8);
}

/* All of this process's memory that can be written, but for the sanitizers' shadow. */
static size_t hits_in_memory(const unsigned char *masked, size_t n)
{
    static unsigned char chunk[CHUNK + 64];
    char line[512];
    size_t found = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    int mem = open("/proc/self/mem", O_RDONLY);
    assert_true(maps && mem >= 0);
    while (fgets(line, sizeof line, maps)) {
        char *rest; /* "from-to mode ..." */
        uint64_t from = strtoull(line, &rest, 16), to = strtoull(rest + 1, &rest, 16);
        if (strlen(rest) < 3 || rest[2] != 'w' || to - from > REGION_MOST)
            continue;
        for (uint64_t at = from; at < to; at += CHUNK) {
            size_t want = to - at < sizeof chunk ? (size_t)(to - at) : sizeof chunk; /* pieces overlap */
            bool is_chunk = at < (uint64_t)(uintptr_t)(chunk + sizeof chunk) && at + want > (uint64_t)(uintptr_t)chunk;
            ssize_t got = is_chunk ? 0 : pread(mem, chunk, want, (off_t)at);
            found += got > 0 ? hits(chunk, (size_t)got, masked, n) : 0;
        }
    }
    fclose(maps);
    close(mem);
    secret_wipe(chunk, sizeof chunk);
    return found;
}

static size_t words_in_memory(void)
{
    unsigned char masked[WORD_LEN];
    masked_word(masked, 0);
    return hits_in_memory(masked, WORD_LEN - 2);
}

/* Random, and never unmasked but in locked memory: the key of this one store. */
static void memory_is_clean_once_the_store_is_closed(void **state)
{
    struct scratch *scratch = *state;
    struct practice_fixture f = {.scratch = scratch};
    struct err e = {0};
    unsigned char masked[32], masked_hex[64];
    uint8_t *key = secret_alloc(32);
    struct hash h = hash_bytes(scratch->dir, strlen(scratch->dir));
    memcpy(key, h.b, 32);
    char *hex = secret_alloc(65);
    hex_format(hex, key, 32);
    for (int i = 0; i < 64; i++)
        masked_hex[i] = (unsigned char)(hex[i] ^ MASK);
    for (int i = 0; i < 32; i++)
        masked[i] = key[i] ^ MASK;
    secret_free(hex);
    secret_wipe(&h, sizeof h);

    assert_ok(store_create(&f.s, scratch->dir, key, test_practice, &e), e);
    person_init(&f.ana, id_random());
    add_user(&f, &f.ana, &f.ana, ROLE_OWNER | ROLE_THERAPIST);
    plant(&f);
    secret_free(key);
    assert_true(words_in_memory() > 0); /* in SQLite's cache: the search works */
    assert_true(hits_in_memory(masked, 32) > 0);
    store_close(f.s);
    size_t words = words_in_memory(), raw = hits_in_memory(masked, 32), text = hits_in_memory(masked_hex, 64);
    print_message("after close: %zu words, %zu keys, %zu keys as text\n", words, raw, text);
    assert_int_equal(words, 0);
    assert_int_equal(raw, 0);
    assert_int_equal(text, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(no_file_in_the_folder_holds_a_word),
        STORE_TEST(memory_is_clean_once_the_store_is_closed),
    };
    return cmocka_run_group_tests_name("secrets", tests, NULL, NULL);
}
