/* What headings are called here. Private to src/in. */
#ifndef ORDR_IN_MAP_H
#define ORDR_IN_MAP_H

#include "header.h"

/* What --map calls the heading; NULL when it says nothing of it. */
const char *map_heading(const struct list *map, const char *name);
/* What the form itself knows that others call so; NULL. */
const char *map_known(const struct schema *schema, const char *name);
/* Each of --map has to have found its heading. ERR_USAGE. */
int map_check(const struct header *header, const struct list *map, struct err *err);

#endif
