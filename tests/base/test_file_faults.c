/*
 * Replacing a file on a disk that lies or fails. fsync and rename of this program stand before those of the C library:
 * they note the order of the steps, and one of them can be made to fail or to spoil what was just written.
 */
#include "fascia/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

enum fault { NO_FAULT, SYNC_FAILS, FOLDER_SYNC_FAILS, DISK_SPOILS };

static enum fault fault;
static char steps[64]; /* F a file synced, D a folder synced, R a rename */

static void note(char step)
{
    size_t len = strlen(steps);
    assert_true(len + 1 < sizeof steps);
    steps[len] = step;
}

int fsync(int fd)
{
    struct stat st;
    assert_int_equal(fstat(fd, &st), 0);
    bool folder = S_ISDIR(st.st_mode);
    note(folder ? 'D' : 'F');
    if (fault == (folder ? FOLDER_SYNC_FAILS : SYNC_FAILS)) {
        errno = EIO;
        return -1;
    }
    if (!folder && fault == DISK_SPOILS)
        assert_int_equal(pwrite(fd, "?", 1, 1), 1);
    return (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
    note('R');
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

static int enter_folder(void **state)
{
    static char name[] = "/tmp/fascia-faults-XXXXXX";
    memcpy(name + sizeof name - 7, "XXXXXX", 6);
    *state = name;
    fault = NO_FAULT;
    struct err e;
    bool ok = mkdtemp(name) && chdir(name) == 0 && file_create("keys", "old", 3, &e);
    memset(steps, 0, sizeof steps);
    return ok ? 0 : -1;
}

static int leave_folder(void **state)
{
    static const char *const names[] = {"keys", "keys.prev", "keys.new", "keys.prev.new"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        unlink(names[i]);
    return chdir("/") == 0 && rmdir(*state) == 0 ? 0 : -1;
}

static void assert_content(const char *path, const char *want)
{
    struct buf b = {0};
    struct err e = {0};
    if (!file_read(&b, path, 100, &e))
        fail_msg("%s", e.text);
    assert_string_equal(buf_text(&b), want);
    buf_release(&b);
}

static void the_content_is_on_disk_before_it_takes_the_name(void **state)
{
    (void)state;
    struct err e = {0};
    assert_true(file_replace("keys", "keys.prev", "new", 3, &e));
    assert_string_equal(steps, "FRRD"); /* content, previous, name, folder */
    memset(steps, 0, sizeof steps);
    assert_true(file_create("keys.new", "new", 3, &e));
    assert_string_equal(steps, "FD");
}

static void what_does_not_reach_the_disk_replaces_nothing(void **state)
{
    (void)state;
    static const struct {
        enum fault fault;
        enum err_code code;
    } rows[] = {{SYNC_FAILS, ERR_IO}, {DISK_SPOILS, ERR_DAMAGED}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = {0};
        fault = rows[i].fault;
        assert_false(file_replace("keys", "keys.prev", "new", 3, &e));
        assert_int_equal(e.code, rows[i].code);
        assert_content("keys", "old");
        assert_int_equal(access("keys.new", F_OK), -1);
        assert_int_equal(access("keys.prev", F_OK), -1);
    }
}

static void an_entry_that_may_not_last_is_reported(void **state)
{
    (void)state;
    struct err e = {0};
    fault = FOLDER_SYNC_FAILS;
    assert_false(file_replace("keys", NULL, "new", 3, &e));
    assert_int_equal(e.code, ERR_IO);
    assert_false(file_create("keys.prev", "x", 1, &e));
    assert_int_equal(e.code, ERR_IO);
    assert_int_equal(access("keys.prev", F_OK), -1);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(the_content_is_on_disk_before_it_takes_the_name),
        IN_FOLDER(what_does_not_reach_the_disk_replaces_nothing),
        IN_FOLDER(an_entry_that_may_not_last_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
