/* The steps in stock: goods come in, are announced, adjusted, counted, moved. Each moves units through stock_move_write alone, gives
 * what it freed to those who wait, takes what is missing from the least urgent, and says whom in the log. */
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/calendar.h"
#include "ordr/event.h"
#include "ordr/reason.h"
#include "ordr/speak.h"
#include "ordr/stock.h"

int stock_check_decimals(struct core *core, const struct place *place, struct quantity quantity)
{
	int64_t step = 1000;
	for (int64_t i = 0; i < place->decimals; i++)
		step /= 10;
	if (quantity.thousandths % step == 0)
		return 0;
	if (place->decimals)
		err_set(core->err, ERR_INVALID,
			place->decimals == 1 ? TO_TRANSLATE("%s is counted with %lld decimal") : TO_TRANSLATE("%s is counted with %lld decimals"),
			place->sku, (long long)place->decimals);
	else
		err_set(core->err, ERR_INVALID, "%s is counted in whole units", place->sku);
	return err_hint(core->err, "ordr product edit %s --decimals N", place->sku);
}

static void put_quantity(struct str *what, const char *name, struct quantity quantity)
{
	char text[QUANTITY_SIZE];
	str_printf(what, "%s\"%s\":%s", what->length ? "," : "", name, quantity_text(quantity, text));
}

static void put_text(struct str *what, const char *name, const char *text)
{
	str_printf(what, "%s\"%s\":", what->length ? "," : "", name);
	str_put_json(what, text);
}

static void put_orders(struct str *what, const char *name, const struct list *orders)
{
	str_printf(what, "%s\"%s\":[", what->length ? "," : "", name);
	for (size_t i = 0; i < orders->count; i++) {
		str_put(what, i ? "," : "");
		str_put_json(what, ((const char *const *)orders->items)[i]);
	}
	str_put_char(what, ']');
}

static int write_event(struct core *core, const struct place *place, struct str *what)
{
	return event_subject(core, what, "stock %s %s", place->sku, place->code);
}

/* Takes the receipt off what was announced, earliest expected first; one that names a ref only off those of that ref. */
static int settle_announcements(struct core *core, const struct place *place, struct quantity quantity, const char *ref)
{
	int64_t left = quantity.thousandths;
	while (left > 0) {
		struct db_rows rows;
		if (db_query(core->db, &rows,
			     "SELECT id, quantity - received FROM announcement WHERE product_id = $1 AND warehouse_id = $2"
			     " AND received < quantity AND ($3 IS NULL OR ref = $3) ORDER BY expected, id LIMIT 1",
			     A(place->product), A(place->warehouse), A(ref)))
			return -1;
		int found = db_next(&rows);
		if (found != 1)
			return found;
		int64_t id = db_column_integer(&rows, 0);
		int64_t open = db_column_integer(&rows, 1);
		db_finish(&rows);
		int64_t taken = open < left ? open : left;
		if (db_run(core->db, "UPDATE announcement SET received = received + $2 WHERE id = $1", A(id), A(taken)))
			return -1;
		left -= taken;
	}
	return 0;
}

int stock_receive(struct core *core, const struct place *place, struct quantity quantity, const char *ref, struct money cost,
		  struct list *served)
{
	*served = (struct list){ 0 };
	if (quantity.thousandths <= 0) {
		err_set(core->err, ERR_INVALID, "the quantity received must be above zero");
		return err_hint(core->err, "ordr stock adjust %s:QTY --reason CODE takes units off", place->sku);
	}
	if (stock_check_decimals(core, place, quantity) ||
	    stock_move_write(core, place->product, place->warehouse, "receipt", quantity, cost, NULL, ref) ||
	    settle_announcements(core, place, quantity, ref) || allocation_serve(core, place->product, place->warehouse, served))
		return -1;
	struct str what = { 0 };
	put_quantity(&what, "quantity", quantity);
	put_text(&what, "ref", ref);
	put_orders(&what, "served", served);
	return write_event(core, place, &what);
}

