/* Returns (RMA): goods that come back after delivery. Asked for, received, inspected and closed, or refused; never more than was delivered. */
#ifndef ORDR_RETURN_H
#define ORDR_RETURN_H

#include "ordr/core.h"
#include "ordr/field.h"

/* A line of the order that comes back, or a part of it: units inspected otherwise than the rest are a line of their own. */
struct rma_line {
	int64_t line;
	const char *sku;
	struct quantity qty, received;
	const char *reason;
	const char *condition, *disposition; /* NULL until it is inspected */
	bool credit;                         /* its price is to be credited */
	struct order_id replacement;
};

struct rma_credit {
	int64_t line;
	const char *sku;
	struct quantity qty;
};

/* ordr.return/1 */
struct rma {
	struct return_id id;
	struct order_id order;
	const char *customer, *state;
	struct instant opened_at;
	const char *opened_by;
	const char *warehouse; /* where it was received */
	struct instant received_at, closed_at;
	const char *refusal; /* the reason why it was refused */
	const char *note;
	struct list lines;     /* struct rma_line */
	struct list to_credit; /* struct rma_credit: what a credit note is to take back */
	const char *credit_note;
	struct list served; /* const char *: orders that the last step gave units to */
};
extern const struct schema return_schema;
extern const char *const return_states[], *const return_conditions[], *const return_dispositions[]; /* each ends with NULL */

/* A line of the order and how much of it; NONE: all that can take the step. */
struct return_part {
	int64_t line;
	struct quantity qty;
};

/* Asked for: `parts` (struct return_part; none: all goods that are with the customer). ERR_CONFLICT when nothing was delivered or all came back;
 * ERR_REFUSED beyond that; ERR_NOT_FOUND the order or line; ERR_INVALID without a known reason, or for what is no goods. */
int return_open(struct core *core, struct order_id order, const struct list *parts, const char *reason, const char *note, struct return_id *id);
/* It is here, in `warehouse` (NULL: where it was sent from). Parts may come one after the other until the first of them is inspected.
 * ERR_CONFLICT (`already` when all is received), ERR_REFUSED beyond what was asked for. */
int return_receive(struct core *core, struct return_id id, const struct list *parts, const char *warehouse);

struct inspection {
	const char *condition, *disposition; /* of return_conditions, return_dispositions */
	bool credit;                         /* credit it as well; refund always does */
};
/* What its state is and what becomes of it: restock puts units on hand again and serves who waits, scrap does not, replace places an order for
 * the same at no price, refund marks it for a credit note. When all that was received is inspected, so is the return. `served`: orders, in
 * core->keep. ERR_CONFLICT, ERR_REFUSED (damaged goods are not restocked), ERR_INVALID. */
int return_inspect(struct core *core, struct return_id id, const struct list *parts, const struct inspection *inspection, struct list *served);
int return_close(struct core *core, struct return_id id);
/* Turned down before anything was inspected: what was received already goes back to the customer. */
int return_refuse(struct core *core, struct return_id id, const char *reason, const char *note);

int return_load(struct core *core, struct return_id id, struct rma *rma);

struct return_filter {
	const char *state, *customer;
	struct order_id order; /* number 0: all */
	bool open;             /* neither closed nor refused */
};
/* Calls back for each that fits, by number; `whole`: with lines. The arena is reset after each. */
int return_each(struct core *core, const struct return_filter *filter, bool whole, int (*each)(void *context, const struct rma *rma),
		void *context);

/* Units of a line that are with the customer and not on their way back. ERR_NOT_FOUND, ERR_INVALID for what is no goods. */
int return_possible(struct core *core, struct order_id order, int64_t line, struct quantity *quantity);

#endif
