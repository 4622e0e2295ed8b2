/* Available to promise, worked out from what is on hand, announced and waited for whenever it is asked: nothing of it is kept, so it cannot
 * be out of date. */
#include <string.h>

#include "ordr/atp.h"
#include "ordr/calendar.h"

const struct field atp_fields[] = {
	F(struct atp, date, DATE, FIELD_REQUIRED, "today, then each day on which something is announced or is to ship"),
	F(struct atp, incoming, QUANTITY, FIELD_REQUIRED, "units announced for that day"),
	F(struct atp, demand, QUANTITY, FIELD_REQUIRED, "units that wait and are promised to ship by that day"),
	F(struct atp, available_to_promise, QUANTITY, FIELD_REQUIRED, "available, and incoming until that day, less all that waits"),
	FIELD_END,
};

/* What is free on the shelves. */
static int available(struct core *core, int64_t product, int64_t warehouse, int64_t *units)
{
	return db_integer(core->db, units,
			  "SELECT coalesce(sum(on_hand - allocated), 0) FROM stock WHERE product_id = $1 AND ($2 IS NULL OR warehouse_id = $2)",
			  A(product), A(warehouse)) < 0
		       ? -1
		       : 0;
}

/* Units that wait and may be served there, or some number above `enough`: a long queue is not read to its end for nothing. */
static int waiting(struct core *core, int64_t product, int64_t warehouse, int64_t enough, int64_t *units)
{
	struct db_rows rows;
	*units = 0;
	if (db_query(core->db, &rows,
		     "SELECT l.backordered FROM order_line l WHERE l.product_id = $1 AND l.backordered > 0 AND ($2 IS NULL OR EXISTS"
		     " (SELECT 1 FROM orders o WHERE o.id = l.order_id AND coalesce(o.warehouse_id, $2) = $2))",
		     A(product), A(warehouse)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		*units += db_column_integer(&rows, 0);
		if (*units > enough) {
			db_finish(&rows);
			return 0;
		}
	}
	return found;
}

/* The first day by which `missing` units are announced. */
static int announced(struct core *core, int64_t product, int64_t warehouse, int64_t missing, struct date *day)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT expected, quantity - received FROM announcement WHERE product_id = $1 AND received < quantity"
		     " AND ($2 IS NULL OR warehouse_id = $2) ORDER BY expected, id",
		     A(product), A(warehouse)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		missing -= db_column_integer(&rows, 1);
		if (missing <= 0) {
			day->days = db_column_integer(&rows, 0);
			db_finish(&rows);
			return 0;
		}
	}
	return found;
}

int atp_covered(struct core *core, int64_t product, int64_t warehouse, struct date *day)
{
	return atp_covered_too(core, product, warehouse, (struct quantity){ 0 }, day);
}

int atp_covered_too(struct core *core, int64_t product, int64_t warehouse, struct quantity more, struct date *day)
{
	int64_t coming = NONE;
	int64_t there, units;
	struct date today;
	day->days = NONE;
	if (available(core, product, warehouse, &there) ||
	    db_integer(core->db, &coming,
		       "SELECT sum(quantity - received) FROM announcement WHERE product_id = $1 AND received < quantity"
		       " AND ($2 IS NULL OR warehouse_id = $2)",
		       A(product), A(warehouse)) < 0)
		return -1;
	int64_t most = there + (coming == NONE ? 0 : coming);
	if (!most)
		return 0;
	if (calendar_today(core, &today) || waiting(core, product, warehouse, most, &units))
		return -1;
	units += more.thousandths;
	if (units > most)
		return 0;
	if (units > there && announced(core, product, warehouse, units - there, day))
		return -1;
	if (day->days == NONE || day->days < today.days)
		*day = today;
	return 0;
}

/* --- the table ---------------------------------------------------------------------------------------------------------------- */

struct due {
	struct instant ship_by;
	struct date expected;
	struct quantity units;
};

static const struct field due_fields[] = {
	F(struct due, ship_by, INSTANT, 0, NULL),
	F(struct due, expected, DATE, 0, NULL),
	F(struct due, units, QUANTITY, 0, NULL),
	FIELD_END,
};
static const struct schema due_schema = { .fields = due_fields, .size = sizeof(struct due) };

static int load_dues(struct core *core, int64_t product, int64_t warehouse, struct list *incoming, struct list *demand)
{
	if (db_all(core->db, core->arena, &due_schema, incoming,
		   "SELECT expected, sum(quantity - received) AS units FROM announcement WHERE product_id = $1 AND received < quantity"
		   " AND ($2 IS NULL OR warehouse_id = $2) GROUP BY expected ORDER BY expected",
		   A(product), A(warehouse)))
		return -1;
	return db_all(core->db, core->arena, &due_schema, demand,
		      "SELECT o.ship_by, sum(l.backordered) AS units FROM order_line l JOIN orders o ON o.id = l.order_id"
		      " WHERE l.product_id = $1 AND l.backordered > 0 AND ($2 IS NULL OR coalesce(o.warehouse_id, $2) = $2)"
		      " GROUP BY o.ship_by ORDER BY o.ship_by ASC NULLS FIRST",
		      A(product), A(warehouse));
}

/* The day of a list that is in order; made when it is not there yet. */
static struct atp *day_of(struct list *days, struct date date)
{
	struct atp *day = days->items;
	size_t at = days->count;
	while (at && day[at - 1].date.days > date.days)
		at--;
	if (at && day[at - 1].date.days == date.days)
		return &day[at - 1];
	memmove(day + at + 1, day + at, (days->count - at) * sizeof *day);
	day[at] = (struct atp){ .date = date };
	days->count++;
	return &day[at];
}

static int add(struct core *core, struct quantity *sum, struct quantity units)
{
	return quantity_add(*sum, units, sum) ? err_set(core->err, ERR_INVALID, "a quantity is more than can be counted") : 0;
}

static int fill(struct core *core, struct list *days, const struct list *incoming, const struct list *demand, struct date today)
{
	const struct due *in = incoming->items;
	const struct due *out = demand->items;
	for (size_t i = 0; i < incoming->count; i++)
		if (add(core, &day_of(days, in[i].expected.days > today.days ? in[i].expected : today)->incoming, in[i].units))
			return -1;
	for (size_t i = 0; i < demand->count; i++) {
		struct date day = out[i].ship_by.ms == NONE ? today : instant_date(out[i].ship_by, NULL);
		if (add(core, &day_of(days, day.days > today.days ? day : today)->demand, out[i].units))
			return -1;
	}
	return 0;
}

int atp_table(struct core *core, int64_t product, int64_t warehouse, struct list *days)
{
	struct list incoming, demand;
	struct quantity left = { 0 };
	struct date today;
	if (calendar_today(core, &today) || load_dues(core, product, warehouse, &incoming, &demand) ||
	    available(core, product, warehouse, &left.thousandths))
		return -1;
	struct atp *day = arena_array(core->arena, incoming.count + demand.count + 1, sizeof *day);
	if (!day)
		return err_memory(core->err);
	*days = (struct list){ day, 1 };
	*day = (struct atp){ .date = today };
	if (fill(core, days, &incoming, &demand, today))
		return -1;
	for (size_t i = 0; i < demand.count; i++)
		left.thousandths -= ((const struct due *)demand.items)[i].units.thousandths;
	for (size_t i = 0; i < days->count; i++) {
		if (add(core, &left, day[i].incoming))
			return -1;
		day[i].available_to_promise = left;
	}
	return 0;
}
