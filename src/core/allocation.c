/* Allocation: the only code that promises units on hand to orders and takes promises back. The database refuses to promise more than is
 * there (never_oversold), whatever happens here. */
#include <string.h>

#include "allocation_parts.h"
#include "ordr/hold.h"
#include "ordr/id.h"
#include "ordr/past.h"
#include "ordr/settings.h"
#include "ordr/urgency.h"
#include "order_parts.h"

/* The first line by number that still needs stock, after `after`. 1, 0, −1. */
static int next_need(struct core *core, struct order_id id, int64_t after, struct need *need)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT line, product_id, ordered - cancelled - allocated - picked, sku FROM order_line"
		     " WHERE order_id = $1 AND line > $2 AND kind = 'goods' AND ordered > cancelled + allocated + picked"
		     " ORDER BY line LIMIT 1",
		     A(id.number), A(after)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	need->line = db_column_integer(&rows, 0);
	need->product = db_column_integer(&rows, 1);
	need->quantity = db_column_integer(&rows, 2);
	need->sku = arena_strdup(core->arena, db_column_text(&rows, 3));
	db_finish(&rows);
	return need->sku ? 1 : err_memory(core->err);
}

int allocation_hold(struct core *core, struct order_id id, const struct need *need, int64_t warehouse, int64_t quantity)
{
	if (db_run(core->db, "UPDATE stock SET allocated = allocated + $3 WHERE product_id = $1 AND warehouse_id = $2", A(need->product),
		   A(warehouse), A(quantity)))
		return -1;
	return db_run(core->db,
		      "INSERT INTO allocation (order_id, line, warehouse_id, product_id, quantity) VALUES ($1, $2, $3, $4, $5)"
		      " ON CONFLICT (order_id, line, warehouse_id) DO UPDATE SET quantity = quantity + $5",
		      A(id.number), A(need->line), A(warehouse), A(need->product), A(quantity));
}

/* Takes from warehouses by rank, `only` one when it is not NONE; *held is what could be had. */
static int hold_by_rank(struct core *core, struct order_id id, const struct need *need, int64_t only, int64_t *held)
{
	*held = 0;
	while (*held < need->quantity) {
		struct db_rows rows;
		if (db_query(core->db, &rows,
			     "SELECT s.warehouse_id, s.on_hand - s.allocated FROM stock s JOIN warehouse w ON w.id = s.warehouse_id"
			     " WHERE s.product_id = $1 AND s.on_hand > s.allocated AND ($2 IS NULL OR w.id = $2)"
			     " ORDER BY w.rank, w.id LIMIT 1",
			     A(need->product), A(only)))
			return -1;
		int found = db_next(&rows);
		if (found != 1)
			return found;
		int64_t warehouse = db_column_integer(&rows, 0);
		int64_t available = db_column_integer(&rows, 1);
		db_finish(&rows);
		int64_t missing = need->quantity - *held;
		int64_t taken = available < missing ? available : missing;
		if (allocation_hold(core, id, need, warehouse, taken))
			return -1;
		*held += taken;
	}
	return 0;
}

/* The warehouse that the order names, else the first by rank that has all of its lines after `after`; lines of one product count together.
 * NONE: no one has. */
static int choose_warehouse(struct core *core, struct order_id id, int64_t after, int64_t *warehouse)
{
	*warehouse = NONE;
	if (db_integer(core->db, warehouse, "SELECT warehouse_id FROM orders WHERE id = $1", A(id.number)) < 0)
		return -1;
	if (*warehouse != NONE)
		return 0;
	return db_integer(core->db, warehouse,
			  "SELECT w.id FROM warehouse w WHERE NOT EXISTS ("
			  "SELECT 1 FROM (SELECT product_id, sum(ordered - cancelled) AS needed FROM order_line"
			  " WHERE order_id = $1 AND line > $2 AND kind = 'goods' GROUP BY product_id) n"
			  " LEFT JOIN stock s ON s.product_id = n.product_id AND s.warehouse_id = w.id"
			  " WHERE coalesce(s.on_hand - s.allocated, 0) < n.needed) ORDER BY w.rank, w.id LIMIT 1",
			  A(id.number), A(after)) < 0
		       ? -1
		       : 0;
}

