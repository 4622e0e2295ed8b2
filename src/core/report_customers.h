/* What the report of customers and that of sales share: how often somebody orders. */
#ifndef ORDR_CORE_REPORT_CUSTOMERS_H
#define ORDR_CORE_REPORT_CUSTOMERS_H

#include "ordr/past.h"
#include "ordr/report_customers.h"

#define QUIET_ORDERS 3 /* two intervals at least, before anything is usual */

/* When and how often a customer orders. */
struct rhythm {
	int64_t customer, orders, value; /* value: net of all of them, in minor units */
	int64_t usual_days, last_day;
};

/* Calls back for each customer with at least QUIET_ORDERS orders up to core->now that were not rejected and honour the request's filters, by number. */
int rhythm_each(struct core *core, const struct report_request *request, int (*each)(void *context, const struct rhythm *rhythm), void *context);

struct rhythms {
	struct rhythm *items;
	size_t count, room;
};
/* Adds one, in core->keep. */
int rhythms_add(struct core *core, struct rhythms *rhythms, const struct rhythm *rhythm);

/* Code, name and tier of a customer as they were at core->now, in the arena. */
int customer_named(struct core *core, int64_t customer, const char **code, const char **name, const char **tier);
/* The rank of a tier: 0 is the most important. */
int tier_rank(const char *tier);

#endif
