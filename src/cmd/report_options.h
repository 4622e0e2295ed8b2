/* The options that reports share, for the option tables of report.c. */
#ifndef ORDR_CMD_REPORT_OPTIONS_H
#define ORDR_CMD_REPORT_OPTIONS_H

#include "ordr/cmd.h"
#include "ordr/master.h"
#include "ordr/order.h"

struct report_options {
	struct date from, to;
	const char *as_of, *by, *customer, *tier, *priority, *channel, *warehouse, *sku, *check, *output;
	int64_t limit;
	bool explain, skip_empty, html;
};

#define REPORT_OPTION(member, kind, what, text) OPT(struct report_options, member, 0, kind, what, text)

/* Each report takes these. */
#define REPORT_COMMON                                                                                                        \
	REPORT_OPTION(as_of, INSTANT, "TIME", "as it stood at this time; else now"),                                         \
		REPORT_OPTION(check, TEXT, "EXPR", "print nothing; exit 20 unless this holds"),               \
		REPORT_OPTION(skip_empty, FLAG, NULL, "print nothing when there is nothing to say"),                         \
		REPORT_OPTION(html, FLAG, NULL, "print a page that stands alone, charts too"),                              \
		OPT(struct report_options, output, 'o', TEXT, "FILE", "write to this file, whole or not at all")

/* Those that look at a period. `whose` ends the clause: "orders placed". */
#define REPORT_PERIOD(whose)                                                                                                 \
	REPORT_OPTION(from, DATE, "DATE", whose " on or after this day; else the first of the month"),                       \
		REPORT_OPTION(to, DATE, "DATE", whose " on or before this day; else today")

#define REPORT_BY(values) OPT_ONE_OF(struct report_options, by, 0, values, "FIELD", "grouped by this alone")
#define REPORT_LIMIT(text) REPORT_OPTION(limit, INTEGER, "N", text)

/* Filters: those that a report honours. */
#define REPORT_CUSTOMER  REPORT_OPTION(customer, TEXT, "CUSTOMER", "only of this customer")
#define REPORT_TIER	 OPT_ONE_OF(struct report_options, tier, 0, tier_choices, "TIER", "only of customers of this tier")
#define REPORT_PRIORITY	 OPT_ONE_OF(struct report_options, priority, 0, priority_choices, "PRIORITY", "only of orders of this priority")
#define REPORT_CHANNEL	 REPORT_OPTION(channel, TEXT, "CHANNEL", "only of orders that came this way")
#define REPORT_WAREHOUSE REPORT_OPTION(warehouse, TEXT, "WAREHOUSE", "only of this warehouse")
#define REPORT_SKU	 REPORT_OPTION(sku, TEXT, "SKU", "only of this product")

#endif
