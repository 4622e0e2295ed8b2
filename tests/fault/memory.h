/* Memory that runs out when it is told to, for all of this process: ordr, SQLite and, but under sanitizers, the C
 * library too. */
#ifndef ORDR_TESTS_MEMORY_H
#define ORDR_TESTS_MEMORY_H

#include <stdbool.h>

/* Before SQLite is used. */
void memory_begin(void);
/* The nth allocation from here on (1: the next) fails; when it lasts, so do all later ones. */
void memory_fail(long nth, bool lasts);
/* There is memory again. How many allocations have failed. */
long memory_mend(void);
/* How many allocations there were, failed or not, since memory_fail. */
long memory_calls(void);
/* Blocks that are taken and not given back; under sanitizers, which see leaks themselves, always 0. */
long memory_live(void);

#endif
