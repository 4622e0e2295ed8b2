/* Orders: from a form to a document with lines, promises and SLA targets, through its states. */
#ifndef ORDR_ORDER_H
#define ORDR_ORDER_H

#include "ordr/core.h"
#include "ordr/field.h"
#include "ordr/hold.h"

struct address {
	const char *name, *street, *city, *postcode, *country;
};

struct sla_target {
	struct instant due, done;
	const char *status; /* met breached open at_risk overdue; NULL: no target, or the order was turned down */
};

struct order_sla {
	struct sla_target confirm, ship, deliver;
};

struct order_line {
	int64_t line, revision;
	const char *sku, *name, *kind, *unit;
	struct quantity ordered, cancelled, backordered, allocated, picked, packed, shipped, delivered, returned, invoiced;
	struct price price;
	struct money discount;
	const char *tax_category;
	struct percent tax_rate;
	struct money net;
	struct date date;
	struct list days; /* struct booking_day: of a service that is booked */
	const char *note;
};

/* Units of a line that were called off. */
struct order_cancellation {
	int64_t line;
	struct quantity qty;
	const char *reason, *note;
	struct instant at;
	const char *by;
};

/* A change of the promise. */
struct order_promised {
	struct date promised;
	const char *reason;
	struct instant at;
	const char *by;
};

/* ordr.order/1 */
struct order {
	struct order_id id;
	int64_t revision;
	const char *state, *fulfilment, *billing;
	const char *reason; /* why it was rejected or cancelled */
	struct hold_open hold;
	const char *customer, *customer_name, *tier, *priority;
	const char *ref, *key, *channel;
	bool replayed;
	struct instant placed_at;
	const char *placed_by;
	struct instant confirmed_at;
	const char *confirmed_by;
	struct instant closed_at;
	struct date requested, first_promised, promised;
	struct instant ship_by;
	struct order_sla sla;
	struct instant next_due;
	int64_t slack_minutes;
	struct instant stopped_at; /* its clock stands since then: the customer holds it up */
	const char *warehouse; /* the one it must ship from, when it names one */
	const char *delivery;  /* partial: in parts; complete: only whole */
	const char *currency;
	struct money net, tax, gross;
	bool prepaid;        /* to be paid before it ships */
	bool auto_confirmed; /* by workflow.confirm */
	struct address ship_to; /* the customer's own when the order names none */
	const char *note;
	struct list lines;         /* struct order_line */
	struct list cancellations; /* struct order_cancellation */
	struct list promises;      /* struct order_promised */
	struct list shipments;     /* const char * */
	struct list invoices;      /* const char * */
	struct list returns;       /* const char * */
	struct list complaints;    /* const char * */
	struct list holds;         /* struct hold, open or released */
	const char *outlook;       /* no field: for people, when it could be there; NULL: nothing to add */
};

extern const struct schema order_schema;
/* The values of state, fulfilment and billing; each ends with NULL. */
extern const char *const order_states[], *const order_fulfilments[], *const order_billings[];
extern const char *const order_deliveries[];
extern const struct field order_address_fields[]; /* of struct address */

/* The most of one line, in thousandths: a billion units, so that sums over many orders still can be counted. */
#define ORDER_QTY_MAX INT64_C(1000000000000)

/* ordr.order-form/1: what comes in. */
struct order_form_line {
	const char *sku;
	struct quantity qty;
	struct price price; /* absent: the product's */
	const char *discount; /* "10%" or an amount */
	struct date date;
	const char *note;
};

struct order_form {
	const char *customer, *ref, *key, *channel, *priority;
	struct date requested;
	const char *currency, *warehouse, *delivery;
	const char *note;
	struct address ship_to;
	struct list lines; /* struct order_form_line */
};

extern const struct schema order_form_schema;

/* Takes an order: checks the form against customers, products and prices, freezes prices and tax, sets the SLA targets. *replayed: its
 * key was known with the same content, *id is the order of then. All errors of the form are collected (in core->keep), with JSON
 * pointers as paths: ERR_INVALID, or ERR_CONFLICT where the customer's ref is taken; a key used for other content is ERR_CONFLICT alone. */
int order_place(struct core *core, const struct order_form *form, struct order_id *id, bool *replayed);
/* Checks a form of which a part could not be read, and was reported: what is absent is passed over. Errors as of order_place. */
int order_check_read(struct core *core, const struct order_form *form);

/* Sales commits to it: allocates (setting workflow.shortage), books services (booking.h), promises a date. Of a confirmed order with a revision
 * that waits for approval: approves that. ERR_CONFLICT (`already` when confirmed, also when completed since), ERR_REFUSED. `move`: a service
 * whose day is not free takes the first one that is. */
int order_confirm(struct core *core, struct order_id id);
int order_confirm_moving(struct core *core, struct order_id id, bool move);
/* Is the order in a state that order_confirm takes? Errors as there. */
int order_confirmable(struct core *core, struct order_id id);
/* Confirms an order that was just placed, when the settings workflow.confirm and workflow.auto_confirm_below say so and every check passes. */
int order_confirm_auto(struct core *core, struct order_id id, struct money gross);
/* Turned down; cancelled before anything shipped (gives back what was held and serves whom that lets serve). ERR_CONFLICT (`already`),
 * ERR_REFUSED when something is invoiced and not credited for good, ERR_INVALID without a known reason code. */
