/* The doctor, on books that are sound, and on the same books with one thing wrong at a time, written past every rule of the database: that
 * check must name it, and no other. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ordr/complaint.h"
#include "ordr/dispute.h"
#include "ordr/doctor.h"
#include "ordr/dunning.h"
#include "ordr/hold.h"
#include "ordr/invoice.h"
#include "ordr/payment.h"
#include "ordr/master.h"
#include "ordr/order.h"
#include "ordr/return.h"
#include "ordr/settings.h"
#include "ordr/shipment.h"
#include "ordr/speak.h"
#include "shelf.h"

#define PIECES(n) ((struct quantity){ (n) * INT64_C(1000) })

static struct order_id place(struct books *books, const char *key, const struct order_form_line *lines, size_t count)
{
	struct order_form form;
	struct order_id id;
	bool replayed;
	field_clear(order_form_schema.fields, &form);
	form.customer = "C-1";
	form.key = key;
	form.lines = (struct list){ (void *)lines, count };
	if (order_place(&books->core, &form, &id, &replayed))
		fail_msg("%s", books->err.message);
	return id;
}

static struct order_form_line line(const char *sku, int64_t pieces, const char *discount)
{
	const struct schema schema = order_form_schema;
	struct order_form_line line;
	field_clear(field_find(schema.fields, "lines", NULL)->fields, &line);
	line.sku = sku;
	line.qty = PIECES(pieces);
	line.discount = discount;
	return line;
}

static struct order_id place_confirmed(struct books *books, const char *sku, int64_t pieces)
{
	const struct order_form_line lines[] = { line(sku, pieces, NULL) };
	struct order_id id = place(books, NULL, lines, 1);
	assert_int_equal(order_confirm(&books->core, id), 0);
	return id;
}

static void succeed(struct books *books, int result)
{
	if (result)
		fail_msg("%s", books->err.message);
}

static void take_back(struct books *books, struct return_id id, struct return_part part, const char *condition, const char *disposition)
{
	struct list served;
	const struct list parts = { &part, 1 };
	const struct inspection inspection = { condition, disposition, false };
	succeed(books, return_inspect(&books->core, id, &parts, &inspection, &served));
}

/* What came after: order 7 gave two back, one for the shelf of MAIN, one for the bin (return 1); order 1 gives one back (2) and was to give two
 * more (3, refused); complaint 1 is credited, by GS-2026-00001, 2 is open; of invoice 1 a line is disputed (1), the dispute of 2 was rejected (2), and it
 * was reminded of twice.
 * Order 8 is a service booked for two days, at 2 of 4 units a day, with freight. */
static void live_on(struct books *books)
{
	struct core *core = &books->core;
	struct return_id back;
	struct complaint_id unhappy;
	struct dispute_id contested;
	const struct dispute_claim price = { "RE-2026-00001", 1, "price", NULL, "5.00", NULL };
	const struct dispute_claim late = { "RE-2026-00002", NONE, "late", NULL, "1.00", NULL };
	const struct dispute_end rejected = { "rejected", NULL, NULL, NULL };
	const char *number;
	struct return_part two = { 1, PIECES(2) };
	struct return_part one = { 1, PIECES(1) };
	const struct list twice = { &two, 1 };
	const struct list once = { &one, 1 };
	const struct resolution credit = { "credit", NULL, NULL, NULL };
	succeed(books, return_open(core, (struct order_id){ 7 }, &twice, "damaged", NULL, &back) || return_receive(core, back, NULL, "MAIN"));
	take_back(books, back, one, "good", "restock");
	take_back(books, back, one, "damaged", "scrap");
	succeed(books, return_close(core, back));
	succeed(books, return_open(core, (struct order_id){ 1 }, &once, "mistake", NULL, &back) || return_receive(core, back, NULL, NULL));
	succeed(books, return_open(core, (struct order_id){ 1 }, &twice, "mistake", NULL, &back) || return_refuse(core, back, "other", NULL));
	succeed(books, complaint_open(core, (struct order_id){ 1 }, 1, "carrier-late", "2.00", NULL, &unhappy) ||
			       complaint_resolve(core, unhappy, &credit));
	const struct credit_request asked = { .complaint = unhappy, .qty = { NONE } };
	succeed(books, settings_set(core, "invoice.credit_series", "GS") || invoice_credit_complaint(core, &asked, &number));
	succeed(books, complaint_open(core, (struct order_id){ 7 }, NONE, "other", NULL, NULL, &unhappy));
	succeed(books, dispute_open(core, &price, &contested));
	succeed(books, dispute_open(core, &late, &contested) || dispute_resolve(core, contested, &rejected));
	struct instant now = core->now;
	books_now(books, "2027-01-04T08:00:00Z");
	succeed(books, reminder_send(core, "RE-2026-00002", &number));
	books_now(books, "2027-01-18T08:00:00Z");
	succeed(books, reminder_send(core, "RE-2026-00002", &number));
	core->now = now;
	shelf_run(books, "UPDATE product SET capacity = 4000 WHERE id = 3");
	shelf_run(books, "INSERT INTO product (id, sku, name, kind, unit, decimals, price, tax_category, tax_rate)"
			" VALUES (4, 'F-1', 'Freight', 'charge', 'C62', 0, 5000000, 'S', 1900)");
	const struct order_form_line fitting[] = { line("S-1", 6, NULL), line("F-1", 1, NULL) };
	succeed(books, order_confirm(core, place(books, NULL, fitting, 2)));
}

