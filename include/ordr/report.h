/* Reports: each one object with its own figures, how it counts, and no data as null. One snapshot, never a lock. */
#ifndef ORDR_REPORT_H
#define ORDR_REPORT_H

#include "ordr/core.h"
#include "ordr/field.h"
#include "ordr/order.h"

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
/* ordr.report-sla/1, of orders placed from … to (local days, both included; NONE: up to today, from the first of that month). ERR_INVALID when
 * the period ends before it begins. Lists lie in the arena. */
struct report_sla {
	struct instant as_of;
	struct date from, to;
	const char *basis;
	int64_t orders;
	struct sla_figures confirm, ship, deliver;
	struct list groups; /* struct sla_group: by tier, by priority */
	struct list misses; /* struct sla_miss: breached or overdue, longest first, at most 100 */
};
extern const struct schema report_sla_schema;
int report_sla(struct core *core, struct date from, struct date to, struct report_sla *report);

struct backlog_step {
	const char *step;  /* confirm, stock, pick, pack, ship, deliver, invoice */
	int64_t orders, lines;
	struct quantity units;
	int64_t overdue;   /* orders whose next due time is past */
	struct instant oldest; /* when the oldest of them was placed */
};
struct backlog_day {
	const char *when; /* late, today, tomorrow, later, none */
	int64_t orders;
};
/* ordr.report-backlog/1 */
struct report_backlog {
	struct instant as_of;
	const char *basis;
	int64_t orders, held; /* open ones; of these, with an open hold */
	struct list steps;   /* struct backlog_step */
	struct list to_ship; /* struct backlog_day: by ship_by */
};
extern const struct schema report_backlog_schema;
int report_backlog(struct core *core, struct report_backlog *report);

struct urgent_order {
	struct order_id id;
	const char *customer, *customer_name, *tier, *priority, *state, *fulfilment;
	const char *step;  /* what is to do next: confirm, pick, pack, ship, deliver, wait for stock, release, invoice, pay */
	const char *whose; /* sales, warehouse, billing */
	struct instant stopped_at, next_due;
	int64_t slack_minutes;
	const char *status; /* overdue, at_risk, open */
};
/* ordr.report-urgent/1 */
struct report_urgent {
	struct instant as_of;
	const char *basis;
	int64_t open, overdue, at_risk;
	struct list orders; /* struct urgent_order, most urgent first, at most `limit` */
};
extern const struct schema report_urgent_schema;
int report_urgent(struct core *core, int64_t limit, struct report_urgent *report);

#endif
