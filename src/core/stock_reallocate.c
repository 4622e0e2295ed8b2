/* Taking from one order for another. Allocation goes by urgency and is never re-dealt by itself; this is the one step that does it, by hand and for a
 * reason, and the logs of both orders say so. */
#include <string.h>

#include "order_parts.h"
#include "ordr/allocation.h"
#include "ordr/event.h"
#include "ordr/gate.h"
#include "ordr/reason.h"
#include "ordr/speak.h"
#include "ordr/stock.h"

/* A warehouse in which the one order has what the other waits for. */
struct source {
	int64_t warehouse;
	const char *code;
	struct quantity held;
};

static const struct field source_fields[] = {
	F(struct source, warehouse, INTEGER, 0, NULL),
	F(struct source, code, TEXT, FIELD_REQUIRED, NULL),
	F(struct source, held, QUANTITY, 0, NULL),
	FIELD_END,
};
static const struct schema source_schema = { .fields = source_fields, .size = sizeof(struct source) };

struct trade {
	const struct reallocation *given;
	struct place place; /* its product; of the warehouse only when one is given */
	struct list sources;
	int64_t held, wanted, quantity;
	struct str parts; /* for the log: how many from which warehouse */
	struct list instead;
};

static int check_given(struct core *core, const struct reallocation *given, struct place *place)
{
	if (given->from.number == given->to.number) {
		err_set(core->err, ERR_INVALID, "an order does not give to itself");
		return err_hint(core->err, "name two orders with --from and --to");
	}
	if (reason_check(core, given->reason) || stock_place(core, given->sku, given->warehouse, place))
		return -1;
	if (given->qty.thousandths == NONE)
		return 0;
	if (given->qty.thousandths > 0)
		return stock_check_decimals(core, place, given->qty);
	err_set(core->err, ERR_INVALID, "the quantity must be above zero");
	return err_hint(core->err, "without --qty as many are taken as the other order waits for");
}

static int check_confirmed(struct core *core, struct order_id id)
{
	const char *state;
	if (order_state(core, id, &state))
		return -1;
	if (!strcmp(state, "confirmed"))
		return 0;
	err_set(core->err, ERR_CONFLICT, "is %s: only confirmed orders hold stock and wait for it", translate_in("state", state));
	return order_subject(core, id);
}

/* What the one holds where the other may ship from, by rank; and what that one waits for. */
static int load(struct core *core, struct trade *trade)
{
	const struct reallocation *given = trade->given;
	int64_t only = given->warehouse ? trade->place.warehouse : NONE;
	if (db_all(core->db, core->arena, &source_schema, &trade->sources,
		   "SELECT w.id AS warehouse, w.code, sum(a.quantity) AS held FROM allocation a JOIN warehouse w ON w.id = a.warehouse_id"
		   " JOIN orders o ON o.id = $2 WHERE a.order_id = $1 AND a.product_id = $3 AND ($4 IS NULL OR w.id = $4)"
		   " AND (o.warehouse_id IS NULL OR o.warehouse_id = w.id) GROUP BY w.id, w.code ORDER BY w.rank, w.id",
		   A(given->from.number), A(given->to.number), A(trade->place.product), A(only)))
		return -1;
	const struct source *source = trade->sources.items;
	for (size_t i = 0; i < trade->sources.count; i++)
		trade->held += source[i].held.thousandths;
	return db_integer(core->db, &trade->wanted,
			  "SELECT coalesce(sum(backordered), 0) FROM order_line WHERE order_id = $1 AND product_id = $2",
			  A(given->to.number), A(trade->place.product)) < 0
		       ? -1
		       : 0;
}

static int refuse_none(struct core *core, const struct trade *trade)
{
	char text[ID_SIZE];
	const struct reallocation *given = trade->given;
	bool waits = trade->wanted > 0;
	struct order_id id = waits ? given->from : given->to;
	if (waits && given->warehouse)
		err_set(core->err, ERR_CONFLICT, "holds none of %.60s in %.60s that is not picked", given->sku, given->warehouse);
	else if (waits)
		err_set(core->err, ERR_CONFLICT, "holds none of %.60s that is not picked", given->sku);
	else
		err_set(core->err, ERR_CONFLICT, "waits for none of %.60s", given->sku);
	order_subject(core, id);
	return err_hint(core->err,
			waits ? TO_TRANSLATE("ordr show %s shows what it holds; ordr unpick gives back what is picked")
			      : TO_TRANSLATE("ordr show %s"),
			order_id_text(id, text));
}

