/* All reports on one page. */
#ifndef ORDR_REPORT_DASHBOARD_H
#define ORDR_REPORT_DASHBOARD_H

#include "ordr/report_backlog.h"
#include "ordr/report_cash.h"
#include "ordr/report_customers.h"
#include "ordr/report_delays.h"
#include "ordr/report_quality.h"
#include "ordr/report_sales.h"
#include "ordr/report_sla.h"
#include "ordr/report_stock.h"
#include "ordr/report_urgent.h"

/* ordr.report-dashboard/1: each report as it is alone, of the same moment and period, its lists shorter. */
struct report_dashboard {
	struct instant as_of;
	struct date from, to;
	const char *basis;
	struct report_urgent urgent;
	struct report_backlog backlog;
	struct report_sla sla;
	struct report_delays delays;
	struct report_stock stock;
	struct report_customers customers;
	struct report_quality quality;
	struct report_cash cash;
	struct report_sales sales;
};

#endif
