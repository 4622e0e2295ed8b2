/* Why an order is late: what was said last. */
#include "ordr/allocation.h"
#include "ordr/past.h"
#include "ordr/report.h"

/* Did goods of it wait for stock at the moment of the report, or before? Once confirmed; what waits is kept in the line, what waited in `past`. */
static int has_waited(struct core *core, int64_t order)
{
	int64_t waited = 0;
	int found = db_integer(core->db, &waited,
			       "SELECT count(*) FROM order_line l JOIN orders o ON o.id = l.order_id WHERE l.order_id = $1 AND o.confirmed_at <= $2 AND " PAST_LINE("$2") " AND (EXISTS"
			       " (SELECT 1 FROM past k WHERE k.order_id = $1 AND k.part = l.line AND k.fact = 'backordered' AND k.until <= $2 AND k.value > 0)"
			       " OR CASE WHEN EXISTS (SELECT 1 FROM past k WHERE k.order_id = $1 AND k.part = l.line AND k.fact = 'backordered'"
			       " AND k.until > $2) THEN (SELECT k.value FROM past k WHERE k.order_id = $1 AND k.part = l.line AND k.fact = 'backordered'"
			       " AND k.until > $2 ORDER BY k.until LIMIT 1) ELSE l.backordered END > 0)",
			       A(order), A(core->now));
	return found < 0 ? -1 : waited > 0;
}

int report_reason(struct core *core, int64_t order, int target, struct instant until, const char **reason)
{
	struct db_rows rows;
	*reason = NULL;
	if (db_query(core->db, &rows,
		     "SELECT reason FROM (SELECT reason, at FROM promise_change WHERE order_id = $1 AND $3 > 0"
		     " UNION ALL SELECT a.reason, a.at FROM delivery_attempt a JOIN shipment s ON s.id = a.shipment_id WHERE s.order_id = $1 AND $3 = 2"
		     " UNION ALL SELECT reason, at FROM hold WHERE order_id = $1 AND (blocks & CASE $3 WHEN 0 THEN 1 ELSE 3 END) <> 0) r"
		     " WHERE at <= $2 ORDER BY at DESC, reason LIMIT 1",
		     A(order), A(until), A((int64_t)target)))
		return -1;
	int found = db_next(&rows);
	if (found == 1) {
		*reason = arena_strdup(core->arena, db_column_text(&rows, 0));
		db_finish(&rows);
		return *reason ? 0 : err_memory(core->err);
	}
	int waited = found || target == TARGET_CONFIRM ? found : has_waited(core, order);
	if (waited == 1)
		*reason = REASON_SHORTAGE;
	return waited < 0 ? -1 : 0;
}
