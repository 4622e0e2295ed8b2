/* The backlog by warehouse, and how it went in the last thirty days. What was allocated where is not kept once it is picked, so warehouses are of the
 * present alone. The trend reads the orders that are open and those closed since its first day, by the index orders_closed. */
#include "ordr/calendar.h"
#include "ordr/order_sql.h"
#include "ordr/past.h"
#include "report_backlog_parts.h"

const struct field backlog_place_fields[] = {
	F(struct backlog_place, warehouse, TEXT, FIELD_SHOWN | FIELD_KEY, "code of the warehouse; null: any may serve them"),
	F_CHOICE(struct backlog_place, step, backlog_step_names, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "what is to be done there"),
	F(struct backlog_place, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders that have units at this step"),
	F(struct backlog_place, lines, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "their lines that have"),
	F(struct backlog_place, units, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "units, whatever they are counted in"),
	FIELD_END,
};
static const struct schema place_schema = { .fields = backlog_place_fields, .size = sizeof(struct backlog_place) };

const struct field backlog_open_fields[] = {
	F(struct backlog_open, day, DATE, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "the day"),
	F(struct backlog_open, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_PLOT, "orders that were open at its end"),
	FIELD_END,
};

#define OF_CUSTOMER "($1 IS NULL OR o.customer_id = (SELECT id FROM customer WHERE code = $1))"

/* The + has SQLite go from the open orders to what is in their shipments: it would read every line that was ever shipped, and ask for its order. */
int backlog_places(struct core *core, const char *customer, struct list *places)
{
	return db_all(core->db, core->arena, &place_schema, places,
		      "SELECT w.code AS warehouse, u.step, count(DISTINCT u.order_id) AS orders, count(DISTINCT u.order_id * 1000000 + u.line) AS lines,"
		      " sum(u.units) AS units FROM (SELECT o.id AS order_id, l.line, o.warehouse_id,"
		      " CASE o.state WHEN 'placed' THEN 'confirm' ELSE CASE l.kind WHEN 'goods' THEN 'stock' ELSE 'deliver' END END AS step,"
		      " CASE WHEN o.state = 'placed' THEN l.ordered - l.cancelled WHEN l.kind = 'goods' THEN l.backordered"
		      " WHEN l.kind = 'service' THEN l.ordered - l.cancelled - l.delivered ELSE 0 END AS units"
		      " FROM orders o JOIN order_line l ON l.order_id = o.id WHERE " ORDER_OPEN " AND " OF_CUSTOMER
		      " UNION ALL SELECT o.id, a.line, a.warehouse_id, 'pick', a.quantity FROM orders o JOIN allocation a ON a.order_id = o.id"
		      " WHERE " ORDER_OPEN " AND " OF_CUSTOMER
		      " UNION ALL SELECT o.id, l.line, s.warehouse_id, CASE s.state WHEN 'picking' THEN 'pack' WHEN 'packed' THEN 'ship' ELSE 'deliver' END,"
		      " l.quantity FROM orders o JOIN shipment s ON s.order_id = +o.id JOIN shipment_line l ON l.shipment_id = +s.id"
		      " WHERE " ORDER_OPEN " AND s.state IN ('picking', 'packed', 'shipped') AND " OF_CUSTOMER ") u"
		      " LEFT JOIN warehouse w ON w.id = u.warehouse_id WHERE u.units > 0 GROUP BY w.code, w.rank, w.id, u.step"
		      " ORDER BY w.id IS NULL, w.rank, w.id, CASE u.step WHEN 'confirm' THEN 0 WHEN 'stock' THEN 1 WHEN 'pick' THEN 2 WHEN 'pack' THEN 3"
		      " WHEN 'ship' THEN 4 ELSE 5 END",
		      A(customer));
}

/* An order counts on each day that ends after it was placed and before it was closed. */
static void count_days(struct backlog_open *trend, const int64_t *ends, int64_t placed_at, int64_t closed_at)
{
	for (int i = 0; i < BACKLOG_DAYS; i++)
		trend[i].orders += placed_at <= ends[i] && (closed_at == NONE || closed_at > ends[i]);
}

int backlog_trend(struct core *core, const char *customer, struct list *trend)
{
	int64_t ends[BACKLOG_DAYS];
	int minute;
	struct db_rows rows;
	struct date today = instant_date(core->now, &minute);
	struct backlog_open *days = arena_array(core->arena, BACKLOG_DAYS, sizeof *days);
	if (!days)
		return err_memory(core->err);
	for (int i = 0; i < BACKLOG_DAYS; i++) {
		days[i] = (struct backlog_open){ .day = { today.days - BACKLOG_DAYS + 1 + i } };
		ends[i] = i == BACKLOG_DAYS - 1 ? core->now.ms : date_instant((struct date){ days[i].day.days + 1 }, 0).ms - 1;
	}
	if (db_query(core->db, &rows,
		     "SELECT o.placed_at, NULL FROM orders o WHERE $4 = 0 AND " ORDER_OPEN " AND " OF_CUSTOMER
		     " UNION ALL SELECT o.placed_at, NULL FROM orders o WHERE $4 = 1 AND " PAST_OPEN("$2") " AND " OF_CUSTOMER
		     " UNION ALL SELECT o.placed_at, o.closed_at FROM orders o WHERE o.closed_at > $3 AND o.closed_at <= $2 AND ($4 = 0 OR NOT EXISTS"
		     " (SELECT 1 FROM past k WHERE k.order_id = o.id AND k.part = 0 AND k.fact = 'closed_at' AND k.until > $2)) AND " OF_CUSTOMER,
		     A(customer), A(core->now), A(ends[0]), A((int64_t)core->past)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		count_days(days, ends, db_column_integer(&rows, 0), db_column_integer(&rows, 1));
	*trend = (struct list){ days, BACKLOG_DAYS };
	return found;
}
