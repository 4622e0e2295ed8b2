/* Shipments: what was picked for one order in one warehouse, through packing and hand-over to receipt. */
#ifndef ORDR_SHIPMENT_H
#define ORDR_SHIPMENT_H

#include "ordr/core.h"
#include "ordr/field.h"
#include "ordr/order.h"

struct shipment_line {
	int64_t line;
	const char *sku, *name;
	struct quantity qty;
	const char *location;
};

struct package_line {
	const char *sku;
	struct quantity qty;
};

struct package {
	int64_t package;
	const char *tracking;
	struct quantity weight;
	struct list lines; /* struct package_line */
};

/* ordr.shipment/1 */
struct shipment {
	struct shipment_id id;
	struct order_id order;
	const char *customer, *warehouse, *state;
	struct instant picked_at, packed_at, shipped_at, delivered_at;
	const char *carrier, *received_by;
	struct address ship_to;
	struct list packages; /* struct package */
	struct list lines;    /* struct shipment_line */
};
extern const struct schema shipment_schema;

int shipment_load(struct core *core, struct shipment_id id, struct shipment *shipment);
/* The order that a shipment belongs to; ERR_NOT_FOUND. */
int shipment_order(struct core *core, struct shipment_id id, struct order_id *order);

/* Each acts on all of an order's shipments that can take the step. ERR_CONFLICT says why none can and hints at what comes first. */
int shipment_pick(struct core *core, struct order_id id);
int shipment_pack(struct core *core, struct order_id id);
int shipment_ship(struct core *core, struct order_id id, const char *carrier, const char *tracking);
/* Goods received at `at` (NONE: now); service lines are performed once all goods of the order are delivered, those with a capacity from their
 * day on, or `early`. ERR_CONFLICT is `already` too when only such are left whose day has not come. */
int shipment_deliver(struct core *core, struct order_id id, const char *received_by, struct instant at);
int shipment_deliver_early(struct core *core, struct order_id id, const char *received_by, struct instant at, bool early);

/* ordr.pick-list/1: for one warehouse, by location. */
struct pick_order {
	struct order_id id;
	struct quantity qty;
};
struct pick_line {
	const char *location, *sku, *name;
	struct quantity qty;
	struct list orders; /* struct pick_order */
};
struct pick_list {
	const char *warehouse;
	struct list orders; /* const char * */
	struct list lines;  /* struct pick_line */
};
extern const struct schema pick_list_schema;
/* The pick lists of what is picked and not yet packed for these orders, one for each warehouse. Loaded into the arena. */
int pick_list_each(struct core *core, const struct order_id *ids, size_t count,
		   int (*each)(void *context, const struct pick_list *list), void *context);

#endif
