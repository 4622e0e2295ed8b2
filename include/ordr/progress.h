/* How far a long batch is, on standard error where that is a terminal: a line that is drawn over again and taken away in the end. Nothing is shown of
 * what takes less than half a second. */
#ifndef ORDR_PROGRESS_H
#define ORDR_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "ordr/speak.h"

struct progress {
	FILE *stream; /* NULL: nothing is shown */
	int64_t began_ms, drawn_ms;
	bool shown;
};

/* `quiet`, or a stream that is no terminal: nothing will be shown. */
void progress_begin(struct progress *progress, FILE *stream, bool quiet);
/* So many of `what` are done, a TO_TRANSLATE("records"). `part` of `whole` (bytes of a file, say) is what the bar shows; whole 0: it is not known, and there is none. */
void progress_step(struct progress *progress, int64_t count, const char *what, int64_t part, int64_t whole);
/* It is at work, for so many seconds; how far it is nobody knows. */
void progress_wait(struct progress *progress);
/* Takes the line away; before anything else is said on the stream, and at the end. */
void progress_clear(struct progress *progress);

#endif