static int check_expected(struct core *core, struct date expected)
{
	char today[DATE_SIZE];
	int minute;
	if (calendar_zone(core))
		return -1;
	struct date now = instant_date(core->now, &minute);
	if (expected.days != NONE && expected.days >= now.days)
		return 0;
	if (expected.days == NONE)
		err_set(core->err, ERR_INVALID, "an announcement needs the day that it is expected");
	else
		err_set(core->err, ERR_INVALID, "what is announced cannot be expected before today");
	return err_hint(core->err, "a date from %s on", date_text(now, today));
}

int stock_announce(struct core *core, const struct place *place, struct quantity quantity, struct date expected, const char *ref)
{
	char day[DATE_SIZE];
	if (quantity.thousandths <= 0) {
		err_set(core->err, ERR_INVALID, "the quantity announced must be above zero");
		return err_hint(core->err, "ordr stock announce %s:QTY --expected DATE", place->sku);
	}
	if (stock_check_decimals(core, place, quantity) || check_expected(core, expected) ||
	    db_run(core->db,
		   "INSERT INTO announcement (product_id, warehouse_id, quantity, expected, ref) VALUES ($1, $2, $3, $4, $5)",
		   A(place->product), A(place->warehouse), A(quantity), A(expected), A(ref)))
		return -1;
	struct str what = { 0 };
	put_quantity(&what, "announced", quantity);
	put_text(&what, "expected", date_text(expected, day));
	put_text(&what, "ref", ref);
	return write_event(core, place, &what);
}

struct level {
	int64_t on_hand, allocated;
};

