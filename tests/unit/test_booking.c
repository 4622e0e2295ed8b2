/* Services and their days: which day a line gets, that no day is given out twice, and what gives days back. Today is Tuesday 2026-11-24. */
#include <string.h>

#include "ordr/allocation.h"
#include "ordr/booking.h"
#include "ordr/shipment.h"
#include "ordr/stock.h"
#include "sales.h"

/* S-1 has room for eight hours a day. */
static int service_setup(void **state)
{
	sales_setup(state);
	struct books *books = *state;
	assert_int_equal(db_run(books->core.db, "UPDATE product SET capacity = 8000 WHERE sku = 'S-1'", DB_NONE), 0);
	return 0;
}

static struct order_id place(struct books *books, const char *hours, const char *date)
{
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "S-1", hours, NULL, NULL, date }));
	return sales_place_form(books, &form);
}

/* "2026-11-24:8 2026-11-25:2" */
static void assert_days(struct books *books, struct order_id id, int64_t line, const char *expected)
{
	struct list list;
	struct str text = { 0 };
	char date[DATE_SIZE];
	char qty[QUANTITY_SIZE];
	assert_int_equal(booking_days(&books->core, id, line, &list), 0);
	const struct booking_day *day = list.items;
	for (size_t i = 0; i < list.count; i++)
		str_printf(&text, "%s%s:%s", i ? " " : "", date_text(day[i].date, date), quantity_text(day[i].qty, qty));
	assert_text(text.text ? text.text : "", expected);
	str_release(&text);
}

static void confirm(struct books *books, struct order_id id)
{
	if (order_confirm(&books->core, id))
		fail_msg("%s", books->err.message);
}

static void assert_refused(struct books *books, struct order_id id, const char *part, const char *hint)
{
	assert_int_equal(db_savepoint(books->core.db), 0);
	books_refused(books, order_confirm(&books->core, id), ERR_REFUSED, part);
	if (!strstr(books->err.hint, hint))
		fail_msg("\"%s\" does not say \"%s\"", books->err.hint, hint);
	err_clear(&books->err);
	assert_int_equal(db_savepoint_rollback(books->core.db), 0);
}

static void a_line_without_a_day_takes_the_first_that_has_room_for_all_of_it(void **state)
{
	struct books *books = *state;
	static const struct {
		const char *hours, *days;
	} cases[] = {
		{ "5", "2026-11-24:5" }, { "5", "2026-11-25:5" }, { "3", "2026-11-24:3" }, { "4", "2026-11-26:4" },
		{ "8", "2026-11-27:8" }, { "8", "2026-11-30:8" }, { "3", "2026-11-25:3" }, { "4", "2026-11-26:4" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct order_id id = place(books, cases[i].hours, NULL);
		confirm(books, id);
		assert_days(books, id, 1, cases[i].days);
	}
}

static void what_no_day_can_hold_goes_on_over_the_days_after(void **state)
{
	struct books *books = *state;
	confirm(books, place(books, "5", NULL));
	struct order_id id = place(books, "20", NULL);
	confirm(books, id);
	assert_days(books, id, 1, "2026-11-24:3 2026-11-25:8 2026-11-26:8 2026-11-27:1");
	struct order order = sales_load(books, id);
	assert_date(order.promised, "2026-11-27");
	assert_date(((struct order_line *)order.lines.items)->date, "2026-11-24");
}

static void it_comes_after_the_wish_of_the_customer_and_after_the_goods(void **state)
{
	struct books *books = *state;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "S-1", "2", NULL, NULL, NULL }));
	form.requested = sales_date("2026-12-05"); /* a Saturday */
	struct order_id wish = sales_place_form(books, &form);
	confirm(books, wish);
	assert_days(books, wish, 1, "2026-12-07:2");
	struct order_form with_goods = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", NULL, NULL, NULL }, { "S-1", "2", NULL, NULL, NULL }));
	struct order_id fitting = sales_place_form(books, &with_goods);
	sales_receive(books, "A-1", "1");
	confirm(books, fitting);
	assert_days(books, fitting, 2, "2026-11-25:2"); /* the goods are a day on their way */
	books_now(books, "2026-11-24T18:00:00Z"); /* work is over */
	struct order_id late = place(books, "1", NULL);
	confirm(books, late);
	assert_days(books, late, 1, "2026-11-25:1");
}

