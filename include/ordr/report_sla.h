/* How many orders met their targets, and which did not. */
#ifndef ORDR_REPORT_SLA_H
#define ORDR_REPORT_SLA_H

#include "ordr/report.h"

/* How one target stood: counts of orders. met_pct is of those decided or past due (met + breached + overdue). */
struct sla_figures {
	int64_t met, breached, open, at_risk, overdue;
	struct percent met_pct; /* absent when nothing was due */
};
struct sla_group {
	const char *by, *value; /* "tier" "strategic" */
	int64_t orders;
	struct sla_figures confirm, ship, deliver;
};
struct sla_miss {
	struct order_id id;
	const char *customer, *customer_name, *tier, *priority, *step;
	struct instant due, done;
	int64_t late_minutes; /* working minutes */
	const char *status;
};
/* ordr.report-sla/1, of orders placed from … to (local days, both included). Lists lie in the arena. */
struct report_sla {
	struct instant as_of;
	struct date from, to;
	const char *basis;
	int64_t orders;
	struct sla_figures confirm, ship, deliver;
	struct list groups; /* struct sla_group: by tier, by priority */
	struct list misses; /* struct sla_miss: breached or overdue, longest first, at most 100 */
};

#endif
