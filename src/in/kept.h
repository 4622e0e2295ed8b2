/* The rows of one record of CSV as they stand in the file. Private to src/in. */
#ifndef ORDR_IN_KEPT_H
#define ORDR_IN_KEPT_H

#include "ordr/reader.h"

#include "row.h"

struct kept {
	struct str text;
	struct csv_row *rows; /* the end of each counts from the beginning of the text */
	size_t count, room;
};

/* Adds what row_read kept of the row, if anything, but for the error at its end. ERR_INVALID, without a path: that is more than a record may be. */
int kept_put(struct kept *kept, const struct row *row, char separator, struct err *err);
void kept_clear(struct kept *kept);
void kept_release(struct kept *kept);
/* The row of that index, from 0, not ended by a NUL; NULL behind the last. */
const char *kept_row(const struct kept *kept, size_t index, struct csv_row *about);

#endif
