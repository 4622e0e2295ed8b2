/* Asking for a return: how much of each line can come back, and never more than that, however many returns there are. */
#include <string.h>

#include "ordr/event.h"
#include "ordr/reason.h"
#include "ordr/speak.h"
#include "order_parts.h"
#include "return_parts.h"

static const struct field returned_fields[] = {
	F(struct returned, part, INTEGER, 0, NULL),  F(struct returned, line, INTEGER, 0, NULL), F(struct returned, product, INTEGER, 0, NULL),
	F(struct returned, decimals, INTEGER, 0, NULL), F(struct returned, sku, TEXT, 0, NULL),	 F(struct returned, reason, TEXT, 0, NULL),
	F(struct returned, qty, QUANTITY, 0, NULL),  F(struct returned, whole, QUANTITY, 0, NULL), FIELD_END,
};
const struct schema returned_schema = { .fields = returned_fields, .size = sizeof(struct returned) };

struct opening {
	struct return_id id;
	struct order_id order;
	struct returned *lines;
	size_t count;
};

/* A line is named, so what is wrong with it is said of it alone. */
static int not_goods(struct core *core, struct order_id order, int64_t line, const char *sku, const char *kind)
{
	char text[ID_SIZE];
	order_id_text(order, text);
	err_set(core->err, ERR_INVALID, "line %lld, %s, is a %s and does not come back", (long long)line, sku, translate_in("kind", kind));
	err_hint(core->err, "ordr complaint open %s --line %lld --reason CODE", text, (long long)line);
	return order_subject(core, order);
}

int return_possible(struct core *core, struct order_id order, int64_t line, struct quantity *quantity)
{
	char text[ID_SIZE];
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT l.kind = 'goods', l.sku, l.kind, l.delivered - l.returned - (SELECT coalesce(sum(t.quantity - t.received), 0) FROM rma r"
		     " JOIN rma_line t ON t.rma_id = r.id WHERE r.order_id = l.order_id AND r.state IN ('requested', 'received')"
		     " AND t.line = l.line) FROM order_line l WHERE l.order_id = $1 AND l.line = $2",
		     A(order.number), A(line)))
		return -1;
	int found = db_next(&rows);
	if (found < 0)
		return -1;
	if (!found) {
		err_set(core->err, ERR_NOT_FOUND, "there is no line %lld", (long long)line);
		err_hint(core->err, "ordr show %s shows its lines", order_id_text(order, text));
		return order_subject(core, order);
	}
	quantity->thousandths = db_column_integer(&rows, 3);
	int result = db_column_integer(&rows, 0) ? 0 : not_goods(core, order, line, db_column_text(&rows, 1), db_column_text(&rows, 2));
	db_finish(&rows);
	return result;
}

static int refuse_beyond(struct core *core, struct order_id order, const struct returned *line, struct quantity possible)
{
	char asked[QUANTITY_SIZE];
	char there[QUANTITY_SIZE];
	if (possible.thousandths > 0) {
		err_set(core->err, ERR_REFUSED, "only %s of line %lld can come back, not %s", quantity_text(possible, there), (long long)line->line,
			quantity_text(line->qty, asked));
		err_hint(core->err, "--line %lld:%s at most; ordr return list --order %s", (long long)line->line, there, order_id_text(order, asked));
	} else {
		err_set(core->err, ERR_REFUSED, "nothing of line %lld can come back that is not on its way", (long long)line->line);
		err_hint(core->err, "ordr return list --order %s shows what is on its way", order_id_text(order, asked));
	}
	return order_subject(core, order);
}