/* Order 1 went all the way in two parts and is paid half; 2 is picked; 3 waits for stock; 4 is placed; 5 was rejected; 6 cancelled after
 * it was picked; 7 is shipped, delivered and invoiced in one; then see above. */
static int company_setup(void **state)
{
	shelf_setup(state);
	struct books *books = *state;
	struct core *core = &books->core;
	struct sla_policy policy = { .code = "ALL", .confirm = PIECES(4), .ship = PIECES(16), .deliver = PIECES(32) };
	struct list served;
	struct stock_touched touched;
	const char *number;
	succeed(books, settings_set(core, "company.name", "Seller Ltd"));
	succeed(books, master_add(core, &master_sla, &policy));
	shelf_run(books, "UPDATE product SET price = 3330000 WHERE id = 1");
	shelf_run(books, "UPDATE product SET tax_rate = 700 WHERE id = 2");
	shelf_receive(books, "A-1", "MAIN", 12, NULL);
	shelf_receive(books, "A-2", "NORTH", 9, NULL);
	struct place bolts = shelf_place(books, "A-1", "MAIN");
	struct place nuts = shelf_place(books, "A-2", "NORTH");
	struct place nuts_in_main = shelf_place(books, "A-2", "MAIN");
	const struct order_form_line mixed[] = { line("A-1", 7, "10%"), line("A-2", 12, "0.07"), line("S-1", 2, NULL) };
	struct order_id one = place(books, "web-1", mixed, 3);
	succeed(books, order_confirm(core, one));
	succeed(books, shipment_pick(core, one) || shipment_pack(core, one) || shipment_ship(core, one, "DHL", "42"));
	succeed(books, invoice_issue(core, one, &number));
	shelf_receive(books, "A-2", "MAIN", 10, NULL);
	succeed(books, shipment_pick(core, one) || shipment_pack(core, one) || shipment_ship(core, one, "DHL", "43"));
	succeed(books, shipment_deliver(core, one, "Ada", core->now) || invoice_issue(core, one, &number) ||
			       payment_take(core, number, "1.00", "bank", NULL, core->now));
	struct order_id two = place_confirmed(books, "A-1", 2);
	succeed(books, shipment_pick(core, two));
	succeed(books, hold_set(core, place_confirmed(books, "A-1", 8), "customer-request", NULL, HOLD_SHIP));
	const struct order_form_line few[] = { line("A-1", 1, NULL) };
	succeed(books, hold_set(core, place(books, "web-4", few, 1), "price", NULL, HOLD_INVOICE));
	succeed(books, order_reject(core, place(books, NULL, few, 1), "duplicate", NULL));
	struct order_id six = place_confirmed(books, "A-2", 1);
	succeed(books, shipment_pick(core, six) || shipment_pack(core, six) || order_cancel(core, six, "customer-request", NULL));
	struct order_id seven = place_confirmed(books, "A-2", 3);
	succeed(books, shipment_pick(core, seven) || shipment_pack(core, seven) || shipment_ship(core, seven, NULL, NULL) ||
			       shipment_deliver(core, seven, NULL, core->now) || invoice_issue(core, seven, &number));
	succeed(books, stock_announce(core, &bolts, PIECES(5), date_make(2026, 12, 1), "PO-9"));
	succeed(books, stock_adjust(core, &nuts_in_main, PIECES(-1), "lost", &touched));
	succeed(books, stock_transfer(core, &nuts_in_main, &nuts, PIECES(2), &served));
	succeed(books, stock_count(core, &bolts, PIECES(4), NULL, &touched)); /* one fewer: taken from order 3 */
	assert_string_equal(shelf_ids(books, &touched.taken_from), "SO-000003");
	live_on(books);
	return 0;
}

/* "check subject; " for each finding. */
static int note(void *context, const struct finding *finding)
{
	assert_non_null(finding->title);
	assert_true(strlen(finding->detail) > 5);
	assert_null(strstr(finding->detail, "%s")); /* each value found its place */
	assert_null(strstr(finding->detail, SPEAK_WITH));
	str_printf(context, "%s %s; ", finding->check, finding->subject);
	return 0;
}

static int64_t examine(struct books *books, struct str *text)
{
	int64_t found = -1;
	str_clear(text);
	assert_int_equal(doctor_run(&books->core, NULL, note, text, &found), 0);
	return found;
}

static void assert_found(struct books *books, const char *expected)
{
	struct str text = { 0 };
	examine(books, &text);
	if (strcmp(text.text ? text.text : "", expected))
		fail_msg("found \"%s\", not \"%s\"", text.text ? text.text : "", expected);
	str_release(&text);
}

static void books_that_were_kept_by_the_rules_are_sound(void **state)
{
	struct books *books = *state;
	struct str text = { 0 };
	assert_int_equal(examine(books, &text), 0);
	assert_string_equal(text.text ? text.text : "", "");
	shelf_number(books, "SELECT count(*) FROM orders WHERE state = 'completed'", 2);
	shelf_number(books, "SELECT count(*) FROM invoice", 4);
	shelf_number(books, "SELECT count(*) FROM shipment", 6);
	str_release(&text);
}

