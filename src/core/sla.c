/* SLA targets. Due times are computed once, when the order is placed, and kept: a promise does not move because a policy was edited. */
#include "ordr/calendar.h"
#include "ordr/past.h"
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

/* One time of a target, moved; one that is not set stays so. */
static int move(struct core *core, const struct calendar *calendar, int64_t minutes, int64_t *time)
{
	struct instant moved;
	if (*time == NONE)
		return 0;
	if (calendar_add(core, calendar, (struct instant){ *time }, minutes, &moved))
		return -1;
	*time = moved.ms;
	return 0;
}

int sla_later(struct core *core, int64_t minutes, struct sla_dues *dues)
{
	struct instant *const times[] = { &dues->confirm_due, &dues->confirm_risk, &dues->ship_due,
					  &dues->ship_risk,   &dues->deliver_due,  &dues->deliver_risk };
	const struct calendar *calendar = calendar_get(core);
	if (!calendar)
		return -1;
	for (int i = 0; minutes > 0 && i < 6; i++)
		if (move(core, calendar, minutes, &times[i]->ms))
			return -1;
	return 0;
}

/* Columns: due and risk of confirm, ship, deliver. */
static int load_times(struct core *core, struct order_id id, int64_t times[6])
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT confirm_due, confirm_risk, ship_due, ship_risk, deliver_due, deliver_risk FROM orders WHERE id = $1",
		     A(id.number)))
		return -1;
	int found = db_next(&rows);
	for (int i = 0; found == 1 && i < 6; i++)
		times[i] = db_column_integer(&rows, i);
	if (found == 1)
		db_finish(&rows);
	return found == 1 ? 0 : -1;
}

int sla_pause(struct core *core, struct order_id id, unsigned targets, struct instant from, struct instant to)
{
	int64_t times[6];
	const struct calendar *calendar = calendar_get(core);
	int64_t minutes = calendar ? calendar_between(calendar, from, to) : -1;
	if (!calendar || minutes <= 0 || !targets)
		return calendar ? 0 : -1;
	if (load_times(core, id, times))
		return -1;
	for (unsigned i = 0; i < 6; i++)
		if ((targets & (1U << i / 2)) && move(core, calendar, minutes, &times[i]))
			return -1;
	if (past_keep_order(core, id))
		return -1;
	return db_run(core->db,
		      "UPDATE orders SET confirm_due = $2, confirm_risk = $3, ship_due = $4, ship_risk = $5, deliver_due = $6,"
		      " deliver_risk = $7 WHERE id = $1",
		      A(id.number), A(times[0]), A(times[1]), A(times[2]), A(times[3]), A(times[4]), A(times[5]));
}