static void a_day_that_is_past_full_or_not_worked_is_refused_with_the_first_free_one(void **state)
{
	struct books *books = *state;
	confirm(books, place(books, "7", "2026-11-26"));
	struct order_id full = place(books, "2", "2026-11-26");
	struct order_id saturday = place(books, "2", "2026-11-28");
	struct order_id past = place(books, "2", "2026-11-24");
	assert_refused(books, full, "S-1 is wanted on 2026-11-26, which has no room for 2", "the first free day is 2026-11-27");
	assert_refused(books, saturday, "which is no working day", "the first free day is 2026-11-30");
	books_now(books, "2026-11-25T08:00:00Z");
	assert_refused(books, past, "which is past", "the first free day is 2026-11-25");
	assert_int_equal(order_confirm_moving(&books->core, full, true), 0);
	assert_days(books, full, 1, "2026-11-27:2");
	assert_non_null(strstr(sales_event(books, full), "\"date\":\"2026-11-27\",\"qty\":2,\"wanted\":\"2026-11-26\""));
	struct order_id one_more = place(books, "1", "2026-11-26");
	confirm(books, one_more);
	assert_days(books, one_more, 1, "2026-11-26:1");
}

static void two_lines_of_one_service_count_together(void **state)
{
	struct books *books = *state;
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "S-1", "5", NULL, NULL, "2026-11-26" }, { "S-1", "5", NULL, NULL, "2026-11-26" }));
	struct order_id id = sales_place_form(books, &form);
	assert_refused(books, id, "no room for 5", "2026-11-27");
	assert_int_equal(order_confirm_moving(&books->core, id, true), 0);
	assert_days(books, id, 1, "2026-11-26:5");
	assert_days(books, id, 2, "2026-11-27:5");
}

static void without_a_capacity_there_is_no_limit_and_without_any_there_is_no_day(void **state)
{
	struct books *books = *state;
	assert_int_equal(db_run(books->core.db, "UPDATE product SET capacity = NULL WHERE sku = 'S-1'", DB_NONE), 0);
	struct order_id id = place(books, "4000", NULL);
	confirm(books, id);
	assert_days(books, id, 1, "2026-11-24:4000");
	assert_refused(books, place(books, "1", "2026-11-28"), "no working day", "2026-11-30");
	assert_int_equal(order_cancel(&books->core, id, "other", NULL), 0);
	assert_int_equal(db_run(books->core.db, "UPDATE product SET capacity = 0 WHERE sku = 'S-1'", DB_NONE), 0);
	assert_refused(books, place(books, "1", NULL), "no day of the next ten years has room", "ordr product edit S-1 --capacity N");
}

static void cancelling_gives_the_days_back_and_a_part_of_it_the_last_ones(void **state)
{
	struct books *books = *state;
	struct order_id id = place(books, "20", NULL);
	confirm(books, id);
	assert_days(books, id, 1, "2026-11-24:8 2026-11-25:8 2026-11-26:4");
	sales_run(books, "UPDATE order_line SET cancelled = 7000 WHERE order_id = $1", id);
	assert_int_equal(order_progress(&books->core, id, books->core.now), 0);
	assert_days(books, id, 1, "2026-11-24:8 2026-11-25:5");
	assert_int_equal(order_cancel(&books->core, id, "other", NULL), 0);
	assert_days(books, id, 1, "");
	struct order_id again = place(books, "8", "2026-11-24");
	confirm(books, again);
	assert_int_equal(booking_drop(&books->core, again, 1), 0);
	assert_days(books, again, 1, "");
}

static void performed_the_day_stays_used_and_later_ones_come_back(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	struct order_id id = place(books, "20", NULL);
	struct instant none = { NONE };
	confirm(books, id);
	books_refused(books, shipment_deliver(core, id, NULL, none), ERR_CONFLICT, "booked until 2026-11-26");
	assert_true(books->err.already);
	books_now(books, "2026-11-25T16:00:00Z");
	assert_int_equal(shipment_deliver_early(core, id, NULL, none, true), 0);
	assert_days(books, id, 1, "2026-11-24:8 2026-11-25:8");
	assert_text(sales_load(books, id).state, "completed");
}

