/* Orders that change after they were taken: what is added, taken away and moved, and the books after it, which the doctor looks through each
 * time. */
#include <string.h>

#include "ordr/doctor.h"
#include "ordr/invoice.h"
#include "ordr/master.h"
#include "ordr/shipment.h"
#include "sales.h"

static int tell(void *context, const struct finding *finding)
{
	(void)context;
	print_message("%s %s: %s\n", finding->check, finding->subject, finding->detail);
	return 0;
}

static void assert_sound(struct books *books)
{
	int64_t found = -1;
	assert_int_equal(doctor_run(&books->core, NULL, tell, NULL, &found), 0);
	assert_int_equal(found, 0);
}

static void succeed(struct books *books, int result)
{
	if (result)
		fail_msg("%s: %s", books->err.path, books->err.message);
}

static struct order_amendment begin(struct books *books, struct order_id id)
{
	struct order_amendment amendment;
	succeed(books, order_amend_begin(&books->core, id, &amendment));
	return amendment;
}

/* Adds lines. */
static int add(struct books *books, struct order_id id, const struct sales_line *lines, size_t count)
{
	struct order_amendment amendment = begin(books, id);
	amendment.lines = sales_form(books, "C-1", lines, count).lines;
	return order_amend(&books->core, &amendment);
}

/* So many units of a line. */
static int set(struct books *books, struct order_id id, int64_t line, const char *qty, const char *reason)
{
	struct order_amendment amendment = begin(books, id);
	struct order_change change = { .line = line, .price = price_make(NONE, ""), .date = { NONE } };
	assert_int_equal(quantity_parse(qty, &change.qty), 0);
	amendment.changes = (struct list){ &change, 1 };
	amendment.reason = reason;
	return order_amend(&books->core, &amendment);
}

static void ship(struct books *books, struct order_id id)
{
	succeed(books, shipment_pick(&books->core, id) || shipment_pack(&books->core, id) || shipment_ship(&books->core, id, NULL, NULL));
}

static const struct order_line *line_of(const struct order *order, int64_t number)
{
	assert_true((size_t)number <= order->lines.count);
	return (const struct order_line *)order->lines.items + number - 1;
}

static void assert_line(const struct order *order, int64_t number, int64_t ordered, int64_t cancelled, int64_t backordered, int64_t allocated)
{
	const struct order_line *line = line_of(order, number);
	assert_int_equal(line->ordered.thousandths, ordered * 1000);
	assert_int_equal(line->cancelled.thousandths, cancelled * 1000);
	assert_int_equal(line->backordered.thousandths, backordered * 1000);
	assert_int_equal(line->allocated.thousandths, allocated * 1000);
}

static void the_ordered_quantity_is_never_rewritten(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "10");
	struct order_id id = sales_place(books, "C-1", "A-1", "5");
	succeed(books, order_confirm(&books->core, id));
	succeed(books, set(books, id, 1, "3", "customer-request"));
	succeed(books, set(books, id, 1, "7", NULL));
	struct order order = sales_load(books, id);
	assert_int_equal(order.revision, 3);
	assert_line(&order, 1, 5, 2, 0, 3);
	assert_line(&order, 2, 4, 0, 0, 4);
	assert_int_equal(line_of(&order, 1)->revision, 1);
	assert_int_equal(line_of(&order, 2)->revision, 3);
	assert_int_equal(order.net.minor, 700);
	assert_int_equal(order.cancellations.count, 1);
	books_refused(books, db_run(books->core.db, "UPDATE order_line SET ordered = 1000 WHERE order_id = $1", A(id.number)), ERR_REFUSED,
		      "do not change");
	err_clear(&books->err);
	books_refused(books, db_run(books->core.db, "UPDATE orders SET revision = 1 WHERE id = $1", A(id.number)), ERR_REFUSED, "does not change");
	err_clear(&books->err);
	assert_sound(books);
}

