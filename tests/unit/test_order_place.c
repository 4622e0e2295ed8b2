/* Taking orders: what is frozen, what it costs to the cent, and what a form is told. */
#include <stdio.h>
#include <string.h>

#include "nodes.h"
#include "ordr/form.h"
#include "ordr/reader.h"
#include "sales.h"

static const struct order_line *line_of(const struct order *order, size_t index)
{
	assert_true(index < order->lines.count);
	return (const struct order_line *)order->lines.items + index;
}

static void what_was_ordered_is_frozen(void **state)
{
	struct books *books = *state;
	assert_int_equal(db_run(books->core.db, "INSERT INTO sla_policy (code, confirm, ship, deliver) VALUES ('ALL', 4000, 8000, 17000)", DB_NONE), 0);
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "3", "1.10", "10%", NULL }, { "S-1", "2", NULL, NULL, "2026-11-30" }));
	form.ref = "PO-7";
	form.priority = "high";
	form.requested = sales_date("2026-12-01");
	form.warehouse = "NORTH";
	form.ship_to.city = "Kiel";
	struct order_id id = sales_place_form(books, &form);
	assert_int_equal(id.number, 1);
	sales_run(books, "UPDATE product SET name = 'Other', price = 9990000 WHERE $1 > 0", id);
	struct order order = sales_load(books, id);
	assert_string_equal(order.state, "placed");
	assert_string_equal(order.fulfilment, "none");
	assert_string_equal(order.billing, "none");
	assert_string_equal(order.customer, "C-1");
	assert_string_equal(order.priority, "high");
	assert_string_equal(order.channel, "cli");
	assert_string_equal(order.warehouse, "NORTH");
	assert_string_equal(order.ref, "PO-7");
	assert_string_equal(order.placed_by, "test");
	assert_string_equal(order.ship_to.city, "Kiel");
	assert_null(order.ship_to.country); /* an address is given whole */
	assert_date(order.requested, "2026-12-01");
	assert_instant(order.placed_at, "2026-11-24T08:00:00Z");
	assert_instant(order.sla.confirm.due, "2026-11-24T12:00:00Z");
	assert_string_equal(order.sla.confirm.status, "open");
	assert_instant(order.sla.deliver.due, "2026-11-25T16:00:00Z");
	assert_instant(order.next_due, "2026-11-24T12:00:00Z");
	assert_int_equal(order.slack_minutes, 240);
	assert_int_equal(order.lines.count, 2);
	assert_string_equal(line_of(&order, 0)->name, "Bolt");
	assert_int_equal(line_of(&order, 0)->price.units, 110 * PRICE_UNITS);
	assert_string_equal(line_of(&order, 0)->price.currency, "EUR");
	assert_int_equal(line_of(&order, 0)->discount.minor, 33);
	assert_int_equal(line_of(&order, 0)->net.minor, 297);
	assert_int_equal(line_of(&order, 1)->net.minor, 10000);
	assert_date(line_of(&order, 1)->date, "2026-11-30");
	assert_int_equal(order.net.minor, 10297);
	assert_int_equal(order.tax.minor, 1956); /* 1956.43 */
	assert_int_equal(order.gross.minor, 12253);
	assert_string_equal(sales_event(books, id), "{\"customer\":\"C-1\",\"ref\":\"PO-7\",\"key\":null,\"lines\":2,\"gross\":122.53,\"currency\":\"EUR\"}");
}

static void vat_is_rounded_once_for_each_rate(void **state)
{
	struct books *books = *state;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", "0.03", NULL, NULL }, { "B-1", "1", "0.11", NULL, NULL },
								    { "A-2", "1", "0.03", NULL, NULL }, { "S-1", "1", "0.03", NULL, NULL }));
	struct order order = sales_load(books, sales_place_form(books, &form));
	assert_int_equal(order.net.minor, 20);
	assert_int_equal(order.tax.minor, 2 + 1); /* 0.09 at 19 % is 0.0171, not three times 0.01; 0.11 at 7 % is 0.0077 */
	assert_int_equal(order.gross.minor, 23);
}

