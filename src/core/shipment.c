/* Shipments as they are read. What was picked together travels as one package, which carries the shipment's tracking number. */
#include "ordr/order_sql.h"
#include "ordr/shipment.h"

static const char *const state_choices[] = { "picking", "packed", "shipped", "delivered", "cancelled", NULL };

static const struct field content_fields[] = {
	F(struct package_line, sku, TEXT, FIELD_REQUIRED, "the product"),
	F(struct package_line, qty, QUANTITY, FIELD_REQUIRED, "how much of it"),
	FIELD_END,
};

static const struct field package_fields[] = {
	F(struct package, package, INTEGER, FIELD_REQUIRED, "number within the shipment, from 1"),
	F(struct package, tracking, TEXT, 0, "the carrier's number"),
	F(struct package, weight, QUANTITY, 0, "of its contents; null when a product has none"),
	F_LIST(struct package, lines, struct package_line, content_fields, 0, "what is in it"),
	FIELD_END,
};

static const struct field line_fields[] = {
	F(struct shipment_line, line, INTEGER, FIELD_REQUIRED, "the order's line"),
	F(struct shipment_line, sku, TEXT, FIELD_REQUIRED, "the product"),
	F(struct shipment_line, name, TEXT, FIELD_REQUIRED | FIELD_WIDE, "its name as ordered"),
	F(struct shipment_line, qty, QUANTITY, FIELD_REQUIRED, "how much of it"),
	F(struct shipment_line, location, TEXT, 0, "where it lies in the warehouse"),
	FIELD_END,
};

static const struct field shipment_fields[] = {
	F(struct shipment, id, SHIPMENT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "number of the shipment"),
	F(struct shipment, order, ORDER, FIELD_REQUIRED | FIELD_SHOWN, "the order it belongs to"),
	F(struct shipment, customer, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "code of the customer"),
	F(struct shipment, warehouse, TEXT, FIELD_REQUIRED | FIELD_SHOWN, "where it is sent from"),
	F_CHOICE(struct shipment, state, state_choices, FIELD_REQUIRED | FIELD_SHOWN, "how far it has come"),
	F(struct shipment, picked_at, INSTANT, FIELD_REQUIRED | FIELD_LATE, "when picking began"),
	F(struct shipment, packed_at, INSTANT, FIELD_LATE, "when it was packed"),
	F(struct shipment, shipped_at, INSTANT, FIELD_SHOWN, "when the carrier took it"),
	F(struct shipment, delivered_at, INSTANT, FIELD_SHOWN, "when the customer received it"),
	F(struct shipment, carrier, TEXT, FIELD_SHOWN, "who carries it"),
	F(struct shipment, received_by, TEXT, FIELD_LATE, "who received it"),
	F_OBJECT(struct shipment, ship_to, order_address_fields, 0, "where it goes: the order's address, else the customer's"),
	F_LIST(struct shipment, packages, struct package, package_fields, 0, "what was packed"),
	F_LIST(struct shipment, lines, struct shipment_line, line_fields, 0, "what was picked"),
	FIELD_END,
};

const struct schema shipment_schema = { .name = "ordr.shipment/1",
					.title = "What was picked for one order in one warehouse, and how far it has come.",
					.fields = shipment_fields,
					.size = sizeof(struct shipment) };
static const struct schema package_schema = { .name = "package", .fields = package_fields, .size = sizeof(struct package) };
static const struct schema content_schema = { .name = "content", .fields = content_fields, .size = sizeof(struct package_line) };
static const struct schema line_schema = { .name = "line", .fields = line_fields, .size = sizeof(struct shipment_line) };

static int not_found(struct core *core, struct shipment_id id)
{
	char text[ID_SIZE];
	err_set(core->err, ERR_NOT_FOUND, "no shipment %s", shipment_id_text(id, text));
	return err_hint(core->err, "ordr show ORDER names the shipments of an order");
}

/* Of all units together; NONE when one product has no weight, since a part of the weight would pass for the whole. */
static int weigh(struct core *core, struct shipment_id id, struct quantity *weight)
{
	struct db_rows rows;
	if (db_query(core->db, &rows,
		     "SELECT p.weight, l.quantity FROM shipment_line l JOIN product p ON p.id = l.product_id WHERE l.shipment_id = $1",
		     A(id.number)))
		return -1;
	int found;
	*weight = (struct quantity){ 0 };
	while ((found = db_next(&rows)) == 1) {
		int64_t each = db_column_integer(&rows, 0);
		struct quantity part;
		if (weight->thousandths != NONE &&
		    (each == NONE || integer_scale(each, db_column_integer(&rows, 1), 1000, &part.thousandths) ||
		     quantity_add(*weight, part, weight)))
			weight->thousandths = NONE;
	}
	return found;
}

static int load_packages(struct core *core, struct shipment *shipment)
{
	if (db_all(core->db, core->arena, &package_schema, &shipment->packages,
		   "SELECT 1 AS package, tracking FROM shipment WHERE id = $1 AND packed_at IS NOT NULL", A(shipment->id.number)))
		return -1;
	struct package *package = shipment->packages.items;
	if (!shipment->packages.count)
		return 0;
	if (weigh(core, shipment->id, &package->weight))
		return -1;
	return db_all(core->db, core->arena, &content_schema, &package->lines,
		      "SELECT o.sku, sum(l.quantity) AS qty FROM shipment_line l"
		      " JOIN order_line o ON o.order_id = l.order_id AND o.line = l.line"
		      " WHERE l.shipment_id = $1 GROUP BY o.sku ORDER BY min(l.line)",
		      A(shipment->id.number));
}

int shipment_load(struct core *core, struct shipment_id id, struct shipment *shipment)
{
	int found = db_one(core->db, core->arena, &shipment_schema, shipment,
			   "SELECT s.id, s.order_id AS \"order\", c.code AS customer, w.code AS warehouse, s.state, s.picked_at, s.packed_at,"
			   " s.shipped_at, s.delivered_at, s.carrier, s.received_by, " ORDER_SHIP_NAME " AS \"ship_to.name\","
			   " " ORDER_SHIP_TO("street") " AS \"ship_to.street\", " ORDER_SHIP_TO("city") " AS \"ship_to.city\","
			   " " ORDER_SHIP_TO("postcode") " AS \"ship_to.postcode\", " ORDER_SHIP_TO("country") " AS \"ship_to.country\""
			   " FROM shipment s JOIN orders o ON o.id = s.order_id JOIN customer c ON c.id = o.customer_id"
			   " JOIN warehouse w ON w.id = s.warehouse_id WHERE s.id = $1",
			   A(id.number));
	if (found != 1)
		return found < 0 ? -1 : not_found(core, id);
	if (db_all(core->db, core->arena, &line_schema, &shipment->lines,
		   "SELECT l.line, o.sku, o.name, l.quantity AS qty, t.location FROM shipment_line l"
		   " JOIN shipment s ON s.id = l.shipment_id JOIN order_line o ON o.order_id = l.order_id AND o.line = l.line"
		   " LEFT JOIN stock t ON t.product_id = l.product_id AND t.warehouse_id = s.warehouse_id"
		   " WHERE l.shipment_id = $1 ORDER BY l.line",
		   A(id.number)))
		return -1;
	return load_packages(core, shipment);
}

int shipment_order(struct core *core, struct shipment_id id, struct order_id *order)
{
	int found = db_integer(core->db, &order->number, "SELECT order_id FROM shipment WHERE id = $1", A(id.number));
	if (found < 0)
		return -1;
	return found ? 0 : not_found(core, id);
}
