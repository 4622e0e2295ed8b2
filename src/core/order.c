/* Orders as they are shown: the tables of the whole record, and loading one. What has come of an order (fulfilment, billing, targets) is
 * worked out as it is read, so it can never disagree with its lines. */
#include <string.h>

#include "ordr/booking.h"
#include "ordr/calendar.h"
#include "ordr/master.h"
#include "ordr/sla.h"
#include "ordr/urgency.h"
#include "order_parts.h"

const char *const order_states[] = { "placed", "confirmed", "completed", "rejected", "cancelled", NULL };
const char *const order_fulfilments[] = { "none",    "backordered", "allocated", "picking",  "packed",
					   "partial", "shipped",     "delivered", "returned", NULL };
const char *const order_deliveries[] = { "partial", "complete", NULL };
const char *const order_billings[] = { "none", "partial", "invoiced", "paid", "credited", NULL };
static const char *const statuses[] = { "met", "breached", "open", "at_risk", "overdue", NULL };

const struct field order_address_fields[] = {
	F(struct address, name, TEXT, 0, "who receives it"),
	F(struct address, street, TEXT, 0, "street and number"),
	F(struct address, city, TEXT, 0, "city"),
	F(struct address, postcode, TEXT, 0, "postcode"),
	F(struct address, country, TEXT, 0, "two letters, ISO 3166-1: DE"),
	FIELD_END,
};

static const struct field target_fields[] = {
	F(struct sla_target, due, INSTANT, 0, "when it is due"),
	F(struct sla_target, done, INSTANT, 0, "when it was done"),
	F_CHOICE(struct sla_target, status, statuses, 0, "how the target stands; null without a target"),
	FIELD_END,
};

static const struct field sla_fields[] = {
	F_OBJECT(struct order_sla, confirm, target_fields, 0, "to be confirmed"),
	F_OBJECT(struct order_sla, ship, target_fields, 0, "to be shipped whole"),
	F_OBJECT(struct order_sla, deliver, target_fields, 0, "to be delivered whole"),
	FIELD_END,
};

static const struct field line_fields[] = {
	F(struct order_line, line, INTEGER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "number of the line, from 1"),
	F(struct order_line, sku, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "the product"),
	F(struct order_line, name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE, "its name when it was ordered"),
	F_CHOICE(struct order_line, kind, product_kinds, FIELD_REQUIRED, "goods, service or charge"),
	F(struct order_line, unit, TEXT, FIELD_REQUIRED | FIELD_LATE, "UN/ECE Recommendation 20: C62 piece"),
	F(struct order_line, ordered, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN, "units ordered; never changes"),
	F(struct order_line, cancelled, QUANTITY, FIELD_REQUIRED, "units called off"),
	F(struct order_line, backordered, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE | FIELD_WARNS, "units that wait for a receipt"),
	F(struct order_line, allocated, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "units promised from stock, not yet picked"),
	F(struct order_line, picked, QUANTITY, FIELD_REQUIRED, "units picked"),
	F(struct order_line, packed, QUANTITY, FIELD_REQUIRED, "units packed"),
	F(struct order_line, shipped, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "units shipped"),
	F(struct order_line, delivered, QUANTITY, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "units received, or performed"),
	F(struct order_line, returned, QUANTITY, FIELD_REQUIRED, "units that came back"),
	F(struct order_line, invoiced, QUANTITY, FIELD_REQUIRED | FIELD_LATE, "units invoiced"),
	F(struct order_line, price, PRICE, FIELD_REQUIRED | FIELD_SHOWN, "net, for one unit"),
	F(struct order_line, discount, MONEY, FIELD_REQUIRED, "taken off the line"),
	F(struct order_line, tax_category, TEXT, FIELD_REQUIRED, "VAT category"),
	F(struct order_line, tax_rate, PERCENT, FIELD_REQUIRED | FIELD_LATE, "VAT in percent"),
	F(struct order_line, net, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "quantity × price − discount, of what was ordered"),
	F(struct order_line, date, DATE, FIELD_SHOWN | FIELD_LATE, "a service: the day it is wanted, once confirmed the day it is booked on"),
	F_LIST(struct order_line, days, struct booking_day, booking_day_fields, 0, "a service: all days that it is booked on"),
	F(struct order_line, note, TEXT, FIELD_WIDE, "note on the line"),
	F(struct order_line, revision, INTEGER, FIELD_REQUIRED, "the revision of the order that added it"),
	FIELD_END,
};

static const struct schema line_schema = { .name = "ordr.order-line/1",
					   .title = "A line of an order.",
					   .fields = line_fields,
					   .size = sizeof(struct order_line) };

