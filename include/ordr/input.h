/* One input, read whole before a transaction begins and readable again from its start: standard input and pipes are spooled
 * (memory first, an unlinked temporary file when large), regular files are read in place. */
#ifndef ORDR_INPUT_H
#define ORDR_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "ordr/err.h"

struct list;

struct input {
	FILE *stream;     /* at its start after input_open and input_rewind */
	const char *name; /* the file's name, or "standard input" */
	bool owned;       /* close it at release */
	bool windows;     /* it was written in Windows-1252, and is UTF-8 now: input_decode */
	bool marked;      /* it begins with a byte order mark, as spreadsheets write it: input_decode */
	bool told;        /* … which was said */
	const struct list *map; /* texts THEIRS=OURS: what headings of CSV are called here; NULL: none */
};

/* Opens `name`; "-" is standard input, read to its end. ERR_NOT_FOUND when there is no such file,
 * ERR_FAILED (hint: what to check) when it cannot be read. `name` is kept by address. */
int input_open(struct input *input, const char *name, FILE *standard_input, struct err *err);
/* Text that is not JSON and not UTF-8, but would be text in Windows-1252, as older spreadsheets save it, becomes UTF-8 in a copy of its own, and
 * `windows` says so. It counts as such when more of its bytes are not UTF-8 than characters are: a slip in a file of UTF-8 stays an error. */
int input_decode(struct input *input, struct err *err);
int input_rewind(struct input *input, struct err *err);
/* SHA-256 of the whole content as 64 hex digits and NUL into `hex`; rewinds. */
int input_hash(struct input *input, char hex[65], struct err *err);
void input_release(struct input *input);

#endif
