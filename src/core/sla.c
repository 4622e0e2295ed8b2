/* SLA targets. Due times are computed once, when the order is placed, and kept: a promise does not move because a policy was edited. */
#include "ordr/calendar.h"
#include "ordr/sla.h"

struct hours {
	int64_t confirm, ship, deliver; /* thousandths of a working hour; NONE: no target */
};

/* The most specific policy wins: one for tier and priority before one for a tier, before one for a priority, before one for all. */
static int find_policy(struct core *core, const char *tier, const char *priority, struct hours *hours)
{
	struct db_rows rows;
	int64_t best = NONE;
	if (db_query(core->db, &rows,
		     "SELECT (tier IS NOT NULL) * 2 + (priority IS NOT NULL), confirm, ship, deliver FROM sla_policy"
		     " WHERE (tier = $1 OR tier IS NULL) AND (priority = $2 OR priority IS NULL)",
		     A(tier), A(priority)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		int64_t narrow = db_column_integer(&rows, 0);
		if (best != NONE && best >= narrow)
			continue;
		best = narrow;
		hours->confirm = db_column_integer(&rows, 1);
		hours->ship = db_column_integer(&rows, 2);
		hours->deliver = db_column_integer(&rows, 3);
	}
	return found < 0 ? -1 : best != NONE;
}

static int target(struct core *core, struct instant from, int64_t hours, struct instant *due, struct instant *risk)
{
	if (hours == NONE)
		return 0;
	const struct calendar *calendar = calendar_get(core);
	if (!calendar)
		return -1;
	int64_t minutes;
	if (integer_scale(hours, 60, 1000, &minutes))
		return err_set(core->err, ERR_INVALID, "an SLA target is longer than can be counted");
	if (calendar_add(core, calendar, from, minutes, due))
		return -1;
	return calendar_add(core, calendar, from, minutes - minutes / 4, risk);
}

int sla_targets(struct core *core, const char *tier, const char *priority, struct instant from, struct sla_dues *dues)
{
	const struct instant none = { NONE };
	struct hours hours = { NONE, NONE, NONE };
	*dues = (struct sla_dues){ none, none, none, none, none, none };
	int found = find_policy(core, tier, priority, &hours);
	if (found != 1)
		return found;
	if (target(core, from, hours.confirm, &dues->confirm_due, &dues->confirm_risk) ||
	    target(core, from, hours.ship, &dues->ship_due, &dues->ship_risk))
		return -1;
	return target(core, from, hours.deliver, &dues->deliver_due, &dues->deliver_risk);
}