/* Of each alone there is enough, of both together there is not. */
static void two_lines_of_one_product_are_added_together(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "10");
	struct order_id id = sales_place(books, "C-1", "A-1", "2");
	succeed(books, order_confirm(&books->core, id));
	sales_set(books, "workflow.shortage", "refuse");
	assert_int_equal(db_savepoint(books->core.db), 0);
	assert_int_equal(add(books, id, SALES_LINES({ "A-1", "5", NULL, NULL, NULL }, { "A-1", "4", NULL, NULL, NULL })), -1);
	assert_int_equal(books->err.code, ERR_REFUSED);
	assert_string_equal(books->err.message, "A-1 is short: 9 ordered, 8 available");
	err_clear(&books->err);
	assert_int_equal(db_savepoint_rollback(books->core.db), 0);
	succeed(books, add(books, id, SALES_LINES({ "A-1", "5", NULL, NULL, NULL }, { "A-1", "3", NULL, NULL, NULL })));
	assert_int_equal(sales_number(books, "SELECT allocated FROM stock WHERE product_id = 1"), 10000);
	assert_sound(books);
}

static void what_an_order_gives_back_serves_the_urgent_before_itself(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "6");
	struct order_id greedy = sales_place(books, "C-1", "A-1", "6");
	struct order_id urgent = sales_place(books, "C-2", "A-1", "3");
	succeed(books, order_confirm(&books->core, greedy) || order_confirm(&books->core, urgent));
	struct order_amendment amendment = begin(books, greedy);
	struct order_change change = { .line = 1, .qty = { 2000 }, .price = price_make(NONE, ""), .date = { NONE } };
	amendment.changes = (struct list){ &change, 1 };
	amendment.lines = sales_form(books, "C-1", SALES_LINES({ "A-1", "3", NULL, NULL, NULL })).lines;
	amendment.reason = "mistake";
	succeed(books, order_amend(&books->core, &amendment));
	struct order order = sales_load(books, urgent);
	assert_line(&order, 1, 3, 0, 0, 3);
	order = sales_load(books, greedy);
	assert_line(&order, 1, 6, 4, 0, 2);
	assert_line(&order, 2, 3, 0, 2, 1);
	assert_sound(books);
}

/* The rest of a backorder is what was ordered less what came and what was called off, whatever the order of the steps. */
static void a_backorder_keeps_the_right_rest(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "4");
	struct order_id id = sales_place(books, "C-1", "A-1", "10");
	succeed(books, order_confirm(&books->core, id));
	ship(books, id);
	succeed(books, order_cancel_line(&books->core, id, 1, (struct quantity){ 2000 }, "stock-out", NULL));
	sales_receive(books, "A-1", "1");
	succeed(books, add(books, id, SALES_LINES({ "A-1", "2", NULL, NULL, NULL })));
	struct order order = sales_load(books, id);
	assert_line(&order, 1, 10, 2, 3, 1);
	assert_line(&order, 2, 2, 0, 2, 0);
	succeed(books, order_cancel_line(&books->core, id, 1, (struct quantity){ 4000 }, "stock-out", NULL)); /* the unit allocated too … */
	order = sales_load(books, id);
	assert_line(&order, 1, 10, 6, 0, 0);
	assert_line(&order, 2, 2, 0, 1, 1); /* … which serves the other line */
	sales_receive(books, "A-1", "5");
	order = sales_load(books, id);
	assert_line(&order, 2, 2, 0, 0, 2);
	assert_int_equal(sales_number(books, "SELECT on_hand - allocated FROM stock WHERE product_id = 1"), 4000);
	assert_sound(books);
}

