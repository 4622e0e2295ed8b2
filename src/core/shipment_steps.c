/* A shipment from the picker's table to the customer: packed, handed to the carrier, received. Each step takes all of an order's shipments
 * that can take it, moves their units one column on in the order's lines, and writes one event. */
#include <string.h>

#include "fulfilment.h"
#include "order_parts.h"
#include "ordr/allocation.h"
#include "ordr/event.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"
#include "ordr/stock.h"

static const char *const advance_sql[STEP_COUNT] = {
	[STEP_PACK] = "UPDATE order_line SET packed = packed + $3 WHERE order_id = $1 AND line = $2",
	[STEP_SHIP] = "UPDATE order_line SET shipped = shipped + $3 WHERE order_id = $1 AND line = $2",
	[STEP_DELIVER] = "UPDATE order_line SET delivered = delivered + $3 WHERE order_id = $1 AND line = $2",
};

static int advance(struct core *core, struct order_id id, enum step step, const struct list *lines)
{
	const struct moved *line = lines->items;
	for (size_t i = 0; i < lines->count; i++)
		if (db_run(core->db, advance_sql[step], A(id.number), A(line[i].line), A(line[i].qty)))
			return -1;
	return 0;
}

/* Packs all that is picked; `lines`: what that was, maybe nothing. */
static int pack_all(struct core *core, struct order_id id, struct list *lines)
{
	if (fulfilment_moved(core, id, "picking", 0, lines))
		return -1;
	if (!lines->count)
		return 0;
	if (advance(core, id, STEP_PACK, lines))
		return -1;
	return db_run(core->db, "UPDATE shipment SET state = 'packed', packed_at = $2 WHERE order_id = $1 AND state = 'picking'",
		      A(id.number), A(core->now));
}

int shipment_pack(struct core *core, struct order_id id)
{
	struct fulfilment fulfilment;
	struct list lines;
	if (fulfilment_load(core, id, "pack", &fulfilment) || pack_all(core, id, &lines))
		return -1;
	if (!lines.count)
		return fulfilment_refuse(core, &fulfilment, STEP_PACK);
	struct str what = { 0 };
	fulfilment_put(&lines, &what);
	return event_order(core, id, &what);
}

/* Where packing is left out, shipping does it. */
static int pack_unless_required(struct core *core, struct order_id id)
{
	struct list packed;
	const char *packing = settings_text(core, "workflow.pack");
	if (!packing)
		return -1;
	return strcmp(packing, "skipped") ? 0 : pack_all(core, id, &packed);
}

/* Units leave the books: first the promise, then the unit, since no more may be promised than is on hand. */
static int hand_over(struct core *core, struct order_id id, const struct list *lines)
{
	char text[ID_SIZE];
	const struct moved *line = lines->items;
	order_id_text(id, text);
	for (size_t i = 0; i < lines->count; i++) {
		struct quantity out = { -line[i].qty.thousandths };
		if (allocation_ship(core, line[i].product, line[i].place, line[i].qty) ||
		    stock_move_write(core, line[i].product, line[i].place, "shipment", out, money_make(NONE, ""), NULL, text))
			return -1;
	}
	return advance(core, id, STEP_SHIP, lines);
}

int shipment_ship(struct core *core, struct order_id id, const char *carrier, const char *tracking)
{
	struct fulfilment fulfilment;
	struct list lines;
	if (fulfilment_load(core, id, "ship", &fulfilment) || pack_unless_required(core, id) ||
	    fulfilment_moved(core, id, "packed", 0, &lines))
		return -1;
	if (!lines.count)
		return fulfilment_refuse(core, &fulfilment, STEP_SHIP);
	if (hand_over(core, id, &lines) ||
	    db_run(core->db,
		   "UPDATE shipment SET state = 'shipped', shipped_at = $2, carrier = $3, tracking = $4"
		   " WHERE order_id = $1 AND state = 'packed'",
		   A(id.number), A(core->now), A(carrier), A(tracking)) ||
	    order_progress(core, id, core->now))
		return -1;
	struct str what = { 0 };
	fulfilment_put(&lines, &what);
	str_put(&what, ",\"carrier\":");
	str_put_json(&what, carrier);
	str_put(&what, ",\"tracking\":");
	str_put_json(&what, tracking);
	return event_order(core, id, &what);
}