static const struct field cancellation_fields[] = {
	F(struct order_cancellation, line, INTEGER, FIELD_REQUIRED, "number of the line"),
	F(struct order_cancellation, qty, QUANTITY, FIELD_REQUIRED, "units called off"),
	F(struct order_cancellation, reason, TEXT, FIELD_REQUIRED, "why, a reason code"),
	F(struct order_cancellation, note, TEXT, FIELD_WIDE, "a word more"),
	F(struct order_cancellation, at, INSTANT, FIELD_REQUIRED, "when"),
	F(struct order_cancellation, by, TEXT, FIELD_REQUIRED, "by whom"),
	FIELD_END,
};

static const struct schema cancellation_schema = { .fields = cancellation_fields, .size = sizeof(struct order_cancellation) };

static const struct field promised_fields[] = {
	F(struct order_promised, promised, DATE, FIELD_REQUIRED, "the day committed to from then on"),
	F(struct order_promised, reason, TEXT, FIELD_REQUIRED, "why, a reason code"),
	F(struct order_promised, at, INSTANT, FIELD_REQUIRED, "when"),
	F(struct order_promised, by, TEXT, FIELD_REQUIRED, "by whom"),
	FIELD_END,
};

static const struct schema promised_schema = { .fields = promised_fields, .size = sizeof(struct order_promised) };

