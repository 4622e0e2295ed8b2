/* Headings of tables, folded at a blank. */
#ifndef ORDR_OUT_TABLE_HEADING_H
#define ORDR_OUT_TABLE_HEADING_H

#include <stdbool.h>
#include <stddef.h>

#include "ordr/str.h"

/* The byte of the blank at which it takes the fewest columns on two lines, and how many those are; 0: it stays on one. */
size_t heading_fold(const char *heading, size_t *width);
/* Its part on the first of two lines, or on the second: one that fits in its column, or is not folded, stands there whole. */
void heading_put(const char *heading, size_t room, bool first, struct str *str);

#endif
