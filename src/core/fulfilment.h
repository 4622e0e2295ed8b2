/* What the steps from pick to deliver share: what the lines of an order say now, why a step cannot be taken and what comes first, and the
 * units that a step moves. Private to core. */
#ifndef ORDR_CORE_FULFILMENT_H
#define ORDR_CORE_FULFILMENT_H

#include "ordr/shipment.h"

enum step { STEP_PICK, STEP_PACK, STEP_SHIP, STEP_DELIVER, STEP_COUNT };

/* Of the whole order, whatever the consignment: thousandths over all goods lines; a sum too large to count stops at INT64_MAX. */
struct fulfilment {
	struct order_id id;
	struct shipment_id shipment; /* number 0: the step is the whole order's */
	bool complete;               /* it ships only whole */
	int64_t pending[STEP_COUNT]; /* could take the step now: allocated, picked and not packed … */
	int64_t done[STEP_COUNT];    /* picked, packed, shipped, delivered so far */
	int64_t backordered;
	const char *waiting; /* the SKU of the first line that waits for stock, and how much of it; NULL: none */
	struct quantity missing;
	int64_t goods;      /* lines with units that are not cancelled */
	int64_t services, to_perform; /* service lines with units that are not cancelled; of these, not performed yet */
};

/* The row of the consignment's shipment; NONE: all of the order's. */
static inline int64_t consignment_only(const struct consignment *of)
{
	return of->shipment.number ? of->shipment.number : NONE;
}

/* Reads an order for a step (`word`: "ship"). ERR_NOT_FOUND; ERR_CONFLICT unless it is confirmed or completed. */
int fulfilment_load(struct core *core, struct order_id id, const char *word, struct fulfilment *fulfilment);
/* The same for a step of a consignment. */
int fulfilment_load_of(struct core *core, const struct consignment *of, const char *word, struct fulfilment *fulfilment);
/* May it pick, pack or ship? ERR_REFUSED when it has units that could take the step and the gate does not let them. That a step is taken already,
 * or what comes first, is said by the step itself. */
int fulfilment_pass(struct core *core, const struct fulfilment *fulfilment, enum step step);
/* The command that moves on what is nearest before `step`, the step itself included: "pack"; NULL when nothing can move. */
const char *fulfilment_next(struct core *core, const struct fulfilment *fulfilment, enum step step);
/* Why nothing can take the step: what comes first, or that it is done already. Always −1. */
int fulfilment_refuse(struct core *core, const struct fulfilment *fulfilment, enum step step);
/* Why nothing can go back by that step (`word`: "unpick", "unpack"): it has come further, or not as far. Always −1. */
int fulfilment_refuse_back(struct core *core, const struct fulfilment *fulfilment, enum step step, const char *word);
/* Names what the step acts on in an error: the shipment, else the order. Always −1. */
int consignment_subject(struct core *core, const struct consignment *of);
/* Fills an error with "N units wait for stock" after `what`, the order as its subject, and how to receive them. Always −1. */
int fulfilment_short(struct core *core, const struct fulfilment *fulfilment, enum err_code code, const char *what);

/* One line of a shipment on its way through a step. */
struct moved {
	struct shipment_id shipment;
	int64_t line, product, place; /* place: the warehouse's row */
	const char *warehouse, *sku;
	struct quantity qty, weight; /* weight of one unit; NONE: not known */
	int64_t decimals;
};

/* The lines of the consignment's shipments in that state, of shipments after `after` (0: all). */
int fulfilment_moved(struct core *core, const struct consignment *of, const char *state, int64_t after, struct list *lines);
/* Can so much of the line's product be counted at all? ERR_INVALID. */
int moved_check(struct core *core, const struct moved *line, struct quantity qty);
/* Moves the units of those lines (struct moved) one column on in the order: packed, shipped, delivered. */
int fulfilment_advance(struct core *core, struct order_id id, enum step step, const struct list *lines);
/* Puts "shipments":[{"id":"SH-000001","warehouse":"MAIN","lines":[{"line":1,"sku":"A-1","qty":2}]}], for an event. */
void fulfilment_put(const struct list *lines, struct str *what);

#endif