static void the_doctor_only_reads(void **state)
{
	struct books *books = *state;
	struct db *writer = books->core.db;
	struct str text = { 0 };
	assert_int_equal(db_commit(writer), 0);
	assert_int_equal(db_open(&books->core.db, books->file, DB_READ, 1000, &books->err), 0);
	assert_int_equal(db_begin(books->core.db), 0);
	assert_int_equal(examine(books, &text), 0);
	db_rollback(books->core.db);
	db_close(books->core.db);
	books->core.db = writer;
	assert_int_equal(db_begin(writer), 0);
	str_release(&text);
}

/* What is done to the books, and what the doctor must say of it. */
static const struct corruption {
	const char *expected;
	const char *sql[6];
} corruptions[] = {
	{ "file database; ", { "INSERT INTO payment (invoice_id, amount, at, actor) VALUES (99, 1, 0, 'x')" } },
	{ "content SO-000099; ", { "INSERT INTO content (part, document, sum) VALUES (10, 99, 5)" } },
	{ "stock-ledger A-1 MAIN; ", { "UPDATE stock SET on_hand = on_hand + 1000 WHERE product_id = 1" } },
	{ "stock-ledger A-1 MAIN; ", { "DROP TRIGGER stock_move_frozen", "UPDATE stock_move SET quantity = quantity + 1 WHERE id = 1" } },
	{ "stock-ledger A-1 NORTH; ", { "INSERT INTO stock_move (at, actor, product_id, warehouse_id, kind, quantity) VALUES (0, 'x', 1, 2, 'receipt', 5)" } },
	{ "stock-allocated A-1 MAIN; ", { "UPDATE stock SET allocated = allocated - 1000 WHERE product_id = 1" } },
	{ "stock-allocated A-2 NORTH; ", { "UPDATE stock SET allocated = 500 WHERE product_id = 2 AND warehouse_id = 2" } },
	{ "never-oversold A-2 NORTH; ",
	  { "UPDATE stock SET on_hand = on_hand - 9000 WHERE product_id = 2 AND warehouse_id = 2", "DROP TRIGGER stock_move_once",
	    "INSERT INTO stock_move (at, actor, product_id, warehouse_id, kind, quantity) VALUES (0, 'x', 2, 2, 'count', -9000)" } },
	{ "announcements A-1 MAIN; ", { "UPDATE announcement SET received = 6000" } },
	{ "stock-allocated A-1 MAIN; line-allocations SO-000003 line 1; ", { "UPDATE allocation SET quantity = quantity + 1 WHERE order_id = 3" } },
	{ "line-allocations SO-000003 line 1; line-quantities SO-000003 line 1; ", { "UPDATE order_line SET allocated = 0 WHERE order_id = 3" } },
	{ "line-quantities SO-000003 line 1; ", { "UPDATE order_line SET backordered = backordered + 1 WHERE order_id = 3" } },
	{ "line-quantities SO-000001 line 1; returned-quantities SO-000001 line 1; ", { "UPDATE order_line SET returned = 8000 WHERE order_id = 1 AND line = 1" } },
	{ "line-quantities SO-000001 line 3; ", { "UPDATE order_line SET delivered = 3000 WHERE order_id = 1 AND line = 3" } },
	{ "waiting-orders SO-000004; ", { "UPDATE order_line SET backordered = 1000 WHERE order_id = 4" } },
	{ "line-net SO-000004 line 1; ", { "DROP TRIGGER order_line_frozen", "UPDATE order_line SET price = 3340000 WHERE order_id = 4" } },
	{ "line-net SO-000004 line 1; order-totals SO-000004; ", { "DROP TRIGGER order_line_frozen", "UPDATE order_line SET net = net + 1 WHERE order_id = 4" } },
	{ "cancellations SO-000006 line 1; ", { "UPDATE cancellation SET quantity = quantity + 1 WHERE order_id = 6" } },
	{ "cancellations SO-000006 line 1; ", { "DELETE FROM cancellation" } },
	{ "cancellations SO-000003 line 1; ", { "INSERT INTO cancellation (order_id, line, number, quantity, reason, at, actor) VALUES (3, 1, 1, 5, 'price', 0, 'x')" } },
	{ "credited-amounts RE-2026-00001; customers-owe customer C-1; ",
	  { "DROP TRIGGER invoice_frozen", "DROP TRIGGER invoice_line_frozen", "DROP TRIGGER invoice_tax_frozen",
	    "UPDATE invoice SET net = 100000, tax = 19000, gross = 119000 WHERE id = 4", "UPDATE invoice_line SET net = 100000, tax_rate = 1900 WHERE invoice_id = 4",
	    "UPDATE invoice_tax SET net = 100000, tax = 19000, rate = 1900 WHERE invoice_id = 4" } },
	{ "invoiced-quantities SO-000006 line 1; credited-cancellations SO-000006 line 1; ", { "UPDATE cancellation SET credited = 1000 WHERE order_id = 6" } },
	{ "revisions SO-000004 line 1; ", { "DROP TRIGGER order_line_frozen", "UPDATE order_line SET revision = 2 WHERE order_id = 4" } },
	{ "promises SO-000003; ", { "UPDATE orders SET promised = promised + 1 WHERE id = 3" } },
	{ "promises SO-000003; ", { "INSERT INTO promise_change (order_id, number, promised, reason, at, actor) VALUES (3, 1, 5, 'price', 0, 'x')" } },
	{ "promises SO-000004; ", { "INSERT INTO promise_change (order_id, number, promised, reason, at, actor) VALUES (4, 1, 5, 'price', 0, 'x')" } },
	{ "order-totals SO-000003; ", { "UPDATE order_line SET cancelled = 1000, backordered = backordered - 1000 WHERE order_id = 3",
					 "INSERT INTO cancellation (order_id, line, number, quantity, reason, at, actor) VALUES (3, 1, 1, 1000, 'price', 0, 'x')" } },
	{ "order-totals SO-000001; ", { "UPDATE orders SET tax = tax + 1, gross = gross + 1 WHERE id = 1" } },
	{ "order-totals SO-000001; ", { "UPDATE orders SET gross = gross + 1 WHERE id = 1" } },
	{ "order-totals SO-000004; ", { "DROP TRIGGER order_line_frozen", "UPDATE order_line SET tax_rate = 700 WHERE order_id = 4" } },
	{ "order-lines SO-000004; ", { "DROP TRIGGER order_line_kept", "DELETE FROM order_line WHERE order_id = 4" } },
	{ "order-states SO-000007; ", { "DROP TRIGGER orders_state", "UPDATE orders SET state = 'confirmed', closed_at = NULL, next_due = deliver_due WHERE id = 7" } },
	{ "order-states SO-000002; ", { "UPDATE orders SET state = 'completed', closed_at = placed_at, next_due = NULL WHERE id = 2" } },
	{ "order-states SO-000002; ", { "DROP TRIGGER orders_state", "UPDATE orders SET state = 'rejected', reason = 'x', confirmed_at = NULL, confirmed_by = NULL,"
				       " closed_at = placed_at, next_due = NULL WHERE id = 2" } },
	{ "order-times SO-000001; ", { "UPDATE orders SET closed_at = NULL WHERE id = 1" } },
	{ "order-times SO-000003; ", { "UPDATE orders SET closed_at = 5 WHERE id = 3" } },
	{ "order-times SO-000001; ", { "UPDATE orders SET shipped_at = NULL WHERE id = 1" } },
	{ "order-times SO-000003; ", { "UPDATE orders SET delivered_at = 5 WHERE id = 3" } },
	{ "order-times SO-000001; ", { "UPDATE orders SET confirmed_at = NULL, confirmed_by = NULL WHERE id = 1" } },
	{ "sla-dues SO-000004; ", { "UPDATE orders SET deliver_risk = NULL WHERE id = 4" } },
	{ "sla-dues SO-000004; ", { "UPDATE orders SET ship_risk = ship_due + 1 WHERE id = 4" } },
	{ "sla-dues SO-000004; ", { "UPDATE orders SET confirm_risk = placed_at - 1 WHERE id = 4" } },
	{ "next-due SO-000004; ", { "UPDATE orders SET next_due = next_due + 1 WHERE id = 4" } },
	{ "next-due SO-000003; ", { "UPDATE orders SET next_due = deliver_due WHERE id = 3" } },
	{ "next-due SO-000001; ", { "UPDATE orders SET next_due = 1 WHERE id = 1" } },
	{ "next-due SO-000004; ", { "UPDATE orders SET next_due = NULL WHERE id = 4" } },
	{ "holds SO-000003; ", { "UPDATE orders SET stopped_at = NULL WHERE id = 3" } },
	{ "holds SO-000004; ", { "UPDATE orders SET stopped_at = placed_at WHERE id = 4" } },
	{ "holds SO-000003; ", { "UPDATE hold SET released_at = at, released_by = 'x' WHERE order_id = 3" } },
	{ "holds SO-000006; ", { "DROP TRIGGER hold_frozen", "UPDATE hold SET order_id = 6 WHERE order_id = 4" } },
	{ "approvals SO-000003; ", { "UPDATE orders SET approved = NULL WHERE id = 3" } },
	{ "approvals SO-000003; ", { "UPDATE orders SET approved = 2 WHERE id = 3" } },
	{ "approvals SO-000004; ", { "UPDATE orders SET approved = 1 WHERE id = 4" } },
	{ "approvals SO-000004; ", { "UPDATE orders SET credit_override = 2 WHERE id = 4" } },
	{ "customers-owe customer C-1; ", { "UPDATE customer SET owed = owed - 1 WHERE id = 1" } },
	{ "customers-owe customer C-2; ", { "UPDATE customer SET owed = 1 WHERE id = 2" } },
	{ "shipment-lines SO-000002 line 1; ", { "UPDATE order_line SET packed = 1000 WHERE order_id = 2" } },
	{ "shipment-lines SO-000007 line 1; packages SH-000006; shipment-ledger A-2 MAIN; ",
	  { "DROP TRIGGER shipment_line_frozen", "UPDATE shipment_line SET quantity = quantity + 1 WHERE order_id = 7" } },
	{ "shipment-lines SO-000007 line 1; shipment-orders SH-000006; shipment-ledger A-1 MAIN; shipment-ledger A-2 MAIN; ",
	  { "DROP TRIGGER shipment_line_frozen", "UPDATE shipment_line SET product_id = 1 WHERE order_id = 7" } },
	{ "shipment-orders SH-000005; ",
	  { "DROP TRIGGER shipment_line_kept", "DROP TRIGGER package_line_kept", "DELETE FROM package_line WHERE shipment_id = 5",
	    "DELETE FROM package WHERE shipment_id = 5", "DELETE FROM shipment_line WHERE shipment_id = 5" } },
	{ "packages SH-000006; ", { "UPDATE package_line SET quantity = quantity - 1 WHERE shipment_id = 6" } },
	{ "packages SH-000006; packages SH-000006; ", { "DROP TRIGGER package_line_kept", "DELETE FROM package_line WHERE shipment_id = 6" } },
	{ "packages SH-000004; ", { "INSERT INTO package (shipment_id, package) VALUES (4, 1)", "INSERT INTO package_line (shipment_id, package, line,"
				     " quantity) VALUES (4, 1, 1, 1000)" } },
	{ "delivery-attempts SH-000004; ", { "INSERT INTO delivery_attempt (shipment_id, attempt, at, actor, reason) VALUES (4, 1, 5, 'x', 'lost')" } },
	{ "delivery-attempts SH-000006; ", { "INSERT INTO delivery_attempt (shipment_id, attempt, at, actor, reason)"
					      " SELECT id, 2, shipped_at, 'x', 'lost' FROM shipment WHERE id = 6" } },
	{ "delivery-attempts SH-000006; ", { "INSERT INTO delivery_attempt (shipment_id, attempt, at, actor, reason)"
					      " SELECT id, 1, delivered_at + 1, 'x', 'lost' FROM shipment WHERE id = 6" } },
	{ "shipment-times SH-000004; ", { "UPDATE shipment SET shipped_at = 5 WHERE id = 4" } },
	{ "shipment-times SH-000006; ", { "UPDATE shipment SET delivered_at = shipped_at - 1 WHERE id = 6" } },
	{ "shipment-ledger A-2 MAIN; ", { "DROP TRIGGER stock_move_frozen", "UPDATE stock_move SET kind = 'receipt' WHERE document = 'SO-000007'" } },
	{ "invoice-numbers RE-2026-00004; document-events RE-2026-00004; ",
	  { "DROP TRIGGER invoice_frozen", "UPDATE invoice SET number = 'RE-2026-00004', sequence = 4 WHERE id = 3" } },
	{ "invoice-numbers RE-2026-00099; document-events RE-2026-00099; ", { "DROP TRIGGER invoice_frozen", "UPDATE invoice SET number = 'RE-2026-00099' WHERE id = 3" } },
	{ "invoice-numbers RE-2026-00003; ", { "DROP TRIGGER invoice_frozen", "DROP TRIGGER invoice_line_frozen", "DROP TRIGGER invoice_tax_frozen",
					       "UPDATE invoice SET id = -1 WHERE id = 3", "UPDATE invoice_line SET invoice_id = -1 WHERE invoice_id = 3",
					       "UPDATE invoice_tax SET invoice_id = -1 WHERE invoice_id = 3" } },
	{ "invoice-numbers RE-2026-00003; ", { "DROP TRIGGER invoice_frozen", "UPDATE invoice SET issued = issued - 1 WHERE id = 3" } },
	{ "invoice-totals RE-2026-00001; ", { "DROP TRIGGER invoice_frozen", "UPDATE invoice SET net = net + 1, tax = tax - 1 WHERE id = 1" } },
	{ "invoice-totals RE-2026-00001; customers-owe customer C-1; ", { "DROP TRIGGER invoice_frozen", "UPDATE invoice SET gross = gross - 1 WHERE id = 1" } },
	{ "invoice-totals RE-2026-00001; invoice-vat RE-2026-00001; ",
	  { "DROP TRIGGER invoice_tax_frozen", "UPDATE invoice_tax SET tax = tax + 1 WHERE invoice_id = 1 AND rate = 1900" } },
	{ "invoice-vat RE-2026-00001; invoice-vat RE-2026-00001; ",
	  { "DROP TRIGGER invoice_tax_frozen", "UPDATE invoice_tax SET tax = tax + CASE rate WHEN 1900 THEN 1 ELSE -1 END WHERE invoice_id = 1" } },
	{ "e-invoices RE-2026-00002; ", { "INSERT INTO einvoice (invoice_id, sha256, xml) VALUES (2, 'x', '<x/>')" } },
	{ "invoice-vat RE-2026-00003; invoice-vat RE-2026-00003; ", { "DROP TRIGGER invoice_line_frozen", "UPDATE invoice_line SET tax_rate = 1900 WHERE invoice_id = 3" } },
	{ "invoice-orders RE-2026-00001; customers-owe customer C-1; customers-owe customer C-2; ",
	  { "DROP TRIGGER invoice_frozen", "UPDATE invoice SET customer_id = 2 WHERE id = 1" } },
	{ "invoice-orders RE-2026-00001; ", { "DROP TRIGGER invoice_frozen", "UPDATE invoice SET due = issued - 1 WHERE id = 1" } },
	{ "invoice-orders RE-2026-00003; ", { "DROP TRIGGER invoice_line_frozen", "UPDATE invoice_line SET order_id = 7 WHERE invoice_id = 3" } },
	{ "invoice-orders RE-2026-00003; invoiced-quantities SO-000007 line 1; ", { "DROP TRIGGER invoice_frozen", "UPDATE invoice SET order_id = NULL WHERE id = 3" } },
	{ "invoiced-quantities SO-000001 line 1; ", { "UPDATE order_line SET invoiced = 6000 WHERE order_id = 1 AND line = 1" } },
	{ "invoiced-quantities SO-000007 line 1; ", { "DROP TRIGGER invoice_line_frozen", "UPDATE invoice_line SET quantity = quantity + 1 WHERE invoice_id = 3" } },
	{ "invoiced-amounts SO-000001 line 1; customers-owe customer C-1; ", /* a cent more on all of the invoice: its VAT is still the same */
	  { "DROP TRIGGER invoice_frozen", "DROP TRIGGER invoice_line_frozen", "DROP TRIGGER invoice_tax_frozen",
	    "UPDATE invoice SET net = net + 1, gross = gross + 1 WHERE id = 1", "UPDATE invoice_line SET net = net + 1 WHERE invoice_id = 1 AND line = 1",
	    "UPDATE invoice_tax SET net = net + 1 WHERE invoice_id = 1 AND rate = 1900" } },
	{ "payments RE-2026-00002; customers-owe customer C-1; ", { "INSERT INTO payment (invoice_id, amount, at, actor) SELECT 2, -gross - 99, 0, 'x' FROM invoice WHERE id = 2" } },
	{ "document-events SO-000009; ",
	  { "INSERT INTO orders (id, customer_id, priority, channel, placed_at, placed_by, currency, net, tax, gross)"
	    " VALUES (9, 1, 1, 'cli', 0, 'x', 'EUR', 0, 0, 0)",
	    "INSERT INTO order_line (order_id, line, product_id, sku, name, kind, unit, ordered, price, discount, tax_category, tax_rate, net)"
	    " VALUES (9, 1, 1, 'A-1', 'Bolt', 'goods', 'C62', 1000, 0, 0, 'S', 0, 0)" } },
	{ "bookings S-1; line-bookings SO-000008 line 1; ", { "DROP TRIGGER booking_shrinks", "UPDATE booking SET quantity = 5000 WHERE day = 20781" } },
	{ "bookings S-1; ", { "DROP TRIGGER product_capacity", "UPDATE product SET capacity = 3000 WHERE id = 3" } },
	{ "line-bookings SO-000008 line 1; ", { "UPDATE booking SET quantity = 1000 WHERE day = 20782" } },
	{ "line-bookings SO-000008 line 1; ", { "UPDATE order_line SET date = date + 1 WHERE order_id = 8 AND line = 1" } },
	{ "line-bookings SO-000004 line 1; ", { "INSERT INTO booking (product_id, day, order_id, line, quantity) VALUES (1, 20781, 4, 1, 1000)" } },
	{ "line-quantities SO-000008 line 2; ", { "UPDATE order_line SET delivered = 2000 WHERE order_id = 8 AND line = 2" } },
	{ "order-states SO-000008; ", { "UPDATE order_line SET delivered = ordered WHERE order_id = 8 AND line = 1" } },
	{ "returned-quantities SO-000007 line 1; ", { "UPDATE order_line SET returned = 1000 WHERE order_id = 7" } },
	{ "returned-quantities SO-000001 line 1; return-lines RT-000002; ", { "UPDATE rma_line SET received = 0 WHERE rma_id = 2" } },
	{ "returned-quantities SO-000001 line 1; ", { "UPDATE rma_line SET quantity = 8000 WHERE rma_id = 2" } },
	{ "return-lines RT-000002; ", { "DROP TRIGGER rma_state", "UPDATE rma SET state = 'closed', closed_at = received_at WHERE id = 2" } },
	{ "return-times RT-000003; ", { "UPDATE rma SET closed_at = NULL WHERE id = 3" } },
	{ "return-ledger A-2 MAIN; ", { "DROP TRIGGER rma_line_settled", "UPDATE rma_line SET disposition = 'restock' WHERE rma_id = 1" } },
	{ "return-ledger A-2 MAIN; ", { "DROP TRIGGER stock_move_frozen", "UPDATE stock_move SET kind = 'receipt' WHERE document = 'RT-000001'" } },
	{ "complaints CP-000001; ", { "DROP TRIGGER complaint_settled", "UPDATE complaint SET amount = NULL WHERE id = 1" } },
	{ "complaints CP-000002; ", { "UPDATE complaint SET outcome = 'nothing' WHERE id = 2" } },
	{ "complaints CP-000002; ", { "UPDATE complaint SET state = 'resolved', outcome = 'return', resolved_at = opened_at, resolved_by = 'x', rma_id = 2 WHERE id = 2" } },
	{ "disputes DP-000001; ", { "UPDATE dispute SET amount = 999999 WHERE id = 1" } },
	{ "disputes DP-000001; ", { "UPDATE dispute SET amount = 0 WHERE id = 1" } },
	{ "disputes DP-000001; ", { "UPDATE dispute SET line = 9 WHERE id = 1" } },
	{ "disputes DP-000001; ", { "UPDATE dispute SET outcome = 'paid' WHERE id = 1" } },
	{ "disputes DP-000002; ", { "DROP TRIGGER dispute_settled", "UPDATE dispute SET resolved_by = NULL WHERE id = 2" } },
	{ "disputes DP-000002; ", { "DROP TRIGGER dispute_settled", "UPDATE dispute SET outcome = 'credit' WHERE id = 2" } },
	{ "disputes DP-000002; ", { "DROP TRIGGER dispute_settled", "UPDATE dispute SET outcome = 'credit', credit_id = 3 WHERE id = 2" } },
	{ "reminders RE-2026-00002; ", { "DROP TRIGGER reminder_kept", "DELETE FROM reminder WHERE level = 1" } },
	{ "reminders RE-2026-00002; ", { "DROP TRIGGER reminder_frozen", "UPDATE reminder SET open = 999999 WHERE level = 1" } },
	{ "reminders RE-2026-00002; ", { "DROP TRIGGER reminder_frozen", "UPDATE reminder SET dated = dated + 14 WHERE level = 1" } },
	{ "reminders RE-2026-00002; ", { "DROP TRIGGER reminder_frozen", "UPDATE reminder SET dated = dated - 90 WHERE level = 1" } },
	{ "reminders GS-2026-00001; ", { "INSERT INTO reminder (invoice_id, level, at, actor, dated, due, open, fee, interest, lump_sum)"
					 " VALUES (4, 1, 0, 'x', 99999, 99999, 1, 0, 0, 0)" } },
	{ "document-events DP-000003; ", { "INSERT INTO dispute (invoice_id, reason, fault, amount, opened_at, opened_by) VALUES (1, 'other', 'internal', 1, 0, 'x')" } },
	{ "credit-causes GS-2026-00001; ", { "DROP TRIGGER invoice_frozen", "UPDATE invoice SET complaint_id = 2 WHERE id = 4" } },
	{ "credit-causes GS-2026-00001; ", { "DROP TRIGGER invoice_frozen", "UPDATE invoice SET complaint_id = NULL, rma_id = 1 WHERE id = 4" } },
	{ "credit-causes GS-2026-00001; ", { "DROP TRIGGER invoice_frozen", "DROP TRIGGER invoice_line_frozen",
					     "UPDATE invoice SET complaint_id = NULL, rma_id = 2 WHERE id = 4",
					     "UPDATE invoice_line SET order_line = 1, rebill = 0 WHERE invoice_id = 4" } },
	{ "replacements RE-2026-00003; ", { "DROP TRIGGER invoice_frozen", "UPDATE invoice SET replaces = 'RE-2026-00001' WHERE id = 3" } },
	{ "document-events CP-000003; ", { "INSERT INTO complaint (order_id, reason, fault, opened_at, opened_by) VALUES (7, 'other', 'internal', 0, 'x')" } },
	{ "keys web-1; ", { "UPDATE idempotency SET documents = 'return RT-000001 RT-000099' WHERE key = 'web-1'" } },
	{ "keys web-1; ", { "UPDATE idempotency SET documents = 'complaint CP-000001 CP-000099' WHERE key = 'web-1'" } },
	{ "keys web-1; ", { "UPDATE idempotency SET documents = 'dispute DP-000001 DP-000099' WHERE key = 'web-1'" } },
	{ "event-numbers event 6; event-chain event 6; ", { "DROP TRIGGER event_kept", "DELETE FROM event WHERE seq = 5" } },
	{ "event-chain event 5; ", { "DROP TRIGGER event_frozen", "UPDATE event SET actor = 'nobody' WHERE seq = 5" } },
	{ "event-chain event 5; event-chain event 6; ", { "DROP TRIGGER event_frozen", "UPDATE event SET hash = 'ab' WHERE seq = 5" } },
	{ "keys web-1; ", { "UPDATE idempotency SET documents = 'order SO-000001 SO-000099' WHERE key = 'web-1'" } },
	{ "keys web-1; ", { "UPDATE idempotency SET documents = 'invoice RE-2026-00001 RE-2026-00099' WHERE key = 'web-1'" } },
	{ "keys web-1; ", { "UPDATE idempotency SET documents = 'shipment SH-000001 SH-000099' WHERE key = 'web-1'" } },
	{ "", { "UPDATE idempotency SET documents = 'stock A-1' WHERE key = 'web-1'" } },
};

