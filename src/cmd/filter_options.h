/* The options that choose orders, for the option tables of lists and steps whose struct has a `struct filter_options filter`. */
#ifndef ORDR_CMD_FILTER_OPTIONS_H
#define ORDR_CMD_FILTER_OPTIONS_H

#include "ordr/cmd.h"
#include "ordr/master.h"
#include "ordr/order.h"

#define FILTER(record, member, kind, what, text) OPT_AS(#member, record, filter.member, 0, kind, what, text)
#define FILTER_ONE_OF(record, member, values, what, text)                                                                      \
	{ .name = #member, .type = OPT_CHOICE, .offset = OPT_OFFSET(record, filter.member, TEXT), .argument = (what),          \
	  .help = (text), .choices = (values) }

#define FILTER_OPTIONS(record)                                                                                          \
	FILTER_ONE_OF(record, state, order_states, "STATE", "orders in this state"),                                   \
		FILTER_ONE_OF(record, fulfilment, order_fulfilments, "STATUS", "orders whose goods are so far"),       \
		FILTER_ONE_OF(record, billing, order_billings, "STATUS", "orders whose bill is so far"),               \
		FILTER(record, customer, TEXT, "CUSTOMER", "orders of this customer"),                                 \
		FILTER_ONE_OF(record, tier, tier_choices, "TIER", "orders of customers of this tier"),                 \
		FILTER_ONE_OF(record, priority, priority_choices, "PRIORITY", "orders of this priority"),              \
		FILTER(record, sku, TEXT, "SKU", "orders with a line of this product"),                                \
		FILTER(record, due, DATE, "DATE", "orders promised on or before this day"),                            \
		FILTER(record, since, INSTANT, "TIME", "orders placed at or after this time"),                         \
		FILTER(record, until, INSTANT, "TIME", "orders placed before this time"),                              \
		FILTER(record, overdue, FLAG, NULL, "orders whose next due time is past"),                             \
		FILTER(record, held, FLAG, NULL, "orders with an open hold"),                                          \
		FILTER(record, urgent, FLAG, NULL, "open orders, most urgent first"),                                  \
		FILTER(record, next, INTEGER, "N", "only the N most urgent")

#endif
