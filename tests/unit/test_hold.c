/* Holds: what they stop, what their end sets going again, and the clock that the customer's stop. */
#include <string.h>

#include "ordr/calendar.h"
#include "ordr/hold.h"
#include "ordr/settings.h"
#include "ordr/sla.h"
#include "sales.h"

static void succeed(struct books *books, int result)
{
	if (result)
		fail_msg("%s", books->err.message);
}

static void hold(struct books *books, struct order_id id, const char *reason, unsigned blocks)
{
	succeed(books, hold_set(&books->core, id, reason, NULL, blocks));
}

static void release(struct books *books, struct order_id id)
{
	succeed(books, hold_release(&books->core, id, NONE, NULL));
}

static struct order_id confirmed(struct books *books, const char *customer, const char *sku, const char *qty)
{
	struct order_id id = sales_place(books, customer, sku, qty);
	succeed(books, order_confirm(&books->core, id));
	return id;
}

static void policy(struct books *books)
{
	assert_int_equal(db_run(books->core.db, "INSERT INTO sla_policy (code, confirm, ship, deliver) VALUES ('ALL', 4000, 9000, 18000)", DB_NONE), 0);
}

static void a_hold_is_shown_until_it_is_released(void **state)
{
	struct books *books = *state;
	struct order_id id = sales_place(books, "C-1", "A-1", "1");
	assert_null(sales_load(books, id).hold.reason);
	succeed(books, hold_set(&books->core, id, "price", "ask Ada", HOLD_SHIP | HOLD_INVOICE));
	struct order order = sales_load(books, id);
	assert_string_equal(order.hold.reason, "price");
	assert_string_equal(order.hold.note, "ask Ada");
	assert_string_equal(order.hold.by, "test");
	assert_instant(order.hold.at, "2026-11-24T08:00:00Z");
	assert_int_equal(order.hold.blocks.count, 2);
	assert_string_equal(((const char *const *)order.hold.blocks.items)[0], "ship");
	assert_string_equal(((const char *const *)order.hold.blocks.items)[1], "invoice");
	assert_instant(order.stopped_at, NULL); /* a wrong price is our own fault */
	assert_string_equal(sales_event(books, id), "{\"hold\":1,\"reason\":\"price\",\"note\":\"ask Ada\",\"blocks\":[\"ship\",\"invoice\"],\"clock\":\"runs\"}");
	books_now(books, "2026-11-24T09:00:00Z");
	succeed(books, hold_release(&books->core, id, NONE, "said yes"));
	order = sales_load(books, id);
	assert_null(order.hold.reason);
	assert_int_equal(order.holds.count, 1);
	const struct hold *past = order.holds.items;
	assert_instant(past->released_at, "2026-11-24T09:00:00Z");
	assert_string_equal(past->released_by, "test");
	assert_string_equal(sales_event(books, id), "{\"hold\":1,\"reason\":\"price\",\"note\":\"said yes\",\"served\":[]}");
}

static void the_oldest_of_several_is_shown_and_each_is_released_by_its_number(void **state)
{
	struct books *books = *state;
	struct order_id id = sales_place(books, "C-1", "A-1", "1");
	struct order_id other = sales_place(books, "C-1", "A-1", "1");
	hold(books, id, "price", HOLD_ALL);
	hold(books, id, "credit", HOLD_SHIP);
	hold(books, other, "price", HOLD_ALL);
	assert_string_equal(sales_load(books, id).hold.reason, "price");
	books_refused(books, hold_release(&books->core, id, NONE, NULL), ERR_CONFLICT, "is held 2 times: 1 price, 2 credit");
	assert_string_equal(books->err.hint, "ordr release SO-000001 --hold 2");
	assert_false(books->err.already);
	books_refused(books, hold_release(&books->core, id, 3, NULL), ERR_NOT_FOUND, "it has no hold 3"); /* the other order's */
	succeed(books, hold_release(&books->core, id, 1, NULL));
	assert_string_equal(sales_load(books, id).hold.reason, "credit");
	books_refused(books, hold_release(&books->core, id, 1, NULL), ERR_CONFLICT, "hold 1 is released already");
	assert_true(books->err.already);
	release(books, id);
	books_refused(books, hold_release(&books->core, id, NONE, NULL), ERR_CONFLICT, "is not held");
	assert_true(books->err.already);
}

