/* Available to promise: what is on hand, announced and waited for, day by day. */
#include "ordr/atp.h"
#include "sales.h"

static void announce(struct books *books, int64_t warehouse, int64_t units, const char *expected)
{
	int64_t quantity = units * 1000;
	assert_int_equal(db_run(books->core.db, "INSERT INTO announcement (product_id, warehouse_id, quantity, expected) VALUES (1, $1, $2, $3)",
				A(warehouse), A(quantity), A(sales_date(expected))), 0);
}

static struct order_id order(struct books *books, const char *warehouse, const char *qty)
{
	struct order_form form = sales_form(books, "C-1", SALES_LINES({ "A-1", qty, NULL, NULL, NULL }));
	form.warehouse = warehouse;
	struct order_id id = sales_place_form(books, &form);
	if (order_confirm(&books->core, id))
		fail_msg("%s", books->err.message);
	return id;
}

struct expected {
	const char *date;
	int64_t incoming, demand, atp;
};

static void assert_table(struct books *books, int64_t warehouse, const struct expected *expected, size_t count)
{
	struct list days;
	assert_int_equal(atp_table(&books->core, 1, warehouse, &days), 0);
	assert_int_equal(days.count, count);
	for (size_t i = 0; i < count; i++) {
		const struct atp *day = (const struct atp *)days.items + i;
		assert_date(day->date, expected[i].date);
		assert_int_equal(day->incoming.thousandths, expected[i].incoming * 1000);
		assert_int_equal(day->demand.thousandths, expected[i].demand * 1000);
		assert_int_equal(day->available_to_promise.thousandths, expected[i].atp * 1000);
	}
}

#define TABLE(books, warehouse, ...) \
	assert_table(books, warehouse, (const struct expected[]){ __VA_ARGS__ }, sizeof((const struct expected[]){ __VA_ARGS__ }) / sizeof(struct expected))

static void nothing_announced_is_what_is_available_today(void **state)
{
	struct books *books = *state;
	TABLE(books, NONE, { "2026-11-24", 0, 0, 0 });
	sales_receive(books, "A-1", "7");
	order(books, NULL, "3");
	TABLE(books, NONE, { "2026-11-24", 0, 0, 4 });
}

static void what_is_announced_adds_up_and_what_waits_is_taken_off_at_once(void **state)
{
	struct books *books = *state;
	sales_receive(books, "A-1", "2");
	announce(books, 1, 5, "2026-12-01");
	announce(books, 2, 4, "2026-12-01");
	announce(books, 1, 10, "2026-12-20");
	order(books, NULL, "6"); /* promised for 2026-12-02: to ship on the day before */
	TABLE(books, NONE, { "2026-11-24", 0, 0, -4 }, { "2026-12-01", 9, 4, 5 }, { "2026-12-20", 10, 0, 15 });
	TABLE(books, 1, { "2026-11-24", 0, 0, -4 }, { "2026-12-01", 5, 4, 1 }, { "2026-12-20", 10, 0, 11 });
	TABLE(books, 2, { "2026-11-24", 0, 0, -4 }, { "2026-12-01", 4, 4, 0 });
}

static void who_must_be_served_elsewhere_does_not_count(void **state)
{
	struct books *books = *state;
	announce(books, 2, 4, "2026-12-01");
	order(books, "NORTH", "3");
	TABLE(books, 1, { "2026-11-24", 0, 0, 0 });
	TABLE(books, 2, { "2026-11-24", 0, 0, -3 }, { "2026-12-01", 4, 3, 1 });
}

static void what_is_late_counts_today(void **state)
{
	struct books *books = *state;
	announce(books, 1, 4, "2026-11-20");
	announce(books, 1, 3, "2026-11-26");
	order(books, NULL, "6");
	TABLE(books, NONE, { "2026-11-24", 4, 0, -2 }, { "2026-11-26", 3, 6, 1 });
	books_now(books, "2026-11-28T09:00:00Z");
	TABLE(books, NONE, { "2026-11-28", 7, 6, 1 });
}