static void a_line_is_rounded_half_away_from_zero(void **state)
{
	struct books *books = *state;
	static const struct {
		struct sales_line line;
		int64_t discount, net;
	} cases[] = {
		{ { "W-1", "2.5", NULL, NULL, NULL }, 0, 833 },	    /* 8.325 */
		{ { "W-1", "0.01", "0.50", NULL, NULL }, 0, 1 },    /* 0.005 */
		{ { "A-1", "3", NULL, "12.5%", NULL }, 38, 262 },   /* 0.375 */
		{ { "A-1", "3", NULL, "0.5", NULL }, 50, 250 },
		{ { "A-1", "3", NULL, "3.00", NULL }, 300, 0 },
		{ { "A-1", "3", NULL, "100%", NULL }, 300, 0 },
		{ { "A-1", "3", "0", "0", NULL }, 0, 0 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct order_form form = sales_form(books, "C-1", &cases[i].line, 1);
		struct order order = sales_load(books, sales_place_form(books, &form));
		assert_int_equal(line_of(&order, 0)->discount.minor, cases[i].discount);
		assert_int_equal(line_of(&order, 0)->net.minor, cases[i].net);
	}
}

/* One mistake: where it is, what is wrong, what would be right. */
static void each_mistake_says_what_would_be_right(void **state)
{
	struct books *books = *state;
	static const struct {
		struct sales_line line;
		const char *path, *message, *hint;
	} cases[] = {
		{ { "A-1", "3", NULL, "3.01", NULL }, "/lines/0/discount", "discount 3.01 is more than the line", "at most 3.00" },
		{ { "A-1", "3", NULL, "100.01%", NULL }, "/lines/0/discount", "cannot be taken off", "0% to 100%" },
		{ { "A-1", "3", NULL, "-1", NULL }, "/lines/0/discount", "cannot be taken off", "such as 10%" },
		{ { "A-1", "3", NULL, "-1%", NULL }, "/lines/0/discount", "cannot be taken off", "0% to 100%" },
		{ { "A-1", "3", NULL, "0.005", NULL }, "/lines/0/discount", "cannot be taken off", "such as 10%" },
		{ { "A-1", "3", NULL, "%", NULL }, "/lines/0/discount", "cannot be taken off", "0% to 100%" },
		{ { "A-1", "1.5", NULL, NULL, NULL }, "/lines/0/qty", "qty 1.5 has more decimals than A-1", "whole units" },
		{ { "W-1", "1.005", NULL, NULL, NULL }, "/lines/0/qty", "qty 1.005 has more decimals", "at most 2 decimals" },
		{ { "A-1", "0", NULL, NULL, NULL }, "/lines/0/qty", "above zero", "such as 5" },
		{ { "A-1", NULL, NULL, NULL, NULL }, "/lines/0/qty", "above zero", "such as 5" },
		{ { "A-1", "1000000001", NULL, NULL, NULL }, "/lines/0/qty", "more than a line can hold", "at most 1000000000" },
		{ { "A-1", "1", "-1", NULL, NULL }, "/lines/0/price", "below zero", "discount" },
		{ { "A-1", "1000000", "9000000000000", NULL, NULL }, "/lines/0/qty", "more than can be counted", "check the quantity" },
		{ { "A-1", "10000", "9000000000000", NULL, NULL }, "/lines", "gross of the order is more than can be counted", "split" },
		{ { "A-0", "1", NULL, NULL, NULL }, "/lines/0/sku", "no product A-0", "did you mean A-1?" },
		{ { "ZEBRA", "1", NULL, NULL, NULL }, "/lines/0/sku", "no product ZEBRA", "ordr product list" },
		{ { "A-1", "1", NULL, NULL, "2026-11-30" }, "/lines/0/date", "A-1 is goods", "leave it out" },
		{ { "S-1", "1", NULL, NULL, "2026-11-23" }, "/lines/0/date", "date 2026-11-23 is past", "2026-11-24 or later" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct order_id id;
		bool replayed;
		struct order_form form = sales_form(books, "C-1", &cases[i].line, 1);
		books_refused(books, order_place(&books->core, &form, &id, &replayed), ERR_INVALID, cases[i].message);
		assert_string_equal(books->err.path, cases[i].path);
		assert_int_equal(books->err.count, 1);
		if (!strstr(books->err.hint, cases[i].hint))
			fail_msg("\"%s\" does not say \"%s\"", books->err.hint, cases[i].hint);
	}
	assert_int_equal(sales_number(books, "SELECT count(*) FROM orders"), 0);
	assert_int_equal(sales_number(books, "SELECT count(*) FROM event"), 0);
}

static void seven_mistakes_are_seven_errors(void **state)
{
	struct books *books = *state;
	static const char *const paths[] = { "/customer", "/currency", "/warehouse", "/requested", "/lines/0/sku", "/lines/1/qty", "/lines/2/discount" };
	struct order_id id;
	bool replayed;
	struct order_form form = sales_form(books, "C-9", SALES_LINES({ "A-9", "1", NULL, NULL, NULL }, { "A-1", "0.5", NULL, NULL, NULL },
								    { "A-2", "1", NULL, "5.00", NULL }));
	form.currency = "USD";
	form.warehouse = "MIAN";
	form.requested = sales_date("2026-11-23");
	books_refused(books, order_place(&books->core, &form, &id, &replayed), ERR_INVALID, "no customer C-9");
	assert_int_equal(books->err.count, 7);
	size_t i = 0;
	for (const struct err *err = &books->err; err; err = err->more, i++) {
		assert_true(i < 7);
		assert_string_equal(err->path, paths[i]);
		assert_int_equal(err->code, ERR_INVALID);
		assert_true(*err->hint);
	}
	assert_int_equal(i, 7);
	assert_string_equal(books->err.hint, "did you mean C-1?");
}

static void a_form_without_lines_or_with_an_unknown_priority_is_refused(void **state)
{
	struct books *books = *state;
	struct order_id id;
	bool replayed;
	struct order_form form = sales_form(books, "C-1", NULL, 0);
	form.priority = "asap";
	books_refused(books, order_place(&books->core, &form, &id, &replayed), ERR_INVALID, "no priority \"asap\"");
	assert_non_null(books->err.more);
	assert_string_equal(books->err.more->path, "/lines");
}

static void a_ref_is_taken_once_for_each_customer(void **state)
{
	struct books *books = *state;
	struct order_id id;
	bool replayed;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", NULL, NULL, NULL }));
	form.ref = "PO-1";
	sales_place_form(books, &form);
	books_refused(books, order_place(&books->core, &form, &id, &replayed), ERR_CONFLICT, "ref PO-1 of this customer is SO-000001 already");
	assert_string_equal(books->err.path, "/ref");
	form.customer = "C-2";
	sales_place_form(books, &form);
}

static void the_same_key_gives_the_same_order(void **state)
{
	struct books *books = *state;
	struct order_id id;
	bool replayed;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "5", NULL, NULL, NULL }));
	form.key = "web-1";
	form.ref = "PO-1";
	struct order_id first = sales_place_form(books, &form);
	sales_place(books, "C-1", "A-1", "1");
	struct order_form again = sales_form(books, "C-1", SALES_LINES({ "A-1", "5.000", NULL, NULL, NULL }));
	again.key = "web-1";
	again.ref = "PO-1"; /* taken by the order of then: a replay is not a second order */
	sales_run(books, "UPDATE product SET price = 70000 WHERE $1 > 0", first);
	assert_int_equal(order_place(&books->core, &again, &id, &replayed), 0);
	assert_true(replayed);
	assert_int_equal(id.number, first.number);
	assert_int_equal(sales_number(books, "SELECT count(*) FROM orders"), 2);
	assert_int_equal(sales_number(books, "SELECT count(*) FROM event"), 2);
	assert_string_equal(sales_load(books, id).key, "web-1");
}

