/* Reason codes: why something was done, and whose fault that is, as the setting `reasons` lists them ("damaged:internal …"). */
#ifndef ORDR_REASON_H
#define ORDR_REASON_H

#include "ordr/core.h"

/* Is it one of them? ERR_INVALID with the nearest and the list when the code is none of them, or NULL. */
int reason_check(struct core *core, const char *code);
/* Whose fault a reason is: customer, supply, carrier or internal, in the arena; NULL on an error, as reason_check says it. */
const char *reason_fault(struct core *core, const char *code);
/* All of them in the setting's order, in the arena; each array ends with NULL. */
int reason_list(struct core *core, const char *const **codes, const char *const **faults);

#endif
