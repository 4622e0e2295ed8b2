/* SLA targets: which policy an order falls under, and when its three targets are due. */
#ifndef ORDR_SLA_H
#define ORDR_SLA_H

#include "ordr/core.h"

struct sla_dues {
	struct instant confirm_due, confirm_risk; /* risk: when three quarters of the time are gone; NONE without a target */
	struct instant ship_due, ship_risk;
	struct instant deliver_due, deliver_risk;
};

/* The dues of an order placed at `from`: the most specific policy wins (tier and priority, then tier, then priority, then one
 * for all), hours are working hours. */
int sla_targets(struct core *core, const char *tier, const char *priority, struct instant from, struct sla_dues *dues);

/* The status of a target in SQL: done, due, risk and now are expressions; for orders that were not turned down. One definition
 * for orders and reports. */
#define SLA_STATUS(done, due, risk, now)                                                                                     \
	"CASE WHEN " due " IS NULL OR o.state IN ('rejected', 'cancelled') THEN NULL"                                        \
	" WHEN " done " IS NOT NULL THEN CASE WHEN " done " <= " due " THEN 'met' ELSE 'breached' END"                       \
	" WHEN " now " > " due " THEN 'overdue' WHEN " now " >= " risk " THEN 'at_risk' ELSE 'open' END"

#endif
