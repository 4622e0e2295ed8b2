/* What is late, what will be, whose fault it is and what it costs. */
#ifndef ORDR_REPORT_DELAYS_H
#define ORDR_REPORT_DELAYS_H

#include "ordr/report.h"

struct delays_fault {
	const char *fault; /* customer, supply, carrier, internal; unknown: no reason was given, or it is no code any more */
	int64_t promises_changed, late_orders;
	struct money late_sales;
	int64_t cancellations;
	struct money lost_sales;
};
struct delays_order {
	struct order_id id;
	const char *customer, *customer_name, *tier;
	struct date promised, expected; /* expected: of what is not late yet */
	int64_t days;                   /* late, or what it will be late by */
	struct money sales;
	const char *sku;                /* what it waits for */
	const char *reason, *fault;
};
/* ordr.report-delays/1. Open orders as of the moment; promises changed and lines cancelled from … to. Sales are net. */
struct report_delays {
	struct instant as_of;
	struct date from, to;
	const char *basis;
	int64_t late_orders, next_orders; /* next_orders: NONE when the moment is past */
	struct money late_sales, next_sales, sales_at_risk;
	int64_t promises_changed, cancellations;
	struct money lost_sales;
	struct list faults; /* struct delays_fault */
	struct list late;   /* struct delays_order, the longest late first */
	struct list next;   /* struct delays_order, the nearest promise first */
};

#endif
