/* What is checked before an order is committed to, and orders that confirm themselves when nothing is found. */
#include <stdio.h>
#include <string.h>

#include "ordr/hold.h"
#include "ordr/review.h"
#include "ordr/settings.h"
#include "sales.h"

static void succeed(struct books *books, int result)
{
	if (result)
		fail_msg("%s", books->err.message);
}

/* "result detail | command" of a check; of one that is there several times, the first. */
static const char *found(struct books *books, struct order_id id, const char *name)
{
	struct list list;
	succeed(books, order_review(&books->core, id, false, &list));
	const struct check *checks = list.items;
	for (size_t i = 0; i < list.count; i++)
		if (!strcmp(checks[i].check, name)) {
			assert_int_equal(checks[i].order.number, id.number);
			return arena_printf(&books->keep, "%s: %s | %s", checks[i].result, checks[i].detail, checks[i].command ? checks[i].command : "");
		}
	return "none";
}

#define assert_check(books, id, name, text) assert_text(found(books, id, name), text)

/* C-1 has a whole address here. */
static int review_setup(void **state)
{
	sales_setup(state);
	struct books *books = *state;
	assert_int_equal(db_run(books->core.db, "UPDATE customer SET street = 'Elm 1', postcode = '53111' WHERE id = 1", DB_NONE), 0);
	return 0;
}

static void an_order_without_a_flaw_is_ok_in_all_checks(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "10");
	struct order_id id = sales_place(books, "C-1", "A-1", "4");
	static const char *const said[][2] = {
		{ "price", "ok: none below the list | " },
		{ "stock", "ok: A-1: 4 wanted, 10 available (MAIN 10) | " },
		{ "credit", "ok: no limit is set, or it is paid before it ships | " },
		{ "reference", "ok: no order of the last 7 days is the same | " },
		{ "address", "ok: complete | " },
		{ "capacity", "ok: no service is ordered | " },
		{ "promise", "ok: 2026-11-25; no day is requested | " },
		{ "approval", "ok: workflow.four_eyes is off | " },
		{ "hold", "ok: not held | " },
	};
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		assert_check(books, id, said[i][0], said[i][1]);
	struct list list;
	succeed(books, order_review(&books->core, id, false, &list));
	assert_int_equal(list.count, sizeof said / sizeof *said);
}

static void looking_changes_nothing(void **state)
{
	struct books *books = *state;
	struct list list;
	sales_receive(books, "A-1", "3");
	struct order_id id = sales_place(books, "C-1", "A-1", "4");
	int64_t events = sales_number(books, "SELECT count(*) FROM event");
	succeed(books, order_review(&books->core, id, false, &list));
	assert_string_equal(sales_load(books, id).state, "placed");
	assert_int_equal(sales_number(books, "SELECT allocated FROM stock"), 0);
	assert_int_equal(sales_number(books, "SELECT sum(backordered) FROM order_line"), 0);
	assert_int_equal(sales_number(books, "SELECT count(*) FROM event"), events);
	struct order_id nobody = { 99 };
	books_refused(books, order_review(&books->core, nobody, false, &list), ERR_NOT_FOUND, "no order SO-000099");
}

static void a_price_below_the_list_is_a_warning(void **state)
{
	struct books *books = *state;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", "0.99", NULL, NULL }, { "A-2", "1", "0.51", NULL, NULL },
								      { "B-1", "1", "3.33", NULL, NULL }, { "S-1", "1", "40", NULL, NULL }));
	assert_check(books, sales_place_form(books, &form), "price", "warning: A-1: 0.99, listed at 1.00; S-1: 40.00, listed at 50.00 | ");
}

static void a_shortage_is_a_warning_or_blocks_as_the_company_says(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "3");
	assert_int_equal(db_run(books->core.db, "INSERT INTO stock (product_id, warehouse_id, on_hand) VALUES (1, 2, 2000)", DB_NONE), 0);
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "4", NULL, NULL, NULL }, { "A-1", "3", NULL, NULL, NULL }));
	struct order_id id = sales_place_form(books, &form);
	static const char detail[] = "A-1: 7 wanted, 5 available (MAIN 3, NORTH 2) | ordr stock receive A-1:2";
	char text[120];
	snprintf(text, sizeof text, "warning: %s", detail);
	assert_check(books, id, "stock", text);
	assert_check(books, id, "promise", "ok: 2026-12-09; no day is requested | ");
	sales_set(books, "workflow.shortage", "partial");
	assert_check(books, id, "stock", text);
	assert_check(books, id, "promise", "ok: 2026-11-25; no day is requested | "); /* of what there is */
	sales_set(books, "workflow.shortage", "refuse");
	snprintf(text, sizeof text, "blocked: %s", detail);
	assert_check(books, id, "stock", text);
	assert_check(books, id, "promise", "warning: no day while stock is short | ");
	sales_set(books, "workflow.shortage", "partial");
	assert_check(books, sales_place(books, "C-1", "A-2", "1"), "stock",
		     "blocked: A-2: 1 wanted, 0 available | ordr stock receive A-2:1"); /* nothing would be left of it */
}