/* Nothing is received before it was sent, or before it happens. */
static int check_received(struct core *core, struct order_id id, struct instant at)
{
	char given[INSTANT_SIZE];
	char limit[INSTANT_SIZE];
	struct instant shipped = { NONE };
	if (db_integer(core->db, &shipped.ms, "SELECT max(shipped_at) FROM shipment WHERE order_id = $1 AND state = 'shipped'",
		       A(id.number)) < 0)
		return -1;
	bool future = at.ms > core->now.ms;
	if (!future && (shipped.ms == NONE || at.ms >= shipped.ms))
		return 0;
	if (future)
		err_set(core->err, ERR_INVALID, "received at %s, which is in the future", instant_text(at, given));
	else
		err_set(core->err, ERR_INVALID, "received at %s, before it shipped", instant_text(at, given));
	order_subject(core, id);
	if (shipped.ms != NONE && shipped.ms > core->now.ms)
		return err_hint(core->err, "by the clock it is not yet %s, when it shipped: set the clock right, or give --now",
				instant_text(shipped, given));
	if (shipped.ms == NONE)
		return err_hint(core->err, "a time up to %s", instant_text(core->now, limit));
	return err_hint(core->err, "a time from %s to %s", instant_text(shipped, given), instant_text(core->now, limit));
}

static int receive(struct core *core, struct order_id id, const struct list *lines, const char *received_by, struct instant at)
{
	if (!lines->count)
		return 0;
	if (advance(core, id, STEP_DELIVER, lines))
		return -1;
	return db_run(core->db,
		      "UPDATE shipment SET state = 'delivered', delivered_at = $2, received_by = $3"
		      " WHERE order_id = $1 AND state = 'shipped'",
		      A(id.number), A(at), A(received_by));
}

/* A fitting follows what is fitted: services are performed once no goods of the order are on their way or waited for. Puts what they were
 * for the event; *count is their number. */
static int perform(struct core *core, struct order_id id, struct str *what, int64_t *count)
{
	char text[QUANTITY_SIZE];
	struct db_rows rows;
	*count = 0;
	if (db_query(core->db, &rows,
		     "SELECT line, sku, ordered - cancelled - delivered FROM order_line WHERE order_id = $1 AND kind = 'service'"
		     " AND delivered < ordered - cancelled AND NOT EXISTS (SELECT 1 FROM order_line g WHERE g.order_id = $1"
		     " AND g.kind = 'goods' AND g.delivered < g.ordered - g.cancelled) ORDER BY line",
		     A(id.number)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		str_printf(what, "%s{\"line\":%lld,\"sku\":", *count ? "," : "", (long long)db_column_integer(&rows, 0));
		str_put_json(what, db_column_text(&rows, 1));
		str_printf(what, ",\"qty\":%s}", quantity_text((struct quantity){ db_column_integer(&rows, 2) }, text));
		++*count;
	}
	if (found || !*count)
		return found;
	return db_run(core->db, "UPDATE order_line SET delivered = ordered - cancelled WHERE order_id = $1 AND kind = 'service'",
		      A(id.number));
}

/* The event of a delivery; `performed` is what perform put. */
static int delivered(struct core *core, struct order_id id, const struct list *lines, const struct str *performed, const char *received_by,
		     struct instant at)
{
	char text[INSTANT_SIZE];
	struct str what = { 0 };
	fulfilment_put(lines, &what);
	str_printf(&what, ",\"performed\":[%s],\"delivered_at\":\"%s\",\"received_by\":", performed->text ? performed->text : "",
		   instant_text(at, text));
	str_put_json(&what, received_by);
	what.failed |= performed->failed;
	return event_order(core, id, &what);
}

int shipment_deliver(struct core *core, struct order_id id, const char *received_by, struct instant at)
{
	struct fulfilment fulfilment;
	struct list lines;
	struct str performed = { 0 };
	int64_t services;
	struct instant moment = at.ms == NONE ? core->now : at;
	if (fulfilment_load(core, id, "deliver", &fulfilment) || fulfilment_moved(core, id, "shipped", 0, &lines) ||
	    check_received(core, id, moment) || receive(core, id, &lines, received_by, moment))
		return -1;
	int result = perform(core, id, &performed, &services);
	if (!result && !lines.count && !services)
		result = fulfilment_refuse(core, &fulfilment, STEP_DELIVER);
	if (!result)
		result = order_progress(core, id, moment) || delivered(core, id, &lines, &performed, received_by, moment) ? -1 : 0;
	str_release(&performed);
	return result;
}
