/* What the files of orders share among themselves. */
#ifndef ORDER_PARTS_H
#define ORDER_PARTS_H

#include "ordr/order.h"
#include "ordr/order_sql.h"

/* Loads an order without its lines and the numbers of its shipments and invoices; then those. */
int order_load_head(struct core *core, struct order_id id, struct order *order);
int order_fill(struct core *core, struct order *order);

/* ERR_NOT_FOUND for an order that is not there; names the order that an error is about. Each returns −1. */
int order_missing(struct core *core, struct order_id id);
int order_subject(struct core *core, struct order_id id);

/* A form checked against the books, with all that is frozen when the order is placed. */
struct priced_line {
	const struct order_form_line *form;
	int64_t product, decimals;
	const char *name, *kind, *unit, *tax_category;
	struct money price, discount, net;
	struct percent tax_rate;
};

struct priced_order {
	const struct order_form *form;
	int64_t customer, warehouse, priority; /* rows; the priority as the tables hold it */
	const char *tier, *channel, *currency;
	struct priced_line *lines; /* as many as the form has */
	bool goods;                /* some line is goods */
	bool prepaid;              /* the customer pays before goods ship */
	struct money net, tax, gross;
};

/* Checks the form and prices it; what it names must be there. Errors as order_place says. */
int order_check(struct core *core, const struct order_form *form, struct priced_order *priced);
/* The line's discount and net, from its price; on failure *field is the field that is wrong. */
int order_price_line(struct core *core, struct priced_line *line, const char **field);
/* Is the text a discount at all, of a line whose quantity could not be read? */
int order_price_read(struct core *core, const char *text, const char *currency);
/* Net, tax and gross; on failure the error says which does not fit. */
int order_price_total(struct core *core, struct priced_order *priced);

/* What confirming can promise, once the order is allocated. */
struct promise {
	bool active, goods; /* anything, and any goods, left to deliver */
	struct date promised;
	struct instant ship_by; /* NONE without goods */
};

int order_promise(struct core *core, struct order_id id, struct promise *promise);

/* Puts where units of a product are available, in one warehouse or (NONE) in all: " (MAIN 2, NORTH 1)", or nothing. */
int order_put_places(struct core *core, int64_t product, int64_t warehouse, struct str *str);

#endif
