/* Customers, strategic ones first: what they bought, how they were served, and who has gone quiet. */
#ifndef ORDR_REPORT_CUSTOMERS_H
#define ORDR_REPORT_CUSTOMERS_H

#include "ordr/report.h"

struct customers_row {
	const char *customer, *customer_name, *tier;
	int64_t orders, orders_before; /* placed in the period, and in as many days before it */
	struct percent trend_pct;      /* the change, of those before; absent when there were none */
	struct money sales;            /* net, invoiced in the period less credit notes */
	struct percent otif_pct, sla_met_pct;
	int64_t open_orders, complaints;
	struct money receivables, credit_limit;
	struct date last_order;
};
struct customers_quiet {
	const char *customer, *customer_name, *tier;
	int64_t orders;
	struct date last_order;
	int64_t usual_days, quiet_days; /* the median from one order to the next, and since the last */
};
/* ordr.report-customers/1 */
struct report_customers {
	struct instant as_of;
	struct date from, to;
	const char *basis;
	int64_t customers, orders, open_orders, complaints;
	struct money sales;
	struct percent otif_pct, sla_met_pct;
	struct list list;  /* struct customers_row */
	struct list quiet; /* struct customers_quiet */
};

#endif
