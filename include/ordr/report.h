/* Reports: each one object with its own figures, how it counts (`basis`), and no data as null. One snapshot, never a lock.
 *
 * A report is one `struct report` in src/core/report_NAME.c, one row in src/cmd/report.c, its section in ordr-report(1). All the rest follows from
 * its field table: the table for people, JSON, CSV, the page, --check, --skip-empty, -o. */
#ifndef ORDR_REPORT_H
#define ORDR_REPORT_H

#include "ordr/core.h"
#include "ordr/field.h"
#include "ordr/order.h"

/* What is asked of a report. What was not given is NULL, NONE or false; what a report's options do not offer is never given. */
struct report_request {
	struct instant as_of;  /* the moment it stands for; core->now is the same, so "today" is the day of then */
	bool past;             /* --as-of was given and lies before the present: what was recorded after it must not be counted */
	struct date from, to;  /* local days, both included: report_period fills in what was not given */
	const char *by;        /* one of the report's own `by` */
	const char *customer, *tier, *priority, *channel, *warehouse, *sku; /* filters: codes, as they were typed */
	int64_t limit;         /* of the longest list */
	bool explain;
};

struct report {
	const struct schema *schema; /* "ordr.report-sla/1" */
	const char *const *by;       /* what --by takes, ends with NULL; or NULL */
	/* When there is nothing to say (--skip-empty): names of fields of the record, dotted into objects, ends with NULL; it is so when each of them is 0,
	 * null or an empty list. */
	const char *const *matter;
	/* Fills the record, which is cleared: a struct of schema->size. Lists and texts lie in core->arena. */
	int (*make)(struct core *core, const struct report_request *request, void *record);
};

extern const struct report report_sla, report_urgent, report_backlog, report_delays, report_cash, report_customers, report_quality, report_sales, report_stock, report_dashboard;
extern const char *const report_sla_by[], *const report_quality_by[]; /* for the option --by: what `by` of the report is */
extern const struct schema report_sla_schema, report_urgent_schema, report_backlog_schema, report_delays_schema,
	report_cash_schema, report_customers_schema, report_quality_schema, report_sales_schema, report_stock_schema, report_dashboard_schema; /* for ordr schema */
extern const struct field report_sla_fields[], report_urgent_fields[], report_backlog_fields[], report_delays_fields[], report_cash_fields[],
	report_customers_fields[], report_quality_fields[], report_sales_fields[], report_stock_fields[]; /* for the dashboard */

/* The period of a report: what is not given is up to the day of core->now, from the first of that month. ERR_USAGE when it ends before it begins. */
int report_period(struct core *core, const struct report_request *request, struct date *from, struct date *to);
/* ERR_NOT_FOUND when the customer, warehouse or SKU of the request is not in the books (as_of or not): called before a report is made. */
int report_check_filters(struct core *core, const struct report_request *request);
/* Names by rank: tiers as URGENCY_TIER has them, priorities as orders keep them. */
extern const char *const report_tiers[3], *const report_priorities[4];
/* The subject of what the log says of master data: "customer C-1". */
void report_subject(char subject[80], const char *word, const char *key);
/* The last reason given by `until` for an order to miss a target (TARGET_CONFIRM and so on, past.h): of a hold that kept it from the step, or from TARGET_SHIP on
 * of a promise changed, or with TARGET_DELIVER of an attempt to deliver; else stock-out when goods of it waited. NULL when there is none. */
int report_reason(struct core *core, int64_t order, int target, struct instant until, const char **reason);
/* Whose fault a reason is; NULL when it is NULL, or is no reason code any more. */
int report_fault(struct core *core, const char *reason, const char **fault);
/* A record that has nothing to say, by report->matter. */
bool report_empty(const struct report *report, const void *record);

#endif
