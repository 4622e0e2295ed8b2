/* Finding customers and products by a part of what people know of them: for questions on a terminal, which
 * are asked again at every letter. All of it only reads. */
#ifndef ORDR_FIND_H
#define ORDR_FIND_H

#include "ordr/catalogue.h"
#include "ordr/core.h"
#include "ordr/master.h"

/* The `most` records that fit `part` best, in core->arena: every word of it stands in the key, the name or (customers) the city, whatever its
 * capitals and accents. First comes the one whose key it is, then keys that begin with it, names that do, words that do, and the rest; among
 * equals by key. An empty part fits all. */
int find_customers(struct core *core, const char *part, size_t most, struct list *found); /* struct customer */
int find_products(struct core *core, const char *part, size_t most, struct list *found);  /* struct catalogue_item */

#endif
