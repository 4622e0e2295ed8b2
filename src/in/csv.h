/* Records from CSV. Private to src/in. */
#ifndef ORDR_IN_CSV_H
#define ORDR_IN_CSV_H

#include <stdbool.h>

#include "ordr/arena.h"
#include "ordr/err.h"
#include "ordr/field.h"
#include "ordr/node.h"
#include "ordr/reader.h"

#include "source.h"

struct csv;

/* Reads the header. *csv is on the heap, also after −1. */
int csv_open(struct csv **csv, struct source *source, const struct schema *schema, struct err *err);
/* As reader_next. */
int csv_next(struct csv *csv, struct arena *arena, struct node **node, bool *recoverable, struct err *err);
void csv_close(struct csv *csv);

/* As reader_keep, reader_heading, reader_separator and reader_row. */
void csv_keep(struct csv *csv);
const struct str *csv_heading(const struct csv *csv, struct csv_row *about);
char csv_separator(const struct csv *csv);
const char *csv_row(const struct csv *csv, size_t index, struct csv_row *about);

#endif