static void only_the_warehouse_that_is_named_counts(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "3");
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", NULL, NULL, NULL }));
	form.warehouse = "NORTH";
	assert_check(books, sales_place_form(books, &form), "stock", "warning: A-1: 1 wanted, 0 available | ordr stock receive A-1:1");
}

static void the_same_order_under_another_ref_is_perhaps_ordered_twice(void **state)
{
	struct books *books = *state;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", NULL, NULL, NULL }, { "A-2", "2", NULL, NULL, NULL }));
	struct order_form turned = sales_form(books, "C-1", SALES_LINES({ "A-2", "2", NULL, NULL, NULL }, { "A-1", "1", NULL, NULL, NULL }));
	struct order_form other = sales_form(books, "C-1", SALES_LINES({ "A-1", "2", NULL, NULL, NULL })); /* the same total */
	struct order_form another = sales_form(books, "C-2", SALES_LINES({ "A-1", "1", NULL, NULL, NULL }, { "A-2", "2", NULL, NULL, NULL }));
	static const char ok[] = "ok: no order of the last 7 days is the same | ";
	form.ref = "B-1";
	struct order_id first = sales_place_form(books, &form);
	assert_check(books, first, "reference", ok);
	assert_check(books, sales_place_form(books, &another), "reference", ok);
	assert_check(books, sales_place_form(books, &other), "reference", ok);
	turned.ref = "B-2";
	books_now(books, "2026-12-01T08:00:00Z");
	struct order_id twice = sales_place_form(books, &turned);
	assert_check(books, twice, "reference",
		     "warning: SO-000001 of ref B-1 has the same lines and total: ordered twice? | ordr reject SO-000004 --reason duplicate");
	assert_check(books, first, "reference", ok); /* the later one is the second */
	succeed(books, order_cancel(&books->core, first, "duplicate", NULL));
	assert_check(books, twice, "reference", ok);
	books_now(books, "2026-12-08T08:00:01Z");
	turned.ref = "B-3";
	assert_check(books, sales_place_form(books, &turned), "reference", ok); /* more than 7 days later */
}

static void an_address_that_lacks_something_is_a_warning(void **state)
{
	struct books *books = *state;
	assert_check(books, sales_place(books, "C-2", "A-1", "1"), "address",
		     "warning: without street, postcode, city, country | ordr customer edit C-2 --street TEXT --postcode TEXT --city TEXT --country TEXT");
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", NULL, NULL, NULL }));
	form.ship_to = (struct address){ .name = "Ada", .street = "Oak 2", .city = "Ulm", .country = "DE" };
	assert_check(books, sales_place_form(books, &form), "address",
		     "warning: without postcode | ordr amend SO-000002 --ship-to.postcode TEXT");
}

static void a_promise_after_the_day_that_is_wanted_is_a_warning(void **state)
{
	struct books *books = *state;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", NULL, NULL, NULL }));
	form.requested = sales_date("2026-12-09");
	assert_check(books, sales_place_form(books, &form), "promise", "ok: 2026-12-09; requested for 2026-12-09 | ");
	form.requested = sales_date("2026-12-08");
	assert_check(books, sales_place_form(books, &form), "promise", "warning: 2026-12-09; requested for 2026-12-08 | ");
}

static void credit_approval_and_holds_block(void **state)
{
	struct books *books = *state;
	assert_int_equal(db_run(books->core.db, "UPDATE customer SET credit_limit = 200 WHERE id = 1", DB_NONE), 0);
	sales_set(books, "workflow.four_eyes", "on");
	struct order_id id = sales_place(books, "C-1", "A-1", "1");
	assert_check(books, id, "credit", "ok: 1.19 of 2.00 EUR would be owed | ");
	struct order_id more = sales_place(books, "C-1", "A-1", "2");
	assert_check(books, more, "credit", "blocked: 2.38 of 2.00 EUR would be owed | ordr confirm SO-000002 --override CODE");
	assert_check(books, id, "approval", "blocked: test placed it, and somebody else must confirm it | ordr confirm SO-000001 --as NAME");
	books->core.actor = "eve";
	assert_check(books, id, "approval", "ok: by somebody else | ");
	succeed(books, hold_set(&books->core, id, "price", NULL, HOLD_ALL));
	assert_check(books, id, "hold", "blocked: held for price | ordr release SO-000001");
}

