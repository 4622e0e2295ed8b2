/* Orders judged by what was promised: on time, in full (OTIF), as Supply Chain Operations Reference (SCOR, RL.1.1 perfect order fulfillment) counts
 * by whole orders. An order is judged once it was confirmed and its day is decided: delivered whole, or the day is over. */
#ifndef ORDR_JUDGED_H
#define ORDR_JUDGED_H

#include <stdbool.h>

#include "ordr/past.h"
#include "ordr/report.h"

enum judgement {
	JUDGED_NOT,   /* never confirmed, called off by the customer, without such a day, or the day is not over */
	JUDGED_MET,   /* delivered whole by the end of the day */
	JUDGED_LATE,  /* delivered after it, or not yet delivered when it is over */
	JUDGED_SHORT  /* delivered by then, but units were cancelled for want of goods or by our own fault */
};

struct judged_order {
	struct order_facts facts;
	int64_t customer;
	const char *channel, *confirmed_by; /* in the arena; NULL: not confirmed */
	int64_t first_promised;             /* a day; facts.requested and facts.promised are the others */
	bool cut;                           /* units of it were cancelled by a reason whose fault is supply or internal */
};

/* Calls back for the orders that were placed in the period (local days, both included) and that the request's filters leave, in order of placing. The
 * arena is reset after each. */
int judged_each(struct core *core, const struct report_request *request, struct date from, struct date to,
		int (*each)(void *context, const struct judged_order *order), void *context);
/* By this day (NONE: there is none); `today` is the day of core->now. */
enum judgement judged_by(const struct judged_order *order, int64_t day, struct date today);

#endif
