/* Picking turns what is allocated to an order into shipments, one for each warehouse that holds some of it; unpicking turns them back. Neither moves
 * anything out of the books: a picked unit stays on hand and allocated until it ships, so stock does not change here. */
#include "fulfilment.h"
#include "ordr/event.h"
#include "ordr/past.h"
#include "ordr/speak.h"

/* What ships only whole is not picked while a unit waits. */
static int check_complete(struct core *core, const struct fulfilment *fulfilment)
{
	if (!fulfilment->complete || !fulfilment->waiting)
		return 0;
	return fulfilment_short(core, fulfilment, ERR_REFUSED, translate("it ships only complete"));
}

/* All that one warehouse holds for the order becomes a shipment. */
static int pick_from(struct core *core, struct order_id id, int64_t warehouse)
{
	if (db_run(core->db, "INSERT INTO shipment (order_id, warehouse_id, state, picked_at) VALUES ($1, $2, 'picking', $3)", A(id.number),
		   A(warehouse), A(core->now)))
		return -1;
	int64_t shipment = db_last_id(core->db);
	if (db_run(core->db,
		   "INSERT INTO shipment_line (shipment_id, line, order_id, product_id, quantity)"
		   " SELECT $3, line, order_id, product_id, quantity FROM allocation WHERE order_id = $1 AND warehouse_id = $2",
		   A(id.number), A(warehouse), A(shipment)))
		return -1;
	if (db_run(core->db,
		   "UPDATE order_line SET allocated = allocated - held.quantity, picked = picked + held.quantity"
		   " FROM (SELECT line, quantity FROM allocation WHERE order_id = $1 AND warehouse_id = $2) AS held"
		   " WHERE order_line.order_id = $1 AND order_line.line = held.line",
		   A(id.number), A(warehouse)))
		return -1;
	return db_run(core->db, "DELETE FROM allocation WHERE order_id = $1 AND warehouse_id = $2", A(id.number), A(warehouse));
}

/* By rank of the warehouses, so that the numbers of shipments follow it. */
static int pick_all(struct core *core, struct order_id id)
{
	int64_t warehouse;
	int found;
	while ((found = db_integer(core->db, &warehouse,
				   "SELECT w.id FROM allocation a JOIN warehouse w ON w.id = a.warehouse_id WHERE a.order_id = $1"
				   " ORDER BY w.rank, w.id LIMIT 1",
				   A(id.number))) == 1)
		if (pick_from(core, id, warehouse))
			return -1;
	return found;
}

static int shipments_event(struct core *core, struct order_id id, const struct list *lines)
{
	struct str what = { 0 };
	fulfilment_put(lines, &what);
	return event_order(core, id, &what);
}

int shipment_pick(struct core *core, struct order_id id)
{
	struct fulfilment fulfilment;
	struct list lines;
	int64_t last = 0;
	const struct consignment all = { .order = id };
	if (fulfilment_load(core, id, "pick", &fulfilment) || fulfilment_pass(core, &fulfilment, STEP_PICK) || check_complete(core, &fulfilment))
		return -1;
	if (!fulfilment.pending[STEP_PICK])
		return fulfilment_refuse(core, &fulfilment, STEP_PICK);
	if (db_integer(core->db, &last, "SELECT coalesce(max(id), 0) FROM shipment", DB_NONE) < 0)
		return -1;
	if (pick_all(core, id) || fulfilment_moved(core, &all, "picking", last, &lines))
		return -1;
	return shipments_event(core, id, &lines);
}

int consignment_pick(struct core *core, const struct consignment *of)
{
	struct fulfilment fulfilment;
	if (!of->shipment.number)
		return shipment_pick(core, of->order);
	return fulfilment_load_of(core, of, "pick", &fulfilment) ? -1 : fulfilment_refuse(core, &fulfilment, STEP_PICK);
}

/* One line of a shipment goes back to where it was allocated. */
static int unpick_line(struct core *core, struct order_id id, const struct moved *line)
{
	if (db_run(core->db,
		   "INSERT INTO allocation (order_id, line, warehouse_id, product_id, quantity) VALUES ($1, $2, $3, $4, $5)"
		   " ON CONFLICT (order_id, line, warehouse_id) DO UPDATE SET quantity = quantity + $5",
		   A(id.number), A(line->line), A(line->place), A(line->product), A(line->qty)))
		return -1;
	return db_run(core->db, "UPDATE order_line SET allocated = allocated + $3, picked = picked - $3 WHERE order_id = $1 AND line = $2",
		      A(id.number), A(line->line), A(line->qty));
}

/* What ships only whole has begun to leave: the rest follows. */
static int refuse_rest(struct core *core, const struct consignment *of)
{
	char text[ID_SIZE];
	err_set(core->err, ERR_REFUSED, "cannot unpick: it ships only complete, and some of it is shipped");
	consignment_subject(core, of);
	return err_hint(core->err, "ship the rest: ordr pack %s", order_id_text(of->order, text));
}

int consignment_unpick(struct core *core, const struct consignment *of)
{
	struct fulfilment fulfilment;
	struct list lines;
	if (fulfilment_load_of(core, of, "unpick", &fulfilment) || fulfilment_moved(core, of, "picking", 0, &lines))
		return -1;
	if (!lines.count)
		return fulfilment_refuse_back(core, &fulfilment, STEP_PICK, TO_TRANSLATE_IN("act", "unpick"));
	if (fulfilment.complete && fulfilment.done[STEP_SHIP])
		return refuse_rest(core, of);
	if (past_keep_shipments(core, of->order, of->shipment.number))
		return -1;
	const struct moved *line = lines.items;
	for (size_t i = 0; i < lines.count; i++)
		if (unpick_line(core, of->order, &line[i]))
			return -1;
	if (db_run(core->db,
		   "UPDATE shipment SET state = 'cancelled' WHERE order_id = $1 AND state = 'picking' AND ($2 IS NULL OR id = $2)",
		   A(of->order.number), A(consignment_only(of))))
		return -1;
	return shipments_event(core, of->order, &lines);
}

int consignment_picking(struct core *core, const struct consignment *of, bool *any)
{
	int64_t number = 0;
	int found = db_integer(core->db, &number,
			       "SELECT id FROM shipment WHERE order_id = $1 AND state = 'picking' AND ($2 IS NULL OR id = $2) LIMIT 1",
			       A(of->order.number), A(consignment_only(of)));
	*any = found == 1;
	return found < 0 ? -1 : 0;
}
