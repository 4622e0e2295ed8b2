/* The file that a command prints into: private to the program's outer side. */
#ifndef ORDR_OUTPUT_H
#define ORDR_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "ordr/err.h"

struct output {
	FILE *stream; /* NULL: there is none */
	const char *name;
	char *temporary;
	bool replace; /* a file of that name gives way */
};

/* Opens a file of another name beside the one that is meant; `name` is kept by address. ERR_CONFLICT when that exists; with `replace`, when it is there
 * and no plain file: nothing is written through a link, nor in the place of a device. */
int output_open(struct output *output, const char *name, bool replace, struct err *err);
/* Puts it on the disk and gives it its name. Nothing when there is none. */
int output_keep(struct output *output, struct err *err);
void output_drop(struct output *output);

#endif
