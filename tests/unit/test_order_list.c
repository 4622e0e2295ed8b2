/* Orders as they are shown and chosen: what their lines are called, filters, urgency, targets. */
#include <stdio.h>
#include <string.h>

#include "ordr/order_sql.h"
#include "ordr/urgency.h"
#include "sales.h"

/* Quantities of a line of goods (four ordered) and of a service (two ordered), in units. */
struct state_case {
	int goods[8]; /* cancelled backordered allocated picked packed shipped delivered returned */
	int other[8]; /* a second line of goods, likewise; all zero with nothing cancelled: placed */
	int service[2]; /* cancelled delivered */
	const char *fulfilment;
};

static void set_line(struct books *books, struct order_id id, int64_t line, const int units[8])
{
	struct db_value values[10] = { A(id.number), A(line) };
	for (int i = 0; i < 8; i++)
		values[i + 2] = A((int64_t)units[i] * 1000);
	assert_int_equal(db_run_values(books->core.db, "UPDATE order_line SET cancelled = $3, backordered = $4, allocated = $5, picked = $6, packed = $7,"
						       " shipped = $8, delivered = $9, returned = $10 WHERE order_id = $1 AND line = $2", values, 10), 0);
}

static void fulfilment_follows_from_the_lines(void **state)
{
	struct books *books = *state;
	static const struct state_case cases[] = {
		{ { 0 }, { 0 }, { 0 }, "none" },
		{ { 4 }, { 4 }, { 2 }, "none" },
		{ { 0, 0, 4 }, { 0, 0, 4 }, { 0 }, "allocated" },
		{ { 4 }, { 0, 0, 4 }, { 0 }, "allocated" },
		{ { 0, 0, 4 }, { 0, 1, 3 }, { 0 }, "backordered" },
		{ { 0, 0, 0, 4 }, { 0, 1, 3 }, { 0 }, "picking" },
		{ { 0, 0, 0, 4, 4 }, { 0, 0, 4 }, { 0 }, "picking" },  /* the other still to be picked */
		{ { 0, 0, 0, 4, 4 }, { 0, 4, 0 }, { 0 }, "picking" },  /* the other waits */
		{ { 0, 0, 0, 4, 4 }, { 0, 0, 0, 4, 3 }, { 0 }, "picking" },
		{ { 0, 0, 0, 4, 4 }, { 0, 0, 0, 4, 4 }, { 0 }, "packed" },
		{ { 0, 0, 0, 4, 4 }, { 4 }, { 0 }, "packed" },
		{ { 0, 0, 0, 4, 4, 4 }, { 0, 0, 0, 4, 4 }, { 0 }, "partial" },
		{ { 0, 0, 0, 4, 4, 4 }, { 0, 4 }, { 0 }, "partial" },
		{ { 0, 0, 0, 4, 4 }, { 0, 0, 0, 4, 4 }, { 0, 1 }, "partial" },
		{ { 0, 0, 0, 4, 4, 4 }, { 0, 0, 0, 4, 4, 4 }, { 0 }, "shipped" },
		{ { 1, 0, 0, 3, 3, 3 }, { 4 }, { 0 }, "shipped" },
		{ { 0, 0, 0, 4, 4, 4, 4 }, { 0, 0, 0, 4, 4, 4, 4 }, { 0 }, "shipped" },    /* the service is not performed */
		{ { 0, 0, 0, 4, 4, 4, 4 }, { 0, 0, 0, 4, 4, 4, 3 }, { 0, 2 }, "shipped" },
		{ { 0, 0, 0, 4, 4, 4, 4 }, { 0, 0, 0, 4, 4, 4, 4 }, { 0, 2 }, "delivered" },
		{ { 1, 0, 0, 3, 3, 3, 3 }, { 4 }, { 2, 0 }, "delivered" },
		{ { 4 }, { 4 }, { 0, 2 }, "delivered" },
		{ { 0, 0, 0, 4, 4, 4, 4, 4 }, { 0, 0, 0, 4, 4, 4, 4, 3 }, { 2, 0 }, "delivered" }, /* one kept */
		{ { 0, 0, 0, 4, 4, 4, 4, 4 }, { 0, 0, 0, 4, 4, 4, 4, 4 }, { 2, 0 }, "returned" },
		{ { 0, 0, 0, 4, 4, 4, 4, 4 }, { 0, 4 }, { 2, 0 }, "partial" }, /* the rest is still to come */
	};
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "4", NULL, NULL, NULL }, { "A-2", "4", NULL, NULL, NULL }, { "S-1", "2", NULL, NULL, NULL }));
	struct order_id id = sales_place_form(books, &form);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const int service[8] = { cases[i].service[0], 0, 0, 0, 0, 0, cases[i].service[1], 0 };
		set_line(books, id, 1, cases[i].goods);
		set_line(books, id, 2, cases[i].other);
		set_line(books, id, 3, service);
		if (strcmp(sales_load(books, id).fulfilment, cases[i].fulfilment))
			fail_msg("case %zu: %s, not %s", i, sales_load(books, id).fulfilment, cases[i].fulfilment);
	}
}

