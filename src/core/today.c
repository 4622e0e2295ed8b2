/* The day at a glance: what the reports say at length, cut to what fits a screen. */
#include "ordr/master.h"
#include "ordr/today.h"

#include <string.h>

#include "ordr/order.h"
#include "ordr/report_urgent.h"
#include "ordr/stock.h"

#define ROWS 8 /* of each list */

static const struct field urgent_fields[] = {
	F(struct urgent_order, id, ORDER, FIELD_SHOWN | FIELD_KEY, "the order"),
	F(struct urgent_order, customer_name, TEXT, FIELD_SHOWN | FIELD_WIDE, "name of the customer"),
	F_CHOICE(struct urgent_order, priority, priority_choices, FIELD_SHOWN | FIELD_LATE, "priority of the order"),
	F_CHOICE(struct urgent_order, step, urgent_steps, FIELD_SHOWN, "what is to be done next"),
	F(struct urgent_order, next_due, INSTANT, FIELD_SHOWN, "when that is due"),
	F_CHOICE(struct urgent_order, status, urgent_statuses, FIELD_SHOWN, "overdue, at_risk or open"),
	FIELD_END,
};

struct today_ship {
	struct order_id id;
	const char *customer_name, *city;
	struct instant ship_by;
	struct date promised;
};

static const struct field ship_fields[] = {
	F(struct today_ship, id, ORDER, FIELD_SHOWN | FIELD_KEY, "the order"),
	F(struct today_ship, customer_name, TEXT, FIELD_SHOWN | FIELD_WIDE, "name of the customer"),
	F(struct today_ship, city, TEXT, FIELD_SHOWN | FIELD_LATE, "where it goes"),
	F(struct today_ship, promised, DATE, FIELD_SHOWN | FIELD_LATE, "the day it is promised for"),
	F(struct today_ship, ship_by, INSTANT, FIELD_SHOWN, "when it must leave"),
	FIELD_END,
};

static const struct field low_fields[] = {
	F(struct stock, sku, TEXT, FIELD_SHOWN | FIELD_KEY, "the product"),
	F(struct stock, name, TEXT, FIELD_SHOWN | FIELD_WIDE, "its name"),
	F(struct stock, warehouse, TEXT, FIELD_SHOWN, "where"),
	F(struct stock, available, QUANTITY, FIELD_SHOWN, "on hand and not allocated"),
	F(struct stock, reorder_point, QUANTITY, FIELD_SHOWN | FIELD_LATE, "to be ordered at this or below"),
	F(struct stock, incoming, QUANTITY, FIELD_SHOWN, "announced"),
	FIELD_END,
};

static const struct field today_fields[] = {
	F(struct today, as_of, INSTANT, FIELD_SHOWN, "the moment"),
	F(struct today, open, INTEGER, FIELD_SHOWN, "open orders"),
	F(struct today, overdue, INTEGER, FIELD_SHOWN | FIELD_WARNS, "of these, past their next due time"),
	F(struct today, at_risk, INTEGER, FIELD_SHOWN | FIELD_WARNS, "of these, with less than a quarter of the time left"),
	F(struct today, next, TEXT, FIELD_SHOWN, "what to do first"),
	F(struct today, more, TEXT, FIELD_SHOWN | FIELD_WIDE, "how to see the rest"),
	F_LIST(struct today, urgent, struct urgent_order, urgent_fields, FIELD_SHOWN, "most urgent first"),
	{ .name = "ship", .label = "to_ship", .type = FIELD_LIST, .offset = offsetof(struct today, ship), .flags = FIELD_SHOWN, .fields = ship_fields,
	  .size = sizeof(struct today_ship), .help = "packed" },
	{ .name = "low", .label = "low_stock", .type = FIELD_LIST, .offset = offsetof(struct today, low), .flags = FIELD_SHOWN, .fields = low_fields,
	  .size = sizeof(struct stock), .help = "at or below the reorder point" },
	FIELD_END,
};

const struct schema today_schema = { .name = "ordr.today/1", .title = "The day at a glance.", .fields = today_fields, .size = sizeof(struct today) };