/* Lines of one product count together: what earlier ones were given was available too. */
static int refuse_short(struct core *core, struct order_id id, int64_t after, const struct need *need, int64_t held)
{
	char wanted[QUANTITY_SIZE];
	char there[QUANTITY_SIZE];
	int64_t ordered = need->quantity;
	int64_t given = 0;
	if (db_integer(core->db, &ordered,
		       "SELECT sum(ordered - cancelled) FROM order_line WHERE order_id = $1 AND product_id = $2 AND line > $3",
		       A(id.number), A(need->product), A(after)) < 0 ||
	    db_integer(core->db, &given, "SELECT sum(allocated) FROM order_line WHERE order_id = $1 AND product_id = $2 AND line > $3",
		       A(id.number), A(need->product), A(after)) < 0)
		return -1;
	err_set(core->err, ERR_REFUSED, "%s is short: %s ordered, %s available", need->sku,
		quantity_text((struct quantity){ ordered }, wanted), quantity_text((struct quantity){ given + held }, there));
	return err_hint(core->err, "ordr stock receive %s:QTY, or ordr config set workflow.shortage backorder", need->sku);
}

/* What one line got; the rest waits, or is cancelled. */
static int note_line(struct core *core, struct order_id id, const struct need *need, int64_t held, bool cancel,
		     struct allocation_result *result)
{
	int64_t rest = need->quantity - held;
	int64_t cancelled = cancel ? rest : 0;
	int64_t waiting = rest - cancelled;
	if (db_run(core->db,
		   "UPDATE order_line SET allocated = $3, backordered = $4, cancelled = cancelled + $5 WHERE order_id = $1 AND line = $2",
		   A(id.number), A(need->line), A(held), A(waiting), A(cancelled)))
		return -1;
	result->allocated += held;
	result->backordered += waiting;
	result->cancelled += cancelled;
	return cancelled ? cancellation_write(core, id, need->line, (struct quantity){ cancelled }, (struct quantity){ 0 }, REASON_SHORTAGE, NULL) : 0;
}

/* What an amendment adds to an order that a hold keeps from being served (GATE_ALLOCATE) waits until that is released. */
static int add_held(struct core *core, struct order_id id, int64_t after, struct allocation_result *result, bool *held)
{
	int64_t waiting = NONE;
	int found = after ? db_integer(core->db, &waiting, "SELECT 1 FROM orders o WHERE o.id = $1 AND " HOLD_BLOCKS("1"), A(id.number)) : 0;
	*held = found == 1;
	if (found != 1)
		return found;
	if (db_integer(core->db, &waiting, "SELECT sum(ordered - cancelled) FROM order_line WHERE order_id = $1 AND line > $2 AND kind = 'goods'",
		       A(id.number), A(after)) < 0)
		return -1;
	result->backordered = waiting == NONE ? 0 : waiting;
	return db_run(core->db,
		      "UPDATE order_line SET backordered = ordered - cancelled WHERE order_id = $1 AND line > $2 AND kind = 'goods'",
		      A(id.number), A(after));
}

int allocation_add(struct core *core, struct order_id id, int64_t after, struct allocation_result *result)
{
	int64_t warehouse;
	struct need need = { 0 };
	bool waits;
	*result = (struct allocation_result){ 0 };
	if (add_held(core, id, after, result, &waits))
		return -1;
	if (waits)
		return 0;
	const char *shortage = settings_text(core, "workflow.shortage");
	if (!shortage || choose_warehouse(core, id, after, &warehouse))
		return -1;
	int found;
	for (int64_t last = after; (found = next_need(core, id, last, &need)) == 1; last = need.line) {
		int64_t held;
		if (hold_by_rank(core, id, &need, warehouse, &held))
			return -1;
		if (held < need.quantity && !strcmp(shortage, "refuse"))
			return refuse_short(core, id, after, &need, held);
		if (note_line(core, id, &need, held, !strcmp(shortage, "partial"), result))
			return -1;
	}
	return found;
}