static void invoice(struct books *books, struct order_id id, int64_t number, int64_t gross)
{
	char text[16];
	snprintf(text, sizeof text, "RE-%d", (int)number);
	assert_int_equal(db_run(books->core.db,
				"INSERT INTO invoice (id, number, series, year, sequence, type, order_id, customer_id, issued, issued_at, due, currency,"
				" net, tax, gross, buyer_name) VALUES ($2, $3, 'RE', 2026, $2, 'invoice', $1, 1, 1, 1, 1, 'EUR', $4, 0, $4, 'Ada')",
				A(id.number), A(number), A((const char *)text), A(gross)), 0);
}

static void pay(struct books *books, int64_t invoice_number, int64_t amount)
{
	assert_int_equal(db_run(books->core.db, "INSERT INTO payment (invoice_id, amount, at, actor) VALUES ($1, $2, 1, 'x')", A(invoice_number), A(amount)), 0);
}

static void billing_follows_from_invoices_and_payments(void **state)
{
	struct books *books = *state;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "4", NULL, NULL, NULL }, { "A-2", "4", NULL, NULL, NULL }));
	struct order_id id = sales_place_form(books, &form);
	struct order_id other = sales_place(books, "C-1", "A-1", "1");
	assert_string_equal(sales_load(books, id).billing, "none");
	invoice(books, id, 1, 476);
	sales_run(books, "UPDATE order_line SET invoiced = 4000 WHERE order_id = $1 AND line = 1", id);
	pay(books, 1, 476);
	assert_string_equal(sales_load(books, id).billing, "partial"); /* what is invoiced is paid, but not all is invoiced */
	invoice(books, id, 2, 238);
	sales_run(books, "UPDATE order_line SET invoiced = 3000, cancelled = 1000 WHERE order_id = $1 AND line = 2", id);
	assert_string_equal(sales_load(books, id).billing, "invoiced");
	pay(books, 2, 200);
	assert_string_equal(sales_load(books, id).billing, "invoiced");
	invoice(books, other, 3, 119);
	pay(books, 3, 119); /* of another order */
	assert_string_equal(sales_load(books, id).billing, "invoiced");
	pay(books, 2, 38);
	struct order order = sales_load(books, id);
	assert_string_equal(order.billing, "paid");
	assert_int_equal(order.invoices.count, 2);
	assert_string_equal(((const char *const *)order.invoices.items)[1], "RE-2");
}

static void shipments_are_named(void **state)
{
	struct books *books = *state;
	struct order_id id = sales_place(books, "C-1", "A-1", "4");
	for (int i = 0; i < 6; i++)
		sales_run(books, "INSERT INTO shipment (order_id, warehouse_id, state, picked_at) VALUES ($1, 1, 'picking', 1)", id);
	struct order order = sales_load(books, id);
	assert_int_equal(order.shipments.count, 6);
	assert_string_equal(((const char *const *)order.shipments.items)[0], "SH-000001");
	assert_string_equal(((const char *const *)order.shipments.items)[5], "SH-000006");
}

static void an_order_that_is_not_there_is_not_found(void **state)
{
	struct books *books = *state;
	struct order order;
	const char *text;
	books_refused(books, order_load(&books->core, (struct order_id){ 7 }, &order), ERR_NOT_FOUND, "no order SO-000007");
	books_refused(books, order_state(&books->core, (struct order_id){ 7 }, &text), ERR_NOT_FOUND, "no order SO-000007");
	struct order_id id = sales_place(books, "C-1", "A-1", "4");
	assert_int_equal(order_state(&books->core, id, &text), 0);
	assert_string_equal(text, "placed");
}

