/* Taking units off a line that nobody wants any more. What hurts least goes first: units that only wait, then those that lie on a shelf; what a
 * picker has in hand is not touched here. */
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/past.h"

struct cut {
	struct order_id id;
	int64_t line, product, backordered;
	bool held; /* goods of an order that is confirmed: every unit waits or is held somewhere */
};

static int load(struct core *core, struct cut *cut)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT l.product_id, l.backordered, l.kind = 'goods' AND o.state <> 'placed' FROM order_line l"
		     " JOIN orders o ON o.id = l.order_id WHERE l.order_id = $1 AND l.line = $2",
		     A(cut->id.number), A(cut->line)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found < 0 ? -1 : err_set(core->err, ERR_NOT_FOUND, "no line %lld", (long long)cut->line);
	cut->product = db_column_integer(&rows, 0);
	cut->backordered = db_column_integer(&rows, 1);
	cut->held = db_column_integer(&rows, 2);
	db_finish(&rows);
	return 0;
}

/* Takes up to `most` from one warehouse; *taken: how many, 0 when nothing is held any more. */
static int unhold(struct core *core, const struct cut *cut, int64_t most, int64_t *taken)
{
	struct db_rows rows;
	*taken = 0;
	if (db_query(core->db, &rows,
		     "SELECT a.warehouse_id, a.quantity FROM allocation a JOIN warehouse w ON w.id = a.warehouse_id"
		     " WHERE a.order_id = $1 AND a.line = $2 ORDER BY w.rank DESC, w.id DESC LIMIT 1",
		     A(cut->id.number), A(cut->line)))
		return -1;
	int found = db_next(&rows);
	if (found != 1)
		return found;
	int64_t warehouse = db_column_integer(&rows, 0);
	int64_t quantity = db_column_integer(&rows, 1);
	db_finish(&rows);
	*taken = quantity < most ? quantity : most;
	if (*taken == quantity ? db_run(core->db, "DELETE FROM allocation WHERE order_id = $1 AND line = $2 AND warehouse_id = $3",
					A(cut->id.number), A(cut->line), A(warehouse))
			       : db_run(core->db,
					"UPDATE allocation SET quantity = quantity - $4 WHERE order_id = $1 AND line = $2 AND warehouse_id = $3",
					A(cut->id.number), A(cut->line), A(warehouse), A(*taken)))
		return -1;
	return db_run(core->db, "UPDATE stock SET allocated = allocated - $3 WHERE product_id = $1 AND warehouse_id = $2", A(cut->product),
		      A(warehouse), A(*taken));
}

int allocation_cut(struct core *core, struct order_id id, int64_t line, struct quantity quantity)
{
	struct cut cut = { .id = id, .line = line };
	if (load(core, &cut))
		return -1;
	int64_t wanted = quantity.thousandths;
	int64_t waiting = !cut.held ? 0 : cut.backordered < wanted ? cut.backordered : wanted;
	int64_t released = 0;
	while (cut.held && waiting + released < wanted) {
		int64_t taken;
		if (unhold(core, &cut, wanted - waiting - released, &taken))
			return -1;
		if (!taken)
			return err_set(core->err, ERR_DAMAGED, "line %lld does not hold what it says", (long long)line);
		released += taken;
	}
	if (past_keep_waiting(core, id, line))
		return -1;
	return db_run(core->db,
		      "UPDATE order_line SET cancelled = cancelled + $3, backordered = backordered - $4, allocated = allocated - $5"
		      " WHERE order_id = $1 AND line = $2",
		      A(id.number), A(line), A(quantity), A(waiting), A(released));
}