static void with_goods_only_those_are_performed_whose_day_has_come(void **state)
{
	struct books *books = *state;
	struct core *core = &books->core;
	struct instant none = { NONE };
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", "1", NULL, NULL, NULL }, { "S-1", "1", NULL, NULL, "2026-11-25" },
								      { "S-1", "1", NULL, NULL, "2026-12-01" }));
	struct order_id id = sales_place_form(books, &form);
	sales_receive(books, "A-1", "1");
	confirm(books, id);
	assert_int_equal(shipment_pick(core, id) || shipment_pack(core, id) || shipment_ship(core, id, NULL, NULL), 0);
	books_now(books, "2026-11-25T12:00:00Z");
	assert_int_equal(shipment_deliver(core, id, NULL, none), 0);
	struct order order = sales_load(books, id);
	const struct order_line *line = order.lines.items;
	assert_int_equal(line[0].delivered.thousandths, 1000);
	assert_int_equal(line[1].delivered.thousandths, 1000);
	assert_int_equal(line[2].delivered.thousandths, 0);
	assert_text(order.state, "confirmed");
	books_refused(books, shipment_deliver(core, id, NULL, none), ERR_CONFLICT, "booked until 2026-12-01");
	books_now(books, "2026-12-01T12:00:00Z");
	assert_int_equal(shipment_deliver(core, id, NULL, none), 0);
	assert_text(sales_load(books, id).state, "completed");
}

static void the_database_itself_gives_no_day_out_twice(void **state)
{
	struct books *books = *state;
	struct db *db = books->core.db;
	struct order_id id = place(books, "6", "2026-11-26");
	struct order_id other = place(books, "6", NULL);
	confirm(books, id);
	const int64_t day = sales_date("2026-11-26").days;
	books_refused(books, db_run(db, "INSERT INTO booking (product_id, day, order_id, line, quantity) VALUES (5, $2, $1, 1, 3000)", A(other.number), A(day)),
		      ERR_REFUSED, "no more than its capacity");
	assert_int_equal(db_run(db, "INSERT INTO booking (product_id, day, order_id, line, quantity) VALUES (5, $2, $1, 1, 2000)", A(other.number), A(day)), 0);
	books_refused(books, db_run(db, "UPDATE booking SET quantity = 2001 WHERE order_id = $1", A(other.number)), ERR_REFUSED, "made anew");
	books_refused(books, db_run(db, "UPDATE booking SET day = day + 1 WHERE order_id = $1", A(other.number)), ERR_REFUSED, "made anew");
	books_refused(books, db_run(db, "UPDATE product SET capacity = 7999 WHERE id = 5", DB_NONE), ERR_REFUSED, "more is booked");
	assert_int_equal(db_run(db, "UPDATE product SET capacity = 9000 WHERE id = 5", DB_NONE), 0);
}

static void what_is_free_stands_beside_stock(void **state)
{
	struct books *books = *state;
	struct stock stock;
	confirm(books, place(books, "20", NULL));
	assert_int_equal(stock_load(&books->core, "S-1", NULL, &stock), 0);
	assert_int_equal(stock.capacity.thousandths, 8000);
	assert_int_equal(stock.available.thousandths, 0);
	assert_int_equal(stock.free.count, 10);
	const struct booking_free *free = stock.free.items;
	static const int64_t expected[10] = { 0, 0, 4000, 8000, 8000, 8000, 8000, 8000, 8000, 8000 };
	for (size_t i = 0; i < 10; i++)
		assert_int_equal(free[i].free.thousandths, expected[i]);
	assert_date(free[4].date, "2026-11-30");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, service_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_line_without_a_day_takes_the_first_that_has_room_for_all_of_it),
		TEST(what_no_day_can_hold_goes_on_over_the_days_after),
		TEST(it_comes_after_the_wish_of_the_customer_and_after_the_goods),
		TEST(a_day_that_is_past_full_or_not_worked_is_refused_with_the_first_free_one),
		TEST(two_lines_of_one_service_count_together),
		TEST(without_a_capacity_there_is_no_limit_and_without_any_there_is_no_day),
		TEST(cancelling_gives_the_days_back_and_a_part_of_it_the_last_ones),
		TEST(performed_the_day_stays_used_and_later_ones_come_back),
		TEST(with_goods_only_those_are_performed_whose_day_has_come),
		TEST(the_database_itself_gives_no_day_out_twice),
		TEST(what_is_free_stands_beside_stock),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
