/* One pass over the orders of a period, each as it stood at core->now, with what it is to be judged by. */
#include "ordr/judged.h"

#include <string.h>

#include "ordr/calendar.h"

/* Was anything of it called off for a reason that is not the customer's? */
static int find_cut(struct core *core, struct judged_order *order)
{
	struct db_rows rows;
	int found;
	order->cut = false;
	if (db_query(core->db, &rows,
		     "SELECT reason FROM cancellation WHERE order_id = $1 AND at <= $2"
		     " UNION SELECT reason FROM orders WHERE id = $1 AND state = 'cancelled' AND closed_at <= $2",
		     A(order->facts.id), A(core->now)))
		return -1;
	while ((found = db_next(&rows)) == 1) {
		const char *fault = NULL;
		if (order->cut)
			continue;
		if (report_fault(core, db_column_text(&rows, 0), &fault)) {
			db_finish(&rows);
			return -1;
		}
		order->cut = fault && (!strcmp(fault, "supply") || !strcmp(fault, "internal"));
	}
	return found;
}

static int read(struct core *core, const struct db_rows *rows, struct judged_order *order)
{
	const int at = ORDER_FACTS_COUNT;
	if (order_facts_read(core, rows, 0, &order->facts))
		return -1;
	bool confirmed = order->facts.done[TARGET_CONFIRM] != NONE;
	const char *confirmer = db_column_optional(rows, at + 3);
	order->customer = db_column_integer(rows, at);
	order->first_promised = confirmed ? db_column_integer(rows, at + 1) : NONE;
	order->channel = arena_strdup(core->arena, db_column_text(rows, at + 2));
	order->confirmed_by = confirmed ? arena_strdup(core->arena, confirmer) : NULL;
	if (!order->channel || (confirmed && confirmer && !order->confirmed_by))
		return err_memory(core->err);
	order->cut = db_column_integer(rows, at + 4) == 1;
	return order->cut ? find_cut(core, order) : 0;
}

int judged_each(struct core *core, const struct report_request *request, struct date from, struct date to,
		int (*each)(void *context, const struct judged_order *order), void *context)
{
	struct db_rows rows;
	struct instant first = date_instant(from, 0);
	struct instant after = date_instant((struct date){ to.days + 1 }, 0);
	if (db_query(core->db, &rows,
		     "SELECT " ORDER_FACTS ", o.customer_id, o.first_promised, o.channel, o.confirmed_by,"
		     " o.state = 'cancelled' OR EXISTS (SELECT 1 FROM cancellation x WHERE x.order_id = o.id)"
		     " FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.placed_at >= $1 AND o.placed_at < $2 AND o.placed_at <= $3"
		     " AND ($4 IS NULL OR c.code = $4) AND " PAST_TIER("$5", "$3") " AND ($6 IS NULL OR o.channel = $6) ORDER BY o.placed_at, o.id",
		     A(first), A(after), A(core->now), A(request->customer), A(request->tier), A(request->channel)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		struct judged_order order;
		int result = read(core, &rows, &order) || each(context, &order);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

enum judgement judged_by(const struct judged_order *order, int64_t day, struct date today)
{
	const struct order_facts *facts = &order->facts;
	if (facts->done[TARGET_CONFIRM] == NONE || day == NONE || !strcmp(facts->state, "rejected"))
		return JUDGED_NOT;
	if (!strcmp(facts->state, "cancelled"))
		return order->cut ? JUDGED_SHORT : JUDGED_NOT;
	if (facts->done[TARGET_DELIVER] == NONE)
		return today.days > day ? JUDGED_LATE : JUDGED_NOT;
	if (instant_date((struct instant){ facts->done[TARGET_DELIVER] }, NULL).days > day)
		return JUDGED_LATE;
	return order->cut ? JUDGED_SHORT : JUDGED_MET;
}
