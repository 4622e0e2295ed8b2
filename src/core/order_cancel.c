/* Calling off, a whole order or units of a line. What was held goes back, no more and no less, and to whoever waits for it; each unit that is
 * cancelled has a row that says why, so that a stock-out can later be told from a change of mind. */
#include <stdio.h>
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/event.h"
#include "ordr/past.h"
#include "ordr/speak.h"
#include "order_parts.h"

int cancellation_write(struct core *core, struct order_id id, int64_t line, struct quantity quantity, const char *reason, const char *note)
{
	return db_run(core->db,
		      "INSERT INTO cancellation (order_id, line, number, quantity, reason, note, at, actor)"
		      " SELECT $1, $2, 1 + count(*), $3, $4, $5, $6, $7 FROM cancellation WHERE order_id = $1 AND line = $2",
		      A(id.number), A(line), A(quantity), A(reason), A(note), A(core->now), A(core->actor));
}

/* The same for all units of an order that are not cancelled yet. */
static int write_rest(struct core *core, struct order_id id, const char *reason, const char *note)
{
	return db_run(core->db,
		      "INSERT INTO cancellation (order_id, line, number, quantity, reason, note, at, actor)"
		      " SELECT l.order_id, l.line, 1 + (SELECT count(*) FROM cancellation c WHERE c.order_id = l.order_id AND c.line = l.line),"
		      " l.ordered - l.cancelled, $2, $3, $4, $5 FROM order_line l WHERE l.order_id = $1 AND l.ordered > l.cancelled",
		      A(id.number), A(reason), A(note), A(core->now), A(core->actor));
}

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

/* `line` NONE: the whole order. */
static int refuse_invoiced(struct core *core, struct order_id id, int64_t line)
{
	if (line == NONE)
		err_set(core->err, ERR_REFUSED, "cannot cancel: it is invoiced");
	else
		err_set(core->err, ERR_REFUSED, "cannot cancel line %lld: it is invoiced", (long long)line);
	err_hint(core->err, "the invoice must be corrected by a credit note first");
	return order_subject(core, id);
}

/* Nothing shipped or performed, nothing invoiced. */
static int may_cancel(struct core *core, struct order_id id)
{
	static const struct order_barrier shipped = { NULL, false, TO_TRANSLATE("cannot cancel: some of it is shipped or performed"),
						      TO_TRANSLATE("ordr cancel ORDER --line N --reason CODE calls off the rest") };
	int64_t moved = 0;
	int64_t invoiced = 0;
	if (db_integer(core->db, &moved, "SELECT count(*) FROM order_line WHERE order_id = $1 AND (shipped > 0 OR delivered > 0)",
		       A(id.number)) < 0 ||
	    db_integer(core->db, &invoiced, "SELECT count(*) FROM order_line WHERE order_id = $1 AND invoiced > 0", A(id.number)) < 0)
		return -1;
	if (moved)
		return order_refuse(core, id, &shipped);
	return invoiced ? refuse_invoiced(core, id, NONE) : 0;
}

