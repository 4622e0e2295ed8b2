/* Calling off, a whole order or units of a line. What was held goes back, no more and no less, and to whoever waits for it. */
#include <stdio.h>
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/event.h"
#include "ordr/past.h"
#include "ordr/speak.h"
#include "order_parts.h"

struct place_held {
	int64_t product, warehouse;
};

static const struct field place_fields[] = {
	F(struct place_held, product, INTEGER, FIELD_REQUIRED, "row of the product"),
	F(struct place_held, warehouse, INTEGER, FIELD_REQUIRED, "row of the warehouse"),
	FIELD_END,
};
static const struct schema place_schema = { .fields = place_fields, .size = sizeof(struct place_held) };

int order_places(struct core *core, struct order_id id, struct list *places)
{
	return db_all(core->db, core->arena, &place_schema, places,
		      "SELECT product_id AS product, warehouse_id AS warehouse FROM allocation WHERE order_id = $1"
		      " UNION SELECT l.product_id, s.warehouse_id FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id"
		      " WHERE s.order_id = $1 AND s.state IN ('picking', 'packed') ORDER BY product, warehouse",
		      A(id.number));
}

int order_serve(struct core *core, const struct list *places, struct list *served)
{
	const struct place_held *place = places->items;
	for (size_t i = 0; i < places->count; i++)
		if (allocation_serve(core, place[i].product, place[i].warehouse, served))
			return -1;
	return 0;
}

void order_put_served(struct str *what, const struct list *served)
{
	str_put(what, "\"served\":[");
	for (size_t i = 0; i < served->count; i++) {
		str_put(what, i ? "," : "");
		str_put_json(what, ((const char *const *)served->items)[i]);
	}
	str_put_char(what, ']');
}

/* --- whole -------------------------------------------------------------------------------------------------------------------- */

/* Nothing shipped or performed; nothing invoiced, but for what was credited for good. */
static int may_cancel(struct core *core, struct order_id id)
{
	static const struct order_barrier shipped = { NULL, false, TO_TRANSLATE("cannot cancel: some of it is shipped or performed"),
						      TO_TRANSLATE("ordr cancel ORDER --line N --reason CODE calls off the rest") };
	int64_t moved = 0;
	int64_t invoiced = 0;
	if (db_integer(core->db, &moved, "SELECT count(*) FROM order_line WHERE order_id = $1 AND (shipped > 0 OR delivered > 0)",
		       A(id.number)) < 0 ||
	    db_integer(core->db, &invoiced, "SELECT count(*) FROM order_line l WHERE l.order_id = $1 AND " LINE_CHARGED, A(id.number)) < 0)
		return -1;
	if (moved)
		return order_refuse(core, id, &shipped);
	return invoiced ? order_refuse_invoiced(core, id, NONE) : 0;
}

/* Gives back what the order holds, closes it, and serves those who waited for that. */
static int set_free(struct core *core, struct order_id id, const char *reason, const char *note, struct list *served)
{
	struct list places;
	if (past_keep_order(core, id) || order_places(core, id, &places) || cancellation_write_rest(core, id, reason, note) || allocation_cancel(core, id) ||
	    order_close(core, id, "cancelled", reason) || order_total(core, id))
		return -1;
	return order_serve(core, &places, served);
}

static const struct order_barrier barriers[] = {
	{ "cancelled", true, TO_TRANSLATE("is cancelled already"), "" },
	{ "rejected", false, TO_TRANSLATE("cannot cancel: it was rejected"), "" },
	{ "completed", false, TO_TRANSLATE("cannot cancel: it is completed"),
	  TO_TRANSLATE("goods come back with ordr return open ORDER --reason CODE") },
	{ NULL, false, NULL, NULL },
};

int order_cancel(struct core *core, struct order_id id, const char *reason, const char *note)
{
	struct list served = { 0 };
	struct str what = { 0 };
	if (order_pass(core, id, barriers) || may_cancel(core, id) || order_check_reason(core, id, reason) ||
	    set_free(core, id, reason, note, &served))
		return -1;
	order_put_reason(&what, reason, note);
	str_put_char(&what, ',');
	order_put_served(&what, &served);
	if (event_order(core, id, &what))
		return -1;
	return order_progress(core, id, core->now);
}

/* --- a line ------------------------------------------------------------------------------------------------------------------- */

static int cut_event(struct core *core, struct order_id id, const struct open_line *line, int64_t quantity, const char *reason,
		     const char *note, const struct list *served)
{
	char text[QUANTITY_SIZE];
	struct str what = { 0 };
	str_printf(&what, "\"line\":%lld,\"sku\":", (long long)line->line);
	str_put_json(&what, line->sku);
	str_printf(&what, ",\"qty\":%s,", quantity_text((struct quantity){ quantity }, text));
	order_put_reason(&what, reason, note);
	str_put_char(&what, ',');
	order_put_served(&what, served);
	return event_order(core, id, &what);
}

int order_cancel_line(struct core *core, struct order_id id, int64_t number, struct quantity quantity, const char *reason, const char *note)
{
	struct open_line line;
	struct list places;
	struct list served = { 0 };
	if (order_pass(core, id, barriers) || order_line_open(core, id, number, &line))
		return -1;
	int64_t units = quantity.thousandths != NONE ? quantity.thousandths : order_line_free(&line);
	if (units <= 0 && quantity.thousandths == NONE)
		units = line.ordered - line.cancelled; /* nothing is free: the refusal says why */
	if (units <= 0 && quantity.thousandths != NONE) {
		err_set(core->err, ERR_INVALID, "the quantity to cancel must be above zero");
		return order_subject(core, id);
	}
	if (order_check_cut(core, id, &line, units) || order_check_reason(core, id, reason) || order_places(core, id, &places) ||
	    order_cut(core, id, number, units, reason, note) || order_serve(core, &places, &served) ||
	    cut_event(core, id, &line, units, reason, note, &served))
		return -1;
	return order_after_cut(core, id, reason);
}
