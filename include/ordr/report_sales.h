/* Additional sales worth a call, and the time that faster handling freed for them. */
#ifndef ORDR_REPORT_SALES_H
#define ORDR_REPORT_SALES_H

#include "ordr/report.h"

struct sales_due {
	const char *customer, *customer_name, *tier;
	int64_t orders, usual_days;
	struct date last_order, expected;
	struct money order_value; /* the mean net of an order */
};
struct sales_pair {
	const char *customer, *customer_name, *sku, *name, *with_sku, *with_name;
	int64_t orders; /* of the period that hold both */
};
struct sales_substitute {
	struct order_id id;
	const char *customer, *customer_name, *sku;
	struct quantity backordered;
	const char *substitute, *substitute_name;
	struct quantity available;
};
struct sales_step {
	const char *step;
	int64_t orders, orders_before;
	struct quantity mean_hours, mean_hours_before, freed_hours;
};
/* ordr.report-sales/1 */
struct report_sales {
	struct instant as_of;
	struct date from, to;
	const char *basis;
	int64_t customers_due;
	struct money value_due;
	struct quantity freed_hours; /* of all steps; absent when none can be compared */
	struct list due;         /* struct sales_due */
	struct list pairs;       /* struct sales_pair */
	struct list substitutes; /* struct sales_substitute */
	struct list steps;       /* struct sales_step */
};

#endif
