/* Decisions on orders: what confirming promises, what a shortage does, what turning down and calling off give back. */
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/master.h"
#include "sales.h"

static void confirm(struct books *books, struct order_id id)
{
	if (order_confirm(&books->core, id))
		fail_msg("%s", books->err.message);
}

static void announce(struct books *books, int64_t product, int64_t warehouse, int64_t units, const char *expected)
{
	int64_t quantity = units * 1000;
	assert_int_equal(db_run(books->core.db, "INSERT INTO announcement (product_id, warehouse_id, quantity, expected) VALUES ($1, $2, $3, $4)",
				A(product), A(warehouse), A(quantity), A(sales_date(expected))), 0);
}

static void assert_hint(struct books *books, const char *part)
{
	if (!strstr(books->err.hint, part))
		fail_msg("\"%s\" does not say \"%s\"", books->err.hint, part);
}

static void what_is_in_stock_is_promised_for_the_next_day(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "10");
	struct order_id id = sales_place(books, "C-1", "A-1", "4");
	confirm(books, id);
	struct order order = sales_load(books, id);
	assert_string_equal(order.state, "confirmed");
	assert_string_equal(order.fulfilment, "allocated");
	assert_string_equal(order.confirmed_by, "test");
	assert_instant(order.confirmed_at, "2026-11-24T08:00:00Z");
	assert_date(order.promised, "2026-11-25");
	assert_date(order.first_promised, "2026-11-25");
	assert_instant(order.ship_by, "2026-11-24T17:00:00Z");
	assert_instant(order.next_due, "2026-11-24T17:00:00Z");
	assert_string_equal(sales_event(books, id), "{\"allocated\":4,\"backordered\":0,\"cancelled\":0,\"promised\":\"2026-11-25\"}");
}

/* The calendar is mon-fri 08:00-17:00; 2026-11-27 is a Friday, 2026-11-30 a holiday. */
static void promises_skip_nights_weekends_and_holidays(void **state)
{
	struct books *books = *state;
	static const struct {
		const char *now, *sku, *transit, *requested, *promised, *ship_by;
	} cases[] = {
		{ "2026-11-26T16:59:00Z", "A-1", "1", NULL, "2026-11-27", "2026-11-26T17:00:00Z" },
		{ "2026-11-26T17:00:00Z", "A-1", "1", NULL, "2026-12-01", "2026-11-27T17:00:00Z" }, /* after closing: counts for Friday */
		{ "2026-11-27T09:00:00Z", "A-1", "1", NULL, "2026-12-01", "2026-11-27T17:00:00Z" },
		{ "2026-11-28T09:00:00Z", "A-1", "1", NULL, "2026-12-02", "2026-12-01T17:00:00Z" }, /* Saturday */
		{ "2026-11-30T09:00:00Z", "A-1", "2", NULL, "2026-12-03", "2026-12-01T17:00:00Z" }, /* the holiday */
		{ "2026-11-27T09:00:00Z", "A-1", "0", NULL, "2026-11-27", "2026-11-27T17:00:00Z" },
		{ "2026-11-24T09:00:00Z", "A-1", "1", "2026-12-01", "2026-12-01", "2026-11-27T17:00:00Z" }, /* wanted later */
		{ "2026-11-24T09:00:00Z", "A-1", "1", "2026-11-24", "2026-11-25", "2026-11-24T17:00:00Z" }, /* wanted too soon */
		{ "2026-11-24T09:00:00Z", "A-2", "1", NULL, "2026-12-10", "2026-12-09T17:00:00Z" }, /* ten working days to come in */
		{ "2026-11-24T09:00:00Z", "B-1", "1", NULL, "2026-11-27", "2026-11-26T17:00:00Z" }, /* two of its own */
		{ "2026-11-27T18:00:00Z", "S-1", "1", NULL, "2026-12-01", NULL },
	};
	sales_set(books, "calendar.holidays", "2026-11-30");
	sales_receive(books, "A-1", "100");
	sales_run(books, "UPDATE product SET lead_days = 2 WHERE sku = 'B-1' AND $1 > 0", ((struct order_id){ 1 }));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		sales_set(books, "shipping.transit_days", cases[i].transit);
		books_now(books, cases[i].now);
		struct order_form form = sales_form(books, "C-1", SALES_LINES({ cases[i].sku, "1", NULL, NULL, NULL }));
		if (cases[i].requested)
			form.requested = sales_date(cases[i].requested);
		struct order_id id = sales_place_form(books, &form);
		confirm(books, id);
		struct order order = sales_load(books, id);
		assert_date(order.promised, cases[i].promised);
		assert_instant(order.ship_by, cases[i].ship_by);
	}
}

