/* A disk that can lose power: it keeps what was synced, and of the rest what chance leaves. */
#ifndef ORDR_TESTS_DISK_H
#define ORDR_TESTS_DISK_H

#include <stdbool.h>
#include <stdint.h>

/* The exit status of a process whose power went. */
#define DISK_CRASHED 99

/* From here on this process works on such a disk, in the directory it is in; what lies there is synced. At the given
 * call that changes anything (a write, a sync, a truncation, a file made or deleted; 1: the next) the power goes: what
 * survives is written into the directory `after`, and the process ends. `lies`: syncs are acknowledged and do nothing.
 */
void disk_begin(uint64_t seed, long crash_at, const char *after, bool lies);

#endif
