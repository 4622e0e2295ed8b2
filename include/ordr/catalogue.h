/* The catalogue: what a customer can order, as a customer sees it. */
#ifndef ORDR_CATALOGUE_H
#define ORDR_CATALOGUE_H

#include "ordr/core.h"
#include "ordr/field.h"

struct catalogue_item {
	const char *sku, *name, *kind, *unit;
	int64_t decimals; /* of its quantities */
	struct price price; /* net, for one unit */
	const char *tax_category;
	struct percent tax_rate;
	struct quantity available; /* goods: on hand and not promised, in all warehouses; a service with a capacity: free on `available_on` */
	struct date available_on;  /* goods: the next announced receipt; a service with a capacity: the first working day with room */
	int64_t lead_days;
};

extern const struct schema catalogue_schema;

/* The product of that SKU, in the arena: 1, 0 there is none, −1. */
int catalogue_find(struct core *core, const char *sku, struct catalogue_item *item);
/* Calls back for each product in order of SKU. The arena is reset after each. */
int catalogue_each(struct core *core, int (*each)(void *context, const struct catalogue_item *item), void *context);

#endif