static void units_are_given_back_by_the_warehouses_that_held_them(void **state)
{
	struct books *books = *state;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "9", NULL, NULL, NULL }));
	sales_receive(books, "A-1", "4");
	sales_run(books, "INSERT INTO stock (product_id, warehouse_id, on_hand) SELECT 1, 2, 3000 WHERE $1 > 0", ((struct order_id){ 1 }));
	sales_run(books, "INSERT INTO stock_move (at, actor, product_id, warehouse_id, kind, quantity) SELECT 0, 'x', 1, 2, 'receipt', 3000 WHERE $1 > 0",
		  ((struct order_id){ 1 }));
	struct order_id id = sales_place_form(books, &form);
	succeed(books, order_confirm(&books->core, id)); /* four in MAIN, three in NORTH, two wait */
	succeed(books, order_cancel_line(&books->core, id, 1, (struct quantity){ 4000 }, "mistake", NULL));
	assert_int_equal(sales_number(books, "SELECT allocated FROM stock WHERE warehouse_id = 1"), 4000);
	assert_int_equal(sales_number(books, "SELECT allocated FROM stock WHERE warehouse_id = 2"), 1000);
	succeed(books, order_cancel_line(&books->core, id, 1, (struct quantity){ 2000 }, "mistake", NULL));
	assert_int_equal(sales_number(books, "SELECT allocated FROM stock WHERE warehouse_id = 1"), 3000);
	assert_int_equal(sales_number(books, "SELECT count(*) FROM allocation"), 1);
	assert_sound(books);
}

/* 250,002 of 250,003 is not all, and all but a thousandth is not either. */
static void all_but_one_is_not_delivered(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "250002");
	struct order_id id = sales_place(books, "C-1", "A-1", "250003");
	succeed(books, order_confirm(&books->core, id));
	ship(books, id);
	succeed(books, shipment_deliver(&books->core, id, NULL, books->core.now));
	struct order order = sales_load(books, id);
	assert_string_equal(order.state, "confirmed");
	assert_string_equal(order.fulfilment, "partial");
	assert_instant(order.sla.deliver.done, NULL);
	assert_sound(books);
	succeed(books, order_cancel_line(&books->core, id, 1, (struct quantity){ NONE }, "stock-out", NULL));
	order = sales_load(books, id);
	assert_string_equal(order.state, "completed");
	assert_string_equal(order.fulfilment, "delivered");
	assert_line(&order, 1, 250003, 1, 0, 0);
	assert_sound(books);
}

static void what_is_left_was_delivered_when_its_last_unit_was(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "4");
	struct order_id id = sales_place(books, "C-1", "A-1", "5");
	succeed(books, order_confirm(&books->core, id));
	books_now(books, "2026-11-25T09:00:00Z");
	ship(books, id);
	books_now(books, "2026-11-26T12:00:00Z");
	succeed(books, shipment_deliver(&books->core, id, NULL, sales_instant("2026-11-26T10:00:00Z")));
	books_now(books, "2026-12-20T09:00:00Z");
	succeed(books, order_cancel_line(&books->core, id, 1, (struct quantity){ NONE }, "customer-request", NULL));
	struct order order = sales_load(books, id);
	assert_instant(order.sla.ship.done, "2026-11-25T09:00:00Z");
	assert_instant(order.sla.deliver.done, "2026-11-26T10:00:00Z");
	assert_instant(order.closed_at, "2026-12-20T09:00:00Z");
	assert_sound(books);
}

static void a_service_nobody_wants_any_more_does_not_keep_an_order_open(void **state)
{
	struct books *books = *state;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", NULL, NULL, NULL }, { "S-1", "2", NULL, NULL, NULL }));
	sales_receive(books, "A-1", "1");
	struct order_id id = sales_place_form(books, &form);
	succeed(books, order_confirm(&books->core, id));
	ship(books, id);
	succeed(books, set(books, id, 2, "0", "customer-request"));
	succeed(books, shipment_deliver(&books->core, id, NULL, books->core.now));
	assert_string_equal(sales_load(books, id).state, "completed");
	assert_sound(books);
}