int allocation_confirm(struct core *core, struct order_id id, struct allocation_result *result)
{
	return allocation_add(core, id, 0, result);
}

int allocation_cancel(struct core *core, struct order_id id)
{
	if (past_keep_waiting(core, id, 0) || past_keep_shipments(core, id, 0) ||
	    db_run(core->db,
		   "UPDATE stock SET allocated = allocated - held.quantity FROM ("
		   "SELECT product_id, warehouse_id, sum(quantity) AS quantity FROM ("
		   "SELECT product_id, warehouse_id, quantity FROM allocation WHERE order_id = $1"
		   " UNION ALL SELECT l.product_id, s.warehouse_id, l.quantity FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id"
		   " WHERE s.order_id = $1 AND s.state IN ('picking', 'packed')) GROUP BY product_id, warehouse_id) AS held"
		   " WHERE stock.product_id = held.product_id AND stock.warehouse_id = held.warehouse_id",
		   A(id.number)) ||
	    db_run(core->db, "DELETE FROM allocation WHERE order_id = $1", A(id.number)) ||
	    db_run(core->db, "UPDATE shipment SET state = 'cancelled' WHERE order_id = $1 AND state IN ('picking', 'packed')", A(id.number)))
		return -1;
	return db_run(core->db,
		      "UPDATE order_line SET cancelled = ordered, backordered = 0, allocated = 0, picked = 0, packed = 0 WHERE order_id = $1",
		      A(id.number));
}

/* Adds an order's number to a list, once. Lines come by the urgency of their orders, so in one pass those of an order follow each other; `before`
 * are from passes of before. The array has room for a power of two. */
static int remember(struct core *core, struct list *list, size_t before, int64_t number)
{
	char text[ID_SIZE];
	const char **items = list->items;
	order_id_text((struct order_id){ number }, text);
	if (list->count > before && !strcmp(items[list->count - 1], text))
		return 0;
	for (size_t i = 0; i < before; i++)
		if (!strcmp(items[i], text))
			return 0;
	if (!(list->count & (list->count - 1))) {
		items = arena_array(core->arena, list->count ? 2 * list->count : 1, sizeof *items);
		if (!items)
			return err_memory(core->err);
		if (list->count)
			memcpy(items, list->items, list->count * sizeof *items);
		list->items = items;
	}
	items[list->count] = arena_strdup(core->arena, text);
	return items[list->count++] ? 0 : err_memory(core->err);
}

/* The lines that wait for the product in orders that may ship from this warehouse and that no hold keeps from being served (GATE_ALLOCATE), most
 * urgent first. Sorted once: what is served while they are read changes none of those that follow. */
static int query_waiting(struct core *core, int64_t product, int64_t warehouse, struct db_rows *rows)
{
	return db_query(core->db, rows,
			"SELECT o.id, l.line, l.backordered FROM order_line l JOIN orders o ON o.id = l.order_id"
			" JOIN customer c ON c.id = o.customer_id WHERE l.product_id = $1 AND l.backordered > 0 AND o.state = 'confirmed'"
			" AND (o.warehouse_id IS NULL OR o.warehouse_id = $2) AND NOT " HOLD_BLOCKS("1") " ORDER BY " URGENCY_ORDER ", l.line",
			A(product), A(warehouse));
}

/* Gives units that are held for it to a line that waits. */
static int serve(struct core *core, struct order_id id, const struct need *need, int64_t warehouse)
{
	if (allocation_hold(core, id, need, warehouse, need->quantity) || past_keep_waiting(core, id, need->line))
		return -1;
	return db_run(core->db,
		      "UPDATE order_line SET allocated = allocated + $3, backordered = backordered - $3 WHERE order_id = $1 AND line = $2",
		      A(id.number), A(need->line), A(need->quantity));
}

/* As far as `available` goes. */
static int serve_all(struct core *core, struct db_rows *rows, int64_t product, int64_t warehouse, int64_t available, struct list *served)
{
	const size_t before = served ? served->count : 0;
	int found = 0;
	while (available > 0 && (found = db_next(rows)) == 1) {
		struct order_id id = { db_column_integer(rows, 0) };
		struct need need = { db_column_integer(rows, 1), product, db_column_integer(rows, 2), NULL };
		if (need.quantity > available)
			need.quantity = available;
		available -= need.quantity;
		if (serve(core, id, &need, warehouse) || (served && remember(core, served, before, id.number)))
			return -1;
	}
	return found < 0 ? -1 : 0;
}

