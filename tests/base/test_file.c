/* Files: what is refused, that a failure leaves the old content, and that links lead nowhere. Each test has its folder.
 */
#include "fascia/base/file.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int enter_folder(void **state)
{
    static char name[64];
    const char *tmp = getenv("TMPDIR");
    snprintf(name, sizeof name, "%.40s/fascia-file-XXXXXX", tmp ? tmp : "/tmp");
    *state = name;
    return mkdtemp(name) && chdir(name) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
    char command[] = "rm";
    pid_t pid = fork();
    if (pid == 0) {
        execlp(command, command, "-rf", "--", (char *)*state, (char *)NULL);
        _exit(127);
    }
    int status = -1;
    return chdir("/") == 0 && waitpid(pid, &status, 0) == pid ? status : -1;
}

static void assert_content(const char *path, const char *want)
{
    struct buf b = {0};
    struct err e = {0};
    if (!file_read(&b, path, 1000, &e))
        fail_msg("%s", e.text);
    assert_string_equal(buf_text(&b), want);
    buf_release(&b);
}

static bool exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

static void a_file_is_created_private_and_only_once(void **state)
{
    (void)state;
    struct err e = {0};
    struct stat st;
    umask(0);
    assert_true(file_create("a", "one", 3, &e));
    assert_int_equal(stat("a", &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_content("a", "one");
    assert_false(file_create("a", "two", 3, &e));
    assert_int_equal(e.code, ERR_CONFLICT);
    assert_content("a", "one");
    assert_true(file_create("empty", NULL, 0, &e));
    assert_content("empty", "");
    assert_false(file_create("none/a", "x", 1, &e));
    assert_int_equal(e.code, ERR_IO);
    umask(077);
}

static void a_link_is_neither_read_nor_written_through(void **state)
{
    (void)state;
    struct err e = {0};
    struct buf b = {0};
    assert_true(file_create("target", "safe", 4, &e));
    assert_int_equal(symlink("target", "link"), 0);
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    assert_false(file_read(&b, "link", 100, &e));
    assert_int_equal(e.code, ERR_REFUSED);
    assert_false(file_create("dangling", "x", 1, &e));
    assert_false(exists("nowhere"));
    assert_true(file_replace("link", NULL, "new", 3, &e)); /* the name is replaced, not what it pointed to */
    assert_content("target", "safe");
    assert_content("link", "new");
    buf_release(&b);
}

static void reading_has_a_limit_and_a_reason(void **state)
{
    (void)state;
    struct err e = {0};
    struct buf b = {0};
    buf_puts(&b, "before ");
    assert_true(file_create("ten", "0123456789", 10, &e));
    assert_false(file_read(&b, "ten", 9, &e));
    assert_int_equal(e.code, ERR_RANGE);
    assert_false(file_read(&b, "none", 9, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    assert_false(file_read(&b, ".", 9, &e));
    assert_int_equal(e.code, ERR_INVALID);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_false(file_read(&b, "pipe", 9, &e)); /* and does not wait for a writer */
    assert_int_equal(e.code, ERR_INVALID);
    assert_string_equal(buf_text(&b), "before ");
    assert_true(file_read(&b, "ten", 10, &e));
    assert_string_equal(buf_text(&b), "before 0123456789");
    buf_release(&b);
}

static void a_large_file_comes_back_whole(void **state)
{
    (void)state;
    enum { SIZE = 300001 };
    struct err e = {0};
    struct buf b = {0};
    char *bytes = test_malloc(SIZE);
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (char)(i * 31 % 251);
    assert_true(file_replace("big", NULL, bytes, SIZE, &e));
    assert_true(file_read(&b, "big", SIZE, &e));
    assert_int_equal(b.len, SIZE);
    assert_memory_equal(b.data, bytes, SIZE);
    test_free(bytes);
    buf_release(&b);
}

static void replacing_keeps_the_previous_one(void **state)
{
    (void)state;
    struct err e = {0};
    assert_true(file_replace("keys", "keys.prev", "one", 3, &e));
    assert_false(exists("keys.prev")); /* there was none */
    assert_true(file_replace("keys", "keys.prev", "two", 3, &e));
    assert_content("keys", "two");
    assert_content("keys.prev", "one");
    assert_true(file_replace("keys", "keys.prev", "three", 5, &e));
    assert_content("keys", "three");
    assert_content("keys.prev", "two");
    assert_true(file_replace("keys", NULL, "", 0, &e));
    assert_content("keys", "");
    assert_content("keys.prev", "two");
    assert_false(exists("keys.new"));
    assert_false(exists("keys.prev.new"));
}

/* What the steps leave when the power goes between two of them. */
static void what_a_crash_left_is_no_obstacle(void **state)
{
    (void)state;
    struct err e = {0};
    assert_true(file_create("keys", "one", 3, &e));
    assert_true(file_create("keys.new", "half", 4, &e));
    assert_int_equal(link("keys", "keys.prev"), 0);
    assert_int_equal(link("keys", "keys.prev.new"), 0);
    assert_true(file_replace("keys", "keys.prev", "two", 3, &e));
    assert_content("keys", "two");
    assert_content("keys.prev", "one");
    assert_false(exists("keys.new"));
    assert_false(exists("keys.prev.new"));
}

/* A limit on file size stands in for the full disk: write fails half way. */
static void replace_under_a_limit(void)
{
    struct err e = {0};
    char bytes[5000];
    const struct rlimit most = {3000, 3000};
    memset(bytes, 'x', sizeof bytes);
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &most) != 0)
        _exit(1);
    if (file_replace("keys", "keys.prev", bytes, sizeof bytes, &e) || e.code != ERR_IO)
        _exit(2);
    if (file_create("other", bytes, sizeof bytes, &e) || e.code != ERR_IO)
        _exit(3);
    _exit(0);
}

static void a_failed_write_changes_nothing(void **state)
{
    (void)state;
    struct err e = {0};
    int status = -1;
    assert_true(file_create("keys", "one", 3, &e));
    pid_t pid = fork();
    if (pid == 0)
        replace_under_a_limit();
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_content("keys", "one");
    assert_false(exists("keys.new"));
    assert_false(exists("keys.prev"));
    assert_false(exists("other"));
}

static void a_previous_that_cannot_be_kept_stops_the_replacing(void **state)
{
    (void)state;
    struct err e = {0};
    assert_true(file_create("keys", "one", 3, &e));
    assert_false(file_replace("keys", "none/keys.prev", "two", 3, &e));
    assert_content("keys", "one");
    assert_false(exists("keys.new"));
    assert_int_equal(mkdir("busy", 0700), 0);
    assert_false(file_replace("keys", "busy", "two", 3, &e));
    assert_content("keys", "one");
    assert_false(exists("keys.new"));
    assert_false(exists("busy.new"));
    assert_false(file_replace("busy", NULL, "two", 3, &e)); /* a folder is in its place */
    assert_false(exists("busy.new"));
}

static void only_a_folder_of_ones_own_is_private(void **state)
{
    (void)state;
    static const struct {
        mode_t mode;
        bool ok;
    } rows[] = {{0700, true}, {0500, true}, {0701, false}, {0710, false}, {0750, false}, {0755, false}, {0702, false}};
    struct err e = {0};
    assert_int_equal(mkdir("d", 0700), 0);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        e = (struct err){0};
        assert_int_equal(chmod("d", rows[i].mode), 0);
        print_message("mode %o\n", (unsigned)rows[i].mode);
        assert_int_equal(folder_check_private("d", &e), rows[i].ok);
        assert_int_equal(e.code, rows[i].ok ? ERR_NONE : ERR_REFUSED);
        if (!rows[i].ok)
            assert_non_null(strstr(e.text, "chmod 700 'd'"));
    }
    assert_int_equal(chmod("d", 0700), 0);
    assert_int_equal(symlink("d", "link"), 0);
    assert_false(folder_check_private("link", &e));
    assert_int_equal(e.code, ERR_REFUSED);
    assert_true(file_create("file", "", 0, &e));
    assert_false(folder_check_private("file", &e));
    assert_int_equal(e.code, ERR_REFUSED);
    assert_false(folder_check_private("none", &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
}

static void a_folder_of_somebody_else_is_refused(void **state)
{
    (void)state;
    struct err e = {0};
    struct stat st;
    const char *theirs = "/proc/1";
    if (geteuid() == 0) {
        theirs = "theirs";
        assert_int_equal(mkdir(theirs, 0700), 0);
        assert_int_equal(chown(theirs, 1, 1), 0);
    }
    assert_int_equal(stat(theirs, &st), 0);
    assert_int_not_equal(st.st_uid, geteuid());
    assert_false(folder_check_private(theirs, &e));
    assert_int_equal(e.code, ERR_REFUSED);
    assert_non_null(strstr(e.text, "belongs to user"));
}

static void folders_are_made_on_the_way(void **state)
{
    (void)state;
    struct err e = {0};
    struct stat st;
    char whole[200];
    umask(0);
    assert_true(folder_make("a/b//c/", &e));
    assert_int_equal(stat("a/b", &st), 0);
    assert_int_equal(st.st_mode & 07777, 0700);
    assert_true(folder_make("a/b/c", &e)); /* there already */
    assert_true(snprintf(whole, sizeof whole, "%s/x/y", (const char *)*state) > 0);
    assert_true(folder_make(whole, &e));
    assert_true(folder_check_private("x/y", &e));
    assert_true(file_create("f", "", 0, &e));
    assert_false(folder_make("f", &e));
    assert_false(folder_make("f/g", &e));
    umask(077);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_file_is_created_private_and_only_once),
        IN_FOLDER(a_link_is_neither_read_nor_written_through),
        IN_FOLDER(reading_has_a_limit_and_a_reason),
        IN_FOLDER(a_large_file_comes_back_whole),
        IN_FOLDER(replacing_keeps_the_previous_one),
        IN_FOLDER(what_a_crash_left_is_no_obstacle),
        IN_FOLDER(a_failed_write_changes_nothing),
        IN_FOLDER(a_previous_that_cannot_be_kept_stops_the_replacing),
        IN_FOLDER(only_a_folder_of_ones_own_is_private),
        IN_FOLDER(a_folder_of_somebody_else_is_refused),
        IN_FOLDER(folders_are_made_on_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