static void backorders_are_promised_by_what_is_announced(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "2");
	announce(books, 1, 1, 5, "2026-12-01");
	announce(books, 1, 2, 5, "2026-12-05"); /* a Saturday: there on Monday */
	struct order_id first = sales_place(books, "C-1", "A-1", "6");
	confirm(books, first);
	struct order order = sales_load(books, first);
	assert_string_equal(order.fulfilment, "backordered");
	assert_date(order.promised, "2026-12-02");
	assert_string_equal(sales_event(books, first), "{\"allocated\":2,\"backordered\":4,\"cancelled\":0,\"promised\":\"2026-12-02\"}");
	struct order_id second = sales_place(books, "C-1", "A-1", "6"); /* ten wait now */
	confirm(books, second);
	assert_date(sales_load(books, second).promised, "2026-12-08");
	struct order_id third = sales_place(books, "C-1", "A-1", "1"); /* eleven wait, ten come: the lead time */
	confirm(books, third);
	assert_date(sales_load(books, third).promised, "2026-12-09");
}

static void a_receipt_that_is_late_already_is_hoped_for_today(void **state)
{
	struct books *books = *state;
	announce(books, 1, 1, 5, "2026-11-20");
	struct order_id id = sales_place(books, "C-1", "A-1", "5");
	confirm(books, id);
	assert_date(sales_load(books, id).promised, "2026-11-25");
}

static void only_receipts_of_its_own_warehouse_count(void **state)
{
	struct books *books = *state;
	announce(books, 1, 1, 5, "2026-12-01");
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", NULL, NULL, NULL }));
	form.warehouse = "NORTH";
	struct order_id id = sales_place_form(books, &form);
	confirm(books, id);
	assert_date(sales_load(books, id).promised, "2026-12-09");
}

static void a_service_is_promised_for_its_day(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "1");
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", NULL, NULL, NULL }, { "S-1", "1", NULL, NULL, "2026-12-03" }));
	struct order_id id = sales_place_form(books, &form);
	confirm(books, id);
	struct order order = sales_load(books, id);
	assert_date(order.promised, "2026-12-03");
	assert_instant(order.ship_by, "2026-12-02T17:00:00Z");
}

static void a_shortage_cancels_the_rest_when_the_company_says_so(void **state)
{
	struct books *books = *state;
	sales_set(books, "workflow.shortage", "partial");
	sales_receive(books, "A-1", "2");
	struct order_id id = sales_place(books, "C-1", "A-1", "6");
	confirm(books, id);
	struct order order = sales_load(books, id);
	assert_string_equal(order.fulfilment, "allocated");
	assert_date(order.promised, "2026-11-25");
	assert_string_equal(sales_event(books, id), "{\"allocated\":2,\"backordered\":0,\"cancelled\":4,\"promised\":\"2026-11-25\"}");
	struct order_id none = sales_place(books, "C-1", "A-1", "6");
	assert_int_equal(db_savepoint(books->core.db), 0);
	books_refused(books, order_confirm(&books->core, none), ERR_REFUSED, "nothing of it is in stock");
	assert_string_equal(books->err.subject, "SO-000002");
	assert_int_equal(db_savepoint_rollback(books->core.db), 0);
	assert_string_equal(sales_load(books, none).state, "placed");
}

static void an_order_that_lost_its_goods_has_no_ship_target(void **state)
{
	struct books *books = *state;
	assert_int_equal(db_run(books->core.db, "INSERT INTO sla_policy (code, ship, deliver) VALUES ('ALL', 8000, 17000)", DB_NONE), 0);
	sales_set(books, "workflow.shortage", "partial");
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", NULL, NULL, NULL }, { "S-1", "1", NULL, NULL, NULL }));
	struct order_id id = sales_place_form(books, &form);
	assert_string_equal(sales_load(books, id).sla.ship.status, "open");
	confirm(books, id);
	struct order order = sales_load(books, id);
	assert_null(order.sla.ship.status);
	assert_instant(order.ship_by, NULL);
	assert_instant(order.next_due, "2026-11-25T16:00:00Z");
}