int allocation_serve(struct core *core, int64_t product, int64_t warehouse, struct list *served)
{
	struct db_rows rows;
	int64_t available = 0;
	int found = db_integer(core->db, &available, "SELECT on_hand - allocated FROM stock WHERE product_id = $1 AND warehouse_id = $2",
			       A(product), A(warehouse));
	if (found < 0 || available <= 0)
		return found < 0 ? -1 : 0;
	if (query_waiting(core, product, warehouse, &rows))
		return -1;
	int result = serve_all(core, &rows, product, warehouse, available, served);
	db_finish(&rows);
	return result;
}

int allocation_unhold(struct core *core, struct order_id id, const struct need *need, int64_t warehouse, int64_t quantity)
{
	if (db_run(core->db,
		   "DELETE FROM allocation WHERE order_id = $1 AND line = $2 AND warehouse_id = $3 AND quantity = $4", A(id.number),
		   A(need->line), A(warehouse), A(quantity)) ||
	    db_run(core->db,
		   "UPDATE allocation SET quantity = quantity - $4 WHERE order_id = $1 AND line = $2 AND warehouse_id = $3", A(id.number),
		   A(need->line), A(warehouse), A(quantity)))
		return -1;
	if (past_keep_waiting(core, id, need->line) ||
	    db_run(core->db,
		   "UPDATE order_line SET allocated = allocated - $3, backordered = backordered + $3 WHERE order_id = $1 AND line = $2",
		   A(id.number), A(need->line), A(quantity)))
		return -1;
	return db_run(core->db, "UPDATE stock SET allocated = allocated - $3 WHERE product_id = $1 AND warehouse_id = $2", A(need->product),
		      A(warehouse), A(quantity));
}

/* From the lines that hold units there and are not picked, least urgent first, until there are enough; *left is what is missing then. Sorted
 * once, as query_waiting is. */
static int take_all(struct core *core, struct db_rows *rows, int64_t product, int64_t warehouse, int64_t *left, struct list *touched)
{
	const size_t before = touched ? touched->count : 0;
	int found = 0;
	while (*left > 0 && (found = db_next(rows)) == 1) {
		struct order_id id = { db_column_integer(rows, 0) };
		const struct need need = { db_column_integer(rows, 1), product, db_column_integer(rows, 2), NULL };
		int64_t taken = need.quantity < *left ? need.quantity : *left;
		if (allocation_unhold(core, id, &need, warehouse, taken) || (touched && remember(core, touched, before, id.number)))
			return -1;
		*left -= taken;
	}
	return found < 0 ? -1 : 0;
}

int allocation_take(struct core *core, int64_t product, int64_t warehouse, struct quantity quantity, struct list *touched)
{
	struct db_rows rows;
	int64_t left = quantity.thousandths;
	if (db_query(core->db, &rows,
		     "SELECT o.id, a.line, a.quantity FROM allocation a JOIN orders o ON o.id = a.order_id"
		     " JOIN customer c ON c.id = o.customer_id WHERE a.product_id = $1 AND a.warehouse_id = $2"
		     " ORDER BY " URGENCY_LEAST ", a.line DESC",
		     A(product), A(warehouse)))
		return -1;
	int result = take_all(core, &rows, product, warehouse, &left, touched);
	db_finish(&rows);
	if (result || left <= 0)
		return result;
	err_set(core->err, ERR_REFUSED, "the units are picked already");
	return err_hint(core->err, "ship or cancel the orders that hold them first");
}

int allocation_ship(struct core *core, int64_t product, int64_t warehouse, struct quantity quantity)
{
	return db_run(core->db, "UPDATE stock SET allocated = allocated - $3 WHERE product_id = $1 AND warehouse_id = $2", A(product),
		      A(warehouse), A(quantity));
}
