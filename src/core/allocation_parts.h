/* What the files of allocation share among themselves. */
#ifndef ORDR_CORE_ALLOCATION_PARTS_H
#define ORDR_CORE_ALLOCATION_PARTS_H

#include "ordr/allocation.h"

/* So many thousandths of a product for a line. */
struct need {
	int64_t line, product, quantity;
	const char *sku;
};

/* Promises `quantity` of one warehouse to a line: stock and its allocation. The line's own numbers are for whoever calls. */
int allocation_hold(struct core *core, struct order_id id, const struct need *need, int64_t warehouse, int64_t quantity);
/* Gives `quantity` of a line's allocation back to the warehouse; the line waits again. */
int allocation_unhold(struct core *core, struct order_id id, const struct need *need, int64_t warehouse, int64_t quantity);

#endif