/* What is wrong with a file, not with what is in it. */
static const struct {
	const char *expected;
	mode_t file, directory;
} exposed[] = {
	{ "", 0600, 0700 },
	{ "", 0644, 0755 },
	{ "", 0660, 0770 },
	{ "", 0660, 02770 },
	{ "access database; ", 0602, 0700 },
	{ "access database; ", 0600, 01777 },
	{ "access database; ", 0660, 0700 },
	{ "access database; access database; ", 0606, 0703 },
};

static void a_file_that_others_may_write_is_named(void **state)
{
	struct books *books = *state;
	for (size_t i = 0; i < sizeof exposed / sizeof *exposed; i++) {
		assert_int_equal(chmod(books->file, exposed[i].file), 0);
		assert_int_equal(chmod(books->directory, exposed[i].directory), 0);
		assert_found(books, exposed[i].expected);
	}
	assert_int_equal(chmod(books->file, 0660), 0);
	assert_int_equal(chmod(books->directory, 0770), 0);
	if (!chown(books->file, (uid_t)-1, getegid() + 1)) /* root may, and some who are of two groups */
		assert_found(books, "access database; ");
	assert_int_equal(chmod(books->directory, 0700), 0);
}

static void each_thing_that_is_wrong_is_named_by_its_check(void **state)
{
	struct books *books = *state;
	shelf_run(books, "PRAGMA ignore_check_constraints = ON");
	for (size_t i = 0; i < sizeof corruptions / sizeof *corruptions; i++) {
		assert_int_equal(db_savepoint(books->core.db), 0);
		shelf_run(books, "PRAGMA defer_foreign_keys = ON");
		for (size_t j = 0; j < 6 && corruptions[i].sql[j]; j++)
			shelf_run(books, corruptions[i].sql[j]);
		assert_found(books, corruptions[i].expected);
		assert_int_equal(db_savepoint_rollback(books->core.db), 0);
	}
	assert_found(books, "");
}

