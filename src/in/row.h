/* One row of CSV (RFC 4180). Private to src/in. */
#ifndef ORDR_IN_ROW_H
#define ORDR_IN_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "ordr/err.h"
#include "ordr/str.h"

#include "source.h"

#define ROW_CELLS_MAX 256

/* Owned by its reader, used again for each row. */
struct row {
	struct str text;             /* the cells, each with its NUL */
	size_t cells[ROW_CELLS_MAX]; /* where each begins in text */
	size_t count;                /* whole cells that were read, also of a broken row */
	size_t line;                 /* where it begins */
	size_t cut;                  /* of which cell `cut_at` is wanted; ROW_CELLS_MAX: of none */
	size_t cut_at;               /* where that cell began in the source, else as many bytes as the row has */
	size_t last_at;              /* where the last cell began */
	bool keep;                   /* keep the row as it stands, too: */
	struct str raw;              /* … to its newline; of a broken one that is not closed nothing, it is still in the source */
	/* After an error: */
	size_t wrong; /* the cell */
	size_t wrong_line;
	bool closed; /* the next row can be read */
};

/* Reads the next row that is not empty. 1, 0 at the end, −1 with an error that has no path yet. */
int row_read(struct row *row, struct source *source, char separator, struct err *err);
void row_release(struct row *row);

static inline const char *row_cell(const struct row *row, size_t index)
{
	return index < row->count ? row->text.text + row->cells[index] : "";
}

#endif
