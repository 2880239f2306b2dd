/**
 * A disk that fails on request: a SQLite VFS over the real one. Writes, syncs and truncations are counted, and from
 * the one asked for on they fail. For a whole test program: it stays SQLite's default.
 */
#ifndef FASCIA_TESTS_APP_FAULTS_H
#define FASCIA_TESTS_APP_FAULTS_H

#include <stdbool.h>

/** After store_library_init; again is harmless. */
void faults_install(void);

/** The nth write from now on fails (1 = the next): with all after it when `sticky`. full: no room, else a broken disk.
 */
void faults_begin(int nth, bool sticky, bool full);

/** Ends the faults; true if one was met. */
bool faults_end(void);

#endif