static void what_cannot_be_held(void **state)
{
	struct books *books = *state;
	struct order_id id = sales_place(books, "C-1", "S-1", "1");
	books_refused(books, hold_set(&books->core, id, NULL, NULL, HOLD_ALL), ERR_INVALID, "a reason is needed");
	books_refused(books, hold_set(&books->core, id, "mood", NULL, HOLD_ALL), ERR_INVALID, "no reason code \"mood\"");
	hold(books, id, "price", HOLD_SHIP);
	books_refused(books, hold_set(&books->core, id, "price", "again", HOLD_SHIP), ERR_CONFLICT, "is held for price already (hold 1)");
	assert_true(books->err.already);
	hold(books, id, "price", HOLD_INVOICE); /* another step: another hold */
	succeed(books, order_confirm(&books->core, id));
	sales_run(books, "UPDATE order_line SET delivered = ordered WHERE order_id = $1", id);
	succeed(books, order_progress(&books->core, id, books->core.now));
	books_refused(books, hold_set(&books->core, id, "credit", NULL, HOLD_ALL), ERR_CONFLICT, "cannot hold: it is completed");
	hold(books, id, "credit", HOLD_INVOICE);
	struct order_id gone = sales_place(books, "C-1", "A-1", "1");
	succeed(books, order_reject(&books->core, gone, "price", NULL));
	books_refused(books, hold_set(&books->core, gone, "price", NULL, HOLD_ALL), ERR_CONFLICT, "cannot hold: it was rejected");
	struct order_id nobody = { 99 };
	books_refused(books, hold_set(&books->core, nobody, "price", NULL, HOLD_ALL), ERR_NOT_FOUND, "no order SO-000099");
	books_refused(books, hold_release(&books->core, nobody, NONE, NULL), ERR_NOT_FOUND, "no order SO-000099");
}

static void a_receipt_passes_a_held_order_by_and_its_release_serves_it(void **state)
{
	struct books *books = *state;
	struct order_id first = confirmed(books, "C-2", "A-1", "4");
	struct order_id second = confirmed(books, "C-1", "A-1", "4");
	hold(books, first, "credit", HOLD_ALL);
	sales_receive(books, "A-1", "10");
	assert_string_equal(sales_load(books, first).fulfilment, "backordered");
	assert_string_equal(sales_load(books, second).fulfilment, "allocated");
	release(books, first);
	assert_string_equal(sales_load(books, first).fulfilment, "allocated");
	assert_int_equal(sales_number(books, "SELECT allocated FROM stock"), 8000);
	assert_string_equal(sales_event(books, first), "{\"hold\":1,\"reason\":\"credit\",\"note\":null,\"served\":[\"SO-000001\"]}");
}

static void a_hold_that_blocks_only_shipping_is_served(void **state)
{
	struct books *books = *state;
	struct order_id id = confirmed(books, "C-1", "A-1", "4");
	hold(books, id, "credit", HOLD_SHIP);
	sales_receive(books, "A-1", "10");
	assert_string_equal(sales_load(books, id).fulfilment, "allocated");
}

static void one_of_two_holds_that_block_stock_is_not_enough_to_release(void **state)
{
	struct books *books = *state;
	struct order_id id = confirmed(books, "C-1", "A-1", "4");
	hold(books, id, "credit", HOLD_ALLOCATE);
	hold(books, id, "price", HOLD_ALL);
	sales_receive(books, "A-1", "10");
	succeed(books, hold_release(&books->core, id, 2, NULL));
	assert_string_equal(sales_load(books, id).fulfilment, "backordered");
	release(books, id);
	assert_string_equal(sales_load(books, id).fulfilment, "allocated");
}

/* mon-fri 08:00-17:00 UTC; targets of 4, 9 and 18 hours from 2026-11-24T08:00Z. */
static void the_customers_hold_stops_the_clock(void **state)
{
	struct books *books = *state;
	policy(books);
	struct order_id id = sales_place(books, "C-1", "A-1", "1");
	assert_int_equal(sales_load(books, id).slack_minutes, 240);
	books_now(books, "2026-11-24T11:30:00Z");
	hold(books, id, "customer-request", HOLD_ALL);
	struct order order = sales_load(books, id);
	assert_instant(order.stopped_at, "2026-11-24T11:30:00Z");
	assert_string_equal(order.sla.confirm.status, "at_risk");
	/* Two days later it stands as it stood. */
	books_now(books, "2026-11-26T11:30:00Z");
	order = sales_load(books, id);
	assert_string_equal(order.sla.confirm.status, "at_risk");
	assert_string_equal(order.sla.ship.status, "open");
	assert_int_equal(order.slack_minutes, 30);
	release(books, id);
	order = sales_load(books, id);
	assert_instant(order.stopped_at, NULL);
	assert_instant(order.sla.confirm.due, "2026-11-26T12:00:00Z");
	assert_instant(order.sla.ship.due, "2026-11-26T17:00:00Z");
	assert_instant(order.sla.deliver.due, "2026-11-27T17:00:00Z");
	assert_instant(order.next_due, "2026-11-26T12:00:00Z");
	assert_string_equal(order.sla.confirm.status, "at_risk");
	assert_int_equal(order.slack_minutes, 30);
}

