/* What is waiting to be done, step by step. The lines of open orders are read once and counted under every step that has units of them, so
 * the report costs what is open, not what was ever ordered. What is delivered but not invoiced may lie in completed orders: the index
 * order_line_unbilled holds just those lines. */
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/hold.h"
#include "ordr/order_sql.h"
#include "ordr/report_backlog.h"
#include "ordr/settings.h"
#include "ordr/speak.h"
#include "report_backlog_parts.h"
#include "report_past.h"

enum { CONFIRM, STOCK, PICK, PACK, SHIP, DELIVER, INVOICE, STEPS };
enum { AGE_TODAY, AGE_3, AGE_7, AGE_14, AGE_30, AGE_OVER, AGES };
enum { LATE, TODAY, TOMORROW, LATER, NO_DAY, DAYS };

const char *const backlog_step_names[] = { "confirm", "stock", "pick", "pack", "ship", "deliver", "invoice", NULL };
static const char *const age_names[] = { "today", "1-3", "4-7", "8-14", "15-30", "over 30", NULL };
static const char *const day_names[] = { "late", "today", "tomorrow", "later", "none", NULL };

static const struct field step_fields[] = {
	F_CHOICE(struct backlog_step, step, backlog_step_names, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "what is to be done; stock: wait for it to come"),
	F(struct backlog_step, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_PLOT, "orders that have units at this step"),
	F(struct backlog_step, lines, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "their lines that have"),
	F(struct backlog_step, units, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "units, whatever they are counted in"),
	F(struct backlog_step, overdue, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "of the orders, those whose next due time is past"),
	F(struct backlog_step, oldest, INSTANT, FIELD_SHOWN, "when the oldest of the orders was placed"),
	FIELD_END,
};

static const struct field age_fields[] = {
	F_CHOICE(struct backlog_age, age, age_names, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "days since they were placed"),
	F_CHOICE(struct backlog_age, step, backlog_step_names, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "what is to be done"),
	F(struct backlog_age, orders, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "orders that have units at this step"),
	F(struct backlog_age, lines, INTEGER, FIELD_REQUIRED | FIELD_SHOWN, "their lines that have"),
	F(struct backlog_age, units, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "units, whatever they are counted in"),
	FIELD_END,
};

static const struct field day_fields[] = {
	F_CHOICE(struct backlog_day, when, day_names, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "when they are to leave: none is without a ship-by time"),
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
	F_LIST(struct report_backlog, ages, struct backlog_age, age_fields, FIELD_REQUIRED | FIELD_SHOWN, "what waits at each step, by age"),
	F_LIST(struct report_backlog, places, struct backlog_place, backlog_place_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE,
	       "what waits at each step, by warehouse; of the present alone"),
	F_LIST(struct report_backlog, trend, struct backlog_open, backlog_open_fields, FIELD_REQUIRED | FIELD_SHOWN | FIELD_SPARK,
	       "open orders at the end of each of the last 30 days, the last of them now"),
	FIELD_END,
};

const struct schema report_backlog_schema = { .name = "ordr.report-backlog/1",
					      .title = "What is waiting to be done.",
					      .fields = report_backlog_fields,
					      .size = sizeof(struct report_backlog) };

static const char basis[] = TO_TRANSLATE("an order counts at each step that has units of it: placed waits for confirm, confirmed and not allocated"
			    " for stock, allocated for pick, picked for pack, packed for ship, shipped and services not performed for deliver, and what"
			    " workflow.invoice_on allows for invoice, also of completed orders; to_ship counts confirmed orders with goods not"
			    " shipped, by their ship-by time in the company's time zone; age is counted in calendar days since the order was placed; a warehouse is where"
			    " units are allocated or were picked, before that the one that the order names");

struct pass {
	struct backlog_step steps[STEPS];
	struct backlog_day days[DAYS];
	struct backlog_age ages[AGES][STEPS];
	int64_t today;
	int64_t last[STEPS]; /* the order counted last at each step: the lines of one order follow each other */
	int64_t last_order, last_to_ship;
	int64_t orders;
	struct instant now, midnight, next_midnight; /* the ends of today and of tomorrow */
};

