/* How many orders met their targets, and which did not. */
#ifndef ORDR_REPORT_SLA_H
#define ORDR_REPORT_SLA_H

#include "ordr/report.h"

/* How one target stood: counts of orders. met_pct is of those decided or past due (met + breached + overdue). */
struct sla_figures {
	int64_t met, breached, open, at_risk, overdue;
	struct percent met_pct; /* absent when nothing was due */
};
/* How long a step took, in working hours, of the orders that took it: from placing, from confirming, from shipping. Nearest rank. */
struct sla_step {
	const char *step;
	int64_t orders;
	struct quantity median_hours, p90_hours; /* absent when none did */
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
	const char *reason, *fault; /* the last reason that was given for it to be late; NULL when none was */
};
/* ordr.report-sla/1, of orders placed from … to (local days, both included). Lists lie in the arena. */
struct report_sla {
	struct instant as_of;
	struct date from, to;
	const char *basis;
	int64_t orders;
	struct sla_figures confirm, ship, deliver;
	struct list steps;  /* struct sla_step */
	struct list groups; /* struct sla_group: by tier, by priority, by the ten customers with the most misses; or by what --by says, all of them */
	struct list misses; /* struct sla_miss: breached or overdue, longest first, at most 100 or what --limit says */
};

#endif
