/* A disk that fails when it is told to: SQLite's default file system of this process, with faults. */
#ifndef ORDR_TESTS_FAULTY_VFS_H
#define ORDR_TESTS_FAULTY_VFS_H

#include <stdbool.h>

#include "shim_vfs.h"

/* Puts itself before the default file system, for all databases opened from here on. Safe to call again. */
void faulty_register(void);
/* The nth such call from here on (1: the next) gives `code`, a result code of SQLite, without doing anything; when it
 * lasts, so do all later ones. */
void faulty_fail(enum shim_call call, int nth, int code, bool lasts);
/* Everything works again. How many calls have failed. */
int faulty_mend(void);
/* How many such calls there were, failed or not, since the disk was mended last. */
int faulty_calls(enum shim_call call);

#endif