static void a_hold_of_our_own_lets_the_clock_run(void **state)
{
	struct books *books = *state;
	policy(books);
	struct order_id id = sales_place(books, "C-1", "A-1", "1");
	hold(books, id, "stock-out", HOLD_ALL);
	books_now(books, "2026-11-26T11:30:00Z");
	assert_string_equal(sales_load(books, id).sla.confirm.status, "overdue");
	release(books, id);
	assert_instant(sales_load(books, id).sla.confirm.due, "2026-11-24T12:00:00Z");
}

static void the_clock_stands_until_the_last_of_the_customers_holds_is_gone(void **state)
{
	struct books *books = *state;
	policy(books);
	struct order_id id = sales_place(books, "C-1", "A-1", "1");
	hold(books, id, "customer-request", HOLD_ALL);
	hold(books, id, "price", HOLD_ALL);
	books_now(books, "2026-11-24T09:00:00Z");
	hold(books, id, "unpaid", HOLD_SHIP);
	assert_instant(sales_load(books, id).stopped_at, "2026-11-24T08:00:00Z");
	books_now(books, "2026-11-24T10:00:00Z");
	succeed(books, hold_release(&books->core, id, 1, NULL));
	assert_instant(sales_load(books, id).stopped_at, "2026-11-24T08:00:00Z");
	books_now(books, "2026-11-24T11:00:00Z");
	succeed(books, hold_release(&books->core, id, 3, NULL)); /* the one left is ours */
	assert_instant(sales_load(books, id).stopped_at, NULL);
	assert_instant(sales_load(books, id).sla.confirm.due, "2026-11-24T15:00:00Z");
}

static void what_is_done_already_keeps_its_due_time(void **state)
{
	struct books *books = *state;
	policy(books);
	sales_receive(books, "A-1", "1");
	struct order_id id = confirmed(books, "C-1", "A-1", "1");
	hold(books, id, "customer-request", HOLD_ALL);
	books_now(books, "2026-11-24T10:00:00Z");
	release(books, id);
	struct order order = sales_load(books, id);
	assert_instant(order.sla.confirm.due, "2026-11-24T12:00:00Z");
	assert_string_equal(order.sla.confirm.status, "met");
	assert_instant(order.sla.ship.due, "2026-11-25T10:00:00Z");
}

static void what_is_done_while_the_clock_stands_is_not_late(void **state)
{
	struct books *books = *state;
	policy(books);
	struct order_id id = sales_place(books, "C-1", "S-1", "1");
	hold(books, id, "unpaid", HOLD_INVOICE); /* confirming and performing go on */
	books_now(books, "2026-11-30T09:00:00Z");
	succeed(books, order_confirm(&books->core, id));
	sales_run(books, "UPDATE order_line SET delivered = ordered WHERE order_id = $1", id);
	succeed(books, order_progress(&books->core, id, books->core.now));
	struct order order = sales_load(books, id);
	assert_string_equal(order.sla.confirm.status, "met");
	assert_string_equal(order.sla.deliver.status, "met");
	books_now(books, "2026-12-07T09:00:00Z");
	release(books, id);
	assert_string_equal(sales_load(books, id).sla.deliver.status, "met");
}

static void an_order_that_is_called_off_is_held_no_longer(void **state)
{
	struct books *books = *state;
	policy(books);
	struct order_id id = confirmed(books, "C-1", "A-1", "1");
	hold(books, id, "customer-request", HOLD_ALL);
	succeed(books, order_cancel(&books->core, id, "customer-request", NULL));
	struct order order = sales_load(books, id);
	assert_instant(order.stopped_at, NULL);
	assert_null(order.hold.reason);
	books_refused(books, hold_release(&books->core, id, NONE, NULL), ERR_CONFLICT, "is not held");
}

