/* SLA targets: which policy an order falls under, and when its three targets are due. */
#ifndef ORDR_SLA_H
#define ORDR_SLA_H

#include "ordr/core.h"
#include "ordr/id.h"

struct sla_dues {
	struct instant confirm_due, confirm_risk; /* risk: when three quarters of the time are gone; NONE without a target */
	struct instant ship_due, ship_risk;
	struct instant deliver_due, deliver_risk;
};

/* The dues of an order placed at `from`: the most specific policy wins (tier and priority, then tier, then priority, then one
 * for all), hours are working hours. */
int sla_targets(struct core *core, const char *tier, const char *priority, struct instant from, struct sla_dues *dues);

/* Moves all of these times by minutes of work: an order whose clock stood has its targets later. */
int sla_later(struct core *core, int64_t minutes, struct sla_dues *dues);

enum sla_target_bit { SLA_CONFIRM = 1, SLA_SHIP = 2, SLA_DELIVER = 4 };

/* Moves the due and risk times of these targets of an order (a sum of enum sla_target_bit) by the working minutes from `from` to `to`: the
 * time that its clock stood. None when `to` is before `from`. */
int sla_pause(struct core *core, struct order_id id, unsigned targets, struct instant from, struct instant to);

/* The moment that an order (o) is judged at: while its clock stands, when that stopped. */
#define SLA_NOW(now) "coalesce(o.stopped_at, " now ")"

/* The status of a target in SQL: done, due, risk and now are expressions; for orders (o) that were not turned down. One definition
 * for orders and reports. SLA_STATUS_AT takes the moment that is judged at, worked out already. */
#define SLA_STATUS(done, due, risk, now) SLA_STATUS_AT(done, due, risk, SLA_NOW(now))
#define SLA_STATUS_AT(done, due, risk, at)                                                                                   \
	"CASE WHEN " due " IS NULL OR o.state IN ('rejected', 'cancelled') THEN NULL"                                        \
	" WHEN " done " IS NOT NULL THEN CASE WHEN " done " <= " due " THEN 'met' ELSE 'breached' END"                       \
	" WHEN " at " > " due " THEN 'overdue' WHEN " at " >= " risk " THEN 'at_risk' ELSE 'open' END"

#endif
