/* What the report of stock counts, product by product: what there is from the stock (of the past: from the ledger and the orders that were open then), what
 * moved from the ledger, what was wanted and what was not there from the orders of the period. */
#include <string.h>

#include "report_stock.h"

static struct stocked *stocked_of(struct stock_pass *pass, int64_t product)
{
	struct stocked *stocked = id_table_get(&pass->table, product);
	if (!stocked)
		err_memory(pass->core->err);
	return stocked;
}

/* Rows of a product and some numbers, each put where it belongs. */
static int take_rows(struct stock_pass *pass, struct db_rows *rows, const size_t *places)
{
	int found;
	while ((found = db_next(rows)) == 1) {
		struct stocked *stocked = stocked_of(pass, db_column_integer(rows, 0));
		if (!stocked) {
			db_finish(rows);
			return -1;
		}
		for (int i = 0; places[i]; i++)
			*(int64_t *)(void *)((char *)stocked + places[i]) = db_column_integer(rows, i + 1);
	}
	return found;
}

#define PLACE(member) offsetof(struct stocked, member)

/* --- what there is ------------------------------------------------------------------------------------------------------------ */

static int take_present(struct stock_pass *pass)
{
	struct db_rows rows;
	struct core *core = pass->core;
	static const size_t levels[] = { PLACE(on_hand), PLACE(allocated), 0 };
	static const size_t waiting[] = { PLACE(backordered), 0 };
	static const size_t coming[] = { PLACE(incoming), 0 };
	if (db_query(core->db, &rows, "SELECT product_id, sum(on_hand), sum(allocated) FROM stock GROUP BY product_id", DB_NONE) ||
	    take_rows(pass, &rows, levels))
		return -1;
	if (db_query(core->db, &rows, "SELECT product_id, sum(backordered) FROM order_line WHERE backordered > 0 GROUP BY product_id", DB_NONE) ||
	    take_rows(pass, &rows, waiting))
		return -1;
	return db_query(core->db, &rows, "SELECT product_id, sum(quantity - received) FROM announcement WHERE received < quantity GROUP BY product_id",
			DB_NONE) ||
			       take_rows(pass, &rows, coming)
		       ? -1
		       : 0;
}

static int take_open_order(struct stock_pass *pass, const struct db_rows *rows)
{
	struct order_facts order;
	struct list lines;
	if (order_facts_read(pass->core, rows, 0, &order) || order_lines_then(pass->core, &order, &lines))
		return -1;
	const struct line_facts *line = lines.items;
	for (size_t i = 0; i < lines.count; i++) {
		if (strcmp(line[i].kind, "goods"))
			continue;
		struct stocked *stocked = stocked_of(pass, line[i].product);
		if (!stocked)
			return -1;
		stocked->allocated += line[i].allocated + line[i].picked - line[i].shipped;
		stocked->backordered += line[i].backordered;
	}
	return 0;
}