static void a_shortage_refuses_when_the_company_says_so(void **state)
{
	struct books *books = *state;
	sales_set(books, "workflow.shortage", "refuse");
	struct order_id id = sales_place(books, "C-1", "A-1", "6");
	books_refused(books, order_confirm(&books->core, id), ERR_REFUSED, "A-1 is short: 6 ordered, 0 available");
	assert_string_equal(books->err.subject, "SO-000001");
	assert_string_equal(sales_load(books, id).state, "placed");
}

static void a_step_is_taken_once(void **state)
{
	struct books *books = *state;
	struct order_id id = sales_place(books, "C-1", "A-1", "1");
	struct order_id other = sales_place(books, "C-1", "A-1", "1");
	confirm(books, id);
	books_refused(books, order_confirm(&books->core, id), ERR_CONFLICT, "is confirmed already");
	assert_true(books->err.already);
	assert_string_equal(books->err.subject, "SO-000001");
	books_refused(books, order_reject(&books->core, id, "price", NULL), ERR_CONFLICT, "cannot reject: it is confirmed");
	assert_false(books->err.already);
	assert_hint(books, "ordr cancel SO-000001 --reason CODE");
	assert_int_equal(order_cancel(&books->core, id, "duplicate", NULL), 0);
	books_refused(books, order_cancel(&books->core, id, "duplicate", NULL), ERR_CONFLICT, "is cancelled already");
	assert_true(books->err.already);
	books_refused(books, order_confirm(&books->core, id), ERR_CONFLICT, "cannot confirm: it was cancelled");
	assert_int_equal(order_reject(&books->core, other, "price", NULL), 0);
	books_refused(books, order_reject(&books->core, other, "price", NULL), ERR_CONFLICT, "is rejected already");
	assert_true(books->err.already);
	books_refused(books, order_cancel(&books->core, other, "price", NULL), ERR_CONFLICT, "cannot cancel: it was rejected");
	assert_false(books->err.already);
	struct order_id nobody = { 9 };
	books_refused(books, order_confirm(&books->core, nobody), ERR_NOT_FOUND, "no order SO-000009");
	books_refused(books, order_cancel(&books->core, nobody, "price", NULL), ERR_NOT_FOUND, "no order SO-000009");
}

static void a_completed_order_was_confirmed_already(void **state)
{
	struct books *books = *state;
	struct order_id id = sales_place(books, "C-1", "S-1", "1");
	confirm(books, id);
	sales_run(books, "UPDATE order_line SET delivered = ordered WHERE order_id = $1", id);
	assert_int_equal(order_progress(&books->core, id, books->core.now), 0);
	books_refused(books, order_confirm(&books->core, id), ERR_CONFLICT, "is completed already");
	assert_true(books->err.already);
	books_refused(books, order_cancel(&books->core, id, "price", NULL), ERR_CONFLICT, "cannot cancel: it is completed");
	books_refused(books, order_reject(&books->core, id, "price", NULL), ERR_CONFLICT, "cannot reject: it is completed");
	assert_false(books->err.already);
}

static void turning_down_takes_a_known_reason(void **state)
{
	struct books *books = *state;
	struct order_id id = sales_place(books, "C-1", "A-1", "1");
	books_refused(books, order_reject(&books->core, id, NULL, NULL), ERR_INVALID, "a reason is needed");
	assert_hint(books, "one of customer-request, duplicate");
	books_refused(books, order_cancel(&books->core, id, NULL, NULL), ERR_INVALID, "a reason is needed");
	books_refused(books, order_cancel(&books->core, id, "mood", NULL), ERR_INVALID, "no reason code \"mood\"");
	assert_hint(books, "one of customer-request");
	assert_int_equal(order_reject(&books->core, id, "price", "too \"low\""), 0);
	struct order order = sales_load(books, id);
	assert_string_equal(order.state, "rejected");
	assert_string_equal(order.reason, "price");
	assert_instant(order.closed_at, "2026-11-24T08:00:00Z");
	assert_instant(order.next_due, NULL);
	assert_string_equal(sales_event(books, id), "{\"reason\":\"price\",\"note\":\"too \\\"low\\\"\"}");
}