/* Gives back what the order holds, closes it, and serves those who waited for that. */
static int set_free(struct core *core, struct order_id id, const char *reason, const char *note, struct list *served)
{
	struct list places;
	if (past_keep_order(core, id) || order_places(core, id, &places) || write_rest(core, id, reason, note) || allocation_cancel(core, id) ||
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

static const struct field open_fields[] = {
	F(struct open_line, line, INTEGER, 0, NULL),	   F(struct open_line, sku, TEXT, 0, NULL),
	F(struct open_line, kind, TEXT, 0, NULL),	   F(struct open_line, decimals, INTEGER, 0, NULL),
	F(struct open_line, ordered, INTEGER, 0, NULL),	   F(struct open_line, cancelled, INTEGER, 0, NULL),
	F(struct open_line, picked, INTEGER, 0, NULL),	   F(struct open_line, shipped, INTEGER, 0, NULL),
	F(struct open_line, delivered, INTEGER, 0, NULL),  F(struct open_line, invoiced, INTEGER, 0, NULL),
	F(struct open_line, date, DATE, 0, NULL),	   FIELD_END,
};
static const struct schema open_schema = { .fields = open_fields, .size = sizeof(struct open_line) };

int order_line_open(struct core *core, struct order_id id, int64_t number, struct open_line *line)
{
	char text[ID_SIZE];
	int found = db_one(core->db, core->arena, &open_schema, line,
			   "SELECT l.line, l.sku, l.kind, p.decimals, l.ordered, l.cancelled, l.picked, l.shipped, l.delivered, l.invoiced, l.date"
			   " FROM order_line l JOIN product p ON p.id = l.product_id WHERE l.order_id = $1 AND l.line = $2",
			   A(id.number), A(number));
	if (found)
		return found < 0 ? -1 : 0;
	err_set(core->err, ERR_NOT_FOUND, "it has no line %lld", (long long)number);
	err_hint(core->err, "ordr show %s lists its lines", order_id_text(id, text));
	return order_subject(core, id);
}

static bool is_goods(const struct open_line *line)
{
	return !strcmp(line->kind, "goods");
}

int64_t order_line_free(const struct open_line *line)
{
	int64_t moved = is_goods(line) ? line->picked : line->delivered;
	return line->ordered - line->cancelled - (moved > line->invoiced ? moved : line->invoiced);
}

/* What stands in the way of cancelling more: the units' last step, and what undoes it. */
static int refuse_moved(struct core *core, struct order_id id, const struct open_line *line)
{
	char number[ID_SIZE];
	char open[QUANTITY_SIZE];
	bool in_hand = is_goods(line) && line->picked > line->shipped;
	const char *moved = !is_goods(line) ? TO_TRANSLATE_IN("state", "performed")
			    : in_hand	     ? TO_TRANSLATE_IN("state", "picked")
					     : TO_TRANSLATE_IN("state", "shipped");
	int64_t free = order_line_free(line);
	if (free)
		err_set(core->err, ERR_CONFLICT, "only %s of line %lld can be cancelled: the rest is %s",
			quantity_text((struct quantity){ free }, open), (long long)line->line, translate_in("state", moved));
	else
		err_set(core->err, ERR_CONFLICT, "cannot cancel line %lld: it is %s", (long long)line->line, translate_in("state", moved));
	if (in_hand)
		err_hint(core->err, "ordr unpick %s", order_id_text(id, number));
	else if (is_goods(line))
		err_hint(core->err, "goods that come back are a return");
	return order_subject(core, id);
}

/* A line is counted in the decimals of its product. */
static int check_decimals(struct core *core, const struct open_line *line, int64_t quantity)
{
	int64_t step = 1000;
	for (int64_t i = 0; i < line->decimals; i++)
		step /= 10;
	if (quantity % step == 0)
		return 0;
	char text[QUANTITY_SIZE];
	err_set(core->err, ERR_INVALID, "qty %s has more decimals than %.60s is sold in", quantity_text((struct quantity){ quantity }, text),
		line->sku);
	return err_hint(core->err, line->decimals ? TO_TRANSLATE("at most %lld decimals") : TO_TRANSLATE("whole units"), (long long)line->decimals);
}

int order_check_cut(struct core *core, struct order_id id, const struct open_line *line, int64_t quantity)
{
	char text[QUANTITY_SIZE];
	int64_t active = line->ordered - line->cancelled;
	int64_t moved = is_goods(line) ? line->picked : line->delivered;
	/* All of the rest may go even if the product is sold in fewer decimals by now. */
	if (quantity != order_line_free(line) && check_decimals(core, line, quantity))
		return order_subject(core, id);
	if (!active) {
		err_already(core->err, "line %lld is cancelled already", (long long)line->line);
		return order_subject(core, id);
	}
	if (quantity > active) {
		err_set(core->err, ERR_CONFLICT, "only %s of line %lld are not cancelled yet",
			quantity_text((struct quantity){ active }, text), (long long)line->line);
		return order_subject(core, id);
	}
	if (quantity <= order_line_free(line))
		return 0;
	return quantity > active - moved ? refuse_moved(core, id, line) : refuse_invoiced(core, id, line->line);
}

int order_cut(struct core *core, struct order_id id, int64_t line, int64_t quantity, const char *reason, const char *note)
{
	const struct quantity units = { quantity };
	return allocation_cut(core, id, line, units) || cancellation_write(core, id, line, units, reason, note) ? -1 : 0;
}

int order_left(struct core *core, struct order_id id, int64_t *lines)
{
	*lines = 0;
	return db_integer(core->db, lines,
			  "SELECT count(*) FROM order_line l WHERE l.order_id = $1 AND l.ordered > l.cancelled AND (l.kind <> 'charge'"
			  " OR l.invoiced > 0 OR NOT EXISTS (SELECT 1 FROM order_line o WHERE o.order_id = $1 AND o.kind <> 'charge'))",
			  A(id.number)) < 0
		       ? -1
		       : 0;
}

/* Freight of nothing is not charged for: it goes with the last line that it was for. */
static int cut_charges(struct core *core, struct order_id id, const char *reason)
{
	int64_t left;
	if (order_left(core, id, &left) || left)
		return left ? 0 : -1;
	return write_rest(core, id, reason, NULL) ||
		       db_run(core->db, "UPDATE order_line SET cancelled = ordered WHERE order_id = $1 AND kind = 'charge'", A(id.number))
		       ? -1
		       : 0;
}

/* An order of which nothing is left is cancelled; one without goods has nothing to ship by its target. */
static int close_if_empty(struct core *core, struct order_id id, const char *reason)
{
	int64_t active = 0;
	int64_t goods = 0;
	if (db_integer(core->db, &active, "SELECT count(*) FROM order_line WHERE order_id = $1 AND ordered > cancelled", A(id.number)) < 0 ||
	    db_integer(core->db, &goods, "SELECT count(*) FROM order_line WHERE order_id = $1 AND ordered > cancelled AND kind = 'goods'",
		       A(id.number)) < 0)
		return -1;
	if (!active)
		return order_close(core, id, "cancelled", reason);
	return goods ? 0
		     : db_run(core->db, "UPDATE orders SET ship_due = NULL, ship_risk = NULL, ship_by = NULL WHERE id = $1", A(id.number));
}

int order_after_cut(struct core *core, struct order_id id, const char *reason)
{
	return past_keep_order(core, id) || cut_charges(core, id, reason) || order_total(core, id) || close_if_empty(core, id, reason) ||
			       order_progress_cut(core, id)
		       ? -1
		       : 0;
}

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