static int take_past(struct stock_pass *pass)
{
	struct db_rows rows;
	struct core *core = pass->core;
	static const size_t levels[] = { PLACE(on_hand), 0 };
	if (db_query(core->db, &rows, "SELECT product_id, sum(quantity) FROM stock_move WHERE at <= $1 GROUP BY product_id", A(core->now)) ||
	    take_rows(pass, &rows, levels))
		return -1;
	if (db_query(core->db, &rows, "SELECT " ORDER_FACTS " FROM orders o WHERE " PAST_OPEN("$1"), A(core->now)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct arena_mark mark = arena_mark(core->arena);
		int result = take_open_order(pass, &rows);
		arena_reset(core->arena, mark);
		if (result) {
			db_finish(&rows);
			return -1;
		}
	}
	return found;
}

/* --- what moved --------------------------------------------------------------------------------------------------------------- */

static int take_move(struct stock_pass *pass, int64_t product, int64_t at, const char *kind, int64_t quantity)
{
	struct stocked *stocked = stocked_of(pass, product);
	bool shipment = !strcmp(kind, "shipment");
	if (!stocked)
		return -1;
	if (at < pass->first.ms)
		stocked->opening += quantity;
	else if (shipment && at < pass->after.ms)
		stocked->shipped -= quantity;
	if (at < pass->after.ms)
		stocked->closing += quantity;
	if (shipment && at > stocked->last_shipped)
		stocked->last_shipped = at;
	if (!strcmp(kind, "receipt") && at > stocked->last_received)
		stocked->last_received = at;
	return 0;
}

/* The ledger as it lies in the file, added up here: GROUP BY would follow the index by product and jump to a row for each move, or sort them all. */
static int take_moves(struct stock_pass *pass)
{
	struct db_rows rows;
	if (db_query(pass->core->db, &rows, "SELECT product_id, at, kind, quantity FROM stock_move WHERE at <= $1", A(pass->core->now)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (take_move(pass, db_column_integer(&rows, 0), db_column_integer(&rows, 1), db_column_text(&rows, 2), db_column_integer(&rows, 3))) {
			db_finish(&rows);
			return -1;
		}
	return found;
}

/* --- what was wanted ---------------------------------------------------------------------------------------------------------- */

#define OF_PERIOD " o.placed_at >= $1 AND o.placed_at < $2 AND o.placed_at <= $3 AND (o.state <> 'rejected' OR o.closed_at > $3)"

/* Demand by day, so that its variance is known. Days are counted from the epoch, in UTC. */
static int take_demand(struct stock_pass *pass)
{
	struct db_rows rows;
	if (db_query(pass->core->db, &rows,
		     "SELECT l.product_id, sum(l.ordered) FROM orders o JOIN order_line l ON l.order_id = o.id WHERE" OF_PERIOD
		     " AND l.kind = 'goods' AND " PAST_LINE("$3") " GROUP BY l.product_id, o.placed_at / 86400000",
		     A(pass->first), A(pass->after), A(pass->core->now)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1) {
		struct stocked *stocked = stocked_of(pass, db_column_integer(&rows, 0));
		if (!stocked) {
			db_finish(&rows);
			return -1;
		}
		int64_t units = db_column_integer(&rows, 1);
		stocked->demand += units;
		stocked->squares += (wide)units * units;
	}
	return found;
}

struct filling {
	int64_t order;
	bool filled;
};

/* What was called off of a line, by whose fault. */
static int find_cancelled(struct core *core, int64_t order, int64_t line, int64_t *customer, int64_t *others)
{
	struct db_rows rows;
	int found;
	*customer = *others = 0;
	if (db_query(core->db, &rows, "SELECT reason, sum(quantity) FROM cancellation WHERE order_id = $1 AND line = $2 AND at <= $3 GROUP BY reason",
		     A(order), A(line), A(core->now)))
		return -1;
	while ((found = db_next(&rows)) == 1) {
		const char *fault = NULL;
		if (report_fault(core, db_column_text(&rows, 0), &fault)) {
			db_finish(&rows);
			return -1;
		}
		*(fault && (!strcmp(fault, "supply") || !strcmp(fault, "internal")) ? others : customer) += db_column_integer(&rows, 1);
	}
	return found;
}

static int take_line(struct stock_pass *pass, const struct db_rows *rows, struct filling *filling)
{
	int64_t customer = 0;
	int64_t others = 0;
	int64_t order = db_column_integer(rows, 0);
	struct stocked *stocked = stocked_of(pass, db_column_integer(rows, 2));
	if (!stocked || (db_column_integer(rows, 5) && find_cancelled(pass->core, order, db_column_integer(rows, 1), &customer, &others)))
		return -1;
	int64_t wanted = db_column_integer(rows, 3) - customer;
	int64_t missed = db_column_integer(rows, 4) + others;
	missed = missed < wanted ? missed : wanted;
	if (wanted <= 0)
		return 0;
	if (order != filling->order) {
		pass->filled_orders += filling->order && filling->filled;
		pass->orders++;
		*filling = (struct filling){ order, true };
	}
	filling->filled &= !missed;
	pass->lines++;
	pass->filled_lines += !missed;
	pass->wanted += wanted;
	pass->missed += missed;
	stocked->wanted += wanted;
	stocked->missed += missed;
	return 0;
}

/* What waited first, when the order was confirmed, is what `past` kept first; what still waits was never overwritten. */
static int take_filling(struct stock_pass *pass)
{
	struct db_rows rows;
	struct filling filling = { 0 };
	if (db_query(pass->core->db, &rows,
		     "SELECT o.id, l.line, l.product_id, l.ordered, coalesce((SELECT k.value FROM past k WHERE k.order_id = o.id AND k.part = l.line"
		     " AND k.fact = 'backordered' AND k.until > o.confirmed_at ORDER BY k.until LIMIT 1), l.backordered), l.cancelled > 0"
		     " FROM orders o JOIN order_line l ON l.order_id = o.id WHERE" OF_PERIOD
		     " AND o.confirmed_at <= $3 AND l.kind = 'goods' AND ($4 IS NULL OR l.sku = $4) AND " PAST_LINE("$3")
		     " ORDER BY o.placed_at, o.id, l.line",
		     A(pass->first), A(pass->after), A(pass->core->now), A(pass->request->sku)))
		return -1;
	int found;
	while ((found = db_next(&rows)) == 1)
		if (take_line(pass, &rows, &filling)) {
			db_finish(&rows);
			return -1;
		}
	pass->filled_orders += filling.order && filling.filled;
	return found;
}

int stock_gather(struct stock_pass *pass)
{
	return (pass->core->past ? take_past(pass) : take_present(pass)) || take_moves(pass) || take_demand(pass) || take_filling(pass) ? -1 : 0;
}