/* --- automatic ---------------------------------------------------------------------------------------------------------------- */

static void an_order_without_a_flaw_confirms_itself(void **state)
{
	struct books *books = *state;
	sales_set(books, "workflow.confirm", "auto");
	sales_receive(books, "A-1", "10");
	struct order_id id = sales_place(books, "C-1", "A-1", "4");
	struct order order = sales_load(books, id);
	assert_string_equal(order.state, "confirmed");
	assert_string_equal(order.fulfilment, "allocated");
	assert_true(order.auto_confirmed);
	assert_string_equal(sales_event(books, id),
			    "{\"allocated\":4,\"backordered\":0,\"cancelled\":0,\"promised\":\"2026-11-25\",\"automatic\":true}");
}

static void an_order_with_a_flaw_waits_for_somebody(void **state)
{
	struct books *books = *state;
	sales_set(books, "workflow.confirm", "auto");
	sales_receive(books, "A-1", "5");
	static const struct sales_line lines[] = { { "A-1", "6", NULL, NULL, NULL }, { "A-1", "1", "0.99", NULL, NULL } };
	for (size_t i = 0; i < 2; i++) {
		struct order_form form = sales_form(books, "C-1", &lines[i], 1);
		struct order order = sales_load(books, sales_place_form(books, &form));
		assert_string_equal(order.state, "placed");
		assert_false(order.auto_confirmed);
	}
	assert_string_equal(sales_load(books, sales_place(books, "C-2", "A-1", "1")).state, "placed"); /* no address */
	sales_set(books, "workflow.four_eyes", "on");
	assert_string_equal(sales_load(books, sales_place(books, "C-1", "A-1", "2")).state, "placed");
	assert_int_equal(sales_number(books, "SELECT allocated FROM stock"), 0);
}

static void the_total_must_be_below_the_amount(void **state)
{
	struct books *books = *state;
	sales_set(books, "workflow.confirm", "auto");
	sales_set(books, "workflow.auto_confirm_below", "2.38");
	sales_receive(books, "A-1", "10");
	assert_string_equal(sales_load(books, sales_place(books, "C-1", "A-1", "2")).state, "placed"); /* 2.38 is not below */
	assert_string_equal(sales_load(books, sales_place(books, "C-1", "A-1", "1")).state, "confirmed");
	books_refused(books, settings_set(&books->core, "workflow.auto_confirm_below", "2.385"), ERR_INVALID, "is not an amount of EUR");
	books_refused(books, settings_set(&books->core, "workflow.auto_confirm_below", "-1"), ERR_INVALID, "is not an amount of EUR");
}

/* The last unit is not sold twice because two orders were placed at once. */
static void the_second_of_two_for_the_last_unit_waits(void **state)
{
	struct books *books = *state;
	sales_set(books, "workflow.confirm", "auto");
	sales_receive(books, "A-1", "1");
	assert_string_equal(sales_load(books, sales_place(books, "C-1", "A-1", "1")).state, "confirmed");
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", "1.01", NULL, NULL }));
	assert_string_equal(sales_load(books, sales_place_form(books, &form)).state, "placed");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, review_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_order_without_a_flaw_is_ok_in_all_checks),
		TEST(looking_changes_nothing),
		TEST(a_price_below_the_list_is_a_warning),
		TEST(a_shortage_is_a_warning_or_blocks_as_the_company_says),
		TEST(only_the_warehouse_that_is_named_counts),
		TEST(the_same_order_under_another_ref_is_perhaps_ordered_twice),
		TEST(an_address_that_lacks_something_is_a_warning),
		TEST(a_promise_after_the_day_that_is_wanted_is_a_warning),
		TEST(credit_approval_and_holds_block),
		TEST(an_order_without_a_flaw_confirms_itself),
		TEST(an_order_with_a_flaw_waits_for_somebody),
		TEST(the_total_must_be_below_the_amount),
		TEST(the_second_of_two_for_the_last_unit_waits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
