/* Which of the known words was meant: for "did you mean", the same everywhere. What the database holds is looked for by master_meant. */
#ifndef ORDR_NEAR_H
#define ORDR_NEAR_H

#include "ordr/err.h"

/* The one of `words` (ends with NULL) that `word` is a slip of, else the shortest that it abbreviates, else the one whose last part, behind its
 * last dot, it is or is a slip of ("four-eyes": workflow.four_eyes). NULL when none is near enough to suggest. */
const char *near_word(const char *word, const char *const *words);

/* The hint of an error that is set already: what was meant, and which words there are, as many as fit. Returns −1. */
int near_hint(struct err *err, const char *word, const char *const *words);

#endif