static void an_order_without_goods_left_has_nothing_to_ship(void **state)
{
	struct books *books = *state;
	struct sla_policy policy = { .code = "ALL", .confirm = { 4000 }, .ship = { 8000 }, .deliver = { 16000 } };
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", NULL, NULL, NULL }, { "S-1", "2", NULL, NULL, NULL }));
	succeed(books, master_add(&books->core, &master_sla, &policy));
	struct order_id id = sales_place_form(books, &form);
	succeed(books, order_confirm(&books->core, id));
	assert_string_equal(sales_load(books, id).sla.ship.status, "open");
	succeed(books, order_cancel_line(&books->core, id, 1, (struct quantity){ NONE }, "stock-out", NULL));
	struct order order = sales_load(books, id);
	assert_null(order.sla.ship.status);
	assert_instant(order.ship_by, NULL);
	assert_instant(order.next_due, "2026-11-25T15:00:00Z");
	assert_sound(books);
	succeed(books, add(books, id, SALES_LINES({ "A-2", "1", NULL, NULL, NULL })));
	order = sales_load(books, id);
	assert_null(order.sla.ship.status); /* it does not move */
	assert_true(order.ship_by.ms != NONE);
	assert_sound(books);
}

/* What is added later counts in the totals once, rounded with the rest: three times 0.05 of VAT on 0.26 each would be a cent too much. */
static void vat_is_rounded_once_over_what_was_and_what_is_added(void **state)
{
	struct books *books = *state;
	const char *number;
	sales_set(books, "company.name", "Seller Ltd");
	sales_set(books, "workflow.invoice_on", "order");
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "3", "0.10", "0.04", NULL }));
	struct order_id id = sales_place_form(books, &form);
	succeed(books, add(books, id, SALES_LINES({ "A-1", "1", "0.26", NULL, NULL }, { "A-1", "1", "0.26", NULL, NULL })));
	struct order order = sales_load(books, id);
	assert_int_equal(order.net.minor, 78);
	assert_int_equal(order.tax.minor, 15);
	succeed(books, order_cancel_line(&books->core, id, 1, (struct quantity){ 1000 }, "mistake", NULL));
	order = sales_load(books, id); /* two thirds of 0.30 less two thirds of 0.04, each rounded */
	assert_int_equal(order.net.minor, 20 - 3 + 52);
	assert_int_equal(order.tax.minor, 13);
	succeed(books, order_confirm(&books->core, id) || invoice_issue(&books->core, id, &number));
	struct invoice invoice;
	succeed(books, invoice_load(&books->core, number, &invoice));
	assert_int_equal(invoice.net.minor, order.net.minor);
	assert_int_equal(invoice.gross.minor, order.gross.minor);
	assert_string_equal(sales_load(books, id).billing, "invoiced");
	assert_sound(books);
}

/* Whatever is cancelled of whatever was ordered: the order costs what the invoice of the rest says, and the doctor's SQL says the same. */
static void totals_are_what_an_invoice_of_the_rest_bills(void **state)
{
	struct books *books = *state;
	static const char *const discounts[] = { NULL, "33.33%", "0.01", "12.5%", "99.99%" };
	sales_set(books, "company.name", "Seller Ltd");
	sales_set(books, "workflow.invoice_on", "order");
	sales_run(books, "UPDATE product SET decimals = 3 WHERE $1 > 0", ((struct order_id){ 1 }));
	for (int64_t i = 0; i < 60; i++) {
		const char *number;
		struct invoice invoice;
		struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", NULL, discounts[i % 5], NULL }, { "B-1", "2", NULL, NULL, NULL }));
		struct order_form_line *line = form.lines.items;
		line[0].qty.thousandths = 2 + i * 7919 % 99991;
		line[0].price = price_make((1 + i * 1299709 % 1000003) * (i % 4 ? 179 * i : PRICE_UNITS), "EUR");
		struct order_id id = sales_place_form(books, &form);
		succeed(books, order_confirm(&books->core, id));
		succeed(books, order_cancel_line(&books->core, id, 1, (struct quantity){ 1 + i * 104729 % (line[0].qty.thousandths - 1) }, "price", NULL));
		succeed(books, invoice_issue(&books->core, id, &number) || invoice_load(&books->core, number, &invoice));
		assert_int_equal(invoice.gross.minor, sales_load(books, id).gross.minor);
	}
	assert_sound(books);
}

