/* How well orders were done: what went wrong with them, and how many were perfect. */
#ifndef ORDR_REPORT_QUALITY_H
#define ORDR_REPORT_QUALITY_H

#include "ordr/report.h"

/* Documents that say that something went wrong. The rates are for each hundred orders; absent without orders. */
struct quality_problems {
	int64_t complaints, returns, credit_notes, disputes;
	struct quantity complaints_per_100, returns_per_100, credit_notes_per_100, disputes_per_100;
};
struct quality_otif {
	const char *basis; /* requested, first_promised, promised */
	int64_t judged, met, late, shorted;
	struct percent met_pct;
};
struct quality_group {
	const char *by, *value; /* channel, confirmer, product or fault */
	int64_t orders;         /* NONE: of a fault */
	int64_t complaints, returns, credit_notes, disputes;
	struct quantity per_100; /* all of them, for each hundred of its orders; of a fault for each hundred of all */
};
/* ordr.report-quality/1 */
struct report_quality {
	struct instant as_of;
	struct date from, to;
	const char *basis;
	int64_t orders, judged, perfect;
	struct percent perfect_pct;
	struct list otif; /* struct quality_otif */
	struct quality_problems problems;
	struct list groups; /* struct quality_group */
};

#endif