static void the_same_key_with_other_content_is_a_conflict(void **state)
{
	struct books *books = *state;
	struct order_id id;
	bool replayed;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "5", NULL, NULL, NULL }));
	form.key = "web-1";
	sales_place_form(books, &form);
	static const struct sales_line others[] = { { "A-1", "6", NULL, NULL, NULL }, { "A-1", "5", "1.00", NULL, NULL }, { "A-2", "5", NULL, NULL, NULL },
						   { "A-1", "5", NULL, "1", NULL } };
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		struct order_form other = sales_form(books, "C-1", &others[i], 1);
		other.key = "web-1";
		books_refused(books, order_place(&books->core, &other, &id, &replayed), ERR_CONFLICT, "web-1 was used for something else");
		assert_string_equal(books->err.path, "/key");
		assert_false(books->err.already);
	}
	form.ship_to.city = "Kiel";
	books_refused(books, order_place(&books->core, &form, &id, &replayed), ERR_CONFLICT, "web-1 was used for something else");
	assert_int_equal(sales_number(books, "SELECT count(*) FROM orders"), 1);
}

static void a_key_of_another_kind_of_step_is_a_conflict(void **state)
{
	struct books *books = *state;
	struct order_id id;
	bool replayed;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "5", NULL, NULL, NULL }));
	form.key = "web-1";
	sales_place_form(books, &form);
	sales_run(books, "UPDATE idempotency SET documents = 'stock A-1' WHERE $1 > 0", ((struct order_id){ 1 }));
	books_refused(books, order_place(&books->core, &form, &id, &replayed), ERR_CONFLICT, "used for something else (stock A-1)");
}

