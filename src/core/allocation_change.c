/* Promises that change hands: units that were promised and are not there, units that one order must leave to another. Whoever loses is given
 * what lies available elsewhere before it has to wait: nobody waits for what could be had. */
#include <string.h>

#include "ordr/past.h"
#include "allocation_parts.h"
#include "ordr/hold.h"

static int add_part(struct core *core, struct list *parts, const char *warehouse, int64_t quantity)
{
	struct allocation_part *wider = arena_array(core->arena, parts->count + 1, sizeof *wider);
	const char *kept = arena_strdup(core->arena, warehouse);
	if (!wider || !kept)
		return err_memory(core->err);
	if (parts->count)
		memcpy(wider, parts->items, parts->count * sizeof *wider);
	wider[parts->count++] = (struct allocation_part){ kept, { quantity } };
	parts->items = wider;
	return 0;
}

/* The first other warehouse by rank that has some available and that the order may ship from; none while it is held (GATE_ALLOCATE). 1, 0, −1. */
static int next_elsewhere(struct core *core, struct order_id id, int64_t product, int64_t warehouse, int64_t *place, int64_t *available,
			  const char **code)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT s.warehouse_id, s.on_hand - s.allocated, w.code FROM stock s JOIN warehouse w ON w.id = s.warehouse_id"
		     " JOIN orders o ON o.id = $1 WHERE s.product_id = $2 AND s.warehouse_id <> $3 AND s.on_hand > s.allocated"
		     " AND o.warehouse_id IS NULL AND NOT " HOLD_BLOCKS("1") " ORDER BY w.rank, w.id LIMIT 1",
		     A(id.number), A(product), A(warehouse)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	*place = db_column_integer(&rows, 0);
	*available = db_column_integer(&rows, 1);
	*code = arena_strdup(core->arena, db_column_text(&rows, 2));
	db_finish(&rows);
	return *code ? 1 : err_memory(core->err);
}

static int allocate(struct core *core, struct order_id id, const struct need *need, int64_t warehouse, int64_t quantity)
{
	if (allocation_hold(core, id, need, warehouse, quantity) || past_keep_waiting(core, id, need->line))
		return -1;
	return db_run(core->db,
		      "UPDATE order_line SET allocated = allocated + $3, backordered = backordered - $3 WHERE order_id = $1 AND line = $2",
		      A(id.number), A(need->line), A(quantity));
}

/* Gives a line that waits what it can have from other warehouses than this one. */
static int serve_elsewhere(struct core *core, struct order_id id, const struct need *need, int64_t warehouse, struct list *instead)
{
	for (int64_t left = need->quantity; left > 0;) {
		int64_t place;
		int64_t available;
		const char *code;
		int found = next_elsewhere(core, id, need->product, warehouse, &place, &available, &code);
		if (found != 1)
			return found;
		int64_t taken = available < left ? available : left;
		if (allocate(core, id, need, place, taken) || add_part(core, instead, code, taken))
			return -1;
		left -= taken;
	}
	return 0;
}

int allocation_lose(struct core *core, struct order_id id, int64_t line, int64_t product, int64_t warehouse, struct quantity quantity,
		    struct list *instead)
{
	const struct need need = { .line = line, .product = product, .quantity = quantity.thousandths };
	if (allocation_ship(core, product, warehouse, quantity) || past_keep_waiting(core, id, line) ||
	    db_run(core->db, "UPDATE order_line SET picked = picked - $3, backordered = backordered + $3 WHERE order_id = $1 AND line = $2",
		   A(id.number), A(line), A(quantity)))
		return -1;
	return serve_elsewhere(core, id, &need, warehouse, instead);
}

/* A line of the query's order with units of the product: the last that holds some in the warehouse; the first that waits. 1, 0, −1. */
static int next_line(struct core *core, struct db_rows *rows, int64_t product, int64_t most, struct need *need)
{
	int found = db_next(rows);
	if (found != 1)
		return found < 0 ? -1 : err_set(core->err, ERR_DAMAGED, "an order does not hold what it says");
	int64_t there = db_column_integer(rows, 1);
	*need = (struct need){ .line = db_column_integer(rows, 0), .product = product, .quantity = there < most ? there : most };
	db_finish(rows);
	return 0;
}

static int take_from(struct core *core, struct order_id id, int64_t product, int64_t warehouse, int64_t most, struct need *need)
{
	struct db_rows rows;
	return db_query(core->db, &rows,
			"SELECT line, quantity FROM allocation WHERE order_id = $1 AND product_id = $2 AND warehouse_id = $3"
			" ORDER BY line DESC LIMIT 1",
			A(id.number), A(product), A(warehouse)) ||
			       next_line(core, &rows, product, most, need) ||
			       allocation_unhold(core, id, need, warehouse, need->quantity)
		       ? -1
		       : 0;
}

static int give_to(struct core *core, struct order_id id, int64_t product, int64_t warehouse, int64_t quantity)
{
	for (int64_t left = quantity; left > 0;) {
		struct db_rows rows;
		struct need need;
		if (db_query(core->db, &rows,
			     "SELECT line, backordered FROM order_line WHERE order_id = $1 AND product_id = $2 AND backordered > 0"
			     " ORDER BY line LIMIT 1",
			     A(id.number), A(product)) ||
		    next_line(core, &rows, product, left, &need) || allocate(core, id, &need, warehouse, need.quantity))
			return -1;
		left -= need.quantity;
	}
	return 0;
}

int allocation_give(struct core *core, int64_t product, int64_t warehouse, struct order_id from, struct order_id to,
		    struct quantity quantity, struct list *instead)
{
	for (int64_t left = quantity.thousandths; left > 0;) {
		struct need lost;
		if (take_from(core, from, product, warehouse, left, &lost) || give_to(core, to, product, warehouse, lost.quantity) ||
		    serve_elsewhere(core, from, &lost, warehouse, instead))
			return -1;
		left -= lost.quantity;
	}
	return 0;
}

/* Warehouses are read before any is served: what is given away there changes what the query reads. */
struct elsewhere {
	int64_t warehouse;
};

static const struct field elsewhere_fields[] = {
	F(struct elsewhere, warehouse, INTEGER, 0, NULL),
	FIELD_END,
};
static const struct schema elsewhere_schema = { .fields = elsewhere_fields, .size = sizeof(struct elsewhere) };

int allocation_serve_elsewhere(struct core *core, int64_t product, int64_t warehouse, struct list *served)
{
	struct list places = { 0 };
	if (db_all(core->db, core->arena, &elsewhere_schema, &places,
		   "SELECT w.id AS warehouse FROM stock s JOIN warehouse w ON w.id = s.warehouse_id"
		   " WHERE s.product_id = $1 AND w.id <> $2 AND s.on_hand > s.allocated ORDER BY w.rank, w.id",
		   A(product), A(warehouse)))
		return -1;
	const struct elsewhere *place = places.items;
	for (size_t i = 0; i < places.count; i++)
		if (allocation_serve(core, product, place[i].warehouse, served))
			return -1;
	return 0;
}
