/* See faults.h. Only what changes a file is counted: a failing read is damage, which the store's own tests look at. */
#include "faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlcipher/sqlite3.h>

struct faulty_file {
    sqlite3_file base;
    sqlite3_file *real; /* lies behind this struct, in the same block */
};

static sqlite3_vfs *below;
static int left; /* until the fault; 0 = none is planned */
static bool keeps_failing, is_full, met;

static sqlite3_file *real(sqlite3_file *file)
{
    return ((struct faulty_file *)(void *)file)->real;
}

static int fault(int code)
{
    if (left == 0 || (left > 1 && left--))
        return SQLITE_OK;
    met = true;
    left = keeps_failing ? 1 : 0;
    return is_full ? SQLITE_FULL : code;
}

static int file_close(sqlite3_file *file)
{
    return real(file)->pMethods->xClose(real(file));
}

static int file_read(sqlite3_file *file, void *into, int n, sqlite3_int64 at)
{
    return real(file)->pMethods->xRead(real(file), into, n, at);
}

static int file_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
    int rc = fault(SQLITE_IOERR_WRITE);
    return rc != SQLITE_OK ? rc : real(file)->pMethods->xWrite(real(file), from, n, at);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int rc = fault(SQLITE_IOERR_TRUNCATE);
    return rc != SQLITE_OK ? rc : real(file)->pMethods->xTruncate(real(file), size);
}

static int file_sync(sqlite3_file *file, int flags)
{
    (void)file, (void)flags;
    return fault(SQLITE_IOERR_FSYNC); /* no power is cut here: the real one would only take time */
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real(file)->pMethods->xFileSize(real(file), size);
}

static int file_lock(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xLock(real(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xUnlock(real(file), level);
}

static int file_reserved(sqlite3_file *file, int *out)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
}

static int file_control(sqlite3_file *file, int op, void *arg)
{
    return real(file)->pMethods->xFileControl(real(file), op, arg);
}

static int file_sector(sqlite3_file *file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}

static int file_traits(sqlite3_file *file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    static const sqlite3_io_methods methods = {
        1,         file_close,  file_read,     file_write,   file_truncate, file_sync,   file_size,
        file_lock, file_unlock, file_reserved, file_control, file_sector,   file_traits, NULL,
        NULL,      NULL,        NULL,          NULL,         NULL};
    struct faulty_file *f = (void *)file;
    (void)vfs;
    f->real = (void *)(f + 1);
    int rc = below->xOpen(below, name, f->real, flags, out_flags);
    f->base.pMethods = f->real->pMethods ? &methods : NULL;
    return rc;
}

void faults_install(void)
{
    static sqlite3_vfs faulty;
    if (below)
        return;
    below = sqlite3_vfs_find(NULL);
    assert_non_null(below);
    faulty = *below;
    faulty.zName = "faulty";
    faulty.szOsFile = (int)sizeof(struct faulty_file) + below->szOsFile;
    faulty.xOpen = open_file;
    assert_int_equal(sqlite3_vfs_register(&faulty, 1), SQLITE_OK);
}

void faults_begin(int nth, bool sticky, bool full)
{
    left = nth;
    keeps_failing = sticky;
    is_full = full;
    met = false;
}

bool faults_end(void)
{
    bool was_met = met;
    faults_begin(0, false, false);
    return was_met;
}
