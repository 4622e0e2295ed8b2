/* Allocation: units on hand that are promised to confirmed orders. The only code that changes stock.allocated and the allocated
 * and backordered quantities of lines, but for picking, which makes shipments of what is allocated. */
#ifndef ORDR_ALLOCATION_H
#define ORDR_ALLOCATION_H

#include "ordr/core.h"
#include "ordr/quantity.h"

/* What confirm could do for an order: in thousandths, over all lines. */
struct allocation_result {
	int64_t allocated, backordered, cancelled;
};

/* Allocates every goods line: in the order's own warehouse, else in the first by rank that can serve all of it, else line by line by
 * rank. Short: setting workflow.shortage decides (backorder the rest, cancel it, or ERR_REFUSED naming the first line). */
int allocation_confirm(struct core *core, struct order_id id, struct allocation_result *result);
/* Gives back all that the order holds in stock (cancelling): allocated units and those in shipments not yet shipped; its lines
 * become cancelled whole. */
int allocation_cancel(struct core *core, struct order_id id);
/* Serves waiting lines of a product from what is available in a warehouse, most urgent first. Ids of orders served are added to
 * `served` (in core->arena; may be NULL). */
int allocation_serve(struct core *core, int64_t product, int64_t warehouse, struct list *served);
/* Takes `quantity` back from the least urgent orders that hold allocated (not picked) units there; they become backordered. ERR_REFUSED
 * when fewer than that are allocated and not picked. */
int allocation_take(struct core *core, int64_t product, int64_t warehouse, struct quantity quantity, struct list *touched);
/* Shipping: `quantity` leaves stock.allocated. */
int allocation_ship(struct core *core, int64_t product, int64_t warehouse, struct quantity quantity);

#endif
