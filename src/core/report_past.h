/* Open orders as they were at core->now, for the reports of what is open. */
#ifndef ORDR_CORE_REPORT_PAST_H
#define ORDR_CORE_REPORT_PAST_H

#include "ordr/past.h"
#include "ordr/report_backlog.h"
#include "ordr/report_urgent.h"

struct open_then {
	struct order_facts facts;
	struct list lines; /* struct line_facts */
	int64_t customer, next_due;
	int64_t holds;  /* what its holds blocked: bits */
	int64_t unpaid; /* of a prepaid order: what its invoices lacked */
	bool prepaid, complete; /* complete: it ships only whole */
};

/* Calls back for each order that was open at core->now, by number; `completed`: for those instead that were completed and may have had something to bill. The arena
 * is reset after each. */
int open_then_each(struct core *core, const char *customer, bool completed, int (*each)(void *context, const struct open_then *order), void *context);
/* Have goods of it not shipped? */
bool open_then_to_ship(const struct open_then *order);
/* What of a line may be billed by the policy, whether it is or not. */
int64_t open_then_billable(const struct open_then *order, const struct line_facts *line, const char *invoice_on);

/* The list of report_urgent.c, and its counts, of the past. */
int urgent_past(struct core *core, int64_t most, struct report_urgent *report);

#endif
