/* What is waiting to be done, step by step. The lines of open orders are read once and counted under every step that has units of them, so
 * the report costs what is open, not what was ever ordered. What is delivered but not invoiced may lie in completed orders: the index
 * order_line_unbilled holds just those lines. */
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/hold.h"
#include "ordr/order_sql.h"
#include "ordr/report_backlog.h"
#include "ordr/settings.h"

enum { CONFIRM, STOCK, PICK, PACK, SHIP, DELIVER, INVOICE, STEPS };
enum { LATE, TODAY, TOMORROW, LATER, NO_DAY, DAYS };

static const char *const step_names[STEPS] = { "confirm", "stock", "pick", "pack", "ship", "deliver", "invoice" };
static const char *const day_names[DAYS] = { "late", "today", "tomorrow", "later", "none" };

static const struct field step_fields[] = {
	F(struct backlog_step, step, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "what is to be done; stock: wait for it to come"),
	F(struct backlog_step, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_PLOT, "orders that have units at this step"),
	F(struct backlog_step, lines, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "their lines that have"),
	F(struct backlog_step, units, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "units, whatever they are counted in"),
	F(struct backlog_step, overdue, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "of the orders, those whose next due time is past"),
	F(struct backlog_step, oldest, INSTANT, FIELD_SHOWN, "when the oldest of the orders was placed"),
	FIELD_END,
};

static const struct field day_fields[] = {
	F(struct backlog_day, when, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "when they are to leave: none is without a ship-by time"),
	F(struct backlog_day, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders"),
	FIELD_END,
};

const struct field report_backlog_fields[] = {
	F(struct report_backlog, as_of, INSTANT, FIELD_REQUIRED | FIELD_SHOWN, "the moment that it is counted at"),
	F(struct report_backlog, basis, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "how it is counted"),
	F(struct report_backlog, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "open orders: placed or confirmed"),
	F(struct report_backlog, held, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "of these, with an open hold"),
	F_LIST(struct report_backlog, steps, struct backlog_step, step_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_BARS, "what waits at each step"),
	F_LIST(struct report_backlog, to_ship, struct backlog_day, day_fields, FIELD_REQUIRED | FIELD_SHOWN, "orders to ship, by ship-by"),
	FIELD_END,
};

const struct schema report_backlog_schema = { .name = "ordr.report-backlog/1",
					      .title = "What is waiting to be done.",
					      .fields = report_backlog_fields,
					      .size = sizeof(struct report_backlog) };

static const char basis[] = "an order counts at each step that has units of it: placed waits for confirm, confirmed and not allocated"
			    " for stock, allocated for pick, picked for pack, packed for ship, shipped and services not performed for deliver, and what"
			    " workflow.invoice_on allows for invoice, also of completed orders; to_ship counts confirmed orders with goods not"
			    " shipped, by their ship-by time in the company's time zone";

struct pass {
	struct backlog_step steps[STEPS];
	struct backlog_day days[DAYS];
	int64_t last[STEPS]; /* the order counted last at each step: the lines of one order follow each other */
	int64_t last_order, last_to_ship;
	int64_t orders;
	struct instant now, midnight, next_midnight; /* the ends of today and of tomorrow */
};

/* What a line adds to a step. */
static int count(struct core *core, struct pass *pass, int step, int64_t units, const struct db_rows *rows)
{
	struct backlog_step *at = &pass->steps[step];
	int64_t order = db_column_integer(rows, 0);
	if (units <= 0)
		return 0;
	if (quantity_add(at->units, (struct quantity){ units }, &at->units))
		return err_set(core->err, ERR_FAILED, "the units at the step %s are more than can be counted", step_names[step]);
	at->lines++;
	if (pass->last[step] == order)
		return 0;
	pass->last[step] = order;
	at->orders++;
	int64_t placed_at = db_column_integer(rows, 2);
	int64_t next_due = db_column_integer(rows, 3);
	int64_t stopped = db_column_integer(rows, 4);
	at->overdue += next_due != NONE && next_due < (stopped == NONE ? pass->now.ms : stopped);
	if (at->oldest.ms == NONE || placed_at < at->oldest.ms)
		at->oldest.ms = placed_at;
	return 0;
}

static void count_day(struct pass *pass, const struct db_rows *rows)
{
	int64_t ship_by = db_column_integer(rows, 5);
	int day = ship_by == NONE			? NO_DAY
		  : ship_by < pass->now.ms		? LATE
		  : ship_by < pass->midnight.ms		? TODAY
		  : ship_by < pass->next_midnight.ms	? TOMORROW
							: LATER;
	pass->days[day].orders++;
}

/* One line of an open order. Its columns from 7: units to confirm, and at each step after. */
static int count_line(struct core *core, struct pass *pass, const struct db_rows *rows)
{
	int64_t order = db_column_integer(rows, 0);
	if (order != pass->last_order)
		pass->orders++;
	pass->last_order = order;
	if (db_column_integer(rows, 6) > 0 && order != pass->last_to_ship) {
		pass->last_to_ship = order;
		count_day(pass, rows);
	}
	for (int step = CONFIRM; step < STEPS; step++)
		if (count(core, pass, step, db_column_integer(rows, 7 + step), rows))
			return -1;
	return 0;
}

static int count_open(struct core *core, const char *invoice_on, const char *customer, struct pass *pass)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT o.id, o.state, o.placed_at, o.next_due, o.stopped_at, o.ship_by,"
		     " CASE WHEN o.state = 'confirmed' AND l.kind = 'goods' THEN l.ordered - l.cancelled - l.shipped END,"
		     " CASE o.state WHEN 'placed' THEN l.ordered - l.cancelled END, l.backordered, l.allocated, l.picked - l.packed,"
		     " l.packed - l.shipped, CASE WHEN l.kind = 'goods' THEN l.shipped - l.delivered"
		     " WHEN o.state = 'confirmed' AND l.kind = 'service' THEN l.ordered - l.cancelled - l.delivered END,"
		     " CASE o.state WHEN 'confirmed' THEN " LINE_BILLABLE("$1") " - l.invoiced END"
		     " FROM orders o JOIN order_line l ON l.order_id = o.id WHERE " ORDER_OPEN
		     " AND ($2 IS NULL OR o.customer_id = (SELECT id FROM customer WHERE code = $2)) ORDER BY o.stopped_at, o.next_due, o.id",
		     A(invoice_on), A(customer)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (count_line(core, pass, &rows)) {
			db_finish(&rows);
			return -1;
		}
	return found;
}