static int note_id(void *context, const struct order *order)
{
	str_printf(context, "%lld ", (long long)order->id.number);
	return 0;
}

static void assert_order(struct books *books, const struct order_filter *filter, const char *expected)
{
	struct str text = { 0 };
	assert_int_equal(order_each(&books->core, filter, false, note_id, &text), 0);
	assert_string_equal(text.text ? text.text : "", expected);
	str_release(&text);
}

static void urgency_lists_an_order_whose_clock_stands_last(void **state)
{
	struct books *books = *state;
	struct order_filter filter;
	policy(books);
	struct order_id first = sales_place(books, "C-2", "A-1", "1");
	books_now(books, "2026-11-24T09:00:00Z");
	sales_place(books, "C-1", "A-1", "1");
	order_filter_init(&filter);
	filter.urgent = true;
	assert_order(books, &filter, "1 2 ");
	hold(books, first, "customer-request", HOLD_ALL);
	assert_order(books, &filter, "2 1 ");
	books_now(books, "2026-11-26T09:00:00Z");
	order_filter_init(&filter);
	filter.overdue = true;
	assert_order(books, &filter, "2 "); /* the one that stopped in time is not late */
	order_filter_init(&filter);
	filter.held = true;
	assert_order(books, &filter, "1 ");
}

static void one_that_was_late_when_it_stopped_stays_late(void **state)
{
	struct books *books = *state;
	struct order_filter filter;
	policy(books);
	struct order_id id = sales_place(books, "C-2", "A-1", "1");
	books_now(books, "2026-11-24T13:00:00Z");
	hold(books, id, "customer-request", HOLD_ALL);
	books_now(books, "2026-11-26T13:00:00Z");
	assert_string_equal(sales_load(books, id).sla.confirm.status, "overdue");
	assert_int_equal(sales_load(books, id).slack_minutes, -60);
	order_filter_init(&filter);
	filter.overdue = true;
	assert_order(books, &filter, "1 ");
	release(books, id);
	assert_int_equal(sales_load(books, id).slack_minutes, -60);
}

/* Another priority has other targets; the time that the clock stood is the customer's all the same. */
static void an_order_of_another_priority_keeps_the_time_that_its_clock_stood(void **state)
{
	struct books *books = *state;
	struct order_amendment amendment;
	policy(books);
	assert_int_equal(db_run(books->core.db, "INSERT INTO sla_policy (code, priority, confirm) VALUES ('URGENT', 'urgent', 1000)", DB_NONE), 0);
	struct order_id id = sales_place(books, "C-1", "A-1", "1");
	hold(books, id, "customer-request", HOLD_ALL);
	books_now(books, "2026-11-24T10:00:00Z");
	release(books, id);
	succeed(books, order_amend_begin(&books->core, id, &amendment));
	amendment.priority = "urgent";
	succeed(books, order_amend(&books->core, &amendment));
	assert_instant(sales_load(books, id).sla.confirm.due, "2026-11-24T11:00:00Z");
}