/* The command of a step; one that nobody can type is explained. */
static const char *next_command(struct core *core, const struct urgent_order *order)
{
	static const char *const typed[] = { "confirm", "pick", "pack", "ship", "deliver", "invoice", "release", NULL };
	char id[ID_SIZE];
	const char *verb = "why";
	for (const char *const *step = typed; *step; step++)
		verb = strcmp(*step, order->step) ? verb : *step;
	return arena_printf(core->arena, "ordr %s %s", verb, order_id_text(order->id, id));
}

static int load_urgent(struct core *core, struct today *today)
{
	struct report_urgent report;
	const struct report_request request = { .as_of = core->now, .limit = ROWS, .from = { NONE }, .to = { NONE } };
	field_clear(report_urgent_schema.fields, &report);
	if (report_urgent.make(core, &request, &report))
		return -1;
	today->open = report.open;
	today->overdue = report.overdue;
	today->at_risk = report.at_risk;
	today->urgent = report.orders;
	const struct urgent_order *orders = report.orders.items;
	/* What waits for stock waits; the first that somebody can do something about is next. */
	for (size_t i = 0; i < report.orders.count && !today->next; i++)
		if (strcmp(orders[i].step, "wait for stock") && strcmp(orders[i].step, "pay") && !(today->next = next_command(core, &orders[i])))
			return err_memory(core->err);
	return 0;
}

static int load_ship(struct core *core, struct today *today)
{
	struct order_filter filter;
	struct list ids;
	order_filter_init(&filter);
	filter.ready = "ship";
	filter.urgent = true;
	filter.limit = ROWS;
	if (order_choose(core, &filter, &ids))
		return -1;
	struct today_ship *ship = arena_array(core->arena, ids.count + 1, sizeof *ship);
	if (!ship)
		return err_memory(core->err);
	for (size_t i = 0; i < ids.count; i++) {
		struct order order;
		if (order_load(core, ((const struct order_id *)ids.items)[i], &order))
			return -1;
		ship[i] = (struct today_ship){ order.id, order.customer_name, order.ship_to.city, order.ship_by, order.promised };
	}
	today->ship = (struct list){ ship, ids.count };
	return 0;
}

struct gathered {
	struct core *core;
	struct stock *items;
	size_t count, all;
};

static int gather(void *context, const struct stock *stock)
{
	struct gathered *gathered = context;
	gathered->all++;
	if (gathered->count == ROWS)
		return 0;
	struct stock *kept = &gathered->items[gathered->count++];
	*kept = *stock;
	/* The texts go with the row that they came with. */
	const char **const texts[] = { &kept->sku, &kept->name, &kept->warehouse };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (*texts[i] && !(*texts[i] = arena_strdup(gathered->core->keep, *texts[i])))
			return err_memory(gathered->core->err);
	return 0;
}

int today_make(struct core *core, struct today *today)
{
	struct gathered low = { .core = core, .items = arena_array(core->arena, ROWS, sizeof *low.items) };
	if (!low.items)
		return err_memory(core->err);
	field_clear(today_fields, today);
	today->as_of = core->now;
	if (load_urgent(core, today) || load_ship(core, today) || stock_each(core, NULL, NULL, true, gather, &low))
		return -1;
	today->low = (struct list){ low.items, low.count };
	const char *orders = today->open > (int64_t)today->urgent.count ? "ordr report urgent" : "";
	const char *stock = low.all > low.count ? "ordr stock low" : "";
	const char *ship = today->ship.count == ROWS ? "ordr report backlog" : "";
	if (*orders || *stock || *ship)
		today->more = arena_printf(core->arena, "%s%s%s%s%s", orders, *orders && *ship ? ", " : "", ship,
					   (*orders || *ship) && *stock ? ", " : "", stock);
	return 0;
}

int today_kept(struct core *core, bool *products, bool *customers)
{
	int64_t one;
	int product = db_integer(core->db, &one, "SELECT 1 FROM product LIMIT 1", DB_NONE);
	int customer = product < 0 ? -1 : db_integer(core->db, &one, "SELECT 1 FROM customer LIMIT 1", DB_NONE);
	*products = product > 0;
	*customers = customer > 0;
	return customer < 0 ? -1 : 0;
}
