/* One input, read whole before a transaction begins and readable again from its start: standard input and pipes are spooled
 * (memory first, an unlinked temporary file when large), regular files are read in place. */
#ifndef ORDR_INPUT_H
#define ORDR_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "ordr/err.h"

struct input {
	FILE *stream;     /* at its start after input_open and input_rewind */
	const char *name; /* the file's name, or "standard input" */
	bool owned;       /* close it at release */
};

/* Opens `name`; "-" is standard input, read to its end. ERR_NOT_FOUND when there is no such file,
 * ERR_FAILED (hint: what to check) when it cannot be read. `name` is kept by address. */
int input_open(struct input *input, const char *name, FILE *standard_input, struct err *err);
int input_rewind(struct input *input, struct err *err);
/* SHA-256 of the whole content as 64 hex digits and NUL into `hex`; rewinds. */
int input_hash(struct input *input, char hex[65], struct err *err);
void input_release(struct input *input);

#endif
