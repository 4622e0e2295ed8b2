/* The header of a CSV form: which field each column fills. Private to src/in. */
#ifndef ORDR_IN_HEADER_H
#define ORDR_IN_HEADER_H

#include <stddef.h>
#include <stdint.h>

#include "ordr/err.h"
#include "ordr/field.h"

#include "row.h"

#define HEADER_NONE SIZE_MAX

struct column {
	const char *name;          /* as in the header */
	const struct field *outer; /* the record's OBJECT or LIST that the field belongs to; NULL: the record itself */
	const struct field *field; /* NULL: the column is passed over */
	bool said;                 /* by the command line */
};

struct header {
	struct row row; /* keeps the names */
	struct column columns[ROW_CELLS_MAX];
	size_t count;
	bool marked; /* the last column is that of the errors, as in a file of refused rows */
};


/* Reads the header of a form. 1, 0 when the input is empty, −1 (with its path). */
int header_read(struct header *header, struct source *source, const struct schema *schema, char *separator,
		struct err *err);
void header_release(struct header *header);

/* The column that fills the record's own field of that name, or HEADER_NONE. */
size_t header_column(const struct header *header, const char *name);

#endif
