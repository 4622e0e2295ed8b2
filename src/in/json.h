/* One JSON value from a source. Private to src/in. */
#ifndef ORDR_IN_JSON_H
#define ORDR_IN_JSON_H

#include "ordr/arena.h"
#include "ordr/err.h"
#include "ordr/node.h"

#include "source.h"

/* Reads the value that begins at the next byte into *node, in the arena, and stops behind it. −1: ERR_INVALID with line
 * and pointer; the source stands at what is wrong. */
int json_read(struct source *source, struct arena *arena, struct node **node, struct err *err);

/* ERR_INVALID: `wanted` was expected where the source stands; names what is there instead. Returns −1. */
int json_unexpected(struct source *source, const char *wanted, struct err *err);

#endif
