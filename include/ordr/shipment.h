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

/* So much of a product: in a package, or missing from its place. */
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

/* A delivery that failed: the goods are still with the carrier. */
struct attempt {
	int64_t attempt;
	struct instant at;
	const char *by, *reason, *note;
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
	struct list attempts; /* struct attempt */
	struct list lines;    /* struct shipment_line */
};
extern const struct schema shipment_schema;

int shipment_load(struct core *core, struct shipment_id id, struct shipment *shipment);
/* The order that a shipment belongs to; ERR_NOT_FOUND. */
int shipment_order(struct core *core, struct shipment_id id, struct order_id *order);

/* What a step acts on: one shipment of an order or (number 0) all that can take the step. */
struct consignment {
	struct order_id order;
	struct shipment_id shipment;
};

/* Each step acts on all shipments of the consignment that can take it. ERR_CONFLICT says why none can and hints at what comes first,
 * ERR_REFUSED what of the company's rules is against it. */

/* Picks what is allocated to the order: a shipment begins in each warehouse that holds some of it. */
int shipment_pick(struct core *core, struct order_id id);
/* The same; a shipment is picked already. */
int consignment_pick(struct core *core, const struct consignment *of);
/* Gives back to the order what lies in shipments that are picked and not packed; they are cancelled. */
int consignment_unpick(struct core *core, const struct consignment *of);
/* Of what was picked and is not packed, `missing` (struct package_line) was not found in its place: it leaves the books with the reason, and the
 * order is given other warehouses' units for it or waits. ERR_INVALID when more is missing than was picked, ERR_CONFLICT when several shipments
 * hold the product and none is named. */
int consignment_short(struct core *core, const struct consignment *of, const struct list *missing, const char *reason, const char *note);
/* Is any of it picked and not packed? */
int consignment_picking(struct core *core, const struct consignment *of, bool *any);

/* Packs what was picked: into `packages` (struct package: contents, and if they are known weight and tracking) when there are any; one without
 * contents takes what is left. Without packages: one for each shipment, with all of it. ERR_INVALID when they do not hold exactly what was picked. */
int consignment_pack(struct core *core, const struct consignment *of, const struct list *packages);
/* Takes it out of its packages again. */
int consignment_unpack(struct core *core, const struct consignment *of);

/* Hands over to the carrier. `tracking` (const char *): one number for all packages that have none yet, or one for each of them. */
int consignment_ship(struct core *core, const struct consignment *of, const char *carrier, const struct list *tracking);
/* Goods received at `at` (NONE: now). Of a whole order, services are performed once all its goods are delivered, those with a capacity from their
 * day on, or `early`. ERR_CONFLICT is `already` too when only such are left whose day has not come. */
int consignment_deliver(struct core *core, const struct consignment *of, const char *received_by, struct instant at, bool early);
/* The carrier could not hand it over at `at` (NONE: now): what is shipped stays so. ERR_INVALID without a known reason. */
int consignment_attempt(struct core *core, const struct consignment *of, const char *reason, const char *note, struct instant at);

/* The same of a whole order, as most do it: one package a shipment, one tracking number (or NULL). */
int shipment_pack(struct core *core, struct order_id id);
int shipment_ship(struct core *core, struct order_id id, const char *carrier, const char *tracking);
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
/* The pick lists of what is picked and not yet packed: of these consignments, or (NULL) of all there is. One for each warehouse; `by_order`:
 * for each warehouse and order. Loaded into the arena. */
int pick_list_each(struct core *core, const struct consignment *of, size_t count, bool by_order,
		   int (*each)(void *context, const struct pick_list *list), void *context);

#endif
