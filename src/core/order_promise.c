/* When an order can be there: what is allocated is ready today, what waits is ready when an announced receipt brings it or after its lead
 * time, a service is ready on its day. The customer's wish moves the promise back, never forward. */
#include <string.h>

#include "ordr/atp.h"
#include "ordr/calendar.h"
#include "ordr/catalogue.h"
#include "ordr/settings.h"
#include "order_parts.h"

/* The days that promises are counted from and with. */
struct plan {
	const struct calendar *calendar;
	struct date today; /* the day that work done now counts for */
	int64_t lead, transit;
	int64_t warehouse; /* the one that the order must ship from, or NONE */
	struct date requested;
	struct date goods, services; /* when all of each is ready; NONE when there is none */
	bool charges, lost;          /* something that is only billed; goods or services that are cancelled whole */
};

static int begin_plan(struct core *core, struct plan *plan)
{
	*plan = (struct plan){ .calendar = calendar_get(core), .requested = { NONE }, .goods = { NONE }, .services = { NONE },
			      .warehouse = NONE };
	if (!plan->calendar)
		return -1;
	plan->lead = settings_number(core, "shipping.lead_days");
	plan->transit = settings_number(core, "shipping.transit_days");
	if (plan->lead < 0 || plan->transit < 0)
		return -1;
	plan->today = calendar_current(plan->calendar, core->now);
	return 0;
}