/* One line that comes back: what is asked for, or all that can. */
static int add_line(struct core *core, struct opening *opening, const struct return_part *part, const char *reason)
{
	struct quantity possible = { 0 };
	struct returned *line = &opening->lines[opening->count];
	if (return_possible(core, opening->order, part->line, &possible) ||
	    db_one(core->db, core->arena, &returned_schema, line,
		   "SELECT l.line, l.product_id AS product, l.sku, p.decimals FROM order_line l JOIN product p ON p.id = l.product_id"
		   " WHERE l.order_id = $1 AND l.line = $2",
		   A(opening->order.number), A(part->line)) < 0)
		return -1;
	line->part = (int64_t)opening->count + 1;
	line->reason = reason;
	line->qty = part->qty.thousandths == NONE ? possible : part->qty;
	if (part->qty.thousandths != NONE && returned_check(core, line, part->qty))
		return order_subject(core, opening->order);
	if (!line->qty.thousandths || line->qty.thousandths > possible.thousandths)
		return refuse_beyond(core, opening->order, line, possible);
	opening->count++;
	return db_run(core->db, "INSERT INTO rma_line (rma_id, part, order_id, line, quantity, reason) VALUES ($1, $2, $3, $4, $5, $6)",
		      A(opening->id.number), A(line->part), A(opening->order.number), A(line->line), A(line->qty), A(reason));
}

static const struct field part_fields[] = {
	F(struct return_part, line, INTEGER, 0, NULL),
	F(struct return_part, qty, QUANTITY, 0, NULL),
	FIELD_END,
};
static const struct schema part_schema = { .fields = part_fields, .size = sizeof(struct return_part) };

/* All goods of the order that are with the customer. */
static int all_parts(struct core *core, struct order_id order, struct list *parts)
{
	char text[ID_SIZE];
	const char *state;
	if (order_state(core, order, &state) ||
	    db_all(core->db, core->arena, &part_schema, parts,
		   "SELECT l.line FROM order_line l WHERE l.order_id = $1 AND l.kind = 'goods' AND l.delivered - l.returned >"
		   " (SELECT coalesce(sum(t.quantity - t.received), 0) FROM rma r JOIN rma_line t ON t.rma_id = r.id"
		   " WHERE r.order_id = l.order_id AND r.state IN ('requested', 'received') AND t.line = l.line) ORDER BY l.line",
		   A(order.number)))
		return -1;
	if (parts->count)
		return 0;
	err_set(core->err, ERR_CONFLICT, "nothing of it is with the customer, so nothing can come back");
	if (!strcmp(state, "confirmed"))
		err_hint(core->err, "ordr deliver %s, once it has arrived", order_id_text(order, text));
	else if (!strcmp(state, "completed"))
		err_hint(core->err, "ordr return list --order %s shows what came back", order_id_text(order, text));
	return order_subject(core, order);
}

void return_put_reason(struct str *what, const char *reason, const char *note)
{
	str_put(what, "\"reason\":");
	str_put_json(what, reason);
	str_put(what, ",\"note\":");
	str_put_json(what, note);
}

int return_open(struct core *core, struct order_id order, const struct list *parts, const char *reason, const char *note, struct return_id *id)
{
	struct list all;
	const char *state;
	struct opening opening = { .order = order };
	if (order_state(core, order, &state))
		return -1;
	if (reason_check(core, reason))
		return order_subject(core, order);
	if (!parts || !parts->count) {
		if (all_parts(core, order, &all))
			return -1;
		parts = &all;
	}
	opening.lines = arena_array(core->arena, parts->count, sizeof *opening.lines);
	if (!opening.lines)
		return err_memory(core->err);
	if (db_run(core->db, "INSERT INTO rma (order_id, opened_at, opened_by, note) VALUES ($1, $2, $3, $4)", A(order.number), A(core->now),
		   A(core->actor), A(note)))
		return -1;
	opening.id.number = db_last_id(core->db);
	for (size_t i = 0; i < parts->count; i++)
		if (add_line(core, &opening, (const struct return_part *)parts->items + i, reason))
			return -1;
	*id = opening.id;
	struct str what = { 0 };
	returned_put(opening.lines, opening.count, &what);
	str_put_char(&what, ',');
	return_put_reason(&what, reason, note);
	return return_event(core, opening.id, order, "requested", &what);
}
