/* Where in the data something is wrong, and the data itself, both fit to be shown. Private to src/in. */
#ifndef ORDR_IN_PLACE_H
#define ORDR_IN_PLACE_H

#include <stddef.h>

#include "ordr/err.h"

/* One step down from a record to a value; lives on the stack of whoever walks. NULL is the record itself. */
struct place {
	const struct place *above;
	const char *name; /* of a member; NULL: item `index` of a list */
	size_t index;
};

/* Sets the path "file:line /lines/0/qty" (RFC 6901). Returns −1, as err_path. */
int place_pointer(struct err *err, const char *file, size_t line, const struct place *place);

#define SHOWN_SIZE 672
/* The text's first 40 code points, with an ellipsis when there are more, as str_put_visible shows them. Returns out. */
const char *place_shown(const char *text, char out[SHOWN_SIZE]);

#endif
