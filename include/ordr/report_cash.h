/* From order to cash: how long each leg takes, what is owed and for how long. */
#ifndef ORDR_REPORT_CASH_H
#define ORDR_REPORT_CASH_H

#include "ordr/report.h"

struct cash_leg {
	const char *leg; /* confirm, ship, invoice, pay, all */
	int64_t count;
	struct quantity median_days, p90_days; /* absent when nothing took it */
};
struct cash_age {
	const char *age; /* not due, 1-30, 31-60, 61-90, over 90 */
	int64_t invoices;
	struct money open;
};
struct cash_debtor {
	const char *customer, *customer_name;
	int64_t invoices;
	struct money open, overdue, disputed;
	struct date oldest_due;
};
/* ordr.report-cash/1 */
struct report_cash {
	struct instant as_of;
	struct date from, to;
	const char *basis;
	int64_t invoices; /* issued in the period */
	struct money sales, receivables, overdue;
	struct percent overdue_pct;
	int64_t disputes; /* open ones */
	struct money disputed; /* what is open and contested by them */
	struct quantity dso_days; /* absent without sales */
	struct list legs, aging, debtors;
};

#endif
