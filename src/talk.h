/* What is said on standard error: private to the program's outer side. */
#ifndef ORDR_TALK_H
#define ORDR_TALK_H

#include <stdbool.h>
#include <stdio.h>

#include "ordr/err.h"
#include "ordr/str.h"

struct talk {
	FILE *stream;
	struct str text;
};

/* Takes the memory that telling an error needs. */
void talk_init(struct talk *talk, FILE *stream);
/* One line or two for each error of the list, and how many more there were. */
void talk_errors(struct talk *talk, const struct err *first, bool json);
void talk_release(struct talk *talk);

#endif
