/* The file of refused rows: private to the program's outer side. It has the headings and rows of the file that was read, as they stood, and a last
 * column with what is wrong, which an import passes over: so it is mended in place and handed in again. */
#ifndef ORDR_REFUSED_H
#define ORDR_REFUSED_H

#include <stdbool.h>

#include "ordr/cmd.h"
#include "ordr/reader.h"

struct refused {
	struct reader *reader;
	size_t told;   /* errors, on standard error */
	bool failed;   /* there was no memory for a row */
	size_t untold; /* … that only the file has */
};

/* Empties the file and begins it, where there is one: run->refused_to. ERR_USAGE: the input is no CSV. */
int refused_begin(struct run *run, struct refused *refused, struct reader *reader);
/* May one more error be told? Where a file takes them all, the first of them are enough on a terminal. Counts it. */
bool refused_told(struct run *run);
/* Writes the rows of the record just read, with the errors in core->err. */
void refused_record(struct run *run);
/* Writes what cannot be read any more. */
int refused_rest(struct run *run);
/* Says what was left untold; all that was written is in the file. */
int refused_end(struct run *run);

#endif
