/* What is left in memory after a free; see the header. An address that is not mapped any more holds nothing. */
#include "support/freed.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

bool freed_holds(uintptr_t address, size_t n, const char *text)
{
    char *bytes = malloc(n);
    assert_non_null(bytes);
    int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    ssize_t got = pread(fd, bytes, n, (off_t)address);
    assert_true(got >= 0 || errno == EIO);
    close(fd);
    bool found = got > 0 && memmem(bytes, (size_t)got, text, strlen(text)) != NULL;
    free(bytes);
    return found;
}