/* All of a completed order is delivered or cancelled, so every setting allows the same. */
static int count_completed(struct core *core, const char *customer, struct pass *pass)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT o.id, l.delivered - l.invoiced, o.placed_at, o.next_due, o.stopped_at FROM order_line l JOIN orders o ON o.id = l.order_id"
		     " WHERE l.delivered > l.invoiced AND o.state = 'completed'"
		     " AND ($1 IS NULL OR o.customer_id = (SELECT id FROM customer WHERE code = $1)) ORDER BY l.order_id, l.line",
		     A(customer)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (count(core, pass, INVOICE, db_column_integer(&rows, 1), &rows)) {
			db_finish(&rows);
			return -1;
		}
	return found;
}

static void begin(struct core *core, struct pass *pass)
{
	int minute;
	struct date today = instant_date(core->now, &minute);
	pass->now = core->now;
	pass->midnight = date_instant((struct date){ today.days + 1 }, 0);
	pass->next_midnight = date_instant((struct date){ today.days + 2 }, 0);
	for (int i = 0; i < STEPS; i++)
		pass->steps[i] = (struct backlog_step){ .step = step_names[i], .oldest = { NONE } };
	for (int i = 0; i < DAYS; i++)
		pass->days[i].when = day_names[i];
}

static int make(struct core *core, const struct report_request *request, void *record)
{
	const char *invoice_on = settings_text(core, "workflow.invoice_on");
	struct pass *pass = arena_alloc(core->arena, sizeof *pass);
	int64_t held = 0;
	if (!invoice_on || calendar_zone(core))
		return -1;
	if (!pass)
		return err_memory(core->err);
	begin(core, pass);
	if (db_integer(core->db, &held,
		       "SELECT count(*) FROM orders o WHERE " ORDER_OPEN " AND " HOLD_BLOCKS("7")
		       " AND ($1 IS NULL OR o.customer_id = (SELECT id FROM customer WHERE code = $1))",
		       A(request->customer)) < 0 ||
	    count_open(core, invoice_on, request->customer, pass) || count_completed(core, request->customer, pass))
		return -1;
	*(struct report_backlog *)record = (struct report_backlog){ .as_of = core->now, .basis = basis, .orders = pass->orders, .held = held,
								    .steps = { pass->steps, STEPS }, .to_ship = { pass->days, DAYS } };
	return 0;
}

static const char *const matter[] = { "orders", NULL };

const struct report report_backlog = { .schema = &report_backlog_schema, .matter = matter, .make = make };
