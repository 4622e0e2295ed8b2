/* Complaints: a customer is unhappy with an order or a line of it. Each has its reason, and with that whose fault it was; it is resolved by a
 * return, a replacement, an amount to credit, or nothing. */
#ifndef ORDR_COMPLAINT_H
#define ORDR_COMPLAINT_H

#include "ordr/core.h"
#include "ordr/field.h"

/* ordr.complaint/1 */
struct complaint {
	struct complaint_id id;
	struct order_id order;
	const char *customer;
	int64_t line; /* NONE: the order as a whole */
	const char *sku;
	const char *reason, *fault;
	struct money amount; /* asked for, or once resolved by credit, to be credited */
	const char *currency;
	const char *state, *note;
	struct instant opened_at;
	const char *opened_by;
	struct instant resolved_at;
	const char *resolved_by;
	const char *outcome, *resolution; /* what came of it, and a word on that */
	struct return_id rma;
	struct order_id replacement;
	const char *credit_note; /* once it is resolved by credit and that is written */
};
extern const struct schema complaint_schema;
extern const char *const complaint_states[], *const complaint_outcomes[], *const fault_choices[]; /* each ends with NULL */

/* `line` NONE: the order as a whole; `amount` (text in the order's currency, NULL: none): what the customer asks for. ERR_NOT_FOUND, ERR_INVALID
 * without a known reason or with a wrong amount. */
int complaint_open(struct core *core, struct order_id order, int64_t line, const char *reason, const char *amount, const char *note,
		   struct complaint_id *id);

struct resolution {
	const char *outcome;      /* of complaint_outcomes */
	const struct list *parts; /* return, replacement: struct return_part; none: the line that is complained of */
	const char *amount;       /* credit: NULL: as asked for */
	const char *note;
};
/* Opens the return or places the replacement that it is resolved by. ERR_CONFLICT `already`; ERR_USAGE when it does not say what or how much;
 * ERR_REFUSED beyond the order's gross; else as return_open and order_place. */
int complaint_resolve(struct core *core, struct complaint_id id, const struct resolution *resolution);

int complaint_load(struct core *core, struct complaint_id id, struct complaint *complaint);

struct complaint_filter {
	const char *state, *customer, *fault, *reason;
	struct order_id order; /* number 0: all */
};
/* Calls back for each that fits, by number. The arena is reset after each. */
int complaint_each(struct core *core, const struct complaint_filter *filter, int (*each)(void *context, const struct complaint *complaint),
		   void *context);

#endif
