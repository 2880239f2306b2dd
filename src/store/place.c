/*
 * Is this a place for a record? The folder is ours alone, on a file system whose locks and syncs can be relied on, and
 * can be written. Files are looked at by name only: opening record.db beside SQLite and closing it again would drop the
 * locks of the whole process.
 */
#include "store_internal.h"

#include "fascia/base/file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* f_type of statfs(2), from the kernel's linux/magic.h and the file systems' own sources. */
bool place_is_remote(unsigned long magic)
{
    static const unsigned long remote[] = {
        0x6969,     /* NFS */
        0x517b,     /* SMB */
        0xff534d42, /* CIFS */
        0xfe534d42, /* SMB 2 and later */
        0x564c,     /* NCP */
        0x5346414f, /* AFS */
        0x73757245, /* Coda */
        0x01021997, /* 9P */
        0x00c36400, /* Ceph */
        0x0bd00bd0, /* Lustre */
        0x01161970, /* GFS2 */
        0x7461636f, /* OCFS2 */
        0x47504653, /* GPFS */
        0x19830326, /* BeeGFS */
        0x786f4256, /* folder shared by a virtual machine */
    };
    for (size_t i = 0; i < ARRAY_LEN(remote); i++)
        if (remote[i] == magic)
            return true;
    return false;
}

static bool check_local(const char *folder, struct err *e)
{
    struct statfs fs;
    if (statfs(folder, &fs) != 0)
        return err_errno(e, errno, "cannot look at the file system of '%s'", folder);
    if (place_is_remote((unsigned long)fs.f_type & 0xffffffff))
        return err_set(e, ERR_REFUSED,
                       "'%s' is on a network file system, where two writers can damage a record: keep it on a local "
                       "disk",
                       folder);
    return true;
}

/* By mode as well as by access: the superuser may write everywhere, but a folder made read-only is meant to be. */
static bool check_writable(const char *folder, struct err *e)
{
    struct stat st;
    struct statvfs fs;
    if (stat(folder, &st) != 0 || statvfs(folder, &fs) != 0)
        return err_errno(e, errno, "cannot look at '%s'", folder);
    if ((fs.f_flag & ST_RDONLY) != 0 || (st.st_mode & S_IWUSR) == 0 || access(folder, W_OK) != 0)
        return err_set(e, ERR_READ_ONLY,
                       "'%s' cannot be written: make it writable (chmod u+w), or open it to read only", folder);
    return true;
}

/* The path without symbolic links: SQLite is told to follow none. */
bool place_check(char *path, size_t size, const char *folder, bool write, struct err *e)
{
    char real[PATH_MAX];
    if (!folder_check_private(folder, e) || !check_local(folder, e))
        return false;
    if (write && !check_writable(folder, e))
        return false;
    if (!realpath(folder, real))
        return err_errno(e, errno, "cannot resolve '%s'", folder);
    if (snprintf(path, size, "%s/record.db", real) >= (int)size)
        return err_set(e, ERR_RANGE, "the path of the practice is too long");
    return true;
}

bool place_check_file(const char *path, struct err *e)
{
    struct stat st;
    if (lstat(path, &st) != 0 && errno == ENOENT)
        return err_set(e, ERR_NOT_FOUND, "there is no record here: '%s' is missing", path);
    if (lstat(path, &st) != 0)
        return err_errno(e, errno, "cannot look at '%s'", path);
    if (!S_ISREG(st.st_mode) || st.st_uid != geteuid())
        return err_set(e, ERR_REFUSED, "'%s' is not a file of yours", path);
    if ((st.st_mode & 077) != 0)
        return err_set(e, ERR_REFUSED, "others can read '%s': chmod 600 '%s'", path, path);
    return true;
}