static void the_day_is_the_company_s_in_the_night_too(void **state)
{
	struct books *books = *state;
	sales_set(books, "calendar.time_zone", "Europe/Berlin");
	books_now(books, "2027-03-27T23:30:00Z"); /* half an hour into the day on which the clock goes forward */
	TABLE(books, NONE, { "2027-03-28", 0, 0, 0 });
	books_now(books, "2027-10-31T22:59:00Z"); /* the last minute of the day on which it went back */
	announce(books, 1, 1, "2027-11-01");
	TABLE(books, NONE, { "2027-10-31", 0, 0, 0 }, { "2027-11-01", 1, 0, 1 });
	books_now(books, "2027-10-31T23:00:00Z");
	TABLE(books, NONE, { "2027-11-01", 1, 0, 1 });
}

/* Over the spring change of the clock, Good Friday and Easter Monday, in the company's hours: 08:00 to 17:00 of Berlin. */
static void promises_run_over_holidays_and_changes_of_the_clock(void **state)
{
	struct books *books = *state;
	static const struct {
		const char *now, *promised, *ship_by;
	} cases[] = {
		{ "2027-03-25T15:59:00Z", "2027-03-30", "2027-03-25T16:00:00Z" }, /* a minute before closing, in winter time */
		{ "2027-03-25T16:00:00Z", "2027-03-31", "2027-03-30T15:00:00Z" }, /* closed: counts for Tuesday, in summer time */
		{ "2027-03-28T00:59:59Z", "2027-03-31", "2027-03-30T15:00:00Z" }, /* the second before the change */
		{ "2027-03-28T01:00:00Z", "2027-03-31", "2027-03-30T15:00:00Z" },
		{ "2027-03-30T14:59:00Z", "2027-03-31", "2027-03-30T15:00:00Z" },
		{ "2027-10-29T14:59:00Z", "2027-11-01", "2027-10-29T15:00:00Z" }, /* Friday before winter time */
		{ "2027-10-29T15:00:00Z", "2027-11-02", "2027-11-01T16:00:00Z" },
		{ "2027-10-31T00:30:00Z", "2027-11-02", "2027-11-01T16:00:00Z" }, /* half past two, the first time … */
		{ "2027-10-31T01:30:00Z", "2027-11-02", "2027-11-01T16:00:00Z" }, /* … and the second */
	};
	sales_set(books, "calendar.time_zone", "Europe/Berlin");
	sales_set(books, "calendar.holidays", "2027-03-26 2027-03-29");
	sales_receive(books, "A-1", "100");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		books_now(books, cases[i].now);
		struct order placed = sales_load(books, sales_place(books, "C-1", "A-1", "1"));
		assert_int_equal(order_outlook(&books->core, &placed), 0);
		assert_date(placed.promised, cases[i].promised);
		assert_instant(placed.ship_by, cases[i].ship_by);
	}
}

static void what_waits_is_covered_on_the_first_day_that_has_enough(void **state)
{
	struct books *books = *state;
	struct date day;
	announce(books, 1, 5, "2026-12-01");
	announce(books, 1, 5, "2026-12-08");
	order(books, NULL, "5");
	assert_int_equal(atp_covered(&books->core, 1, NONE, &day), 0);
	assert_date(day, "2026-12-01");
	order(books, NULL, "1");
	assert_int_equal(atp_covered(&books->core, 1, NONE, &day), 0);
	assert_date(day, "2026-12-08");
	order(books, NULL, "5");
	assert_int_equal(atp_covered(&books->core, 1, NONE, &day), 0);
	assert_date(day, NULL);
	assert_int_equal(atp_covered(&books->core, 1, 2, &day), 0);
	assert_date(day, NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sales_setup, books_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_announced_is_what_is_available_today),
		TEST(what_is_announced_adds_up_and_what_waits_is_taken_off_at_once),
		TEST(who_must_be_served_elsewhere_does_not_count),
		TEST(what_is_late_counts_today),
		TEST(the_day_is_the_company_s_in_the_night_too),
		TEST(promises_run_over_holidays_and_changes_of_the_clock),
		TEST(what_waits_is_covered_on_the_first_day_that_has_enough),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
