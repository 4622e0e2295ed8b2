/* Files that are part of the program. */
#ifndef ORDR_EMBEDDED_H
#define ORDR_EMBEDDED_H

#include <stddef.h>

/* Tables end with a NULL name; the text ends with a NUL that is not counted. */
struct embedded_file {
	const char *name;
	const char *text;
	size_t length;
};

#endif
