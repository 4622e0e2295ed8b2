/* Shipments as they are read: what was picked, the packages that it travels in, and how often it was brought to the door in vain. */
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
	F(struct package, weight, QUANTITY, 0, "in kilograms: as it was weighed, else of its contents; null when one of them has none"),
	F_LIST(struct package, lines, struct package_line, content_fields, 0, "what is in it"),
	FIELD_END,
};

static const struct field attempt_fields[] = {
	F(struct attempt, attempt, INTEGER, FIELD_REQUIRED, "number within the shipment, from 1"),
	F(struct attempt, at, INSTANT, FIELD_REQUIRED, "when"),
	F(struct attempt, by, TEXT, FIELD_REQUIRED, "who recorded it"),
	F(struct attempt, reason, TEXT, FIELD_REQUIRED, "why it failed, a code of the setting reasons"),
	F(struct attempt, note, TEXT, FIELD_WIDE, "a word on it"),
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
	F_LIST(struct shipment, packages, struct package, package_fields, 0, "what it travels in, once it is packed"),
	F_LIST(struct shipment, attempts, struct attempt, attempt_fields, 0, "deliveries that failed"),
	F_LIST(struct shipment, lines, struct shipment_line, line_fields, 0, "what was picked"),
	FIELD_END,
};

const struct schema shipment_schema = { .name = "ordr.shipment/1",
					.title = "What was picked for one order in one warehouse, and how far it has come.",
					.fields = shipment_fields,
					.size = sizeof(struct shipment) };
static const struct schema package_schema = { .name = "package", .fields = package_fields, .size = sizeof(struct package) };
static const struct schema attempt_schema = { .name = "attempt", .fields = attempt_fields, .size = sizeof(struct attempt) };
static const struct schema line_schema = { .name = "line", .fields = line_fields, .size = sizeof(struct shipment_line) };

static int not_found(struct core *core, struct shipment_id id)
{
	char text[ID_SIZE];
	err_set(core->err, ERR_NOT_FOUND, "no shipment %s", shipment_id_text(id, text));
	return err_hint(core->err, "ordr show ORDER names the shipments of an order");
}

/* One query for all packages: the lines of a package follow each other. */
struct packed {
	int64_t package;
	const char *sku;
	struct quantity qty;
};

static const struct field packed_fields[] = {
	F(struct packed, package, INTEGER, 0, NULL),
	F(struct packed, sku, TEXT, FIELD_REQUIRED, NULL),
	F(struct packed, qty, QUANTITY, 0, NULL),
	FIELD_END,
};
static const struct schema packed_schema = { .fields = packed_fields, .size = sizeof(struct packed) };

static int load_packages(struct core *core, struct shipment *shipment)
{
	struct list contents;
	if (db_all(core->db, core->arena, &package_schema, &shipment->packages,
		   "SELECT package, tracking, weight FROM package WHERE shipment_id = $1 ORDER BY package", A(shipment->id.number)))
		return -1;
	if (!shipment->packages.count)
		return 0;
	if (db_all(core->db, core->arena, &packed_schema, &contents,
		   "SELECT l.package, p.sku, sum(l.quantity) AS qty FROM package_line l"
		   " JOIN shipment_line t ON t.shipment_id = l.shipment_id AND t.line = l.line JOIN product p ON p.id = t.product_id"
		   " WHERE l.shipment_id = $1 GROUP BY l.package, p.sku ORDER BY l.package, min(l.line)",
		   A(shipment->id.number)))
		return -1;
	struct package_line *lines = arena_array(core->arena, contents.count, sizeof *lines);
	if (!lines)
		return err_memory(core->err);
	struct package *package = shipment->packages.items;
	const struct packed *packed = contents.items;
	for (size_t i = 0; i < contents.count; i++) {
		while (package->package != packed[i].package)
			package++;
		lines[i] = (struct package_line){ packed[i].sku, packed[i].qty };
		if (!package->lines.count++)
			package->lines.items = &lines[i];
	}
	return 0;
}

static int load_attempts(struct core *core, struct shipment *shipment)
{
	if (shipment->shipped_at.ms == NONE)
		return 0;
	return db_all(core->db, core->arena, &attempt_schema, &shipment->attempts,
		      "SELECT attempt, at, actor AS \"by\", reason, note FROM delivery_attempt WHERE shipment_id = $1 ORDER BY attempt",
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
	return load_packages(core, shipment) || load_attempts(core, shipment) ? -1 : 0;
}

int shipment_order(struct core *core, struct shipment_id id, struct order_id *order)
{
	int found = db_integer(core->db, &order->number, "SELECT order_id FROM shipment WHERE id = $1", A(id.number));
	if (found < 0)
		return -1;
	return found ? 0 : not_found(core, id);
}
