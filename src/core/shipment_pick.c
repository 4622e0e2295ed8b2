/* Picking turns what is allocated to an order into shipments, one for each warehouse that holds some of it. It moves nothing out of the
 * books: a picked unit stays on hand and allocated until it ships, so stock does not change here. */
#include <string.h>

#include "fulfilment.h"
#include "ordr/event.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"

/* A company that ships only whole orders picks nothing while a unit waits. */
static int check_complete(struct core *core, const struct fulfilment *fulfilment)
{
	const char *delivery = settings_text(core, "workflow.delivery");
	if (!delivery)
		return -1;
	if (strcmp(delivery, "complete") || !fulfilment->waiting)
		return 0;
	char text[QUANTITY_SIZE];
	fulfilment_short(core, fulfilment, ERR_REFUSED, "orders ship only complete");
	return err_hint(core->err, "ordr stock receive %s:%s, or ordr config set workflow.delivery partial", fulfilment->waiting,
			quantity_text(fulfilment->missing, text));
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

int shipment_pick(struct core *core, struct order_id id)
{
	struct fulfilment fulfilment;
	struct list lines;
	int64_t last = 0;
	if (fulfilment_load(core, id, "pick", &fulfilment) || check_complete(core, &fulfilment))
		return -1;
	if (!fulfilment.pending[STEP_PICK])
		return fulfilment_refuse(core, &fulfilment, STEP_PICK);
	if (db_integer(core->db, &last, "SELECT coalesce(max(id), 0) FROM shipment", DB_NONE) < 0)
		return -1;
	if (pick_all(core, id) || fulfilment_moved(core, id, "picking", last, &lines))
		return -1;
	struct str what = { 0 };
	fulfilment_put(&lines, &what);
	return event_order(core, id, &what);
}
