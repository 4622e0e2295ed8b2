/* Which tables the sums of contents count: one line each. The rows of a new table belong to a document that is there, or to one of their own
 * with a number in content.h and a name for the doctor (src/core/doctor_content.c). What has proofs of its own, as the log has, stands in
 * `uncounted` of tests/unit/test_content.c. A column that is added at a table's end needs nothing, since NULL does not count; after all
 * other changes of a schema that has been released db_content_renew makes the sums anew. */
#include "content.h"

#define TABLE(name, part, owner, shift) { name, "SELECT * FROM " name, part, owner, shift }

const struct content_table content_tables[] = {
	TABLE("order_line", CONTENT_ORDER, 0, 0), /* written most */
	TABLE("orders", CONTENT_ORDER, 0, 0),
	TABLE("allocation", CONTENT_ORDER, 0, 0),
	TABLE("booking", CONTENT_ORDER, 2, 0),
	TABLE("cancellation", CONTENT_ORDER, 0, 0),
	TABLE("hold", CONTENT_ORDER, 1, 0),
	TABLE("past", CONTENT_ORDER, 0, 0),
	TABLE("promise_change", CONTENT_ORDER, 0, 0),
	TABLE("shipment", CONTENT_SHIPMENT, 0, 0),
	TABLE("shipment_line", CONTENT_SHIPMENT, 0, 0),
	TABLE("package", CONTENT_SHIPMENT, 0, 0),
	TABLE("package_line", CONTENT_SHIPMENT, 0, 0),
	TABLE("delivery_attempt", CONTENT_SHIPMENT, 0, 0),
	TABLE("invoice", CONTENT_INVOICE, 0, 0),
	TABLE("invoice_line", CONTENT_INVOICE, 0, 0),
	TABLE("invoice_tax", CONTENT_INVOICE, 0, 0),
	TABLE("einvoice", CONTENT_INVOICE, 0, 0),
	TABLE("payment", CONTENT_INVOICE, 1, 0),
	TABLE("dispute", CONTENT_INVOICE, 1, 0),
	TABLE("reminder", CONTENT_INVOICE, 0, 0),
	TABLE("rma", CONTENT_RETURN, 0, 0),
	TABLE("rma_line", CONTENT_RETURN, 0, 0),
	TABLE("complaint", CONTENT_COMPLAINT, 0, 0),
	TABLE("stock", CONTENT_STOCK, 1, 0),
	TABLE("stock_move", CONTENT_STOCK_MOVE, 0, 10),
	TABLE("announcement", CONTENT_ANNOUNCEMENT, 0, 0),
	TABLE("customer", CONTENT_CUSTOMER, 0, 0),
	TABLE("product", CONTENT_PRODUCT, 0, 0),
	TABLE("warehouse", CONTENT_WAREHOUSE, 0, 0),
	TABLE("users", CONTENT_USER, 0, 0),
	TABLE("sla_policy", CONTENT_SLA, 0, 0),
	TABLE("setting", CONTENT_SETTING, -1, 0),
	TABLE("idempotency", CONTENT_KEY, -1, 0),
	{ 0 },
};

const char *const content_parts[CONTENT_PARTS] = {
	[CONTENT_SETTING] = "setting",
	[CONTENT_USER] = "user",
	[CONTENT_CUSTOMER] = "customer",
	[CONTENT_PRODUCT] = "product",
	[CONTENT_WAREHOUSE] = "warehouse",
	[CONTENT_SLA] = "sla",
	[CONTENT_STOCK] = "stock",
	[CONTENT_STOCK_MOVE] = "stock-move",
	[CONTENT_ANNOUNCEMENT] = "announcement",
	[CONTENT_ORDER] = "order",
	[CONTENT_SHIPMENT] = "shipment",
	[CONTENT_RETURN] = "return",
	[CONTENT_COMPLAINT] = "complaint",
	[CONTENT_INVOICE] = "invoice",
	[CONTENT_KEY] = "key",
};