/* What of an order every step counts. */
struct head {
	int64_t id, placed_at, next_due, stopped_at, ship_by;
};

static int age_of(const struct pass *pass, int64_t placed_at)
{
	static const int most[] = { 0, 3, 7, 14, 30 };
	int minute;
	int64_t days = pass->today - instant_date((struct instant){ placed_at }, &minute).days;
	int age = 0;
	while (age < AGE_OVER && days > most[age])
		age++;
	return age;
}

/* What a line adds to a step. */
static int count(struct core *core, struct pass *pass, int step, int64_t units, const struct head *head)
{
	struct backlog_step *at = &pass->steps[step];
	if (units <= 0)
		return 0;
	if (quantity_add(at->units, (struct quantity){ units }, &at->units))
		return err_set(core->err, ERR_FAILED, "the units at the step %s are more than can be counted", backlog_step_names[step]);
	struct backlog_age *aged = &pass->ages[age_of(pass, head->placed_at)][step];
	aged->units.thousandths += units; /* no more than those of the step */
	aged->lines++;
	at->lines++;
	if (pass->last[step] == head->id)
		return 0;
	pass->last[step] = head->id;
	at->orders++;
	aged->orders++;
	at->overdue += head->next_due != NONE && head->next_due < (head->stopped_at == NONE ? pass->now.ms : head->stopped_at);
	if (at->oldest.ms == NONE || head->placed_at < at->oldest.ms)
		at->oldest.ms = head->placed_at;
	return 0;
}