static void the_largest_lines_add_up_too(void **state)
{
	struct books *books = *state;
	sales_run(books, "UPDATE product SET decimals = 3 WHERE $1 > 0", ((struct order_id){ 1 }));
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "999999999.999", "88888.888888", "7.77%", NULL }));
	struct order_id id = sales_place_form(books, &form);
	succeed(books, order_cancel_line(&books->core, id, 1, (struct quantity){ INT64_C(333333333337) }, "price", NULL));
	assert_sound(books);
}

static void a_promise_moves_and_the_first_stays(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "5");
	struct order_id id = sales_place(books, "C-1", "A-1", "5");
	succeed(books, order_confirm(&books->core, id));
	static const struct {
		const char *promised, *reason, *ship_by;
	} moves[] = { { "2026-11-30", "supplier-late", "2026-11-27T17:00:00Z" }, { "2026-11-26", "carrier-late", "2026-11-25T17:00:00Z" } };
	for (size_t i = 0; i < 2; i++) {
		struct order_amendment amendment = begin(books, id);
		amendment.promised = sales_date(moves[i].promised);
		amendment.reason = moves[i].reason;
		succeed(books, order_amend(&books->core, &amendment));
		struct order order = sales_load(books, id);
		assert_date(order.promised, moves[i].promised);
		assert_date(order.first_promised, "2026-11-25");
		assert_instant(order.ship_by, moves[i].ship_by);
		assert_instant(order.next_due, moves[i].ship_by);
		assert_int_equal(order.promises.count, i + 1);
		assert_string_equal(((const struct order_promised *)order.promises.items)[i].reason, moves[i].reason);
	}
	books_refused(books, db_run(books->core.db, "UPDATE orders SET first_promised = promised WHERE id = $1", A(id.number)), ERR_REFUSED,
		      "does not change");
	err_clear(&books->err);
	assert_sound(books);
}

static void an_outlook_is_what_confirming_would_promise_and_changes_nothing(void **state)
{
	struct books *books = *state;
	static const struct {
		const char *shortage, *promised, *outlook;
	} cases[] = {
		{ "backorder", "2026-12-09", "could be promised for 2026-12-09: 3 of A-1 short" },
		{ "partial", "2026-11-25", "could be promised for 2026-11-25: 3 of A-1 short" },
		{ "refuse", NULL, "could not be confirmed now: A-1 is short: 8 ordered, 5 available" },
	};
	sales_receive(books, "A-1", "5");
	struct order_id id = sales_place(books, "C-1", "A-1", "8");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		sales_set(books, "workflow.shortage", cases[i].shortage);
		struct order order = sales_load(books, id);
		succeed(books, order_outlook(&books->core, &order));
		assert_string_equal(order.outlook, cases[i].outlook);
		assert_date(order.promised, cases[i].promised);
		assert_string_equal(order.state, "placed");
		assert_int_equal(sales_number(books, "SELECT allocated FROM stock WHERE product_id = 1"), 0);
		assert_int_equal(sales_number(books, "SELECT count(*) FROM cancellation"), 0);
	}
	sales_set(books, "workflow.shortage", "partial");
	struct order_id none = sales_place(books, "C-1", "A-2", "1");
	struct order order = sales_load(books, none);
	succeed(books, order_outlook(&books->core, &order));
	assert_string_equal(order.outlook, "could not be confirmed now: 1 of A-2 short");
	assert_date(order.promised, NULL);
	assert_sound(books);
}