/* Every check of the table is broken above, so that one that finds nothing cannot stay. */
static void no_check_goes_untried(void **state)
{
	(void)state;
	for (const struct doctor_check *check = doctor_checks; check->name; check++) {
		bool tried = !strcmp(check->name, "access") || /* a matter of the file's mode: above */
			     !strcmp(check->name, "indexes"); /* test_indexes.c */
		for (size_t i = 0; i < sizeof corruptions / sizeof *corruptions; i++) {
			size_t length = strlen(check->name);
			for (const char *at = corruptions[i].expected; (at = strstr(at, check->name)); at += length)
				tried |= at[length] == ' ';
		}
		if (!tried)
			fail_msg("nothing tries the check %s", check->name);
	}
}

/* The doctor rounds in SQL what the books round in C: prices, parts of units, discounts and rates of all kinds must agree. */
static void whatever_is_sold_adds_up(void **state)
{
	struct books *books = *state;
	static const char *const discounts[] = { NULL, "33.33%", "0.01", "12.5%", "99.99%" };
	static const int64_t rates[] = { 1900, 700, 550, 2210, 1 };
	const char *number;
	assert_int_equal(settings_set(&books->core, "workflow.invoice_on", "order"), 0);
	shelf_run(books, "UPDATE product SET decimals = 3 WHERE id = 1");
	for (int64_t i = 0; i < 60; i++) {
		struct order_form_line lines[] = { line("A-1", 1, discounts[i % 5]), line("A-1", 1, discounts[i % 3]), line("A-2", i + 1, NULL) };
		lines[0].qty.thousandths = 1 + i * 7919 % 99991;
		lines[1].qty.thousandths = 500 + i * 104729 % 99991;
		/* every fourth price has no more decimals than amounts, the others up to six */
		lines[0].price = price_make((1 + i * 1299709 % 1000003) * (i % 4 ? 179 * i : PRICE_UNITS), "EUR");
		assert_int_equal(db_run(books->core.db, "UPDATE product SET price = $1, tax_rate = $2 WHERE id = 1", A(i * INT64_C(15485863) * 7331 % INT64_C(10000000019)),
					A(rates[i % 5])), 0);
		struct order_id id = place(books, NULL, lines, 3);
		succeed(books, order_confirm(&books->core, id) || invoice_issue(&books->core, id, &number));
	}
	assert_found(books, "");
}