static void targets_are_met_breached_open_at_risk_or_overdue(void **state)
{
	struct books *books = *state;
	assert_int_equal(db_run(books->core.db, "INSERT INTO sla_policy (code, confirm) VALUES ('ALL', 4000)", DB_NONE), 0);
	struct order_id id = sales_place(books, "C-1", "A-1", "4");
	struct order_id late = sales_place(books, "C-1", "A-1", "4");
	static const struct {
		const char *now, *status;
		int64_t slack;
	} cases[] = {
		{ "2026-11-24T10:59:00Z", "open", 61 },
		{ "2026-11-24T11:00:00Z", "at_risk", 60 },
		{ "2026-11-24T12:00:00Z", "at_risk", 0 },
		{ "2026-11-24T12:01:00Z", "overdue", -1 },
		{ "2026-11-25T09:00:00Z", "overdue", -360 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		books_now(books, cases[i].now);
		assert_string_equal(sales_load(books, id).sla.confirm.status, cases[i].status);
		assert_int_equal(sales_load(books, id).slack_minutes, cases[i].slack);
	}
	assert_int_equal(order_confirm(&books->core, late), 0);
	books_now(books, "2026-11-24T12:00:00Z");
	assert_int_equal(order_confirm(&books->core, id), 0);
	assert_string_equal(sales_load(books, id).sla.confirm.status, "met");
	assert_string_equal(sales_load(books, late).sla.confirm.status, "breached");
	assert_null(sales_load(books, id).sla.deliver.status);
	assert_int_equal(order_cancel(&books->core, id, "price", NULL), 0);
	assert_null(sales_load(books, id).sla.confirm.status);
}

static int number(void *context, const struct order *order)
{
	struct str *numbers = context;
	str_printf(numbers, "%s%d", numbers->length ? " " : "", (int)order->id.number);
	return 0;
}

/* The orders that fit, by both ways of asking. */
static void assert_chosen(struct books *books, const struct order_filter *filter, const char *expected, int line)
{
	struct str numbers = { 0 };
	struct str chosen = { 0 };
	struct list ids;
	if (!filter->ready)
		assert_int_equal(order_each(&books->core, filter, false, number, &numbers), 0);
	assert_int_equal(order_choose(&books->core, filter, &ids), 0);
	for (size_t i = 0; i < ids.count; i++)
		str_printf(&chosen, "%s%d", i ? " " : "", (int)((const struct order_id *)ids.items)[i].number);
	if (!filter->ready)
		sales_assert_text(numbers.text ? numbers.text : "", expected, __FILE__, line);
	sales_assert_text(chosen.text ? chosen.text : "", expected, __FILE__, line);
	str_release(&numbers);
	str_release(&chosen);
}

#define CHOSEN(expected, ...)                                         \
	do {                                                          \
		struct order_filter filter;                           \
		order_filter_init(&filter);                           \
		__VA_ARGS__;                                          \
		assert_chosen(books, &filter, (expected), __LINE__);  \
	} while (0)

static struct order_id with_priority(struct books *books, const char *customer, const char *sku, const char *priority)
{
	struct order_form form = sales_form(books, customer, SALES_LINES({ sku, "2", NULL, NULL, NULL }));
	form.priority = priority;
	return sales_place_form(books, &form);
}

/* 1 placed, 2 confirmed and allocated, 3 confirmed and waiting, 4 rejected, 5 completed, 6 placed a day later. */
static void six_orders(struct books *books)
{
	sales_receive(books, "A-1", "2");
	with_priority(books, "C-1", "A-1", "low");
	assert_int_equal(order_confirm(&books->core, with_priority(books, "C-1", "A-1", "urgent")), 0);
	assert_int_equal(order_confirm(&books->core, with_priority(books, "C-2", "A-2", NULL)), 0);
	assert_int_equal(order_reject(&books->core, with_priority(books, "C-2", "A-1", NULL), "price", NULL), 0);
	struct order_id done = with_priority(books, "C-1", "S-1", NULL);
	assert_int_equal(order_confirm(&books->core, done), 0);
	sales_run(books, "UPDATE order_line SET delivered = ordered WHERE order_id = $1", done);
	assert_int_equal(order_progress(&books->core, done, books->core.now), 0);
	books_now(books, "2026-11-25T08:00:00Z");
	with_priority(books, "C-2", "A-1", "urgent");
}

static void filters_choose_and_combine(void **state)
{
	struct books *books = *state;
	six_orders(books);
	CHOSEN("1 2 3 4 5 6", (void)0);
	CHOSEN("1 6", filter.state = "placed");
	CHOSEN("2 3", filter.state = "confirmed");
	CHOSEN("5", filter.state = "completed");
	CHOSEN("4", filter.state = "rejected");
	CHOSEN("1 2 5", filter.customer = "C-1");
	CHOSEN("", filter.customer = "C-9");
	CHOSEN("3 4 6", filter.tier = "strategic");
	CHOSEN("2 6", filter.priority = "urgent");
	CHOSEN("3 4 5", filter.priority = "normal");
	CHOSEN("3", filter.sku = "A-2");
	CHOSEN("3", filter.fulfilment = "backordered");
	CHOSEN("5", filter.fulfilment = "delivered");
	CHOSEN("1 2 3 4 5 6", filter.billing = "none");
	CHOSEN("", filter.billing = "paid");
	CHOSEN("2 5", filter.due = sales_date("2026-11-25"));
	CHOSEN("2 3 5", filter.due = sales_date("2026-12-09"));
	CHOSEN("6", filter.since = sales_instant("2026-11-25T08:00:00Z"));
	CHOSEN("1 2 3 4 5", filter.until = sales_instant("2026-11-25T08:00:00Z"));
	CHOSEN("", filter.since = sales_instant("2026-11-24T09:00:00Z"), filter.until = sales_instant("2026-11-25T08:00:00Z"));
	CHOSEN("2", filter.overdue = true); /* due to ship yesterday at closing */
	CHOSEN("2", filter.ready = "pick");
	CHOSEN("1 2", filter.limit = 2);
	CHOSEN("", filter.limit = 0);
	CHOSEN("2 5", filter.customer = "C-1", filter.due = sales_date("2026-12-09"));
	CHOSEN("6", filter.state = "placed", filter.tier = "strategic");
	CHOSEN("", filter.customer = "C-2", filter.ready = "pick");
	CHOSEN("2", filter.customer = "C-1", filter.overdue = true, filter.fulfilment = "allocated");
}

/* Numbers rise with the time of placing but for orders that were taken in afterwards. */
static void orders_are_found_by_when_they_were_placed(void **state)
{
	struct books *books = *state;
	static const char *const days[] = { "2026-11-24T08:00:00Z", "2026-11-26T08:00:00Z", "2026-11-20T08:00:00Z", "2026-11-25T08:00:00Z" };
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		books_now(books, days[i]);
		sales_place(books, "C-1", "A-1", "1");
	}
	CHOSEN("1 2 4", filter.since = sales_instant("2026-11-24T08:00:00Z"));
	CHOSEN("1 3", filter.until = sales_instant("2026-11-25T08:00:00Z"));
	CHOSEN("1 4", filter.since = sales_instant("2026-11-21T00:00:00Z"), filter.until = sales_instant("2026-11-26T00:00:00Z"));
	CHOSEN("3", filter.since = sales_instant("2026-11-20T08:00:00Z"), filter.until = sales_instant("2026-11-20T08:00:00.001Z"));
	CHOSEN("", filter.since = sales_instant("2026-11-27T00:00:00Z"));
	CHOSEN("", filter.until = sales_instant("2026-11-01T00:00:00Z"));
}