/* Germany: the clock goes forward on 2026-03-29 at 02:00 and back on 2026-10-25 at 03:00, both Sundays. */
static void the_pause_is_counted_in_working_hours_over_both_changes_of_the_clock(void **state)
{
	struct books *books = *state;
	static const struct {
		const char *hours, *placed, *stopped, *released, *confirm, *ship, *deliver;
	} cases[] = { /* targets of 4, 9 and 18 working hours */
		/* An hour of Friday and one of Monday. */
		{ "mon-fri 08:00-17:00", "2026-03-27T14:00:00+01:00", "2026-03-27T16:00:00+01:00", "2026-03-30T09:00:00+02:00",
		  "2026-03-30T11:00:00+02:00", "2026-03-30T16:00:00+02:00", "2026-03-31T16:00:00+02:00" },
		{ "mon-fri 08:00-17:00", "2026-10-23T14:00:00+02:00", "2026-10-23T16:00:00+02:00", "2026-10-26T09:00:00+01:00",
		  "2026-10-26T11:00:00+01:00", "2026-10-26T16:00:00+01:00", "2026-10-27T16:00:00+01:00" },
		/* Stopped on Saturday, released on Sunday: nothing was worked. */
		{ "mon-fri 08:00-17:00", "2026-03-27T14:00:00+01:00", "2026-03-28T12:00:00+01:00", "2026-03-29T12:00:00+02:00",
		  "2026-03-30T09:00:00+02:00", "2026-03-30T14:00:00+02:00", "2026-03-31T14:00:00+02:00" },
		/* Who works through the night of the change counts by the clock on the wall: from 01:00 to 04:00 are three hours. */
		{ "mon-sun 00:00-24:00", "2026-03-29T00:00:00+01:00", "2026-03-29T01:00:00+01:00", "2026-03-29T04:00:00+02:00",
		  "2026-03-29T07:00:00+02:00", "2026-03-29T12:00:00+02:00", "2026-03-29T21:00:00+02:00" },
		{ "mon-sun 00:00-24:00", "2026-10-25T00:00:00+02:00", "2026-10-25T01:00:00+02:00", "2026-10-25T04:00:00+01:00",
		  "2026-10-25T07:00:00+01:00", "2026-10-25T12:00:00+01:00", "2026-10-25T21:00:00+01:00" },
		/* Good Friday and Easter Monday are no work; a week of pause is three days. */
		{ "mon-fri 08:00-17:00", "2026-04-01T08:00:00+02:00", "2026-04-01T09:00:00+02:00", "2026-04-08T09:00:00+02:00",
		  "2026-04-08T12:00:00+02:00", "2026-04-08T17:00:00+02:00", "2026-04-09T17:00:00+02:00" },
	};
	char text[INSTANT_SIZE];
	sales_set(books, "calendar.time_zone", "Europe/Berlin");
	sales_set(books, "calendar.holidays", "2026-04-03 2026-04-06");
	policy(books);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		sales_set(books, "calendar.hours", cases[i].hours);
		assert_non_null(calendar_get(&books->core));
		books_now(books, cases[i].placed);
		struct order_id id = sales_place(books, "C-1", "A-1", "1");
		books_now(books, cases[i].stopped);
		hold(books, id, "customer-request", HOLD_ALL);
		books_now(books, cases[i].released);
		release(books, id);
		struct order order = sales_load(books, id);
		assert_instant(order.sla.confirm.due, instant_text(sales_instant(cases[i].confirm), text));
		assert_instant(order.sla.ship.due, instant_text(sales_instant(cases[i].ship), text));
		assert_instant(order.sla.deliver.due, instant_text(sales_instant(cases[i].deliver), text));
	}
}

static void a_pause_moves_the_risk_as_it_moves_the_due_time(void **state)
{
	struct books *books = *state;
	policy(books);
	struct order_id id = sales_place(books, "C-1", "A-1", "1");
	succeed(books, sla_pause(&books->core, id, SLA_CONFIRM, sales_instant("2026-11-24T08:00:00Z"), sales_instant("2026-11-24T10:00:00Z")));
	assert_int_equal(sales_number(books, "SELECT (confirm_due - confirm_risk) / 60000 FROM orders"), 60);
	assert_instant(sales_load(books, id).sla.confirm.due, "2026-11-24T14:00:00Z");
	assert_instant(sales_load(books, id).sla.ship.due, "2026-11-24T17:00:00Z"); /* not named */
	succeed(books, sla_pause(&books->core, id, SLA_CONFIRM, sales_instant("2026-11-24T10:00:00Z"), sales_instant("2026-11-24T08:00:00Z")));
	assert_instant(sales_load(books, id).sla.confirm.due, "2026-11-24T14:00:00Z"); /* time does not run back */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sales_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_hold_is_shown_until_it_is_released),
		TEST(the_oldest_of_several_is_shown_and_each_is_released_by_its_number),
		TEST(what_cannot_be_held),
		TEST(a_receipt_passes_a_held_order_by_and_its_release_serves_it),
		TEST(a_hold_that_blocks_only_shipping_is_served),
		TEST(one_of_two_holds_that_block_stock_is_not_enough_to_release),
		TEST(the_customers_hold_stops_the_clock),
		TEST(a_hold_of_our_own_lets_the_clock_run),
		TEST(the_clock_stands_until_the_last_of_the_customers_holds_is_gone),
		TEST(what_is_done_already_keeps_its_due_time),
		TEST(what_is_done_while_the_clock_stands_is_not_late),
		TEST(an_order_that_is_called_off_is_held_no_longer),
		TEST(urgency_lists_an_order_whose_clock_stands_last),
		TEST(one_that_was_late_when_it_stopped_stays_late),
		TEST(an_order_of_another_priority_keeps_the_time_that_its_clock_stood),
		TEST(the_pause_is_counted_in_working_hours_over_both_changes_of_the_clock),
		TEST(a_pause_moves_the_risk_as_it_moves_the_due_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
