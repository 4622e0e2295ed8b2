/* Records from CSV. Private to src/in. */
#ifndef ORDR_IN_CSV_H
#define ORDR_IN_CSV_H

#include <stdbool.h>

#include "ordr/arena.h"
#include "ordr/err.h"
#include "ordr/field.h"
#include "ordr/node.h"

#include "source.h"

struct csv;

/* Reads the header. *csv is on the heap, also after −1. */
int csv_open(struct csv **csv, struct source *source, const struct schema *schema, struct err *err);
/* As reader_next. */
int csv_next(struct csv *csv, struct arena *arena, struct node **node, bool *recoverable, struct err *err);
void csv_close(struct csv *csv);

#endif