static void urgency_is_due_then_tier_then_priority_then_age(void **state)
{
	struct books *books = *state;
	sales_place(books, "C-1", "A-1", "1");		    /* 1: due later */
	with_priority(books, "C-1", "A-1", "urgent");	    /* 2 */
	sales_place(books, "C-1", "A-1", "1");		    /* 3 */
	sales_place(books, "C-2", "A-1", "1");		    /* 4: strategic */
	sales_place(books, "C-1", "A-1", "1");		    /* 5: as 3, younger by its number */
	sales_place(books, "C-2", "A-1", "1");		    /* 6: without a due time */
	struct order_id closed = sales_place(books, "C-2", "A-1", "1");
	struct order_id any = { 0 };
	sales_run(books, "UPDATE orders SET next_due = CASE id WHEN 1 THEN 200 WHEN 6 THEN NULL ELSE 100 END WHERE id > $1", any);
	assert_int_equal(order_cancel(&books->core, closed, "price", NULL), 0);
	CHOSEN("4 2 3 5 1 6", filter.urgent = true);
	CHOSEN("4 2", filter.urgent = true, filter.limit = 2);
	CHOSEN("2 3 5 1", filter.urgent = true, filter.customer = "C-1");
	CHOSEN("4 2 3 5 1", filter.urgent = true, filter.overdue = true);
}

