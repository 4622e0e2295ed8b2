/* Stock: levels for each product and warehouse, and the ledger of every movement. stock_move_write is the one function that changes
 * on_hand; allocation.h changes allocated. */
#ifndef ORDR_STOCK_H
#define ORDR_STOCK_H

#include "ordr/core.h"
#include "ordr/field.h"
#include "ordr/id.h"

/* ordr.stock/1 */
struct stock {
	const char *sku, *name, *kind, *unit, *warehouse;
	struct quantity on_hand, allocated, available, backordered, incoming;
	struct date next_receipt;
	struct quantity reorder_point, reorder_quantity;
	bool low;
	const char *location;
	struct quantity capacity; /* a service: units for each working day */
	struct list free;         /* … struct booking_free: what is left of them */
	struct list served, taken_from; /* const char *: orders that the last step gave units to, and that it took units from */
	struct list levels; /* struct stock: of a card, its warehouses */
	struct list atp;    /* struct atp: of a card */
};
extern const struct schema stock_schema;

/* ordr.stock-move/1 */
struct stock_move {
	int64_t id;
	struct instant at;
	const char *actor, *sku, *warehouse, *kind;
	struct quantity quantity;
	struct money cost; /* of one unit */
	const char *reason, *document;
};
extern const struct schema stock_move_schema;

/* What comes in for receive, announce, count, adjust, transfer and levels. */
struct stock_form {
	const char *sku;
	struct quantity qty;
	const char *warehouse, *ref;
	struct money cost;
	struct quantity reorder_point, reorder_quantity;
	const char *location;
};
extern const struct schema stock_receipt_schema; /* ordr.stock-receipt/1: sku* qty* warehouse ref cost */
extern const struct schema stock_change_schema;  /* ordr.stock-change/1: sku* qty* warehouse, for adjust and count */
extern const struct schema stock_level_schema;   /* ordr.stock-level/1: sku* warehouse reorder_point reorder_quantity location */

/* A product in a warehouse, by row number. */
struct place {
	int64_t product, warehouse;
	const char *sku, *code;
	int64_t decimals;
};

/* ERR_INVALID: a charge is no more than a line of an invoice. Always −1. */
int stock_refuse_charge(struct core *core, const char *sku);

/* Finds goods by SKU and warehouse by code (NULL: the first by rank). ERR_NOT_FOUND suggests; ERR_INVALID for a service or charge. */
int stock_place(struct core *core, const char *sku, const char *warehouse, struct place *place);

/* Is the quantity one of whole units, or with no more decimals than the product has? ERR_INVALID. */
int stock_check_decimals(struct core *core, const struct place *place, struct quantity quantity);

/* One movement: the ledger row and on_hand; `cost` of one unit, absent for all but receipts. ERR_REFUSED when that would leave fewer than are allocated. */
int stock_move_write(struct core *core, int64_t product, int64_t warehouse, const char *kind, struct quantity quantity,
		     struct money cost, const char *reason, const char *document);

/* Goods in: serves waiting backorders, most urgent first. `served`: ids of orders, in core->arena. */
int stock_receive(struct core *core, const struct place *place, struct quantity quantity, const char *ref, struct money cost,
		  struct list *served);
int stock_announce(struct core *core, const struct place *place, struct quantity quantity, struct date expected, const char *ref);
/* Orders that a change gave units to, or took units from: const char *, in core->arena. */
struct stock_touched {
	struct list served, taken_from;
};

/* By `delta`, or to what was counted; below what is allocated the least urgent orders lose their units, never what is picked already. */
int stock_adjust(struct core *core, const struct place *place, struct quantity delta, const char *reason, struct stock_touched *touched);
int stock_count(struct core *core, const struct place *place, struct quantity counted, const char *reason, struct stock_touched *touched);
/* Units of one order for another that waits for them. */
struct reallocation {
	const char *sku, *warehouse; /* warehouse NULL: all, by rank */
	struct order_id from, to;
	struct quantity qty; /* NONE: as many as the one has, allocated and not picked, and the other waits for */
	const char *reason, *note;
};
/* The only step that takes from one order for another. `places` (struct place, in the arena): where. ERR_CONFLICT when the one has none or the other
 * waits for none, ERR_REFUSED when for fewer than that, ERR_INVALID. */
int stock_reallocate(struct core *core, const struct reallocation *given, struct list *places);
/* Only what is available moves. */
int stock_transfer(struct core *core, const struct place *from, const struct place *to, struct quantity quantity,
		   struct list *served);
/* Reorder levels and location: absent ones stay as they are. */
int stock_levels(struct core *core, const struct place *place, const struct stock_form *form);
/* As they are now; all absent when none is kept. */
int stock_levels_load(struct core *core, const struct place *place, struct stock_form *form);
/* From `before` to `after`, where an absent one is taken away. */
int stock_levels_change(struct core *core, const struct place *place, const struct stock_form *before, const struct stock_form *after);

/* One level; all of a product or (sku NULL) of all products, by SKU and rank; `low`: at or below the reorder point only. */
int stock_load(struct core *core, const char *sku, const char *warehouse, struct stock *stock);
int stock_each(struct core *core, const char *sku, const char *warehouse, bool low, int (*each)(void *context, const struct stock *stock),
	       void *context);
/* A product whole: all warehouses together (then `warehouse` is NULL and `levels` has each), or one; with what can be promised, day by day.
 * In the arena. */
int stock_card(struct core *core, const char *sku, const char *warehouse, struct stock *stock);
int stock_moves_each(struct core *core, const char *sku, const char *warehouse,
		     int (*each)(void *context, const struct stock_move *move), void *context);

#endif
