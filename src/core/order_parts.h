/* What the files of orders share among themselves. */
#ifndef ORDER_PARTS_H
#define ORDER_PARTS_H

#include "ordr/order.h"
#include "ordr/order_sql.h"

#define ORDER_REF_MAX   200   /* characters of a customer's own number */
#define ORDER_LINES_MAX 10000 /* lines of an order, as many as a form may bring */

/* Loads an order without its lines and the numbers of its shipments and invoices; then those. */
int order_load_head(struct core *core, struct order_id id, struct order *order);
int order_fill(struct core *core, struct order *order);

/* ERR_NOT_FOUND for an order that is not there; names the order that an error is about. Each returns −1. */
int order_missing(struct core *core, struct order_id id);
int order_subject(struct core *core, struct order_id id);

/* One row for each state in which a step is not taken; ends with a NULL state. */
struct order_barrier {
	const char *state;
	bool already;        /* it is as the step wants it */
	const char *message; /* after the order's number */
	const char *hint;    /* may hold ORDER, which becomes the order's number */
};

/* order_step.c. Is the order in a state that none of the barriers names? ERR_CONFLICT as that row says; ERR_NOT_FOUND. */
int order_pass(struct core *core, struct order_id id, const struct order_barrier *barriers);
int order_refuse(struct core *core, struct order_id id, const struct order_barrier *barrier);
/* A reason of the company's list; without one the hint shows the list. */
int order_check_reason(struct core *core, struct order_id id, const char *reason);
int order_close(struct core *core, struct order_id id, const char *state, const char *reason);
/* "reason":…,"note":… for an event. */
void order_put_reason(struct str *what, const char *reason, const char *note);

/* order_cancel.c. Where the order holds stock: read before units are given back, served after. "served":[…] for an event. */
int order_places(struct core *core, struct order_id id, struct list *places);
int order_serve(struct core *core, const struct list *places, struct list *served);
void order_put_served(struct str *what, const struct list *served);

/* order_cut.c. The row that says why units of a line are cancelled, of which `credited` were invoiced, and credited for good; order_line is for
 * whoever calls. The same for all units of an order that are not cancelled yet: nothing of it counts as invoiced after that. */
int cancellation_write(struct core *core, struct order_id id, int64_t line, struct quantity quantity, struct quantity credited, const char *reason,
		       const char *note);
int cancellation_write_rest(struct core *core, struct order_id id, const char *reason, const char *note);
/* Something that is to be cancelled is billed: −1, and a hint at the invoice that is to be credited. `line` NONE: of the whole order. */
int order_refuse_invoiced(struct core *core, struct order_id id, int64_t line);

/* What of a line may still change; quantities in thousandths. */
struct open_line {
	int64_t line, decimals, ordered, cancelled, picked, shipped, delivered, invoiced;
	int64_t credited; /* … of which so many were credited for good, and are neither cancelled nor come back; below zero: more came back */
	const char *sku, *kind;
	struct date date;
};

/* ERR_NOT_FOUND. */
int order_line_open(struct core *core, struct order_id id, int64_t number, struct open_line *line);
/* Units that can be cancelled: neither cancelled, picked (a service: performed), nor invoiced and not credited for good. */
int64_t order_line_free(const struct open_line *line);
/* A line is counted in the decimals of its product. ERR_INVALID. */
int order_check_decimals(struct core *core, const struct open_line *line, int64_t quantity);
/* Can that many be cancelled? ERR_CONFLICT (`already` when all are), ERR_REFUSED when invoiced, ERR_INVALID. */
int order_check_cut(struct core *core, struct order_id id, const struct open_line *line, int64_t quantity);
/* Cancels units of a line, with their reason; and what follows once all cuts of a step are made: totals, an order of which nothing is
 * left is cancelled, progress. */
int order_cut(struct core *core, struct order_id id, int64_t line, int64_t quantity, const char *reason, const char *note);
/* How many lines have something left; a charge counts when it is invoiced and not credited for good, or when all of the order are charges. */
int order_left(struct core *core, struct order_id id, int64_t *lines);
int order_after_cut(struct core *core, struct order_id id, const char *reason);

/* A form checked against the books, with all that is frozen when the order is placed. */
struct priced_line {
	const struct order_form_line *form;
	int64_t product, decimals;
	const char *name, *kind, *unit, *tax_category;
	struct price price;
	struct money discount, net;
	struct percent tax_rate;
};

struct priced_order {
	const struct order_form *form;
	int64_t customer, warehouse, priority; /* rows; the priority as the tables hold it */
	const char *tier, *channel, *currency, *delivery;
	const char *tax_category;  /* the customer's; NULL: as the products say */
	struct priced_line *lines; /* as many as the form has */
	bool goods;                /* some line is goods */
	bool prepaid;              /* the customer pays before goods ship */
	struct money net, tax, gross;
};

/* Checks the form and prices it; what it names must be there. Errors as order_place says. */
int order_check(struct core *core, const struct order_form *form, struct priced_order *priced);
/* The same of a part of an order: what is absent is passed over, and no total is made. Its lines stand in `list` ("/lines") from `first` on. */
int order_check_part(struct core *core, const struct order_form *form, const char *list, size_t first, struct priced_order *priced);
extern const struct field order_form_line_fields[];
/* Writes a line that was checked. */
int order_insert_line(struct core *core, struct order_id id, int64_t number, int64_t revision, const struct priced_line *line);
/* The line's discount and net, from its price; on failure *field is the field that is wrong. */
int order_price_line(struct core *core, struct priced_line *line, const char **field);
/* Is the text a discount at all, of a line whose quantity could not be read? */
int order_price_read(struct core *core, const char *text, const char *currency);
/* Net, tax and gross; on failure the error says which does not fit. */
int order_price_total(struct core *core, struct priced_order *priced);
/* What `quantity` of the `ordered` units of a line cost, of its frozen net and discount: the gross before discount, and the discount. */
int order_price_share(struct core *core, struct money net, struct money discount, struct quantity ordered, struct quantity quantity,
		      int64_t *gross, int64_t *share);
/* The order's net, tax and gross, of what is ordered and not cancelled. */
int order_total(struct core *core, struct order_id id);

/* What can be promised of what has not shipped, once the order is allocated. */
struct promise {
	bool active, goods, services; /* anything, any goods, and any services left to deliver */
	struct date arrival;          /* when the goods are there; NONE without goods */
	struct date promised;
	struct instant ship_by; /* NONE without goods */
};

int order_promise(struct core *core, struct order_id id, struct promise *promise);
/* Services take their days, which may be later than was asked for, and so may the promise be; `booked` as booking_confirm's `what`, on success. */
int order_book(struct core *core, struct order_id id, bool move, struct promise *promise, struct str *booked);
/* Takes the refusal of a service's day from core->err: why it cannot be had, and which can; and whether --reschedule would take that. */
int order_crowded(struct core *core, const char **crowded, bool *movable);
/* The latest moment to ship and keep a promise; NONE for an order without goods. */
int order_ship_by(struct core *core, struct order_id id, struct date promised, struct instant *ship_by);

/* As order_progress, after units were cancelled: what is shipped or delivered whole by that was so when its last unit was. */
int order_progress_cut(struct core *core, struct order_id id);

/* Puts where units of a product are available, in one warehouse or (NONE) in all: " (MAIN 2, NORTH 1)", or nothing. */
int order_put_places(struct core *core, int64_t product, int64_t warehouse, struct str *str);

#endif
