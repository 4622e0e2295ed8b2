/* All of the books as rows of text, and books made of them again: for another machine, another engine, another ordr. */
#ifndef ORDR_EXPORT_H
#define ORDR_EXPORT_H

#include "ordr/core.h"
#include "ordr/field.h"

/* ordr.export/1: one row of one table. */
struct export_row {
	const char *kind; /* "order-line"; EXPORT_HEADER first, EXPORT_END last */
	const char *row;  /* JSON object: its columns as the database keeps them */
};
extern const struct schema export_schema;

#define EXPORT_HEADER "database" /* database_schema: its version */
#define EXPORT_END    "end"      /* rows, sha256: over kind and row of all before, each followed by a newline */

struct export_table {
	const char *kind, *table;
	const char *columns; /* "id, code, name" */
	const char *select, *insert;
};
extern const struct export_table export_tables[]; /* in the order in which rows refer to earlier ones; ends with a NULL kind */
#define EXPORT_COLUMNS_MAX 70

/* What the last row tells of those before it. */
struct export_sum {
	int64_t rows;
	char sha256[65];
};

/* Calls back for every row, header and end included. `each` may be NULL: only the sum is wanted, then. */
int export_each(struct core *core, int (*each)(void *context, const struct export_row *row), void *context, struct export_sum *sum);

/* The table of a kind, or NULL. */
const struct export_table *export_table_find(const char *kind);
/* The next column's name into `name`; *columns moves behind it. False at the end. */
bool export_column_next(const char **columns, char name[64]);
/* One row as it was exported, values in the order of the columns. ERR_INVALID when the database's rules refuse it. */
int export_insert(struct core *core, const struct export_table *table, const struct db_value *values, size_t count);
/* Are these books now what the sum was made of? ERR_INVALID. */
int export_verify(struct core *core, const struct export_sum *sum);

#endif
