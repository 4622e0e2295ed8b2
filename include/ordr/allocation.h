/* Allocation: units on hand that are promised to confirmed orders. The only code that changes stock.allocated and the allocated
 * and backordered quantities of lines, but for picking, which makes shipments of what is allocated. */
#ifndef ORDR_ALLOCATION_H
#define ORDR_ALLOCATION_H

#include "ordr/core.h"
#include "ordr/id.h"
#include "ordr/quantity.h"

/* The reason of what workflow.shortage cancels. */
#define REASON_SHORTAGE "stock-out"

/* What confirm could do for an order: in thousandths, over all lines. */
struct allocation_result {
	int64_t allocated, backordered, cancelled;
};

/* Allocates every goods line: in the order's own warehouse, else in the first by rank that can serve all of it, else line by line by
 * rank. Short: setting workflow.shortage decides (backorder the rest, cancel it as REASON_SHORTAGE, or ERR_REFUSED naming the first line). */
int allocation_confirm(struct core *core, struct order_id id, struct allocation_result *result);
/* The same for the lines after `after` alone, which an amendment added to a confirmed order. */
int allocation_add(struct core *core, struct order_id id, int64_t after, struct allocation_result *result);
/* `quantity` of a line is no longer wanted: what waits goes first, then what is allocated, in the last warehouse by rank first; the line says
 * that it is cancelled. No more than waits and is allocated (of an order that is only placed, or of a service: than is open). Whoever waits is
 * not served by this: allocation_serve. */
int allocation_cut(struct core *core, struct order_id id, int64_t line, struct quantity quantity);
/* Gives back all that the order holds in stock (cancelling): allocated units and those in shipments not yet shipped; its lines
 * become cancelled whole. */
int allocation_cancel(struct core *core, struct order_id id);
/* Serves waiting lines of a product from what is available in a warehouse, most urgent first. Ids of orders served are added to
 * `served` (in core->arena; may be NULL). */
int allocation_serve(struct core *core, int64_t product, int64_t warehouse, struct list *served);
/* The same from what is available in every other warehouse than this one, by rank: for those that just lost units in it. */
int allocation_serve_elsewhere(struct core *core, int64_t product, int64_t warehouse, struct list *served);
/* Takes `quantity` back from the least urgent orders that hold allocated (not picked) units there; they become backordered. ERR_REFUSED
 * when fewer than that are allocated and not picked. */
int allocation_take(struct core *core, int64_t product, int64_t warehouse, struct quantity quantity, struct list *touched);

/* So much of what a warehouse has. */
struct allocation_part {
	const char *warehouse;
	struct quantity qty;
};

/* `quantity` of a line, picked in a warehouse, is not there: the promise is taken back. What other warehouses have available is allocated
 * instead, by rank, unless the order names the one it must ship from; the rest waits. `instead`: struct allocation_part, in the arena, added to. */
int allocation_lose(struct core *core, struct order_id id, int64_t line, int64_t product, int64_t warehouse, struct quantity quantity,
		    struct list *instead);
/* Takes units that are allocated in a warehouse, and not picked, from one order for another that waits for them. Both must have that many. Whoever
 * loses them gets what other warehouses have available: `instead`, as above. */
int allocation_give(struct core *core, int64_t product, int64_t warehouse, struct order_id from, struct order_id to,
		    struct quantity quantity, struct list *instead);
/* Shipping: `quantity` leaves stock.allocated. */
int allocation_ship(struct core *core, int64_t product, int64_t warehouse, struct quantity quantity);

#endif
