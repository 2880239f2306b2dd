/*
 * SQLite's result codes in the words of the program: what happened, and how to go on.
 *
 * SQLite's own text is passed on only where it names nothing but tables and columns. A page whose MAC is wrong comes
 * back as CORRUPT, or inside a statement as a bare ERROR; the first page as NOTADB, which a wrong key gives as well:
 * the two cannot be told apart, so both are named.
 */
#include "store_internal.h"

#include <errno.h>

static bool fail_io(struct err *e, sqlite3 *db)
{
    int errnum = db ? sqlite3_system_errno(db) : 0;
    if (errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG)
        return err_set(e, ERR_FULL, "the disk is full: free some space, then try again");
    if (errnum == 0)
        return err_set(e, ERR_IO, "the system could not read or write the record");
    return err_errno(e, errnum, "the system could not read or write the record");
}

static bool fail_open(struct err *e, sqlite3 *db)
{
    int errnum = db ? sqlite3_system_errno(db) : 0;
    if (errnum == EACCES || errnum == EPERM || errnum == EROFS)
        return err_set(e, ERR_READ_ONLY, "no permission to write 'record.db' or its journal");
    if (errnum == 0)
        return err_set(e, ERR_IO, "cannot open 'record.db'");
    return err_errno(e, errnum, "cannot open 'record.db'");
}

static bool fail_constraint(struct err *e, sqlite3 *db)
{
    const char *text = db ? sqlite3_errmsg(db) : "constraint";
    if (db && sqlite3_extended_errcode(db) == SQLITE_CONSTRAINT_TRIGGER)
        return err_set(e, ERR_REFUSED, "the record refuses this: %s", text);
    return err_set(e, ERR_INVALID, "the record cannot hold this: %s", text);
}

bool store_fail(struct err *e, sqlite3 *db, int rc)
{
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(e, ERR_BUSY, "another process is using the record: try again in a moment");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return err_set(e, ERR_READ_ONLY, "the record cannot be written: check permissions and the disk");
    case SQLITE_CANTOPEN:
        return fail_open(e, db);
    case SQLITE_FULL:
        return err_set(e, ERR_FULL, "the disk is full: free some space, then try again");
    case SQLITE_IOERR:
        return fail_io(e, db);
    case SQLITE_NOTADB:
        return err_set(e, ERR_DAMAGED,
                       "'record.db' does not open: wrong key, or its first page is damaged; if the key is right, "
                       "restore a backup");
    case SQLITE_CORRUPT:
    case SQLITE_ERROR:
    case SQLITE_SCHEMA:
        return err_set(e, ERR_DAMAGED, "'record.db' is damaged (%s): restore a backup",
                       db ? sqlite3_errmsg(db) : "unreadable");
    case SQLITE_INTERRUPT:
        return err_set(e, ERR_REFUSED, "stopped on request");
    case SQLITE_TOOBIG:
        return err_set(e, ERR_RANGE, "the record cannot hold a value of this size");
    case SQLITE_CONSTRAINT:
        return fail_constraint(e, db);
    case SQLITE_NOMEM:
        BUG("out of memory in SQLite");
    default:
        return err_set(e, ERR_IO, "the record failed with code %d (%s)", rc, sqlite3_errstr(rc));
    }
}
