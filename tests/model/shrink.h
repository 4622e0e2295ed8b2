/* From a long walk that failed to a short one that fails as well. */
#ifndef ORDR_TESTS_SHRINK_H
#define ORDR_TESTS_SHRINK_H

#include "step.h"

/* Makes the steps fewer and plainer in place, for as long as `seconds`; gives how many are left. `copies`: the failure
 * may be in a copy. */
int shrink(struct step *steps, int count, bool copies, int seconds);
/* Takes the steps from an empty database again. The index of the first that fails, `count` when only the look at the
 * end does, −1 when all is well; how it differs is in the report, and the steps up to there as a shell's script in
 * `script` (may be NULL). */
int shrink_replay(const struct step *steps, int count, bool copies, struct str *report, struct str *script);

#endif