static void services_alone_are_not_shipped(void **state)
{
	struct books *books = *state;
	assert_int_equal(db_run(books->core.db, "INSERT INTO sla_policy (code, ship, deliver) VALUES ('ALL', 8000, 17000)", DB_NONE), 0);
	struct order order = sales_load(books, sales_place(books, "C-1", "S-1", "1"));
	assert_instant(order.sla.ship.due, NULL);
	assert_null(order.sla.ship.status);
	assert_instant(order.next_due, "2026-11-25T16:00:00Z");
	order = sales_load(books, sales_place(books, "C-1", "A-1", "1"));
	assert_instant(order.next_due, "2026-11-24T16:00:00Z");
	assert_string_equal(order.ship_to.name, "Ada"); /* the customer's own address */
	assert_string_equal(order.ship_to.city, "Bonn");
}

static void the_search_for_near_names_is_bounded(void **state)
{
	struct books *books = *state;
	struct order_id id;
	bool replayed;
	struct sales_line lines[30];
	for (int i = 0; i < 30; i++)
		lines[i] = (struct sales_line){ "A-0", "1", NULL, NULL, NULL };
	struct order_form form = sales_form(books, "C-1", lines, 30);
	books_refused(books, order_place(&books->core, &form, &id, &replayed), ERR_INVALID, "no product A-0");
	assert_int_equal(books->err.count, 30);
	size_t hints = 0;
	for (const struct err *err = &books->err; err; err = err->more)
		hints += *err->hint != 0;
	assert_int_equal(hints, 20);
}

/* Reads the first form of a text and places it. */
static struct order place_text(struct books *books, const char *text)
{
	FILE *stream = stream_of(text, strlen(text));
	struct input input;
	struct reader *reader = NULL;
	struct node *node = NULL;
	bool recoverable;
	struct order_form form;
	struct form_context context = { .arena = &books->arena, .file = "f", .currency = "EUR" };
	assert_int_equal(input_open(&input, "-", stream, &books->err), 0);
	assert_int_equal(reader_open(&reader, &input, &order_form_schema, &books->err), 0);
	assert_int_equal(reader_next(reader, &books->arena, &node, &recoverable, &books->err), 1);
	if (form_load(&context, &order_form_schema, node, &form, &books->err))
		fail_msg("%s: %s", books->err.path, books->err.message);
	reader_close(reader);
	input_release(&input);
	fclose(stream);
	return sales_load(books, sales_place_form(books, &form));
}

static void forms_come_as_json_and_as_csv(void **state)
{
	struct books *books = *state;
	static const char *const texts[] = {
		"{\"schema\":\"ordr.order-form/1\",\"customer\":\"C-1\",\"ref\":\"PO-1\",\"requested\":\"2026-12-01\",\"priority\":\"low\","
		"\"ship_to\":{\"city\":\"Kiel\"},\"lines\":[{\"sku\":\"W-1\",\"qty\":2.5,\"discount\":1},{\"sku\":\"A-1\",\"qty\":1,\"price\":0.9}]}",
		"customer,ref,requested,priority,ship_to.city,sku,qty,price,discount\n"
		"C-1,PO-2,2026-12-01,low,Kiel,W-1,2.50,,1.00\nC-1,PO-2,2026-12-01,low,Kiel,A-1,1,0.90,\nC-1,PO-3,,,,A-1,1,,\n",
	};
	for (size_t i = 0; i < 2; i++) {
		struct order order = place_text(books, texts[i]);
		assert_int_equal(order.lines.count, 2);
		assert_int_equal(line_of(&order, 0)->net.minor, 733);
		assert_int_equal(line_of(&order, 1)->net.minor, 90);
		assert_date(order.requested, "2026-12-01");
		assert_string_equal(order.priority, "low");
		assert_string_equal(order.ship_to.city, "Kiel");
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sales_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_ordered_is_frozen),
		TEST(vat_is_rounded_once_for_each_rate),
		TEST(a_line_is_rounded_half_away_from_zero),
		TEST(each_mistake_says_what_would_be_right),
		TEST(seven_mistakes_are_seven_errors),
		TEST(a_form_without_lines_or_with_an_unknown_priority_is_refused),
		TEST(a_ref_is_taken_once_for_each_customer),
		TEST(the_same_key_gives_the_same_order),
		TEST(the_same_key_with_other_content_is_a_conflict),
		TEST(a_key_of_another_kind_of_step_is_a_conflict),
		TEST(services_alone_are_not_shipped),
		TEST(the_search_for_near_names_is_bounded),
		TEST(forms_come_as_json_and_as_csv),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