int order_reject(struct core *core, struct order_id id, const char *reason, const char *note);
int order_cancel(struct core *core, struct order_id id, const char *reason, const char *note);

/* Calls off `quantity` units of a line (NONE: all that can be): such as are neither picked nor performed, nor invoiced and not credited
 * for good (those count as invoiced no more then); also after a part shipped.
 * Gives back what those held and serves whom that lets serve; an order of which nothing is left is cancelled, one that waited for nothing else
 * is completed. ERR_CONFLICT (`already` when none is left), ERR_REFUSED when invoiced, ERR_NOT_FOUND the line, ERR_INVALID. */
int order_cancel_line(struct core *core, struct order_id id, int64_t line, struct quantity quantity, const char *reason, const char *note);

/* ordr.amendment/1: what an order is to be like. */
struct order_change {
	int64_t line;
	struct quantity qty; /* of it, from now on; NONE: as it is */
	struct price price;  /* of units beyond those it has; absent: the product's */
	struct date date;    /* a service: its new day; NONE: as it is */
};

struct order_amendment {
	struct order_id order;
	struct list lines;   /* struct order_form_line: to add */
	struct list changes; /* struct order_change */
	const char *priority, *ref, *note;
	struct date requested, promised;
	struct address ship_to;
	const char *reason;
	const char *override; /* no field: a reason to pass the credit limit for; NULL: none */
};

extern const struct schema amendment_schema;       /* a form that names its order */
extern const struct schema amendment_facts_schema; /* its facts alone: an order named beside it */

/* Fills an amendment with the order as it is, so that what is not touched stays. ERR_NOT_FOUND. */
int order_amend_begin(struct core *core, struct order_id id, struct order_amendment *amendment);
/* Changes an order that is placed or confirmed to what the amendment says; what that adds is checked, priced and (confirmed) allocated as when it
 * was confirmed, what it takes away is given back; a new revision, its difference in the log. With workflow.four_eyes the revision of a confirmed
 * order waits for approval: order_confirm. All errors are collected as by order_place.
 * ERR_CONFLICT (`already` when it is so), ERR_REFUSED, ERR_INVALID, ERR_NOT_FOUND. */
int order_amend(struct core *core, const struct order_amendment *amendment);

/* Of a loaded order: one that is placed gets what confirming it now would promise, without doing it (promised, ship_by, outlook); one that is
 * confirmed gets an outlook when what is left of it cannot be there by its promise. */
int order_outlook(struct core *core, struct order *order);

/* When so many units of a product (by SKU) could be there if they were ordered now and nothing else: the day that confirming an order of just them
 * would promise. It only reads, so of a service it says the first day that is not full. `warehouse`: the code of the one they must ship from, or
 * NULL. *day is NONE when there is no such product, or a line cannot hold as many. */
int order_promise_item(struct core *core, const char *sku, struct quantity quantity, const char *warehouse, struct date *day);

/* An order that ran out of time (settings expire.*), and why it goes: expired or unpaid. */
struct expired {
	struct order_id id;
	const char *reason;
};
/* Which those are, as struct expired in core->keep, by number: placed and not confirmed, or prepaid and nothing paid, for longer than the
 * setting says; days are the company's. Held orders are left alone. */
int order_expired(struct core *core, struct list *expired);
/* Calls one off, and its invoices with it. */
int order_expire(struct core *core, const struct expired *expired);

/* Marks what follows from the lines after a step: shipped_at, delivered_at, the state `completed`, next_due. `at`: when. Writes no
 * event: the step does. */
int order_progress(struct core *core, struct order_id id, struct instant at);

/* Loads one whole order into the arena; ERR_NOT_FOUND. */
int order_load(struct core *core, struct order_id id, struct order *order);
/* The state of an order ("placed" …) in the arena, ERR_NOT_FOUND. */
int order_state(struct core *core, struct order_id id, const char **state);

struct order_filter {
	const char *state, *fulfilment, *billing, *customer, *tier, *priority, *sku;
	struct date due;      /* promised on or before */
	struct instant since, until; /* placed from … before; NONE */
	bool overdue;         /* its next due time is past */
	bool held;            /* an open hold stands */
	bool urgent;          /* open orders only, in order of urgency */
	int64_t limit;        /* NONE: all */
	const char *ready;    /* order_choose: those that can take this step, confirm check reject pick unpick pack unpack ship deliver attempt
			       * invoice, and that the gate lets; NULL: all */
};

void order_filter_init(struct order_filter *filter);
/* Calls back for each order that fits, by number, or by urgency with `urgent`; `whole`: with lines, shipments, invoices. The
 * arena is reset after each. */
int order_each(struct core *core, const struct order_filter *filter, bool whole,
	       int (*each)(void *context, const struct order *order), void *context);
/* Can this order take the step, a `ready` of the filter, and does its gate let it? */
int order_can(struct core *core, const char *step, struct order_id id, bool *can);
/* Only the numbers, into core->keep, read to the end: for steps that change what they choose from. */
int order_choose(struct core *core, const struct order_filter *filter, struct list *ids);

#endif
