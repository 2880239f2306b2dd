/**
 * Errors as values.
 *
 * A function that can fail returns bool and takes a `struct err *` last. False means: the error is filled and every
 * output is untouched. The struct has a fixed size, so reporting a failure never allocates. A message is lower case,
 * says what failed first, puts the subject in single quotes, then says how to go on. It never holds a client's name:
 * ids only. Only tui and cli print.
 */
#ifndef FASCIA_BASE_ERR_H
#define FASCIA_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

enum err_code {
    ERR_NONE,
    ERR_USAGE,     /* the command line is off                                    exit 2 */
    ERR_INVALID,   /* a value does not parse or is not known                     exit 3 */
    ERR_RANGE,     /* a value is outside its limits                              exit 3 */
    ERR_AMBIGUOUS, /* more than one reading; candidates are listed               exit 3 */
    ERR_REFUSED,   /* a rule forbids it: gate, minimum to sign, role             exit 3 */
    ERR_CONFLICT,  /* somebody else changed it since it was read                 exit 3 */
    ERR_NOT_FOUND, /* no such thing                                              exit 1 */
    ERR_LOCKED,    /* wrong passphrase, or nothing unlocked                      exit 4 */
    ERR_BUSY,      /* another process holds the store                            exit 5 */
    ERR_READ_ONLY, /* the store or its folder cannot be written                  exit 5 */
    ERR_VERSION,   /* made by a newer fascia                                     exit 5 */
    ERR_DAMAGED,   /* bytes are not what they must be                            exit 5 */
    ERR_FULL,      /* the disk is full                                           exit 6 */
    ERR_IO,        /* anything else the system refused                           exit 6 */
};

struct err {
    enum err_code code;
    char text[768];
};

/** Fills *e (message cut at its size, at a UTF-8 border). Always returns false, so `return err_set(...)` reads well. */
bool err_set(struct err *e, enum err_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/** Like err_set with ": " and strerror(errnum) added; ENOSPC and EDQUOT become ERR_FULL, EROFS ERR_READ_ONLY, else
 * ERR_IO. */
bool err_errno(struct err *e, int errnum, const char *format, ...) __attribute__((format(printf, 3, 4)));

/** Puts "context: " before the message that is there; the code stays. Once per layer. Always returns false. */
bool err_wrap(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Stable word of a code for JSON output: "invalid", "ambiguous", "not-found" ... Never NULL. */
const char *err_word(enum err_code code);

/** Exit status of a code, as the table above says; 0 for ERR_NONE. */
int err_exit_status(enum err_code code);

/** A mistake of the programmer, not of the user: prints file:line and the text to stderr, then aborts. */
_Noreturn void bug_at(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))
#define MUST_USE __attribute__((warn_unused_result))

#ifdef __clang_analyzer__
/* The analyzer sees one file at a time, and would follow outputs that "always false" leaves untouched. */
#define err_set(...) ((void)err_set(__VA_ARGS__), false)
#define err_errno(...) ((void)err_errno(__VA_ARGS__), false)
#define err_wrap(...) ((void)err_wrap(__VA_ARGS__), false)
#endif

#endif