static void who_adds_what_cannot_make_the_promise_is_told(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "5");
	struct order_id id = sales_place(books, "C-1", "A-1", "5");
	succeed(books, order_confirm(&books->core, id));
	struct order order = sales_load(books, id);
	succeed(books, order_outlook(&books->core, &order));
	assert_null(order.outlook);
	succeed(books, add(books, id, SALES_LINES({ "A-2", "1", NULL, NULL, NULL })));
	order = sales_load(books, id);
	succeed(books, order_outlook(&books->core, &order));
	assert_string_equal(order.outlook, "could be there on 2026-12-09");
	assert_date(order.promised, "2026-11-25");
	succeed(books, order_cancel_line(&books->core, id, 2, (struct quantity){ NONE }, "stock-out", NULL));
	ship(books, id);
	books_now(books, "2026-11-27T09:00:00Z"); /* shipped in time: nothing is left that could be late */
	order = sales_load(books, id);
	succeed(books, order_outlook(&books->core, &order));
	assert_null(order.outlook);
	assert_sound(books);
}

static void a_wrong_amendment_is_told_whole(void **state)
{
	struct books *books = *state;
	struct order_id id = sales_place(books, "C-1", "A-1", "5");
	struct order_amendment amendment = begin(books, id);
	struct order_change changes[] = { { .line = 9, .qty = { 1000 }, .price = price_make(NONE, ""), .date = { NONE } },
					  { .line = 1, .qty = { 1500 }, .price = price_make(NONE, ""), .date = { NONE } } };
	static const char *const paths[] = { "/priority", "/lines/0/sku", "/changes/0/line", "/changes/1/qty", "/reason" };
	amendment.changes = (struct list){ changes, 2 };
	amendment.lines = sales_form(books, "C-1", SALES_LINES({ "X-9", "1", NULL, NULL, NULL })).lines;
	amendment.priority = "soon";
	assert_int_equal(order_amend(&books->core, &amendment), -1);
	assert_int_equal(books->err.count, 5);
	size_t at = 0;
	for (const struct err *err = &books->err; err; err = err->more)
		assert_string_equal(err->path, paths[at++]);
	err_clear(&books->err);
	assert_int_equal(sales_load(books, id).revision, 1);
}

static void an_order_takes_no_more_lines_than_a_form_may_bring(void **state)
{
	struct books *books = *state;
	struct order_id id = sales_place(books, "C-1", "A-1", "1");
	struct sales_line *lines = arena_array(&books->keep, 10000, sizeof *lines);
	for (size_t i = 0; i < 10000; i++)
		lines[i] = (struct sales_line){ .sku = "A-1", .qty = "1" };
	assert_int_equal(add(books, id, lines, 10000), -1);
	books_refused(books, -1, ERR_INVALID, "no more than 10000 lines");
	err_clear(&books->err);
	succeed(books, add(books, id, lines, 9999));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sales_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_ordered_quantity_is_never_rewritten),
		TEST(two_lines_of_one_product_are_added_together),
		TEST(what_an_order_gives_back_serves_the_urgent_before_itself),
		TEST(a_backorder_keeps_the_right_rest),
		TEST(units_are_given_back_by_the_warehouses_that_held_them),
		TEST(all_but_one_is_not_delivered),
		TEST(what_is_left_was_delivered_when_its_last_unit_was),
		TEST(a_service_nobody_wants_any_more_does_not_keep_an_order_open),
		TEST(an_order_without_goods_left_has_nothing_to_ship),
		TEST(vat_is_rounded_once_over_what_was_and_what_is_added),
		TEST(totals_are_what_an_invoice_of_the_rest_bills),
		TEST(the_largest_lines_add_up_too),
		TEST(a_promise_moves_and_the_first_stays),
		TEST(an_outlook_is_what_confirming_would_promise_and_changes_nothing),
		TEST(who_adds_what_cannot_make_the_promise_is_told),
		TEST(a_wrong_amendment_is_told_whole),
		TEST(an_order_takes_no_more_lines_than_a_form_may_bring),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
