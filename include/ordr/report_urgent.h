/* The worklist: open orders, most urgent first. */
#ifndef ORDR_REPORT_URGENT_H
#define ORDR_REPORT_URGENT_H

#include "ordr/report.h"

struct urgent_order {
	struct order_id id;
	const char *customer, *customer_name, *tier, *priority, *state, *fulfilment;
	const char *step;  /* what is to do next: confirm, pick, pack, ship, deliver, wait for stock, release, invoice, pay */
	const char *whose; /* sales, warehouse, billing */
	struct instant stopped_at, next_due;
	int64_t slack_minutes;
	const char *status; /* overdue, at_risk, open */
	struct instant placed_at;
	const char *due_for; /* what is due then: confirm, ship, ship-by, deliver, promise; NULL: nothing */
};
/* One order's place in the list, term by term. */
struct urgency_term {
	struct order_id id;
	const char *clock; /* runs, stands */
	const char *due_for;
	int64_t slack_minutes;
	const char *tier, *priority;
	struct instant placed_at;
	const char *decided_by; /* the first term in which it differs from the order before it: clock, slack, tier, priority, age, number; NULL: the first */
};
/* ordr.report-urgent/1 */
struct report_urgent {
	struct instant as_of;
	const char *basis;
	int64_t open, overdue, at_risk;
	struct list orders; /* struct urgent_order, most urgent first, at most `limit` */
	struct list terms;  /* struct urgency_term, of the same orders, when it was asked to explain */
};

extern const char *const urgent_steps[], *const urgent_statuses[]; /* each ends with NULL */
#endif