static int begin(struct core *core, struct order_id id, struct plan *plan)
{
	struct db_rows rows;
	if (begin_plan(core, plan) ||
	    db_query(core->db, &rows, "SELECT requested, warehouse_id FROM orders WHERE id = $1", A(id.number)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found ? -1 : order_missing(core, id);
	plan->requested.days = db_column_integer(&rows, 0);
	plan->warehouse = db_column_integer(&rows, 1);
	db_finish(&rows);
	return 0;
}

static struct date later(struct date a, struct date b)
{
	return a.days > b.days ? a : b; /* NONE is before every day */
}

struct promise_line {
	bool service, charge, active;
	int64_t product, backordered, lead;
	struct date date;
};

static int add_line(struct core *core, struct plan *plan, const struct promise_line *line)
{
	struct date ready = plan->today;
	if (line->charge || !line->active) {
		plan->charges |= line->charge && line->active;
		plan->lost |= !line->charge;
		return 0;
	}
	if (line->service) {
		plan->services = later(plan->services, later(line->date, plan->today));
		return 0;
	}
	if (line->backordered) {
		struct date day;
		if (atp_covered(core, line->product, plan->warehouse, &day))
			return -1;
		ready = day.days == NONE ? calendar_add_days(plan->calendar, plan->today, line->lead == NONE ? plan->lead : line->lead)
					 : calendar_next_day(plan->calendar, later(day, plan->today));
	}
	plan->goods = later(plan->goods, ready);
	return 0;
}

static int add_lines(struct core *core, struct order_id id, struct plan *plan)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT l.kind, l.product_id, l.backordered, p.lead_days, CASE l.kind WHEN 'service' THEN coalesce((SELECT max(b.day)"
		     " FROM booking b WHERE b.order_id = l.order_id AND b.line = l.line), l.date) END, l.ordered > l.cancelled"
		     " FROM order_line l JOIN product p ON p.id = l.product_id WHERE l.order_id = $1 AND (l.ordered = l.cancelled"
		     " OR l.ordered - l.cancelled > CASE l.kind WHEN 'goods' THEN l.shipped ELSE l.delivered END)",
		     A(id.number)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct promise_line line = { .service = !strcmp(db_column_text(&rows, 0), "service"),
					     .charge = !strcmp(db_column_text(&rows, 0), "charge"),
					     .active = db_column_integer(&rows, 5) == 1,
					     .product = db_column_integer(&rows, 1),
					     .backordered = db_column_integer(&rows, 2),
					     .lead = db_column_integer(&rows, 3),
					     .date = { db_column_integer(&rows, 4) } };
		if (add_line(core, plan, &line)) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

/* Goods leave as many working days before the promise as they are on their way. */
static struct instant ship_by(const struct plan *plan, bool goods, struct date promised)
{
	const struct instant none = { NONE };
	return goods ? calendar_close(plan->calendar, calendar_add_days(plan->calendar, promised, -plan->transit)) : none;
}

static void conclude(struct plan plan, struct promise *promise)
{
	promise->goods = plan.goods.days != NONE;
	promise->services = plan.services.days != NONE;
	promise->active = promise->goods || promise->services || (plan.charges && !plan.lost);
	if (promise->goods)
		plan.goods = calendar_add_days(plan.calendar, plan.goods, plan.transit);
	promise->arrival = plan.goods;
	promise->promised = later(later(plan.goods, plan.services), plan.requested);
	if (!promise->goods && !promise->services)
		promise->promised = later(plan.today, plan.requested);
	promise->ship_by = ship_by(&plan, promise->goods, promise->promised);
}

int order_promise(struct core *core, struct order_id id, struct promise *promise)
{
	struct plan plan;
	if (begin(core, id, &plan) || add_lines(core, id, &plan))
		return -1;
	conclude(plan, promise);
	return 0;
}

/* Short goods wait behind all that waits already, as they will once they are ordered. */
static int add_item(struct core *core, struct plan *plan, const struct catalogue_item *item, int64_t product, struct quantity quantity)
{
	struct date day;
	struct promise_line line = { .service = !strcmp(item->kind, "service"),
				     .charge = !strcmp(item->kind, "charge"),
				     .active = true,
				     .product = product,
				     .lead = item->lead_days,
				     .date = item->available_on };
	if (line.service || line.charge)
		return add_line(core, plan, &line);
	int64_t there = 0;
	if (db_integer(core->db, &there,
		       "SELECT sum(on_hand - allocated) FROM stock WHERE product_id = $1 AND ($2 IS NULL OR warehouse_id = $2)", A(product),
		       A(plan->warehouse)) < 0)
		return -1;
	if (there != NONE && there >= quantity.thousandths)
		return add_line(core, plan, &line);
	if (atp_covered_too(core, product, plan->warehouse, quantity, &day))
		return -1;
	plan->goods = day.days == NONE ? calendar_add_days(plan->calendar, plan->today, line.lead == NONE ? plan->lead : line.lead)
				       : calendar_next_day(plan->calendar, later(day, plan->today));
	return 0;
}

int order_promise_item(struct core *core, const char *sku, struct quantity quantity, const char *warehouse, struct date *day)
{
	struct plan plan;
	struct catalogue_item item;
	struct promise promise;
	int64_t product = 0;
	day->days = NONE;
	if (quantity.thousandths > ORDER_QTY_MAX)
		return 0;
	int found = begin_plan(core, &plan) ? -1 : catalogue_find(core, sku, &item);
	if (found != 1)
		return found;
	if (db_integer(core->db, &product, "SELECT id FROM product WHERE sku = $1", A(sku)) < 0 ||
	    (warehouse && db_integer(core->db, &plan.warehouse, "SELECT id FROM warehouse WHERE code = $1", A(warehouse)) < 0) ||
	    add_item(core, &plan, &item, product, quantity))
		return -1;
	conclude(plan, &promise);
	*day = promise.promised;
	return 0;
}

int order_ship_by(struct core *core, struct order_id id, struct date promised, struct instant *moment)
{
	struct plan plan;
	int64_t goods = 0;
	if (begin(core, id, &plan) ||
	    db_integer(core->db, &goods, "SELECT count(*) FROM order_line WHERE order_id = $1 AND kind = 'goods' AND ordered > cancelled",
		       A(id.number)) < 0)
		return -1;
	*moment = ship_by(&plan, goods > 0, promised);
	return 0;
}