static int count_only(void *context, const struct finding *finding)
{
	(void)finding;
	++*(int *)context;
	return 0;
}

static int refuse(void *context, const struct finding *finding)
{
	(void)finding;
	++*(int *)context;
	return -1;
}

static void of_one_check_a_hundred_are_named_and_all_counted(void **state)
{
	struct books *books = *state;
	int named = 0;
	int64_t found;
	for (int64_t i = 0; i < 150; i++)
		assert_int_equal(db_run(books->core.db,
					"INSERT INTO idempotency (key, hash, documents, at) VALUES ('k-' || CAST($1 AS TEXT), '', 'order SO-000099', 0)", A(i)), 0);
	assert_int_equal(doctor_run(&books->core, NULL, count_only, &named, &found), 0);
	assert_int_equal(named, 100);
	assert_int_equal(found, 150);
	named = 0;
	assert_int_equal(doctor_run(&books->core, NULL, refuse, &named, &found), -1);
	assert_int_equal(named, 1);
}

static void what_cannot_be_checked_is_a_finding(void **state)
{
	struct books *books = *state;
	shelf_run(books, "INSERT INTO stock_move (at, actor, product_id, warehouse_id, kind, quantity) VALUES"
			" (0, 'x', 1, 1, 'receipt', 9223372036854775807), (0, 'x', 1, 1, 'receipt', 9223372036854775807)");
	assert_found(books, "stock-ledger database; ");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, company_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(books_that_were_kept_by_the_rules_are_sound),
		TEST(the_doctor_only_reads),
		TEST(a_file_that_others_may_write_is_named),
		TEST(each_thing_that_is_wrong_is_named_by_its_check),
		cmocka_unit_test(no_check_goes_untried),
		TEST(whatever_is_sold_adds_up),
		TEST(of_one_check_a_hundred_are_named_and_all_counted),
		TEST(what_cannot_be_checked_is_a_finding),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