static const struct field order_fields[] = {
	F(struct order, id, ORDER, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "number of the order"),
	F_CHOICE(struct order, state, order_states, FIELD_REQUIRED | FIELD_SHOWN, "what was decided about it"),
	F_CHOICE(struct order, fulfilment, order_fulfilments, FIELD_REQUIRED | FIELD_SHOWN, "how far its goods and services are"),
	F_CHOICE(struct order, billing, order_billings, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "how far its invoices are"),
	F(struct order, reason, TEXT, 0, "why it was rejected or cancelled"),
	F_OBJECT(struct order, hold, hold_open_fields, 0, "the oldest open hold"),
	F(struct order, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F(struct order, customer_name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_WIDE | FIELD_LATE, "the customer's name"),
	F_CHOICE(struct order, tier, tier_choices, FIELD_REQUIRED, "how much the customer matters"),
	F_CHOICE(struct order, priority, priority_choices, FIELD_REQUIRED | FIELD_LATE, "how much the order matters"),
	F(struct order, ref, TEXT, 0, "the customer's own number of it"),
	F(struct order, key, TEXT, 0, "idempotency key it was placed with"),
	F(struct order, channel, TEXT, FIELD_REQUIRED, "where it came from"),
	F(struct order, replayed, BOOL, 0, "was placed before with the same key; nothing changed"),
	F(struct order, placed_at, INSTANT, FIELD_REQUIRED | FIELD_LATE, "when it was placed"),
	F(struct order, placed_by, TEXT, FIELD_REQUIRED, "by whom"),
	F(struct order, confirmed_at, INSTANT, 0, "when it was confirmed"),
	F(struct order, confirmed_by, TEXT, 0, "by whom"),
	F(struct order, closed_at, INSTANT, 0, "when it was completed, rejected or cancelled"),
	F(struct order, requested, DATE, FIELD_LATE, "the day the customer wants it"),
	F(struct order, first_promised, DATE, 0, "the day committed to on confirm; never changes"),
	F(struct order, promised, DATE, FIELD_SHOWN | FIELD_LATE, "the day committed to now"),
	F(struct order, ship_by, INSTANT, 0, "the latest moment to ship and keep the promise"),
	F_OBJECT(struct order, sla, sla_fields, 0, "its three targets"),
	F(struct order, next_due, INSTANT, FIELD_SHOWN, "when its next step is due"),
	F(struct order, slack_minutes, INTEGER, 0, "working minutes until then, below zero when late"),
	F(struct order, stopped_at, INSTANT, 0, "since when a hold of the customer's stops its clock"),
	F(struct order, warehouse, TEXT, 0, "the one it must ship from, when it names one"),
	F_CHOICE(struct order, delivery, order_deliveries, FIELD_REQUIRED, "partial: it ships in parts; complete: only whole"),
	F(struct order, currency, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_LATE, "of its prices and totals, ISO 4217"),
	F(struct order, net, MONEY, FIELD_REQUIRED, "sum of the lines, of what is not cancelled"),
	F(struct order, tax, MONEY, FIELD_REQUIRED, "VAT, rounded once for each category and rate"),
	F(struct order, gross, MONEY, FIELD_REQUIRED | FIELD_SHOWN, "net and tax"),
	F(struct order, prepaid, BOOL, 0, "to be paid before it ships"),
	F(struct order, auto_confirmed, BOOL, 0, "confirmed by the settings as it was placed"),
	F_OBJECT(struct order, ship_to, order_address_fields, 0, "where it goes"),
	F(struct order, note, TEXT, FIELD_WIDE, "note on the order"),
	F(struct order, revision, INTEGER, FIELD_REQUIRED, "1 as it was placed; each amendment is one more"),
	F_LIST(struct order, lines, struct order_line, line_fields, FIELD_REQUIRED, "what was ordered"),
	F_LIST(struct order, cancellations, struct order_cancellation, cancellation_fields, FIELD_REQUIRED, "units called off, and why"),
	F_LIST(struct order, promises, struct order_promised, promised_fields, FIELD_REQUIRED, "changes of the promise, and why"),
	F(struct order, shipments, TEXTS, FIELD_REQUIRED, "numbers of its shipments"),
	F(struct order, invoices, TEXTS, FIELD_REQUIRED, "numbers of its invoices"),
	F(struct order, returns, TEXTS, FIELD_REQUIRED, "numbers of its returns"),
	F(struct order, complaints, TEXTS, FIELD_REQUIRED, "numbers of its complaints"),
	F_LIST(struct order, holds, struct hold, hold_fields, FIELD_REQUIRED, "its holds, open or released"),
	FIELD_END,
};

const struct schema order_schema = { .name = "ordr.order/1",
				     .title = "An order, from placement to completion.",
				     .fields = order_fields,
				     .size = sizeof(struct order) };

#define SHIP_TO(part) "CASE WHEN o.given THEN o.ship_" part " ELSE c." part " END"

/* The columns of struct order, by the names of its fields, of a row of orders and what is worked out of it once. */
#define ORDER_COLUMNS                                                                                                            \
	"o.id, o.revision, o.state, " ORDER_FULFILMENT " AS fulfilment, " ORDER_BILLING " AS billing, o.reason, c.code AS customer,"         \
	" c.name AS customer_name, c.tier, " PRIORITY_TEXT " AS priority, o.ref, o.key, o.channel, o.placed_at, o.placed_by,"    \
	" o.confirmed_at, o.confirmed_by, o.closed_at, o.requested, o.first_promised, o.promised, o.ship_by,"                    \
	" o.confirm_due AS \"sla.confirm.due\", o.confirmed_at AS \"sla.confirm.done\","                                         \
	" " SLA_STATUS_AT("o.confirmed_at", "o.confirm_due", "o.confirm_risk", "o.judged") " AS \"sla.confirm.status\","                  \
	" o.ship_due AS \"sla.ship.due\", o.shipped_at AS \"sla.ship.done\","                                                    \
	" " SLA_STATUS_AT("o.shipped_at", "o.ship_due", "o.ship_risk", "o.judged") " AS \"sla.ship.status\","                             \
	" o.deliver_due AS \"sla.deliver.due\", o.delivered_at AS \"sla.deliver.done\","                                         \
	" " SLA_STATUS_AT("o.delivered_at", "o.deliver_due", "o.deliver_risk", "o.judged") " AS \"sla.deliver.status\","         \
	" o.next_due, o.stopped_at, o.prepaid, o.auto_confirmed, w.code AS warehouse, o.delivery, o.currency, o.net, o.tax,"    \
	" o.gross, " ORDER_SHIP_NAME " AS \"ship_to.name\","                                                                   \
	" " SHIP_TO("street") " AS \"ship_to.street\", " SHIP_TO("city") " AS \"ship_to.city\","                     \
	" " SHIP_TO("postcode") " AS \"ship_to.postcode\", " SHIP_TO("country") " AS \"ship_to.country\", o.note"

int order_subject(struct core *core, struct order_id id)
{
	char text[ID_SIZE];
	return err_subject(core->err, "%s", order_id_text(id, text));
}

int order_state(struct core *core, struct order_id id, const char **state)
{
	struct db_rows rows;
	if (db_query(core->db, &rows, "SELECT state FROM orders WHERE id = $1", A(id.number)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found ? -1 : order_missing(core, id);
	*state = arena_strdup(core->arena, db_column_text(&rows, 0));
	db_finish(&rows);
	return *state ? 0 : err_memory(core->err);
}

/* How many there are is not known before, so the array doubles. */
static int add_text(struct core *core, struct list *list, const char *text)
{
	const char **items = list->items;
	size_t count = list->count;
	if (!count || (count >= 4 && !(count & (count - 1)))) {
		items = arena_array(core->arena, count ? count * 2 : 4, sizeof *items);
		if (items && count)
			memcpy(items, list->items, count * sizeof *items);
		list->items = items;
	}
	if (!items || !(items[list->count++] = arena_strdup(core->arena, text)))
		return err_memory(core->err);
	return 0;
}

enum related { SHIPMENTS, INVOICES, RETURNS, COMPLAINTS, RELATED };

/* The numbers of all documents that belong to an order, each in its list. One query, since every look at an order asks it. */
static int fill_related(struct core *core, struct order *order)
{
	struct list *const lists[RELATED] = { &order->shipments, &order->invoices, &order->returns, &order->complaints };
	struct db_rows rows;
	int found;
	if (db_query(core->db, &rows,
		     "SELECT 0 AS kind, id, NULL FROM shipment WHERE order_id = $1 UNION ALL SELECT 1, id, number FROM invoice WHERE id IN " INVOICES_OF("$1")
		     " UNION ALL SELECT 2, id, NULL FROM rma WHERE order_id = $1 UNION ALL SELECT 3, id, NULL FROM complaint WHERE order_id = $1"
		     " ORDER BY kind, id",
		     A(order->id.number)))
		return -1;
	while ((found = db_next(&rows)) == 1) {
		char id[ID_SIZE];
		int64_t kind = db_column_integer(&rows, 0);
		int64_t number = db_column_integer(&rows, 1);
		const char *text = kind == SHIPMENTS ? shipment_id_text((struct shipment_id){ number }, id)
				   : kind == RETURNS ? return_id_text((struct return_id){ number }, id)
				   : kind == COMPLAINTS ? complaint_id_text((struct complaint_id){ number }, id)
							: db_column_text(&rows, 2);
		if (add_text(core, lists[kind], text)) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

static bool any_cancelled(const struct order *order)
{
	const struct order_line *line = order->lines.items;
	for (size_t i = 0; i < order->lines.count; i++)
		if (line[i].cancelled.thousandths)
			return true;
	return false;
}

/* Most orders are delivered as they were placed: what changed is only asked for where something did. */
static int fill_changes(struct core *core, struct order *order)
{
	if (any_cancelled(order) &&
	    db_all(core->db, core->arena, &cancellation_schema, &order->cancellations,
		   "SELECT line, quantity AS qty, reason, note, at, actor AS \"by\" FROM cancellation WHERE order_id = $1 ORDER BY line, number",
		   A(order->id.number)))
		return -1;
	if (order->revision == 1)
		return 0;
	return db_all(core->db, core->arena, &promised_schema, &order->promises,
		      "SELECT promised, reason, at, actor AS \"by\" FROM promise_change WHERE order_id = $1 ORDER BY number",
		      A(order->id.number));
}

static int fill_days(struct core *core, struct order *order)
{
	struct order_line *line = order->lines.items;
	for (size_t i = 0; i < order->lines.count; i++)
		if (!strcmp(line[i].kind, "service") && booking_days(core, order->id, line[i].line, &line[i].days))
			return -1;
	return 0;
}

int order_fill(struct core *core, struct order *order)
{
	if (db_all(core->db, core->arena, &line_schema, &order->lines,
		   "SELECT line, revision, sku, name, kind, unit, ordered, cancelled, backordered, allocated, picked, packed, shipped, delivered,"
		   " returned, invoiced, price, discount, tax_category, tax_rate, net, date, note, $2 AS currency"
		   " FROM order_line WHERE order_id = $1 ORDER BY line",
		   A(order->id.number), A(order->currency)) ||
	    fill_changes(core, order) || fill_days(core, order))
		return -1;
	return fill_related(core, order);
}

int order_load_head(struct core *core, struct order_id id, struct order *order)
{
	const struct calendar *calendar = calendar_get(core);
	if (!calendar)
		return -1;
	int found = db_one(core->db, core->arena, &order_schema, order,
			   "SELECT " ORDER_COLUMNS " FROM (SELECT o.*, " SLA_NOW("$1") " AS judged, " ORDER_SHIP_TO_GIVEN " AS given FROM orders o"
			   " WHERE o.id = $2) o JOIN customer c ON c.id = o.customer_id LEFT JOIN warehouse w ON w.id = o.warehouse_id",
			   A(core->now), A(id.number));
	if (found != 1)
		return found ? -1 : order_missing(core, id);
	order->outlook = NULL; /* no field, so nobody cleared it */
	struct instant judged = order->stopped_at.ms == NONE ? core->now : order->stopped_at;
	if (order->next_due.ms != NONE)
		order->slack_minutes = calendar_between(calendar, judged, order->next_due);
	if (hold_list(core, id, &order->holds))
		return -1;
	hold_first_open(&order->holds, &order->hold);
	return 0;
}

int order_load(struct core *core, struct order_id id, struct order *order)
{
	return order_load_head(core, id, order) || order_fill(core, order) ? -1 : 0;
}