static int refuse_few(struct core *core, const struct trade *trade)
{
	char there[QUANTITY_SIZE];
	const struct reallocation *given = trade->given;
	bool holds = trade->held < given->qty.thousandths;
	err_set(core->err, ERR_REFUSED, holds ? TO_TRANSLATE("holds only %s of %.60s that can be taken") : TO_TRANSLATE("waits for only %s of %.60s"),
		quantity_text((struct quantity){ holds ? trade->held : trade->wanted }, there), given->sku);
	order_subject(core, holds ? given->from : given->to);
	return err_hint(core->err, "take no more than that: --qty %s", there);
}

static int choose_quantity(struct core *core, struct trade *trade)
{
	int64_t most = trade->held < trade->wanted ? trade->held : trade->wanted;
	int64_t asked = trade->given->qty.thousandths;
	if (!most)
		return refuse_none(core, trade);
	if (asked != NONE && asked > most)
		return refuse_few(core, trade);
	trade->quantity = asked == NONE ? most : asked;
	return 0;
}

static int take(struct core *core, struct trade *trade, struct list *places)
{
	char text[QUANTITY_SIZE];
	const struct source *source = trade->sources.items;
	struct place *place = arena_array(core->arena, trade->sources.count, sizeof *place);
	if (!place)
		return err_memory(core->err);
	*places = (struct list){ .items = place };
	for (int64_t left = trade->quantity; left > 0; source++) {
		struct quantity part = source->held.thousandths < left ? source->held : (struct quantity){ left };
		if (allocation_give(core, trade->place.product, source->warehouse, trade->given->from, trade->given->to, part,
				    &trade->instead))
			return -1;
		place[places->count] = trade->place;
		place[places->count].warehouse = source->warehouse;
		place[places->count].code = source->code;
		str_put(&trade->parts, places->count++ ? ",{\"warehouse\":" : "{\"warehouse\":");
		str_put_json(&trade->parts, source->code);
		str_printf(&trade->parts, ",\"qty\":%s}", quantity_text(part, text));
		left -= part.thousandths;
	}
	return 0;
}

static void put_instead(struct str *what, const struct list *instead)
{
	char text[QUANTITY_SIZE];
	const struct allocation_part *part = instead->items;
	str_put(what, ",\"instead\":[");
	for (size_t i = 0; i < instead->count; i++) {
		str_put(what, i ? ",{\"warehouse\":" : "{\"warehouse\":");
		str_put_json(what, part[i].warehouse);
		str_printf(what, ",\"qty\":%s}", quantity_text(part[i].qty, text));
	}
	str_put_char(what, ']');
}

/* The same of both orders; the one that lost says what it was given instead, too. */
static int write_event(struct core *core, const struct trade *trade, bool lost)
{
	char from[ID_SIZE];
	char to[ID_SIZE];
	char qty[QUANTITY_SIZE];
	struct str what = { 0 };
	const struct reallocation *given = trade->given;
	str_put(&what, "\"sku\":");
	str_put_json(&what, trade->place.sku);
	str_printf(&what, ",\"qty\":%s,\"from\":\"%s\",\"to\":\"%s\",\"warehouses\":[%s],\"reason\":",
		   quantity_text((struct quantity){ trade->quantity }, qty), order_id_text(given->from, from), order_id_text(given->to, to),
		   trade->parts.text);
	str_put_json(&what, given->reason);
	str_put(&what, ",\"note\":");
	str_put_json(&what, given->note);
	if (lost)
		put_instead(&what, &trade->instead);
	return event_order(core, lost ? given->from : given->to, &what);
}

static int reallocate(struct core *core, struct trade *trade, struct list *places)
{
	if (take(core, trade, places))
		return -1;
	if (trade->parts.failed)
		return err_memory(core->err);
	return write_event(core, trade, true) || write_event(core, trade, false) ? -1 : 0;
}

int stock_reallocate(struct core *core, const struct reallocation *given, struct list *places)
{
	struct trade trade = { .given = given };
	if (check_given(core, given, &trade.place) || check_confirmed(core, given->from) || check_confirmed(core, given->to) ||
	    gate_pass(core, given->to, GATE_ALLOCATE) || load(core, &trade) || choose_quantity(core, &trade))
		return -1;
	int result = reallocate(core, &trade, places);
	str_release(&trade.parts);
	return result;
}