/* Worklists cost what is open: the index of open orders leads, and gives the order by due time. */
static void worklists_read_open_orders_alone(void **state)
{
	struct books *books = *state;
	struct db_rows rows;
	assert_int_equal(db_query(books->core.db, &rows,
				  "EXPLAIN QUERY PLAN SELECT o.id FROM orders o JOIN customer c ON c.id = o.customer_id WHERE " ORDER_OPEN
				  " ORDER BY " URGENCY_ORDER " LIMIT 10", DB_NONE), 0);
	assert_int_equal(db_next(&rows), 1);
	assert_string_equal(db_column_text(&rows, 3), "SCAN o USING INDEX orders_open");
	while (db_next(&rows) == 1)
		assert_string_not_equal(db_column_text(&rows, 3), "USE TEMP B-TREE FOR ORDER BY");
}

static int refuse(void *context, const struct order *order)
{
	(void)order;
	++*(int *)context;
	return -1;
}

static int lines(void *context, const struct order *order)
{
	*(size_t *)context += order->lines.count;
	return 0;
}

static void a_list_stops_when_told_and_holds_one_order_at_a_time(void **state)
{
	struct books *books = *state;
	struct order_filter filter;
	int calls = 0;
	size_t count = 0;
	order_filter_init(&filter);
	for (int i = 0; i < 3; i++)
		sales_place(books, "C-1", "A-1", "1");
	assert_int_equal(order_each(&books->core, &filter, true, refuse, &calls), -1);
	assert_int_equal(calls, 1);
	struct arena_mark before = arena_mark(&books->arena);
	assert_int_equal(order_each(&books->core, &filter, true, lines, &count), 0);
	assert_int_equal(count, 3);
	struct arena_mark after = arena_mark(&books->arena);
	assert_ptr_equal(after.block, before.block);
	assert_int_equal(after.used, before.used);
	count = 0;
	assert_int_equal(order_each(&books->core, &filter, false, lines, &count), 0);
	assert_int_equal(count, 0);
}

static void more_orders_than_a_page_are_chosen(void **state)
{
	struct books *books = *state;
	struct order_filter filter;
	struct list ids;
	order_filter_init(&filter);
	for (int i = 0; i < 150; i++)
		sales_place(books, "C-1", "A-1", "1");
	assert_int_equal(order_choose(&books->core, &filter, &ids), 0);
	assert_int_equal(ids.count, 150);
	for (size_t i = 0; i < ids.count; i++)
		assert_int_equal(((const struct order_id *)ids.items)[i].number, i + 1);
}

/* The record's fields stand in the order that the record is documented in. */
static void the_record_has_its_fields_in_order(void **state)
{
	static const char *const names[] = { "id", "state", "fulfilment", "billing", "reason", "hold", "customer", "customer_name", "tier", "priority", "ref", "key",
					     "channel", "replayed", "placed_at", "placed_by", "confirmed_at", "confirmed_by", "closed_at", "requested",
					     "first_promised", "promised", "ship_by", "sla", "next_due", "slack_minutes", "stopped_at", "warehouse", "delivery",
					     "currency", "net", "tax", "gross", "prepaid", "auto_confirmed", "ship_to", "note", "revision", "lines",
					     "cancellations", "promises", "shipments", "invoices", "returns", "complaints", "holds" };
	(void)state;
	assert_int_equal(field_count(order_schema.fields), sizeof names / sizeof *names);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_string_equal(order_schema.fields[i].name, names[i]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sales_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(fulfilment_follows_from_the_lines),
		TEST(billing_follows_from_invoices_and_payments),
		TEST(shipments_are_named),
		TEST(an_order_that_is_not_there_is_not_found),
		TEST(targets_are_met_breached_open_at_risk_or_overdue),
		TEST(filters_choose_and_combine),
		TEST(orders_are_found_by_when_they_were_placed),
		TEST(urgency_is_due_then_tier_then_priority_then_age),
		TEST(worklists_read_open_orders_alone),
		TEST(a_list_stops_when_told_and_holds_one_order_at_a_time),
		TEST(more_orders_than_a_page_are_chosen),
		cmocka_unit_test(the_record_has_its_fields_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