static void count_day(struct pass *pass, int64_t ship_by)
{
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
	const struct head head = { db_column_integer(rows, 0), db_column_integer(rows, 2), db_column_integer(rows, 3), db_column_integer(rows, 4),
				   db_column_integer(rows, 5) };
	if (head.id != pass->last_order)
		pass->orders++;
	pass->last_order = head.id;
	if (db_column_integer(rows, 6) > 0 && head.id != pass->last_to_ship) {
		pass->last_to_ship = head.id;
		count_day(pass, head.ship_by);
	}
	for (int step = CONFIRM; step < STEPS; step++)
		if (count(core, pass, step, db_column_integer(rows, 7 + step), &head))
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
	while ((found = db_next(&rows)) == 1) {
		const struct head head = { db_column_integer(&rows, 0), db_column_integer(&rows, 2), db_column_integer(&rows, 3), db_column_integer(&rows, 4), NONE };
		if (count(core, pass, INVOICE, db_column_integer(&rows, 1), &head)) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

static int count_held(struct core *core, const char *customer, int64_t *held)
{
	return db_integer(core->db, held,
			  "SELECT count(*) FROM orders o WHERE " ORDER_OPEN " AND " HOLD_BLOCKS("7")
			  " AND ($1 IS NULL OR o.customer_id = (SELECT id FROM customer WHERE code = $1))",
			  A(customer)) < 0
		       ? -1
		       : 0;
}

/* --- the past ----------------------------------------------------------------------------------------------------------------- */

struct looking_back {
	struct core *core;
	struct pass *pass;
	const char *invoice_on;
	int64_t held;
};

static struct head head_of(const struct open_then *order)
{
	return (struct head){ order->facts.id, order->facts.placed_at, order->next_due, order->facts.stopped_at, order->facts.ship_by };
}

/* Units of a line at each step, as count_open has them by SQL. */
static void units_of(const struct open_then *order, const struct line_facts *line, const char *invoice_on, int64_t units[STEPS])
{
	bool placed = !strcmp(order->facts.state, "placed");
	bool goods = !strcmp(line->kind, "goods");
	units[CONFIRM] = placed ? line->active : 0;
	units[STOCK] = line->backordered;
	units[PICK] = line->allocated;
	units[PACK] = line->picked - line->packed;
	units[SHIP] = line->packed - line->shipped;
	units[DELIVER] = goods ? line->shipped - line->delivered : !placed && !strcmp(line->kind, "service") ? line->active - line->delivered : 0;
	units[INVOICE] = placed ? 0 : open_then_billable(order, line, invoice_on) - line->invoiced;
}

static int take_open(void *context, const struct open_then *order)
{
	struct looking_back *back = context;
	const struct line_facts *line = order->lines.items;
	const struct head head = head_of(order);
	back->pass->orders++;
	back->held += order->holds != 0;
	if (!strcmp(order->facts.state, "confirmed") && open_then_to_ship(order))
		count_day(back->pass, head.ship_by);
	for (size_t i = 0; i < order->lines.count; i++) {
		int64_t units[STEPS];
		units_of(order, &line[i], back->invoice_on, units);
		for (int step = CONFIRM; step < STEPS; step++)
			if (count(back->core, back->pass, step, units[step], &head))
				return -1;
	}
	return 0;
}

static int take_completed(void *context, const struct open_then *order)
{
	struct looking_back *back = context;
	const struct line_facts *line = order->lines.items;
	struct head head = head_of(order);
	head.next_due = NONE;
	for (size_t i = 0; i < order->lines.count; i++)
		if (count(back->core, back->pass, INVOICE, line[i].delivered - line[i].invoiced, &head))
			return -1;
	return 0;
}

static int look_back(struct core *core, const char *invoice_on, const char *customer, struct pass *pass, int64_t *held)
{
	struct looking_back back = { .core = core, .pass = pass, .invoice_on = invoice_on };
	int result = open_then_each(core, customer, false, take_open, &back) || open_then_each(core, customer, true, take_completed, &back) ? -1 : 0;
	*held = back.held;
	return result;
}

/* ------------------------------------------------------------------------------------------------------------------------------ */

static void begin(struct core *core, struct pass *pass)
{
	int minute;
	struct date today = instant_date(core->now, &minute);
	pass->now = core->now;
	pass->today = today.days;
	pass->midnight = date_instant((struct date){ today.days + 1 }, 0);
	pass->next_midnight = date_instant((struct date){ today.days + 2 }, 0);
	for (int i = 0; i < STEPS; i++)
		pass->steps[i] = (struct backlog_step){ .step = backlog_step_names[i], .oldest = { NONE } };
	for (int i = 0; i < AGES * STEPS; i++)
		pass->ages[i / STEPS][i % STEPS] = (struct backlog_age){ .age = age_names[i / STEPS], .step = backlog_step_names[i % STEPS] };
	for (int i = 0; i < DAYS; i++)
		pass->days[i].when = day_names[i];
}

/* Those that have any, the youngest first. */
static struct list ages_of(struct pass *pass)
{
	struct backlog_age *ages = pass->ages[0];
	size_t count = 0;
	for (int i = 0; i < AGES * STEPS; i++)
		if (pass->ages[i / STEPS][i % STEPS].orders)
			ages[count++] = pass->ages[i / STEPS][i % STEPS];
	return (struct list){ ages, count };
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
	const char *customer = request->customer;
	if (core->past ? look_back(core, invoice_on, customer, pass, &held)
		       : count_held(core, customer, &held) || count_open(core, invoice_on, customer, pass) || count_completed(core, customer, pass))
		return -1;
	struct report_backlog *report = record;
	*report = (struct report_backlog){ .as_of = core->now, .basis = translate(basis), .orders = pass->orders, .held = held,
								    .steps = { pass->steps, STEPS }, .to_ship = { pass->days, DAYS }, .ages = ages_of(pass) };
	return (core->past ? 0 : backlog_places(core, customer, &report->places)) || backlog_trend(core, customer, &report->trend) ? -1 : 0;
}

static const char *const matter[] = { "orders", NULL };

const struct report report_backlog = { .schema = &report_backlog_schema, .matter = matter, .make = make };