static int load_level(struct core *core, const struct place *place, struct level *level)
{
	struct db_rows rows;
	*level = (struct level){ 0 };
	if (db_query(core->db, &rows, "SELECT on_hand, allocated FROM stock WHERE product_id = $1 AND warehouse_id = $2", A(place->product),
		     A(place->warehouse)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	level->on_hand = db_column_integer(&rows, 0);
	level->allocated = db_column_integer(&rows, 1);
	db_finish(&rows);
	if (0 <= level->allocated && level->allocated <= level->on_hand)
		return 0;
	err_set(core->err, ERR_DAMAGED, "the stock of %s in %s does not add up", place->sku, place->code);
	return err_hint(core->err, "ordr doctor says what else does not");
}

/* Nothing that could give way is left: the rest is picked. */
static int hold_picked(struct core *core, const struct place *place)
{
	if (core->err->code != ERR_REFUSED)
		return -1;
	err_set(core->err, ERR_REFUSED, "more of %s is picked in %s than that would leave", place->sku, place->code);
	return err_hint(core->err, "ship or cancel orders that hold it: ordr list --state confirmed --sku %s", place->sku);
}

/* One change of what is on hand, up or down: orders that hold what is no longer there lose it first, and get what lies available in other
 * warehouses as a receipt there would give it; who waits is served after. */
static int change(struct core *core, const struct place *place, const char *kind, const struct level *before, struct quantity delta,
		  const char *reason, struct stock_touched *touched)
{
	int64_t missing = delta.thousandths < 0 ? before->allocated - (before->on_hand + delta.thousandths) : 0;
	if (missing > 0 && allocation_take(core, place->product, place->warehouse, (struct quantity){ missing }, &touched->taken_from))
		return hold_picked(core, place);
	if (stock_move_write(core, place->product, place->warehouse, kind, delta, money_make(NONE, ""), reason, NULL))
		return -1;
	if (missing > 0)
		return allocation_serve_elsewhere(core, place->product, place->warehouse, &touched->served);
	return delta.thousandths > 0 ? allocation_serve(core, place->product, place->warehouse, &touched->served) : 0;
}

/* What changed by hand, with whom it took from or served. */
static int change_event(struct core *core, const struct place *place, const char *name, struct quantity quantity, struct quantity delta,
			const char *reason, const struct stock_touched *touched)
{
	struct str what = { 0 };
	put_quantity(&what, name, quantity);
	if (strcmp(name, "quantity"))
		put_quantity(&what, "quantity", delta);
	put_text(&what, "reason", reason);
	if (delta.thousandths < 0)
		put_orders(&what, "taken_from", &touched->taken_from);
	if (delta.thousandths >= 0 || touched->served.count)
		put_orders(&what, "served", &touched->served);
	return write_event(core, place, &what);
}

int stock_adjust(struct core *core, const struct place *place, struct quantity delta, const char *reason, struct stock_touched *touched)
{
	struct level level;
	*touched = (struct stock_touched){ 0 };
	if (delta.thousandths == 0) {
		err_set(core->err, ERR_INVALID, "an adjustment by nothing");
		return err_hint(core->err, "say how many more or fewer there are: ordr stock adjust %s:-2 --reason CODE", place->sku);
	}
	if (stock_check_decimals(core, place, delta) || reason_check(core, reason) || load_level(core, place, &level))
		return -1;
	if (delta.thousandths < -level.on_hand) {
		char there[QUANTITY_SIZE];
		err_set(core->err, ERR_REFUSED, "only %s of %s are on hand in %s",
			quantity_text((struct quantity){ level.on_hand }, there), place->sku, place->code);
		return err_hint(core->err, "ordr stock count %s:QTY sets what was counted", place->sku);
	}
	if (change(core, place, "adjustment", &level, delta, reason, touched))
		return -1;
	return change_event(core, place, "quantity", delta, delta, reason, touched);
}

int stock_count(struct core *core, const struct place *place, struct quantity counted, const char *reason, struct stock_touched *touched)
{
	struct level level;
	*touched = (struct stock_touched){ 0 };
	if (counted.thousandths < 0) {
		err_set(core->err, ERR_INVALID, "nobody counts fewer than none");
		return err_hint(core->err, "ordr stock adjust %s:QTY --reason CODE takes units off", place->sku);
	}
	if (stock_check_decimals(core, place, counted) || (reason && reason_check(core, reason)) || load_level(core, place, &level))
		return -1;
	struct quantity delta = { counted.thousandths - level.on_hand };
	if (delta.thousandths && change(core, place, "count", &level, delta, reason, touched))
		return -1;
	return change_event(core, place, "counted", counted, delta, reason, touched);
}

static int check_transfer(struct core *core, const struct place *from, const struct place *to, struct quantity quantity)
{
	struct level level;
	if (quantity.thousandths <= 0)
		return err_set(core->err, ERR_INVALID, "the quantity moved must be above zero");
	if (from->product != to->product)
		return err_set(core->err, ERR_INVALID, "%s does not become %s on its way", from->sku, to->sku);
	if (from->warehouse == to->warehouse) {
		err_set(core->err, ERR_INVALID, "%s is where it would go already: %s", from->sku, from->code);
		return err_hint(core->err, "name two warehouses: ordr warehouse list");
	}
	if (stock_check_decimals(core, from, quantity) || load_level(core, from, &level))
		return -1;
	if (quantity.thousandths <= level.on_hand - level.allocated)
		return 0;
	char there[QUANTITY_SIZE];
	err_set(core->err, ERR_REFUSED, "only %s of %s are available in %s",
		quantity_text((struct quantity){ level.on_hand - level.allocated }, there), from->sku, from->code);
	return err_hint(core->err, "what is promised to orders stays: ordr stock show %s", from->sku);
}

int stock_transfer(struct core *core, const struct place *from, const struct place *to, struct quantity quantity, struct list *served)
{
	*served = (struct list){ 0 };
	if (check_transfer(core, from, to, quantity))
		return -1;
	const struct quantity out = { -quantity.thousandths };
	if (stock_move_write(core, from->product, from->warehouse, "transfer_out", out, money_make(NONE, ""), NULL, to->code) ||
	    stock_move_write(core, to->product, to->warehouse, "transfer_in", quantity, money_make(NONE, ""), NULL, from->code) ||
	    allocation_serve(core, to->product, to->warehouse, served))
		return -1;
	struct str left = { 0 };
	put_quantity(&left, "quantity", out);
	put_text(&left, "to", to->code);
	if (write_event(core, from, &left))
		return -1;
	struct str arrived = { 0 };
	put_quantity(&arrived, "quantity", quantity);
	put_text(&arrived, "from", from->code);
	put_orders(&arrived, "served", served);
	return write_event(core, to, &arrived);
}