static void what_a_cancelled_order_held_serves_others(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "5");
	struct order_id holder = sales_place(books, "C-1", "A-1", "5");
	confirm(books, holder);
	struct order_id waiter = sales_place(books, "C-2", "A-1", "3");
	confirm(books, waiter);
	struct order_id other = sales_place(books, "C-1", "A-2", "3");
	confirm(books, other);
	assert_string_equal(sales_load(books, waiter).fulfilment, "backordered");
	assert_int_equal(order_cancel(&books->core, holder, "customer-request", "changed mind"), 0);
	assert_string_equal(sales_load(books, waiter).fulfilment, "allocated");
	assert_string_equal(sales_load(books, other).fulfilment, "backordered");
	struct order order = sales_load(books, holder);
	assert_string_equal(order.state, "cancelled");
	assert_string_equal(order.fulfilment, "none");
	assert_null(order.sla.ship.status);
	assert_int_equal(((const struct order_line *)order.lines.items)->cancelled.thousandths, 5000);
	assert_int_equal(sales_number(books, "SELECT allocated FROM stock"), 3000);
	assert_string_equal(sales_event(books, holder), "{\"reason\":\"customer-request\",\"note\":\"changed mind\",\"served\":[\"SO-000002\"]}");
}

static void picked_goods_serve_others_too(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "5");
	struct order_id holder = sales_place(books, "C-1", "A-1", "5");
	confirm(books, holder);
	struct order_id waiter = sales_place(books, "C-2", "A-1", "3");
	confirm(books, waiter);
	sales_run(books, "INSERT INTO shipment (id, order_id, warehouse_id, state, picked_at) VALUES (1, $1, 1, 'picking', 1)", holder);
	sales_run(books, "INSERT INTO shipment_line (shipment_id, line, order_id, product_id, quantity) VALUES (1, 1, $1, 1, 5000)", holder);
	sales_run(books, "DELETE FROM allocation WHERE order_id = $1", holder);
	sales_run(books, "UPDATE order_line SET allocated = 0, picked = 5000 WHERE order_id = $1", holder);
	assert_int_equal(order_cancel(&books->core, holder, "customer-request", NULL), 0);
	assert_string_equal(sales_load(books, waiter).fulfilment, "allocated");
	assert_int_equal(sales_number(books, "SELECT allocated FROM stock"), 3000);
}

static void what_shipped_or_is_invoiced_is_not_cancelled(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "5");
	struct order_id id = sales_place(books, "C-1", "A-1", "2");
	confirm(books, id);
	sales_run(books, "UPDATE order_line SET invoiced = 1000 WHERE order_id = $1", id);
	books_refused(books, order_cancel(&books->core, id, "price", NULL), ERR_REFUSED, "cannot cancel: it is invoiced");
	assert_hint(books, "ordr invoice list --order");
	sales_run(books, "UPDATE order_line SET allocated = 1000, picked = 1000, packed = 1000, shipped = 1000 WHERE order_id = $1", id);
	books_refused(books, order_cancel(&books->core, id, "price", NULL), ERR_CONFLICT, "cannot cancel: some of it is shipped");
	assert_string_equal(sales_load(books, id).state, "confirmed");
}

static void a_placed_order_is_cancelled_without_stock(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "5");
	struct order_id id = sales_place(books, "C-1", "A-1", "2");
	assert_int_equal(order_cancel(&books->core, id, "price", NULL), 0);
	assert_string_equal(sales_load(books, id).state, "cancelled");
	assert_int_equal(sales_number(books, "SELECT allocated FROM stock"), 0);
	assert_string_equal(sales_event(books, id), "{\"reason\":\"price\",\"note\":null,\"served\":[]}");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sales_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_in_stock_is_promised_for_the_next_day),
		TEST(promises_skip_nights_weekends_and_holidays),
		TEST(backorders_are_promised_by_what_is_announced),
		TEST(a_receipt_that_is_late_already_is_hoped_for_today),
		TEST(only_receipts_of_its_own_warehouse_count),
		TEST(a_service_is_promised_for_its_day),
		TEST(a_shortage_cancels_the_rest_when_the_company_says_so),
		TEST(an_order_that_lost_its_goods_has_no_ship_target),
		TEST(a_shortage_refuses_when_the_company_says_so),
		TEST(a_step_is_taken_once),
		TEST(a_completed_order_was_confirmed_already),
		TEST(turning_down_takes_a_known_reason),
		TEST(what_a_cancelled_order_held_serves_others),
		TEST(picked_goods_serve_others_too),
		TEST(what_shipped_or_is_invoiced_is_not_cancelled),
		TEST(a_placed_order_is_cancelled_without_stock),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
